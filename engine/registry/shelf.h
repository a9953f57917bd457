/* registry/shelf.h: rows in memory, while a log is folded anew: to verify it, or to compare.
 *
 * A tree over kind and key in the order of the port, which stays balanced (an AA tree) whatever the
 * rows are called and in whatever order they come: nobody who is logged can make it deep. Finding,
 * putting and taking away cost 2 log2(n) comparisons at most.
 */
#ifndef REGISTRY_SHELF_H
#define REGISTRY_SHELF_H

#include "ledger/row.h"

#include <stdint.h>

struct shelf_row {
    struct row_name name;
    uint64_t kind_start; /* its kind's first eight bytes: most rows are told apart by them */
    struct text document;
    size_t room;    /* bytes there are for it         */
    unsigned level; /* 1 at the bottom of the tree    */
    struct shelf_row *rows_before, *rows_after;
};

/* All zeros but the arena is an empty one. Documents are copied, in and out. One that is replaced
 * lends its room to the next, and room is doubled: a row that grows with every entry costs no more
 * than four times its end. */
struct shelf {
    struct arena *arena;
    struct shelf_row *top;
    uint64_t count; /* rows that are there */
};

/* The port over it: it never fails. */
struct rows shelf_rows(struct shelf *shelf);

#endif
