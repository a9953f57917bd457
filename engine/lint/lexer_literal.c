/* Tokens that are texts and numbers, in all the ways in which Lua may write them. */
#include "lint/lexer.h"

#include "base/buffer.h"

#include <stdint.h>
#include <stdlib.h>

enum {
    ESCAPE_BYTE_MAX = 255,
    ESCAPE_BYTE_DIGITS = 3, /* of \ddd */
    ESCAPE_HEX_DIGITS = 2,  /* of \xXX */
    HEX_BASE = 16,
    UTF8_BYTES = 6,    /* Lua writes code points up to 2^31 in the older, longer form */
    NUMERAL_SHOWN = 40 /* of a number that is none, in a message */
};

static const uint32_t point_max = UINT32_C(0x7FFFFFFF);

/* ---- long brackets ---- */

bool bracket_begins(const struct lexer *lexer, size_t *level)
{
    size_t at = 1;
    if (lexer_peek(lexer, 0) != '[')
        return false;
    while (lexer_peek(lexer, at) == '=')
        at++;
    *level = at - 1;
    return lexer_peek(lexer, at) == '[';
}

static bool bracket_ends(const struct lexer *lexer, size_t level)
{
    if (lexer_peek(lexer, 0) != ']')
        return false;
    for (size_t equals = 1; equals <= level; equals++)
        if (lexer_peek(lexer, equals) != '=')
            return false;
    return lexer_peek(lexer, level + 1) == ']';
}

/* One byte of a text goes to `literal`, which may be NULL; every line end becomes \n. */
static void byte_take(struct lexer *lexer, struct buffer *literal)
{
    const char c = lexer_peek(lexer, 0);
    if (literal)
        buffer_byte(literal, c == '\r' ? '\n' : c);
    lexer_step(lexer);
}

bool bracket_read(struct lexer *lexer, size_t level, struct text *literal, struct error *err)
{
    const struct spot spot = lexer->spot;
    struct buffer decoded = buffer_in(lexer->arena, lexer->source.size);
    for (size_t literal_passed = 0; literal_passed < level + 2; literal_passed++)
        lexer_step(lexer);
    if (lexer_peek(lexer, 0) == '\n' || lexer_peek(lexer, 0) == '\r')
        lexer_step(lexer); /* a line end at the beginning does not count */
    while (!bracket_ends(lexer, level)) {
        if (lexer->at == lexer->source.size)
            return lexer_refuse(lexer, spot, err, "what begins here in long brackets has no end");
        byte_take(lexer, literal ? &decoded : NULL);
    }
    for (size_t literal_passed = 0; literal_passed < level + 2; literal_passed++)
        lexer_step(lexer);
    if (literal)
        *literal = buffer_text(&decoded);
    return true;
}

/* ---- quoted literals ---- */

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char literal_lower = (char)(c | 0x20);
    return literal_lower >= 'a' && literal_lower <= 'f' ? literal_lower - 'a' + 10 : -1;
}

static bool is_decimal(char c)
{
    return c >= '0' && c <= '9';
}

/* \ddd in a literal, one to three digits. */
static bool decimal_read(struct lexer *lexer, struct buffer *literal, struct error *err)
{
    const struct spot spot = lexer->spot;
    int byte = 0;
    for (int digit = 0; digit < ESCAPE_BYTE_DIGITS && is_decimal(lexer_peek(lexer, 0)); digit++) {
        byte = 10 * byte + digit_of(lexer_peek(lexer, 0));
        lexer_step(lexer);
    }
    if (byte > ESCAPE_BYTE_MAX)
        return lexer_refuse(lexer, spot, err, "\\%d is no byte, the largest is 255", byte);
    buffer_byte(literal, (char)byte);
    return true;
}

/* \xXX */
static bool hex_escape_read(struct lexer *lexer, struct buffer *literal, struct error *err)
{
    int byte = 0;
    lexer_step(lexer);
    for (int nth = 0; nth < ESCAPE_HEX_DIGITS; nth++) {
        const int digit = digit_of(lexer_peek(lexer, 0));
        if (digit < 0)
            return lexer_refuse(lexer, lexer->spot, err, "\\x needs two hexadecimal digits");
        byte = HEX_BASE * byte + digit;
        lexer_step(lexer);
    }
    buffer_byte(literal, (char)byte);
    return true;
}

/* UTF-8 as it was before it ended at U+10FFFF: six bits in each byte after the first. */
static void point_write(uint32_t point, struct buffer *literal)
{
    char literal_bytes[UTF8_BYTES];
    size_t literal_size = 0;
    uint32_t literal_room = 0x3F; /* what fits into the first byte */
    if (point < 0x80) {
        buffer_byte(literal, (char)point);
        return;
    }
    for (; point > literal_room; point >>= 6, literal_room >>= 1)
        literal_bytes[literal_size++] = (char)(0x80 | (point & 0x3F));
    buffer_byte(literal, (char)((~literal_room << 1) | point));
    while (literal_size > 0)
        buffer_byte(literal, literal_bytes[--literal_size]);
}

/* \u{1F600} */
static bool point_read(struct lexer *lexer, struct buffer *literal, struct error *err)
{
    const struct spot spot = lexer->spot;
    uint32_t point = 0;
    lexer_step(lexer);
    if (lexer_peek(lexer, 0) != '{' || digit_of(lexer_peek(lexer, 1)) < 0)
        return lexer_refuse(lexer, spot, err, "\\u needs hexadecimal digits in braces");
    lexer_step(lexer);
    for (int digit; (digit = digit_of(lexer_peek(lexer, 0))) >= 0; lexer_step(lexer)) {
        if (point > point_max / HEX_BASE)
            return lexer_refuse(lexer, spot, err, "the code point is too large");
        point = HEX_BASE * point + (uint32_t)digit;
    }
    if (lexer_peek(lexer, 0) != '}')
        return lexer_refuse(lexer, lexer->spot, err, "\\u{ has no closing brace");
    lexer_step(lexer);
    point_write(point, literal);
    return true;
}

static void space_skip(struct lexer *lexer)
{
    lexer_step(lexer);
    while (lexer_peek(lexer, 0) == ' ' ||
           (lexer_peek(lexer, 0) >= '\t' && lexer_peek(lexer, 0) <= '\r'))
        lexer_step(lexer);
}

static bool escape_read(struct lexer *lexer, struct buffer *literal, struct error *err)
{
    static const char literal_letters[] = "abfnrtv\\\"'";
    static const char literal_escaped[] = "\a\b\f\n\r\t\v\\\"'";
    const struct spot spot = lexer->spot;
    lexer_step(lexer);
    const char c = lexer_peek(lexer, 0);
    const char *literal_letter = c ? strchr(literal_letters, c) : NULL;
    if (literal_letter) {
        buffer_byte(literal, literal_escaped[literal_letter - literal_letters]);
        lexer_step(lexer);
        return true;
    }
    if (c == '\n' || c == '\r')
        byte_take(lexer, literal);
    else if (c == 'z')
        space_skip(lexer);
    else if (c == 'x')
        return hex_escape_read(lexer, literal, err);
    else if (c == 'u')
        return point_read(lexer, literal, err);
    else if (is_decimal(c))
        return decimal_read(lexer, literal, err);
    else
        return lexer_refuse(lexer, spot, err, "the backslash begins no escape that Lua knows");
    return true;
}

bool string_read(struct lexer *lexer, struct text *literal, struct error *err)
{
    const struct spot spot = lexer->spot;
    const char quote = lexer_peek(lexer, 0);
    struct buffer decoded = buffer_in(lexer->arena, lexer->source.size);
    lexer_step(lexer);
    while (lexer->at < lexer->source.size && lexer_peek(lexer, 0) != quote) {
        const char c = lexer_peek(lexer, 0);
        if (c == '\n' || c == '\r')
            break;
        if (c != '\\')
            byte_take(lexer, &decoded);
        else if (!escape_read(lexer, &decoded, err))
            return false;
    }
    if (lexer->at == lexer->source.size || lexer_peek(lexer, 0) != quote)
        return lexer_refuse(lexer, spot, err, "the text has no closing %c on its line", quote);
    lexer_step(lexer);
    *literal = buffer_text(&decoded);
    return true;
}

/* ---- numbers ---- */

static size_t numeral_digits_skip(struct text numeral, size_t *at, bool hex)
{
    const size_t from = *at;
    while (*at < numeral.size &&
           (hex ? digit_of(numeral.at[*at]) >= 0 : is_decimal(numeral.at[*at])))
        (*at)++;
    return *at - from;
}

static bool numeral_has(struct text numeral, size_t at, const char *literal_letters)
{
    return at < numeral.size && numeral.at[at] && strchr(literal_letters, numeral.at[at]);
}

/* A numeral: digits with at most one point among them, and an exponent. */
static bool numeral_is_formed(struct text numeral, bool hex, bool *whole)
{
    size_t at = hex ? 2 : 0;
    size_t digits = numeral_digits_skip(numeral, &at, hex);
    *whole = at == numeral.size;
    if (numeral_has(numeral, at, ".")) {
        at++;
        digits += numeral_digits_skip(numeral, &at, hex);
    }
    if (digits == 0)
        return false;
    if (numeral_has(numeral, at, hex ? "pP" : "eE")) {
        at++;
        if (numeral_has(numeral, at, "+-"))
            at++;
        if (numeral_digits_skip(numeral, &at, false) == 0)
            return false;
    }
    return at == numeral.size;
}

/* Hexadecimal integers wrap around at 64 bits, as Lua's do. */
static double hex_numeral(struct text numeral)
{
    uint64_t bits = 0;
    for (size_t digit = 2; digit < numeral.size; digit++)
        bits = bits * HEX_BASE + (uint64_t)digit_of(numeral.at[digit]);
    return bits > INT64_MAX ? -(double)(~bits) - 1 : (double)bits;
}

/* What could belong to a numeral at all; whether it is one is asked afterwards. */
static struct text numeral_extent(struct lexer *lexer, bool hex)
{
    const size_t from = lexer->at;
    const char *exponent = hex ? "pP" : "eE";
    for (;;) {
        const char c = lexer_peek(lexer, 0);
        const bool signed_next = lexer_peek(lexer, 1) == '+' || lexer_peek(lexer, 1) == '-';
        if (c && strchr(exponent, c) && signed_next)
            lexer_step(lexer);
        else if (!(digit_of(c) >= 0 || c == '.' || c == '_' || (c >= 'a' && c <= 'z') ||
                   (c >= 'A' && c <= 'Z')))
            break;
        lexer_step(lexer);
    }
    return text_part(lexer->source, from, lexer->at - from);
}

bool number_scan(struct lexer *lexer, double *number, struct error *err)
{
    bool whole;
    const struct spot spot = lexer->spot;
    const char second = lexer_peek(lexer, 1);
    const bool hex = lexer_peek(lexer, 0) == '0' && (second == 'x' || second == 'X');
    const struct text numeral = numeral_extent(lexer, hex);
    if (!numeral_is_formed(numeral, hex, &whole)) {
        const struct text shown = text_part(numeral, 0, NUMERAL_SHOWN);
        return lexer_refuse(lexer, spot, err, "%.*s is no number", TEXT_ARGS(shown));
    }
    *number =
        hex && whole ? hex_numeral(numeral) : strtod(text_string(lexer->arena, numeral), NULL);
    return true;
}
