/* The short form: rules = {{metric = "auc", at_least = 0.8}}. */
#include "judging.h"

#define RULES(body) "return {id = 't/p', title = 'x', level = 'mandatory', rules = {" body "}}"
#define EVIDENCE                                                                                   \
    "results: [{metric: auc, value: 0.8}, {metric: acc, value: 0.5, task: arc},"                   \
    " {metric: acc, value: 0.6, task: mmlu}]\nsuites: [{name: fair, passed: 9, total: 10}]"

START_TEST(test_rules__each_demand_is_a_control)
{
    struct judged judged = judge((struct trial){
        .model = "owner: me",
        .evidence = {EVIDENCE},
        .policy = RULES("{metric = 'auc', at_most = 0.7, at_least = 0.8},"
                        "{metric = 'acc', task = 'arc', within = {0.4, 0.5}},"
                        "{suite = 'fair', score_at_least = 0.9},"
                        "{expect = 'owner', present = true, one_of = {'me', 'you'}},"
                        "{metric = 'f1', at_least = 0.1},"
                        "{metric = 'auc', not_worse_than_champion = {margin = 0.1}}")});
    ck_assert_uint_eq(judged.findings.count, 8);
    ends(&judged, "auc", OUTCOME_PASS, "at least");
    ends(&judged, "auc#2", OUTCOME_FAIL, "at most");
    ends(&judged, "acc{task=arc}", OUTCOME_PASS, "");
    ends(&judged, "suite fair", OUTCOME_PASS, "");
    ends(&judged, "owner", OUTCOME_PASS, "");
    ends(&judged, "owner#2", OUTCOME_PASS, "present");
    ends(&judged, "f1", OUTCOME_MISSING, "");
    ends(&judged, "auc#3", OUTCOME_NOT_APPLICABLE, "");
    ck_assert_str_eq(judged.findings.at[0].source.file, "p.lua");
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_rules__what_is_no_rule_is_an_error)
{
    const struct trial rows[] = {
        {"a misspelt demand", .policy = RULES("{metric = 'auc', atleast = 0.1}"),
         .message = "rules[1] has no atleast; did you mean at_least?"},
        {"no demand", .policy = RULES("{metric = 'auc'}"), .message = "demands nothing"},
        {"no subject", .policy = RULES("{at_least = 0.8}"), .message = "needs a metric"},
        {"two subjects", .policy = RULES("{metric = 'auc', suite = 'fair', at_least = 0.8}"),
         .message = "has both metric and suite"},
        {"a filter of no metric", .policy = RULES("{suite = 'fair', task = 'x', score_above = 0}"),
         .message = "are for metrics"},
        {"no table", .policy = RULES("'auc'"), .message = "rules[1] must be a table"},
        {"a name", .policy = RULES("a = {metric = 'auc', at_least = 0.1}"),
         .message = "no names and no gaps"},
        {"a bad bound", .policy = RULES("{metric = 'auc', at_least = '0.8'}"),
         .message = "the bound must be a number"},
        {"present = false", .policy = RULES("{metric = 'auc', present = false}"),
         .message = "present takes true"},
        {"a bound in a table", .policy = RULES("{metric = 'auc', within = {0.1}}"),
         .message = "within takes {low, high}"},
        {"a suite judged as a metric", .policy = RULES("{suite = 'fair', at_least = 0.8}"),
         .message = "use score_at_least"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct trial row = rows[i];
        row.evidence[0] = EVIDENCE;
        row.outcome = OUTCOME_ERROR;
        judge_rows(&row, 1);
    }
}
END_TEST

START_TEST(test_rules__no_rules_judge_nothing)
{
    struct judged judged = judge((struct trial){.evidence = {EVIDENCE}, .policy = RULES("")});
    ck_assert_uint_eq(judged.findings.count, 1);
    ck_assert(judged.findings.at[0].outcome == OUTCOME_ERROR);
    arena_free(&judged.arena);
}
END_TEST

TESTS("script/rules", test_rules__each_demand_is_a_control, test_rules__what_is_no_rule_is_an_error,
      test_rules__no_rules_judge_nothing)
