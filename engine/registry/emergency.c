#include "registry/request.h"
#include "registry/situation.h"
#include "registry/told.h"

/* The versions of a model while one is looked for. */
struct hurry {
    const struct motion *motion;
    const struct value *unreviewed;
};

static bool hurry_see(void *context, struct row_name name, struct text row_document,
                      struct error *err)
{
    struct hurry *hurry = context;
    const struct value *version;
    if (hurry->unreviewed || text_equal(name.key, hurry->motion->version_key))
        return true;
    if (!row_read(row_document, hurry->motion->inquiry.arena, &version, err))
        return false;
    if (owed_in_emergency(version))
        hurry->unreviewed = version;
    return true;
}

bool emergency_elsewhere(const struct motion *motion, const struct value **out, struct error *err)
{
    struct hurry hurry = {.motion = motion};
    const struct rows *rows = motion->inquiry.rows;
    const struct row_name versions = {
        TEXT("version"),
        text_format(motion->inquiry.arena, "%.*s@", TEXT_ARGS(told_text(motion->model, "name")))};
    if (!rows->walk(rows->keeper, versions, (struct row_visit){hurry_see, &hurry}, err))
        return false;
    *out = hurry.unreviewed;
    return true;
}

bool emergency_own(const struct motion *motion)
{
    return motion->situation.emergency && version_has_maker(motion->registered, motion->by);
}
