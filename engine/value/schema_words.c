#include "base/buffer.h"
#include "base/limits.h"
#include "value/canonical.h"
#include "value/schema_internal.h"

enum { SHOWN = 60 }; /* bytes of a text or number that a message repeats */

const char *schema_kind_words(const struct value *worded)
{
    switch (value_kind(worded)) {
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
    size_t types_named = 0;
    if (types & SCHEMA_NUMBER)
        types &= ~(unsigned)SCHEMA_INTEGER;
    for (size_t type = 0; type < COUNT(types_worded); type++)
        if (types & types_worded[type].bit)
            words[types_named++] = types_worded[type].words;
    struct buffer type_list = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    for (size_t type = 0; type < types_named; type++)
        buffer_format(&type_list, "%s%s",
                      type == 0                 ? ""
                      : type + 1 == types_named ? " or "
                                                : ", ",
                      words[type]);
    return types_named ? buffer_text(&type_list).at : "nothing";
}

/* The first SHOWN bytes, cut between characters. */
static struct text text_shown(struct text quoted_string)
{
    if (quoted_string.size <= SHOWN)
        return quoted_string;
    size_t quoted_size = SHOWN;
    while (quoted_size > 0 && ((unsigned char)quoted_string.at[quoted_size] & 0xC0) == 0x80)
        quoted_size--;
    return text_part(quoted_string, 0, quoted_size);
}

const char *schema_text_words(struct text string, struct arena *arena)
{
    struct buffer quoted_words = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    const struct text shown = text_shown(string);
    canonical_text(shown, &quoted_words);
    if (shown.size < string.size)
        buffer_string(&quoted_words, "...");
    return buffer_text(&quoted_words).at;
}

static const char *number_words(const struct value *worded, struct arena *arena)
{
    char digits[NUMBER_TEXT_SIZE];
    const struct text spelling = value_spelling(worded);
    if (spelling.size)
        return text_format(arena, "%.*s%s", TEXT_ARGS(text_shown(spelling)),
                           spelling.size > SHOWN ? "..." : "")
            .at;
    if (value_kind(worded) == VALUE_INTEGER)
        return text_format(arena, "%lld", (long long)value_integer(worded)).at;
    (void)number_write(value_number(worded), digits);
    return text_string(arena, text_of(digits));
}

const char *schema_value_words(const struct value *worded, struct arena *arena)
{
    if (value_is_number(worded))
        return number_words(worded, arena);
    if (value_kind(worded) == VALUE_STRING)
        return schema_text_words(value_text(worded), arena);
    if (value_kind(worded) == VALUE_BOOLEAN)
        return value_boolean(worded) ? "true" : "false";
    return schema_kind_words(worded);
}

const char *schema_count_words(size_t keyword_count, const char *keyword_noun, struct arena *arena)
{
    return text_format(arena, "%zu %s%s", keyword_count, keyword_noun,
                       keyword_count == 1 ? "" : "s")
        .at;
}
