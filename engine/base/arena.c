#include "base/arena.h"

#include <stdint.h>
#include <unistd.h>

enum { BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16, EXIT_EXHAUSTED = 70 };

struct arena_block {
    struct arena_block *before;
    size_t size;
};

struct arena_deferred {
    struct arena_deferred *before;
    void (*function)(void *object);
    void *object;
};

_Static_assert(sizeof(struct arena_block) % ALIGNMENT == 0, "a block's first byte is aligned");

#if defined(__SANITIZE_ADDRESS__)
enum { ONE_BLOCK_EACH = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { ONE_BLOCK_EACH = 1 };
#else
enum { ONE_BLOCK_EACH = 0 };
#endif
#else
enum { ONE_BLOCK_EACH = 0 };
#endif

void arena_exhausted(void)
{
    static const char line[] = "obstat: out of memory\n";
    (void)!write(STDERR_FILENO, line, sizeof line - 1);
    _exit(EXIT_EXHAUSTED);
}

static char *block_add(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        arena_exhausted();
    struct arena_block *block = malloc(sizeof *block + size);
    if (!block)
        arena_exhausted();
    block->before = arena->blocks;
    block->size = size;
    arena->blocks = block;
    arena->size += size;
    return (char *)(block + 1);
}

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        arena_exhausted();
    const size_t rounded = aligned(size);
    if (ONE_BLOCK_EACH)
        return block_add(arena, size);
    if (rounded > (size_t)(arena->end - arena->next)) {
        if (rounded > BLOCK_SIZE / 4) /* a large one does not cut the current block short */
            return block_add(arena, rounded);
        arena->next = block_add(arena, BLOCK_SIZE);
        arena->end = arena->next + BLOCK_SIZE;
    }
    void *room = arena->next;
    arena->next += rounded;
    return room;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        arena_exhausted();
    void *room = arena_alloc(arena, count * size);
    memset(room, 0, count * size);
    return room;
}

bool arena_extend(struct arena *arena, void *object, size_t old, size_t size)
{
    char *end = object ? (char *)object + aligned(old) : NULL;
    if (!end || end != arena->next || size < old || size > SIZE_MAX - ALIGNMENT ||
        aligned(size) - aligned(old) > (size_t)(arena->end - arena->next))
        return false;
    arena->next += aligned(size) - aligned(old);
    return true;
}

void arena_defer(struct arena *arena, void (*function)(void *object), void *object)
{
    struct arena_deferred *deferred = ARENA_NEW(arena, struct arena_deferred);
    *deferred = (struct arena_deferred){arena->deferred, function, object};
    arena->deferred = deferred;
}

/* All but `kept`, which may be NULL. */
static void blocks_free(struct arena *arena, const struct arena_block *kept)
{
    for (struct arena_deferred *d = arena->deferred; d; d = d->before)
        d->function(d->object);
    for (struct arena_block *block = arena->blocks; block;) {
        struct arena_block *before = block->before;
        if (block != kept)
            free(block);
        block = before;
    }
}

void arena_free(struct arena *arena)
{
    blocks_free(arena, NULL);
    *arena = (struct arena){0};
}

void arena_clear(struct arena *arena)
{
    char *end = arena->end;
    struct arena_block *kept = end ? (struct arena_block *)(void *)(end - BLOCK_SIZE) - 1 : NULL;
    blocks_free(arena, kept);
    *arena = (struct arena){.blocks = kept};
    if (!kept)
        return;
    kept->before = NULL;
    arena->next = end - BLOCK_SIZE;
    arena->end = end;
    arena->size = BLOCK_SIZE;
}
