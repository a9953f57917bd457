#include "base/block_sum.h"

#include "base/limits.h"

#include <string.h>

enum { WORD_SIZE = sizeof(uint64_t), HALF = 64 };

__extension__ struct wide_sum {
    unsigned __int128 number;
};

static inline uint64_t word_keyed(const uint64_t *key, const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, WORD_SIZE);
    return word + *key;
}

static inline void words_add(struct wide_sum *sum, const uint64_t *key, const uint8_t *bytes)
{
    sum->number += __extension__(unsigned __int128) word_keyed(key, bytes) *
                   word_keyed(key + 1, bytes + WORD_SIZE);
}

/* Two sums at once: neither waits for the other's carry. */
struct block_sum block_sum(const uint64_t *key, const uint8_t *bytes, size_t size)
{
    const size_t both = (size_t)2 * BLOCK_WORDS;
    struct wide_sum even = {0}, odd = {0};
    for (; size >= both; size -= both, bytes += both, key += 4) {
        words_add(&even, key, bytes);
        words_add(&odd, key + 2, bytes + BLOCK_WORDS);
    }
    for (; size > 0; key += 2) {
        uint8_t filled[BLOCK_WORDS] = {0};
        const size_t taken = size < BLOCK_WORDS ? size : BLOCK_WORDS;
        memcpy(filled, bytes, taken);
        words_add(&even, key, filled);
        bytes += taken;
        size -= taken;
    }
    even.number += odd.number;
    return (struct block_sum){(uint64_t)even.number, (uint64_t)(even.number >> HALF)};
}

size_t block_size(uint64_t file_size)
{
    size_t block = BLOCK_LEAST;
    while (block <= LIMIT_BLOCK_SIZE && file_size / block >= LIMIT_BLOCKS)
        block *= 2;
    return block <= LIMIT_BLOCK_SIZE ? block : 0;
}

size_t block_key_size(uint64_t file_size)
{
    const size_t block = block_size(file_size);
    const size_t summed = file_size < block ? (size_t)file_size : block;
    return (summed + BLOCK_WORDS - 1) / BLOCK_WORDS * BLOCK_WORDS;
}

struct block_sums block_sums_open(uint64_t file_size, const uint64_t *key, struct arena *arena)
{
    const size_t block = block_size(file_size);
    const size_t room = (size_t)(file_size / block + (file_size % block > 0));
    return (struct block_sums){.size = file_size,
                               .block = block,
                               .key = key,
                               .at = ARENA_ARRAY(arena, struct block_sum, room + 1),
                               .room = room};
}

size_t block_sums_size(const struct block_sums *sums, uint64_t block)
{
    const uint64_t left = block < sums->room ? sums->size - block * sums->block : 0;
    return left < sums->block ? (size_t)left : sums->block;
}

void block_sums_add(struct block_sums *sums, struct text piece)
{
    while (sums->count < sums->room) {
        const size_t size = block_sums_size(sums, sums->count);
        if (piece.size < size)
            return;
        sums->at[sums->count++] = block_sum(sums->key, (const uint8_t *)piece.at, size);
        piece = text_part(piece, size, piece.size);
    }
}

bool block_sums_hold(const struct block_sums *sums, uint64_t block, const uint8_t *bytes)
{
    if (block >= sums->count)
        return false;
    const struct block_sum again = block_sum(sums->key, bytes, block_sums_size(sums, block));
    return again.low == sums->at[block].low && again.high == sums->at[block].high;
}
