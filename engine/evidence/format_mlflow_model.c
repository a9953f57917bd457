/* MLmodel: what MLflow writes beside a model it has logged.
 *
 *     flavors: {sklearn: {serialization_format: cloudpickle, pickled_model: model.pkl}}
 *     run_id: 16c3...
 *     signature: {inputs: '[{"name": "age", "type": "double"}]'}     JSON inside a YAML string
 *
 * It has no figures and, above all, no digest of the model: what it says becomes the card, with the
 * signature's JSON read. */
#include "evidence/format.h"
#include "evidence/lineage.h"

#include "value/json.h"

static bool is_mlflow_model(const struct value *document)
{
    return value_kind(value_get(document, TEXT("flavors"))) == VALUE_MAP &&
           (value_get(document, TEXT("run_id")) || value_get(document, TEXT("model_uuid")) ||
            value_get(document, TEXT("artifact_path")) ||
            value_get(document, TEXT("utc_time_created")));
}

/* A part of the signature, its JSON read; blamed is the place of the string. */
static bool signature_part_read(const struct value *part, struct arena *arena,
                                struct value *signature_part, struct error *err)
{
    struct error signature_refusal = {0};
    if (value_kind(part) != VALUE_STRING) {
        *signature_part = *part;
        return true;
    }
    return json_read(value_place(part).file, text_copy(arena, value_text(part)),
                     (struct json_options){0}, arena, signature_part, &signature_refusal) ||
           error_at(err, ERROR_REFUSED, value_place(part), "the JSON in this string: %s",
                    signature_refusal.message);
}

static bool signature_read(const struct value *signature, struct arena *arena,
                           struct value *signature_document, struct error *err)
{
    struct members parts = {0};
    for (size_t part = 0; part < value_count(signature); part++) {
        struct value read;
        if (!signature_part_read(member_value(signature, part), arena, &read, err))
            return false;
        members_add(arena, &parts, member_key(signature, part), read);
    }
    *signature_document = value_placed(value_of_map(arena, &parts), value_place(signature));
    return true;
}

static bool mlflow_model_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *document = evidence->document;
    struct members card = {0};
    struct lineage lineage = {.arena = arena};
    for (size_t key = 0; key < value_count(document); key++) {
        struct value said = *member_value(document, key);
        if (text_is(member_key(document, key), "signature") && value_kind(&said) == VALUE_MAP &&
            !signature_read(member_value(document, key), arena, &said, err))
            return false;
        members_add(arena, &card, member_key(document, key), said);
    }
    lineage_say(&lineage, &lineage.run, TEXT("id"), value_get(document, TEXT("run_id")));
    evidence->card = value_beside(value_of_map(arena, &card), document, arena);
    evidence->lineage = lineage_value(&lineage, document);
    return true;
}

const struct format format_mlflow_model = {
    .name = "mlflow-model",
    .summary = "MLmodel, which MLflow writes beside a logged model",
    .carrier = CARRIER_TREE,
    .is = is_mlflow_model,
    .read = mlflow_model_read,
};

/* ---- what MLflow's registry and its exports say of models, versions and experiments ---- */

static const char *const registry_keys[] = {"registered_model", "registered_models",
                                            "model_version", "model_versions"};

/* The replies of the registry, and the lists that export-import puts beside its exports. */
static bool is_mlflow_registry(const struct value *document)
{
    const struct value *experiment = value_get(document, TEXT("experiment"));
    const struct value *info = value_get(document, TEXT("info"));
    for (size_t key = 0; key < COUNT(registry_keys); key++)
        if (value_get(document, text_of(registry_keys[key])))
            return true;
    return value_get(experiment, TEXT("experiment_id")) ||
           (value_get(info, TEXT("mlflow_version")) && value_get(document, TEXT("models")));
}

/* Nothing here is a figure of a model: it stays as it is, for policies to read. Names and versions
 * are the registry's own, so they are no subject to compare the manifest with. */
static bool mlflow_registry_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    (void)arena;
    (void)err;
    evidence->card = evidence->document;
    return true;
}

const struct format format_mlflow_registry = {
    .name = "mlflow-registry",
    .summary = "Models and versions as MLflow's registry and export-import tell them",
    .carrier = CARRIER_TREE,
    .is = is_mlflow_registry,
    .read = mlflow_registry_read,
};
