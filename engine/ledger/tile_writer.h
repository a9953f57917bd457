/* ledger/tile_writer.h: a log written out as files: every full tile and bundle, and the partial
 * ones of the size at the end.
 *
 *     struct tile_writer *writer = tile_writer_make(&sink, &arena);
 *     for each entry
 *         tile_writer_add(writer, entry, err)
 *     tile_writer_end(writer, &head, err)         and then a checkpoint over the head
 *
 * The checkpoint is for the caller to sign and to put beside the tiles, last: it must never speak
 * of what is not there yet. Full tiles come out as they fill, so one bundle is held at a time.
 */
#ifndef LEDGER_TILE_WRITER_H
#define LEDGER_TILE_WRITER_H

#include "ledger/tiling.h"

/* Where the files go: `path` as the log calls it, with a NUL that it does not count; its folders
 * may have to be made. Both live until the call ends. */
struct tile_sink {
    bool (*write)(void *holder, struct text path, struct text bytes, struct error *err);
    void *holder;
};

struct tile_writer;

/* A writer of an empty log, in the arena; `sink` lives as long. */
struct tile_writer *tile_writer_make(const struct tile_sink *sink, struct arena *arena);

/* The next entry. ERROR_REFUSED above LIMIT_ENTRY_SIZE. After a failure the writer is of no further
 * use. */
NODISCARD bool tile_writer_add(struct tile_writer *writer, struct text entry, struct error *err);

/* Write what is partial, and tell the size and the root. */
NODISCARD bool tile_writer_end(struct tile_writer *writer, struct tree_head *head,
                               struct error *err);

#endif
