#include "registry/emergency.h"

#include "registry/owed.h"
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
