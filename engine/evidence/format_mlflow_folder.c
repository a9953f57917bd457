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

/* Does a line of the text begin with these bytes? */
static bool has_line(struct text lines, struct text start)
{
    for (size_t at = 0; at < lines.size;) {
        const struct text rest = text_part(lines, at, lines.size - at);
        if (text_starts(rest, start))
            return true;
        at += text_find(rest, '\n') + 1;
    }
    return false;
}

static bool is_mlflow_folder(const struct value *folder)
{
    const struct text meta = value_text(folder_meta(folder));
    return has_line(meta, TEXT("run_id:")) || has_line(meta, TEXT("model_id:"));
}

/* The words of a line, at most `max` of them; how many there are. */
static size_t words_split(struct text line, struct text *words, size_t max)
{
    size_t count = 0;
    while (line.size) {
        const size_t end = text_find(line, ' ');
        if (end && count < max)
            words[count] = text_part(line, 0, end);
        count += end > 0;
        line = text_part(line, end + 1, line.size);
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
                              struct value *out, struct error *err)
{
    enum { TIMESTAMP, FIGURE, STEP, RUN, WORDS };
    struct text words[WORDS] = {TEXT_NONE};
    struct members point = {0};
    const size_t count = words_split(line, words, WORDS);
    if (count < STEP || count > WORDS)
        return error_at(err, ERROR_REFUSED, place,
                        "a line of a metric is a time stamp, a figure and a step");
    members_add(arena, &point, TEXT("timestamp"), number_word(words[TIMESTAMP], place, arena));
    members_add(arena, &point, TEXT("value"), number_word(words[FIGURE], place, arena));
    if (count > STEP)
        members_add(arena, &point, TEXT("step"), number_word(words[STEP], place, arena));
    *out = value_placed(value_of_map(arena, &point), place);
    return true;
}

/* The history of one metric, a point on each line. */
static bool metric_history_read(const struct value *file, struct arena *arena, struct value *out,
                                struct error *err)
{
    struct values points = {0};
    struct text lines = value_text(file);
    struct place place = value_place(file);
    for (; lines.size; place.line++) {
        struct text line = text_part(lines, 0, text_find(lines, '\n'));
        lines = text_part(lines, line.size + 1, lines.size);
        if (text_ends(line, TEXT("\r")))
            line.size--;
        if (line.size && !metric_point_read(line, place, arena, LIST_ADD(arena, &points), err))
            return false;
    }
    *out = value_placed(value_of_list(arena, points.at, points.count), value_place(file));
    return true;
}

static bool metric_files_read(const struct value *files, struct arena *arena,
                              const struct value **out, struct error *err)
{
    struct members metrics = {0};
    for (size_t file = 0; file < value_count(files); file++) {
        struct value history;
        if (!metric_history_read(member_value(files, file), arena, &history, err))
            return false;
        members_add(arena, &metrics, member_key(files, file), history);
    }
    *out = value_beside(value_of_map(arena, &metrics), files, arena);
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
