/* tests/unit/store/ledger_fixture.h: entries for tests of the store: small, alike, and known by
 * their number.
 *
 *     made_entry(7)        the bytes of entry number 7, which end in its time
 *     made_id(7)           its id
 *     made_root(0, 7)      the root over the first seven, made the slow way
 */
#ifndef LEDGER_FIXTURE_H
#define LEDGER_FIXTURE_H

#include "base/scratch.h"

#include "base/clock.h"
#include "base/encode.h"
#include "store/store.h"

enum { FIXTURE_TIME = 1764000000 };

static inline struct text made_entry_at(uint64_t number, int64_t moment)
{
    char written[CLOCK_TEXT_SIZE];
    clock_write(moment, written);
    return text_format(&arena, "{\"envelope\":\"entry %ju\",\"time\":\"%s\"}", (uintmax_t)number,
                       written);
}

static inline struct text made_entry(uint64_t number)
{
    return made_entry_at(number, FIXTURE_TIME);
}

static inline struct digest made_id(uint64_t number)
{
    struct error err = {0};
    struct digest id;
    ck_assert(digest_text(text_format(&arena, "id %ju", (uintmax_t)number), &id, &err));
    return id;
}

static inline struct digest made_leaf(uint64_t number)
{
    struct error err = {0};
    struct digest leaf;
    ck_assert(leaf_hash(made_entry(number), &leaf, &err));
    return leaf;
}

/* The root over the entries from `from` up to but without `to`. */
static inline struct digest made_root(uint64_t from, uint64_t to)
{
    struct error err = {0};
    struct peaks peaks = {0};
    struct digest root;
    for (uint64_t number = from; number < to; number++) {
        const struct digest leaf = made_leaf(number);
        ck_assert(peaks_append(&peaks, &leaf, &err));
    }
    ck_assert(peaks_root(&peaks, &root, &err));
    return root;
}

static inline bool put_made(struct store *store, uint64_t number, struct error *err)
{
    const struct digest id = made_id(number), leaf = made_leaf(number);
    return store->is->put_entry(store, made_entry(number), &id, &leaf, err);
}

/* Entries from `from` up to but without `to`, in one write. */
static inline void commit_made(struct store *store, uint64_t from, uint64_t to)
{
    struct error err = {0};
    uint64_t size = 0;
    ck_assert_msg(store->is->begin(store, &err), "%s", support_error(&err));
    for (uint64_t number = from; number < to; number++)
        ck_assert_msg(put_made(store, number, &err), "%s", support_error(&err));
    ck_assert_msg(store->is->commit(store, &err), "%s", support_error(&err));
    ck_assert_msg(store->is->flush(store, &size, &err), "%s", support_error(&err));
    ck_assert_uint_ge(size, to - from);
}

static inline void put_row_made(struct store *store, const char *kind, const char *key,
                                const char *document)
{
    struct error err = {0};
    const struct row_name name = {text_of(kind), text_of(key)};
    ck_assert_msg(store->is->put_row(store, name, text_of(document), &err), "%s",
                  support_error(&err));
}

static inline struct text row_of(struct store *store, const char *kind, const char *key)
{
    struct error err = {0};
    struct text document;
    const struct row_name name = {text_of(kind), text_of(key)};
    ck_assert_msg(store->is->row(store, name, &arena, &document, &err), "%s", support_error(&err));
    return document;
}

/* A story told with each call of the store failing in turn, in each of these ways, until none is
 * left that fails: then it says true. How often it was told. */
static inline unsigned faults_tell(const struct store_fault *kinds, size_t count,
                                   bool (*story)(const struct store_fault *fault))
{
    unsigned runs = 0;
    for (size_t nth = 0; nth < count; nth++) {
        struct store_fault fault = kinds[nth];
        for (bool all = false; !all; fault.call++, runs++) {
            all = story(&fault);
            ck_assert_uint_lt(fault.call, 1000);
        }
    }
    return runs;
}

static inline uint64_t size_of(struct store *store)
{
    struct error err = {0};
    uint64_t size = UINT64_MAX;
    ck_assert_msg(store->is->size(store, &size, &err), "%s", support_error(&err));
    return size;
}

#endif
