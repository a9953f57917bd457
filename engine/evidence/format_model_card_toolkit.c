/* TensorFlow's Model Card Toolkit, schemas 0.0.1 and 0.0.2.
 *
 *     "quantitative_analysis": {"performance_metrics": [
 *       {"type": "accuracy", "value": "0.9932", "slice": "cat", "threshold": "0.5",
 *        "confidence_interval": {"lower_bound": "0.9832", "upper_bound": "1.0032"}}]}
 *
 * From 0.0.2 on the format writes numbers as texts, so texts that spell numbers are numbers here. A
 * slice is a part of the rows: a group. The pictures of the card, which are most of its bytes, are
 * left out; the rest of it, thresholds too, stays in the card. */
#include "evidence/card.h"
#include "evidence/format.h"
#include "evidence/prose.h"

enum { CARD_DEPTH = 16 }; /* the schema needs 6 levels */

static bool is_map(const struct value *document, struct text key)
{
    const struct value *value = value_get(document, key);
    return value && value_kind(value) == VALUE_MAP;
}

static bool is_model_card(const struct value *document)
{
    const struct value *version = value_get(document, TEXT("schema_version"));
    return version && value_kind(version) == VALUE_STRING &&
           is_map(document, TEXT("model_details")) &&
           (is_map(document, TEXT("model_parameters")) ||
            is_map(document, TEXT("considerations")) ||
            is_map(document, TEXT("quantitative_analysis")));
}

/* ---- figures ---- */

/* A number, or a text that spells one; anything else is refused: an interval of words is none. */
static bool bound_read(const struct value *interval, struct text key, struct arena *arena,
                       const struct value **bound_figure, struct error *err)
{
    const struct value *bound = value_present(interval, key);
    const struct value *figure = figure_of_text(bound, arena);
    if (figure && !value_is_number(figure) && value_kind(figure) != VALUE_NAN)
        return error_at(err, ERROR_REFUSED, value_place(bound), "%.*s is no number",
                        TEXT_ARGS(key));
    *bound_figure = figure;
    return true;
}

static const struct value *slice_group(const struct value *slice, struct arena *arena)
{
    struct members members = {0};
    if (!slice || value_kind(slice) != VALUE_STRING || value_text(slice).size == 0)
        return NULL;
    members_add(arena, &members, TEXT("slice"), *slice);
    return value_beside(value_of_map(arena, &members), slice, arena);
}

static bool metric_read(struct evidence *evidence, const struct value *metric, struct arena *arena,
                        struct error *err)
{
    struct details details = {0};
    struct result result = {0};
    const struct value *interval;
    const struct value *value = value_present(metric, TEXT("value"));
    if (value_kind(metric) != VALUE_MAP)
        return error_at(err, ERROR_REFUSED, value_place(metric),
                        "a performance metric is a map; here stands %s",
                        kind_words(value_kind(metric)));
    if (!field_text(metric, TEXT("type"), &result.metric, err) ||
        !field_of_kind(metric, TEXT("confidence_interval"), VALUE_MAP, &interval, err) ||
        !bound_read(interval, TEXT("lower_bound"), arena, &details.low, err) ||
        !bound_read(interval, TEXT("upper_bound"), arena, &details.high, err))
        return false;
    if (result.metric.size == 0)
        return error_at(err, ERROR_REFUSED, value_place(metric),
                        "a performance metric has no type: what was measured?");
    const struct setting setting = {.group =
                                        slice_group(value_present(metric, TEXT("slice")), arena)};
    result.value = figure_spelled(figure_of_text(value, arena), arena);
    return result_add(evidence, &result, &setting, &details, arena, err);
}

static bool metrics_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *metrics;
    const struct value *analysis = value_present(evidence->document, TEXT("quantitative_analysis"));
    if (!field_of_kind(analysis, TEXT("performance_metrics"), VALUE_LIST, &metrics, err))
        return false;
    for (size_t i = 0; metrics && i < value_count(metrics); i++)
        if (!metric_read(evidence, value_at(metrics, i), arena, err))
            return false;
    return true;
}

/* ---- the card ---- */

static struct value without_pictures(const struct value *part, size_t depth, struct arena *arena)
{
    struct members members = {0};
    struct values items = {0};
    if (depth == CARD_DEPTH || (value_kind(part) != VALUE_MAP && value_kind(part) != VALUE_LIST))
        return *part;
    for (size_t i = 0; i < value_count(part); i++) {
        const bool map = value_kind(part) == VALUE_MAP;
        const struct value *of = map ? member_value(part, i) : value_at(part, i);
        if (!map)
            *LIST_ADD(arena, &items) = without_pictures(of, depth + 1, arena);
        else if (!text_is(member_key(part, i), "graphics"))
            members_add(arena, &members, member_key(part, i),
                        without_pictures(of, depth + 1, arena));
    }
    const struct value kept = value_kind(part) == VALUE_MAP
                                  ? value_of_map(arena, &members)
                                  : value_of_list(arena, items.at, items.count);
    return value_placed(kept, value_place(part));
}

static void sections_add(struct members *card, const struct value *document, struct arena *arena)
{
    static const struct {
        const char *key, *title;
    } titles[] = {{"users", "Users"},
                  {"use_cases", "Use cases"},
                  {"limitations", "Limitations"},
                  {"tradeoffs", "Tradeoffs"},
                  {"ethical_considerations", "Ethical considerations"}};
    struct sections sections = {0};
    const struct value *considerations = value_present(document, TEXT("considerations"));
    const struct value *overview =
        value_present(value_present(document, TEXT("model_details")), TEXT("overview"));
    if (overview)
        card_section(&sections, TEXT("Overview"), value_text(overview), value_place(overview),
                     arena);
    for (size_t i = 0; i < COUNT(titles); i++) {
        const struct value *items = value_present(considerations, text_of(titles[i].key));
        const struct value *text = prose_of(items, arena);
        if (text)
            card_section(&sections, text_of(titles[i].title), value_text(text), value_place(items),
                         arena);
    }
    card_sections_add(card, &sections, arena);
}

/* 0.0.1 has one licence as a text, later ones a list of identifiers or texts. */
static bool licence_add(struct members *card, const struct value *details, struct arena *arena,
                        struct error *err)
{
    const struct value *licences = value_present(details, TEXT("licenses"));
    struct values names = {0};
    if (!licences)
        return card_names_add(card, TEXT("license"), value_present(details, TEXT("license")), arena,
                              err);
    for (size_t i = 0; i < value_count(licences); i++) {
        const struct value *licence = value_at(licences, i);
        const struct value *name = value_present(licence, TEXT("identifier"));
        name = name ? name : value_present(licence, TEXT("custom_text"));
        if (name)
            *LIST_ADD(arena, &names) = *name;
    }
    const struct value list =
        value_placed(value_of_list(arena, names.at, names.count), value_place(licences));
    return card_names_add(card, TEXT("license"), names.count == 1 ? names.at : &list, arena, err);
}

static bool datasets_add(struct members *card, const struct value *parameters, struct arena *arena,
                         struct error *err)
{
    const struct value *sets = value_present(parameters, TEXT("data"));
    struct values names = {0};
    for (size_t i = 0; sets && i < value_count(sets); i++) {
        const struct value *name = value_present(value_at(sets, i), TEXT("name"));
        if (name)
            *LIST_ADD(arena, &names) = *name;
    }
    const struct value list = value_of_list(arena, names.at, names.count);
    return !names.count || card_names_add(card, TEXT("datasets"), &list, arena, err);
}

static bool model_card_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct members card = {0};
    const struct value *document = evidence->document;
    const struct value *details = value_present(document, TEXT("model_details"));
    const struct value plain = without_pictures(document, 0, arena);
    card_keep(&card, &plain, card_keys, arena);
    card_add(&card, TEXT("model_name"), value_present(details, TEXT("name")), arena);
    if (!metrics_read(evidence, arena, err) || !licence_add(&card, details, arena, err) ||
        !datasets_add(&card, value_present(document, TEXT("model_parameters")), arena, err))
        return false;
    sections_add(&card, document, arena);
    evidence->card = value_beside(value_of_map(arena, &card), document, arena);
    return true;
}

const struct format format_model_card_toolkit = {
    .name = "model-card-toolkit",
    .summary = "A model card as TensorFlow's Model Card Toolkit writes it in JSON",
    .carrier = CARRIER_TREE,
    .is = is_model_card,
    .read = model_card_read,
};
