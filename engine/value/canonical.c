#include "value/canonical.h"

#include "value/number.h"
#include "value/pointer.h"

#include <inttypes.h>

/* The way from the root to what is being written, for the message of a refusal. */
struct step {
    const struct step *above;
    const struct value *within; /* NULL at the root */
    size_t index;
};

static bool write_value(const struct value *value, const struct step *step, struct buffer *out,
                        struct error *err);

static void step_add(const struct step *step, struct buffer *pointer)
{
    char index[NUMBER_TEXT_SIZE];
    if (!step->within)
        return;
    step_add(step->above, pointer);
    if (value_kind(step->within) == VALUE_MAP) {
        pointer_add(pointer, member_key(step->within, step->index));
        return;
    }
    (void)snprintf(index, sizeof index, "%zu", step->index);
    pointer_add(pointer, text_of(index));
}

static bool refuse(const struct value *value, const struct step *step, struct arena *arena,
                   struct error *err, const char *why)
{
    struct buffer pointer = buffer_in(arena, ERROR_MESSAGE_SIZE);
    step_add(step, &pointer);
    const struct text where = buffer_text(&pointer);
    return error_at(err, ERROR_REFUSED, value_place(value), "%s%.*s %s",
                    where.size ? "" : "the document", TEXT_ARGS(where), why);
}

/* ---- texts ---- */

static char escape_letter(unsigned char byte)
{
    static const char letters[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n',  ['\f'] = 'f',
        ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\',
    };
    return byte < COUNT(letters) ? letters[byte] : '\0';
}

static bool needs_escape(unsigned char byte)
{
    return byte < ' ' || byte == '"' || byte == '\\';
}

static void write_escape(unsigned char byte, struct buffer *out)
{
    const char letter = escape_letter(byte);
    if (!letter) {
        buffer_format(out, "\\u%04x", byte);
        return;
    }
    buffer_byte(out, '\\');
    buffer_byte(out, letter);
}

void canonical_text(struct text text, struct buffer *out)
{
    size_t from = 0;
    buffer_byte(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (!needs_escape((unsigned char)text.at[i]))
            continue;
        buffer_add(out, text_part(text, from, i - from));
        write_escape((unsigned char)text.at[i], out);
        from = i + 1;
    }
    buffer_add(out, text_part(text, from, text.size));
    buffer_byte(out, '"');
}

/* ---- numbers ---- */

/* An integer beyond 2^53 is spelled with the shortest digits of a double, and zeros: 2^60, which a
 * double holds, becomes 1152921504606847000, which is read back as that other integer. So it
 * survives where the spelling is its own, and above 64 bits, where a double is all that is kept,
 * also where that double is exact. */
static bool integer_survives(const struct value *value, struct text written)
{
    static const int64_t sure = INT64_C(1) << 53;
    char digits[NUMBER_TEXT_SIZE];
    if (value_kind(value) == VALUE_INTEGER) {
        if (value_integer(value) <= sure && value_integer(value) >= -sure)
            return true;
        (void)snprintf(digits, sizeof digits, "%" PRId64, value_integer(value));
        return text_is(written, digits);
    }
    return !value_rounded(value) || text_equal(written, (struct text){value->as.text, value->size});
}

static bool write_number(const struct value *value, const struct step *step, struct buffer *out,
                         struct error *err)
{
    char text[NUMBER_TEXT_SIZE];
    const struct text written = {text, number_write(value_number(value), text)};
    if (!integer_survives(value, written))
        return refuse(value, step, out->arena, err,
                      "is an integer too large to be written exactly; write it as a text");
    buffer_add(out, written);
    return true;
}

/* ---- lists and maps ---- */

static bool write_list(const struct value *list, const struct step *step, struct buffer *out,
                       struct error *err)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < value_count(list); i++) {
        const struct step next = {step, list, i};
        if (i)
            buffer_byte(out, ',');
        if (!write_value(value_at(list, i), &next, out, err))
            return false;
    }
    buffer_byte(out, ']');
    return true;
}

/* UTF-8 sorts as code points do. UTF-16 does too, but that its surrogates, which stand for the
 * code points of four bytes, come before U+E000, whose first byte is 0xee. */
static unsigned utf16_rank(unsigned char byte)
{
    enum { FIRST_ABOVE_SURROGATES = 0xee, FIRST_OF_FOUR = 0xf0, BYTES = 0x100 };
    return byte >= FIRST_ABOVE_SURROGATES && byte < FIRST_OF_FOUR ? byte + BYTES : byte;
}

static int utf16_compare(struct text a, struct text b)
{
    const size_t shared = a.size < b.size ? a.size : b.size;
    for (size_t i = 0; i < shared; i++)
        if (a.at[i] != b.at[i])
            return utf16_rank((unsigned char)a.at[i]) < utf16_rank((unsigned char)b.at[i]) ? -1 : 1;
    return (a.size > b.size) - (a.size < b.size);
}

static int member_order(const void *a, const void *b)
{
    const struct member *left = *(const struct member *const *)a;
    const struct member *right = *(const struct member *const *)b;
    return utf16_compare((struct text){left->key, left->key_size},
                         (struct text){right->key, right->key_size});
}

static bool is_in_utf16_order(const struct value *map)
{
    for (size_t i = 1; i < value_count(map); i++)
        if (utf16_compare(member_key(map, i - 1), member_key(map, i)) > 0)
            return false;
    return true;
}

/* The members in the order to write them; NULL where that is the order they are in. */
static const struct member **utf16_order(const struct value *map, struct arena *arena)
{
    if (is_in_utf16_order(map))
        return NULL;
    const struct member **order = ARENA_ARRAY(arena, const struct member *, map->size);
    for (size_t i = 0; i < map->size; i++)
        order[i] = &map->as.members[i];
    qsort(order, map->size, sizeof(const struct member *), member_order);
    return order;
}

static bool write_map(const struct value *map, const struct step *step, struct buffer *out,
                      struct error *err)
{
    const struct member **order = utf16_order(map, out->arena);
    buffer_byte(out, '{');
    for (size_t i = 0; i < value_count(map); i++) {
        const size_t index = order ? (size_t)(order[i] - map->as.members) : i;
        const struct step next = {step, map, index};
        if (i)
            buffer_byte(out, ',');
        canonical_text(member_key(map, index), out);
        buffer_byte(out, ':');
        if (!write_value(member_value(map, index), &next, out, err))
            return false;
    }
    buffer_byte(out, '}');
    return true;
}

static bool write_value(const struct value *value, const struct step *step, struct buffer *out,
                        struct error *err)
{
    switch (value_kind(value)) {
    case VALUE_NULL:
        buffer_string(out, "null");
        return true;
    case VALUE_BOOLEAN:
        buffer_string(out, value_boolean(value) ? "true" : "false");
        return true;
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        return write_number(value, step, out, err);
    case VALUE_STRING:
        canonical_text(value_text(value), out);
        return true;
    case VALUE_LIST:
        return write_list(value, step, out, err);
    case VALUE_MAP:
        return write_map(value, step, out, err);
    case VALUE_NAN:
        break;
    }
    return refuse(value, step, out->arena, err, "is not a number, which has no canonical spelling");
}

bool canonical_write(const struct value *value, struct buffer *out, struct error *err)
{
    const struct step root = {0};
    return write_value(value, &root, out, err);
}
