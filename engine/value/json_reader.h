/* value/json_reader.h: what the parts of the JSON reader share; private to json*.c.
 *
 * Reading is one walk over the source. Every function takes the place where it begins and returns
 * the place behind what it read, or NULL once the error is set.
 *
 *     {"auc": 0.83, "n": 120}
 *      ^ at                                     a text, a number: at -> at
 *
 * Lists and maps grow on one stack that all levels share, and are copied into the arena, once and
 * at their size, when they close:
 *
 *     stack   [ members of the outer map ... ][ items of the list in it ... ] free
 *                                              ^ the list's base              ^ used
 *
 * The column of a byte is its distance to `line_start`, plus one. Where a line holds code points
 * of several bytes, line_start moves up by each byte that does not begin one; so columns count
 * code points and nobody counts a line twice.
 */
#ifndef VALUE_JSON_READER_H
#define VALUE_JSON_READER_H

#include "value/json.h"
#include "value/json_scan.h"

struct json_reader {
    const char *end; /* of the JSON text; a NUL stands there */
    const char *line_start;
    uint32_t line;
    uint32_t depth;
    char *stack;
    size_t used;
    size_t capacity;
    struct json_options options;
    const char *file;
    struct arena *arena;
    struct error *err;
};

/* Refuse the document because of what stands at `at`. Always NULL. */
PRINTF_LIKE(3, 4)
const char *json_refuse(struct json_reader *reader, const char *at, const char *format, ...);

/* What stands at `at`, for "found %s": "'x'", "the end of the file", "the byte 0x1f". */
enum { JSON_FOUND_SIZE = 24 };
const char *json_found(const struct json_reader *reader, const char *at,
                       char found[JSON_FOUND_SIZE]);

/* The rest of a text whose first special byte stands at `stop`; use json_text. */
const char *json_text_rest(struct json_reader *reader, const char *at, const char *stop,
                           struct text *decoded_text);

/* A number that begins at `at`; kind, flags, size and contents of `parsed` are set. */
const char *json_number(struct json_reader *reader, const char *at, struct value *parsed);

/* A text, from the byte behind its first quote. */
static inline const char *json_text(struct json_reader *reader, const char *at, struct text *parsed)
{
    const char *stop = plain_end(at, reader->end);
    if (*stop != '"')
        return json_text_rest(reader, at, stop, parsed);
    *parsed = (struct text){at, (size_t)(stop - at)};
    return stop + 1;
}

#endif
