#include "policy/policy.h"

#include "base/clock.h"
#include "policy/metadata.h"

enum { ID_SIZE_MAX = 128, DATE_SIZE = sizeof "2026-01-01" - 1 };

static bool id_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* [a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)* */
static bool id_is_valid(struct text id)
{
    bool first = true; /* of a part */
    for (size_t letter = 0; letter < id.size; letter++) {
        const char c = id.at[letter];
        if (!id_letter(c) && (first || (c != '-' && c != '/')))
            return false;
        first = c == '/';
    }
    return !first && id.size <= ID_SIZE_MAX;
}

static bool id_read(const struct metadata *in, const struct value *map, struct text *out)
{
    struct text id;
    if (!metadata_text(in, map, "id", true, &id))
        return false;
    if (!id_is_valid(id))
        return error_at(in->err, ERROR_POLICY, metadata_place(in, value_get(map, TEXT("id"))),
                        "id %.*s is not pack/name in lower-case letters, digits and hyphens, at "
                        "most %d bytes",
                        TEXT_ARGS(text_part(id, 0, ID_SIZE_MAX)), ID_SIZE_MAX);
    *out = id;
    return true;
}

static bool policy_level_read(const struct metadata *in, const struct value *map, enum level *out)
{
    struct text word;
    if (!metadata_text(in, map, "level", true, &word))
        return false;
    if (level_read(word, out))
        return true;
    struct suggestion near = suggest_for(word);
    for (enum level level = LEVEL_MANDATORY; level < LEVEL_COUNT; level++)
        suggest_offer(&near, text_of(level_name(level)));
    return error_at(in->err, ERROR_POLICY, metadata_place(in, value_get(map, TEXT("level"))),
                    "level %.*s is not mandatory, overridable or advisory%s", TEXT_ARGS(word),
                    suggest_hint(&near, in->arena));
}

/* A day begins at its first second here, though clock_read means its last one. */
static bool applies_from_read(const struct metadata *in, const struct value *map, int64_t *out)
{
    struct text written;
    if (!metadata_text(in, map, "applies_from", false, &written))
        return false;
    const struct text moment = written.size == DATE_SIZE
                                   ? text_format(in->arena, "%.*sT00:00:00Z", TEXT_ARGS(written))
                                   : written;
    if (!written.size)
        *out = INT64_MIN;
    else if (!clock_read(moment, out))
        return error_at(in->err, ERROR_POLICY,
                        metadata_place(in, value_get(map, TEXT("applies_from"))),
                        "applies_from %.*s is not a date such as 2026-01-01", TEXT_ARGS(written));
    return true;
}

static bool cites_read(const struct metadata *in, const struct value *cites,
                       const struct value **out)
{
    struct value *cited = ARENA_NEW(in->arena, struct value);
    if (!cites)
        return true;
    *cited = metadata_is_list(cites) ? *cites : value_of_list(in->arena, cites, 1);
    for (size_t i = 0; i < value_count(cited); i++) {
        const struct value *cite = value_at(cited, i);
        if (value_kind(cite) != VALUE_STRING || !metadata_is_scalar(cite))
            return error_at(in->err, ERROR_POLICY, metadata_place(in, cite),
                            "cites is not a text or a list of texts");
    }
    if (value_count(cited))
        *out = cited;
    return true;
}

/* A function is not data: a `check` that shows up here is something else. */
static bool check_absent(const struct metadata *in, const struct value *map)
{
    const struct value *check = value_get(map, TEXT("check"));
    return !check ||
           error_at(in->err, ERROR_POLICY, metadata_place(in, check),
                    "check must be a function, %s was given", value_kind_name(value_kind(check)));
}

static bool policy_texts_read(const struct metadata *in, const struct value *map,
                              struct policy *policy)
{
    return id_read(in, map, &policy->id) && metadata_text(in, map, "title", true, &policy->title) &&
           metadata_text(in, map, "remedy", false, &policy->remedy) &&
           metadata_text(in, map, "owner", false, &policy->owner) &&
           metadata_text(in, map, "version", false, &policy->version);
}

bool policy_read(const struct value *metadata, const struct policy_source *source,
                 struct arena *arena, struct policy *out, struct error *err)
{
    static const char *const keys[] = {"id",      "title",        "level",  "when",
                                       "params",  "cites",        "remedy", "owner",
                                       "version", "applies_from", "rules",  "check"};
    const struct metadata in = {source, arena, err};
    struct policy policy = {.source = *source, .metadata = metadata};
    if (!metadata_keys(&in, metadata, "the policy", (struct words){keys, COUNT(keys)}) ||
        !check_absent(&in, metadata) || !policy_texts_read(&in, metadata, &policy) ||
        !policy_level_read(&in, metadata, &policy.level) ||
        !when_read(&in, value_present(metadata, TEXT("when")), &policy) ||
        !params_read(&in, value_present(metadata, TEXT("params")), &policy.params) ||
        !cites_read(&in, value_present(metadata, TEXT("cites")), &policy.cites) ||
        !applies_from_read(&in, metadata, &policy.applies_from))
        return false;
    *out = policy;
    return true;
}
