/* value/canonical.h: the one spelling of a value (RFC 8785, JCS), for digests and signatures.
 *
 * No white space; keys in the order of their UTF-16 code units; texts with the fewest escapes;
 * numbers as number.h writes them. Two equal values have equal bytes, on any machine.
 *
 * What has no such spelling is refused: VALUE_NAN, and an integer beyond 2^53 that would be read
 * back from its spelling as another number (write it as a text). Canonical bytes that are read by
 * json.h and written again are the same bytes.
 */
#ifndef VALUE_CANONICAL_H
#define VALUE_CANONICAL_H

#include "base/buffer.h"
#include "value/value.h"

/* Append the canonical bytes. ERROR_REFUSED names the pointer of what has no spelling; the buffer
 * may then hold a part. A buffer that is full is the caller's to see. */
NODISCARD bool canonical_write(const struct value *node, struct buffer *canonical,
                               struct error *err);

/* A text as a JSON string, quotes included, with the escapes of RFC 8785 only. */
void canonical_text(struct text string_value, struct buffer *canonical);

#endif
