/* ledger/tiling.h: a log that is cut into tiles, leaf after leaf.
 *
 *     row 2   [ h ]                     a hash over each full tile of row 1: 65,536 leaves
 *     row 1   [ h h h ... h ]           a hash over each full tile of row 0: 256 leaves
 *     row 0   [ leaf leaf leaf ... ]    the leaves since the last full tile
 *
 * The right edge is all that is held: of every row the hashes that no full tile has yet, 64 KiB
 * however long the log is. A tile is handed over when it is full, lower rows first; partial ones
 * are handed over at the end, for the size that the log then has. Writing a log and checking one
 * cut it the same way: one stores each tile, the other looks whether it was stored so.
 */
#ifndef LEDGER_TILING_H
#define LEDGER_TILING_H

#include "ledger/tile.h"

enum { TILING_ROWS = 8 }; /* 256^8 is more than LIMIT_LOG_ENTRIES */

/* All zeros is the tiling of an empty log. */
struct tiling {
    uint64_t size;
    struct digest row[TILING_ROWS][TILE_WIDTH];
};

/* Who takes the tiles: `hashes` are the tile's, and live until the call ends. */
struct tile_taker {
    bool (*take)(void *taker, const struct tile *tile, const struct digest *hashes,
                 struct error *err);
    void *taker;
};

/* Append a leaf; `taker` may be NULL. After a failure the tiling is of no further use. */
NODISCARD bool tiling_add(struct tiling *tiling, const struct digest *leaf,
                          const struct tile_taker *taker, struct error *err);

/* Hand over the partial tiles. The tiling stays as it is and may go on. */
NODISCARD bool tiling_end(const struct tiling *tiling, const struct tile_taker *taker,
                          struct error *err);

/* The log's size and root. */
NODISCARD bool tiling_head(const struct tiling *tiling, struct tree_head *head, struct error *err);

#endif
