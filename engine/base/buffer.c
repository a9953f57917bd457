#include "base/buffer.h"

#include <stdarg.h>

enum { CAPACITY_FIRST = 256, LINE_SIZE = 256 };

struct buffer buffer_in(struct arena *arena, size_t max)
{
    return (struct buffer){.arena = arena, .max = max};
}

struct buffer buffer_over(char *room, size_t size)
{
    return (struct buffer){.at = room, .capacity = size, .max = size - 1};
}

/* Room for `more` bytes and a NUL; false where the maximum forbids it. */
static bool buffer_reserve(struct buffer *buffer, size_t more)
{
    if (buffer->full || more > buffer->max - buffer->size) {
        buffer->full = true;
        return false;
    }
    const size_t needed = buffer->size + more + 1;
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity * 2 : CAPACITY_FIRST;
    if (capacity < needed)
        capacity = needed;
    if (!arena_extend(buffer->arena, buffer->at, buffer->capacity, capacity)) {
        char *at = arena_alloc(buffer->arena, capacity);
        if (buffer->size)
            memcpy(at, buffer->at, buffer->size);
        buffer->at = at;
    }
    buffer->capacity = capacity;
    return true;
}

void buffer_add(struct buffer *buffer, struct text text)
{
    if (!buffer_reserve(buffer, text.size))
        return;
    if (text.size)
        memcpy(buffer->at + buffer->size, text.at, text.size);
    buffer->size += text.size;
    buffer->at[buffer->size] = '\0';
}

void buffer_grow(struct buffer *buffer, char byte)
{
    if (!buffer_reserve(buffer, 1))
        return;
    buffer->at[buffer->size++] = byte;
    buffer->at[buffer->size] = '\0';
}

void buffer_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, text_of(string));
}

void buffer_repeat(struct buffer *buffer, char byte, size_t count)
{
    if (!buffer_reserve(buffer, count))
        return;
    memset(buffer->at + buffer->size, byte, count);
    buffer->size += count;
    buffer->at[buffer->size] = '\0';
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    char line[LINE_SIZE];
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    const int size = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (size >= 0 && size < LINE_SIZE)
        buffer_add(buffer, (struct text){line, (size_t)size});
    else if (size >= 0 && buffer_reserve(buffer, (size_t)size)) {
        (void)vsnprintf(buffer->at + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
}

bool buffer_full(const struct buffer *buffer)
{
    return buffer->full;
}

struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){buffer->size ? buffer->at : "", buffer->size};
}
