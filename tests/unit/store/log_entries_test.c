/* Entries that somebody edited in the store: whoever reads them is told, and nothing is written by
 * what they say. */
#include "store/sealed_fixture.h"

enum { ENTRIES = 5 };

static void entries_open(void)
{
    ledger_open();
    for (uint64_t number = 0; number < ENTRIES; number++)
        recorded(number, "version", text_format(&arena, "a@%ju", (uintmax_t)number).at, "{}");
}

/* A letter of the entry becomes another one. */
static bool letter_edit(void *context, uint64_t index, struct text entry, struct error *err)
{
    char *letter = (char *)(uintptr_t)entry.at + *(const size_t *)context;
    (void)index, (void)err;
    *letter = *letter == '9' ? '8' : '9';
    return true;
}

static void entry_edit(uint64_t index, size_t letter)
{
    struct error err = {0};
    ck_assert(store->is->entries(store, (struct leaf_range){index, index + 1},
                                 (struct entry_visit){letter_edit, &letter}, &err));
}

static bool entry_count(void *context, uint64_t index, struct text entry, struct error *err)
{
    (void)index, (void)entry, (void)err;
    ++*(unsigned *)context;
    return true;
}

static bool are_read(uint64_t from, uint64_t to, struct error *err)
{
    unsigned seen = 0;
    const bool read = log_entries(ledger, (struct leaf_range){from, to},
                                  (struct entry_visit){entry_count, &seen}, err);
    ck_assert(!read || seen == to - from);
    return read;
}

START_TEST(test_log_entries__are_read_where_they_lead_to_the_signed_root)
{
    struct error err = {0};
    entries_open();
    for (uint64_t from = 0; from <= ENTRIES; from++)
        for (uint64_t to = from; to <= ENTRIES; to++)
            ck_assert_msg(are_read(from, to, &err), "%s", support_error(&err));
    ledger_close();
}
END_TEST

START_TEST(test_log_entries__one_that_was_edited_is_named)
{
    const size_t letter = 20;
    for (uint64_t edited = 0; edited < ENTRIES; edited++) {
        entries_open();
        entry_edit(edited, letter);
        for (uint64_t from = 0; from < ENTRIES; from++)
            for (uint64_t to = from + 1; to <= ENTRIES; to++) {
                struct error refusal = {0};
                const bool whole = edited < from || edited >= to;
                const char *named = text_format(&arena, "entry %ju is not", (uintmax_t)edited).at;
                ck_assert(are_read(from, to, &refusal) == whole);
                ck_assert(whole ||
                          (refusal.code == ERROR_INTEGRITY && strstr(refusal.message, named)));
            }
        ledger_close();
    }
}
END_TEST

static bool second_stop(void *context, uint64_t index, struct text entry, struct error *err)
{
    (void)context, (void)entry, (void)err;
    return index < 1;
}

START_TEST(test_log_entries__what_was_seen_before_the_walk_was_ended_is_proven)
{
    struct error err = {0};
    const struct leaf_range all = {0, ENTRIES};
    const struct entry_visit stopping = {second_stop, NULL};
    entries_open();
    entry_edit(2, 20);
    ck_assert_msg(log_entries(ledger, all, stopping, &err), "%s", support_error(&err));
    entry_edit(1, 20);
    ck_assert(!log_entries(ledger, all, stopping, &err));
    ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    ledger_close();
}
END_TEST

START_TEST(test_log_entries__of_the_write_at_hand_are_read_as_well)
{
    int64_t moment;
    uint64_t index;
    bool repeated;
    struct error err = {0};
    const struct digest id = made_id(ENTRIES);
    entries_open();
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert(log_add(ledger, made_entry(ENTRIES), &id, &index, &repeated, &err));
    ck_assert_msg(are_read(1, ENTRIES + 1, &err), "%s", support_error(&err));
    entry_edit(ENTRIES, 20);
    ck_assert(!are_read(1, ENTRIES + 1, &err));
    log_abort(ledger);
    ledger_close();
}
END_TEST

START_TEST(test_log_entries__the_time_of_an_edited_one_moves_no_clock)
{
    int64_t moment;
    struct error refusal = {0};
    entries_open();
    ledger_reopen();
    entry_edit(ENTRIES - 1, made_entry(ENTRIES - 1).size - strlen("0Z\"}"));
    ck_assert(!log_begin(ledger, FIXTURE_TIME, &moment, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(refusal.message, "entry 4 is not what its hash"), "%s", refusal.message);
    ledger_close();
}
END_TEST

/* ---- rows ---- */

START_TEST(test_log_entries__rows_are_whole_until_one_is_edited_put_in_or_taken_away)
{
    static const struct {
        const char *key, *document;
    } edits[] = {{"a@1", "{\"stage\":\"production\"}"}, {"a@1", ""}, {"a@9", "{}"}};
    for (size_t nth = 0; nth < COUNT(edits); nth++) {
        struct error err = {0};
        entries_open();
        ck_assert_msg(log_rows_whole(ledger, &err), "%s", support_error(&err));
        edit("version", edits[nth].key, text_of(edits[nth].document));
        ck_assert(!log_rows_whole(ledger, &err));
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
        ledger_close();
    }
}
END_TEST

TESTS("store/log_entries", test_log_entries__are_read_where_they_lead_to_the_signed_root,
      test_log_entries__one_that_was_edited_is_named,
      test_log_entries__what_was_seen_before_the_walk_was_ended_is_proven,
      test_log_entries__of_the_write_at_hand_are_read_as_well,
      test_log_entries__the_time_of_an_edited_one_moves_no_clock,
      test_log_entries__rows_are_whole_until_one_is_edited_put_in_or_taken_away)
