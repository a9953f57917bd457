#include "registry/place.h"

#include "registry/told.h"
#include "registry/twin.h"

static struct text place_key(const struct value *version, struct arena *arena)
{
    return text_format(arena, "%.*s/%.*s/%.*s", TEXT_ARGS(told_text(version, "stage")),
                       TEXT_ARGS(told_text(version, "tier")),
                       TEXT_ARGS(told_version(version, arena)));
}

static struct deed place_of(const struct value *version, struct arena *arena)
{
    static const char *const kept_members[] = {"name",  "version", "stage",  "tier",
                                               "owner", "expires", "sunset", "head"};
    struct deed place = deed_of(NULL, arena);
    for (size_t i = 0; i < COUNT(kept_members); i++)
        deed_keep(&place, kept_members[i], told(version, kept_members[i]));
    deed_keep(&place, "registered", told(version, "time"));
    return place;
}

bool place_put(struct applying *applying, const struct value *moved_from,
               const struct deed *version, struct error *err)
{
    const struct value version_row = deed_value(version);
    const struct text key = place_key(&version_row, applying->arena);
    const struct text key_before = moved_from ? place_key(moved_from, applying->arena) : TEXT_NONE;
    const struct deed place = place_of(&version_row, applying->arena);
    if (moved_from && !text_equal(key, key_before))
        applying_drop(applying, "place", key_before);
    return applying_put(applying, "version", told_version(&version_row, applying->arena), version,
                        err) &&
           applying_put(applying, "place", key, &place, err) &&
           twin_put(applying, moved_from, version, err);
}
