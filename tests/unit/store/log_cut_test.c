/* Entries that somebody put behind those that a log was given, and what is taken away with them. */
#include "store/sealed_fixture.h"

/* Opened by another process, which takes away what the log was not given: how many entries. */
static uint64_t cut(void)
{
    struct error err = {0};
    uint64_t gone = UINT64_MAX;
    ck_assert(anchor_open(scratch("anchor.db"), &arena, &anchor, &err));
    const struct log_parts parts = {store, anchor, pair, TEXT("test.example/log"), &gone};
    ck_assert_msg(log_over(&parts, &arena, &ledger, &err), "%s", support_error(&err));
    rows = log_rows(ledger);
    return gone;
}

static void ledger_leave(void)
{
    log_close(ledger);
    store = store_memory_reopen(store, &no_fault);
}

START_TEST(test_log_cut__what_somebody_else_put_behind_the_head_is_taken_away)
{
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    recorded(1, "version", "a@2", "{}");
    ledger_leave();
    commit_made(store, 2, 5); /* by another program, which knows the format and not the key */
    ck_assert_uint_eq(cut(), 3);
    ck_assert_uint_eq(size_of(store), 2);
    recorded(2, "version", "a@3", "{}");
    ck_assert(text_is(said("version", "a@1"), "{}"));
    ledger_close();
}
END_TEST

START_TEST(test_log_cut__what_is_signed_stays)
{
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    recorded(1, "version", "a@2", "{}");
    edit("seal", "", TEXT("somebody's"));
    ledger_leave();
    ck_assert_uint_eq(cut(), 0);
    ck_assert_uint_eq(size_of(store), 2);
    ledger_close();
}
END_TEST

static void file_put(const char *name, struct text bytes)
{
    FILE *file = fopen(scratch(name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes.at, 1, bytes.size, file), bytes.size);
    ck_assert_int_eq(fclose(file), 0);
}

/* As if the process had died before the anchor moved. */
static void ledger_leave_unsigned(void)
{
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    const struct text older = support_read(&arena, scratch("anchor.db"));
    recorded(1, "version", "a@2", "{}");
    ledger_leave();
    file_put("anchor.db", older);
}

START_TEST(test_log_cut__what_a_writer_sealed_and_did_not_come_to_sign_is_signed)
{
    ledger_leave_unsigned();
    ck_assert_uint_eq(cut(), 0);
    ck_assert_uint_eq(log_head(ledger)->size, 2);
    ledger_close();
}
END_TEST

START_TEST(test_log_cut__only_what_stands_behind_the_sealed_is_taken_away)
{
    ledger_leave_unsigned();
    commit_made(store, 2, 4);
    ck_assert_uint_eq(cut(), 2);
    ck_assert_uint_eq(log_head(ledger)->size, 2);
    ck_assert(text_is(said("version", "a@2"), "{}"));
    ledger_close();
}
END_TEST

TESTS("store/log_cut", test_log_cut__what_somebody_else_put_behind_the_head_is_taken_away,
      test_log_cut__what_is_signed_stays,
      test_log_cut__what_a_writer_sealed_and_did_not_come_to_sign_is_signed,
      test_log_cut__only_what_stands_behind_the_sealed_is_taken_away)
