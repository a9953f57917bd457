/* service/replay.h: recorded decisions derived again, from the vault alone. Private to the room.
 *
 *     entry --- names ---> case/v1 --- names ---> manifest, evidence, policy set
 *       |                                             |   judged as they were then
 *       '--- names ---> the decision's id  ===  SHA-256 of the decision that follows
 *
 * It is done in workers, confined as those that judge: what strangers wrote is read there, policies
 * run there. Cases of one policy set are judged one after another, and a worker loads the set once.
 *
 *     one after another: {"at": 3} before a case, then what came of it, {"of": 3, ...}
 */
#ifndef SERVICE_REPLAY_H
#define SERVICE_REPLAY_H

#include "base/list.h"
#include "crypto/digest.h"
#include "service/session.h"

/* A decision as the log names it. */
struct replayed {
    uint64_t index; /* of its entry */
    struct digest decision, docket, policies;
    const struct value *claim;   /* what the entry says of it; NULL where no entry speaks  */
    const struct value *waivers; /* all that were logged, as service/claims.h wants them   */
};

struct replayeds LIST(struct replayed);

enum replay_ending {
    REPLAY_SAME,    /* the same id                                                          */
    REPLAY_DIFFERS, /* another: `how` names the first member that differs                   */
    REPLAY_LOST,    /* something that it names is absent, changed or unreadable: `how`      */
    REPLAY_CLOCK,   /* a policy was stopped by the clock then, which nothing repeats: `how` */
    REPLAY_BELIED,  /* the same id, of which the entry says what it does not say: `how`     */
};

struct replay_outcome {
    enum replay_ending ending;
    const char *how;
    const char *engine; /* that decided then, where it is another than this one; else NULL */
};

/* Derive every decision of the list again; `outcomes` has room for as many. The list is put in the
 * order in which they were derived. */
NODISCARD bool replay_run(struct session *session, const char *vault, struct replayeds *list,
                          struct replay_outcome *outcomes, struct error *err);

/* ---- in the worker ---- */

struct replay_start {
    const char *vault;
    const struct replayed *cases;
    size_t first, count; /* from which to go on, and how many there are in all */
    const bool *told;    /* of each case, whether it is through: it is not read again */
};

struct worker_port;
void replay_work(void *context, struct worker_port *replay_port);

#endif
