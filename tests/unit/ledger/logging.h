/* tests/unit/ledger/logging.h: logs made up for the tests of ledger: keys that are known, entries
 * that follow from their index, and files that lie in memory. */
#ifndef LOGGING_H
#define LOGGING_H

#include "support.h"

#include "base/encode.h"
#include "base/limits.h"
#include "base/list.h"
#include "ledger/checkpoint.h"
#include "ledger/tile_source.h"
#include "ledger/tile_writer.h"

#include <stdio.h>
#include <string.h>

#define LOGGED_ORIGIN "gov.example/log1"

/* The first two keys of RFC 8032, section 7.1. */
#define PEM(base64) "-----BEGIN PRIVATE KEY-----\n" base64 "\n-----END PRIVATE KEY-----\n"
#define PEM_LOG     PEM("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g")
#define PEM_OTHER   PEM("MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7")

static inline struct key_pair *pair_of(struct arena *arena, const char *pem)
{
    struct key_pair *pair;
    struct error err = {0};
    ck_assert_msg(key_pair_read_text("test.key", text_of(pem), TEXT_NONE, arena, &pair, &err), "%s",
                  support_error(&err));
    return pair;
}

static inline struct note_key key_of(struct arena *arena, const char *name, const char *pem)
{
    struct note_key key;
    struct error err = {0};
    ck_assert_msg(note_key_of(text_of(name), key_pair_public(pair_of(arena, pem)), &key, &err),
                  "%s", support_error(&err));
    return key;
}

/* "leaf 0", "leaf 1", ...: those of the public sample. */
static inline struct text entry_of(struct arena *arena, uint64_t index)
{
    return text_format(arena, "leaf %ju", (uintmax_t)index);
}

/* The same where it need not last: in `room`. */
enum { ENTRY_ROOM = 32 };
static inline struct text entry_in(char room[ENTRY_ROOM], uint64_t index)
{
    const int length = snprintf(room, ENTRY_ROOM, "leaf %ju", (uintmax_t)index);
    return (struct text){room, (size_t)length};
}

struct logged_file {
    const char *path;
    struct text bytes;
};
struct logged_files LIST(struct logged_file);

/* A log as files in memory. */
struct logged {
    struct arena *arena;
    struct logged_files files;
    struct tree_head head;
};

static inline struct logged_file *logged_find(const struct logged *logged, const char *path)
{
    for (size_t nth = 0; nth < logged->files.count; nth++)
        if (strcmp(logged->files.at[nth].path, path) == 0)
            return &logged->files.at[nth];
    return NULL;
}

/* The file of this name, which has to be there. */
__attribute__((returns_nonnull)) static inline struct logged_file *
logged_at(const struct logged *logged, const char *path)
{
    struct logged_file *found = logged_find(logged, path);
    ck_assert_msg(found != NULL, "there is no %s", path);
    return found;
}

static inline bool logged_write(void *holder, struct text path, struct text bytes,
                                struct error *err)
{
    struct logged *logged = holder;
    (void)err;
    ck_assert(path.at[path.size] == '\0');
    ck_assert_msg(logged_find(logged, path.at) == NULL, "%s is written twice", path.at);
    *LIST_ADD(logged->arena, &logged->files) =
        (struct logged_file){text_string(logged->arena, path), text_copy(logged->arena, bytes)};
    return true;
}

static inline bool logged_read(void *holder, struct text path, size_t max, struct arena *arena,
                               struct text *out, struct error *err)
{
    const struct logged_file *found = logged_find(holder, path.at);
    *out = TEXT_NONE;
    if (found == NULL || found->bytes.at == NULL)
        return true;
    if (found->bytes.size > max)
        return error_set(err, ERROR_REFUSED, "it is larger than %zu bytes", max);
    *out = text_copy(arena, found->bytes);
    return true;
}

/* A log of `size` entries, with a checkpoint that its key has signed. */
static inline struct logged *logged_of(struct arena *arena, uint64_t size)
{
    struct error err = {0};
    struct logged *logged = ARENA_NEW(arena, struct logged);
    logged->arena = arena;
    struct tile_sink *sink = ARENA_NEW(arena, struct tile_sink);
    *sink = (struct tile_sink){logged_write, logged};
    struct tile_writer *writer = tile_writer_make(sink, arena);
    for (uint64_t index = 0; index < size; index++) {
        char room[ENTRY_ROOM];
        ck_assert(tile_writer_add(writer, entry_in(room, index), &err));
    }
    ck_assert(tile_writer_end(writer, &logged->head, &err));
    struct buffer published = buffer_in(arena, LIMIT_NOTE_SIZE);
    const struct checkpoint checkpoint = {TEXT(LOGGED_ORIGIN), logged->head, TEXT_NONE};
    ck_assert_msg(checkpoint_sign(&checkpoint, pair_of(arena, PEM_LOG), &published, &err), "%s",
                  support_error(&err));
    ck_assert(logged_write(logged, TEXT("checkpoint"), buffer_text(&published), &err));
    return logged;
}

static inline struct tile_source logged_source(struct logged *logged)
{
    return (struct tile_source){logged_read, logged};
}

/* The leaf hashes of the same log, without its tiles. */
static inline struct digest *logged_leaves(struct arena *arena, uint64_t size)
{
    struct error err = {0};
    struct digest *leaves = ARENA_ARRAY(arena, struct digest, size + 1);
    for (uint64_t index = 0; index < size; index++) {
        char room[ENTRY_ROOM];
        ck_assert(leaf_hash(entry_in(room, index), &leaves[index], &err));
    }
    return leaves;
}

/* The root as the definition has it: split at the largest power of two below, and hash. */
static inline struct digest slow_root(const struct digest *leaves, uint64_t count)
{
    struct digest root;
    struct error err = {0};
    uint64_t split = 1;
    if (count == 0) {
        ck_assert(digest_of(NULL, 0, &root, &err));
        return root;
    }
    if (count == 1)
        return leaves[0];
    while (split * 2 < count)
        split *= 2;
    const struct digest left = slow_root(leaves, split);
    const struct digest right = slow_root(leaves + split, count - split);
    ck_assert(node_hash(&left, &right, &root, &err));
    return root;
}

#endif
