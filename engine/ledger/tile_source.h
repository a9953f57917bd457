/* ledger/tile_source.h: where the files of a log are read from: a folder, an archive, a store, a
 * test. The port is one call; this room opens nothing itself.
 *
 * What a source gives is what a stranger wrote: whatever of it is malformed, too long or missing is
 * ERROR_INTEGRITY here, since a log that cannot be read is not the one that was signed. A source
 * that fails for a reason of its own (a disk) keeps its own code.
 */
#ifndef LEDGER_TILE_SOURCE_H
#define LEDGER_TILE_SOURCE_H

#include "ledger/checkpoint.h"
#include "ledger/tile.h"

/* `read` gives the bytes of the file that the log calls `path` ("checkpoint", "tile/0/000"), in the
 * arena; `path` ends in a NUL that it does not count. Where there is no such file it succeeds with
 * out->at NULL; a file of more than `max` bytes is ERROR_REFUSED, anything else ERROR_UNAVAILABLE.
 */
struct tile_source {
    bool (*read)(void *holder, struct text path, size_t max, struct arena *arena, struct text *out,
                 struct error *err);
    void *holder;
};

/* The published checkpoint: its bytes, and what they say where the log's key has signed them. */
NODISCARD bool tile_source_checkpoint(const struct tile_source *source, const struct note_key *log,
                                      struct arena *arena, struct text *published,
                                      struct checkpoint *checkpoint, struct error *err);

/* The hashes of a tile, tile->width of them. A partial tile may have been thrown away once its full
 * one was there: then that is read, and its first hashes are taken. */
NODISCARD bool tile_source_hashes(const struct tile_source *source, const struct tile *tile,
                                  struct digest hashes[TILE_WIDTH], struct error *err);

/* The bytes of an entry bundle, in the arena, found the same way and not yet taken apart; `whole`
 * is the bundle that they are of. */
NODISCARD bool tile_source_bundle(const struct tile_source *source, const struct tile *tile,
                                  struct arena *arena, struct tile *whole,
                                  struct text *bundle_bytes, struct error *err);

#endif
