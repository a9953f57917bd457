#include "service/catalogue.h"

#include "base/file.h"
#include "base/limits.h"

enum { CELLS_MOST = 5 };

static const char references_heading[] = "framework,reference,title";
static const char ties_heading[] = "rule,framework,reference,kind,source";

/* One line of a table, cut at its commas. */
struct cells {
    struct text at[CELLS_MOST];
    size_t count;
};

/* The cell that `rest` begins with; *size is how much of `rest` it takes, quotes included. */
static bool cell_cut(struct text rest, struct text *cell, size_t *size)
{
    if (!text_starts(rest, TEXT("\""))) {
        *cell = text_part(rest, 0, text_find(rest, ','));
        *size = cell->size;
        return text_find(*cell, '"') == cell->size;
    }
    const struct text inside = text_part(rest, 1, rest.size);
    *cell = text_part(inside, 0, text_find(inside, '"'));
    *size = cell->size + 2;
    return *size <= rest.size && (*size == rest.size || rest.at[*size] == ',');
}

static bool line_cut(struct text line, struct cells *out)
{
    size_t from = 0;
    for (out->count = 0; from <= line.size && out->count < CELLS_MOST; out->count++) {
        size_t size;
        const struct text rest = text_part(line, from, line.size);
        if (!cell_cut(rest, &out->at[out->count], &size))
            return false;
        from += size + 1;
    }
    return from > line.size;
}

/* Told of each line below the heading. */
struct table {
    const char *path, *heading;
    size_t columns;
    void (*add)(struct arena *arena, const struct cells *cells, struct catalogue *out);
};

static void reference_add(struct arena *arena, const struct cells *cells, struct catalogue *out)
{
    *LIST_ADD(arena, &out->references) =
        (struct framework_reference){cells->at[0], cells->at[1], cells->at[2]};
}

static void tie_add(struct arena *arena, const struct cells *cells, struct catalogue *out)
{
    *LIST_ADD(arena, &out->ties) = (struct tie){cells->at[0], cells->at[1], cells->at[2]};
}

static bool line_read(const struct table *table, struct text line, struct place place,
                      struct arena *arena, struct catalogue *out, struct error *err)
{
    struct cells cells;
    if (place.line == 1)
        return text_is(line, table->heading) ||
               error_at(err, ERROR_REFUSED, place, "the heading is not %s", table->heading);
    if (!line_cut(line, &cells) || cells.count != table->columns)
        return error_at(err, ERROR_REFUSED, place,
                        "the line does not have %zu cells with commas between them",
                        table->columns);
    table->add(arena, &cells, out);
    return true;
}

static bool table_read(const struct table *table, const char *data, struct arena *arena,
                       struct catalogue *out, struct error *err)
{
    struct text bytes;
    struct place place = {path_join(arena, data, table->path), 0, 0};
    if (!file_read(place.file, LIMIT_CATALOGUE_SIZE, arena, &bytes, err))
        return false;
    for (size_t from = 0; from < bytes.size;) {
        const struct text rest = text_part(bytes, from, bytes.size);
        const struct text line = text_part(rest, 0, text_find(rest, '\n'));
        place.line++;
        if (!line_read(table, line, place, arena, out, err))
            return false;
        from += line.size + 1;
    }
    return true;
}

bool catalogue_read(const char *data, struct arena *arena, struct catalogue *out, struct error *err)
{
    const struct table references = {"policies/frameworks.csv", references_heading, 3,
                                     reference_add};
    const struct table ties = {"policies/controls.csv", ties_heading, 5, tie_add};
    struct catalogue catalogue = {0};
    if (!table_read(&references, data, arena, &catalogue, err) ||
        !table_read(&ties, data, arena, &catalogue, err))
        return false;
    *out = catalogue;
    return true;
}

struct text framework_name(const struct catalogue *catalogue, struct text framework,
                           struct suggestion *near)
{
    for (size_t i = 0; i < catalogue->references.count; i++) {
        const struct framework_reference *row = &catalogue->references.at[i];
        if (row->reference.size)
            continue;
        if (text_equal(row->framework, framework))
            return row->title;
        suggest_offer(near, row->framework);
    }
    return TEXT_NONE;
}

static bool continues_name(char byte)
{
    return byte == '.' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

bool reference_falls_under(struct text reference, struct text wide)
{
    return wide.size && text_starts(reference, wide) &&
           (reference.size == wide.size || !continues_name(reference.at[wide.size]));
}
