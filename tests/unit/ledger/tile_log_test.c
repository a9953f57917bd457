/* Whole logs of tiles: those that are sound, and what is said of each change to one. */
#include "logging.h"

#include "ledger/tile_log.h"
#include "ledger/tile_shelf.h"

static struct arena arena;

static bool check(struct logged *logged, struct error *err)
{
    const struct tile_source source = logged_source(logged);
    const struct note_key key = key_of(&arena, LOGGED_ORIGIN, PEM_LOG);
    struct checkpoint checkpoint;
    struct text published;
    struct tile_log_sum sum;
    if (!tile_source_checkpoint(&source, &key, &arena, &published, &checkpoint, err))
        return false;
    const struct tile_log log = {.source = &source, .head = checkpoint.head};
    return tile_log_check(&log, &sum, err);
}

static bool is_sound(struct logged *logged)
{
    struct error err = {0};
    const bool sound = check(logged, &err);
    ck_assert_msg(sound || err.code == ERROR_INTEGRITY, "%s", support_error(&err));
    return sound;
}

static void finds(struct logged *logged, const char *message)
{
    struct error err = {0};
    ck_assert_msg(!check(logged, &err), "not found: %s", message);
    ck_assert_str_eq(err.message, message);
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
}

/* The bytes of a file, which a test may change. */
static char *bytes_of(struct logged *logged, const char *path)
{
    struct logged_file *found = logged_at(logged, path);
    char *bytes = arena_alloc(&arena, found->bytes.size + 1);
    memcpy(bytes, found->bytes.at, found->bytes.size);
    found->bytes.at = bytes;
    return bytes;
}

START_TEST(test_log__a_log_of_any_size_is_sound)
{
    static const uint64_t sizes[] = {0, 1, 2, 3, 255, 256, 257, 600, 65535, 65536, 65537, 70000};
    for (size_t nth = 0; nth < COUNT(sizes); nth++) {
        struct error err = {0};
        ck_assert_msg(check(logged_of(&arena, sizes[nth]), &err), "%ju: %s", (uintmax_t)sizes[nth],
                      support_error(&err));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_log__every_flipped_bit_of_a_small_log_is_found)
{
    struct logged *logged = logged_of(&arena, 3);
    for (size_t file = 0; file < logged->files.count; file++) {
        char *bytes = bytes_of(logged, logged->files.at[file].path);
        for (size_t bit = 0; bit < logged->files.at[file].bytes.size * 8; bit++) {
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
            ck_assert_msg(!is_sound(logged), "%s, bit %zu", logged->files.at[file].path, bit);
            bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        }
    }
    ck_assert(is_sound(logged));
    arena_free(&arena);
}
END_TEST

START_TEST(test_log__every_file_that_is_cut_or_longer_or_absent_is_found)
{
    struct logged *logged = logged_of(&arena, 600);
    for (size_t file = 0; file < logged->files.count; file++) {
        struct logged_file *changed = &logged->files.at[file];
        const struct text whole = changed->bytes;
        changed->bytes.size = whole.size - 1;
        ck_assert_msg(!is_sound(logged), "%s is cut", changed->path);
        changed->bytes = TEXT("!");
        ck_assert_msg(!is_sound(logged), "%s is another", changed->path);
        struct buffer longer = buffer_in(&arena, whole.size + 1);
        buffer_add(&longer, whole);
        buffer_byte(&longer, 0);
        changed->bytes = buffer_text(&longer);
        ck_assert_msg(!is_sound(logged), "%s is longer", changed->path);
        changed->bytes = (struct text){"", 0};
        ck_assert_msg(!is_sound(logged), "%s is empty", changed->path);
        changed->bytes = TEXT_NONE;
        ck_assert_msg(!is_sound(logged), "%s is absent", changed->path);
        changed->bytes = whole;
    }
    ck_assert(is_sound(logged));
    arena_free(&arena);
}
END_TEST

START_TEST(test_log__a_changed_entry_is_named)
{
    struct logged *logged = logged_of(&arena, 600);
    bytes_of(logged, "tile/entries/001")[2]++;
    finds(logged, "entry 256 is not the one that was logged: tile/entries/001");
    bytes_of(logged, "tile/entries/000")[2 + 6 + 1]++; /* the size of entry 1 */
    finds(logged, "entry 1 does not have the hash that tile/0/000 has for it");
    arena_free(&arena);
}
END_TEST

START_TEST(test_log__a_changed_tile_is_named)
{
    struct logged *logged = logged_of(&arena, 600);
    bytes_of(logged, "tile/0/001")[32 * 44]++;
    finds(logged, "tile/0/001 is wrong: it has another hash for entry 300");
    bytes_of(logged, "tile/0/001")[32 * 44]--;
    bytes_of(logged, "tile/1/000.p/2")[40]++;
    finds(logged, "tile/1/000.p/2 is not what the signed entries make");
    arena_free(&arena);
}
END_TEST

START_TEST(test_log__a_tile_and_an_entry_that_are_both_changed_are_named_together)
{
    struct logged *logged = logged_of(&arena, 600);
    bytes_of(logged, "tile/entries/001")[2]++;
    bytes_of(logged, "tile/0/002.p/88")[5]++;
    finds(logged, "entry 256 does not have the hash that tile/0/001 has for it");
    arena_free(&arena);
}
END_TEST

START_TEST(test_log__what_was_changed_first_is_named_before_what_is_missing_later)
{
    struct logged *logged = logged_of(&arena, 600);
    bytes_of(logged, "tile/entries/000")[2]++;
    logged_at(logged, "tile/entries/001")->bytes = TEXT_NONE;
    finds(logged, "entry 0 does not have the hash that tile/0/000 has for it");
    arena_free(&arena);
}
END_TEST

START_TEST(test_log__what_is_missing_is_named)
{
    static const char *const paths[] = {"tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2",
                                        "tile/entries/001", "tile/entries/002.p/88"};
    struct logged *logged = logged_of(&arena, 600);
    for (size_t nth = 0; nth < COUNT(paths); nth++) {
        struct logged_file *gone = logged_at(logged, paths[nth]);
        const struct text bytes = gone->bytes;
        gone->bytes = TEXT_NONE;
        finds(logged, text_format(&arena, "%s is missing from the log", paths[nth]).at);
        gone->bytes = bytes;
    }
    arena_free(&arena);
}
END_TEST

/* Who rewrites everything below the checkpoint has a log that is whole, and another. */
START_TEST(test_log__a_whole_log_under_the_checkpoint_of_another_is_found)
{
    struct logged *logged = logged_of(&arena, 257), *other = logged_of(&arena, 600);
    struct logged *rewritten = ARENA_NEW(&arena, struct logged);
    rewritten->arena = &arena;
    const struct tile_sink sink = {logged_write, rewritten};
    struct tile_writer *writer = tile_writer_make(&sink, &arena);
    struct error err = {0};
    for (uint64_t index = 0; index < 257; index++)
        ck_assert(tile_writer_add(writer, entry_of(&arena, index + 1), &err));
    ck_assert(tile_writer_end(writer, &rewritten->head, &err));
    ck_assert(
        logged_write(rewritten, TEXT("checkpoint"), logged_at(logged, "checkpoint")->bytes, &err));
    finds(rewritten, "the entries make another root than the signed checkpoint");
    logged_at(logged, "checkpoint")->bytes = logged_at(other, "checkpoint")->bytes;
    finds(logged, "tile/entries/001 is missing from the log");
    arena_free(&arena);
}
END_TEST

START_TEST(test_log__two_entries_that_change_places_are_found)
{
    struct logged *logged = logged_of(&arena, 3);
    char *bundle = bytes_of(logged, "tile/entries/000.p/3");
    bundle[2 + 5] = '1';
    bundle[8 + 2 + 5] = '0';
    finds(logged, "entry 0 is not the one that was logged: tile/entries/000.p/3");
    arena_free(&arena);
}
END_TEST

START_TEST(test_log__a_full_tile_serves_for_a_partial_one)
{
    struct logged *logged = logged_of(&arena, 300), *grown = logged_of(&arena, 600);
    logged_at(logged, "tile/0/001.p/44")->path = "tile/0/001";
    logged_at(logged, "tile/0/001")->bytes = logged_at(grown, "tile/0/001")->bytes;
    logged_at(logged, "tile/entries/001.p/44")->path = "tile/entries/001";
    logged_at(logged, "tile/entries/001")->bytes = logged_at(grown, "tile/entries/001")->bytes;
    ck_assert(is_sound(logged));
    bytes_of(logged, "tile/entries/001")[2 + 5]++;
    finds(logged, "entry 256 is not the one that was logged: tile/entries/001.p/44");
    arena_free(&arena);
}
END_TEST

static bool entry_seen(void *taker, uint64_t index, struct text entry, struct error *err)
{
    uint64_t *seen = taker;
    (void)err;
    ck_assert_uint_eq(index, (*seen)++);
    ck_assert(text_equal(entry, entry_of(&arena, index)));
    return true;
}

START_TEST(test_log__entries_are_shown_in_order_and_summed)
{
    struct error err = {0};
    struct logged *logged = logged_of(&arena, 600);
    const struct tile_source source = logged_source(logged);
    const struct digest *leaves = logged_leaves(&arena, 600);
    for (uint64_t older_size = 1; older_size <= 600; older_size += 37) {
        uint64_t seen = 0;
        struct tile_log_sum sum = {0};
        const struct entry_taker taker = {entry_seen, &seen};
        const struct tile_log log = {&source, logged->head, older_size, &taker};
        ck_assert(tile_log_check(&log, &sum, &err));
        ck_assert_uint_eq(seen, 600);
        ck_assert_uint_eq(sum.bytes, 10 * 6 + 90 * 7 + 500 * 8);
        const struct digest root = slow_root(leaves, older_size);
        ck_assert_mem_eq(sum.older_root.bytes, root.bytes, sizeof root.bytes);
    }
    arena_free(&arena);
}
END_TEST

static bool disk_fails(void *holder, struct text path, size_t max, struct arena *scratch,
                       struct text *out, struct error *err)
{
    if (text_starts(path, TEXT("tile/entries/001")))
        return error_set(err, ERROR_UNAVAILABLE, "the disk does not answer");
    return logged_read(holder, path, max, scratch, out, err);
}

START_TEST(test_log__a_disk_that_fails_is_no_forgery)
{
    struct error err = {0};
    struct tile_log_sum sum;
    struct logged *logged = logged_of(&arena, 600);
    const struct tile_source source = {disk_fails, logged};
    const struct tile_log log = {.source = &source, .head = logged->head};
    ck_assert(!tile_log_check(&log, &sum, &err));
    ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
    arena_free(&arena);
}
END_TEST

/* A seed that is fixed, so that a failure comes again. */
static uint64_t chance(uint64_t below)
{
    static uint64_t state = 0x9E3779B97F4A7C15;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % below;
}

static void mutate(struct logged_file *file, char *bytes)
{
    const size_t at = (size_t)chance(file->bytes.size), more = file->bytes.size - at;
    switch (chance(4)) {
    case 0:
        bytes[at] = (char)(bytes[at] ^ (1 + (int)chance(255)));
        break;
    case 1:
        file->bytes.size = at;
        break;
    case 2: /* a byte that is taken out */
        memmove(bytes + at, bytes + at + 1, more - 1);
        file->bytes.size--;
        break;
    default: /* a byte that is put in */
        memmove(bytes + at + 1, bytes + at, more);
        file->bytes.size++;
    }
}

START_TEST(test_log__a_thousand_random_changes_are_all_found)
{
    struct logged *logged = logged_of(&arena, 600);
    for (unsigned round = 0; round < 1000; round++) {
        struct arena scratch = {0};
        struct logged_file *file = &logged->files.at[chance(logged->files.count)];
        const struct text whole = file->bytes;
        char *bytes = arena_array(&scratch, whole.size + 2, 1);
        memcpy(bytes, whole.at, whole.size);
        file->bytes.at = bytes;
        mutate(file, bytes);
        ck_assert_msg(!is_sound(logged), "round %u: %s", round, file->path);
        file->bytes = whole;
        arena_free(&scratch);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_shelf__paths_from_tiles_are_those_from_leaves)
{
    static const uint64_t sizes[] = {1, 2, 255, 256, 257, 600, 1024, 66000};
    for (size_t nth = 0; nth < COUNT(sizes); nth++) {
        const uint64_t size = sizes[nth];
        const uint64_t indexes[] = {0, size / 3, size / 2, size - 1};
        struct logged *logged = logged_of(&arena, size);
        const struct tile_source source = logged_source(logged);
        const struct grove grove = tile_shelf_grove(tile_shelf_make(&source, size, &arena));
        const struct leaves leaves = {logged_leaves(&arena, size), size};
        const struct grove plain = leaves_grove(&leaves);
        for (size_t place = 0; place < COUNT(indexes); place++) {
            struct error err = {0};
            struct path path = {0}, same = {0};
            const struct leaf_place leaf = {indexes[place], size};
            ck_assert_msg(inclusion_make(&grove, leaf, &path, &err), "%s", support_error(&err));
            ck_assert(inclusion_make(&plain, leaf, &same, &err));
            ck_assert_mem_eq(&path, &same, sizeof path);
            ck_assert(
                inclusion_verify(&path, &leaves.at[leaf.index], leaf.index, &logged->head, &err));
            ck_assert(consistency_make(&grove, indexes[place] + 1, size, &path, &err));
            ck_assert(consistency_make(&plain, indexes[place] + 1, size, &same, &err));
            ck_assert_mem_eq(&path, &same, sizeof path);
        }
        arena_free(&arena);
    }
}
END_TEST

TESTS("ledger/tile_log", test_log__a_log_of_any_size_is_sound,
      test_log__every_flipped_bit_of_a_small_log_is_found,
      test_log__every_file_that_is_cut_or_longer_or_absent_is_found,
      test_log__a_changed_entry_is_named, test_log__a_changed_tile_is_named,
      test_log__a_tile_and_an_entry_that_are_both_changed_are_named_together,
      test_log__what_was_changed_first_is_named_before_what_is_missing_later,
      test_log__what_is_missing_is_named,
      test_log__a_whole_log_under_the_checkpoint_of_another_is_found,
      test_log__two_entries_that_change_places_are_found,
      test_log__a_full_tile_serves_for_a_partial_one,
      test_log__entries_are_shown_in_order_and_summed, test_log__a_disk_that_fails_is_no_forgery,
      test_log__a_thousand_random_changes_are_all_found,
      test_shelf__paths_from_tiles_are_those_from_leaves)
