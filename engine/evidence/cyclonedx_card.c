#include "evidence/cyclonedx.h"

#include "evidence/result.h"

/* [{license: {id} or {name}}, ...] or [{expression}]. */
static const struct value *license_of(const struct value *model, struct arena *arena)
{
    const struct value *licenses = value_present(model, TEXT("licenses"));
    struct values names = {0};
    for (size_t i = 0; licenses && i < value_count(licenses); i++) {
        const struct value *entry = value_at(licenses, i);
        const struct value *license = value_present(entry, TEXT("license"));
        const struct value *name = value_present(entry, TEXT("expression"));
        if (!name)
            name = value_present(license, TEXT("id"));
        if (!name)
            name = value_present(license, TEXT("name"));
        if (name && value_kind(name) == VALUE_STRING)
            *LIST_ADD(arena, &names) = *name;
    }
    if (names.count == 0)
        return NULL;
    return value_beside(names.count == 1 ? names.at[0]
                                         : value_of_list(arena, names.at, names.count),
                        licenses, arena);
}

/* Names of data sets, or the references where they are described elsewhere in the bill. */
static const struct value *datasets_of(const struct value *parameters, struct arena *arena)
{
    const struct value *datasets = value_present(parameters, TEXT("datasets"));
    struct values names = {0};
    for (size_t i = 0; datasets && i < value_count(datasets); i++) {
        const struct value *dataset = value_at(datasets, i);
        const struct value *name = value_present(dataset, TEXT("name"));
        if (!name)
            name = value_present(dataset, TEXT("ref"));
        if (name && value_kind(name) == VALUE_STRING)
            *LIST_ADD(arena, &names) = *name;
    }
    return names.count ? value_beside(value_of_list(arena, names.at, names.count), datasets, arena)
                       : NULL;
}

static void sections_read(struct sections *sections, const struct value *model, struct arena *arena)
{
    static const struct {
        struct text heading, key;
    } parts[] = {
        {{"Users", 5}, {"users", 5}},
        {{"Intended uses", 13}, {"useCases", 8}},
        {{"Limitations", 11}, {"technicalLimitations", 20}},
        {{"Performance tradeoffs", 21}, {"performanceTradeoffs", 20}},
        {{"Ethical considerations", 22}, {"ethicalConsiderations", 21}},
        {{"Fairness", 8}, {"fairnessAssessments", 19}},
    };
    const struct value *considerations =
        value_present(value_present(model, TEXT("modelCard")), TEXT("considerations"));
    prose_add(sections, TEXT("Description"), value_present(model, TEXT("description")), arena);
    for (size_t i = 0; i < COUNT(parts); i++)
        prose_add(sections, parts[i].heading, value_present(considerations, parts[i].key), arena);
}

static struct value card_of(const struct value *model, struct arena *arena)
{
    const struct value *card = value_present(model, TEXT("modelCard"));
    const struct value *parameters = value_present(card, TEXT("modelParameters"));
    const struct value *approach = value_present(parameters, TEXT("approach"));
    const struct value *license = license_of(model, arena);
    const struct value *datasets = datasets_of(parameters, arena);
    struct members parts = {0};
    struct sections sections = {0};
    card_add(&parts, TEXT("name"), value_present(model, TEXT("name")), arena);
    card_add(&parts, TEXT("version"), value_present(model, TEXT("version")), arena);
    card_add(&parts, TEXT("group"), value_present(model, TEXT("group")), arena);
    card_add(&parts, TEXT("publisher"), value_present(model, TEXT("publisher")), arena);
    card_add(&parts, TEXT("hashes"), value_present(model, TEXT("hashes")), arena);
    card_add(&parts, TEXT("task"), value_present(parameters, TEXT("task")), arena);
    card_add(&parts, TEXT("architecture_family"),
             value_present(parameters, TEXT("architectureFamily")), arena);
    card_add(&parts, TEXT("architecture"), value_present(parameters, TEXT("modelArchitecture")),
             arena);
    card_add(&parts, TEXT("approach"), value_present(approach, TEXT("type")), arena);
    card_add(&parts, TEXT("license"), license, arena);
    card_add(&parts, TEXT("datasets"), datasets, arena);
    sections_read(&sections, model, arena);
    card_sections_add(&parts, &sections, arena);
    return value_placed(value_of_map(arena, &parts), value_place(model));
}

const struct value *cyclonedx_card(const struct values *models, const struct value *document,
                                   struct arena *arena)
{
    struct values cards = {0};
    struct members several = {0};
    for (size_t i = 0; i < models->count; i++)
        *LIST_ADD(arena, &cards) = card_of(&models->at[i], arena);
    if (cards.count == 0)
        return NULL;
    if (cards.count == 1)
        return value_beside(cards.at[0], &models->at[0], arena);
    members_add(arena, &several, TEXT("models"), value_of_list(arena, cards.at, cards.count));
    return value_beside(value_of_map(arena, &several), document, arena);
}
