/* service/rebuild.h: the rows of a ledger made anew from its entries. Private to the room.
 *
 *     entries -> leaf hashes -> tiles as stored -> root -> checkpoint -> anchor
 *     entries -> registry_apply -> rows in a scratch, which are then held against those stored
 *
 * In memory that does not grow with the rows, and by 32 bytes with each entry: its id. Rows are put
 * right once all of them are known, LIMIT_REBUILD_MEND of them in a write. Entries that come in
 * meanwhile are taken along: the last of them while everybody else waits.
 *
 * Signatures were verified when the entries were logged, and are not verified again here; that an
 * entry is the one that was logged is what the tree proves. `audit verify` verifies both.
 */
#ifndef SERVICE_REBUILD_H
#define SERVICE_REBUILD_H

#include "service/acting.h"

struct rebuilt {
    uint64_t gone; /* entries that were taken away when the ledger was opened */
    uint64_t entries, rows;
    uint64_t differing; /* rows that were not as the entries say         */
    struct text first;  /* which of them was the first, and in what      */
    bool sealed;        /* their inventory, what its seal says, and the ids were theirs */
};

/* Compare, and where the ledger is open for writing put right what differs. */
NODISCARD bool rebuild(struct acting *acting, enum store_mode mode, struct rebuilt *out,
                       struct error *err);

/* Of a rebuild that failed: entries that are gone all the same are told of. */
void rebuild_complain(struct session *session, const struct rebuilt *rebuilt);

#endif
