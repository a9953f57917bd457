/* A ledger in its folder: made whole or not at all, opened by whoever may. */
#include "store/ledger_fixture.h"

#include "store/anchor.h"
#include "store/log.h"

static struct log *ledger;

static bool append(uint64_t number, uint64_t *index, bool *repeated, struct error *err)
{
    int64_t moment;
    const struct digest id = made_id(number);
    return log_begin(ledger, FIXTURE_TIME, &moment, err) &&
           log_add(ledger, made_entry(number), &id, index, repeated, err) &&
           log_commit(ledger, err);
}

static bool first_make(void *context, const struct key_pair *log_key, struct arena *unused,
                       struct text *entry, struct digest *id, struct error *err)
{
    (void)log_key, (void)unused, (void)err;
    ++*(int *)context;
    *entry = made_entry(0);
    *id = made_id(0);
    return true;
}

static struct log_founding founding_of(int *calls)
{
    return (struct log_founding){
        .paths = {scratch("ledger"), scratch("state/anchor")},
        .origin = TEXT("test.example/log"),
        .now = FIXTURE_TIME,
        .entry_first = first_make,
        .context = calls,
    };
}

static struct log *ledger_found(void)
{
    struct error err = {0};
    struct log *made;
    int calls = 0;
    const struct log_founding founding = founding_of(&calls);
    ck_assert_msg(log_create(&founding, &arena, &made, &err), "%s", support_error(&err));
    ck_assert_int_eq(calls, 1);
    return made;
}

START_TEST(test_ledger__a_ledger_is_made_once_and_remembers_its_anchor)
{
    struct error err = {0}, refusal = {0};
    int calls = 0;
    scratch_open();
    log_close(ledger_found());
    const struct log_founding founding = founding_of(&calls);
    struct log *made;
    ck_assert(!log_create(&founding, &arena, &made, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_REFUSED);
    ck_assert_int_eq(calls, 0);
    ck_assert(
        log_open((struct log_paths){scratch("ledger"), NULL}, STORE_WRITE, &arena, &ledger, &err));
    ck_assert_uint_eq(log_head(ledger)->size, 1);
    ck_assert(text_is(log_origin(ledger), "test.example/log"));
    ck_assert_ptr_nonnull(log_key_pair(ledger));
    log_close(ledger);
    scratch_close();
}
END_TEST

START_TEST(test_ledger__a_reader_needs_no_key)
{
    struct error err = {0}, refusal = {0};
    int64_t moment;
    scratch_open();
    log_close(ledger_found());
    ck_assert_int_eq(unlink(scratch("ledger/log.key")), 0);
    ck_assert_msg(
        log_open((struct log_paths){scratch("ledger"), NULL}, STORE_READ, &arena, &ledger, &err),
        "%s", support_error(&err));
    ck_assert_ptr_null(log_key_pair(ledger));
    ck_assert(!log_begin(ledger, FIXTURE_TIME, &moment, &refusal));
    log_close(ledger);
    ck_assert(!log_open((struct log_paths){scratch("ledger"), NULL}, STORE_WRITE, &arena, &ledger,
                        &refusal));
    scratch_close();
}
END_TEST

START_TEST(test_ledger__a_key_that_others_may_read_is_refused)
{
    struct error refusal = {0};
    scratch_open();
    log_close(ledger_found());
    ck_assert_int_eq(chmod(scratch("ledger/log.key"), 0640), 0);
    ck_assert(!log_open((struct log_paths){scratch("ledger"), NULL}, STORE_WRITE, &arena, &ledger,
                        &refusal));
    ck_assert_int_eq(refusal.code, ERROR_REFUSED);
    scratch_close();
}
END_TEST

START_TEST(test_ledger__a_missing_anchor_is_a_failure_of_integrity)
{
    struct error refusal = {0};
    scratch_open();
    log_close(ledger_found());
    ck_assert_int_eq(unlink(scratch("state/anchor/anchor.db")), 0);
    ck_assert(!log_open((struct log_paths){scratch("ledger"), NULL}, STORE_READ, &arena, &ledger,
                        &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

START_TEST(test_ledger__a_missing_log_is_a_failure_of_integrity)
{
    struct error refusal = {0};
    scratch_open();
    log_close(ledger_found());
    ck_assert_int_eq(unlink(scratch("ledger/log.db")), 0);
    ck_assert(!log_open((struct log_paths){scratch("ledger"), NULL}, STORE_READ, &arena, &ledger,
                        &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

START_TEST(test_ledger__an_anchor_that_is_there_is_not_replaced_and_nothing_is_left)
{
    struct error err = {0}, refusal = {0};
    int calls = 0;
    enum file_kind kind;
    scratch_open();
    scratch_folder("state");
    scratch_folder("state/anchor");
    ck_assert(anchor_create(scratch("state/anchor/anchor.db"), TEXT("mine"), &err));
    const struct log_founding founding = founding_of(&calls);
    struct log *made;
    ck_assert(!log_create(&founding, &arena, &made, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_REFUSED);
    ck_assert(!file_kind_of(scratch("ledger"), &kind));
    ck_assert(!file_kind_of(text_format(&arena, "%s.new-%ld", scratch("ledger"), (long)getpid()).at,
                            &kind));
    scratch_close();
}
END_TEST

START_TEST(test_ledger__two_that_are_open_go_on_from_each_other)
{
    struct error err = {0};
    struct log *logs[2];
    scratch_open();
    log_close(ledger_found());
    for (int nth = 0; nth < 2; nth++)
        ck_assert(log_open((struct log_paths){scratch("ledger"), NULL}, STORE_WRITE, &arena,
                           &logs[nth], &err));
    for (uint64_t number = 1; number < 700; number++) {
        uint64_t index;
        bool repeated;
        ledger = logs[number % 3 == 0];
        ck_assert_msg(append(number, &index, &repeated, &err), "%s", support_error(&err));
        ck_assert_uint_eq(index, number);
    }
    const struct digest root = made_root(0, 700);
    ck_assert(digest_equal(&log_head(ledger)->root, &root));
    log_close(logs[0]);
    log_close(logs[1]);
    scratch_close();
}
END_TEST

START_TEST(test_ledger__what_was_published_is_never_older_again)
{
    struct error err = {0};
    struct log *logs[2];
    struct text published;
    struct checkpoint checkpoint;
    uint64_t index;
    bool repeated;
    scratch_open();
    log_close(ledger_found());
    for (int nth = 0; nth < 2; nth++)
        ck_assert(log_open((struct log_paths){scratch("ledger"), NULL}, STORE_WRITE, &arena,
                           &logs[nth], &err));
    ledger = logs[0];
    for (uint64_t number = 1; number < 4; number++) /* the last publishes the head over three */
        ck_assert(append(number, &index, &repeated, &err));
    ledger = logs[1]; /* which knows of one until it begins */
    ck_assert(append(4, &index, &repeated, &err));
    struct store *store = log_store(ledger);
    ck_assert(store->is->checkpoint(store, &arena, &published, &err));
    ck_assert_msg(checkpoint_open(published, log_key(ledger), &arena, &checkpoint, &err), "%s",
                  support_error(&err));
    ck_assert_uint_eq(checkpoint.head.size, 4);
    log_close(logs[0]);
    log_close(logs[1]);
    scratch_close();
}
END_TEST

TESTS("store/ledger", test_ledger__a_ledger_is_made_once_and_remembers_its_anchor,
      test_ledger__a_reader_needs_no_key, test_ledger__a_key_that_others_may_read_is_refused,
      test_ledger__a_missing_anchor_is_a_failure_of_integrity,
      test_ledger__a_missing_log_is_a_failure_of_integrity,
      test_ledger__an_anchor_that_is_there_is_not_replaced_and_nothing_is_left,
      test_ledger__two_that_are_open_go_on_from_each_other,
      test_ledger__what_was_published_is_never_older_again)
