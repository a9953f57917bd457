#include "service/places.h"
#include "service/said.h"

#include "registry/semver.h"
#include "value/json.h"

#include <stdlib.h>

struct finding_places {
    struct acting *acting;
    const struct query *query;
    struct text name; /* of the only model, or empty        */
    struct arena row; /* of the row in hand                 */
    struct arena kept;
    const struct value *model; /* of the model that was asked last   */
    struct places_found *found;
};

static void fact_add(struct finding_places *finding, struct query_facts *facts,
                     enum query_field field, struct text fact)
{
    if (fact.size)
        *LIST_ADD(&finding->row, &facts->of[field]) = fact;
}

static void place_facts(struct finding_places *finding, const struct value *place,
                        struct query_facts *facts)
{
    static const struct {
        enum query_field field;
        const char *member;
    } members[] = {
        {QUERY_NAME, "name"},       {QUERY_VERSION, "version"}, {QUERY_STAGE, "stage"},
        {QUERY_TIER, "tier"},       {QUERY_OWNER, "owner"},     {QUERY_REGISTERED, "registered"},
        {QUERY_EXPIRES, "expires"}, {QUERY_SUNSET, "sunset"},
    };
    for (size_t i = 0; i < COUNT(members); i++)
        fact_add(finding, facts, members[i].field, said_text(place, members[i].member));
}

/* ---- what is in other rows ---- */

static bool version_facts(struct finding_places *finding, struct text version_key,
                          struct query_facts *facts, struct error *err)
{
    const struct value *version, *decision = NULL;
    const struct rows *rows = &finding->acting->rows;
    if (!query_asks(finding->query, QUERY_TAG) && !query_asks(finding->query, QUERY_VERDICT))
        return true;
    if (!registry_row(rows, "version", version_key, &finding->row, &version, err))
        return false;
    facts->tags = value_get(version, TEXT("tags"));
    const struct text decision_id = said_text(version, "decision");
    if (!query_asks(finding->query, QUERY_VERDICT) || !decision_id.size)
        return true;
    if (!registry_row(rows, "decision", decision_id, &finding->row, &decision, err))
        return false;
    fact_add(finding, facts, QUERY_VERDICT, said_text(decision, "verdict"));
    return true;
}

/* Versions of one model stand side by side: its row is read once. */
static bool model_read(struct finding_places *finding, struct text name, struct error *err)
{
    if (finding->model && text_equal(said_text(finding->model, "name"), name))
        return true;
    arena_clear(&finding->kept);
    finding->model = NULL;
    return registry_row(&finding->acting->rows, "model", text_copy(&finding->kept, name),
                        &finding->kept, &finding->model, err);
}

static bool alias_facts(struct finding_places *finding, const struct value *place,
                        struct query_facts *facts, struct error *err)
{
    if (!query_asks(finding->query, QUERY_ALIAS))
        return true;
    if (!model_read(finding, said_text(place, "name"), err))
        return false;
    const struct value *aliases = value_get(finding->model, TEXT("aliases"));
    for (size_t i = 0; i < value_count(aliases); i++)
        if (text_equal(value_text(member_value(aliases, i)), said_text(place, "version")))
            fact_add(finding, facts, QUERY_ALIAS, member_key(aliases, i));
    return true;
}

/* ---- the walk ---- */

static bool place_read(struct finding_places *finding, struct text document, struct value *out,
                       struct error *err)
{
    struct error unread = {0};
    const struct text source = {text_string(&finding->row, document), document.size};
    return json_read(NULL, source, (struct json_options){0}, &finding->row, out, &unread) ||
           error_set(err, ERROR_INTEGRITY, "a row `place` is damaged: %s", unread.message);
}

static bool place_see(void *context, struct row_name named, struct text document, struct error *err)
{
    struct value place;
    struct query_facts facts = {0};
    struct finding_places *finding = context;
    struct arena *kept = finding->acting->arena;
    (void)named;
    arena_clear(&finding->row);
    if (!place_read(finding, document, &place, err))
        return false;
    const struct text name = said_text(&place, "name"), version = said_text(&place, "version");
    if (finding->name.size && !text_equal(name, finding->name))
        return true;
    const struct text version_key =
        text_format(&finding->row, "%.*s@%.*s", TEXT_ARGS(name), TEXT_ARGS(version));
    place_facts(finding, &place, &facts);
    if (!version_facts(finding, version_key, &facts, err) ||
        !alias_facts(finding, &place, &facts, err))
        return false;
    if (query_fits(finding->query, &facts))
        *LIST_ADD(kept, finding->found) =
            (struct place_found){text_copy(kept, name), text_copy(kept, version)};
    return true;
}

/* One part of the index for each stage and tier; the name narrows each. */
static bool places_walk(struct finding_places *finding, const struct query_reach *reach,
                        struct error *err)
{
    const struct rows *rows = &finding->acting->rows;
    const struct text name = finding->name.size ? finding->name : reach->name;
    for (enum stage stage = STAGE_EXPERIMENTAL; stage < STAGE_COUNT; stage++)
        for (enum tier tier = TIER_HIGH; tier < TIER_COUNT; tier++) {
            const struct row_name part = {TEXT("place"),
                                          text_format(finding->acting->arena, "%s/%s/%.*s%s",
                                                      stage_name(stage), tier_name(tier),
                                                      TEXT_ARGS(name), name.size ? "@" : "")};
            const bool reached = (reach->stages >> stage & 1U) && (reach->tiers >> tier & 1U);
            if (reached &&
                !rows->walk(rows->keeper, part, (struct row_visit){place_see, finding}, err))
                return false;
        }
    return true;
}

static int found_order(const void *one, const void *other)
{
    const struct place_found *a = one, *b = other;
    const int names = text_compare(a->name, b->name);
    return names ? names : version_compare(a->version, b->version);
}

bool places_find(struct acting *acting, const struct query *query, struct text name,
                 struct places_found *out, struct error *err)
{
    const struct query_reach reach = query_reach(query);
    struct finding_places finding = {.acting = acting, .query = query, .name = name, .found = out};
    *out = (struct places_found){0};
    const bool walked = places_walk(&finding, &reach, err);
    arena_free(&finding.row);
    arena_free(&finding.kept);
    if (walked && out->count)
        qsort(out->at, out->count, sizeof *out->at, found_order);
    return walked;
}
