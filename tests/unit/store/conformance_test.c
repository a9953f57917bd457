/* What every backend promises, asked of each. */
#include "store/ledger_fixture.h"

enum { BACKENDS = 2 };

static const struct store_fault no_fault;

static struct store *fresh(int backend)
{
    struct error err = {0};
    struct store *store = NULL;
    const bool made = backend == 0 ? store_sqlite_create(scratch("log.db"), &arena, &store, &err)
                                   : store_memory_create(&no_fault, &arena, &store, &err);
    ck_assert_msg(made, "%s", support_error(&err));
    return store;
}

/* Closed and opened again. */
static struct store *again(struct store *store)
{
    struct error err = {0};
    struct store *opened = NULL;
    if (strcmp(store->is->name, "memory") == 0)
        return store_memory_reopen(store, &no_fault);
    store->is->close(store);
    ck_assert_msg(store_sqlite_open(scratch("log.db"), STORE_WRITE, &arena, &opened, &err), "%s",
                  support_error(&err));
    return opened;
}

/* Every test is run with each backend, in a folder of its own. */
#define EACH_BACKEND(store)                                                                        \
    struct store *store = NULL;                                                                    \
    for (int backend = 0; backend < BACKENDS; store->is->close(store), scratch_close(), backend++) \
        if (scratch_open(), store = fresh(backend), true)

struct seen {
    uint64_t next;
    size_t count;
    struct text names;
};

static bool entry_seen(void *context, uint64_t index, struct text entry, struct error *err)
{
    struct seen *seen = context;
    (void)err;
    ck_assert_uint_eq(index, seen->next++);
    ck_assert(text_equal(entry, made_entry(index)));
    return true;
}

static bool row_seen(void *context, struct row_name name, struct text document, struct error *err)
{
    struct seen *seen = context;
    (void)err;
    seen->count++;
    seen->names = text_format(&arena, "%.*s %.*s/%.*s=%.*s", TEXT_ARGS(seen->names),
                              TEXT_ARGS(name.kind), TEXT_ARGS(name.key), TEXT_ARGS(document));
    return true;
}

static bool never_seen(void *context, struct row_name name, struct text document, struct error *err)
{
    (void)name, (void)document;
    ++*(int *)context;
    return error_set(err, ERROR_REFUSED, "enough");
}

static const char *rows_of(struct store *store, const char *kind, const char *prefix)
{
    struct seen seen = {0};
    struct error err = {0};
    ck_assert_msg(store->is->rows(store, (struct row_name){text_of(kind), text_of(prefix)},
                                  (struct row_visit){row_seen, &seen}, &err),
                  "%s", support_error(&err));
    return text_string(&arena, seen.names);
}

START_TEST(test_store__a_new_one_holds_nothing)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        struct text checkpoint;
        bool found = true;
        uint64_t index;
        const struct digest id = made_id(0);
        ck_assert_uint_eq(size_of(store), 0);
        ck_assert(store->is->checkpoint(store, &arena, &checkpoint, &err));
        ck_assert_uint_eq(checkpoint.size, 0);
        ck_assert(store->is->find(store, &id, &found, &index, &err));
        ck_assert(!found);
        ck_assert_str_eq(rows_of(store, "", ""), "");
    }
}
END_TEST

START_TEST(test_store__entries_are_given_back_in_order_and_found_by_id)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        struct seen seen = {.next = 3};
        commit_made(store, 0, 5);
        commit_made(store, 5, 9);
        store = again(store);
        ck_assert_uint_eq(size_of(store), 9);
        ck_assert(store->is->entries(store, (struct leaf_range){3, 9},
                                     (struct entry_visit){entry_seen, &seen}, &err));
        ck_assert_uint_eq(seen.next, 9);
        for (uint64_t number = 0; number < 9; number++) {
            bool found = false;
            uint64_t index = 99;
            const struct digest id = made_id(number);
            ck_assert(store->is->find(store, &id, &found, &index, &err));
            ck_assert(found);
            ck_assert_uint_eq(index, number);
        }
    }
}
END_TEST

START_TEST(test_store__an_entry_that_is_not_there_is_missing_by_name)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        struct seen seen = {0};
        commit_made(store, 0, 2);
        ck_assert(!store->is->entries(store, (struct leaf_range){0, 3},
                                      (struct entry_visit){entry_seen, &seen}, &err));
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
        ck_assert_str_eq(err.message, "entry 2 is missing");
    }
}
END_TEST

START_TEST(test_store__an_id_is_there_once)
{
    EACH_BACKEND(store)
    {
        struct error err = {0}, refusal = {0};
        commit_made(store, 0, 2);
        ck_assert(store->is->begin(store, &err));
        ck_assert(!put_made(store, 1, &refusal));
        ck_assert_int_eq(refusal.code, ERROR_REFUSED);
        store->is->abort(store);
        ck_assert_uint_eq(size_of(store), 2);
    }
}
END_TEST

START_TEST(test_store__an_entry_above_the_limit_is_refused)
{
    EACH_BACKEND(store)
    {
        struct error err = {0}, refusal = {0};
        const struct digest id = made_id(0);
        char *large = arena_array(&arena, 1, 65536);
        ck_assert(store->is->begin(store, &err));
        ck_assert(!store->is->put_entry(store, (struct text){large, 65536}, &id, &id, &refusal));
        ck_assert_int_eq(refusal.code, ERROR_REFUSED);
        store->is->abort(store);
        ck_assert(store->is->begin(store, &err));
        ck_assert(store->is->put_entry(store, (struct text){large, 65535}, &id, &id, &err));
        ck_assert(store->is->commit(store, &err));
    }
}
END_TEST

/* 600 leaves: two full tiles, one above them, and edges at each width on the way. */
START_TEST(test_store__every_full_subtree_has_the_hash_that_its_leaves_make)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        enum { LEAVES = 600 };
        for (uint64_t size = 0; size < LEAVES; size += 50)
            commit_made(store, size, size + 50);
        store = again(store);
        for (unsigned level = 0; level < 10; level++)
            for (uint64_t number = 0; number < (uint64_t)LEAVES >> level;
                 number += 1 + number / 3) {
                struct digest hash;
                const struct digest expected = made_root(number << level, (number + 1) << level);
                ck_assert_msg(store->is->hash(store, level, number, &hash, &err), "%u %ju: %s",
                              level, (uintmax_t)number, support_error(&err));
                ck_assert_msg(digest_equal(&hash, &expected), "level %u number %ju", level,
                              (uintmax_t)number);
            }
    }
}
END_TEST

START_TEST(test_store__a_subtree_that_is_not_full_is_refused)
{
    EACH_BACKEND(store)
    {
        struct digest hash;
        const struct {
            unsigned level;
            uint64_t number;
        } cases[] = {{0, 5}, {1, 2}, {3, 0}, {8, 0}, {63, 0}, {0, UINT64_MAX}, {9, 1}};
        commit_made(store, 0, 5);
        for (size_t nth = 0; nth < COUNT(cases); nth++) {
            struct error err = {0};
            ck_assert_msg(!store->is->hash(store, cases[nth].level, cases[nth].number, &hash, &err),
                          "level %u number %ju", cases[nth].level, (uintmax_t)cases[nth].number);
        }
    }
}
END_TEST

START_TEST(test_store__a_write_sees_what_it_put_and_an_abort_leaves_nothing)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        struct digest hash;
        struct text checkpoint;
        const struct digest second = made_leaf(1);
        commit_made(store, 0, 1);
        ck_assert(store->is->begin(store, &err));
        ck_assert(put_made(store, 1, &err));
        put_row_made(store, "identity", "alice", "{}");
        ck_assert(store->is->put_checkpoint(store, TEXT("signed"), &err));
        ck_assert_uint_eq(size_of(store), 2);
        ck_assert(store->is->hash(store, 0, 1, &hash, &err));
        ck_assert(digest_equal(&hash, &second));
        ck_assert(text_is(row_of(store, "identity", "alice"), "{}"));
        store->is->abort(store);
        ck_assert_uint_eq(size_of(store), 1);
        ck_assert_uint_eq(row_of(store, "identity", "alice").size, 0);
        ck_assert(store->is->checkpoint(store, &arena, &checkpoint, &err));
        ck_assert_uint_eq(checkpoint.size, 0);
        struct error none = {0};
        ck_assert(!store->is->hash(store, 0, 1, &hash, &none));
        commit_made(store, 1, 3);
        ck_assert_uint_eq(size_of(store), 3);
    }
}
END_TEST

START_TEST(test_store__an_abort_at_the_end_of_a_tile_leaves_the_tile_as_it_was)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        struct digest hash;
        commit_made(store, 0, 250);
        ck_assert(store->is->begin(store, &err));
        for (uint64_t number = 1000; number < 1020; number++)
            ck_assert(put_made(store, number, &err));
        store->is->abort(store);
        commit_made(store, 250, 300);
        const struct digest expected = made_root(0, 256);
        ck_assert(store->is->hash(store, 8, 0, &hash, &err));
        ck_assert(digest_equal(&hash, &expected));
    }
}
END_TEST

START_TEST(test_store__rows_are_replaced_taken_away_and_walked_in_order)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        ck_assert(store->is->begin(store, &err));
        put_row_made(store, "key", "b", "1");
        put_row_made(store, "identity", "bob", "2");
        put_row_made(store, "identity", "al", "3");
        put_row_made(store, "identity", "alice", "4");
        put_row_made(store, "identity", "\xff", "5");
        put_row_made(store, "identity", "al", "6");
        put_row_made(store, "identity", "bob", "");
        put_row_made(store, "identity", "nobody", "");
        ck_assert(store->is->commit(store, &err));
        store = again(store);
        ck_assert_str_eq(rows_of(store, "identity", ""),
                         " identity/al=6 identity/alice=4 identity/\xff=5");
        ck_assert_str_eq(rows_of(store, "identity", "al"), " identity/al=6 identity/alice=4");
        ck_assert_str_eq(rows_of(store, "identity", "ali"), " identity/alice=4");
        ck_assert_str_eq(rows_of(store, "identit", ""), "");
        ck_assert_str_eq(rows_of(store, "", ""),
                         " identity/al=6 identity/alice=4 identity/\xff=5 key/b=1");
    }
}
END_TEST

START_TEST(test_store__whoever_sees_a_row_may_look_at_others_and_end_the_walk)
{
    EACH_BACKEND(store)
    {
        struct error err = {0}, stopped = {0};
        int calls = 0;
        ck_assert(store->is->begin(store, &err));
        put_row_made(store, "a", "1", "x");
        put_row_made(store, "a", "2", "y");
        ck_assert(store->is->commit(store, &err));
        ck_assert(!store->is->rows(store, (struct row_name){TEXT("a"), TEXT_NONE},
                                   (struct row_visit){never_seen, &calls}, &stopped));
        ck_assert_int_eq(calls, 1);
        ck_assert_str_eq(stopped.message, "enough");
        ck_assert_str_eq(rows_of(store, "a", ""), " a/1=x a/2=y");
    }
}
END_TEST

START_TEST(test_store__the_checkpoint_is_the_one_put_last)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        struct text checkpoint;
        for (int nth = 0; nth < 3; nth++) {
            ck_assert(store->is->begin(store, &err));
            ck_assert(store->is->put_checkpoint(store, text_format(&arena, "checkpoint %d\n", nth),
                                                &err));
            ck_assert(store->is->commit(store, &err));
        }
        store = again(store);
        ck_assert(store->is->checkpoint(store, &arena, &checkpoint, &err));
        ck_assert(text_is(checkpoint, "checkpoint 2\n"));
    }
}
END_TEST

START_TEST(test_store__nothing_is_put_outside_of_a_write)
{
    EACH_BACKEND(store)
    {
        struct error entry = {0}, row = {0}, checkpoint = {0}, commit = {0};
        ck_assert(!put_made(store, 0, &entry));
        ck_assert(
            !store->is->put_row(store, (struct row_name){TEXT("a"), TEXT("b")}, TEXT("c"), &row));
        ck_assert(!store->is->put_checkpoint(store, TEXT("c"), &checkpoint));
        ck_assert(!store->is->commit(store, &commit));
        ck_assert_int_eq(entry.code, ERROR_BUG);
        ck_assert_int_eq(row.code, ERROR_BUG);
        ck_assert_int_eq(checkpoint.code, ERROR_BUG);
        ck_assert_int_eq(commit.code, ERROR_BUG);
        store->is->abort(store);
        commit_made(store, 0, 1);
    }
}
END_TEST

START_TEST(test_store__its_rows_are_a_port_of_the_ledger)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        struct text document;
        struct seen seen = {0};
        const struct rows rows = store_rows(store);
        const struct row_name name = {TEXT("version"), TEXT("credit@3")};
        ck_assert(store->is->begin(store, &err));
        ck_assert(rows.put(rows.keeper, name, TEXT("{}"), &err));
        ck_assert(rows.get(rows.keeper, name, &arena, &document, &err));
        ck_assert(text_is(document, "{}"));
        ck_assert(store->is->commit(store, &err));
        ck_assert(rows.walk(rows.keeper, (struct row_name){TEXT("version"), TEXT("credit@")},
                            (struct row_visit){row_seen, &seen}, &err));
        ck_assert_uint_eq(seen.count, 1);
    }
}
END_TEST

static struct digest ids[1500]; /* most of them are recent no more */

enum { OTHER = 2000 };

static const struct digest *id_at(const void *context, uint64_t index)
{
    (void)context;
    return &ids[index];
}

static bool ids_put(struct store *store, size_t most)
{
    bool same = false;
    struct error err = {0};
    const struct store_ids all = {id_at, NULL, most};
    ck_assert(store->is->begin(store, &err));
    ck_assert_msg(store->is->put_ids(store, &all, &same, &err), "%s", support_error(&err));
    ck_assert_msg(store->is->commit(store, &err), "%s", support_error(&err));
    return same;
}

static void ids_change(struct store *store, size_t most)
{
    commit_made(store, 0, COUNT(ids));
    for (size_t nth = 0; nth < COUNT(ids); nth++)
        ids[nth] = made_id(nth);
    ck_assert(ids_put(store, most));
    ids[5] = made_id(OTHER + 5);
    ids[7] = made_id(OTHER + 7);
    ids[COUNT(ids) - 1] = made_id(OTHER + COUNT(ids) - 1);
    ck_assert(!ids_put(store, most));
    ck_assert(ids_put(store, most));
}

static void ck_assert_ids(struct store *store)
{
    for (uint64_t number = 0; number < OTHER + COUNT(ids); number++) {
        struct error err = {0};
        bool found = false;
        uint64_t index = UINT64_MAX;
        const struct digest id = made_id(number);
        const uint64_t entry = number % OTHER;
        const bool there = entry < COUNT(ids) && digest_equal(&ids[entry], &id);
        ck_assert(store->is->find(store, &id, &found, &index, &err));
        ck_assert_msg(found == there && (!there || index == entry), "%ju", (uintmax_t)number);
    }
}

START_TEST(test_store__entries_are_found_by_the_ids_that_were_put_and_by_no_others)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        ids_change(store, 1000);
        store = again(store);
        ck_assert_ids(store);
        ck_assert_msg(store->is->tidy(store, &err), "%s", support_error(&err));
    }
}
END_TEST

START_TEST(test_store__of_many_ids_that_are_wrong_all_are_put_anew)
{
    EACH_BACKEND(store)
    {
        struct error err = {0};
        ids_change(store, 1);
        store = again(store);
        ck_assert_ids(store);
        ck_assert_msg(store->is->tidy(store, &err), "%s", support_error(&err));
    }
}
END_TEST

START_TEST(test_store__the_last_entries_are_cut_off_and_others_follow)
{
    EACH_BACKEND(store)
    {
        bool done = true, found = true;
        uint64_t index;
        struct error err = {0};
        const struct digest gone = made_id(301);
        commit_made(store, 0, 305);
        ck_assert(store->is->cut(store, (struct leaf_range){300, 304}, &done, &err));
        ck_assert(!done); /* another is the last by now */
        ck_assert_uint_eq(size_of(store), 305);
        ck_assert_msg(store->is->cut(store, (struct leaf_range){300, 305}, &done, &err), "%s",
                      support_error(&err));
        ck_assert(done);
        store = again(store);
        ck_assert_uint_eq(size_of(store), 300);
        ck_assert(store->is->find(store, &gone, &found, &index, &err) && !found);
        ck_assert_msg(store->is->tidy(store, &err), "%s", support_error(&err));
        commit_made(store, 300, 520);
        ck_assert_msg(store->is->tidy(store, &err), "%s", support_error(&err));
    }
}
END_TEST

TESTS("store/conformance", test_store__entries_are_found_by_the_ids_that_were_put_and_by_no_others,
      test_store__of_many_ids_that_are_wrong_all_are_put_anew,
      test_store__the_last_entries_are_cut_off_and_others_follow,
      test_store__a_new_one_holds_nothing,
      test_store__entries_are_given_back_in_order_and_found_by_id,
      test_store__an_entry_that_is_not_there_is_missing_by_name, test_store__an_id_is_there_once,
      test_store__an_entry_above_the_limit_is_refused,
      test_store__every_full_subtree_has_the_hash_that_its_leaves_make,
      test_store__a_subtree_that_is_not_full_is_refused,
      test_store__a_write_sees_what_it_put_and_an_abort_leaves_nothing,
      test_store__an_abort_at_the_end_of_a_tile_leaves_the_tile_as_it_was,
      test_store__rows_are_replaced_taken_away_and_walked_in_order,
      test_store__whoever_sees_a_row_may_look_at_others_and_end_the_walk,
      test_store__the_checkpoint_is_the_one_put_last, test_store__nothing_is_put_outside_of_a_write,
      test_store__its_rows_are_a_port_of_the_ledger)
