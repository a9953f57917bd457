#include "registry/shelf.h"

static int name_order(struct row_name one_row, struct row_name other_row)
{
    const int row_order = text_compare(one_row.kind, other_row.kind);
    return row_order ? row_order : text_compare(one_row.key, other_row.key);
}

/* splitmix64: spread evenly, and the same in every run. */
static uint32_t shelf_priority(uint64_t nth)
{
    uint64_t mixed = (nth + 1) * UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)(mixed >> 32);
}

/* Everything before the name, and everything from it on. */
static void shelf_split(struct shelf_row *row, struct row_name row_named,
                        struct shelf_row **rows_before, struct shelf_row **rows_after)
{
    while (row) {
        if (name_order(row->name, row_named) < 0) {
            *rows_before = row;
            rows_before = &row->rows_after;
            row = row->rows_after;
        } else {
            *rows_after = row;
            rows_after = &row->rows_before;
            row = row->rows_before;
        }
    }
    *rows_before = *rows_after = NULL;
}

/* One tree of two, all of the first before all of the second. */
static struct shelf_row *shelf_join(struct shelf_row *lower_rows, struct shelf_row *upper_rows)
{
    struct shelf_row *joined_rows = NULL, **hanging = &joined_rows;
    while (lower_rows && upper_rows) {
        if (lower_rows->priority >= upper_rows->priority) {
            *hanging = lower_rows;
            hanging = &lower_rows->rows_after;
            lower_rows = lower_rows->rows_after;
        } else {
            *hanging = upper_rows;
            hanging = &upper_rows->rows_before;
            upper_rows = upper_rows->rows_before;
        }
    }
    *hanging = lower_rows ? lower_rows : upper_rows;
    return joined_rows;
}

/* Where the row hangs, or would. */
static struct shelf_row **shelf_place(struct shelf *shelf, struct row_name row_named)
{
    struct shelf_row **hanging = &shelf->top;
    int row_order;
    while (*hanging && (row_order = name_order(row_named, (*hanging)->name)) != 0)
        hanging = row_order < 0 ? &(*hanging)->rows_before : &(*hanging)->rows_after;
    return hanging;
}

static bool shelf_get(void *keeper, struct row_name row_named, struct arena *arena,
                      struct text *out, struct error *err)
{
    const struct shelf_row *row = *shelf_place(keeper, row_named);
    (void)err;
    *out = row ? text_copy(arena, row->document) : TEXT_NONE;
    return true;
}

static void shelf_add(struct shelf *shelf, struct row_name row_named, struct text row_document)
{
    struct shelf_row *rows_before, *rows_after, *row = ARENA_NEW(shelf->arena, struct shelf_row);
    *row = (struct shelf_row){
        .name = {text_copy(shelf->arena, row_named.kind), text_copy(shelf->arena, row_named.key)},
        .document = text_copy(shelf->arena, row_document),
        .room = row_document.size,
        .priority = shelf_priority(shelf->placed++),
    };
    shelf_split(shelf->top, row->name, &rows_before, &rows_after);
    shelf->top = shelf_join(shelf_join(rows_before, row), rows_after);
    shelf->count++;
}

static void shelf_replace(struct shelf *shelf, struct shelf_row *row, struct text row_document)
{
    char *room = (char *)(uintptr_t)row->document.at;
    if (row_document.size > row->room) {
        row->room = 2 * row_document.size;
        room = arena_alloc(shelf->arena, row->room);
    }
    memmove(room, row_document.at, row_document.size);
    row->document = (struct text){room, row_document.size};
}

static bool shelf_put(void *keeper, struct row_name row_named, struct text row_document,
                      struct error *err)
{
    struct shelf *shelf = keeper;
    struct shelf_row **hanging = shelf_place(shelf, row_named);
    (void)err;
    if (*hanging && row_document.size)
        shelf_replace(shelf, *hanging, row_document);
    else if (*hanging) {
        *hanging = shelf_join((*hanging)->rows_before, (*hanging)->rows_after);
        shelf->count--;
    } else if (row_document.size)
        shelf_add(shelf, row_named, row_document);
    return true;
}

/* An empty kind is a prefix of all. */
static bool is_below(struct row_name row_named, struct row_name row_prefix)
{
    return row_prefix.kind.size == 0 || (text_equal(row_named.kind, row_prefix.kind) &&
                                         text_starts(row_named.key, row_prefix.key));
}

/* As deep as the tree: some 3 log2(n) rows. */
static bool shelf_walk_row(const struct shelf_row *row, struct row_name row_prefix,
                           struct row_visit visit, struct error *err)
{
    if (!row)
        return true;
    const bool from_here = name_order(row->name, row_prefix) >= 0;
    if (from_here && !shelf_walk_row(row->rows_before, row_prefix, visit, err))
        return false;
    if (is_below(row->name, row_prefix) && !visit.see(visit.context, row->name, row->document, err))
        return false;
    const bool goes_on = !from_here || is_below(row->name, row_prefix);
    return !goes_on || shelf_walk_row(row->rows_after, row_prefix, visit, err);
}

static bool shelf_walk(void *keeper, struct row_name row_prefix, struct row_visit visit,
                       struct error *err)
{
    const struct shelf *shelf = keeper;
    return shelf_walk_row(shelf->top, row_prefix, visit, err);
}

struct rows shelf_rows(struct shelf *shelf)
{
    return (struct rows){shelf_get, shelf_put, shelf_walk, shelf};
}
