/* EleutherAI's lm-evaluation-harness: what it writes to results_*.json, of three generations.
 *
 *     0.4     "results": {"arc_easy": {"acc,none": 0.65, "acc_stderr,none": 0.01, "alias": ...}}
 *     0.3     "results": {"arc_easy": {"acc": 0.65, "acc_stderr": 0.01}}
 *     a list  "results": [{"task_name": "wino", "prompt_name": "p", "em": 0.5, "em_stderr": 0.02}]
 *
 * A metric keeps its whole key as its name; its standard error is folded into it. "N/A" is absent.
 * Beside the results stand tables by task: n-shot, n-samples, higher_is_better. A run that was held
 * to a limit says so in each of its results. How it ran is kept in card.evaluation. */
#include "evidence/card.h"
#include "evidence/format.h"

#define STDERR "_stderr"

/* What a row has besides its metrics. */
static const char *const row_words[] = {
    "alias",        "comment",    "dataset_name", "dataset_path", "fixed_answer_choice_list",
    "name",         "prompt_id",  "prompt_jinja", "prompt_name",  "prompt_original_task",
    "sample_count", "sample_len", "subset",       "task_name",    NULL};

/* How a run was made, under card.evaluation. */
static const char *const run_words[] = {
    "chat_template_sha", "config",    "date",   "git_hash",    "group_subtasks",
    "lm_eval_version",   "n-samples", "n-shot", "task_hashes", "total_evaluation_time_seconds",
    "versions",          NULL};

struct run {
    struct evidence *evidence;
    const struct value *document;
    const struct value *limit, *shots; /* of the whole run, or NULL */
    struct arena *arena;
    struct error *err;
};

/* One row of results: a task under one prompt. */
struct row {
    const struct value *metrics;
    const struct value *task; /* a text: what the results are called after  */
    struct text name;         /* of the task in the tables beside           */
    const struct value *dataset;
};

static bool is_map_of_maps(const struct value *value)
{
    const size_t count = value_kind(value) == VALUE_MAP ? value_count(value) : 0;
    for (size_t i = 0; i < count; i++)
        if (value_kind(member_value(value, i)) != VALUE_MAP)
            return false;
    return count > 0;
}

static bool is_map(const struct value *document, struct text key)
{
    const struct value *value = value_get(document, key);
    return value && value_kind(value) == VALUE_MAP;
}

/* The rows: a map by task, or a list whose rows name theirs; NULL where there are none. */
static const struct value *rows_of(const struct value *document)
{
    const struct value *results = value_get(document, TEXT("results"));
    const struct value *table = value_get(document, TEXT("table_results"));
    const bool versions = is_map(document, TEXT("versions"));
    if (results && is_map_of_maps(results) && versions)
        return results;
    if (results && value_kind(results) == VALUE_LIST && (versions || table))
        return results;
    return !results && table && is_map_of_maps(table) ? table : NULL;
}

static bool is_lm_eval(const struct value *document)
{
    return value_kind(document) == VALUE_MAP && rows_of(document);
}

/* Words have no filter; most keys of 0.4 have one. */
static bool is_one_of(struct text key, const char *const *keys)
{
    if (text_find(key, ',') < key.size)
        return false;
    while (*keys && !text_is(key, *keys))
        keys++;
    return *keys != NULL;
}

/* "acc_norm,none": the metric before the comma, the filter from it on. */
static struct text metric_part(struct text metric_key)
{
    return text_part(metric_key, 0, text_find(metric_key, ','));
}

static bool is_not_there(const struct value *figure)
{
    struct text text = figure ? value_text(figure) : TEXT_NONE;
    if (!figure || value_kind(figure) == VALUE_NULL || text_is(text, "N/A"))
        return true;
    while (text.size && text.at[0] == ' ')
        text = text_part(text, 1, text.size);
    return value_kind(figure) == VALUE_STRING && text.size == 0;
}

static bool is_error(const struct value *figure)
{
    return figure && value_is_number(figure) && value_number(figure) >= 0;
}

static struct text text_joined(struct text metric_name, struct text metric_middle,
                               struct text metric_filter, struct arena *arena)
{
    struct buffer metric_joined =
        buffer_in(arena, metric_name.size + metric_middle.size + metric_filter.size);
    buffer_add(&metric_joined, metric_name);
    buffer_add(&metric_joined, metric_middle);
    buffer_add(&metric_joined, metric_filter);
    return buffer_text(&metric_joined);
}

static const struct value *error_of(const struct value *metrics, struct text key,
                                    struct arena *arena)
{
    const struct text metric = metric_part(key);
    const struct text filter = text_part(key, metric.size, key.size);
    const struct value *found =
        value_get(metrics, text_joined(metric, TEXT(STDERR), filter, arena));
    return is_error(found) ? found : NULL;
}

/* Is it the error of a metric in the same row, and folded into that? */
static bool is_folded(const struct value *metrics, struct text key, const struct value *figure,
                      struct arena *arena)
{
    const struct text metric = metric_part(key), filter = text_part(key, metric.size, key.size);
    if (!text_ends(metric, TEXT(STDERR)) || !is_error(figure))
        return false;
    const struct text base = text_part(metric, 0, metric.size - (sizeof STDERR - 1));
    const struct value *of = value_get(metrics, text_joined(base, TEXT_NONE, filter, arena));
    return !is_not_there(of);
}

/* What a table beside the results has of a task. */
static const struct value *beside(const struct run *run, const char *table, struct text task)
{
    return value_present(value_present(run->document, text_of(table)), task);
}

static const struct value *count_or_none(const struct value *count)
{
    return count && value_is_number(count) && value_number(count) >= 0 ? count : NULL;
}

static void details_find(const struct run *run, const struct row *row, struct details *details)
{
    const struct value *shots = count_or_none(beside(run, "n-shot", row->name));
    const struct value *effective =
        value_present(beside(run, "n-samples", row->name), TEXT("effective"));
    const struct value *length = value_present(row->metrics, TEXT("sample_len"));
    details->shots = shots ? shots : run->shots;
    details->n = count_or_none(effective ? effective : length);
    details->limit = run->limit;
}

static bool metric_read(const struct run *run, const struct row *row, size_t i,
                        const struct details *of_row)
{
    struct details details = *of_row;
    const struct setting setting = {.task = row->task, .dataset = row->dataset};
    const struct text key = member_key(row->metrics, i);
    const struct value *figure = member_value(row->metrics, i);
    const struct value *higher =
        value_present(beside(run, "higher_is_better", row->name), metric_part(key));
    if (is_one_of(key, row_words) || is_not_there(figure) ||
        is_folded(row->metrics, key, figure, run->arena))
        return true;
    if (metric_part(key).size == 0)
        return error_at(run->err, ERROR_REFUSED, member_place(row->metrics, i),
                        "a result has no name");
    if (higher && value_kind(higher) == VALUE_BOOLEAN)
        details.higher_is_better = higher;
    details.stderr_ = error_of(row->metrics, key, run->arena);
    const struct result result = {.metric = key, .value = figure_spelled(figure, run->arena)};
    return result_add(run->evidence, &result, &setting, &details, run->arena, run->err);
}

static bool row_read(const struct run *run, const struct row *row)
{
    struct details details = {0};
    details_find(run, row, &details);
    for (size_t i = 0; i < value_count(row->metrics); i++)
        if (!metric_read(run, row, i, &details))
            return false;
    return true;
}

static bool map_read(const struct run *run, const struct value *rows)
{
    for (size_t i = 0; i < value_count(rows); i++) {
        struct value *task = ARENA_NEW(run->arena, struct value);
        *task = value_placed(value_of_text(member_key(rows, i)), member_place(rows, i));
        const struct row row = {member_value(rows, i), task, member_key(rows, i), NULL};
        if (!row_read(run, &row))
            return false;
    }
    return true;
}

/* "task+prompt", as the harness itself names such a row in its table. */
static const struct value *row_name(const struct value *metrics, struct arena *arena)
{
    const struct value *task = value_present(metrics, TEXT("task_name"));
    const struct value *prompt = value_present(metrics, TEXT("prompt_name"));
    if (!prompt || value_kind(prompt) != VALUE_STRING || !value_text(prompt).size)
        return task;
    const struct text name = text_joined(value_text(task), TEXT("+"), value_text(prompt), arena);
    return value_beside(value_of_text(name), task, arena);
}

static bool list_read(const struct run *run, const struct value *rows)
{
    for (size_t i = 0; i < value_count(rows); i++) {
        const struct value *metrics = value_at(rows, i);
        struct text name;
        struct row row = {.metrics = metrics};
        if (value_kind(metrics) != VALUE_MAP)
            return error_at(run->err, ERROR_REFUSED, value_place(metrics),
                            "a result is a map; here stands %s", kind_words(value_kind(metrics)));
        if (!field_text(metrics, TEXT("task_name"), &name, run->err) ||
            !field_of_kind(metrics, TEXT("dataset_path"), VALUE_STRING, &row.dataset, run->err))
            return false;
        if (name.size == 0)
            return error_at(run->err, ERROR_REFUSED, value_place(metrics),
                            "task_name is absent here, and needed");
        row.name = name;
        row.task = row_name(metrics, run->arena);
        if (!row_read(run, &row))
            return false;
    }
    return true;
}

/* Groups of tasks, where `results` does not have them already. */
static bool groups_read(const struct run *run, const struct value *rows)
{
    const struct value *groups = value_present(run->document, TEXT("groups"));
    struct members members = {0};
    if (!groups || !is_map_of_maps(groups) || value_kind(rows) != VALUE_MAP)
        return true;
    for (size_t i = 0; i < value_count(groups); i++)
        if (!value_get(rows, member_key(groups, i)))
            members_add(run->arena, &members, member_key(groups, i), *member_value(groups, i));
    const struct value left = value_of_map(run->arena, &members);
    return map_read(run, &left);
}

/* A limit that cannot be read may not be taken for none. */
static bool config_read(struct run *run)
{
    const struct value *config = value_present(run->document, TEXT("config"));
    const struct value *limit = value_present(config, TEXT("limit"));
    run->limit = figure_of_text(limit, run->arena);
    run->shots = count_or_none(value_present(config, TEXT("num_fewshot")));
    return !limit || count_or_none(run->limit) ||
           error_at(run->err, ERROR_REFUSED, value_place(limit),
                    "config.limit is %s; a number of rows or a share of them is needed",
                    kind_words(value_kind(limit)));
}

static const struct value *card_of(const struct value *document, struct arena *arena)
{
    struct members card = {0}, evaluation = {0};
    const struct value *name = value_present(document, TEXT("model_name"));
    for (const char *const *word = run_words; *word; word++)
        card_add(&evaluation, text_of(*word), value_present(document, text_of(*word)), arena);
    members_add(arena, &evaluation, TEXT("harness"), value_of_text(TEXT("lm-eval")));
    if (name && value_kind(name) == VALUE_STRING)
        members_add(arena, &card, TEXT("model_name"), *name);
    members_add(arena, &card, TEXT("evaluation"), value_of_map(arena, &evaluation));
    return value_beside(value_of_map(arena, &card), document, arena);
}

static bool lm_eval_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *document = evidence->document, *rows = rows_of(document);
    struct run run = {.evidence = evidence, .document = document, .arena = arena, .err = err};
    if (!config_read(&run) ||
        !(value_kind(rows) == VALUE_LIST ? list_read(&run, rows) : map_read(&run, rows)) ||
        !groups_read(&run, rows))
        return false;
    evidence->card = card_of(document, arena);
    return true;
}

const struct format format_lm_eval = {
    .name = "lm-eval",
    .summary = "Results of EleutherAI's lm-evaluation-harness",
    .carrier = CARRIER_TREE,
    .is = is_lm_eval,
    .read = lm_eval_read,
};
