/* service/admins.h: what takes several administrators, and who of them has not signed. Private to
 * the room.
 *
 * Looser policies, another administrator, another key for somebody else, and anybody at all where
 * the log was begun so: each of them gives the same command, and with the last it is so. Until then
 * the command ends with 7.
 */
#ifndef SERVICE_ADMINS_H
#define SERVICE_ADMINS_H

#include "service/acting.h"

/* Tell how many have signed what the row of kind `proposal` holds, and who may be next. */
NODISCARD bool admins_pending_tell(struct acting *acting, const struct value *proposal,
                                   struct error *err);

#endif
