/* promote: a version enters the next stage, if policies and people let it. resume: it comes back
 * from a suspension, the same way. */
#include "service/operations.h"
#include "service/promoting.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/judge_request.h"

#include <stdlib.h>

#define PROMOTING_PARAMETERS                                                                       \
    {                                                                                              \
        "version", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME@VERSION", "the version", NULL  \
    }

#define DECIDED_PARAMETERS                                                                         \
    {                                                                                              \
        "manifest",                                                                                \
        0,                                                                                         \
        PARAMETER_OPTION,                                                                          \
        0,                                                                                         \
        "FILE",                                                                                    \
        "its manifest; else model.yaml here, else the inputs of its last decision",                \
        NULL},                                                                                     \
        {"wait", 0,          PARAMETER_OPTION,                                                     \
         0,      "DURATION", "wait for signatures that are lacking: 90s, 10m, 2h",                 \
         NULL},                                                                                    \
        {"passport", 0,      PARAMETER_OPTION,                                                     \
         0,          "FILE", "where its passport goes; else passports/ of the ledger",             \
         NULL},                                                                                    \
        {"output",                                                                                 \
         'o',                                                                                      \
         PARAMETER_OPTIONS,                                                                        \
         0,                                                                                        \
         "FORMAT[=FILE]",                                                                          \
         "how to report, text where it is not said; repeatable",                                   \
         NULL},                                                                                    \
        {"verbose", 'v', PARAMETER_FLAG, 0, NULL, "list every control", NULL}, PARAMETER_DIR,      \
        PARAMETER_AS, PARAMETER_SIGN

static bool wait_read(const struct value *request, int64_t *out, struct error *err)
{
    const char *wait = request_text(request, "wait");
    *out = 0;
    return !wait || (clock_span_read(text_of(wait), out) && *out <= LIMIT_WAIT_SECONDS) ||
           error_set(err, ERROR_USAGE,
                     "--wait: %s is no time to wait; write it as 90s, 10m or 2h, 7d at most", wait);
}

static bool step_read(const struct value *request, struct value *out, struct error *err)
{
    char *end = NULL;
    const char *step = request_text(request, "step");
    const long percent = step ? strtol(step, &end, 10) : 0;
    *out = value_of_null();
    if (!step)
        return true;
    *out = value_of_integer(percent);
    return (end != step && !*end && percent >= 1 && percent <= 100) ||
           error_set(err, ERROR_USAGE, "--step: %s is no share of the traffic, in per cent", step);
}

static bool promoting_read(struct session *session, const struct value *request,
                           struct promoting *out, struct error *err)
{
    out->session = session;
    out->request = request;
    out->manifest = request_text(request, "manifest");
    out->passport = request_text(request, "passport");
    out->reason = text_of(request_text(request, "reason"));
    return wait_read(request, &out->wait, err) && step_read(request, &out->step, err);
}

static bool target_read(const struct value *request, enum stage *out, struct error *err)
{
    if (!request_text(request, "to"))
        return error_set(err, ERROR_USAGE, "promote needs --to STAGE: where to");
    return asked_stage(request, out, err);
}

static int promote_run(struct session *session, const struct value *request, struct error *err)
{
    struct promoting promoting = {.move = MOVE_PROMOTE,
                                  .emergency = request_flag(request, "emergency")};
    if (!promoting_read(session, request, &promoting, err) ||
        !target_read(request, &promoting.to, err))
        return operation_failed(err);
    if (value_kind(&promoting.step) != VALUE_NULL && promoting.to != STAGE_CANARY)
        return error_set(err, ERROR_USAGE,
                         "--step is a share of a canary's traffic, and goes with "
                         "--to canary"),
               operation_failed(err);
    if (promoting.emergency && !promoting.reason.size)
        return error_set(err, ERROR_USAGE, "--emergency needs --reason TEXT: why nobody can wait"),
               operation_failed(err);
    if (promoting.emergency && promoting.wait)
        return error_set(err, ERROR_USAGE,
                         "--emergency waits for nobody: --wait does not go with "
                         "it"),
               operation_failed(err);
    return promoting_run(&promoting, err);
}

static int resume_run(struct session *session, const struct value *request, struct error *err)
{
    struct promoting promoting = {.move = MOVE_RESUME, .to = STAGE_NONE};
    if (!promoting_read(session, request, &promoting, err) ||
        !moving_reason(request, "resume", &promoting.reason, err))
        return operation_failed(err);
    return promoting_run(&promoting, err);
}

static const struct parameter promote_parameters[] = {
    PROMOTING_PARAMETERS,
    {"to", 0, PARAMETER_OPTION, 0, "STAGE", "the stage it shall enter", stage_words},
    {"step", 0, PARAMETER_OPTION, 0, "PERCENT", "the share of the traffic that a canary gets",
     NULL},
    {"emergency", 0, PARAMETER_FLAG, 0, NULL,
     "do not wait for signatures; a review is owed within a day", NULL},
    {"reason", 0, PARAMETER_OPTION, 0, "TEXT", "why; an emergency needs one", NULL},
    DECIDED_PARAMETERS,
    {0},
};

static const struct parameter resume_parameters[] = {
    PROMOTING_PARAMETERS,
    {"reason", 0, PARAMETER_OPTION, 0, "TEXT", "what caused the suspension, and why it is over",
     NULL},
    DECIDED_PARAMETERS,
    {0},
};

const struct operation promote_operation = {
    .name = "promote",
    .summary = "move a version to the next stage, if policies and people let it",
    .details =
        "Digests every input anew, judges it under the set in force, and demands that it is what\n"
        "people were asked to sign for. The decision is recorded, as check --record does; where "
        "it\n"
        "allows the move and nobody's signature lacks, the version is moved, its request is "
        "consumed\n"
        "and its passport written. Into production, the version that was there is deprecated in "
        "the\n"
        "same record.\n"
        "\n"
        "Where there is no manifest here, the inputs of its last decision on this move are taken "
        "out\n"
        "of the ledger; the artifact then stands as it was seen, which the decision says.\n"
        "\n"
        "Statuses: 0 moved, or there already by an earlier promotion of these inputs; 1 denied,\n"
        "refused by the lifecycle or in conflict with another, 3 could not be judged, 4 inputs,\n"
        "artifact, policies or signatures are not what they were, 7 signatures lack; 2 the "
        "command\n"
        "is off, 6 the ledger could not be written.\n",
    .examples = "obstat promote credit-default@2.3.0 --to production --sign ci.key\n"
                "obstat promote credit-default@2.3.0 --to production --wait 2h\n"
                "obstat promote credit-default@2.3.1 --to production --emergency \\\n"
                "    --reason 'the service is down'\n",
    .parameters = promote_parameters,
    .run = promote_run,
};

const struct operation resume_operation = {
    .name = "resume",
    .summary = "bring a suspended version back to where it was",
    .details =
        "As promote does it, back to the stage in which it was suspended: by a decision recorded\n"
        "since (obstat check --record --to STAGE) that two others have approved, neither of them "
        "who\n"
        "suspended it. Where no policy set is adopted for that stage, the two give this command.\n"
        "\n"
        "Statuses: as promote's.\n",
    .examples = "obstat resume credit-default@2.3.0 --reason 'the feed is mended' --sign ci.key\n",
    .parameters = resume_parameters,
    .run = resume_run,
};
