#include "service/deliberation.h"

#include "policy/waiver.h"
#include "service/judging.h"
#include "service/record.h"
#include "service/vouching.h"

const struct text deliberation_engine = {"obstat " OBSTAT_VERSION,
                                         sizeof "obstat " OBSTAT_VERSION - 1};

struct value deliberation_part(const struct value *message, const char *name)
{
    const struct value *found = value_get(message, text_of(name));
    return found ? *found : value_of_null();
}

/* A file that did not load, as a finding that binds. */
static void fault_add(struct deliberation *deliberation, const struct value *fault,
                      struct arena *arena)
{
    struct error deliberation_error;
    const struct value *written = value_get(fault, TEXT("error"));
    if (written)
        record_error_read(written, arena, &deliberation_error);
    else
        deliberation_error = (struct error){.code = ERROR_BUG};
    const char *fault_file = text_string(arena, text_of(deliberation_error.file));
    *LIST_ADD(arena, &deliberation->findings) = (struct finding){
        .policy = message_text(fault, "policy"),
        .control = TEXT("load"),
        .outcome = OUTCOME_ERROR,
        .level = LEVEL_NONE,
        .message = text_copy(arena, text_of(deliberation_error.message)),
        .source = {fault_file[0] ? fault_file : NULL, deliberation_error.line,
                   deliberation_error.column},
        .fix = TEXT("Mend the file, or take it out of the policies by a reviewed change"),
    };
}

static struct value policies_part(const struct deliberation *deliberation, struct arena *arena)
{
    struct record part = record_in(arena);
    const struct value *not_in_force = value_get(deliberation->of, TEXT("not_in_force"));
    record_text(&part, "digest", message_text(deliberation->set, "digest"));
    record_integer(&part, "count", (int64_t)message_number(deliberation->set, "count"));
    record_value(&part, "changed", deliberation_part(deliberation->set, "changed"));
    record_value(&part, "not_applied", deliberation_part(deliberation->of, "not_applied"));
    if (not_in_force && value_count(not_in_force))
        record_value(&part, "not_in_force", *not_in_force);
    return record_map(&part);
}

/* What this decision does not speak of, so that nobody takes it for granted. */
static struct value not_checked(const struct deliberation *deliberation, struct arena *arena)
{
    struct values unchecked = {0};
    const struct value *artifact = value_get(deliberation->of, TEXT("artifact"));
    const struct text artifact_kind = artifact ? message_text(artifact, "kind") : TEXT_NONE;
    const struct value *known = deliberation->settled ? &deliberation->settled->unchecked : NULL;
    if (!deliberation->settled)
        *LIST_ADD(arena, &unchecked) = value_of_text(TEXT("the transition: no ledger"));
    if (text_is(artifact_kind, "service"))
        *LIST_ADD(arena, &unchecked) =
            value_of_text(TEXT("the artifact: a service holds it, its bytes cannot be seen"));
    else if (text_is(artifact_kind, "declared"))
        *LIST_ADD(arena, &unchecked) =
            value_of_text(TEXT("the artifact: its digest is declared, its bytes were not seen"));
    else if (artifact_kind.size == 0)
        *LIST_ADD(arena, &unchecked) = value_of_text(TEXT("the artifact: the manifest names none"));
    vouching_unchecked(value_get(deliberation->of, TEXT("observations")), arena, &unchecked);
    for (size_t i = 0; i < value_count(known); i++)
        *LIST_ADD(arena, &unchecked) = *value_at(known, i);
    return value_of_list(arena, unchecked.at, unchecked.count);
}

static void parts_take(const struct deliberation *deliberation, struct arena *arena,
                       struct decision_parts *parts)
{
    *parts = (struct decision_parts){
        .subject = deliberation_part(deliberation->of, "subject"),
        .artifact = deliberation_part(deliberation->of, "artifact"),
        .transition = deliberation_part(deliberation->of, "transition"),
        .engine = value_of_text(deliberation->engine),
        .policies = policies_part(deliberation, arena),
        .evidence = deliberation_part(deliberation->of, "evidence"),
        .champion = deliberation_part(deliberation->of, "champion"),
        .waivers = value_of_list(arena, NULL, 0),
        .not_checked = not_checked(deliberation, arena),
        .now = deliberation->now,
    };
    const struct value observations = deliberation_part(deliberation->of, "observations");
    if (value_count(&observations))
        parts->observations = observations;
    if (deliberation->notes.count)
        parts->notes = value_of_list(arena, deliberation->notes.at, deliberation->notes.count);
    if (deliberation->settled) {
        parts->approvals = deliberation->settled->approvals;
        parts->lacking = deliberation->settled->lacking;
    }
}

bool deliberation_decide(struct deliberation *deliberation, struct arena *arena,
                         struct conclusion *deliberated, struct value *decision, struct error *err)
{
    struct decision_parts decision_parts;
    const struct settled *settled = deliberation->settled;
    const struct value *faults = value_get(deliberation->set, TEXT("faults"));
    for (size_t i = 0; faults && i < value_count(faults); i++)
        fault_add(deliberation, value_at(faults, i), arena);
    parts_take(deliberation, arena, &decision_parts);
    if (settled)
        waivers_apply(&deliberation->findings, settled->waivers, arena, &decision_parts.waivers);
    decision_conclude(&deliberation->findings, settled ? settled->lacking_count : 0, deliberated);
    return decision_write(&decision_parts, &deliberation->findings, deliberated, arena, decision,
                          err);
}
