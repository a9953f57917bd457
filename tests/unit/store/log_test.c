/* The order of an append, held against every call of the store that can fail. */
#include "store/ledger_fixture.h"

#include "store/anchor.h"
#include "store/log.h"

#include "base/limits.h"

static const struct store_fault no_fault;
static struct key_pair *pair;
static struct note_key key;
static struct store *store;
static struct anchor *anchor;
static struct log *ledger;

/* An anchor over the log as it is, as `init` makes one. */
static void anchor_make(const char *name, uint64_t size)
{
    struct error err = {0};
    struct buffer note = buffer_in(&arena, 4096);
    const struct checkpoint checkpoint = {.origin = TEXT("test.example/log"),
                                          .head = {size, made_root(0, size)}};
    ck_assert_msg(checkpoint_sign(&checkpoint, pair, &note, &err) &&
                      anchor_create(scratch(name), buffer_text(&note), &err),
                  "%s", support_error(&err));
}

static void anchor_take(const char *name)
{
    struct error err = {0};
    ck_assert_msg(anchor_open(scratch(name), &arena, &anchor, &err), "%s", support_error(&err));
}

static bool join(struct error *err)
{
    const struct log_parts parts = {store, anchor, pair, TEXT("test.example/log"), NULL};
    return log_over(&parts, &arena, &ledger, err);
}

static void ledger_open(void)
{
    struct error err = {0};
    scratch_open();
    ck_assert(key_pair_generate(&arena, &pair, &err));
    ck_assert(note_key_of(TEXT("test.example/log"), key_pair_public(pair), &key, &err));
    ck_assert(store_memory_create(&no_fault, &arena, &store, &err));
    anchor_make("anchor.db", 0);
    anchor_take("anchor.db");
    ck_assert_msg(join(&err), "%s", support_error(&err));
}

static void ledger_close(void)
{
    log_close(ledger);
    scratch_close();
}

/* Append entry `number`; true where the log says that it is recorded. */
static bool append(uint64_t number, uint64_t *index, bool *repeated, struct error *err)
{
    int64_t moment;
    const struct digest id = made_id(number);
    if (!log_begin(ledger, FIXTURE_TIME, &moment, err))
        return false;
    if (!log_add(ledger, made_entry(number), &id, index, repeated, err) ||
        !log_put_row(
            ledger, (struct row_name){TEXT("entry"), text_format(&arena, "%ju", (uintmax_t)number)},
            TEXT("{}"), err)) {
        log_abort(ledger);
        return false;
    }
    if (log_commit(ledger, err))
        return true;
    struct error refusal = {0}; /* nobody knows how far it came: nothing more is done with it */
    ck_assert(!log_begin(ledger, FIXTURE_TIME, &moment, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_UNAVAILABLE);
    return false;
}

static void append_some(uint64_t from, uint64_t to)
{
    for (uint64_t number = from; number < to; number++) {
        struct error err = {0};
        uint64_t index;
        bool repeated;
        ck_assert_msg(append(number, &index, &repeated, &err), "%s", support_error(&err));
        ck_assert_uint_eq(index, number);
        ck_assert(!repeated);
    }
}

static struct tree_head anchored_head(void)
{
    struct error err = {0};
    struct text published;
    struct checkpoint checkpoint;
    ck_assert(anchor_read(anchor, &arena, &published, &err));
    ck_assert_msg(checkpoint_open(published, &key, &arena, &checkpoint, &err), "%s",
                  support_error(&err));
    return checkpoint.head;
}

#define ck_assert_join_refused(words)                                                              \
    do {                                                                                           \
        struct error refusal = {0};                                                                \
        ck_assert(!join(&refusal));                                                                \
        ck_assert_str_eq(refusal.message, words);                                                  \
        ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);                                           \
    } while (0)

START_TEST(test_log__what_is_recorded_is_signed_and_anchored)
{
    ledger_open();
    append_some(0, 5);
    const struct tree_head head = anchored_head();
    const struct digest root = made_root(0, 5);
    ck_assert_uint_eq(head.size, 5);
    ck_assert(digest_equal(&head.root, &root));
    ck_assert_uint_eq(log_head(ledger)->size, 5);
    ck_assert(digest_equal(&log_head(ledger)->root, &root));
    ledger_close();
}
END_TEST

START_TEST(test_log__one_commit_takes_many_entries_and_signs_once)
{
    struct error err = {0};
    int64_t moment;
    ledger_open();
    append_some(0, 1);
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    for (uint64_t number = 1; number < 300; number++) {
        uint64_t index;
        bool repeated;
        const struct digest id = made_id(number);
        ck_assert_uint_eq(log_next(ledger), number);
        ck_assert(log_add(ledger, made_entry(number), &id, &index, &repeated, &err));
    }
    ck_assert_uint_eq(anchored_head().size, 1);
    ck_assert(log_commit(ledger, &err));
    ck_assert_uint_eq(anchored_head().size, 300);
    ledger_close();
}
END_TEST

START_TEST(test_log__an_entry_that_is_there_gives_its_index)
{
    struct error err = {0};
    uint64_t index = 99;
    bool repeated = false;
    ledger_open();
    append_some(0, 4);
    ck_assert(append(2, &index, &repeated, &err));
    ck_assert(repeated);
    ck_assert_uint_eq(index, 2);
    ck_assert_uint_eq(size_of(store), 4);
    ledger_close();
}
END_TEST

START_TEST(test_log__an_abort_records_nothing)
{
    struct error err = {0};
    int64_t moment;
    uint64_t index;
    bool repeated;
    const struct digest id = made_id(7);
    ledger_open();
    append_some(0, 2);
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert(log_add(ledger, made_entry(7), &id, &index, &repeated, &err));
    log_abort(ledger);
    ck_assert_uint_eq(size_of(store), 2);
    append_some(2, 3);
    ledger_close();
}
END_TEST

START_TEST(test_log__rows_alone_are_on_the_disk_when_they_are_recorded)
{
    static const struct store_fault forgetful = {.forgets = true};
    struct error err = {0};
    int64_t moment;
    ledger_open();
    append_some(0, 1);
    store = store_memory_reopen(store, &forgetful);
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert(
        log_put_row(ledger, (struct row_name){TEXT("opening"), TEXT("one")}, TEXT("{}"), &err));
    ck_assert(log_commit(ledger, &err));
    store = store_memory_reopen(store, &no_fault); /* the power went */
    ck_assert(text_is(row_of(store, "opening", "one"), "{}"));
    ledger_close();
}
END_TEST

START_TEST(test_log__the_published_checkpoint_follows_with_the_next_write)
{
    struct error err = {0};
    struct text published, first;
    ledger_open();
    append_some(0, 1);
    first = text_copy(&arena, log_checkpoint(ledger));
    append_some(1, 2);
    ck_assert(store->is->checkpoint(store, &arena, &published, &err));
    ck_assert(text_equal(published, first));
    ledger_close();
}
END_TEST

START_TEST(test_log__time_does_not_go_back)
{
    const struct {
        const char *name;
        int64_t clock, given;
    } cases[] = {
        {"later", FIXTURE_TIME + 5, FIXTURE_TIME + 5},
        {"the same", FIXTURE_TIME, FIXTURE_TIME},
        {"a little back", FIXTURE_TIME - 1, FIXTURE_TIME},
        {"as far back as is let through", FIXTURE_TIME - LIMIT_CLOCK_SKEW, FIXTURE_TIME},
    };
    struct error err = {0}, refusal = {0};
    int64_t moment = 0;
    ledger_open();
    append_some(0, 1);
    for (size_t nth = 0; nth < COUNT(cases); nth++) {
        ck_assert(log_begin(ledger, cases[nth].clock, &moment, &err));
        ck_assert_msg(moment == cases[nth].given, "%s", cases[nth].name);
        log_abort(ledger);
    }
    ck_assert(!log_begin(ledger, FIXTURE_TIME - LIMIT_CLOCK_SKEW - 1, &moment, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_REFUSED);
    ck_assert_str_eq(
        refusal.message,
        "the clock says 2025-11-24T15:54:59Z, and the last entry was logged at "
        "2025-11-24T16:00:00Z; a log's time does not go back: set the clock right, or, "
        "where it was wrong then, restore a backup from before that entry");
    append_some(1, 2);
    ledger_close();
}
END_TEST

START_TEST(test_log__a_clock_that_ran_away_is_not_logged)
{
    const int64_t far = FIXTURE_TIME + (int64_t)LIMIT_CLOCK_AHEAD_DAYS * 24 * 3600;
    struct error err = {0}, refusal = {0};
    int64_t moment = 0;
    ledger_open();
    append_some(0, 1);
    ck_assert(log_begin(ledger, far, &moment, &err));
    log_abort(ledger);
    ck_assert(!log_begin(ledger, far + 1, &moment, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_REFUSED);
    ck_assert_msg(strstr(refusal.message, "more than 400 days before") != NULL, "%s",
                  refusal.message);
    append_some(1, 2);
    log_rested(ledger);
    ck_assert(log_begin(ledger, far + 1, &moment, &err));
    ck_assert_int_eq(moment, far + 1);
    log_abort(ledger);
    ledger_close();
}
END_TEST

START_TEST(test_log__a_store_behind_its_anchor_was_rolled_back)
{
    struct error err = {0};
    ledger_open();
    append_some(0, 3);
    log_close(ledger);
    ck_assert(store_memory_create(&no_fault, &arena, &store, &err));
    commit_made(store, 0, 2);
    anchor_take("anchor.db");
    ck_assert_join_refused("the log was rolled back: it has 2 entries, and its anchor knows of 3");
    ck_assert_uint_eq(size_of(store), 2);
    ledger_close();
}
END_TEST

START_TEST(test_log__a_store_that_does_not_extend_its_anchor_was_forked)
{
    struct error err = {0};
    ledger_open();
    append_some(0, 3);
    log_close(ledger);
    ck_assert(store_memory_create(&no_fault, &arena, &store, &err));
    commit_made(store, 0, 2);
    commit_made(store, 12, 14); /* others than entries 2 and 3 */
    anchor_take("anchor.db");
    ck_assert_join_refused("the log was forked or changed: its first 3 entries are not those that "
                           "its anchor knows of");
    ck_assert_uint_eq(anchored_head().size, 3);
    ledger_close();
}
END_TEST

START_TEST(test_log__a_fork_is_found_while_the_log_is_open)
{
    struct error err = {0}, refusal = {0};
    uint64_t index;
    bool repeated;
    struct text forked;
    ledger_open();
    append_some(0, 3);
    /* Another copy of the ledger went on, and moved the anchor. */
    struct buffer note = buffer_in(&arena, 4096);
    const struct checkpoint other = {.origin = TEXT("test.example/log"),
                                     .head = {3, made_root(10, 13)}};
    ck_assert(checkpoint_sign(&other, pair, &note, &err));
    forked = buffer_text(&note);
    ck_assert(anchor_swap(anchor, log_checkpoint(ledger), forked, &err));
    ck_assert(!append(3, &index, &repeated, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_uint_eq(size_of(store), 3);
    ledger_close();
}
END_TEST

START_TEST(test_log__an_anchor_that_goes_back_while_the_log_is_open_is_found)
{
    struct error refusal = {0};
    uint64_t index;
    bool repeated;
    ledger_open();
    append_some(0, 1);
    const struct text older = text_copy(&arena, support_read(&arena, scratch("anchor.db")));
    append_some(1, 3);
    FILE *file = fopen(scratch("anchor.db"), "r+b"); /* the same file, with what it had */
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(older.at, 1, older.size, file), older.size);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert(!append(3, &index, &repeated, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_str_eq(refusal.message,
                     "the anchor was rolled back: it knows of 1 entries, and knew of 3");
    ck_assert_uint_eq(size_of(store), 3);
    ledger_close();
}
END_TEST

START_TEST(test_log__a_checkpoint_of_another_key_is_no_anchor)
{
    struct error err = {0}, refusal = {0};
    struct key_pair *own = pair, *other;
    ledger_open();
    append_some(0, 1);
    log_close(ledger);
    own = pair;
    ck_assert(key_pair_generate(&arena, &other, &err));
    pair = other;
    anchor_make("other.db", 1);
    pair = own;
    anchor_take("other.db");
    store = store_memory_reopen(store, &no_fault);
    ck_assert(!join(&refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ledger_close();
}
END_TEST

START_TEST(test_log__an_anchor_that_is_older_than_what_was_published_was_rolled_back)
{
    ledger_open();
    append_some(0, 1);
    anchor_make("older.db", 1);
    append_some(1, 4);
    log_close(ledger);
    store = store_memory_reopen(store, &no_fault);
    anchor_take("older.db");
    ck_assert_join_refused("the anchor was rolled back: it knows of 1 entries, and a checkpoint "
                           "over 3 was published");
    ledger_close();
}
END_TEST

/* Two entries in one commit. */
static void append_two(uint64_t number)
{
    struct error err = {0};
    int64_t moment;
    uint64_t index;
    bool repeated;
    const struct digest first = made_id(number), second = made_id(number + 1);
    ck_assert_msg(log_begin(ledger, FIXTURE_TIME, &moment, &err) &&
                      log_add(ledger, made_entry(number), &first, &index, &repeated, &err) &&
                      log_add(ledger, made_entry(number + 1), &second, &index, &repeated, &err) &&
                      log_commit(ledger, &err),
                  "%s", support_error(&err));
}

START_TEST(test_log__what_somebody_else_put_behind_the_head_is_never_signed)
{
    ledger_open();
    append_some(0, 2);
    log_close(ledger);
    store = store_memory_reopen(store, &no_fault);
    commit_made(store, 2, 3); /* by another program, which knows the format and not the key */
    anchor_take("anchor.db");
    ck_assert_join_refused("behind the 2 entries that are signed stand others than the log was "
                           "given: somebody edited the database; obstat registry rebuild takes "
                           "them away, and a copy of log.db keeps them");
    ck_assert_uint_eq(anchored_head().size, 2);
    scratch_close();
}
END_TEST

START_TEST(test_log__what_nobody_was_told_of_is_signed_by_the_next)
{
    struct error err = {0};
    ledger_open();
    append_some(0, 2);
    anchor_make("older.db", 2);
    append_two(2);
    log_close(ledger);
    store = store_memory_reopen(store, &no_fault);
    anchor_take("older.db"); /* as if the process had died before the anchor moved */
    ck_assert_uint_eq(anchored_head().size, 2);
    ck_assert_msg(join(&err), "%s", support_error(&err));
    ck_assert_uint_eq(anchored_head().size, 4);
    uint64_t index = 99;
    bool repeated = false;
    ck_assert(append(3, &index, &repeated, &err));
    ck_assert(repeated);
    ck_assert_uint_eq(index, 3);
    ledger_close();
}
END_TEST

START_TEST(test_log__proofs_hold_under_the_head)
{
    struct error err = {0};
    struct path path;
    struct digest root;
    ledger_open();
    append_some(0, 5);
    const struct tree_head older = *log_head(ledger);
    append_some(5, 21);
    for (uint64_t index = 0; index < 21; index++) {
        const struct digest leaf = made_leaf(index);
        ck_assert(log_inclusion(ledger, index, &path, &err));
        ck_assert(inclusion_verify(&path, &leaf, index, log_head(ledger), &err));
    }
    ck_assert(log_consistency(ledger, 5, &path, &err));
    ck_assert(consistency_verify(&path, &older, log_head(ledger), &err));
    ck_assert(log_root(ledger, 5, &root, &err));
    ck_assert(digest_equal(&root, &older.root));
    ck_assert(log_root(ledger, log_head(ledger)->size, &root, &err));
    ck_assert(digest_equal(&root, &log_head(ledger)->root));
    ck_assert(!log_root(ledger, log_head(ledger)->size + 1, &root, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ledger_close();
}
END_TEST

/* ---- every call fails in turn ---- */

enum { SCRIPT_ENTRIES = 4 };

/* What the log has said of each entry of the script. */
struct told {
    bool recorded[SCRIPT_ENTRIES];
    uint64_t index[SCRIPT_ENTRIES];
};

/* Append entries until something fails; true where nothing did. */
static bool script_run(struct told *told)
{
    for (uint64_t number = 0; number < SCRIPT_ENTRIES; number++) {
        struct error err = {0};
        bool repeated;
        if (!append(number, &told->index[number], &repeated, &err)) {
            struct error later = {0};
            uint64_t index;
            ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
            if (append(number, &index, &repeated, &later)) /* it failed before the commit */
                ck_assert_uint_eq(index, number);
            else
                ck_assert_int_eq(later.code, ERROR_UNAVAILABLE);
            return false;
        }
        told->recorded[number] = true;
    }
    return true;
}

/* Opened anew, the log is whole, has all that was recorded, and takes the rest. */
static void aftermath_check(const struct told *told, const char *name)
{
    struct error err = {0};
    log_close(ledger);
    store = store_memory_reopen(store, &no_fault);
    anchor_take("anchor.db");
    ck_assert_msg(join(&err), "%s: %s", name, support_error(&err));
    const uint64_t size = size_of(store);
    const struct digest root = made_root(0, size);
    ck_assert_msg(log_head(ledger)->size == size, "%s", name);
    ck_assert_msg(digest_equal(&log_head(ledger)->root, &root), "%s", name);
    for (uint64_t number = 0; number < SCRIPT_ENTRIES; number++) {
        uint64_t index;
        bool repeated;
        ck_assert_msg(append(number, &index, &repeated, &err), "%s: %s", name, support_error(&err));
        ck_assert_msg(index == number, "%s: entry %ju is at %ju", name, (uintmax_t)number,
                      (uintmax_t)index);
        ck_assert_msg(repeated || !told->recorded[number], "%s: entry %ju was lost", name,
                      (uintmax_t)number);
    }
    ck_assert_uint_eq(size_of(store), SCRIPT_ENTRIES);
    ck_assert_uint_eq(anchored_head().size, SCRIPT_ENTRIES);
}

static bool fault_run(const struct store_fault *fault)
{
    struct told told = {0};
    const char *name =
        text_format(&arena, "call %u%s%s%s", fault->call, fault->from_then ? " and on" : "",
                    fault->after ? " after" : "", fault->forgets ? ", and the power" : "")
            .at;
    store = store_memory_reopen(store, fault);
    const bool all = script_run(&told);
    aftermath_check(&told, name);
    return all;
}

static bool fault_story(const struct store_fault *fault)
{
    ledger_open();
    const bool all = fault_run(fault);
    ledger_close();
    return all;
}

START_TEST(test_log__whatever_call_fails_nothing_recorded_is_lost)
{
    const struct store_fault kinds[] = {
        {.call = 1},
        {.call = 1, .from_then = true},
        {.call = 1, .after = true},
        {.call = 1, .from_then = true, .after = true},
        {.call = 1, .forgets = true},
        {.call = 1, .from_then = true, .forgets = true},
        {.call = 1, .after = true, .forgets = true},
        {.call = 1, .from_then = true, .after = true, .forgets = true},
    };
    const unsigned runs = faults_tell(kinds, COUNT(kinds), fault_story);
    ck_assert_uint_gt(runs, 8 * 20);
}
END_TEST

TESTS("store/log", test_log__what_is_recorded_is_signed_and_anchored,
      test_log__one_commit_takes_many_entries_and_signs_once,
      test_log__an_entry_that_is_there_gives_its_index, test_log__an_abort_records_nothing,
      test_log__rows_alone_are_on_the_disk_when_they_are_recorded,
      test_log__the_published_checkpoint_follows_with_the_next_write,
      test_log__time_does_not_go_back, test_log__a_clock_that_ran_away_is_not_logged,
      test_log__a_store_behind_its_anchor_was_rolled_back,
      test_log__a_store_that_does_not_extend_its_anchor_was_forked,
      test_log__a_fork_is_found_while_the_log_is_open,
      test_log__an_anchor_that_goes_back_while_the_log_is_open_is_found,
      test_log__a_checkpoint_of_another_key_is_no_anchor,
      test_log__an_anchor_that_is_older_than_what_was_published_was_rolled_back,
      test_log__what_somebody_else_put_behind_the_head_is_never_signed,
      test_log__what_nobody_was_told_of_is_signed_by_the_next, test_log__proofs_hold_under_the_head,
      test_log__whatever_call_fails_nothing_recorded_is_lost)
