/* The inventory of a log's rows as a whole: made anew, and compared (store/stocktake.h). */
#include "store/log_state.h"

#include "base/limits.h"

#include <string.h>

/* ---- nodes that the rows ask for ---- */

struct stock {
    struct log *log;
    size_t most;        /* nodes that may be put        */
    uint64_t nodes;     /* that the rows ask for        */
    uint64_t differing; /* stored otherwise, or not yet */
    struct arena node;  /* the one in hand              */
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
    return text_equal(stored, bytes) || stock->differing++ >= stock->most ||
           log_put_row(stock->log, node, bytes, err);
}

static bool stock_take(struct stock *stock, const struct stock_source *source,
                       struct inventory_part *top, struct error *err)
{
    const bool taken = stocktake(source, (struct stock_sink){node_compare, stock}, top, err);
    arena_free(&stock->node);
    return taken;
}

/* ---- nodes that are stored ---- */

struct stored {
    struct log *log;
    uint64_t nodes;
    uint64_t strays; /* no row asks for them */
    size_t most;     /* strays that are kept */
    struct arena arena;
    struct paths LIST(struct text) paths;
};

static bool stored_count(void *context, struct row_name node, struct text bytes, struct error *err)
{
    (void)node, (void)bytes, (void)err;
    ((struct stored *)context)->nodes++;
    return true;
}

static bool stray_find(void *context, struct row_name node, struct text bytes, struct error *err)
{
    bool has;
    struct stored *stored = context;
    struct log *log = stored->log;
    (void)bytes;
    if (log->sealing.nodes.size > LIMIT_INVENTORY_MEMORY)
        log_rows_begin(log, &log->sealing.inventory.top);
    if (!inventory_has(&log->sealing.inventory, node.key, &has, err))
        return false;
    if (!has && stored->strays++ < stored->most)
        *LIST_ADD(&stored->arena, &stored->paths) = text_copy(&stored->arena, node.key);
    return true;
}

static bool stored_walk(struct stored *stored,
                        bool (*see)(void *context, struct row_name node, struct text bytes,
                                    struct error *err),
                        struct error *err)
{
    struct store *store = stored->log->store;
    const struct row_name nodes = {inventory_kind, TEXT_NONE};
    return store->is->rows(store, nodes, (struct row_visit){see, stored}, err);
}

/* All nodes that rows ask for are there, so it can be asked which those are. */
static bool strays_remove(struct stored *stored, const struct inventory_part *top,
                          struct error *err)
{
    log_rows_begin(stored->log, top);
    bool removed = stored_walk(stored, stray_find, err);
    for (size_t nth = 0; removed && nth < stored->paths.count; nth++)
        removed = log_put_row(stored->log, (struct row_name){inventory_kind, stored->paths.at[nth]},
                              TEXT_NONE, err);
    arena_free(&stored->arena);
    return removed;
}

/* ---- both ---- */

static bool seal_says(struct log *log, const struct sealed_rows *rows, bool *says,
                      struct error *err)
{
    bool there;
    struct row_seal seal;
    if (!log_seal_get(log, &seal, &there, err))
        return false;
    const struct sealed_rows said = there ? row_seal_read(&seal) : (struct sealed_rows){0};
    *says = there && said.head.size == rows->head.size && said.top.count == rows->top.count &&
            digest_equal(&said.top.digest, &rows->top.digest);
    return true;
}

bool log_stock_compare(struct log *log, const struct stock_source *source, uint64_t size,
                       bool *same, struct error *err)
{
    bool says;
    struct stock stock = {.log = log};
    struct stored stored = {.log = log};
    struct sealed_rows rows = {.head.size = size};
    if (!stock_take(&stock, source, &rows.top, err) || !stored_walk(&stored, stored_count, err) ||
        !seal_says(log, &rows, &says, err))
        return false;
    *same = says && stock.differing == 0 && stored.nodes == stock.nodes;
    return true;
}

/* Anew in any case: the seal that was there may be nobody's. */
static bool stock_seal(struct log *log, const struct sealed_rows *rows, bool *same,
                       struct error *err)
{
    bool there;
    struct row_seal before = {0};
    struct error unread = {0};
    if (!log_seal_get(log, &before, &there, &unread))
        there = false;
    if (!log_seal_put(log, rows, err))
        return false;
    log->sealing.begun = rows->head; /* nothing is left to do for the commit */
    *same =
        *same && there && memcmp(before.bytes, log->sealing.seal.bytes, sizeof before.bytes) == 0;
    return true;
}

bool log_stock_put(struct log *log, const struct stock_source *source, size_t most,
                   struct log_stock *out, struct error *err)
{
    struct stock stock = {.log = log, .most = most};
    struct stored stored = {.log = log, .most = most};
    struct sealed_rows rows = {.head.size = log->growing.size};
    /* What nobody has signed yet, nothing but the seal that is there vouches for. */
    if (log->sealing.begun.size > log->head.size && !log_rows_fit(log, err))
        return false;
    log_rows_forget(log);
    if (!peaks_root(&log->growing, &rows.head.root, err) ||
        !stock_take(&stock, source, &rows.top, err) || !stored_walk(&stored, stored_count, err))
        return false;
    *out = (struct log_stock){.same = stock.differing == 0 && stored.nodes == stock.nodes,
                              .unfinished = stock.differing > most};
    if (!out->unfinished && stored.nodes != stock.nodes) {
        if (!strays_remove(&stored, &rows.top, err))
            return false;
        out->unfinished = stored.strays > most;
    }
    return out->unfinished || stock_seal(log, &rows, &out->same, err);
}
