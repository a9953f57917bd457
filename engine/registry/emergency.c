#include "registry/emergency.h"

#include "base/limits.h"
#include "registry/identity.h"
#include "registry/owed.h"
#include "registry/quorum.h"
#include "registry/request.h"
#include "registry/situation.h"
#include "registry/told.h"

struct text emergency_unreviewed(const struct motion *motion)
{
    const struct text hurried = told_text(told(motion->model, "emergency"), "version");
    return hurried.size || !owed_in_emergency(motion->registered)
               ? hurried
               : told_text(motion->registered, "version");
}

bool emergency_own(const struct motion *motion)
{
    return motion->situation.emergency && version_has_maker(motion->registered, motion->by);
}

/* ---- who reviews it ---- */

/* Somebody who could: who holds a role that counts, is no author, and does not hurry it. */
struct reviewers {
    const struct motion *motion;
    bool found;
};

static bool reviewer_see(void *context, struct row_name row_named, struct text row_document,
                         struct error *err)
{
    struct reviewers *reviewers = context;
    const struct motion *motion = reviewers->motion;
    const struct value *identity;
    (void)row_named;
    if (reviewers->found)
        return true;
    if (!row_read(row_document, motion->inquiry.arena, &identity, err))
        return false;
    const struct text id = told_text(identity, "id");
    reviewers->found = identity_roles(identity) & quorum_roles() && !told(identity, "revoked") &&
                       motion->inquiry.now <= told_time(identity, "valid_until", INT64_MAX) &&
                       !text_equal(id, motion->by) && !version_has_author(motion->registered, id);
    return true;
}

/* Of a decision that may be an hour old, those that were in force then count as well. */
static bool waiver_meet(struct motion *motion, struct error *err)
{
    const struct value *waivers, *registered = motion->registered;
    const struct binding binding = {.name = told_text(registered, "name"),
                                    .version = told_text(registered, "version"),
                                    .artifact = told_text(registered, "artifact"),
                                    .to = motion->situation.to};
    if (!registry_waivers(motion->inquiry.rows, &binding, motion->inquiry.now - LIMIT_DECISION_AGE,
                          motion->inquiry.arena, &waivers, err))
        return false;
    for (size_t i = 0; i < value_count(waivers); i++)
        if (text_equal(told_text(value_at(waivers, i), "by"), motion->by))
            motion->waived = true;
    return true;
}

bool emergency_meet(struct motion *motion, struct error *err)
{
    const struct rows *rows = motion->inquiry.rows;
    struct reviewers reviewers = {motion, false};
    if (!motion->situation.emergency)
        return true;
    if (!waiver_meet(motion, err) ||
        !rows->walk(rows->keeper, (struct row_name){TEXT("identity"), TEXT_NONE},
                    (struct row_visit){reviewer_see, &reviewers}, err))
        return false;
    motion->hopeless = !reviewers.found;
    return true;
}

/* ---- the model's row ---- */

void emergency_begin(const struct applying *applying, struct text version, struct deed *model)
{
    struct deed emergency = deed_of(NULL, model->arena);
    deed_text(&emergency, "version", version);
    deed_count(&emergency, "index", applying->entry->index);
    deed_put(model, "emergency", deed_value(&emergency));
}

bool emergency_settle(struct applying *applying, const struct deed *version, struct error *err)
{
    const struct value *model, version_row = deed_value(version);
    const struct text name = told_text(&version_row, "name");
    if (!applying_row(applying, "model", name, &model, err))
        return false;
    if (owed_in_emergency(&version_row) ||
        !text_equal(told_text(told(model, "emergency"), "version"),
                    told_text(&version_row, "version")))
        return true;
    struct deed deed = deed_of(model, applying->arena);
    deed_put(&deed, "emergency", value_of_null());
    return applying_put(applying, "model", name, &deed, err);
}
