#include "lint/lint.h"

#include "base/encode.h"
#include "base/limits.h"
#include "lint/rule.h"

const struct lint_rule lint_rules[] = {
    {"defaulted-comparison", "what is compared is a constant where the value is missing", false,
     find_defaulted_comparison},
    {"unknown-global", "a global name that the sandbox does not have", false, find_unknown_global},
    {"unreachable-outcome", "an outcome that nothing reaches", false, find_unreachable_outcome},
    {"unused-subject", "a metric, path or suite that nothing is demanded of", false,
     find_unused_subject},
    {"negated-comparison", "a gate made by hand that lets pass what is not a number", false,
     find_negated_comparison},
    {"no-test", "a policy without a test beside it", false, find_no_test},
    {"unclear-allow", "a comment that would allow something and does not say what or why", false,
     NULL},
    {"no-outcome", "a way through the check that ends without an outcome", true, find_no_outcome},
    {"unbounded-params", "a numeric parameter that may be set to anything", true,
     find_unbounded_params},
    {"no-remedy", "a mandatory policy that does not say what to do", true, find_no_remedy},
    {"idle-allow", "a comment that allows what is not there", true, NULL},
    {NULL, NULL, false, NULL},
};

static bool source_is_readable(const struct lint_source *source, struct error *err)
{
    const struct place lint_start = {source->path, 1, 1};
    if (source->source.size > LIMIT_POLICY_SIZE)
        return error_at(err, ERROR_POLICY, lint_start, "the file is larger than %d bytes",
                        (int)LIMIT_POLICY_SIZE);
    const size_t stray_byte = utf8_check(source->source);
    if (stray_byte == source->source.size)
        return true;
    unsigned stray_line = 1;
    for (size_t byte = 0; byte < stray_byte; byte++)
        stray_line += source->source.at[byte] == '\n';
    return error_at(err, ERROR_POLICY, (struct place){source->path, stray_line, 0},
                    "the file is not UTF-8");
}

static int spot_order(unsigned a, unsigned b)
{
    return a < b ? -1 : a > b;
}

static int finding_order(const void *a, const void *b)
{
    const struct lint_finding *earlier = a, *later = b;
    int spot_order_found = spot_order(earlier->place.line, later->place.line);
    if (!spot_order_found)
        spot_order_found = spot_order(earlier->place.column, later->place.column);
    if (!spot_order_found)
        spot_order_found = strcmp(earlier->rule, later->rule);
    return spot_order_found ? spot_order_found : text_compare(earlier->message, later->message);
}

/* One rule says one thing about one place. */
static bool finding_repeats(const struct lint_finding *earlier, const struct lint_finding *later)
{
    return earlier->place.line == later->place.line &&
           earlier->place.column == later->place.column && strcmp(earlier->rule, later->rule) == 0;
}

static void findings_sort(struct lint_findings *problems)
{
    size_t problems_kept = 0;
    if (problems->count)
        qsort(problems->at, problems->count, sizeof *problems->at, finding_order);
    for (size_t problem = 0; problem < problems->count; problem++)
        if (!problems_kept ||
            !finding_repeats(&problems->at[problems_kept - 1], &problems->at[problem]))
            problems->at[problems_kept++] = problems->at[problem];
    problems->count = problems_kept;
}

bool lint_check(const struct lint_source *source, struct arena *arena,
                struct lint_findings *problems, struct error *err)
{
    struct lint lint;
    if (!source_is_readable(source, err) || !lint_open(&lint, source, arena, err))
        return false;
    for (lint.rule = lint_rules; lint.rule->name; lint.rule++)
        if (lint.rule->find)
            lint.rule->find(&lint);
    comments_apply(&lint);
    findings_sort(&lint.found);
    for (size_t i = 0; i < lint.found.count; i++)
        *LIST_ADD(arena, problems) = lint.found.at[i];
    return true;
}
