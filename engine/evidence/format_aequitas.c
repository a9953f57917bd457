/* Aequitas crosstabs: one row for each group of people, as `Group().get_crosstabs` gives them and
 * `to_csv` writes them (aequitas/group.py; bias and fairness columns may follow).
 *
 *     model_id,score_threshold,k,attribute_name,attribute_value,tpr,...,fp,fn,tn,tp,group_size,...
 *
 * The four counts are the group's outcomes and group_size its n; every other number of the row is a
 * figure of the group. Ratios that Aequitas filled in for a division by zero are figures like any
 * other: what is judged is recomputed from the counts. A file of several models or thresholds says
 * several things of one group and is refused. */
#include "evidence/format.h"

static const char *const crosstab_counts[] = {"tp", "fp", "tn", "fn"};

/* Columns that name the row or another row, and are no figures of the group. */
static const char *const crosstab_names[] = {"model_id",
                                             "score_threshold",
                                             "k",
                                             "attribute_name",
                                             "attribute_value",
                                             "group_size",
                                             "tp",
                                             "fp",
                                             "tn",
                                             "fn"};

static bool has_column(const struct value *table, const char *name)
{
    const struct value *columns = value_get(table, TEXT("columns"));
    for (size_t column = 0; column < value_count(columns); column++)
        if (text_is(value_text(value_at(columns, column)), name))
            return true;
    return false;
}

static bool is_aequitas(const struct value *table)
{
    bool counted = has_column(table, "attribute_name") && has_column(table, "attribute_value");
    for (size_t count = 0; counted && count < COUNT(crosstab_counts); count++)
        counted = has_column(table, crosstab_counts[count]);
    return counted;
}

/* The cell as a figure; NULL where it is empty, which pandas writes for NaN. */
static const struct value *crosstab_cell(const struct value *row, const char *column,
                                         struct arena *arena)
{
    const struct value *cell = value_get(row, text_of(column));
    return cell && value_text(cell).size ? figure_of_text(cell, arena) : NULL;
}

static bool crosstab_count(const struct value *row, const char *column, struct arena *arena,
                           const struct value **crosstab_figure, struct error *err)
{
    const struct value *cell = crosstab_cell(row, column, arena);
    if (!cell || (value_is_number(cell) && value_number(cell) >= 0)) {
        *crosstab_figure = cell;
        return true;
    }
    return error_at(err, ERROR_REFUSED, value_place(cell), "%s is no count of people", column);
}

/* pandas leaves the column of its row numbers without a name. */
static bool names_a_row(struct text column)
{
    if (column.size == 0)
        return true;
    for (size_t name = 0; name < COUNT(crosstab_names); name++)
        if (text_is(column, crosstab_names[name]))
            return true;
    return false;
}

/* Every other number of the row, under the name of its column. */
static struct value crosstab_metrics(const struct value *row, struct arena *arena)
{
    struct members metrics = {0};
    for (size_t column = 0; column < value_count(row); column++) {
        const struct value *figure = figure_of_text(member_value(row, column), arena);
        if (!names_a_row(member_key(row, column)) && value_kind(figure) != VALUE_STRING)
            members_add(arena, &metrics, member_key(row, column), *figure);
    }
    return value_of_map(arena, &metrics);
}

static const struct value *crosstab_node(const struct value *row, const struct value *size,
                                         struct arena *arena)
{
    struct members crosstab_members = {0};
    if (size)
        members_add(arena, &crosstab_members, TEXT("n"), *size);
    members_add(arena, &crosstab_members, TEXT("metrics"), crosstab_metrics(row, arena));
    return value_beside(value_of_map(arena, &crosstab_members), row, arena);
}

static bool crosstab_row_read(struct evidence *evidence, const struct value *row,
                              struct arena *arena, struct error *err)
{
    struct group group = {
        .attribute = value_text(value_get(row, TEXT("attribute_name"))),
        .value = value_get(row, TEXT("attribute_value")),
    };
    const struct value *size;
    if (!crosstab_count(row, "tp", arena, &group.tp, err) ||
        !crosstab_count(row, "fp", arena, &group.fp, err) ||
        !crosstab_count(row, "tn", arena, &group.tn, err) ||
        !crosstab_count(row, "fn", arena, &group.fn, err) ||
        !crosstab_count(row, "group_size", arena, &size, err))
        return false;
    if (group.attribute.size == 0)
        return error_at(err, ERROR_REFUSED, value_place(value_get(row, TEXT("attribute_name"))),
                        "attribute_name is empty: the group is of no attribute");
    group.node = crosstab_node(row, size, arena);
    *LIST_ADD(arena, &evidence->groups) = group;
    return true;
}

/* One table speaks of one model at one threshold. */
static bool crosstab_is_of_one(const struct value *rows, const char *column, struct error *err)
{
    const struct value *first = value_get(value_at(rows, 0), text_of(column));
    for (size_t row = 1; first && row < value_count(rows); row++) {
        const struct value *other = value_get(value_at(rows, row), text_of(column));
        if (!value_equal(first, other))
            return error_at(err, ERROR_REFUSED, value_place(other),
                            "the crosstab has %s %.*s and %.*s: keep the rows of one", column,
                            TEXT_ARGS(value_text(first)), TEXT_ARGS(value_text(other)));
    }
    return true;
}

static bool aequitas_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *rows = value_get(evidence->document, TEXT("rows"));
    if (!crosstab_is_of_one(rows, "model_id", err) ||
        !crosstab_is_of_one(rows, "score_threshold", err))
        return false;
    for (size_t row = 0; row < value_count(rows); row++)
        if (!crosstab_row_read(evidence, value_at(rows, row), arena, err))
            return false;
    return true;
}

const struct format format_aequitas = {
    .name = "aequitas",
    .summary = "A crosstab of Aequitas as CSV: counts and rates by group",
    .carrier = CARRIER_TABLE,
    .is = is_aequitas,
    .read = aequitas_read,
};
