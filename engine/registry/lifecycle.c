#include "registry/lifecycle.h"

const char *const lifecycle_words[] = {
    [LIFECYCLE_SIMPLE] = "simple",
    [LIFECYCLE_DEFAULT] = "default",
    [LIFECYCLE_MRM] = "mrm",
    [LIFECYCLE_COUNT] = NULL,
};

static const char *const move_words[MOVE_COUNT] = {
    [MOVE_REGISTER] = "register", [MOVE_PROMOTE] = "promote",     [MOVE_REJECT] = "reject",
    [MOVE_SUSPEND] = "suspend",   [MOVE_RESUME] = "resume",       [MOVE_ROLLBACK] = "rollback",
    [MOVE_RETIRE] = "retire",     [MOVE_DEPRECATE] = "deprecate", [MOVE_ARCHIVE] = "archive",
    [MOVE_HOLD] = "hold",         [MOVE_EXPIRE] = "expire",
};

static const char *const guard_words[GUARD_COUNT] = {
    [GUARD_ROW] = "row",
    [GUARD_HEAD] = "head",
    [GUARD_WHO] = "who",
    [GUARD_REASON] = "reason",
    [GUARD_STAGES] = "stages",
    [GUARD_ARTIFACT] = "artifact",
    [GUARD_DECISION] = "decision",
    [GUARD_UNEXPIRED] = "unexpired",
    [GUARD_REVIEWED] = "reviewed",
    [GUARD_PREDECESSOR] = "predecessor",
    [GUARD_NOTICE] = "notice",
    [GUARD_EXPIRED] = "expired",
    [GUARD_SUNSET] = "sunset",
    [GUARD_IDLE] = "idle",
    [GUARD_ACKNOWLEDGED] = "acknowledged",
    [GUARD_RETENTION] = "retention",
    [GUARD_STORED] = "stored",
    [GUARD_SIGNATURES] = "signatures",
};

const char *lifecycle_name(enum lifecycle lifecycle)
{
    return (size_t)lifecycle < LIFECYCLE_COUNT ? lifecycle_words[lifecycle] : "unknown";
}

bool lifecycle_read(struct text lifecycle_word, enum lifecycle *out)
{
    for (size_t lifecycle = 0; lifecycle < LIFECYCLE_COUNT; lifecycle++)
        if (text_is(lifecycle_word, lifecycle_words[lifecycle])) {
            *out = (enum lifecycle)lifecycle;
            return true;
        }
    return false;
}

const char *move_name(enum move move)
{
    return (size_t)move < MOVE_COUNT ? move_words[move] : "unknown";
}

bool move_read(struct text move_word, enum move *out)
{
    for (size_t move = 0; move < MOVE_COUNT; move++)
        if (text_is(move_word, move_words[move])) {
            *out = (enum move)move;
            return true;
        }
    return false;
}

const char *guard_name(enum guard guard)
{
    return (size_t)guard < GUARD_COUNT ? guard_words[guard] : "unknown";
}

enum stage lifecycle_displaced(enum lifecycle lifecycle)
{
    return lifecycle == LIFECYCLE_SIMPLE ? STAGE_STAGING : STAGE_DEPRECATED;
}

/* ---- the plan ---- */

enum { EMERGENCY_ROLES = 1U << ROLE_OPERATOR | 1U << ROLE_OWNER | 1U << ROLE_RISK_OFFICER };

static bool lifecycle_has(enum lifecycle lifecycle, const struct transition *transition)
{
    return (size_t)lifecycle < LIFECYCLE_COUNT && transition->lifecycles & 1U << lifecycle;
}

const struct transition *transition_find(enum lifecycle lifecycle, enum move move, enum stage from,
                                         enum stage to)
{
    for (size_t row = 0; row < transition_count; row++)
        if (transitions[row].move == move && transitions[row].from == from &&
            transitions[row].to == to && lifecycle_has(lifecycle, &transitions[row]))
            return &transitions[row];
    return NULL;
}

/* An emergency is a promotion; what is suspended has a memory of where it was. */
static const struct transition *situation_row(const struct situation *situation)
{
    const enum move move = situation->move;
    const bool remembered = situation->from != STAGE_SUSPENDED ||
                            (move == MOVE_RESUME     ? situation->before == situation->to
                             : move == MOVE_ROLLBACK ? situation->before == STAGE_PRODUCTION
                                                     : true);
    if ((size_t)situation->tier >= TIER_COUNT || (situation->emergency && move != MOVE_PROMOTE) ||
        !remembered)
        return NULL;
    return transition_find(situation->lifecycle, move, situation->from, situation->to);
}

/* Of the stages that a move passes over, those that are in use and not excused. */
static unsigned stages_skipped(const struct transition *planned, const struct situation *situation)
{
    unsigned skipped = planned->passes & situation->in_use;
    if (situation->blue_green || situation->tier == TIER_MINIMAL)
        skipped &= ~(1U << STAGE_CANARY);
    return skipped;
}

unsigned transition_guards(const struct transition *planned, const struct situation *situation)
{
    unsigned asked = 1U << GUARD_ROW | 1U << GUARD_HEAD | 1U << GUARD_WHO | planned->guards;
    if (!(situation->in_use & 1U << planned->to))
        asked &= ~planned->adopted;
    if (situation->emergency)
        return asked | 1U << GUARD_REASON;
    if (planned->passes)
        asked |= 1U << GUARD_STAGES;
    if (planned->seats[situation->tier].seats[0])
        asked |= 1U << GUARD_SIGNATURES;
    return asked;
}

struct plan registry_plan(const struct situation *situation)
{
    const unsigned follows =
        1U << GUARD_ROW | 1U << GUARD_WHO | 1U << GUARD_STAGES | 1U << GUARD_SIGNATURES;
    const struct transition *planned = situation_row(situation);
    if (!planned)
        return (struct plan){PLAN_REFUSED, GUARD_ROW, NULL};
    const unsigned who = situation->emergency ? EMERGENCY_ROLES : planned->who;
    const unsigned asked = transition_guards(planned, situation);
    unsigned holds = (situation->facts & ~follows) | 1U << GUARD_ROW | 1U << GUARD_SIGNATURES;
    if (situation->roles & who)
        holds |= 1U << GUARD_WHO;
    if (!stages_skipped(planned, situation))
        holds |= 1U << GUARD_STAGES;
    for (size_t guard = 0; guard < GUARD_COUNT; guard++)
        if (asked & ~holds & 1U << guard)
            return (struct plan){PLAN_REFUSED, (enum guard)guard, planned};
    if (asked & 1U << GUARD_SIGNATURES && situation->lacking)
        return (struct plan){PLAN_PENDING, GUARD_SIGNATURES, planned};
    return (struct plan){PLAN_MADE, GUARD_COUNT, planned};
}

/* ---- seats ---- */

static unsigned roles_counted(unsigned roles)
{
    unsigned counted = 0;
    for (; roles; roles &= roles - 1)
        counted++;
    return counted;
}

/* More seats are stricter, and of as many those that fewer may take. */
static bool quorum_is_stricter(struct quorum quorum, struct quorum than)
{
    size_t seat = 0;
    while (seat + 1 < QUORUM_SEATS && quorum.seats[seat] && than.seats[seat] &&
           quorum.seats[seat] == than.seats[seat])
        seat++;
    if (!quorum.seats[seat] || !than.seats[seat])
        return quorum.seats[seat] && !than.seats[seat];
    return roles_counted(quorum.seats[seat]) < roles_counted(than.seats[seat]);
}

struct quorum lifecycle_seats(enum lifecycle lifecycle, enum stage from, enum stage to,
                              enum tier tier)
{
    struct quorum strictest = {{0}};
    bool found = false;
    /* What nobody knows is treated as the worst. */
    if ((size_t)tier >= TIER_COUNT)
        tier = TIER_HIGH;
    if ((size_t)to >= STAGE_COUNT || to == STAGE_NONE)
        to = STAGE_PRODUCTION;
    if ((size_t)lifecycle >= LIFECYCLE_COUNT)
        lifecycle = LIFECYCLE_MRM;
    for (size_t row = 0; row < transition_count; row++) {
        const struct transition *leads = &transitions[row];
        if (leads->to != to || !lifecycle_has(lifecycle, leads))
            continue;
        if (leads->from == from && !found) {
            found = true;
            strictest = (struct quorum){{0}};
        }
        if ((found ? leads->from == from : leads->move == MOVE_PROMOTE) &&
            quorum_is_stricter(leads->seats[tier], strictest))
            strictest = leads->seats[tier];
    }
    return strictest;
}
