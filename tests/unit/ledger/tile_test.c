/* Tiles and bundles: their names, their widths, their bytes. */
#include "logging.h"

static struct arena arena;

START_TEST(test_tile__names_are_read_as_they_are_written)
{
    static const char *const names[] = {
        "tile/0/000",
        "tile/63/999.p/255",
        "tile/1/x001/000",
        "tile/0/x999/999",
        "tile/entries/000.p/1",
        "tile/entries/x001/x234/067.p/1",
        "tile/entries/x036/x028/x797/x018/x963/967"}; /* (2^63 - 1) / 256 */
    for (size_t nth = 0; nth < COUNT(names); nth++) {
        struct error err = {0};
        struct tile tile;
        ck_assert_msg(tile_path_read(text_of(names[nth]), &tile, &err), "%s", names[nth]);
        ck_assert_str_eq(tile_path(&tile, &arena).at, names[nth]);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_tile__a_name_in_a_second_spelling_is_refused)
{
    static const char *const names[] = {
        "",
        "tile",
        "tile/",
        "tile/64/000",
        "tile/00/000",
        "tile/01/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile//000",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/x001/",
        "tile/0/001/000",
        "tile/0/000/",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/-1",
        "tile/0/000.p/1/",
        "tile/0/../000",
        "/tile/0/000",
        "./tile/0/000",
        "tile/data/000",
        "tile/entries/0/000",
        "tile/8/0/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/entries/x036/x028/x797/x018/x963/968",
    };
    for (size_t nth = 0; nth < COUNT(names); nth++) {
        struct error err = {0};
        struct tile tile = {.width = 99};
        ck_assert_msg(!tile_path_read(text_of(names[nth]), &tile, &err), "%s", names[nth]);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_uint_eq(tile.width, 99);
    }
}
END_TEST

START_TEST(test_tile__its_width_follows_from_the_size)
{
    static const struct {
        unsigned level;
        uint64_t number;
        uint64_t size;
        unsigned width;
    } cases[] = {
        {0, 0, 0, 0},           {0, 0, 1, 1},
        {0, 0, 255, 255},       {0, 0, 256, 256},
        {0, 1, 256, 0},         {0, 1, 257, 1},
        {1, 0, 255, 0},         {1, 0, 256, 1},
        {1, 0, 65535, 255},     {1, 0, 65536, 256},
        {2, 0, 65535, 0},       {2, 0, 65536, 1},
        {0, 272, 70000, 256},   {0, 273, 70000, 112},
        {0, 274, 70000, 0},     {1, 0, 70000, 256},
        {1, 1, 70000, 17},      {2, 0, 70000, 1},
        {3, 0, 70000, 0},       {8, 0, UINT64_MAX, 0},
        {63, 0, UINT64_MAX, 0}, {7, 0, UINT64_MAX, 255},
    };
    for (size_t nth = 0; nth < COUNT(cases); nth++)
        ck_assert_uint_eq(tile_of(cases[nth].level, cases[nth].number, cases[nth].size).width,
                          cases[nth].width);
}
END_TEST

START_TEST(test_tile__it_has_32_bytes_for_each_hash_and_no_more)
{
    struct digest hashes[TILE_WIDTH], again[TILE_WIDTH];
    static const unsigned widths[] = {1, 2, 255, 256};
    memset(hashes, 7, sizeof hashes);
    for (size_t nth = 0; nth < COUNT(widths); nth++) {
        struct error err = {0};
        struct buffer bytes = buffer_in(&arena, sizeof hashes);
        const struct tile tile = {.width = widths[nth]};
        tile_write(hashes, widths[nth], &bytes);
        const struct text written = buffer_text(&bytes);
        ck_assert(tile_read(&tile, written, again, &err));
        ck_assert_mem_eq(again, hashes, written.size);
        ck_assert(!tile_read(&tile, text_part(written, 1, written.size), again, &err));
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert(!tile_read(&tile, (struct text){written.at, written.size + 1}, again, &err));
    }
    struct error err = {0};
    ck_assert(!tile_read(&(struct tile){.width = 0}, TEXT_NONE, again, &err));
    ck_assert(!tile_read(&(struct tile){.width = 257},
                         (struct text){(const char *)hashes, (size_t)257 * 32}, again, &err));
    arena_free(&arena);
}
END_TEST

START_TEST(test_bundle__entries_of_every_size_come_back)
{
    static const size_t sizes[] = {0, 1, 255, 256, 257, 65534, 65535};
    struct error err = {0};
    struct text entries[TILE_WIDTH];
    struct buffer bytes = buffer_in(&arena, LIMIT_BUNDLE_SIZE);
    const char *zeros = arena_array(&arena, 65536, 1);
    for (size_t nth = 0; nth < COUNT(sizes); nth++)
        ck_assert(bundle_add((struct text){zeros, sizes[nth]}, &bytes, &err));
    const struct tile tile = {.entries = true, .width = COUNT(sizes)};
    ck_assert(bundle_read(&tile, buffer_text(&bytes), entries, &err));
    for (size_t nth = 0; nth < COUNT(sizes); nth++)
        ck_assert(text_equal(entries[nth], (struct text){zeros, sizes[nth]}));
    const size_t before = bytes.size;
    ck_assert(!bundle_add((struct text){zeros, 65536}, &bytes, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_uint_eq(bytes.size, before);
    arena_free(&arena);
}
END_TEST

START_TEST(test_bundle__what_is_cut_short_or_goes_on_is_refused)
{
    static const struct {
        const char *name;
        unsigned width;
        struct text bytes;
    } cases[] = {
        {"nothing", 1, {"", 0}},
        {"half a size", 1, {"\0", 1}},
        {"a size without its entry", 1, {"\0\1", 2}},
        {"an entry that is one byte short", 1, {"\0\2a", 3}},
        {"a size whose first byte counts", 1, {"\1\1a", 3}},
        {"one entry for two", 2, {"\0\1a", 3}},
        {"two entries for one", 1, {"\0\1a\0\1b", 6}},
        {"a byte after the last entry", 1, {"\0\1ab", 4}},
        {"no entries", 0, {"", 0}},
        {"257 entries", 257, {"", 0}},
    };
    for (size_t nth = 0; nth < COUNT(cases); nth++) {
        struct error err = {0};
        struct text entries[TILE_WIDTH] = {{"before", 6}};
        const struct tile tile = {.entries = true, .width = cases[nth].width};
        ck_assert_msg(!bundle_read(&tile, cases[nth].bytes, entries, &err), "%s", cases[nth].name);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert(text_is(entries[0], "before"));
    }
}
END_TEST

TESTS("ledger/tile", test_tile__names_are_read_as_they_are_written,
      test_tile__a_name_in_a_second_spelling_is_refused, test_tile__its_width_follows_from_the_size,
      test_tile__it_has_32_bytes_for_each_hash_and_no_more,
      test_bundle__entries_of_every_size_come_back,
      test_bundle__what_is_cut_short_or_goes_on_is_refused)
