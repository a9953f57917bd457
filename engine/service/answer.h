/* service/answer.h: a person's answer to a request: approve, reject or request-changes. Private to
 * the room.
 *
 * An answer binds everything that was decided (registry/act.h, "approval"); what a person chooses
 * is the word, what it means, in which role it is given, why, on which conditions and for how long.
 */
#ifndef SERVICE_ANSWER_H
#define SERVICE_ANSWER_H

#include "service/acting.h"

/* The words of a command, checked as far as they can be without the log. */
struct answer {
    struct text word;    /* "approve", "reject", "request-changes" */
    struct text meaning; /* "approval", "risk-assessment", ...     */
    const char *role;    /* --role, or NULL: the one that counts most of those held */
    struct text reason;  /* may be empty in a request              */
    const struct value *conditions, *dues; /* lists of texts, or NULL */
    int64_t expires;                       /* a moment                               */
};

/* Which version a command is about. */
struct asked_version {
    struct text name, version;
};

/* Rows of parameter tables that every command which answers has. */
#define PARAMETER_MEANING                                                                          \
    {                                                                                              \
        "meaning", 0, PARAMETER_OPTION, 0, "MEANING",                                              \
            "what the signature means; approval, or review of a refusal, where it is not said",    \
            meaning_words                                                                          \
    }
#define PARAMETER_REQUEST                                                                          \
    {                                                                                              \
        "request", 0, PARAMETER_OPTION, 0, "ID",                                                   \
            "the request that was looked at, as obstat review prints it; 8 digits or more", NULL   \
    }
#define PARAMETER_ROLE                                                                             \
    {                                                                                              \
        "role", 0, PARAMETER_OPTION, 0, "ROLE", "in which role, for who has several", role_words   \
    }
#define PARAMETER_CONDITION                                                                        \
    {                                                                                              \
        "condition", 0, PARAMETER_OPTIONS, 0, "TEXT", "on this condition; repeatable", NULL        \
    }
#define PARAMETER_DUE                                                                              \
    {                                                                                              \
        "due", 0, PARAMETER_OPTIONS, 0, "DATE", "until when a condition has to be met, in order",  \
            NULL                                                                                   \
    }
#define PARAMETER_EXPIRES                                                                          \
    {                                                                                              \
        "expires", 0, PARAMETER_OPTION, 0, "DAYS",                                                 \
            "how long the answer stands; 30 where it is not said", NULL                            \
    }

/* NAME@VERSION, the last @ counting. ERROR_USAGE. */
NODISCARD bool asked_version_read(const char *asked_text, struct asked_version *out,
                                  struct error *err);

/* The version that was meant, where NAME@ALIAS was asked for: a version of that very name comes
 * first, and what is neither stays as it was written. */
NODISCARD bool asked_version_resolve(struct acting *acting, struct asked_version *asked,
                                     struct error *err);

/* Of who signs it is demanded that they name the version: an alias may be led to another one
 * between looking and signing. ERROR_GUARD says which it is now. */
NODISCARD bool asked_version_firm(struct acting *acting, const struct asked_version *asked,
                                  struct error *err);

/* The version that was meant, by words that may name a model alone, which stay as they are. */
NODISCARD bool asked_words_resolve(struct acting *acting, struct text *asked_words,
                                   struct error *err);

/* The stage of --to; production where it is not said. */
NODISCARD bool asked_stage(const struct value *request, enum stage *out, struct error *err);

/* Meaning, role, reason, conditions and expiry from a command's words. */
NODISCARD bool answer_read(const struct value *request, const char *word, int64_t now,
                           struct answer *out, struct error *err);

/* Which request a command answers. */
struct asked_request {
    struct asked_version version;
    enum stage to;
    struct text prefix; /* of the id that --request gives, without "sha256:"; empty: not said */
};

NODISCARD bool asked_request_read(const struct value *request, struct asked_request *out,
                                  struct error *err);

/* The request that was named; else that on the version and stage that is open, or was last: the
 * row's document. ERROR_REFUSED where there never was one, ERROR_USAGE where the id is none's. */
NODISCARD bool answer_request(struct acting *acting, const struct asked_request *asked,
                              const struct value **request, struct error *err);

/* The same for who is about to sign for it: what they have looked at may be gone. Where a request
 * to the same stage that asked for other inputs was closed, however it was, in the last
 * LIMIT_SUPERSEDED_DAYS, that is said. Unless the command names the request it is ERROR_GUARD, with
 * the command that does, where that was somebody else's request or decision than who opened this
 * one, where several are open that differ in their inputs, and where the version was named by an
 * alias. `command` is "approve" or "request". */
NODISCARD bool answer_request_meant(struct acting *acting, const struct asked_request *asked,
                                    const char *command, const struct value **request,
                                    struct error *err);

/* Has the lifecycle the way that the request is about? Nobody's signature opens one. */
NODISCARD bool answer_way(struct acting *acting, const struct value *request, bool *has_way,
                          struct error *err);

/* Where it has none: why, and what to do. */
struct text answer_wayless(const struct value *request, struct arena *arena);

/* Would an approval by this person do anything? ERROR_GUARD where the version cannot move so,
 * ERROR_INTEGRITY where they suspended it; `by` empty leaves open who signs. */
NODISCARD bool answer_counts(struct acting *acting, const struct value *request, struct text by,
                             struct error *err);

/* A version, or a model, that is not registered: ERROR_USAGE with the name that is near, if there
 * is one. Always false. */
bool version_unknown(struct acting *acting, struct text asked, struct error *err);

/* The draft of an approval act that gives this answer, as `by`; `by` empty leaves open who signs.
 * The sentence is in the draft. */
NODISCARD bool answer_draft(struct acting *acting, const struct value *request,
                            const struct answer *answer, struct text by, struct draft *out,
                            struct error *err);

/* What an approval act's subject is: the version, by its artifact or else its manifest. */
NODISCARD bool answer_subject(const struct value *request, struct arena *arena,
                              struct statement_subject *out, struct error *err);

/* What the answers to the request come to now, or at a moment. */
NODISCARD bool answer_standing(struct acting *acting, const struct value *request,
                               struct standing *out, struct error *err);
NODISCARD bool answer_standing_at(struct acting *acting, const struct value *request,
                                  int64_t moment, struct standing *out, struct error *err);

/* Tell what was recorded, and what lacks now: 0, or 7 where signatures still lack. */
NODISCARD bool answer_told(struct acting *acting, const struct value *members,
                           const struct recorded *recorded, int *status, struct error *err);

#endif
