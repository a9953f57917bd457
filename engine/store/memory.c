#include "store/store.h"

#include "store/memory_rows.h"

#include "base/limits.h"

struct memory_entry {
    struct text bytes;
    struct digest id;
};

/* What was there before something was put: an entry less, another checkpoint, a row's document. */
struct undo {
    enum { UNDO_ENTRY, UNDO_CHECKPOINT, UNDO_ROW } what;
    struct memory_row *row;
    struct text before;
};

struct memory_entries LIST(struct memory_entry);
struct memory_leaves LIST(struct digest);
struct undos LIST(struct undo);

struct memory {
    struct store store;
    struct arena *arena;
    const struct store_fault *fault;
    unsigned calls;
    bool writing, spoilt, poisoned;
    struct memory_entries entries;
    struct memory_leaves leaves;
    struct memory_row *rows;
    struct text checkpoint;
    struct undos undos; /* of all that was put since the last flush */
    size_t committed;   /* of them, belong to writes that are done  */
};

/* Does this call fail? */
static bool call_fails(struct memory *memory)
{
    const struct store_fault *fault = memory->fault;
    memory->calls++;
    return fault->call > 0 &&
           (fault->from_then ? memory->calls >= fault->call : memory->calls == fault->call);
}

static bool memory_usable(const struct memory *memory, struct error *err)
{
    return !memory->poisoned ||
           error_set(err, ERROR_UNAVAILABLE, "the store in memory is poisoned");
}

static bool memory_fault(const struct memory *memory, struct error *err)
{
    return error_set(err, ERROR_UNAVAILABLE, "call %u of the store fails, as it was told to",
                     memory->calls);
}

static bool memory_asked(struct memory *memory, struct error *err)
{
    return memory_usable(memory, err) && (!call_fails(memory) || memory_fault(memory, err));
}

static bool memory_size(struct store *store, uint64_t *out, struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    *out = memory->entries.count;
    return true;
}

static bool memory_entries(struct store *store, struct leaf_range range, struct entry_visit visit,
                           struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    for (uint64_t memory_index = range.from; memory_index < range.to; memory_index++) {
        if (memory_index >= memory->entries.count)
            return error_set(err, ERROR_INTEGRITY, "entry %ju is missing", (uintmax_t)memory_index);
        if (!visit.see(visit.context, memory_index, memory->entries.at[memory_index].bytes, err))
            return false;
    }
    return true;
}

static bool entry_with(const struct memory *memory, const struct digest *id, uint64_t *index)
{
    for (size_t nth = 0; nth < memory->entries.count; nth++)
        if (digest_equal(&memory->entries.at[nth].id, id)) {
            *index = nth;
            return true;
        }
    return false;
}

static bool memory_find(struct store *store, const struct digest *id, bool *found, uint64_t *index,
                        struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    *found = entry_with(memory, id, index);
    return true;
}

static bool memory_hash(struct store *store, unsigned level, uint64_t number, struct digest *out,
                        struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    const struct leaves leaves = {memory->leaves.at, memory->leaves.count};
    const struct grove grove = leaves_grove(&leaves);
    return grove.hash(grove.keeper, level, number, out, err);
}

/* Its hashes follow from the entries, so there are none besides. */
static bool memory_tidy(struct store *store, struct error *err)
{
    return memory_asked((struct memory *)store, err);
}

static bool memory_row(struct store *store, struct row_name memory_name, struct arena *arena,
                       struct text *out, struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    const struct memory_row *row = memory_row_find(memory->rows, memory_name);
    *out = row ? text_copy(arena, row->document) : TEXT_NONE;
    return true;
}

static bool memory_rows(struct store *store, struct row_name prefix, struct row_visit visit,
                        struct error *err)
{
    struct memory *memory = (struct memory *)store;
    return memory_asked(memory, err) && memory_rows_walk(memory->rows, prefix, visit, err);
}

static bool memory_checkpoint(struct store *store, struct arena *arena, struct text *out,
                              struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    *out = text_copy(arena, memory->checkpoint);
    return true;
}

/* Nobody else is there. */
static bool memory_hold(struct store *store, struct error *err)
{
    return memory_asked((struct memory *)store, err);
}

static void memory_release(struct store *store)
{
    (void)store;
}

static bool memory_begin(struct store *store, struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    if (memory->writing)
        return error_set(err, ERROR_BUG, "this store is not open for another write");
    memory->writing = true;
    memory->spoilt = false;
    return true;
}

static void undo_keep(struct memory *memory, struct undo undo)
{
    *LIST_ADD(memory->arena, &memory->undos) = undo;
}

static void undo_to(struct memory *memory, size_t count)
{
    while (memory->undos.count > count) {
        const struct undo *undo = &memory->undos.at[--memory->undos.count];
        if (undo->what == UNDO_ENTRY)
            memory->leaves.count = --memory->entries.count;
        else if (undo->what == UNDO_CHECKPOINT)
            memory->checkpoint = undo->before;
        else
            undo->row->document = undo->before;
    }
}

static bool memory_writing(const struct memory *memory, struct error *err)
{
    return memory->writing ||
           error_set(err, ERROR_BUG, "nothing is put into a store before a write has begun");
}

/* A call that puts something: after a fault the write cannot be committed. */
static bool memory_putting(struct memory *memory, struct error *err)
{
    if (!memory_usable(memory, err) || !memory_writing(memory, err))
        return false;
    memory->spoilt = memory->spoilt || call_fails(memory);
    return !memory->spoilt || memory_fault(memory, err);
}

static bool memory_put_entry(struct store *store, struct text entry, const struct digest *id,
                             const struct digest *leaf, struct error *err)
{
    struct memory *memory = (struct memory *)store;
    uint64_t index = 0;
    if (!memory_putting(memory, err))
        return false;
    if (entry_with(memory, id, &index))
        return error_set(err, ERROR_REFUSED, "the entry is in the log already");
    if (entry.size > LIMIT_ENTRY_SIZE)
        return error_set(err, ERROR_REFUSED, "an entry of %zu bytes is above the limit of %d",
                         entry.size, LIMIT_ENTRY_SIZE);
    undo_keep(memory, (struct undo){.what = UNDO_ENTRY});
    *LIST_ADD(memory->arena, &memory->entries) =
        (struct memory_entry){text_copy(memory->arena, entry), *id};
    *LIST_ADD(memory->arena, &memory->leaves) = *leaf;
    return true;
}

static bool memory_put_row(struct store *store, struct row_name name, struct text document,
                           struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_putting(memory, err))
        return false;
    if (name.kind.size == 0 || document.size > LIMIT_ROW_SIZE)
        return error_set(err, ERROR_REFUSED, "a row has a kind, and %d bytes at most",
                         LIMIT_ROW_SIZE);
    struct memory_row *row = memory_row_add(&memory->rows, name, memory->arena);
    undo_keep(memory, (struct undo){UNDO_ROW, row, row->document});
    row->document = text_copy(memory->arena, document);
    return true;
}

static bool memory_put_checkpoint(struct store *store, struct text checkpoint, struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_putting(memory, err))
        return false;
    undo_keep(memory, (struct undo){.what = UNDO_CHECKPOINT, .before = memory->checkpoint});
    memory->checkpoint = text_copy(memory->arena, checkpoint);
    return true;
}

static void memory_abort(struct store *store)
{
    struct memory *memory = (struct memory *)store;
    if (memory->writing)
        undo_to(memory, memory->committed);
    memory->writing = false;
}

static bool memory_commit(struct store *store, struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_usable(memory, err) || !memory_writing(memory, err))
        return false;
    if (memory->spoilt) {
        memory_abort(store);
        return error_set(err, ERROR_UNAVAILABLE, "an earlier part of this write failed");
    }
    memory->poisoned = call_fails(memory);
    if (memory->poisoned && !memory->fault->after)
        undo_to(memory, memory->committed);
    memory->committed = memory->undos.count;
    memory->writing = false;
    return !memory->poisoned || memory_fault(memory, err);
}

static bool memory_flush(struct store *store, uint64_t *size, struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_usable(memory, err))
        return false;
    if (memory->writing)
        return error_set(err, ERROR_BUG, "a store is flushed between writes");
    memory->poisoned = call_fails(memory);
    if (!memory->poisoned || memory->fault->after)
        memory->committed = memory->undos.count = 0;
    if (memory->poisoned)
        return memory_fault(memory, err);
    *size = memory->entries.count;
    return true;
}

static void memory_close(struct store *store)
{
    struct memory *memory = (struct memory *)store;
    memory_abort(store);
    memory->poisoned = true;
}

/* On the disk at once. */
static bool memory_cut(struct store *store, struct leaf_range last, bool *done, struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    if (memory->writing)
        return error_set(err, ERROR_BUG, "a store is cut between writes");
    *done = memory->entries.count == last.to;
    if (*done) {
        memory->entries.count = memory->leaves.count = (size_t)last.from;
        memory->undos.count = memory->committed = 0;
    }
    return true;
}

static bool memory_put_ids(struct store *store, const struct store_ids *ids, bool *same,
                           struct error *err)
{
    struct memory *memory = (struct memory *)store;
    if (!memory_asked(memory, err))
        return false;
    *same = true;
    for (size_t nth = 0; nth < memory->entries.count; nth++) {
        const struct digest *id = ids->at(ids->context, nth);
        *same = *same && digest_equal(id, &memory->entries.at[nth].id);
        memory->entries.at[nth].id = *id;
    }
    return true;
}

static const struct store_class memory_class = {
    .name = "memory",
    .size = memory_size,
    .entries = memory_entries,
    .find = memory_find,
    .hash = memory_hash,
    .tidy = memory_tidy,
    .row = memory_row,
    .rows = memory_rows,
    .checkpoint = memory_checkpoint,
    .cut = memory_cut,
    .put_ids = memory_put_ids,
    .hold = memory_hold,
    .release = memory_release,
    .begin = memory_begin,
    .put_entry = memory_put_entry,
    .put_row = memory_put_row,
    .put_checkpoint = memory_put_checkpoint,
    .commit = memory_commit,
    .abort = memory_abort,
    .flush = memory_flush,
    .close = memory_close,
};

bool store_memory_create(const struct store_fault *fault, struct arena *arena, struct store **out,
                         struct error *err)
{
    static const struct store_fault none;
    (void)err; /* as the others have it */
    struct memory *memory = ARENA_NEW(arena, struct memory);
    *memory =
        (struct memory){.store = {&memory_class}, .arena = arena, .fault = fault ? fault : &none};
    *out = &memory->store;
    return true;
}

struct store *store_memory_reopen(struct store *store, const struct store_fault *fault)
{
    struct memory *memory = (struct memory *)store;
    memory_abort(store);
    if (memory->fault->forgets)
        undo_to(memory, 0);
    memory->committed = memory->undos.count;
    memory->spoilt = memory->poisoned = false;
    memory->fault = fault;
    memory->calls = 0;
    return store;
}
