/* waive: a risk officer takes it upon themselves, until a day, that a version falls short of an
 * overridable policy. */
#include "service/acting.h"
#include "service/adopted.h"
#include "service/answer.h"
#include "service/judge_request.h"
#include "service/moving.h"
#include "service/operations.h"
#include "service/record.h"
#include "service/said.h"

#include "base/clock.h"
#include "policy/outcome.h"

/* What a waiver is about. */
struct waiving {
    struct asked_version asked;
    enum stage stage;
    const char *policy;
    const char *until; /* as it was written: a date lasts to its last second */
    int64_t ends;
    struct text reason;
    struct text key;      /* NAME@VERSION */
    struct text artifact; /* registered; empty where there is none */
};

static const char *option_demanded(const struct value *request, const char *name, struct error *err)
{
    const char *given = request_text(request, name);
    if (!given || !given[0])
        (void)error_set(err, ERROR_USAGE, "a waiver needs --%s", name);
    return given;
}

static bool waiving_read(struct session *session, const struct value *request, struct waiving *out,
                         struct error *err)
{
    struct waiving waiving = {.policy = option_demanded(request, "policy", err),
                              .until = option_demanded(request, "until", err),
                              .reason = text_of(option_demanded(request, "reason", err))};
    if (err->code != ERROR_NONE ||
        !asked_version_read(request_text(request, "version"), &waiving.asked, err) ||
        !asked_stage(request, &waiving.stage, err))
        return false;
    if (!clock_read(text_of(waiving.until), &waiving.ends))
        return error_set(err, ERROR_USAGE, "--until: %s is no date; write it as 2027-01-31",
                         waiving.until);
    if (waiving.ends < session->now)
        return error_set(err, ERROR_USAGE, "--until: %s is over", waiving.until);
    *out = waiving;
    return true;
}

static bool version_known(struct acting *acting, struct waiving *waiving, struct error *err)
{
    const struct value *waived_version;
    if (!asked_version_firm(acting, &waiving->asked, err))
        return false;
    waiving->key = text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(waiving->asked.name),
                               TEXT_ARGS(waiving->asked.version));
    if (!registry_row(&acting->rows, "version", waiving->key, acting->arena, &waived_version, err))
        return false;
    if (!waived_version)
        return version_unknown(acting, waiving->key, err);
    waiving->artifact = said_text(waived_version, "artifact");
    return true;
}

/* The listing of the set that is in force for the stage. */
static bool listing_known(struct acting *acting, const struct waiving *waiving,
                          const struct value **listing, struct error *err)
{
    struct digest set;
    const struct value *adoption;
    const char *waived_stage = stage_name(waiving->stage);
    if (!registry_row(&acting->rows, "adoption", text_of(waived_stage), acting->arena, &adoption,
                      err))
        return false;
    if (!adoption)
        return error_set(err, ERROR_REFUSED, "no policy set is adopted for %s", waived_stage);
    return (digest_read(said_text(adoption, "set"), &set) ||
            error_set(err, ERROR_INTEGRITY, "the policy set in force has no digest")) &&
           adopted_listing_load(acting->vault, &set, acting->arena, listing, err);
}

/* Only what is overridable can be overridden: of the set that will judge. */
static bool policy_waivable(struct acting *acting, const struct waiving *waiving, struct error *err)
{
    const struct value *listing;
    const struct text policy = text_of(waiving->policy);
    struct suggestion near_policy = suggest_for(policy);
    if (!listing_known(acting, waiving, &listing, err))
        return false;
    for (size_t i = 0; i < value_count(listing); i++) {
        const struct value *listed = value_at(listing, i);
        const struct text waived_level = said_text(listed, "level");
        suggest_offer(&near_policy, said_text(listed, "id"));
        if (!text_equal(said_text(listed, "id"), policy))
            continue;
        return text_is(waived_level, level_name(LEVEL_OVERRIDABLE)) ||
               error_set(err, ERROR_INTEGRITY, "%s is %.*s: only an overridable policy is waived",
                         waiving->policy, TEXT_ARGS(waived_level));
    }
    return error_set(err, ERROR_USAGE, "the policy set adopted for %s has no policy %s%s",
                     stage_name(waiving->stage), waiving->policy,
                     suggest_hint(&near_policy, acting->arena));
}

static struct value model_value(const struct waiving *waiving, struct arena *arena)
{
    struct record model = record_in(arena);
    record_text(&model, "name", waiving->asked.name);
    record_text(&model, "version", waiving->asked.version);
    return record_map(&model);
}

static struct text waiver_sentence(const struct acting *acting, const struct waiving *waiving,
                                   const char *ends)
{
    return text_format(
        acting->arena, "I, %.*s, waive %s for %.*s in %s until %s, in the log %.*s, because: %.*s",
        TEXT_ARGS(acting->id), waiving->policy, TEXT_ARGS(waiving->key), stage_name(waiving->stage),
        ends, TEXT_ARGS(acting->origin), TEXT_ARGS(waiving->reason));
}

static bool waiver_draft(struct acting *acting, const struct waiving *waiving, struct draft *out,
                         struct error *err)
{
    char waiver_ends[CLOCK_TEXT_SIZE];
    struct value reason;
    struct record members = record_in(acting->arena);
    struct draft draft = {.kind = ACT_WAIVER, .word = waiving->asked.version};
    if (!acting_commit(acting, acting->id, waiving->reason, &reason, err))
        return false;
    clock_write(waiving->ends, waiver_ends);
    record_value(&members, "model", model_value(waiving, acting->arena));
    record_text(&members, "artifact", waiving->artifact);
    record_text(&members, "policy", text_of(waiving->policy));
    record_text(&members, "stage", text_of(stage_name(waiving->stage)));
    record_text(&members, "until", text_copy(acting->arena, text_of(waiver_ends)));
    record_value(&members, "reason", reason);
    draft.members = members.members;
    const struct value about = record_map(&members);
    if (!act_subject(ACT_WAIVER, acting->origin, &about, acting->arena, &draft.subject, err))
        return false;
    draft.sentence = waiver_sentence(acting, waiving, waiver_ends);
    *out = draft;
    return true;
}

static bool waiver_record(struct acting *acting, struct waiving *waiving, struct error *err)
{
    struct draft draft;
    struct recorded recorded;
    if (!version_known(acting, waiving, err) || !policy_waivable(acting, waiving, err) ||
        !waiver_draft(acting, waiving, &draft, err) ||
        !acting_record(acting, &draft, &recorded, err))
        return false;
    acting_tell(acting,
                text_format(acting->arena, "%s is waived for %.*s in %s until %s", waiving->policy,
                            TEXT_ARGS(waiving->key), stage_name(waiving->stage), waiving->until),
                &recorded);
    return true;
}

static int waive_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting = {0};
    struct waiving waiving = {0};
    if (!waiving_read(session, request, &waiving, err) ||
        !acting_open(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const struct refused refused = {.command = "waive", .asked = &waiving.asked, .why = err};
    const bool recorded = waiver_record(&acting, &waiving, err) || refusal_known(&acting, &refused);
    acting_close(&acting);
    return recorded ? STATUS_ALLOWED : operation_failed(err);
}

static const struct parameter parameters[] = {
    {"version", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME@VERSION", "for which version",
     NULL},
    {"policy", 0, PARAMETER_OPTION, 0, "ID", "which policy; it must be overridable", NULL},
    {"until", 0, PARAMETER_OPTION, 0, "DATE", "the last day on which it holds", NULL},
    {"reason", 0, PARAMETER_OPTION, 0, "TEXT", "why", NULL},
    {"to", 0, PARAMETER_OPTION, 0, "STAGE", "for which stage; production", stage_words},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation waive_operation = {
    .name = "waive",
    .summary = "take it upon yourself that a version falls short of an overridable policy",
    .details =
        "A risk officer signs that what this policy finds short in this version shall not block\n"
        "it, until a day. From then on `check --record` reports its findings as waived, by whom\n"
        "and until when. Mandatory policies cannot be waived, nor can a policy that crashes; a\n"
        "waiver holds for one version, artifact and stage. The reason is kept beside the log.\n",
    .examples = "obstat waive credit-default@2.3.0 --policy credit/four-fifths --until 2027-01-31 "
                "--reason \"Under way\"\n",
    .parameters = parameters,
    .run = waive_run,
};
