#include "base/limits.h"
#include "registry/identity.h"
#include "registry/place.h"
#include "registry/production.h"
#include "registry/told.h"
#include "registry/twin.h"
#include "registry/words.h"

enum {
    DAY = 24 * 60 * 60,
    MAY_REGISTER = 1U << ROLE_DEVELOPER | 1U << ROLE_CI | 1U << ROLE_OWNER | 1U << ROLE_VALIDATOR,
};

/* A version is what it is: once it is there, every other registration of it is refused. */
static bool version_absent(const struct applying *applying, struct text key, struct error *err)
{
    const struct value *registered_before, *act_members = applying->act.predicate;
    if (!applying_row(applying, "version", key, &registered_before, err))
        return false;
    if (!registered_before)
        return true;
    const unsigned long long registered_index = told_count(registered_before, "index");
    if (!text_equal(told_text(registered_before, "artifact"), told_text(act_members, "artifact")))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s is registered with another artifact, at entry %llu; a version never "
                         "changes: give the new artifact a new version",
                         TEXT_ARGS(key), registered_index);
    if (!registry_listing_holds(key, told_text(registered_before, "listing"),
                                told_text(act_members, "listing"), err))
        return false;
    if (!text_equal(told_text(registered_before, "manifest"), told_text(act_members, "manifest")))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s is registered with another manifest, at entry %llu", TEXT_ARGS(key),
                         registered_index);
    return error_set(err, ERROR_INTEGRITY, "%.*s is registered already, at entry %llu",
                     TEXT_ARGS(key), registered_index);
}

/* Where a set judges who may be registered, nobody enters past it. */
static bool entrance_check(const struct applying *applying, struct text key, struct error *err)
{
    const struct value *in_force;
    const char *registered = stage_name(STAGE_REGISTERED);
    if (!text_is(told_text(applying->act.predicate, "stage"), registered))
        return true;
    if (!applying_row(applying, "adoption", text_of(registered), &in_force, err))
        return false;
    return !in_force ||
           error_set(err, ERROR_GUARD,
                     "%.*s enters as experimental: a policy set is adopted for registered, and "
                     "has to let it in; obstat register does that",
                     TEXT_ARGS(key));
}

static bool ttl_check(const struct applying *applying, struct error *err)
{
    const uint64_t ttl_days = told_count(applying->act.predicate, "ttl_days");
    return ttl_days <= LIMIT_TTL_DAYS ||
           error_set(err, ERROR_INTEGRITY,
                     "a time to live of %llu days is too long: %d are the most",
                     (unsigned long long)ttl_days, LIMIT_TTL_DAYS);
}

/* Who has to sign follows from the tier that a manifest declares: what serves as high does not
 * become minimal by a word of those who make it. */
static bool tier_may(const struct applying *applying, const struct value *model, struct text key,
                     struct error *err)
{
    enum tier registered;
    const struct value *model_row, *twins;
    const struct text tier = told_text(model, "tier");
    struct suggestion near_tier = suggest_for(tier);
    if (!applying_row(applying, "model", told_text(model, "name"), &model_row, err) ||
        !twin_find(applying->rows, applying->act.predicate, applying->arena, &twins, err))
        return false;
    if (!tier_read(tier, &registered, &near_tier))
        return error_set(err, ERROR_INTEGRITY, "%.*s has no tier", TEXT_ARGS(key));
    return tier_lowers(model, model_row, twins)
               ? tier_lowered_by(model, model_row, twins, applying->who, applying->arena, err)
               : applying_role(applying, MAY_REGISTER, err);
}

/* Whoever says "production", "latest" or an alias of a model means no version that is called so. */
static bool version_named(const struct applying *applying, const struct value *model,
                          struct text key, struct error *err)
{
    const struct value *model_row;
    const struct text version = told_text(model, "version");
    if (words_are_reserved(version))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s: no version is called %.*s, which means something already",
                         TEXT_ARGS(key), TEXT_ARGS(version));
    if (!applying_row(applying, "model", told_text(model, "name"), &model_row, err))
        return false;
    const struct text meant = value_text(value_get(told(model_row, "aliases"), version));
    return !meant.size ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s: no version is called %.*s, which is an alias of version %.*s",
                     TEXT_ARGS(key), TEXT_ARGS(version), TEXT_ARGS(meant));
}

static bool model_put(struct applying *applying, const struct value *model, struct error *err)
{
    const struct value *model_row;
    const struct text name = told_text(model, "name");
    if (!applying_row(applying, "model", name, &model_row, err))
        return false;
    struct deed deed = deed_of(model_row, applying->arena);
    deed_text(&deed, "name", name);
    deed_count(&deed, "versions", told_count(model_row, "versions") + 1);
    if (!model_row) {
        const struct members no_aliases = {0};
        deed_put(&deed, "production", value_of_null());
        deed_put(&deed, "tier", value_of_null());
        deed_put(&deed, "emergency", value_of_null());
        deed_put(&deed, "previous", value_of_list(applying->arena, NULL, 0));
        deed_put(&deed, "aliases", value_of_map(applying->arena, &no_aliases));
    }
    return applying_put(applying, "model", name, &deed, err);
}

/* What later entries say of a version, while none has. */
static void version_begin(const struct applying *applying, struct deed *version)
{
    static const char *const unknown[] = {"decision", "judged_by", "expires", "review_due",
                                          "before",   "suspended", "sunset",  "successor",
                                          "step",     "retention", "served"};
    static const char *const none[] = {"open", "owed", "steps", "stored", "consumers", "endpoints"};
    const struct members no_tags = {0};
    for (size_t i = 0; i < COUNT(unknown); i++)
        deed_put(version, unknown[i], value_of_null());
    for (size_t i = 0; i < COUNT(none); i++)
        deed_put(version, none[i], value_of_list(applying->arena, NULL, 0));
    deed_put(version, "tags", value_of_map(applying->arena, &no_tags));
}

/* How long it may live, from this entry on. */
void version_live(const struct applying *applying, const struct value *ttl_told,
                  struct deed *version)
{
    const uint64_t ttl_days = told_count(ttl_told, "ttl_days");
    if (ttl_days)
        deed_time(version, "expires", applying->entry->time + (int64_t)ttl_days * DAY);
}

void version_moved(const struct applying *applying, const char *change, struct text from,
                   struct deed *version)
{
    struct deed moved = deed_of(NULL, applying->arena);
    applying_stamp(applying, &moved);
    deed_text(&moved, "change", text_of(change));
    deed_text(&moved, "from", from);
    deed_put(version, "moved", deed_value(&moved));
    deed_count(version, "head", applying->entry->index);
}

bool registration_apply(struct applying *applying, struct error *err)
{
    static const char *const kept_members[] = {"manifest", "artifact", "listing", "stage",
                                               "release",  "ttl_days", "created", "lineage"};
    const struct value *act_members = applying->act.predicate, *model = told(act_members, "model");
    const struct text key = told_version(model, applying->arena);
    if (!tier_may(applying, model, key, err) || !version_named(applying, model, key, err) ||
        !version_absent(applying, key, err) || !entrance_check(applying, key, err) ||
        !ttl_check(applying, err))
        return false;
    struct deed deed = deed_of(model, applying->arena);
    version_begin(applying, &deed);
    applying_stamp(applying, &deed);
    for (size_t i = 0; i < COUNT(kept_members); i++)
        deed_keep(&deed, kept_members[i], told(act_members, kept_members[i]));
    deed_put(&deed, "recorders", list_with(NULL, value_of_text(applying->by), applying->arena));
    version_live(applying, act_members, &deed);
    version_moved(applying, "register", TEXT_NONE, &deed);
    return place_put(applying, NULL, &deed, err) &&
           lineage_put(applying, key, told(act_members, "lineage"), err) &&
           model_put(applying, model, err) && applying_history(applying, key, TEXT_NONE, err);
}
