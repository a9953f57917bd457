/* ledger/tile.h: the log as files that never change (C2SP tlog-tiles).
 *
 * A tile holds up to 256 hashes of one row of the tree, eight rows apart; an entry bundle holds the
 * entries under 256 leaves. Both are full, or partial at the right edge, and then say how wide:
 *
 *     tile/0/000            hashes 0 to 255 of the leaves          256 * 32 bytes
 *     tile/0/x001/234/...   a number in groups of three digits, all but the last after an x
 *     tile/1/000.p/17       17 hashes, each over a full tile of level 0
 *     tile/entries/000.p/3  3 entries: each a 16-bit size, high byte first, then its bytes
 *
 * Hash i of tile n at level l is the root over leaves (256n + i) * 256^l and the 256^l - 1 after
 * it. No tile is empty. Bytes and names only: no file is opened here.
 */
#ifndef LEDGER_TILE_H
#define LEDGER_TILE_H

#include "base/buffer.h"
#include "ledger/tree.h"

enum { TILE_WIDTH = 256, TILE_HEIGHT = 8, TILE_LEVELS = 64 };

struct tile {
    bool entries;   /* a bundle: `level` is 0         */
    unsigned level; /* 0 to TILE_LEVELS - 1           */
    uint64_t number;
    unsigned width; /* hashes or entries, 1 to 256    */
};

/* The tile with this number in a log of `size` entries; its width is 0 where there is none. */
struct tile tile_of(unsigned level, uint64_t number, uint64_t size);

/* The name of a tile, in the arena, and the tile of a name; only what tile_path writes is read. */
struct text tile_path(const struct tile *tile, struct arena *arena);
NODISCARD bool tile_path_read(struct text path, struct tile *out, struct error *err);

/* The hashes of a tile, `tile->width` of them: exactly 32 bytes each, or ERROR_REFUSED. */
NODISCARD bool tile_read(const struct tile *tile, struct text bytes, struct digest *hashes,
                         struct error *err);
void tile_write(const struct digest *hashes, unsigned width, struct buffer *tile_bytes);

/* The root over hashes of one tile: what the tile above holds where all 256 are given. */
NODISCARD bool tile_root(const struct digest *hashes, unsigned width, struct digest *root,
                         struct error *err);

/* The entries of a bundle, `tile->width` of them, borrowed from `bytes`: one that is cut short or
 * followed by anything is ERROR_REFUSED. */
NODISCARD bool bundle_read(const struct tile *tile, struct text bytes, struct text *entries,
                           struct error *err);

/* Take the first entry off a bundle; false, with both untouched, where it is cut short. */
NODISCARD bool bundle_take(struct text *bundle, struct text *entry);

/* Add one entry to a bundle; ERROR_REFUSED above LIMIT_ENTRY_SIZE. */
NODISCARD bool bundle_add(struct text entry, struct buffer *bundle, struct error *err);

#endif
