/* CycloneDX bills of materials in JSON: what a model is made of, and its card where there is one.
 *
 *     modelCard.quantitativeAnalysis.performanceMetrics   results: numbers written as texts, with
 *                                                         their interval; the model is the task,
 *                                                         a slice is the group {slice: ...}
 *     ...considerations, modelParameters, licenses        the card (cyclonedx_card.c)
 *     components                                          components, components.unlicensed
 *     vulnerabilities                                     vulnerabilities, .critical to .unknown,
 *                                                         and .set_aside
 *
 * A bill without a list of vulnerabilities says nothing of them and gives no count. What its own
 * analysis calls resolved, false or not affecting is set aside, and counted as that. */
#include "evidence/cyclonedx.h"

#include "evidence/format.h"

struct bill {
    struct evidence *evidence;
    struct arena *arena;
    struct error *err;
    struct values models; /* components that are models */
    size_t components, unlicensed;
};

static bool is_cyclonedx(const struct value *document)
{
    const struct value *format = value_get(document, TEXT("bomFormat"));
    return format && text_is(value_text(format), "CycloneDX");
}

static struct text text_at(const struct value *map, struct text key)
{
    const struct value *text = value_get(map, key);
    return text ? value_text(text) : TEXT_NONE;
}

/* ---- figures ---- */

static bool figure_add(const struct bill *bill, struct text metric, size_t count,
                       const struct value *of)
{
    const struct result result = {
        .metric = metric, .value = value_beside(value_of_integer((int64_t)count), of, bill->arena)};
    return result_add(bill->evidence, &result, NULL, NULL, bill->arena, bill->err);
}

/* A bound of an interval, absent where its text is no number. */
static const struct value *bound_of(const struct value *metric, struct text key,
                                    struct arena *arena)
{
    const struct value *interval = value_present(metric, TEXT("confidenceInterval"));
    const struct value *bound = figure_of_text(value_present(interval, key), arena);
    return bound && (value_is_number(bound) || value_kind(bound) == VALUE_NAN) ? bound : NULL;
}

/* {slice: "..."} or {activity: "..."}: what part a figure is of; NULL where it is of the whole. */
static const struct value *group_by(const struct value *map, struct text key, struct arena *arena)
{
    const struct value *part = value_present(map, key);
    struct members group = {0};
    if (!part || value_kind(part) != VALUE_STRING || value_text(part).size == 0)
        return NULL;
    members_add(arena, &group, key, *part);
    return value_beside(value_of_map(arena, &group), part, arena);
}

static bool performance_read(const struct bill *bill, const struct value *metric,
                             const struct value *model)
{
    struct arena *arena = bill->arena;
    const struct value *spread, *type;
    if (!field_of_kind(metric, TEXT("type"), VALUE_STRING, &type, bill->err))
        return false;
    if (!type)
        return error_at(bill->err, ERROR_REFUSED, value_place(metric),
                        "a performance metric has no type, and so no name");
    const struct value *figure =
        figure_with_spread(value_present(metric, TEXT("value")), &spread, arena);
    const struct result result = {.metric = value_text(type), .value = figure};
    const struct setting setting = {.task = value_present(model, TEXT("name")),
                                    .group = group_by(metric, TEXT("slice"), arena)};
    const struct details details = {.low = bound_of(metric, TEXT("lowerBound"), arena),
                                    .high = bound_of(metric, TEXT("upperBound"), arena),
                                    .spread = spread};
    return result_add(bill->evidence, &result, &setting, &details, arena, bill->err);
}

/* {value, unit}: of energy, or of CO2. */
static bool quantity_read(const struct bill *bill, struct text metric, const struct value *quantity,
                          const struct setting *setting)
{
    const struct value *figure, *unit;
    if (!quantity)
        return true;
    if (!field_number(quantity, TEXT("value"), &figure, bill->err) ||
        !field_of_kind(quantity, TEXT("unit"), VALUE_STRING, &unit, bill->err))
        return false;
    const struct result result = {.metric = metric, .value = figure};
    const struct details details = {.unit = unit};
    return result_add(bill->evidence, &result, setting, &details, bill->arena, bill->err);
}

static bool energy_read(const struct bill *bill, const struct value *energy,
                        const struct value *model)
{
    const struct setting setting = {.task = value_present(model, TEXT("name")),
                                    .group = group_by(energy, TEXT("activity"), bill->arena)};
    return quantity_read(bill, TEXT("energy"), value_present(energy, TEXT("activityEnergyCost")),
                         &setting) &&
           quantity_read(bill, TEXT("co2"), value_present(energy, TEXT("co2CostEquivalent")),
                         &setting) &&
           quantity_read(bill, TEXT("co2_offset"), value_present(energy, TEXT("co2CostOffset")),
                         &setting);
}

static bool model_read(const struct bill *bill, const struct value *model)
{
    struct error *err = bill->err;
    const struct value *name, *card, *metrics, *energies;
    if (!field_of_kind(model, TEXT("name"), VALUE_STRING, &name, err) ||
        !field_of_kind(model, TEXT("modelCard"), VALUE_MAP, &card, err) ||
        !field_of_kind(value_present(card, TEXT("quantitativeAnalysis")),
                       TEXT("performanceMetrics"), VALUE_LIST, &metrics, err) ||
        !field_of_kind(value_present(value_present(card, TEXT("considerations")),
                                     TEXT("environmentalConsiderations")),
                       TEXT("energyConsumptions"), VALUE_LIST, &energies, err))
        return false;
    for (size_t i = 0; i < value_count(metrics); i++)
        if (!performance_read(bill, value_at(metrics, i), model))
            return false;
    for (size_t i = 0; i < value_count(energies); i++)
        if (!energy_read(bill, value_at(energies, i), model))
            return false;
    return true;
}

/* ---- components ---- */

static void component_note(struct bill *bill, const struct value *component)
{
    if (text_is(text_at(component, TEXT("type")), "machine-learning-model"))
        *LIST_ADD(bill->arena, &bill->models) = *component;
}

/* Components may hold components; every document has a bounded depth. */
static void components_count(struct bill *bill, const struct value *components)
{
    for (size_t i = 0; components && i < value_count(components); i++) {
        const struct value *component = value_at(components, i);
        const struct value *licenses = value_present(component, TEXT("licenses"));
        bill->components++;
        bill->unlicensed += !value_at(licenses, 0);
        component_note(bill, component);
        components_count(bill, value_present(component, TEXT("components")));
    }
}

static bool components_read(struct bill *bill)
{
    const struct value *components, *document = bill->evidence->document;
    const struct value *subject =
        value_present(value_present(document, TEXT("metadata")), TEXT("component"));
    if (!field_of_kind(document, TEXT("components"), VALUE_LIST, &components, bill->err))
        return false;
    if (subject)
        component_note(bill, subject);
    components_count(bill, components);
    return !components ||
           (figure_add(bill, TEXT("components"), bill->components, components) &&
            figure_add(bill, TEXT("components.unlicensed"), bill->unlicensed, components));
}

/* ---- vulnerabilities ---- */

static const char *const severities[] = {"critical", "high", "medium", "low",
                                         "info",     "none", "unknown"};
enum { SEVERITIES = COUNT(severities), SEVERITY_UNKNOWN = SEVERITIES - 1 };

/* The gravest severity that somebody rated it; unknown where nobody did in a word that is known. */
static size_t severity_of(const struct value *vulnerability)
{
    const struct value *ratings = value_present(vulnerability, TEXT("ratings"));
    size_t gravest = SEVERITY_UNKNOWN;
    for (size_t i = 0; ratings && i < value_count(ratings); i++) {
        const struct text word = text_at(value_at(ratings, i), TEXT("severity"));
        for (size_t severity = 0; severity < gravest; severity++)
            if (text_is(word, severities[severity]))
                gravest = severity;
    }
    return gravest;
}

static bool is_set_aside(const struct value *vulnerability)
{
    static const char *const states[] = {"resolved", "resolved_with_pedigree", "false_positive",
                                         "not_affected"};
    const struct text state = text_at(value_get(vulnerability, TEXT("analysis")), TEXT("state"));
    for (size_t i = 0; i < COUNT(states); i++)
        if (text_is(state, states[i]))
            return true;
    return false;
}

static bool vulnerabilities_read(const struct bill *bill)
{
    static const char *const metrics[] = {"vulnerabilities.critical", "vulnerabilities.high",
                                          "vulnerabilities.medium",   "vulnerabilities.low",
                                          "vulnerabilities.info",     "vulnerabilities.none",
                                          "vulnerabilities.unknown"};
    const struct value *vulnerabilities;
    size_t counts[SEVERITIES] = {0}, all = 0, aside = 0;
    if (!field_of_kind(bill->evidence->document, TEXT("vulnerabilities"), VALUE_LIST,
                       &vulnerabilities, bill->err))
        return false;
    for (size_t i = 0; vulnerabilities && i < value_count(vulnerabilities); i++) {
        const struct value *vulnerability = value_at(vulnerabilities, i);
        if (is_set_aside(vulnerability)) {
            aside++;
            continue;
        }
        all++;
        counts[severity_of(vulnerability)]++;
    }
    for (size_t severity = 0; vulnerabilities && severity < SEVERITIES; severity++)
        if (!figure_add(bill, text_of(metrics[severity]), counts[severity], vulnerabilities))
            return false;
    return !vulnerabilities ||
           (figure_add(bill, TEXT("vulnerabilities"), all, vulnerabilities) &&
            figure_add(bill, TEXT("vulnerabilities.set_aside"), aside, vulnerabilities));
}

static bool cyclonedx_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct bill bill = {.evidence = evidence, .arena = arena, .err = err};
    if (!components_read(&bill) || !vulnerabilities_read(&bill))
        return false;
    for (size_t i = 0; i < bill.models.count; i++)
        if (!model_read(&bill, &bill.models.at[i]))
            return false;
    evidence->card = cyclonedx_card(&bill.models, evidence->document, arena);
    return true;
}

const struct format format_cyclonedx = {
    .name = "cyclonedx",
    .summary = "Bills of materials in CycloneDX JSON, with the cards of models from 1.5 on",
    .is = is_cyclonedx,
    .read = cyclonedx_read,
};
