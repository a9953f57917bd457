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

/* The cell that `catalogue_rest` begins with; *size is how much of `catalogue_rest` it takes,
 * quotes included. */
static bool catalogue_cell_cut(struct text catalogue_rest, struct text *catalogue_cell,
                               size_t *size)
{
    if (!text_starts(catalogue_rest, TEXT("\""))) {
        *catalogue_cell = text_part(catalogue_rest, 0, text_find(catalogue_rest, ','));
        *size = catalogue_cell->size;
        return text_find(*catalogue_cell, '"') == catalogue_cell->size;
    }
    const struct text quoted_cell = text_part(catalogue_rest, 1, catalogue_rest.size);
    *catalogue_cell = text_part(quoted_cell, 0, text_find(quoted_cell, '"'));
    *size = catalogue_cell->size + 2;
    return *size <= catalogue_rest.size &&
           (*size == catalogue_rest.size || catalogue_rest.at[*size] == ',');
}

static bool catalogue_line_cut(struct text catalogue_line, struct cells *catalogue_cells)
{
    size_t from = 0;
    for (catalogue_cells->count = 0;
         from <= catalogue_line.size && catalogue_cells->count < CELLS_MOST;
         catalogue_cells->count++) {
        size_t size;
        const struct text catalogue_rest = text_part(catalogue_line, from, catalogue_line.size);
        if (!catalogue_cell_cut(catalogue_rest, &catalogue_cells->at[catalogue_cells->count],
                                &size))
            return false;
        from += size + 1;
    }
    return from > catalogue_line.size;
}

/* Told of each line below the heading. */
struct table {
    const char *path, *heading;
    size_t columns;
    void (*add)(struct arena *arena, const struct cells *catalogue_cells,
                struct catalogue *catalogue);
};

static void reference_add(struct arena *arena, const struct cells *catalogue_cells,
                          struct catalogue *catalogue)
{
    *LIST_ADD(arena, &catalogue->references) = (struct framework_reference){
        catalogue_cells->at[0], catalogue_cells->at[1], catalogue_cells->at[2]};
}

static void tie_add(struct arena *arena, const struct cells *catalogue_cells,
                    struct catalogue *catalogue)
{
    *LIST_ADD(arena, &catalogue->ties) =
        (struct tie){catalogue_cells->at[0], catalogue_cells->at[1], catalogue_cells->at[2]};
}

static bool catalogue_line_read(const struct table *catalogue_table, struct text catalogue_line,
                                struct place catalogue_place, struct arena *arena,
                                struct catalogue *catalogue, struct error *err)
{
    struct cells catalogue_cells;
    if (catalogue_place.line == 1)
        return text_is(catalogue_line, catalogue_table->heading) ||
               error_at(err, ERROR_REFUSED, catalogue_place, "the heading is not %s",
                        catalogue_table->heading);
    if (!catalogue_line_cut(catalogue_line, &catalogue_cells) ||
        catalogue_cells.count != catalogue_table->columns)
        return error_at(err, ERROR_REFUSED, catalogue_place,
                        "the line does not have %zu cells with commas between them",
                        catalogue_table->columns);
    catalogue_table->add(arena, &catalogue_cells, catalogue);
    return true;
}

static bool catalogue_table_read(const struct table *catalogue_table, const char *data,
                                 struct arena *arena, struct catalogue *catalogue,
                                 struct error *err)
{
    struct text catalogue_bytes;
    struct place catalogue_place = {path_join(arena, data, catalogue_table->path), 0, 0};
    if (!file_read(catalogue_place.file, LIMIT_CATALOGUE_SIZE, arena, &catalogue_bytes, err))
        return false;
    for (size_t from = 0; from < catalogue_bytes.size;) {
        const struct text catalogue_rest = text_part(catalogue_bytes, from, catalogue_bytes.size);
        const struct text catalogue_line =
            text_part(catalogue_rest, 0, text_find(catalogue_rest, '\n'));
        catalogue_place.line++;
        if (!catalogue_line_read(catalogue_table, catalogue_line, catalogue_place, arena, catalogue,
                                 err))
            return false;
        from += catalogue_line.size + 1;
    }
    return true;
}

bool catalogue_read(const char *data, struct arena *arena, struct catalogue *read_catalogue,
                    struct error *err)
{
    const struct table references = {"policies/frameworks.csv", references_heading, 3,
                                     reference_add};
    const struct table ties = {"policies/controls.csv", ties_heading, 5, tie_add};
    struct catalogue catalogue = {0};
    if (!catalogue_table_read(&references, data, arena, &catalogue, err) ||
        !catalogue_table_read(&ties, data, arena, &catalogue, err))
        return false;
    *read_catalogue = catalogue;
    return true;
}

struct text framework_name(const struct catalogue *catalogue, struct text framework,
                           struct suggestion *near_framework)
{
    for (size_t i = 0; i < catalogue->references.count; i++) {
        const struct framework_reference *row = &catalogue->references.at[i];
        if (row->reference.size)
            continue;
        if (text_equal(row->framework, framework))
            return row->title;
        suggest_offer(near_framework, row->framework);
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
