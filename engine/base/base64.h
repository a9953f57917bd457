/* base/base64.h: bytes in the letters of RFC 4648, section 4.
 *
 * One spelling for each run of bytes: padded to fours, no blanks, no bits beyond the last byte.
 * Anything else is refused, so that a text which was signed or compared cannot be written another
 * way and still be read as the same.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/text.h"

/* How many letters `size` bytes have. */
#define BASE64_SIZE(size) (((size) + 2) / 3 * 4)

/* The bytes in base64, in the arena. */
struct text base64_print(struct text bytes, struct arena *arena);

/* The same into BASE64_SIZE(bytes.size) letters that the caller has; no terminator follows. */
void base64_write(struct text bytes, char *letters);

/* The bytes that `letters` spell, in the arena; false, with `bytes` untouched, where it is not the
 * one spelling of any. */
NODISCARD bool base64_read(struct text letters, struct arena *arena, struct text *bytes);

#endif
