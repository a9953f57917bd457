#include "policy/decision.h"

#include "base/clock.h"
#include "base/limits.h"
#include "value/canonical.h"

static const char format[] = "decision/v1";
static const struct text id_key = {"id", 2};

/* Statuses of a decision, gravest first. */
static const int order[] = {STATUS_INTEGRITY, STATUS_POLICY, STATUS_UNJUDGED, STATUS_DENIED};

const char *verdict_name(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_ALLOW:
        return "allow";
    case VERDICT_PENDING:
        return "pending";
    case VERDICT_DENY:
        break;
    }
    return "deny";
}

/* What every finding asks for, as bits 1 << status. */
static unsigned findings_count(const struct findings *findings, struct conclusion *out)
{
    unsigned asked = 0;
    out->nothing_judged = true;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->at[i];
        size_t *counts = level_binds(finding->level) ? out->counts : out->advisory_counts;
        counts[outcome_known(finding->outcome)]++;
        asked |= 1U << outcome_status(finding->outcome, finding->level);
        if (outcome_judges(finding->outcome, finding->level))
            out->nothing_judged = false;
    }
    return out->nothing_judged ? asked | 1U << STATUS_UNJUDGED : asked;
}

void decision_conclude(const struct findings *findings, size_t lacking, struct conclusion *out)
{
    struct conclusion result = {.verdict = VERDICT_DENY};
    const unsigned asked = findings_count(findings, &result);
    for (size_t i = 0; i < COUNT(order); i++)
        if (asked & 1U << order[i])
            result.statuses[result.status_count++] = order[i];
    if (result.status_count == 0) {
        result.verdict = lacking ? VERDICT_PENDING : VERDICT_ALLOW;
        result.statuses[result.status_count++] = lacking ? STATUS_PENDING : STATUS_ALLOWED;
    }
    result.status = result.statuses[0];
    *out = result;
}

static struct value counts_value(const size_t counts[OUTCOME_COUNT], struct arena *arena)
{
    struct members members = {0};
    for (enum outcome outcome = 0; outcome < OUTCOME_COUNT; outcome++)
        members_add(arena, &members, text_of(outcome_name(outcome)),
                    value_of_integer((int64_t)counts[outcome]));
    return value_of_map(arena, &members);
}

static struct value statuses_value(const struct conclusion *conclusion, struct arena *arena)
{
    struct values statuses = {0};
    for (size_t i = 0; i < conclusion->status_count && i < STATUSES_MAX; i++)
        *LIST_ADD(arena, &statuses) = value_of_integer(conclusion->statuses[i]);
    return value_of_list(arena, statuses.at, statuses.count);
}

static struct value findings_value(const struct findings *findings, struct arena *arena)
{
    struct value *items = ARENA_ARRAY(arena, struct value, findings->count);
    for (size_t i = 0; i < findings->count; i++)
        items[i] = finding_value(&findings->at[i], arena);
    return value_of_list(arena, items, findings->count);
}

static struct value now_value(int64_t now, struct arena *arena)
{
    char written[CLOCK_TEXT_SIZE];
    clock_write(now, written);
    return value_of_text(text_copy(arena, text_of(written)));
}

static void parts_add(const struct decision_parts *parts, struct arena *arena,
                      struct members *members)
{
    members_add(arena, members, TEXT("subject"), parts->subject);
    members_add(arena, members, TEXT("artifact"), parts->artifact);
    members_add(arena, members, TEXT("transition"), parts->transition);
    members_add(arena, members, TEXT("now"), now_value(parts->now, arena));
    members_add(arena, members, TEXT("engine"), parts->engine);
    members_add(arena, members, TEXT("policies"), parts->policies);
    members_add(arena, members, TEXT("evidence"), parts->evidence);
    members_add(arena, members, TEXT("champion"), parts->champion);
    members_add(arena, members, TEXT("waivers"), parts->waivers);
    members_add(arena, members, TEXT("not_checked"), parts->not_checked);
    if (value_kind(&parts->notes) != VALUE_NULL)
        members_add(arena, members, TEXT("notes"), parts->notes);
    if (value_kind(&parts->observations) != VALUE_NULL)
        members_add(arena, members, TEXT("observations"), parts->observations);
}

static void conclusion_add(const struct conclusion *conclusion, struct arena *arena,
                           struct members *members)
{
    members_add(arena, members, TEXT("verdict"),
                value_of_text(text_of(verdict_name(conclusion->verdict))));
    members_add(arena, members, TEXT("status"), value_of_integer(conclusion->status));
    members_add(arena, members, TEXT("statuses"), statuses_value(conclusion, arena));
    members_add(arena, members, TEXT("counts"), counts_value(conclusion->counts, arena));
    members_add(arena, members, TEXT("advisory"), counts_value(conclusion->advisory_counts, arena));
}

/* The id: SHA-256 of the RFC 8785 bytes of a record that has none. */
static bool record_digest(const struct members *members, struct arena *arena, struct digest *out,
                          struct error *err)
{
    const struct value record = value_of_map(arena, members);
    struct buffer bytes = buffer_in(arena, LIMIT_REPORT_SIZE);
    if (!canonical_write(&record, &bytes, err))
        return false;
    if (buffer_full(&bytes))
        return error_set(err, ERROR_REFUSED, "the decision is larger than %zu bytes", bytes.max);
    return digest_text(buffer_text(&bytes), out, err);
}

bool decision_write(const struct decision_parts *parts, struct findings *findings,
                    const struct conclusion *conclusion, struct arena *arena, struct value *out,
                    struct error *err)
{
    struct members members = {0};
    struct digest digest;
    if (parts->now < CLOCK_FIRST || parts->now > CLOCK_LAST)
        return error_set(err, ERROR_USAGE, "the moment of the decision is not in years 0 to 9999");
    findings_sort(findings);
    members_add(arena, &members, TEXT("obstat"), value_of_text(text_of(format)));
    conclusion_add(conclusion, arena, &members);
    parts_add(parts, arena, &members);
    members_add(arena, &members, TEXT("findings"), findings_value(findings, arena));
    if (!record_digest(&members, arena, &digest, err))
        return false;
    members_add(arena, &members, id_key, value_of_text(digest_print(&digest, arena)));
    *out = value_of_map(arena, &members);
    return true;
}

bool decision_verify(const struct value *decision, struct arena *arena, struct error *err)
{
    struct members members = {0};
    struct digest claimed, found;
    struct error broken = {0};
    const struct value *id = value_get(decision, id_key);
    if (!id || !digest_read(value_text(id), &claimed))
        return error_set(err, ERROR_INTEGRITY, "the decision has no id");
    for (size_t i = 0; i < value_count(decision); i++)
        if (!text_equal(member_key(decision, i), id_key))
            members_add(arena, &members, member_key(decision, i), *member_value(decision, i));
    if (!record_digest(&members, arena, &found, &broken))
        return error_set(err, ERROR_INTEGRITY, "the decision cannot be digested: %s",
                         broken.message);
    if (!digest_equal(&claimed, &found))
        return error_set(err, ERROR_INTEGRITY,
                         "the id of the decision is %.*s, its contents are %s",
                         TEXT_ARGS(value_text(id)), digest_print(&found, arena).at);
    return true;
}
