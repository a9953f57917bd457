/* GGUF: counts, keys with values, tensors with offsets, numbers; ggml's docs/gguf.md. A value is a
 * number or a text and does nothing, but one: the chat template is a program in Jinja, and some
 * runtimes ran it without a sandbox. */
#include "base/limits.h"
#include "scan/formats.h"

enum {
    TEMPLATE_SIZE = 64 << 10,
    KEY_SIZE = 64,
    DIMENSIONS = 8,
    TYPE_TEXT = 8,
    TYPE_LIST = 9,
    ALIGNMENT_USUAL = 32,
    NESTING = 4,
};

struct gguf {
    struct exam *exam;
    struct source *source;
    bool narrow; /* version 1 counts in 32 bits */
    uint64_t alignment;
    uint64_t furthest; /* offset of a tensor among the numbers */
};

/* Bytes of a value of each type; texts and lists have 0. */
static const uint8_t type_size[] = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

/* What a template needs to reach beyond the messages it formats. */
static const char *const escapes[] = {
    "__class__",  "__globals__", "__builtins__",     "__subclasses__", "__mro__", "__init__",
    "__import__", "__base__",    "__getattribute__", "popen",          "|attr",   "| attr",
    "lipsum",     "cycler.",     "joiner.",          "\\x5f",
};

static bool gguf_broken(struct gguf *gguf, const char *why)
{
    return exam_source_whole(gguf->exam, gguf->source) &&
           exam_unreadable(gguf->exam, why, source_offset(gguf->source));
}

static bool number_read(struct gguf *gguf, size_t size, uint64_t *out)
{
    if (source_ready(gguf->source, size) < size)
        return exam_source_whole(gguf->exam, gguf->source) &&
               exam_truncated(gguf->exam, source_offset(gguf->source));
    *out = bytes_little(source_at(gguf->source), size);
    source_drop(gguf->source, size);
    return true;
}

static bool count_read(struct gguf *gguf, uint64_t *out)
{
    return number_read(gguf, gguf->narrow ? 4 : 8, out);
}

static bool gguf_skip(struct gguf *gguf, uint64_t size)
{
    return source_skip(gguf->source, size) ||
           exam_truncated(gguf->exam, source_offset(gguf->source));
}

static bool key_read(struct gguf *gguf, char gguf_key[KEY_SIZE])
{
    uint64_t size = 0;
    if (!count_read(gguf, &size))
        return false;
    if (size > UINT16_MAX)
        return gguf_broken(gguf, "has a key of more than 65,535 bytes");
    const size_t held = size < KEY_SIZE - 1 ? (size_t)size : KEY_SIZE - 1;
    if (source_ready(gguf->source, held) < held)
        return gguf_skip(gguf, size);
    memcpy(gguf_key, source_at(gguf->source), held);
    gguf_key[size < KEY_SIZE ? held : 0] = '\0';
    return gguf_skip(gguf, size);
}

static bool template_check(struct gguf *gguf, uint64_t size)
{
    const uint64_t offset = source_offset(gguf->source);
    if (size > TEMPLATE_SIZE || source_ready(gguf->source, (size_t)size) < size)
        return gguf_broken(gguf, "has a chat template that is too long to be looked at");
    for (size_t escape_at = 0; escape_at < COUNT(escapes); escape_at++)
        if (memmem(source_at(gguf->source), (size_t)size, escapes[escape_at],
                   strlen(escapes[escape_at]))) {
            exam_find(gguf->exam, SCAN_DANGEROUS, text_of(escapes[escape_at]),
                      "lets the chat template reach into the program that fills it in", offset);
            break;
        }
    return gguf_skip(gguf, size);
}

static bool text_skip(struct gguf *gguf, const char *key)
{
    uint64_t size = 0;
    if (!count_read(gguf, &size))
        return false;
    return strncmp(key, "tokenizer.chat_template", strlen("tokenizer.chat_template")) == 0
               ? template_check(gguf, size)
               : gguf_skip(gguf, size);
}

/* Values of one type, the lists in lists unrolled. */
static bool values_skip(struct gguf *gguf, uint64_t type, const char *key)
{
    uint64_t gguf_left[NESTING + 1] = {1}, gguf_types[NESTING + 1] = {type};
    size_t gguf_depth = 1;
    while (gguf_depth) {
        const uint64_t gguf_type = gguf_types[gguf_depth - 1];
        if (gguf_left[gguf_depth - 1] == 0) {
            gguf_depth--;
            continue;
        }
        if (gguf_type >= COUNT(type_size))
            return gguf_broken(gguf, "has a value of no known type");
        if (gguf_type != TYPE_TEXT && gguf_type != TYPE_LIST) { /* all of them at once */
            uint64_t size = 0;
            if (__builtin_mul_overflow(gguf_left[gguf_depth - 1], (uint64_t)type_size[gguf_type],
                                       &size) ||
                !gguf_skip(gguf, size))
                return gguf_broken(gguf, "has more values than bytes");
            gguf_left[gguf_depth - 1] = 0;
            continue;
        }
        gguf_left[gguf_depth - 1]--;
        if (gguf_type == TYPE_TEXT && !text_skip(gguf, key))
            return false;
        if (gguf_type == TYPE_LIST) {
            if (gguf_depth == NESTING)
                return gguf_broken(gguf, "nests deeper than can be followed");
            if (!number_read(gguf, 4, &gguf_types[gguf_depth]) ||
                !count_read(gguf, &gguf_left[gguf_depth]))
                return false;
            gguf_depth++;
        }
    }
    return true;
}

static bool entry_walk(struct gguf *gguf)
{
    char gguf_key[KEY_SIZE] = "";
    uint64_t type = 0;
    if (!key_read(gguf, gguf_key) || !number_read(gguf, 4, &type))
        return false;
    if (strcmp(gguf_key, "general.alignment") == 0 && source_ready(gguf->source, 4) == 4)
        gguf->alignment = bytes_little(source_at(gguf->source), 4);
    return values_skip(gguf, type, gguf_key);
}

static bool tensor_walk(struct gguf *gguf)
{
    char tensor_name[KEY_SIZE];
    uint64_t dimensions = 0, side = 0, type = 0, offset = 0;
    if (!key_read(gguf, tensor_name) || !number_read(gguf, 4, &dimensions))
        return false;
    if (dimensions > DIMENSIONS)
        return gguf_broken(gguf, "has a tensor of too many dimensions");
    for (uint64_t dimension = 0; dimension < dimensions; dimension++)
        if (!count_read(gguf, &side))
            return false;
    if (!number_read(gguf, 4, &type) || !number_read(gguf, 8, &offset))
        return false;
    if (offset % gguf->alignment)
        return gguf_broken(gguf, "has a tensor at an offset that is not aligned");
    if (offset > gguf->furthest)
        gguf->furthest = offset;
    return true;
}

static bool header_read(struct gguf *gguf, uint64_t *tensors, uint64_t *entries)
{
    uint64_t magic = 0, version = 0;
    if (!number_read(gguf, 4, &magic) || !number_read(gguf, 4, &version))
        return false;
    if (version < 1 || version > 3)
        return gguf_broken(gguf, "is of a version that is not known");
    gguf->narrow = version == 1;
    if (!count_read(gguf, tensors) || !count_read(gguf, entries))
        return false;
    return (*tensors <= LIMIT_GGUF_ENTRIES && *entries <= LIMIT_GGUF_ENTRIES) ||
           gguf_broken(gguf, "announces more than a million tensors or keys");
}

static bool gguf_walk(struct gguf *gguf)
{
    uint64_t tensors = 0, entries = 0;
    if (!header_read(gguf, &tensors, &entries))
        return false;
    for (uint64_t i = 0; i < entries; i++)
        if (!entry_walk(gguf))
            return false;
    if (gguf->alignment == 0 || gguf->alignment > UINT16_MAX)
        return gguf_broken(gguf, "has an alignment that is none");
    for (uint64_t i = 0; i < tensors; i++)
        if (!tensor_walk(gguf))
            return false;
    const uint64_t end = source_offset(gguf->source);
    const uint64_t numbers = end + (gguf->alignment - end % gguf->alignment) % gguf->alignment;
    return tensors == 0 ||
           (numbers <= gguf->source->size && gguf->furthest < gguf->source->size - numbers) ||
           exam_truncated(gguf->exam, end);
}

void gguf_scan(struct exam *exam, const struct content *content)
{
    struct arena exam_scratch = {0};
    struct gguf gguf = {
        .exam = exam, .source = source_open(content, &exam_scratch), .alignment = ALIGNMENT_USUAL};
    (void)gguf_walk(&gguf);
    arena_free(&exam_scratch);
}
