/* Rows under the seal of their log, and what somebody does to them behind its back. */
#include "store/ledger_fixture.h"

#include "store/anchor.h"
#include "store/log.h"

static const struct store_fault no_fault;
static struct key_pair *pair;
static struct store *store;
static struct anchor *anchor;
static struct log *ledger;
static struct rows rows;

static void ledger_join(void)
{
    struct error err = {0};
    ck_assert(anchor_open(scratch("anchor.db"), &arena, &anchor, &err));
    const struct log_parts joined = {store, anchor, pair, TEXT("test.example/log")};
    ck_assert_msg(log_over(&joined, &arena, &ledger, &err), "%s", support_error(&err));
    rows = log_rows(ledger);
}

static void ledger_open(void)
{
    struct error err = {0};
    scratch_open();
    struct buffer note = buffer_in(&arena, 4096);
    const struct checkpoint checkpoint = {.origin = TEXT("test.example/log"),
                                          .head = {0, made_root(0, 0)}};
    ck_assert(key_pair_generate(&arena, &pair, &err));
    ck_assert(store_memory_create(&no_fault, &arena, &store, &err));
    ck_assert(checkpoint_sign(&checkpoint, pair, &note, &err) &&
              anchor_create(scratch("anchor.db"), buffer_text(&note), &err));
    ledger_join();
}

/* Closed, and opened by another process. */
static void ledger_reopen(void)
{
    log_close(ledger);
    store = store_memory_reopen(store, &no_fault);
    ledger_join();
}

static void ledger_close(void)
{
    log_close(ledger);
    scratch_close();
}

static struct row_name named(const char *kind, const char *key)
{
    return (struct row_name){text_of(kind), text_of(key)};
}

/* Entry `number`, and with it one row. */
static bool record(uint64_t number, const char *kind, const char *key, const char *document,
                   struct error *err)
{
    int64_t moment;
    uint64_t index;
    bool repeated;
    const struct digest id = made_id(number);
    if (!log_begin(ledger, FIXTURE_TIME, &moment, err))
        return false;
    if (rows.put(rows.keeper, named(kind, key), text_of(document), err) &&
        log_add(ledger, made_entry(number), &id, &index, &repeated, err))
        return log_commit(ledger, err);
    log_abort(ledger);
    return false;
}

static void recorded(uint64_t number, const char *kind, const char *key, const char *document)
{
    struct error err = {0};
    ck_assert_msg(record(number, kind, key, document, &err), "%s", support_error(&err));
}

static struct text said(const char *kind, const char *key)
{
    struct error err = {0};
    struct text document;
    ck_assert_msg(rows.get(rows.keeper, named(kind, key), &arena, &document, &err), "%s",
                  support_error(&err));
    return document;
}

/* Somebody writes to the database. */
static void edit(const char *kind, const char *key, struct text document)
{
    struct error err = {0};
    uint64_t size;
    ck_assert(store->is->begin(store, &err));
    ck_assert(store->is->put_row(store, named(kind, key), document, &err));
    ck_assert(store->is->commit(store, &err) && store->is->flush(store, &size, &err));
}

static void ck_assert_row_refused(const char *kind, const char *key, const char *words)
{
    struct error refusal = {0};
    struct text document;
    ck_assert(!rows.get(rows.keeper, named(kind, key), &arena, &document, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(refusal.message, words), "%s", refusal.message);
}

START_TEST(test_log_rows__what_was_put_is_said_by_whoever_opens_the_log)
{
    ledger_open();
    recorded(0, "version", "a@1", "{\"stage\":\"registered\"}");
    recorded(1, "version", "a@1", "{\"stage\":\"production\"}");
    ledger_reopen();
    ck_assert(text_is(said("version", "a@1"), "{\"stage\":\"production\"}"));
    ck_assert_uint_eq(said("version", "a@2").size, 0);
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__a_row_that_was_edited_is_refused_and_nothing_is_put_over_it)
{
    struct error refusal = {0};
    ledger_open();
    recorded(0, "version", "a@1", "{\"stage\":\"suspended\"}");
    edit("version", "a@1", TEXT("{\"stage\":\"production\"}"));
    ck_assert_row_refused("version", "a@1", "the row version a@1 does not follow from the log");
    edit("version", "a@1", TEXT_NONE);
    ck_assert_row_refused("version", "a@1", "the row version a@1 does not follow from the log");
    edit("version", "b@1", TEXT("{}"));
    ck_assert_row_refused("version", "b@1", "the row version b@1 does not follow from the log");
    int64_t moment;
    struct text document;
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &refusal));
    ck_assert(!rows.get(rows.keeper, named("version", "a@1"), &arena, &document, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    log_abort(ledger);
    ledger_close();
}
END_TEST

/* All rows of the store, as they are now. */
struct kept_rows {
    struct row_name names[64];
    struct text documents[64];
    size_t count;
};

static bool row_keep(void *context, struct row_name name, struct text document, struct error *err)
{
    struct kept_rows *kept = context;
    (void)err;
    ck_assert_uint_lt(kept->count, COUNT(kept->names));
    kept->names[kept->count] =
        (struct row_name){text_copy(&arena, name.kind), text_copy(&arena, name.key)};
    kept->documents[kept->count++] = text_copy(&arena, document);
    return true;
}

START_TEST(test_log_rows__older_rows_with_their_own_seal_do_not_come_back)
{
    struct error err = {0};
    struct kept_rows kept = {0};
    uint64_t size;
    ledger_open();
    recorded(0, "version", "a@1", "{\"stage\":\"production\"}");
    ck_assert(store->is->rows(store, (struct row_name){TEXT_NONE, TEXT_NONE},
                              (struct row_visit){row_keep, &kept}, &err));
    recorded(1, "version", "a@1", "{\"stage\":\"suspended\"}");
    ck_assert(store->is->begin(store, &err));
    for (size_t nth = 0; nth < kept.count; nth++)
        ck_assert(store->is->put_row(store, kept.names[nth], kept.documents[nth], &err));
    ck_assert(store->is->commit(store, &err) && store->is->flush(store, &size, &err));
    ck_assert_row_refused("version", "a@1", "are those of 1 entries, and it has 2");
    ledger_reopen();
    ck_assert_row_refused("version", "a@1", "are those of 1 entries, and it has 2");
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__a_seal_that_is_gone_or_not_ours_is_refused)
{
    uint8_t bytes[76];
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    const struct text seal = row_of(store, "seal", "");
    ck_assert_uint_eq(seal.size, sizeof bytes);
    for (size_t at = 0; at < seal.size; at++) {
        memcpy(bytes, seal.at, seal.size);
        bytes[at] ^= 1;
        edit("seal", "", (struct text){(const char *)bytes, sizeof bytes});
        ck_assert_row_refused("version", "a@1", "are not under the log's seal");
    }
    edit("seal", "", TEXT("short"));
    ck_assert_row_refused("version", "a@1", "is none");
    edit("seal", "", TEXT_NONE);
    ck_assert_row_refused("version", "a@1", "are under no seal");
    edit("seal", "", seal);
    ck_assert(text_is(said("version", "a@1"), "{}"));
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__no_entry_is_added_over_rows_that_are_not_under_the_seal)
{
    struct error refusal = {0};
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    edit("seal", "", TEXT("another"));
    ck_assert(!record(1, "version", "a@2", "{}", &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_uint_eq(size_of(store), 1);
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__an_abort_puts_nothing_and_the_next_write_goes_on)
{
    struct error err = {0};
    int64_t moment;
    ledger_open();
    recorded(0, "version", "a@1", "{\"n\":1}");
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert(rows.put(rows.keeper, named("version", "a@1"), TEXT("{\"n\":2}"), &err));
    ck_assert(text_is(said("version", "a@1"), "{\"n\":2}"));
    log_abort(ledger);
    ck_assert(text_is(said("version", "a@1"), "{\"n\":1}"));
    recorded(1, "version", "a@1", "{\"n\":3}");
    ck_assert(text_is(said("version", "a@1"), "{\"n\":3}"));
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__that_an_entry_is_there_the_entries_say)
{
    ledger_open();
    const struct digest id = made_id(0);
    const char *key = digest_print(&id, &arena).at;
    recorded(0, "entry", key, "{\"index\":0}");
    ck_assert(text_is(said("entry", key), "{\"index\":0}"));
    ck_assert_uint_eq(row_of(store, "entry", key).size, 0);
    recorded(1, "version", "a@1", "{}");
    const struct digest other = made_id(1); /* it is there, and its row was not put */
    ck_assert_row_refused("entry", digest_print(&other, &arena).at, "does not follow from the log");
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__what_does_not_follow_from_entries_is_under_no_seal)
{
    struct error err = {0};
    int64_t moment;
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert(rows.put(rows.keeper, named("opening", "x"), TEXT("words"), &err));
    ck_assert(log_commit(ledger, &err));
    edit("opening", "x", TEXT("other words"));
    ck_assert(text_is(said("opening", "x"), "other words"));
    ck_assert(text_is(said("version", "a@1"), "{}"));
    ledger_close();
}
END_TEST

static bool key_see(void *context, struct row_name name, struct text document, struct error *err)
{
    (void)document, (void)err;
    *(struct text *)context =
        text_format(&arena, "%.*s %.*s", TEXT_ARGS(*(struct text *)context), TEXT_ARGS(name.key));
    return true;
}

START_TEST(test_log_rows__a_walk_shows_no_row_that_does_not_hold)
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

static bool stock_add(void *context, struct row_name name, struct text document, struct error *err)
{
    return log_row_beside(name.kind) || stocktake_add(context, name, document, err);
}

START_TEST(test_log_rows__a_stocktake_mends_nodes_and_seal)
{
    struct error err = {0};
    int64_t moment;
    bool same = true;
    ledger_open();
    for (uint64_t number = 0; number < 60; number++)
        recorded(number, "version", text_format(&arena, "a@%ju", (uintmax_t)number).at, "{}");
    struct stocktake *stocktake = stocktake_begin(&arena);
    ck_assert(store->is->rows(store, (struct row_name){TEXT_NONE, TEXT_NONE},
                              (struct row_visit){stock_add, stocktake}, &err));
    ck_assert(log_stock_compare(ledger, stocktake, 60, &same, &err));
    ck_assert(same);
    ck_assert(log_stock_compare(ledger, stocktake, 61, &same, &err));
    ck_assert(!same);
    edit("inventory", "", TEXT("F"));
    edit("inventory", "0123", TEXT("L"));
    edit("seal", "", TEXT_NONE);
    ck_assert_row_refused("version", "a@7", "are under no seal");
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert_msg(log_stock_put(ledger, stocktake, &same, &err) && log_commit(ledger, &err), "%s",
                  support_error(&err));
    ck_assert(!same);
    ck_assert(text_is(said("version", "a@7"), "{}"));
    ck_assert_uint_eq(row_of(store, "inventory", "0123").size, 0);
    ck_assert(log_stock_compare(ledger, stocktake, 60, &same, &err));
    ck_assert(same);
    recorded(60, "version", "a@60", "{}");
    ledger_close();
}
END_TEST

TESTS("store/log_rows", test_log_rows__what_was_put_is_said_by_whoever_opens_the_log,
      test_log_rows__a_row_that_was_edited_is_refused_and_nothing_is_put_over_it,
      test_log_rows__older_rows_with_their_own_seal_do_not_come_back,
      test_log_rows__a_seal_that_is_gone_or_not_ours_is_refused,
      test_log_rows__no_entry_is_added_over_rows_that_are_not_under_the_seal,
      test_log_rows__an_abort_puts_nothing_and_the_next_write_goes_on,
      test_log_rows__that_an_entry_is_there_the_entries_say,
      test_log_rows__what_does_not_follow_from_entries_is_under_no_seal,
      test_log_rows__a_walk_shows_no_row_that_does_not_hold,
      test_log_rows__a_stocktake_mends_nodes_and_seal)
