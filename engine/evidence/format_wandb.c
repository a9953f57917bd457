/* Weights & Biases: the three files it leaves in a run's folder.
 *
 *     wandb-summary.json    {"eval/accuracy": 0.6, "_runtime": 1054, "_step": 15, "_wandb": {...}}
 *     config.yaml           {learning_rate: {desc: null, value: 0.1}, _wandb: {...}}
 *     wandb-metadata.json   {"git": {"remote": ..., "commit": ...}, "python": "3.11", ...}
 *
 * Names with a leading underscore are the tool's own bookkeeping and no figures. A value with
 * `_type` is a table or picture that lies elsewhere. Nested names are joined with dots. */
#include "evidence/figures.h"
#include "evidence/format.h"
#include "evidence/lineage.h"

static bool is_bookkeeping(struct text name)
{
    return name.size && name.at[0] == '_';
}

static bool is_wandb_summary(const struct value *document)
{
    return value_get(document, TEXT("_wandb")) && value_get(document, TEXT("_runtime")) &&
           value_get(document, TEXT("_timestamp"));
}

/* Nor is what has a `_type`: it lies elsewhere. */
static bool is_no_figure(struct text name, const struct value *figure)
{
    return is_bookkeeping(name) || value_get(figure, TEXT("_type"));
}

static bool wandb_summary_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct figures figures = {
        .evidence = evidence, .passed_over = is_no_figure, .naming = {.arena = arena, .err = err}};
    return figures_read(&figures, evidence->document, TEXT_NONE);
}

const struct format format_wandb_summary = {
    .name = "wandb-summary",
    .summary = "The last figures of a run of Weights & Biases, wandb-summary.json",
    .carrier = CARRIER_TREE,
    .is = is_wandb_summary,
    .read = wandb_summary_read,
};

static bool is_wandb_config(const struct value *document)
{
    const bool marked = value_get(document, TEXT("wandb_version")) ||
                        value_get(value_get(document, TEXT("_wandb")), TEXT("value"));
    size_t settings = 0;
    for (size_t i = 0; i < value_count(document); i++)
        settings += value_get(member_value(document, i), TEXT("value")) != NULL;
    return marked && settings > 0;
}

static bool wandb_config_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct lineage lineage = {.arena = arena};
    struct members parameters = {0};
    const struct value *config = evidence->document;
    (void)err;
    for (size_t i = 0; i < value_count(config); i++)
        if (!is_bookkeeping(member_key(config, i)))
            lineage_say(&lineage, &parameters, member_key(config, i),
                        value_get(member_value(config, i), TEXT("value")));
    lineage.parameters = value_beside(value_of_map(arena, &parameters), config, arena);
    evidence->lineage = lineage_value(&lineage, config);
    return true;
}

const struct format format_wandb_config = {
    .name = "wandb-config",
    .summary = "The settings of a run of Weights & Biases, config.yaml",
    .carrier = CARRIER_TREE,
    .is = is_wandb_config,
    .read = wandb_config_read,
};

static bool is_wandb_metadata(const struct value *document)
{
    return value_get(document, TEXT("python")) && value_get(document, TEXT("os")) &&
           (value_get(document, TEXT("git")) || value_get(document, TEXT("program")));
}

static bool wandb_metadata_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct lineage lineage = {.arena = arena};
    const struct value *metadata = evidence->document, *git = value_get(metadata, TEXT("git"));
    (void)err;
    lineage_say(&lineage, &lineage.code, TEXT("commit"), value_get(git, TEXT("commit")));
    lineage_say(&lineage, &lineage.code, TEXT("repository"), value_get(git, TEXT("remote")));
    lineage_say(&lineage, &lineage.environment, TEXT("python"),
                value_get(metadata, TEXT("python")));
    lineage_say(&lineage, &lineage.environment, TEXT("os"), value_get(metadata, TEXT("os")));
    lineage_say(&lineage, &lineage.environment, TEXT("docker"),
                value_get(metadata, TEXT("docker")));
    evidence->lineage = lineage_value(&lineage, metadata);
    return true;
}

const struct format format_wandb_metadata = {
    .name = "wandb-metadata",
    .summary = "What a run of Weights & Biases ran on, wandb-metadata.json",
    .carrier = CARRIER_TREE,
    .is = is_wandb_metadata,
    .read = wandb_metadata_read,
};
