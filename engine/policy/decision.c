#include "policy/decision.h"

#include "base/clock.h"
#include "base/limits.h"
#include "value/canonical.h"

static const char decision_format[] = "decision/v1";
static const struct text id_key = {"id", 2};
static const struct text findings_key = {"findings", 8};

/* Statuses of a decision, gravest first. */
static const int statuses_gravest_first[] = {STATUS_INTEGRITY, STATUS_POLICY, STATUS_UNJUDGED,
                                             STATUS_DENIED};

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
static unsigned findings_count(const struct findings *findings, struct conclusion *conclusion)
{
    unsigned statuses_asked = 0;
    conclusion->nothing_judged = true;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->at[i];
        size_t *counts =
            level_binds(finding->level) ? conclusion->counts : conclusion->advisory_counts;
        counts[outcome_known(finding->outcome)]++;
        statuses_asked |= 1U << outcome_status(finding->outcome, finding->level);
        if (outcome_judges(finding->outcome, finding->level))
            conclusion->nothing_judged = false;
    }
    return conclusion->nothing_judged ? statuses_asked | 1U << STATUS_UNJUDGED : statuses_asked;
}

void decision_conclude(const struct findings *findings, size_t lacking,
                       struct conclusion *conclusion)
{
    struct conclusion concluded = {.verdict = VERDICT_DENY};
    const unsigned statuses_asked = findings_count(findings, &concluded);
    for (size_t gravest = 0; gravest < COUNT(statuses_gravest_first); gravest++)
        if (statuses_asked & 1U << statuses_gravest_first[gravest])
            concluded.statuses[concluded.status_count++] = statuses_gravest_first[gravest];
    if (concluded.status_count == 0) {
        concluded.verdict = lacking ? VERDICT_PENDING : VERDICT_ALLOW;
        concluded.statuses[concluded.status_count++] = lacking ? STATUS_PENDING : STATUS_ALLOWED;
    }
    concluded.status = concluded.statuses[0];
    *conclusion = concluded;
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
    struct value *written = ARENA_ARRAY(arena, struct value, findings->count);
    for (size_t i = 0; i < findings->count; i++)
        written[i] = finding_value(&findings->at[i], arena);
    return value_of_list(arena, written, findings->count);
}

static struct value now_value(int64_t now, struct arena *arena)
{
    char moment[CLOCK_TEXT_SIZE];
    clock_write(now, moment);
    return value_of_text(text_copy(arena, text_of(moment)));
}

static void parts_add(const struct decision_parts *parts, struct arena *arena,
                      struct members *decision)
{
    members_add(arena, decision, TEXT("subject"), parts->subject);
    members_add(arena, decision, TEXT("artifact"), parts->artifact);
    members_add(arena, decision, TEXT("transition"), parts->transition);
    members_add(arena, decision, TEXT("now"), now_value(parts->now, arena));
    members_add(arena, decision, TEXT("engine"), parts->engine);
    members_add(arena, decision, TEXT("policies"), parts->policies);
    members_add(arena, decision, TEXT("evidence"), parts->evidence);
    members_add(arena, decision, TEXT("champion"), parts->champion);
    members_add(arena, decision, TEXT("waivers"), parts->waivers);
    members_add(arena, decision, TEXT("not_checked"), parts->not_checked);
    if (value_kind(&parts->notes) != VALUE_NULL)
        members_add(arena, decision, TEXT("notes"), parts->notes);
    if (value_kind(&parts->observations) != VALUE_NULL)
        members_add(arena, decision, TEXT("observations"), parts->observations);
    if (value_kind(&parts->approvals) != VALUE_NULL)
        members_add(arena, decision, TEXT("approvals"), parts->approvals);
    if (value_kind(&parts->lacking) != VALUE_NULL)
        members_add(arena, decision, TEXT("lacking"), parts->lacking);
}

static void conclusion_add(const struct conclusion *conclusion, struct arena *arena,
                           struct members *decision)
{
    members_add(arena, decision, TEXT("verdict"),
                value_of_text(text_of(verdict_name(conclusion->verdict))));
    members_add(arena, decision, TEXT("status"), value_of_integer(conclusion->status));
    members_add(arena, decision, TEXT("statuses"), statuses_value(conclusion, arena));
    members_add(arena, decision, TEXT("counts"), counts_value(conclusion->counts, arena));
    members_add(arena, decision, TEXT("advisory"),
                counts_value(conclusion->advisory_counts, arena));
}

static bool decision_refuse_large(struct error *err)
{
    return error_set(err, ERROR_REFUSED, "the decision is larger than %llu bytes",
                     LIMIT_REPORT_SIZE);
}

/* The id: SHA-256 of the RFC 8785 bytes of a record that has none. */
static bool decision_digest(const struct members *decision, struct arena *arena,
                            struct digest *digest, struct error *err)
{
    const struct value without_id = value_of_map(arena, decision);
    struct buffer canonical = buffer_in(arena, LIMIT_REPORT_SIZE);
    if (!canonical_write(&without_id, &canonical, err))
        return false;
    if (buffer_full(&canonical))
        return decision_refuse_large(err);
    return digest_text(buffer_text(&canonical), digest, err);
}

static bool findings_are_canonical(const struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (!findings->at[i].canonical.size)
            return false;
    return findings->count > 0;
}

/* The canonical bytes of a record around those of its findings. The keys of a record are words of
 * ours, whose order is one in bytes and in UTF-16. */
static bool record_around(const struct value *record, struct buffer *before, struct buffer *behind,
                          struct error *err)
{
    struct buffer *canonical = before;
    for (size_t i = 0; i < value_count(record); i++) {
        const struct text key = member_key(record, i);
        buffer_byte(canonical, i ? ',' : '{');
        canonical_text(key, canonical);
        buffer_byte(canonical, ':');
        if (text_equal(key, findings_key)) {
            buffer_byte(canonical, '[');
            canonical = behind;
            buffer_byte(canonical, ']');
        } else if (!canonical_write(member_value(record, i), canonical, err))
            return false;
    }
    buffer_byte(canonical, '}');
    return true;
}

/* The same id, of findings whose bytes are there already: they are digested where they lie. */
static bool decision_digest_of(const struct members *decision, const struct findings *findings,
                               struct arena *arena, struct digest *digest, struct error *err)
{
    if (!findings_are_canonical(findings))
        return decision_digest(decision, arena, digest, err);
    const struct value without_id = value_of_map(arena, decision);
    struct buffer before = buffer_in(arena, LIMIT_REPORT_SIZE), behind = before;
    if (!record_around(&without_id, &before, &behind, err))
        return false;
    const size_t count = 2 * findings->count + 1;
    struct text *parts = ARENA_ARRAY(arena, struct text, count);
    size_t size = before.size + behind.size;
    parts[0] = buffer_text(&before);
    for (size_t i = 0; i < findings->count; i++) {
        parts[2 * i + 1] = findings->at[i].canonical;
        parts[2 * i + 2] = i + 1 < findings->count ? TEXT(",") : buffer_text(&behind);
        size += findings->at[i].canonical.size + 1;
    }
    if (buffer_full(&before) || buffer_full(&behind) || size > LIMIT_REPORT_SIZE)
        return decision_refuse_large(err);
    return digest_of(parts, count, digest, err);
}

bool decision_write(const struct decision_parts *parts, struct findings *findings,
                    const struct conclusion *conclusion, struct arena *arena, struct value *written,
                    struct error *err)
{
    struct members decision = {0};
    struct digest digest;
    if (parts->now < CLOCK_FIRST || parts->now > CLOCK_LAST)
        return error_set(err, ERROR_USAGE, "the moment of the decision is not in years 0 to 9999");
    findings_sort(findings);
    members_add(arena, &decision, TEXT("obstat"), value_of_text(text_of(decision_format)));
    conclusion_add(conclusion, arena, &decision);
    parts_add(parts, arena, &decision);
    members_add(arena, &decision, findings_key, findings_value(findings, arena));
    if (!decision_digest_of(&decision, findings, arena, &digest, err))
        return false;
    members_add(arena, &decision, id_key, value_of_text(digest_print(&digest, arena)));
    *written = value_of_map(arena, &decision);
    return true;
}

bool decision_verify(const struct value *decision, struct arena *arena, struct error *err)
{
    struct members without_id = {0};
    struct digest claimed, computed;
    struct error broken = {0};
    const struct value *id = value_get(decision, id_key);
    if (!id || !digest_read(value_text(id), &claimed))
        return error_set(err, ERROR_INTEGRITY, "the decision has no id");
    for (size_t i = 0; i < value_count(decision); i++)
        if (!text_equal(member_key(decision, i), id_key))
            members_add(arena, &without_id, member_key(decision, i), *member_value(decision, i));
    if (!decision_digest(&without_id, arena, &computed, &broken))
        return error_set(err, ERROR_INTEGRITY, "the decision cannot be digested: %s",
                         broken.message);
    if (!digest_equal(&claimed, &computed))
        return error_set(err, ERROR_INTEGRITY,
                         "the id of the decision is %.*s, its contents are %s",
                         TEXT_ARGS(value_text(id)), digest_print(&computed, arena).at);
    return true;
}
