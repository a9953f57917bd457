/* service/deliberation.h: everything that was said about one case, and the decision that follows.
 * Private to the room.
 *
 * Two ways lead here: judging, where a worker's messages say it (judging.c), and replay, where all
 * of it comes from the vault (replay_worker.c). What follows is the same, or replay would prove
 * nothing.
 */
#ifndef SERVICE_DELIBERATION_H
#define SERVICE_DELIBERATION_H

#include "policy/decision.h"
#include "service/settled.h"

struct deliberation {
    const struct value *set; /* the message of that kind (judge_worker.h): digest, faults, ... */
    const struct value *of;  /* the message `case`: subject, evidence, ...                     */
    struct findings findings;
    struct values notes;
    int64_t now;
    struct text engine;            /* "obstat 0.4.0" */
    const struct settled *settled; /* NULL without a ledger */
};

/* The program that decides here. */
extern const struct text deliberation_engine;

/* Conclude and write the decision. Waives findings, adds those of files that did not load. */
NODISCARD bool deliberation_decide(struct deliberation *deliberation, struct arena *arena,
                                   struct conclusion *deliberated, struct value *decision,
                                   struct error *err);

/* A member of a message: null where it is absent. */
struct value deliberation_part(const struct value *message, const char *name);

#endif
