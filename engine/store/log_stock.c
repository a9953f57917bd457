/* The inventory of a log's rows as a whole: made anew, and compared (store/stocktake.h). */
#include "store/log_state.h"

#include <string.h>

/* Nodes that follow from the rows, held against those that are stored. */
struct stock {
    struct log *log;
    bool puts;      /* those that differ */
    uint64_t nodes; /* that there are    */
    uint64_t differing;
    struct arena node; /* the one in hand   */
};

static bool node_compare(void *context, struct row_name node, struct text bytes, struct error *err)
{
    struct text stored;
    struct stock *stock = context;
    struct store *store = stock->log->store;
    arena_clear(&stock->node);
    stock->nodes++;
    if (!store->is->row(store, node, &stock->node, &stored, err))
        return false;
    if (text_equal(stored, bytes))
        return true;
    stock->differing++;
    return !stock->puts || log_put_row(stock->log, node, bytes, err);
}

struct texts_of_nodes LIST(struct text);

/* Nodes as they are stored. */
struct stored_nodes {
    struct arena arena;
    uint64_t count;
    bool named; /* their paths are kept */
    struct texts_of_nodes paths;
};

static bool stored_see(void *context, struct row_name node, struct text bytes, struct error *err)
{
    struct stored_nodes *stored = context;
    (void)bytes, (void)err;
    stored->count++;
    if (stored->named)
        *LIST_ADD(&stored->arena, &stored->paths) = text_copy(&stored->arena, node.key);
    return true;
}

static bool stored_walk(struct log *log, struct stored_nodes *stored, struct error *err)
{
    const struct row_name nodes = {inventory_kind, TEXT_NONE};
    return log->store->is->rows(log->store, nodes, (struct row_visit){stored_see, stored}, err);
}

/* Some are there that no row asks for: which ones, is not worth knowing. */
static bool stored_clear(struct log *log, struct error *err)
{
    struct stored_nodes stored = {.named = true};
    bool cleared = stored_walk(log, &stored, err);
    for (size_t nth = 0; cleared && nth < stored.paths.count; nth++)
        cleared = log_put_row(log, (struct row_name){inventory_kind, stored.paths.at[nth]},
                              TEXT_NONE, err);
    arena_free(&stored.arena);
    return cleared;
}

static bool stock_take(struct stock *stock, struct stocktake *stocktake, struct inventory_part *top,
                       struct error *err)
{
    stock->nodes = stock->differing = 0;
    const bool taken =
        stocktake_end(stocktake, (struct stocktake_sink){node_compare, stock}, top, err);
    arena_free(&stock->node);
    return taken;
}

static bool rows_same(struct stock *stock, const struct stored_nodes *stored,
                      const struct sealed_rows *rows, bool *same, struct error *err)
{
    bool there;
    struct row_seal seal;
    if (!log_seal_get(stock->log, &seal, &there, err))
        return false;
    const struct sealed_rows said = there ? row_seal_read(&seal) : (struct sealed_rows){0};
    *same = there && said.size == rows->size && said.top.count == rows->top.count &&
            digest_equal(&said.top.digest, &rows->top.digest) && stock->differing == 0 &&
            stored->count == stock->nodes;
    return true;
}

bool log_stock_compare(struct log *log, struct stocktake *stocktake, uint64_t size, bool *same,
                       struct error *err)
{
    struct sealed_rows rows = {.size = size};
    struct stock stock = {.log = log};
    struct stored_nodes stored = {0};
    return stock_take(&stock, stocktake, &rows.top, err) && stored_walk(log, &stored, err) &&
           rows_same(&stock, &stored, &rows, same, err);
}

/* Sealed anew in any case: the seal that was there may be nobody's. */
static bool stock_seal(struct log *log, const struct sealed_rows *rows, bool *same,
                       struct error *err)
{
    bool there;
    struct row_seal before = {0};
    struct error unread = {0};
    if (!log_seal_get(log, &before, &there, &unread))
        there = false;
    log->sealing.begun = rows->size; /* nothing is left to do for the commit */
    if (!log_seal_put(log, rows, err))
        return false;
    *same =
        *same && there && memcmp(before.bytes, log->sealing.seal.bytes, sizeof before.bytes) == 0;
    return true;
}

bool log_stock_put(struct log *log, struct stocktake *stocktake, bool *same, struct error *err)
{
    struct error unread = {0};
    struct sealed_rows rows = {.size = log->growing.size};
    struct stock stock = {.log = log, .puts = true};
    struct stored_nodes stored = {0};
    log_rows_forget(log);
    if (!stock_take(&stock, stocktake, &rows.top, err) || !stored_walk(log, &stored, err))
        return false;
    if (!rows_same(&stock, &stored, &rows, same, &unread))
        *same = false;
    return (stored.count == stock.nodes ||
            (stored_clear(log, err) && stock_take(&stock, stocktake, &rows.top, err))) &&
           stock_seal(log, &rows, same, err);
}
