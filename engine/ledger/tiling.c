#include "ledger/tiling.h"

#include "base/limits.h"

/* Hashes of a row that no full tile has yet. */
static unsigned row_width(const struct tiling *tiling, unsigned level)
{
    return (unsigned)(tiling->size >> (level * TILE_HEIGHT)) % TILE_WIDTH;
}

static bool tile_hand_over(const struct tiling *tiling, const struct tile *tile,
                           const struct tile_taker *taker, struct error *err)
{
    return taker == NULL || taker->take(taker->taker, tile, tiling->row[tile->level], err);
}

bool tiling_add(struct tiling *tiling, const struct digest *leaf, const struct tile_taker *taker,
                struct error *err)
{
    if (tiling->size >= LIMIT_LOG_ENTRIES)
        return error_set(err, ERROR_REFUSED, "the log is full");
    struct digest hash = *leaf;
    uint64_t place = tiling->size; /* of the hash in its row */
    for (unsigned level = 0; level < TILING_ROWS; level++, place /= TILE_WIDTH) {
        struct digest *row = tiling->row[level];
        const struct tile full = {
            .level = level, .number = place / TILE_WIDTH, .width = TILE_WIDTH};
        row[place % TILE_WIDTH] = hash;
        if (place % TILE_WIDTH < TILE_WIDTH - 1)
            break;
        if (!tile_hand_over(tiling, &full, taker, err) || !tile_root(row, TILE_WIDTH, &hash, err))
            return false;
    }
    tiling->size++;
    return true;
}

bool tiling_end(const struct tiling *tiling, const struct tile_taker *taker, struct error *err)
{
    for (unsigned level = 0; level < TILING_ROWS; level++) {
        const uint64_t place = tiling->size >> (level * TILE_HEIGHT);
        const struct tile partial = {
            .level = level, .number = place / TILE_WIDTH, .width = row_width(tiling, level)};
        if (partial.width > 0 && !tile_hand_over(tiling, &partial, taker, err))
            return false;
    }
    return true;
}

/* The peaks of a row are peaks of the whole, each standing for more leaves. */
static bool row_peaks(const struct tiling *tiling, unsigned level, struct digest *peak,
                      size_t *count, struct error *err)
{
    struct peaks row = {0};
    const unsigned width = row_width(tiling, level);
    for (unsigned nth = 0; nth < width; nth++)
        if (!peaks_append(&row, &tiling->row[level][nth], err))
            return false;
    const size_t found = (size_t)__builtin_popcount(width);
    for (size_t nth = 0; nth < found; nth++)
        peak[(*count)++] = row.at[nth];
    return true;
}

bool tiling_head(const struct tiling *tiling, struct tree_head *head, struct error *err)
{
    struct peaks peaks = {.size = tiling->size};
    struct tree_head tiled = {.size = tiling->size};
    size_t count = 0;
    for (unsigned level = TILING_ROWS; level-- > 0;)
        if (!row_peaks(tiling, level, peaks.at, &count, err))
            return false;
    if (!peaks_root(&peaks, &tiled.root, err))
        return false;
    *head = tiled;
    return true;
}
