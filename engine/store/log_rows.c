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
    log->sealing.taken = log->sealing.in_write = false;
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

bool log_rows_sealed(struct log *log, struct tree_head *out, uint64_t *size, struct error *err)
{
    if (!log->store->is->hold(log->store, err))
        return false;
    const bool sealed = seal_of_moment(log, size, err);
    log->store->is->release(log->store);
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
                     "database; a backup has them");
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

/* Between writes others commit: what is compared has to be of one moment. */
static bool row_of_moment(struct log *log, struct row_name name, struct arena *arena,
                          struct text *out, struct error *err)
{
    uint64_t size;
    if (!log->store->is->hold(log->store, err))
        return false;
    const bool held = seal_of_moment(log, &size, err) &&
                      (log->sealing.head.size == size || seal_of_others(log, size, err)) &&
                      row_held(log, name, arena, out, err);
    log->store->is->release(log->store);
    return held;
}

static bool sealed_get(void *keeper, struct row_name name, struct arena *arena, struct text *out,
                       struct error *err)
{
    struct log *log = keeper;
    if (!rows_sealed(log, name.kind))
        return stored_get(log, name, arena, out, err);
    return log->writing ? seal_of_write(log, err) && row_held(log, name, arena, out, err)
                        : row_of_moment(log, name, arena, out, err);
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
    struct row_visit visit;
    struct arena row;
};

static bool walk_see(void *context, struct row_name name, struct text document, struct error *err)
{
    struct text held;
    struct sealed_walk *walk = context;
    if (!rows_sealed(walk->log, name.kind))
        return walk->visit.see(walk->visit.context, name, document, err);
    arena_clear(&walk->row);
    return sealed_get(walk->log, name, &walk->row, &held, err) &&
           (held.size == 0 || walk->visit.see(walk->visit.context, name, held, err));
}

static bool sealed_rows_walk(void *keeper, struct row_name prefix, struct row_visit visit,
                             struct error *err)
{
    struct log *log = keeper;
    struct sealed_walk walk = {.log = log, .visit = visit};
    const struct row_visit held = {walk_see, &walk};
    const bool walked = log->store->is->rows(log->store, prefix, held, err);
    arena_free(&walk.row);
    return walked;
}

struct rows log_rows(struct log *log)
{
    return (struct rows){sealed_get, sealed_put, sealed_rows_walk, log};
}
