/* numpy's .npy: a magic, a version, a header written as a Python dict, numbers. An array of objects
 * is a pickle behind the same header. */
#include "base/limits.h"
#include "scan/formats.h"
#include "scan/pickle.h"

enum { PREFIX = 8 };

/* What stands behind `key` in the header: up to the comma of its own level. */
static struct text header_value(struct text header, const char *key)
{
    const struct text header_key = text_of(key);
    size_t from = 0, header_depth = 0;
    while (from + header_key.size <= header.size &&
           !text_equal(text_part(header, from, header_key.size), header_key))
        from++;
    struct text header_rest = text_part(header, from + header_key.size, header.size);
    while (header_rest.size && (header_rest.at[0] == ':' || header_rest.at[0] == ' '))
        header_rest = text_part(header_rest, 1, header_rest.size);
    for (size_t header_at = 0; header_at < header_rest.size; header_at++) {
        const char header_byte = header_rest.at[header_at];
        header_depth += header_byte == '(' || header_byte == '[';
        if (header_depth == 0 && (header_byte == ',' || header_byte == '}'))
            return text_part(header_rest, 0, header_at);
        header_depth -= header_depth && (header_byte == ')' || header_byte == ']');
    }
    return TEXT_NONE;
}

/* The product of "(3, 4,)"; false where it is no tuple of numbers. */
static bool shape_read(struct text shape, uint64_t *shape_product)
{
    uint64_t shape_sides = 1, shape_side = 0;
    bool has_shape_digits = false;
    if (shape.size < 2 || shape.at[0] != '(' || shape.at[shape.size - 1] != ')')
        return false;
    for (size_t shape_at = 1; shape_at < shape.size; shape_at++) {
        const char shape_byte = shape.at[shape_at];
        if (shape_byte >= '0' && shape_byte <= '9') {
            if (__builtin_mul_overflow(shape_side, (uint64_t)10, &shape_side) ||
                shape_side > UINT64_MAX - 9)
                return false;
            shape_side += (uint64_t)(shape_byte - '0');
            has_shape_digits = true;
        } else if (shape_byte != ' ' && shape_byte != ',' && shape_byte != ')' &&
                   shape_byte != 'L') {
            return false;
        } else if (has_shape_digits && shape_byte != 'L') {
            if (__builtin_mul_overflow(shape_sides, shape_side, &shape_sides))
                return false;
            shape_side = 0;
            has_shape_digits = false;
        }
    }
    *shape_product = shape_sides;
    return true;
}

/* '<f8' in its quotes: bytes of an element, 0 for objects; false where it is something else. */
static bool descr_read(struct text descr, uint64_t *out)
{
    uint64_t descr_size = 0;
    if (descr.size < 3 || text_find(descr, '\0') < descr.size || descr.at[0] != '\'' ||
        descr.at[descr.size - 1] != '\'')
        return false;
    struct text descr_type = text_part(descr, 1, descr.size - 2);
    if (strchr("<>|=", descr_type.at[0]))
        descr_type = text_part(descr_type, 1, descr_type.size);
    if (descr_type.size == 0 || !strchr("biufcmMOSUV", descr_type.at[0]))
        return false;
    for (size_t descr_at = 1; descr_at < descr_type.size && descr_type.at[descr_at] != '[';
         descr_at++) {
        if (descr_type.at[descr_at] < '0' || descr_type.at[descr_at] > '9' ||
            descr_size > UINT32_MAX)
            return false;
        descr_size = 10 * descr_size + (uint64_t)(descr_type.at[descr_at] - '0');
    }
    *out = descr_type.at[0] == 'O' ? 0 : descr_type.at[0] == 'U' ? 4 * descr_size : descr_size;
    return descr_type.at[0] == 'O' || descr_size > 0 || descr_type.at[0] == 'S' ||
           descr_type.at[0] == 'U';
}

/* The header alone; the source stands behind it then. */
static bool header_read(struct exam *exam, struct source *source, char *header, size_t *size)
{
    if (source_ready(source, PREFIX + 4) < PREFIX + 4)
        return exam_truncated(exam, 0);
    const uint8_t version = source_at(source)[6];
    const size_t width = version == 1 ? 2 : 4;
    const uint64_t length = bytes_little(source_at(source) + PREFIX, width);
    source_drop(source, PREFIX + width);
    if (version < 1 || version > 3 || length > LIMIT_NPY_HEADER)
        return exam_unreadable(exam, "is of a version that is not known, or has a header too long",
                               0);
    if (source_ready(source, (size_t)length) < length)
        return exam_truncated(exam, PREFIX);
    memcpy(header, source_at(source), (size_t)length);
    source_drop(source, (size_t)length);
    *size = (size_t)length;
    return true;
}

static void numbers_check(struct exam *exam, struct source *source, uint64_t width,
                          struct text shape)
{
    uint64_t count, size;
    if (!shape_read(shape, &count) || __builtin_mul_overflow(count, width, &size))
        (void)exam_unreadable(exam, "has a shape that is none", PREFIX);
    else if (!source_skip(source, size))
        (void)exam_truncated(exam, source_offset(source));
    else if (!source_ended(source))
        (void)exam_unreadable(exam, "has more bytes than its shape", source_offset(source));
    (void)exam_source_whole(exam, source);
}

void npy_scan(struct exam *exam, const struct content *content)
{
    struct arena exam_scratch = {0};
    struct pickle_walked walked;
    struct source *source = source_open(content, &exam_scratch);
    char *room = arena_alloc(&exam_scratch, LIMIT_NPY_HEADER);
    struct text header = {room, 0};
    uint64_t width;
    if (header_read(exam, source, room, &header.size)) {
        const struct text descr = header_value(header, "'descr'");
        if (!descr_read(descr, &width))
            exam_find(exam, SCAN_SUSPICIOUS, TEXT("descr"),
                      "is an array of records, whose fields are not followed", PREFIX);
        else if (width == 0 && text_find(descr, 'O') < descr.size)
            (void)pickle_walk(exam, source, (struct pickle_options){0}, &walked);
        else
            numbers_check(exam, source, width, header_value(header, "'shape'"));
    }
    arena_free(&exam_scratch);
}
