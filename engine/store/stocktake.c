#include "store/stocktake.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

/* Members are held by the first letters of their labels: those of one kind share the first two. */
enum { SPAN_LETTERS = 3, SPANS = INVENTORY_FAN * INVENTORY_FAN * INVENTORY_FAN };

/* While it is taken. */
struct taking {
    const struct stock_source *source;
    struct stock_sink sink;
    struct arena counting;
    uint32_t *counts; /* of rows, in each of the SPANS      */
    struct arena holding;
    struct inventory_member *members;
    size_t capacity, room, count; /* of members; there are `room` to come */
    unsigned from, to;            /* their spans, without `to`            */
    struct arena bytes;           /* of the node in hand                  */
};

/* A run of members in order, below one path. */
struct stock_run {
    const struct inventory_member *members;
    size_t count;
    char path[INVENTORY_PATH];
    unsigned depth;
};

/* ---- members ---- */

static bool rows_told(uint64_t told, uint64_t counted, struct error *err)
{
    return told == counted || error_set(err, ERROR_BUG, "%ju rows were told, and %ju counted",
                                        (uintmax_t)told, (uintmax_t)counted);
}

static unsigned span_of(const uint8_t label[INVENTORY_LABEL])
{
    unsigned span = 0;
    for (unsigned depth = 0; depth < SPAN_LETTERS; depth++)
        span = span * INVENTORY_FAN + inventory_letter(label, depth);
    return span;
}

static bool row_count(void *context, struct row_name name, struct text document, struct error *err)
{
    uint8_t label[INVENTORY_LABEL];
    struct taking *taking = context;
    (void)document;
    if (!inventory_label_of(name, label, err))
        return false;
    taking->counts[span_of(label)]++;
    taking->count++;
    return taking->count <= taking->source->count ||
           rows_told(taking->count, taking->source->count, err);
}

static bool row_hold(void *context, struct row_name name, struct text document, struct error *err)
{
    struct inventory_member row;
    struct taking *taking = context;
    if (!inventory_label_of(name, row.label, err))
        return false;
    const unsigned span = span_of(row.label);
    if (span < taking->from || span >= taking->to)
        return true;
    if (taking->count == taking->room)
        return rows_told(taking->count + 1, taking->room, err);
    if (!digest_text(document, &row.said, err))
        return false;
    taking->members[taking->count++] = row;
    return true;
}

static int labels_compare(const void *one, const void *other)
{
    return memcmp(((const struct inventory_member *)one)->label,
                  ((const struct inventory_member *)other)->label, INVENTORY_LABEL);
}

static bool rows_tell(struct taking *taking,
                      bool (*see)(void *context, struct row_name name, struct text document,
                                  struct error *err),
                      struct error *err)
{
    taking->count = 0;
    return taking->source->tell(taking->source->context, (struct row_visit){see, taking}, err);
}

/* The members of the spans from..to, of which so many were counted; in order. */
static bool members_hold(struct taking *taking, size_t counted, struct error *err)
{
    if (counted > taking->capacity) {
        arena_free(&taking->holding);
        taking->capacity = counted;
        taking->members = ARENA_ARRAY(&taking->holding, struct inventory_member, counted);
    }
    taking->room = counted;
    if (!rows_tell(taking, row_hold, err) || !rows_told(taking->count, taking->room, err))
        return false;
    if (taking->count > 1)
        qsort(taking->members, taking->count, sizeof *taking->members, labels_compare);
    return true;
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

/* ---- more rows than are held at once ---- */

static uint64_t spans_count(const struct taking *taking, unsigned from, unsigned to)
{
    uint64_t count = 0;
    while (from < to)
        count += taking->counts[from++];
    return count;
}

/* Hold these spans, and as many of those behind them as there is room for. */
static bool spans_hold(struct taking *taking, unsigned from, unsigned to, struct error *err)
{
    uint64_t count = spans_count(taking, from, to);
    if (from >= taking->from && to <= taking->to)
        return true;
    while (to < SPANS && count + taking->counts[to] <= LIMIT_STOCK_MEMBERS)
        count += taking->counts[to++];
    taking->from = from;
    taking->to = to;
    return members_hold(taking, (size_t)count, err);
}

/* Those of the run that are held: of one span, or few. */
static bool held_make(struct taking *taking, struct stock_run run, unsigned from, unsigned to,
                      struct inventory_part *out, struct error *err)
{
    if (!spans_hold(taking, from, to, err))
        return false;
    run.members = taking->members + spans_count(taking, taking->from, from);
    return run_make(taking, &run, out, err);
}

/* The spans below a run's path. */
static bool spans_make(struct taking *taking, const struct stock_run *run, unsigned from,
                       unsigned to, struct inventory_part *out, struct error *err)
{
    struct inventory_part children[INVENTORY_FAN] = {0};
    const unsigned each = (to - from) / INVENTORY_FAN;
    if (run->count <= INVENTORY_LEAF || run->depth == SPAN_LETTERS)
        return held_make(taking, *run, from, to, out, err);
    for (unsigned letter = 0; letter < INVENTORY_FAN; letter++, from += each) {
        struct stock_run below = *run;
        below.path[below.depth++] = inventory_sign(letter);
        below.count = (size_t)spans_count(taking, from, from + each);
        if (below.count && !spans_make(taking, &below, from, from + each, &children[letter], err))
            return false;
    }
    return node_see(taking, run, inventory_fork_bytes(children, &taking->bytes), out, err);
}

static bool many_take(struct taking *taking, struct inventory_part *top, struct error *err)
{
    const struct stock_run all = {.count = (size_t)taking->source->count};
    taking->counts = ARENA_ARRAY(&taking->counting, uint32_t, SPANS);
    return rows_tell(taking, row_count, err) &&
           rows_told(taking->count, taking->source->count, err) &&
           spans_make(taking, &all, 0, SPANS, top, err);
}

static bool all_take(struct taking *taking, struct inventory_part *top, struct error *err)
{
    struct stock_run all = {.count = (size_t)taking->source->count};
    taking->to = SPANS;
    if (!members_hold(taking, all.count, err))
        return false;
    all.members = taking->members;
    return all.count == 0 || run_make(taking, &all, top, err);
}

bool stocktake(const struct stock_source *source, struct stock_sink sink,
               struct inventory_part *top, struct error *err)
{
    struct taking taking = {.source = source, .sink = sink};
    *top = (struct inventory_part){0};
    if (source->count > UINT32_MAX)
        return error_set(err, ERROR_REFUSED, "the ledger has more rows than an inventory counts");
    const bool taken = source->count <= LIMIT_STOCK_MEMBERS ? all_take(&taking, top, err)
                                                            : many_take(&taking, top, err);
    arena_free(&taking.counting);
    arena_free(&taking.holding);
    arena_free(&taking.bytes);
    return taken;
}
