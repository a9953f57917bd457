/* policy coverage: which references of a framework the policies have to do with. */
#include "service/operations.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "report/escape.h"
#include "service/catalogue.h"
#include "service/policies.h"
#include "service/record.h"
#include "service/said.h"

static const char *const output_words[] = {"text", "json", NULL};

static const struct parameter coverage_parameters[] = {
    {"framework", 0, PARAMETER_OPTION, 0, "NAME",
     "its references one by one; every framework in one line each where none is named", NULL},
    {"policy", 'p', PARAMETER_OPTIONS, 0, "DIR|FILE|pack:NAME",
     "which policies; the project's where none are named", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "WORD", "text or json", output_words},
    {0},
};

struct coverage {
    const struct catalogue *catalogue;
    const struct policies *policies;
    struct arena *arena;
    struct buffer out;
};

/* ---- what covers what ---- */

/* A policy cites "EU AI Act Art. 12", or, where the reference has a name of its own, that. */
static bool policy_cites(const struct policy *policy, struct text framework_name,
                         struct text wide_reference)
{
    for (size_t cited_at = 0; policy->cites && cited_at < value_count(policy->cites); cited_at++) {
        const struct text cited_reference = value_text(value_at(policy->cites, cited_at));
        if (reference_falls_under(cited_reference, wide_reference))
            return true;
        if (text_starts(cited_reference, framework_name) &&
            cited_reference.size > framework_name.size &&
            cited_reference.at[framework_name.size] == ' ' &&
            reference_falls_under(
                text_part(cited_reference, framework_name.size + 1, cited_reference.size),
                wide_reference))
            return true;
    }
    return false;
}

static bool policy_covers(const struct coverage *coverage, const struct policy *policy,
                          const struct framework_reference *wide_reference,
                          struct text framework_name)
{
    const struct ties *ties = &coverage->catalogue->ties;
    for (size_t tie_index = 0; tie_index < ties->count; tie_index++) {
        const struct tie *tie = &ties->at[tie_index];
        if (text_equal(tie->rule, policy->id) &&
            text_equal(tie->framework, wide_reference->framework) &&
            reference_falls_under(tie->reference, wide_reference->reference))
            return true;
    }
    return policy_cites(policy, framework_name, wide_reference->reference);
}

/* The ids of the policies that cover the reference. */
static struct value rules_of(const struct coverage *coverage,
                             const struct framework_reference *wide_reference,
                             struct text framework_name)
{
    struct values covering_rules = {0};
    for (size_t i = 0; i < coverage->policies->count; i++) {
        const struct policy *policy = &coverage->policies->at[i];
        if (policy_covers(coverage, policy, wide_reference, framework_name))
            *LIST_ADD(coverage->arena, &covering_rules) = value_of_text(policy->id);
    }
    return value_of_list(coverage->arena, covering_rules.at, covering_rules.count);
}

/* {"name", "title", "covered", "of", "references": [{"reference", "title", "rules"}]} */
static struct value framework_map(const struct coverage *coverage, struct text framework,
                                  struct text name)
{
    const struct framework_references *framework_rows = &coverage->catalogue->references;
    struct values framework_found = {0};
    int64_t covered = 0;
    for (size_t i = 0; i < framework_rows->count; i++) {
        const struct framework_reference *row = &framework_rows->at[i];
        if (!row->reference.size || !text_equal(row->framework, framework))
            continue;
        const struct value rules = rules_of(coverage, row, name);
        struct record reference = record_in(coverage->arena);
        record_text(&reference, "reference", row->reference);
        record_text(&reference, "title", row->title);
        record_value(&reference, "rules", rules);
        covered += value_count(&rules) > 0;
        *LIST_ADD(coverage->arena, &framework_found) = record_map(&reference);
    }
    struct record framework_record = record_in(coverage->arena);
    record_text(&framework_record, "name", framework);
    record_text(&framework_record, "title", name);
    record_integer(&framework_record, "covered", covered);
    record_integer(&framework_record, "of", (int64_t)framework_found.count);
    record_value(&framework_record, "references",
                 value_of_list(coverage->arena, framework_found.at, framework_found.count));
    return record_map(&framework_record);
}

/* ---- telling it ---- */

static void coverage_padded(struct buffer *coverage_lines, struct text words, size_t width)
{
    const size_t before = coverage_lines->size;
    text_escape(words, coverage_lines);
    const size_t written = coverage_lines->size - before;
    buffer_repeat(coverage_lines, ' ', written < width ? width - written : 1);
}

static void summary_line(struct coverage *coverage, const struct value *framework)
{
    enum { NAME_WIDTH = 13, TITLE_WIDTH = 18 };
    coverage_padded(&coverage->out, said_text(framework, "name"), NAME_WIDTH);
    coverage_padded(&coverage->out, said_text(framework, "title"), TITLE_WIDTH);
    buffer_format(&coverage->out, "%lld of %lld\n", (long long)said_integer(framework, "covered"),
                  (long long)said_integer(framework, "of"));
}

static void reference_lines(struct coverage *coverage, const struct value *reference)
{
    enum { REFERENCE_WIDTH = 30 };
    const struct value *covering_rules = value_get(reference, TEXT("rules"));
    buffer_string(&coverage->out, "  ");
    coverage_padded(&coverage->out, said_text(reference, "reference"), REFERENCE_WIDTH);
    text_escape(said_text(reference, "title"), &coverage->out);
    buffer_byte(&coverage->out, '\n');
    for (size_t covering_rule = 0; covering_rule < value_count(covering_rules); covering_rule++) {
        buffer_string(&coverage->out, "      ");
        text_escape(value_text(value_at(covering_rules, covering_rule)), &coverage->out);
        buffer_byte(&coverage->out, '\n');
    }
}

/* The covered references, or the others. */
static void references_tell(struct coverage *coverage, const struct value *framework, bool covered)
{
    const struct value *references = value_get(framework, TEXT("references"));
    const char *coverage_heading = covered ? "\ncovered\n" : "\nnot covered\n";
    for (size_t reference_index = 0; reference_index < value_count(references); reference_index++) {
        const struct value *reference = value_at(references, reference_index);
        if ((value_count(value_get(reference, TEXT("rules"))) > 0) != covered)
            continue;
        buffer_string(&coverage->out, coverage_heading);
        coverage_heading = "";
        reference_lines(coverage, reference);
    }
}

static void coverage_text(struct coverage *coverage, const struct values *frameworks, bool whole)
{
    for (size_t i = 0; i < frameworks->count; i++) {
        summary_line(coverage, &frameworks->at[i]);
        if (!whole)
            continue;
        references_tell(coverage, &frameworks->at[i], true);
        references_tell(coverage, &frameworks->at[i], false);
    }
}

static void coverage_json(struct coverage *coverage, const struct values *frameworks)
{
    struct record map = record_in(coverage->arena);
    record_text(&map, "obstat", TEXT("coverage/v1"));
    record_integer(&map, "policies", (int64_t)coverage->policies->count);
    record_value(&map, "frameworks",
                 value_of_list(coverage->arena, frameworks->at, frameworks->count));
    buffer_add(&coverage->out, record_bytes(&map));
    buffer_byte(&coverage->out, '\n');
}

/* ---- the operation ---- */

/* The framework of that name, or every one. */
static bool frameworks_of(const struct coverage *coverage, const char *wanted,
                          struct values *frameworks, struct error *err)
{
    const struct framework_references *framework_rows = &coverage->catalogue->references;
    struct suggestion near_framework = suggest_for(text_of(wanted));
    const struct text name = framework_name(coverage->catalogue, text_of(wanted), &near_framework);
    if (wanted && !name.size)
        return error_set(err, ERROR_USAGE, "there is no framework %s%s", wanted,
                         suggest_hint(&near_framework, coverage->arena));
    for (size_t i = 0; i < framework_rows->count; i++)
        if (!framework_rows->at[i].reference.size &&
            (!wanted || text_is(framework_rows->at[i].framework, wanted)))
            *LIST_ADD(coverage->arena, frameworks) = framework_map(
                coverage, framework_rows->at[i].framework, framework_rows->at[i].title);
    return true;
}

static int coverage_run(struct session *session, const struct value *request, struct error *err)
{
    struct policy_set set;
    struct catalogue catalogue;
    struct values frameworks = {0};
    const char *wanted = request_text(request, "framework"), *as = request_text(request, "output");
    if (!catalogue_read(session->data, session->arena, &catalogue, err) ||
        !policies_open(session, request, &set, err))
        return operation_failed(err);
    struct coverage coverage = {&catalogue, &set.policies, session->arena,
                                buffer_in(session->arena, LIMIT_REPORT_SIZE)};
    if (!frameworks_of(&coverage, wanted, &frameworks, err))
        return operation_failed(err);
    if (!set.policies.count && !set.sources.faults.count) {
        (void)error_set(err, ERROR_REFUSED, "no policies; name a folder, a file or pack:NAME");
        return policies_status(&set);
    }
    if (as && strcmp(as, "json") == 0)
        coverage_json(&coverage, &frameworks);
    else
        coverage_text(&coverage, &frameworks, wanted != NULL);
    session->print(session->context, buffer_text(&coverage.out));
    return policies_status(&set);
}

const struct operation policy_coverage_operation = {
    .name = "policy coverage",
    .summary = "how many references of a framework the policies have to do with",
    .details =
        "Says \"N of M\": M references in the catalogue policies/frameworks.csv, N of which a\n"
        "policy cites, or is tied to in policies/controls.csv. That a reference is covered does\n"
        "not say that it is fulfilled: a policy may be about a part of it.\n",
    .examples = "obstat policy coverage -p pack:core-repro\n"
                "obstat policy coverage --framework eu-ai-act -p pack:eu-ai-act-high-risk\n",
    .parameters = coverage_parameters,
    .run = coverage_run,
};
