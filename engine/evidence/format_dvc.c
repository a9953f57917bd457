/* DVC: what its pipeline was made from, and figures as `dvc metrics show --json` prints them.
 *
 *     dvc.lock      {schema: '2.0', stages: {train: {deps: [{path, md5}], params: {...}, outs:
 * ...}}} data.xml.dvc  {outs: [{path: data.xml, md5: ...}]} metrics       {"workspace": {"data":
 * {"eval/metrics.json": {"data": {"auc": 0.9}}}}}
 *
 * What no stage made and is no source file is data of the lineage, with the digest that DVC keeps
 * ("md5:" and its digits;
 * `.dir` at the end is a folder's). What a stage made is an output. */
#include "evidence/figures.h"
#include "evidence/format.h"
#include "evidence/lineage.h"

#include "base/limits.h"

static bool is_dvc_lock(const struct value *document)
{
    return value_get(document, TEXT("schema")) &&
           value_kind(value_get(document, TEXT("stages"))) == VALUE_MAP;
}

/* "md5:22a1..." of an entry of deps or outs, under whichever name of a hash it stands. */
static const struct value *entry_digest(const struct value *entry, struct arena *arena)
{
    static const char *const lineage_hashes[] = {"md5", "sha256", "etag", "checksum"};
    for (size_t lineage_hash = 0; lineage_hash < COUNT(lineage_hashes); lineage_hash++) {
        const struct value *digest = value_get(entry, text_of(lineage_hashes[lineage_hash]));
        if (value_text(digest).size)
            return value_beside(
                value_of_text(text_format(arena, "%s:%.*s", lineage_hashes[lineage_hash],
                                          TEXT_ARGS(value_text(digest)))),
                digest, arena);
    }
    return NULL;
}

static bool list_has_path(const struct value *list, const struct value *path)
{
    for (size_t entry = 0; entry < value_count(list); entry++) {
        const struct value *other = value_get(value_at(list, entry), TEXT("path"));
        if (other && value_equal(other, path))
            return true;
    }
    return false;
}

/* The code of a stage stands among its inputs, and is no data. */
static bool is_source(const struct value *path)
{
    static const char *const source_endings[] = {".py", ".ipynb", ".sh", ".r", ".R", ".jl", ".sql"};
    for (size_t source_ending = 0; source_ending < COUNT(source_endings); source_ending++)
        if (text_ends(value_text(path), text_of(source_endings[source_ending])))
            return true;
    return false;
}

/* Did a stage of the pipeline make this path? */
static bool is_made(const struct value *stages, const struct value *path)
{
    for (size_t stage = 0; stage < value_count(stages); stage++)
        if (list_has_path(value_get(member_value(stages, stage), TEXT("outs")), path))
            return true;
    return false;
}

static bool list_names(const struct values *list, const struct value *path)
{
    for (size_t entry = 0; entry < list->count; entry++)
        if (value_equal(value_get(&list->at[entry], TEXT("name")), path))
            return true;
    return false;
}

static void stage_deps_read(struct lineage *lineage, const struct value *stages,
                            const struct value *deps)
{
    for (size_t entry = 0; entry < value_count(deps); entry++) {
        const struct value *path = value_get(value_at(deps, entry), TEXT("path"));
        if (path && !is_source(path) && !is_made(stages, path) && !list_names(&lineage->data, path))
            lineage_list(lineage, &lineage->data, path,
                         entry_digest(value_at(deps, entry), lineage->arena));
    }
}

static void stage_outs_read(struct lineage *lineage, const struct value *outs)
{
    for (size_t entry = 0; entry < value_count(outs); entry++)
        lineage_list(lineage, &lineage->outputs, value_get(value_at(outs, entry), TEXT("path")),
                     entry_digest(value_at(outs, entry), lineage->arena));
}

/* {params.yaml: {train.seed: 42}} of each stage, merged: the same key is the same value. */
static void stage_params_read(struct lineage *lineage, struct members *parameters,
                              const struct value *files)
{
    for (size_t file = 0; file < value_count(files); file++) {
        const struct value *lineage_parameters = member_value(files, file);
        for (size_t lineage_parameter = 0; lineage_parameter < value_count(lineage_parameters);
             lineage_parameter++) {
            bool known = false;
            for (size_t other = 0; other < parameters->count && !known; other++)
                known = text_equal(
                    (struct text){parameters->at[other].key, parameters->at[other].key_size},
                    member_key(lineage_parameters, lineage_parameter));
            if (!known)
                lineage_say(lineage, parameters, member_key(lineage_parameters, lineage_parameter),
                            member_value(lineage_parameters, lineage_parameter));
        }
    }
}

/* A lock file is written by DVC for a pipeline that people wrote: past these it is none. */
static bool stages_check(const struct value *stages, struct error *err)
{
    size_t entries = 0;
    for (size_t index = 0; index < value_count(stages); index++) {
        const struct value *stage = member_value(stages, index);
        const struct value *lineage_parameters = value_get(stage, TEXT("params"));
        entries += value_count(value_get(stage, TEXT("deps"))) +
                   value_count(value_get(stage, TEXT("outs")));
        for (size_t file = 0; file < value_count(lineage_parameters); file++)
            entries += value_count(member_value(lineage_parameters, file));
    }
    return entries <= LIMIT_DVC_ENTRIES ||
           error_at(err, ERROR_REFUSED, value_place(stages),
                    "the stages name %zu files and parameters, at most %d are read", entries,
                    LIMIT_DVC_ENTRIES);
}

static bool dvc_lock_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct lineage lineage = {.arena = arena};
    struct members parameters = {0};
    const struct value *stages = value_get(evidence->document, TEXT("stages"));
    if (!stages_check(stages, err))
        return false;
    for (size_t index = 0; index < value_count(stages); index++) {
        const struct value *stage = member_value(stages, index);
        stage_deps_read(&lineage, stages, value_get(stage, TEXT("deps")));
        stage_outs_read(&lineage, value_get(stage, TEXT("outs")));
        stage_params_read(&lineage, &parameters, value_get(stage, TEXT("params")));
    }
    lineage.parameters = value_beside(value_of_map(arena, &parameters), stages, arena);
    evidence->lineage = lineage_value(&lineage, evidence->document);
    return true;
}

const struct format format_dvc_lock = {
    .name = "dvc-lock",
    .summary = "What a pipeline of DVC was made from, dvc.lock",
    .carrier = CARRIER_TREE,
    .is = is_dvc_lock,
    .read = dvc_lock_read,
};

static bool is_dvc_file(const struct value *document)
{
    const struct value *outs = value_get(document, TEXT("outs"));
    return value_kind(outs) == VALUE_LIST && !value_get(document, TEXT("stages")) &&
           value_get(value_at(outs, 0), TEXT("path")) &&
           (value_get(value_at(outs, 0), TEXT("md5")) ||
            value_get(value_at(outs, 0), TEXT("hash")));
}

static bool dvc_file_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct lineage lineage = {.arena = arena};
    const struct value *outs = value_get(evidence->document, TEXT("outs"));
    (void)err;
    for (size_t entry = 0; entry < value_count(outs); entry++)
        lineage_list(&lineage, &lineage.data, value_get(value_at(outs, entry), TEXT("path")),
                     entry_digest(value_at(outs, entry), arena));
    evidence->lineage = lineage_value(&lineage, evidence->document);
    return true;
}

const struct format format_dvc_file = {
    .name = "dvc-file",
    .summary = "A file that DVC tracks, NAME.dvc",
    .carrier = CARRIER_TREE,
    .is = is_dvc_file,
    .read = dvc_file_read,
};

/* {revision: {"data": {file: {"data": tree}}}} */
static const struct value *metrics_revision(const struct value *document)
{
    return value_count(document) == 1 ? value_get(member_value(document, 0), TEXT("data")) : NULL;
}

static bool is_dvc_metrics(const struct value *document)
{
    const struct value *files = metrics_revision(document);
    return value_kind(files) == VALUE_MAP && value_count(files) > 0 &&
           value_get(member_value(files, 0), TEXT("data"));
}

static bool dvc_metrics_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *files = metrics_revision(evidence->document);
    struct figures figures = {.evidence = evidence, .naming = {.arena = arena, .err = err}};
    for (size_t file = 0; file < value_count(files); file++) {
        const struct value *tree = value_get(member_value(files, file), TEXT("data"));
        const struct setting setting = {.task = value_beside(value_of_text(member_key(files, file)),
                                                             member_value(files, file), arena)};
        if (value_kind(tree) != VALUE_MAP)
            return error_at(err, ERROR_REFUSED, value_place(member_value(files, file)),
                            "the file %.*s has no figures: DVC could not read it",
                            TEXT_ARGS(member_key(files, file)));
        figures.setting = &setting;
        if (!figures_read(&figures, tree, TEXT_NONE))
            return false;
    }
    return true;
}

const struct format format_dvc_metrics = {
    .name = "dvc-metrics",
    .summary = "Figures as `dvc metrics show --json` prints them",
    .carrier = CARRIER_TREE,
    .is = is_dvc_metrics,
    .read = dvc_metrics_read,
};
