#include "registry/quorum.h"

const char *const meaning_words[] = {"approval", "risk-assessment", "business-impact", "compliance",
                                     "review",   "responsibility",  "authorship",      NULL};

enum { MEANINGS_COUNTED = 4 };

const char *const answer_words[] = {"approve", "reject", "request-changes", NULL};

unsigned quorum_roles(void)
{
    return 1U << ROLE_RISK_OFFICER | 1U << ROLE_VALIDATOR | 1U << ROLE_OWNER;
}

bool meaning_counts(struct text meaning)
{
    for (size_t i = 0; i < MEANINGS_COUNTED; i++)
        if (text_is(meaning, meaning_words[i]))
            return true;
    return false;
}
