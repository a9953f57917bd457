/* numpy's .npy: a magic, a version, a header written as a Python dict, numbers. An array of objects
 * is a pickle behind the same header. */
#include "base/limits.h"
#include "scan/formats.h"
#include "scan/pickle.h"

enum { PREFIX = 8 };

/* What stands behind `key` in the header: up to the comma of its own level. */
static struct text header_value(struct text header, const char *key)
{
    const struct text name = text_of(key);
    size_t from = 0, depth = 0;
    while (from + name.size <= header.size && !text_equal(text_part(header, from, name.size), name))
        from++;
    struct text rest = text_part(header, from + name.size, header.size);
    while (rest.size && (rest.at[0] == ':' || rest.at[0] == ' '))
        rest = text_part(rest, 1, rest.size);
    for (size_t i = 0; i < rest.size; i++) {
        const char byte = rest.at[i];
        depth += byte == '(' || byte == '[';
        if (depth == 0 && (byte == ',' || byte == '}'))
            return text_part(rest, 0, i);
        depth -= depth && (byte == ')' || byte == ']');
    }
    return TEXT_NONE;
}

/* The product of "(3, 4,)"; false where it is no tuple of numbers. */
static bool shape_read(struct text shape, uint64_t *out)
{
    uint64_t product = 1, side = 0;
    bool digits = false;
    if (shape.size < 2 || shape.at[0] != '(' || shape.at[shape.size - 1] != ')')
        return false;
    for (size_t i = 1; i < shape.size; i++) {
        const char byte = shape.at[i];
        if (byte >= '0' && byte <= '9') {
            if (__builtin_mul_overflow(side, (uint64_t)10, &side) || side > UINT64_MAX - 9)
                return false;
            side += (uint64_t)(byte - '0');
            digits = true;
        } else if (byte != ' ' && byte != ',' && byte != ')' && byte != 'L') {
            return false;
        } else if (digits && byte != 'L') {
            if (__builtin_mul_overflow(product, side, &product))
                return false;
            side = 0;
            digits = false;
        }
    }
    *out = product;
    return true;
}

/* '<f8' in its quotes: bytes of an element, 0 for objects; false where it is something else. */
static bool descr_read(struct text descr, uint64_t *out)
{
    uint64_t size = 0;
    if (descr.size < 3 || text_find(descr, '\0') < descr.size || descr.at[0] != '\'' ||
        descr.at[descr.size - 1] != '\'')
        return false;
    struct text type = text_part(descr, 1, descr.size - 2);
    if (strchr("<>|=", type.at[0]))
        type = text_part(type, 1, type.size);
    if (type.size == 0 || !strchr("biufcmMOSUV", type.at[0]))
        return false;
    for (size_t i = 1; i < type.size && type.at[i] != '['; i++) {
        if (type.at[i] < '0' || type.at[i] > '9' || size > UINT32_MAX)
            return false;
        size = 10 * size + (uint64_t)(type.at[i] - '0');
    }
    *out = type.at[0] == 'O' ? 0 : type.at[0] == 'U' ? 4 * size : size;
    return type.at[0] == 'O' || size > 0 || type.at[0] == 'S' || type.at[0] == 'U';
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
    struct arena scratch = {0};
    struct pickle_walked walked;
    struct source *source = source_open(content, &scratch);
    char *room = arena_alloc(&scratch, LIMIT_NPY_HEADER);
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
    arena_free(&scratch);
}
