#include "value/json_reader.h"

#include "value/number.h"

#include <math.h>

/* What is longer than SPELLING_LONGEST is decoded at once: asking often must not cost much. */
enum {
    SPELLING_LONGEST = 1024,
    EAGER_DIGITS = 18, /* an integer of so many digits fits 64 bits */
    SAFE_POWER = 308,  /* a number below ten to this is a double    */
    EXPONENT_MAX = 1000000,
};

/* Where the parts of a number end, from its first digit on. */
struct number_parts {
    const char *whole; /* digits before the point */
    const char *end;
    int64_t exponent;
};

static const char *digits_expected(struct json_reader *reader, const char *at, const char *after)
{
    char found[JSON_FOUND_SIZE];
    if (byte_is(*at, BYTE_DIGIT))
        return digits_end(at, reader->end);
    return json_refuse(reader, at, "expected a digit after %s, found %s", after,
                       json_found(reader, at, found));
}

static bool exponent_parts(struct json_reader *reader, struct number_parts *parts)
{
    const char *at = parts->end + 1;
    const bool negative = *at == '-';
    if (*at == '-' || *at == '+')
        at++;
    const char *end = digits_expected(reader, at, "the exponent's e");
    if (!end)
        return false;
    for (; at < end; at++)
        if (parts->exponent < EXPONENT_MAX)
            parts->exponent = parts->exponent * 10 + (*at - '0');
    if (negative)
        parts->exponent = -parts->exponent;
    parts->end = end;
    return true;
}

/* JSON's grammar (RFC 8259, section 6), from the first digit on. */
static bool parts_read(struct json_reader *reader, const char *at, struct number_parts *parts)
{
    const bool zero = *at == '0';
    parts->exponent = 0;
    parts->whole = zero ? at + 1 : digits_expected(reader, at, "the minus sign");
    parts->end = parts->whole;
    if (!parts->whole)
        return false;
    if (zero && byte_is(*parts->whole, BYTE_DIGIT))
        return json_refuse(reader, at, "a number does not begin with a 0 before other digits");
    if (*parts->end == '.')
        parts->end = digits_expected(reader, parts->end + 1, "the point");
    return parts->end && ((*parts->end | 0x20) != 'e' || exponent_parts(reader, parts));
}

static int64_t integer_of(const char *digits, const char *end)
{
    int64_t integer = 0;
    for (; digits < end; digits++)
        integer = integer * 10 + (*digits - '0');
    return integer;
}

/* All of `parsed` but its place. */
static inline void number_set(struct value number, struct value *parsed)
{
    parsed->kind = number.kind;
    parsed->flags = number.flags;
    parsed->size = number.size;
    parsed->as = number.as;
}

/* A number that could be too large for a double, or is so long that decoding it takes a while. */
static bool number_decode(struct json_reader *reader, struct text spelling, bool integral,
                          struct value *parsed)
{
    double number = NAN;
    const bool held = number_read(spelling, &number);
    if (!held && !reader->options.bare_huge)
        return json_refuse(reader, spelling.at,
                           "the number is larger than a double holds (1.8e308)");
    number_set(held && integral ? value_of_spelling(spelling) : value_of_number(number), parsed);
    return true;
}

const char *json_number(struct json_reader *reader, const char *at, struct value *parsed)
{
    const char *first = at + (*at == '-');
    struct number_parts parts;
    if (!parts_read(reader, first, &parts))
        return NULL;
    const bool integral = parts.end == parts.whole;
    const ptrdiff_t digits = parts.whole - first;
    const struct text spelling = {at, (size_t)(parts.end - at)};
    if (digits + parts.exponent > SAFE_POWER || spelling.size > SPELLING_LONGEST) {
        if (!number_decode(reader, spelling, integral, parsed))
            return NULL;
    } else if (!integral) {
        parsed->kind = VALUE_NUMBER;
        parsed->flags = VALUE_SPELLED;
        parsed->size = (uint32_t)spelling.size;
        parsed->as.text = spelling.at;
    } else if (digits > EAGER_DIGITS) {
        number_set(value_of_spelling(spelling), parsed);
    } else {
        const int64_t integer = integer_of(first, parts.end);
        parsed->kind = VALUE_INTEGER;
        parsed->as.integer = first == at ? integer : -integer;
    }
    return parts.end;
}
