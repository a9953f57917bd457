#include "registry/shelf.h"

/* A row that is looked for. */
struct sought {
    struct row_name name;
    uint64_t kind_start;
};

/* A number that is in the order of the first eight bytes. */
static uint64_t kind_start_of(struct text kind)
{
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof start; i++)
        start = start << 8 | (i < kind.size ? (uint8_t)kind.at[i] : 0);
    return start;
}

static struct sought sought_of(struct row_name row_named)
{
    return (struct sought){row_named, kind_start_of(row_named.kind)};
}

static int name_order(const struct sought *sought, const struct shelf_row *row)
{
    if (sought->kind_start != row->kind_start)
        return sought->kind_start < row->kind_start ? -1 : 1;
    const struct text kind = sought->name.kind;
    const bool same_kind = kind.size == row->name.kind.size && kind.size <= sizeof row->kind_start;
    const int kinds = same_kind ? 0 : text_compare(kind, row->name.kind);
    return kinds ? kinds : text_compare(sought->name.key, row->name.key);
}

/* ---- balance: a left child is one level below, a right one may be of the same level once ---- */

static unsigned row_level(const struct shelf_row *row)
{
    return row ? row->level : 0;
}

static struct shelf_row *shelf_skew(struct shelf_row *row)
{
    struct shelf_row *lifted = row ? row->rows_before : NULL;
    if (!lifted || lifted->level != row->level)
        return row;
    row->rows_before = lifted->rows_after;
    lifted->rows_after = row;
    return lifted;
}

static struct shelf_row *shelf_split(struct shelf_row *row)
{
    struct shelf_row *lifted = row ? row->rows_after : NULL;
    if (!lifted || row_level(lifted->rows_after) != row->level)
        return row;
    row->rows_after = lifted->rows_before;
    lifted->rows_before = row;
    lifted->level++;
    return lifted;
}

static struct shelf_row *shelf_insert(struct shelf_row *row, const struct sought *sought,
                                      struct shelf_row *added_row)
{
    if (!row)
        return added_row;
    if (name_order(sought, row) < 0)
        row->rows_before = shelf_insert(row->rows_before, sought, added_row);
    else
        row->rows_after = shelf_insert(row->rows_after, sought, added_row);
    return shelf_split(shelf_skew(row));
}

/* After one was taken from below it: its level follows, and its right side is put in order. */
static struct shelf_row *shelf_settle(struct shelf_row *row)
{
    const unsigned before_level = row_level(row->rows_before);
    const unsigned after_level = row_level(row->rows_after);
    const unsigned level = 1 + (before_level < after_level ? before_level : after_level);
    if (level < row->level) {
        row->level = level;
        if (row->rows_after && level < after_level)
            row->rows_after->level = level;
    }
    row = shelf_skew(row);
    row->rows_after = shelf_skew(row->rows_after);
    if (row->rows_after)
        row->rows_after->rows_after = shelf_skew(row->rows_after->rows_after);
    row = shelf_split(row);
    row->rows_after = shelf_split(row->rows_after);
    return row;
}

static void row_move(struct shelf_row *row, const struct shelf_row *moved_row)
{
    row->name = moved_row->name;
    row->kind_start = moved_row->kind_start;
    row->document = moved_row->document;
    row->room = moved_row->room;
}

/* The one that is taken has its nearest neighbour below it take its place. */
static struct shelf_row *shelf_take(struct shelf_row *row, const struct sought *sought)
{
    if (!row)
        return NULL;
    const int row_order = name_order(sought, row);
    if (row_order < 0)
        row->rows_before = shelf_take(row->rows_before, sought);
    else if (row_order > 0)
        row->rows_after = shelf_take(row->rows_after, sought);
    else if (!row->rows_before)
        return row->rows_after;
    else {
        struct shelf_row *nearest = row->rows_before;
        while (nearest->rows_after)
            nearest = nearest->rows_after;
        const struct shelf_row moved_row = *nearest;
        const struct sought moved = {moved_row.name, moved_row.kind_start};
        row->rows_before = shelf_take(row->rows_before, &moved);
        row_move(row, &moved_row);
    }
    return shelf_settle(row);
}

/* ---- rows ---- */

static struct shelf_row *shelf_find(const struct shelf *shelf, const struct sought *sought)
{
    struct shelf_row *row = shelf->top;
    int row_order;
    while (row && (row_order = name_order(sought, row)) != 0)
        row = row_order < 0 ? row->rows_before : row->rows_after;
    return row;
}

static bool shelf_get(void *keeper, struct row_name row_named, struct arena *arena,
                      struct text *out, struct error *err)
{
    const struct sought sought = sought_of(row_named);
    const struct shelf_row *row = shelf_find(keeper, &sought);
    (void)err;
    *out = row ? text_copy(arena, row->document) : TEXT_NONE;
    return true;
}

static void shelf_add(struct shelf *shelf, const struct sought *sought, struct text row_document)
{
    struct shelf_row *row = ARENA_NEW(shelf->arena, struct shelf_row);
    *row = (struct shelf_row){
        .name = {text_copy(shelf->arena, sought->name.kind),
                 text_copy(shelf->arena, sought->name.key)},
        .kind_start = sought->kind_start,
        .document = text_copy(shelf->arena, row_document),
        .room = row_document.size,
        .level = 1,
    };
    shelf->top = shelf_insert(shelf->top, sought, row);
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
    const struct sought sought = sought_of(row_named);
    struct shelf_row *row = shelf_find(shelf, &sought);
    (void)err;
    if (row && row_document.size)
        shelf_replace(shelf, row, row_document);
    else if (row) {
        shelf->top = shelf_take(shelf->top, &sought);
        shelf->count--;
    } else if (row_document.size)
        shelf_add(shelf, &sought, row_document);
    return true;
}

/* An empty kind is a prefix of all. */
static bool is_below(struct row_name row_named, struct row_name row_prefix)
{
    return row_prefix.kind.size == 0 || (text_equal(row_named.kind, row_prefix.kind) &&
                                         text_starts(row_named.key, row_prefix.key));
}

/* As deep as the tree: 2 log2(n) rows at most. */
static bool shelf_walk_row(const struct shelf_row *row, const struct sought *prefix,
                           struct row_visit visit, struct error *err)
{
    if (!row)
        return true;
    const bool from_here = name_order(prefix, row) <= 0;
    if (from_here && !shelf_walk_row(row->rows_before, prefix, visit, err))
        return false;
    const bool below = from_here && is_below(row->name, prefix->name);
    if (below && !visit.see(visit.context, row->name, row->document, err))
        return false;
    return (from_here && !below) || shelf_walk_row(row->rows_after, prefix, visit, err);
}

static bool shelf_walk(void *keeper, struct row_name row_prefix, struct row_visit visit,
                       struct error *err)
{
    const struct shelf *shelf = keeper;
    const struct sought prefix = sought_of(row_prefix);
    return shelf_walk_row(shelf->top, &prefix, visit, err);
}

struct rows shelf_rows(struct shelf *shelf)
{
    return (struct rows){shelf_get, shelf_put, shelf_walk, shelf};
}
