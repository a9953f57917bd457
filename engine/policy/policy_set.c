#include "policy/policy.h"

#include "base/limits.h"
#include "policy/recorded.h"
#include "value/canonical.h"

static int policy_compare(const void *left, const void *right)
{
    const struct policy *a = left, *b = right;
    const int order = text_compare(a->id, b->id);
    return order ? order : text_compare(text_of(a->source.path), text_of(b->source.path));
}

bool policies_sort(struct policies *policies, struct error *err)
{
    if (policies->count)
        qsort(policies->at, policies->count, sizeof *policies->at, policy_compare);
    for (size_t i = 1; i < policies->count; i++) {
        const struct policy *first = &policies->at[i - 1], *second = &policies->at[i];
        if (text_equal(first->id, second->id))
            return error_at(err, ERROR_POLICY, (struct place){.file = second->source.path},
                            "policy %.*s is declared in %s and in %s", TEXT_ARGS(first->id),
                            first->source.path, second->source.path);
    }
    return true;
}

struct policy *policies_find(struct policies *policies, struct text id, struct suggestion *near)
{
    for (size_t i = 0; i < policies->count; i++)
        if (text_equal(policies->at[i].id, id))
            return &policies->at[i];
    for (size_t i = 0; i < policies->count; i++)
        suggest_offer(near, policies->at[i].id);
    return NULL;
}

/* A map of keys that others chose: the same one twice is refused and not ours to mend. */
static bool policy_map(struct members *members, const struct policy *policy, struct value *out,
                       struct error *err)
{
    size_t twice = 0;
    if (members->count && !members_sort(members->at, members->count, &twice))
        return error_at(
            err, ERROR_POLICY, (struct place){.file = policy->source.path}, "%.*s is there twice",
            TEXT_ARGS(((struct text){members->at[twice].key, members->at[twice].key_size})));
    *out = value_over_members(members->at, members->count);
    return true;
}

static bool modules_value(const struct policy *policy, struct arena *arena, struct value *out,
                          struct error *err)
{
    struct members digests = {0};
    for (size_t i = 0; i < policy->modules.count; i++) {
        const struct policy_module *module = &policy->modules.at[i];
        members_add(arena, &digests, module->name,
                    value_of_text(digest_print(&module->digest, arena)));
    }
    return policy_map(&digests, policy, out, err);
}

static bool params_value(const struct policy *policy, bool usual, struct arena *arena,
                         struct value *out, struct error *err)
{
    struct members params = {0};
    for (size_t i = 0; i < policy->params.count; i++) {
        const struct param *param = &policy->params.at[i];
        members_add(arena, &params, param->name, usual ? param->usual : param->value);
    }
    return policy_map(&params, policy, out, err);
}

static bool policy_value(const struct policy *policy, bool usual, struct arena *arena,
                         struct value *out, struct error *err)
{
    struct members record = {0};
    struct value modules, params;
    if (!modules_value(policy, arena, &modules, err) ||
        !params_value(policy, usual, arena, &params, err))
        return false;
    members_add(arena, &record, TEXT("id"), value_of_text(policy->id));
    members_add(arena, &record, TEXT("level"),
                recorded_text(text_of(level_name(policy->level)), arena));
    members_add(arena, &record, TEXT("source"),
                value_of_text(digest_print(&policy->source.digest, arena)));
    members_add(arena, &record, TEXT("modules"), modules);
    members_add(arena, &record, TEXT("params"), params);
    *out = value_of_map(arena, &record);
    return true;
}

/* The bytes, for a set of one policy (they are one line):
 *
 *     [{"id":"credit/accuracy-floor","level":"mandatory",
 *       "modules":{"fairness":"sha256:<64 hex digits>"},
 *       "params":{"floor":0.9},
 *       "source":"sha256:<64 hex digits>"}]
 *
 * An empty set is []; a policy without modules or parameters has {} there. */
bool policies_listing(const struct policies *policies, bool usual, struct arena *arena,
                      struct text *listing, struct error *err)
{
    struct policies sorted_policies = {.count = policies->count};
    struct value *policy_values = ARENA_ARRAY(arena, struct value, policies->count);
    struct buffer canonical = buffer_in(arena, LIMIT_REPORT_SIZE);
    sorted_policies.at = ARENA_ARRAY(arena, struct policy, policies->count);
    for (size_t i = 0; i < sorted_policies.count; i++)
        sorted_policies.at[i] = policies->at[i];
    if (!policies_sort(&sorted_policies, err))
        return false;
    for (size_t i = 0; i < sorted_policies.count; i++)
        if (!policy_value(&sorted_policies.at[i], usual, arena, &policy_values[i], err))
            return false;
    const struct value policy_list = value_of_list(arena, policy_values, sorted_policies.count);
    if (!canonical_write(&policy_list, &canonical, err))
        return false;
    if (buffer_full(&canonical))
        return error_set(err, ERROR_REFUSED, "the policy set is larger than %zu bytes",
                         canonical.max);
    *listing = buffer_text(&canonical);
    return true;
}

bool policies_digest(const struct policies *policies, bool usual, struct arena *arena,
                     struct digest *digest, struct error *err)
{
    struct text listing;
    return policies_listing(policies, usual, arena, &listing, err) &&
           digest_text(listing, digest, err);
}
