/* An export of a part of the log: the tree is whole, and so are the entries that are included. */
#include "service/audit_files.h"

#include "ledger/tiling.h"

#include "base/limits.h"

/* Tiles as they lie in the folder, against what the leaf hashes make. */
struct ranging {
    const struct tile_source *source;
    struct arena tiles;
};

static bool tile_compare(void *taker, const struct tile *ranged_tile,
                         const struct digest *ranged_hashes, struct error *err)
{
    struct digest ranged_found[TILE_WIDTH];
    struct ranging *ranging = taker;
    if (!tile_source_hashes(ranging->source, ranged_tile, ranged_found, err))
        return false;
    for (unsigned i = 0; i < ranged_tile->width; i++)
        if (!digest_equal(&ranged_found[i], &ranged_hashes[i]))
            return error_set(err, ERROR_INTEGRITY,
                             "tile %llu of level %u is not over the tiles below it",
                             (unsigned long long)ranged_tile->number, ranged_tile->level);
    return true;
}

/* The entries of a bundle are what the leaf hashes are over, as far as they are included. */
static bool bundle_compare(const struct audit_range *range, const struct tile *ranged_tile,
                           const struct digest *ranged_hashes, struct arena *arena,
                           struct error *err)
{
    struct tile ranged_whole;
    struct text ranged_bytes;
    struct text ranged_entries[TILE_WIDTH];
    const struct tile ranged_bundle = {true, 0, ranged_tile->number, ranged_tile->width};
    const uint64_t ranged_first = ranged_tile->number * TILE_WIDTH;
    if (!tile_source_bundle(range->source, &ranged_bundle, arena, &ranged_whole, &ranged_bytes,
                            err) ||
        !bundle_read(&ranged_whole, ranged_bytes, ranged_entries, err))
        return false;
    for (unsigned i = 0; i < ranged_tile->width; i++) {
        struct digest ranged_leaf;
        if (!leaf_hash(ranged_entries[i], &ranged_leaf, err))
            return false;
        if (!digest_equal(&ranged_leaf, &ranged_hashes[i]))
            return error_set(err, ERROR_INTEGRITY, "entry %llu is not what its hash is over",
                             (unsigned long long)(ranged_first + i));
    }
    return true;
}

bool audit_range_check(const struct audit_range *range, struct error *err)
{
    struct digest ranged_hashes[TILE_WIDTH];
    struct tiling ranged_tiling = {0};
    struct tree_head ranged_head;
    struct ranging ranging = {.source = range->source};
    const struct tile_taker ranged_taker = {tile_compare, &ranging};
    bool range_holds = true;
    for (uint64_t ranged_number = 0; range_holds && ranged_number * TILE_WIDTH < range->head.size;
         ranged_number++) {
        const struct tile ranged_tile = tile_of(0, ranged_number, range->head.size);
        const uint64_t ranged_first = ranged_number * TILE_WIDTH;
        const bool is_included = ranged_first < range->included.to &&
                                 ranged_first + ranged_tile.width > range->included.from;
        arena_free(&ranging.tiles);
        range_holds = tile_source_hashes(range->source, &ranged_tile, ranged_hashes, err) &&
                      (!is_included ||
                       bundle_compare(range, &ranged_tile, ranged_hashes, &ranging.tiles, err));
        for (unsigned i = 0; range_holds && i < ranged_tile.width; i++)
            range_holds = tiling_add(&ranged_tiling, &ranged_hashes[i], &ranged_taker, err);
    }
    arena_free(&ranging.tiles);
    return range_holds && tiling_end(&ranged_tiling, &ranged_taker, err) &&
           tiling_head(&ranged_tiling, &ranged_head, err) &&
           (digest_equal(&ranged_head.root, &range->head.root) ||
            error_set(err, ERROR_INTEGRITY, "the leaf hashes do not lead to the signed root"));
}
