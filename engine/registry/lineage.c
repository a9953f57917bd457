#include "registry/place.h"
#include "registry/told.h"

/* What stands between slashes has none of its own. */
struct text row_key_escape(struct text key_part, struct arena *arena)
{
    struct text escaped = TEXT_NONE;
    size_t begun = 0;
    for (size_t i = 0; i <= key_part.size; i++) {
        const bool ends = i == key_part.size;
        if (!ends && key_part.at[i] != '/' && key_part.at[i] != '%')
            continue;
        escaped = text_format(arena, "%.*s%.*s%s", TEXT_ARGS(escaped),
                              TEXT_ARGS(text_part(key_part, begun, i - begun)),
                              ends                    ? ""
                              : key_part.at[i] == '/' ? "%2F"
                                                      : "%25");
        begun = i + 1;
    }
    return escaped;
}

struct text registry_source_key(const char *source_kind, struct text source_what,
                                struct arena *arena)
{
    return text_format(arena, "%s:%.*s/", source_kind,
                       TEXT_ARGS(row_key_escape(source_what, arena)));
}

bool source_put(struct applying *applying, const char *source_kind, struct text source_what,
                struct text version_key, struct error *err)
{
    const struct deed nothing_more = deed_of(NULL, applying->arena);
    if (!source_what.size)
        return true;
    const struct text source_key = registry_source_key(source_kind, source_what, applying->arena);
    return applying_put(
        applying, "source",
        text_format(applying->arena, "%.*s%.*s", TEXT_ARGS(source_key), TEXT_ARGS(version_key)),
        &nothing_more, err);
}

/* By its name, as far as it is known, and by its digest. */
static bool named_put(struct applying *applying, const char *source_kind,
                      const struct value *made_from, struct text version_key, struct error *err)
{
    const struct text name = told_text(made_from, "name");
    const struct text named =
        told_text(made_from, "version").size ? told_version(made_from, applying->arena) : name;
    return source_put(applying, source_kind, named, version_key, err) &&
           source_put(applying, source_kind, told_text(made_from, "digest"), version_key, err);
}

static bool all_put(struct applying *applying, const char *source_kind,
                    const struct value *made_from, struct text version_key, struct error *err)
{
    for (size_t i = 0; i < value_count(made_from); i++)
        if (!named_put(applying, source_kind, value_at(made_from, i), version_key, err))
            return false;
    return true;
}

bool lineage_put(struct applying *applying, struct text version_key, const struct value *lineage,
                 struct error *err)
{
    return all_put(applying, "data", told(lineage, "data"), version_key, err) &&
           all_put(applying, "model", told(lineage, "models"), version_key, err) &&
           source_put(applying, "code", told_text(told(lineage, "code"), "commit"), version_key,
                      err) &&
           source_put(applying, "environment", told_text(lineage, "environment"), version_key, err);
}
