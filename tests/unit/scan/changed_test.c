/* Files that change after they were digested: the scan says nothing of them, whichever of its
 * readers met the bytes. */
#include "scanning.h"

enum { LARGE = 300000 };

/* A file of `before`, digested, in which the bytes at `at` are then others. */
static bool scanned_after(const char *name, struct text before, size_t at, const char *others,
                          struct error *err)
{
    struct scan scan = {.more = 77};
    struct arena arena = {0};
    const int file = memfd_create("scanned", 0);
    ck_assert(file >= 0 && write(file, before.at, before.size) == (ssize_t)before.size);
    struct proven_file *digested = proven(file, &arena);
    ck_assert_int_eq(pwrite(file, others, strlen(others), (off_t)at), (ssize_t)strlen(others));
    const bool done = scan_file(digested, text_of(name), &arena, &scan, err);
    ck_assert(done || scan.more == 77);
    (void)close(file);
    arena_free(&arena);
    return done;
}

static void check_changed(const char *name, struct text before, size_t at, const char *others)
{
    struct error err = {0};
    ck_assert_msg(!scanned_after(name, before, at, others, &err), "%s at %zu", name, at);
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_str_eq(err.message, "changed while it was read");
}

START_TEST(test_scan__a_pickle_that_becomes_harmless_after_its_digest_is_refused)
{
    check_changed("a.pkl",
                  TEXT("\x80\x02"
                       "cposix\nsystem\n(S'id'\ntR."),
                  2, "N.");
}
END_TEST

/* One tensor, whose numbers nobody reads but the search for a zip archive's end, at the end. */
static struct text tensor_file(char *bytes)
{
    static const char form[] = "{\"w\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}}";
    memset(bytes, 0, LARGE);
    const int head = snprintf(bytes + 8, LARGE - 8, form, LARGE / 2, LARGE / 2);
    bytes[0] = (char)head;
    bytes[8 + head] = 0;
    return (struct text){bytes, 8 + (size_t)head + LARGE / 2};
}

START_TEST(test_scan__every_block_that_is_looked_at_counts)
{
    static char bytes[LARGE];
    const struct text tensors = tensor_file(bytes);
    check_changed("a.safetensors", tensors, 20, "?");
    check_changed("a.safetensors", tensors, tensors.size - 30, "?");
}
END_TEST

START_TEST(test_scan__a_large_file_without_a_mark_is_refused_from_its_end)
{
    static char bytes[LARGE];
    memset(bytes, 'a', LARGE);
    for (size_t at = 0; at < LARGE; at += LARGE / 4)
        check_changed("a.txt", (struct text){bytes, LARGE}, at, "b");
    check_changed("a.txt", (struct text){bytes, LARGE}, LARGE - 1, "b");
}
END_TEST

START_TEST(test_scan__a_file_that_stays_is_scanned)
{
    struct error err = {0};
    ck_assert(scanned_after("a.txt", TEXT("a text"), 2, "t", &err));
}
END_TEST

TESTS("scan/changed", test_scan__a_pickle_that_becomes_harmless_after_its_digest_is_refused,
      test_scan__every_block_that_is_looked_at_counts,
      test_scan__a_large_file_without_a_mark_is_refused_from_its_end,
      test_scan__a_file_that_stays_is_scanned)
