#include "store/sqlite.h"

#include "base/limits.h"

bool sqlite_row(struct store *store, struct row_name name, struct arena *arena, struct text *out,
                struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    sqlite3_stmt *lookup = NULL;
    bool found = false;
    if (!sqlite_take(sqlite, SQLITE_SQL_ROW_GET, &lookup, err) ||
        !sqlite_bind(sqlite, lookup, 1, name.kind, err) ||
        !sqlite_bind(sqlite, lookup, 2, name.key, err) || !sqlite_step(sqlite, lookup, &found, err))
        return false;
    *out = found ? text_copy(arena, sqlite_bytes(lookup, 0)) : TEXT_NONE;
    (void)sqlite3_reset(lookup);
    return true;
}

static bool rows_see(struct sqlite *sqlite, sqlite3_stmt *walk, struct row_name prefix,
                     struct row_visit visit, struct error *err)
{
    const bool of_kind = prefix.kind.size > 0;
    bool found = false;
    while (sqlite_step(sqlite, walk, &found, err)) {
        if (!found)
            return true;
        const struct row_name walk_name = {sqlite_bytes(walk, 0), sqlite_bytes(walk, 1)};
        const bool walk_fits = text_starts(walk_name.key, prefix.key);
        if (!walk_fits && of_kind)
            return true; /* keys are in order: none that follows begins so */
        if (walk_fits && !visit.see(visit.context, walk_name, sqlite_bytes(walk, 2), err))
            return false;
    }
    return false;
}

bool sqlite_rows(struct store *store, struct row_name prefix, struct row_visit visit,
                 struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    sqlite3_stmt *walk = NULL;
    const bool of_kind = prefix.kind.size > 0;
    const enum sqlite_statement which = of_kind ? SQLITE_SQL_ROW_WALK : SQLITE_SQL_ROW_WALK_ALL;
    if (!sqlite_take_walk(sqlite, which, &walk, err))
        return false;
    const bool seen = (!of_kind || (sqlite_bind(sqlite, walk, 1, prefix.kind, err) &&
                                    sqlite_bind(sqlite, walk, 2, prefix.key, err))) &&
                      rows_see(sqlite, walk, prefix, visit, err);
    sqlite_give(sqlite, which, walk);
    return seen;
}

static bool row_fits(struct row_name row_named, struct text document, struct error *err)
{
    if (row_named.kind.size == 0 || row_named.kind.size + row_named.key.size > LIMIT_KEY_SIZE)
        return error_set(err, ERROR_BUG, "a row has a kind, and a name of %d bytes at most",
                         LIMIT_KEY_SIZE);
    return document.size <= LIMIT_ROW_SIZE ||
           error_set(err, ERROR_REFUSED, "a row of %zu bytes is above the limit of %d",
                     document.size, LIMIT_ROW_SIZE);
}

static bool row_write(struct sqlite *sqlite, struct row_name name, struct text document,
                      struct error *err)
{
    sqlite3_stmt *put = NULL;
    const bool takes_away = document.size == 0;
    return sqlite_take(sqlite, takes_away ? SQLITE_SQL_ROW_TAKE : SQLITE_SQL_ROW_PUT, &put, err) &&
           sqlite_bind(sqlite, put, 1, name.kind, err) &&
           sqlite_bind(sqlite, put, 2, name.key, err) &&
           (takes_away || sqlite_bind(sqlite, put, 3, document, err)) &&
           sqlite_run(sqlite, put, err);
}

bool sqlite_put_row(struct store *store, struct row_name name, struct text document,
                    struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (!sqlite_writing(sqlite, err) || !row_fits(name, document, err))
        return false;
    if (row_write(sqlite, name, document, err))
        return true;
    sqlite->spoilt = true;
    return false;
}

bool sqlite_checkpoint(struct store *store, struct arena *arena, struct text *out,
                       struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    sqlite3_stmt *lookup = NULL;
    bool found = false;
    if (!sqlite_take(sqlite, SQLITE_SQL_CHECKPOINT_GET, &lookup, err) ||
        !sqlite_step(sqlite, lookup, &found, err))
        return false;
    *out = found ? text_copy(arena, sqlite_bytes(lookup, 0)) : TEXT_NONE;
    (void)sqlite3_reset(lookup);
    return true;
}

bool sqlite_put_checkpoint(struct store *store, struct text checkpoint, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    sqlite3_stmt *put = NULL;
    if (!sqlite_writing(sqlite, err))
        return false;
    if (sqlite_take(sqlite, SQLITE_SQL_CHECKPOINT_PUT, &put, err) &&
        sqlite_bind(sqlite, put, 1, checkpoint, err) && sqlite_run(sqlite, put, err))
        return true;
    sqlite->spoilt = true;
    return false;
}
