/* What no write does: entries that the log was not given are taken away, and the ids by which
 * entries are found are made anew. */
#include "store/sqlite.h"

#include "store/turn.h"

#include <stdio.h>

enum { MEND_SQL = 256 };

/* ---- the last entries ---- */

static bool from_delete(struct sqlite *sqlite, const char *table, uint64_t from, struct error *err)
{
    char sql[MEND_SQL];
    (void)snprintf(sql, sizeof sql, "DELETE FROM %s WHERE at >= %ju", table, (uintmax_t)from);
    return sqlite_pragma(sqlite, sql, NULL, err);
}

/* The guard of the entries steps aside within the one transaction. */
static bool entries_delete(struct sqlite *sqlite, uint64_t from, struct error *err)
{
    static const char guard[] = "entry_remains";
    char sql[MEND_SQL];
    (void)snprintf(sql, sizeof sql, "DROP TRIGGER %s", guard);
    return sqlite_pragma(sqlite, sql, NULL, err) && from_delete(sqlite, "entry", from, err) &&
           sqlite_pragma(sqlite, sqlite_schema_sql(guard), NULL, err);
}

/* What is left has to be a whole log of that size. */
static bool last_delete(struct sqlite *sqlite, uint64_t from, struct error *err)
{
    uint64_t left;
    if (!entries_delete(sqlite, from, err) || !from_delete(sqlite, "recent", from, err) ||
        !from_delete(sqlite, "known", from, err) || !sqlite_size(&sqlite->store, &left, err))
        return false;
    if (left != from)
        return sqlite_damaged(sqlite, err, "entry %ju is missing", (uintmax_t)from - 1);
    sqlite->size = from;
    return sqlite_edges_read(sqlite, err);
}

static bool last_cut(struct sqlite *sqlite, struct leaf_range last, bool *done, struct error *err)
{
    uint64_t size;
    if (!sqlite_size(&sqlite->store, &size, err))
        return false;
    *done = size == last.to;
    return (!*done || last_delete(sqlite, last.from, err)) &&
           sqlite_pragma(sqlite, "COMMIT", NULL, err);
}

static bool cut_alone(struct sqlite *sqlite, struct leaf_range last, bool *done, struct error *err)
{
    struct error unheard = {0};
    if (!sqlite_pragma(sqlite, "BEGIN IMMEDIATE", NULL, err))
        return false;
    sqlite_tiles_forget(sqlite);
    sqlite_recent_forget(sqlite);
    const bool cut = last_cut(sqlite, last, done, err);
    if (!cut && !sqlite3_get_autocommit(sqlite->database) &&
        !sqlite_pragma(sqlite, "ROLLBACK", NULL, &unheard))
        sqlite->poisoned = true;
    sqlite_tiles_forget(sqlite);
    sqlite_recent_forget(sqlite);
    return cut;
}

bool sqlite_cut(struct store *store, struct leaf_range last, bool *done, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    if (sqlite->mode != STORE_WRITE || sqlite->writing)
        return error_set(err, ERROR_BUG, "a store is cut by a writer, between writes");
    if (!sqlite_usable(sqlite, err) || !turn_take(sqlite->turn, TURN_ALONE, sqlite->turn_path, err))
        return false;
    const bool cut = cut_alone(sqlite, last, done, err);
    turn_end(sqlite->turn);
    return cut;
}

/* ---- ids ---- */

/* The known ones as they are: how many are right, and some of those that are not. */
struct known {
    const struct store_ids *ids;
    uint64_t moved; /* entries that are recent no more: those are known */
    uint64_t right;
    struct arena arena;
    struct strays LIST(struct digest) strays;
};

static void known_look(struct known *known, const struct digest *id, sqlite3_int64 at)
{
    if (at >= 0 && (uint64_t)at < known->moved &&
        digest_equal(known->ids->at(known->ids->context, (uint64_t)at), id))
        known->right++;
    else
        *LIST_ADD(&known->arena, &known->strays) = *id;
}

static bool known_walk(struct sqlite *sqlite, struct known *known, struct error *err)
{
    sqlite3_stmt *walk = NULL;
    bool found = true, stepped = true;
    if (!sqlite_take(sqlite, SQLITE_SQL_KNOWN_WALK, &walk, err))
        return false;
    while (found && known->strays.count < known->ids->most &&
           (stepped = sqlite_step(sqlite, walk, &found, err)) && found) {
        struct digest id = {0};
        const struct text bytes = sqlite_bytes(walk, 0);
        memcpy(id.bytes, bytes.at, bytes.size < sizeof id.bytes ? bytes.size : sizeof id.bytes);
        known_look(known, &id, sqlite3_column_int64(walk, 1));
    }
    (void)sqlite3_reset(walk);
    return stepped;
}

static bool strays_delete(struct sqlite *sqlite, struct known *known, struct error *err)
{
    if (known->strays.count == known->ids->most) { /* there may be any number more */
        known->right = 0;
        return sqlite_pragma(sqlite, "DELETE FROM known", NULL, err);
    }
    for (size_t nth = 0; nth < known->strays.count; nth++) {
        sqlite3_stmt *take = NULL;
        if (!sqlite_take(sqlite, SQLITE_SQL_KNOWN_TAKE, &take, err) ||
            !sqlite_bind(sqlite, take, 1, digest_bytes(&known->strays.at[nth]), err) ||
            !sqlite_run(sqlite, take, err))
            return false;
    }
    return true;
}

static bool known_put(struct sqlite *sqlite, const struct known *known, struct error *err)
{
    for (uint64_t index = 0; index < known->moved; index++) {
        sqlite3_stmt *put = NULL;
        const struct digest *id = known->ids->at(known->ids->context, index);
        if (!sqlite_take(sqlite, SQLITE_SQL_KNOWN_PUT, &put, err) ||
            !sqlite_bind(sqlite, put, 1, digest_bytes(id), err))
            return false;
        (void)sqlite3_bind_int64(put, 2, (sqlite3_int64)index);
        if (!sqlite_run(sqlite, put, err))
            return false;
    }
    return true;
}

static bool recent_put(struct sqlite *sqlite, const struct store_ids *ids, bool *same,
                       struct error *err)
{
    const struct sqlite_recent *recent = &sqlite->recent;
    *same = true;
    for (size_t nth = 0; nth < recent->count; nth++) {
        sqlite3_stmt *put = NULL;
        const struct digest *id = ids->at(ids->context, recent->from + nth);
        if (digest_equal(id, &recent->ids[nth]))
            continue;
        *same = false;
        if (!sqlite_take(sqlite, SQLITE_SQL_RECENT_CHANGE, &put, err) ||
            !sqlite_bind(sqlite, put, 2, digest_bytes(id), err))
            return false;
        const uint64_t index = recent->from + nth;
        (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)index);
        if (!sqlite_run(sqlite, put, err))
            return false;
    }
    return true;
}

bool sqlite_put_ids(struct store *store, const struct store_ids *ids, bool *same, struct error *err)
{
    struct sqlite *sqlite = (struct sqlite *)store;
    bool recent_same;
    if (!sqlite_writing(sqlite, err) || !sqlite_recent_reach(sqlite, err))
        return false;
    struct known known = {.ids = ids, .moved = sqlite->size - sqlite->size % RECENT_MAX};
    bool put = recent_put(sqlite, ids, &recent_same, err) && known_walk(sqlite, &known, err) &&
               strays_delete(sqlite, &known, err);
    const bool all = known.right == known.moved && known.strays.count < ids->most;
    put = put && (all || known_put(sqlite, &known, err)) &&
          (recent_same || (sqlite_recent_forget(sqlite), sqlite_recent_reach(sqlite, err)));
    *same = recent_same && all && known.strays.count == 0;
    arena_free(&known.arena);
    sqlite->spoilt |= !put;
    return put;
}
