#include "script/phrase.h"

#include "base/buffer.h"
#include "value/canonical.h"
#include "value/number.h"

#include <math.h>

enum { SHOWN_TEXT_SIZE = 80, SHOWN_SIZE = 1024 };

static const char phrase_ellipsis[] = "\xe2\x80\xa6";

struct text text_cut(struct text shown_text, size_t max, struct arena *arena)
{
    if (shown_text.size <= max)
        return shown_text;
    size_t shown_size = max - (sizeof phrase_ellipsis - 1);
    while (shown_size > 0 && ((unsigned char)shown_text.at[shown_size] & 0xc0) == 0x80)
        shown_size--;
    struct buffer phrase = buffer_in(arena, max);
    buffer_add(&phrase, text_part(shown_text, 0, shown_size));
    buffer_string(&phrase, phrase_ellipsis);
    return buffer_text(&phrase);
}

static struct text phrase_quoted(struct text text, struct arena *arena)
{
    struct buffer phrase = buffer_in(arena, SHOWN_SIZE);
    canonical_text(text_cut(text, SHOWN_TEXT_SIZE, arena), &phrase);
    return buffer_text(&phrase);
}

static struct text number_phrase(const struct value *shown_number, bool shortest,
                                 struct arena *arena)
{
    char phrase_digits[NUMBER_TEXT_SIZE];
    if (value_kind(shown_number) == VALUE_INTEGER)
        (void)integer_write_grouped((long long)value_integer(shown_number), phrase_digits);
    else if (shortest)
        (void)number_write(value_number(shown_number), phrase_digits);
    else
        (void)number_write_rounded(value_number(shown_number), phrase_digits);
    return text_copy(arena, text_of(phrase_digits));
}

struct text phrase_number(const struct value *number, const struct value *beside,
                          struct arena *arena)
{
    const struct text rounded = number_phrase(number, false, arena);
    const bool alike = beside && number_compare(number, beside) != 0 &&
                       text_equal(rounded, number_phrase(beside, false, arena));
    return alike ? number_phrase(number, true, arena) : rounded;
}

struct text phrase_value(const struct value *shown_value, struct arena *arena)
{
    switch (value_kind(shown_value)) {
    case VALUE_NULL:
        return TEXT("null");
    case VALUE_BOOLEAN:
        return value_boolean(shown_value) ? TEXT("true") : TEXT("false");
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        return phrase_number(shown_value, NULL, arena);
    case VALUE_NAN:
        return TEXT("not a finite number");
    case VALUE_STRING:
        return phrase_quoted(value_text(shown_value), arena);
    case VALUE_LIST:
        return text_format(arena, "a list of %zu", value_count(shown_value));
    case VALUE_MAP:
        return TEXT("a map");
    }
    return TEXT("unknown");
}

const char *phrase_kind(const struct value *shown_value)
{
    switch (value_kind(shown_value)) {
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
static int compare_integer_double(int64_t observed_integer, double bound_number)
{
    if (bound_number >= 0x1p63)
        return -1;
    if (bound_number < -0x1p63)
        return 1;
    const int64_t bound_whole = (int64_t)bound_number;
    const double fraction = bound_number - (double)bound_whole;
    if (observed_integer != bound_whole)
        return observed_integer < bound_whole ? -1 : 1;
    return (fraction < 0) - (fraction > 0);
}

int number_compare(const struct value *observed, const struct value *bound)
{
    const bool observed_whole = value_kind(observed) == VALUE_INTEGER,
               bound_whole = value_kind(bound) == VALUE_INTEGER;
    if (observed_whole && bound_whole)
        return (value_integer(observed) > value_integer(bound)) -
               (value_integer(observed) < value_integer(bound));
    if (observed_whole)
        return compare_integer_double(value_integer(observed), value_number(bound));
    if (bound_whole)
        return -compare_integer_double(value_integer(bound), value_number(observed));
    return (value_number(observed) > value_number(bound)) -
           (value_number(observed) < value_number(bound));
}

const struct value *number_difference(const struct value *observed, const struct value *bound,
                                      struct arena *arena)
{
    int64_t difference_whole;
    if (value_kind(observed) == VALUE_INTEGER && value_kind(bound) == VALUE_INTEGER &&
        !__builtin_sub_overflow(value_integer(observed), value_integer(bound), &difference_whole))
        return value_kept(value_of_integer(difference_whole), arena);
    const double difference = value_number(observed) - value_number(bound);
    return isfinite(difference) ? value_kept(value_of_number(difference), arena) : NULL;
}

const struct value *value_kept(struct value value, struct arena *arena)
{
    struct value *kept_value = ARENA_NEW(arena, struct value);
    *kept_value = value;
    return kept_value;
}
