/* policy try: one policy on one manifest, with everything it reads and compares. */
#include "service/operations.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "report/escape.h"
#include "script/script.h"
#include "service/inputs.h"
#include "service/judge_request.h"
#include "service/policies.h"

static const struct parameter parameters[] = {
    {"file", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "FILE", "the policy", NULL},
    {"manifest", 0, PARAMETER_ARGUMENTS, 0, "MANIFEST", "what to judge; model.yaml", NULL},
    {"to", 0, PARAMETER_OPTION, 0, "STAGE", "the stage it shall enter", stage_words},
    {"from", 0, PARAMETER_OPTION, 0, "STAGE", "the stage it is in", stage_words},
    {"param", 0, PARAMETER_OPTIONS, 0, "ID.KEY=VALUE", "set a parameter of the policy", NULL},
    {"evidence", 0, PARAMETER_OPTIONS, 0, "FILE", "evidence besides the manifest's own", NULL},
    {"champion", 0, PARAMETER_OPTION, 0, "MANIFEST", "the version that is in production", NULL},
    {"now", 0, PARAMETER_OPTION, 0, "RFC3339", "judge as of this moment", NULL},
    {0},
};

/* What the watcher writes to. */
struct trace {
    struct session *session;
    struct arena arena;
};

/* A line that is too long is cut, and ends as a line all the same. */
static void trace_print(struct trace *trace, struct buffer *trace_line)
{
    trace->session->print(trace->session->context, buffer_text(trace_line));
    trace->session->print(trace->session->context,
                          buffer_full(trace_line) ? TEXT("...\n") : TEXT("\n"));
}

static void trace_read(void *context, struct place source, struct text path,
                       const struct value *value)
{
    struct trace *trace = context;
    struct buffer trace_line = buffer_in(&trace->arena, LIMIT_MESSAGE_SIZE);
    buffer_format(&trace_line, "  line %-4u read     ", source.line);
    text_escape(path, &trace_line);
    buffer_string(&trace_line, " = ");
    text_escape(value ? value_shown(value, &trace->arena) : TEXT("(absent)"), &trace_line);
    trace_print(trace, &trace_line);
}

static void trace_finding(void *context, const struct finding *traced_finding)
{
    struct trace *trace = context;
    struct buffer trace_line = buffer_in(&trace->arena, (size_t)2 * LIMIT_MESSAGE_SIZE);
    buffer_format(&trace_line, "  line %-4u control  %s: ", traced_finding->source.line,
                  outcome_name(traced_finding->outcome));
    text_escape(traced_finding->control, &trace_line);
    buffer_string(&trace_line, ": ");
    text_escape(traced_finding->message, &trace_line);
    if (traced_finding->level == LEVEL_ADVISORY)
        buffer_string(&trace_line, " (advisory)");
    trace_print(trace, &trace_line);
}

/* The one policy of the file, loaded and with its parameters. */
static bool policy_open(const struct judge_request *wanted, const struct evaluator *evaluator,
                        struct arena *arena, struct policy *tried_policy, struct error *err)
{
    struct sources sources = {0};
    if (!sources_add(&sources, ".", wanted->policies.at[0], wanted->data, arena, err))
        return false;
    if (sources.faults.count) {
        *err = sources.faults.at[0].error;
        return false;
    }
    if (sources.policies.count != 1)
        return error_set(err, ERROR_USAGE, "%s is not one policy file", wanted->policies.at[0]);
    if (!evaluator->load(evaluator->host, &sources.policies.at[0], arena, tried_policy, err))
        return false;
    for (size_t i = 0; i < wanted->overrides.count; i++)
        if (!text_equal(wanted->overrides.at[i].id, tried_policy->id))
            return error_set(err, ERROR_USAGE, "--param: the policy is %.*s",
                             TEXT_ARGS(tried_policy->id));
        else if (!param_set_text(tried_policy, wanted->overrides.at[i].key,
                                 wanted->overrides.at[i].value, arena, err))
            return false;
    return true;
}

static int trace_policy(struct trace *trace, const struct policy *policy,
                        const struct evaluator *evaluator, const struct inputs *inputs)
{
    struct conclusion trace_conclusion;
    struct findings traced_findings = {0};
    struct watcher trace_watcher = {.context = trace, .read = trace_read, .finding = trace_finding};
    struct evaluation trace_evaluation = {.watcher = &trace_watcher};
    struct buffer trace_line = buffer_in(&trace->arena, LIMIT_MESSAGE_SIZE);
    text_escape(policy->id, &trace_line);
    buffer_format(&trace_line, "  %s  %s", level_name(policy_level_at(policy, inputs->of.now)),
                  policy_applies(policy, inputs->of.from, inputs->of.to, inputs->manifest.tier)
                      ? "applies"
                      : "does not apply to this transition and tier; tried all the same");
    trace_print(trace, &trace_line);
    evaluator->check(evaluator->host, policy, &inputs->of, &trace->arena, &traced_findings,
                     &trace_evaluation);
    decision_conclude(&traced_findings, 0, &trace_conclusion);
    trace_line = buffer_in(&trace->arena, LIMIT_MESSAGE_SIZE);
    buffer_format(&trace_line, "%s   %llu units of fuel   status %d",
                  verdict_name(trace_conclusion.verdict), (unsigned long long)trace_evaluation.fuel,
                  trace_conclusion.status);
    trace_print(trace, &trace_line);
    return trace_conclusion.status;
}

static int try_run(struct session *session, const struct value *request, struct error *err)
{
    struct policy policy;
    const struct inputs *inputs;
    struct judge_request wanted;
    struct trace trace = {.session = session};
    const struct script_options options = {0};
    const struct evaluator evaluator = script_evaluator(&options);
    struct schemas *schemas = schemas_new(session->arena);
    if (!judge_request_read(session, request, &wanted, err))
        return operation_failed(err);
    if (wanted.manifests.count > 1) {
        (void)error_set(err, ERROR_USAGE, "policy try takes one manifest, %s is the second",
                        wanted.manifests.at[1]);
        return operation_failed(err);
    }
    *LIST_ADD(session->arena, &wanted.policies) = request_text(request, "file");
    if (!policy_open(&wanted, &evaluator, session->arena, &policy, err) ||
        !inputs_read(&wanted, 0, schemas, session->arena, &inputs, err))
        return operation_failed(err);
    const int status = trace_policy(&trace, &policy, &evaluator, inputs);
    arena_free(&trace.arena);
    return status;
}

const struct operation policy_try_operation = {
    .name = "policy try",
    .summary = "run one policy on one manifest and print all it reads and compares",
    .details = "For writing policies: each read and each comparison with its line and value.\n",
    .examples = "obstat policy try policies/accuracy-floor.lua model.yaml\n",
    .parameters = parameters,
    .run = try_run,
};
