#include "registry/applying.h"
#include "registry/told.h"

enum {
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
    if (!text_equal(told_text(registered_before, "manifest"), told_text(act_members, "manifest")))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s is registered with another manifest, at entry %llu", TEXT_ARGS(key),
                         registered_index);
    return error_set(err, ERROR_INTEGRITY, "%.*s is registered already, at entry %llu",
                     TEXT_ARGS(key), registered_index);
}

static bool model_put(struct applying *applying, const struct value *model, struct error *err)
{
    const struct value *model_row;
    const struct text name = told_text(model, "name");
    if (!applying_row(applying, "model", name, &model_row, err))
        return false;
    struct deed deed = deed_of(model_row, applying->arena);
    deed_text(&deed, "name", name);
    deed_put(
        &deed, "versions",
        list_with_text(told(model_row, "versions"), told_text(model, "version"), applying->arena));
    deed_keep(&deed, "production", told(model_row, "production"));
    return applying_put(applying, "model", name, &deed, err);
}

bool registration_apply(struct applying *applying, struct error *err)
{
    const struct value *act_members = applying->act.predicate, *model = told(act_members, "model");
    const struct value empty_list = value_of_list(applying->arena, NULL, 0);
    const struct text key = told_version(model, applying->arena);
    if (!applying_role(applying, MAY_REGISTER, err) || !version_absent(applying, key, err))
        return false;
    struct deed deed = deed_of(model, applying->arena);
    applying_stamp(applying, &deed);
    deed_keep(&deed, "manifest", told(act_members, "manifest"));
    deed_keep(&deed, "artifact", told(act_members, "artifact"));
    deed_text(&deed, "stage", text_of(stage_name(STAGE_REGISTERED)));
    deed_put(&deed, "recorders",
             list_with(&empty_list, value_of_text(applying->by), applying->arena));
    deed_put(&deed, "decision", value_of_null());
    deed_put(&deed, "open", empty_list);
    return applying_put(applying, "version", key, &deed, err) && model_put(applying, model, err) &&
           applying_history(applying, key, TEXT_NONE, err);
}
