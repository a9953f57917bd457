#include "store/sqlite.h"

#include "store/disk.h"
#include "store/turn.h"

#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DATABASE_MODE = 0644 };

static void sqlite_close(struct store *store)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (sqlite->process != getpid())
        return; /* the parent's files: to close them here would let its locks go */
    sqlite_abort(store);
    for (size_t nth = 0; nth < SQLITE_SQL_COUNT; nth++) {
        (void)sqlite3_finalize(sqlite->statements[nth]);
        sqlite->statements[nth] = NULL;
    }
    (void)sqlite3_close_v2(sqlite->database);
    if (sqlite->turn >= 0)
        (void)close(sqlite->turn);
    sqlite->database = NULL;
    sqlite->turn = -1;
    sqlite->poisoned = true;
}

static const struct store_class sqlite_class = {
    .name = "sqlite",
    .size = sqlite_size,
    .entries = sqlite_entries,
    .find = sqlite_find,
    .hash = sqlite_hash,
    .tidy = sqlite_tidy,
    .row = sqlite_row,
    .rows = sqlite_rows,
    .hold = sqlite_hold,
    .release = sqlite_release,
    .checkpoint = sqlite_checkpoint,
    .begin = sqlite_begin,
    .put_entry = sqlite_put_entry,
    .put_row = sqlite_put_row,
    .put_checkpoint = sqlite_put_checkpoint,
    .commit = sqlite_commit,
    .abort = sqlite_abort,
    .flush = sqlite_flush,
    .cut = sqlite_cut,
    .put_ids = sqlite_put_ids,
    .close = sqlite_close,
};

/* What a hostile file could make SQLite do, and what it may hold. */
static bool sqlite_harden(struct sqlite *sqlite, struct error *err)
{
    static const struct {
        int option;
        int value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
        {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0},
    };
    for (size_t option_nth = 0; option_nth < COUNT(options); option_nth++) {
        int stands = -1;
        const int result = sqlite3_db_config(sqlite->database, options[option_nth].option,
                                             options[option_nth].value, &stands);
        if (result != SQLITE_OK || stands != options[option_nth].value)
            return error_set(err, ERROR_BUG, "SQLite cannot be told to trust less");
    }
    (void)sqlite3_extended_result_codes(sqlite->database, 1);
    (void)sqlite3_busy_timeout(sqlite->database, LIMIT_STORE_WAIT_MS);
    (void)sqlite3_limit(sqlite->database, SQLITE_LIMIT_LENGTH, 2 * LIMIT_ROW_SIZE);
    (void)sqlite3_limit(sqlite->database, SQLITE_LIMIT_ATTACHED, 0);
    return true;
}

/* Whoever writes has the pages that change often at hand. Whoever reads needs most pages once, and
 * memory that is new costs more than reading a page again. */
static bool sqlite_cache_settle(struct sqlite *sqlite, struct error *err)
{
    const bool writes = sqlite->mode == STORE_WRITE;
    return sqlite_pragma(sqlite,
                         writes ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -4096", NULL,
                         err) &&
           sqlite_pragma(sqlite, "PRAGMA cache_size", writes ? "-16384" : "-4096", err);
}

/* Each is set and read back: a misspelt pragma is no error to SQLite. */
static bool sqlite_settings(struct sqlite *sqlite, struct error *err)
{
    static const struct {
        const char *set, *ask, *expected;
    } settings[] = {
        {"PRAGMA synchronous = NORMAL", "PRAGMA synchronous", "1"},
        {"PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0"},
        {"PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1"},
        {"PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1"},
        {"PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1"}, /* what is erased is gone */
        {"PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2"},
        {"PRAGMA mmap_size = 0", "PRAGMA mmap_size", "0"},
        /* Pages go to the journal with their commit, once: then its chain is never drawn anew. */
        {"PRAGMA cache_spill = OFF", "PRAGMA cache_spill", "0"},
        /* The index by id is written to all over: pages that change often are copied home less
         * often: 16 MB of journal. */
        {"PRAGMA wal_autocheckpoint = 4000", "PRAGMA wal_autocheckpoint", "4000"},
    };
    for (size_t nth = 0; nth < COUNT(settings); nth++)
        if (!sqlite_pragma(sqlite, settings[nth].set, NULL, err) ||
            !sqlite_pragma(sqlite, settings[nth].ask, settings[nth].expected, err))
            return false;
    return sqlite_cache_settle(sqlite, err);
}

static struct sqlite *sqlite_new(const char *path, enum store_mode mode, struct arena *arena)
{
    struct sqlite *sqlite = ARENA_NEW(arena, struct sqlite);
    sqlite->store.is = &sqlite_class;
    sqlite->path = path;
    sqlite->turn_path = text_format(arena, "%s.lock", path).at;
    sqlite->mode = mode;
    sqlite->process = getpid();
    sqlite->turn = -1;
    return sqlite;
}

/* `path` is absolute, so that no spelling of it is taken for a URI. */
static bool database_open(struct sqlite *sqlite, struct error *err)
{
    const int flags = (sqlite->mode == STORE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE;
    const char *vfs = sums_vfs();
    const int result =
        vfs ? sqlite3_open_v2(sqlite->path, &sqlite->database, flags, vfs) : SQLITE_NOMEM;
    return (result == SQLITE_OK || sqlite_refuse(sqlite, result, err)) &&
           sqlite_harden(sqlite, err) && sqlite_settings(sqlite, err);
}

static const char *path_beside(struct sqlite *sqlite, const char *suffix, struct arena *arena)
{
    return text_format(arena, "%s%s", sqlite->path, suffix).at;
}

/* The files that SQLite opens beside the database by names of its own. */
static bool files_sound(struct sqlite *sqlite, struct error *err)
{
    static const char *const suffixes[] = {"-wal", "-shm", "-journal", ".lock"};
    struct arena sqlite_scratch = {0};
    bool sound = disk_local(path_folder(&sqlite_scratch, sqlite->path), err) &&
                 disk_file_sound(sqlite->path, err);
    for (size_t nth = 0; sound && nth < COUNT(suffixes); nth++)
        sound = disk_file_sound_or_absent(path_beside(sqlite, suffixes[nth], &sqlite_scratch), err);
    arena_free(&sqlite_scratch);
    return sound;
}

static bool turn_ready(struct sqlite *sqlite, struct error *err)
{
    struct arena sqlite_scratch = {0};
    const bool open = sqlite->mode == STORE_READ ||
                      (turn_open(sqlite->turn_path, &sqlite->turn, err) &&
                       disk_flush_folder(path_folder(&sqlite_scratch, sqlite->path), err));
    arena_free(&sqlite_scratch);
    return open;
}

/* For a reader, all reads from the first on are of one moment. */
static bool moment_begin(struct sqlite *sqlite, struct error *err)
{
    return sqlite->mode == STORE_WRITE || sqlite_pragma(sqlite, "BEGIN", NULL, err);
}

bool store_sqlite_open(const char *path, enum store_mode mode, struct arena *arena,
                       struct store **out, struct error *err)
{
    const char *place = NULL;
    if (!disk_place(path, arena, &place, err))
        return false;
    struct sqlite *sqlite = sqlite_new(place, mode, arena);
    if (files_sound(sqlite, err) && database_open(sqlite, err) &&
        sqlite_schema_check(sqlite, err) &&
        sqlite_pragma(sqlite, "PRAGMA journal_mode", "wal", err) && turn_ready(sqlite, err) &&
        moment_begin(sqlite, err)) {
        *out = &sqlite->store;
        return true;
    }
    sqlite_close(&sqlite->store);
    return false;
}

static bool file_make(const char *path, struct error *err)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, DATABASE_MODE);
    if (fd < 0)
        return errno == EEXIST
                   ? error_at(err, ERROR_REFUSED, (struct place){.file = path}, "is there already")
                   : disk_refuse(path, "cannot be made", err);
    (void)fchmod(fd, DATABASE_MODE & ~(mode_t)(S_IWGRP | S_IWOTH));
    (void)close(fd);
    return true;
}

/* In an empty database, each page gives room for its sum. */
static bool room_reserve(struct sqlite *sqlite, struct error *err)
{
    return sqlite_pragma(sqlite, "PRAGMA page_size = 4096", NULL, err) &&
           (sums_reserve(sqlite->database) ||
            error_set(err, ERROR_BUG, "SQLite cannot be told to leave room for sums"));
}

static bool database_make(struct sqlite *sqlite, struct error *err)
{
    return database_open(sqlite, err) && room_reserve(sqlite, err) &&
           sqlite_schema_make(sqlite, err) &&
           sqlite_pragma(sqlite, "PRAGMA journal_mode = WAL", "wal", err);
}

bool store_sqlite_create(const char *path, struct arena *arena, struct store **out,
                         struct error *err)
{
    const char *place = NULL;
    if (!disk_place(path, arena, &place, err) || !disk_local(path_folder(arena, place), err) ||
        !file_make(place, err))
        return false;
    struct sqlite *sqlite = sqlite_new(place, STORE_WRITE, arena);
    const bool made = database_make(sqlite, err);
    sqlite_close(&sqlite->store);
    if (made && store_sqlite_open(place, STORE_WRITE, arena, out, err))
        return true;
    (void)unlink(place);
    return false;
}

static bool pages_copy(struct sqlite *from, struct sqlite *into, struct error *err)
{
    sqlite3_backup *copy = sqlite3_backup_init(into->database, "main", from->database, "main");
    if (!copy)
        return sqlite_refuse(into, sqlite3_errcode(into->database), err);
    const int stepped = sqlite3_backup_step(copy, -1);
    const int finished = sqlite3_backup_finish(copy);
    if (stepped != SQLITE_DONE)
        return sqlite_refuse(into, stepped, err);
    return finished == SQLITE_OK || sqlite_refuse(into, finished, err);
}

/* The copy is opened again as any store is, which looks at its tables, and leaves no journal. */
static bool copy_settle(const char *path, struct arena *arena, struct error *err)
{
    struct store *copy = NULL;
    if (!store_sqlite_open(path, STORE_WRITE, arena, &copy, err))
        return false;
    const bool settled = sqlite_pragma((struct sqlite *)copy, "PRAGMA quick_check(1)", "ok", err);
    copy->is->close(copy);
    (void)unlink(text_format(arena, "%s.lock", path).at);
    return settled && disk_flush_folder(path_folder(arena, path), err);
}

bool store_sqlite_backup(struct store *store, const char *path, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    struct arena sqlite_scratch = {0};
    const char *place = NULL;
    bool copied = sqlite_usable(sqlite, err) && disk_place(path, &sqlite_scratch, &place, err) &&
                  disk_local(path_folder(&sqlite_scratch, place), err) && file_make(place, err);
    if (copied) {
        struct sqlite *copy = sqlite_new(place, STORE_WRITE, &sqlite_scratch);
        copied =
            database_open(copy, err) && room_reserve(copy, err) && pages_copy(sqlite, copy, err);
        sqlite_close(&copy->store);
        copied = copied && copy_settle(place, &sqlite_scratch, err);
        if (!copied)
            (void)unlink(place);
    }
    arena_free(&sqlite_scratch);
    return copied;
}
