/* SPDX bills of materials in JSON: version 3 with its profile for models and data sets, and 2.3.
 *
 *     3     {"@context": "https://spdx.org/rdf/3...", "@graph": [{type: "ai_AIPackage", ...}]}
 *           ai_metric                   results under the model's name as the task
 *           ai_metricDecisionThreshold  KEY.threshold
 *           ai_energyConsumption        energy, of the group {activity: training}
 *           ai_hyperparameter           lineage.parameters; the rest of the model is its card
 *     2.3   {spdxVersion: "SPDX-2.3", packages: [...]}
 *     both  packages, files
 *
 * The values of a dictionary are texts, and are read as numbers where they are metrics. */
#include "evidence/format.h"
#include "evidence/prose.h"

#include "base/limits.h"

struct graph {
    struct evidence *evidence;
    struct arena *arena;
    struct error *err;
    const struct value *elements; /* the list                           */
    struct value licenses;        /* a map from the id of a licence to its element */
    struct values models, datasets;
};

static struct text text_at(const struct value *map, struct text key)
{
    const struct value *text = value_get(map, key);
    return text ? value_text(text) : TEXT_NONE;
}

static bool is_context(const struct value *context)
{
    for (size_t i = 0; value_kind(context) == VALUE_LIST && i < value_count(context); i++)
        if (value_kind(value_at(context, i)) == VALUE_STRING && is_context(value_at(context, i)))
            return true;
    return text_starts(value_text(context), TEXT("https://spdx.org/rdf/3.")) ||
           text_starts(value_text(context), TEXT("http://spdx.org/rdf/3."));
}

static bool is_spdx(const struct value *document)
{
    const struct value *context = value_get(document, TEXT("@context"));
    if (context)
        return value_present(document, TEXT("@graph")) && is_context(context);
    return text_starts(text_at(document, TEXT("spdxVersion")), TEXT("SPDX-2."));
}

static bool count_add(const struct graph *graph, struct text metric, size_t count,
                      const struct value *of)
{
    const struct result result = {
        .metric = metric,
        .value = value_beside(value_of_integer((int64_t)count), of, graph->arena)};
    return result_add(graph->evidence, &result, NULL, NULL, graph->arena, graph->err);
}

/* ---- 3: the graph ---- */

/* The element's type without the prefix of its profile. */
static bool is_type(const struct value *element, const char *type)
{
    struct text name = text_at(element, TEXT("type"));
    if (name.size == 0)
        name = text_at(element, TEXT("@type"));
    size_t from = 0;
    for (size_t i = 0; i < name.size; i++)
        if (name.at[i] == '_' || name.at[i] == '/')
            from = i + 1;
    return text_is(text_part(name, from, name.size), type);
}

static struct text id_of(const struct value *element)
{
    const struct text id = text_at(element, TEXT("spdxId"));
    return id.size ? id : text_at(element, TEXT("@id"));
}

static bool is_license(const struct value *element)
{
    return is_type(element, "LicenseExpression") || is_type(element, "CustomLicense") ||
           is_type(element, "ListedLicense");
}

/* Real files give one id twice. Of licences that would leave open which one is meant: then none is
 * known, and a card without a licence is one that lacks it. */
static void graph_index(struct graph *graph)
{
    struct members licenses = {0};
    size_t twice = 0;
    for (size_t i = 0; i < value_count(graph->elements); i++) {
        const struct value *element = value_at(graph->elements, i);
        const struct text id = id_of(element);
        if (is_type(element, "AIPackage"))
            *LIST_ADD(graph->arena, &graph->models) = *element;
        if (is_type(element, "DatasetPackage"))
            *LIST_ADD(graph->arena, &graph->datasets) = *element;
        if (is_license(element) && id.size && id.size <= LIMIT_KEY_SIZE)
            members_add(graph->arena, &licenses, id, *element);
    }
    const bool clear = members_sort(licenses.at, licenses.count, &twice);
    graph->licenses = value_over_members(licenses.at, clear ? licenses.count : 0);
}

static bool graph_count(const struct graph *graph)
{
    size_t packages = 0, files = 0;
    for (size_t i = 0; i < value_count(graph->elements); i++) {
        const struct value *element = value_at(graph->elements, i);
        packages += is_type(element, "Package") || is_type(element, "AIPackage") ||
                    is_type(element, "DatasetPackage");
        files += is_type(element, "File");
    }
    return count_add(graph, TEXT("packages"), packages, graph->elements) &&
           count_add(graph, TEXT("files"), files, graph->elements);
}

/* ---- 3: a model's figures ---- */

/* The entries of a dictionary as figures, each key with `suffix` behind it. */
static bool dictionary_read(const struct graph *graph, const struct value *model, struct text key,
                            const char *suffix)
{
    const struct value *entries;
    const struct setting setting = {.task = value_present(model, TEXT("name"))};
    if (!field_of_kind(model, key, VALUE_LIST, &entries, graph->err))
        return false;
    for (size_t i = 0; entries && i < value_count(entries); i++) {
        const struct value *entry = value_at(entries, i), *spread;
        const struct text name = text_at(entry, TEXT("key"));
        if (name.size == 0)
            return error_at(graph->err, ERROR_REFUSED, value_place(entry),
                            "an entry of %.*s has no key", TEXT_ARGS(key));
        const struct value *figure =
            figure_with_spread(value_present(entry, TEXT("value")), &spread, graph->arena);
        const struct result result = {
            .metric = text_format(graph->arena, "%.*s%s", TEXT_ARGS(name), suffix),
            .value = figure};
        const struct details details = {.spread = spread};
        if (!result_add(graph->evidence, &result, &setting, &details, graph->arena, graph->err))
            return false;
    }
    return true;
}

static bool energy_read(const struct graph *graph, const struct value *model)
{
    static const struct {
        struct text key, activity;
    } activities[] = {
        {{"ai_trainingEnergyConsumption", 28}, {"training", 8}},
        {{"ai_finetuningEnergyConsumption", 30}, {"finetuning", 10}},
        {{"ai_inferenceEnergyConsumption", 29}, {"inference", 9}},
    };
    const struct value *energy = value_present(model, TEXT("ai_energyConsumption"));
    for (size_t activity = 0; energy && activity < COUNT(activities); activity++) {
        const struct value *uses;
        struct members group = {0};
        if (!field_of_kind(energy, activities[activity].key, VALUE_LIST, &uses, graph->err))
            return false;
        members_add(graph->arena, &group, TEXT("activity"),
                    value_of_text(activities[activity].activity));
        for (size_t i = 0; uses && i < value_count(uses); i++) {
            const struct value *use = value_at(uses, i);
            const struct setting setting = {
                .task = value_present(model, TEXT("name")),
                .group = value_beside(value_of_map(graph->arena, &group), use, graph->arena)};
            const struct details details = {.unit = value_present(use, TEXT("ai_energyUnit"))};
            const struct result result = {
                .metric = TEXT("energy"),
                .value =
                    figure_of_text(value_present(use, TEXT("ai_energyQuantity")), graph->arena)};
            if (!result_add(graph->evidence, &result, &setting, &details, graph->arena, graph->err))
                return false;
        }
    }
    return true;
}

/* The settings of training, of the one model: lineage.parameters. */
static bool parameters_read(const struct graph *graph, const struct value *model)
{
    struct members build_parameters = {0}, lineage = {0};
    const struct value *entries;
    size_t twice = 0;
    if (!field_of_kind(model, TEXT("ai_hyperparameter"), VALUE_LIST, &entries, graph->err))
        return false;
    for (size_t i = 0; entries && i < value_count(entries); i++) {
        const struct text name = text_at(value_at(entries, i), TEXT("key"));
        const struct value *setting = value_present(value_at(entries, i), TEXT("value"));
        if (name.size && name.size <= LIMIT_KEY_SIZE && setting)
            members_add(graph->arena, &build_parameters, name, *setting);
    }
    if (!members_sort(build_parameters.at, build_parameters.count, &twice))
        return error_at(graph->err, ERROR_REFUSED, value_place(&build_parameters.at[twice].value),
                        "a hyperparameter is given twice");
    if (build_parameters.count == 0)
        return true;
    members_add(graph->arena, &lineage, TEXT("parameters"),
                value_placed(value_over_members(build_parameters.at, build_parameters.count),
                             value_place(entries)));
    graph->evidence->lineage =
        value_beside(value_of_map(graph->arena, &lineage), model, graph->arena);
    return true;
}

/* ---- 3: a model's card ---- */

/* The expression or name of a licence element. */
static const struct value *license_named(const struct graph *graph, const struct value *id)
{
    const struct value *license = value_get(&graph->licenses, value_text(id));
    const struct value *expression =
        value_present(license, TEXT("simplelicensing_licenseExpression"));
    return expression ? expression : value_present(license, TEXT("name"));
}

/* What the model is licensed under, concluded rather than declared. */
static const struct value *license_of(const struct graph *graph, const struct value *model)
{
    const struct value *found = NULL;
    for (size_t i = 0; i < value_count(graph->elements); i++) {
        const struct value *relation = value_at(graph->elements, i);
        const struct text kind = text_at(relation, TEXT("relationshipType"));
        const bool concluded = text_is(kind, "hasConcludedLicense");
        if ((!concluded && (found || !text_is(kind, "hasDeclaredLicense"))) ||
            !text_equal(text_at(relation, TEXT("from")), id_of(model)))
            continue;
        const struct value *to = value_present(relation, TEXT("to"));
        const struct value *license =
            to ? license_named(graph, value_kind(to) == VALUE_LIST ? value_at(to, 0) : to) : NULL;
        if (license && value_kind(license) == VALUE_STRING)
            found = license;
    }
    return found;
}

static void sections_read(struct sections *sections, const struct value *model, struct arena *arena)
{
    static const struct {
        struct text heading, key;
    } parts[] = {
        {{"Description", 11}, {"comment", 7}},
        {{"Intended uses", 13}, {"ai_informationAboutApplication", 30}},
        {{"Training", 8}, {"ai_informationAboutTraining", 27}},
        {{"Limitations", 11}, {"ai_limitation", 13}},
        {{"Explainability", 14}, {"ai_modelExplainability", 22}},
        {{"Preprocessing", 13}, {"ai_modelDataPreprocessing", 25}},
        {{"Standards", 9}, {"ai_standardCompliance", 21}},
    };
    for (size_t i = 0; i < COUNT(parts); i++)
        prose_add(sections, parts[i].heading, value_present(model, parts[i].key), arena);
}

static struct value card_of(const struct graph *graph, const struct value *model)
{
    struct arena *arena = graph->arena;
    const struct value datasets = value_of_list(arena, graph->datasets.at, graph->datasets.count);
    const struct value *names = texts_of(&datasets, TEXT("name"), arena);
    const struct value *license = license_of(graph, model);
    struct members parts = {0};
    struct sections sections = {0};
    card_add(&parts, TEXT("name"), value_present(model, TEXT("name")), arena);
    card_add(&parts, TEXT("version"), value_present(model, TEXT("software_packageVersion")), arena);
    card_add(&parts, TEXT("kind"), value_present(model, TEXT("ai_typeOfModel")), arena);
    card_add(&parts, TEXT("domains"), value_present(model, TEXT("ai_domain")), arena);
    card_add(&parts, TEXT("autonomy"), value_present(model, TEXT("ai_autonomyType")), arena);
    card_add(&parts, TEXT("safety_risk"), value_present(model, TEXT("ai_safetyRiskAssessment")),
             arena);
    card_add(&parts, TEXT("sensitive_personal_information"),
             value_present(model, TEXT("ai_useSensitivePersonalInformation")), arena);
    card_add(&parts, TEXT("license"), license, arena);
    card_add(&parts, TEXT("datasets"), names, arena);
    sections_read(&sections, model, arena);
    card_sections_add(&parts, &sections, arena);
    return value_placed(value_of_map(arena, &parts), value_place(model));
}

/* The card of the one model; {models: [card, ...]} where there are several. */
static const struct value *card_make(const struct graph *graph)
{
    struct values cards = {0};
    struct members several = {0};
    for (size_t i = 0; i < graph->models.count; i++)
        *LIST_ADD(graph->arena, &cards) = card_of(graph, &graph->models.at[i]);
    if (cards.count == 0)
        return NULL;
    if (cards.count == 1)
        return value_beside(cards.at[0], &cards.at[0], graph->arena);
    members_add(graph->arena, &several, TEXT("models"),
                value_of_list(graph->arena, cards.at, cards.count));
    return value_beside(value_of_map(graph->arena, &several), graph->elements, graph->arena);
}

static bool models_read(struct graph *graph)
{
    const struct values *models = &graph->models;
    if (models->count > LIMIT_SPDX_MODELS)
        return error_at(graph->err, ERROR_REFUSED, value_place(graph->elements),
                        "has more than %d models, the most that are read of SPDX",
                        LIMIT_SPDX_MODELS);
    for (size_t i = 0; i < models->count; i++) {
        const struct value *model = &models->at[i], *name;
        if (!field_of_kind(model, TEXT("name"), VALUE_STRING, &name, graph->err) ||
            !dictionary_read(graph, model, TEXT("ai_metric"), "") ||
            !dictionary_read(graph, model, TEXT("ai_metricDecisionThreshold"), ".threshold") ||
            !energy_read(graph, model) || (models->count == 1 && !parameters_read(graph, model)))
            return false;
    }
    graph->evidence->card = card_make(graph);
    return true;
}

/* ---- 2.3 ---- */

static bool packages_read(const struct graph *graph)
{
    const struct value *packages, *files, *document = graph->evidence->document;
    if (!field_of_kind(document, TEXT("packages"), VALUE_LIST, &packages, graph->err) ||
        !field_of_kind(document, TEXT("files"), VALUE_LIST, &files, graph->err))
        return false;
    return (!packages || count_add(graph, TEXT("packages"), value_count(packages), packages)) &&
           (!files || count_add(graph, TEXT("files"), value_count(files), files));
}

static bool spdx_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct graph graph = {.evidence = evidence, .arena = arena, .err = err};
    if (!value_present(evidence->document, TEXT("@graph")))
        return packages_read(&graph);
    if (!field_of_kind(evidence->document, TEXT("@graph"), VALUE_LIST, &graph.elements, err))
        return false;
    graph_index(&graph);
    return graph_count(&graph) && models_read(&graph);
}

const struct format format_spdx = {
    .name = "spdx",
    .summary = "Bills of materials in SPDX JSON: 3 with models and data sets, and 2.3",
    .is = is_spdx,
    .read = spdx_read,
};
