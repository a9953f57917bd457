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

static bool size_read(const struct value *header_number, uint64_t *header_size)
{
    if (value_kind(header_number) != VALUE_INTEGER || value_integer(header_number) < 0)
        return false;
    *header_size = (uint64_t)value_integer(header_number);
    return true;
}

/* The bytes that a tensor's type and shape need; false where they are none. */
static bool tensor_size(const struct value *tensor, uint64_t *tensor_bytes)
{
    const struct value *tensor_shape = value_get(tensor, TEXT("shape"));
    uint64_t tensor_bits = dtype_bits(value_text(value_get(tensor, TEXT("dtype"))));
    if (tensor_bits == 0 || value_kind(tensor_shape) != VALUE_LIST)
        return false;
    for (size_t shape_at = 0; shape_at < value_count(tensor_shape); shape_at++) {
        uint64_t shape_side;
        if (!size_read(value_at(tensor_shape, shape_at), &shape_side) ||
            __builtin_mul_overflow(tensor_bits, shape_side, &tensor_bits))
            return false;
    }
    *tensor_bytes = tensor_bits / 8;
    return tensor_bits % 8 == 0;
}

static bool tensor_read(const struct value *tensor, struct extent *extent)
{
    uint64_t size;
    const struct value *offsets = value_get(tensor, TEXT("data_offsets"));
    return value_kind(tensor) == VALUE_MAP && value_count(tensor) == 3 &&
           value_kind(offsets) == VALUE_LIST && value_count(offsets) == 2 &&
           size_read(value_at(offsets, 0), &extent->from) &&
           size_read(value_at(offsets, 1), &extent->to) && tensor_size(tensor, &size) &&
           extent->to >= extent->from && extent->to - extent->from == size;
}

static int extent_compare(const void *a, const void *b)
{
    const struct extent *left_extent = a, *right_extent = b;
    if (left_extent->from != right_extent->from)
        return left_extent->from < right_extent->from ? -1 : 1;
    return (left_extent->to > right_extent->to) - (left_extent->to < right_extent->to);
}

/* One after another, from the first byte to the last. */
static bool extents_cover(struct extent *extents, size_t count, uint64_t size)
{
    uint64_t covered_offset = 0;
    qsort(extents, count, sizeof *extents, extent_compare);
    for (size_t extent = 0; extent < count; extent++) {
        if (extents[extent].from != covered_offset)
            return false;
        covered_offset = extents[extent].to;
    }
    return covered_offset == size;
}

static bool notes_plain(const struct value *header_notes)
{
    for (size_t note = 0; note < value_count(header_notes); note++)
        if (value_kind(member_value(header_notes, note)) != VALUE_STRING)
            return false;
    return value_kind(header_notes) == VALUE_MAP;
}

static void header_check(struct exam *exam, const struct value *header, uint64_t size,
                         struct arena *exam_scratch)
{
    size_t count = 0;
    struct extent *extents = ARENA_ARRAY(exam_scratch, struct extent, value_count(header) + 1);
    if (value_kind(header) != VALUE_MAP) {
        (void)exam_unreadable(exam, "has a header that is no list of tensors", LENGTH_BYTES);
        return;
    }
    for (size_t tensor = 0; tensor < value_count(header); tensor++) {
        const struct value *tensor_entry = member_value(header, tensor);
        const bool is_notes = text_is(member_key(header, tensor), "__metadata__");
        if (is_notes ? !notes_plain(tensor_entry) : !tensor_read(tensor_entry, &extents[count++])) {
            exam_find(exam, SCAN_UNREADABLE, member_key(header, tensor),
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
    struct arena exam_scratch = {0};
    struct error header_fault = {0};
    struct value header;
    struct source *source = source_open(content, &exam_scratch);
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
        if (!content_read(exam, &part, (size_t)size, &exam_scratch, &text))
            (void)exam_truncated(exam, LENGTH_BYTES);
        else if (!json_read("header", text, (struct json_options){0}, &exam_scratch, &header,
                            &header_fault))
            (void)exam_unreadable(exam, "has a header that is no JSON", LENGTH_BYTES);
        else
            header_check(exam, &header, whole - LENGTH_BYTES - size, &exam_scratch);
    } else {
        (void)exam_unreadable(exam, "is compressed, as no loader reads it", 0);
    }
    arena_free(&exam_scratch);
}
