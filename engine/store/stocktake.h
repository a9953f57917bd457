/* store/stocktake.h: the inventory of all rows, made at once (store/inventory.h).
 *
 *     struct stocktake *stocktake = stocktake_begin(&arena);
 *     ... stocktake_add(stocktake, name, document, &err) ...      in any order
 *     stocktake_end(stocktake, sink, &top, &err)                  every node, children first
 *
 * It holds 48 bytes for each row. The nodes are those to which notes of the same rows come, one
 * after another, byte for byte: so a ledger that was rebuilt goes on as one that grew, and an audit
 * compares.
 */
#ifndef STORE_STOCKTAKE_H
#define STORE_STOCKTAKE_H

#include "store/inventory.h"

struct stocktake;

/* An empty one, in the arena. */
struct stocktake *stocktake_begin(struct arena *arena);

/* A row that is there. No row is added twice. */
NODISCARD bool stocktake_add(struct stocktake *stocktake, struct row_name name,
                             struct text document, struct error *err);

/* Sees a node as a row: (inventory, PATH). */
struct stocktake_sink {
    bool (*see)(void *context, struct row_name node, struct text bytes, struct error *err);
    void *context;
};

/* Everything that was added, as nodes; *top is what the top says. May be called again. */
NODISCARD bool stocktake_end(struct stocktake *stocktake, struct stocktake_sink sink,
                             struct inventory_part *top, struct error *err);

#endif
