#include "service/refold.h"

#include "base/limits.h"
#include "ledger/tree.h"
#include "registry/shelf.h"
#include "service/marks.h"

/* What stands in the payload of an entry that bears on every model. */
static const char *const common_kinds[] = {
    "\"urn:obstat:identity:v1\"",
    "\"urn:obstat:adoption:v1\"",
    "\"urn:obstat:restore:v1\"",
};

enum { MARKED = COUNT(common_kinds) + 1 };

struct refold {
    struct acting *acting;
    struct text model_name;
    struct text key_begin;    /* "NAME@": of its versions                              */
    struct text signed_begin; /* "move/NAME@": of what not enough have signed yet      */
    struct arena folded;      /* of the rows in memory */
    struct arena scratch;     /* of the entry in hand  */
    struct shelf shelf;
    struct rows rows;
    struct peaks peaks;
    struct mark marks[MARKED];
};

/* ---- entries ---- */

static void marks_write(struct refold *refold)
{
    for (size_t kind = 0; kind < COUNT(common_kinds); kind++)
        refold->marks[kind] = mark_of(text_of(common_kinds[kind]), &refold->folded);
    refold->marks[COUNT(common_kinds)] =
        mark_of(text_format(&refold->folded, "\"name\":\"%.*s@", TEXT_ARGS(refold->model_name)),
                &refold->folded);
}

static bool entry_bears(const struct refold *refold, uint64_t index, struct text leaf)
{
    bool bears = index == 0;
    for (size_t mark = 0; !bears && mark < MARKED; mark++)
        bears = mark_found(&refold->marks[mark], leaf);
    return bears;
}

static bool entry_apply(struct refold *refold, uint64_t index, struct text leaf,
                        const struct digest *hash, struct error *err)
{
    struct entry entry;
    struct error wrong = {0};
    arena_clear(&refold->scratch);
    return (entry_read(text_copy(&refold->scratch, leaf), &refold->scratch, &entry, &wrong) &&
            registry_apply(&refold->rows, &entry, hash, REGISTRY_PART, &refold->scratch, &wrong)) ||
           error_set(err, ERROR_INTEGRITY, "entry %llu does not hold: %s",
                     (unsigned long long)index, wrong.message);
}

static bool entry_fold(void *context, uint64_t index, struct text leaf, struct error *err)
{
    struct digest hash;
    struct refold *refold = context;
    return leaf_hash(leaf, &hash, err) && peaks_append(&refold->peaks, &hash, err) &&
           (!entry_bears(refold, index, leaf) || entry_apply(refold, index, leaf, &hash, err));
}

static bool entries_fold(struct refold *refold, struct error *err)
{
    struct digest root;
    const struct tree_head *head = log_head(refold->acting->log);
    struct store *store = log_store(refold->acting->log);
    const struct leaf_range all = {0, head->size};
    return store->is->entries(store, all, (struct entry_visit){entry_fold, refold}, err) &&
           peaks_root(&refold->peaks, &root, err) &&
           (digest_equal(&root, &head->root) ||
            error_set(err, ERROR_INTEGRITY,
                      "the entries of the log are not those that were signed; obstat audit verify "
                      "says which"));
}

/* ---- rows ---- */

/* Kinds of which every row is compared; of the others those that bear on the model. */
static bool row_bears(const struct refold *refold, struct row_name named)
{
    static const char *const whole_kinds[] = {"identity", "key", "adoption"};
    static const char *const model_kinds[] = {"version", "waiver"};
    for (size_t i = 0; i < COUNT(whole_kinds); i++)
        if (text_is(named.kind, whole_kinds[i]))
            return true;
    for (size_t i = 0; i < COUNT(model_kinds); i++)
        if (text_is(named.kind, model_kinds[i]))
            return text_starts(named.key, refold->key_begin);
    if (text_is(named.kind, "proposal"))
        return text_starts(named.key, refold->signed_begin);
    return text_is(named.kind, "request") || text_is(named.kind, "decision") ||
           (text_is(named.kind, "model") && text_equal(named.key, refold->model_name)) ||
           (text_is(named.kind, "log") && text_is(named.key, "origin"));
}

static bool row_differs(struct row_name named, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the row %.*s %.*s does not follow from the log: somebody edited the "
                     "database; obstat registry rebuild puts it right",
                     TEXT_ARGS(named.kind), TEXT_ARGS(named.key));
}

/* What follows from the log is there, and says the same. */
static bool folded_see(void *context, struct row_name named, struct text document,
                       struct error *err)
{
    struct text found = TEXT_NONE;
    struct refold *refold = context;
    const struct rows *rows = &refold->acting->rows;
    arena_clear(&refold->scratch);
    return !row_bears(refold, named) ||
           (rows->get(rows->keeper, named, &refold->scratch, &found, err) &&
            (text_equal(found, document) || row_differs(named, err)));
}

/* And nothing besides. */
static bool kept_see(void *context, struct row_name named, struct text document, struct error *err)
{
    struct text found = TEXT_NONE;
    struct refold *refold = context;
    arena_clear(&refold->scratch);
    return refold->rows.get(refold->rows.keeper, named, &refold->scratch, &found, err) &&
           (text_equal(found, document) || row_differs(named, err));
}

static bool rows_compare(struct refold *refold, struct error *err)
{
    const struct row_name kept[] = {
        {TEXT("identity"), TEXT_NONE},       {TEXT("key"), TEXT_NONE},
        {TEXT("adoption"), TEXT_NONE},       {TEXT("version"), refold->key_begin},
        {TEXT("waiver"), refold->key_begin}, {TEXT("proposal"), refold->signed_begin},
    };
    const struct row_visit folded_visit = {folded_see, refold}, kept_visit = {kept_see, refold};
    const struct rows *rows = &refold->acting->rows;
    const struct row_name everything = {TEXT_NONE, TEXT_NONE};
    if (!refold->rows.walk(refold->rows.keeper, everything, folded_visit, err))
        return false;
    for (size_t i = 0; i < COUNT(kept); i++)
        if (!rows->walk(rows->keeper, kept[i], kept_visit, err))
            return false;
    return true;
}

bool refold_check(struct acting *acting, struct text model_name, struct error *err)
{
    struct refold *refold = ARENA_NEW(acting->arena, struct refold);
    if (log_head(acting->log)->size > LIMIT_REFOLD_ENTRIES)
        return true;
    refold->acting = acting;
    refold->model_name = model_name;
    refold->key_begin = text_format(&refold->folded, "%.*s@", TEXT_ARGS(model_name));
    refold->signed_begin = text_format(&refold->folded, "move/%.*s@", TEXT_ARGS(model_name));
    refold->shelf = (struct shelf){.arena = &refold->folded};
    refold->rows = shelf_rows(&refold->shelf);
    marks_write(refold);
    const bool holds = entries_fold(refold, err) && rows_compare(refold, err);
    arena_free(&refold->scratch);
    arena_free(&refold->folded);
    return holds;
}
