/* A MONAI bundle's metadata.json: what a model for medical images is, and its figures.
 *
 *     "name": "Spleen CT segmentation", "task": "Decathlon spleen segmentation",
 *     "eval_metrics": {"mean_dice": 0.961}
 *
 * The schema it names is an address, and is not fetched. All of the document stays in the card. */
#include "evidence/card.h"
#include "evidence/format.h"

static bool is_text(const struct value *document, struct text key)
{
    const struct value *value = value_get(document, key);
    return value && value_kind(value) == VALUE_STRING;
}

static bool is_monai(const struct value *document)
{
    return is_text(document, TEXT("monai_version")) && is_text(document, TEXT("version")) &&
           (value_get(document, TEXT("network_data_format")) ||
            value_get(document, TEXT("schema")) || value_get(document, TEXT("eval_metrics")));
}

static bool metrics_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct setting setting = {0};
    const struct value *metrics, *document = evidence->document;
    if (!field_of_kind(document, TEXT("eval_metrics"), VALUE_MAP, &metrics, err) ||
        !field_of_kind(document, TEXT("task"), VALUE_STRING, &setting.task, err))
        return false;
    for (size_t i = 0; metrics && i < value_count(metrics); i++) {
        const struct result result = {member_key(metrics, i),
                                      figure_spelled(member_value(metrics, i), arena), NULL, NULL};
        if (result.metric.size == 0)
            return error_at(err, ERROR_REFUSED, member_place(metrics, i), "a metric has no name");
        if (!result_add(evidence, &result, &setting, NULL, arena, err))
            return false;
    }
    return true;
}

static void sections_add(struct members *card, const struct value *document, struct arena *arena)
{
    static const struct {
        const char *key, *title;
    } titles[] = {{"description", "Description"},
                  {"intended_use", "Intended use"},
                  {"data_source", "Training data"},
                  {"copyright", "Copyright"}};
    struct sections sections = {0};
    for (size_t i = 0; i < COUNT(titles); i++) {
        const struct value *text = value_present(document, text_of(titles[i].key));
        if (text && value_text(text).size)
            card_section(&sections, text_of(titles[i].title), value_text(text), value_place(text),
                         arena);
    }
    card_sections_add(card, &sections, arena);
}

static bool monai_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct members card = {0};
    const struct value *document = evidence->document;
    card_keep(&card, document, card_keys, arena);
    card_add(&card, TEXT("model_name"), value_present(document, TEXT("name")), arena);
    if (!metrics_read(evidence, arena, err) ||
        !card_names_add(&card, TEXT("license"), value_present(document, TEXT("license")), arena,
                        err) ||
        !card_names_add(&card, TEXT("datasets"), value_present(document, TEXT("data_source")),
                        arena, err))
        return false;
    sections_add(&card, document, arena);
    evidence->card = value_beside(value_of_map(arena, &card), document, arena);
    return true;
}

const struct format format_monai = {
    .name = "monai",
    .summary = "The metadata.json of a MONAI bundle",
    .carrier = CARRIER_TREE,
    .is = is_monai,
    .read = monai_read,
};
