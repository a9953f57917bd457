/* service/predecessor.h: the version that a rollback brings back (registry_predecessor), and what
 * speaks against it. Private to the room.
 */
#ifndef SERVICE_PREDECESSOR_H
#define SERVICE_PREDECESSOR_H

#include "service/acting.h"

/* What would fail today if it were promoted as others are, in words. */
NODISCARD bool predecessor_doubts(struct acting *acting, const struct value *predecessor,
                                  struct texts *doubts, struct error *err);

#endif
