#include "base/text.h"

#include <stdarg.h>

struct text text_of(const char *string)
{
    return (struct text){string, string ? strlen(string) : 0};
}

bool text_equal(struct text a, struct text b)
{
    if (a.size != b.size)
        return false;
    return a.size == 0 || (a.at && b.at && memcmp(a.at, b.at, a.size) == 0);
}

bool text_is(struct text a, const char *string)
{
    return text_equal(a, text_of(string));
}

bool text_starts(struct text a, struct text prefix)
{
    return a.size >= prefix.size && text_equal((struct text){a.at, prefix.size}, prefix);
}

bool text_ends(struct text a, struct text suffix)
{
    return a.size >= suffix.size &&
           text_equal(text_part(a, a.size - suffix.size, suffix.size), suffix);
}

int text_compare(struct text a, struct text b)
{
    const size_t shared = a.size < b.size ? a.size : b.size;
    const int order = shared ? memcmp(a.at, b.at, shared) : 0;
    return order ? order : (a.size > b.size) - (a.size < b.size);
}

struct text text_part(struct text a, size_t from, size_t size)
{
    if (from > a.size)
        from = a.size;
    if (size > a.size - from)
        size = a.size - from;
    return (struct text){a.at ? a.at + from : NULL, size};
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct text text_trimmed(struct text a)
{
    while (a.size && is_blank(a.at[a.size - 1]))
        a.size--;
    size_t from = 0;
    while (from < a.size && is_blank(a.at[from]))
        from++;
    return text_part(a, from, a.size);
}

size_t text_find(struct text a, char byte)
{
    const char *found = a.size ? memchr(a.at, byte, a.size) : NULL;
    return found ? (size_t)(found - a.at) : a.size;
}

struct text text_copy(struct arena *arena, struct text a)
{
    return (struct text){text_string(arena, a), a.size};
}

const char *text_string(struct arena *arena, struct text a)
{
    char *copy = arena_alloc(arena, a.size + 1);
    if (a.size)
        memcpy(copy, a.at, a.size);
    copy[a.size] = '\0';
    return copy;
}

struct text text_format(struct arena *arena, const char *format, ...)
{
    enum { LINE_SIZE = 256 };
    char line[LINE_SIZE]; /* most fit, and are formatted once */
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    const int size = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    char *at = arena_alloc(arena, (size_t)size + 1);
    if (size < LINE_SIZE)
        memcpy(at, line, (size_t)size + 1);
    else
        (void)vsnprintf(at, (size_t)size + 1, format, again);
    va_end(again);
    return (struct text){at, (size_t)size};
}
