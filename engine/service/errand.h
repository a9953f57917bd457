/* service/errand.h: one document that a process apart makes of what strangers wrote. Private to the
 * room.
 *
 * Who holds a key does not parse what others wrote. An operation that signs has its manifests,
 * project files and policies read in a worker (worker/worker.h), which hands back one value:
 *
 *     const struct errand errand = {manifest_tell, &reading, LIMIT_READ_TIME_MS};
 *     const struct value *told;
 *     errand_run(session, &errand, &told, err)
 *
 * What comes back is from a stranger all the same: its members are checked where they are used.
 */
#ifndef SERVICE_ERRAND_H
#define SERVICE_ERRAND_H

#include "service/session.h"
#include "value/value.h"

struct errand_work; /* the worker's end */

struct errand {
    /* In the worker, which can read files and no more: make the value in the arena, or fail. */
    bool (*tell)(void *context, struct arena *arena, struct value *told, struct error *err);
    void *context;
    int64_t time_ms; /* how long it may take */
    /* Instead of `tell`, for what takes long: it says now and then how far it is. */
    bool (*tell_along)(void *context, struct errand_work *work, struct arena *arena,
                       struct value *told, struct error *err);
};

/* In the worker: `done` of `of` bytes are read. Shown now and then; it buys no time. */
void errand_progress(struct errand_work *work, uint64_t done, uint64_t of);

/* The value, in the session's arena; the failure where the worker failed; ERROR_REFUSED where it
 * died or was late. */
NODISCARD bool errand_run(struct session *session, const struct errand *errand,
                          const struct value **told, struct error *err);

#endif
