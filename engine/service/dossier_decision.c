#include "service/dossier.h"

#include "base/limits.h"
#include "service/record.h"
#include "service/said.h"
#include "store/vault.h"
#include "value/json.h"

#include <math.h>
#include <stdlib.h>

bool dossier_decision(struct acting *acting, struct text decision_id, const struct value **out,
                      struct error *err)
{
    struct digest digest;
    struct text written;
    struct value *decision = arena_alloc(acting->arena, sizeof *decision);
    const char *file = text_string(acting->arena, decision_id);
    if (!digest_read(decision_id, &digest))
        return error_set(err, ERROR_INTEGRITY, "%s is no decision's id", file);
    if (!vault_get(acting->vault, &digest, LIMIT_REPORT_SIZE, acting->arena, &written, err) ||
        !json_read(file, written, (struct json_options){0}, acting->arena, decision, err))
        return false;
    *out = decision;
    return true;
}

/* ---- the closest calls ---- */

struct call {
    const struct value *finding;
    double share; /* of the bound; infinite where there is none */
};

struct calls LIST(struct call);

/* The first number that the expectation names: {"at_least": 0.8} is 0.8. */
static double bound_of(const struct value *called_expected)
{
    for (size_t i = 0; i < value_count(called_expected); i++)
        if (value_is_number(member_value(called_expected, i)))
            return value_number(member_value(called_expected, i));
    return NAN;
}

static bool call_of(const struct value *called_finding, struct call *out)
{
    const double called_margin = value_number(value_get(called_finding, TEXT("margin")));
    const double called_bound = bound_of(value_get(called_finding, TEXT("expected")));
    if (!text_is(said_text(called_finding, "outcome"), "pass") || !isfinite(called_margin))
        return false;
    const bool called_share = isfinite(called_bound) && called_bound != 0;
    *out = (struct call){called_finding,
                         called_share ? fabs(called_margin / called_bound) : (double)INFINITY};
    return true;
}

/* Closest first; equal ones stay in the order of the decision, which is that of the addresses. */
static int calls_order(const void *a, const void *b)
{
    const struct call *one = a, *other = b;
    if (one->share != other->share)
        return one->share < other->share ? -1 : 1;
    return one->finding < other->finding ? -1 : one->finding > other->finding;
}

static struct value call_value(const struct call *call, struct arena *arena)
{
    struct record record = record_in(arena);
    static const char *const finding_record[] = {"policy",   "control",  "message",
                                                 "observed", "expected", "margin"};
    for (size_t i = 0; i < sizeof finding_record / sizeof *finding_record; i++) {
        const struct value *member = value_get(call->finding, text_of(finding_record[i]));
        record_value(&record, finding_record[i], member ? *member : value_of_null());
    }
    record_value(&record, "share",
                 isfinite(call->share) ? value_of_number(call->share) : value_of_null());
    return record_map(&record);
}

struct value dossier_calls(const struct value *decision, struct arena *arena)
{
    struct calls calls = {0};
    struct values closest = {0};
    const struct value *called_findings = value_get(decision, TEXT("findings"));
    for (size_t i = 0; i < value_count(called_findings); i++) {
        struct call call;
        if (call_of(value_at(called_findings, i), &call))
            *LIST_ADD(arena, &calls) = call;
    }
    if (calls.count)
        qsort(calls.at, calls.count, sizeof *calls.at, calls_order);
    for (size_t i = 0; i < calls.count && i < DOSSIER_CALLS; i++)
        *LIST_ADD(arena, &closest) = call_value(&calls.at[i], arena);
    return value_of_list(arena, closest.at, closest.count);
}

/* ---- what changed ---- */

/* Findings are sorted by policy and control, in every decision. */
static int findings_order(const struct value *one_change, const struct value *other_change)
{
    static const char *const change_keys[] = {"policy", "control"};
    for (size_t i = 0; i < sizeof change_keys / sizeof *change_keys; i++) {
        const int change_order = text_compare(said_text(one_change, change_keys[i]),
                                              said_text(other_change, change_keys[i]));
        if (change_order)
            return change_order;
    }
    return 0;
}

static bool finding_same(const struct value *was, const struct value *is)
{
    return value_equal(value_get(was, TEXT("outcome")), value_get(is, TEXT("outcome"))) &&
           value_equal(value_get(was, TEXT("observed")), value_get(is, TEXT("observed")));
}

static struct value finding_told(const struct value *told_finding, struct arena *arena)
{
    struct record finding_record = record_in(arena);
    const struct value *told_observed = value_get(told_finding, TEXT("observed"));
    if (!told_finding)
        return value_of_null();
    record_text(&finding_record, "outcome", said_text(told_finding, "outcome"));
    record_value(&finding_record, "observed", told_observed ? *told_observed : value_of_null());
    return record_map(&finding_record);
}

static struct value change_value(const struct value *was, const struct value *is,
                                 struct arena *arena)
{
    struct record change = record_in(arena);
    const struct value *either = is ? is : was;
    record_text(&change, "policy", said_text(either, "policy"));
    record_text(&change, "control", said_text(either, "control"));
    record_value(&change, "was", finding_told(was, arena));
    record_value(&change, "is", finding_told(is, arena));
    return record_map(&change);
}

struct value dossier_changes(const struct value *before, const struct value *after,
                             struct arena *arena)
{
    struct values changes = {0};
    const struct value *old = value_get(before, TEXT("findings"));
    const struct value *new = value_get(after, TEXT("findings"));
    size_t i = 0, j = 0;
    while (i < value_count(old) || j < value_count(new)) {
        const struct value *was = value_at(old, i), *is = value_at(new, j);
        const int change_order = !was ? 1 : !is ? -1 : findings_order(was, is);
        const struct value *change_was = change_order <= 0 ? was : NULL,
                           *change_is = change_order >= 0 ? is : NULL;
        if (!change_was || !change_is || !finding_same(change_was, change_is))
            *LIST_ADD(arena, &changes) = change_value(change_was, change_is, arena);
        i += change_was != NULL;
        j += change_is != NULL;
    }
    return value_of_list(arena, changes.at, changes.count);
}
