/* store/memory_rows.h: rows in memory, in the order of their names: a treap.
 *
 * A binary tree by name, and by a second number, made of the name, a heap: that keeps it about as
 * deep as log2 of its size, whatever order the rows come in. A row that is taken away stays as a
 * node with an empty document.
 */
#ifndef STORE_MEMORY_ROWS_H
#define STORE_MEMORY_ROWS_H

#include "ledger/row.h"

#include <stdint.h>

struct memory_row {
    struct row_name name;
    struct text document; /* empty: not there */
    uint32_t rank;
    struct memory_row *before, *after;
};

/* The row of this name, or NULL. */
struct memory_row *memory_row_find(struct memory_row *top, struct row_name name);

/* The same, added with an empty document where there is none; the name is copied. */
struct memory_row *memory_row_add(struct memory_row **top, struct row_name name,
                                  struct arena *arena);

/* All rows that are there, of a kind (any where it is empty) whose keys begin so. */
NODISCARD bool memory_rows_walk(const struct memory_row *top, struct row_name prefix,
                                struct row_visit visit, struct error *err);

#endif
