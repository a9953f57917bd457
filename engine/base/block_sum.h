/* base/block_sum.h: a short sum for each block of a file, under a key that nobody else knows.
 *
 * A file is read once for its digest and once more by whoever looks into it. Times and size do not
 * tell whether it is still the same then: whoever has it mapped writes into it without moving
 * either. So while the digest is made, each block is summed as well, from the same bytes in memory,
 * and whoever reads it again sums again (base/proven_file.h):
 *
 *     file      [ block 0 | block 1 | block 2 | rest ]
 *     sums        16 B      16 B      16 B      16 B
 *
 * The sum is NH of 64-bit words: with the words w0, w1, ... of a block and k0, k1, ... of the key
 *
 *     (w0 + k0 mod 2^64) * (w1 + k1 mod 2^64) + (w2 + k2 mod 2^64) * (w3 + k3 mod 2^64) + ...
 *
 * modulo 2^128; the rest of a block is filled up with zeros. For any two different blocks of one
 * size, a key that was drawn after nobody knows has the same sum for both with a chance of 2^-64.
 * That holds for those who choose the blocks, as long as they know neither key nor sums: both stay
 * in the process. It costs a tenth of SHA-256, and is no digest: it says nothing to anybody else.
 * Words are in the machine's own order, for the same reason.
 *
 * Source: J. Black, S. Halevi, H. Krawczyk, T. Krovetz, P. Rogaway, "UMAC: Fast and Secure Message
 * Authentication", CRYPTO '99, section 4: definition of NH, theorem 4.2. UMAC as in RFC 4418 has
 * words of 32 bits and needs two passes for the same chance; VMAC has 64 bits, as here.
 */
#ifndef BASE_BLOCK_SUM_H
#define BASE_BLOCK_SUM_H

#include "base/arena.h"
#include "base/text.h"

#include <stdint.h>

enum {
    BLOCK_LEAST = 64 << 10, /* bytes: a read of that size costs little more than one byte     */
    BLOCK_WORDS = 16,       /* bytes of two words: a key is a multiple of it                  */
};

struct block_sum {
    uint64_t low, high;
};

/* The sums of one file. */
struct block_sums {
    uint64_t size;       /* of the file                                              */
    size_t block;        /* bytes of each block but the last: a power of two         */
    const uint64_t *key; /* block_key_size bytes                                     */
    struct block_sum *at;
    size_t count, room; /* blocks that were summed; that a file of this size has    */
};

/* One block of any number of bytes; the key has as many, filled up to BLOCK_WORDS. */
struct block_sum block_sum(const uint64_t *key, const uint8_t *bytes, size_t size);

/* Bytes of each block of a file of that size: BLOCK_LEAST, or more where there would be more than
 * LIMIT_BLOCKS; 0 where they would be larger than LIMIT_BLOCK_SIZE. */
size_t block_size(uint64_t file_size);

/* Bytes of key for a file of that size, which block_size is not 0 for. */
size_t block_key_size(uint64_t file_size);

/* No block is summed yet. The key is the caller's, and lives as long. */
struct block_sums block_sums_open(uint64_t file_size, const uint64_t *key, struct arena *arena);

/* The file's next bytes: whole blocks, but at the end of the file. What is beyond the size is left
 * out. */
void block_sums_add(struct block_sums *sums, struct text piece);

/* Bytes of a block of the file, and whether these are they: never where it was not summed. */
size_t block_sums_size(const struct block_sums *sums, uint64_t block);
bool block_sums_hold(const struct block_sums *sums, uint64_t block, const uint8_t *bytes);

#endif
