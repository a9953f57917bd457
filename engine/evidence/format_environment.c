/* What training ran in: conda.yaml and python_env.yaml, as conda and MLflow write them.
 *
 *     name: mlflow-env                     python: 3.10.0
 *     channels: [conda-forge]              build_dependencies: [pip==21.2.3]
 *     dependencies: [python=3.10, ...]     dependencies: [-r requirements.txt]
 */
#include "evidence/format.h"
#include "evidence/lineage.h"

static bool is_environment(const struct value *document)
{
    return value_kind(value_get(document, TEXT("dependencies"))) == VALUE_LIST &&
           (value_get(document, TEXT("channels")) ||
            value_get(document, TEXT("build_dependencies")) || value_get(document, TEXT("python")));
}

static bool environment_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct lineage lineage = {.arena = arena};
    const struct value *document = evidence->document;
    (void)err;
    for (size_t key = 0; key < value_count(document); key++)
        lineage_say(&lineage, &lineage.environment, member_key(document, key),
                    member_value(document, key));
    evidence->lineage = lineage_value(&lineage, document);
    return true;
}

const struct format format_environment = {
    .name = "conda",
    .summary = "An environment of Python: conda.yaml or python_env.yaml",
    .carrier = CARRIER_TREE,
    .is = is_environment,
    .read = environment_read,
};
