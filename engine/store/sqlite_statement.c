#include "store/sqlite.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

static const char *const statement_sql[SQLITE_SQL_COUNT] = {
    [SQLITE_SQL_HOLD] = "BEGIN",
    [SQLITE_SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQLITE_SQL_COMMIT] = "COMMIT",
    [SQLITE_SQL_ROLLBACK] = "ROLLBACK",
    [SQLITE_SQL_SIZE] = "SELECT at FROM entry ORDER BY at DESC LIMIT 1",
    [SQLITE_SQL_ENTRY_PUT] = "INSERT INTO entry (at, body) VALUES (?1, ?2)",
    [SQLITE_SQL_KNOWN_FIND] = "SELECT at FROM known WHERE id = ?1",
    [SQLITE_SQL_KNOWN_WALK] = "SELECT id, at FROM known",
    [SQLITE_SQL_KNOWN_PUT] = "REPLACE INTO known (id, at) VALUES (?1, ?2)",
    [SQLITE_SQL_KNOWN_TAKE] = "DELETE FROM known WHERE id = ?1",
    [SQLITE_SQL_RECENT_CHANGE] = "UPDATE recent SET id = ?2 WHERE at = ?1",
    [SQLITE_SQL_RECENT_READ] = "SELECT at, id, leaf FROM recent WHERE at >= ?1 ORDER BY at",
    [SQLITE_SQL_RECENT_PUT] = "INSERT INTO recent (at, id, leaf) VALUES (?1, ?2, ?3)",
    [SQLITE_SQL_RECENT_KNOWN] = "INSERT INTO known (id, at) SELECT id, at FROM recent ORDER BY id",
    [SQLITE_SQL_RECENT_CLEAR] = "DELETE FROM recent",
    [SQLITE_SQL_ENTRY_WALK] = "SELECT at, body FROM entry WHERE at >= ?1 AND at < ?2 ORDER BY at",
    [SQLITE_SQL_TILE_GET] = "SELECT hashes FROM tile WHERE place = ?1",
    [SQLITE_SQL_TILE_PUT] = "INSERT INTO tile (place, hashes) VALUES (?1, ?2)",
    [SQLITE_SQL_TILE_CHANGE] = "UPDATE tile SET hashes = ?2 WHERE place = ?1",
    [SQLITE_SQL_ROW_GET] = "SELECT body FROM document WHERE kind = ?1 AND key = ?2",
    [SQLITE_SQL_ROW_WALK] = ("SELECT kind, key, body FROM document "
                             "WHERE kind = ?1 AND key >= ?2 ORDER BY key"),
    [SQLITE_SQL_ROW_WALK_ALL] = "SELECT kind, key, body FROM document ORDER BY kind, key",
    [SQLITE_SQL_ROW_PUT] = "REPLACE INTO document (kind, key, body) VALUES (?1, ?2, ?3)",
    [SQLITE_SQL_ROW_TAKE] = "DELETE FROM document WHERE kind = ?1 AND key = ?2",
    [SQLITE_SQL_CHECKPOINT_GET] = "SELECT note FROM checkpoint WHERE only = 1",
    [SQLITE_SQL_PAGES] = "PRAGMA page_count",
    [SQLITE_SQL_CHECKPOINT_PUT] = "REPLACE INTO checkpoint (only, note) VALUES (1, ?1)",
};

bool sqlite_usable(struct sqlite *sqlite, struct error *err)
{
    if (!sqlite->writing && sqlite->process != getpid())
        return error_set(err, ERROR_BUG, "a store is used by another process than opened it");
    return !sqlite->poisoned ||
           error_at(err, ERROR_UNAVAILABLE, (struct place){.file = sqlite->path},
                    "an earlier write failed in a way that leaves open what is on the disk; run "
                    "the command again");
}

/* What a primary result code of SQLite means, to a person and to a machine. */
static const struct meaning {
    int result;
    enum error_code code;
    const char *words;
} meanings[] = {
    {SQLITE_FULL, ERROR_UNAVAILABLE, "the disk is full"},
    {SQLITE_IOERR, ERROR_UNAVAILABLE, "reading or writing failed"},
    {SQLITE_BUSY, ERROR_UNAVAILABLE, "another program holds the database"},
    {SQLITE_LOCKED, ERROR_UNAVAILABLE, "another program holds the database"},
    {SQLITE_READONLY, ERROR_UNAVAILABLE, "cannot be written to"},
    {SQLITE_PERM, ERROR_UNAVAILABLE, "may not be opened"},
    {SQLITE_CANTOPEN, ERROR_UNAVAILABLE, "cannot be opened"},
    {SQLITE_NOMEM, ERROR_UNAVAILABLE, "there is not enough memory"},
    {SQLITE_PROTOCOL, ERROR_UNAVAILABLE, "its locks cannot be taken"},
    {SQLITE_CORRUPT, ERROR_INTEGRITY, "the database is damaged"},
    {SQLITE_NOTADB, ERROR_INTEGRITY, "is not a database, or its first page is damaged"},
    {SQLITE_CONSTRAINT, ERROR_INTEGRITY, "the database refuses the change"},
    {SQLITE_MISMATCH, ERROR_INTEGRITY, "a column has a value of another kind"},
    {SQLITE_TOOBIG, ERROR_REFUSED, "a value is too large for a row"},
};

bool sqlite_refuse(struct sqlite *sqlite, int result, struct error *err)
{
    const struct place place = {.file = sqlite->path};
    const int primary = result & 0xff;
    const int reason = sqlite->database ? sqlite3_system_errno(sqlite->database) : 0;
    const char *fault = result == SQLITE_IOERR_DATA ? sums_fault(sqlite->database) : NULL;
    if (fault)
        return error_at(err, ERROR_INTEGRITY, place, "%s", fault);
    const bool of_system = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
    for (size_t nth = 0; nth < COUNT(meanings); nth++)
        if (meanings[nth].result == primary)
            return error_at(err, meanings[nth].code, place, "%s%s%s", meanings[nth].words,
                            of_system && reason ? ": " : "",
                            of_system && reason ? strerror(reason) : "");
    return error_at(err, ERROR_BUG, place, "SQLite says %d: %s", result,
                    sqlite->database ? sqlite3_errmsg(sqlite->database) : sqlite3_errstr(result));
}

bool sqlite_damaged(struct sqlite *sqlite, struct error *err, const char *damage_format, ...)
{
    char damage_words[ERROR_MESSAGE_SIZE];
    va_list values;
    va_start(values, damage_format);
    (void)vsnprintf(damage_words, sizeof damage_words, damage_format, values);
    va_end(values);
    return error_at(err, ERROR_INTEGRITY, (struct place){.file = sqlite->path}, "%s", damage_words);
}

static bool statement_new(struct sqlite *sqlite, enum sqlite_statement which, unsigned flags,
                          sqlite3_stmt **out, struct error *err)
{
    const int result =
        sqlite3_prepare_v3(sqlite->database, statement_sql[which], -1, flags, out, NULL);
    return result == SQLITE_OK || sqlite_refuse(sqlite, result, err);
}

bool sqlite_take(struct sqlite *sqlite, enum sqlite_statement which, sqlite3_stmt **statement,
                 struct error *err)
{
    sqlite3_stmt **kept = &sqlite->statements[which];
    if (!sqlite_usable(sqlite, err) ||
        (!*kept && !statement_new(sqlite, which, SQLITE_PREPARE_PERSISTENT, kept, err)))
        return false;
    (void)sqlite3_reset(*kept);
    *statement = *kept;
    return true;
}

bool sqlite_take_walk(struct sqlite *sqlite, enum sqlite_statement which, sqlite3_stmt **statement,
                      struct error *err)
{
    sqlite3_stmt *kept = sqlite->statements[which];
    if (kept && sqlite3_stmt_busy(kept))
        return statement_new(sqlite, which, 0, statement, err);
    return sqlite_take(sqlite, which, statement, err);
}

void sqlite_give(struct sqlite *sqlite, enum sqlite_statement which, sqlite3_stmt *statement)
{
    if (statement != sqlite->statements[which]) {
        (void)sqlite3_finalize(statement);
        return;
    }
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
}

bool sqlite_bind(struct sqlite *sqlite, sqlite3_stmt *statement, int parameter, struct text bytes,
                 struct error *err)
{
    const int result = sqlite3_bind_blob64(statement, parameter, bytes.at ? bytes.at : "",
                                           bytes.size, SQLITE_STATIC);
    return result == SQLITE_OK || sqlite_refuse(sqlite, result, err);
}

bool sqlite_step(struct sqlite *sqlite, sqlite3_stmt *statement, bool *found, struct error *err)
{
    const int result = sqlite3_step(statement);
    if (result == SQLITE_ROW || result == SQLITE_DONE) {
        *found = result == SQLITE_ROW;
        return true;
    }
    (void)sqlite_refuse(sqlite, result, err);
    (void)sqlite3_reset(statement);
    return false;
}

bool sqlite_run(struct sqlite *sqlite, sqlite3_stmt *statement, struct error *err)
{
    bool found = true;
    while (found)
        if (!sqlite_step(sqlite, statement, &found, err))
            return false;
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    return true;
}

struct text digest_bytes(const struct digest *digest)
{
    return (struct text){(const char *)digest->bytes, sizeof digest->bytes};
}

struct text sqlite_bytes(sqlite3_stmt *statement, int column)
{
    const char *at = sqlite3_column_blob(statement, column);
    return (struct text){at, (size_t)sqlite3_column_bytes(statement, column)};
}
