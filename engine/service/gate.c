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
    struct gated gated;
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

static void gated_take(struct gate *gate, const struct value *decision)
{
    struct arena *arena = gate->session->arena;
    gate->gated.decision = text_copy(arena, said_text(decision, "id"));
    gate->gated.manifest = text_copy(arena, said_text(said_part(decision, "subject"), "manifest"));
    gate->gated.artifact = text_copy(arena, said_text(said_part(decision, "artifact"), "digest"));
    gate->gated.listing = text_copy(arena, said_text(said_part(decision, "artifact"), "listing"));
}

static void gate_see(void *context, const struct judgement *judgement)
{
    struct gate *gate = context;
    gate->gated.gate_status =
        judgement->refused ? error_status(judgement->error.code) : judgement->conclusion.status;
    if (!judgement->refused)
        gated_take(gate, &judgement->decision);
    if (gate->quietly || gate->gated.gate_status == STATUS_ALLOWED)
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
                 struct gated *out, struct error *err)
{
    struct gate gate = {.session = session, .gated.gate_status = STATUS_UNJUDGED};
    const struct judge_request judging = gate_request(session, manifest);
    if (!recording_run(session, words, &judging, gate_see, &gate, err))
        return false;
    *out = gate.gated;
    return true;
}

bool gate_saw(const struct gated *gated, struct text manifest, struct text artifact,
              struct text listing, struct error *err)
{
    if (!gated->manifest.size && gated->gate_status != STATUS_ALLOWED)
        return true;
    const bool same = text_equal(gated->manifest, manifest);
    return (same && text_equal(gated->artifact, artifact) && text_equal(gated->listing, listing)) ||
           error_set(err, ERROR_INTEGRITY,
                     "the gate of the registry was shown another %s than was read before: somebody "
                     "changes it meanwhile, and nothing is registered",
                     same ? "artifact" : "manifest");
}

bool gate_judge(struct session *session, const char *manifest, bool quietly, struct gated *out,
                struct error *err)
{
    struct gate gate = {
        .session = session, .quietly = quietly, .gated.gate_status = STATUS_UNJUDGED};
    struct judge_request judging = gate_request(session, manifest);
    for (const char *const *pack = gate_packs; *pack; pack++)
        *LIST_ADD(session->arena, &judging.policies) = *pack;
    if (!judge(&judging, session, gate_see, &gate, err))
        return false;
    *out = gate.gated;
    out->decision = TEXT_NONE; /* it is in no log */
    return true;
}
