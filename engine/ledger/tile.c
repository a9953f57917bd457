#include "ledger/tile.h"

#include "base/limits.h"
#include "ledger/decimal_text.h"

#include <string.h>

enum { GROUP = 1000, GROUP_DIGITS = 3, SIZE_BYTES = 2, BYTE_BITS = 8, HASH_SIZE = 32 };

/* No log has a tile beyond this one. */
#define TILE_LAST (LIMIT_LOG_ENTRIES / TILE_WIDTH)

struct tile tile_of(unsigned level, uint64_t number, uint64_t size)
{
    const unsigned shift = level * TILE_HEIGHT;
    const uint64_t hashes = shift < TREE_DEPTH_MAX ? size >> shift : 0;
    struct tile tile = {.level = level, .number = number};
    if (number < hashes / TILE_WIDTH)
        tile.width = TILE_WIDTH;
    else if (number == hashes / TILE_WIDTH)
        tile.width = (unsigned)(hashes % TILE_WIDTH);
    return tile;
}

static void number_write(uint64_t number, struct buffer *path)
{
    uint64_t unit = 1;
    while (number / unit >= GROUP)
        unit *= GROUP;
    for (; unit > 1; unit /= GROUP)
        buffer_format(path, "x%03u/", (unsigned)(number / unit % GROUP));
    buffer_format(path, "%03u", (unsigned)(number % GROUP));
}

struct text tile_path(const struct tile *tile, struct arena *arena)
{
    enum { PATH_ROOM = 128 };
    struct buffer path = buffer_in(arena, PATH_ROOM);
    if (tile->entries)
        buffer_string(&path, "tile/entries/");
    else
        buffer_format(&path, "tile/%u/", tile->level);
    number_write(tile->number, &path);
    if (tile->width < TILE_WIDTH)
        buffer_format(&path, ".p/%u", tile->width);
    return buffer_text(&path);
}

/* Take `prefix` off the front of what is left of the path. */
static bool path_take(struct text *path, struct text prefix)
{
    if (!text_starts(*path, prefix))
        return false;
    *path = text_part(*path, prefix.size, path->size);
    return true;
}

static bool group_take(struct text *path, uint64_t *number)
{
    uint64_t group = 0;
    if (path->size < GROUP_DIGITS)
        return false;
    for (size_t nth = 0; nth < GROUP_DIGITS; nth++) {
        if (path->at[nth] < '0' || path->at[nth] > '9')
            return false;
        group = group * 10 + (uint64_t)(path->at[nth] - '0');
    }
    if (*number > (TILE_LAST - group) / GROUP)
        return false;
    *number = *number * GROUP + group;
    *path = text_part(*path, GROUP_DIGITS, path->size);
    return true;
}

static bool number_take(struct text *path, uint64_t *number)
{
    bool first = true;
    while (path_take(path, TEXT("x"))) {
        if (!group_take(path, number) || (first && *number == 0) || !path_take(path, TEXT("/")))
            return false;
        first = false;
    }
    return group_take(path, number);
}

static bool level_take(struct text *path, struct tile *tile)
{
    uint64_t level;
    tile->entries = path_take(path, TEXT("entries/"));
    if (tile->entries)
        return true;
    const size_t slash = text_find(*path, '/');
    if (!decimal_text_read(text_part(*path, 0, slash), TILE_LEVELS - 1, &level))
        return false;
    tile->level = (unsigned)level;
    *path = text_part(*path, slash, path->size);
    return path_take(path, TEXT("/"));
}

static bool width_take(struct text path, struct tile *tile)
{
    uint64_t width = TILE_WIDTH;
    if (path.size > 0 && !(path_take(&path, TEXT(".p/")) &&
                           decimal_text_read(path, TILE_WIDTH - 1, &width) && width > 0))
        return false;
    tile->width = (unsigned)width;
    return true;
}

bool tile_path_read(struct text path, struct tile *out, struct error *err)
{
    enum { SHOWN = 100 };
    struct tile tile = {0};
    struct text rest = path;
    if (!path_take(&rest, TEXT("tile/")) || !level_take(&rest, &tile) ||
        !number_take(&rest, &tile.number) || !width_take(rest, &tile))
        return error_set(err, ERROR_REFUSED, "%.*s is not the name of a tile",
                         TEXT_ARGS(text_part(path, 0, SHOWN)));
    *out = tile;
    return true;
}

bool tile_read(const struct tile *tile, struct text bytes, struct digest *hashes, struct error *err)
{
    if (tile->width == 0 || tile->width > TILE_WIDTH ||
        bytes.size != (size_t)tile->width * HASH_SIZE)
        return error_set(err, ERROR_REFUSED, "a tile of %u hashes has %zu bytes", tile->width,
                         bytes.size);
    for (unsigned nth = 0; nth < tile->width; nth++)
        memcpy(hashes[nth].bytes, bytes.at + (size_t)nth * HASH_SIZE, HASH_SIZE);
    return true;
}

void tile_write(const struct digest *hashes, unsigned width, struct buffer *tile_bytes)
{
    for (unsigned nth = 0; nth < width; nth++)
        buffer_add(tile_bytes, (struct text){(const char *)hashes[nth].bytes, HASH_SIZE});
}

bool tile_root(const struct digest *hashes, unsigned width, struct digest *root, struct error *err)
{
    struct peaks peaks = {0};
    for (unsigned nth = 0; nth < width; nth++)
        if (!peaks_append(&peaks, &hashes[nth], err))
            return false;
    return peaks_root(&peaks, root, err);
}

bool bundle_take(struct text *bundle, struct text *entry)
{
    if (bundle->size < SIZE_BYTES)
        return false;
    const size_t size = (size_t)(uint8_t)bundle->at[0] << BYTE_BITS | (uint8_t)bundle->at[1];
    if (size > bundle->size - SIZE_BYTES)
        return false;
    *entry = text_part(*bundle, SIZE_BYTES, size);
    *bundle = text_part(*bundle, SIZE_BYTES + size, bundle->size);
    return true;
}

bool bundle_read(const struct tile *tile, struct text bytes, struct text *entries,
                 struct error *err)
{
    struct text read[TILE_WIDTH];
    if (tile->width == 0 || tile->width > TILE_WIDTH)
        return error_set(err, ERROR_REFUSED, "a bundle has 1 to %d entries", TILE_WIDTH);
    for (unsigned nth = 0; nth < tile->width; nth++)
        if (!bundle_take(&bytes, &read[nth]))
            return error_set(err, ERROR_REFUSED, "the bundle ends in its entry %u of %u", nth + 1,
                             tile->width);
    if (bytes.size > 0)
        return error_set(err, ERROR_REFUSED, "%zu bytes follow the %u entries of the bundle",
                         bytes.size, tile->width);
    memcpy(entries, read, tile->width * sizeof *read);
    return true;
}

bool bundle_add(struct text entry, struct buffer *bundle, struct error *err)
{
    if (entry.size > LIMIT_ENTRY_SIZE)
        return error_set(err, ERROR_REFUSED, "an entry of %zu bytes is above the limit of %d",
                         entry.size, LIMIT_ENTRY_SIZE);
    buffer_byte(bundle, (char)(uint8_t)(entry.size >> BYTE_BITS));
    buffer_byte(bundle, (char)(uint8_t)entry.size);
    buffer_add(bundle, entry);
    return true;
}
