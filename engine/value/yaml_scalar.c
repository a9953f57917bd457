#include "value/number.h"
#include "value/yaml_reader.h"

#include <math.h>

/* What the core schema takes a plain scalar for; bits, since a tag may allow several. */
enum scalar_class {
    CLASS_NULL = 1,
    CLASS_BOOLEAN = 2,
    CLASS_INTEGER = 4, /* decimal       */
    CLASS_BASED = 8,   /* 0x1F and 0o17 */
    CLASS_FLOAT = 16,
    CLASS_SPECIAL = 32, /* .inf and .nan */
    CLASS_TEXT = 64,
};

enum { SPELLING_SMALL = 64, BASE_PREFIX = 2, WORD_LONGEST = 5 };

static const struct {
    struct text word;
    enum scalar_class class;
} words[] = {
    {{"", 0}, CLASS_NULL},         {{"~", 1}, CLASS_NULL},        {{"null", 4}, CLASS_NULL},
    {{"Null", 4}, CLASS_NULL},     {{"NULL", 4}, CLASS_NULL},     {{"true", 4}, CLASS_BOOLEAN},
    {{"True", 4}, CLASS_BOOLEAN},  {{"TRUE", 4}, CLASS_BOOLEAN},  {{"false", 5}, CLASS_BOOLEAN},
    {{"False", 5}, CLASS_BOOLEAN}, {{"FALSE", 5}, CLASS_BOOLEAN}, {{".inf", 4}, CLASS_SPECIAL},
    {{"+.inf", 5}, CLASS_SPECIAL}, {{"-.inf", 5}, CLASS_SPECIAL}, {{".Inf", 4}, CLASS_SPECIAL},
    {{"+.Inf", 5}, CLASS_SPECIAL}, {{"-.Inf", 5}, CLASS_SPECIAL}, {{".INF", 4}, CLASS_SPECIAL},
    {{"+.INF", 5}, CLASS_SPECIAL}, {{"-.INF", 5}, CLASS_SPECIAL}, {{".nan", 4}, CLASS_SPECIAL},
    {{".NaN", 4}, CLASS_SPECIAL},  {{".NAN", 4}, CLASS_SPECIAL},
};

/* ---- what a spelling is ---- */

static size_t digits_end(struct text plain, size_t at)
{
    while (at < plain.size && plain.at[at] >= '0' && plain.at[at] <= '9')
        at++;
    return at;
}

static bool sign_at(struct text plain, size_t at)
{
    return at < plain.size && (plain.at[at] == '-' || plain.at[at] == '+');
}

/* [-+]? ( digits [. digits?]? | . digits ) ( [eE] [-+]? digits )? */
static enum scalar_class decimal_class(struct text plain)
{
    const size_t from = sign_at(plain, 0);
    size_t at = digits_end(plain, from), digits = at - from;
    if (at == plain.size && digits)
        return CLASS_INTEGER;
    if (at < plain.size && plain.at[at] == '.') {
        const size_t end = digits_end(plain, at + 1);
        digits += end - at - 1;
        at = end;
    }
    if (digits && at < plain.size && (plain.at[at] == 'e' || plain.at[at] == 'E')) {
        at += 1 + sign_at(plain, at + 1);
        digits = digits_end(plain, at) - at;
        at += digits;
    }
    return digits && at == plain.size ? CLASS_FLOAT : CLASS_TEXT;
}

/* The digit's value; 16 where it is none. */
static unsigned digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    digit |= 0x20;
    return digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a') + 10 : 16;
}

static unsigned base_of(struct text plain)
{
    return plain.at[1] == 'x' ? 16 : 8;
}

static bool is_based(struct text plain)
{
    if (plain.size <= BASE_PREFIX || plain.at[0] != '0' ||
        (plain.at[1] != 'x' && plain.at[1] != 'o'))
        return false;
    for (size_t digit = BASE_PREFIX; digit < plain.size; digit++)
        if (digit_value(plain.at[digit]) >= base_of(plain))
            return false;
    return true;
}

static enum scalar_class class_of(struct text plain)
{
    for (size_t word = 0; word < COUNT(words) && plain.size <= WORD_LONGEST; word++)
        if (text_equal(plain, words[word].word))
            return words[word].class;
    return is_based(plain) ? CLASS_BASED : decimal_class(plain);
}

/* ---- what the scalar is worth ---- */

/* The same number in JSON's grammar, and a NUL; `spelling` has room for two bytes more than
 * `plain`. */
static struct text spelling_write(struct text plain, char *spelling)
{
    size_t at = sign_at(plain, 0), size = 0;
    if (plain.at[0] == '-')
        spelling[size++] = '-';
    const size_t whole_end = digits_end(plain, at);
    while (at < whole_end && plain.at[at] == '0')
        at++;
    if (at == whole_end)
        spelling[size++] = '0';
    memcpy(spelling + size, plain.at + at, whole_end - at);
    size += whole_end - at;
    at = whole_end;
    if (at < plain.size && plain.at[at] == '.' && digits_end(plain, at + 1) == at + 1)
        at++; /* a point that no digit follows */
    memcpy(spelling + size, plain.at + at, plain.size - at);
    size += plain.size - at;
    spelling[size] = '\0';
    return (struct text){spelling, size};
}

static struct value decimal_read(struct text plain, enum scalar_class class, struct arena *arena)
{
    char small[SPELLING_SMALL];
    double number = INFINITY;
    const bool fits = plain.size + 2 <= sizeof small;
    struct text spelling = spelling_write(plain, fits ? small : arena_alloc(arena, plain.size + 2));
    if (!number_read(spelling, &number))
        return value_of_number(INFINITY);
    if (class == CLASS_FLOAT)
        return value_of_number(number);
    const struct value value = value_of_spelling(spelling);
    if (value_kind(&value) == VALUE_INTEGER || !fits)
        return value;
    return value_of_spelling((struct text){text_string(arena, spelling), spelling.size});
}

static bool based_read(const struct yaml_scalar *scalar, struct value *scalar_value,
                       struct error *err)
{
    int64_t integer = 0;
    const int64_t base = base_of(scalar->text);
    char shown[YAML_SHOWN_SIZE];
    for (size_t digit = BASE_PREFIX; digit < scalar->text.size; digit++)
        if (__builtin_mul_overflow(integer, base, &integer) ||
            __builtin_add_overflow(integer, digit_value(scalar->text.at[digit]), &integer))
            return error_at(err, ERROR_REFUSED, scalar->place,
                            "%s has more than 63 bits; put it in quotes",
                            yaml_shown(scalar->text, shown));
    *scalar_value = value_of_integer(integer);
    return true;
}

static bool class_read(const struct yaml_scalar *scalar, enum scalar_class class,
                       struct arena *arena, struct value *scalar_value, struct error *err)
{
    const struct text scalar_text = scalar->text;
    switch (class) {
    case CLASS_NULL:
        *scalar_value = value_of_null();
        return true;
    case CLASS_BOOLEAN:
        *scalar_value = value_of_boolean((scalar_text.at[0] | 0x20) == 't');
        return true;
    case CLASS_BASED:
        return based_read(scalar, scalar_value, err);
    case CLASS_INTEGER:
    case CLASS_FLOAT:
        *scalar_value = decimal_read(scalar_text, class, arena);
        return true;
    case CLASS_SPECIAL:
        *scalar_value = value_of_number((scalar_text.at[scalar_text.size - 1] | 0x20) == 'n' ? NAN
                                        : scalar_text.at[0] == '-' ? -INFINITY
                                                                   : INFINITY);
        return true;
    case CLASS_TEXT:
        break;
    }
    *scalar_value = value_of_text(text_copy(arena, scalar_text));
    return true;
}

/* ---- tags ---- */

#define CORE "tag:yaml.org,2002:"

static const struct tag {
    const char *name;
    unsigned classes;       /* of a scalar that it fits; 0: none                       */
    enum value_kind nested; /* the list or map that it fits; VALUE_NULL: neither       */
    bool text;              /* makes a text of any scalar                              */
} tags[] = {
    {"!", 0, VALUE_NULL, true},
    {CORE "str", 0, VALUE_NULL, true},
    {CORE "null", CLASS_NULL, VALUE_NULL, false},
    {CORE "bool", CLASS_BOOLEAN, VALUE_NULL, false},
    {CORE "int", CLASS_INTEGER | CLASS_BASED, VALUE_NULL, false},
    {CORE "float", CLASS_INTEGER | CLASS_FLOAT | CLASS_SPECIAL, VALUE_NULL, false},
    {CORE "seq", 0, VALUE_LIST, false},
    {CORE "map", 0, VALUE_MAP, false},
};

/* As people write it: !!binary, !mine. */
static const char *tag_shown(const char *tag, char shown[YAML_SHOWN_SIZE])
{
    char name[YAML_SHOWN_SIZE];
    if (strncmp(tag, CORE, strlen(CORE)) != 0)
        return yaml_shown(text_of(tag), shown);
    (void)snprintf(shown, YAML_SHOWN_SIZE, "!!%.*s", (int)(sizeof name - sizeof "!!"),
                   yaml_shown(text_of(tag + strlen(CORE)), name));
    return shown;
}

static const struct tag *tag_find(const char *tag_name, struct place place, struct error *err)
{
    char shown[YAML_SHOWN_SIZE];
    for (size_t tag = 0; tag < COUNT(tags); tag++)
        if (strcmp(tags[tag].name, tag_name) == 0)
            return &tags[tag];
    (void)error_at(err, ERROR_REFUSED, place,
                   "the tag %s is none of !!str, !!int, !!float, !!bool, !!null, !!seq and !!map",
                   tag_shown(tag_name, shown));
    return NULL;
}

bool yaml_tag_check(const char *tag, enum value_kind kind, struct place place, struct error *err)
{
    char shown[YAML_SHOWN_SIZE];
    if (!tag || strcmp(tag, "!") == 0)
        return true;
    const struct tag *found = tag_find(tag, place, err);
    if (!found)
        return false;
    return found->nested == kind || error_at(err, ERROR_REFUSED, place, "the tag %s stands at a %s",
                                             tag_shown(tag, shown), value_kind_name(kind));
}

static bool tagged_read(const struct yaml_scalar *scalar, struct arena *arena,
                        struct value *scalar_value, struct error *err)
{
    char scalar_shown[YAML_SHOWN_SIZE], tag_name[YAML_SHOWN_SIZE];
    const enum scalar_class class = class_of(scalar->text);
    const struct tag *tag = tag_find(scalar->tag, scalar->place, err);
    if (!tag)
        return false;
    if (tag->text)
        return class_read(scalar, CLASS_TEXT, arena, scalar_value, err);
    if (tag->classes & class)
        return class_read(scalar, class, arena, scalar_value, err);
    return error_at(err, ERROR_REFUSED, scalar->place, "\"%s\" does not fit its tag %s",
                    yaml_shown(scalar->text, scalar_shown), tag_shown(scalar->tag, tag_name));
}

bool yaml_scalar_read(const struct yaml_scalar *scalar, struct arena *arena,
                      struct value *scalar_value, struct error *err)
{
    struct value value;
    const enum scalar_class class = scalar->plain ? class_of(scalar->text) : CLASS_TEXT;
    if (!(scalar->tag ? tagged_read(scalar, arena, &value, err)
                      : class_read(scalar, class, arena, &value, err)))
        return false;
    *scalar_value = value_placed(value, scalar->place);
    return true;
}
