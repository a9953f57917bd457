#include "ledger/tile_writer.h"

#include "base/limits.h"

struct tile_writer {
    const struct tile_sink *sink;
    struct tiling tiling;
    struct arena tile_scratch; /* of the bundle, given back when that is written */
    struct buffer bundle;
};

static void bundle_begin(struct tile_writer *writer)
{
    arena_free(&writer->tile_scratch);
    writer->bundle = buffer_in(&writer->tile_scratch, LIMIT_BUNDLE_SIZE);
}

static void writer_release(void *writer)
{
    arena_free(&((struct tile_writer *)writer)->tile_scratch);
}

struct tile_writer *tile_writer_make(const struct tile_sink *sink, struct arena *arena)
{
    struct tile_writer *writer = ARENA_NEW(arena, struct tile_writer);
    writer->sink = sink;
    bundle_begin(writer);
    arena_defer(arena, writer_release, writer);
    return writer;
}

static bool file_put(const struct tile_writer *writer, const struct tile *tile, struct text bytes,
                     struct error *err)
{
    struct arena tile_scratch = {0};
    const struct tile_sink *sink = writer->sink;
    const bool put = sink->write(sink->holder, tile_path(tile, &tile_scratch), bytes, err);
    arena_free(&tile_scratch);
    return put;
}

static bool hashes_put(void *taker, const struct tile *tile, const struct digest *hashes,
                       struct error *err)
{
    const struct tile_writer *writer = taker;
    struct arena tile_scratch = {0};
    struct buffer bytes = buffer_in(&tile_scratch, sizeof(struct digest) * TILE_WIDTH);
    tile_write(hashes, tile->width, &bytes);
    const bool put = file_put(writer, tile, buffer_text(&bytes), err);
    arena_free(&tile_scratch);
    return put;
}

static bool bundle_put(struct tile_writer *writer, struct error *err)
{
    struct tile bundle = {.entries = true, .width = TILE_WIDTH};
    bundle.number = (writer->tiling.size - 1) / TILE_WIDTH;
    if (writer->tiling.size % TILE_WIDTH > 0)
        bundle.width = (unsigned)(writer->tiling.size % TILE_WIDTH);
    return file_put(writer, &bundle, buffer_text(&writer->bundle), err);
}

bool tile_writer_add(struct tile_writer *writer, struct text entry, struct error *err)
{
    struct digest leaf;
    const struct tile_taker taker = {hashes_put, writer};
    if (!bundle_add(entry, &writer->bundle, err) || !leaf_hash(entry, &leaf, err) ||
        !tiling_add(&writer->tiling, &leaf, &taker, err))
        return false;
    if (writer->tiling.size % TILE_WIDTH > 0)
        return true;
    if (!bundle_put(writer, err))
        return false;
    bundle_begin(writer);
    return true;
}

bool tile_writer_end(struct tile_writer *writer, struct tree_head *head, struct error *err)
{
    const struct tile_taker taker = {hashes_put, writer};
    return (writer->tiling.size % TILE_WIDTH == 0 || bundle_put(writer, err)) &&
           tiling_end(&writer->tiling, &taker, err) && tiling_head(&writer->tiling, head, err);
}
