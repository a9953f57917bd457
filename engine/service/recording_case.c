/* Cases of decisions that are in the log: what was read for them can be judged again. */
#include "service/recording.h"

#include "service/custody.h"

static struct text said(const struct value *said_row, const char *said_name)
{
    const struct value *said_found = value_present(said_row, text_of(said_name));
    return said_found ? value_text(said_found) : TEXT_NONE;
}

static bool index_said(const struct value *row, const char *name, uint64_t *out)
{
    const struct value *found = value_get(row, text_of(name));
    *out = (uint64_t)value_integer(found);
    return value_kind(found) == VALUE_INTEGER && value_integer(found) >= 0;
}

/* ---- the newest decision on a move ---- */

struct case_search {
    struct acting *acting;
    const struct demand *demand;
    const struct value *decision; /* the last that was found, or NULL */
};

static bool is_on_move(const struct value *decision, const struct demand *demand)
{
    const struct value *way = value_present(decision, TEXT("transition"));
    return text_is(said(way, "from"), stage_name(demand->from)) &&
           text_is(said(way, "to"), stage_name(demand->to));
}

static bool decision_offer(struct case_search *search, struct text decision_id, struct error *err)
{
    const struct value *decision = NULL;
    if (decision_id.size && !registry_row(&search->acting->rows, "decision", decision_id,
                                          search->acting->arena, &decision, err))
        return false;
    if (decision && is_on_move(decision, search->demand))
        search->decision = decision;
    return true;
}

/* Histories are walked in the order of the log. */
static bool history_see(void *context, struct row_name name, struct text document,
                        struct error *err)
{
    struct case_search *search = context;
    const struct value *happened;
    (void)document;
    if (!registry_row(&search->acting->rows, "history", text_copy(search->acting->arena, name.key),
                      search->acting->arena, &happened, err))
        return false;
    return !text_is(said(happened, "kind"), act_kind_name(ACT_DECISION)) ||
           decision_offer(search, said(happened, "id"), err);
}

static bool case_search(struct case_search *search, const struct value *version,
                        struct text version_key, struct error *err)
{
    const struct rows *rows = &search->acting->rows;
    const struct row_name prefix = {
        TEXT("history"), text_format(search->acting->arena, "%.*s/", TEXT_ARGS(version_key))};
    return decision_offer(search, said(version, "decision"), err) &&
           (search->decision ||
            rows->walk(rows->keeper, prefix, (struct row_visit){history_see, search}, err));
}

/* ---- is it what the log has? ---- */

/* A row can be edited, and a case of other inputs be put in its place. */
static bool decision_logged(struct acting *acting, const struct value *decision, struct error *err)
{
    uint64_t index;
    struct audited audited;
    const struct text id = said(decision, "id");
    if (!index_said(decision, "index", &index) || !custody_entry(acting, index, &audited, err))
        return error_set(err, ERROR_INTEGRITY, "the decision %.*s is not in the log",
                         TEXT_ARGS(id));
    return (audited.act.kind == ACT_DECISION &&
            text_equal(said(audited.act.predicate, "decision"), id) &&
            text_equal(said(audited.act.predicate, "case"), said(decision, "case"))) ||
           error_set(err, ERROR_INTEGRITY,
                     "the database says of the decision %.*s what the log does not; obstat audit "
                     "verify names what was changed",
                     TEXT_ARGS(id));
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
    return !adoption || !index_said(adoption, "index", &adopted) ||
           (index_said(decision, "index", &decided) && decided > adopted) ||
           error_set(err, ERROR_INTEGRITY,
                     "a policy set was adopted for %s at entry %llu, after the last decision; "
                     "obstat check --record --to %s judges by it",
                     to, (unsigned long long)adopted, to);
}

bool recording_recorded(struct acting *acting, const struct demand *demand, struct known *known,
                        struct error *err)
{
    const struct value *version;
    struct case_search search = {.acting = acting, .demand = demand};
    const struct text version_key = text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(demand->name),
                                                TEXT_ARGS(demand->version));
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &version, err) ||
        !case_search(&search, version, version_key, err))
        return false;
    if (!search.decision)
        return error_set(err, ERROR_REFUSED,
                         "there is no model.yaml here, and no decision on %.*s from %s to %s whose "
                         "inputs could be taken; --manifest FILE names the manifest",
                         TEXT_ARGS(version_key), stage_name(demand->from), stage_name(demand->to));
    known->name = demand->name;
    known->version = demand->version;
    known->to = demand->to;
    known->owner = said(version, "owner");
    known->authors = value_present(version, TEXT("authors"));
    known->recorded = said(search.decision, "case");
    return decision_logged(acting, search.decision, err) &&
           adoption_since(acting, demand, search.decision, err);
}

/* ---- the version in production ---- */

/* The decision that the entry consumed by which the version was moved; empty where none was. */
static bool decision_of_move(struct acting *acting, const struct value *version, struct text *out,
                             struct error *err)
{
    uint64_t index;
    struct act act;
    struct entry entry;
    *out = TEXT_NONE;
    if (!index_said(version, "head", &index))
        return true;
    if (!acting_entry(acting, index, &entry, err) ||
        !act_read("the log", entry.envelope.payload, acting->arena, &act, err))
        return false;
    if (act.kind == ACT_TRANSITION &&
        text_equal(said(value_get(act.predicate, TEXT("model")), "version"),
                   said(version, "version")))
        *out = said(act.predicate, "decision");
    return true;
}

bool recording_case_of(struct acting *acting, const struct value *version, struct text *out,
                       struct error *err)
{
    struct text moved_by;
    const struct value *decision = NULL;
    if (!decision_of_move(acting, version, &moved_by, err))
        return false;
    const struct text decision_id = moved_by.size ? moved_by : said(version, "passed");
    if (decision_id.size &&
        !registry_row(&acting->rows, "decision", decision_id, acting->arena, &decision, err))
        return false;
    *out = said(decision, "case");
    return true;
}
