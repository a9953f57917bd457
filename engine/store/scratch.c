#include "store/scratch.h"

#include "store/sqlite.h"

#include "base/limits.h"
#include "crypto/random.h"

#include <unistd.h>

struct scratch {
    struct sqlite sqlite;
    sqlite3_stmt *walk; /* of scratch_next; NULL before the first */
};

static const char *const scratch_settings[] = {
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -49152",
    "CREATE TABLE document (\n"
    "    kind BLOB NOT NULL,\n"
    "    key  BLOB NOT NULL,\n"
    "    body BLOB NOT NULL,\n"
    "    PRIMARY KEY (kind, key)\n"
    ") STRICT, WITHOUT ROWID",
    "BEGIN",
};

static bool scratch_settle(struct sqlite *sqlite, struct error *err)
{
    for (size_t nth = 0; nth < COUNT(scratch_settings); nth++)
        if (!sqlite_pragma(sqlite, scratch_settings[nth], NULL, err))
            return false;
    return true;
}

/* For the moment in which the file has a name it is one that nobody could put anything under. */
static bool scratch_name(const char *folder, struct arena *arena, const char **out,
                         struct error *err)
{
    struct digest name;
    char written[DIGEST_TEXT_SIZE];
    if (!random_bytes(name.bytes, sizeof name.bytes, err))
        return false;
    digest_write(&name, written);
    *out = text_format(arena, "%s/scratch-%s", folder, strrchr(written, ':') + 1).at;
    return true;
}

bool scratch_open(const char *folder, struct arena *arena, struct scratch **out, struct error *err)
{
    struct scratch *scratch = ARENA_NEW(arena, struct scratch);
    struct sqlite *sqlite = &scratch->sqlite;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE |
                      SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (!scratch_name(folder, arena, &sqlite->path, err))
        return false;
    sqlite->process = getpid();
    sqlite->turn = -1;
    sqlite->mode = STORE_WRITE;
    sqlite->writing = true;
    const int result = sqlite3_open_v2(sqlite->path, &sqlite->database, flags, "unix");
    const bool made =
        (result == SQLITE_OK || sqlite_refuse(sqlite, result, err)) && scratch_settle(sqlite, err);
    (void)unlink(sqlite->path);
    if (made)
        *out = scratch;
    else
        scratch_close(scratch);
    return made;
}

void scratch_close(struct scratch *scratch)
{
    struct sqlite *sqlite = &scratch->sqlite;
    scratch_rewind(scratch);
    for (size_t nth = 0; nth < SQLITE_SQL_COUNT; nth++) {
        (void)sqlite3_finalize(sqlite->statements[nth]);
        sqlite->statements[nth] = NULL;
    }
    (void)sqlite3_close_v2(sqlite->database);
    sqlite->database = NULL;
}

static bool scratch_get(void *keeper, struct row_name row_named, struct arena *arena,
                        struct text *out, struct error *err)
{
    struct scratch *scratch = keeper;
    return sqlite_row(&scratch->sqlite.store, row_named, arena, out, err);
}

static bool scratch_put(void *keeper, struct row_name row_named, struct text document,
                        struct error *err)
{
    struct scratch *scratch = keeper;
    return sqlite_put_row(&scratch->sqlite.store, row_named, document, err);
}

static bool scratch_walk(void *keeper, struct row_name prefix, struct row_visit visit,
                         struct error *err)
{
    struct scratch *scratch = keeper;
    return sqlite_rows(&scratch->sqlite.store, prefix, visit, err);
}

struct rows scratch_rows(struct scratch *scratch)
{
    return (struct rows){scratch_get, scratch_put, scratch_walk, scratch};
}

void scratch_rewind(struct scratch *scratch)
{
    if (scratch->walk)
        sqlite_give(&scratch->sqlite, SQLITE_SQL_ROW_WALK_ALL, scratch->walk);
    scratch->walk = NULL;
}

bool scratch_next(struct scratch *scratch, bool *found, struct row_name *row_named,
                  struct text *document, struct error *err)
{
    struct sqlite *sqlite = &scratch->sqlite;
    if ((!scratch->walk &&
         !sqlite_take_walk(sqlite, SQLITE_SQL_ROW_WALK_ALL, &scratch->walk, err)) ||
        !sqlite_step(sqlite, scratch->walk, found, err))
        return false;
    if (*found) {
        *row_named =
            (struct row_name){sqlite_bytes(scratch->walk, 0), sqlite_bytes(scratch->walk, 1)};
        *document = sqlite_bytes(scratch->walk, 2);
    }
    return true;
}
