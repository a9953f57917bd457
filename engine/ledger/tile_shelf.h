/* ledger/tile_shelf.h: proofs from the tiles of a log: a grove that reads a tile when it is asked
 * for a hash in it, and keeps the last one of each row, since a path climbs row by row.
 *
 *     struct tile_shelf *shelf = tile_shelf_make(&source, checkpoint.head.size, &arena);
 *     struct grove grove = tile_shelf_grove(shelf);
 *     inclusion_make(&grove, (struct leaf_place){index, size}, &path, err)
 *
 * The tiles are believed; who does not trust them verifies the path against a signed root.
 */
#ifndef LEDGER_TILE_SHELF_H
#define LEDGER_TILE_SHELF_H

#include "ledger/tile_source.h"

struct tile_shelf;

/* A shelf for a log of `size` entries, in the arena; `source` lives as long. */
struct tile_shelf *tile_shelf_make(const struct tile_source *source, uint64_t size,
                                   struct arena *arena);
struct grove tile_shelf_grove(const struct tile_shelf *shelf);

#endif
