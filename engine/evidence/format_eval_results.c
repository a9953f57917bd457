/* Results beside a model card, one YAML file for each benchmark: .eval_results/NAME.yaml.
 *
 *     - dataset: {id: cais/hle, task_id: default, revision: 5a81a4c}
 *       value: 20.9
 *       date: "2025-01-15"
 *
 * The file does not name its metric, the benchmark does: the result is called `value`, as here. A
 * token that says who verified it is not checked here, so nothing is taken for verified. */
#include "evidence/format.h"

static bool is_eval_results(const struct value *document)
{
    const size_t count = value_kind(document) == VALUE_LIST ? value_count(document) : 0;
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = value_at(document, i);
        if (value_kind(entry) != VALUE_MAP || !value_get(entry, TEXT("value")) ||
            !value_present(value_present(entry, TEXT("dataset")), TEXT("id")))
            return false;
    }
    return count > 0;
}

static bool eval_results_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *document = evidence->document;
    for (size_t i = 0; i < value_count(document); i++) {
        struct setting setting = {0};
        struct details details = {0};
        const struct value *entry = value_at(document, i);
        const struct value *dataset = value_get(entry, TEXT("dataset"));
        const struct value *value = value_get(entry, TEXT("value"));
        const struct value *figure = figure_with_spread(value, &details.spread, arena);
        const struct result result = {
            .metric = TEXT("value"),
            .value = details.spread ? figure : figure_spelled(value, arena),
        };
        if (!field_of_kind(dataset, TEXT("id"), VALUE_STRING, &setting.dataset, err) ||
            !field_of_kind(dataset, TEXT("task_id"), VALUE_STRING, &setting.task, err) ||
            !result_add(evidence, &result, &setting, &details, arena, err))
            return false;
    }
    return true;
}

const struct format format_eval_results = {
    .name = "eval-results",
    .summary = "Results of benchmarks in .eval_results/, as on the Hugging Face Hub",
    .carrier = CARRIER_TREE,
    .is = is_eval_results,
    .read = eval_results_read,
};
