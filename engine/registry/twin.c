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

/* Of so many names none is known to be missing from the list. */
static bool is_firm(const struct value *version, const struct value *twins)
{
    const struct value *names = told(twins, "names");
    return told(version, "served") || !value_count(names) || value_count(names) >= LIMIT_STOPS ||
           told_among(names, told_text(version, "name"));
}

static struct text newest_of(const struct value *stops)
{
    const size_t known = value_count(stops);
    return known ? value_text(value_at(stops, known - 1)) : TEXT("another version");
}

struct text twin_stopped(const struct value *twins, const struct value *version)
{
    if (told_count(twins, "firm"))
        return newest_of(told(twins, "firms"));
    return told_count(twins, "stopped") && !told(version, "served")
               ? newest_of(told(twins, "stops"))
               : TEXT_NONE;
}

bool registry_stops(const struct inquiry *inquiry, const struct value *version, struct stops *out,
                    struct error *err)
{
    const struct value *twins;
    struct stops stops = {0};
    if (!twin_find(inquiry->rows, version, inquiry->arena, &twins, err))
        return false;
    const struct value other_stops =
        list_without(told(twins, "stops"), told_version(version, inquiry->arena), inquiry->arena);
    for (size_t i = 0; i < value_count(&other_stops); i++)
        *LIST_ADD(inquiry->arena, &stops.others) = value_text(value_at(&other_stops, i));
    stops.by = twin_stopped(twins, version);
    *out = stops;
    return true;
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
                      const char *counted, const char *listed, struct deed *deed)
{
    const struct text version_key = told_version(version, deed->arena);
    const struct value others = list_without(told(twins, listed), version_key, deed->arena);
    const uint64_t count = told_count(twins, counted);
    struct values newest = {0};
    for (size_t i = stopped && value_count(&others) >= LIMIT_STOPS ? 1 : 0;
         i < value_count(&others); i++)
        *LIST_ADD(deed->arena, &newest) = *value_at(&others, i);
    if (stopped)
        *LIST_ADD(deed->arena, &newest) = value_of_text(version_key);
    deed_count(deed, counted, stopped ? count + 1 : count - (count > 0));
    deed_put(deed, listed, value_of_list(deed->arena, newest.at, newest.count));
}

/* While any is stopped, none serves that had not: so a stop is lifted as it was laid on. */
static void stops_note(const struct value *version, const struct value *twins, bool stopped,
                       struct deed *deed)
{
    stop_note(version, twins, stopped, "stopped", "stops", deed);
    if (is_firm(version, twins))
        stop_note(version, twins, stopped, "firm", "firms", deed);
}

static void name_note(const struct value *version, const struct value *twins, struct deed *deed)
{
    const struct value *names = told(twins, "names");
    if (value_count(names) < LIMIT_STOPS)
        deed_put(deed, "names", list_with_text(names, told_text(version, "name"), deed->arena));
}

static struct deed twins_of(const struct value *twins, struct arena *arena)
{
    static const char *const lists[] = {"stops", "firms", "names"};
    struct deed deed = deed_of(twins, arena);
    for (size_t i = 0; i < COUNT(lists) && !twins; i++)
        deed_put(&deed, lists[i], value_of_list(arena, NULL, 0));
    if (!twins) {
        deed_count(&deed, "stopped", 0);
        deed_count(&deed, "firm", 0);
    }
    return deed;
}

bool twin_put(struct applying *applying, const struct value *moved_from, const struct deed *version,
              struct error *err)
{
    const struct value *twins, version_row = deed_value(version);
    const bool stopped = is_stopped(&version_row),
               changes = stopped != (moved_from && is_stopped(moved_from)),
               serves = told(&version_row, "served") && !told(moved_from, "served");
    if ((moved_from && !changes && !serves) || !told_text(&version_row, "artifact").size)
        return true;
    if (!twin_find(applying->rows, &version_row, applying->arena, &twins, err))
        return false;
    struct deed deed = twins_of(twins, applying->arena);
    if (!moved_from)
        tier_note(&version_row, twins, &deed);
    if (changes)
        stops_note(&version_row, twins, stopped, &deed);
    if (serves)
        name_note(&version_row, twins, &deed);
    return applying_put(applying, "artifact", told_text(&version_row, "artifact"), &deed, err);
}
