/* The rows that follow from entries, read and put under the log's seal (store/row_seal.h).
 *
 * Whoever writes the log can tell whether its rows are as the last writer left them: a row is held
 * against the inventory when it is read, and goes into it when it is put. A seal is over one size
 * of the log, and goes into the same commit as the entries: an older one, with older rows, does not
 * fit any more.
 */
#include "store/log_state.h"

#include "base/limits.h"

#include <string.h>

static const struct row_name seal_name = {{"seal", 4}, {"", 0}};
static const struct text logged_kind = {"entry", 5};

bool log_row_beside(struct text kind)
{
    return text_is(kind, "opening") || text_is(kind, "delivery") ||
           text_equal(kind, seal_name.kind) || text_equal(kind, inventory_kind);
}

/* ---- as they are stored ---- */

/* That an entry is in the log, the log itself knows. */
static bool logged_get(const struct log *log, struct text key, struct arena *arena,
                       struct text *out, struct error *err)
{
    bool found = false;
    uint64_t index;
    struct digest id;
    *out = TEXT_NONE;
    if (!digest_read(key, &id))
        return true;
    if (!log->store->is->find(log->store, &id, &found, &index, err))
        return false;
    if (found)
        *out = text_format(arena, "{\"index\":%ju}", (uintmax_t)index);
    return true;
}

static bool stored_get(void *keeper, struct row_name name, struct arena *arena, struct text *out,
                       struct error *err)
{
    const struct log *log = keeper;
    return text_equal(name.kind, logged_kind)
               ? logged_get(log, name.key, arena, out, err)
               : log->store->is->row(log->store, name, arena, out, err);
}

static bool stored_put(void *keeper, struct row_name name, struct text document, struct error *err)
{
    return text_equal(name.kind, logged_kind) || log_put_row(keeper, name, document, err);
}

/* ---- the seal ---- */

void log_rows_forget(struct log *log)
{
    arena_clear(&log->sealing.nodes);
    log->sealing.taken = log->sealing.compared = log->sealing.in_write = false;
    log->sealing.inventory = (struct inventory){
        .nodes = {.get = stored_get, .put = stored_put, .keeper = log},
        .arena = &log->sealing.nodes,
    };
}

void log_rows_begin(struct log *log, const struct inventory_part *top)
{
    const struct inventory_part unread = {.count = top->count, .digest = top->digest};
    log_rows_forget(log);
    log->sealing.inventory.top = unread;
}

void log_rows_close(struct log *log)
{
    arena_free(&log->sealing.nodes);
    arena_free(&log->sealing.scratch);
    explicit_bzero(&log->sealing, sizeof log->sealing);
}

bool log_rows_unseal(struct log *log, const struct key_pair *pair, struct error *err)
{
    if (!log->sealing.keyed)
        log->sealing.keyed =
            row_seal_secret(pair, log->origin, &log->sealing.scratch, &log->sealing.secret, err);
    return log->sealing.keyed;
}

bool log_mark(struct log *log, struct text words, struct digest *out, bool *made, struct error *err)
{
    *made = log->pair || log->sealing.keyed;
    return !*made || (log_rows_unseal(log, log->pair, err) &&
                      row_seal_mark(&log->sealing.secret, words, out, err));
}

/* Who has no key takes rows as they are. */
static bool rows_sealed(const struct log *log, struct text kind)
{
    return (log->pair || log->sealing.keyed) && !log_row_beside(kind);
}

bool log_seal_get(struct log *log, struct row_seal *out, bool *there, struct error *err)
{
    struct text bytes;
    arena_clear(&log->sealing.scratch);
    if (!log->store->is->row(log->store, seal_name, &log->sealing.scratch, &bytes, err))
        return false;
    if (bytes.size > 0 && bytes.size != sizeof out->bytes)
        return error_set(err, ERROR_INTEGRITY,
                         "the seal of the ledger's rows is none: somebody edited the database; "
                         "obstat registry rebuild makes it anew");
    *there = bytes.size > 0;
    if (*there)
        memcpy(out->bytes, bytes.at, sizeof out->bytes);
    return true;
}

bool log_seal_put(struct log *log, const struct sealed_rows *rows, struct error *err)
{
    struct row_seal seal;
    const struct text bytes = {(const char *)seal.bytes, sizeof seal.bytes};
    if (!log_rows_unseal(log, log->pair, err) ||
        !row_seal_make(&log->sealing.secret, rows, &seal, err) ||
        !log_put_row(log, seal_name, bytes, err))
        return false;
    log->sealing.seal = seal;
    log->sealing.head = rows->head;
    log->sealing.inventory.top = rows->top;
    log->sealing.taken = log->sealing.there = true;
    log->sealing.compared = false;
    return true;
}

/* One that was opened before needs no second look, while the nodes that were read are few. */
static bool seal_known(const struct log *log, const struct row_seal *seal)
{
    return log->sealing.taken && log->sealing.there &&
           log->sealing.nodes.size <= LIMIT_INVENTORY_MEMORY &&
           memcmp(seal->bytes, log->sealing.seal.bytes, sizeof seal->bytes) == 0;
}

/* A log without entries has no rows yet, and no seal. */
static bool seal_take(struct log *log, struct error *err)
{
    bool there = false;
    struct row_seal seal = {0};
    struct sealed_rows rows = {0};
    if (!log_seal_get(log, &seal, &there, err))
        return false;
    if (there && seal_known(log, &seal))
        return true;
    log_rows_forget(log);
    if (there && (!log_rows_unseal(log, log->pair, err) ||
                  !row_seal_open(&log->sealing.secret, &seal, &rows, err)))
        return false;
    log->sealing.inventory.top = rows.top;
    log->sealing.head = rows.head;
    log->sealing.seal = seal;
    log->sealing.there = there;
    log->sealing.taken = true;
    return true;
}

static bool seal_of_others(const struct log *log, uint64_t size, struct error *err)
{
    if (!log->sealing.there)
        return error_set(err, ERROR_INTEGRITY,
                         "the rows of the ledger are under no seal; obstat registry rebuild makes "
                         "them anew from the entries");
    return error_set(err, ERROR_INTEGRITY,
                     "the rows of the ledger are those of %ju entries, and it has %ju: somebody "
                     "edited the database; obstat registry rebuild makes them anew from the "
                     "entries",
                     (uintmax_t)log->sealing.head.size, (uintmax_t)size);
}

/* The same number of entries may be other entries. */
bool log_rows_fit(struct log *log, struct error *err)
{
    const struct tree_head *begun = &log->sealing.begun, *head = &log->sealing.head;
    if (!seal_take(log, err))
        return false;
    if (head->size != begun->size)
        return seal_of_others(log, begun->size, err);
    return begun->size == 0 || digest_equal(&head->root, &begun->root) ||
           error_set(err, ERROR_INTEGRITY,
                     "the %ju entries of the log are not those under its seal: somebody edited "
                     "the database; a backup has them",
                     (uintmax_t)begun->size);
}

/* Within a write nothing moves: the first row that is asked for takes the seal. */
static bool seal_of_write(struct log *log, struct error *err)
{
    if (!log->sealing.in_write)
        log->sealing.in_write = log_rows_fit(log, err);
    return log->sealing.in_write;
}

static bool seal_of_moment(struct log *log, uint64_t *size, struct error *err)
{
    return log_usable(log, err) && log->store->is->size(log->store, size, err) &&
           seal_take(log, err);
}

/* Between writes others commit: what is compared has to be of one moment. Who sees a row of a walk
 * may ask for others: they are of the same moment. */
static bool moment_begin(struct log *log, struct error *err)
{
    if (!log->sealing.moments && !log->store->is->hold(log->store, err))
        return false;
    log->sealing.moments++;
    return true;
}

static void moment_end(struct log *log)
{
    if (--log->sealing.moments == 0)
        log->store->is->release(log->store);
}

bool log_rows_sealed(struct log *log, struct tree_head *out, uint64_t *size, struct error *err)
{
    if (!moment_begin(log, err))
        return false;
    const bool sealed = seal_of_moment(log, size, err);
    moment_end(log);
    if (sealed)
        *out = log->sealing.head;
    return sealed;
}

bool log_rows_seal(struct log *log, struct error *err)
{
    struct sealed_rows rows = {.head.size = log->growing.size};
    if (log->sealing.spoilt)
        return error_set(err, ERROR_UNAVAILABLE, "a row that belongs to this write was not put");
    if (log->growing.size == log->sealing.begun.size &&
        !(log->sealing.in_write && inventory_changed(&log->sealing.inventory)))
        return true; /* nothing that bears on rows was done */
    if (!seal_of_write(log, err) || !inventory_write(&log->sealing.inventory, err) ||
        !peaks_root(&log->growing, &rows.head.root, err))
        return false;
    rows.top = log->sealing.inventory.top;
    log->sealing.in_write = false;
    return log_seal_put(log, &rows, err);
}

/* ---- the port ---- */

/* No row was edited, but the ids by which the store finds entries. */
static bool ids_edited(struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the ids of the entries do not follow from the log: somebody edited the "
                     "database; obstat registry rebuild makes them anew");
}

static bool row_held(struct log *log, struct row_name name, struct arena *arena, struct text *out,
                     struct error *err)
{
    struct error wrong = {0};
    if (!stored_get(log, name, arena, out, err))
        return false;
    if (inventory_holds(&log->sealing.inventory, name, *out, &wrong))
        return true;
    if (wrong.code == ERROR_INTEGRITY && text_equal(name.kind, logged_kind))
        return ids_edited(err);
    *err = wrong;
    return false;
}

/* Of another history that came to as many entries there may be a seal too: one that was given up,
 * or was never signed. This one's begins with the head. */
static bool seal_follows_head(struct log *log, struct error *err)
{
    struct digest root;
    struct peaks peaks = log->anchored;
    const struct tree_head *sealed = &log->sealing.head;
    if (log->sealing.compared || (sealed->size == 0 && peaks.size == 0))
        return true;
    if (sealed->size < peaks.size)
        return seal_of_others(log, peaks.size, err);
    if (!log_peaks_follow(log, &peaks, sealed->size, err) || !peaks_root(&peaks, &root, err))
        return false;
    if (!digest_equal(&root, &sealed->root))
        return error_set(err, ERROR_INTEGRITY,
                         "the rows of the ledger are those of other %ju entries than it has: "
                         "somebody edited the database; obstat registry rebuild makes them anew "
                         "from the entries",
                         (uintmax_t)sealed->size);
    log->sealing.compared = true;
    return true;
}

/* The seal is over the log as it is now. */
static bool seal_of_now(struct log *log, struct error *err)
{
    uint64_t size;
    if (log->writing)
        return seal_of_write(log, err);
    return seal_of_moment(log, &size, err) &&
           (log->sealing.head.size == size || seal_of_others(log, size, err)) &&
           seal_follows_head(log, err);
}

static bool sealed_get(void *keeper, struct row_name name, struct arena *arena, struct text *out,
                       struct error *err)
{
    struct log *log = keeper;
    if (!rows_sealed(log, name.kind))
        return stored_get(log, name, arena, out, err);
    if (!log->writing && !moment_begin(log, err))
        return false;
    const bool held = seal_of_now(log, err) && row_held(log, name, arena, out, err);
    if (!log->writing)
        moment_end(log);
    return held;
}

static bool sealed_put(void *keeper, struct row_name name, struct text document, struct error *err)
{
    struct log *log = keeper;
    if (log_row_beside(name.kind))
        return stored_put(log, name, document, err);
    const bool put = log_writing(log, err) && seal_of_write(log, err) &&
                     stored_put(log, name, document, err) &&
                     inventory_note(&log->sealing.inventory, name, document, err);
    log->sealing.spoilt |= !put;
    return put;
}

/* Which rows there are, the walk says; what they say is asked of each. */
struct sealed_walk {
    struct log *log;
    struct text prefix;     /* of the keys that are shown                  */
    struct row_visit visit; /* nobody sees them where they are only counted */
    uint64_t count;         /* rows that hold                              */
    struct arena row;
};

static bool walk_see(void *context, struct row_name name, struct text document, struct error *err)
{
    struct text held = document;
    struct sealed_walk *walk = context;
    arena_clear(&walk->row);
    if (rows_sealed(walk->log, name.kind) && !sealed_get(walk->log, name, &walk->row, &held, err))
        return false;
    walk->count += held.size > 0 && rows_sealed(walk->log, name.kind);
    return held.size == 0 || !walk->visit.see || !text_starts(name.key, walk->prefix) ||
           walk->visit.see(walk->visit.context, name, held, err);
}

/* All that stand below a beginning, of which some are shown. */
static bool walk_below(struct sealed_walk *walk, struct row_name beginning, struct error *err)
{
    struct store *store = walk->log->store;
    const bool walked = store->is->rows(store, beginning, (struct row_visit){walk_see, walk}, err);
    arena_free(&walk->row);
    return walked;
}

static bool rows_missing(struct text kind, uint64_t there, uint64_t seen, struct error *err)
{
    if (there < seen)
        return error_set(err, ERROR_BUG, "more rows of the kind %.*s hold than were counted",
                         TEXT_ARGS(kind));
    return error_set(err, ERROR_INTEGRITY,
                     "%ju %s of the kind %.*s %s missing: somebody edited the database; obstat "
                     "registry rebuild puts %s back",
                     (uintmax_t)(there - seen), there - seen == 1 ? "row" : "rows", TEXT_ARGS(kind),
                     there - seen == 1 ? "is" : "are", there - seen == 1 ? "it" : "them");
}

static bool walk_counted(struct sealed_walk *walk, struct row_name beginning, uint64_t *there,
                         struct error *err)
{
    uint32_t count;
    struct log *log = walk->log;
    if (!seal_of_now(log, err) ||
        !inventory_count(&log->sealing.inventory, beginning, &count, err) ||
        !walk_below(walk, beginning, err))
        return false;
    *there = count;
    return true;
}

/* As many as the inventory has below what the keys begin with: then none is missing. Where it
 * counted others along, it is asked of all rows of the kind. */
static bool walk_whole(struct sealed_walk *walk, struct row_name prefix, struct error *err)
{
    uint64_t there;
    const struct row_name beginning = {prefix.kind, inventory_beginning(prefix.key)};
    struct sealed_walk all = {.log = walk->log};
    if (!walk_counted(walk, beginning, &there, err))
        return false;
    if (walk->count == there)
        return true;
    return walk_counted(&all, (struct row_name){prefix.kind, TEXT_NONE}, &there, err) &&
           (all.count == there || rows_missing(prefix.kind, there, all.count, err));
}

static bool sealed_rows_walk(void *keeper, struct row_name prefix, struct row_visit visit,
                             struct error *err)
{
    struct log *log = keeper;
    struct sealed_walk walk = {.log = log, .prefix = prefix.key, .visit = visit};
    if (prefix.kind.size == 0 || text_equal(prefix.kind, logged_kind) ||
        !rows_sealed(log, prefix.kind))
        return walk_below(&walk, prefix, err);
    if (log->writing)
        return walk_whole(&walk, prefix, err);
    if (!moment_begin(log, err))
        return false;
    const bool walked = walk_whole(&walk, prefix, err);
    moment_end(log);
    return walked;
}

/* The ids of entries count as rows, and are not among those that are stored. */
static bool rows_whole(struct log *log, struct error *err)
{
    uint32_t ids;
    struct sealed_walk all = {.log = log};
    const struct row_name every = {TEXT_NONE, TEXT_NONE}, logged = {logged_kind, TEXT_NONE};
    if (!seal_of_now(log, err) || !inventory_count(&log->sealing.inventory, logged, &ids, err) ||
        !walk_below(&all, every, err))
        return false;
    const uint64_t there = log->sealing.inventory.top.count, seen = all.count + ids;
    return there == seen ||
           error_set(err, ERROR_INTEGRITY,
                     "%ju rows are under the seal of the ledger, and %ju of them are there: "
                     "somebody edited the database; obstat registry rebuild makes them anew",
                     (uintmax_t)there, (uintmax_t)seen);
}

bool log_rows_whole(struct log *log, struct error *err)
{
    if (!log->pair && !log->sealing.keyed)
        return true;
    if (!moment_begin(log, err))
        return false;
    const bool whole = rows_whole(log, err);
    moment_end(log);
    return whole;
}

struct rows log_rows(struct log *log)
{
    return (struct rows){sealed_get, sealed_put, sealed_rows_walk, log};
}
