/* A file that was digested, read again: as it was, and after somebody changed it. */
#include "base/proven_file.h"

#include "proving.h"
#include "support.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { SIZE = 3 * BLOCK_LEAST + 1000 };

static uint8_t byte_at(size_t at)
{
    return (uint8_t)(at * 31 + at / 251);
}

/* SIZE bytes, in a file that goes when it is closed. */
static int file_made(void)
{
    static uint8_t bytes[SIZE];
    const int file = memfd_create("proven", 0);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = byte_at(i);
    ck_assert(file >= 0 && write(file, bytes, SIZE) == SIZE);
    return file;
}

static void byte_change(int file, off_t at)
{
    const uint8_t changed = (uint8_t)~byte_at((size_t)at);
    ck_assert_int_eq(pwrite(file, &changed, 1, at), 1);
}

static void check_refused(const struct proven_file *file, enum error_code code, const char *words)
{
    struct error err = {0};
    ck_assert(!proven_file_check(file, &err));
    ck_assert_msg(err.code == code && strstr(err.message, words), "%s", support_error(&err));
}

START_TEST(test_proven_file__gives_the_bytes_of_any_part)
{
    static const struct {
        size_t from, size, got;
    } parts[] = {
        {0, SIZE, SIZE},
        {0, 1, 1},
        {BLOCK_LEAST - 1, 2, 2},
        {BLOCK_LEAST, BLOCK_LEAST, BLOCK_LEAST},
        {5, 2 * BLOCK_LEAST, 2 * BLOCK_LEAST},
        {SIZE - 1, 10, 1},
        {SIZE, 10, 0},
        {SIZE + BLOCK_LEAST, 10, 0},
        {7, 0, 0},
    };
    struct arena arena = {0};
    struct error err = {0};
    static uint8_t bytes[SIZE];
    const int file = file_made();
    struct proven_file *digested = proven(file, &arena);
    ck_assert_uint_eq(proven_file_size(digested), SIZE);
    for (size_t i = 0; i < COUNT(parts); i++) {
        const size_t got = proven_file_read(digested, parts[i].from, bytes, parts[i].size);
        ck_assert_msg(got == parts[i].got, "part %zu: %zu", i, got);
        for (size_t k = 0; k < got; k++)
            ck_assert_uint_eq(bytes[k], byte_at(parts[i].from + k));
    }
    ck_assert(proven_file_check(digested, &err));
    (void)close(file);
    arena_free(&arena);
}
END_TEST

/* One byte of a block is enough to have nothing of the block, though the one asked for is as it
 * was; what stands before is handed out, and nothing from then on. */
START_TEST(test_proven_file__nothing_of_a_block_that_changed_is_handed_out)
{
    struct arena arena = {0};
    static uint8_t bytes[SIZE];
    const int file = file_made();
    struct proven_file *digested = proven(file, &arena);
    byte_change(file, 2 * BLOCK_LEAST - 1);
    ck_assert_uint_eq(proven_file_read(digested, 10, bytes, SIZE), BLOCK_LEAST - 10);
    check_refused(digested, ERROR_REFUSED, "changed while it was read");
    ck_assert_uint_eq(proven_file_read(digested, 0, bytes, 1), 0);
    byte_change(file, 2 * BLOCK_LEAST - 1);
    ck_assert_uint_eq(proven_file_read(digested, BLOCK_LEAST, bytes, 1), 0);
    check_refused(digested, ERROR_REFUSED, "changed while it was read");
    (void)close(file);
    arena_free(&arena);
}
END_TEST

/* A change that is not looked at is no matter of the reader's: it got what was digested. */
START_TEST(test_proven_file__what_was_handed_out_was_digested)
{
    struct arena arena = {0};
    struct error err = {0};
    uint8_t byte;
    const int file = file_made();
    struct proven_file *digested = proven(file, &arena);
    ck_assert_uint_eq(proven_file_read(digested, 0, &byte, 1), 1);
    byte_change(file, 1);
    ck_assert(proven_file_read(digested, 1, &byte, 1) == 1 && byte == byte_at(1));
    ck_assert(proven_file_check(digested, &err));
    ck_assert_uint_eq(proven_file_read(digested, BLOCK_LEAST, &byte, 1), 1);
    ck_assert_uint_eq(proven_file_read(digested, 1, &byte, 1), 0);
    check_refused(digested, ERROR_REFUSED, "changed while it was read");
    (void)close(file);
    arena_free(&arena);
}
END_TEST

START_TEST(test_proven_file__a_byte_in_the_short_last_block_is_found)
{
    struct arena arena = {0};
    uint8_t byte;
    const int file = file_made();
    struct proven_file *digested = proven(file, &arena);
    byte_change(file, SIZE - 1);
    ck_assert_uint_eq(proven_file_read(digested, 3 * BLOCK_LEAST, &byte, 1), 0);
    check_refused(digested, ERROR_REFUSED, "changed while it was read");
    (void)close(file);
    arena_free(&arena);
}
END_TEST

START_TEST(test_proven_file__a_file_that_became_shorter_changed)
{
    struct arena arena = {0};
    uint8_t byte;
    const int file = file_made();
    struct proven_file *digested = proven(file, &arena);
    ck_assert_int_eq(ftruncate(file, SIZE - 1), 0);
    ck_assert_uint_eq(proven_file_read(digested, SIZE - 10, &byte, 1), 0);
    check_refused(digested, ERROR_REFUSED, "changed while it was read");
    (void)close(file);
    arena_free(&arena);
}
END_TEST

START_TEST(test_proven_file__a_file_that_became_longer_ends_where_it_did)
{
    struct arena arena = {0};
    struct error err = {0};
    static uint8_t bytes[2 * SIZE];
    const int file = file_made();
    struct proven_file *digested = proven(file, &arena);
    ck_assert_int_eq(ftruncate(file, 2 * SIZE), 0);
    ck_assert_uint_eq(proven_file_read(digested, 0, bytes, sizeof bytes), SIZE);
    ck_assert(proven_file_check(digested, &err));
    (void)close(file);
    arena_free(&arena);
}
END_TEST

START_TEST(test_proven_file__one_that_the_system_does_not_read_is_told_as_that)
{
    struct arena arena = {0};
    uint8_t byte;
    const int file = file_made();
    const struct block_sums *sums = sums_taken(file, SIZE, &arena);
    struct proven_file *digested = proven_file_open(-1, sums, &arena);
    ck_assert_uint_eq(proven_file_read(digested, 0, &byte, 1), 0);
    check_refused(digested, ERROR_UNAVAILABLE, "cannot be read");
    (void)close(file);
    arena_free(&arena);
}
END_TEST

TESTS("base/proven_file", test_proven_file__gives_the_bytes_of_any_part,
      test_proven_file__nothing_of_a_block_that_changed_is_handed_out,
      test_proven_file__what_was_handed_out_was_digested,
      test_proven_file__a_byte_in_the_short_last_block_is_found,
      test_proven_file__a_file_that_became_shorter_changed,
      test_proven_file__a_file_that_became_longer_ends_where_it_did,
      test_proven_file__one_that_the_system_does_not_read_is_told_as_that)
