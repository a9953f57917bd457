#include "service/rebuild_rows.h"

#include "base/limits.h"

enum { MARK_PUT = '=', MARK_TAKEN = '-', MARK_READ = '?' };

static struct text marked_text(struct rebuild_rows *rebuild_rows, char mark, struct text document)
{
    arena_clear(&rebuild_rows->marked);
    char *marked = arena_alloc(&rebuild_rows->marked, document.size + 1);
    marked[0] = mark;
    if (document.size)
        memcpy(marked + 1, document.at, document.size);
    return (struct text){marked, document.size + 1};
}

/* ---- to the scratch ---- */

static bool newest_see(void *context, struct row_name named, struct text marked, struct error *err)
{
    const struct rows *scratch_port = context;
    return marked.at[0] == MARK_READ ||
           scratch_port->put(scratch_port->keeper, named, text_part(marked, 1, marked.size), err);
}

bool rebuild_rows_settle(struct rebuild_rows *rebuild_rows, struct error *err)
{
    struct rows scratch_port = scratch_rows(rebuild_rows->scratch);
    const struct rows newest = shelf_rows(&rebuild_rows->newest);
    const struct row_name all_rows = {TEXT_NONE, TEXT_NONE};
    if (!newest.walk(newest.keeper, all_rows, (struct row_visit){newest_see, &scratch_port}, err))
        return false;
    arena_free(&rebuild_rows->memory);
    rebuild_rows->newest = (struct shelf){.arena = &rebuild_rows->memory};
    return true;
}

static bool newest_put(struct rebuild_rows *rebuild_rows, struct row_name named, char mark,
                       struct text document, struct error *err)
{
    rebuild_rows->newest.arena = &rebuild_rows->memory;
    if (rebuild_rows->memory.size > LIMIT_REBUILD_MEMORY && !rebuild_rows_settle(rebuild_rows, err))
        return false;
    const struct rows newest = shelf_rows(&rebuild_rows->newest);
    return newest.put(newest.keeper, named, marked_text(rebuild_rows, mark, document), err);
}

/* ---- the port ---- */

static bool rebuild_get(void *keeper, struct row_name named, struct arena *arena, struct text *out,
                        struct error *err)
{
    struct text marked, document;
    struct rebuild_rows *rebuild_rows = keeper;
    const struct rows newest = shelf_rows(&rebuild_rows->newest);
    const struct rows scratch_port = scratch_rows(rebuild_rows->scratch);
    if (!newest.get(newest.keeper, named, arena, &marked, err))
        return false;
    if (marked.size) {
        *out = text_part(marked, 1, marked.size);
        return true;
    }
    if (!scratch_port.get(scratch_port.keeper, named, arena, &document, err) ||
        (document.size && !newest_put(rebuild_rows, named, MARK_READ, document, err)))
        return false;
    *out = document;
    return true;
}

static bool rebuild_put(void *keeper, struct row_name named, struct text document,
                        struct error *err)
{
    return newest_put(keeper, named, document.size ? MARK_PUT : MARK_TAKEN, document, err);
}

static bool below_see(void *context, struct row_name named, struct text document, struct error *err)
{
    const struct rows *merged = context;
    return merged->put(merged->keeper, named, document, err);
}

static bool above_see(void *context, struct row_name named, struct text marked, struct error *err)
{
    const struct rows *merged = context;
    return merged->put(merged->keeper, named, text_part(marked, 1, marked.size), err);
}

/* Walks of rules are over few rows: those of the scratch, and over them the newest. */
static bool rebuild_walk(void *keeper, struct row_name prefix, struct row_visit visit,
                         struct error *err)
{
    struct arena arena = {0};
    struct shelf shelf = {.arena = &arena};
    struct rows merged = shelf_rows(&shelf);
    struct rebuild_rows *rebuild_rows = keeper;
    const struct rows newest = shelf_rows(&rebuild_rows->newest);
    const struct rows scratch_port = scratch_rows(rebuild_rows->scratch);
    const bool walked =
        scratch_port.walk(scratch_port.keeper, prefix, (struct row_visit){below_see, &merged},
                          err) &&
        newest.walk(newest.keeper, prefix, (struct row_visit){above_see, &merged}, err) &&
        merged.walk(merged.keeper, prefix, visit, err);
    arena_free(&arena);
    return walked;
}

struct rows rebuild_rows_port(struct rebuild_rows *rebuild_rows)
{
    return (struct rows){rebuild_get, rebuild_put, rebuild_walk, rebuild_rows};
}

void rebuild_rows_free(struct rebuild_rows *rebuild_rows)
{
    arena_free(&rebuild_rows->memory);
    arena_free(&rebuild_rows->marked);
}
