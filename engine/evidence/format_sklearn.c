/* scikit-learn's classification_report(output_dict=True), dumped as JSON.
 *
 *     {"0": {"precision": 0.9, "recall": 0.8, "f1-score": 0.85, "support": 120},
 *      "accuracy": 0.88, "macro avg": {...}, "weighted avg": {...}}
 *
 *     f1-score 0.85, group {class: "0"}, n 120      f1-score, task "macro avg"      accuracy 0.88
 *
 * Labels are the classes' own names, so one called "macro avg" cannot be told from the average; the
 * averages' names win. Where labels were chosen, "micro avg" stands in the place of accuracy. */
#include "evidence/format.h"

static const char *const report_figures[] = {"precision", "recall", "f1-score"};
static const char *const averages[] = {"macro avg", "micro avg", "samples avg", "weighted avg"};

static bool is_report_row(const struct value *row)
{
    bool whole = value_get(row, TEXT("support")) != NULL;
    for (size_t figure = 0; whole && figure < COUNT(report_figures); figure++)
        whole = value_get(row, text_of(report_figures[figure])) != NULL;
    return whole;
}

/* A report has at least one row, and nothing but rows and accuracy. */
static bool is_sklearn(const struct value *document)
{
    size_t rows = 0;
    for (size_t row = 0; row < value_count(document); row++)
        if (is_report_row(member_value(document, row)))
            rows++;
        else if (!text_is(member_key(document, row), "accuracy"))
            return false;
    return value_kind(document) == VALUE_MAP && rows > 0;
}

static bool is_average(struct text label)
{
    for (size_t average = 0; average < COUNT(averages); average++)
        if (text_is(label, averages[average]))
            return true;
    return false;
}

static struct setting row_setting(const struct value *report, size_t row, struct arena *arena)
{
    const struct text label = member_key(report, row);
    const struct value *figures = member_value(report, row);
    struct members group = {0};
    if (is_average(label))
        return (struct setting){.task = value_beside(value_of_text(label), figures, arena)};
    members_add(arena, &group, TEXT("class"), value_of_text(label));
    return (struct setting){.group = value_beside(value_of_map(arena, &group), figures, arena)};
}

static bool report_row_read(struct evidence *evidence, const struct value *report, size_t row,
                            struct arena *arena, struct error *err)
{
    const struct value *figures = member_value(report, row);
    const struct setting setting = row_setting(report, row, arena);
    struct details details = {0};
    if (!field_count(figures, TEXT("support"), &details.n, err))
        return false;
    for (size_t figure = 0; figure < COUNT(report_figures); figure++) {
        const struct text metric = text_of(report_figures[figure]);
        const struct result result = {.metric = metric, .value = value_get(figures, metric)};
        if (!result_add(evidence, &result, &setting, &details, arena, err))
            return false;
    }
    return true;
}

static bool sklearn_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *report = evidence->document;
    const struct result accuracy = {.metric = TEXT("accuracy"),
                                    .value = value_get(report, TEXT("accuracy"))};
    if (value_kind(accuracy.value) != VALUE_MAP &&
        !result_add(evidence, &accuracy, NULL, NULL, arena, err))
        return false;
    for (size_t row = 0; row < value_count(report); row++)
        if (is_report_row(member_value(report, row)) &&
            !report_row_read(evidence, report, row, arena, err))
            return false;
    return true;
}

const struct format format_sklearn = {
    .name = "sklearn",
    .summary = "scikit-learn's classification_report as JSON",
    .carrier = CARRIER_TREE,
    .is = is_sklearn,
    .read = sklearn_read,
};
