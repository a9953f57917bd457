/* policy/recorded.h: values as a record holds them. Private to the room.
 *
 * A record is digested in its RFC 8785 form, and must have one whatever a policy came across. What
 * has no such form is written as a text:
 *
 *     9007199254740993  ->  "9007199254740993"      beyond 2^53 a double skips integers
 *     NaN, Infinity     ->  "NaN"
 *     bytes "a\xffb"    ->  "a\uFFFDb"              what is no UTF-8, byte by byte
 */
#ifndef POLICY_RECORDED_H
#define POLICY_RECORDED_H

#include "value/value.h"

/* Beyond this, either way, not every integer is a double. */
#define INTEGER_EXACT_MAX (INT64_C(1) << 53)

/* Is the number, list or map free of what the table above rewrites? Texts are looked at too. */
bool recorded_as_is(const struct value *value);

/* The value, rewritten only where it must be; NULL is null. Parts are shared. */
struct value recorded_value(const struct value *recorded, struct arena *arena);

/* A text of valid UTF-8, null where it is empty. */
struct value recorded_text(struct text text, struct arena *arena);

/* The bytes as valid UTF-8, at most `max` of them: a longer text ends in an ellipsis. */
struct text recorded_clip(struct text recorded, size_t max, struct arena *arena);

#endif
