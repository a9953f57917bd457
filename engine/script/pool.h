/* script/pool.h: the memory of one Lua state, given back whole. Private to the room.
 *
 * A policy makes some hundreds of small objects and is over in microseconds. So small objects come
 * from chunks, cut one after another and kept by size once they are freed; large ones come from the
 * system. Dropping the pool drops them all, whatever became of them.
 *
 *     chunks -> [ 32 | 48 | 48 | 16 | ......... ] -> [ full ] -> NULL
 *                           ^ free[2]  ^ next   ^ end
 *     large <-> [ head | 4 KiB ] <-> [ head | 100 KiB ]
 *
 * Under the address sanitizer every object is a large one, so that overruns are seen.
 */
#ifndef SCRIPT_POOL_H
#define SCRIPT_POOL_H

#include "base/text.h"

enum { POOL_GRAIN = 16, POOL_SMALL = 2048, POOL_CLASSES = POOL_SMALL / POOL_GRAIN + 1 };

struct pool_chunk;
struct pool_free;
struct pool_large;

/* A pool of zeros, with `max` set, is empty. */
struct pool {
    size_t max;   /* bytes that all chunks may take; pieces of one size do not serve another */
    size_t taken; /* bytes that the objects of the pool take                                 */
    char *next;
    char *end;
    struct pool_chunk *chunks;
    struct pool_large *large;
    struct pool_free *free[POOL_CLASSES];
};

/* Make the object `old` of `old_size` bytes one of `size`, moving it where needed. `old` may be
 * NULL, with size 0; `size` may be 0: the object goes and NULL is the answer. NULL for any other
 * size: there is no memory, the object stays as it was; never where it shrinks. */
void *pool_resize(struct pool *pool, void *old, size_t old_size, size_t size);

/* What is used of the pool's chunk where there is one and nothing else, else the empty text. */
struct text pool_only_chunk(const struct pool *pool);

/* Give back what was taken since the pool was `then`, when it had one chunk and nothing else. The
 * bytes that the chunk had then are not ours to restore. */
void pool_rewind(struct pool *pool, const struct pool *then);

/* Give everything in the pool back. */
void pool_release(struct pool *pool);

#endif
