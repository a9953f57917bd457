#include "store/sqlite.h"

#include "store/turn.h"

static bool statement_run(struct sqlite *sqlite, enum sqlite_statement which, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    return sqlite_take(sqlite, which, &statement, err) && sqlite_run(sqlite, statement, err);
}

bool sqlite_writing(struct sqlite *sqlite, struct error *err)
{
    if (!sqlite->writing)
        return error_set(err, ERROR_BUG, "nothing is put into a store before a write has begun");
    return !sqlite->spoilt ||
           error_set(err, ERROR_UNAVAILABLE, "an earlier part of this write failed");
}

/* A reader has been within one since it was opened. */
bool sqlite_hold(struct store *store, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (sqlite->writing)
        return error_set(err, ERROR_BUG, "within a write all reads are of one moment");
    return sqlite->mode == STORE_READ || statement_run(sqlite, SQLITE_SQL_HOLD, err);
}

/* Nothing was written, so nothing can be lost; a hold that cannot end fails what comes next. */
void sqlite_release(struct store *store)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    struct error unheard = {0};
    if (sqlite->mode == STORE_WRITE && !sqlite->writing &&
        !sqlite3_get_autocommit(sqlite->database) &&
        !statement_run(sqlite, SQLITE_SQL_COMMIT, &unheard) &&
        !statement_run(sqlite, SQLITE_SQL_ROLLBACK, &unheard))
        sqlite->poisoned = true;
}

bool sqlite_begin(struct store *store, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (sqlite->mode != STORE_WRITE || sqlite->writing)
        return error_set(err, ERROR_BUG, "this store is not open for another write");
    if (!sqlite_usable(sqlite, err) || !turn_take(sqlite->turn, TURN_ALONE, sqlite->turn_path, err))
        return false;
    if (!statement_run(sqlite, SQLITE_SQL_BEGIN, err)) {
        turn_end(sqlite->turn);
        return false;
    }
    sqlite->writing = true;
    sqlite->spoilt = false;
    sqlite->counted = sqlite_size(store, &sqlite->size, err);
    if (sqlite->counted && sqlite_edges_read(sqlite, err))
        return true;
    sqlite_abort(store);
    return false;
}

void sqlite_abort(struct store *store)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    struct error unheard = {0};
    if (!sqlite->writing)
        return;
    sqlite_tiles_forget(sqlite);
    /* SQLite has rolled back already where the disk failed it. */
    if (!sqlite3_get_autocommit(sqlite->database) &&
        !statement_run(sqlite, SQLITE_SQL_ROLLBACK, &unheard))
        sqlite->poisoned = true;
    sqlite->writing = sqlite->counted = false;
    turn_end(sqlite->turn);
}

bool sqlite_commit(struct store *store, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (!sqlite_writing(sqlite, err) || !sqlite_edges_write(sqlite, err)) {
        sqlite_abort(store);
        return false;
    }
    if (!statement_run(sqlite, SQLITE_SQL_COMMIT, err)) {
        sqlite_abort(store);
        sqlite->poisoned = true;
        return false;
    }
    sqlite->writing = sqlite->counted = false;
    turn_end(sqlite->turn);
    return true;
}

/* The file that SQLite itself writes the journal through: a failure that the system keeps for the
 * descriptor is told to it, and to no other. */
static bool journal_flush(struct sqlite *sqlite, struct error *err)
{
    sqlite3_file *journal = NULL;
    int result = sqlite3_file_control(sqlite->database, "main", SQLITE_FCNTL_JOURNAL_POINTER,
                                      (void *)&journal);
    if (result == SQLITE_OK && (!journal || !journal->pMethods))
        result = SQLITE_IOERR_FSYNC;
    if (result == SQLITE_OK)
        result = journal->pMethods->xSync(journal, SQLITE_SYNC_NORMAL);
    if (result == SQLITE_OK)
        return true;
    sqlite->poisoned = true;
    return sqlite_refuse(sqlite, result, err);
}

/* With the turn in hand nobody is in the middle of a commit, and whoever waited before us is done:
 * what is counted now is in the journal. */
bool sqlite_flush(struct store *store, uint64_t *size, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    uint64_t counted;
    if (sqlite->mode != STORE_WRITE || sqlite->writing)
        return error_set(err, ERROR_BUG, "a store is flushed by a writer, between writes");
    if (!sqlite_usable(sqlite, err) || !turn_take(sqlite->turn, TURN_ALONE, sqlite->turn_path, err))
        return false;
    const bool known = sqlite_recent_size(sqlite, &counted, err);
    turn_end(sqlite->turn);
    if (!known || !journal_flush(sqlite, err))
        return false;
    *size = counted;
    return true;
}
