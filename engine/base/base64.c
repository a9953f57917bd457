#include "base/base64.h"

#include <stdint.h>

/* Four letters of six bits each are three bytes. */
enum { LETTERS = 4, BYTES = 3, LETTER_BITS = 6, LETTER_MASK = 0x3F, BYTE_BITS = 8, TOP = 18 };
enum { NO = 0x80 }; /* the place of what is no letter */

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* clang-format off */
/* Of each letter its place in the alphabet, looked up: entries of a log are mostly base64. */
static const uint8_t places[256] = {
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 62, NO, NO, NO, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO, NO, NO, NO,
    NO,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, NO,
    NO, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO,
};
/* clang-format on */

void base64_write(struct text bytes, char *letters)
{
    const size_t groups = BASE64_SIZE(bytes.size) / LETTERS;
    for (size_t group = 0; group < groups; group++) {
        uint32_t bits = 0;
        const size_t left = bytes.size - group * BYTES;
        for (size_t i = 0; i < BYTES; i++)
            bits = bits << BYTE_BITS | (i < left ? (uint8_t)bytes.at[group * BYTES + i] : 0);
        for (size_t i = 0; i < LETTERS; i++)
            letters[group * LETTERS + i] =
                i <= left ? alphabet[bits >> (TOP - LETTER_BITS * i) & LETTER_MASK] : '=';
    }
}

struct text base64_print(struct text bytes, struct arena *arena)
{
    const size_t size = BASE64_SIZE(bytes.size);
    char *letters = arena_array(arena, size + 1, 1);
    base64_write(bytes, letters);
    return (struct text){letters, size};
}

/* The bits of one group with `pads` letters missing; false where a letter is none, or where bits
 * are set that belong to no byte. */
static bool group_read(const char *letters, size_t pads, uint32_t *out)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < LETTERS; i++) {
        const bool pad = i >= LETTERS - pads;
        const uint8_t value = pad ? 0 : places[(uint8_t)letters[i]];
        if (value == NO || (pad && letters[i] != '='))
            return false;
        bits = bits << LETTER_BITS | value;
    }
    *out = bits;
    return (bits & ((UINT32_C(1) << (BYTE_BITS * pads)) - 1)) == 0;
}

bool base64_read(struct text letters, struct arena *arena, struct text *bytes)
{
    if (letters.size % LETTERS)
        return false;
    char *decoded = arena_array(arena, letters.size / LETTERS * BYTES + 1, 1);
    size_t size = 0;
    for (size_t from = 0; from < letters.size; from += LETTERS) {
        const char *group = letters.at + from;
        uint32_t bits;
        size_t pads = 0;
        if (from + LETTERS == letters.size && group[LETTERS - 1] == '=')
            pads = group[LETTERS - 2] == '=' ? 2 : 1;
        if (!group_read(group, pads, &bits))
            return false;
        for (size_t i = 0; i < BYTES - pads; i++)
            decoded[size++] = (char)(bits >> (BYTE_BITS * (BYTES - 1 - i)) & 0xFF);
    }
    *bytes = (struct text){decoded, size};
    return true;
}
