/* store/stocktake.h: the inventory of all rows, made at once (store/inventory.h).
 *
 * Rows are told as often as it takes, where there are many once to count them, and each time those
 * are kept whose labels begin with the letters of that pass: 56 bytes for each, some
 * LIMIT_STOCK_MEMBERS of them. So memory does not grow
 * with the ledger. The nodes are those to which notes of the same rows come, one after another,
 * byte for byte: a ledger that was rebuilt goes on as one that grew, and an audit compares.
 */
#ifndef STORE_STOCKTAKE_H
#define STORE_STOCKTAKE_H

#include "store/inventory.h"

/* All rows that there are: the same ones each time, each once, in any order. */
struct stock_source {
    bool (*tell)(void *context, struct row_visit visit, struct error *err);
    void *context;
    uint64_t count; /* of them */
};

/* Sees each node as a row (inventory, PATH), children before their parent. */
struct stock_sink {
    bool (*see)(void *context, struct row_name node, struct text bytes, struct error *err);
    void *context;
};

/* *top is what the top says. ERROR_BUG where other rows are told than were counted, ERROR_INTEGRITY
 * where two have one name. */
NODISCARD bool stocktake(const struct stock_source *source, struct stock_sink sink,
                         struct inventory_part *top, struct error *err);

#endif
