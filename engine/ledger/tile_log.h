/* ledger/tile_log.h: a whole log of tiles, checked from its first byte to its last.
 *
 *     tile/entries/000  -> leaf hashes -> must be tile/0/000   -\
 *     tile/entries/001  -> leaf hashes -> must be tile/0/001   --> must be tile/1/000 ... -> the
 * root
 *
 * Every entry is hashed anew, every tile is compared with what the entries make, and at the end the
 * root with the signed one. So the first place that is wrong can be named, and whether the entry or
 * the tile is: two roots are computed from there on, one from the entries and one from the hashes
 * that the tiles have for them, and the side that leads to the signed root is right.
 *
 * One bundle is held at a time, 16 MiB at most, and the right edge of the tiling: a log of any
 * length is checked in the same memory.
 */
#ifndef LEDGER_TILE_LOG_H
#define LEDGER_TILE_LOG_H

#include "ledger/tile_source.h"

/* Who sees the entries on the way, in order, each before the log is known to be whole; `entry`
 * lives until the call ends. A failure ends the check with it. */
struct entry_taker {
    bool (*take)(void *taker, uint64_t index, struct text entry, struct error *err);
    void *taker;
};

struct tile_log {
    const struct tile_source *source;
    struct tree_head head;           /* what the log has to be: from a checkpoint that was opened */
    uint64_t older_size;             /* whose root to find on the way; 0 where none is asked for */
    const struct entry_taker *taker; /* NULL where nobody looks                                  */
};

/* What was read. */
struct tile_log_sum {
    uint64_t bytes;           /* of all entries                                               */
    struct digest older_root; /* over the first older_size entries, where the log has as many */
};

/* Check the log. ERROR_INTEGRITY names the first entry or tile that is wrong. */
NODISCARD bool tile_log_check(const struct tile_log *log, struct tile_log_sum *sum,
                              struct error *err);

#endif
