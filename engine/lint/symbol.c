#include "lint/symbol.h"

#include <stdint.h>

enum { SLOTS_FIRST = 256 };

/* FNV-1a. Names are at most one file's, so that even a file whose names collide costs little. */
static size_t hash_of(struct text name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ (uint8_t)name.at[i]) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ hash >> 32);
}

static void symbols_grow(struct symbols *symbols)
{
    const size_t capacity = symbols->capacity ? 2 * symbols->capacity : SLOTS_FIRST;
    struct symbol **slots = ARENA_ARRAY(symbols->arena, struct symbol *, capacity);
    for (size_t i = 0; i < symbols->capacity; i++)
        for (struct symbol *at = symbols->slots[i], *next; at; at = next) {
            struct symbol **slot = &slots[hash_of(at->name) & (capacity - 1)];
            next = at->next;
            at->next = *slot;
            *slot = at;
        }
    symbols->slots = slots;
    symbols->capacity = capacity;
}

struct symbol *symbol_of(struct symbols *symbols, struct text name)
{
    if (symbols->count >= symbols->capacity)
        symbols_grow(symbols);
    struct symbol **slot = &symbols->slots[hash_of(name) & (symbols->capacity - 1)];
    for (struct symbol *at = *slot; at; at = at->next)
        if (text_equal(at->name, name))
            return at;
    struct symbol *made = ARENA_NEW(symbols->arena, struct symbol);
    *made = (struct symbol){.name = name, .next = *slot};
    *slot = made;
    symbols->count++;
    return made;
}
