/* base/encode.h: bytes as text: hexadecimal, and UTF-8.
 */
#ifndef BASE_ENCODE_H
#define BASE_ENCODE_H

#include "base/text.h"

#include <stdint.h>

/* Two lower-case digits a byte, NUL-terminated; `hex` has room for 2 * size + 1. */
void hex_write(const uint8_t *bytes, size_t size, char *hex);

/* The bytes that `hex` spells: exactly `size` of them, upper or lower case. False otherwise, with
 * `bytes` untouched. */
NODISCARD bool hex_read(struct text hex, uint8_t *bytes, size_t size);

/* The code point at `from` and the bytes it takes (1 to 4); 0 bytes where none stands there that
 * RFC 3629 allows: overlong, surrogate, above U+10FFFF, cut short. */
size_t utf8_read(struct text text, size_t from, uint32_t *point);

/* Write `point` as UTF-8; returns the bytes written, 1 to 4. `point` is a scalar value. */
size_t utf8_write(uint32_t point, char encoded[4]);

/* Where the first byte stands that is not UTF-8; text.size where all of it is. */
size_t utf8_check(struct text text);

/* Code points in a text of valid UTF-8. */
size_t utf8_count(struct text text);

#endif
