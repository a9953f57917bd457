/* service/custody_stage.h: where a version stands, followed back to the entry that moved it there.
 * Private to the room.
 *
 *     row "version": stage, head -> the entry at head: sealed, moves this version to this stage
 *     row "model": production    -> no entry of the last LIMIT_CUSTODY_WALK moved either on
 *
 * The row of a version that is suspended could be edited to say that it never was. What was logged
 * last is read again, so such an edit is found at once; an older one by `audit verify`, and by
 * whoever asks for a passport, which reads every entry after the head.
 */
#ifndef SERVICE_CUSTODY_STAGE_H
#define SERVICE_CUSTODY_STAGE_H

#include "service/custody.h"

/* ERROR_INTEGRITY where the log does not have the version where its row has it, or another version
 * of the model in production. */
NODISCARD bool custody_stage(struct acting *acting, struct text version_key, struct error *err);

#endif
