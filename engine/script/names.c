#include "script/names.h"

/* FNV-1a's step, and the last step of MurmurHash3, which spreads what the low bits lack. */
static const uint64_t name_hash_step = UINT64_C(0x100000001b3);

static uint64_t name_hash_spread(uint64_t name_hash)
{
    name_hash = (name_hash ^ (name_hash >> 33)) * UINT64_C(0xff51afd7ed558ccd);
    name_hash = (name_hash ^ (name_hash >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
    return name_hash ^ (name_hash >> 33);
}

uint64_t names_hash(struct text name, uint64_t seed)
{
    uint64_t name_hash = seed ^ UINT64_C(0xcbf29ce484222325);
    for (size_t name_index = 0; name_index < name.size; name_index++)
        name_hash = (name_hash ^ (uint8_t)name.at[name_index]) * name_hash_step;
    return name_hash_spread(name_hash);
}

uint64_t names_seed(uint64_t seed, const uint8_t *bytes, size_t size)
{
    for (size_t name_index = 0; name_index < size; name_index++)
        seed = name_hash_spread((seed ^ bytes[name_index]) * name_hash_step + 1);
    return seed;
}

/* The slot where the name stands, or the free one where it would. */
static struct names_slot *slot_of(struct names_slot *name_slots, size_t name_capacity,
                                  struct text name, uint64_t seed)
{
    size_t name_index = (size_t)names_hash(name, seed) & (name_capacity - 1);
    while (name_slots[name_index].used && !text_equal(name_slots[name_index].name, name))
        name_index = (name_index + 1) & (name_capacity - 1);
    return &name_slots[name_index];
}

uint32_t *names_find(const struct names *names, struct text name)
{
    if (names->count == 0)
        return NULL;
    struct names_slot *name_slot = slot_of(names->slots, names->capacity, name, names->seed);
    return name_slot->used ? &name_slot->number : NULL;
}

static void name_slots_grow(struct names *names, struct arena *arena)
{
    const size_t name_capacity = names->capacity ? 2 * names->capacity : NAMES_FIRST;
    struct names_slot *name_slots = ARENA_ARRAY(arena, struct names_slot, name_capacity);
    for (size_t name_index = 0; name_index < names->capacity; name_index++)
        if (names->slots[name_index].used)
            *slot_of(name_slots, name_capacity, names->slots[name_index].name, names->seed) =
                names->slots[name_index];
    names->slots = name_slots;
    names->capacity = name_capacity;
}

uint32_t *names_add(struct names *names, struct arena *arena, struct text name)
{
    if (2 * (names->count + 1) > names->capacity)
        name_slots_grow(names, arena);
    struct names_slot *name_slot = slot_of(names->slots, names->capacity, name, names->seed);
    if (!name_slot->used) {
        *name_slot = (struct names_slot){.name = name, .used = true};
        names->count++;
    }
    return &name_slot->number;
}
