/* policy lint: what the policies' texts would let pass in silence. */
#include "service/operations.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "lint/lint.h"
#include "report/escape.h"
#include "script/script.h"
#include "service/judge_request.h"
#include "service/policies.h"

static const struct parameter parameters[] = {
    {"policy", 0, PARAMETER_ARGUMENTS, 0, "DIR|FILE|pack:NAME",
     "which policies; the project's where none are named", NULL},
    {0},
};

/* What one run has seen. */
struct tally {
    size_t files, problems, remarks, allowed;
    int status;
};

struct paths LIST(const char *);

/* What a lint of one place needs besides its files. */
struct linter {
    struct session *session;
    struct paths tested; /* policies that a test stands beside, as the user sees them */
    const char *const *globals;
    struct buffer out;
    struct tally tally;
};

/* ---- what is looked at ---- */

static const char *const *linter_globals(struct arena *arena)
{
    size_t linter_count = 0;
    const struct script_function *linter_functions = script_functions();
    while (linter_functions[linter_count].name)
        linter_count++;
    const char **linter_names = ARENA_ARRAY(arena, const char *, linter_count + 1);
    for (size_t linter_index = 0; linter_index < linter_count; linter_index++)
        linter_names[linter_index] = linter_functions[linter_index].name;
    return linter_names;
}

static bool tested_add(struct linter *linter, const char *folder, const char *name,
                       struct error *err)
{
    struct test_sources tested_sources = {0};
    struct arena *arena = linter->session->arena;
    if (!sources_tests(folder, name, linter->session->data, arena, &tested_sources, err))
        return false;
    for (size_t tested_index = 0; tested_index < tested_sources.count; tested_index++)
        if (tested_sources.at[tested_index].policy.path &&
            tested_sources.at[tested_index].test.path)
            *LIST_ADD(arena, &linter->tested) = tested_sources.at[tested_index].policy.path;
    return true;
}

static bool tested_find(struct linter *linter, const struct judge_request *wanted,
                        const struct project *project, struct error *err)
{
    const size_t wanted_count = wanted->policies.count;
    const struct value *project_policies = wanted_count ? NULL : project->policies;
    for (size_t project_policy = 0; project_policy < wanted_count; project_policy++)
        if (!tested_add(linter, ".", wanted->policies.at[project_policy], err))
            return false;
    for (size_t project_policy = 0;
         project_policies && project_policy < value_count(project_policies); project_policy++) {
        const char *name = text_string(linter->session->arena,
                                       value_text(value_at(project_policies, project_policy)));
        if (!tested_add(linter, project->root, name, err))
            return false;
    }
    return true;
}

static bool is_tested(const struct linter *linter, const char *path)
{
    for (size_t i = 0; i < linter->tested.count; i++)
        if (strcmp(linter->tested.at[i], path) == 0)
            return true;
    return false;
}

/* ---- looking ---- */

static void linter_finding_print(struct linter *linter, const struct lint_finding *linter_finding)
{
    struct buffer *linter_out = &linter->out;
    text_escape(text_of(linter_finding->place.file), linter_out);
    buffer_format(linter_out, ":%u:%u: %s: %s", linter_finding->place.line,
                  linter_finding->place.column, linter_finding->rule,
                  linter_finding->advice ? "remark: " : "");
    text_escape(linter_finding->message, linter_out);
    buffer_string(linter_out, "; ");
    text_escape(linter_finding->fix, linter_out);
    buffer_byte(linter_out, '\n');
}

static void linter_finding_count(struct linter *linter, const struct lint_finding *linter_finding)
{
    if (linter_finding->allowed)
        linter->tally.allowed++;
    else if (linter_finding->advice)
        linter->tally.remarks++;
    else
        linter->tally.problems++;
    if (!linter_finding->allowed)
        linter_finding_print(linter, linter_finding);
    if (!linter_finding->allowed && !linter_finding->advice)
        linter->tally.status = status_graver(linter->tally.status, STATUS_DENIED);
}

static void fault_tell(struct linter *linter, const struct error *fault)
{
    linter->session->complain(linter->session->context, fault);
    linter->tally.status = status_graver(linter->tally.status, STATUS_POLICY);
}

static void linter_source_lint(struct linter *linter, const char *path, struct text source,
                               bool untested)
{
    struct error linter_fault = {0};
    struct lint_findings linter_findings = {0};
    const struct lint_source of = {path, source, linter->globals, untested};
    linter->tally.files++;
    if (!lint_check(&of, linter->session->arena, &linter_findings, &linter_fault))
        fault_tell(linter, &linter_fault);
    for (size_t linter_index = 0; linter_index < linter_findings.count; linter_index++)
        linter_finding_count(linter, &linter_findings.at[linter_index]);
}

static bool looked_at(const struct policy_sources *policies, size_t count,
                      const struct module_sources *modules)
{
    for (size_t i = 0; i < count; i++)
        if (policies->at[i].modules == modules)
            return true;
    return false;
}

/* The modules of the policy folder's own lib/; those of the standard library have their own tests.
 */
static void modules_lint(struct linter *linter, const struct module_sources *modules)
{
    for (size_t i = 0; modules && i < modules->count; i++)
        if (!text_starts(text_of(modules->at[i].path), TEXT("stdlib/")))
            linter_source_lint(linter, modules->at[i].path, modules->at[i].source, false);
}

static void sources_lint(struct linter *linter, const struct sources *sources)
{
    const struct policy_sources *policies = &sources->policies;
    for (size_t i = 0; i < sources->faults.count; i++)
        fault_tell(linter, &sources->faults.at[i].error);
    for (size_t i = 0; i < policies->count; i++) {
        const struct policy_source *linted_source = &policies->at[i];
        linter_source_lint(linter, linted_source->path, linted_source->source,
                           !is_tested(linter, linted_source->path));
        if (!looked_at(policies, i, linted_source->modules))
            modules_lint(linter, linted_source->modules);
    }
}

/* ---- the operation ---- */

static void linter_count_print(struct buffer *linter_out, size_t linter_count, const char *one,
                               const char *many)
{
    buffer_format(linter_out, "%zu %s", linter_count, linter_count == 1 ? one : many);
}

static void summary_print(struct linter *linter)
{
    struct buffer *linter_out = &linter->out;
    const struct tally *tally = &linter->tally;
    linter_count_print(linter_out, tally->files, "file, ", "files, ");
    linter_count_print(linter_out, tally->problems, "problem, ", "problems, ");
    linter_count_print(linter_out, tally->remarks, "remark", "remarks");
    if (tally->allowed)
        buffer_format(linter_out, ", %zu allowed by comments", tally->allowed);
    buffer_byte(linter_out, '\n');
    linter->session->print(linter->session->context, buffer_text(linter_out));
}

static int lint_run(struct session *session, const struct value *request, struct error *err)
{
    struct project project;
    struct judge_request wanted;
    struct policy_set set = {0};
    struct linter linter = {.session = session,
                            .globals = linter_globals(session->arena),
                            .out = buffer_in(session->arena, LIMIT_REPORT_SIZE)};
    struct schemas *schemas = schemas_new(session->arena);
    if (!judge_request_read(session, request, &wanted, err) ||
        !project_read("model.yaml", schemas, session->arena, &project, err) ||
        !policy_set_read(&wanted, &project, session->arena, &set, err) ||
        (!set.sources.faults.count && !tested_find(&linter, &wanted, &project, err)))
        return operation_failed(err);
    if (!set.sources.policies.count && !set.sources.faults.count) {
        (void)error_set(err, ERROR_REFUSED, "no policies; name a folder, a file or pack:NAME");
        return operation_failed(err);
    }
    sources_lint(&linter, &set.sources);
    summary_print(&linter);
    return linter.tally.status;
}

const struct operation policy_lint_operation = {
    .name = "policy lint",
    .summary = "find what a policy's text would let pass in silence",
    .details =
        "Looks for defaults that stand in for missing values, outcomes that nothing reaches, "
        "metrics\n"
        "that nothing is demanded of, comparisons that let pass what is not a number, unknown\n"
        "names, and policies without tests. Nothing is run. A problem is status 1, a remark is\n"
        "not; a file that is no Lua is 5. `-- lint: allow RULE (reason)` on the line, or alone on "
        "the\n"
        "line above, silences a rule there.\n",
    .examples = "obstat policy lint\nobstat policy lint policies pack:metrics-gate\n",
    .parameters = parameters,
    .run = lint_run,
};
