#include "store/sqlite.h"

/* Ids are hashes: any part of one tells them apart. */
static size_t slot_of(const struct digest *id)
{
    uint32_t part;
    memcpy(&part, id->bytes, sizeof part);
    return part % RECENT_SLOTS;
}

/* Where the id is, or the free slot where it would be: there are twice as many slots as ids. */
static size_t slot_find(const struct sqlite_recent *recent, const struct digest *id)
{
    size_t slot = slot_of(id);
    while (recent->slots[slot] && !digest_equal(&recent->ids[recent->slots[slot] - 1], id))
        slot = (slot + 1) % RECENT_SLOTS;
    return slot;
}

static void recent_clear(struct sqlite_recent *recent, uint64_t from)
{
    memset(recent->slots, 0, sizeof recent->slots);
    recent->from = from;
    recent->count = 0;
}

static void recent_add(struct sqlite_recent *recent, const struct digest *id,
                       const struct digest *leaf)
{
    const size_t nth = recent->count++;
    recent->ids[nth] = *id;
    recent->leaves[nth] = *leaf;
    recent->slots[slot_find(recent, id)] = (uint16_t)(nth + 1);
}

void sqlite_recent_forget(struct sqlite *sqlite)
{
    recent_clear(&sqlite->recent, 0);
}

bool sqlite_recent_find(const struct sqlite *sqlite, const struct digest *id, uint64_t *index)
{
    const struct sqlite_recent *recent = &sqlite->recent;
    const uint16_t slot = recent->slots[slot_find(recent, id)];
    if (slot)
        *index = recent->from + slot - 1;
    return slot != 0;
}

const struct digest *sqlite_recent_leaves(const struct sqlite *sqlite, uint64_t index, size_t count)
{
    const struct sqlite_recent *recent = &sqlite->recent;
    const bool at_hand = index >= recent->from && index - recent->from < recent->count &&
                         count <= recent->count - (size_t)(index - recent->from);
    return at_hand ? recent->leaves + (index - recent->from) : NULL;
}

static bool recent_missing(struct sqlite *sqlite, uint64_t index, struct error *err)
{
    return sqlite_damaged(sqlite, err, "entry %ju is missing among the recent ones",
                          (uintmax_t)index);
}

static bool digest_take(sqlite3_stmt *walk, int column, struct digest *digest)
{
    const struct text taken = sqlite_bytes(walk, column);
    if (taken.size == sizeof digest->bytes)
        memcpy(digest->bytes, taken.at, taken.size);
    return taken.size == sizeof digest->bytes;
}

/* A row that does not follow on begins anew: all before it were put among the known meanwhile. */
static bool recent_take(struct sqlite *sqlite, sqlite3_stmt *walk, struct error *err)
{
    struct digest id, leaf;
    struct sqlite_recent *recent = &sqlite->recent;
    const uint64_t next = recent->from + recent->count;
    const uint64_t index = (uint64_t)sqlite3_column_int64(walk, 0);
    if (index != next && index % RECENT_MAX == 0)
        recent_clear(recent, index);
    else if (index != next || recent->count == RECENT_MAX)
        return recent_missing(sqlite, next, err);
    if (!digest_take(walk, 1, &id) || !digest_take(walk, 2, &leaf))
        return recent_missing(sqlite, index, err);
    recent_add(recent, &id, &leaf);
    return true;
}

bool sqlite_recent_read(struct sqlite *sqlite, struct error *err)
{
    sqlite3_stmt *walk = NULL;
    bool found = true;
    struct sqlite_recent *recent = &sqlite->recent;
    if (!sqlite_take(sqlite, SQLITE_SQL_RECENT_READ, &walk, err))
        return false;
    (void)sqlite3_bind_int64(walk, 1, (sqlite3_int64)recent->from + (sqlite3_int64)recent->count);
    while (sqlite_step(sqlite, walk, &found, err) && found)
        if (!recent_take(sqlite, walk, err)) {
            (void)sqlite3_reset(walk);
            recent_clear(recent, 0);
            return false;
        }
    (void)sqlite3_reset(walk);
    return !found;
}

/* The rows are needed next in any case. Where others have just put them all among the known, what
 * was read before is what counts. */
bool sqlite_recent_size(struct sqlite *sqlite, uint64_t *size, struct error *err)
{
    if (!sqlite_recent_read(sqlite, err))
        return false;
    if (sqlite->recent.count == 0)
        return sqlite_size(&sqlite->store, size, err);
    *size = sqlite->recent.from + sqlite->recent.count;
    return true;
}

bool sqlite_recent_reach(struct sqlite *sqlite, struct error *err)
{
    struct sqlite_recent *recent = &sqlite->recent;
    const uint64_t size = sqlite->size, from = size - size % RECENT_MAX;
    if (!sqlite_recent_read(sqlite, err))
        return false;
    if (from == size && recent->from + recent->count <= size)
        recent_clear(recent, from);
    if (recent->from == from && recent->from + recent->count == size)
        return true;
    const uint64_t next = recent->from + recent->count;
    const uint64_t missing = recent->from < from ? from : next;
    recent_clear(recent, 0);
    if (next > size)
        return sqlite_damaged(sqlite, err, "there are more recent entries than entries");
    return recent_missing(sqlite, missing, err);
}

bool sqlite_recent_put(struct sqlite *sqlite, const struct digest *id, const struct digest *leaf,
                       struct error *err)
{
    sqlite3_stmt *put = NULL;
    if (!sqlite_take(sqlite, SQLITE_SQL_RECENT_PUT, &put, err) ||
        !sqlite_bind(sqlite, put, 2, digest_bytes(id), err) ||
        !sqlite_bind(sqlite, put, 3, digest_bytes(leaf), err))
        return false;
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)sqlite->size);
    if (!sqlite_run(sqlite, put, err))
        return false;
    recent_add(&sqlite->recent, id, leaf);
    return true;
}

static bool statement_run(struct sqlite *sqlite, enum sqlite_statement which, struct error *err)
{
    sqlite3_stmt *statement = NULL;
    return sqlite_take(sqlite, which, &statement, err) && sqlite_run(sqlite, statement, err);
}

bool sqlite_recent_settle(struct sqlite *sqlite, struct error *err)
{
    if (sqlite->size % RECENT_MAX != 0)
        return true;
    recent_clear(&sqlite->recent, sqlite->size);
    return statement_run(sqlite, SQLITE_SQL_RECENT_KNOWN, err) &&
           statement_run(sqlite, SQLITE_SQL_RECENT_CLEAR, err);
}
