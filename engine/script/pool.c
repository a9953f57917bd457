#include "script/pool.h"

#include <stdbool.h>

#if defined(__SANITIZE_ADDRESS__)
enum { SMALL_MAX = 0 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SMALL_MAX = 0 };
#else
enum { SMALL_MAX = POOL_SMALL };
#endif
#else
enum { SMALL_MAX = POOL_SMALL };
#endif

enum { CHUNK_SIZE = 64 << 10 };

struct pool_chunk {
    _Alignas(POOL_GRAIN) struct pool_chunk *before;
};

struct pool_free {
    struct pool_free *next;
};

struct pool_large {
    _Alignas(POOL_GRAIN) struct pool_large *before;
    struct pool_large *after;
};

static size_t class_of(size_t size)
{
    return (size + POOL_GRAIN - 1) / POOL_GRAIN;
}

static bool is_small(size_t size)
{
    return size <= SMALL_MAX;
}

static bool chunk_add(struct pool *pool)
{
    if (CHUNK_SIZE > pool->max - pool->taken)
        return false;
    struct pool_chunk *chunk = malloc(CHUNK_SIZE);
    if (!chunk)
        return false;
    chunk->before = pool->chunks;
    pool->chunks = chunk;
    pool->taken += CHUNK_SIZE;
    pool->next = (char *)(chunk + 1);
    pool->end = (char *)chunk + CHUNK_SIZE;
    return true;
}

/* What is left of the chunk before is lost: at most one small object's size. */
static void *small_take(struct pool *pool, size_t size)
{
    const size_t class = class_of(size);
    struct pool_free *found = pool->free[class];
    if (found) {
        pool->free[class] = found->next;
        return found;
    }
    const size_t whole = class * POOL_GRAIN;
    if (whole > (size_t)(pool->end - pool->next) && !chunk_add(pool))
        return NULL;
    void *result = pool->next;
    pool->next += whole;
    return result;
}

static void small_give(struct pool *pool, void *object, size_t size)
{
    struct pool_free *freed = object;
    freed->next = pool->free[class_of(size)];
    pool->free[class_of(size)] = freed;
}

/* The neighbours learn where `large` is now. */
static void large_link(struct pool *pool, struct pool_large *large)
{
    if (large->before)
        large->before->after = large;
    else
        pool->large = large;
    if (large->after)
        large->after->before = large;
}

static void *large_take(struct pool *pool, size_t size)
{
    struct pool_large *large = malloc(sizeof *large + size);
    if (!large)
        return NULL;
    large->before = NULL;
    large->after = pool->large;
    large_link(pool, large);
    return large + 1;
}

static void large_give(struct pool *pool, void *object)
{
    struct pool_large *large = (struct pool_large *)object - 1;
    if (large->before)
        large->before->after = large->after;
    else
        pool->large = large->after;
    if (large->after)
        large->after->before = large->before;
    free(large);
}

static void *large_resize(struct pool *pool, void *object, size_t size)
{
    struct pool_large *large = realloc((struct pool_large *)object - 1, sizeof *large + size);
    if (!large)
        return NULL;
    large_link(pool, large);
    return large + 1;
}

static void *object_take(struct pool *pool, size_t size)
{
    return is_small(size) ? small_take(pool, size) : large_take(pool, size);
}

static void object_give(struct pool *pool, void *object, size_t size)
{
    if (!object || size == 0)
        return;
    if (is_small(size))
        small_give(pool, object, size);
    else
        large_give(pool, object);
}

void *pool_resize(struct pool *pool, void *old, size_t old_size, size_t size)
{
    if (size == 0) {
        object_give(pool, old, old_size);
        return NULL;
    }
    if (!old || old_size == 0)
        return object_take(pool, size);
    if (is_small(old_size) && is_small(size) && class_of(old_size) == class_of(size))
        return old;
    void *moved;
    if (!is_small(old_size) && !is_small(size)) {
        moved = large_resize(pool, old, size);
    } else if ((moved = object_take(pool, size)) != NULL) {
        memcpy(moved, old, old_size < size ? old_size : size);
        object_give(pool, old, old_size);
    }
    return !moved && size < old_size ? old : moved;
}

static void chunks_release(struct pool *pool, const struct pool_chunk *last)
{
    while (pool->chunks != last) {
        struct pool_chunk *before = pool->chunks->before;
        free(pool->chunks);
        pool->chunks = before;
    }
}

static void large_release(struct pool *pool)
{
    for (struct pool_large *large = pool->large; large;) {
        struct pool_large *after = large->after;
        free(large);
        large = after;
    }
}

struct text pool_only_chunk(const struct pool *pool)
{
    const struct pool_chunk *chunk = pool->chunks;
    if (!chunk || chunk->before || pool->large)
        return TEXT_NONE;
    const char *start = (const char *)(chunk + 1);
    return (struct text){start, (size_t)(pool->next - start)};
}

void pool_rewind(struct pool *pool, const struct pool *then)
{
    chunks_release(pool, then->chunks);
    large_release(pool);
    *pool = *then;
}

void pool_release(struct pool *pool)
{
    chunks_release(pool, NULL);
    large_release(pool);
    *pool = (struct pool){.max = pool->max};
}
