#include "store/inventory.h"

#include <string.h>

const struct text inventory_kind = {"inventory", 9};

enum { LETTER_BITS = 5, BYTE_BITS = 8, BYTE_MAX = 255, MARK_LEAF = 'L', MARK_FORK = 'F' };

struct inventory_node {
    bool leaf;
    bool changed;
    uint32_t count;                   /* rows below; of a leaf, its members */
    struct inventory_member *members; /* room for one more than a leaf has  */
    struct inventory_part *children;
};

/* Where a node stands. */
struct inventory_place {
    char path[INVENTORY_PATH];
    unsigned depth;
};

static bool inventory_edited(struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the inventory of the rows does not follow from the log: somebody edited the "
                     "database; obstat registry rebuild makes it anew");
}

/* ---- labels and paths ---- */

/* The letters of a label that rows share: of a kind, and of one or two parts of a key. */
enum { SHARED = 3 };
static const unsigned shared_letters[SHARED] = {2, 8, 12};

/* What they share: nothing of the key, then its parts with the "/" behind them; how many there are.
 */
static size_t shared_parts(struct text key, struct text parts[SHARED])
{
    size_t count = 1;
    parts[0] = text_part(key, 0, 0);
    for (size_t at = 0; at < key.size && count < SHARED; at++)
        if (key.at[at] == '/')
            parts[count++] = text_part(key, 0, at + 1);
    return count;
}

static void bits_take(uint8_t *label, const uint8_t *from, unsigned begin, unsigned end)
{
    for (unsigned bit = begin; bit < end; bit++) {
        const uint8_t mask = (uint8_t)(1U << (BYTE_BITS - 1 - bit % BYTE_BITS));
        const unsigned byte = bit / BYTE_BITS;
        label[byte] = (uint8_t)((label[byte] & ~mask) | (from[byte] & mask));
    }
}

static bool name_digest(struct text kind, struct text key, struct digest *out, struct error *err)
{
    const struct text parts[] = {kind, {"", 1}, key};
    return digest_of(parts, COUNT(parts), out, err);
}

bool inventory_label_of(struct row_name name, uint8_t label[INVENTORY_LABEL], struct error *err)
{
    struct digest named;
    struct text parts[SHARED];
    const size_t shared = shared_parts(name.key, parts);
    if (!name_digest(name.kind, name.key, &named, err))
        return false;
    memcpy(label, named.bytes, INVENTORY_LABEL);
    unsigned begin = 0;
    for (size_t nth = 0; nth < shared && nth < SHARED; nth++) {
        const unsigned end = shared_letters[nth] * LETTER_BITS;
        if (!name_digest(name.kind, parts[nth], &named, err))
            return false;
        bits_take(label, named.bytes, begin, end);
        begin = end;
    }
    return true;
}

static bool member_of(struct row_name name, struct text document, struct inventory_member *out,
                      struct error *err)
{
    return inventory_label_of(name, out->label, err) && digest_text(document, &out->said, err);
}

unsigned inventory_letter(const uint8_t label[INVENTORY_LABEL], unsigned depth)
{
    const unsigned first = depth * LETTER_BITS, byte = first / BYTE_BITS;
    const unsigned next = byte + 1 < INVENTORY_LABEL ? label[byte + 1] : 0;
    const unsigned two = (unsigned)label[byte] << BYTE_BITS | next;
    return two >> (2 * BYTE_BITS - LETTER_BITS - first % BYTE_BITS) & (INVENTORY_FAN - 1);
}

char inventory_sign(unsigned letter)
{
    return "0123456789abcdefghijklmnopqrstuv"[letter];
}

static struct inventory_place place_below(const struct inventory_place *place, unsigned letter)
{
    struct inventory_place below = *place;
    below.path[below.depth++] = inventory_sign(letter);
    return below;
}

static struct row_name place_name(const struct inventory_place *place)
{
    return (struct row_name){inventory_kind, {place->path, place->depth}};
}

/* ---- bytes ---- */

static uint8_t *count_write(uint8_t *at, uint32_t count)
{
    for (unsigned shift = 4 * BYTE_BITS; shift > 0; shift -= BYTE_BITS)
        *at++ = (uint8_t)(count >> (shift - BYTE_BITS));
    return at;
}

static uint32_t count_read(const uint8_t *at)
{
    uint32_t count = 0;
    for (unsigned i = 0; i < 4; i++)
        count = count << BYTE_BITS | at[i];
    return count;
}

struct text inventory_leaf_bytes(const struct inventory_member *members, size_t count,
                                 struct arena *arena)
{
    const size_t size = 1 + count * INVENTORY_MEMBER;
    char *bytes = arena_alloc(arena, size);
    bytes[0] = MARK_LEAF;
    memcpy(bytes + 1, members, count * sizeof *members);
    return (struct text){bytes, size};
}

struct text inventory_fork_bytes(const struct inventory_part *children, struct arena *arena)
{
    uint8_t *bytes = arena_alloc(arena, 1 + INVENTORY_FAN * INVENTORY_CHILD), *at = bytes;
    *at++ = MARK_FORK;
    for (unsigned letter = 0; letter < INVENTORY_FAN; letter++)
        if (children[letter].count) {
            *at++ = (uint8_t)letter;
            at = count_write(at, children[letter].count);
            memcpy(at, children[letter].digest.bytes, sizeof children[letter].digest.bytes);
            at += sizeof children[letter].digest.bytes;
        }
    return (struct text){(const char *)bytes, (size_t)(at - bytes)};
}

static struct inventory_node *node_new(struct inventory *inventory, bool leaf)
{
    struct inventory_node *node = ARENA_NEW(inventory->arena, struct inventory_node);
    node->leaf = leaf;
    if (leaf)
        node->members = ARENA_ARRAY(inventory->arena, struct inventory_member, INVENTORY_LEAF + 1);
    else
        node->children = ARENA_ARRAY(inventory->arena, struct inventory_part, INVENTORY_FAN);
    return node;
}

static bool leaf_read(struct inventory_node *node, struct text bytes)
{
    const size_t members = bytes.size / INVENTORY_MEMBER;
    if (bytes.size % INVENTORY_MEMBER || members > INVENTORY_LEAF)
        return false;
    memcpy(node->members, bytes.at, bytes.size);
    node->count = (uint32_t)members;
    return true;
}

static bool fork_read(struct inventory_node *node, struct text bytes)
{
    const uint8_t *at = (const uint8_t *)bytes.at, *end = at + bytes.size;
    if (bytes.size % INVENTORY_CHILD)
        return false;
    for (; at < end; at += INVENTORY_CHILD) {
        const unsigned letter = at[0];
        const uint32_t below = count_read(at + 1);
        if (letter >= INVENTORY_FAN || node->children[letter].count || !below ||
            node->count > UINT32_MAX - below)
            return false;
        node->count += below;
        node->children[letter].count = below;
        memcpy(node->children[letter].digest.bytes, at + 1 + sizeof below,
               sizeof node->children[letter].digest.bytes);
    }
    return true;
}

/* The node of a part that is there: its bytes are those that the parent names. */
static bool node_take(struct inventory *inventory, struct inventory_part *part,
                      const struct inventory_place *place, struct error *err)
{
    struct text bytes;
    struct digest digest;
    if (part->node || !part->count)
        return true;
    if (!inventory->nodes.get(inventory->nodes.keeper, place_name(place), inventory->arena, &bytes,
                              err) ||
        !digest_text(bytes, &digest, err))
        return false;
    if (!bytes.size || !digest_equal(&digest, &part->digest))
        return inventory_edited(err);
    const bool leaf = bytes.at[0] == MARK_LEAF;
    struct inventory_node *node = node_new(inventory, leaf);
    const struct text rest = text_part(bytes, 1, bytes.size);
    if ((!leaf && (bytes.at[0] != MARK_FORK || place->depth >= INVENTORY_DEPTH)) ||
        !(leaf ? leaf_read(node, rest) : fork_read(node, rest)) || node->count != part->count)
        return inventory_edited(err);
    part->node = node;
    return true;
}

/* ---- asking ---- */

/* Where the label is in the leaf, or where it would be. */
static size_t leaf_seek(const struct inventory_node *leaf, const uint8_t *label, bool *found)
{
    size_t at = 0;
    int order = -1;
    while (at < leaf->count &&
           (order = memcmp(leaf->members[at].label, label, INVENTORY_LABEL)) < 0)
        at++;
    *found = at < leaf->count && order == 0;
    return at;
}

static bool row_edited(struct row_name name, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the row %.*s %.*s does not follow from the log: somebody edited the "
                     "database; obstat registry rebuild puts it right",
                     TEXT_ARGS(name.kind), TEXT_ARGS(name.key));
}

bool inventory_holds(struct inventory *inventory, struct row_name name, struct text document,
                     struct error *err)
{
    struct inventory_member row;
    struct inventory_place place = {0};
    struct inventory_part *part = &inventory->top;
    bool found = false;
    if (!member_of(name, document, &row, err) || !node_take(inventory, part, &place, err))
        return false;
    while (part->node && !part->node->leaf) {
        const unsigned letter = inventory_letter(row.label, place.depth);
        part = &part->node->children[letter];
        place = place_below(&place, letter);
        if (!node_take(inventory, part, &place, err))
            return false;
    }
    const size_t at = part->node ? leaf_seek(part->node, row.label, &found) : 0;
    const bool holds = found
                           ? document.size && digest_equal(&part->node->members[at].said, &row.said)
                           : !document.size;
    return holds || row_edited(name, err);
}

static bool labels_share(const uint8_t *one, const uint8_t *other, unsigned letters)
{
    for (unsigned depth = 0; depth < letters; depth++)
        if (inventory_letter(one, depth) != inventory_letter(other, depth))
            return false;
    return true;
}

static uint32_t leaf_count(const struct inventory_node *leaf, const uint8_t *label,
                           unsigned letters)
{
    uint32_t count = 0;
    for (size_t at = 0; at < leaf->count; at++)
        count += labels_share(leaf->members[at].label, label, letters);
    return count;
}

struct text inventory_beginning(struct text key)
{
    struct text parts[SHARED];
    return parts[shared_parts(key, parts) - 1];
}

bool inventory_count(struct inventory *inventory, struct row_name rows, uint32_t *out,
                     struct error *err)
{
    uint8_t label[INVENTORY_LABEL];
    struct text parts[SHARED];
    struct inventory_place place = {0};
    struct inventory_part *part = &inventory->top;
    const unsigned letters = shared_letters[shared_parts(rows.key, parts) - 1];
    if (!inventory_label_of(rows, label, err))
        return false;
    while (place.depth < letters) {
        if (!node_take(inventory, part, &place, err))
            return false;
        if (!part->node || part->node->leaf) {
            *out = part->node ? leaf_count(part->node, label, letters) : 0;
            return true;
        }
        const unsigned letter = inventory_letter(label, place.depth);
        part = &part->node->children[letter];
        place = place_below(&place, letter);
    }
    *out = part->count;
    return true;
}

bool inventory_has(struct inventory *inventory, struct text path, bool *has, struct error *err)
{
    struct inventory_place place = {0};
    struct inventory_part *part = &inventory->top;
    *has = false;
    while (place.depth < path.size) {
        unsigned letter = 0;
        while (letter < INVENTORY_FAN && inventory_sign(letter) != path.at[place.depth])
            letter++;
        if (!node_take(inventory, part, &place, err))
            return false;
        if (!part->node || part->node->leaf || letter == INVENTORY_FAN)
            return true;
        part = &part->node->children[letter];
        place = place_below(&place, letter);
    }
    *has = part->count > 0;
    return true;
}

/* ---- noting ---- */

static void leaf_put(struct inventory_node *leaf, const struct inventory_member *row)
{
    bool found;
    const size_t at = leaf_seek(leaf, row->label, &found);
    if (!found) {
        memmove(&leaf->members[at + 1], &leaf->members[at],
                (leaf->count - at) * sizeof *leaf->members);
        leaf->count++;
    } else if (digest_equal(&leaf->members[at].said, &row->said)) {
        return;
    }
    leaf->members[at] = *row;
    leaf->changed = true;
}

static void leaf_remove(struct inventory_node *leaf, const struct inventory_member *row)
{
    bool found;
    const size_t at = leaf_seek(leaf, row->label, &found);
    if (!found)
        return;
    leaf->count--;
    memmove(&leaf->members[at], &leaf->members[at + 1], (leaf->count - at) * sizeof *leaf->members);
    leaf->changed = true;
}

/* One member too many: a fork over leaves, and over forks where all members go the same way. */
static struct inventory_node *leaf_split(struct inventory *inventory,
                                         const struct inventory_node *leaf, unsigned depth)
{
    struct inventory_node *fork = node_new(inventory, false);
    fork->count = leaf->count;
    fork->changed = true;
    for (size_t at = 0; at < leaf->count; at++) {
        struct inventory_part *child =
            &fork->children[inventory_letter(leaf->members[at].label, depth)];
        if (!child->node) {
            child->node = node_new(inventory, true);
            child->node->changed = true;
        }
        child->node->members[child->node->count++] = leaf->members[at];
        child->count = child->node->count;
    }
    for (unsigned letter = 0; letter < INVENTORY_FAN; letter++)
        if (fork->children[letter].count > INVENTORY_LEAF)
            fork->children[letter].node =
                leaf_split(inventory, fork->children[letter].node, depth + 1);
    return fork;
}

static bool node_drop(struct inventory *inventory, const struct inventory_place *place,
                      struct error *err)
{
    return inventory->nodes.put(inventory->nodes.keeper, place_name(place), TEXT_NONE, err);
}

/* A fork over so few rows that they go into one leaf: then its children are leaves. */
static bool fork_join(struct inventory *inventory, struct inventory_part *part,
                      const struct inventory_place *place, struct error *err)
{
    struct inventory_node *joined = node_new(inventory, true);
    for (unsigned letter = 0; letter < INVENTORY_FAN; letter++) {
        struct inventory_part *child = &part->node->children[letter];
        const struct inventory_place below = place_below(place, letter);
        if (!node_take(inventory, child, &below, err))
            return false;
        if (!child->node)
            continue;
        if (!child->node->leaf || joined->count + child->node->count > INVENTORY_LEAF)
            return inventory_edited(err);
        memcpy(&joined->members[joined->count], child->node->members,
               child->node->count * sizeof *joined->members);
        joined->count += child->node->count;
        if (!node_drop(inventory, &below, err))
            return false;
    }
    joined->changed = true;
    part->node = joined;
    return true;
}

static void leaf_note(struct inventory *inventory, struct inventory_part *part, unsigned depth,
                      const struct inventory_member *row, bool there)
{
    if (!part->node)
        part->node = node_new(inventory, true);
    if (there)
        leaf_put(part->node, row);
    else
        leaf_remove(part->node, row);
    if (part->node->count > INVENTORY_LEAF)
        part->node = leaf_split(inventory, part->node, depth);
    part->count = part->node->count;
}

static bool part_note(struct inventory *inventory, struct inventory_part *part,
                      const struct inventory_place *place, const struct inventory_member *row,
                      bool there, struct error *err)
{
    if (!node_take(inventory, part, place, err))
        return false;
    if (!part->node || part->node->leaf) {
        leaf_note(inventory, part, place->depth, row, there);
        return true;
    }
    struct inventory_node *fork = part->node;
    const unsigned letter = inventory_letter(row->label, place->depth);
    const struct inventory_place below = place_below(place, letter);
    const uint32_t before = fork->children[letter].count;
    if (!part_note(inventory, &fork->children[letter], &below, row, there, err))
        return false;
    fork->changed |= fork->children[letter].node->changed;
    fork->count = part->count = fork->count - before + fork->children[letter].count;
    return fork->count > INVENTORY_LEAF || fork_join(inventory, part, place, err);
}

bool inventory_note(struct inventory *inventory, struct row_name name, struct text document,
                    struct error *err)
{
    struct inventory_member row;
    const struct inventory_place top = {0};
    if (inventory->top.count == UINT32_MAX)
        return error_set(err, ERROR_REFUSED, "the ledger has more rows than an inventory counts");
    return member_of(name, document, &row, err) &&
           part_note(inventory, &inventory->top, &top, &row, document.size > 0, err);
}

/* ---- writing ---- */

static bool part_write(struct inventory *inventory, struct inventory_part *part,
                       const struct inventory_place *place, struct error *err)
{
    struct inventory_node *node = part->node;
    if (!node || !node->changed)
        return true;
    for (unsigned letter = 0; !node->leaf && letter < INVENTORY_FAN; letter++) {
        const struct inventory_place below = place_below(place, letter);
        if (!part_write(inventory, &node->children[letter], &below, err))
            return false;
    }
    node->changed = false;
    part->digest = (struct digest){0};
    if (!node->count) {
        part->node = NULL;
        return node_drop(inventory, place, err);
    }
    const struct text bytes =
        node->leaf ? inventory_leaf_bytes(node->members, node->count, inventory->arena)
                   : inventory_fork_bytes(node->children, inventory->arena);
    return digest_text(bytes, &part->digest, err) &&
           inventory->nodes.put(inventory->nodes.keeper, place_name(place), bytes, err);
}

bool inventory_changed(const struct inventory *inventory)
{
    return inventory->top.node && inventory->top.node->changed;
}

bool inventory_write(struct inventory *inventory, struct error *err)
{
    const struct inventory_place top = {0};
    return part_write(inventory, &inventory->top, &top, err);
}
