/* service/reject_version.h: reject NAME@VERSION --for-good. Private to the room.
 *
 * An answer closes one request, and the version may be decided anew; this ends the version. A
 * mended model is another version.
 */
#ifndef SERVICE_REJECT_VERSION_H
#define SERVICE_REJECT_VERSION_H

#include "service/operation.h"

int version_reject_run(struct session *session, const struct value *request, struct error *err);

#endif
