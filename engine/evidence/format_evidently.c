/* Evidently's reports and test suites in JSON, of three generations:
 *
 *     up to 0.6   {metrics: [{metric: "DataDriftTable", result: {drift_by_columns: {...}}}]}
 *                 {tests: [{name, status, group}], summary: {all_passed, total_tests}}
 *     0.7         {metrics: [{metric_id: "ValueDrift(column=age)", value: 7.4e-26}], tests: []}
 *     0.7.21      {metrics: [{metric_name: "...", config: {method: "K-S p_value"}, value}]}
 *
 * All are told alike: drift_score with the column as its task, share_of_drifted_columns,
 * number_of_drifted_columns, and every other figure under its own name. Whether a high drift score
 * is good depends on the method: a p-value falls with drift, a distance grows. The method is the
 * unit; where the file does not tell it, nothing is said of the direction. */
#include "evidence/format.h"
#include "evidence/naming.h"

struct report {
    struct evidence *evidence;
    struct arena *arena;
    struct error *err;
    struct naming naming;
    struct setting setting; /* of the figures being read */
    struct details details;
};

static const struct text drift_score = {"drift_score", 11};

static const struct value *first_of(const struct value *document, struct text key)
{
    return value_at(value_present(document, key), 0);
}

static struct text text_at(const struct value *map, struct text key)
{
    const struct value *text = value_get(map, key);
    return text ? value_text(text) : TEXT_NONE;
}

static bool is_list_of(const struct value *document, struct text key)
{
    const struct value *list = value_get(document, key);
    return list && value_kind(list) == VALUE_LIST;
}

/* A report's first metric, a test suite's summary, or two empty lists. */
static bool is_evidently(const struct value *document)
{
    const struct value *metric = first_of(document, TEXT("metrics"));
    const struct value *summary = value_get(document, TEXT("summary"));
    if (metric && text_at(metric, TEXT("metric")).size)
        return value_get(metric, TEXT("result")) != NULL;
    if (metric)
        return value_get(metric, TEXT("value")) && (text_at(metric, TEXT("metric_id")).size ||
                                                    text_at(metric, TEXT("metric_name")).size);
    return is_list_of(document, TEXT("tests")) &&
           (is_list_of(document, TEXT("metrics")) || value_get(summary, TEXT("all_passed")));
}

static const struct value *text_value(struct text text, const struct value *of, struct arena *arena)
{
    return text.size ? value_beside(value_of_text(text), of, arena) : NULL;
}

static bool name_contains(struct text metric_words, struct text metric_part)
{
    for (size_t letter = 0; letter + metric_part.size <= metric_words.size; letter++)
        if (memcmp(metric_words.at + letter, metric_part.at, metric_part.size) == 0)
            return true;
    return false;
}

/* Is a high score of that method good? NULL where its name does not tell. A test of significance
 * may be built on a distance, so its p-value is looked for first. */
static const struct value *direction_of(const struct value *method, struct arena *arena)
{
    static const struct text distances[] = {
        {"distance", 8},     {"divergence", 10},    {"PSI", 3},    {"psi", 3},
        {"wasserstein", 11}, {"jensenshannon", 13}, {"kl_div", 6}, {"hellinger", 9}};
    const struct text name = value_text(method);
    if (name_contains(name, TEXT("p_value")))
        return value_beside(value_of_boolean(true), method, arena);
    for (size_t i = 0; i < COUNT(distances); i++)
        if (name_contains(name, distances[i]))
            return value_beside(value_of_boolean(false), method, arena);
    return NULL;
}

static struct details method_details(const struct value *method, struct arena *arena)
{
    if (!method || value_kind(method) != VALUE_STRING)
        return details_none;
    return (struct details){.unit = method, .higher_is_better = direction_of(method, arena)};
}

/* Every number and boolean from here down. Texts are labels and lists are curves, but what stands
 * in the place of a drift score is kept. */
static bool figures_add(struct report *report, struct text name, const struct value *value)
{
    const enum value_kind kind = value_kind(value);
    const bool drift = text_equal(name, drift_score);
    const struct result result = {.metric = name, .value = value};
    for (size_t i = 0; kind == VALUE_MAP && i < value_count(value); i++) {
        struct text below;
        if (!name_join(&report->naming, name, member_key(value, i), member_place(value, i),
                       &below) ||
            !figures_add(report, below, member_value(value, i)))
            return false;
    }
    if (kind == VALUE_MAP || (!drift && (kind == VALUE_LIST || kind == VALUE_STRING)))
        return true;
    return result_add(report->evidence, &result, &report->setting, &report->details, report->arena,
                      report->err);
}

/* ---- up to 0.6 ---- */

static bool column_read(struct report *report, const struct value *column)
{
    const struct value *method = value_present(column, TEXT("stattest_name"));
    for (size_t i = 0; i < value_count(column); i++) {
        const struct text key = member_key(column, i);
        const bool drift = text_equal(key, drift_score);
        report->details = drift ? method_details(method, report->arena) : details_none;
        if (!figures_add(report, key, member_value(column, i)))
            return false;
    }
    report->details = details_none;
    return true;
}

/* A table of columns; each key is a column's name. */
static bool columns_read(struct report *report, const struct value *columns)
{
    const struct value *task = report->setting.task;
    for (size_t i = 0; i < value_count(columns); i++) {
        const struct value *column = member_value(columns, i);
        report->setting.task = text_value(member_key(columns, i), column, report->arena);
        if (!column_read(report, column))
            return false;
    }
    report->setting.task = task;
    return true;
}

/* What was measured on the current data and on those it is compared with are splits. */
static bool part_read(struct report *report, const struct value *result, size_t i)
{
    const struct text key = member_key(result, i);
    const struct value *part = member_value(result, i);
    if (text_is(key, "drift_by_columns"))
        return columns_read(report, part);
    if ((!text_is(key, "current") && !text_is(key, "reference")) || value_kind(part) != VALUE_MAP)
        return figures_add(report, key, part);
    report->setting.split = text_value(key, part, report->arena);
    const bool added = figures_add(report, TEXT_NONE, part);
    report->setting.split = NULL;
    return added;
}

static bool early_metric_read(struct report *report, const struct value *metric,
                              const struct value *name)
{
    const struct value *result, *column = NULL;
    if (!field_of_kind(metric, TEXT("result"), VALUE_MAP, &result, report->err))
        return false;
    if (result)
        column = value_present(result, TEXT("column_name"));
    if (column && value_kind(column) == VALUE_STRING) {
        report->setting = (struct setting){.task = column};
        return column_read(report, result);
    }
    report->setting = (struct setting){.task = name};
    for (size_t i = 0; result && i < value_count(result); i++)
        if (!part_read(report, result, i))
            return false;
    return true;
}

/* ---- from 0.7 ---- */

/* The next `key=value` of `ValueDrift(column=age,method=psi)`. A value ends at a comma with a key
 * behind it, or at the end: the names of columns may have commas of their own. */
static bool parameter_next(struct text *metric_rest, struct text *key, struct text *value)
{
    const size_t name_size = text_find(*metric_rest, '=');
    size_t setting_end = name_size;
    if (name_size == metric_rest->size)
        return false;
    for (; setting_end < metric_rest->size; setting_end++) {
        const struct text parameter_rest =
            text_part(*metric_rest, setting_end + 1, metric_rest->size);
        const size_t next_name = text_find(parameter_rest, '=');
        if (metric_rest->at[setting_end] == ',' && next_name < parameter_rest.size &&
            next_name < text_find(parameter_rest, ','))
            break;
    }
    *key = text_part(*metric_rest, 0, name_size);
    *value = text_part(*metric_rest, name_size + 1, setting_end - name_size - 1);
    *metric_rest = text_part(*metric_rest, setting_end + 1, metric_rest->size);
    return true;
}

/* What is shown, how drift is found (which is told otherwise), and the one usual name. */
static bool parameter_matters(struct text key, struct text value)
{
    static const char *const aside[] = {"column",   "conf_matrix", "drift_share", "method",
                                        "pr_curve", "pr_table",    "threshold"};
    for (size_t i = 0; i < COUNT(aside); i++)
        if (text_is(key, aside[i]))
            return false;
    return !text_is(key, "classification_name") || !text_is(value, "default");
}

/* `QuantileValue(column=age,quantile=0.5)` is QuantileValue(quantile=0.5) of age. */
static struct text metric_named(struct report *report, const struct value *id)
{
    const struct text metric_words = value_text(id);
    const size_t metric_name_size = text_find(metric_words, '(');
    struct buffer metric_name = buffer_in(report->arena, metric_words.size + 1);
    struct text metric_rest = text_part(metric_words, metric_name_size + 1, metric_words.size),
                setting_key, setting_value;
    bool has_parameters = false;
    if (metric_rest.size)
        metric_rest.size--; /* the bracket that closes */
    buffer_add(&metric_name, text_part(metric_words, 0, metric_name_size));
    while (parameter_next(&metric_rest, &setting_key, &setting_value)) {
        if (text_is(setting_key, "column"))
            report->setting.task = text_value(setting_value, id, report->arena);
        else if (text_is(setting_key, "method"))
            report->details =
                method_details(text_value(setting_value, id, report->arena), report->arena);
        if (!parameter_matters(setting_key, setting_value))
            continue;
        buffer_byte(&metric_name, has_parameters ? ',' : '(');
        buffer_format(&metric_name, "%.*s=%.*s", TEXT_ARGS(setting_key), TEXT_ARGS(setting_value));
        has_parameters = true;
    }
    if (has_parameters)
        buffer_byte(&metric_name, ')');
    return buffer_text(&metric_name);
}

static bool late_metric_read(struct report *report, const struct value *metric,
                             const struct value *id)
{
    const struct value *config = value_present(metric, TEXT("config"));
    const struct value *value = value_present(metric, TEXT("value"));
    report->setting = setting_none;
    report->details = details_none;
    const struct text name = metric_named(report, id);
    const struct value *column = value_present(config, TEXT("column"));
    const struct value *method = value_present(config, TEXT("method"));
    if (column && value_kind(column) == VALUE_STRING)
        report->setting.task = column;
    if (method)
        report->details = method_details(method, report->arena);
    if (text_is(name, "DriftedColumnsCount")) {
        report->details = details_none;
        const struct value *count = value_present(value, TEXT("count"));
        const struct value *share = value_present(value, TEXT("share"));
        return (!count || figures_add(report, TEXT("number_of_drifted_columns"), count)) &&
               (!share || figures_add(report, TEXT("share_of_drifted_columns"), share));
    }
    return !value || figures_add(report, text_is(name, "ValueDrift") ? drift_score : name, value);
}

static bool metric_read(struct report *report, const struct value *metric)
{
    static const char *const names[] = {"metric", "metric_id", "metric_name"};
    const struct value *name = NULL;
    size_t generation = 0;
    for (; generation < COUNT(names) && !name; generation++)
        if (!field_of_kind(metric, text_of(names[generation]), VALUE_STRING, &name, report->err))
            return false;
    if (!name)
        return error_at(report->err, ERROR_REFUSED, value_place(metric),
                        "a metric of Evidently has no name: metric, metric_id or metric_name");
    return generation == 1 ? early_metric_read(report, metric, name)
                           : late_metric_read(report, metric, name);
}

/* ---- tests ---- */

enum test_status { TEST_SUCCESS, TEST_FAIL, TEST_WARNING, TEST_ERROR, TEST_SKIPPED, TEST_STATUSES };

/* A warning is a failed test that is not critical: it did not pass. */
static bool tests_count(const struct value *tests, size_t counts[TEST_STATUSES], struct error *err)
{
    static const char *const words[] = {"SUCCESS", "FAIL", "WARNING", "ERROR", "SKIPPED"};
    for (size_t i = 0; i < value_count(tests); i++) {
        const struct value *test = value_at(tests, i);
        size_t known = 0;
        while (known < COUNT(words) && !text_is(text_at(test, TEXT("status")), words[known]))
            known++;
        if (known == COUNT(words))
            return error_at(err, ERROR_REFUSED, value_place(test),
                            "the status of this test is none of Evidently's: SUCCESS, FAIL, "
                            "WARNING, ERROR, SKIPPED");
        counts[known]++;
    }
    return true;
}

/* Does the summary speak of as many tests as there are? */
static bool summary_check(const struct report *report, const struct value *tests)
{
    const struct value *summary = value_present(report->evidence->document, TEXT("summary"));
    const struct value *told = summary ? value_present(summary, TEXT("total_tests")) : NULL;
    return !told || value_number(told) == (double)value_count(tests) ||
           error_at(report->err, ERROR_REFUSED, value_place(told),
                    "total_tests does not say how many tests there are, %zu", value_count(tests));
}

static const struct value *count_value(const struct report *report, size_t count,
                                       const struct value *tests)
{
    return value_beside(value_of_integer((int64_t)count), tests, report->arena);
}

static bool tests_read(const struct report *report, const struct value *tests)
{
    size_t counts[TEST_STATUSES] = {0};
    if (!summary_check(report, tests) || !tests_count(tests, counts, report->err))
        return false;
    *LIST_ADD(report->arena, &report->evidence->suites) = (struct suite){
        .name = TEXT("evidently"),
        .passed = count_value(report, counts[TEST_SUCCESS], tests),
        .total = count_value(report, value_count(tests), tests),
        .failed = count_value(report, counts[TEST_FAIL] + counts[TEST_WARNING], tests),
        .errors = count_value(report, counts[TEST_ERROR], tests),
        .skipped = count_value(report, counts[TEST_SKIPPED], tests),
        .node = tests,
    };
    return true;
}

static bool evidently_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct report report = {
        .evidence = evidence, .arena = arena, .err = err, .naming = {.arena = arena, .err = err}};
    const struct value *metrics, *tests, *document = evidence->document;
    if (!field_of_kind(document, TEXT("metrics"), VALUE_LIST, &metrics, err) ||
        !field_of_kind(document, TEXT("tests"), VALUE_LIST, &tests, err))
        return false;
    for (size_t i = 0; metrics && i < value_count(metrics); i++)
        if (!metric_read(&report, value_at(metrics, i)))
            return false;
    const bool ran = tests && (!metrics || value_count(tests) > 0);
    return !ran || tests_read(&report, tests);
}

const struct format format_evidently = {
    .name = "evidently",
    .summary = "Reports and test suites of Evidently, old and new, saved as JSON",
    .is = is_evidently,
    .read = evidently_read,
};
