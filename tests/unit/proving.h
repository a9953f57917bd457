/* tests/unit/proving.h: an open file as if it had just been digested, for whoever scans files.
 */
#ifndef PROVING_H
#define PROVING_H

#include "base/proven_file.h"

#include <stdlib.h>
#include <unistd.h>

/* The sums of the file as it is now, under a key that is the same in each run. */
static inline struct block_sums *sums_taken(int file, uint64_t size, struct arena *arena)
{
    uint64_t *key = arena_alloc(arena, block_key_size(size) + 1);
    struct block_sums *sums = ARENA_NEW(arena, struct block_sums);
    for (size_t i = 0; i < block_key_size(size) / sizeof *key; i++)
        key[i] = (i + 1) * 0x9e3779b97f4a7c15U;
    *sums = block_sums_open(size, key, arena);
    char *bytes = arena_alloc(arena, sums->block);
    for (size_t block = 0; block < sums->room; block++) {
        const size_t part = block_sums_size(sums, block);
        if (pread(file, bytes, part, (off_t)(block * sums->block)) != (ssize_t)part)
            abort();
        block_sums_add(sums, (struct text){bytes, part});
    }
    return sums;
}

static inline struct proven_file *proven(int file, struct arena *arena)
{
    const off_t size = lseek(file, 0, SEEK_END);
    return proven_file_open(file, sums_taken(file, size > 0 ? (uint64_t)size : 0, arena), arena);
}

#endif
