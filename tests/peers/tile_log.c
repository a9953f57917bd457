/* Logs as files, for peers to look at: 0 where it was done, 1 with the reason where not.
 *
 *     tile-log write DIR SIZE     a log of "leaf 0", "leaf 1", ... with log.vkey, and receipts and
 *                                 paths to check: DIR/proofs/INDEX.tlog-proof and DIR/older/SIZE,
 *                                 whose lines are the older root and the path from there
 *     tile-log check DIR          whether DIR is a whole log, signed by DIR/log.vkey
 *
 * The key is the first of RFC 8032, section 7.1: everybody has it, and the bytes are always the
 * same.
 */
#include "ledger/tile_log.h"
#include "base/base64.h"
#include "base/file.h"
#include "base/limits.h"
#include "ledger/decimal_text.h"
#include "ledger/proof.h"
#include "ledger/tile_shelf.h"
#include "ledger/tile_writer.h"

#include <stdio.h>
#include <string.h>

#define ORIGIN "gov.example/log1"
#define PEM                                                                                        \
    "-----BEGIN PRIVATE KEY-----\n"                                                                \
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"                           \
    "-----END PRIVATE KEY-----\n"

struct folder {
    const char *path;
    struct arena *arena;
};

static bool put(void *holder, struct text path, struct text bytes, struct error *err)
{
    const struct folder *folder = holder;
    struct arena scratch = {0};
    bool made = true;
    for (size_t at = 0; made && at < path.size; at++)
        if (path.at[at] == '/')
            made = folder_make(
                path_join(&scratch, folder->path, text_string(&scratch, text_part(path, 0, at))),
                err);
    made = made && file_write(path_join(&scratch, folder->path, path.at), bytes, 0644, err);
    arena_free(&scratch);
    return made;
}

static bool get(void *holder, struct text path, size_t max, struct arena *arena, struct text *out,
                struct error *err)
{
    const struct folder *folder = holder;
    enum file_kind kind;
    *out = TEXT_NONE;
    if (!file_kind_of(path_join(arena, folder->path, path.at), &kind))
        return true;
    return file_read_beneath(folder->path, path.at, max, arena, out, err);
}

static bool entries_write(const struct tile_sink *sink, uint64_t size, struct arena *arena,
                          struct tree_head *head, struct error *err)
{
    struct tile_writer *writer = tile_writer_make(sink, arena);
    for (uint64_t index = 0; index < size; index++) {
        char entry[32];
        const int length = snprintf(entry, sizeof entry, "leaf %ju", (uintmax_t)index);
        if (!tile_writer_add(writer, (struct text){entry, (size_t)length}, err))
            return false;
    }
    return tile_writer_end(writer, head, err);
}

static bool receipt_write(const struct tile_sink *sink, const struct grove *grove,
                          struct leaf_place place, struct text published, struct error *err)
{
    struct arena scratch = {0};
    struct proof proof = {.index = place.index, .note = published};
    struct buffer receipt = buffer_in(&scratch, LIMIT_PROOF_SIZE);
    const bool put_there =
        inclusion_make(grove, place, &proof.path, err) && proof_write(&proof, &receipt, err) &&
        sink->write(sink->holder,
                    text_format(&scratch, "proofs/%ju.tlog-proof", (uintmax_t)place.index),
                    buffer_text(&receipt), err);
    arena_free(&scratch);
    return put_there;
}

static void hash_line(struct buffer *lines, const struct digest *hash)
{
    const struct text bytes = {(const char *)hash->bytes, sizeof hash->bytes};
    buffer_add(lines, base64_print(bytes, lines->arena));
    buffer_byte(lines, '\n');
}

static bool older_write(const struct tile_sink *sink, const struct grove *grove, uint64_t older,
                        uint64_t size, struct error *err)
{
    struct arena scratch = {0};
    struct path path;
    struct digest root;
    struct buffer lines = buffer_in(&scratch, LIMIT_PROOF_SIZE);
    bool put_there = tree_range_root(grove, (struct leaf_range){0, older}, &root, err) &&
                     consistency_make(grove, older, size, &path, err);
    if (put_there) {
        hash_line(&lines, &root);
        for (size_t step = 0; step < path.length; step++)
            hash_line(&lines, &path.at[step]);
        put_there = sink->write(sink->holder, text_format(&scratch, "older/%ju", (uintmax_t)older),
                                buffer_text(&lines), err);
    }
    arena_free(&scratch);
    return put_there;
}

/* Places where rows of the tree begin and end. */
static bool proofs_write(struct folder *folder, uint64_t size, struct text published,
                         struct error *err)
{
    static const uint64_t edges[] = {1, 2, 3, 128, 255, 256, 257, 65535, 65536, 65537, 70000};
    const struct tile_source source = {get, folder};
    const struct tile_sink sink = {put, folder};
    const struct grove grove = tile_shelf_grove(tile_shelf_make(&source, size, folder->arena));
    for (size_t nth = 0; nth < COUNT(edges); nth++)
        if (edges[nth] <= size &&
            !(receipt_write(&sink, &grove, (struct leaf_place){edges[nth] - 1, size}, published,
                            err) &&
              older_write(&sink, &grove, edges[nth], size, err)))
            return false;
    return true;
}

static bool log_write(struct folder *folder, uint64_t size, struct error *err)
{
    const struct tile_sink sink = {put, folder};
    struct checkpoint checkpoint = {.origin = TEXT(ORIGIN)};
    struct buffer published = buffer_in(folder->arena, LIMIT_NOTE_SIZE);
    struct key_pair *pair;
    struct note_key key;
    return key_pair_read_text("log.key", TEXT(PEM), TEXT_NONE, folder->arena, &pair, err) &&
           note_key_of(TEXT(ORIGIN), key_pair_public(pair), &key, err) &&
           folder_make(folder->path, err) &&
           put(folder, TEXT("log.vkey"), note_key_print(&key, folder->arena), err) &&
           entries_write(&sink, size, folder->arena, &checkpoint.head, err) &&
           checkpoint_sign(&checkpoint, pair, &published, err) &&
           proofs_write(folder, size, buffer_text(&published), err) &&
           put(folder, TEXT("checkpoint"), buffer_text(&published), err);
}

static bool log_check(struct folder *folder, struct error *err)
{
    const struct tile_source source = {get, folder};
    struct tile_log log = {.source = &source};
    struct tile_log_sum sum;
    struct note_key key;
    struct checkpoint checkpoint;
    struct text vkey, published;
    if (!get(folder, TEXT("log.vkey"), LIMIT_NOTE_SIZE, folder->arena, &vkey, err) ||
        !note_key_read(text_trimmed(vkey), &key, err) ||
        !tile_source_checkpoint(&source, &key, folder->arena, &published, &checkpoint, err))
        return false;
    log.head = checkpoint.head;
    return tile_log_check(&log, &sum, err);
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct error err = {0};
    uint64_t size = 0;
    struct folder folder = {count > 2 ? words[2] : ".", &arena};
    bool done = false;
    if (count == 4 && strcmp(words[1], "write") == 0 &&
        decimal_text_read(text_of(words[3]), LIMIT_LOG_ENTRIES, &size))
        done = log_write(&folder, size, &err);
    else if (count == 3 && strcmp(words[1], "check") == 0)
        done = log_check(&folder, &err);
    else
        error_set(&err, ERROR_USAGE, "tile-log write DIR SIZE | check DIR");
    if (!done)
        (void)fprintf(stderr, "tile-log: %s\n", err.message);
    arena_free(&arena);
    return !done;
}
