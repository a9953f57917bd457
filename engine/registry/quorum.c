#include "registry/quorum.h"

enum {
    OFFICER = 1U << ROLE_RISK_OFFICER,
    VALIDATOR = 1U << ROLE_VALIDATOR,
    OWNER = 1U << ROLE_OWNER,
    ANY = OFFICER | VALIDATOR | OWNER,
};

static const struct quorum quorums[STAGE_COUNT][TIER_COUNT] = {
    [STAGE_VALIDATED] = {[TIER_HIGH] = {{VALIDATOR}}, [TIER_LIMITED] = {{VALIDATOR}}},
    [STAGE_SHADOW] = {[TIER_HIGH] = {{OFFICER}}},
    [STAGE_CANARY] = {[TIER_HIGH] = {{OFFICER, OWNER | VALIDATOR}}, [TIER_LIMITED] = {{ANY}}},
    [STAGE_PRODUCTION] = {[TIER_HIGH] = {{OFFICER, ANY}}, [TIER_LIMITED] = {{ANY}}},
};

const char *const meaning_words[] = {"approval", "risk-assessment", "business-impact", "compliance",
                                     "review",   "responsibility",  "authorship",      NULL};

enum { MEANINGS_COUNTED = 4 };

const char *const answer_words[] = {"approve", "reject", "request-changes", NULL};

struct quorum quorum_of(enum stage to, enum tier tier)
{
    /* What nobody classified is treated as the worst. */
    return quorums[to < STAGE_COUNT ? to : STAGE_PRODUCTION][tier < TIER_COUNT ? tier : TIER_HIGH];
}

unsigned quorum_roles(void)
{
    return ANY;
}

bool meaning_counts(struct text meaning)
{
    for (size_t i = 0; i < MEANINGS_COUNTED; i++)
        if (text_is(meaning, meaning_words[i]))
            return true;
    return false;
}
