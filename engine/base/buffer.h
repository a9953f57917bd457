/* base/buffer.h: bytes that are written one after another, up to a maximum.
 *
 * A buffer grows in its arena and never past `max`. What would not fit is dropped and the buffer
 * says so from then on: write as much as you like, ask once at the end.
 *
 *     struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
 *     buffer_format(&out, "%zu controls\n", count);
 *     if (buffer_full(&out))
 *         return error_set(err, ERROR_REFUSED, "the report is larger than %zu bytes", out.max);
 *
 * The written bytes are always followed by a NUL that does not count.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "base/arena.h"
#include "base/text.h"

struct buffer {
    struct arena *arena;
    char *at;        /* never NULL once something was written */
    size_t size;     /* bytes written                         */
    size_t capacity; /* bytes there is room for, NUL included */
    size_t max;      /* bytes that may ever be written        */
    bool full;       /* something was dropped                 */
};

/* An empty buffer; nothing is allocated until the first byte. */
struct buffer buffer_in(struct arena *arena, size_t max);

/* An empty buffer over the `size` bytes of `room`, at least 1, which it never leaves. */
struct buffer buffer_over(char *room, size_t size);

/* Takes one more byte than it has room for. */
void buffer_grow(struct buffer *buffer, char byte);

/* The commonest call of all: where there is room, two stores. */
static inline void buffer_byte(struct buffer *buffer, char byte)
{
    if (buffer->full || buffer->size >= buffer->max || buffer->size + 1 >= buffer->capacity) {
        buffer_grow(buffer, byte);
        return;
    }
    buffer->at[buffer->size++] = byte;
    buffer->at[buffer->size] = '\0';
}

void buffer_add(struct buffer *buffer, struct text text);
void buffer_string(struct buffer *buffer, const char *string);
void buffer_repeat(struct buffer *buffer, char byte, size_t count);

PRINTF_LIKE(2, 3)
void buffer_format(struct buffer *buffer, const char *format, ...);

bool buffer_full(const struct buffer *buffer);

/* What was written; borrowed from the buffer until the next write. */
struct text buffer_text(const struct buffer *buffer);

#endif
