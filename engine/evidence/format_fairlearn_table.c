/* `MetricFrame.by_group.to_csv()`: the columns of the sensitive features, then one for each metric.
 *
 *     sex,race,selection_rate,count        attribute "sex,race", value ["Female", "Black"]
 *     Female,Black,0.09,211
 *
 * The features are the columns before the first metric that fairlearn knows; their names are the
 * attribute. What is true of a dump as JSON holds here too (format_fairlearn.c). */
#include "evidence/format.h"

static const char *const known_metrics[] = {
    "selection_rate",     "true_positive_rate",  "false_positive_rate",
    "true_negative_rate", "false_negative_rate", "mean_prediction",
};

/* How many columns stand before the first known metric; all of them where there is none. */
static size_t feature_columns(const struct value *table)
{
    const struct value *columns = value_get(table, TEXT("columns"));
    for (size_t column = 0; column < value_count(columns); column++)
        for (size_t metric = 0; metric < COUNT(known_metrics); metric++)
            if (text_is(value_text(value_at(columns, column)), known_metrics[metric]))
                return column;
    return value_count(columns);
}

static bool is_fairlearn_table(const struct value *table)
{
    const size_t features = feature_columns(table);
    return features > 0 && features < value_count(value_get(table, TEXT("columns")));
}

/* One dump being read: its features, and what to fill. */
struct frame_table {
    struct evidence *evidence;
    const struct value *columns;
    size_t features;
    struct text attribute;
    struct arena *arena;
    struct error *err;
};

static struct text feature_name(const struct frame_table *frame, size_t column)
{
    return value_text(value_at(frame->columns, column));
}

/* "sex,race": the features' names in the order of their columns. */
static struct text attribute_of(const struct frame_table *frame)
{
    struct text attribute = feature_name(frame, 0);
    for (size_t column = 1; column < frame->features; column++)
        attribute = text_format(frame->arena, "%.*s,%.*s", TEXT_ARGS(attribute),
                                TEXT_ARGS(feature_name(frame, column)));
    return attribute;
}

/* The group's value: a text, null for the rows without one, a list for several features. */
static const struct value *group_of_row(const struct frame_table *frame, const struct value *row)
{
    struct value *parts = ARENA_ARRAY(frame->arena, struct value, frame->features);
    for (size_t column = 0; column < frame->features; column++) {
        const struct value *cell = value_get(row, feature_name(frame, column));
        parts[column] = value_text(cell).size ? *cell : value_of_null();
    }
    return frame->features == 1 ? value_beside(parts[0], row, frame->arena)
                                : value_beside(value_of_list(frame->arena, parts, frame->features),
                                               row, frame->arena);
}

/* {sex: "Female", race: "Black"}: the group as a result's setting has it. */
static const struct value *setting_group(const struct frame_table *frame, const struct value *row)
{
    struct members group = {0};
    for (size_t column = 0; column < frame->features; column++)
        members_add(frame->arena, &group, feature_name(frame, column),
                    *value_get(row, feature_name(frame, column)));
    return value_beside(value_of_map(frame->arena, &group), row, frame->arena);
}

static bool frame_cell_read(const struct frame_table *frame, const struct value *row, size_t column,
                            const struct setting *setting, struct members *metrics)
{
    const struct text metric = feature_name(frame, column);
    const struct value *cell = value_get(row, metric);
    if (value_text(cell).size == 0)
        return true;
    const struct value *figure = figure_of_text(cell, frame->arena);
    members_add(frame->arena, metrics, metric, *figure);
    return result_add(frame->evidence, &(struct result){.metric = metric, .value = figure}, setting,
                      NULL, frame->arena, frame->err);
}

static bool frame_row_read(const struct frame_table *frame, const struct value *row)
{
    const struct setting setting = {.group = setting_group(frame, row)};
    struct members metrics = {0}, node = {0};
    struct group group = {.attribute = frame->attribute, .value = group_of_row(frame, row)};
    const struct value *n = NULL;
    for (size_t column = frame->features; column < value_count(frame->columns); column++)
        if (!frame_cell_read(frame, row, column, &setting, &metrics))
            return false;
    const struct value *figures =
        value_beside(value_of_map(frame->arena, &metrics), row, frame->arena);
    if (!field_count(figures, TEXT("tp"), &group.tp, frame->err) ||
        !field_count(figures, TEXT("fp"), &group.fp, frame->err) ||
        !field_count(figures, TEXT("tn"), &group.tn, frame->err) ||
        !field_count(figures, TEXT("fn"), &group.fn, frame->err) ||
        !field_count(figures, TEXT("count"), &n, frame->err))
        return false;
    if (n)
        members_add(frame->arena, &node, TEXT("n"), *n);
    members_add(frame->arena, &node, TEXT("metrics"), *figures);
    group.node = value_beside(value_of_map(frame->arena, &node), row, frame->arena);
    *LIST_ADD(frame->arena, &frame->evidence->groups) = group;
    return true;
}

static bool fairlearn_table_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *rows = value_get(evidence->document, TEXT("rows"));
    struct frame_table frame = {.evidence = evidence,
                                .columns = value_get(evidence->document, TEXT("columns")),
                                .features = feature_columns(evidence->document),
                                .arena = arena,
                                .err = err};
    frame.attribute = attribute_of(&frame);
    if (frame.attribute.size == 0)
        return error_at(err, ERROR_REFUSED, value_place(evidence->document),
                        "the first column has no name: it is what the groups are made by");
    for (size_t row = 0; row < value_count(rows); row++)
        if (!frame_row_read(&frame, value_at(rows, row)))
            return false;
    return true;
}

const struct format format_fairlearn_table = {
    .name = "fairlearn-csv",
    .summary = "A MetricFrame of fairlearn as CSV: figures by group",
    .carrier = CARRIER_TABLE,
    .is = is_fairlearn_table,
    .read = fairlearn_table_read,
};
