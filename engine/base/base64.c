#include "base/base64.h"

#include <stdint.h>

/* Four letters of six bits each are three bytes. */
enum { LETTERS = 4, BYTES = 3, LETTER_BITS = 6, LETTER_MASK = 0x3F, BYTE_BITS = 8, TOP = 18 };

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Its place in the alphabet, told from its run of letters: entries of a log are mostly base64. */
static int letter_value(char letter)
{
    enum { SMALL = 26, DIGITS = 52, PLUS = 62, SLASH = 63 };
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A';
    if (letter >= 'a' && letter <= 'z')
        return letter - 'a' + SMALL;
    if (letter >= '0' && letter <= '9')
        return letter - '0' + DIGITS;
    return letter == '+' ? PLUS : letter == '/' ? SLASH : -1;
}

struct text base64_print(struct text bytes, struct arena *arena)
{
    const size_t groups = bytes.size / BYTES + (bytes.size % BYTES != 0);
    char *letters = arena_array(arena, groups * LETTERS + 1, 1);
    for (size_t group = 0; group < groups; group++) {
        uint32_t bits = 0;
        const size_t left = bytes.size - group * BYTES;
        for (size_t i = 0; i < BYTES; i++)
            bits = bits << BYTE_BITS | (i < left ? (uint8_t)bytes.at[group * BYTES + i] : 0);
        for (size_t i = 0; i < LETTERS; i++)
            letters[group * LETTERS + i] =
                i <= left ? alphabet[bits >> (TOP - LETTER_BITS * i) & LETTER_MASK] : '=';
    }
    return (struct text){letters, groups * LETTERS};
}

/* The bits of one group with `pads` letters missing; false where a letter is none, or where bits
 * are set that belong to no byte. */
static bool group_read(const char *letters, size_t pads, uint32_t *out)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < LETTERS; i++) {
        const bool pad = i >= LETTERS - pads;
        const int value = pad ? 0 : letter_value(letters[i]);
        if (value < 0 || (pad && letters[i] != '='))
            return false;
        bits = bits << LETTER_BITS | (uint32_t)value;
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
