#include "registry/proposal.h"
#include "registry/told.h"

enum { ADMIN = 1U << ROLE_ADMIN };

/* Is evidence trusted that was not before? */
static bool trust_grows(const struct value *trust_before, const struct value *trust_after)
{
    for (size_t i = 0; i < value_count(trust_after); i++)
        if (!told_among(trust_before, value_text(value_at(trust_after, i))))
            return true;
    return false;
}

/* The very set that judges production asks as much of what meets people before that. */
static bool is_productions(const struct applying *applying, bool *out, struct error *err)
{
    const struct value *act_members = applying->act.predicate, *production;
    if (!applying_row(applying, "adoption", text_of(stage_name(STAGE_PRODUCTION)), &production,
                      err))
        return false;
    *out = production && text_equal(told_text(act_members, "set"), told_text(production, "set")) &&
           !trust_grows(told(production, "trust"), told(act_members, "trust"));
    return true;
}

/* The first set of a stage only tightens: nothing was asked for before. But it opens a stage that
 * meets people, and the first for `registered` takes the place of the packs that ship. */
static bool first_loosens(const struct applying *applying, bool *out, struct error *err)
{
    const struct text stage = told_text(applying->act.predicate, "stage");
    bool productions = false;
    *out = text_is(stage, stage_name(STAGE_REGISTERED));
    if (!text_is(stage, stage_name(STAGE_SHADOW)) && !text_is(stage, stage_name(STAGE_CANARY)))
        return true;
    if (!is_productions(applying, &productions, err))
        return false;
    *out = !productions;
    return true;
}

static bool signatures_needed(const struct applying *applying, const struct value *in_force,
                              uint64_t *out, struct error *err)
{
    const struct value *act_members = applying->act.predicate;
    bool loosens = in_force && (value_count(told(act_members, "loosens")) > 0 ||
                                trust_grows(told(in_force, "trust"), told(act_members, "trust")));
    if (!in_force && !first_loosens(applying, &loosens, err))
        return false;
    *out = told_count(told(applying->origin, "quorum"), loosens ? "loosen" : "tighten");
    return true;
}

static bool previous_check(const struct applying *applying, const struct value *in_force,
                           struct error *err)
{
    const struct value *act_members = applying->act.predicate;
    const struct text stage = told_text(act_members, "stage"), set = told_text(act_members, "set");
    const struct text previous = told_text(act_members, "previous"),
                      in_force_set = told_text(in_force, "set");
    if (!text_equal(previous, in_force_set))
        return error_set(err, ERROR_INTEGRITY,
                         "the adoption for %.*s would follow %.*s; in force is %.*s",
                         TEXT_ARGS(stage), TEXT_ARGS(previous.size ? previous : TEXT("nothing")),
                         TEXT_ARGS(in_force_set.size ? in_force_set : TEXT("nothing")));
    if (in_force && text_equal(set, in_force_set) &&
        value_equal(told(in_force, "trust"), told(act_members, "trust")))
        return error_set(err, ERROR_INTEGRITY, "%.*s is in force for %.*s already, from entry %llu",
                         TEXT_ARGS(set), TEXT_ARGS(stage),
                         (unsigned long long)told_count(in_force, "index"));
    return true;
}

struct proposals {
    struct applying *applying;
};

static bool proposal_drop(void *context, struct row_name name, struct text document,
                          struct error *err)
{
    const struct proposals *proposals = context;
    (void)document;
    (void)err;
    applying_drop(proposals->applying, "proposal", name.key);
    return true;
}

/* What was proposed to follow the former set follows nothing now. */
static bool adoption_enforce(struct applying *applying, struct deed *terms, struct error *err)
{
    struct proposals proposals = {applying};
    const struct text stage = told_text(applying->act.predicate, "stage");
    const struct row_name stage_proposals = {
        TEXT("proposal"), text_format(applying->arena, "%.*s/", TEXT_ARGS(stage))};
    deed_count(terms, "index", applying->entry->index);
    deed_time(terms, "time", applying->entry->time);
    return applying->rows->walk(applying->rows->keeper, stage_proposals,
                                (struct row_visit){proposal_drop, &proposals}, err) &&
           applying_put(applying, "adoption", stage, terms, err);
}

/* A proposal that was made to follow another adoption than the one in force now counts for nothing:
 * a set that comes back into force is another adoption of it. */
static bool proposal_find(const struct applying *applying, struct text proposal_key,
                          const struct value *in_force, const struct value **out, struct error *err)
{
    const struct value *proposal_row;
    if (!applying_row(applying, "proposal", proposal_key, &proposal_row, err))
        return false;
    const struct text previous = told_text(applying->act.predicate, "previous");
    *out = text_equal(told_text(proposal_row, "previous"), previous) &&
                   told_count(proposal_row, "follows") == told_count(in_force, "index")
               ? proposal_row
               : NULL;
    return true;
}

bool adoption_apply(struct applying *applying, struct error *err)
{
    static const char *const terms_told[] = {"stage",    "set",     "sources",
                                             "previous", "loosens", "trust"};
    const struct value *act_members = applying->act.predicate, *in_force;
    const struct text stage = told_text(act_members, "stage"), set = told_text(act_members, "set");
    const struct text proposal_key =
        text_format(applying->arena, "%.*s/%.*s", TEXT_ARGS(stage), TEXT_ARGS(set));
    struct proposal proposal = {.terms = deed_of(NULL, applying->arena)};
    struct deed signed_terms;
    bool passed;
    for (size_t i = 0; i < COUNT(terms_told); i++)
        deed_keep(&proposal.terms, terms_told[i], told(act_members, terms_told[i]));
    if (!applying_role(applying, ADMIN, err) ||
        !applying_row(applying, "adoption", stage, &in_force, err) ||
        !previous_check(applying, in_force, err) ||
        !proposal_find(applying, proposal_key, in_force, &proposal.proposed, err))
        return false;
    deed_keep(&proposal.terms, "follows", told(in_force, "index"));
    if (!signatures_needed(applying, in_force, &proposal.needed, err) ||
        !proposal_sign(applying, &proposal, &signed_terms, &passed, err))
        return false;
    return passed ? adoption_enforce(applying, &signed_terms, err)
                  : applying_put(applying, "proposal", proposal_key, &signed_terms, err);
}
