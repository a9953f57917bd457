#include "registry/production.h"

#include "base/limits.h"
#include "registry/identity.h"
#include "registry/request.h"
#include "registry/told.h"
#include "registry/twin.h"

enum { MAY_LOWER = 1U << ROLE_OWNER | 1U << ROLE_RISK_OFFICER };

struct text production_displaced(const struct motion *motion)
{
    const struct text in_production = told_text(motion->model, "production");
    return text_equal(in_production, told_text(motion->registered, "version")) ? TEXT_NONE
                                                                               : in_production;
}

/* ---- who may return ---- */

/* Why its time, or that of a review which it owes, is over; empty where it is not. */
static struct text untimely_why(const struct inquiry *inquiry, const struct value *version)
{
    static const struct {
        const char *member, *phrase;
    } ends[] = {{"expires", "its time to live"}, {"sunset", "its time as deprecated"}};
    const struct value *overdue = owed_overdue(version, inquiry->now, false);
    for (size_t i = 0; i < COUNT(ends); i++)
        if (inquiry->now > told_time(version, ends[i].member, INT64_MAX))
            return text_format(inquiry->arena, "%s was over at %.*s", ends[i].phrase,
                               TEXT_ARGS(told_text(version, ends[i].member)));
    return overdue ? text_format(inquiry->arena, "the review that its %.*s owes was due at %.*s",
                                 TEXT_ARGS(told_text(overdue, "what")),
                                 TEXT_ARGS(told_text(overdue, "due")))
                   : TEXT_NONE;
}

/* Empty where it stands where production displaced it to, and its bytes are stopped nowhere. */
static bool unfit_find(const struct inquiry *inquiry, const struct value *version, struct text *why,
                       struct error *err)
{
    enum lifecycle lifecycle;
    const struct value *twins;
    if (!lifecycle_pinned(inquiry->rows, inquiry->arena, &lifecycle, err) ||
        !twin_find(inquiry->rows, version, inquiry->arena, &twins, err))
        return false;
    const struct text stopped = twin_stopped(twins, version), stage = told_text(version, "stage");
    if (!text_is(stage, stage_name(lifecycle_displaced(lifecycle))))
        *why = text_format(inquiry->arena, "it is %.*s",
                           TEXT_ARGS(stage.size ? stage : TEXT("not in the registry")));
    else if (!told_text(version, "artifact").size)
        *why = TEXT("it has no artifact");
    else if (stopped.size)
        *why = text_format(inquiry->arena,
                           "it has the same bytes as %.*s, which is suspended or was rejected for "
                           "good",
                           TEXT_ARGS(stopped));
    else
        *why = untimely_why(inquiry, version);
    return true;
}

/* A rollback is of what is in production, or was the last to be. */
static bool was_last(const struct motion *motion)
{
    const struct value *previous = told(motion->model, "previous");
    const struct text version = told_text(motion->registered, "version"),
                      in_production = told_text(motion->model, "production");
    if (in_production.size)
        return text_equal(in_production, version);
    return value_count(previous) &&
           text_equal(value_text(value_at(previous, value_count(previous) - 1)), version);
}

/* The newest that is fit, and why the newer ones are not. */
static bool predecessor_find(const struct inquiry *inquiry, const struct value *model,
                             struct text version, const struct value **out, struct texts *passed,
                             struct error *err)
{
    const struct value *previous = told(model, "previous"), *fit = NULL;
    for (size_t i = value_count(previous); i-- > 0 && !fit;) {
        struct text why;
        const struct value *before;
        const struct text named = value_text(value_at(previous, i)),
                          before_key =
                              text_format(inquiry->arena, "%.*s@%.*s",
                                          TEXT_ARGS(told_text(model, "name")), TEXT_ARGS(named));
        if (!registry_row(inquiry->rows, "version", before_key, inquiry->arena, &before, err) ||
            !unfit_find(inquiry, before, &why, err))
            return false;
        if (text_equal(named, version))
            continue;
        if (!why.size)
            fit = before;
        else
            *LIST_ADD(inquiry->arena, passed) = text_format(
                inquiry->arena, "%.*s is passed over: %.*s", TEXT_ARGS(before_key), TEXT_ARGS(why));
    }
    *out = fit;
    return true;
}

bool registry_predecessor(const struct inquiry *inquiry, const struct value *model,
                          struct text version, const struct value **out, struct error *err)
{
    struct texts passed = {0};
    return predecessor_find(inquiry, model, version, out, &passed, err);
}

bool registry_passed_over(const struct inquiry *inquiry, const struct value *model,
                          struct text version, struct texts *out, struct error *err)
{
    const struct value *fit;
    struct texts passed = {0};
    if (!predecessor_find(inquiry, model, version, &fit, &passed, err))
        return false;
    *out = passed;
    return true;
}

bool production_predecessor(const struct motion *motion, const struct value **out,
                            struct error *err)
{
    *out = NULL;
    return motion->situation.move != MOVE_ROLLBACK || !was_last(motion) ||
           registry_predecessor(&motion->inquiry, motion->model,
                                told_text(motion->registered, "version"), out, err);
}

/* ---- how much harm what serves can do ---- */

bool stage_meets_people(enum stage stage)
{
    return stage == STAGE_SHADOW || stage == STAGE_CANARY || stage == STAGE_PRODUCTION;
}

enum tier tier_served(const struct value *told_row)
{
    enum tier tier;
    const struct text tier_word = told_text(told_row, "tier");
    struct suggestion near_tier = suggest_for(tier_word);
    return tier_read(tier_word, &tier, &near_tier) ? tier : TIER_HIGH;
}

static bool is_lower(const struct value *version, const struct value *than)
{
    return told_text(than, "tier").size && tier_served(version) > tier_served(than);
}

bool tier_lowers(const struct value *version, const struct value *model, const struct value *twins)
{
    return is_lower(version, model) || is_lower(version, twins);
}

bool tier_lowered_by(const struct value *version, const struct value *model,
                     const struct value *twins, const struct value *who, struct arena *arena,
                     struct error *err)
{
    const unsigned roles = identity_roles(who);
    const struct text key = told_version(version, arena), tier = told_text(version, "tier");
    if (is_lower(version, twins) &&
        (!(roles & 1U << ROLE_RISK_OFFICER) || version_names_maker(version, told_text(who, "id"))))
        return error_set(
            err, ERROR_GUARD,
            "%.*s is of tier %.*s, and the same bytes are registered as %.*s, which is "
            "%.*s: a risk-officer who did not make it registers them as less",
            TEXT_ARGS(key), TEXT_ARGS(tier), TEXT_ARGS(told_text(twins, "version")),
            TEXT_ARGS(told_text(twins, "tier")));
    return !is_lower(version, model) || roles & MAY_LOWER ||
           error_set(err, ERROR_GUARD,
                     "%.*s is of tier %.*s, and %.*s has served as %.*s: an owner or a "
                     "risk-officer registers a lower tier",
                     TEXT_ARGS(key), TEXT_ARGS(tier), TEXT_ARGS(told_text(version, "name")),
                     TEXT_ARGS(told_text(model, "tier")));
}

void tier_rise(struct deed *model, const struct value *version)
{
    const struct value model_row = deed_value(model);
    if (!told(&model_row, "tier") || tier_served(version) < tier_served(&model_row))
        deed_keep(model, "tier", told(version, "tier"));
}

/* ---- who comes and goes ---- */

void production_forget(struct deed *model, struct text version)
{
    const struct value model_row = deed_value(model);
    deed_put(model, "previous", list_without(told(&model_row, "previous"), version, model->arena));
}

static void production_remember(struct deed *model, struct text version)
{
    production_forget(model, version);
    const struct value model_row = deed_value(model);
    const struct value *previous = told(&model_row, "previous");
    struct values newest = {0};
    for (size_t i = value_count(previous) < LIMIT_PREVIOUS ? 0 : 1; i < value_count(previous); i++)
        *LIST_ADD(model->arena, &newest) = *value_at(previous, i);
    *LIST_ADD(model->arena, &newest) = value_of_text(version);
    deed_put(model, "previous", value_of_list(model->arena, newest.at, newest.count));
}

static void production_take(struct deed *model, const struct value *version)
{
    production_forget(model, told_text(version, "version"));
    deed_keep(model, "production", told(version, "version"));
    tier_rise(model, version);
}

void production_enter(struct deed *model, const struct value *version)
{
    const struct value model_row = deed_value(model);
    const struct text displaced = told_text(&model_row, "production");
    if (displaced.size && !text_equal(displaced, told_text(version, "version")))
        production_remember(model, displaced);
    production_take(model, version);
}

void production_promote(struct deed *model, const struct value *version)
{
    production_enter(model, version);
    deed_keep(model, "tier", told(version, "tier"));
}

void production_leave(struct deed *model, struct text version)
{
    const struct value model_row = deed_value(model);
    if (!text_equal(told_text(&model_row, "production"), version))
        return;
    production_remember(model, version);
    deed_put(model, "production", value_of_null());
}

void production_return(struct deed *model, struct text version, const struct value *predecessor)
{
    production_forget(model, version);
    production_take(model, predecessor);
}
