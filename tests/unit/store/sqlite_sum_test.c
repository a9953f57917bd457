/* Sums of pages: a changed byte anywhere is found, and nothing else is taken for one. */
#include "store/ledger_fixture.h"

#include "store/sqlite_sum.h"

#include "base/file.h"
#include <fcntl.h>
#include <sys/stat.h>

enum { STRIDE = 61 }; /* through a file; no power of two, so that every place of a page is met */

/* Of page 1, computed by another program (tests/sums.py). */
#define SUM_OF_ZEROS UINT64_C(0xc7eb966dc0bd374a)

static struct store *store;
static struct error err;

static void store_make(uint64_t entries)
{
    scratch_open();
    err = (struct error){0};
    ck_assert_msg(store_sqlite_create(scratch("log.db"), &arena, &store, &err), "%s",
                  support_error(&err));
    commit_made(store, 0, entries);
    ck_assert(store->is->begin(store, &err));
    put_row_made(store, "opening", "sha256:00", "what will be erased");
    ck_assert(store->is->commit(store, &err));
    ck_assert(store->is->begin(store, &err));
    put_row_made(store, "opening", "sha256:00", "");
    ck_assert(store->is->commit(store, &err));
}

static void store_end(void)
{
    store->is->close(store);
    scratch_close();
}

static void bytes_flip(const char *name, off_t at)
{
    uint8_t byte = 0;
    const int fd = open(scratch(name), O_RDWR);
    ck_assert_int_eq(pread(fd, &byte, 1, at), 1);
    byte ^= (uint8_t)(1U << at % 8);
    ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
    ck_assert_int_eq(close(fd), 0);
}

static off_t bytes_of(const char *name)
{
    struct stat found;
    ck_assert_int_eq(stat(scratch(name), &found), 0);
    return found.st_size;
}

/* Opened by a reader who looks at everything. */
static bool whole(struct error *why)
{
    struct store *reader;
    if (!store_sqlite_open(scratch("log.db"), STORE_READ, &arena, &reader, why))
        return false;
    const bool tidy = reader->is->tidy(reader, why);
    reader->is->close(reader);
    return tidy;
}

#define ck_assert_whole()                                                                          \
    do {                                                                                           \
        struct error damage = {0};                                                                 \
        ck_assert_msg(whole(&damage), "%s", support_error(&damage));                               \
    } while (0)

#define ck_assert_found(words)                                                                     \
    do {                                                                                           \
        struct error damage = {0};                                                                 \
        ck_assert(!whole(&damage));                                                                \
        ck_assert_msg(damage.code == ERROR_INTEGRITY && strstr(damage.message, (words)), "%s",     \
                      support_error(&damage));                                                     \
    } while (0)

START_TEST(test_sum__is_what_the_format_says)
{
    uint8_t page[PAGE_BYTES] = {0};
    ck_assert_uint_eq(page_sum(1, page), SUM_OF_ZEROS);
    page[4087] = 1;
    ck_assert_uint_ne(page_sum(1, page), SUM_OF_ZEROS);
    page[4087] = 0;
    page[4088] = 1; /* the sum itself is not summed */
    ck_assert_uint_eq(page_sum(1, page), SUM_OF_ZEROS);
    ck_assert_uint_ne(page_sum(2, page), SUM_OF_ZEROS);
}
END_TEST

START_TEST(test_sum__a_byte_changed_anywhere_in_the_database_is_found)
{
    store_make(40);
    store->is->close(store);
    ck_assert_whole();
    const off_t bytes = bytes_of("log.db");
    ck_assert_int_eq(bytes % PAGE_BYTES, 0);
    for (off_t at = 0; at < bytes; at += STRIDE) {
        struct error damage = {0};
        bytes_flip("log.db", at);
        ck_assert_msg(!whole(&damage) && damage.code == ERROR_INTEGRITY, "byte %ld: %s", (long)at,
                      support_error(&damage));
        bytes_flip("log.db", at);
    }
    ck_assert_whole();
    scratch_close();
}
END_TEST

START_TEST(test_sum__a_changed_page_is_named)
{
    store_make(40);
    store->is->close(store);
    bytes_flip("log.db", 4 * PAGE_BYTES + 1234);
    ck_assert_found("page 5 was changed");
    scratch_close();
}
END_TEST

START_TEST(test_sum__a_page_at_the_place_of_another_is_found)
{
    uint8_t page[PAGE_BYTES];
    store_make(40);
    store->is->close(store);
    const int fd = open(scratch("log.db"), O_RDWR);
    ck_assert_int_eq(pread(fd, page, PAGE_BYTES, 3 * PAGE_BYTES), PAGE_BYTES);
    ck_assert_int_eq(pwrite(fd, page, PAGE_BYTES, 4 * PAGE_BYTES), PAGE_BYTES);
    ck_assert_int_eq(close(fd), 0);
    ck_assert_found("page 5 was changed");
    scratch_close();
}
END_TEST

START_TEST(test_sum__a_database_that_was_cut_or_lengthened_is_found)
{
    store_make(40);
    store->is->close(store);
    const off_t bytes = bytes_of("log.db");
    ck_assert_int_eq(truncate(scratch("log.db"), bytes + 1), 0);
    ck_assert_found("pages need");
    ck_assert_int_eq(truncate(scratch("log.db"), bytes + PAGE_BYTES), 0);
    ck_assert_found("pages need");
    ck_assert_int_eq(truncate(scratch("log.db"), bytes), 0);
    ck_assert_whole();
    ck_assert_int_eq(truncate(scratch("log.db"), bytes - 1), 0);
    ck_assert_found("was changed");
    scratch_close();
}
END_TEST

/* While somebody has the log open, what was appended lies in the journal. */
START_TEST(test_sum__a_byte_changed_anywhere_in_the_journal_is_found)
{
    store_make(20);
    for (uint64_t number = 20; number < 25; number++)
        commit_made(store, number, number + 1);
    ck_assert_whole();
    const off_t bytes = bytes_of("log.db-wal");
    ck_assert_int_gt(bytes, 7 * FRAME_SIZE);
    for (off_t at = 0; at < bytes; at += STRIDE) {
        struct error damage = {0};
        bytes_flip("log.db-wal", at);
        ck_assert_msg(!whole(&damage) && damage.code == ERROR_INTEGRITY, "byte %ld: %s", (long)at,
                      support_error(&damage));
        bytes_flip("log.db-wal", at);
    }
    ck_assert_whole();
    store_end();
}
END_TEST

START_TEST(test_sum__what_is_read_of_the_journal_is_held_against_its_sum)
{
    struct error damage = {0};
    struct store *reader;
    uint64_t size;
    store_make(20);
    for (off_t frame = 0; frame < bytes_of("log.db-wal") / FRAME_SIZE; frame++)
        bytes_flip("log.db-wal", frame_place((uint32_t)frame) + FRAME_HEADER + 4000);
    if (store_sqlite_open(scratch("log.db"), STORE_READ, &arena, &reader, &damage)) {
        ck_assert(!reader->is->size(reader, &size, &damage));
        reader->is->close(reader);
    }
    ck_assert_int_eq(damage.code, ERROR_INTEGRITY);
    ck_assert_ptr_nonnull(strstr(damage.message, "was changed in the journal"));
    store_end();
}
END_TEST

/* Whichever program copies the journal home, SQLite's own shell for one. */
START_TEST(test_sum__another_program_that_only_looks_leaves_the_sums_as_they_are)
{
    sqlite3 *database;
    store_make(20);
    ck_assert_int_eq(sqlite3_open(scratch("log.db"), &database), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(database, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL),
                     SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(database, "PRAGMA integrity_check", NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(database), SQLITE_OK);
    ck_assert_whole();
    commit_made(store, 20, 30);
    ck_assert_whole();
    store->is->close(store);
    ck_assert_whole();
    scratch_close();
}
END_TEST

/* As a crash leaves it: nobody has closed the log, and the index is made anew from the journal. */
START_TEST(test_sum__a_journal_that_was_left_behind_is_read_by_any_program)
{
    sqlite3 *database;
    store_make(20);
    const struct text log_bytes = support_read(&arena, scratch("log.db"));
    const struct text journal_bytes = support_read(&arena, scratch("log.db-wal"));
    store->is->close(store);
    ck_assert(file_write(scratch("log.db"), log_bytes, 0644, &err));
    ck_assert(file_write(scratch("log.db-wal"), journal_bytes, 0644, &err));
    ck_assert_int_eq(sqlite3_open(scratch("log.db"), &database), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_exec(database, "SELECT 1 / (count(*) = 20) FROM entry", NULL, NULL, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(database), SQLITE_OK);
    ck_assert_whole();
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_WRITE, &arena, &store, &err));
    ck_assert_uint_eq(size_of(store), 20);
    store_end();
}
END_TEST

START_TEST(test_sum__a_reader_of_an_older_moment_finds_nothing_wrong)
{
    struct store *reader;
    store_make(5);
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_READ, &arena, &reader, &err));
    ck_assert_uint_eq(size_of(reader), 5);
    for (uint64_t number = 5; number < 2005; number += 100) {
        commit_made(store, number, number + 100);
        ck_assert_msg(reader->is->tidy(reader, &err), "%s", support_error(&err));
    }
    reader->is->close(reader);
    ck_assert_whole();
    ck_assert_msg(store->is->tidy(store, &err), "%s", support_error(&err));
    store_end();
}
END_TEST

START_TEST(test_sum__a_backup_bears_sums)
{
    struct store *copy;
    store_make(300);
    ck_assert_msg(store_sqlite_backup(store, scratch("copy.db"), &err), "%s", support_error(&err));
    store->is->close(store);
    ck_assert(store_sqlite_open(scratch("copy.db"), STORE_READ, &arena, &copy, &err));
    ck_assert_msg(copy->is->tidy(copy, &err), "%s", support_error(&err));
    copy->is->close(copy);
    bytes_flip("copy.db", bytes_of("copy.db") - PAGE_BYTES / 2);
    ck_assert_int_eq(rename(scratch("copy.db"), scratch("log.db")), 0);
    ck_assert_found("was changed");
    scratch_close();
}
END_TEST

START_TEST(test_sum__a_database_without_sums_is_refused_by_name)
{
    sqlite3 *database;
    scratch_open();
    ck_assert_int_eq(sqlite3_open(scratch("log.db"), &database), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(database,
                                  "PRAGMA application_id = 1329746772; PRAGMA user_version = 1;"
                                  "CREATE TABLE entry (at INTEGER)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(database), SQLITE_OK);
    ck_assert_found("its pages bear no sums");
    scratch_close();
}
END_TEST

TESTS("store/sqlite_sum", test_sum__is_what_the_format_says,
      test_sum__a_byte_changed_anywhere_in_the_database_is_found, test_sum__a_changed_page_is_named,
      test_sum__a_page_at_the_place_of_another_is_found,
      test_sum__a_database_that_was_cut_or_lengthened_is_found,
      test_sum__a_byte_changed_anywhere_in_the_journal_is_found,
      test_sum__what_is_read_of_the_journal_is_held_against_its_sum,
      test_sum__another_program_that_only_looks_leaves_the_sums_as_they_are,
      test_sum__a_journal_that_was_left_behind_is_read_by_any_program,
      test_sum__a_reader_of_an_older_moment_finds_nothing_wrong, test_sum__a_backup_bears_sums,
      test_sum__a_database_without_sums_is_refused_by_name)
