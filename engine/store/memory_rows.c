#include "store/memory_rows.h"

static int name_compare(struct row_name memory_name, struct row_name sought_name)
{
    const int kind_order = text_compare(memory_name.kind, sought_name.kind);
    return kind_order ? kind_order : text_compare(memory_name.key, sought_name.key);
}

/* FNV-1a: any number will do that does not follow the order of the names. */
static uint32_t rank_add(uint32_t rank, struct text ranked)
{
    for (size_t rank_at = 0; rank_at < ranked.size; rank_at++)
        rank = (rank ^ (uint8_t)ranked.at[rank_at]) * 16777619U;
    return rank;
}

static uint32_t rank_of(struct row_name name)
{
    return rank_add(rank_add(2166136261U, name.kind), name.key) * 2654435761U;
}

struct memory_row *memory_row_find(struct memory_row *top, struct row_name name)
{
    while (top) {
        const int order = name_compare(name, top->name);
        if (order == 0)
            return top;
        top = order < 0 ? top->before : top->after;
    }
    return NULL;
}

/* Part a tree at a name that it does not have. */
static void rows_split(struct memory_row *top, struct row_name name, struct memory_row **before,
                       struct memory_row **after)
{
    while (top)
        if (name_compare(name, top->name) < 0) {
            *after = top;
            after = &top->before;
            top = *after;
        } else {
            *before = top;
            before = &top->after;
            top = *before;
        }
    *before = *after = NULL;
}

struct memory_row *memory_row_add(struct memory_row **top, struct row_name name,
                                  struct arena *arena)
{
    struct memory_row *memory_row_found = memory_row_find(*top, name);
    if (memory_row_found)
        return memory_row_found;
    struct memory_row *memory_row = ARENA_NEW(arena, struct memory_row);
    memory_row->name = (struct row_name){text_copy(arena, name.kind), text_copy(arena, name.key)};
    memory_row->rank = rank_of(name);
    while (*top && (*top)->rank >= memory_row->rank)
        top = name_compare(name, (*top)->name) < 0 ? &(*top)->before : &(*top)->after;
    rows_split(*top, name, &memory_row->before, &memory_row->after);
    *top = memory_row;
    return memory_row;
}

static bool name_fits(struct row_name memory_name, struct row_name memory_prefix)
{
    return (memory_prefix.kind.size == 0 || text_equal(memory_name.kind, memory_prefix.kind)) &&
           text_starts(memory_name.key, memory_prefix.key);
}

bool memory_rows_walk(const struct memory_row *top, struct row_name prefix, struct row_visit visit,
                      struct error *err)
{
    if (!top)
        return true;
    const bool of_kind = prefix.kind.size > 0;
    const bool before_all = of_kind && name_compare(top->name, prefix) < 0;
    const bool after_all = of_kind && !before_all && !name_fits(top->name, prefix);
    if (!before_all && !memory_rows_walk(top->before, prefix, visit, err))
        return false;
    if (top->document.size > 0 && name_fits(top->name, prefix) &&
        !visit.see(visit.context, top->name, top->document, err))
        return false;
    return after_all || memory_rows_walk(top->after, prefix, visit, err);
}
