#include "store/stocktake.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

enum { HEAP_MEMBERS = 512 }; /* 24 KB: some 800 KB stand open, of any number of rows */

/* Members lie in heaps, by the first letter of their labels. */
struct heap {
    struct heap *before;
    size_t count;
    struct inventory_member members[HEAP_MEMBERS];
};

struct stock_letter {
    struct heap *heap;
    size_t count;
};

/* While it is taken. */
struct taking {
    struct stock_sink sink;
    struct arena heaped; /* of the pass in hand                     */
    struct arena bytes;  /* of the node in hand                     */
    unsigned from, to;   /* the letters of this pass, without `to`  */
    uint64_t told;       /* rows, in all passes that came to an end */
    struct stock_letter letters[INVENTORY_FAN];
    struct inventory_part children[INVENTORY_FAN];
};

/* A run of members in order, below one path. */
struct stock_run {
    const struct inventory_member *members;
    size_t count;
    char path[INVENTORY_PATH];
    unsigned depth;
};

/* ---- members ---- */

static void member_heap(struct taking *taking, const struct inventory_member *row, unsigned first)
{
    struct stock_letter *letter = &taking->letters[first];
    if (!letter->heap || letter->heap->count == HEAP_MEMBERS) {
        struct heap *fresh = arena_alloc(&taking->heaped, sizeof *fresh);
        fresh->before = letter->heap;
        fresh->count = 0;
        letter->heap = fresh;
    }
    letter->heap->members[letter->heap->count++] = *row;
    letter->count++;
}

static bool row_see(void *context, struct row_name name, struct text document, struct error *err)
{
    struct inventory_member row;
    struct taking *taking = context;
    if (!inventory_label_of(name, row.label, err))
        return false;
    const unsigned first = inventory_letter(row.label, 0);
    if (first < taking->from || first >= taking->to)
        return true;
    if (!digest_text(document, &row.said, err))
        return false;
    member_heap(taking, &row, first);
    return true;
}

static int labels_compare(const void *one, const void *other)
{
    return memcmp(((const struct inventory_member *)one)->label,
                  ((const struct inventory_member *)other)->label, INVENTORY_LABEL);
}

/* The members of these letters, in order. */
static struct inventory_member *members_sort(const struct taking *taking, unsigned from,
                                             unsigned to, struct arena *arena, size_t *count)
{
    size_t sorted = 0;
    *count = 0;
    for (unsigned first = from; first < to; first++)
        *count += taking->letters[first].count;
    struct inventory_member *members = ARENA_ARRAY(arena, struct inventory_member, *count);
    for (unsigned first = from; first < to; first++)
        for (const struct heap *heap = taking->letters[first].heap; heap; heap = heap->before) {
            memcpy(&members[sorted], heap->members, heap->count * sizeof *members);
            sorted += heap->count;
        }
    qsort(members, sorted, sizeof *members, labels_compare);
    return members;
}

/* ---- nodes ---- */

static bool node_see(struct taking *taking, const struct stock_run *run, struct text bytes,
                     struct inventory_part *out, struct error *err)
{
    const struct row_name node = {inventory_kind, {run->path, run->depth}};
    out->count = (uint32_t)run->count;
    const bool seen = digest_text(bytes, &out->digest, err) &&
                      taking->sink.see(taking->sink.context, node, bytes, err);
    arena_clear(&taking->bytes);
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

/* One name has one label: rows that share it neither a leaf nor a fork can tell apart. */
static bool rows_alike(struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "two rows of the ledger have one name: somebody edited the database");
}

static bool run_apart(const struct stock_run *run, struct error *err)
{
    for (size_t at = 1; at < run->count; at++)
        if (labels_compare(&run->members[at - 1], &run->members[at]) == 0)
            return rows_alike(err);
    return true;
}

static bool run_make(struct taking *taking, const struct stock_run *run, struct inventory_part *out,
                     struct error *err)
{
    struct inventory_part children[INVENTORY_FAN] = {0};
    if (run->count <= INVENTORY_LEAF)
        return run_apart(run, err) &&
               node_see(taking, run, inventory_leaf_bytes(run->members, run->count, &taking->bytes),
                        out, err);
    if (run->depth >= INVENTORY_DEPTH)
        return rows_alike(err);
    for (size_t from = 0; from < run->count;) {
        const unsigned letter = inventory_letter(run->members[from].label, run->depth);
        const struct stock_run below = run_below(run, from, letter);
        if (!run_make(taking, &below, &children[letter], err))
            return false;
        from += below.count;
    }
    return node_see(taking, run, inventory_fork_bytes(children, &taking->bytes), out, err);
}

static bool letter_make(struct taking *taking, unsigned letter, struct error *err)
{
    struct arena sorting = {0};
    struct stock_run run = {.depth = 1};
    run.path[0] = inventory_sign(letter);
    run.members = members_sort(taking, letter, letter + 1, &sorting, &run.count);
    const bool made = run.count == 0 || run_make(taking, &run, &taking->children[letter], err);
    arena_free(&sorting);
    return made;
}

/* ---- passes ---- */

static bool pass_tell(struct taking *taking, const struct stock_source *source, struct error *err)
{
    memset(taking->letters, 0, sizeof taking->letters);
    arena_clear(&taking->heaped);
    if (!source->tell(source->context, (struct row_visit){row_see, taking}, err))
        return false;
    for (unsigned letter = taking->from; letter < taking->to; letter++)
        taking->told += taking->letters[letter].count;
    return true;
}

static bool rows_told(const struct taking *taking, const struct stock_source *source,
                      struct error *err)
{
    return taking->told == source->count ||
           error_set(err, ERROR_BUG, "%ju rows were told, and %ju counted", (uintmax_t)taking->told,
                     (uintmax_t)source->count);
}

/* So few rows that the top is a leaf. */
static bool few_take(struct taking *taking, const struct stock_source *source,
                     struct inventory_part *top, struct error *err)
{
    struct stock_run run = {0};
    taking->to = INVENTORY_FAN;
    if (!pass_tell(taking, source, err) || !rows_told(taking, source, err))
        return false;
    run.members = members_sort(taking, 0, INVENTORY_FAN, &taking->heaped, &run.count);
    return run.count == 0 || run_make(taking, &run, top, err);
}

static bool many_take(struct taking *taking, const struct stock_source *source,
                      struct inventory_part *top, struct error *err)
{
    const struct stock_run all = {.count = (size_t)source->count};
    unsigned letters = INVENTORY_FAN;
    while (letters > 1 && source->count / INVENTORY_FAN * letters > LIMIT_STOCK_MEMBERS)
        letters /= 2;
    for (taking->from = 0; taking->from < INVENTORY_FAN; taking->from = taking->to) {
        taking->to = taking->from + letters;
        if (!pass_tell(taking, source, err))
            return false;
        for (unsigned letter = taking->from; letter < taking->to; letter++)
            if (!letter_make(taking, letter, err))
                return false;
    }
    return rows_told(taking, source, err) &&
           node_see(taking, &all, inventory_fork_bytes(taking->children, &taking->bytes), top, err);
}

bool stocktake(const struct stock_source *source, struct stock_sink sink,
               struct inventory_part *top, struct error *err)
{
    struct taking taking = {.sink = sink};
    *top = (struct inventory_part){0};
    if (source->count > UINT32_MAX)
        return error_set(err, ERROR_REFUSED, "the ledger has more rows than an inventory counts");
    const bool taken = source->count <= INVENTORY_LEAF ? few_take(&taking, source, top, err)
                                                       : many_take(&taking, source, top, err);
    arena_free(&taking.heaped);
    arena_free(&taking.bytes);
    return taken;
}
