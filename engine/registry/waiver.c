#include "base/limits.h"
#include "registry/identity.h"
#include "registry/request.h"
#include "registry/told.h"

enum { OFFICER = 1U << ROLE_RISK_OFFICER, DAY = 24 * 60 * 60 };

static bool until_check(const struct applying *applying, struct error *err)
{
    const struct text until_text = told_text(applying->act.predicate, "until");
    const int64_t waived_ahead =
        told_time(applying->act.predicate, "until", INT64_MIN / 2) - applying->entry->time;
    if (waived_ahead < 0)
        return error_set(err, ERROR_INTEGRITY, "the waiver would last until %.*s, which is over",
                         TEXT_ARGS(until_text));
    return waived_ahead <= (int64_t)LIMIT_WAIVER_DAYS * DAY ||
           error_set(err, ERROR_INTEGRITY, "the waiver would last until %.*s; %d days are the most",
                     TEXT_ARGS(until_text), LIMIT_WAIVER_DAYS);
}

static struct text waiver_key(struct text version, struct text stage, struct text policy,
                              struct arena *arena)
{
    return text_format(arena, "%.*s/%.*s/%.*s", TEXT_ARGS(version), TEXT_ARGS(stage),
                       TEXT_ARGS(policy));
}

bool waiver_apply(struct applying *applying, struct error *err)
{
    static const char *const kept_members[] = {"policy", "stage", "until", "artifact", "reason"};
    const struct value *act_members = applying->act.predicate, *model = told(act_members, "model"),
                       *version;
    const struct text version_key = told_version(model, applying->arena);
    if (!applying_role(applying, OFFICER, err) || !version_find(applying, model, &version, err) ||
        !version_artifact(applying, version, err) || !until_check(applying, err))
        return false;
    if (version_has_author(version, applying->by))
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s is an author of %.*s, and nobody waives for their own work",
                         TEXT_ARGS(applying->by), TEXT_ARGS(version_key));
    struct deed deed = deed_of(NULL, applying->arena);
    applying_stamp(applying, &deed);
    for (size_t i = 0; i < COUNT(kept_members); i++)
        deed_keep(&deed, kept_members[i], told(act_members, kept_members[i]));
    return applying_put(applying, "waiver",
                        waiver_key(version_key, told_text(act_members, "stage"),
                                   told_text(act_members, "policy"), applying->arena),
                        &deed, err) &&
           applying_history(applying, version_key, told_text(act_members, "policy"), err);
}

/* ---- asking ---- */

struct waivers_wanted {
    const struct rows *rows;
    const struct binding *binding;
    struct arena *arena;
    int64_t now;
    struct values waivers_found;
};

static bool waiver_see(void *context, struct row_name row_named, struct text waiver_document,
                       struct error *err)
{
    static const char *const shown_members[] = {"policy", "until", "by", "index"};
    struct waivers_wanted *waivers_wanted = context;
    const struct value *waiver, *waiver_identity;
    (void)row_named;
    if (!row_read(waiver_document, waivers_wanted->arena, &waiver, err) ||
        !identity_find(waivers_wanted->rows, told_text(waiver, "by"), waivers_wanted->arena,
                       &waiver_identity, err))
        return false;
    if (!text_equal(told_text(waiver, "artifact"), waivers_wanted->binding->artifact) ||
        waivers_wanted->now > told_time(waiver, "until", INT64_MIN) ||
        identity_void(waiver_identity, told_time(waiver, "time", INT64_MAX)))
        return true;
    struct deed deed = deed_of(NULL, waivers_wanted->arena);
    for (size_t i = 0; i < COUNT(shown_members); i++)
        deed_keep(&deed, shown_members[i], told(waiver, shown_members[i]));
    *LIST_ADD(waivers_wanted->arena, &waivers_wanted->waivers_found) = deed_value(&deed);
    return true;
}

bool registry_waivers(const struct rows *rows, const struct binding *binding, int64_t now,
                      struct arena *arena, const struct value **out, struct error *err)
{
    struct waivers_wanted waivers_wanted = {rows, binding, arena, now, {0}};
    const struct text version_key =
        text_format(arena, "%.*s@%.*s", TEXT_ARGS(binding->name), TEXT_ARGS(binding->version));
    const struct row_name waiver_rows = {
        TEXT("waiver"),
        waiver_key(version_key, text_of(stage_name(binding->to)), TEXT_NONE, arena)};
    if (!rows->walk(rows->keeper, waiver_rows, (struct row_visit){waiver_see, &waivers_wanted},
                    err))
        return false;
    struct value *waiver_list = ARENA_NEW(arena, struct value);
    *waiver_list =
        value_of_list(arena, waivers_wanted.waivers_found.at, waivers_wanted.waivers_found.count);
    *out = waiver_list;
    return true;
}
