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

bool stage_read(struct text stage_word, enum stage *stage_out, struct suggestion *near)
{
    *near = suggest_for(stage_word);
    for (size_t stage = STAGE_NONE + 1; stage < COUNT(stage_names); stage++)
        if (text_is(stage_word, stage_names[stage])) {
            *stage_out = (enum stage)stage;
            return true;
        }
    for (size_t stage = STAGE_NONE + 1; stage < COUNT(stage_names); stage++)
        suggest_offer(near, text_of(stage_names[stage]));
    return false;
}

const char *tier_name(enum tier tier)
{
    return (size_t)tier < COUNT(tier_names) ? tier_names[tier] : "unknown";
}

bool tier_read(struct text tier_word, enum tier *tier_out, struct suggestion *near)
{
    *near = suggest_for(tier_word);
    for (size_t tier = 0; tier < COUNT(tier_names); tier++)
        if (text_is(tier_word, tier_names[tier])) {
            *tier_out = (enum tier)tier;
            return true;
        }
    for (size_t tier = 0; tier < COUNT(tier_names); tier++)
        suggest_offer(near, text_of(tier_names[tier]));
    return false;
}
