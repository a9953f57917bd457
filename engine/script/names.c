#include "script/names.h"

/* FNV-1a's step, and the last step of MurmurHash3, which spreads what the low bits lack. */
static const uint64_t step = UINT64_C(0x100000001b3);

static uint64_t name_hash_spread(uint64_t name_hash)
{
    name_hash = (name_hash ^ (name_hash >> 33)) * UINT64_C(0xff51afd7ed558ccd);
    name_hash = (name_hash ^ (name_hash >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
    return name_hash ^ (name_hash >> 33);
}

uint64_t names_hash(struct text name, uint64_t seed)
{
    uint64_t name_hash = seed ^ UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < name.size; i++)
        name_hash = (name_hash ^ (uint8_t)name.at[i]) * step;
    return name_hash_spread(name_hash);
}

uint64_t names_seed(uint64_t seed, const uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        seed = name_hash_spread((seed ^ bytes[i]) * step + 1);
    return seed;
}

/* Where the name stands, or the free slot where it would. */
static struct names_slot *slot_of(struct names_slot *name_slots, size_t capacity, struct text name,
                                  uint64_t seed)
{
    size_t i = (size_t)names_hash(name, seed) & (capacity - 1);
    while (name_slots[i].used && !text_equal(name_slots[i].name, name))
        i = (i + 1) & (capacity - 1);
    return &name_slots[i];
}

uint32_t *names_find(const struct names *names, struct text name)
{
    if (names->count == 0)
        return NULL;
    struct names_slot *name_slot = slot_of(names->slots, names->capacity, name, names->seed);
    return name_slot->used ? &name_slot->number : NULL;
}

static void names_grow(struct names *names, struct arena *arena)
{
    const size_t capacity = names->capacity ? 2 * names->capacity : NAMES_FIRST;
    struct names_slot *name_slots = ARENA_ARRAY(arena, struct names_slot, capacity);
    for (size_t i = 0; i < names->capacity; i++)
        if (names->slots[i].used)
            *slot_of(name_slots, capacity, names->slots[i].name, names->seed) = names->slots[i];
    names->slots = name_slots;
    names->capacity = capacity;
}

uint32_t *names_add(struct names *names, struct arena *arena, struct text name)
{
    if (2 * (names->count + 1) > names->capacity)
        names_grow(names, arena);
    struct names_slot *name_slot = slot_of(names->slots, names->capacity, name, names->seed);
    if (!name_slot->used) {
        *name_slot = (struct names_slot){.name = name, .used = true};
        names->count++;
    }
    return &name_slot->number;
}
