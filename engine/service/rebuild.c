#include "service/rebuild.h"

#include "base/limits.h"

#include "ledger/tree.h"
#include "service/audit_tree.h"
#include "service/rebuild_rows.h"

/* The ids of the entries, in their order: 32 bytes for each. */
enum { LOGGED_IDS = 8192, LOGGED_DOCUMENT = 40 };

struct logged_ids {
    struct digest ids[LOGGED_IDS];
};

struct logged {
    struct arena arena;
    struct logged_list LIST(struct logged_ids *) parts;
    uint64_t count;
};

struct rebuild {
    struct acting *acting;
    struct store *store;
    struct rebuild_rows folded; /* the rows as they have to be               */
    struct scratch *changes;    /* what has to be put, with a mark before it */
    struct rows rows;           /* over `folded`, for registry_apply         */
    struct audit_tree tree;
    struct arena entry; /* of the entry or row in hand */
    struct rebuilt rebuilt;
    uint64_t changed;     /* rows in `changes` */
    struct logged logged; /* the ids of the entries */
    bool ids_same;        /* entries are found by their ids, and by no others */
    bool unfinished;      /* of the inventory, more is to be put */
    bool more;            /* `next` is a row of `folded` that no stored one was held against yet */
    struct row_name next;
    struct text next_document;
};

/* ---- that an entry is there ---- */

static bool logged_add(struct logged *logged, struct text key, struct error *err)
{
    struct digest id;
    if (!digest_read(key, &id))
        return error_set(err, ERROR_BUG, "an entry is known by a digest");
    if (logged->count % LOGGED_IDS == 0)
        *LIST_ADD(&logged->arena, &logged->parts) =
            arena_alloc(&logged->arena, sizeof(struct logged_ids));
    logged->parts.at[logged->count / LOGGED_IDS]->ids[logged->count % LOGGED_IDS] = id;
    logged->count++;
    return true;
}

static bool logged_tell(const struct logged *logged, struct row_visit visit, struct error *err)
{
    for (uint64_t index = 0; index < logged->count; index++) {
        char key[DIGEST_TEXT_SIZE], document[LOGGED_DOCUMENT];
        digest_write(&logged->parts.at[index / LOGGED_IDS]->ids[index % LOGGED_IDS], key);
        (void)snprintf(document, sizeof document, "{\"index\":%llu}", (unsigned long long)index);
        if (!visit.see(visit.context, (struct row_name){TEXT("entry"), text_of(key)},
                       text_of(document), err))
            return false;
    }
    return true;
}

/* ---- the rows that an entry makes ---- */

/* The inventory says of each entry that it is there (kind "entry"); the rest of what it needs no
 * row says, as that nothing was logged twice was looked at when it was logged. */
static bool fold_get(void *keeper, struct row_name named, struct arena *arena, struct text *out,
                     struct error *err)
{
    struct rebuild *rebuild = keeper;
    const struct rows folded = rebuild_rows_port(&rebuild->folded);
    if (text_is(named.kind, "entry")) {
        *out = TEXT_NONE;
        return true;
    }
    return folded.get(folded.keeper, named, arena, out, err);
}

static bool fold_put(void *keeper, struct row_name named, struct text document, struct error *err)
{
    struct rebuild *rebuild = keeper;
    const struct rows folded = rebuild_rows_port(&rebuild->folded);
    return text_is(named.kind, "entry") ? logged_add(&rebuild->logged, named.key, err)
                                        : folded.put(folded.keeper, named, document, err);
}

static bool fold_walk(void *keeper, struct row_name prefix, struct row_visit visit,
                      struct error *err)
{
    struct rebuild *rebuild = keeper;
    const struct rows folded = rebuild_rows_port(&rebuild->folded);
    return folded.walk(folded.keeper, prefix, visit, err);
}

static bool entry_fold(void *context, uint64_t index, struct text leaf, struct error *err)
{
    enum { TOLD_EVERY = 4096 };
    struct digest hash;
    struct entry entry;
    struct error wrong = {0};
    struct rebuild *rebuild = context;
    struct session *session = rebuild->acting->session;
    if (index % TOLD_EVERY == 0)
        session->progress(session->context, "entries", index, log_head(rebuild->acting->log)->size);
    arena_clear(&rebuild->entry);
    if (!entry_read(leaf, &rebuild->entry, &entry, &wrong) || !leaf_hash(leaf, &hash, &wrong) ||
        !registry_apply(&rebuild->rows, &entry, &hash, REGISTRY_REBUILD, &rebuild->entry, &wrong))
        return error_set(err, wrong.code == ERROR_BUG ? ERROR_BUG : ERROR_INTEGRITY,
                         "entry %llu does not hold: %s", (unsigned long long)index, wrong.message);
    return audit_tree_add(&rebuild->tree, &hash, err);
}

static bool entries_fold(struct rebuild *rebuild, uint64_t size, struct error *err)
{
    const struct leaf_range range = {rebuild->tree.tiling.size, size};
    return rebuild->store->is->entries(rebuild->store, range,
                                       (struct entry_visit){entry_fold, rebuild}, err);
}

/* ---- what is stored, row for row ---- */

static bool differs(struct rebuild *rebuild, struct row_name named, const char *how,
                    struct text document, struct error *err)
{
    const struct rows changes = scratch_rows(rebuild->changes);
    const struct text marked = text_format(&rebuild->entry, "=%.*s", TEXT_ARGS(document));
    if (rebuild->rebuilt.differing++ == 0)
        rebuild->rebuilt.first = text_format(rebuild->acting->arena, "%.*s/%.*s %s",
                                             TEXT_ARGS(named.kind), TEXT_ARGS(named.key), how);
    return rebuild->changed >= LIMIT_REBUILD_MEND ||
           (rebuild->changed++, changes.put(changes.keeper, named, marked, err));
}

static bool next_take(struct rebuild *rebuild, struct error *err)
{
    if (!scratch_next(rebuild->folded.scratch, &rebuild->more, &rebuild->next,
                      &rebuild->next_document, err))
        return false;
    rebuild->rebuilt.rows += rebuild->more;
    return true;
}

static int names_compare(struct row_name one, struct row_name other)
{
    const int kinds = text_compare(one.kind, other.kind);
    return kinds ? kinds : text_compare(one.key, other.key);
}

/* Rows that have to be there, up to this one, and are not. */
static bool missing_to(struct rebuild *rebuild, const struct row_name *named, struct error *err)
{
    while (rebuild->more && (!named || names_compare(rebuild->next, *named) < 0)) {
        arena_clear(&rebuild->entry);
        if (!differs(rebuild, rebuild->next, "is missing", rebuild->next_document, err) ||
            !next_take(rebuild, err))
            return false;
    }
    return true;
}

static bool stored_see(void *context, struct row_name named, struct text document,
                       struct error *err)
{
    struct rebuild *rebuild = context;
    if (log_row_beside(named.kind))
        return true;
    if (!missing_to(rebuild, &named, err))
        return false;
    arena_clear(&rebuild->entry);
    if (!rebuild->more || names_compare(rebuild->next, named) != 0)
        return differs(rebuild, named, "follows from no entry", TEXT_NONE, err);
    return (text_equal(rebuild->next_document, document) ||
            differs(rebuild, named, "is not what the entries say", rebuild->next_document, err)) &&
           next_take(rebuild, err);
}

static bool rows_compare(struct rebuild *rebuild, struct error *err)
{
    struct store *store = rebuild->store; /* as they are, whatever their seal says */
    const struct row_name all_rows = {TEXT_NONE, TEXT_NONE};
    return next_take(rebuild, err) &&
           store->is->rows(store, all_rows, (struct row_visit){stored_see, rebuild}, err) &&
           missing_to(rebuild, NULL, err);
}

/* ---- their inventory ---- */

/* Every row, and of every entry that it is there. */
static bool rows_tell(void *context, struct row_visit visit, struct error *err)
{
    struct rebuild *rebuild = context;
    scratch_rewind(rebuild->folded.scratch);
    for (;;) {
        if (!scratch_next(rebuild->folded.scratch, &rebuild->more, &rebuild->next,
                          &rebuild->next_document, err))
            return false;
        if (!rebuild->more)
            return logged_tell(&rebuild->logged, visit, err);
        if (!visit.see(visit.context, rebuild->next, rebuild->next_document, err))
            return false;
    }
}

static struct stock_source rows_all(struct rebuild *rebuild)
{
    return (struct stock_source){rows_tell, rebuild,
                                 rebuild->rebuilt.rows + rebuild->tree.tiling.size};
}

/* ---- putting right ---- */

static bool change_put(void *context, struct row_name named, struct text document,
                       struct error *err)
{
    const struct rebuild *rebuild = context;
    return log_put_row(rebuild->acting->log, named, text_part(document, 1, document.size), err);
}

static bool rows_mend(struct rebuild *rebuild, struct error *err)
{
    const struct rows changes = scratch_rows(rebuild->changes);
    const struct row_name all_rows = {TEXT_NONE, TEXT_NONE};
    return changes.walk(changes.keeper, all_rows, (struct row_visit){change_put, rebuild}, err);
}

static bool head_fold(struct rebuild *rebuild, struct error *err)
{
    const struct tree_head *head = log_head(rebuild->acting->log);
    return entries_fold(rebuild, head->size, err) && audit_tree_signed(&rebuild->tree, head, err);
}

static const struct digest *logged_at(const void *context, uint64_t index)
{
    const struct logged *logged = context;
    return &logged->parts.at[index / LOGGED_IDS]->ids[index % LOGGED_IDS];
}

/* By which ids the entries are found. Who only compares leaves that to the tidiness of the store.
 */
static bool ids_mend(struct rebuild *rebuild, enum store_mode mode, struct error *err)
{
    const struct store_ids ids = {logged_at, &rebuild->logged, LIMIT_REBUILD_MEND};
    rebuild->ids_same = true;
    return mode == STORE_READ || log_put_ids(rebuild->acting->log, &ids, &rebuild->ids_same, err);
}

static bool rest_compare(struct rebuild *rebuild, enum store_mode mode, struct error *err)
{
    uint64_t size;
    return rebuild->store->is->size(rebuild->store, &size, err) &&
           entries_fold(rebuild, size, err) && ids_mend(rebuild, mode, err) &&
           audit_tree_end(&rebuild->tree, err) && rebuild_rows_settle(&rebuild->folded, err) &&
           rows_compare(rebuild, err);
}

/* Compared from the first row on, with nothing found yet. */
static bool comparison_begin(struct rebuild *rebuild, struct error *err)
{
    const struct acting *acting = rebuild->acting;
    if (rebuild->changes)
        scratch_close(rebuild->changes);
    rebuild->changes = NULL;
    rebuild->rebuilt = (struct rebuilt){0};
    rebuild->changed = 0;
    scratch_rewind(rebuild->folded.scratch);
    return scratch_open(acting->folder, acting->arena, &rebuild->changes, err);
}

static bool stock_mend(struct rebuild *rebuild, struct error *err)
{
    struct log_stock stock;
    const struct stock_source all = rows_all(rebuild);
    if (!log_stock_put(rebuild->acting->log, &all, LIMIT_REBUILD_MEND, &stock, err))
        return false;
    rebuild->rebuilt.sealed = stock.same && rebuild->ids_same;
    rebuild->unfinished = stock.unfinished;
    return true;
}

/* The last entries, the comparison and what it finds are one write: nothing comes in between. */
static bool write_mend(struct rebuild *rebuild, struct error *err)
{
    int64_t unused;
    struct log *log = rebuild->acting->log;
    if (!comparison_begin(rebuild, err) ||
        !log_begin(log, rebuild->acting->session->now, &unused, err))
        return false;
    if (rest_compare(rebuild, STORE_WRITE, err) && rows_mend(rebuild, err) &&
        (rebuild->rebuilt.differing > rebuild->changed || stock_mend(rebuild, err)))
        return log_commit(log, err);
    log_abort(log);
    return false;
}

/* Where more differs than one write may hold, the rest is found by looking again. */
static bool rest_mend(struct rebuild *rebuild, struct error *err)
{
    struct rebuilt found = {0};
    do {
        if (!write_mend(rebuild, err))
            return false;
        if (!found.rows)
            found = rebuild->rebuilt;
    } while (rebuild->unfinished || rebuild->rebuilt.differing > rebuild->changed);
    rebuild->rebuilt = found;
    return true;
}

static bool all_compare(struct rebuild *rebuild, struct error *err)
{
    if (!comparison_begin(rebuild, err) || !rest_compare(rebuild, STORE_READ, err))
        return false;
    const struct stock_source all = rows_all(rebuild);
    return log_stock_compare(rebuild->acting->log, &all, rebuild->tree.tiling.size,
                             &rebuild->rebuilt.sealed, err);
}

static bool rows_rebuild(struct rebuild *rebuild, enum store_mode mode, struct error *err)
{
    return head_fold(rebuild, err) &&
           (mode == STORE_WRITE ? rest_mend(rebuild, err) : all_compare(rebuild, err));
}

bool rebuild(struct acting *acting, enum store_mode mode, struct rebuilt *out, struct error *err)
{
    struct rebuild rebuild = {.acting = acting, .store = log_store(acting->log)};
    rebuild.tree.store = rebuild.store;
    rebuild.rows = (struct rows){fold_get, fold_put, fold_walk, &rebuild};
    if (!scratch_open(acting->folder, acting->arena, &rebuild.folded.scratch, err))
        return false;
    const bool holds = rows_rebuild(&rebuild, mode, err);
    if (rebuild.changes)
        scratch_close(rebuild.changes);
    rebuild_rows_free(&rebuild.folded);
    scratch_close(rebuild.folded.scratch);
    arena_free(&rebuild.entry);
    arena_free(&rebuild.logged.arena);
    rebuild.rebuilt.entries = rebuild.tree.tiling.size;
    if (holds) {
        rebuild.rebuilt.gone = out->gone;
        *out = rebuild.rebuilt;
    }
    return holds;
}

void rebuild_complain(struct session *session, const struct rebuilt *rebuilt)
{
    struct error told = {0};
    if (!rebuilt->gone)
        return;
    (void)error_set(&told, ERROR_INTEGRITY,
                    "warning: %llu %s behind those that are signed %s taken away: the log was not "
                    "given %s; what came afterwards failed",
                    (unsigned long long)rebuilt->gone, rebuilt->gone == 1 ? "entry" : "entries",
                    rebuilt->gone == 1 ? "was" : "were", rebuilt->gone == 1 ? "it" : "them");
    session->complain(session->context, &told);
}
