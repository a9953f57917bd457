/* tests/unit/store/sealed_fixture.h: a log over a store in memory, with rows under its seal, and
 * somebody who writes to the store behind its back.
 */
#ifndef SEALED_FIXTURE_H
#define SEALED_FIXTURE_H

#include "store/ledger_fixture.h"

#include "store/anchor.h"
#include "store/log.h"
#include "store/row_seal.h"

static const struct store_fault no_fault;
static struct key_pair *pair;
static struct store *store;
static struct anchor *anchor;
static struct log *ledger;
static struct rows rows;

static inline void ledger_join(void)
{
    struct error err = {0};
    ck_assert(anchor_open(scratch("anchor.db"), &arena, &anchor, &err));
    const struct log_parts joined = {store, anchor, pair, TEXT("test.example/log"), NULL};
    ck_assert_msg(log_over(&joined, &arena, &ledger, &err), "%s", support_error(&err));
    rows = log_rows(ledger);
}

static inline void ledger_open(void)
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
static inline void ledger_reopen(void)
{
    log_close(ledger);
    store = store_memory_reopen(store, &no_fault);
    ledger_join();
}

static inline void ledger_close(void)
{
    log_close(ledger);
    scratch_close();
}

static inline struct row_name named(const char *kind, const char *key)
{
    return (struct row_name){text_of(kind), text_of(key)};
}

/* Entry `number`, and with it one row. */
static inline bool record(uint64_t number, const char *kind, const char *key, const char *document,
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

static inline void recorded(uint64_t number, const char *kind, const char *key,
                            const char *document)
{
    struct error err = {0};
    ck_assert_msg(record(number, kind, key, document, &err), "%s", support_error(&err));
}

static inline struct text said(const char *kind, const char *key)
{
    struct error err = {0};
    struct text document;
    ck_assert_msg(rows.get(rows.keeper, named(kind, key), &arena, &document, &err), "%s",
                  support_error(&err));
    return document;
}

/* Somebody writes to the database. */
static inline void edit(const char *kind, const char *key, struct text document)
{
    struct error err = {0};
    uint64_t size;
    ck_assert(store->is->begin(store, &err));
    ck_assert(store->is->put_row(store, named(kind, key), document, &err));
    ck_assert(store->is->commit(store, &err) && store->is->flush(store, &size, &err));
}

static inline void ck_assert_row_refused(const char *kind, const char *key, const char *words)
{
    struct error refusal = {0};
    struct text document;
    ck_assert(!rows.get(rows.keeper, named(kind, key), &arena, &document, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(refusal.message, words), "%s", refusal.message);
}

#endif
