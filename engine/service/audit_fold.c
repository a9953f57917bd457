#include "service/audit_fold.h"

#include "ledger/tree.h"
#include "registry/registry.h"
#include "registry/shelf.h"

struct audit_fold {
    struct arena folded; /* of the rows, and of this */
    struct arena entry;  /* of the entry in hand     */
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

bool audit_fold_entry(struct audit_fold *fold, uint64_t index, struct text leaf, struct error *err)
{
    struct entry entry;
    struct error wrong = {0};
    arena_clear(&fold->entry);
    if (!entry_read(leaf, &fold->entry, &entry, &wrong) ||
        !entry_order(fold, index, &entry, &wrong) || !leaf_hash(leaf, &fold->leaf, &wrong) ||
        !registry_apply(&fold->rows, &entry, &fold->leaf, REGISTRY_VERIFY, &fold->entry, &wrong))
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
