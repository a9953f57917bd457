/* Open Data Hub's model metadata, one JSON document on each line.
 *
 *     evaluations.ndjson   {"metric": "accuracy", "value": 0.924, "dataset": "synthetic-text-v1"}
 *     performance.ndjson   {"config_id": "xyz", "ttft_mean": 98.65, "hardware": "V100", ...}
 *     validation.ndjson    {"validation_type": "security_scan", "status": "passed"}
 *
 * and in another form, without names for metrics and outcomes:
 *
 *     evaluations.ndjson   {"id": 1, "overall_average": 3.25, "gsm8k_v1": 2.60, ...}
 *     validation.ndjson    {"model_id": "a/b", "validated_at": "2025-01-15T12:00:00Z", ...}
 *
 * A measured configuration is the task of its figures: policies ask for {task="xyz"}. A validation
 * with an outcome is a suite of one test; one without is kept under card.validations. */
#include "evidence/format.h"

struct reading {
    struct evidence *evidence;
    struct values *validations;
    struct arena *arena;
    struct error *err;
};

/* What one line is; the first kind whose key it has. */
static bool evaluation_read(const struct reading *reading, const struct value *line);
static bool performance_read(const struct reading *reading, const struct value *line);
static bool validation_read(const struct reading *reading, const struct value *line);
static bool scores_read(const struct reading *reading, const struct value *line);
static bool statement_read(const struct reading *reading, const struct value *line);

static const struct {
    const char *key, *with;
    bool (*read)(const struct reading *, const struct value *);
} kinds[] = {
    {"metric", "value", evaluation_read},
    {"config_id", "hardware", performance_read},
    {"validation_type", "status", validation_read},
    {"overall_average", "model_hf_repo_name", scores_read},
    {"validated_at", "model_id", statement_read},
};

static size_t kind_of(const struct value *line)
{
    size_t kind = 0;
    while (kind < COUNT(kinds) && !(value_get(line, text_of(kinds[kind].key)) &&
                                    value_get(line, text_of(kinds[kind].with))))
        kind++;
    return kind;
}

static bool is_odh_lines(const struct value *document)
{
    const size_t count = value_count(document);
    for (size_t i = 0; i < count; i++)
        if (kind_of(value_at(document, i)) == COUNT(kinds))
            return false;
    return count > 0;
}

static bool name_needed(const struct reading *reading, const struct value *line, struct text key,
                        struct text *line_field)
{
    return field_text(line, key, line_field, reading->err) &&
           (line_field->size > 0 || error_at(reading->err, ERROR_REFUSED, value_place(line),
                                             "%.*s is absent here, and needed", TEXT_ARGS(key)));
}

static bool evaluation_read(const struct reading *reading, const struct value *line)
{
    struct setting setting = {0};
    struct result result = {.value =
                                figure_spelled(value_get(line, TEXT("value")), reading->arena)};
    return name_needed(reading, line, TEXT("metric"), &result.metric) &&
           field_of_kind(line, TEXT("dataset"), VALUE_STRING, &setting.dataset, reading->err) &&
           result_add(reading->evidence, &result, &setting, NULL, reading->arena, reading->err);
}

/* Every number of the line is a figure, but the line's own number; texts say what it ran on. */
static bool figures_read(const struct reading *reading, const struct value *line,
                         const struct setting *setting)
{
    for (size_t i = 0; i < value_count(line); i++) {
        const struct value *figure = member_value(line, i);
        const struct result result = {member_key(line, i), figure, NULL, NULL};
        if ((!value_is_number(figure) && value_kind(figure) != VALUE_NAN) ||
            text_is(result.metric, "id"))
            continue;
        if (result.metric.size == 0)
            return error_at(reading->err, ERROR_REFUSED, member_place(line, i),
                            "a figure has no name");
        if (!result_add(reading->evidence, &result, setting, NULL, reading->arena, reading->err))
            return false;
    }
    return true;
}

static bool performance_read(const struct reading *reading, const struct value *line)
{
    struct text configuration;
    const struct setting setting = {.task = value_get(line, TEXT("config_id"))};
    return name_needed(reading, line, TEXT("config_id"), &configuration) &&
           figures_read(reading, line, &setting);
}

static bool scores_read(const struct reading *reading, const struct value *line)
{
    return figures_read(reading, line, NULL);
}

static bool statement_read(const struct reading *reading, const struct value *line)
{
    *LIST_ADD(reading->arena, reading->validations) = *line;
    return true;
}

static bool validation_read(const struct reading *reading, const struct value *line)
{
    struct suite suite = {.node = line};
    struct text outcome;
    if (!name_needed(reading, line, TEXT("validation_type"), &suite.name) ||
        !name_needed(reading, line, TEXT("status"), &outcome))
        return false;
    const struct value *at = value_get(line, TEXT("status"));
    const int64_t passed = text_is(outcome, "passed") ? 1 : 0;
    suite.passed = value_beside(value_of_integer(passed), at, reading->arena);
    suite.total = value_beside(value_of_integer(1), at, reading->arena);
    *LIST_ADD(reading->arena, &reading->evidence->suites) = suite;
    return true;
}

static bool odh_lines_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct values validations = {0};
    struct members card = {0};
    const struct reading reading = {evidence, &validations, arena, err};
    for (size_t i = 0; i < value_count(evidence->document); i++) {
        const struct value *line = value_at(evidence->document, i);
        if (!kinds[kind_of(line)].read(&reading, line))
            return false;
    }
    if (validations.count == 0)
        return true;
    members_add(arena, &card, TEXT("validations"),
                value_of_list(arena, validations.at, validations.count));
    evidence->card = value_beside(value_of_map(arena, &card), evidence->document, arena);
    return true;
}

const struct format format_odh_lines = {
    .name = "odh-lines",
    .summary = "Evaluations, performance and validations of Open Data Hub, in JSON lines",
    .carrier = CARRIER_LINES,
    .is = is_odh_lines,
    .read = odh_lines_read,
};
