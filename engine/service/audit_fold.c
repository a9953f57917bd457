#include "service/audit_fold.h"

#include "base/list.h"
#include "ledger/tree.h"
#include "registry/registry.h"
#include "registry/shelf.h"

struct roots LIST(struct digest);

struct audit_fold {
    struct arena folded; /* of the rows, and of this */
    struct peaks peaks;
    struct roots roots; /* of the log when it had one entry, two, ... */
    struct arena entry; /* of the entry in hand     */
    struct shelf shelf;
    struct rows rows;
    struct entry last;
    struct digest leaf;
};

struct audit_fold *audit_fold_begin(void)
{
    struct arena arena = {0};
    struct audit_fold *fold = ARENA_NEW(&arena, struct audit_fold);
    fold->folded = arena;
    fold->shelf = (struct shelf){.arena = &fold->folded};
    fold->rows = shelf_rows(&fold->shelf);
    return fold;
}

void audit_fold_end(struct audit_fold *fold)
{
    struct arena folded = fold->folded;
    arena_free(&fold->entry);
    arena_free(&folded);
}

static bool entry_order(const struct audit_fold *fold, uint64_t index, const struct entry *entry,
                        struct error *err)
{
    if (entry->index != index)
        return error_set(err, ERROR_INTEGRITY, "it says that it is entry %llu",
                         (unsigned long long)entry->index);
    return !index || entry->time >= fold->last.time ||
           error_set(err, ERROR_INTEGRITY, "it is older than the one before it");
}

/* Nobody sees more than there was before the entry: that is its rule, and stands already. */
static bool seen_holds(struct audit_fold *fold, const struct entry *entry, struct error *err)
{
    struct tree_head seen;
    if (!approval_seen(entry, &fold->entry, &seen, err))
        return false;
    return !seen.size ||
           (seen.size <= fold->roots.count &&
            digest_equal(&seen.root, &fold->roots.at[seen.size - 1])) ||
           approval_unseen(&seen, err);
}

static bool root_keep(struct audit_fold *fold, struct error *err)
{
    struct digest root;
    if (!peaks_append(&fold->peaks, &fold->leaf, err) || !peaks_root(&fold->peaks, &root, err))
        return false;
    *LIST_ADD(&fold->folded, &fold->roots) = root;
    return true;
}

bool audit_fold_entry(struct audit_fold *fold, uint64_t index, struct text leaf, struct error *err)
{
    struct entry entry;
    struct error wrong = {0};
    arena_clear(&fold->entry);
    if (!entry_read(leaf, &fold->entry, &entry, &wrong) ||
        !entry_order(fold, index, &entry, &wrong) || !leaf_hash(leaf, &fold->leaf, &wrong) ||
        !registry_apply(&fold->rows, &entry, &fold->leaf, REGISTRY_VERIFY, &fold->entry, &wrong) ||
        !seen_holds(fold, &entry, &wrong) || !root_keep(fold, &wrong))
        return error_set(err, wrong.code == ERROR_BUG ? ERROR_BUG : ERROR_INTEGRITY,
                         "entry %llu does not hold: %s", (unsigned long long)index, wrong.message);
    fold->last = entry;
    return true;
}

const struct rows *audit_fold_rows(const struct audit_fold *fold)
{
    return &fold->rows;
}

const struct entry *audit_fold_last(const struct audit_fold *fold)
{
    return &fold->last;
}

const struct digest *audit_fold_leaf(const struct audit_fold *fold)
{
    return &fold->leaf;
}
