#include "service/check.h"

/* The same words as evidence/stage.h reads; a test holds the two together. */
const char *const stage_words[] = {"experimental", "registered", "validated", "staging",
                                   "shadow",       "canary",     "production", "deprecated",
                                   "retired",      "archived",   "rejected",  "suspended", NULL};

const char *const tier_words[] = {"high", "limited", "minimal", NULL};
