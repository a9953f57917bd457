/* registry/lifecycle.h: how a version may move from stage to stage: the table, and the plan.
 *
 *     experimental -> registered -> validated -> staging -> shadow -> canary -> production
 *          any of them up to production -> rejected | suspended -> back to where it was
 *     production -> deprecated -> retired -> archived
 *
 * One row for each move that a lifecycle has: from where to where, who may do it, what has to hold,
 * and who has to sign besides, by tier. What is no row is not done. The table is printed, whole, as
 * docs/lifecycle.md, which is held against it by a test.
 *
 * registry_plan is pure and total: of a situation, which is a move, where the version stands and
 * which facts hold, it says whether the move is made, waits for signatures, or is refused, and by
 * which guard: the first in the order of enum guard that does not hold. Rows of the log become a
 * situation in transition.c, and nowhere else, so what is planned before a command signs and what
 * the guard of the log decides afterwards are the same.
 *
 * Three lifecycles ship, and the origin of a log pins one for ever:
 *
 *     simple    registered -> staging -> production -> archived: a small team's
 *     default   all stages; a stage for which no policy set is adopted is not in use, and is passed
 *     mrm       all stages, none passed over: validation by somebody else is due at every tier
 */
#ifndef REGISTRY_LIFECYCLE_H
#define REGISTRY_LIFECYCLE_H

#include "registry/quorum.h"

enum lifecycle { LIFECYCLE_SIMPLE, LIFECYCLE_DEFAULT, LIFECYCLE_MRM, LIFECYCLE_COUNT };

const char *lifecycle_name(enum lifecycle lifecycle);
NODISCARD bool lifecycle_read(struct text lifecycle_word, enum lifecycle *out);
extern const char *const lifecycle_words[]; /* NULL last */

/* What is done to a version. The word of each is the `change` of a transition and the word of the
 * namespace that it is signed in: "promote@ORIGIN". */
enum move {
    MOVE_REGISTER,  /* experimental -> registered                                              */
    MOVE_PROMOTE,   /* towards production; canary -> canary is a step of it                     */
    MOVE_REJECT,    /* for good; a mended model is another version                              */
    MOVE_SUSPEND,   /* the kill switch                                                          */
    MOVE_RESUME,    /* back to where it was                                                     */
    MOVE_ROLLBACK,  /* out of production, and the one before it back in                         */
    MOVE_DEPRECATE, /* notice is given, and a day on which it ends                              */
    MOVE_RETIRE,    /* nobody uses it any more                                                  */
    MOVE_ARCHIVE,   /* copies are kept elsewhere                                                */
    MOVE_HOLD,      /* a legal hold on what is archived, laid on or lifted                      */
    MOVE_EXPIRE,    /* its time to live is over: what deprecate or retire does, by the sweep    */
    MOVE_COUNT
};

const char *move_name(enum move move);
NODISCARD bool move_read(struct text move_word, enum move *out);

/* What has to hold, in the order in which it is asked. As bits: 1U << GUARD. */
enum guard {
    GUARD_ROW,          /* the lifecycle has this move from here                               */
    GUARD_HEAD,         /* nobody moved it since the signer looked: compare and swap           */
    GUARD_WHO,          /* the signer holds one of the roles                                   */
    GUARD_REASON,       /* a reason is given                                                   */
    GUARD_STAGES,       /* no stage that is passed over is in use                              */
    GUARD_ARTIFACT,     /* the artifact is the one that was registered                         */
    GUARD_DECISION,     /* policies let it: a decision recorded on exactly this move, under the
                           set in force, no denial, and no older than LIMIT_DECISION_AGE       */
    GUARD_UNEXPIRED,    /* its time to live is not over                                        */
    GUARD_REVIEWED,     /* no review that a suspension or rollback owes is overdue, and none is
                           owed for an emergency: of the version, nor of its model where this
                           is another                                                          */
    GUARD_PREDECESSOR,  /* there is one that was in production before, and is fit to return    */
    GUARD_NOTICE,       /* the day on which it ends leaves the notice that is due              */
    GUARD_EXPIRED,      /* its time to live, or its sunset, is over                            */
    GUARD_SUNSET,       /* the day on which it ends has come                                   */
    GUARD_IDLE,         /* no endpoint serves it                                               */
    GUARD_ACKNOWLEDGED, /* every consumer has said that it is gone, or is named                */
    GUARD_RETENTION,    /* how long it is kept is said                                         */
    GUARD_STORED,       /* artifact and evidence were copied and read again                    */
    GUARD_SIGNATURES,   /* the seats of the row are filled                                     */
    GUARD_COUNT
};

const char *guard_name(enum guard guard); /* "who" */

/* Where signatures of others come from: by answers to the request of a decision (approve), or by
 * the same command again, given by another person. */
struct transition {
    enum move move;
    enum stage from, to;
    unsigned lifecycles;             /* that have it: 1U << LIFECYCLE                          */
    unsigned who;                    /* roles that may do it                                   */
    unsigned guards;                 /* besides ROW, HEAD and WHO, which always hold, and STAGES
                                        and SIGNATURES, which the last two columns are         */
    unsigned adopted;                /* of these, asked where policies are adopted for `to`    */
    unsigned passes;                 /* stages passed over: 1U << STAGE                        */
    struct quorum seats[TIER_COUNT]; /* signatures of others                                   */
    const char *recorded;            /* besides, for the page                                  */
};

extern const struct transition transitions[];
extern const size_t transition_count;

/* The row, or NULL. */
const struct transition *transition_find(enum lifecycle lifecycle, enum move move, enum stage from,
                                         enum stage to);

struct situation {
    enum lifecycle lifecycle;
    enum tier tier;
    enum move move;
    enum stage from, to;
    unsigned roles;    /* of who does it                                                       */
    unsigned in_use;   /* stages for which a policy set is adopted: 1U << STAGE                */
    unsigned facts;    /* that hold, as bits of enum guard; those of ROW, WHO, STAGES and
                          SIGNATURES are not looked at, as they follow from the rest           */
    size_t lacking;    /* signatures                                                           */
    bool emergency;    /* promote --emergency: nobody has signed yet, and no stage is waited
                          for; policies, artifact and all else hold as ever                    */
    bool blue_green;   /* released so: canary is not waited for, as it is not by tier minimal  */
    enum stage before; /* of a suspended version: where it was, and staging where that was
                          production and another is in production since. Resume leads there
                          and nowhere else; rollback is of one that was in production          */
};

enum plan_verdict { PLAN_MADE, PLAN_PENDING, PLAN_REFUSED };

struct plan {
    enum plan_verdict verdict;
    enum guard objection;             /* where it is refused                                   */
    const struct transition *planned; /* the row; NULL where there is none                     */
};

/* An unknown lifecycle, tier, move or stage is refused by GUARD_ROW. */
struct plan registry_plan(const struct situation *situation);

/* All that has to hold of this move, as things stand: bits of enum guard. Where GUARD_DECISION is
 * among them others sign by answering the decision's request, and else by the same command. */
unsigned transition_guards(const struct transition *planned, const struct situation *situation);

/* Where the version goes that was in production when another is promoted there: deprecated; in
 * `simple`, which has no such stage, staging, so that a rollback finds it. */
enum stage lifecycle_displaced(enum lifecycle lifecycle);

/* Who else has to sign a move to `to` from `from`, by tier: of the row, or of the strictest
 * promotion to `to` where there is none from `from` (STAGE_NONE: not known). */
struct quorum lifecycle_seats(enum lifecycle lifecycle, enum stage from, enum stage to,
                              enum tier tier);

#endif
