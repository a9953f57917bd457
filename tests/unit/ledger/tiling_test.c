/* Tilings, and the files that a writer makes of them: which there are, and what is in them. */
#include "logging.h"

#include "ledger/tiling.h"

static struct arena arena;
static struct error err;

static const uint64_t sizes[] = {0, 1, 2, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537, 70000};

START_TEST(test_tiling__its_root_is_that_of_the_definition)
{
    struct tiling *tiling = ARENA_NEW(&arena, struct tiling);
    struct peaks peaks = {0};
    const uint64_t last = sizes[COUNT(sizes) - 1];
    const struct digest *leaves = logged_leaves(&arena, last);
    for (size_t nth = 0; nth < COUNT(sizes); nth++) {
        struct tree_head head;
        struct digest root;
        while (tiling->size < sizes[nth]) {
            ck_assert(peaks_append(&peaks, &leaves[tiling->size], &err));
            ck_assert(tiling_add(tiling, &leaves[tiling->size], NULL, &err));
        }
        const struct digest slow = slow_root(leaves, sizes[nth]);
        ck_assert(tiling_head(tiling, &head, &err) && peaks_root(&peaks, &root, &err));
        ck_assert_uint_eq(head.size, sizes[nth]);
        ck_assert_mem_eq(head.root.bytes, slow.bytes, sizeof slow.bytes);
        ck_assert_mem_eq(root.bytes, slow.bytes, sizeof slow.bytes);
    }
    arena_free(&arena);
}
END_TEST

/* Every tile that a log of this size has, by the formula for widths, and no other. */
static size_t tiles_of(const struct logged *logged, uint64_t size)
{
    size_t count = 0;
    for (unsigned level = 0; level < TILE_LEVELS; level++)
        for (uint64_t number = 0;; number++, count++) {
            struct tile tile = tile_of(level, number, size);
            if (tile.width == 0)
                break;
            const struct logged_file *found = logged_find(logged, tile_path(&tile, &arena).at);
            ck_assert_msg(found, "%s of %ju", tile_path(&tile, &arena).at, (uintmax_t)size);
            ck_assert_uint_eq(found->bytes.size, tile.width * 32);
            if (level > 0)
                continue;
            tile.entries = true;
            ck_assert(logged_find(logged, tile_path(&tile, &arena).at) != NULL);
            count++;
        }
    return count;
}

START_TEST(test_writer__every_tile_of_a_size_is_written_and_no_other)
{
    for (size_t nth = 0; nth < COUNT(sizes); nth++) {
        const struct logged *logged = logged_of(&arena, sizes[nth]);
        const size_t tiles = tiles_of(logged, sizes[nth]);
        ck_assert_uint_eq(logged->files.count, tiles + 1); /* and the checkpoint */
        ck_assert(logged_find(logged, "checkpoint") != NULL);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_writer__the_tiles_of_70000_entries_are_those_of_the_specification)
{
    static const char *const there[] = {
        "tile/0/272",     "tile/0/273.p/112", "tile/1/000",       "tile/1/001.p/17",
        "tile/2/000.p/1", "tile/entries/272", "tile/entries/000", "tile/entries/273.p/112"};
    static const char *const absent[] = {"tile/0/273", "tile/1/001", "tile/2/000", "tile/3/000.p/1",
                                         "tile/1/000.p/255"};
    const struct logged *logged = logged_of(&arena, 70000);
    for (size_t nth = 0; nth < COUNT(there); nth++)
        ck_assert_msg(logged_find(logged, there[nth]), "%s", there[nth]);
    for (size_t nth = 0; nth < COUNT(absent); nth++)
        ck_assert_msg(!logged_find(logged, absent[nth]), "%s", absent[nth]);
    arena_free(&arena);
}
END_TEST

START_TEST(test_writer__a_hash_above_stands_for_the_leaves_below)
{
    enum { SIZE = 66000 };
    const struct logged *logged = logged_of(&arena, SIZE);
    const struct digest *leaves = logged_leaves(&arena, SIZE);
    struct digest hashes[TILE_WIDTH];
    const struct tile first = tile_of(1, 0, SIZE), top = tile_of(2, 0, SIZE);
    ck_assert(tile_read(&first, logged_at(logged, "tile/1/000")->bytes, hashes, &err));
    for (unsigned nth = 0; nth < TILE_WIDTH; nth++) {
        const struct digest root = slow_root(leaves + (size_t)nth * TILE_WIDTH, TILE_WIDTH);
        ck_assert_mem_eq(hashes[nth].bytes, root.bytes, sizeof root.bytes);
    }
    ck_assert(tile_read(&top, logged_at(logged, "tile/2/000.p/1")->bytes, hashes, &err));
    const struct digest all = slow_root(leaves, 65536);
    ck_assert_mem_eq(hashes[0].bytes, all.bytes, sizeof all.bytes);
    arena_free(&arena);
}
END_TEST

static bool sink_fails(void *holder, struct text path, struct text bytes, struct error *fault)
{
    size_t *left = holder;
    (void)path;
    (void)bytes;
    return (*left)-- > 0 || error_set(fault, ERROR_UNAVAILABLE, "the disk is full");
}

/* 257 entries have two bundles, two tiles of hashes and one above: five files. */
START_TEST(test_writer__a_sink_that_fails_ends_the_writing)
{
    for (size_t files = 0; files < 5; files++) {
        struct error fault = {0};
        struct tree_head head = {.size = 7};
        size_t left = files;
        const struct tile_sink sink = {sink_fails, &left};
        struct tile_writer *writer = tile_writer_make(&sink, &arena);
        bool written = true;
        for (uint64_t index = 0; written && index < 257; index++)
            written = tile_writer_add(writer, entry_of(&arena, index), &fault);
        written = written && tile_writer_end(writer, &head, &fault);
        ck_assert(!written);
        ck_assert_int_eq(fault.code, ERROR_UNAVAILABLE);
        ck_assert_uint_eq(head.size, 7);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_writer__an_entry_has_65535_bytes_at_most)
{
    struct error fault = {0};
    struct tree_head head;
    struct logged logged = {.arena = &arena};
    const struct tile_sink sink = {logged_write, &logged};
    const char *zeros = arena_array(&arena, 65536, 1);
    struct tile_writer *writer = tile_writer_make(&sink, &arena);
    for (size_t nth = 0; nth < TILE_WIDTH; nth++)
        ck_assert(tile_writer_add(writer, (struct text){zeros, 65535}, &err));
    ck_assert(tile_writer_add(writer, (struct text){zeros, 0}, &err));
    ck_assert(!tile_writer_add(writer, (struct text){zeros, 65536}, &fault));
    ck_assert_int_eq(fault.code, ERROR_REFUSED);
    ck_assert(tile_writer_end(writer, &head, &err));
    ck_assert_uint_eq(logged_at(&logged, "tile/entries/000")->bytes.size, LIMIT_BUNDLE_SIZE);
    ck_assert_uint_eq(logged_at(&logged, "tile/entries/001.p/1")->bytes.size, 2);
    arena_free(&arena);
}
END_TEST

TESTS("ledger/tiling", test_tiling__its_root_is_that_of_the_definition,
      test_writer__every_tile_of_a_size_is_written_and_no_other,
      test_writer__the_tiles_of_70000_entries_are_those_of_the_specification,
      test_writer__a_hash_above_stands_for_the_leaves_below,
      test_writer__a_sink_that_fails_ends_the_writing,
      test_writer__an_entry_has_65535_bytes_at_most)
