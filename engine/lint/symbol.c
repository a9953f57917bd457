#include "lint/symbol.h"

#include <stdint.h>

enum { SYMBOL_SLOTS_FIRST = 256 };

/* FNV-1a. Names are at most one file's, so that even a file whose names collide costs little. */
static size_t symbol_hash(struct text symbol_name)
{
    uint64_t symbol_hashed = UINT64_C(0xcbf29ce484222325);
    for (size_t symbol_letter = 0; symbol_letter < symbol_name.size; symbol_letter++)
        symbol_hashed =
            (symbol_hashed ^ (uint8_t)symbol_name.at[symbol_letter]) * UINT64_C(0x100000001b3);
    return (size_t)(symbol_hashed ^ symbol_hashed >> 32);
}

static void symbols_grow(struct symbols *symbols)
{
    const size_t capacity = symbols->capacity ? 2 * symbols->capacity : SYMBOL_SLOTS_FIRST;
    struct symbol **slots = ARENA_ARRAY(symbols->arena, struct symbol *, capacity);
    for (size_t old_slot = 0; old_slot < symbols->capacity; old_slot++)
        for (struct symbol *symbol = symbols->slots[old_slot], *next; symbol; symbol = next) {
            struct symbol **slot = &slots[symbol_hash(symbol->name) & (capacity - 1)];
            next = symbol->next;
            symbol->next = *slot;
            *slot = symbol;
        }
    symbols->slots = slots;
    symbols->capacity = capacity;
}

struct symbol *symbol_of(struct symbols *symbols, struct text name)
{
    if (symbols->count >= symbols->capacity)
        symbols_grow(symbols);
    struct symbol **slot = &symbols->slots[symbol_hash(name) & (symbols->capacity - 1)];
    for (struct symbol *symbol = *slot; symbol; symbol = symbol->next)
        if (text_equal(symbol->name, name))
            return symbol;
    struct symbol *new_symbol = ARENA_NEW(symbols->arena, struct symbol);
    *new_symbol = (struct symbol){.name = name, .next = *slot};
    *slot = new_symbol;
    symbols->count++;
    return new_symbol;
}
