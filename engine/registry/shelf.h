/* registry/shelf.h: rows in memory, while a log is folded anew: to verify it, or to compare.
 *
 * A treap over kind and key: ordered, so that walks come in the order of the port, and balanced by
 * priorities that follow from the count of rows, so that the same log makes the same tree. Finding,
 * putting and taking away cost log2(n) comparisons.
 */
#ifndef REGISTRY_SHELF_H
#define REGISTRY_SHELF_H

#include "ledger/row.h"

#include <stdint.h>

struct shelf_row {
    struct row_name name;
    struct text document;
    size_t room;       /* bytes there are for it */
    uint32_t priority; /* above those below it   */
    struct shelf_row *rows_before, *rows_after;
};

/* All zeros but the arena is an empty one. Documents are copied, in and out. One that is replaced
 * lends its room to the next, and room is doubled: a row that grows with every entry costs no more
 * than four times its end. */
struct shelf {
    struct arena *arena;
    struct shelf_row *top;
    uint64_t count;  /* rows that are there */
    uint64_t placed; /* that ever were      */
};

/* The port over it: it never fails. */
struct rows shelf_rows(struct shelf *shelf);

#endif
