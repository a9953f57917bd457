#include "base/suggest.h"
#include "registry/registry.h"
#include "registry/told.h"

struct loosening {
    const struct policies *known_policies;
    struct arena *arena;
    struct texts looser;
};

static void looser_add(struct loosening *loosening, struct text policy_id, const char *how,
                       struct text what)
{
    *LIST_ADD(loosening->arena, &loosening->looser) =
        text_format(loosening->arena, "%.*s %s%s%.*s", TEXT_ARGS(policy_id), how,
                    what.size ? " " : "", TEXT_ARGS(what));
}

static const struct value *policy_in(const struct value *set_listing, struct text policy_id)
{
    for (size_t i = 0; i < value_count(set_listing); i++)
        if (text_equal(told_text(value_at(set_listing, i), "id"), policy_id))
            return value_at(set_listing, i);
    return NULL;
}

/* How much a level asks for; an unknown one asks for nothing. */
static int level_weight(struct text policy_level)
{
    return text_is(policy_level, "mandatory")     ? 3
           : text_is(policy_level, "overridable") ? 2
           : text_is(policy_level, "advisory")    ? 1
                                                  : 0;
}

static const struct param *param_known(const struct loosening *loosening, struct text policy,
                                       struct text param_name)
{
    for (size_t i = 0; loosening->known_policies && i < loosening->known_policies->count; i++) {
        const struct policy *known_policy = &loosening->known_policies->at[i];
        for (size_t param_at = 0;
             text_equal(known_policy->id, policy) && param_at < known_policy->params.count;
             param_at++)
            if (text_equal(known_policy->params.at[param_at].name, param_name))
                return &known_policy->params.at[param_at];
    }
    return NULL;
}

/* The source is the same, so are the bounds: the former value stands in for the default. */
static bool param_loosened(const struct loosening *loosening, struct text policy,
                           struct text param_name, const struct value *in_force,
                           const struct value *candidate)
{
    const struct param *known_param = param_known(loosening, policy, param_name);
    if (value_equal(in_force, candidate))
        return false;
    if (!known_param || !in_force || !candidate)
        return true;
    struct param moved_param = *known_param;
    moved_param.usual = *in_force;
    moved_param.value = *candidate;
    return param_looser(&moved_param);
}

static void params_compare(struct loosening *loosening, struct text policy_id,
                           const struct value *in_force, const struct value *candidate)
{
    for (size_t i = 0; i < value_count(in_force); i++) {
        const struct text param_name = member_key(in_force, i);
        if (param_loosened(loosening, policy_id, param_name, member_value(in_force, i),
                           value_get(candidate, param_name)))
            looser_add(loosening, policy_id, "has a looser", param_name);
    }
}

static void policy_compare(struct loosening *loosening, const struct value *in_force,
                           const struct value *candidate)
{
    const struct text policy_id = told_text(in_force, "id");
    if (!candidate) {
        looser_add(loosening, policy_id, "is gone", TEXT_NONE);
        return;
    }
    if (level_weight(told_text(candidate, "level")) < level_weight(told_text(in_force, "level")))
        looser_add(loosening, policy_id, "is only", told_text(candidate, "level"));
    if (!value_equal(told(in_force, "source"), told(candidate, "source")) ||
        !value_equal(told(in_force, "modules"), told(candidate, "modules")))
        looser_add(loosening, policy_id, "has another source, and may be looser", TEXT_NONE);
    else
        params_compare(loosening, policy_id, told(in_force, "params"), told(candidate, "params"));
}

static bool listing_check(const struct value *set_listing, struct error *err)
{
    bool listing_sound = value_kind(set_listing) == VALUE_LIST;
    for (size_t i = 0; listing_sound && i < value_count(set_listing); i++)
        listing_sound = told_text(value_at(set_listing, i), "id").size > 0;
    return listing_sound || error_set(err, ERROR_REFUSED, "this is no listing of a policy set");
}

bool adoption_compare(const struct value *in_force, const struct value *candidate,
                      const struct policies *known_policies, struct arena *arena,
                      struct texts *looser, struct error *err)
{
    struct loosening loosening = {known_policies, arena, {0}};
    if ((in_force && !listing_check(in_force, err)) || !listing_check(candidate, err))
        return false;
    for (size_t i = 0; i < value_count(in_force); i++)
        policy_compare(&loosening, value_at(in_force, i),
                       policy_in(candidate, told_text(value_at(in_force, i), "id")));
    *looser = loosening.looser;
    return true;
}
