#include "ledger/tree.h"

#include "base/limits.h"

static size_t peak_count(uint64_t size)
{
    return (size_t)__builtin_popcountll(size);
}

/* The largest power of two below `count`, which is 2 or more. */
static uint64_t split_of(uint64_t count)
{
    return UINT64_C(1) << (63 - __builtin_clzll(count - 1));
}

/* The smallest power of two that is `count` or more. */
static uint64_t power_above(uint64_t count)
{
    return count < 2 ? 1 : 2 * split_of(count);
}

bool leaf_hash(struct text entry, struct digest *leaf, struct error *err)
{
    const struct text leaf_parts[] = {{"\x00", 1}, entry};
    return digest_of(leaf_parts, COUNT(leaf_parts), leaf, err);
}

bool node_hash(const struct digest *left, const struct digest *right, struct digest *node,
               struct error *err)
{
    const struct text node_parts[] = {
        {"\x01", 1},
        {(const char *)left->bytes, sizeof left->bytes},
        {(const char *)right->bytes, sizeof right->bytes},
    };
    return digest_of(node_parts, COUNT(node_parts), node, err);
}

bool peaks_append(struct peaks *peaks, const struct digest *leaf, struct error *err)
{
    if (peaks->size >= LIMIT_LOG_ENTRIES)
        return error_set(err, ERROR_REFUSED, "the log is full");
    struct digest peak = *leaf;
    size_t count = peak_count(peaks->size);
    for (uint64_t carry = peaks->size; carry & 1; carry >>= 1)
        if (!node_hash(&peaks->at[--count], &peak, &peak, err))
            return false;
    peaks->at[count] = peak;
    peaks->size++;
    return true;
}

bool peaks_root(const struct peaks *peaks, struct digest *root, struct error *err)
{
    size_t count = peak_count(peaks->size);
    if (count == 0)
        return digest_of(NULL, 0, root, err);
    struct digest folded = peaks->at[--count];
    while (count > 0)
        if (!node_hash(&peaks->at[--count], &folded, &folded, err))
            return false;
    *root = folded;
    return true;
}

bool tree_range_root(const struct grove *grove, struct leaf_range range, struct digest *root,
                     struct error *err)
{
    struct peaks peaks = {.size = range.to - range.from};
    if (range.from > range.to || range.to > LIMIT_LOG_ENTRIES ||
        range.from % power_above(peaks.size) != 0)
        return error_set(err, ERROR_BUG, "the leaves from %ju to %ju are no subtree",
                         (uintmax_t)range.from, (uintmax_t)range.to);
    size_t count = 0;
    for (uint64_t first = range.from; first < range.to; count++) {
        const unsigned level = 63 - (unsigned)__builtin_clzll(range.to - first);
        if (!grove->hash(grove->keeper, level, first >> level, &peaks.at[count], err))
            return false;
        first += UINT64_C(1) << level;
    }
    return peaks_root(&peaks, root, err);
}

/* Paths are found from the root down, and read from the leaf up. */
static void path_turn(struct path *path, struct path *turned)
{
    turned->length = path->length;
    for (size_t step = 0; step < path->length; step++)
        turned->at[step] = path->at[path->length - 1 - step];
}

static bool path_add(struct path *path, const struct grove *grove, struct leaf_range side,
                     struct error *err)
{
    return tree_range_root(grove, side, &path->at[path->length++], err);
}

bool inclusion_make(const struct grove *grove, struct leaf_place place, struct path *out,
                    struct error *err)
{
    if (place.index >= place.size || place.size > LIMIT_LOG_ENTRIES)
        return error_set(err, ERROR_REFUSED, "entry %ju is not in a log of %ju entries",
                         (uintmax_t)place.index, (uintmax_t)place.size);
    struct path path = {0};
    struct leaf_range subtree = {0, place.size};
    while (subtree.to - subtree.from > 1) {
        const uint64_t middle = subtree.from + split_of(subtree.to - subtree.from);
        const bool to_left = place.index < middle;
        const struct leaf_range left = {subtree.from, middle}, right = {middle, subtree.to};
        if (!path_add(&path, grove, to_left ? right : left, err))
            return false;
        subtree = to_left ? left : right;
    }
    path_turn(&path, out);
    return true;
}

bool consistency_make(const struct grove *grove, uint64_t old_size, uint64_t size, struct path *out,
                      struct error *err)
{
    if (old_size == 0 || old_size > size || size > LIMIT_LOG_ENTRIES)
        return error_set(err, ERROR_REFUSED, "a log of %ju entries is no beginning of one of %ju",
                         (uintmax_t)old_size, (uintmax_t)size);
    struct path path = {0};
    struct leaf_range subtree = {0, size};
    while (old_size != subtree.to) {
        const uint64_t middle = subtree.from + split_of(subtree.to - subtree.from);
        const bool to_left = old_size <= middle;
        const struct leaf_range left = {subtree.from, middle}, right = {middle, subtree.to};
        if (!path_add(&path, grove, to_left ? right : left, err))
            return false;
        subtree = to_left ? left : right;
    }
    /* The verifier holds the older root already, unless the last subtree is only a part of it. */
    if (subtree.from > 0 && !path_add(&path, grove, subtree, err))
        return false;
    path_turn(&path, out);
    return true;
}

/* Where a walk to the root stands: the node, and the last one of its row. */
struct climb {
    uint64_t node;
    uint64_t last;
};

static void climb_up(struct climb *climb)
{
    climb->node >>= 1;
    climb->last >>= 1;
}

/* Is the sibling to the left? It is for right children, and where there is no right sibling; then
 * the rows in which the node is alone at the end are passed as well. */
static bool climb_step(struct climb *climb)
{
    const bool sibling_left = climb->node & 1 || climb->node == climb->last;
    while (sibling_left && !(climb->node & 1) && climb->node != 0)
        climb_up(climb);
    climb_up(climb);
    return sibling_left;
}

static bool path_too_long(struct error *err)
{
    return error_set(err, ERROR_INTEGRITY, "the proof goes on after the root");
}

static bool path_too_short(struct error *err)
{
    return error_set(err, ERROR_INTEGRITY, "the proof ends before the root");
}

bool inclusion_verify(const struct path *path, const struct digest *leaf, uint64_t index,
                      const struct tree_head *head, struct error *err)
{
    if (index >= head->size)
        return error_set(err, ERROR_INTEGRITY, "entry %ju is not in a log of %ju entries",
                         (uintmax_t)index, (uintmax_t)head->size);
    struct climb climb = {index, head->size - 1};
    struct digest hash = *leaf;
    for (size_t step = 0; step < path->length; step++) {
        const struct digest *sibling = &path->at[step];
        if (climb.last == 0)
            return path_too_long(err);
        if (!(climb_step(&climb) ? node_hash(sibling, &hash, &hash, err)
                                 : node_hash(&hash, sibling, &hash, err)))
            return false;
    }
    if (climb.last != 0)
        return path_too_short(err);
    if (!digest_equal(&hash, &head->root))
        return error_set(err, ERROR_INTEGRITY, "the proof leads to another root");
    return true;
}

/* Both roots are computed along one path: what is to the right of the older log counts for the
 * newer root alone. */
static bool consistency_walk(const struct path *path, size_t step, struct climb climb,
                             struct digest roots[2], struct error *err)
{
    struct digest *old_root = &roots[0], *new_root = &roots[1];
    for (; step < path->length; step++) {
        const struct digest *sibling = &path->at[step];
        if (climb.last == 0)
            return path_too_long(err);
        if (!climb_step(&climb)) {
            if (!node_hash(new_root, sibling, new_root, err))
                return false;
        } else if (!node_hash(sibling, old_root, old_root, err) ||
                   !node_hash(sibling, new_root, new_root, err))
            return false;
    }
    return climb.last == 0 || path_too_short(err);
}

static bool consistency_sizes(const struct path *path, const struct tree_head *older,
                              const struct tree_head *newer, struct error *err)
{
    if (older->size == 0 || older->size > newer->size)
        return error_set(err, ERROR_INTEGRITY, "a log of %ju entries is no beginning of one of %ju",
                         (uintmax_t)older->size, (uintmax_t)newer->size);
    if (older->size == newer->size && path->length > 0)
        return path_too_long(err);
    if (older->size != newer->size && path->length == 0)
        return path_too_short(err);
    return true;
}

bool consistency_verify(const struct path *path, const struct tree_head *older,
                        const struct tree_head *newer, struct error *err)
{
    if (!consistency_sizes(path, older, newer, err))
        return false;
    const bool full = (older->size & (older->size - 1)) == 0;
    const bool same = older->size == newer->size;
    struct climb climb = {older->size - 1, newer->size - 1};
    while (climb.node & 1)
        climb_up(&climb);
    const struct digest start = full || same ? older->root : path->at[0];
    struct digest roots[] = {start, start};
    if (!same && !consistency_walk(path, full ? 0 : 1, climb, roots, err))
        return false;
    if (!digest_equal(&roots[0], &older->root))
        return error_set(err, ERROR_INTEGRITY, "the proof leads to another older root");
    if (!digest_equal(&roots[1], &newer->root))
        return error_set(err, ERROR_INTEGRITY, "the proof leads to another newer root");
    return true;
}

static bool leaves_hash(const void *keeper, unsigned level, uint64_t number, struct digest *out,
                        struct error *err)
{
    const struct leaves *leaves = keeper;
    const uint64_t count = level < TREE_DEPTH_MAX - 1 ? UINT64_C(1) << level : UINT64_MAX;
    if (count > leaves->count || number >= leaves->count / count)
        return error_set(err, ERROR_BUG, "subtree %ju of level %u is not in the log",
                         (uintmax_t)number, level);
    struct peaks peaks = {0};
    for (uint64_t nth = 0; nth < count; nth++)
        if (!peaks_append(&peaks, &leaves->at[number * count + nth], err))
            return false;
    return peaks_root(&peaks, out, err);
}

struct grove leaves_grove(const struct leaves *leaves)
{
    return (struct grove){leaves_hash, leaves};
}
