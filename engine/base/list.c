#include "base/list.h"

#include <stdint.h>

enum { CAPACITY_FIRST = 8 };

void *list_grow(struct arena *arena, void *at, size_t count, size_t *capacity, size_t size)
{
    if (count == *capacity) {
        if (*capacity > SIZE_MAX / 2)
            arena_exhausted();
        *capacity = *capacity ? *capacity * 2 : CAPACITY_FIRST;
        void *grown = arena_array(arena, *capacity, size);
        if (count)
            memcpy(grown, at, count * size);
        at = grown;
    }
    memset((char *)at + count * size, 0, size);
    return at;
}
