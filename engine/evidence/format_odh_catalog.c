/* Open Data Hub's catalogues of models: what they are called, where they lie, how to run them.
 *
 *     metadata.json   {"id": "acmetech/text-analyzer", "namespace": ..., "provider_id": ...}
 *     manifest.json   {"files": {"acmetech/x/metadata.json": "model_metadata"}, "statistics": ...}
 *     *.yaml          models: [{name: RedHatAI/phi-4, url: ...}], or presets of one model
 *
 * They hold no figures of a model, so the whole document is the card and there are no results.
 * Addresses in it, file:// ones too, are texts: nothing is opened or fetched. */
#include "evidence/card.h"
#include "evidence/format.h"

static bool is_kind(const struct value *document, struct text key, enum value_kind kind)
{
    const struct value *value = value_get(document, key);
    return value && value_kind(value) == kind;
}

/* A model of a catalogue has an address, or a name and something that only catalogues tell. */
static bool is_entry(const struct value *model)
{
    static const char *const told[] = {"customProperties", "provider", "readme", "readme_path",
                                       "url"};
    if (is_kind(model, TEXT("uri"), VALUE_STRING))
        return true;
    for (size_t i = 0; i < COUNT(told); i++)
        if (value_get(model, text_of(told[i])))
            return is_kind(model, TEXT("name"), VALUE_STRING);
    return false;
}

static bool is_list_of_models(const struct value *models)
{
    for (size_t i = 0; i < value_count(models); i++)
        if (!is_entry(value_at(models, i)))
            return false;
    return value_count(models) > 0;
}

static bool is_odh_catalog(const struct value *document)
{
    const bool models = is_kind(document, TEXT("models"), VALUE_LIST) &&
                        is_list_of_models(value_get(document, TEXT("models")));
    const bool metadata = is_kind(document, TEXT("provider_id"), VALUE_STRING) &&
                          is_kind(document, TEXT("namespace"), VALUE_STRING) &&
                          is_kind(document, TEXT("model_name"), VALUE_STRING);
    const bool manifest = is_kind(document, TEXT("files"), VALUE_MAP) &&
                          is_kind(document, TEXT("statistics"), VALUE_MAP) &&
                          is_kind(document, TEXT("generated_at"), VALUE_STRING);
    const bool presets = is_kind(document, TEXT("workload-profile"), VALUE_MAP) &&
                         is_kind(document, TEXT("presets"), VALUE_LIST);
    return models || metadata || manifest || presets;
}

static bool odh_catalog_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    static const char *const names[] = {"datasets", "language", "license"};
    struct members card = {0};
    const struct value *document = evidence->document;
    card_keep(&card, document, card_keys, arena);
    card_add(&card, TEXT("model_name"), value_get(document, TEXT("model_name")), arena);
    for (size_t i = 0; i < COUNT(names); i++)
        if (!card_names_add(&card, text_of(names[i]), value_present(document, text_of(names[i])),
                            arena, err))
            return false;
    evidence->card = value_beside(value_of_map(arena, &card), document, arena);
    return true;
}

const struct format format_odh_catalog = {
    .name = "odh-catalog",
    .summary = "Catalogues and metadata of models in Open Data Hub",
    .carrier = CARRIER_TREE,
    .is = is_odh_catalog,
    .read = odh_catalog_read,
};
