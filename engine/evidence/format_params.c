/* Parameters and annotations that stand beside a pipeline.
 *
 *     params.yaml                         artifacts.yaml, dvc.yaml (GTO annotations)
 *     train: {seed: 42, n_est: 50}        artifacts:
 *                                           text-classification: {path: model.pkl, type: model}
 *
 * A file of parameters looks like any tree of figures, and a seed is no metric: it is known by its
 * name. Parameters stay as nested as they are. Annotations become the card. */
#include "evidence/format.h"
#include "evidence/lineage.h"

static bool file_is_named(const struct value *document, struct text name)
{
    const struct text path = text_of(value_place(document).file);
    return text_ends(path, name) &&
           (path.size == name.size || path.at[path.size - name.size - 1] == '/');
}

static bool is_params(const struct value *document)
{
    return value_kind(document) == VALUE_MAP && (file_is_named(document, TEXT("params.yaml")) ||
                                                 file_is_named(document, TEXT("params.yml")) ||
                                                 file_is_named(document, TEXT("params.json")));
}

static bool params_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct lineage lineage = {.arena = arena, .parameters = evidence->document};
    (void)err;
    evidence->lineage = lineage_value(&lineage, evidence->document);
    return true;
}

const struct format format_params = {
    .name = "params",
    .summary = "Parameters of a pipeline of DVC, params.yaml",
    .carrier = CARRIER_TREE,
    .is = is_params,
    .read = params_read,
};

/* {name: {path, type, ...}}, under `artifacts:` in dvc.yaml, alone in older files. */
static const struct value *annotations_of(const struct value *document)
{
    const struct value *under = value_get(document, TEXT("artifacts"));
    return under ? under : document;
}

static bool is_gto(const struct value *document)
{
    const struct value *annotations = annotations_of(document);
    for (size_t artifact = 0; artifact < value_count(annotations); artifact++) {
        const struct value *annotation = member_value(annotations, artifact);
        if (!value_get(annotation, TEXT("type")) || !value_get(annotation, TEXT("path")))
            return false;
    }
    return value_kind(annotations) == VALUE_MAP && value_count(annotations) > 0;
}

static bool gto_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct members card = {0};
    (void)err;
    members_add(arena, &card, TEXT("artifacts"), *annotations_of(evidence->document));
    evidence->card = value_beside(value_of_map(arena, &card), evidence->document, arena);
    return true;
}

const struct format format_gto = {
    .name = "gto",
    .summary = "Annotations of artifacts as GTO and DVC have them",
    .carrier = CARRIER_TREE,
    .is = is_gto,
    .read = gto_read,
};
