#include "service/query.h"

#include "base/clock.h"
#include "registry/semver.h"

enum {
    ALL_STAGES = ((1U << STAGE_COUNT) - 1) & ~(1U << STAGE_NONE),
    ALL_TIERS = (1U << TIER_COUNT) - 1
};

bool query_asks(const struct query *query, enum query_field field)
{
    if (!query)
        return false;
    if (query->shape <= QUERY_NOT)
        return query_asks(query->left, field) || query_asks(query->right, field);
    return query->field == field;
}

/* ---- one comparison ---- */

static char letter_folded(char letter, bool folds)
{
    return folds && letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

/* "%" is any run of letters: where what follows it does not fit, it takes one letter more. */
static bool pattern_fits(struct text pattern, struct text fact, bool folds)
{
    size_t at = 0, seen = 0, again = 0;
    bool run = false;
    size_t run_at = 0;
    while (seen < fact.size) {
        if (at < pattern.size && pattern.at[at] == '%') {
            run = true;
            run_at = ++at;
            again = seen;
        } else if (at < pattern.size &&
                   letter_folded(pattern.at[at], folds) == letter_folded(fact.at[seen], folds)) {
            at++;
            seen++;
        } else if (run) {
            at = run_at;
            seen = ++again;
        } else
            return false;
    }
    while (at < pattern.size && pattern.at[at] == '%')
        at++;
    return at == pattern.size;
}

static bool is_moment(enum query_field field)
{
    return field >= QUERY_REGISTERED && field <= QUERY_SUNSET;
}

/* A day is from its first second to its last: what lies in it is the same. */
static int moment_compare(struct text fact, struct text wanted)
{
    enum { DAY_SIZE = sizeof "2026-11-21" - 1, DAY_LAST = 24 * 60 * 60 - 1 };
    int64_t moment, last;
    if (!clock_read(fact, &moment) || !clock_read(wanted, &last))
        return text_compare(fact, wanted);
    const int64_t first = wanted.size == DAY_SIZE ? last - DAY_LAST : last;
    return moment < first ? -1 : moment > last;
}

static int fact_compare(const struct query *query, struct text fact, struct text wanted)
{
    if (query->field == QUERY_VERSION)
        return version_compare(fact, wanted);
    return is_moment(query->field) ? moment_compare(fact, wanted) : text_compare(fact, wanted);
}

static bool fact_fits(const struct query *query, struct text fact, struct text wanted)
{
    const bool ordered =
        fact.size > 0 && query->shape >= QUERY_BEFORE && query->shape <= QUERY_FROM;
    const int order = fact_compare(query, fact, wanted);
    switch (query->shape) {
    case QUERY_EQUAL:
    case QUERY_DIFFERENT:
    case QUERY_IN:
        return order == 0;
    case QUERY_BEFORE:
        return ordered && order < 0;
    case QUERY_UP_TO:
        return ordered && order <= 0;
    case QUERY_AFTER:
        return ordered && order > 0;
    case QUERY_FROM:
        return ordered && order >= 0;
    case QUERY_LIKE:
    case QUERY_ILIKE:
        return pattern_fits(wanted, fact, query->shape == QUERY_ILIKE);
    case QUERY_AND:
    case QUERY_OR:
    case QUERY_NOT:
        break;
    }
    return false;
}

static bool any_fits(const struct query *query, struct text fact)
{
    for (size_t i = 0; i < query->wanted.count; i++)
        if (fact_fits(query, fact, query->wanted.at[i]))
            return true;
    return false;
}

static bool comparison_fits(const struct query *query, const struct query_facts *facts)
{
    const struct wanted_texts *of = &facts->of[query->field];
    bool fits = false;
    if (query->field == QUERY_TAG)
        fits = any_fits(query, value_text(value_get(facts->tags, query->tag)));
    else if (of->count == 0)
        fits = any_fits(query, TEXT_NONE);
    for (size_t i = 0; query->field != QUERY_TAG && !fits && i < of->count; i++)
        fits = any_fits(query, of->at[i]);
    return fits == (query->shape != QUERY_DIFFERENT);
}

bool query_fits(const struct query *query, const struct query_facts *facts)
{
    if (!query)
        return true;
    switch (query->shape) {
    case QUERY_AND:
        return query_fits(query->left, facts) && query_fits(query->right, facts);
    case QUERY_OR:
        return query_fits(query->left, facts) || query_fits(query->right, facts);
    case QUERY_NOT:
        return !query_fits(query->left, facts);
    default:
        return comparison_fits(query, facts);
    }
}

/* ---- what is enough to look at ---- */

static unsigned stages_wanted(const struct query *query)
{
    unsigned stages = 0;
    for (enum stage stage = STAGE_EXPERIMENTAL; stage < STAGE_COUNT; stage++)
        if (any_fits(query, text_of(stage_name(stage))) == (query->shape != QUERY_DIFFERENT))
            stages |= 1U << stage;
    return stages;
}

static unsigned tiers_wanted(const struct query *query)
{
    unsigned tiers = 0;
    for (enum tier tier = TIER_HIGH; tier < TIER_COUNT; tier++)
        if (any_fits(query, text_of(tier_name(tier))) == (query->shape != QUERY_DIFFERENT))
            tiers |= 1U << tier;
    return tiers;
}

static struct query_reach reach_both(struct query_reach one, struct query_reach other)
{
    return (struct query_reach){one.stages & other.stages, one.tiers & other.tiers,
                                one.name.size ? one.name : other.name};
}

static struct query_reach reach_either(struct query_reach one, struct query_reach other)
{
    const bool same_name = text_equal(one.name, other.name);
    return (struct query_reach){one.stages | other.stages, one.tiers | other.tiers,
                                same_name ? one.name : TEXT_NONE};
}

struct query_reach query_reach(const struct query *query)
{
    struct query_reach reach = {ALL_STAGES, ALL_TIERS, TEXT_NONE};
    if (!query || query->shape == QUERY_NOT)
        return reach;
    if (query->shape == QUERY_AND)
        return reach_both(query_reach(query->left), query_reach(query->right));
    if (query->shape == QUERY_OR)
        return reach_either(query_reach(query->left), query_reach(query->right));
    if (query->field == QUERY_STAGE)
        reach.stages = stages_wanted(query);
    else if (query->field == QUERY_TIER)
        reach.tiers = tiers_wanted(query);
    else if (query->field == QUERY_NAME && query->shape == QUERY_EQUAL)
        reach.name = query->wanted.at[0];
    return reach;
}
