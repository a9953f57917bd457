#include "ledger/tile_source.h"

#include "base/limits.h"

/* What a stranger's file is refused for is a fault of the log. */
static bool tile_fault_set(const struct error *tile_fault, struct text path, struct error *err)
{
    if (tile_fault->code != ERROR_REFUSED)
        return error_at(err, tile_fault->code,
                        (struct place){tile_fault->file, tile_fault->line, tile_fault->column},
                        "%s", tile_fault->message);
    return error_set(err, ERROR_INTEGRITY, "%.*s: %s", TEXT_ARGS(path), tile_fault->message);
}

static bool tile_missing(struct text path, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY, "%.*s is missing from the log", TEXT_ARGS(path));
}

/* One file; out->at is NULL where there is none. */
static bool tile_file_read(const struct tile_source *source, struct text path, size_t tile_max,
                           struct arena *arena, struct text *tile_file, struct error *err)
{
    struct error tile_fault = {0};
    struct text tile_bytes_read = TEXT_NONE;
    if (!source->read(source->holder, path, tile_max, arena, &tile_bytes_read, &tile_fault))
        return tile_fault_set(&tile_fault, path, err);
    if (tile_bytes_read.size > tile_max)
        return error_set(err, ERROR_INTEGRITY, "%.*s is larger than %zu bytes", TEXT_ARGS(path),
                         tile_max);
    *tile_file = tile_bytes_read;
    return true;
}

bool tile_source_checkpoint(const struct tile_source *source, const struct note_key *log,
                            struct arena *arena, struct text *published,
                            struct checkpoint *checkpoint, struct error *err)
{
    const struct text checkpoint_path = TEXT("checkpoint");
    struct error tile_fault = {0};
    struct text checkpoint_file;
    if (!tile_file_read(source, checkpoint_path, LIMIT_NOTE_SIZE, arena, &checkpoint_file, err))
        return false;
    if (checkpoint_file.at == NULL)
        return tile_missing(checkpoint_path, err);
    if (!checkpoint_open(checkpoint_file, log, arena, checkpoint, &tile_fault))
        return tile_fault_set(&tile_fault, checkpoint_path, err);
    *published = checkpoint_file;
    return true;
}

/* A tile's file, or that of the full one that has taken its place. */
static bool tile_bytes(const struct tile_source *source, const struct tile *tile,
                       struct arena *arena, struct tile *whole, struct text *tile_found,
                       struct error *err)
{
    const size_t tile_max = tile->entries ? LIMIT_BUNDLE_SIZE : sizeof(struct digest) * TILE_WIDTH;
    struct tile served = *tile;
    struct text tile_file;
    if (!tile_file_read(source, tile_path(&served, arena), tile_max, arena, &tile_file, err))
        return false;
    if (tile_file.at == NULL && served.width < TILE_WIDTH) {
        served.width = TILE_WIDTH;
        if (!tile_file_read(source, tile_path(&served, arena), tile_max, arena, &tile_file, err))
            return false;
    }
    if (tile_file.at == NULL)
        return tile_missing(tile_path(tile, arena), err);
    *whole = served;
    *tile_found = tile_file;
    return true;
}

bool tile_source_hashes(const struct tile_source *source, const struct tile *tile,
                        struct digest hashes[TILE_WIDTH], struct error *err)
{
    struct arena tile_scratch = {0};
    struct error tile_fault = {0};
    struct digest full_hashes[TILE_WIDTH];
    struct tile whole;
    struct text tile_file;
    bool tile_is_read = tile_bytes(source, tile, &tile_scratch, &whole, &tile_file, err);
    if (tile_is_read && !tile_read(&whole, tile_file, full_hashes, &tile_fault))
        tile_is_read = tile_fault_set(&tile_fault, tile_path(&whole, &tile_scratch), err);
    for (unsigned nth = 0; tile_is_read && nth < tile->width; nth++)
        hashes[nth] = full_hashes[nth];
    arena_free(&tile_scratch);
    return tile_is_read;
}

bool tile_source_bundle(const struct tile_source *source, const struct tile *tile,
                        struct arena *arena, struct tile *whole, struct text *bundle_bytes,
                        struct error *err)
{
    struct tile bundle = *tile;
    bundle.entries = true;
    bundle.level = 0;
    return tile_bytes(source, &bundle, arena, whole, bundle_bytes, err);
}
