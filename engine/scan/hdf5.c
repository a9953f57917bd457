/* HDF5, as Keras 2 writes it: a tree of groups with attributes, one of which is the configuration
 * of the layers as JSON. The tree is not followed: attributes lie in several kinds of heaps.
 * Attributes are never compressed, though, so that every configuration stands as one run of bytes
 * in the file, and all of the file is searched:
 *
 *     {"class_name": ... }      each is read as JSON and walked
 *     class_name, Lambda        anywhere else: something is there that was not read. Suspicious
 *     \u00..                    the same: an escape could spell such a word
 *     FRHP with filters         a heap that is compressed after all. Suspicious
 *     PSEUDOATOM, pandas_type   PyTables: columns of Python objects are pickles. Suspicious
 */
#include "base/buffer.h"
#include "base/limits.h"
#include "scan/formats.h"
#include "value/json.h"

enum { SUPERBLOCK = 56, OVERLAP = 64, HEAP_HEADER = 9 };

static const char hidden[] = "may hold layers in a place or a spelling that is not followed";
static const char tables[] = "may hold Python objects, which are pickles, in its tables";

static const struct mark {
    const char *bytes;
    const char *why;
} marks[] = {
    {"class_name", hidden}, {"Lambda", hidden},     {"\\u00", hidden},
    {"FRHP", hidden},       {"PSEUDOATOM", tables}, {"pandas_type", tables},
};

static const char *const openings[] = {"{\"class_name\"", "{\"module\""};

static bool hexadecimal(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
           (byte >= 'A' && byte <= 'F');
}

/* Four bytes turn up by chance among numbers: more is asked of those. */
static bool mark_meant(const struct mark *mark, const uint8_t *at, size_t size)
{
    if (strcmp(mark->bytes, "\\u00") == 0)
        return size >= 6 && hexadecimal(at[4]) && hexadecimal(at[5]);
    if (strcmp(mark->bytes, "FRHP") == 0)
        return size >= HEAP_HEADER && at[4] == 0 && (at[7] || at[8]);
    return true;
}

/* Marks that begin in the first `upto` of the bytes. */
static void marks_find(struct exam *exam, const uint8_t *bytes, size_t size, size_t upto,
                       uint64_t offset)
{
    for (size_t i = 0; i < COUNT(marks); i++) {
        const size_t length = strlen(marks[i].bytes);
        const uint8_t *at = bytes;
        while ((at = memmem(at, size - (size_t)(at - bytes), marks[i].bytes, length)) &&
               (size_t)(at - bytes) < upto) {
            if (mark_meant(&marks[i], at, size - (size_t)(at - bytes)))
                exam_find(exam, SCAN_SUSPICIOUS, text_of(marks[i].bytes), marks[i].why,
                          offset + (size_t)(at - bytes));
            at++;
        }
    }
}

static size_t opening_find(const uint8_t *bytes, size_t size)
{
    size_t opening_at = size;
    for (size_t i = 0; i < COUNT(openings); i++) {
        const uint8_t *at = memmem(bytes, opening_at, openings[i], strlen(openings[i]));
        if (at)
            opening_at = (size_t)(at - bytes);
    }
    return opening_at;
}

/* One JSON object, from its first brace to its last. */
static void object_take(struct source *source, struct buffer *config_json)
{
    size_t config_depth = 0;
    bool in_config_text = false, config_escaped = false;
    while (source_ready(source, 1)) {
        const char config_byte = (char)*source_at(source);
        source_drop(source, 1);
        buffer_byte(config_json, config_byte);
        if (in_config_text) {
            in_config_text = config_escaped || config_byte != '"';
            config_escaped = !config_escaped && config_byte == '\\';
            continue;
        }
        in_config_text = config_byte == '"';
        config_depth += config_byte == '{';
        config_depth -= config_byte == '}';
        if (config_depth == 0 || buffer_full(config_json))
            return;
    }
}

static void object_walk(struct exam *exam, struct source *source)
{
    struct arena exam_scratch = {0};
    struct error config_fault = {0};
    struct value keras_config;
    const uint64_t offset = source_offset(source);
    struct buffer config_json = buffer_in(&exam_scratch, LIMIT_SCAN_JSON);
    object_take(source, &config_json);
    if (!buffer_full(&config_json) &&
        json_read("config", buffer_text(&config_json), (struct json_options){.bare_nan = true},
                  &exam_scratch, &keras_config, &config_fault))
        keras_walk(exam, &keras_config, offset);
    else
        (void)exam_unreadable(exam, "has a configuration that is no JSON", offset);
    arena_free(&exam_scratch);
}

/* Where the file says that it ends, for the versions and widths that are in use. */
static void superblock_check(struct exam *exam, struct source *source)
{
    if (source_ready(source, SUPERBLOCK) < SUPERBLOCK) {
        (void)exam_truncated(exam, 0);
        return;
    }
    const uint8_t *block = source_at(source);
    const uint8_t version = block[8];
    const bool old = version < 2;
    const uint8_t width = block[old ? 13 : 9];
    if (version > 3 || width != 8)
        (void)exam_unreadable(exam, "is of a version that is not known", 0);
    else if (bytes_little(block + (old ? (version ? 44 : 40) : 28), 8) > source->size)
        (void)exam_truncated(exam, source->size);
}

void hdf5_scan(struct exam *exam, const struct content *content)
{
    struct arena exam_scratch = {0};
    struct source *source = source_open(content, &exam_scratch);
    superblock_check(exam, source);
    for (size_t ready; (ready = source_ready(source, SOURCE_MOST)) > 0;) {
        const size_t size = source_held(source);
        const uint8_t *bytes = source_at(source);
        const size_t settled = ready < SOURCE_MOST ? size : size - OVERLAP;
        const size_t opening = opening_find(bytes, size);
        const size_t upto = opening < settled ? opening : settled;
        marks_find(exam, bytes, size, upto, source_offset(source));
        source_drop(source, upto);
        if (upto == opening && opening < size)
            object_walk(exam, source);
    }
    (void)exam_source_whole(exam, source);
    arena_free(&exam_scratch);
}
