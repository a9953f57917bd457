/* ledger/tree.h: the hash tree over the log.
 *
 * A log of n entries has one root. Who holds the root can be shown, with about log2(n) hashes, that
 * an entry is in the log (inclusion) and that an older root stands for its beginning (consistency).
 * Nothing can be changed, removed or reordered without another root.
 *
 *                   root
 *                 /      \
 *            h(0..3)      h(4..6)             leaf  = SHA-256(00 | entry)
 *            /    \        /    \             node  = SHA-256(01 | left | right)
 *        h(0,1) h(2,3)  h(4,5)   6            empty = SHA-256()
 *         / \    / \     / \
 *        0   1  2   3   4   5                 7 entries, 111 in binary: three peaks
 *
 * Invariants. The two prefixes keep a node from being passed off as an entry. A subtree splits at
 * the largest power of two below its size, so whatever is to the left of something is full and
 * never changes again: only full subtrees are kept, the rest is computed. A full subtree has a
 * name: its level (it has 2^level leaves) and its number in the row, from 0.
 *
 * Peaks. The full subtrees from left to right, one for each 1 in the binary form of n. They are all
 * that appending needs: adding a leaf is adding one to n, and each carry joins two peaks:
 *
 *      n = 7   [h(0..3)] [h(4,5)] [6]   + 7  ->  [6,7]  ->  [h(4..7)]  ->  [h(0..7)]   n = 8
 *
 * Paths run from the leaf to the root, and have exactly one right length for their place and size:
 * a hash too many is as wrong as one too few.
 *
 * Sources: RFC 6962, section 2.1, for hashes and proofs; RFC 9162, sections 2.1.3.2 and 2.1.4.2,
 * for the verifiers. Values only: nothing here allocates, or knows where hashes are kept.
 */
#ifndef LEDGER_TREE_H
#define LEDGER_TREE_H

#include "crypto/digest.h"

enum { TREE_DEPTH_MAX = 64 };

/* The peaks of a tree of `size` leaves, largest first; popcount(size) of them are in use. */
struct peaks {
    uint64_t size;
    struct digest at[TREE_DEPTH_MAX];
};

/* Who keeps the full subtrees: a store, tiles, an array. `hash` gives the one of 2^level leaves
 * that has this number; it is asked for full subtrees of the tree at hand only. */
struct grove {
    bool (*hash)(const void *keeper, unsigned level, uint64_t number, struct digest *out,
                 struct error *err);
    const void *keeper;
};

/* The hashes that lead to a root, nearest first. */
struct path {
    size_t length;
    struct digest at[TREE_DEPTH_MAX];
};

/* A place in a tree, and the leaves from `from` up to but without `to`. */
struct leaf_place {
    uint64_t index;
    uint64_t size;
};
struct leaf_range {
    uint64_t from;
    uint64_t to;
};

/* A log at some time: its size and its root. */
struct tree_head {
    uint64_t size;
    struct digest root;
};

/* The hash of an entry as a leaf, and of two subtrees as a node; `leaf` may be one of them. */
NODISCARD bool leaf_hash(struct text entry, struct digest *leaf, struct error *err);
NODISCARD bool node_hash(const struct digest *left, const struct digest *right, struct digest *node,
                         struct error *err);

/* Append a leaf. On failure the peaks are as they were; ERROR_REFUSED at LIMIT_LOG_ENTRIES. */
NODISCARD bool peaks_append(struct peaks *peaks, const struct digest *leaf, struct error *err);

/* The root of the tree that the peaks stand for; of the empty tree, SHA-256 of nothing. */
NODISCARD bool peaks_root(const struct peaks *peaks, struct digest *root, struct error *err);

/* The root over a range: every leaf of a tree (from 0), or a right side of a split, which begins at
 * a multiple of a power of two that is no smaller than the range. Another range is ERROR_BUG. */
NODISCARD bool tree_range_root(const struct grove *grove, struct leaf_range range,
                               struct digest *root, struct error *err);

/* The path of a leaf; ERROR_REFUSED where the place is outside of the tree. */
NODISCARD bool inclusion_make(const struct grove *grove, struct leaf_place place, struct path *out,
                              struct error *err);

/* Does the leaf stand at this place of the tree with this root? Anything else is ERROR_INTEGRITY.
 *
 * A path does not bind the size by itself: entry 2 has paths of one shape in logs of 5 and of 7.
 * What binds it is the signed checkpoint, which names size and root together: take both from it. */
NODISCARD bool inclusion_verify(const struct path *path, const struct digest *leaf, uint64_t index,
                                const struct tree_head *head, struct error *err);

/* The path that shows the first `old_size` of `size` leaves to be an older log; ERROR_REFUSED where
 * old_size is 0 (every log begins with nothing: there is nothing to show) or larger than size. */
NODISCARD bool consistency_make(const struct grove *grove, uint64_t old_size, uint64_t size,
                                struct path *out, struct error *err);

/* Is the older log the beginning of the newer one? Anything else is ERROR_INTEGRITY, and so is an
 * older log of size 0: callers decide about that before they ask. */
NODISCARD bool consistency_verify(const struct path *path, const struct tree_head *older,
                                  const struct tree_head *newer, struct error *err);

/* A grove over the leaf hashes of a whole log, for tests and for logs that fit into memory: every
 * answer is computed anew. */
struct leaves {
    const struct digest *at;
    uint64_t count;
};
struct grove leaves_grove(const struct leaves *leaves);

#endif
