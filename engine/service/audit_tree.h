/* service/audit_tree.h: the hash tree of a ledger, made anew from its entries and held against the
 * tiles that are stored. Private to the room.
 */
#ifndef SERVICE_AUDIT_TREE_H
#define SERVICE_AUDIT_TREE_H

#include "ledger/tiling.h"
#include "store/store.h"

struct audit_tree {
    struct store *store;
    struct tiling tiling;
};

/* The next leaf: ERROR_INTEGRITY where a tile that is full now is not stored so. */
NODISCARD bool audit_tree_add(struct audit_tree *tree, const struct digest *leaf,
                              struct error *err);

/* The tree so far leads to this root, which the log's key signed. */
NODISCARD bool audit_tree_signed(const struct audit_tree *tree, const struct tree_head *signed_head,
                                 struct error *err);

/* After the last leaf: the tiles that are not full, and that nothing else is stored. */
NODISCARD bool audit_tree_end(const struct audit_tree *tree, struct error *err);

#endif
