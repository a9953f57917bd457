/* Rows under the seal of their log, and what somebody does to them behind its back. */
#include "store/sealed_fixture.h"

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
    uint8_t bytes[ROW_SEAL_SIZE];
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
    ck_assert_row_refused("entry", digest_print(&other, &arena).at, "do not follow from the log");
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

/* All rows as they are stored, but for those beside. */
struct told_rows {
    struct row_visit visit;
    uint64_t count;
};

static bool row_tell(void *context, struct row_name name, struct text document, struct error *err)
{
    struct told_rows *told = context;
    if (log_row_beside(name.kind))
        return true;
    told->count++;
    return !told->visit.see || told->visit.see(told->visit.context, name, document, err);
}

static bool rows_tell(void *context, struct row_visit visit, struct error *err)
{
    struct told_rows told = {.visit = visit};
    (void)context;
    return store->is->rows(store, (struct row_name){TEXT_NONE, TEXT_NONE},
                           (struct row_visit){row_tell, &told}, err);
}

static struct stock_source stock_of_rows(void)
{
    struct error err = {0};
    struct told_rows told = {0};
    ck_assert(store->is->rows(store, (struct row_name){TEXT_NONE, TEXT_NONE},
                              (struct row_visit){row_tell, &told}, &err));
    return (struct stock_source){rows_tell, NULL, told.count};
}

static bool stock_is(const struct stock_source *source, uint64_t size)
{
    bool same = false;
    struct error err = {0};
    ck_assert_msg(log_stock_compare(ledger, source, size, &same, &err), "%s", support_error(&err));
    return same;
}

/* In writes of so many nodes; how many it took, and whether all was as it should be. */
static unsigned stock_put(const struct stock_source *source, size_t most, bool *same)
{
    int64_t moment;
    unsigned writes = 0;
    struct log_stock stock = {.unfinished = true};
    for (; stock.unfinished; writes++) {
        struct error err = {0};
        ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
        ck_assert_msg(log_stock_put(ledger, source, most, &stock, &err) && log_commit(ledger, &err),
                      "%s", support_error(&err));
        if (!writes)
            *same = stock.same;
        ck_assert_uint_lt(writes, 100);
    }
    return writes;
}

START_TEST(test_log_rows__a_stocktake_mends_nodes_and_seal)
{
    bool same;
    ledger_open();
    for (uint64_t number = 0; number < 200; number++)
        recorded(number, "version", text_format(&arena, "a@%ju", (uintmax_t)number).at, "{}");
    const struct stock_source source = stock_of_rows();
    ck_assert(stock_is(&source, 200));
    ck_assert(!stock_is(&source, 201));
    edit("inventory", "", TEXT("F"));
    edit("inventory", "0123", TEXT("L"));
    edit("inventory", "no path", TEXT("L"));
    edit("seal", "", TEXT_NONE);
    ck_assert(!stock_is(&source, 200));
    ck_assert_row_refused("version", "a@7", "are under no seal");
    ck_assert_uint_eq(stock_put(&source, 1000, &same), 1);
    ck_assert(!same);
    ck_assert(text_is(said("version", "a@7"), "{}"));
    ck_assert_uint_eq(row_of(store, "inventory", "0123").size, 0);
    ck_assert(stock_is(&source, 200));
    ck_assert_uint_eq(stock_put(&source, 1000, &same), 1);
    ck_assert(same);
    recorded(200, "version", "a@200", "{}");
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__much_that_is_wrong_is_mended_in_several_writes)
{
    bool same;
    ledger_open();
    for (uint64_t number = 0; number < 200; number++)
        recorded(number, "version", text_format(&arena, "a@%ju", (uintmax_t)number).at, "{}");
    const struct stock_source source = stock_of_rows();
    for (unsigned stray = 0; stray < 20; stray++) {
        edit("inventory", text_format(&arena, "stray %u", stray).at, TEXT("L"));
        edit("inventory", text_format(&arena, "%c", inventory_sign(stray)).at, TEXT("L"));
    }
    ck_assert_uint_gt(stock_put(&source, 4, &same), 8);
    ck_assert(!same);
    ck_assert(stock_is(&source, 200));
    for (uint64_t number = 0; number < 200; number++)
        ck_assert(
            text_is(said("version", text_format(&arena, "a@%ju", (uintmax_t)number).at), "{}"));
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__nothing_is_put_outside_of_a_write)
{
    struct error refusal = {0};
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    ck_assert(!rows.put(rows.keeper, named("version", "a@1"), TEXT("{\"n\":2}"), &refusal));
    ck_assert_int_eq(refusal.code, ERROR_BUG);
    ck_assert(text_is(said("version", "a@1"), "{}"));
    recorded(1, "version", "a@2", "{}");
    ledger_close();
}
END_TEST

START_TEST(test_log_rows__a_write_that_lost_a_row_is_not_sealed)
{
    struct error err = {0}, refusal = {0};
    int64_t moment;
    uint64_t index;
    bool repeated;
    const struct digest id = made_id(1);
    ledger_open();
    recorded(0, "version", "a@1", "{}");
    const struct text node = row_of(store, "inventory", "");
    edit("inventory", "", TEXT("Lost"));
    ledger_reopen();
    ck_assert(log_begin(ledger, FIXTURE_TIME, &moment, &err));
    ck_assert(!rows.put(rows.keeper, named("version", "a@2"), TEXT("{}"), &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert(log_add(ledger, made_entry(1), &id, &index, &repeated, &err));
    ck_assert(!log_commit(ledger, &refusal)); /* by whoever did not look */
    edit("inventory", "", node);
    ledger_reopen();
    ck_assert_uint_eq(size_of(store), 1);
    ck_assert_uint_eq(said("version", "a@2").size, 0);
    ledger_close();
}
END_TEST

/* ---- every call fails in turn ---- */

enum { SCRIPT_WRITES = 3, SCRIPT_ROWS = INVENTORY_LEAF + 4 };

/* What a write of the script leaves in a row: the first makes a fork, the second a leaf of it, the
 * third a fork again. */
static const char *script_says(unsigned write, unsigned row)
{
    static const struct {
        unsigned from, to;
        const char *said;
    } writes[SCRIPT_WRITES] = {{0, 2, "{\"n\":1}"}, {2, 4, "{\"n\":2}"}, {0, 4, "{\"n\":3}"}};
    const bool bears = row >= writes[write].from && row < writes[write].to;
    if (write == 0)
        return row < INVENTORY_LEAF + 2 ? writes[0].said : "";
    if (write == 1)
        return row < 2 ? "" : bears ? writes[1].said : script_says(0, row);
    return bears || row >= INVENTORY_LEAF + 2 ? writes[2].said : script_says(1, row);
}

static const char *script_key(unsigned row)
{
    return text_format(&arena, "a@%u", row).at;
}

static bool script_put(unsigned write, struct error *err)
{
    for (unsigned row = 0; row < SCRIPT_ROWS; row++) {
        struct text before;
        const char *says = script_says(write, row);
        if (strcmp(says, write ? script_says(write - 1, row) : "") == 0)
            continue;
        if ((write &&
             !rows.get(rows.keeper, named("version", script_key(row)), &arena, &before, err)) ||
            !rows.put(rows.keeper, named("version", script_key(row)), text_of(says), err))
            return false;
    }
    return true;
}

static bool script_write(unsigned write, struct error *err)
{
    int64_t moment;
    uint64_t index;
    bool repeated;
    const struct digest id = made_id(write);
    if (!log_begin(ledger, FIXTURE_TIME, &moment, err))
        return false;
    if (script_put(write, err) && log_add(ledger, made_entry(write), &id, &index, &repeated, err))
        return log_commit(ledger, err);
    log_abort(ledger);
    return false;
}

/* How many writes were recorded, until something fails. No failure is taken for somebody's edit. */
static unsigned script_run(void)
{
    for (unsigned write = 0; write < SCRIPT_WRITES; write++) {
        struct error err = {0}, later = {0};
        struct text document;
        if (script_write(write, &err))
            continue;
        ck_assert_int_eq(err.code, ERROR_UNAVAILABLE);
        for (unsigned row = 0; row < SCRIPT_ROWS; row++)
            if (!rows.get(rows.keeper, named("version", script_key(row)), &arena, &document,
                          &later))
                ck_assert_int_eq(later.code, ERROR_UNAVAILABLE);
        return write;
    }
    return SCRIPT_WRITES;
}

/* Every row holds, and says what the writes that are there left. */
static void script_check(unsigned recorded_writes, const char *name)
{
    const unsigned writes = (unsigned)size_of(store);
    const struct stock_source source = stock_of_rows();
    ck_assert_msg(writes == recorded_writes || writes == recorded_writes + 1, "%s", name);
    for (unsigned row = 0; row < SCRIPT_ROWS; row++)
        ck_assert_msg(
            text_is(said("version", script_key(row)), writes ? script_says(writes - 1, row) : ""),
            "%s: row %u after %u writes", name, row, writes);
    ck_assert_msg(stock_is(&source, writes) || writes == 0, "%s: after %u writes", name, writes);
}

static bool fault_run(const struct store_fault *fault)
{
    struct error err = {0};
    const char *name =
        text_format(&arena, "call %u%s%s%s", fault->call, fault->from_then ? " and on" : "",
                    fault->after ? " after" : "", fault->forgets ? ", and the power" : "")
            .at;
    store = store_memory_reopen(store, fault);
    const unsigned recorded_writes = script_run();
    ledger_reopen();
    script_check(recorded_writes, name);
    for (unsigned write = (unsigned)size_of(store); write < SCRIPT_WRITES; write++)
        ck_assert_msg(script_write(write, &err), "%s: %s", name, support_error(&err));
    script_check(SCRIPT_WRITES, name);
    return recorded_writes == SCRIPT_WRITES;
}

static bool fault_story(const struct store_fault *fault)
{
    ledger_open();
    const bool all = fault_run(fault);
    ledger_close();
    return all;
}

START_TEST(test_log_rows__whatever_call_fails_nothing_is_sealed_that_does_not_hold)
{
    const struct store_fault kinds[] = {
        {.call = 1},
        {.call = 1, .from_then = true, .after = true},
        {.call = 1, .from_then = true, .after = true, .forgets = true},
    };
    const unsigned runs = faults_tell(kinds, COUNT(kinds), fault_story);
    ck_assert_uint_gt(runs, COUNT(kinds) * 90);
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
      test_log_rows__a_stocktake_mends_nodes_and_seal,
      test_log_rows__much_that_is_wrong_is_mended_in_several_writes,
      test_log_rows__nothing_is_put_outside_of_a_write,
      test_log_rows__a_write_that_lost_a_row_is_not_sealed,
      test_log_rows__whatever_call_fails_nothing_is_sealed_that_does_not_hold)
