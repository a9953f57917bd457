/* A run of MLflow as JSON, as its server answers and as export-import writes it.
 *
 *     {"run": {"info": {run_id, status, ...},        {"info": {run_id, status, ...},
 *              "data": {"metrics": [{key, value}],    "metrics": {name: [{value, step}, ...]},
 *                       "params": [{key, value}],     "params": {name: text},
 *                       "tags": [{key, value}]},      "tags": {name: text}}
 *              "inputs": {"dataset_inputs": [...]}}}
 *
 * A metric with a history counts with its last step, the later time stamp where steps are equal.
 * The server spells what JSON cannot as "NaN" and "Infinity". Parameters are texts and stay so. */
#include "evidence/format.h"
#include "evidence/lineage.h"
#include "evidence/mlflow.h"

/* The run in either form; NULL where the document has none. */
static const struct value *mlflow_run_of(const struct value *document)
{
    const struct value *run = value_get(document, TEXT("run"));
    return run ? run : document;
}

static bool is_mlflow_run(const struct value *document)
{
    const struct value *run = mlflow_run_of(document);
    const struct value *info = value_get(run, TEXT("info"));
    const bool has_id =
        value_get(info, TEXT("run_id")) != NULL || value_get(info, TEXT("run_uuid")) != NULL;
    return has_id && (value_get(run, TEXT("data")) || value_get(run, TEXT("metrics")) ||
                      value_get(run, TEXT("params")) || value_get(run, TEXT("tags")));
}

/* {name: value} out of [{key, value}, ...]; a map is itself. */
static bool entries_as_map(const struct value *entries, struct arena *arena,
                           const struct value **entries_map, struct error *err)
{
    struct members named = {0};
    size_t twice;
    *entries_map = entries;
    if (value_kind(entries) != VALUE_LIST)
        return true;
    for (size_t entry = 0; entry < value_count(entries); entry++) {
        const struct value *key = value_get(value_at(entries, entry), TEXT("key"));
        const struct value *value = value_get(value_at(entries, entry), TEXT("value"));
        if (key && value)
            members_add(arena, &named, value_text(key), *value);
    }
    if (named.count && !members_sort(named.at, named.count, &twice))
        return error_at(err, ERROR_REFUSED, value_place(&named.at[twice].value),
                        "the key %.*s stands in this list twice", (int)named.at[twice].key_size,
                        named.at[twice].key);
    *entries_map = value_beside(value_over_members(named.at, named.count), entries, arena);
    return true;
}

/* When a point of a history was logged: its step, or its time stamp; 0 where it has none, as
 * MLflow takes it. What cannot be ordered would let any point be the last. */
static bool moment_of(const struct value *point, struct text key, struct arena *arena,
                      double *moment_number, struct error *err)
{
    const struct value *moment = value_present(point, key);
    moment = moment ? figure_of_text(moment, arena) : NULL;
    if (moment && !value_is_number(moment))
        return error_at(err, ERROR_REFUSED, value_place(moment),
                        "the %.*s of a point of a metric is no number", TEXT_ARGS(key));
    *moment_number = moment ? value_number(moment) : 0;
    return true;
}

/* The figure of a metric: a number, or the last point of its history. */
static bool last_figure(const struct value *metric, struct arena *arena,
                        const struct value **figure, struct error *err)
{
    double step = 0, time = 0, last_step = 0, last_time = 0;
    const struct value *last = NULL;
    *figure = metric;
    if (value_kind(metric) != VALUE_LIST)
        return true;
    for (size_t i = 0; i < value_count(metric); i++) {
        const struct value *point = value_at(metric, i);
        if (!moment_of(point, TEXT("step"), arena, &step, err) ||
            !moment_of(point, TEXT("timestamp"), arena, &time, err))
            return false;
        if (last && (step < last_step || (step == last_step && time < last_time)))
            continue;
        last = point;
        last_step = step;
        last_time = time;
    }
    *figure = value_get(last, TEXT("value"));
    return true;
}

static bool run_metrics_read(struct evidence *evidence, const struct value *metrics,
                             struct arena *arena, struct error *err)
{
    const struct value *named;
    if (!entries_as_map(metrics, arena, &named, err))
        return false;
    for (size_t metric = 0; metric < value_count(named); metric++) {
        const struct value *figure;
        if (!last_figure(member_value(named, metric), arena, &figure, err) ||
            !result_add(evidence,
                        &(struct result){.metric = member_key(named, metric),
                                         .value = figure_of_text(figure, arena)},
                        NULL, NULL, arena, err))
            return false;
    }
    return true;
}

/* {"dataset": {name, digest}} of the run's inputs. */
static void run_inputs_read(struct lineage *lineage, const struct value *run)
{
    const struct value *inputs = value_get(run, TEXT("inputs"));
    const struct value *datasets = value_get(inputs, TEXT("dataset_inputs"));
    for (size_t input = 0; input < value_count(datasets); input++) {
        const struct value *dataset = value_get(value_at(datasets, input), TEXT("dataset"));
        lineage_list(lineage, &lineage->data, value_get(dataset, TEXT("name")),
                     value_get(dataset, TEXT("digest")));
    }
}

static void run_info_read(struct lineage *lineage, const struct value *info,
                          const struct value *tags)
{
    const struct value *id = value_get(info, TEXT("run_id"));
    lineage_say(lineage, &lineage->run, TEXT("id"), id ? id : value_get(info, TEXT("run_uuid")));
    lineage_say(lineage, &lineage->run, TEXT("status"), value_get(info, TEXT("status")));
    lineage_say(lineage, &lineage->run, TEXT("experiment"), value_get(info, TEXT("experiment_id")));
    lineage_say(lineage, &lineage->run, TEXT("started"), value_get(info, TEXT("start_time")));
    lineage_say(lineage, &lineage->run, TEXT("ended"), value_get(info, TEXT("end_time")));
    lineage_say(lineage, &lineage->run, TEXT("name"), value_get(tags, TEXT("mlflow.runName")));
    lineage_say(lineage, &lineage->code, TEXT("commit"),
                value_get(tags, TEXT("mlflow.source.git.commit")));
    lineage_say(lineage, &lineage->code, TEXT("repository"),
                value_get(tags, TEXT("mlflow.source.git.repoURL")));
}

bool mlflow_run_fill(struct evidence *evidence, const struct mlflow_run *run, struct arena *arena,
                     struct error *err)
{
    struct lineage lineage = {.arena = arena};
    const struct value *stage = value_get(run->info, TEXT("lifecycle_stage"));
    if (text_is(value_text(stage), "deleted"))
        return error_at(err, ERROR_REFUSED, value_place(stage), "the run was deleted");
    const struct value *tags;
    if (!run_metrics_read(evidence, run->metrics, arena, err) ||
        !entries_as_map(run->params, arena, &lineage.parameters, err) ||
        !entries_as_map(run->tags, arena, &tags, err))
        return false;
    run_info_read(&lineage, run->info, tags);
    run_inputs_read(&lineage, run->whole);
    evidence->lineage = lineage_value(&lineage, run->whole);
    return true;
}

static bool mlflow_run_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *whole = mlflow_run_of(evidence->document);
    const struct value *parts = value_get(whole, TEXT("data"));
    if (!parts)
        parts = whole;
    const struct mlflow_run run = {
        .whole = whole,
        .info = value_get(whole, TEXT("info")),
        .metrics = value_get(parts, TEXT("metrics")),
        .params = value_get(parts, TEXT("params")),
        .tags = value_get(parts, TEXT("tags")),
    };
    return mlflow_run_fill(evidence, &run, arena, err);
}

const struct format format_mlflow_run = {
    .name = "mlflow-run",
    .summary = "A run of MLflow as JSON: a server's reply, or export-import's run.json",
    .carrier = CARRIER_TREE,
    .is = is_mlflow_run,
    .read = mlflow_run_read,
};
