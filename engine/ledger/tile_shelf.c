#include "ledger/tile_shelf.h"

#include "ledger/tiling.h"

struct shelf_tile {
    struct tile tile; /* width 0: none was read yet */
    struct digest hashes[TILE_WIDTH];
};

struct tile_shelf {
    const struct tile_source *source;
    uint64_t size;
    struct shelf_tile *rows; /* TILING_ROWS of them */
};

struct tile_shelf *tile_shelf_make(const struct tile_source *source, uint64_t size,
                                   struct arena *arena)
{
    struct tile_shelf *shelf = ARENA_NEW(arena, struct tile_shelf);
    *shelf = (struct tile_shelf){source, size, ARENA_ARRAY(arena, struct shelf_tile, TILING_ROWS)};
    return shelf;
}

static bool shelf_fetch(const struct tile_shelf *shelf, const struct tile *tile, struct error *err)
{
    struct shelf_tile *kept = &shelf->rows[tile->level];
    if (kept->tile.width == tile->width && kept->tile.number == tile->number)
        return true;
    kept->tile.width = 0;
    if (!tile_source_hashes(shelf->source, tile, kept->hashes, err))
        return false;
    kept->tile = *tile;
    return true;
}

static bool shelf_hash(const void *keeper, unsigned level, uint64_t number, struct digest *out,
                       struct error *err)
{
    const struct tile_shelf *shelf = keeper;
    const unsigned row = level / TILE_HEIGHT, below = level % TILE_HEIGHT;
    const uint64_t first = number << below; /* of the hashes in the row that it stands over */
    const struct tile tile = tile_of(row, first / TILE_WIDTH, shelf->size);
    const unsigned from = (unsigned)(first % TILE_WIDTH), width = 1U << below;
    if (row >= TILING_ROWS || from + width > tile.width)
        return error_set(err, ERROR_BUG, "subtree %ju of level %u is not in the log",
                         (uintmax_t)number, level);
    return shelf_fetch(shelf, &tile, err) &&
           tile_root(shelf->rows[row].hashes + from, width, out, err);
}

struct grove tile_shelf_grove(const struct tile_shelf *shelf)
{
    return (struct grove){shelf_hash, shelf};
}
