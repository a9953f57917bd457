#include "registry/production.h"

#include "base/limits.h"
#include "registry/told.h"
#include "registry/twin.h"

struct text production_displaced(const struct motion *motion)
{
    const struct text in_production = told_text(motion->model, "production");
    return text_equal(in_production, told_text(motion->registered, "version")) ? TEXT_NONE
                                                                               : in_production;
}

/* ---- who may return ---- */

static bool is_timely(const struct value *version, int64_t now)
{
    return now <= told_time(version, "expires", INT64_MAX) &&
           now <= told_time(version, "sunset", INT64_MAX) && !owed_overdue(version, now, false);
}

/* It stands where production displaced it to, and its bytes are stopped nowhere. */
static bool fit_check(const struct inquiry *inquiry, const struct value *version, bool *fit,
                      struct error *err)
{
    enum lifecycle lifecycle;
    const struct value *twins;
    if (!lifecycle_pinned(inquiry->rows, inquiry->arena, &lifecycle, err) ||
        !twin_find(inquiry->rows, version, inquiry->arena, &twins, err))
        return false;
    *fit = text_is(told_text(version, "stage"), stage_name(lifecycle_displaced(lifecycle))) &&
           told_text(version, "artifact").size && !twin_stopped(twins).size &&
           is_timely(version, inquiry->now);
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

bool registry_predecessor(const struct inquiry *inquiry, const struct value *model,
                          struct text version, const struct value **out, struct error *err)
{
    const struct value *previous = told(model, "previous"), *fit = NULL;
    for (size_t i = value_count(previous); i-- > 0 && !fit;) {
        const struct value *before;
        const struct text named = value_text(value_at(previous, i)),
                          before_key =
                              text_format(inquiry->arena, "%.*s@%.*s",
                                          TEXT_ARGS(told_text(model, "name")), TEXT_ARGS(named));
        bool is_fit;
        if (!registry_row(inquiry->rows, "version", before_key, inquiry->arena, &before, err) ||
            !fit_check(inquiry, before, &is_fit, err))
            return false;
        if (!text_equal(named, version) && is_fit)
            fit = before;
    }
    *out = fit;
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
