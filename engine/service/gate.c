#include "service/gate.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "report/report.h"
#include "service/recording.h"
#include "service/said.h"

const char *const gate_packs[] = {"pack:core-repro", "pack:registration", NULL};

struct gate {
    struct session *session;
    bool quietly;
    int gate_status;
    struct text decision; /* its id, of a judgement that was made */
};

/* The decision as a report of the gate shows it. The gate judges without asking the ledger, which
 * is there: so nothing is said of what is missing without one. */
static struct value gate_shown(const struct value *decision, struct arena *arena)
{
    struct members shown = {0};
    struct values unchecked = {0};
    for (size_t i = 0; i < value_count(decision); i++)
        if (!text_is(member_key(decision, i), "not_checked"))
            members_add(arena, &shown, member_key(decision, i), *member_value(decision, i));
    const struct value *remarks = value_get(decision, TEXT("not_checked"));
    for (size_t i = 0; i < value_count(remarks); i++)
        if (!text_starts(value_text(value_at(remarks, i)), TEXT("the transition: ")))
            *LIST_ADD(arena, &unchecked) = *value_at(remarks, i);
    members_add(arena, &shown, TEXT("not_checked"),
                value_of_list(arena, unchecked.at, unchecked.count));
    return value_of_map(arena, &shown);
}

static void gate_report(const struct gate *gate, const struct judgement *judgement)
{
    struct arena gate_scratch = {0};
    struct error unwritten = {0};
    struct buffer reported = buffer_in(&gate_scratch, LIMIT_REPORT_SIZE);
    struct suggestion near_format = suggest_for(TEXT("text"));
    const struct report_format *gate_format = report_find(TEXT("text"), &near_format);
    const struct value shown = gate_shown(&judgement->decision, &gate_scratch);
    struct report_record gated = {
        .record = &shown, .manifest = judgement->manifest, .policies = ""};
    const struct report_records gated_one = {&gated, 1, 1};
    const struct report_options gate_options = {.colour = gate->session->colour};
    if (gate_format && gate_format->write(&gated_one, &gate_options, &reported, &unwritten))
        gate->session->print(gate->session->context, buffer_text(&reported));
    arena_free(&gate_scratch);
}

static void gate_see(void *context, const struct judgement *judgement)
{
    struct gate *gate = context;
    gate->gate_status =
        judgement->refused ? error_status(judgement->error.code) : judgement->conclusion.status;
    if (!judgement->refused)
        gate->decision = text_copy(gate->session->arena, said_text(&judgement->decision, "id"));
    if (gate->quietly || gate->gate_status == STATUS_ALLOWED)
        return;
    if (judgement->refused)
        gate->session->complain(gate->session->context, &judgement->error);
    else
        gate_report(gate, judgement);
}

static struct judge_request gate_request(struct session *session, const char *manifest)
{
    struct judge_request judging = {
        .from = STAGE_EXPERIMENTAL,
        .to = STAGE_REGISTERED,
        .now = session->now,
        .data = session->data,
        .clamd = session->setting(session->context, "OBSTAT_CLAMD"),
        .prescribed = true,
    };
    *LIST_ADD(session->arena, &judging.manifests) = manifest;
    return judging;
}

bool gate_record(struct session *session, const struct value *words, const char *manifest,
                 int *gate_status, struct text *decision, struct error *err)
{
    struct gate gate = {.session = session, .gate_status = STATUS_UNJUDGED};
    const struct judge_request judging = gate_request(session, manifest);
    if (!recording_run(session, words, &judging, gate_see, &gate, err))
        return false;
    *gate_status = gate.gate_status;
    *decision = gate.decision;
    return true;
}

bool gate_judge(struct session *session, const char *manifest, bool quietly, int *gate_status,
                struct error *err)
{
    struct gate gate = {.session = session, .quietly = quietly, .gate_status = STATUS_UNJUDGED};
    struct judge_request judging = gate_request(session, manifest);
    for (const char *const *pack = gate_packs; *pack; pack++)
        *LIST_ADD(session->arena, &judging.policies) = *pack;
    if (!judge(&judging, session, gate_see, &gate, err))
        return false;
    *gate_status = gate.gate_status;
    return true;
}
