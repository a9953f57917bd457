/* Walks over the rows of a log, and rows that somebody took away. */
#include "store/sealed_fixture.h"

#include <stdlib.h>

static bool key_see(void *context, struct row_name name, struct text document, struct error *err)
{
    (void)document, (void)err;
    *(struct text *)context =
        text_format(&arena, "%.*s %.*s", TEXT_ARGS(*(struct text *)context), TEXT_ARGS(name.key));
    return true;
}

START_TEST(test_log_walk__a_walk_shows_no_row_that_does_not_hold)
{
    struct error err = {0}, refusal = {0};
    struct text keys = TEXT_NONE;
    const struct row_visit visit = {key_see, &keys};
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    recorded(1, "version", "a@2", "{}");
    ck_assert(rows.walk(rows.keeper, named("version", "a@"), visit, &err));
    ck_assert(text_is(keys, " a@1 a@2"));
    edit("version", "a@3", TEXT("{}"));
    ck_assert(!rows.walk(rows.keeper, named("version", "a@"), visit, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ledger_close();
}
END_TEST

static void ck_assert_walk(const char *kind, const char *prefix, const char *expected)
{
    struct error err = {0};
    struct text keys = TEXT_NONE;
    ck_assert_msg(
        rows.walk(rows.keeper, named(kind, prefix), (struct row_visit){key_see, &keys}, &err), "%s",
        support_error(&err));
    ck_assert_msg(text_is(keys, expected), "%s %s: %.*s", kind, prefix, TEXT_ARGS(keys));
}

static void ck_assert_walk_refused(const char *kind, const char *prefix, const char *words)
{
    struct error refusal = {0};
    struct text keys = TEXT_NONE;
    ck_assert_msg(
        !rows.walk(rows.keeper, named(kind, prefix), (struct row_visit){key_see, &keys}, &refusal),
        "%s %s", kind, prefix);
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(refusal.message, words), "%s", refusal.message);
}

START_TEST(test_log_walk__a_walk_that_a_row_is_missing_of_is_refused)
{
    struct error err = {0};
    int64_t moment;
    ledger_open();
    recorded(0, "identity", "ada", "{}");
    recorded(1, "identity", "ben", "{}");
    recorded(2, "place", "staging/high/a@1", "{}");
    recorded(3, "place", "staging/high/a@2", "{}");
    recorded(4, "place", "production/high/a@3", "{}");
    edit("identity", "ben", TEXT_NONE);
    edit("place", "staging/high/a@1", TEXT_NONE);
    ck_assert_walk_refused("identity", "", "1 row of the kind identity is missing");
    ck_assert_walk_refused("identity", "a", "1 row of the kind identity is missing");
    ck_assert_walk_refused("place", "staging/high/", "1 row of the kind place is missing");
    ck_assert_walk_refused("place", "staging/", "1 row of the kind place is missing");
    ck_assert_walk_refused("place", "staging/high/a@2", "1 row of the kind place is missing");
    ck_assert_walk("place", "production/", " production/high/a@3");
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert_walk_refused("identity", "", "1 row of the kind identity is missing");
    log_abort(ledger);
    edit("identity", "ben", TEXT("{}"));
    ck_assert_walk("identity", "", " ada ben");
    edit("place", "staging/high/a@2", TEXT_NONE);
    ck_assert_walk_refused("place", "", "2 rows of the kind place are missing");
    ledger_close();
}
END_TEST

START_TEST(test_log_walk__a_walk_within_a_write_counts_what_the_write_put)
{
    struct error err = {0};
    int64_t moment;
    ledger_open();
    recorded(0, "waiver", "a@1/production/house/floor", "{}");
    recorded(1, "waiver", "a@1/staging/house/floor", "{}");
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert(rows.put(rows.keeper, named("waiver", "a@1/production/b"), TEXT("{}"), &err));
    ck_assert(rows.put(rows.keeper, named("waiver", "a@1/staging/house/floor"), TEXT_NONE, &err));
    ck_assert_walk("waiver", "a@1/production/", " a@1/production/b a@1/production/house/floor");
    ck_assert_walk("waiver", "a@1/staging/", "");
    ck_assert_walk("waiver", "a@1/production/house/", " a@1/production/house/floor");
    ck_assert_walk("waiver", "", " a@1/production/b a@1/production/house/floor");
    log_abort(ledger);
    ck_assert_walk("waiver", "a@1/staging/", " a@1/staging/house/floor");
    ledger_close();
}
END_TEST

static bool first_see(void *context, struct row_name name, struct text document, struct error *err)
{
    (void)name, (void)document, (void)err;
    ++*(unsigned *)context;
    return false;
}

START_TEST(test_log_walk__who_ends_a_walk_asks_no_more)
{
    struct error err = {0};
    unsigned seen = 0;
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    recorded(1, "version", "a@2", "{}");
    ck_assert(
        !rows.walk(rows.keeper, named("version", ""), (struct row_visit){first_see, &seen}, &err));
    ck_assert_int_eq(err.code, ERROR_NONE);
    ck_assert_uint_eq(seen, 1);
    ck_assert_walk("version", "", " a@1 a@2");
    ledger_close();
}
END_TEST

/* Asks for another row, as most who see one do. */
static bool other_see(void *context, struct row_name name, struct text document, struct error *err)
{
    struct text other;
    (void)name, (void)document;
    return rows.get(rows.keeper, named("model", "a"), &arena, &other, err) &&
           rows.walk(rows.keeper, named("model", ""), (struct row_visit){key_see, context}, err);
}

START_TEST(test_log_walk__who_sees_a_row_may_ask_for_others)
{
    struct error err = {0};
    struct text keys = TEXT_NONE;
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    recorded(1, "version", "a@2", "{}");
    recorded(2, "model", "a", "{}");
    ck_assert_msg(
        rows.walk(rows.keeper, named("version", "a@"), (struct row_visit){other_see, &keys}, &err),
        "%s", support_error(&err));
    ck_assert(text_is(keys, " a a"));
    recorded(3, "model", "b", "{}");
    ledger_close();
}
END_TEST

/* The letters of a beginning are thirty bits: some forty thousand trials find two that share them.
 */
enum { TRIALS = 200000 };

static uint64_t beginning_letters(unsigned number, const char **key)
{
    struct error err = {0};
    uint64_t letters = 0;
    uint8_t label[INVENTORY_LABEL];
    char trial[32];
    (void)snprintf(trial, sizeof trial, "a@%u/", number);
    ck_assert(inventory_label_of(named("history", trial), label, &err));
    for (unsigned depth = 2; depth < 8; depth++)
        letters = letters * INVENTORY_FAN + inventory_letter(label, depth);
    if (key)
        *key = text_format(&arena, "%s1", trial).at;
    return letters << 32 | number;
}

static int letters_compare(const void *one, const void *other)
{
    const uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return (a > b) - (a < b);
}

static void beginnings_alike(const char **one, const char **other)
{
    uint64_t *found = ARENA_ARRAY(&arena, uint64_t, TRIALS);
    for (unsigned number = 0; number < TRIALS; number++)
        found[number] = beginning_letters(number, NULL);
    qsort(found, TRIALS, sizeof *found, letters_compare);
    for (unsigned nth = 1; nth < TRIALS; nth++)
        if (found[nth] >> 32 == found[nth - 1] >> 32) {
            (void)beginning_letters((uint32_t)found[nth - 1], one);
            (void)beginning_letters((uint32_t)found[nth], other);
            return;
        }
    ck_abort_msg("no two beginnings share their letters");
}

START_TEST(test_log_walk__a_beginning_with_the_letters_of_another_is_walked_all_the_same)
{
    const char *one = NULL, *other = NULL;
    ledger_open();
    beginnings_alike(&one, &other);
    recorded(0, "history", one, "{}");
    recorded(1, "history", other, "{}");
    recorded(2, "history", "b@1/1", "{}");
    const struct text beginning = inventory_beginning(text_of(one));
    const char *prefix = text_string(&arena, beginning);
    ck_assert_walk("history", prefix, text_format(&arena, " %s", one).at);
    edit("history", one, TEXT_NONE);
    ck_assert_walk_refused("history", prefix, "1 row of the kind history is missing");
    ledger_close();
}
END_TEST

TESTS("store/log_walk", test_log_walk__a_walk_shows_no_row_that_does_not_hold,
      test_log_walk__a_walk_that_a_row_is_missing_of_is_refused,
      test_log_walk__a_walk_within_a_write_counts_what_the_write_put,
      test_log_walk__who_ends_a_walk_asks_no_more, test_log_walk__who_sees_a_row_may_ask_for_others,
      test_log_walk__a_beginning_with_the_letters_of_another_is_walked_all_the_same)
