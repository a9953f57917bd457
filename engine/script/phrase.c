#include "script/phrase.h"

#include "base/buffer.h"
#include "value/canonical.h"
#include "value/number.h"

#include <math.h>

enum { SHOWN_TEXT_SIZE = 80, SHOWN_SIZE = 1024 };

static const char ellipsis[] = "\xe2\x80\xa6";

struct text text_cut(struct text text, size_t max, struct arena *arena)
{
    if (text.size <= max)
        return text;
    size_t size = max - (sizeof ellipsis - 1);
    while (size > 0 && ((unsigned char)text.at[size] & 0xc0) == 0x80)
        size--;
    struct buffer phrase = buffer_in(arena, max);
    buffer_add(&phrase, text_part(text, 0, size));
    buffer_string(&phrase, ellipsis);
    return buffer_text(&phrase);
}

static struct text phrase_quoted(struct text text, struct arena *arena)
{
    struct buffer phrase = buffer_in(arena, SHOWN_SIZE);
    canonical_text(text_cut(text, SHOWN_TEXT_SIZE, arena), &phrase);
    return buffer_text(&phrase);
}

static struct text number_phrase(const struct value *number, bool shortest, struct arena *arena)
{
    char text[NUMBER_TEXT_SIZE];
    if (value_kind(number) == VALUE_INTEGER)
        (void)integer_write_grouped((long long)value_integer(number), text);
    else if (shortest)
        (void)number_write(value_number(number), text);
    else
        (void)number_write_rounded(value_number(number), text);
    return text_copy(arena, text_of(text));
}

struct text phrase_number(const struct value *number, const struct value *beside,
                          struct arena *arena)
{
    const struct text rounded = number_phrase(number, false, arena);
    const bool alike = beside && number_compare(number, beside) != 0 &&
                       text_equal(rounded, number_phrase(beside, false, arena));
    return alike ? number_phrase(number, true, arena) : rounded;
}

struct text phrase_value(const struct value *value, struct arena *arena)
{
    switch (value_kind(value)) {
    case VALUE_NULL:
        return TEXT("null");
    case VALUE_BOOLEAN:
        return value_boolean(value) ? TEXT("true") : TEXT("false");
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        return phrase_number(value, NULL, arena);
    case VALUE_NAN:
        return TEXT("not a finite number");
    case VALUE_STRING:
        return phrase_quoted(value_text(value), arena);
    case VALUE_LIST:
        return text_format(arena, "a list of %zu", value_count(value));
    case VALUE_MAP:
        return TEXT("a map");
    }
    return TEXT("unknown");
}

const char *phrase_kind(const struct value *value)
{
    switch (value_kind(value)) {
    case VALUE_NULL:
        return "null";
    case VALUE_BOOLEAN:
        return "a boolean";
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        return "a number";
    case VALUE_NAN:
        return "not a finite number";
    case VALUE_STRING:
        return "a text";
    case VALUE_LIST:
        return "a list";
    case VALUE_MAP:
        return "a map";
    }
    return "unknown";
}

/* Without making the integer a double: neighbours beyond 2^53 would be one. */
static int compare_integer_double(int64_t integer, double number)
{
    if (number >= 0x1p63)
        return -1;
    if (number < -0x1p63)
        return 1;
    const int64_t whole = (int64_t)number;
    const double fraction = number - (double)whole;
    if (integer != whole)
        return integer < whole ? -1 : 1;
    return (fraction < 0) - (fraction > 0);
}

int number_compare(const struct value *a, const struct value *b)
{
    const bool a_whole = value_kind(a) == VALUE_INTEGER, b_whole = value_kind(b) == VALUE_INTEGER;
    if (a_whole && b_whole)
        return (value_integer(a) > value_integer(b)) - (value_integer(a) < value_integer(b));
    if (a_whole)
        return compare_integer_double(value_integer(a), value_number(b));
    if (b_whole)
        return -compare_integer_double(value_integer(b), value_number(a));
    return (value_number(a) > value_number(b)) - (value_number(a) < value_number(b));
}

const struct value *number_difference(const struct value *a, const struct value *b,
                                      struct arena *arena)
{
    int64_t whole;
    if (value_kind(a) == VALUE_INTEGER && value_kind(b) == VALUE_INTEGER &&
        !__builtin_sub_overflow(value_integer(a), value_integer(b), &whole))
        return value_kept(value_of_integer(whole), arena);
    const double difference = value_number(a) - value_number(b);
    return isfinite(difference) ? value_kept(value_of_number(difference), arena) : NULL;
}

const struct value *value_kept(struct value value, struct arena *arena)
{
    struct value *kept = ARENA_NEW(arena, struct value);
    *kept = value;
    return kept;
}
