#include "registry/twin.h"

#include "base/limits.h"
#include "registry/production.h"
#include "registry/told.h"

/* What ended while it was suspended stays told so. */
static bool is_stopped(const struct value *version)
{
    return told(version, "suspended") ||
           text_is(told_text(version, "stage"), stage_name(STAGE_REJECTED));
}

bool twin_find(const struct rows *rows, const struct value *version, struct arena *arena,
               const struct value **out, struct error *err)
{
    const struct text artifact = told_text(version, "artifact");
    *out = NULL;
    return !artifact.size || registry_row(rows, "artifact", artifact, arena, out, err);
}

struct text twin_stopped(const struct value *twins)
{
    const struct value *stops = told(twins, "stops");
    const size_t known = value_count(stops);
    if (!told_count(twins, "stopped"))
        return TEXT_NONE;
    return known ? value_text(value_at(stops, known - 1)) : TEXT("another version");
}

static void tier_note(const struct value *version, const struct value *twins, struct deed *deed)
{
    if (twins && tier_served(twins) <= tier_served(version))
        return;
    deed_keep(deed, "tier", told(version, "tier"));
    deed_text(deed, "version", told_version(version, deed->arena));
}

/* Of more than are named, the newest are. */
static void stop_note(const struct value *version, const struct value *twins, bool stopped,
                      struct deed *deed)
{
    const struct text version_key = told_version(version, deed->arena);
    const struct value others = list_without(told(twins, "stops"), version_key, deed->arena);
    const uint64_t count = told_count(twins, "stopped");
    struct values newest = {0};
    for (size_t i = stopped && value_count(&others) >= LIMIT_STOPS ? 1 : 0;
         i < value_count(&others); i++)
        *LIST_ADD(deed->arena, &newest) = *value_at(&others, i);
    if (stopped)
        *LIST_ADD(deed->arena, &newest) = value_of_text(version_key);
    deed_count(deed, "stopped", stopped ? count + 1 : count - (count > 0));
    deed_put(deed, "stops", value_of_list(deed->arena, newest.at, newest.count));
}

bool twin_put(struct applying *applying, const struct value *moved_from, const struct deed *version,
              struct error *err)
{
    const struct value *twins, version_row = deed_value(version);
    const bool stopped = is_stopped(&version_row),
               changes = stopped != (moved_from && is_stopped(moved_from));
    if ((moved_from && !changes) || !told_text(&version_row, "artifact").size)
        return true;
    if (!twin_find(applying->rows, &version_row, applying->arena, &twins, err))
        return false;
    struct deed deed = deed_of(twins, applying->arena);
    if (!twins) {
        deed_count(&deed, "stopped", 0);
        deed_put(&deed, "stops", value_of_list(applying->arena, NULL, 0));
    }
    if (!moved_from)
        tier_note(&version_row, twins, &deed);
    if (changes)
        stop_note(&version_row, twins, stopped, &deed);
    return applying_put(applying, "artifact", told_text(&version_row, "artifact"), &deed, err);
}
