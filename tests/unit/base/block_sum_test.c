/* The sums of blocks against the definition, reckoned in pieces of 32 bits; and what they are for:
 * one bit of a file that changed is found. */
#include "base/block_sum.h"

#include "base/limits.h"
#include "proving.h"
#include "support.h"

enum { WORD = 8, PERIOD = 256, RESTS = 97 };

/* Bytes that are the same from either end of each word, so that a vector holds on every machine. */
static uint8_t mirrored(size_t at)
{
    const size_t half = at % WORD < WORD / 2 ? at % WORD : WORD - 1 - at % WORD;
    return (uint8_t)((at / WORD * 37 + half * 11 + 1) % PERIOD);
}

static uint64_t *key_made(struct arena *arena, size_t words)
{
    uint64_t *key = ARENA_ARRAY(arena, uint64_t, words);
    for (size_t i = 0; i < words; i++)
        key[i] = (i + 1) * 0x9e3779b97f4a7c15U;
    return key;
}

static uint8_t *bytes_made(struct arena *arena, size_t size)
{
    uint8_t *bytes = arena_alloc(arena, size + 1);
    for (size_t i = 0; i < size; i++)
        bytes[i] = mirrored(i);
    return bytes;
}

/* Python, with b the bytes and k the key:
 *
 *     b = bytes((i//8*37 + min(i%8, 7-i%8)*11 + 1) % 256 for i in range(size)); b +=
 * bytes(-size%16) w = [int.from_bytes(b[i:i+8], 'little') for i in range(0, len(b), 8)] k = [(i+1)
 * * 0x9e3779b97f4a7c15 % 2**64 for i in range(len(w))] sum((w[i]+k[i])%2**64 *
 * ((w[i+1]+k[i+1])%2**64) for i in range(0, len(w), 2)) % 2**128
 */
START_TEST(test_block_sum__is_what_another_reckons)
{
    static const struct {
        size_t size;
        uint64_t low, high;
    } vectors[] = {
        {0, 0, 0},
        {8, 0x51921593768da39c, 0x2598dc70652ae6f8},
        {16, 0xafb765c5153c0ce0, 0x3d5b855fe72b1b29},
        {24, 0xa969418b8279e228, 0x4f4af3b9314ef69c},
        {32, 0xc90561cb4e5ecc88, 0x5ffbe28b4931113e},
        {48, 0x6b5d72ceda184818, 0xab98203f1e44986e},
        {1000, 0x446e27d1f8a8ba8c, 0xe939c09fef9723d8},
        {65536, 0x1aa88ffe42740000, 0xe238cad53c19aefb},
    };
    for (size_t i = 0; i < COUNT(vectors); i++) {
        struct arena arena = {0};
        const struct block_sum sum =
            block_sum(key_made(&arena, vectors[i].size / WORD + 2),
                      bytes_made(&arena, vectors[i].size), vectors[i].size);
        ck_assert_msg(sum.low == vectors[i].low && sum.high == vectors[i].high, "%zu bytes",
                      vectors[i].size);
        arena_free(&arena);
    }
}
END_TEST

/* Halves of words multiplied as at school. */
static void product_add(uint64_t a, uint64_t b, struct block_sum *sum)
{
    const uint64_t half = 0xffffffff;
    const uint64_t low = (a & half) * (b & half), first = (a >> 32) * (b & half);
    const uint64_t second = (a & half) * (b >> 32), high = (a >> 32) * (b >> 32);
    const uint64_t middle = (low >> 32) + (first & half) + (second & half);
    const uint64_t lower = (middle << 32) | (low & half);
    sum->low += lower;
    sum->high += high + (first >> 32) + (second >> 32) + (middle >> 32) + (sum->low < lower);
}

static struct block_sum sum_slowly(const uint64_t *key, const uint8_t *bytes, size_t size)
{
    struct block_sum sum = {0};
    for (size_t from = 0; from < size; from += BLOCK_WORDS, key += 2) {
        uint64_t words[2] = {0};
        memcpy(words, bytes + from, size - from < BLOCK_WORDS ? size - from : BLOCK_WORDS);
        product_add(words[0] + key[0], words[1] + key[1], &sum);
    }
    return sum;
}

START_TEST(test_block_sum__is_the_same_slowly_for_every_rest_and_alignment)
{
    struct arena arena = {0};
    const uint64_t *key = key_made(&arena, RESTS);
    const uint8_t *bytes = bytes_made(&arena, 2 * RESTS);
    for (size_t size = 0; size < RESTS; size++)
        for (size_t from = 0; from < WORD; from++) {
            const struct block_sum fast = block_sum(key, bytes + from, size);
            const struct block_sum slow = sum_slowly(key, bytes + from, size);
            ck_assert_msg(fast.low == slow.low && fast.high == slow.high, "%zu from %zu", size,
                          from);
        }
    arena_free(&arena);
}
END_TEST

START_TEST(test_block_sum__one_bit_anywhere_is_found)
{
    struct arena arena = {0};
    const size_t size = 4096 + 5;
    const uint64_t *key = key_made(&arena, size / WORD + 2);
    uint8_t *bytes = bytes_made(&arena, size);
    const struct block_sum before = block_sum(key, bytes, size);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        const struct block_sum after = block_sum(key, bytes, size);
        ck_assert_msg(after.low != before.low || after.high != before.high, "bit %zu", bit);
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_block_sum__words_that_change_places_are_found)
{
    struct arena arena = {0};
    const uint64_t *key = key_made(&arena, 4);
    const uint64_t words[] = {1, 2, 3, 4}, pairs[] = {3, 4, 1, 2}, turned[] = {2, 1, 3, 4};
    const struct block_sum sum = block_sum(key, (const uint8_t *)words, sizeof words);
    ck_assert_uint_ne(sum.low, block_sum(key, (const uint8_t *)pairs, sizeof pairs).low);
    ck_assert_uint_ne(sum.low, block_sum(key, (const uint8_t *)turned, sizeof turned).low);
    arena_free(&arena);
}
END_TEST

START_TEST(test_block_sums__blocks_grow_where_there_would_be_too_many)
{
    const uint64_t most = (uint64_t)LIMIT_BLOCKS * LIMIT_BLOCK_SIZE;
    const uint64_t small = (uint64_t)LIMIT_BLOCKS * BLOCK_LEAST;
    ck_assert_uint_eq(block_size(0), BLOCK_LEAST);
    ck_assert_uint_eq(block_size(small - 1), BLOCK_LEAST);
    ck_assert_uint_eq(block_size(small), 2 * BLOCK_LEAST);
    ck_assert_uint_eq(block_size(most - 1), LIMIT_BLOCK_SIZE);
    ck_assert_uint_eq(block_size(most), 0);
    ck_assert_uint_eq(block_size(UINT64_MAX), 0);
    ck_assert_uint_eq(block_key_size(0), 0);
    ck_assert_uint_eq(block_key_size(1), BLOCK_WORDS);
    ck_assert_uint_eq(block_key_size(BLOCK_WORDS), BLOCK_WORDS);
    ck_assert_uint_eq(block_key_size(small - 1), BLOCK_LEAST);
    ck_assert_uint_eq(block_key_size(most - 1), LIMIT_BLOCK_SIZE);
}
END_TEST

/* Sizes around the edges of blocks: as many sums as blocks, and the last of what is left. */
START_TEST(test_block_sums__the_last_block_is_what_is_left)
{
    static const struct {
        const char *name;
        uint64_t size;
        size_t blocks, last;
    } files[] = {
        {"an empty file", 0, 0, 0},
        {"a byte", 1, 1, 1},
        {"a block but a byte", BLOCK_LEAST - 1, 1, BLOCK_LEAST - 1},
        {"a block", BLOCK_LEAST, 1, BLOCK_LEAST},
        {"a block and a byte", BLOCK_LEAST + 1, 2, 1},
        {"two blocks", 2 * BLOCK_LEAST, 2, BLOCK_LEAST},
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        struct arena arena = {0};
        const size_t size = (size_t)files[i].size;
        const char *bytes = (const char *)bytes_made(&arena, size);
        struct block_sums sums =
            block_sums_open(size, key_made(&arena, BLOCK_LEAST / WORD), &arena);
        block_sums_add(&sums, (struct text){bytes, size});
        ck_assert_msg(sums.count == files[i].blocks && sums.room == sums.count, "%s",
                      files[i].name);
        if (sums.count)
            ck_assert_msg(block_sums_size(&sums, sums.count - 1) == files[i].last, "%s",
                          files[i].name);
        ck_assert_uint_eq(block_sums_size(&sums, sums.count), 0);
        for (size_t block = 0; block < sums.count; block++)
            ck_assert_msg(
                block_sums_hold(&sums, block, (const uint8_t *)bytes + block * BLOCK_LEAST), "%s",
                files[i].name);
        ck_assert(!block_sums_hold(&sums, sums.count, (const uint8_t *)bytes));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_block_sums__what_was_not_summed_or_is_beyond_never_holds)
{
    struct arena arena = {0};
    const size_t size = 2 * BLOCK_LEAST;
    const uint8_t *bytes = bytes_made(&arena, size + BLOCK_LEAST);
    struct block_sums sums = block_sums_open(size, key_made(&arena, BLOCK_LEAST / WORD), &arena);
    ck_assert(!block_sums_hold(&sums, 0, bytes));
    block_sums_add(&sums, (struct text){(const char *)bytes, BLOCK_LEAST});
    ck_assert(block_sums_hold(&sums, 0, bytes));
    ck_assert(!block_sums_hold(&sums, 1, bytes + BLOCK_LEAST));
    block_sums_add(&sums, (struct text){(const char *)bytes + BLOCK_LEAST, size});
    ck_assert(block_sums_hold(&sums, 1, bytes + BLOCK_LEAST));
    ck_assert_uint_eq(sums.count, 2);
    ck_assert(!block_sums_hold(&sums, UINT64_MAX, bytes));
    arena_free(&arena);
}
END_TEST

TESTS("base/block_sum", test_block_sum__is_what_another_reckons,
      test_block_sum__is_the_same_slowly_for_every_rest_and_alignment,
      test_block_sum__one_bit_anywhere_is_found, test_block_sum__words_that_change_places_are_found,
      test_block_sums__blocks_grow_where_there_would_be_too_many,
      test_block_sums__the_last_block_is_what_is_left,
      test_block_sums__what_was_not_summed_or_is_beyond_never_holds)
