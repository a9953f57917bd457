/* safetensors: eight bytes of length, a JSON header, numbers. Every byte belongs to one tensor, and
 * every tensor has the bytes that its shape needs: nothing can hide between them. */
#include "base/limits.h"
#include "scan/formats.h"
#include "value/json.h"

enum { LENGTH_BYTES = 8 };

static const struct {
    const char *name;
    unsigned bits;
} dtypes[] = {
    {"BOOL", 8},        {"U8", 8},          {"I8", 8},   {"I16", 16},    {"U16", 16},
    {"I32", 32},        {"U32", 32},        {"I64", 64}, {"U64", 64},    {"F16", 16},
    {"BF16", 16},       {"F32", 32},        {"F64", 64}, {"C64", 64},    {"F8_E4M3", 8},
    {"F8_E5M2", 8},     {"F8_E8M0", 8},     {"F4", 4},   {"F6_E2M3", 6}, {"F6_E3M2", 6},
    {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8},
};

struct extent {
    uint64_t from, to;
};

static unsigned dtype_bits(struct text name)
{
    for (size_t i = 0; i < COUNT(dtypes); i++)
        if (text_is(name, dtypes[i].name))
            return dtypes[i].bits;
    return 0;
}

static bool size_read(const struct value *number, uint64_t *out)
{
    if (value_kind(number) != VALUE_INTEGER || value_integer(number) < 0)
        return false;
    *out = (uint64_t)value_integer(number);
    return true;
}

/* The bytes that a tensor's type and shape need; false where they are none. */
static bool tensor_size(const struct value *tensor, uint64_t *out)
{
    const struct value *shape = value_get(tensor, TEXT("shape"));
    uint64_t bits = dtype_bits(value_text(value_get(tensor, TEXT("dtype"))));
    if (bits == 0 || value_kind(shape) != VALUE_LIST)
        return false;
    for (size_t i = 0; i < value_count(shape); i++) {
        uint64_t side;
        if (!size_read(value_at(shape, i), &side) || __builtin_mul_overflow(bits, side, &bits))
            return false;
    }
    *out = bits / 8;
    return bits % 8 == 0;
}

static bool tensor_read(const struct value *tensor, struct extent *out)
{
    uint64_t size;
    const struct value *offsets = value_get(tensor, TEXT("data_offsets"));
    return value_kind(tensor) == VALUE_MAP && value_count(tensor) == 3 &&
           value_kind(offsets) == VALUE_LIST && value_count(offsets) == 2 &&
           size_read(value_at(offsets, 0), &out->from) &&
           size_read(value_at(offsets, 1), &out->to) && tensor_size(tensor, &size) &&
           out->to >= out->from && out->to - out->from == size;
}

static int extent_compare(const void *a, const void *b)
{
    const struct extent *left = a, *right = b;
    if (left->from != right->from)
        return left->from < right->from ? -1 : 1;
    return (left->to > right->to) - (left->to < right->to);
}

/* One after another, from the first byte to the last. */
static bool extents_cover(struct extent *extents, size_t count, uint64_t size)
{
    uint64_t covered = 0;
    qsort(extents, count, sizeof *extents, extent_compare);
    for (size_t i = 0; i < count; i++) {
        if (extents[i].from != covered)
            return false;
        covered = extents[i].to;
    }
    return covered == size;
}

static bool notes_plain(const struct value *notes)
{
    for (size_t i = 0; i < value_count(notes); i++)
        if (value_kind(member_value(notes, i)) != VALUE_STRING)
            return false;
    return value_kind(notes) == VALUE_MAP;
}

static void header_check(struct exam *exam, const struct value *header, uint64_t size,
                         struct arena *scratch)
{
    size_t count = 0;
    struct extent *extents = ARENA_ARRAY(scratch, struct extent, value_count(header) + 1);
    if (value_kind(header) != VALUE_MAP) {
        (void)exam_unreadable(exam, "has a header that is no list of tensors", LENGTH_BYTES);
        return;
    }
    for (size_t i = 0; i < value_count(header); i++) {
        const struct value *entry = member_value(header, i);
        const bool notes = text_is(member_key(header, i), "__metadata__");
        if (notes ? !notes_plain(entry) : !tensor_read(entry, &extents[count++])) {
            exam_find(exam, SCAN_UNREADABLE, member_key(header, i),
                      "has a type, shape or place that do not agree", LENGTH_BYTES);
            return;
        }
    }
    if (!extents_cover(extents, count, size))
        (void)exam_unreadable(exam, "has tensors that overlap, or bytes that belong to none",
                              LENGTH_BYTES);
}

void safetensors_scan(struct exam *exam, const struct content *content)
{
    struct arena scratch = {0};
    struct error err = {0};
    struct value header;
    struct source *source = source_open(content, &scratch);
    const uint64_t whole = source->size;
    const uint64_t size = source_ready(source, LENGTH_BYTES) < LENGTH_BYTES
                              ? UINT64_MAX
                              : bytes_little(source_at(source), LENGTH_BYTES);
    struct content part = *content;
    struct text text;
    if (size > LIMIT_SAFETENSORS_HEADER || size > whole - LENGTH_BYTES) {
        (void)exam_unreadable(exam, "has a header above 100 MB or beyond the end of the file", 0);
    } else if (content->packing == PACKING_NONE) {
        part.from += LENGTH_BYTES;
        part.size = size;
        if (!content_read(exam, &part, (size_t)size, &scratch, &text))
            (void)exam_truncated(exam, LENGTH_BYTES);
        else if (!json_read("header", text, (struct json_options){0}, &scratch, &header, &err))
            (void)exam_unreadable(exam, "has a header that is no JSON", LENGTH_BYTES);
        else
            header_check(exam, &header, whole - LENGTH_BYTES - size, &scratch);
    } else {
        (void)exam_unreadable(exam, "is compressed, as no loader reads it", 0);
    }
    arena_free(&scratch);
}
