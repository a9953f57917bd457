#include "script/argument.h"
#include "script/functions.h"
#include "script/scratch.h"

#include <math.h>

enum {
    DIGITS_MAX = 2,    /* of a width and of a precision                               */
    SPEC_SIZE = 24,    /* "%-+ #099.99ll" and the letter                              */
    NUMBER_ROOM = 512, /* 309 digits before the point and 99 behind it                */
};

/* One "%-5.2f": the letter apart, the rest as C's printf takes it. */
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

static bool digits_read(lua_State *L, struct text format, size_t *at, struct spec *spec)
{
    const size_t begin = *at;
    for (; *at < format.size && format.at[*at] >= '0' && format.at[*at] <= '9'; ++*at) {
        if (*at - begin == DIGITS_MAX)
            luaL_error(L, "string.format: a width or precision has at most two digits");
        spec_add(spec, format.at[*at]);
    }
    return *at > begin;
}

static void flags_read(lua_State *L, struct text format, size_t *at, struct spec *spec)
{
    static const char flags[] = "-+ #0";
    const size_t begin = *at;
    for (; *at < format.size && memchr(flags, format.at[*at], sizeof flags - 1); ++*at) {
        if (*at - begin == sizeof flags - 1)
            luaL_error(L, "string.format: more flags than there are");
        spec_add(spec, format.at[*at]);
    }
}

/* `at` stands behind the %. */
static struct spec spec_read(lua_State *L, struct text format, size_t *at)
{
    struct spec spec = {0};
    spec_add(&spec, '%');
    flags_read(L, format, at, &spec);
    (void)digits_read(L, format, at, &spec);
    if (*at < format.size && format.at[*at] == '.') {
        spec_add(&spec, format.at[(*at)++]);
        (void)digits_read(L, format, at, &spec);
        spec.has_precision = true;
    }
    if (*at >= format.size)
        luaL_error(L, "string.format: the format ends with an unfinished %%");
    spec.letter = format.at[(*at)++];
    return spec;
}

/* The format was put together from flags, two digits, a point and two digits, and its letter fits
 * the value: what the compiler cannot see, since it is no literal. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void integer_print(struct scratch *out, struct spec *spec, long long value)
{
    char room[NUMBER_ROOM];
    spec_add(spec, 'l');
    spec_add(spec, 'l');
    spec_add(spec, spec->letter);
    const int size = snprintf(room, sizeof room, spec->text, value);
    scratch_add(out, room, (size_t)size);
}

static void float_print(struct scratch *out, struct spec *spec, double value)
{
    char room[NUMBER_ROOM];
    spec_add(spec, spec->letter);
    const int size = snprintf(room, sizeof room, spec->text, value);
    scratch_add(out, room, (size_t)size);
}
#pragma GCC diagnostic pop

/* Width and the flag - of a spec, for what is no number. */
static void padded_add(struct scratch *out, const struct spec *spec, struct text text)
{
    size_t width = 0;
    bool left = false;
    for (size_t i = 1; i < spec->size && spec->text[i] != '.'; i++) {
        left |= spec->text[i] == '-';
        if (spec->text[i] >= '0' && spec->text[i] <= '9')
            width = width * 10 + (size_t)(spec->text[i] - '0');
    }
    const size_t blanks = width > text.size ? width - text.size : 0;
    if (left)
        scratch_add(out, text.at, text.size);
    memset(scratch_more(out, blanks), ' ', blanks);
    if (!left)
        scratch_add(out, text.at, text.size);
}

static void float_add(struct scratch *out, struct spec *spec, int index)
{
    argument_number(out->L, index, "string.format: a number");
    const double value = lua_tonumber(out->L, index);
    if (isnan(value))
        padded_add(out, spec, TEXT("nan"));
    else if (isinf(value))
        padded_add(out, spec, value < 0 ? TEXT("-inf") : TEXT("inf"));
    else
        float_print(out, spec, value);
}

static void integer_add(struct scratch *out, struct spec *spec, int index)
{
    const lua_Integer value = argument_integer(out->L, index, "string.format: a whole number");
    if (spec->letter == 'i')
        spec->letter = 'd';
    integer_print(out, spec, (long long)value);
}

static void character_add(struct scratch *out, const struct spec *spec, int index)
{
    const lua_Integer byte = argument_integer(out->L, index, "string.format: a byte");
    const char character = (char)byte;
    if (byte < 0 || byte > UINT8_MAX)
        luaL_error(out->L, "string.format: %I is no byte", (LUAI_UACINT)byte);
    padded_add(out, spec, (struct text){&character, 1});
}

/* The precision of a text: at most so many of its bytes. */
static size_t precision_of(const struct spec *spec, size_t size)
{
    size_t most = 0, i = 0;
    if (!spec->has_precision)
        return size;
    while (spec->text[i] != '.')
        i++;
    for (i++; i < spec->size; i++)
        most = most * 10 + (size_t)(spec->text[i] - '0');
    return most < size ? most : size;
}

/* The text is above the scratch's place until it was added. */
static void text_add(struct scratch *out, const struct spec *spec, int index)
{
    size_t size;
    text_push_of(out->L, index);
    const char *at = lua_tolstring(out->L, -1, &size);
    padded_add(out, spec, (struct text){at, precision_of(spec, size)});
    lua_pop(out->L, 1);
}

static void value_add(struct scratch *out, struct spec *spec, int index)
{
    switch (spec->letter) {
    case 'd':
    case 'i':
    case 'o':
    case 'x':
    case 'X':
        integer_add(out, spec, index);
        break;
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        float_add(out, spec, index);
        break;
    case 'c':
        character_add(out, spec, index);
        break;
    case 's':
        text_add(out, spec, index);
        break;
    case 'p':
        luaL_error(out->L, "string.format: %%p does not exist here: an address is not the same "
                           "twice");
        break;
    case 'q':
        luaL_error(out->L, "string.format: %%q does not exist here: nothing reads Lua back");
        break;
    default:
        luaL_error(out->L, "string.format: %%%c is no conversion", spec->letter);
    }
}

int string_format(lua_State *L)
{
    const struct text format = argument_text(L, 1, "string.format: a format");
    const int count = lua_gettop(L);
    struct scratch out;
    int index = 1;
    scratch_begin(L, &out);
    for (size_t i = 0; i < format.size;) {
        const size_t plain = i;
        while (i < format.size && format.at[i] != '%')
            i++;
        scratch_add(&out, format.at + plain, i - plain);
        if (i++ == format.size)
            break;
        if (i < format.size && format.at[i] == '%') {
            scratch_add(&out, &format.at[i++], 1);
            continue;
        }
        struct spec spec = spec_read(L, format, &i);
        if (++index > count)
            return luaL_error(L, "string.format: there is no value number %d", index - 1);
        value_add(&out, &spec, index);
    }
    scratch_end(&out);
    return 1;
}
