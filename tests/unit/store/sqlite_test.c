/* The sqlite backend: what it refuses to open, and what it finds changed. */
#include "store/ledger_fixture.h"

#include "store/sqlite_sum.h"

#include <endian.h>
#include <fcntl.h>

static struct store *store;
static struct error err;

static void store_make(uint64_t entries)
{
    scratch_open();
    err = (struct error){0};
    ck_assert_msg(store_sqlite_create(scratch("log.db"), &arena, &store, &err), "%s",
                  support_error(&err));
    if (entries > 0)
        commit_made(store, 0, entries);
}

static bool store_take(enum store_mode mode, struct error *why)
{
    return store_sqlite_open(scratch("log.db"), mode, &arena, &store, why);
}

static void store_end(void)
{
    store->is->close(store);
    scratch_close();
}

static off_t page_place(uint32_t number)
{
    return (off_t)(number - 1) * PAGE_BYTES;
}

/* With another program, as whoever means harm would. */
static void sql_run(const char *sql)
{
    sqlite3 *database;
    char *words = NULL;
    ck_assert_int_eq(sqlite3_open(scratch("log.db"), &database), SQLITE_OK);
    (void)sqlite3_exec(database, sql, NULL, NULL, &words);
    ck_assert_msg(!words, "%s: %s", sql, words ? words : "");
    ck_assert_int_eq(sqlite3_close(database), SQLITE_OK);
}

/* The same by somebody who knows of the sums. */
static void sql_run_well(const char *sql)
{
    sql_run(sql);
    const int fd = open(scratch("log.db"), O_RDWR);
    uint8_t page[PAGE_BYTES];
    for (uint32_t number = 1; pread(fd, page, sizeof page, page_place(number)) > 0; number++) {
        const uint64_t sum = htobe64(page_sum(number, page));
        ck_assert_int_eq(pwrite(fd, &sum, sizeof sum, page_place(number) + PAGE_SUMMED),
                         sizeof sum);
    }
    ck_assert_int_eq(close(fd), 0);
}

#define ck_assert_not_opened(mode, with)                                                           \
    do {                                                                                           \
        struct error refusal = {0};                                                                \
        ck_assert(!store_take((mode), &refusal));                                                  \
        ck_assert_msg(refusal.code == (with), "%s", support_error(&refusal));                      \
    } while (0)

START_TEST(test_sqlite__it_is_never_made_by_opening_and_never_replaced_by_making)
{
    struct error refusal = {0};
    enum file_kind kind;
    struct store *other;
    store_make(1);
    ck_assert(!store_sqlite_open(scratch("none.db"), STORE_WRITE, &arena, &other, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_UNAVAILABLE);
    ck_assert(!file_kind_of(scratch("none.db"), &kind));
    refusal = (struct error){0};
    ck_assert(!store_sqlite_create(scratch("log.db"), &arena, &other, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_REFUSED);
    ck_assert_uint_eq(size_of(store), 1);
    store_end();
}
END_TEST

START_TEST(test_sqlite__a_file_with_two_names_is_refused)
{
    store_make(1);
    store->is->close(store);
    ck_assert_int_eq(link(scratch("log.db"), scratch("second.db")), 0);
    ck_assert_not_opened(STORE_WRITE, ERROR_INTEGRITY);
    ck_assert_not_opened(STORE_READ, ERROR_INTEGRITY);
    ck_assert_int_eq(unlink(scratch("second.db")), 0);
    ck_assert_int_eq(rename(scratch("log.db"), scratch("other.db")), 0);
    scratch_link("other.db", "log.db");
    ck_assert_not_opened(STORE_WRITE, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

START_TEST(test_sqlite__files_beside_it_may_be_no_links_either)
{
    static const char *const names[] = {"log.db-wal", "log.db-shm", "log.db-journal",
                                        "log.db.lock"};
    store_make(1);
    store->is->close(store);
    scratch_file("elsewhere", "");
    for (size_t nth = 0; nth < COUNT(names); nth++) {
        (void)unlink(scratch(names[nth]));
        scratch_link("elsewhere", names[nth]);
        ck_assert_not_opened(STORE_WRITE, ERROR_INTEGRITY);
        ck_assert_int_eq(unlink(scratch(names[nth])), 0);
    }
    ck_assert(store_take(STORE_WRITE, &err));
    store_end();
}
END_TEST

START_TEST(test_sqlite__a_folder_that_is_reached_through_a_link_is_the_same_folder)
{
    struct store *other;
    store_make(1);
    scratch_link(".", "here");
    ck_assert(store_sqlite_open(scratch("here/log.db"), STORE_WRITE, &arena, &other, &err));
    commit_made(other, 1, 2);
    ck_assert_uint_eq(size_of(store), 2);
    other->is->close(other);
    store_end();
}
END_TEST

START_TEST(test_sqlite__a_database_that_others_may_write_to_is_refused)
{
    store_make(1);
    store->is->close(store);
    static const mode_t modes[] = {0664, 0646, 0666, 0777};
    for (size_t nth = 0; nth < COUNT(modes); nth++) {
        ck_assert_int_eq(chmod(scratch("log.db"), modes[nth]), 0);
        ck_assert_not_opened(STORE_WRITE, ERROR_INTEGRITY);
    }
    ck_assert_int_eq(chmod(scratch("log.db"), 0600), 0);
    ck_assert(store_take(STORE_WRITE, &err));
    store_end();
}
END_TEST

START_TEST(test_sqlite__another_database_is_refused)
{
    static const char *const changes[] = {
        "PRAGMA application_id = 0",
        "PRAGMA user_version = 1",
        "PRAGMA journal_mode = DELETE",
    };
    for (size_t nth = 0; nth < COUNT(changes); nth++) {
        store_make(1);
        store->is->close(store);
        sql_run_well(changes[nth]);
        ck_assert_not_opened(STORE_WRITE, ERROR_INTEGRITY);
        ck_assert_not_opened(STORE_READ, ERROR_INTEGRITY);
        scratch_close();
    }
}
END_TEST

START_TEST(test_sqlite__changed_tables_are_refused)
{
    static const char *const changes[] = {
        "DROP TRIGGER entry_stands",
        "DROP TRIGGER entry_remains",
        "DROP TABLE checkpoint",
        "CREATE TABLE more (at INTEGER)",
        "CREATE TABLE zebra (at INTEGER)",
        "CREATE INDEX hidden ON entry (body)",
        "CREATE VIEW seen AS SELECT * FROM entry",
        "CREATE TRIGGER spy AFTER INSERT ON tile BEGIN SELECT 1; END",
        "ALTER TABLE document ADD COLUMN more BLOB",
        "ALTER TABLE document RENAME TO \"rows\"",
        ("PRAGMA writable_schema = ON;"
         "UPDATE sqlite_schema SET sql = replace(sql, '= 32', '> 0') WHERE name = 'known'"),
    };
    for (size_t nth = 0; nth < COUNT(changes); nth++) {
        struct error refusal = {0};
        store_make(1);
        store->is->close(store);
        sql_run_well(changes[nth]);
        ck_assert_msg(!store_take(STORE_READ, &refusal), "%s", changes[nth]);
        ck_assert_msg(refusal.code == ERROR_INTEGRITY, "%s: %s", changes[nth],
                      support_error(&refusal));
        scratch_close();
    }
}
END_TEST

START_TEST(test_sqlite__what_is_no_database_is_refused)
{
    scratch_open();
    scratch_file("log.db", "SQLite format 3, or so it says; but nothing of it is one, is it?");
    ck_assert_not_opened(STORE_WRITE, ERROR_INTEGRITY);
    scratch_file("log.db", "");
    ck_assert_not_opened(STORE_WRITE, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

START_TEST(test_sqlite__the_guard_rails_stop_another_program)
{
    static const char *const harms[] = {
        "UPDATE entry SET body = x'00' WHERE at = 1",
        "DELETE FROM entry WHERE at = 2",
        "INSERT INTO entry VALUES (-1, x'00')",
        "INSERT INTO tile VALUES (3, x'00')",
        "INSERT INTO checkpoint VALUES (2, x'00')",
        "INSERT INTO entry VALUES (3, 'a text')",
        "INSERT INTO recent VALUES (3, x'00', randomblob(32))",
        "INSERT INTO known VALUES ('a text', 3)",
    };
    store_make(3);
    for (size_t nth = 0; nth < COUNT(harms); nth++) {
        sqlite3 *database;
        ck_assert_int_eq(sqlite3_open(scratch("log.db"), &database), SQLITE_OK);
        ck_assert_msg(sqlite3_exec(database, harms[nth], NULL, NULL, NULL) != SQLITE_OK, "%s",
                      harms[nth]);
        ck_assert_int_eq(sqlite3_close(database), SQLITE_OK);
    }
    store_end();
}
END_TEST

static bool entry_ignored(void *context, uint64_t index, struct text entry, struct error *why)
{
    (void)context, (void)index, (void)entry, (void)why;
    return true;
}

START_TEST(test_sqlite__a_missing_entry_is_named)
{
    struct error refusal = {0};
    store_make(5);
    store->is->close(store);
    sql_run_well("DROP TRIGGER entry_remains; DELETE FROM entry WHERE at = 2;"
                 "CREATE TRIGGER entry_remains BEFORE DELETE ON entry\n"
                 "BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END");
    ck_assert_msg(store_take(STORE_READ, &err), "%s", support_error(&err));
    ck_assert(!store->is->entries(store, (struct leaf_range){0, 5},
                                  (struct entry_visit){entry_ignored, NULL}, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_str_eq(refusal.message, "entry 2 is missing");
    store_end();
}
END_TEST

START_TEST(test_sqlite__an_entry_at_the_last_index_there_can_be_is_damage)
{
    uint64_t size;
    struct error refusal = {0};
    store_make(2);
    store->is->close(store);
    sql_run_well("INSERT INTO entry VALUES (9223372036854775807, x'00')");
    ck_assert_msg(store_take(STORE_READ, &err), "%s", support_error(&err));
    ck_assert(!store->is->size(store, &size, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_str_eq(refusal.message, "its last entry has the index 9223372036854775807");
    store_end();
}
END_TEST

START_TEST(test_sqlite__tiles_that_do_not_fit_the_entries_take_no_more)
{
    static const struct {
        const char *sql, *words;
    } cases[] = {
        {"DELETE FROM tile", "tile 0 of level 1 is missing"},
        {"UPDATE tile SET hashes = zeroblob(8192)", "tile 0 of level 1 does not have 1 hashes"},
        {"UPDATE tile SET hashes = CAST(substr(hashes, 1, 32) || randomblob(32) || "
         "zeroblob(8128) AS BLOB)",
         "tile 0 of level 1 does not have 1 hashes"},
        {"DELETE FROM recent", "entry 0 is missing among the recent ones"},
        {"DELETE FROM recent WHERE at = 17", "entry 17 is missing among the recent ones"},
        {"DELETE FROM recent WHERE at = 299", "entry 299 is missing among the recent ones"},
        {"UPDATE recent SET at = 2048 WHERE at = 299",
         "there are more recent entries than entries"},
        {"INSERT INTO recent VALUES (300, randomblob(32), randomblob(32))",
         "there are more recent entries than entries"},
    };
    for (size_t nth = 0; nth < COUNT(cases); nth++) {
        struct error refusal = {0};
        store_make(300);
        store->is->close(store);
        sql_run_well(cases[nth].sql);
        ck_assert(store_take(STORE_WRITE, &err));
        ck_assert(!store->is->begin(store, &refusal));
        ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
        ck_assert_str_eq(refusal.message, cases[nth].words);
        store_end();
    }
}
END_TEST

START_TEST(test_sqlite__a_reader_sees_one_moment)
{
    struct store *reader;
    store_make(2);
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_READ, &arena, &reader, &err));
    ck_assert_uint_eq(size_of(reader), 2);
    commit_made(store, 2, 5);
    ck_assert_uint_eq(size_of(reader), 2);
    ck_assert_uint_eq(size_of(store), 5);
    reader->is->close(reader);
    store_end();
}
END_TEST

START_TEST(test_sqlite__a_writer_that_holds_sees_one_moment)
{
    store_make(1);
    struct store *holder = store;
    ck_assert(holder->is->hold(holder, &err));
    ck_assert_uint_eq(size_of(holder), 1);
    ck_assert(store_take(STORE_WRITE, &err));
    commit_made(store, 1, 3);
    ck_assert_uint_eq(size_of(holder), 1);
    holder->is->release(holder);
    ck_assert_uint_eq(size_of(holder), 3);
    holder->is->release(holder); /* of nothing, does nothing */
    ck_assert(holder->is->begin(holder, &err));
    struct error refusal = {0};
    ck_assert(!holder->is->hold(holder, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_BUG);
    holder->is->release(holder);
    ck_assert(put_made(holder, 3, &err));
    ck_assert(holder->is->commit(holder, &err));
    ck_assert_uint_eq(size_of(holder), 4);
    holder->is->close(holder);
    store_end();
}
END_TEST

START_TEST(test_sqlite__a_reader_writes_nothing)
{
    struct store *reader;
    struct error begin = {0}, flush = {0};
    uint64_t size;
    store_make(2);
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_READ, &arena, &reader, &err));
    ck_assert(!reader->is->begin(reader, &begin));
    ck_assert_int_eq(begin.code, ERROR_BUG);
    ck_assert(!reader->is->flush(reader, &size, &flush));
    reader->is->close(reader);
    store_end();
}
END_TEST

START_TEST(test_sqlite__two_writers_take_turns)
{
    struct store *other;
    store_make(0);
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_WRITE, &arena, &other, &err));
    for (uint64_t number = 0; number < 600; number += 3) {
        commit_made(store, number, number + 2);
        commit_made(other, number + 2, number + 3);
    }
    const struct digest expected = made_root(0, 512);
    struct digest hash;
    ck_assert(store->is->hash(store, 9, 0, &hash, &err));
    ck_assert(digest_equal(&hash, &expected));
    other->is->close(other);
    store_end();
}
END_TEST

/* The recent ones are sorted in among the known whenever there are 1,024. */
START_TEST(test_sqlite__an_entry_is_found_by_its_id_however_old_it_is)
{
    enum { ENTRIES = 2500 };
    struct store *other, *reader;
    bool found = false;
    uint64_t index = 0;
    store_make(0);
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_WRITE, &arena, &other, &err));
    for (uint64_t number = 0; number < ENTRIES; number += 100) {
        commit_made(number % 200 == 0 ? store : other, number, number + 100);
        const struct digest hash = made_leaf(number / 2);
        struct digest there;
        ck_assert(store->is->hash(store, 0, number / 2, &there, &err));
        ck_assert(digest_equal(&there, &hash));
    }
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_READ, &arena, &reader, &err));
    struct store *const each[] = {store, other, reader};
    for (uint64_t number = 0; number < ENTRIES; number++) {
        const struct digest id = made_id(number);
        struct store *asked = each[number % COUNT(each)];
        ck_assert(asked->is->find(asked, &id, &found, &index, &err));
        ck_assert(found && index == number);
    }
    const struct digest nobody = made_id(ENTRIES);
    ck_assert(reader->is->find(reader, &nobody, &found, &index, &err) && !found);
    ck_assert_msg(reader->is->tidy(reader, &err), "%s", support_error(&err));
    reader->is->close(reader);
    other->is->close(other);
    store_end();
}
END_TEST

START_TEST(test_sqlite__an_id_that_is_known_is_not_put_again)
{
    store_make(1100);
    for (uint64_t number = 0; number < 1100; number += 1023) {
        struct error refusal = {0};
        ck_assert(store->is->begin(store, &err));
        ck_assert(!put_made(store, number, &refusal));
        ck_assert_int_eq(refusal.code, ERROR_REFUSED);
        store->is->abort(store);
    }
    store_end();
}
END_TEST

START_TEST(test_sqlite__ids_that_nobody_asked_for_are_found_by_counting)
{
    static const char *const changes[] = {
        "INSERT INTO known VALUES (randomblob(32), 5)",
        "DELETE FROM known WHERE at = 5",
        "INSERT INTO tile VALUES (77, zeroblob(8192))",
    };
    for (size_t nth = 0; nth < COUNT(changes); nth++) {
        struct error refusal = {0};
        store_make(1100);
        store->is->close(store);
        sql_run_well(changes[nth]);
        ck_assert(store_take(STORE_READ, &err));
        ck_assert_msg(!store->is->tidy(store, &refusal), "%s", changes[nth]);
        ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
        store_end();
    }
}
END_TEST

/* What was in memory of a write that never was is not taken for what another put there. */
START_TEST(test_sqlite__an_abort_forgets_what_it_put_even_where_another_puts_as_much)
{
    struct store *other;
    struct digest hash;
    store_make(3);
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_WRITE, &arena, &other, &err));
    ck_assert(store->is->begin(store, &err));
    ck_assert(put_made(store, 77, &err));
    store->is->abort(store);
    commit_made(other, 3, 4);
    commit_made(store, 4, 5);
    const struct digest expected = made_leaf(3);
    ck_assert(store->is->hash(store, 0, 3, &hash, &err));
    ck_assert(digest_equal(&hash, &expected));
    other->is->close(other);
    store_end();
}
END_TEST

static int child_act(void)
{
    struct error refusal = {0};
    uint64_t size;
    if (store->is->size(store, &size, &refusal) || refusal.code != ERROR_BUG)
        return BROKEN;
    store->is->close(store); /* changes nothing for the parent */
    return HELD;
}

START_TEST(test_sqlite__a_child_of_fork_may_not_use_it)
{
    store_make(1);
    ck_assert_int_eq(in_child(child_act), HELD);
    commit_made(store, 1, 2);
    store_end();
}
END_TEST

START_TEST(test_sqlite__a_backup_is_whole_while_others_write)
{
    struct store *copy, *writer;
    struct error refusal = {0};
    enum file_kind kind;
    store_make(300);
    ck_assert(store_sqlite_open(scratch("log.db"), STORE_WRITE, &arena, &writer, &err));
    ck_assert(writer->is->begin(writer, &err));
    ck_assert(put_made(writer, 300, &err));
    ck_assert_msg(store_sqlite_backup(store, scratch("copy.db"), &err), "%s", support_error(&err));
    ck_assert(writer->is->commit(writer, &err));
    ck_assert(!store_sqlite_backup(store, scratch("copy.db"), &refusal));
    ck_assert_int_eq(refusal.code, ERROR_REFUSED);
    ck_assert(!file_kind_of(scratch("copy.db-wal"), &kind));
    ck_assert_msg(store_sqlite_open(scratch("copy.db"), STORE_WRITE, &arena, &copy, &err), "%s",
                  support_error(&err));
    ck_assert_uint_eq(size_of(copy), 300);
    const struct digest expected = made_root(0, 256);
    struct digest hash;
    ck_assert(copy->is->hash(copy, 8, 0, &hash, &err));
    ck_assert(digest_equal(&hash, &expected));
    commit_made(copy, 300, 301);
    copy->is->close(copy);
    writer->is->close(writer);
    store_end();
}
END_TEST

START_TEST(test_sqlite__what_is_erased_is_gone_from_the_file)
{
    static const char secret[] = "Frau Muster, Zimmer 4711";
    store_make(0);
    ck_assert(store->is->begin(store, &err));
    put_row_made(store, "opening", "sha256:00", secret);
    ck_assert(store->is->commit(store, &err));
    ck_assert(store->is->begin(store, &err));
    put_row_made(store, "opening", "sha256:00", "");
    ck_assert(store->is->commit(store, &err));
    store->is->close(store); /* and with it the journal */
    const struct text bytes = support_read(&arena, scratch("log.db"));
    ck_assert_ptr_null(memmem(bytes.at, bytes.size, secret, sizeof secret - 1));
    enum file_kind kind;
    ck_assert(!file_kind_of(scratch("log.db-wal"), &kind));
    scratch_close();
}
END_TEST

TESTS("store/sqlite", test_sqlite__it_is_never_made_by_opening_and_never_replaced_by_making,
      test_sqlite__a_file_with_two_names_is_refused,
      test_sqlite__files_beside_it_may_be_no_links_either,
      test_sqlite__a_folder_that_is_reached_through_a_link_is_the_same_folder,
      test_sqlite__a_database_that_others_may_write_to_is_refused,
      test_sqlite__another_database_is_refused, test_sqlite__changed_tables_are_refused,
      test_sqlite__what_is_no_database_is_refused,
      test_sqlite__the_guard_rails_stop_another_program, test_sqlite__a_missing_entry_is_named,
      test_sqlite__an_entry_at_the_last_index_there_can_be_is_damage,
      test_sqlite__tiles_that_do_not_fit_the_entries_take_no_more,
      test_sqlite__a_reader_sees_one_moment, test_sqlite__a_writer_that_holds_sees_one_moment,
      test_sqlite__a_reader_writes_nothing, test_sqlite__two_writers_take_turns,
      test_sqlite__an_entry_is_found_by_its_id_however_old_it_is,
      test_sqlite__an_id_that_is_known_is_not_put_again,
      test_sqlite__ids_that_nobody_asked_for_are_found_by_counting,
      test_sqlite__an_abort_forgets_what_it_put_even_where_another_puts_as_much,
      test_sqlite__a_child_of_fork_may_not_use_it,
      test_sqlite__a_backup_is_whole_while_others_write,
      test_sqlite__what_is_erased_is_gone_from_the_file)
