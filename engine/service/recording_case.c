/* Cases of decisions that are in the log: what was read for them can be judged again. */
#include "service/recording.h"
#include "service/said.h"

static bool index_said(const struct value *row, const char *name, uint64_t *out)
{
    const struct value *found = value_get(row, text_of(name));
    *out = (uint64_t)value_integer(found);
    return value_kind(found) == VALUE_INTEGER && value_integer(found) >= 0;
}

/* ---- the newest decision on a move ---- */

static bool is_on_move(const struct value *decision, const struct demand *demand)
{
    const struct value *way = said_part(decision, "transition");
    return text_is(said_text(way, "from"), stage_name(demand->from)) &&
           text_is(said_text(way, "to"), stage_name(demand->to));
}

/* NULL where it was last judged for that stage from elsewhere, or never. */
static bool decision_find(struct acting *acting, const struct demand *demand,
                          const struct value *version, const struct value **out, struct error *err)
{
    const struct text newest = said_text(said_part(version, "newest"), stage_name(demand->to));
    *out = NULL;
    if (newest.size && !registry_row(&acting->rows, "decision", newest, acting->arena, out, err))
        return false;
    if (!is_on_move(*out, demand))
        *out = NULL;
    return true;
}

/* Evidence was graded by the keys that were trusted then: another adoption trusts others. */
static bool adoption_since(struct acting *acting, const struct demand *demand,
                           const struct value *decision, struct error *err)
{
    uint64_t adopted, decided;
    const struct value *adoption;
    const char *to = stage_name(demand->to);
    if (!registry_row(&acting->rows, "adoption", text_of(to), acting->arena, &adoption, err))
        return false;
    return !adoption ||
           (index_said(adoption, "index", &adopted) && index_said(decision, "index", &decided) &&
            decided > adopted) ||
           error_set(err, ERROR_INTEGRITY,
                     "a policy set was adopted for %s at entry %llu, after the last decision; "
                     "obstat check --record --to %s judges by it",
                     to, (unsigned long long)adopted, to);
}

bool recording_recorded(struct acting *acting, const struct demand *demand, struct known *known,
                        struct error *err)
{
    const struct value *version, *decision;
    const struct text version_key = text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(demand->name),
                                                TEXT_ARGS(demand->version));
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &version, err) ||
        !decision_find(acting, demand, version, &decision, err))
        return false;
    if (!decision)
        return error_set(err, ERROR_REFUSED,
                         "there is no model.yaml here, and no decision on %.*s from %s to %s whose "
                         "inputs could be taken; --manifest FILE names the manifest",
                         TEXT_ARGS(version_key), stage_name(demand->from), stage_name(demand->to));
    known->name = demand->name;
    known->version = demand->version;
    known->to = demand->to;
    known->owner = said_text(version, "owner");
    known->authors = said_part(version, "authors");
    known->recorded = said_text(decision, "case");
    return adoption_since(acting, demand, decision, err);
}

/* ---- the version in production ---- */

bool recording_case_of(struct acting *acting, const struct value *version, struct text *out,
                       struct error *err)
{
    const struct value *decision = NULL;
    const struct text passed = said_text(version, "passed");
    if (passed.size &&
        !registry_row(&acting->rows, "decision", passed, acting->arena, &decision, err))
        return false;
    *out = said_text(decision, "case");
    return true;
}
