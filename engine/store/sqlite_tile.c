#include "store/sqlite.h"

enum { PLACE_LEVEL_SHIFT = 56 };

static const uint8_t no_hash[TILE_HASH_SIZE];

static sqlite3_int64 place_of(unsigned level, uint64_t number)
{
    return (sqlite3_int64)((uint64_t)level << PLACE_LEVEL_SHIFT | number);
}

/* Hashes that a log of `size` entries has at a level of tiles. */
static uint64_t hashes_at(unsigned level, uint64_t size)
{
    return size >> (level * TILE_HEIGHT);
}

static uint8_t *hash_at(struct sqlite_tile *tile, size_t nth)
{
    return tile->hashes + nth * TILE_HASH_SIZE;
}

static bool is_hash(const uint8_t *hash)
{
    return memcmp(hash, no_hash, sizeof no_hash) != 0;
}

void sqlite_tiles_forget(struct sqlite *sqlite)
{
    for (unsigned level = 0; level < TILE_LEVELS_USED; level++)
        sqlite->edges[level].held = sqlite->read[level].held = false;
    sqlite->edged = 0;
    sqlite_recent_forget(sqlite);
}

static bool tile_take(struct sqlite *sqlite, unsigned level, uint64_t tile_number,
                      struct sqlite_tile *tile, struct error *err)
{
    sqlite3_stmt *lookup = NULL;
    bool found = false;
    tile->held = false;
    if (!sqlite_take(sqlite, SQLITE_SQL_TILE_GET, &lookup, err))
        return false;
    (void)sqlite3_bind_int64(lookup, 1, place_of(level, tile_number));
    if (!sqlite_step(sqlite, lookup, &found, err))
        return false;
    const struct text tile_hashes = found ? sqlite_bytes(lookup, 0) : TEXT_NONE;
    if (tile_hashes.size == TILE_BYTES) {
        memcpy(tile->hashes, tile_hashes.at, TILE_BYTES);
        tile->number = tile_number;
        tile->changed = false;
        tile->stored = true;
        tile->held = true;
    }
    (void)sqlite3_reset(lookup);
    return tile->held || sqlite_damaged(sqlite, err, "tile %ju of level %u is missing",
                                        (uintmax_t)tile_number, level);
}

/* In place where the row is there: then only the page changes that the new hashes are in. */
static bool tile_put(struct sqlite *sqlite, unsigned level, struct sqlite_tile *tile,
                     struct error *err)
{
    sqlite3_stmt *put = NULL;
    const struct text tile_hashes = {(const char *)tile->hashes, TILE_BYTES};
    if (!sqlite_take(sqlite, tile->stored ? SQLITE_SQL_TILE_CHANGE : SQLITE_SQL_TILE_PUT, &put,
                     err) ||
        !sqlite_bind(sqlite, put, 2, tile_hashes, err))
        return false;
    (void)sqlite3_bind_int64(put, 1, place_of(level, tile->number));
    if (!sqlite_run(sqlite, put, err))
        return false;
    if (sqlite3_changes(sqlite->database) != 1)
        return sqlite_damaged(sqlite, err, "tile %ju of level %u is missing",
                              (uintmax_t)tile->number, level);
    tile->stored = true;
    tile->changed = false;
    return true;
}

static void edge_begin(struct sqlite_tile *edge, uint64_t number)
{
    *edge = (struct sqlite_tile){.held = true, .number = number};
}

static bool edge_read(struct sqlite *sqlite, unsigned level, struct error *err)
{
    struct sqlite_tile *edge = &sqlite->edges[level];
    const uint64_t edge_hashes = hashes_at(level, sqlite->size);
    const unsigned edge_width = (unsigned)(edge_hashes % TILE_WIDTH);
    if (edge->held && hashes_at(level, sqlite->edged) == edge_hashes)
        return true;
    if (edge_width > 0 && !tile_take(sqlite, level, edge_hashes / TILE_WIDTH, edge, err))
        return false;
    if (edge_width == 0)
        edge_begin(edge, edge_hashes / TILE_WIDTH);
    for (unsigned nth = 0; nth < TILE_WIDTH; nth++)
        if (is_hash(hash_at(edge, nth)) != (nth < edge_width)) {
            edge->held = false;
            return sqlite_damaged(sqlite, err, "tile %ju of level %u does not have %u hashes",
                                  (uintmax_t)edge->number, level, edge_width);
        }
    return true;
}

bool sqlite_edges_read(struct sqlite *sqlite, struct error *err)
{
    for (unsigned level = 1; level < TILE_LEVELS_USED; level++)
        if (!edge_read(sqlite, level, err))
            return false;
    sqlite->edged = sqlite->size;
    return sqlite_recent_reach(sqlite, err);
}

/* A tile that is full is done: it is written, its root goes to the level above, the next begins. */
static bool edge_finish(struct sqlite *sqlite, unsigned level, struct digest *root,
                        struct error *err)
{
    struct sqlite_tile *edge = &sqlite->edges[level];
    struct digest edge_hashes[TILE_WIDTH];
    memcpy(edge_hashes, edge->hashes, sizeof edge_hashes);
    if (!tile_root(edge_hashes, TILE_WIDTH, root, err) || !tile_put(sqlite, level, edge, err))
        return false;
    edge_begin(edge, edge->number + 1);
    return true;
}

/* The leaves of a tile are among the recent ones until it is full. */
static bool leaves_finish(struct sqlite *sqlite, struct digest *root, struct error *err)
{
    struct sqlite_tile *edge = &sqlite->edges[0];
    const uint64_t first = sqlite->size + 1 - TILE_WIDTH;
    const struct digest *leaves = sqlite_recent_leaves(sqlite, first, TILE_WIDTH);
    if (!leaves)
        return error_set(err, ERROR_BUG, "the leaves of a full tile are not at hand");
    edge_begin(edge, first / TILE_WIDTH);
    memcpy(edge->hashes, leaves, TILE_BYTES);
    return edge_finish(sqlite, 0, root, err);
}

static bool edge_grow(struct sqlite *sqlite, unsigned level, struct digest *root, bool *full,
                      struct error *err)
{
    struct sqlite_tile *edge = &sqlite->edges[level];
    const size_t edge_nth = (size_t)(hashes_at(level, sqlite->size) % TILE_WIDTH);
    memcpy(hash_at(edge, edge_nth), root->bytes, sizeof root->bytes);
    edge->changed = true;
    *full = edge_nth + 1 == TILE_WIDTH;
    return !*full || edge_finish(sqlite, level, root, err);
}

bool sqlite_edges_add(struct sqlite *sqlite, struct error *err)
{
    struct digest root;
    bool full = sqlite->size % TILE_WIDTH == TILE_WIDTH - 1;
    if (full && !leaves_finish(sqlite, &root, err))
        return false;
    for (unsigned level = 1; full && level < TILE_LEVELS_USED; level++)
        if (!edge_grow(sqlite, level, &root, &full, err))
            return false;
    sqlite->edged = ++sqlite->size;
    return true;
}

bool sqlite_edges_write(struct sqlite *sqlite, struct error *err)
{
    for (unsigned level = 1; level < TILE_LEVELS_USED; level++)
        if (sqlite->edges[level].changed && !tile_put(sqlite, level, &sqlite->edges[level], err))
            return false;
    return true;
}

/* The tile with `count` hashes from the nth on in it: one at hand, or read. Hashes are never
 * changed, so a tile that was read once serves on, except for those that came later. */
static bool tile_with(struct sqlite *sqlite, unsigned level, uint64_t tile_number, size_t last,
                      struct sqlite_tile **out, struct error *err)
{
    struct sqlite_tile *edge = &sqlite->edges[level], *read = &sqlite->read[level];
    struct sqlite_tile *tile =
        sqlite->writing && level > 0 && edge->held && edge->number == tile_number ? edge : read;
    const bool at_hand = tile->held && tile->number == tile_number && is_hash(hash_at(tile, last));
    if (!at_hand && tile == read && !tile_take(sqlite, level, tile_number, read, err))
        return false;
    if (!is_hash(hash_at(tile, last)))
        return sqlite_damaged(sqlite, err, "hash %zu of tile %ju of level %u is missing", last,
                              (uintmax_t)tile_number, level);
    *out = tile;
    return true;
}

/* Of leaves that are recent, the hashes are beside their ids. */
static bool leaves_with(struct sqlite *sqlite, uint64_t first, size_t count,
                        const struct digest **out, struct error *err)
{
    *out = sqlite_recent_leaves(sqlite, first, count);
    if (*out || sqlite->writing || first < sqlite->recent.from)
        return true;
    if (!sqlite_recent_read(sqlite, err))
        return false;
    *out = sqlite_recent_leaves(sqlite, first, count);
    return true;
}

static bool hashes_with(struct sqlite *sqlite, unsigned tile_level, uint64_t first, size_t count,
                        struct digest out[TILE_WIDTH], struct error *err)
{
    struct sqlite_tile *tile = NULL;
    const struct digest *leaves = NULL;
    const size_t tile_nth = (size_t)(first % TILE_WIDTH);
    if (tile_level == 0 && !leaves_with(sqlite, first, count, &leaves, err))
        return false;
    if (!leaves &&
        !tile_with(sqlite, tile_level, first / TILE_WIDTH, tile_nth + count - 1, &tile, err))
        return false;
    memcpy(out, leaves ? leaves->bytes : hash_at(tile, tile_nth), count * TILE_HASH_SIZE);
    return true;
}

bool sqlite_hash(struct store *store, unsigned level, uint64_t number, struct digest *out,
                 struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    const unsigned tile_level = level / TILE_HEIGHT;
    const unsigned tile_count = 1U << level % TILE_HEIGHT;
    struct digest tile_hashes[TILE_WIDTH];
    if (!sqlite_usable(sqlite, err))
        return false;
    if (tile_level >= TILE_LEVELS_USED || number > UINT64_MAX / tile_count)
        return error_set(err, ERROR_BUG, "no log has a subtree of level %u", level);
    return hashes_with(sqlite, tile_level, number * tile_count, tile_count, tile_hashes, err) &&
           tile_root(tile_hashes, tile_count, out, err);
}

static bool rows_are(struct sqlite *sqlite, const char *sql, uint64_t rows, struct error *err)
{
    char expected[24];
    (void)snprintf(expected, sizeof expected, "%ju", (uintmax_t)rows);
    return sqlite_pragma(sqlite, sql, expected, err);
}

/* A reader's edges are those of its moment; a writer has looked at its own when it began. */
bool sqlite_tidy(struct store *store, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (!sqlite_usable(sqlite, err) ||
        (!sqlite->writing && !sqlite_size(store, &sqlite->size, err)) ||
        !sqlite_edges_read(sqlite, err))
        return false;
    const uint64_t recent = sqlite->size % RECENT_MAX;
    uint64_t tiles = hashes_at(1, sqlite->size);
    for (unsigned level = 1; level < TILE_LEVELS_USED; level++)
        tiles += (hashes_at(level, sqlite->size) + TILE_WIDTH - 1) / TILE_WIDTH;
    return rows_are(sqlite, "SELECT count(*) FROM tile", tiles, err) &&
           rows_are(sqlite, "SELECT count(*) FROM recent", recent, err) &&
           rows_are(sqlite, "SELECT count(*) FROM known", sqlite->size - recent, err) &&
           sqlite_sweep(sqlite, err);
}
