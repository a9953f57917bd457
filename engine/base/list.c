#include "base/list.h"

#include <stdint.h>

enum { CAPACITY_FIRST = 8 };

void *list_grow(struct arena *arena, void *at, size_t count, size_t *capacity, size_t size)
{
    if (count == *capacity) {
        const size_t more = count ? 2 * count : CAPACITY_FIRST;
        if (count > SIZE_MAX / 2 || more > SIZE_MAX / size)
            arena_exhausted();
        if (!arena_extend(arena, at, count * size, more * size)) {
            void *grown = arena_alloc(arena, more * size);
            if (count)
                memcpy(grown, at, count * size);
            at = grown;
        }
        *capacity = more;
    }
    memset((char *)at + count * size, 0, size);
    return at;
}
