#include "value/canonical.h"

#include "value/json_scan.h"
#include "value/number.h"
#include "value/pointer.h"

#include <inttypes.h>

/* The pointer from the root to the node being written, for the message of a refusal. */
struct step {
    const struct step *above;
    const struct value *within; /* NULL at the root */
    size_t index;
};

static bool write_value(const struct value *node, const struct step *step, struct buffer *canonical,
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

static bool refuse(const struct value *node, const struct step *step, struct arena *arena,
                   struct error *err, const char *why)
{
    struct buffer pointer = buffer_in(arena, ERROR_MESSAGE_SIZE);
    step_add(step, &pointer);
    const struct text pointer_text = buffer_text(&pointer);
    return error_at(err, ERROR_REFUSED, value_place(node), "%s%.*s %s",
                    pointer_text.size ? "" : "the document", TEXT_ARGS(pointer_text), why);
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

static void write_escape(unsigned char byte, struct buffer *canonical)
{
    const char escape = escape_letter(byte);
    if (!escape) {
        buffer_format(canonical, "\\u%04x", byte);
        return;
    }
    buffer_byte(canonical, '\\');
    buffer_byte(canonical, escape);
}

/* Where the run of bytes from `at` on that stand for themselves ends. */
static size_t run_end(struct text string_value, size_t at)
{
    while (string_value.size - at >= SCAN_STEP && !plain_stops(string_value.at + at))
        at += SCAN_STEP;
    while (at < string_value.size && !needs_escape((unsigned char)string_value.at[at]))
        at++;
    return at;
}

void canonical_text(struct text string_value, struct buffer *canonical)
{
    size_t end = run_end(string_value, 0);
    buffer_byte(canonical, '"');
    buffer_add(canonical, text_part(string_value, 0, end));
    while (end < string_value.size) {
        const size_t from = end + 1;
        write_escape((unsigned char)string_value.at[end], canonical);
        end = run_end(string_value, from);
        buffer_add(canonical, text_part(string_value, from, end - from));
    }
    buffer_byte(canonical, '"');
}

/* ---- numbers ---- */

/* An integer beyond 2^53 is spelled with the shortest digits of a double, and zeros: 2^60, which a
 * double holds, becomes 1152921504606847000, which is read back as that other integer. So it
 * survives where the spelling is its own, and above 64 bits, where a double is all that is kept,
 * also where that double is exact. */
static bool integer_survives(const struct value *node, struct text written)
{
    static const int64_t sure = INT64_C(1) << 53;
    char digits[NUMBER_TEXT_SIZE];
    if (value_kind(node) == VALUE_INTEGER) {
        if (value_integer(node) <= sure && value_integer(node) >= -sure)
            return true;
        (void)snprintf(digits, sizeof digits, "%" PRId64, value_integer(node));
        return text_is(written, digits);
    }
    return !value_rounded(node) || text_equal(written, (struct text){node->as.text, node->size});
}

static bool write_number(const struct value *node, const struct step *step,
                         struct buffer *canonical, struct error *err)
{
    char string_value[NUMBER_TEXT_SIZE];
    const struct text written = {string_value, number_write(value_number(node), string_value)};
    if (!integer_survives(node, written))
        return refuse(node, step, canonical->arena, err,
                      "is an integer too large to be written exactly; write it as a text");
    buffer_add(canonical, written);
    return true;
}

/* ---- lists and maps ---- */

static bool write_list(const struct value *list, const struct step *step, struct buffer *canonical,
                       struct error *err)
{
    buffer_byte(canonical, '[');
    for (size_t item = 0; item < value_count(list); item++) {
        const struct step next = {step, list, item};
        if (item)
            buffer_byte(canonical, ',');
        if (!write_value(value_at(list, item), &next, canonical, err))
            return false;
    }
    buffer_byte(canonical, ']');
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
    const size_t shared_units = a.size < b.size ? a.size : b.size;
    for (size_t unit = 0; unit < shared_units; unit++)
        if (a.at[unit] != b.at[unit])
            return utf16_rank((unsigned char)a.at[unit]) < utf16_rank((unsigned char)b.at[unit])
                       ? -1
                       : 1;
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
    for (size_t member = 1; member < value_count(map); member++)
        if (utf16_compare(member_key(map, member - 1), member_key(map, member)) > 0)
            return false;
    return true;
}

/* The members in the order to write them; NULL where that is the order they are in. */
static const struct member **utf16_order(const struct value *map, struct arena *arena)
{
    if (is_in_utf16_order(map))
        return NULL;
    const struct member **order = ARENA_ARRAY(arena, const struct member *, map->size);
    for (size_t member = 0; member < map->size; member++)
        order[member] = &map->as.members[member];
    qsort(order, map->size, sizeof(const struct member *), member_order);
    return order;
}

static bool write_map(const struct value *map, const struct step *step, struct buffer *canonical,
                      struct error *err)
{
    const struct member **order = utf16_order(map, canonical->arena);
    buffer_byte(canonical, '{');
    for (size_t member = 0; member < value_count(map); member++) {
        const size_t index = order ? (size_t)(order[member] - map->as.members) : member;
        const struct step next = {step, map, index};
        if (member)
            buffer_byte(canonical, ',');
        canonical_text(member_key(map, index), canonical);
        buffer_byte(canonical, ':');
        if (!write_value(member_value(map, index), &next, canonical, err))
            return false;
    }
    buffer_byte(canonical, '}');
    return true;
}

static bool write_value(const struct value *node, const struct step *step, struct buffer *canonical,
                        struct error *err)
{
    switch (value_kind(node)) {
    case VALUE_NULL:
        buffer_string(canonical, "null");
        return true;
    case VALUE_BOOLEAN:
        buffer_string(canonical, value_boolean(node) ? "true" : "false");
        return true;
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        return write_number(node, step, canonical, err);
    case VALUE_STRING:
        canonical_text(value_text(node), canonical);
        return true;
    case VALUE_LIST:
        return write_list(node, step, canonical, err);
    case VALUE_MAP:
        return write_map(node, step, canonical, err);
    case VALUE_NAN:
        break;
    }
    return refuse(node, step, canonical->arena, err,
                  "is not a number, which has no canonical spelling");
}

bool canonical_write(const struct value *node, struct buffer *canonical, struct error *err)
{
    const struct step root = {0};
    return write_value(node, &root, canonical, err);
}
