/* Any bytes are a note, a checkpoint, a receipt, evidence of a fork, a tile's name, a bundle, a
 * key, or refused; what is read is written as the same bytes. As the files of a log they are
 * refused. */
#include "base/limits.h"
#include "fuzz.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/proof.h"
#include "ledger/succession.h"
#include "ledger/tile_log.h"

#include <stdlib.h>
#include <string.h>

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void note_check(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct note note;
    struct checkpoint checkpoint;
    struct buffer again = buffer_in(arena, LIMIT_NOTE_SIZE);
    if (!note_read(source, arena, &note, &err))
        return;
    demand(note_write(&note, &again, &err) && text_equal(buffer_text(&again), source));
    struct buffer message = buffer_in(arena, LIMIT_NOTE_SIZE);
    if (checkpoint_read(note.message, &checkpoint, &err))
        demand(checkpoint_write(&checkpoint, &message, &err) &&
               text_equal(buffer_text(&message), note.message));
}

static void tile_check(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct tile tile;
    struct text entries[TILE_WIDTH];
    struct buffer again = buffer_in(arena, LIMIT_PROOF_SIZE);
    if (tile_path_read(source, &tile, &err))
        demand(text_equal(tile_path(&tile, arena), source));
    tile = (struct tile){.entries = true, .width = source.size ? (uint8_t)source.at[0] + 1U : 1};
    const struct text bundle = text_part(source, 1, source.size);
    err = (struct error){0};
    if (!bundle_read(&tile, bundle, entries, &err))
        return;
    for (unsigned nth = 0; nth < tile.width; nth++)
        demand(bundle_add(entries[nth], &again, &err));
    demand(text_equal(buffer_text(&again), bundle));
}

static void proof_check(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct proof proof;
    struct buffer again = buffer_in(arena, LIMIT_PROOF_SIZE);
    if (proof_read(source, arena, &proof, &err))
        demand(proof_write(&proof, &again, &err) && text_equal(buffer_text(&again), source));
}

static void fork_check(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct fork_evidence evidence;
    struct buffer again = buffer_in(arena, LIMIT_FORK_SIZE);
    if (fork_evidence_read(source, &evidence, &err))
        demand(fork_evidence_write(&evidence, &again, &err) &&
               text_equal(buffer_text(&again), source));
}

static void key_check_one(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct note_key key, again;
    if (note_key_read(source, &key, &err))
        demand(note_key_read(note_key_print(&key, arena), &again, &err) &&
               memcmp(key.bytes, again.bytes, sizeof key.bytes) == 0);
}

/* Every file of the log is the same bytes. */
static bool everywhere(void *holder, struct text path, size_t max, struct arena *arena,
                       struct text *out, struct error *err)
{
    const struct text *source = holder;
    (void)path;
    if (source->size > max)
        return error_set(err, ERROR_REFUSED, "it is larger than %zu bytes", max);
    *out = text_copy(arena, *source);
    return true;
}

/* No bytes are both the entries and their hashes: any log of them is refused. */
static void log_check(struct text source)
{
    struct error err = {0};
    struct tile_log_sum sum;
    const struct tile_source files = {everywhere, &source};
    const struct tile_log log = {.source = &files, .head.size = source.size / 32 + 1};
    demand(!tile_log_check(&log, &sum, &err) && err.code == ERROR_INTEGRITY);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const struct text source = text_copy(&arena, (struct text){(const char *)data, size});
    note_check(source, &arena);
    tile_check(source, &arena);
    proof_check(source, &arena);
    fork_check(source, &arena);
    key_check_one(source, &arena);
    log_check(source);
    arena_free(&arena);
    return 0;
}
