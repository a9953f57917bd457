#include "policy/outcome.h"

static const struct {
    const char *name;
    int status; /* where the finding binds */
    bool judges;
} outcomes[] = {
    [OUTCOME_PASS] = {"pass", STATUS_ALLOWED, true},
    [OUTCOME_FAIL] = {"fail", STATUS_DENIED, true},
    [OUTCOME_MISSING] = {"missing", STATUS_UNJUDGED, true},
    [OUTCOME_INSUFFICIENT] = {"insufficient", STATUS_UNJUDGED, true},
    [OUTCOME_NOT_APPLICABLE] = {"not_applicable", STATUS_ALLOWED, false},
    [OUTCOME_WAIVED] = {"waived", STATUS_ALLOWED, false},
    [OUTCOME_ERROR] = {"error", STATUS_POLICY, true},
};

static const char *const levels[LEVEL_COUNT] = {
    [LEVEL_NONE] = NULL,
    [LEVEL_MANDATORY] = "mandatory",
    [LEVEL_OVERRIDABLE] = "overridable",
    [LEVEL_ADVISORY] = "advisory",
};

/* Of commands, gravest first. */
static const int gravity[] = {
    STATUS_BUG,      STATUS_USAGE,  STATUS_UNAVAILABLE, STATUS_INTEGRITY, STATUS_POLICY,
    STATUS_UNJUDGED, STATUS_DENIED, STATUS_PENDING,     STATUS_ALLOWED,
};

enum outcome outcome_known(enum outcome outcome)
{
    return (size_t)outcome < COUNT(outcomes) ? outcome : OUTCOME_ERROR;
}

const char *outcome_name(enum outcome outcome)
{
    return outcomes[outcome_known(outcome)].name;
}

bool outcome_read(struct text name, enum outcome *read)
{
    for (size_t outcome = 0; outcome < COUNT(outcomes); outcome++)
        if (text_is(name, outcomes[outcome].name)) {
            *read = (enum outcome)outcome;
            return true;
        }
    return false;
}

const char *level_name(enum level level)
{
    return (size_t)level < COUNT(levels) ? levels[level] : NULL;
}

bool level_read(struct text name, enum level *level_out)
{
    for (size_t level = LEVEL_MANDATORY; level < COUNT(levels); level++)
        if (text_is(name, levels[level])) {
            *level_out = (enum level)level;
            return true;
        }
    return false;
}

bool level_binds(enum level level)
{
    return level != LEVEL_ADVISORY;
}

int outcome_status(enum outcome outcome, enum level level)
{
    return level_binds(level) ? outcomes[outcome_known(outcome)].status : STATUS_ALLOWED;
}

bool outcome_judges(enum outcome outcome, enum level level)
{
    return level_binds(level) && outcomes[outcome_known(outcome)].judges;
}

static size_t gravity_rank(int status)
{
    for (size_t graver = 0; graver < COUNT(gravity); graver++)
        if (gravity[graver] == status)
            return graver;
    return 0; /* no status of ours: a bug */
}

int status_graver(int a, int b)
{
    const size_t left = gravity_rank(a), right = gravity_rank(b);
    return gravity[left < right ? left : right];
}
