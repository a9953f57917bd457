#include "evidence/stage.h"

static const char *const stage_names[] = {
    [STAGE_NONE] = "none",
    [STAGE_EXPERIMENTAL] = "experimental",
    [STAGE_REGISTERED] = "registered",
    [STAGE_VALIDATED] = "validated",
    [STAGE_STAGING] = "staging",
    [STAGE_SHADOW] = "shadow",
    [STAGE_CANARY] = "canary",
    [STAGE_PRODUCTION] = "production",
    [STAGE_DEPRECATED] = "deprecated",
    [STAGE_RETIRED] = "retired",
    [STAGE_ARCHIVED] = "archived",
    [STAGE_REJECTED] = "rejected",
    [STAGE_SUSPENDED] = "suspended",
};

static const char *const tier_names[] = {
    [TIER_HIGH] = "high",
    [TIER_LIMITED] = "limited",
    [TIER_MINIMAL] = "minimal",
};

_Static_assert(COUNT(stage_names) == STAGE_COUNT, "every stage has a word");
_Static_assert(COUNT(tier_names) == TIER_COUNT, "every tier has a word");

const char *stage_name(enum stage stage)
{
    return (size_t)stage < COUNT(stage_names) ? stage_names[stage] : "unknown";
}

bool stage_read(struct text word, enum stage *out, struct suggestion *near)
{
    *near = suggest_for(word);
    for (size_t i = STAGE_NONE + 1; i < COUNT(stage_names); i++)
        if (text_is(word, stage_names[i])) {
            *out = (enum stage)i;
            return true;
        }
    for (size_t i = STAGE_NONE + 1; i < COUNT(stage_names); i++)
        suggest_offer(near, text_of(stage_names[i]));
    return false;
}

const char *tier_name(enum tier tier)
{
    return (size_t)tier < COUNT(tier_names) ? tier_names[tier] : "unknown";
}

bool tier_read(struct text word, enum tier *out, struct suggestion *near)
{
    *near = suggest_for(word);
    for (size_t i = 0; i < COUNT(tier_names); i++)
        if (text_is(word, tier_names[i])) {
            *out = (enum tier)i;
            return true;
        }
    for (size_t i = 0; i < COUNT(tier_names); i++)
        suggest_offer(near, text_of(tier_names[i]));
    return false;
}
