/* evidence/v1, the written form of all evidence (schemas/evidence.schema.json). The checks of the
 * schema are made here once more, in one walk: a report of a million results is not judged key by
 * key. What is said of the whole file comes first, then its figures. */
#include "evidence/format.h"

#define NAME "evidence/v1"

static const char *const document_keys[] = {"card",    "dataset", "format",  "grade",
                                            "groups",  "lineage", "metrics", "obstat",
                                            "results", "subject", "suites",  NULL};
static const char *const subject_keys[] = {"digest", "name", "version", NULL};
static const char *const dataset_keys[] = {"digest", "name", "rows", "split", "version", NULL};
static const char *const lineage_keys[] = {"code",    "data",       "environment", "models",
                                           "outputs", "parameters", "run",         NULL};
static const char *const metric_keys[] = {
    "high",   "higher_is_better", "limit", "low",  "n",     "shots",    "split",
    "spread", "stderr",           "text",  "unit", "value", "verified", NULL};
static const char *const result_keys[] = {
    "dataset",  "group", "high",   "higher_is_better", "limit", "low",  "metric", "n",
    "shots",    "split", "spread", "stderr",           "task",  "text", "unit",   "value",
    "verified", NULL};
static const char *const group_keys[] = {"attribute", "counts", "favourable", "metrics",
                                         "n",         "value",  NULL};
static const char *const count_keys[] = {"fn", "fp", "tn", "tp", NULL};
static const char *const suite_keys[] = {"errors",  "failed", "name", "passed",
                                         "skipped", "total",  NULL};

/* One walk over one document. */
struct reading {
    struct evidence *evidence;
    struct arena *arena;
    struct error *err;
};

static bool is_evidence_v1(const struct value *document)
{
    const struct value *own = value_get(document, TEXT("obstat"));
    return own && text_is(value_text(own), NAME);
}

static bool map_needed(const struct reading *reading, const struct value *value, const char *what)
{
    if (value_kind(value) == VALUE_MAP)
        return true;
    return error_at(reading->err, ERROR_REFUSED, value_place(value), "%s is a map; here stands %s",
                    what, kind_words(value_kind(value)));
}

static bool name_needed(const struct reading *reading, const struct value *map, struct text key,
                        struct text *field_name)
{
    if (!field_text(map, key, field_name, reading->err))
        return false;
    return field_name->size > 0 || error_at(reading->err, ERROR_REFUSED, value_place(map),
                                            "%.*s is absent here, and needed", TEXT_ARGS(key));
}

/* The figure, or the text that says why there is none; NULL where both are absent. */
static bool figure_read(const struct reading *reading, const struct value *map,
                        const struct value **figure)
{
    const struct value *given_figure = value_present(map, TEXT("value")), *figure_words;
    if (!field_of_kind(map, TEXT("text"), VALUE_STRING, &figure_words, reading->err))
        return false;
    if (given_figure &&
        (value_kind(given_figure) == VALUE_MAP || value_kind(given_figure) == VALUE_LIST))
        return error_at(reading->err, ERROR_REFUSED, value_place(given_figure),
                        "value is %s; a number is needed", kind_words(value_kind(given_figure)));
    *figure = given_figure ? given_figure : figure_words;
    return true;
}

static bool details_read(const struct reading *reading, const struct value *map,
                         const struct details **metric_details)
{
    struct error *err = reading->err;
    struct details found;
    if (!field_count(map, TEXT("n"), &found.n, err) ||
        !field_number(map, TEXT("low"), &found.low, err) ||
        !field_number(map, TEXT("high"), &found.high, err) ||
        !field_count(map, TEXT("stderr"), &found.stderr_, err) ||
        !field_count(map, TEXT("spread"), &found.spread, err) ||
        !field_count(map, TEXT("shots"), &found.shots, err) ||
        !field_count(map, TEXT("limit"), &found.limit, err) ||
        !field_of_kind(map, TEXT("unit"), VALUE_STRING, &found.unit, err) ||
        !field_of_kind(map, TEXT("higher_is_better"), VALUE_BOOLEAN, &found.higher_is_better,
                       err) ||
        !field_of_kind(map, TEXT("verified"), VALUE_BOOLEAN, &found.verified, err))
        return false;
    *metric_details = details_keep(&found, reading->arena);
    return true;
}

static bool setting_read(const struct reading *reading, const struct value *map,
                         const struct setting **metric_setting)
{
    struct setting found = {0};
    if (!field_of_kind(map, TEXT("task"), VALUE_STRING, &found.task, reading->err) ||
        !field_of_kind(map, TEXT("dataset"), VALUE_STRING, &found.dataset, reading->err) ||
        !field_of_kind(map, TEXT("split"), VALUE_STRING, &found.split, reading->err) ||
        !field_of_kind(map, TEXT("group"), VALUE_MAP, &found.group, reading->err))
        return false;
    *metric_setting = setting_keep(&reading->evidence->results, &found, reading->arena);
    return true;
}

/* The long form of a metric, which has no task or data set to tell. */
static bool metric_map_read(const struct reading *reading, const struct value *entry,
                            struct result *result)
{
    if (!fields_known(entry, metric_keys, "a metric", reading->arena, reading->err) ||
        !figure_read(reading, entry, &result->value) ||
        !details_read(reading, entry, &result->details) ||
        !setting_read(reading, entry, &result->setting))
        return false;
    return result->value || value_get(entry, TEXT("value")) ||
           error_at(reading->err, ERROR_REFUSED, value_place(entry),
                    "the metric %.*s has no value; null says that it is absent",
                    TEXT_ARGS(result->metric));
}

static bool metric_read(const struct reading *reading, struct text name, const struct value *entry)
{
    struct result result = {name, entry, &setting_none, &details_none};
    if (value_kind(entry) == VALUE_LIST)
        return error_at(reading->err, ERROR_REFUSED, value_place(entry),
                        "the metric %.*s is a list; a number or a map is needed", TEXT_ARGS(name));
    if (value_kind(entry) == VALUE_MAP && !metric_map_read(reading, entry, &result))
        return false;
    if (result.value && value_kind(result.value) != VALUE_NULL)
        *LIST_ADD(reading->arena, &reading->evidence->results) = result;
    return true;
}

static bool result_read(const struct reading *reading, const struct value *entry)
{
    struct result result = {.setting = &setting_none};
    if (!map_needed(reading, entry, "a result") ||
        !fields_known(entry, result_keys, "a result", reading->arena, reading->err) ||
        !name_needed(reading, entry, TEXT("metric"), &result.metric) ||
        !figure_read(reading, entry, &result.value) ||
        !details_read(reading, entry, &result.details) ||
        !setting_read(reading, entry, &result.setting))
        return false;
    if (result.value)
        *LIST_ADD(reading->arena, &reading->evidence->results) = result;
    return true;
}

static bool results_read(const struct reading *reading, const struct value *document)
{
    const struct value *metrics, *results;
    if (!field_of_kind(document, TEXT("metrics"), VALUE_MAP, &metrics, reading->err) ||
        !field_of_kind(document, TEXT("results"), VALUE_LIST, &results, reading->err))
        return false;
    const size_t named = metrics ? value_count(metrics) : 0;
    const size_t listed = results ? value_count(results) : 0;
    if (!results_reserve(&reading->evidence->results, named + listed, value_place(document),
                         reading->arena, reading->err))
        return false;
    for (size_t i = 0; i < named; i++)
        if (!metric_read(reading, member_key(metrics, i), member_value(metrics, i)))
            return false;
    for (size_t i = 0; i < listed; i++)
        if (!result_read(reading, value_at(results, i)))
            return false;
    return true;
}

static bool counts_read(const struct reading *reading, const struct value *counts,
                        struct group *group)
{
    return fields_known(counts, count_keys, "counts", reading->arena, reading->err) &&
           field_count(counts, TEXT("tp"), &group->tp, reading->err) &&
           field_count(counts, TEXT("fp"), &group->fp, reading->err) &&
           field_count(counts, TEXT("tn"), &group->tn, reading->err) &&
           field_count(counts, TEXT("fn"), &group->fn, reading->err);
}

/* Is it a text or null, or as many of them as the attribute has names? */
static bool is_group_value(const struct value *value)
{
    const enum value_kind kind = value_kind(value);
    for (size_t i = 0; kind == VALUE_LIST && i < value_count(value); i++)
        if (value_kind(value_at(value, i)) == VALUE_LIST || !is_group_value(value_at(value, i)))
            return false;
    return kind == VALUE_STRING || kind == VALUE_NULL ||
           (kind == VALUE_LIST && value_count(value) > 0);
}

static bool group_value_read(const struct reading *reading, const struct value *entry,
                             const struct value **group_value)
{
    const struct value *named_value = value_get(entry, TEXT("value"));
    if (!named_value)
        return error_at(reading->err, ERROR_REFUSED, value_place(entry),
                        "value is absent here, and needed; null is the group without a value");
    if (!is_group_value(named_value))
        return error_at(reading->err, ERROR_REFUSED, value_place(named_value),
                        "value is %s; the name of a group is a text: put it in quotes",
                        kind_words(value_kind(named_value)));
    *group_value = named_value;
    return true;
}

/* Which decision is good: taking one for the other would turn every ratio of rates around. */
static bool favourable_read(const struct reading *reading, const struct value *entry,
                            const struct value **favourable)
{
    const struct value *decision_word = value_get(entry, TEXT("favourable"));
    const struct text word = decision_word ? value_text(decision_word) : TEXT_NONE;
    *favourable = decision_word;
    return !decision_word || text_is(word, "positive") || text_is(word, "negative") ||
           error_at(reading->err, ERROR_REFUSED, value_place(decision_word),
                    "favourable is the decision that is good for the person: positive or negative");
}

static bool group_read(const struct reading *reading, const struct value *entry)
{
    struct group group = {.node = entry};
    struct error *err = reading->err;
    const struct value *counts, *metrics, *n;
    if (!map_needed(reading, entry, "a group") ||
        !fields_known(entry, group_keys, "a group", reading->arena, err) ||
        !name_needed(reading, entry, TEXT("attribute"), &group.attribute) ||
        !group_value_read(reading, entry, &group.value) ||
        !favourable_read(reading, entry, &group.favourable) ||
        !field_count(entry, TEXT("n"), &n, err) ||
        !field_of_kind(entry, TEXT("metrics"), VALUE_MAP, &metrics, err) ||
        !field_of_kind(entry, TEXT("counts"), VALUE_MAP, &counts, err) ||
        (counts && !counts_read(reading, counts, &group)))
        return false;
    *LIST_ADD(reading->arena, &reading->evidence->groups) = group;
    return true;
}

/* A suite's share above the whole would pass for a score above any bound. */
static bool suite_check(const struct reading *reading, const struct suite *suite)
{
    if (!suite->passed || !suite->total ||
        !(value_number(suite->passed) > value_number(suite->total)))
        return true;
    return error_at(reading->err, ERROR_REFUSED, value_place(suite->passed),
                    "the suite %.*s has more tests passed than it has in total",
                    TEXT_ARGS(suite->name));
}

static bool suite_read(const struct reading *reading, const struct value *entry)
{
    struct suite suite = {.node = entry};
    struct error *err = reading->err;
    if (!map_needed(reading, entry, "a suite") ||
        !fields_known(entry, suite_keys, "a suite", reading->arena, err) ||
        !name_needed(reading, entry, TEXT("name"), &suite.name) ||
        !field_count(entry, TEXT("passed"), &suite.passed, err) ||
        !field_count(entry, TEXT("total"), &suite.total, err) ||
        !field_count(entry, TEXT("failed"), &suite.failed, err) ||
        !field_count(entry, TEXT("errors"), &suite.errors, err) ||
        !field_count(entry, TEXT("skipped"), &suite.skipped, err) || !suite_check(reading, &suite))
        return false;
    *LIST_ADD(reading->arena, &reading->evidence->suites) = suite;
    return true;
}

static bool each(const struct reading *reading, const struct value *document, struct text key,
                 bool (*read)(const struct reading *, const struct value *))
{
    const struct value *list;
    if (!field_of_kind(document, key, VALUE_LIST, &list, reading->err))
        return false;
    for (size_t i = 0; list && i < value_count(list); i++)
        if (!read(reading, value_at(list, i)))
            return false;
    return true;
}

/* Nobody vouches for himself: a better grade comes from measuring or from a pinned key. */
static bool grade_check(const struct reading *reading, const struct value *document)
{
    struct text grade;
    if (!field_text(document, TEXT("grade"), &grade, reading->err))
        return false;
    if (grade.size == 0 || text_is(grade, grade_name(GRADE_DECLARED)))
        return true;
    return error_at(reading->err, ERROR_REFUSED, value_place(value_get(document, TEXT("grade"))),
                    "the grade is never set by hand: leave grade: %.*s out", TEXT_ARGS(grade));
}

static bool map_read(const struct reading *reading, struct text key, const char *const *keys,
                     const struct value **document_map)
{
    const struct value *document = reading->evidence->document;
    const char *what = text_string(reading->arena, key);
    return field_of_kind(document, key, VALUE_MAP, document_map, reading->err) &&
           (!*document_map || !keys ||
            fields_known(*document_map, keys, what, reading->arena, reading->err));
}

static bool document_check(const struct reading *reading, const struct value *document)
{
    struct evidence *evidence = reading->evidence;
    struct text format;
    return fields_known(document, document_keys, NAME, reading->arena, reading->err) &&
           grade_check(reading, document) &&
           field_text(document, TEXT("format"), &format, reading->err) &&
           map_read(reading, TEXT("subject"), subject_keys, &evidence->subject) &&
           map_read(reading, TEXT("dataset"), dataset_keys, &evidence->dataset) &&
           map_read(reading, TEXT("lineage"), lineage_keys, &evidence->lineage) &&
           map_read(reading, TEXT("card"), NULL, &evidence->card);
}

static bool evidence_v1_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct reading reading = {evidence, arena, err};
    const struct value *document = evidence->document;
    return document_check(&reading, document) && results_read(&reading, document) &&
           each(&reading, document, TEXT("groups"), group_read) &&
           each(&reading, document, TEXT("suites"), suite_read);
}

const struct format format_evidence_v1 = {
    .name = NAME,
    .summary = "The form that all evidence has here, written by hand or by obstat import",
    .is = is_evidence_v1,
    .read = evidence_v1_read,
};
