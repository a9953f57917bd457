/* Rows and seal of another history of the same log, which came to as many entries. */
#include "store/sealed_fixture.h"

static const struct row_name everything;

static bool row_put(void *context, struct row_name name, struct text document, struct error *err)
{
    struct store *other = context;
    return other->is->put_row(other, name, document, err);
}

static bool row_drop(void *context, struct row_name name, struct text document, struct error *err)
{
    (void)document;
    return row_put(context, name, TEXT_NONE, err);
}

static bool row_see(void *context, struct row_name name, struct text document, struct error *err)
{
    (void)name, (void)document, (void)err;
    ++*(unsigned *)context;
    return true;
}

/* Somebody who has the database of both puts the rows of one, with their seal, in place of the
 * other's. */
static void rows_exchange(struct store *from, struct store *to)
{
    struct error err = {0};
    uint64_t size;
    struct store *before;
    ck_assert(store_memory_create(&no_fault, &arena, &before, &err) &&
              before->is->begin(before, &err));
    ck_assert(to->is->rows(to, everything, (struct row_visit){row_put, before}, &err));
    ck_assert(before->is->commit(before, &err) && to->is->begin(to, &err));
    ck_assert(before->is->rows(before, everything, (struct row_visit){row_drop, to}, &err));
    ck_assert(from->is->rows(from, everything, (struct row_visit){row_put, to}, &err));
    ck_assert(to->is->commit(to, &err) && to->is->flush(to, &size, &err));
}

static void entry_shared(void)
{
    recorded(0, "version", "credit@1", "{\"stage\":\"staging\"}");
}

/* Two histories that begin alike; of the one that was given up the rows are left. */
static struct store *other_history(void)
{
    struct error err = {0};
    ledger_open();
    const struct text beginning = support_read(&arena, scratch("anchor.db"));
    entry_shared();
    recorded(1, "version", "credit@1", "{\"stage\":\"production\"}");
    log_close(ledger);
    struct store *given_up = store_memory_reopen(store, &no_fault);
    ck_assert(store_memory_create(&no_fault, &arena, &store, &err));
    FILE *file = fopen(scratch("anchor.db"), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(beginning.at, 1, beginning.size, file), beginning.size);
    ck_assert_int_eq(fclose(file), 0);
    ledger_join();
    entry_shared();
    recorded(2, "version", "credit@1", "{\"stage\":\"suspended\"}");
    return given_up;
}

#define OTHERS "those of other 2 entries than it has"

START_TEST(test_log_fork__rows_of_another_history_of_one_size_are_refused)
{
    struct store *given_up = other_history();
    ck_assert(text_is(said("version", "credit@1"), "{\"stage\":\"suspended\"}"));
    rows_exchange(given_up, store);
    ledger_reopen();
    ck_assert_row_refused("version", "credit@1", OTHERS);
    ledger_close();
}
END_TEST

START_TEST(test_log_fork__so_they_are_by_who_has_read_before)
{
    struct store *given_up = other_history();
    ck_assert(text_is(said("version", "credit@1"), "{\"stage\":\"suspended\"}"));
    rows_exchange(given_up, store);
    ck_assert_row_refused("version", "credit@1", OTHERS);
    ledger_close();
}
END_TEST

START_TEST(test_log_fork__a_walk_shows_none_of_them)
{
    unsigned seen = 0;
    struct error refusal = {0};
    struct store *given_up = other_history();
    rows_exchange(given_up, store);
    ledger_reopen();
    ck_assert(!rows.walk(rows.keeper, named("version", ""), (struct row_visit){row_see, &seen},
                         &refusal));
    ck_assert_uint_eq(seen, 0);
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(refusal.message, OTHERS), "%s", refusal.message);
    ledger_close();
}
END_TEST

START_TEST(test_log_fork__nothing_is_recorded_over_them)
{
    struct error refusal = {0};
    struct store *given_up = other_history();
    rows_exchange(given_up, store);
    ledger_reopen();
    ck_assert(!record(3, "version", "credit@1", "{}", &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_uint_eq(size_of(store), 2);
    ledger_close();
}
END_TEST

/* ---- a longer one, which begins as this one does where that is looked at ---- */

enum { GIVEN_UP = 300 };
static const struct store_class *genuine;
static struct digest leaves[2], both_leaves;

static bool grafted_hash(struct store *grafted, unsigned level, uint64_t number, struct digest *out,
                         struct error *err)
{
    if (level > 1 || (number + 1) << level > 2)
        return genuine->hash(grafted, level, number, out, err);
    *out = level ? both_leaves : leaves[number];
    return true;
}

static void many_recorded(void)
{
    struct error err = {0};
    int64_t moment;
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    for (uint64_t number = 10; number < 10 + GIVEN_UP; number++) {
        uint64_t index;
        bool repeated;
        const struct digest id = made_id(number);
        ck_assert(log_add(ledger, made_entry(number), &id, &index, &repeated, &err));
    }
    ck_assert(rows.put(rows.keeper, named("version", "credit@1"), TEXT("{}"), &err) &&
              log_commit(ledger, &err));
}

START_TEST(test_log_fork__a_longer_history_that_begins_alike_in_its_leaves_is_never_signed)
{
    static struct store_class grafted;
    struct error err = {0}, refusal = {0};
    ledger_open();
    const struct text beginning = support_read(&arena, scratch("anchor.db"));
    entry_shared();
    many_recorded();
    log_close(ledger);
    struct store *given_up = store_memory_reopen(store, &no_fault);
    ck_assert(store_memory_create(&no_fault, &arena, &store, &err));
    FILE *file = fopen(scratch("anchor.db"), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(beginning.at, 1, beginning.size, file), beginning.size);
    ck_assert_int_eq(fclose(file), 0);
    ledger_join();
    entry_shared();
    recorded(2, "version", "credit@1", "{\"stage\":\"suspended\"}");
    ck_assert(store->is->hash(store, 0, 0, &leaves[0], &err) &&
              store->is->hash(store, 0, 1, &leaves[1], &err) &&
              store->is->hash(store, 1, 0, &both_leaves, &err));
    log_close(ledger);
    genuine = given_up->is;
    grafted = *genuine;
    grafted.hash = grafted_hash;
    given_up->is = &grafted;
    ck_assert(anchor_open(scratch("anchor.db"), &arena, &anchor, &err));
    const struct log_parts joined = {given_up, anchor, pair, TEXT("test.example/log"), NULL};
    ck_assert(!log_over(&joined, &arena, &ledger, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(refusal.message, "stand others than the log was given"), "%s",
                  refusal.message);
    scratch_close();
}
END_TEST

TESTS("store/log_fork", test_log_fork__rows_of_another_history_of_one_size_are_refused,
      test_log_fork__so_they_are_by_who_has_read_before, test_log_fork__a_walk_shows_none_of_them,
      test_log_fork__nothing_is_recorded_over_them,
      test_log_fork__a_longer_history_that_begins_alike_in_its_leaves_is_never_signed)
