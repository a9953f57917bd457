#include "base/encode.h"

/* The ranges of RFC 3629, section 4. */
#define SURROGATE_FIRST UINT32_C(0xD800)
#define SURROGATE_LAST  UINT32_C(0xDFFF)
#define POINT_LAST      UINT32_C(0x10FFFF)
#define REPLACEMENT     UINT32_C(0xFFFD)
#define HIGH_BITS       UINT64_C(0x8080808080808080) /* the top bit of eight bytes */

enum { BYTES_AT_ONCE = 8, TAIL_BITS = 6, TAIL_MASK = 0x3F, TAIL_MARK = 0x80, TAIL_TEST = 0xC0 };

/* One row for each length: the lead byte, and the first point that needs that many bytes. */
static const struct {
    uint8_t mark;
    uint8_t test;
    uint32_t first;
} leads[] = {
    {0x00, 0x80, 0x0},
    {0xC0, 0xE0, 0x80},
    {0xE0, 0xF0, 0x800},
    {0xF0, 0xF8, 0x10000},
};

void hex_write(const uint8_t *bytes, size_t size, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t byte = 0; byte < size; byte++) {
        hex[2 * byte] = digits[bytes[byte] >> 4];
        hex[2 * byte + 1] = digits[bytes[byte] & 0xF];
    }
    hex[2 * size] = '\0';
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

bool hex_read(struct text hex, uint8_t *bytes, size_t size)
{
    if (hex.size % 2 != 0 || hex.size / 2 != size)
        return false;
    for (size_t digit = 0; digit < hex.size; digit++)
        if (hex_digit(hex.at[digit]) < 0)
            return false;
    for (size_t digit = 0; digit < size; digit++)
        bytes[digit] =
            (uint8_t)(hex_digit(hex.at[2 * digit]) * 16 + hex_digit(hex.at[2 * digit + 1]));
    return true;
}

static bool is_scalar(uint32_t point)
{
    return point <= POINT_LAST && (point < SURROGATE_FIRST || point > SURROGATE_LAST);
}

static uint8_t byte_at(struct text text, size_t place)
{
    return (uint8_t)text.at[place];
}

size_t utf8_read(struct text text, size_t from, uint32_t *point)
{
    if (from >= text.size)
        return 0;
    const uint8_t lead = byte_at(text, from);
    size_t tails = 0;
    while (tails < COUNT(leads) && (lead & leads[tails].test) != leads[tails].mark)
        tails++;
    if (tails == COUNT(leads) || tails >= text.size - from)
        return 0;
    uint32_t decoded = lead & (uint8_t)~leads[tails].test;
    for (size_t nth = 1; nth <= tails; nth++) {
        const uint8_t tail = byte_at(text, from + nth);
        if ((tail & TAIL_TEST) != TAIL_MARK)
            return 0;
        decoded = decoded << TAIL_BITS | (tail & TAIL_MASK);
    }
    if (decoded < leads[tails].first || !is_scalar(decoded))
        return 0;
    *point = decoded;
    return tails + 1;
}

size_t utf8_write(uint32_t point, char encoded[4])
{
    uint32_t rest = is_scalar(point) ? point : REPLACEMENT;
    size_t size = COUNT(leads);
    while (size > 1 && rest < leads[size - 1].first)
        size--;
    for (size_t nth = size - 1; nth > 0; nth--) {
        encoded[nth] = (char)(TAIL_MARK | (rest & TAIL_MASK));
        rest >>= TAIL_BITS;
    }
    encoded[0] = (char)(leads[size - 1].mark | rest);
    return size;
}

/* Documents are mostly ASCII: eight bytes without a top bit are passed at once. */
static size_t ascii_skip(struct text text, size_t from)
{
    uint64_t bytes;
    while (text.size - from >= sizeof bytes) {
        memcpy(&bytes, text.at + from, sizeof bytes);
        if (bytes & HIGH_BITS)
            break;
        from += BYTES_AT_ONCE;
    }
    return from;
}

size_t utf8_check(struct text text)
{
    uint32_t point;
    for (size_t at = 0; at < text.size;) {
        at = ascii_skip(text, at);
        const size_t size = utf8_read(text, at, &point);
        if (size == 0)
            return at;
        at += size;
    }
    return text.size;
}

size_t utf8_count(struct text text)
{
    size_t points = 0;
    for (size_t byte = 0; byte < text.size; byte++)
        points += (byte_at(text, byte) & TAIL_TEST) != TAIL_MARK;
    return points;
}
