/* registry/situation.h: a transition and the rows that it meets, as the plan of the lifecycle sees
 * them. Private to the room.
 *
 *     members of a transition --+
 *     who signs it -------------+--> motion --> facts, by guard --> registry_plan --> verdict
 *     rows of the log ----------+                  |
 *                                                  '--> the sentence, where one does not hold
 *
 * One function for each guard says whether it holds, and if not, why not: so a fact and the
 * sentence for it cannot differ. What a command plans before it signs and what the log decides
 * afterwards come from the same motion.
 */
#ifndef REGISTRY_SITUATION_H
#define REGISTRY_SITUATION_H

#include "registry/lifecycle.h"

struct motion {
    struct inquiry inquiry;
    const struct value *act_members;
    struct text by;
    struct text version_key;         /* NAME@VERSION                                           */
    const struct value *mover;       /* who signs                                              */
    const struct value *registered;  /* the version                                            */
    const struct value *model;       /* its model                                              */
    const struct value *other;       /* the version that moves in the same record, or NULL     */
    const struct value *predecessor; /* of a rollback: the one that is fit to return, or NULL  */
    const struct value *decided;     /* the decision that is named, or NULL                    */
    const struct value *adopted;     /* what is in force for `to`, or NULL                     */
    const struct value *answered;    /* the request of that decision, or NULL                  */
    const struct value *proposed;    /* what others have signed alike of this move, or NULL    */
    const struct value *twins;       /* the row of the version's artifact, or NULL             */
    bool hopeless;                   /* an emergency that nobody could review                  */
    bool waived;                     /* an emergency of who waives its policies                */
    int64_t judged;                  /* the moment that a sweep judges for; else now           */
    struct standing standing;        /* of the request, or of those who signed alike           */
    struct situation situation;
};

/* The lifecycle that the log's origin pins; `default` where there is no log at all. */
NODISCARD bool lifecycle_pinned(const struct rows *rows, struct arena *arena, enum lifecycle *out,
                                struct error *err);

/* Look at all of it. ERROR_INTEGRITY as registry_situation has it. */
NODISCARD bool motion_meet(const struct inquiry *inquiry, const struct value *transition_members,
                           struct text by, struct motion *out, struct error *err);

/* Is it signed by others by answering a decision's request, and not by the same command? */
bool motion_decided(const struct motion *motion, const struct plan *plan);

/* Why it is not made; always false. */
bool motion_object(const struct motion *motion, const struct plan *plan, struct error *err);

/* ---- its parts ---- */

/* guards.c: does the guard hold? Only of those that follow from facts. */
NODISCARD bool guard_holds(const struct motion *motion, enum guard guard, struct error *err);

/* strangers.c: has the transition members that do not belong to its change? */
NODISCARD bool strangers_check(const struct motion *motion, struct error *err);

/* cosigning.c: what all who sign the move say alike, and who has: fills proposed, standing and the
 * roles of the situation. */
struct deed cosigning_terms(const struct value *act_members, struct arena *arena);
struct text cosigning_key(const struct motion *motion);
NODISCARD bool cosigning_hear(struct motion *motion, const struct transition *planned,
                              struct error *err);

/* production.c: the version that a rollback brings back, the newest that is fit; NULL for none. */
NODISCARD bool production_predecessor(const struct motion *motion, const struct value **out,
                                      struct error *err);

/* emergency.c: who hurries waived none of its policies; there is somebody to review it. */
NODISCARD bool emergency_meet(struct motion *motion, struct error *err);

/* production.c: what a promotion displaces: the version in production; empty where there is none.
 */
struct text production_displaced(const struct motion *motion);

/* owed.c: the review that is overdue at the moment, or NULL; where it is being resumed, which is
 * the review of a suspension, another than that. */
const struct value *owed_overdue(const struct value *version, int64_t now, bool resumes);

#endif
