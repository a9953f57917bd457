#include "registry/situation.h"
#include "registry/told.h"

/* Which changes a member belongs to; the others leave it out. */
static const struct {
    const char *member;
    unsigned moves;
} own_members[] = {
    {"other", 1U << MOVE_PROMOTE | 1U << MOVE_ROLLBACK},
    {"decision", 1U << MOVE_REGISTER | 1U << MOVE_PROMOTE | 1U << MOVE_RESUME},
    {"request", 1U << MOVE_PROMOTE | 1U << MOVE_RESUME},
    {"review_by", 1U << MOVE_PROMOTE | 1U << MOVE_SUSPEND | 1U << MOVE_ROLLBACK},
    {"incident", 1U << MOVE_PROMOTE | 1U << MOVE_SUSPEND | 1U << MOVE_ROLLBACK},
    {"sunset", 1U << MOVE_PROMOTE | 1U << MOVE_DEPRECATE | 1U << MOVE_EXPIRE},
    {"steps", 1U << MOVE_DEPRECATE},
    {"successor", 1U << MOVE_DEPRECATE},
    {"moment", 1U << MOVE_EXPIRE},
    {"step", 1U << MOVE_PROMOTE},
    {"acknowledged", 1U << MOVE_RETIRE | 1U << MOVE_ARCHIVE},
    {"retention", 1U << MOVE_ARCHIVE | 1U << MOVE_HOLD},
    {"stored", 1U << MOVE_ARCHIVE},
};

enum { ALL_OF_IT = 100 }; /* per cent */

static bool member_there(const struct value *act_members, const char *member)
{
    const struct value *there = told(act_members, member);
    return there && (value_kind(there) != VALUE_LIST || value_count(there) > 0);
}

static bool stranger_object(const struct motion *motion, const char *member, const char *why,
                            struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the transition has a member `%s` that does not belong "
                     "to %s %s",
                     member, move_name(motion->situation.move), why);
}

/* What a promotion may say only of some. */
static bool promotion_check(const struct motion *motion, struct error *err)
{
    const struct value *act_members = motion->act_members;
    const struct situation *situation = &motion->situation;
    if (situation->move != MOVE_PROMOTE)
        return true;
    if (situation->to != STAGE_PRODUCTION && member_there(act_members, "other"))
        return stranger_object(motion, "other", "but into production", err);
    if (!member_there(act_members, "other") && member_there(act_members, "sunset"))
        return stranger_object(motion, "sunset", "where no other version moves", err);
    if (!situation->emergency && member_there(act_members, "incident"))
        return stranger_object(motion, "incident", "without an emergency", err);
    if (situation->to != STAGE_CANARY && member_there(act_members, "step"))
        return stranger_object(motion, "step", "but to canary", err);
    return told_count(act_members, "step") <= ALL_OF_IT ||
           error_set(err, ERROR_INTEGRITY, "a step has 100 per cent at most");
}

static bool steps_check(const struct motion *motion, struct error *err)
{
    const struct value *steps = told(motion->act_members, "steps");
    for (size_t i = 0; i < value_count(steps); i++)
        if (told_count(value_at(steps, i), "percent") > ALL_OF_IT)
            return error_set(err, ERROR_INTEGRITY, "a step has 100 per cent at most");
    return told_count(told(motion->act_members, "retention"), "hold") <= 1 ||
           error_set(err, ERROR_INTEGRITY, "a hold is 1 or 0");
}

/* A version is its own successor and its own displaced one in nobody's book. */
static bool self_check(const struct motion *motion, struct error *err)
{
    const struct text version = told_text(told(motion->act_members, "model"), "version");
    return (!text_equal(told_text(told(motion->act_members, "other"), "version"), version) &&
            !text_equal(told_text(motion->act_members, "successor"), version)) ||
           error_set(err, ERROR_INTEGRITY, "%.*s is named as another version than itself",
                     TEXT_ARGS(motion->version_key));
}

/* A decision is named exactly where one is asked for. */
static bool decision_check(const struct motion *motion, struct error *err)
{
    const struct situation *situation = &motion->situation;
    const struct transition *planned =
        transition_find(situation->lifecycle, situation->move, situation->from, situation->to);
    if (!planned || transition_guards(planned, situation) & 1U << GUARD_DECISION)
        return true;
    if (member_there(motion->act_members, "decision"))
        return stranger_object(motion, "decision", "where no policy set is adopted", err);
    return !member_there(motion->act_members, "request") ||
           stranger_object(motion, "request", "where no policy set is adopted", err);
}

bool strangers_check(const struct motion *motion, struct error *err)
{
    for (size_t i = 0; i < COUNT(own_members); i++)
        if (!(own_members[i].moves & 1U << motion->situation.move) &&
            member_there(motion->act_members, own_members[i].member))
            return stranger_object(motion, own_members[i].member, "at all", err);
    return promotion_check(motion, err) && steps_check(motion, err) && self_check(motion, err) &&
           decision_check(motion, err);
}
