/* attest/member.h: members that somebody else's document must have. Private to the room.
 *
 * Each takes one member of a map by name and kind; one that is absent or of another kind is
 * ERROR_REFUSED with its place.
 */
#ifndef ATTEST_MEMBER_H
#define ATTEST_MEMBER_H

#include "value/value.h"

NODISCARD bool member_of(const struct value *foreign, struct text member,
                         enum value_kind member_kind, const struct value **out, struct error *err);

NODISCARD bool member_text(const struct value *foreign, struct text member, struct text *out,
                           struct error *err);

#endif
