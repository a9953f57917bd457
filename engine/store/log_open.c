#include "store/log_state.h"

#include "store/disk.h"

#include "base/file.h"
#include "base/limits.h"

#include <unistd.h>

static const char store_name[] = "log.db";
static const char key_name[] = "log.key";
static const char vkey_name[] = "log.vkey";
static const char anchor_folder_name[] = "anchor-folder";
static const char anchor_name[] = "anchor.db";
static const char vault_name[] = "evidence";

enum { LEDGER_FILE_MODE = 0644 };

void log_close(struct log *log)
{
    log_abort(log);
    log->store->is->close(log->store);
    anchor_close(log->anchor);
    log_rows_close(log);
    arena_free(&log->scratch);
    log->poisoned = true;
}

static struct log *log_new(struct store *store, struct anchor *anchor, struct arena *arena)
{
    struct log *log = ARENA_NEW(arena, struct log);
    log->store = store;
    log->anchor = anchor;
    log_rows_forget(log);
    return log;
}

/* The anchor first, then the store. What nobody was told of is signed now, by whoever may. */
static bool log_join(struct log *log, struct error *err)
{
    uint64_t size;
    const bool joined = log_look(log, err) && log_published_check(log, err) &&
                        (!log->pair || (log->store->is->size(log->store, &size, err) &&
                                        (size <= log->head.size || log_settle(log, size, err))));
    arena_clear(&log->scratch);
    return joined;
}

bool log_over(const struct log_parts *parts, struct arena *arena, struct log **out,
              struct error *err)
{
    struct log *log = log_new(parts->store, parts->anchor, arena);
    log->pair = parts->key;
    log->origin = text_copy(arena, parts->origin);
    if (note_key_of(log->origin, key_pair_public(parts->key), &log->key, err) &&
        (!parts->gone || log_tail_cut(log, parts->gone, err)) && log_join(log, err)) {
        *out = log;
        return true;
    }
    log_rows_close(log);
    arena_free(&log->scratch);
    return false;
}

/* A file of one line. */
static bool line_read(const char *log_line_path, struct arena *arena, struct text *out,
                      struct error *err)
{
    struct text log_line;
    if (!file_read(log_line_path, LIMIT_PATH_SIZE, arena, &log_line, err))
        return false;
    if (!text_ends(log_line, TEXT("\n")) || text_find(log_line, '\n') + 1 != log_line.size ||
        text_find(log_line, '\0') != log_line.size)
        return error_at(err, ERROR_INTEGRITY, (struct place){.file = log_line_path},
                        "is not one line");
    *out = text_part(log_line, 0, log_line.size - 1);
    return true;
}

static bool line_write(const char *log_line_path, struct text log_line, struct arena *arena,
                       struct error *err)
{
    return file_write(log_line_path, text_format(arena, "%.*s\n", TEXT_ARGS(log_line)),
                      LEDGER_FILE_MODE, err);
}

static bool anchor_find(struct log_paths paths, struct arena *arena, const char **out,
                        struct error *err)
{
    struct text folder = text_of(paths.anchor_folder);
    if (!paths.anchor_folder &&
        !line_read(path_join(arena, paths.folder, anchor_folder_name), arena, &folder, err))
        return false;
    *out = path_join(arena, text_string(arena, folder), anchor_name);
    return true;
}

static bool keys_same(const struct note_key *public, const struct key_pair *log_pair,
                      struct error *err)
{
    const struct key *log_public = key_pair_public(log_pair);
    return (log_public->size == sizeof public->bytes &&
            memcmp(log_public->point, public->bytes, sizeof public->bytes) == 0) ||
           error_set(err, ERROR_INTEGRITY, "%s and %s are of two keys", key_name, vkey_name);
}

/* Everything hangs on it: that it is gone or spelt wrong is no slip of the user's. */
static bool vkey_read(const char *folder, struct arena *arena, struct note_key *out,
                      struct error *err)
{
    struct text vkey;
    struct error vkey_unread = {0};
    const char *vkey_path = path_join(arena, folder, vkey_name);
    if (line_read(vkey_path, arena, &vkey, &vkey_unread) && note_key_read(vkey, out, &vkey_unread))
        return true;
    if (vkey_unread.code == ERROR_UNAVAILABLE || vkey_unread.code == ERROR_BUG) {
        *err = vkey_unread;
        return false;
    }
    return error_at(err, ERROR_INTEGRITY, (struct place){.file = vkey_path},
                    "is not the log's public key: %s", vkey_unread.message);
}

bool log_keys_read(struct log *log, const char *folder, enum store_mode mode, struct arena *arena,
                   struct error *err)
{
    struct key_pair *pair = NULL;
    if (!vkey_read(folder, arena, &log->key, err))
        return false;
    if (mode == STORE_WRITE &&
        (!key_pair_read(path_join(arena, folder, key_name), TEXT_NONE, arena, &pair, err) ||
         !keys_same(&log->key, pair, err)))
        return false;
    log->origin = log->key.name;
    log->pair = pair;
    return true;
}

bool log_unseal(struct log *log, struct log_paths paths, struct error *err)
{
    struct arena arena = {0};
    struct key_pair *pair = NULL;
    const bool read =
        key_pair_read(path_join(&arena, paths.folder, key_name), TEXT_NONE, &arena, &pair, err) &&
        keys_same(&log->key, pair, err) && log_rows_unseal(log, pair, err);
    arena_free(&arena);
    return read;
}

/* Where there is an anchor, there was a log. */
static bool log_is_there(const char *path, struct error *err)
{
    enum file_kind kind;
    return file_kind_of(path, &kind) || error_at(err, ERROR_INTEGRITY, (struct place){.file = path},
                                                 "the log is missing, and its anchor knows of it");
}

/* `gone`: NULL where the log is taken as it is. */
static bool log_open_by(struct log_paths paths, enum store_mode mode, uint64_t *gone,
                        struct arena *arena, struct log **out, struct error *err)
{
    struct anchor *anchor = NULL;
    struct store *store = NULL;
    const char *anchor_path;
    if (!anchor_find(paths, arena, &anchor_path, err) ||
        !anchor_open(anchor_path, arena, &anchor, err))
        return false;
    const char *path = path_join(arena, paths.folder, store_name);
    if (!log_is_there(path, err) || !store_sqlite_open(path, mode, arena, &store, err)) {
        anchor_close(anchor);
        return false;
    }
    struct log *log = log_new(store, anchor, arena);
    if (log_keys_read(log, paths.folder, mode, arena, err) &&
        (!gone || log_tail_cut(log, gone, err)) && log_join(log, err)) {
        *out = log;
        return true;
    }
    log_close(log);
    return false;
}

bool log_open(struct log_paths paths, enum store_mode mode, struct arena *arena, struct log **out,
              struct error *err)
{
    return log_open_by(paths, mode, NULL, arena, out, err);
}

bool log_open_cut(struct log_paths paths, struct arena *arena, struct log **out, uint64_t *gone,
                  struct error *err)
{
    return log_open_by(paths, STORE_WRITE, gone, arena, out, err);
}

/* ---- making one ---- */

/* Everything that is made, while it is made. */
struct birth {
    const struct log_founding *founding;
    const char *folder; /* under another name yet */
    const char *anchor_folder;
    struct arena *arena;
    struct log log; /* what signs the first checkpoint */
};

static bool birth_keys(struct birth *birth, struct error *err)
{
    struct key_pair *pair = NULL;
    struct arena *arena = birth->arena;
    struct log *log = &birth->log;
    log->origin = birth->founding->origin;
    if (!key_pair_generate(arena, &pair, err) ||
        !note_key_of(log->origin, key_pair_public(pair), &log->key, err) ||
        !key_pair_write_open(pair, path_join(arena, birth->folder, key_name), err))
        return false;
    log->pair = pair;
    return line_write(path_join(arena, birth->folder, vkey_name), note_key_print(&log->key, arena),
                      arena, err);
}

static bool first_put(struct birth *birth, struct store *store, struct error *err)
{
    const struct log_founding *founding = birth->founding;
    struct text entry;
    struct digest id, leaf;
    uint64_t flushed;
    struct log *log = &birth->log;
    if (!founding->entry_first(founding->context, log->pair, birth->arena, &entry, &id, err) ||
        !store->is->begin(store, err))
        return false;
    log->store = store;
    log->writing = true;
    log_rows_forget(log);
    const struct rows rows = log_rows(log);
    if ((founding->rows_first && !founding->rows_first(founding->context, &rows, err)) ||
        !leaf_hash(entry, &leaf, err) || !peaks_append(&log->growing, &leaf, err) ||
        !store->is->put_entry(store, entry, &id, &leaf, err) || !log_rows_seal(log, err)) {
        store->is->abort(store);
        return false;
    }
    return store->is->commit(store, err) && store->is->flush(store, &flushed, err);
}

static bool birth_store(struct birth *birth, struct error *err)
{
    struct store *store = NULL;
    if (!store_sqlite_create(path_join(birth->arena, birth->folder, store_name), birth->arena,
                             &store, err))
        return false;
    const bool put = first_put(birth, store, err);
    log_rows_close(&birth->log);
    store->is->close(store);
    return put;
}

static bool birth_anchor(struct birth *birth, struct error *err)
{
    struct arena *arena = birth->arena;
    struct tree_head birth_head;
    struct buffer birth_note = buffer_in(arena, ANCHOR_TEXT_MAX);
    const char *birth_path = NULL;
    if (!log_sign(&birth->log, &birth->log.growing, &birth_head, &birth_note, err))
        return false;
    if (buffer_full(&birth_note))
        return error_set(err, ERROR_REFUSED, "the name of the log is too long");
    return disk_make_folders(birth->anchor_folder, err) &&
           disk_place(path_join(arena, birth->anchor_folder, anchor_name), arena, &birth_path,
                      err) &&
           line_write(path_join(arena, birth->folder, anchor_folder_name),
                      text_of(path_folder(arena, birth_path)), arena, err) &&
           anchor_create(birth_path, buffer_text(&birth_note), err);
}

/* What was made under the other name, which nobody has seen. */
static void birth_undo(struct birth *birth)
{
    static const char *const names[] = {store_name, "log.db-wal", "log.db-shm",       "log.db.lock",
                                        key_name,   vkey_name,    anchor_folder_name, vault_name};
    for (size_t nth = 0; nth < COUNT(names); nth++)
        (void)remove(path_join(birth->arena, birth->folder, names[nth]));
    (void)remove(birth->folder);
}

static bool birth_all(struct birth *birth, struct error *err)
{
    struct arena *arena = birth->arena;
    return folder_make(path_join(arena, birth->folder, vault_name), err) &&
           birth_keys(birth, err) && birth_store(birth, err) && birth_anchor(birth, err) &&
           disk_flush_folder(birth->folder, err);
}

static bool founding_fits(const struct log_founding *founding, struct error *err)
{
    enum file_kind founding_kind;
    if (!founding->paths.anchor_folder)
        return error_set(err, ERROR_BUG, "a new log is told where its anchor goes");
    return !file_kind_of(founding->paths.folder, &founding_kind) ||
           error_at(err, ERROR_REFUSED, (struct place){.file = founding->paths.folder},
                    "is there already");
}

bool log_create(const struct log_founding *founding, struct arena *arena, struct log **out,
                struct error *err)
{
    const char *folder = NULL;
    if (!founding_fits(founding, err) || !disk_place(founding->paths.folder, arena, &folder, err) ||
        !disk_local(path_folder(arena, folder), err))
        return false;
    struct birth birth = {
        .founding = founding,
        .folder = text_format(arena, "%s.new-%ld", folder, (long)getpid()).at,
        .anchor_folder = founding->paths.anchor_folder,
        .arena = arena,
    };
    if (!folder_make(birth.folder, err))
        return false;
    if (!birth_all(&birth, err) || !disk_rename_new(birth.folder, folder, err)) {
        birth_undo(&birth);
        return false;
    }
    return disk_flush_folder(path_folder(arena, folder), err) &&
           log_open(founding->paths, STORE_WRITE, arena, out, err);
}
