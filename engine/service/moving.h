/* service/moving.h: a version that a person moves from stage to stage, by signature. Private to the
 * room.
 *
 *     struct moving moving;
 *     int status;
 *     if (!moving_open(session, request, "suspend", &acting, err))
 *         return operation_failed(err);
 *     if (moving_begin(&acting, request_text(request, "version"), MOVE_SUSPEND, &moving, err)) {
 *         moving.incident = ...
 *         moved = moving_record(&acting, &moving, &recorded, err) &&
 *                 moving_told(&acting, &moving, &recorded, &status, err);
 *     }
 *     acting_close(&acting);
 *
 * What the log would refuse is refused before anything is signed, by the same function over the
 * same rows (registry_permits). Either way the attempt stays in the log as a `refusal`, which the
 * log's own key signs: who was refused need not be somebody whom the log knows.
 */
#ifndef SERVICE_MOVING_H
#define SERVICE_MOVING_H

#include "registry/lifecycle.h"
#include "service/acting.h"
#include "service/answer.h"
#include "service/record.h"

/* A transition before it is signed. moving_begin fills the first part; the rest is the command's,
 * and what it leaves empty is null in the log. */
struct moving {
    enum move move;
    struct asked_version asked;
    struct text key;            /* NAME@VERSION                                        */
    const struct value *row;    /* of the version, as the log has it                   */
    const struct value *agreed; /* what others have signed of this move, or NULL       */
    enum stage from, to;        /* `to` is STAGE_NONE where the move alone does not say */

    struct text reason; /* words; committed to when it is drafted */
    struct text decision, request, incident, successor;
    int64_t review_by, sunset, moment;  /* 0: none                                     */
    const struct value *other;          /* {version, from, to, head}: moving_other     */
    const struct value *steps, *stored; /* lists                                       */
    const struct value *acknowledged;   /* a list of texts                             */
    const struct value *retention;      /* {class, until, hold}                        */
    const struct value *step;           /* percent                                     */
    struct text sentence;               /* empty: moving_sentence's                    */
    bool unasked;                       /* a step of a sweep: it was asked for as a whole */
    struct premise premise;             /* asked once more when it is appended             */
};

/* acting_open for writing. A key that nobody holds, or that is not whose --as says, is refused and
 * that is recorded. */
NODISCARD bool moving_open(struct session *session, const struct value *request,
                           const char *moving_command, struct acting *out, struct error *err);

/* NAME@VERSION or NAME@ALIAS as a person wrote it: a version wins over an alias of that spelling,
 * and what is neither stays as it was written. */
NODISCARD bool moving_resolve(struct acting *acting, const char *asked_text,
                              struct asked_version *out, struct error *err);

/* The version that is asked for, and where it stands. ERROR_USAGE where it is not registered. */
NODISCARD bool moving_begin(struct acting *acting, const char *asked_text, enum move move,
                            struct moving *out, struct error *err);

/* The version that moves in the same record; NULL in *out where `version` is empty. */
NODISCARD bool moving_other(struct acting *acting, const struct moving *moving, struct text version,
                            enum stage to, const struct value **out, struct error *err);

/* What is signed, in words. */
struct text moving_sentence(const struct acting *acting, const struct moving *moving);

/* The draft of its transition: artifact, from and head as the rows have them, the rest as `moving`
 * says. The reason is committed to. */
NODISCARD bool moving_draft(struct acting *acting, const struct moving *moving, struct draft *out,
                            struct error *err);

/* Drafted, planned, shown, signed, and in the log. What refuses it is recorded. */
NODISCARD bool moving_record(struct acting *acting, const struct moving *moving,
                             struct recorded *out, struct error *err);

/* What was recorded, as a document move/v1: {"obstat", "log", "change", "name", "version", "from",
 * "to", "by", "index", "time"}. */
struct record moving_document(const struct acting *acting, const struct moving *moving,
                              const struct recorded *recorded);

/* Tell what came of it: *status is 0 where the version moved, and 7 where others have to sign. */
NODISCARD bool moving_told(struct acting *acting, const struct moving *moving,
                           const struct recorded *recorded, int *status, struct error *err);

/* A command that moves one version, as most do: opened, begun, prepared, recorded, told. */
struct move_command {
    enum move move;
    /* What its words say besides: into `moving`. What it refuses with ERROR_GUARD is recorded. */
    bool (*prepare)(struct acting *acting, const struct value *request, struct moving *moving,
                    struct error *err);
};

int moving_run(struct session *session, const struct value *request,
               const struct move_command *command, struct error *err);

/* The lifecycle that the log's origin pins. */
NODISCARD bool moving_lifecycle(struct acting *acting, enum lifecycle *out, struct error *err);

/* The words that another person gave who signed the move before; empty where none did. */
NODISCARD bool moving_agreed_reason(struct acting *acting, const struct moving *moving,
                                    struct text *out, struct error *err);

/* The reason of who repeats what was signed is what was signed. ERROR_USAGE where there is none
 * and the move asks for one: `wanted` is the option, "--reason TEXT". */
NODISCARD bool moving_reasoned(struct acting *acting, struct moving *moving, bool repeats,
                               const char *wanted, struct error *err);

/* Rows of parameter tables. */
#define PARAMETER_VERSION                                                                          \
    {                                                                                              \
        "version", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME@VERSION",                      \
            "which version, or NAME@ALIAS", NULL                                                   \
    }
#define PARAMETER_REASON                                                                           \
    {                                                                                              \
        "reason", 0, PARAMETER_OPTION, 0, "TEXT", "why; part of what is signed", NULL              \
    }
#define PARAMETER_INCIDENT                                                                         \
    {                                                                                              \
        "incident", 0, PARAMETER_OPTION, 0, "ID", "what happened, as your own tracker names it",   \
            NULL                                                                                   \
    }

/* The reason, where one is demanded: ERROR_USAGE without. */
NODISCARD bool moving_reason(const struct value *request, const char *moving_command,
                             struct text *out, struct error *err);

/* A day or moment of an option; 0 where it is not given. ERROR_USAGE where it is none. */
NODISCARD bool moving_day(const struct value *request, const char *option, int64_t *out,
                          struct error *err);

/* Somebody was not let. */
struct refused {
    const char *command;               /* "suspend"                        */
    const struct asked_version *asked; /* NULL where it is about no version */
    enum stage from, to;               /* STAGE_NONE: not known            */
    struct text decision;              /* its id, or empty                 */
    int status;                        /* 0: that of `why`                 */
    const struct error *why;
};

/* Is a failure one that is recorded: the lifecycle, a lacking signature, or integrity? */
bool refusal_due(const struct error *why);

/* Append a `refusal` under the log's key. Whatever was committed to and not recorded is forgotten.
 * Nothing is refused but what is due; else true at once, and *out is left alone. */
NODISCARD bool refusal_record(struct acting *acting, const struct refused *refused,
                              struct recorded *out, struct error *err);

/* The same for a command that ends in `why`, whatever becomes of the record; a failure to record is
 * complained of. Always false: `return moving_refused(acting, &refused)`. */
bool moving_refused(struct acting *acting, const struct refused *refused);

/* The same, and only where the key that signs is one of somebody who may act now: nobody else fills
 * the log with what they were refused. */
bool refusal_known(struct acting *acting, const struct refused *refused);

#endif
