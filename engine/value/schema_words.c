#include "base/buffer.h"
#include "base/limits.h"
#include "value/canonical.h"
#include "value/schema_internal.h"

enum { SHOWN = 60 }; /* bytes of a text or number that a message repeats */

const char *schema_kind_words(const struct value *value)
{
    switch (value_kind(value)) {
    case VALUE_NULL:
        return "null";
    case VALUE_BOOLEAN:
        return "a boolean";
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        return "a number";
    case VALUE_STRING:
        return "a string";
    case VALUE_LIST:
        return "a list";
    case VALUE_MAP:
        return "a map";
    case VALUE_NAN:
        break;
    }
    return "not a finite number";
}

const char *schema_type_words(unsigned types, struct arena *arena)
{
    static const struct {
        unsigned bit;
        const char *words;
    } types_worded[] = {
        {SCHEMA_TEXT, "a string"},     {SCHEMA_NUMBER, "a number"}, {SCHEMA_INTEGER, "an integer"},
        {SCHEMA_BOOLEAN, "a boolean"}, {SCHEMA_LIST, "a list"},     {SCHEMA_MAP, "a map"},
        {SCHEMA_NULL, "null"},
    };
    const char *words[COUNT(types_worded)];
    size_t named = 0;
    if (types & SCHEMA_NUMBER)
        types &= ~(unsigned)SCHEMA_INTEGER;
    for (size_t type = 0; type < COUNT(types_worded); type++)
        if (types & types_worded[type].bit)
            words[named++] = types_worded[type].words;
    struct buffer list = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    for (size_t type = 0; type < named; type++)
        buffer_format(&list, "%s%s",
                      type == 0           ? ""
                      : type + 1 == named ? " or "
                                          : ", ",
                      words[type]);
    return named ? buffer_text(&list).at : "nothing";
}

/* The first SHOWN bytes, cut between characters. */
static struct text text_shown(struct text string)
{
    if (string.size <= SHOWN)
        return string;
    size_t size = SHOWN;
    while (size > 0 && ((unsigned char)string.at[size] & 0xC0) == 0x80)
        size--;
    return text_part(string, 0, size);
}

const char *schema_text_words(struct text string, struct arena *arena)
{
    struct buffer quoted = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    const struct text shown = text_shown(string);
    canonical_text(shown, &quoted);
    if (shown.size < string.size)
        buffer_string(&quoted, "...");
    return buffer_text(&quoted).at;
}

static const char *number_words(const struct value *value, struct arena *arena)
{
    char digits[NUMBER_TEXT_SIZE];
    const struct text spelling = value_spelling(value);
    if (spelling.size)
        return text_format(arena, "%.*s%s", TEXT_ARGS(text_shown(spelling)),
                           spelling.size > SHOWN ? "..." : "")
            .at;
    if (value_kind(value) == VALUE_INTEGER)
        return text_format(arena, "%lld", (long long)value_integer(value)).at;
    (void)number_write(value_number(value), digits);
    return text_string(arena, text_of(digits));
}

const char *schema_value_words(const struct value *value, struct arena *arena)
{
    if (value_is_number(value))
        return number_words(value, arena);
    if (value_kind(value) == VALUE_STRING)
        return schema_text_words(value_text(value), arena);
    if (value_kind(value) == VALUE_BOOLEAN)
        return value_boolean(value) ? "true" : "false";
    return schema_kind_words(value);
}

const char *schema_count_words(size_t count, const char *noun, struct arena *arena)
{
    return text_format(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s").at;
}
