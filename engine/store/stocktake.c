#include "store/stocktake.h"

#include <stdlib.h>
#include <string.h>

enum { HEAP_MEMBERS = 512 }; /* 24 KB: some 800 KB stand open, of any number of rows */

/* Members lie in heaps, by the first letter of their labels. */
struct heap {
    struct heap *before;
    size_t count;
    struct inventory_member members[HEAP_MEMBERS];
};

struct stocktake {
    struct arena *arena;
    struct heap *heaps[INVENTORY_FAN];
    size_t counts[INVENTORY_FAN];
};

/* While nodes are made. */
struct making {
    struct stocktake_sink sink;
    struct arena bytes; /* of the node in hand */
};

/* A run of members in order, below one path. */
struct stock_run {
    const struct inventory_member *members;
    size_t count;
    char path[INVENTORY_PATH];
    unsigned depth;
};

struct stocktake *stocktake_begin(struct arena *arena)
{
    struct stocktake *stocktake = ARENA_NEW(arena, struct stocktake);
    stocktake->arena = arena;
    return stocktake;
}

bool stocktake_add(struct stocktake *stocktake, struct row_name name, struct text document,
                   struct error *err)
{
    struct inventory_member row;
    if (!inventory_member_of(name, document, &row, err))
        return false;
    const unsigned letter = inventory_letter(row.label, 0);
    struct heap *heap = stocktake->heaps[letter];
    if (!heap || heap->count == HEAP_MEMBERS) {
        struct heap *fresh = arena_alloc(stocktake->arena, sizeof *fresh);
        fresh->before = heap;
        fresh->count = 0;
        stocktake->heaps[letter] = heap = fresh;
    }
    heap->members[heap->count++] = row;
    stocktake->counts[letter]++;
    return true;
}

static int labels_compare(const void *one, const void *other)
{
    return memcmp(((const struct inventory_member *)one)->label,
                  ((const struct inventory_member *)other)->label, INVENTORY_LABEL);
}

/* The members of a heap, in order. */
static struct inventory_member *heap_sort(const struct stocktake *stocktake, unsigned letter,
                                          struct arena *arena)
{
    size_t sorted = 0;
    struct inventory_member *members =
        ARENA_ARRAY(arena, struct inventory_member, stocktake->counts[letter]);
    for (const struct heap *heap = stocktake->heaps[letter]; heap; heap = heap->before) {
        memcpy(&members[sorted], heap->members, heap->count * sizeof *members);
        sorted += heap->count;
    }
    qsort(members, sorted, sizeof *members, labels_compare);
    return members;
}

static bool node_see(struct making *making, const struct stock_run *run, struct text bytes,
                     struct inventory_part *out, struct error *err)
{
    const struct row_name node = {inventory_kind, {run->path, run->depth}};
    out->count = (uint32_t)run->count;
    const bool seen = digest_text(bytes, &out->digest, err) &&
                      making->sink.see(making->sink.context, node, bytes, err);
    arena_clear(&making->bytes);
    return seen;
}

/* The members of the run that go on with the letter: they stand together. */
static struct stock_run run_below(const struct stock_run *run, size_t from, unsigned letter)
{
    struct stock_run below = *run;
    below.members = run->members + from;
    below.count = 0;
    while (from + below.count < run->count &&
           inventory_letter(below.members[below.count].label, run->depth) == letter)
        below.count++;
    below.path[below.depth++] = inventory_sign(letter);
    return below;
}

static bool run_make(struct making *making, const struct stock_run *run, struct inventory_part *out,
                     struct error *err)
{
    struct inventory_part children[INVENTORY_FAN] = {0};
    if (run->count <= INVENTORY_LEAF)
        return node_see(making, run, inventory_leaf_bytes(run->members, run->count, &making->bytes),
                        out, err);
    for (size_t from = 0; from < run->count;) {
        const unsigned letter = inventory_letter(run->members[from].label, run->depth);
        const struct stock_run below = run_below(run, from, letter);
        if (!run_make(making, &below, &children[letter], err))
            return false;
        from += below.count;
    }
    return node_see(making, run, inventory_fork_bytes(children, &making->bytes), out, err);
}

/* So few rows that the top is a leaf. */
static bool few_make(struct stocktake *stocktake, struct making *making, size_t count,
                     struct inventory_part *top, struct error *err)
{
    size_t sorted = 0;
    struct inventory_member members[INVENTORY_LEAF];
    for (unsigned letter = 0; letter < INVENTORY_FAN; letter++)
        if (stocktake->heaps[letter]) {
            const struct heap *heap = stocktake->heaps[letter];
            memcpy(&members[sorted], heap->members, heap->count * sizeof *members);
            sorted += heap->count;
        }
    qsort(members, sorted, sizeof *members, labels_compare);
    const struct stock_run all = {.members = members, .count = count};
    return run_make(making, &all, top, err);
}

static bool heaps_make(struct stocktake *stocktake, struct making *making, size_t count,
                       struct inventory_part *top, struct error *err)
{
    struct inventory_part children[INVENTORY_FAN] = {0};
    const struct stock_run all = {.count = count};
    for (unsigned letter = 0; letter < INVENTORY_FAN; letter++) {
        struct arena sorting = {0};
        struct stock_run run = {.count = stocktake->counts[letter], .depth = 1};
        run.path[0] = inventory_sign(letter);
        if (run.count == 0)
            continue;
        run.members = heap_sort(stocktake, letter, &sorting);
        const bool made = run_make(making, &run, &children[letter], err);
        arena_free(&sorting);
        if (!made)
            return false;
    }
    return node_see(making, &all, inventory_fork_bytes(children, &making->bytes), top, err);
}

bool stocktake_end(struct stocktake *stocktake, struct stocktake_sink sink,
                   struct inventory_part *top, struct error *err)
{
    size_t count = 0;
    struct making making = {.sink = sink};
    for (unsigned letter = 0; letter < INVENTORY_FAN; letter++)
        count += stocktake->counts[letter];
    *top = (struct inventory_part){0};
    if (count > UINT32_MAX)
        return error_set(err, ERROR_REFUSED, "the ledger has more rows than an inventory counts");
    const bool made =
        count == 0 || (count <= INVENTORY_LEAF ? few_make(stocktake, &making, count, top, err)
                                               : heaps_make(stocktake, &making, count, top, err));
    arena_free(&making.bytes);
    return made;
}
