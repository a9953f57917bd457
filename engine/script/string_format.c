#include "script/argument.h"
#include "script/functions.h"
#include "script/scratch.h"

#include <math.h>

enum {
    DIGITS_MAX = 2,    /* of a width and of a precision                               */
    SPEC_SIZE = 24,    /* "%-+ #099.99ll" and the letter                              */
    NUMBER_ROOM = 512, /* 309 digits before the point and 99 behind it                */
};

/* The spec of one "%-5.2f": the letter apart, the rest as C's printf takes it. */
struct spec {
    char text[SPEC_SIZE];
    size_t size;
    char letter;
    bool has_precision;
};

static void spec_add(struct spec *spec, char byte)
{
    spec->text[spec->size++] = byte;
}

static bool spec_digits_read(lua_State *L, struct text format_string, size_t *at, struct spec *spec)
{
    const size_t begin = *at;
    for (; *at < format_string.size && format_string.at[*at] >= '0' && format_string.at[*at] <= '9';
         ++*at) {
        if (*at - begin == DIGITS_MAX)
            luaL_error(L, "string.format: a width or precision has at most two digits");
        spec_add(spec, format_string.at[*at]);
    }
    return *at > begin;
}

static void spec_flags_read(lua_State *L, struct text format_string, size_t *at, struct spec *spec)
{
    static const char flags[] = "-+ #0";
    const size_t begin = *at;
    for (; *at < format_string.size && memchr(flags, format_string.at[*at], sizeof flags - 1);
         ++*at) {
        if (*at - begin == sizeof flags - 1)
            luaL_error(L, "string.format: more flags than there are");
        spec_add(spec, format_string.at[*at]);
    }
}

/* Read a spec: `at` stands behind the %. */
static struct spec spec_read(lua_State *L, struct text format_string, size_t *at)
{
    struct spec spec = {0};
    spec_add(&spec, '%');
    spec_flags_read(L, format_string, at, &spec);
    (void)spec_digits_read(L, format_string, at, &spec);
    if (*at < format_string.size && format_string.at[*at] == '.') {
        spec_add(&spec, format_string.at[(*at)++]);
        (void)spec_digits_read(L, format_string, at, &spec);
        spec.has_precision = true;
    }
    if (*at >= format_string.size)
        luaL_error(L, "string.format: the format ends with an unfinished %%");
    spec.letter = format_string.at[(*at)++];
    return spec;
}

/* The format was put together from flags, two digits, a point and two digits, and its letter fits
 * the value: what the compiler cannot see, since it is no literal. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void integer_print(struct scratch *scratch, struct spec *spec, long long value)
{
    char room[NUMBER_ROOM];
    spec_add(spec, 'l');
    spec_add(spec, 'l');
    spec_add(spec, spec->letter);
    const int size = snprintf(room, sizeof room, spec->text, value);
    scratch_add(scratch, room, (size_t)size);
}

static void float_print(struct scratch *scratch, struct spec *spec, double value)
{
    char room[NUMBER_ROOM];
    spec_add(spec, spec->letter);
    const int size = snprintf(room, sizeof room, spec->text, value);
    scratch_add(scratch, room, (size_t)size);
}
#pragma GCC diagnostic pop

/* Width and the flag - of a spec, for what is no number. */
static void spec_padded_add(struct scratch *scratch, const struct spec *spec, struct text text)
{
    size_t width = 0;
    bool left = false;
    for (size_t i = 1; i < spec->size && spec->text[i] != '.'; i++) {
        left |= spec->text[i] == '-';
        if (spec->text[i] >= '0' && spec->text[i] <= '9')
            width = width * 10 + (size_t)(spec->text[i] - '0');
    }
    const size_t spec_blanks = width > text.size ? width - text.size : 0;
    if (left)
        scratch_add(scratch, text.at, text.size);
    memset(scratch_more(scratch, spec_blanks), ' ', spec_blanks);
    if (!left)
        scratch_add(scratch, text.at, text.size);
}

static void float_add(struct scratch *scratch, struct spec *spec, int index)
{
    argument_number(scratch->L, index, "string.format: a number");
    const double value = lua_tonumber(scratch->L, index);
    if (isnan(value))
        spec_padded_add(scratch, spec, TEXT("nan"));
    else if (isinf(value))
        spec_padded_add(scratch, spec, value < 0 ? TEXT("-inf") : TEXT("inf"));
    else
        float_print(scratch, spec, value);
}

static void integer_add(struct scratch *scratch, struct spec *spec, int index)
{
    const lua_Integer value = argument_integer(scratch->L, index, "string.format: a whole number");
    if (spec->letter == 'i')
        spec->letter = 'd';
    integer_print(scratch, spec, (long long)value);
}

static void character_add(struct scratch *scratch, const struct spec *spec, int index)
{
    const lua_Integer byte = argument_integer(scratch->L, index, "string.format: a byte");
    const char spec_character = (char)byte;
    if (byte < 0 || byte > UINT8_MAX)
        luaL_error(scratch->L, "string.format: %I is no byte", (LUAI_UACINT)byte);
    spec_padded_add(scratch, spec, (struct text){&spec_character, 1});
}

/* The precision of a text: at most so many of its bytes. */
static size_t spec_precision(const struct spec *spec, size_t size)
{
    size_t spec_most = 0, i = 0;
    if (!spec->has_precision)
        return size;
    while (spec->text[i] != '.')
        i++;
    for (i++; i < spec->size; i++)
        spec_most = spec_most * 10 + (size_t)(spec->text[i] - '0');
    return spec_most < size ? spec_most : size;
}

/* The text is above the scratch's place until it was added. */
static void spec_text_add(struct scratch *scratch, const struct spec *spec, int index)
{
    size_t size;
    text_push_of(scratch->L, index);
    const char *at = lua_tolstring(scratch->L, -1, &size);
    spec_padded_add(scratch, spec, (struct text){at, spec_precision(spec, size)});
    lua_pop(scratch->L, 1);
}

static void value_add(struct scratch *scratch, struct spec *spec, int index)
{
    switch (spec->letter) {
    case 'd':
    case 'i':
    case 'o':
    case 'x':
    case 'X':
        integer_add(scratch, spec, index);
        break;
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        float_add(scratch, spec, index);
        break;
    case 'c':
        character_add(scratch, spec, index);
        break;
    case 's':
        spec_text_add(scratch, spec, index);
        break;
    case 'p':
        luaL_error(scratch->L, "string.format: %%p does not exist here: an address is not the same "
                               "twice");
        break;
    case 'q':
        luaL_error(scratch->L, "string.format: %%q does not exist here: nothing reads Lua back");
        break;
    default:
        luaL_error(scratch->L, "string.format: %%%c is no conversion", spec->letter);
    }
}

int string_format(lua_State *L)
{
    const struct text format_string = argument_text(L, 1, "string.format: a format");
    const int count = lua_gettop(L);
    struct scratch scratch;
    int index = 1;
    scratch_begin(L, &scratch);
    for (size_t i = 0; i < format_string.size;) {
        const size_t plain = i;
        while (i < format_string.size && format_string.at[i] != '%')
            i++;
        scratch_add(&scratch, format_string.at + plain, i - plain);
        if (i++ == format_string.size)
            break;
        if (i < format_string.size && format_string.at[i] == '%') {
            scratch_add(&scratch, &format_string.at[i++], 1);
            continue;
        }
        struct spec spec = spec_read(L, format_string, &i);
        if (++index > count)
            return luaL_error(L, "string.format: there is no value number %d", index - 1);
        value_add(&scratch, &spec, index);
    }
    scratch_end(&scratch);
    return 1;
}
