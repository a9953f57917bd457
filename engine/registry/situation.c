#include "registry/situation.h"

#include "registry/emergency.h"
#include "registry/identity.h"
#include "registry/production.h"
#include "registry/request.h"
#include "registry/told.h"
#include "registry/twin.h"

bool lifecycle_pinned(const struct rows *rows, struct arena *arena, enum lifecycle *out,
                      struct error *err)
{
    const struct value *origin;
    if (!registry_row(rows, "log", TEXT("origin"), arena, &origin, err))
        return false;
    *out = LIFECYCLE_DEFAULT;
    return !origin || lifecycle_read(told_text(origin, "lifecycle"), out) ||
           error_set(err, ERROR_INTEGRITY, "the origin of the log pins no lifecycle");
}

/* ---- rows ---- */

static bool motion_row(const struct motion *motion, const char *row_kind, struct text row_key,
                       const struct value **out, struct error *err)
{
    *out = NULL;
    return !row_key.size ||
           registry_row(motion->inquiry.rows, row_kind, row_key, motion->inquiry.arena, out, err);
}

static bool version_meet(struct motion *motion, struct error *err)
{
    const struct value *model = told(motion->act_members, "model");
    motion->version_key = told_version(model, motion->inquiry.arena);
    if (!motion_row(motion, "version", motion->version_key, &motion->registered, err) ||
        !motion_row(motion, "model", told_text(model, "name"), &motion->model, err))
        return false;
    if (!motion->registered)
        return error_set(err, ERROR_INTEGRITY, "%.*s is not registered; obstat register does that",
                         TEXT_ARGS(motion->version_key));
    return motion->model || error_set(err, ERROR_INTEGRITY,
                                      "the model of %.*s has no row: obstat registry rebuild "
                                      "derives it from the log",
                                      TEXT_ARGS(motion->version_key));
}

static bool other_meet(struct motion *motion, struct error *err)
{
    const struct text version = told_text(told(motion->act_members, "other"), "version");
    const struct text other_key = text_format(
        motion->inquiry.arena, "%.*s@%.*s",
        TEXT_ARGS(told_text(told(motion->act_members, "model"), "name")), TEXT_ARGS(version));
    return !version.size || motion_row(motion, "version", other_key, &motion->other, err);
}

/* The decision; and the request that it joined, or opened. */
static bool decision_meet(struct motion *motion, struct error *err)
{
    const struct text decision_id = told_text(motion->act_members, "decision");
    if (!motion_row(motion, "decision", decision_id, &motion->decided, err) ||
        !motion_row(motion, "adoption", told_text(motion->act_members, "to"), &motion->adopted,
                    err))
        return false;
    const struct text joined = told_text(motion->decided, "request");
    return !motion->decided || motion_row(motion, "request", joined.size ? joined : decision_id,
                                          &motion->answered, err);
}

/* ---- the situation ---- */

static enum stage stage_met(const struct value *told_map, const char *member)
{
    enum stage stage;
    const struct text stage_word = told_text(told_map, member);
    struct suggestion near_stage = suggest_for(stage_word);
    return stage_read(stage_word, &stage, &near_stage) ? stage : STAGE_NONE;
}

/* What was in production comes back to it only where no other is there by now. */
static enum stage stage_before(const struct motion *motion)
{
    const enum stage before = stage_met(motion->registered, "before");
    return before == STAGE_PRODUCTION && told(motion->model, "production") ? STAGE_STAGING : before;
}

static bool stages_in_use(struct motion *motion, struct error *err)
{
    for (unsigned stage = STAGE_NONE + 1; stage < STAGE_COUNT; stage++) {
        const struct value *adopted;
        if (!motion_row(motion, "adoption", text_of(stage_name((enum stage)stage)), &adopted, err))
            return false;
        if (adopted)
            motion->situation.in_use |= 1U << stage;
    }
    return true;
}

static bool situation_words(struct motion *motion, struct error *err)
{
    struct situation *situation = &motion->situation;
    const struct text tier_word = told_text(motion->registered, "tier"),
                      change = told_text(motion->act_members, "change");
    struct suggestion near_tier = suggest_for(tier_word);
    if (!move_read(change, &situation->move))
        return error_set(err, ERROR_INTEGRITY, "%.*s is no move", TEXT_ARGS(change));
    if (!tier_read(tier_word, &situation->tier, &near_tier))
        return error_set(err, ERROR_INTEGRITY, "%.*s has no tier", TEXT_ARGS(motion->version_key));
    situation->from = stage_met(motion->act_members, "from");
    situation->to = stage_met(motion->act_members, "to");
    situation->before = stage_before(motion);
    situation->roles = identity_roles(motion->mover);
    situation->blue_green = text_is(told_text(motion->registered, "release"), "blue-green");
    situation->emergency =
        situation->move == MOVE_PROMOTE && told(motion->act_members, "review_by") != NULL;
    return true;
}

/* Nobody ends the suspension that they laid on. */
static bool motion_undone(const struct motion *motion)
{
    return motion->situation.move == MOVE_RESUME &&
           text_equal(told_text(told(motion->registered, "suspended"), "by"), motion->by);
}

/* Is it made for a day that is still to come? */
static bool motion_ahead(const struct motion *motion)
{
    return motion->judged > motion->inquiry.now + LIMIT_CLOCK_SKEW;
}

/* Does it come to the requests of people whom a higher tier served? Then fewer have to sign than
 * had to. A return from a suspension is signed as the highest tier is, so it is none. */
static bool motion_lowers(const struct motion *motion)
{
    const struct situation *situation = &motion->situation;
    const struct text served_tier = told_text(motion->model, "tier");
    return situation->move == MOVE_PROMOTE && stage_meets_people(situation->to) &&
           served_tier.size && situation->tier > tier_served(motion->model);
}

/* Is it let in as less than its model has served as, or its bytes are, by who may not say so? As at
 * its registration: what served since counts as well. */
static bool motion_enters_low(const struct motion *motion, struct error *err)
{
    return motion->situation.move == MOVE_REGISTER &&
           !tier_lowered_by(motion->registered, motion->model, motion->twins, motion->mover,
                            motion->inquiry.arena, err);
}

/* Signatures come before facts: whether a decision that is pending will do depends on them. */
static bool signatures_meet(struct motion *motion, struct error *err)
{
    struct situation *situation = &motion->situation;
    const struct passage passage = {situation->from, situation->to, situation->tier};
    const struct transition *planned =
        transition_find(situation->lifecycle, situation->move, situation->from, situation->to);
    if (!planned)
        return true;
    if (transition_guards(planned, situation) & 1U << GUARD_DECISION) {
        if (!registry_standing(&motion->inquiry, motion->answered, passage, &motion->standing, err))
            return false;
    } else if (!cosigning_hear(motion, planned, err))
        return false;
    situation->lacking = motion->standing.lacking;
    return true;
}

static void facts_meet(struct motion *motion)
{
    for (unsigned guard = 0; guard < GUARD_COUNT; guard++) {
        struct error unheeded = {0};
        if (guard_holds(motion, (enum guard)guard, &unheeded))
            motion->situation.facts |= 1U << guard;
    }
}

bool motion_meet(const struct inquiry *inquiry, const struct value *transition_members,
                 struct text by, struct motion *out, struct error *err)
{
    struct error unheeded = {0};
    struct motion motion = {.inquiry = *inquiry, .act_members = transition_members, .by = by};
    motion.judged = told_time(transition_members, "moment", inquiry->now);
    if (!identity_find(inquiry->rows, by, inquiry->arena, &motion.mover, err) ||
        !version_meet(&motion, err) || !other_meet(&motion, err) || !decision_meet(&motion, err) ||
        !lifecycle_pinned(inquiry->rows, inquiry->arena, &motion.situation.lifecycle, err) ||
        !situation_words(&motion, err) || !stages_in_use(&motion, err) ||
        !strangers_check(&motion, err) || !emergency_meet(&motion, err) ||
        !twin_find(inquiry->rows, motion.registered, inquiry->arena, &motion.twins, err) ||
        !production_predecessor(&motion, &motion.predecessor, err) ||
        !signatures_meet(&motion, err))
        return false;
    const bool lowers = motion_lowers(&motion);
    if (motion_undone(&motion) || emergency_own(&motion) || motion.waived || motion.hopeless ||
        (lowers && version_has_maker(motion.registered, by)) ||
        motion_enters_low(&motion, &unheeded))
        motion.situation.roles = 0;
    if (lowers) /* a person answers for it, who did not make it */
        motion.situation.roles &= 1U << ROLE_OWNER;
    if (motion_ahead(&motion)) /* a machine waits for the day to come */
        motion.situation.roles &= ~(1U << ROLE_CI);
    facts_meet(&motion);
    *out = motion;
    return true;
}

bool registry_situation(const struct inquiry *inquiry, const struct value *transition_members,
                        struct text by, struct situation *out, struct error *err)
{
    struct motion motion;
    if (!motion_meet(inquiry, transition_members, by, &motion, err))
        return false;
    *out = motion.situation;
    return true;
}

bool motion_decided(const struct motion *motion, const struct plan *plan)
{
    return transition_guards(plan->planned, &motion->situation) & 1U << GUARD_DECISION;
}

/* ---- why it is not made ---- */

/* Does the row lead where the version can go? Time is what ends a life, and no command. */
static bool way_open(const struct situation *situation, const struct transition *way)
{
    return way->from == situation->from && way->lifecycles & 1U << situation->lifecycle &&
           way->move != MOVE_EXPIRE && (way->move != MOVE_RESUME || way->to == situation->before);
}

/* Where it could go from where it stands, in the words of commands. */
static struct text ways_from(const struct situation *situation, struct arena *arena)
{
    struct text ways = TEXT_NONE;
    for (size_t row = 0; row < transition_count; row++) {
        const struct transition *way = &transitions[row];
        if (way_open(situation, way))
            ways = text_format(arena, "%.*s%s%s to %s", TEXT_ARGS(ways), ways.size ? ", " : "",
                               move_name(way->move), stage_name(way->to));
    }
    return ways.size ? ways : TEXT("nothing");
}

static bool row_object(const struct motion *motion, struct error *err)
{
    const struct situation *situation = &motion->situation;
    if (situation->from == STAGE_SUSPENDED && situation->move == MOVE_RESUME)
        return error_set(err, ERROR_GUARD, "%.*s cannot be resumed to %s, but to %s",
                         TEXT_ARGS(motion->version_key), stage_name(situation->to),
                         situation->before ? stage_name(situation->before) : "no stage");
    if (situation->from == STAGE_SUSPENDED && situation->move == MOVE_PROMOTE)
        return error_set(err, ERROR_GUARD,
                         "%.*s is suspended; obstat resume %.*s --reason TEXT brings it back to %s",
                         TEXT_ARGS(motion->version_key), TEXT_ARGS(motion->version_key),
                         situation->before ? stage_name(situation->before) : "no stage");
    return error_set(err, ERROR_GUARD,
                     "the lifecycle %s does not %s %.*s from %s to %s; from there it has: %.*s",
                     lifecycle_name(situation->lifecycle), move_name(situation->move),
                     TEXT_ARGS(motion->version_key), stage_name(situation->from),
                     stage_name(situation->to),
                     TEXT_ARGS(ways_from(situation, motion->inquiry.arena)));
}

/* The roles that the plan would take. */
static unsigned roles_taken(const struct situation *situation)
{
    unsigned taken = 0;
    struct situation tried = *situation;
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        tried.roles = 1U << role;
        if (registry_plan(&tried).objection != GUARD_WHO)
            taken |= 1U << role;
    }
    return taken;
}

static bool who_object(const struct motion *motion, struct error *err)
{
    if (motion_undone(motion))
        return error_set(
            err, ERROR_GUARD, "%.*s suspended %.*s at entry %llu, so others resume it",
            TEXT_ARGS(motion->by), TEXT_ARGS(motion->version_key),
            (unsigned long long)told_count(told(motion->registered, "suspended"), "index"));
    if (motion_ahead(motion) && identity_roles(motion->mover) & 1U << ROLE_CI)
        return error_set(err, ERROR_GUARD,
                         "%.*s is a machine and may not %s %.*s before the day has come; ahead of "
                         "it one has to be %.*s",
                         TEXT_ARGS(motion->by), move_name(motion->situation.move),
                         TEXT_ARGS(motion->version_key),
                         TEXT_ARGS(roles_phrase(roles_taken(&motion->situation) & ~(1U << ROLE_CI),
                                                "one of", motion->inquiry.arena)));
    if (motion_enters_low(motion, err))
        return false;
    if (emergency_own(motion))
        return error_set(err, ERROR_GUARD,
                         "%.*s is an author of %.*s, and somebody else promotes it in an emergency",
                         TEXT_ARGS(motion->by), TEXT_ARGS(motion->version_key));
    if (motion->waived)
        return error_set(err, ERROR_GUARD,
                         "%.*s waives a policy for %.*s, and somebody else promotes it in an "
                         "emergency",
                         TEXT_ARGS(motion->by), TEXT_ARGS(motion->version_key));
    if (motion->hopeless)
        return error_set(
            err, ERROR_GUARD,
            "nobody could review the emergency of %.*s: besides %.*s it takes somebody "
            "enrolled as %.*s, with a proven key and no author of it",
            TEXT_ARGS(motion->version_key), TEXT_ARGS(motion->by),
            TEXT_ARGS(emergency_reviewers(motion)));
    if (motion_lowers(motion))
        return error_set(err, ERROR_GUARD,
                         "%.*s is of a lower tier than what has served, %.*s: an owner who did not "
                         "make it promotes it",
                         TEXT_ARGS(motion->version_key),
                         TEXT_ARGS(told_text(motion->model, "tier")));
    return error_set(
        err, ERROR_GUARD, "%.*s may not %s %.*s: for that one has to be %.*s",
        TEXT_ARGS(motion->by), move_name(motion->situation.move), TEXT_ARGS(motion->version_key),
        TEXT_ARGS(roles_phrase(roles_taken(&motion->situation), "one of", motion->inquiry.arena)));
}

static bool stages_object(const struct motion *motion, const struct transition *planned,
                          struct error *err)
{
    const unsigned in_use = planned->passes & motion->situation.in_use;
    for (unsigned stage = 0; stage < STAGE_COUNT; stage++)
        if (in_use & 1U << stage)
            return error_set(err, ERROR_GUARD,
                             "%.*s would pass over %s, for which a policy set is adopted; promote "
                             "it there first",
                             TEXT_ARGS(motion->version_key), stage_name((enum stage)stage));
    return error_set(err, ERROR_GUARD, "%.*s would pass over a stage that is in use",
                     TEXT_ARGS(motion->version_key));
}

static bool signatures_object(const struct motion *motion, struct error *err)
{
    struct text lacks = TEXT_NONE;
    for (size_t i = 0; i < motion->standing.lacks.count; i++)
        lacks = text_format(motion->inquiry.arena, "%.*s%s%.*s", TEXT_ARGS(lacks), i ? "; " : "",
                            TEXT_ARGS(motion->standing.lacks.at[i]));
    return error_set(err, ERROR_PENDING,
                     "to %s %.*s to %s, %zu of %zu signatures are lacking: %.*s",
                     move_name(motion->situation.move), TEXT_ARGS(motion->version_key),
                     stage_name(motion->situation.to), motion->standing.lacking,
                     motion->standing.needed, TEXT_ARGS(lacks));
}

bool motion_object(const struct motion *motion, const struct plan *plan, struct error *err)
{
    if (plan->verdict == PLAN_PENDING)
        return signatures_object(motion, err);
    switch (plan->objection) {
    case GUARD_ROW:
        return row_object(motion, err);
    case GUARD_WHO:
        return who_object(motion, err);
    case GUARD_STAGES:
        return stages_object(motion, plan->planned, err);
    default:
        break;
    }
    struct error objection = {0};
    if (!guard_holds(motion, plan->objection, &objection) && objection.code)
        return error_set(err, objection.code, "%s", objection.message);
    return error_set(err, ERROR_GUARD, "the guard %s does not let %.*s move",
                     guard_name(plan->objection), TEXT_ARGS(motion->version_key));
}

bool registry_reviewed(const struct inquiry *inquiry, const struct value *transition_members,
                       struct text by, struct error *err)
{
    struct motion motion;
    return motion_meet(inquiry, transition_members, by, &motion, err) &&
           guard_holds(&motion, GUARD_REVIEWED, err);
}

bool registry_permits(const struct inquiry *inquiry, const struct value *transition_members,
                      struct text by, struct error *err)
{
    struct motion motion;
    if (!motion_meet(inquiry, transition_members, by, &motion, err))
        return false;
    const struct plan plan = registry_plan(&motion.situation);
    return plan.verdict == PLAN_MADE || motion_object(&motion, &plan, err);
}
