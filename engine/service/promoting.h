/* service/promoting.h: a version on its way to another stage by a decision: promote, and resume.
 * Private to the room.
 *
 *     plan     rows alone: what no judgement could change is refused at once
 *     judge    inputs anew, under the set in force; workers do it, so no store and no key is open
 *     decide   the decision goes into the log, on the inputs that people were asked to sign for
 *     wait     where asked to, until nobody lacks; then it is judged again
 *     move     the transition, if nobody moved the version meanwhile: compare and swap
 *     show     its passport, where it entered a stage that deploys
 *
 * Between two of them the log is closed, and others go on. So what the plan saw is looked at once
 * more before anything is recorded, and by the guard of the log when it is: of two pipelines that
 * promote at once one moves the version, and the other is told of the conflict.
 */
#ifndef SERVICE_PROMOTING_H
#define SERVICE_PROMOTING_H

#include "service/moving.h"
#include "service/recording.h"
#include "service/reporting.h"

/* By which inputs a version came to where it stands: digests in words, or empty. */
struct standing_inputs {
    struct text registered, decided; /* its manifest, of which either will do */
    struct text artifact, listing;   /* as it was registered                 */
};

/* What `promote` and `resume` differ in, and what was asked of them. */
struct promoting {
    struct session *session;     /* of the call; `now` is when it began          */
    const struct value *request; /* its words                                    */
    enum move move;
    enum stage to;  /* STAGE_NONE: the stage that it was suspended in, until it is planned */
    bool emergency; /* nobody's signature is waited for                                    */
    bool undecided; /* planned: no set is adopted, and none is needed: others give the command */
    struct text reason; /* or empty                                                            */
    struct value step;  /* per cent of the traffic, or null                                    */
    const char *manifest, *passport; /* files, or NULL                                         */
    int64_t wait;                    /* seconds                                                */

    /* ---- what the plan saw ---- */
    struct asked_version asked;
    enum stage from;
    int64_t head;         /* the entry that moved the version last     */
    struct text champion; /* the version in production, or empty       */
    enum lifecycle lifecycle;
    struct text claimed; /* as whom it was planned, where nobody has proven yet who they are */

    /* ---- what came of it ---- */
    int64_t began_ms;       /* of the monotonic clock                                        */
    struct session present; /* the session at the moment of the round                        */
    struct keepsake *kept;  /* the last judgement                                            */
    struct resting resting; /* what it rests on                                              */
    bool moved;
    bool stands; /* it is there already, by a promotion that was made before                  */
    struct standing_inputs inputs; /* where it stands                                         */
    struct text told;      /* in words                                                      */
    struct value document; /* move/v1                                                       */
    struct error failed;   /* what is told besides, after it moved: no passport             */
};

/* Plan, and fill the second part. What is refused is recorded. */
NODISCARD bool promoting_plan(struct promoting *promoting, struct error *err);

/* What was refused while no log was open for it: inputs that are not what was signed, a version
 * that somebody moved. The refusal is recorded in the session `present`. */
NODISCARD bool promoting_refuse(struct promoting *promoting, const struct error *why,
                                struct error *err);

/* One round: judge, decide, move. True: `kept` is set, and `moved` says whether it was let. */
NODISCARD bool promoting_round(struct promoting *promoting, struct error *err);

/* What came of waiting. */
enum waited {
    WAITED_IN_VAIN,  /* the time is over                         */
    WAITED_CHANGED,  /* it is, and somebody has signed meanwhile */
    WAITED_COMPLETE, /* nobody lacks any more                    */
};

/* promoting_stands.c: who repeats a promotion that was made finds it made. A step of a canary is
 * another one. */
bool promoting_stands(const struct promoting *promoting, const struct moving *moving);

/* promoting_stands.c: it stands there for who could have promoted it, if it may stand there still:
 * its time to live is not over, and no review is overdue. Fills `inputs`, and what is told. */
NODISCARD bool promoting_repeat(struct promoting *promoting, struct acting *acting,
                                const struct moving *moving, struct error *err);

/* promoting_stands.c: is the manifest at hand, and its artifact, what stands there? ERROR_USAGE for
 * another version's manifest, ERROR_INTEGRITY for another artifact or manifest of this one. */
NODISCARD bool promoting_brought(struct promoting *promoting, struct error *err);

/* promoting_wait.c: until nobody lacks whose signature the open request needs, or the time is over.
 * ERROR_GUARD where the request was closed or the version moved. */
NODISCARD bool promoting_wait(struct promoting *promoting, enum waited *out, struct error *err);

/* promoting_move.c: the transition, and the passport; the log is open for writing. */
NODISCARD bool promoting_move(struct promoting *promoting, struct acting *acting,
                              struct error *err);

/* promoting_move.c: nobody moved the version, or the one in production, since it was planned.
 * ERROR_GUARD says who did. */
NODISCARD bool promoting_held(const struct promoting *promoting, struct acting *acting,
                              struct error *err);

/* The same where something has failed: whoever moved it is why, and takes the place of `err`. */
void promoting_conflict(const struct promoting *promoting, struct acting *acting,
                        struct error *err);

/* promoting_move.c: what the version that this one displaces will be, and when it ends, and until
 * when a review is owed. */
NODISCARD bool promoting_draw(const struct promoting *promoting, struct acting *acting,
                              struct moving *moving, struct error *err);

/* The whole of it, and its reports; the status. */
int promoting_run(struct promoting *promoting, struct error *err);

#endif
