/* A run in MLflow's file store: mlruns/EXPERIMENT/RUN, and models/m-... since version 3.
 *
 *     meta.yaml            run_id, status (1 to 5), start_time, ...
 *     metrics/auc          "1767457844578 0.83 0" on each line: time stamp, figure, step
 *     metrics/val/auc      names may have slashes
 *     params/max_depth     "8"
 *     tags/mlflow.source.git.commit
 *
 * The folder comes as {meta.yaml: text, metrics: {name: text}, params: ..., tags: ...}. */
#include "evidence/format.h"
#include "evidence/mlflow.h"

#include "value/number.h"
#include "value/yaml.h"

static const struct value *folder_meta(const struct value *folder)
{
    return value_get(folder, TEXT("meta.yaml"));
}

/* Does a line of meta.yaml begin with these bytes? */
static bool has_line(struct text meta_lines, struct text meta_start)
{
    for (size_t meta_at = 0; meta_at < meta_lines.size;) {
        const struct text meta_rest = text_part(meta_lines, meta_at, meta_lines.size - meta_at);
        if (text_starts(meta_rest, meta_start))
            return true;
        meta_at += text_find(meta_rest, '\n') + 1;
    }
    return false;
}

static bool is_mlflow_folder(const struct value *folder)
{
    const struct text meta = value_text(folder_meta(folder));
    return has_line(meta, TEXT("run_id:")) || has_line(meta, TEXT("model_id:"));
}

/* The words of a line, at most `words_max` of them; how many there are. */
static size_t words_split(struct text metric_line, struct text *metric_words, size_t words_max)
{
    size_t count = 0;
    while (metric_line.size) {
        const size_t word_size = text_find(metric_line, ' ');
        if (word_size && count < words_max)
            metric_words[count] = text_part(metric_line, 0, word_size);
        count += word_size > 0;
        metric_line = text_part(metric_line, word_size + 1, metric_line.size);
    }
    return count;
}

static struct value number_word(struct text word, struct place place, struct arena *arena)
{
    const struct value text = value_placed(value_of_text(word), place);
    return *figure_of_text(&text, arena);
}

/* "1767457844578 0.83 0" as {timestamp, value, step}. */
static bool metric_point_read(struct text line, struct place place, struct arena *arena,
                              struct value *metric_point, struct error *err)
{
    enum { TIMESTAMP, FIGURE, STEP, RUN, WORDS };
    struct text words[WORDS] = {TEXT_NONE};
    struct members point_members = {0};
    const size_t word_count = words_split(line, words, WORDS);
    if (word_count < STEP || word_count > WORDS)
        return error_at(err, ERROR_REFUSED, place,
                        "a line of a metric is a time stamp, a figure and a step");
    members_add(arena, &point_members, TEXT("timestamp"),
                number_word(words[TIMESTAMP], place, arena));
    members_add(arena, &point_members, TEXT("value"), number_word(words[FIGURE], place, arena));
    if (word_count > STEP)
        members_add(arena, &point_members, TEXT("step"), number_word(words[STEP], place, arena));
    *metric_point = value_placed(value_of_map(arena, &point_members), place);
    return true;
}

/* The history of one metric, a point on each line. */
static bool metric_history_read(const struct value *file, struct arena *arena,
                                struct value *metric_history, struct error *err)
{
    struct values metric_points = {0};
    struct text metric_lines = value_text(file);
    struct place place = value_place(file);
    for (; metric_lines.size; place.line++) {
        struct text metric_line = text_part(metric_lines, 0, text_find(metric_lines, '\n'));
        metric_lines = text_part(metric_lines, metric_line.size + 1, metric_lines.size);
        if (text_ends(metric_line, TEXT("\r")))
            metric_line.size--;
        if (metric_line.size &&
            !metric_point_read(metric_line, place, arena, LIST_ADD(arena, &metric_points), err))
            return false;
    }
    *metric_history = value_placed(value_of_list(arena, metric_points.at, metric_points.count),
                                   value_place(file));
    return true;
}

static bool metric_files_read(const struct value *files, struct arena *arena,
                              const struct value **metric_files, struct error *err)
{
    struct members metrics = {0};
    for (size_t file = 0; file < value_count(files); file++) {
        struct value history;
        if (!metric_history_read(member_value(files, file), arena, &history, err))
            return false;
        members_add(arena, &metrics, member_key(files, file), history);
    }
    *metric_files = value_beside(value_of_map(arena, &metrics), files, arena);
    return true;
}

/* Parameters and tags, each the text of its file; MLflow drops the blanks at its ends, and so must
 * whoever asks what was set. */
static const struct value *texts_trimmed(const struct value *files, struct arena *arena)
{
    struct members trimmed = {0};
    for (size_t file = 0; file < value_count(files); file++) {
        const struct value *content = member_value(files, file);
        members_add(
            arena, &trimmed, member_key(files, file),
            value_placed(value_of_text(text_trimmed(value_text(content))), value_place(content)));
    }
    return files ? value_beside(value_of_map(arena, &trimmed), files, arena) : NULL;
}

static bool mlflow_folder_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *folder = evidence->document, *meta = folder_meta(folder);
    struct value *info = ARENA_NEW(arena, struct value);
    struct mlflow_run run = {
        .whole = folder,
        .info = info,
        .params = texts_trimmed(value_get(folder, TEXT("params")), arena),
        .tags = texts_trimmed(value_get(folder, TEXT("tags")), arena),
    };
    return yaml_read(value_place(meta).file, value_text(meta), arena, info, err) &&
           metric_files_read(value_get(folder, TEXT("metrics")), arena, &run.metrics, err) &&
           mlflow_run_fill(evidence, &run, arena, err);
}

const struct format format_mlflow_folder = {
    .name = "mlflow-folder",
    .summary = "A run in a folder of MLflow's file store, mlruns/EXPERIMENT/RUN",
    .carrier = CARRIER_FOLDER,
    .is = is_mlflow_folder,
    .read = mlflow_folder_read,
};
