/* Any lines are the entries of a log, or refused: each is folded after those that were taken, with
 * its signature believed, so that every rule can be reached. Whatever is put down is a row in its
 * one spelling, and what is read is written as the same bytes. */
#include "base/limits.h"
#include "fuzz.h"
#include "ledger/tree.h"
#include "registry/opening.h"
#include "registry/registry.h"
#include "value/canonical.h"
#include "value/json.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 256, ROW_SIZE = 1 << 20 };

struct kept {
    struct text kind, key, document;
};

struct keeper {
    struct arena *arena;
    struct kept rows[ROWS]; /* in no order */
    size_t count;
};

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static struct kept *keeper_find(struct keeper *keeper, struct row_name name)
{
    for (size_t i = 0; i < keeper->count; i++)
        if (text_equal(keeper->rows[i].kind, name.kind) &&
            text_equal(keeper->rows[i].key, name.key))
            return &keeper->rows[i];
    return NULL;
}

static bool keeper_get(void *context, struct row_name name, struct arena *arena, struct text *out,
                       struct error *err)
{
    const struct kept *row = keeper_find(context, name);
    (void)arena;
    (void)err;
    *out = row ? row->document : TEXT_NONE;
    return true;
}

static void document_check(struct text document, struct arena *arena)
{
    struct value row;
    struct error err = {0};
    struct buffer again = buffer_in(arena, ROW_SIZE);
    const struct text source = {text_string(arena, document), document.size};
    demand(json_read("row", source, (struct json_options){0}, arena, &row, &err));
    demand(canonical_write(&row, &again, &err) && text_equal(buffer_text(&again), document));
}

static bool keeper_put(void *context, struct row_name name, struct text document, struct error *err)
{
    struct keeper *keeper = context;
    struct kept *row = keeper_find(keeper, name);
    demand(name.kind.size && name.key.size && !memchr(name.key.at, 0, name.key.size));
    if (!row && keeper->count == ROWS)
        return error_set(err, ERROR_UNAVAILABLE, "no room for another row");
    if (!row)
        row = &keeper->rows[keeper->count++];
    *row = (struct kept){name.kind, name.key, document};
    if (document.size)
        document_check(document, keeper->arena);
    return true;
}

static bool keeper_walk(void *context, struct row_name prefix, struct row_visit visit,
                        struct error *err)
{
    const struct keeper *keeper = context;
    for (size_t i = 0; i < keeper->count; i++) {
        const struct kept *row = &keeper->rows[i];
        if (row->document.size && text_equal(row->kind, prefix.kind) &&
            text_starts(row->key, prefix.key) &&
            !visit.see(visit.context, (struct row_name){row->kind, row->key}, row->document, err))
            return false;
    }
    return true;
}

static void act_check(struct text payload, struct arena *arena)
{
    struct act act;
    struct text again;
    struct error err = {0};
    if (!act_read("act", payload, arena, &act, &err)) {
        demand(err.code == ERROR_REFUSED);
        return;
    }
    struct members members = {0};
    for (size_t i = 0; i < value_count(act.predicate); i++) {
        const struct text name = member_key(act.predicate, i);
        if (!text_is(name, "log") && !text_is(name, "by") && !text_is(name, "at"))
            members_add(arena, &members, name, *member_value(act.predicate, i));
    }
    demand(act_write(&act, &members, arena, &again, &err) && text_equal(again, payload));
}

static void opening_check(struct text document, struct arena *arena)
{
    struct digest commitment, again;
    struct opening opening;
    struct error err = {0};
    demand(digest_text(document, &commitment, &err));
    if (opening_read(document, &commitment, arena, &opening, &err) &&
        opening_commitment(&opening, &again, &err))
        demand(opening.text.size > 0);
}

static void entry_fold(struct keeper *keeper, struct text leaf)
{
    struct entry entry;
    struct text again;
    struct digest hash;
    struct error err = {0};
    struct rows rows = {keeper_get, keeper_put, keeper_walk, keeper};
    if (!entry_read(leaf, keeper->arena, &entry, &err)) {
        demand(err.code == ERROR_INTEGRITY);
        return;
    }
    demand(entry_write(&entry, keeper->arena, &again, &err) && text_equal(again, leaf));
    demand(leaf_hash(leaf, &hash, &err));
    act_check(entry.envelope.payload, keeper->arena);
    if (!registry_apply(&rows, &entry, &hash, REGISTRY_REBUILD, keeper->arena, &err))
        demand(err.code == ERROR_INTEGRITY || err.code == ERROR_UNAVAILABLE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct keeper *keeper = ARENA_NEW(&arena, struct keeper);
    struct text rest = {(const char *)data, size};
    keeper->arena = &arena;
    act_check(rest, &arena);
    opening_check(rest, &arena);
    while (rest.size) {
        const size_t end = text_find(rest, '\n');
        entry_fold(keeper, text_part(rest, 0, end));
        rest = text_part(rest, end + 1, rest.size);
    }
    arena_free(&arena);
    return 0;
}
