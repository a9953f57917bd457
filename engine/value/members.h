/* value/members.h: putting the members of a map in the order of their keys; private to this room.
 */
#ifndef VALUE_MEMBERS_H
#define VALUE_MEMBERS_H

#include "value/value.h"

/* Are the members in order, and is no key there twice? */
bool members_sorted(const struct member *members, size_t count);

/* Copy `count` members to `sorted_members`, which does not overlap them, sorted by the bytes of
 * their keys. Where two keys are equal: false, with the member that stands later in the file. */
NODISCARD bool members_copy_sorted(const struct member *members, size_t count,
                                   struct member *sorted_members, const struct member **duplicate);

#endif
