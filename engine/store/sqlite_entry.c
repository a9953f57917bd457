#include "store/sqlite.h"

#include "base/limits.h"

bool sqlite_size(struct store *store, uint64_t *out, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    sqlite3_stmt *last = NULL;
    bool found = false;
    if (sqlite->counted) {
        *out = sqlite->size;
        return true;
    }
    if (!sqlite_take(sqlite, SQLITE_SQL_SIZE, &last, err) ||
        !sqlite_step(sqlite, last, &found, err))
        return false;
    const sqlite3_int64 at = found ? sqlite3_column_int64(last, 0) : -1;
    (void)sqlite3_reset(last);
    if (at < -1 || at >= (sqlite3_int64)LIMIT_LOG_ENTRIES)
        return sqlite_damaged(sqlite, err, "its last entry has the index %jd", (intmax_t)at);
    *out = (uint64_t)(at + 1);
    return true;
}

static bool entries_see(struct sqlite *sqlite, sqlite3_stmt *walk, struct leaf_range range,
                        struct entry_visit visit, struct error *err)
{
    for (uint64_t walk_index = range.from; walk_index < range.to; walk_index++) {
        bool found = false;
        if (!sqlite_step(sqlite, walk, &found, err))
            return false;
        if (!found || sqlite3_column_int64(walk, 0) != (sqlite3_int64)walk_index)
            return sqlite_damaged(sqlite, err, "entry %ju is missing", (uintmax_t)walk_index);
        const struct text walk_entry = sqlite_bytes(walk, 1);
        if (walk_entry.size > LIMIT_ENTRY_SIZE)
            return sqlite_damaged(sqlite, err, "entry %ju has %zu bytes, and the limit is %d",
                                  (uintmax_t)walk_index, walk_entry.size, LIMIT_ENTRY_SIZE);
        if (!visit.see(visit.context, walk_index, walk_entry, err))
            return false;
    }
    return true;
}

bool sqlite_entries(struct store *store, struct leaf_range range, struct entry_visit visit,
                    struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    sqlite3_stmt *walk = NULL;
    if (range.to > LIMIT_LOG_ENTRIES)
        return error_set(err, ERROR_BUG, "no log has so many entries");
    if (!sqlite_take_walk(sqlite, SQLITE_SQL_ENTRY_WALK, &walk, err))
        return false;
    (void)sqlite3_bind_int64(walk, 1, (sqlite3_int64)range.from);
    (void)sqlite3_bind_int64(walk, 2, (sqlite3_int64)range.to);
    const bool seen = entries_see(sqlite, walk, range, visit, err);
    sqlite_give(sqlite, SQLITE_SQL_ENTRY_WALK, walk);
    return seen;
}

static bool known_find(struct sqlite *sqlite, const struct digest *id, bool *found, uint64_t *index,
                       struct error *err)
{
    sqlite3_stmt *lookup = NULL;
    bool there = false;
    if (!sqlite_take(sqlite, SQLITE_SQL_KNOWN_FIND, &lookup, err) ||
        !sqlite_bind(sqlite, lookup, 1, digest_bytes(id), err) ||
        !sqlite_step(sqlite, lookup, &there, err))
        return false;
    const sqlite3_int64 at = there ? sqlite3_column_int64(lookup, 0) : 0;
    (void)sqlite3_reset(lookup);
    if (at < 0)
        return sqlite_damaged(sqlite, err, "an entry stands at %jd", (intmax_t)at);
    if (there)
        *index = (uint64_t)at;
    *found = there;
    return true;
}

/* First among the recent ones: they can only move on from there. */
bool sqlite_find(struct store *store, const struct digest *id, bool *found, uint64_t *index,
                 struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (!sqlite_usable(sqlite, err))
        return false;
    if (sqlite_recent_find(sqlite, id, index)) {
        *found = true;
        return true;
    }
    if (!sqlite->writing && !sqlite_recent_read(sqlite, err))
        return false;
    *found = sqlite_recent_find(sqlite, id, index);
    return *found || known_find(sqlite, id, found, index, err);
}

static bool entry_insert(struct sqlite *sqlite, struct text entry, struct error *err)
{
    sqlite3_stmt *insert = NULL;
    if (!sqlite_take(sqlite, SQLITE_SQL_ENTRY_PUT, &insert, err) ||
        !sqlite_bind(sqlite, insert, 2, entry, err))
        return false;
    (void)sqlite3_bind_int64(insert, 1, (sqlite3_int64)sqlite->size);
    return sqlite_run(sqlite, insert, err);
}

static bool entry_is_new(struct sqlite *sqlite, const struct digest *id, struct error *err)
{
    bool found = false;
    uint64_t index;
    return sqlite_find(&sqlite->store, id, &found, &index, err) &&
           (!found || error_set(err, ERROR_REFUSED, "the entry is in the log already"));
}

bool sqlite_put_entry(struct store *store, struct text entry, const struct digest *id,
                      const struct digest *leaf, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (!sqlite_writing(sqlite, err))
        return false;
    if (entry.size > LIMIT_ENTRY_SIZE)
        return error_set(err, ERROR_REFUSED, "an entry of %zu bytes is above the limit of %d",
                         entry.size, LIMIT_ENTRY_SIZE);
    if (sqlite->size >= LIMIT_LOG_ENTRIES)
        return error_set(err, ERROR_REFUSED, "the log is full");
    if (entry_is_new(sqlite, id, err) && entry_insert(sqlite, entry, err) &&
        sqlite_recent_put(sqlite, id, leaf, err) && sqlite_edges_add(sqlite, err) &&
        sqlite_recent_settle(sqlite, err))
        return true;
    sqlite->spoilt = err->code != ERROR_REFUSED; /* an entry that is there changes nothing */
    return false;
}
