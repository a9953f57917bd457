/* service/predecessor.h: the version that was in production before, and whether it could be again.
 * Private to the room.
 */
#ifndef SERVICE_PREDECESSOR_H
#define SERVICE_PREDECESSOR_H

#include "service/moving.h"

/* The row of the newest that was in production before and is fit to return: deprecated or in
 * staging, with an artifact that was registered, its time to live not over and no review overdue.
 * NULL in *out where there is none. */
NODISCARD bool predecessor_find(struct acting *acting, const struct moving *moving,
                                const struct value **out, struct error *err);

/* What would fail today if it were promoted as others are, in words. */
NODISCARD bool predecessor_doubts(struct acting *acting, const struct value *predecessor,
                                  struct texts *doubts, struct error *err);

#endif
