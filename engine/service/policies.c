#include "service/policies.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "script/script.h"
#include "service/judge_request.h"
#include "value/canonical.h"

static bool any_may_load(void *context, const char *path, struct error *err)
{
    (void)context;
    (void)path;
    (void)err;
    return true;
}

bool policies_open(struct session *session, const struct value *request, struct policy_set *out,
                   struct error *err)
{
    struct project project;
    struct judge_request wanted;
    const struct script_options policies_options = {0};
    const struct evaluator policies_evaluator = script_evaluator(&policies_options);
    const struct policy_set_loader loader = {&wanted, &project, &policies_evaluator, any_may_load,
                                             NULL};
    struct schemas *schemas = schemas_new(session->arena);
    if (!judge_request_read(session, request, &wanted, err) ||
        !project_read("model.yaml", schemas, session->arena, &project, err) ||
        !policy_set_read(&wanted, &project, session->arena, out, err) ||
        !policy_set_load(out, &loader, session->arena, err))
        return false;
    for (size_t i = 0; i < out->sources.faults.count; i++)
        session->complain(session->context, &out->sources.faults.at[i].error);
    return true;
}

int policies_status(const struct policy_set *set)
{
    if (set->sources.faults.count)
        return STATUS_POLICY;
    return set->policies.count ? STATUS_ALLOWED : STATUS_UNJUDGED;
}

static void words_of_bits(uint32_t when_bits, unsigned when_count,
                          const char *(*name)(unsigned when_bit), const char *when_before,
                          struct buffer *out)
{
    bool when_first = true;
    for (unsigned i = 0; when_bits && i < when_count; i++) {
        if (!(when_bits >> i & 1))
            continue;
        buffer_string(out, when_first ? (out->size ? "; " : "") : " or ");
        if (when_first)
            buffer_string(out, when_before);
        buffer_string(out, name(i));
        when_first = false;
    }
}

static const char *stage_of_bit(unsigned bit)
{
    return stage_name((enum stage)bit);
}

static const char *tier_of_bit(unsigned bit)
{
    return tier_name((enum tier)bit);
}

struct text policy_when_text(const struct policy *policy, struct arena *arena)
{
    struct buffer listing = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    words_of_bits(policy->from, STAGE_COUNT, stage_of_bit, "from ", &listing);
    words_of_bits(policy->to, STAGE_COUNT, stage_of_bit, "to ", &listing);
    words_of_bits(policy->tiers, TIER_COUNT, tier_of_bit, "tier ", &listing);
    return listing.size ? buffer_text(&listing) : TEXT("always");
}

struct text value_shown(const struct value *shown_value, struct arena *arena)
{
    struct error err = {0};
    struct buffer listing = buffer_in(arena, LIMIT_REPORT_SIZE);
    if (value_kind(shown_value) == VALUE_STRING)
        return value_text(shown_value);
    return canonical_write(shown_value, &listing, &err) ? buffer_text(&listing)
                                                        : TEXT("not a number");
}
