#include "service/audit_tree.h"

/* Tiles as they were stored, hash by hash. */
static bool tile_compare(void *taker, const struct tile *checked_tile,
                         const struct digest *checked_hashes, struct error *err)
{
    struct store *checked_store = taker;
    for (unsigned i = 0; i < checked_tile->width; i++) {
        struct digest stored_hash;
        const uint64_t checked_number = checked_tile->number * TILE_WIDTH + i;
        if (!checked_store->is->hash(checked_store, checked_tile->level * TILE_HEIGHT,
                                     checked_number, &stored_hash, err))
            return false;
        if (!digest_equal(&stored_hash, &checked_hashes[i]))
            return error_set(
                err, ERROR_INTEGRITY,
                "hash %u of tile %llu at level %u is not that of its entries: entry "
                "%llu, or its hash, was changed",
                i, (unsigned long long)checked_tile->number, checked_tile->level,
                (unsigned long long)(checked_number << (checked_tile->level * TILE_HEIGHT)));
    }
    return true;
}

bool audit_tree_add(struct audit_tree *tree, const struct digest *leaf, struct error *err)
{
    const struct tile_taker taker = {tile_compare, tree->store};
    return tiling_add(&tree->tiling, leaf, &taker, err);
}

bool audit_tree_signed(const struct audit_tree *tree, const struct tree_head *signed_head,
                       struct error *err)
{
    struct tree_head checked_head;
    return tiling_head(&tree->tiling, &checked_head, err) &&
           ((checked_head.size == signed_head->size &&
             digest_equal(&checked_head.root, &signed_head->root)) ||
            error_set(err, ERROR_INTEGRITY,
                      "the %llu entries do not lead to the root that the log's key signed",
                      (unsigned long long)signed_head->size));
}

bool audit_tree_end(const struct audit_tree *tree, struct error *err)
{
    const struct tile_taker taker = {tile_compare, tree->store};
    return tiling_end(&tree->tiling, &taker, err) && tree->store->is->tidy(tree->store, err);
}
