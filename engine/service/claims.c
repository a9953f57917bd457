#include "service/claims.h"
#include "service/said.h"

/* NULL for what is absent or null. */
static const struct value *member_at(const struct value *of, const char *around, const char *name)
{
    return said_part(around ? said_part(of, around) : of, name);
}

static bool is_same(const struct value *one, const struct value *other)
{
    return one && other ? value_equal(one, other) : one == other;
}

static bool claim_refuse(const char *what, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY,
                     "the log says another %s of the decision than the decision does", what);
}

/* ---- what was judged, and what came of it ---- */

static const struct {
    const char *claim_around, *claim, *decision_around, *decision;
} claims[] = {
    {"model", "name", "subject", "name"},
    {"model", "version", "subject", "version"},
    {NULL, "manifest", "subject", "manifest"},
    {NULL, "artifact", "artifact", "digest"},
    {NULL, "listing", "artifact", "listing"}, /* the names of its files */
    {"transition", "from", "transition", "from"},
    {"transition", "to", "transition", "to"},
    {NULL, "policies", "policies", "digest"},
    {NULL, "verdict", NULL, "verdict"},
    {NULL, "status", NULL, "status"},
};

/* An entry has the tier in its model, a row beside it. */
static bool tier_holds(const struct value *claim, const struct value *decision, struct error *err)
{
    const struct value *of_model = member_at(claim, "model", "tier");
    const struct value *tier = of_model ? of_model : member_at(claim, NULL, "tier");
    return is_same(tier, member_at(decision, "subject", "tier")) || claim_refuse("tier", err);
}

static bool evidence_holds(const struct value *claim, const struct value *decision,
                           struct error *err)
{
    const struct value *digests = member_at(claim, NULL, "evidence");
    const struct value *evidence = member_at(decision, NULL, "evidence");
    bool holds = value_count(digests) == value_count(evidence);
    for (size_t i = 0; holds && i < value_count(digests); i++)
        holds = is_same(value_at(digests, i), member_at(value_at(evidence, i), NULL, "digest"));
    return holds || claim_refuse("evidence", err);
}

bool claim_holds(const struct value *claim, const struct value *decision, struct error *err)
{
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
        if (!is_same(member_at(claim, claims[i].claim_around, claims[i].claim),
                     member_at(decision, claims[i].decision_around, claims[i].decision)))
            return claim_refuse(claims[i].claim, err);
    return tier_holds(claim, decision, err) && evidence_holds(claim, decision, err);
}

/* ---- by which waivers ---- */

static bool waiver_is(const struct value *used, const struct value *decision,
                      const struct value *logged)
{
    const struct value *waiver = member_at(logged, NULL, "waiver");
    return is_same(member_at(used, NULL, "index"), member_at(logged, NULL, "index")) &&
           is_same(member_at(used, NULL, "by"), member_at(logged, NULL, "by")) &&
           is_same(member_at(used, NULL, "policy"), member_at(waiver, NULL, "policy")) &&
           is_same(member_at(used, NULL, "until"), member_at(waiver, NULL, "until")) &&
           is_same(member_at(decision, "subject", "name"), member_at(waiver, "model", "name")) &&
           is_same(member_at(decision, "subject", "version"),
                   member_at(waiver, "model", "version")) &&
           is_same(member_at(decision, "artifact", "digest"),
                   member_at(waiver, NULL, "artifact")) &&
           is_same(member_at(decision, "transition", "to"), member_at(waiver, NULL, "stage"));
}

static bool waiver_logged(const struct value *used, const struct value *decision,
                          const struct value *logged, uint64_t index)
{
    for (size_t i = 0; i < value_count(logged); i++) {
        const struct value *at = member_at(value_at(logged, i), NULL, "index");
        if (value_kind(at) == VALUE_INTEGER && (uint64_t)value_integer(at) < index &&
            waiver_is(used, decision, value_at(logged, i)))
            return true;
    }
    return false;
}

bool claimed_waivers_hold(const struct value *decision, const struct value *logged, uint64_t index,
                          struct error *err)
{
    const struct value *used = member_at(decision, NULL, "waivers");
    for (size_t i = 0; i < value_count(used); i++)
        if (!waiver_logged(value_at(used, i), decision, logged, index))
            return error_set(
                err, ERROR_INTEGRITY,
                "the decision let %.*s pass by a waiver that was not in the log before it",
                TEXT_ARGS(said_text(value_at(used, i), "policy")));
    return true;
}
