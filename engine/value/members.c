/* Keys are sorted by eight of their bytes at a time, as numbers:
 *
 *     "accuracy"      -> 6163637572616379          level 0   hendryck | hendryck | arc_easy
 *     "auc"           -> 6175630000000000          level 1   sTest-an | sTest-hi |
 *
 * Only the keys that are equal in those go on to the next eight. After LEVELS of this, what is
 * left, equal keys and those with a long beginning in common, is compared as text.
 */
#include "value/members.h"

enum {
    STEP = 8,
    LEVELS = 4,
    FEW = 12,   /* so many are sorted by insertion                */
    LOCAL = 64, /* so many are sorted without asking for memory   */
};

struct slot {
    uint64_t prefix;
    const struct member *member;
};

static struct text key_of(const struct member *member)
{
    return (struct text){member->key, member->key_size};
}

static uint64_t big_endian(uint64_t bytes)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return __builtin_bswap64(bytes);
#else
    return bytes;
#endif
}

/* The eight bytes from `from` on, zeros behind the end of the key: a prefix comes first. */
static inline uint64_t prefix_of(const struct member *member, size_t from)
{
    uint64_t bytes = 0;
    if (member->key_size >= from + STEP) {
        memcpy(&bytes, member->key + from, STEP);
        return big_endian(bytes);
    }
    for (size_t i = from; i < member->key_size; i++)
        bytes = bytes << 8 | (unsigned char)member->key[i];
    const size_t size = member->key_size > from ? member->key_size - from : 0;
    return size ? bytes << 8 * (STEP - size) : 0;
}

static void insertion_sort(struct slot *slots, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct slot slot = slots[i];
        size_t to = i;
        for (; to && slot.prefix < slots[to - 1].prefix; to--)
            slots[to] = slots[to - 1];
        slots[to] = slot;
    }
}

static void merge(const struct slot *a, const struct slot *a_end, const struct slot *b,
                  const struct slot *b_end, struct slot *out)
{
    while (a < a_end && b < b_end) {
        const bool second = b->prefix < a->prefix;
        *out++ = *(second ? b : a);
        a += !second;
        b += second;
    }
    memcpy(out, a, (size_t)(a_end - a) * sizeof *a);
    memcpy(out + (a_end - a), b, (size_t)(b_end - b) * sizeof *b);
}

/* By prefix alone; `spare` has the size of `slots`. */
static void merge_sort(struct slot *slots, size_t count, struct slot *spare)
{
    if (count <= FEW) {
        insertion_sort(slots, count);
        return;
    }
    const size_t half = count / 2;
    merge_sort(slots, half, spare);
    merge_sort(slots + half, count - half, spare);
    if (slots[half - 1].prefix <= slots[half].prefix)
        return;
    memcpy(spare, slots, half * sizeof *slots);
    merge(spare, spare + half, slots + half, slots + count, slots);
}

static int slot_order(const void *a, const void *b)
{
    const struct slot *left_slot = a, *right_slot = b;
    return text_compare(key_of(left_slot->member), key_of(right_slot->member));
}

static bool later(const struct member *a, const struct member *b)
{
    return a->key_line != b->key_line ? a->key_line > b->key_line : a->key_column > b->key_column;
}

/* Keys that no prefix tells apart. */
static bool text_sort(struct slot *slots, size_t count, const struct member **duplicate)
{
    qsort(slots, count, sizeof *slots, slot_order);
    for (size_t i = 1; i < count; i++)
        if (slot_order(&slots[i - 1], &slots[i]) == 0) {
            const struct member *a = slots[i - 1].member, *b = slots[i].member;
            *duplicate = later(a, b) ? a : b;
            return false;
        }
    return true;
}

static bool level_sort(struct slot *slots, size_t count, size_t key_level, struct slot *spare,
                       const struct member **duplicate)
{
    if (key_level == LEVELS)
        return text_sort(slots, count, duplicate);
    for (size_t i = 0; i < count; i++)
        slots[i].prefix = prefix_of(slots[i].member, key_level * STEP);
    merge_sort(slots, count, spare);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && slots[to].prefix == slots[from].prefix;)
            to++;
        if (to - from > 1 && !level_sort(slots + from, to - from, key_level + 1, spare, duplicate))
            return false;
    }
    return true;
}

bool members_sorted(const struct member *members, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (text_compare(key_of(&members[i - 1]), key_of(&members[i])) >= 0)
            return false;
    return true;
}

static bool sort_into(const struct member *members, size_t count, struct slot *slots,
                      struct member *sorted_members, const struct member **duplicate)
{
    for (size_t i = 0; i < count; i++)
        slots[i].member = &members[i];
    if (!level_sort(slots, count, 0, slots + count, duplicate))
        return false;
    for (size_t i = 0; i < count; i++)
        sorted_members[i] = *slots[i].member;
    return true;
}

bool members_copy_sorted(const struct member *members, size_t count, struct member *sorted_members,
                         const struct member **duplicate)
{
    struct slot local_slots[2 * LOCAL];
    if (members_sorted(members, count)) {
        if (count)
            memcpy(sorted_members, members, count * sizeof *members);
        return true;
    }
    struct slot *slots = count <= LOCAL ? local_slots : calloc(count, 2 * sizeof *slots);
    if (!slots)
        arena_exhausted();
    const bool unique = sort_into(members, count, slots, sorted_members, duplicate);
    if (slots != local_slots)
        free(slots);
    return unique;
}

bool members_sort(struct member *members, size_t count, size_t *duplicate)
{
    const struct member *twice = NULL;
    if (members_sorted(members, count))
        return true;
    struct member *copy = calloc(count, sizeof *copy);
    if (!copy)
        arena_exhausted();
    const bool unique = members_copy_sorted(members, count, copy, &twice);
    if (unique)
        memcpy(members, copy, count * sizeof *members);
    else
        *duplicate = (size_t)(twice - members);
    free(copy);
    return unique;
}
