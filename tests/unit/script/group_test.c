/* case:groups: counts of people, and the rates that follow from them. */
#include "judging.h"

#define PEOPLE(value, tp, fp, tn, fn)                                                              \
    "{attribute: race, value: " value ", counts: {tp: " #tp ", fp: " #fp ", tn: " #tn ", fn: " #fn \
    "}}"
#define TWO   "groups: [" PEOPLE("A", 500, 0, 500, 0) ", " PEOPLE("B", 400, 0, 600, 0) "]"
#define FIRST "local g = case:groups('race')[1] "
#define BOTH  "local g = case:groups('race') "

START_TEST(test_group__rates_follow_from_the_counts)
{
    static const struct {
        const char *name;
        const char *value;
    } rates[] = {
        {"selection_rate", "40 / 100"},
        {"true_positive_rate", "30 / 50"},
        {"recall", "30 / 50"},
        {"tpr", "30 / 50"},
        {"false_positive_rate", "10 / 50"},
        {"fpr", "10 / 50"},
        {"false_negative_rate", "20 / 50"},
        {"fnr", "20 / 50"},
        {"true_negative_rate", "40 / 50"},
        {"specificity", "40 / 50"},
        {"precision", "30 / 40"},
        {"ppv", "30 / 40"},
        {"npv", "40 / 60"},
        {"accuracy", "70 / 100"},
        {"base_rate", "50 / 100"},
        {"prevalence", "50 / 100"},
    };
    for (size_t i = 0; i < COUNT(rates); i++) {
        struct judged judged = {0};
        struct arena arena = {0};
        const struct trial trial = {
            .name = rates[i].name,
            .evidence = {"groups: [" PEOPLE("A", 30, 10, 40, 20) "]"},
            .check = text_format(&arena,
                                 FIRST "case:pass() if g.%s ~= %s then case:fail('read') end "
                                       "g:rate('%s'):equals(%s)",
                                 rates[i].name, rates[i].value, rates[i].name, rates[i].value)
                         .at,
        };
        judged = judge(trial);
        ck_assert_msg(judged.findings.count == 2 && judged.findings.at[1].outcome == OUTCOME_PASS,
                      "%s: %s", rates[i].name, judged_words(&judged, &arena));
        arena_free(&judged.arena);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_group__ratios_say_of_whom)
{
    const struct trial rows[] = {
        {"exactly four fifths", .evidence = {TWO},
         .check = BOTH "g[2]:ratio('selection_rate', g[1]):at_least(0.8)",
         .control = "impact ratio of race=B", .outcome = OUTCOME_PASS,
         .message = "impact ratio of race=B is 0.800"},
        {"one person less",
         .evidence = {"groups: [" PEOPLE("A", 500, 0, 500, 0) ", " PEOPLE("B", 399, 0, 601, 0) "]"},
         .check = BOTH "g[2]:ratio('selection_rate', g[1]):at_least(0.8)", .outcome = OUTCOME_FAIL,
         .message = "impact ratio of race=B is 0.798, at least 0.800 is required (short by 0.002; "
                    "n = 1,000)"},
        {"twelfths are exact",
         .evidence = {"groups: [" PEOPLE("A", 5, 0, 7, 0) ", " PEOPLE("B", 4, 0, 8, 0) "]"},
         .check = BOTH "g[2]:ratio('selection_rate', g[1]):at_least(0.8)", .outcome = OUTCOME_PASS},
        {"another rate", .evidence = {TWO}, .check = BOTH "g[2]:ratio('tpr', g[1]):equals(1)",
         .control = "tpr ratio of race=B to race=A", .outcome = OUTCOME_PASS},
        {"a difference", .evidence = {TWO},
         .check = BOTH "g[2]:difference('selection_rate', g[1]):equals(-0.1)",
         .control = "selection_rate difference of race=B to race=A", .outcome = OUTCOME_PASS},
        {"to nobody selected",
         .evidence = {"groups: [" PEOPLE("A", 0, 0, 9, 0) ", " PEOPLE("B", 1, 0, 1, 0) "]"},
         .check = BOTH "g[2]:ratio('selection_rate', g[1]):at_least(0.8)",
         .outcome = OUTCOME_INSUFFICIENT, .message = "selection_rate of race=A is 0"},
        {"without people",
         .evidence = {"groups: [" PEOPLE("A", 1, 0, 9, 0) ", " PEOPLE("B", 0, 0, 0, 0) "]"},
         .check = BOTH "g[2]:ratio('selection_rate', g[1]):at_least(0)",
         .outcome = OUTCOME_INSUFFICIENT, .message = "there is nobody to count"},
        {"to no group", .evidence = {TWO}, .check = BOTH "g[2]:ratio('tpr'):at_least(0)",
         .outcome = OUTCOME_ERROR},
        {"of no rate", .evidence = {TWO},
         .check = BOTH "g[2]:ratio('selction_rate', g[1]):at_least(0)", .outcome = OUTCOME_ERROR,
         .message = "did you mean selection_rate?"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_group__counts_that_are_none_are_insufficient)
{
    static const char *const checks[] = {
        FIRST "g:rate('selection_rate'):at_least(0)",
        FIRST "if g.n < 30 then end case:pass()",
        FIRST "if g.selection_rate < 0.5 then end case:pass()",
        "local most = case:groups('race'):largest('selection_rate') case:pass()",
        "case:metric('selection_rate', {group = {race = 'A'}}):at_least(0)",
    };
    const struct value bad[] = {value_of_integer(-1), value_of_number(NAN),
                                value_of_text(TEXT("many")), value_of_number(1.7e308)};
    for (size_t i = 0; i <= COUNT(bad); i++)
        for (size_t j = 0; j < COUNT(checks); j++) {
            struct judged judged = {0};
            const struct trial trial = {.evidence = {"groups: [" PEOPLE("A", 1, 1e308, 1, 1) "]"},
                                        .check = checks[j]};
            const struct case_file *of = trial_case(&trial, &judged.arena);
            /* what a reader should have refused is not counted here either */
            of->evidence->at[0].groups.at[0].tp = i < COUNT(bad) ? &bad[i] : NULL;
            judge_case(&trial, of, &judged);
            ck_assert_msg(finding_of(&judged, NULL)->outcome == OUTCOME_INSUFFICIENT, "%zu %s: %s",
                          i, checks[j], judged_words(&judged, &judged.arena));
            arena_free(&judged.arena);
        }
}
END_TEST

START_TEST(test_group__a_group_without_counts_has_what_it_says_itself)
{
    const struct trial rows[] = {
        {"nothing", .evidence = {"groups: [{attribute: race, value: A}]"},
         .check = FIRST "g:rate('selection_rate'):at_least(0)", .outcome = OUTCOME_INSUFFICIENT,
         .message = "counts.tp of race=A is absent"},
        {"a rate of its own",
         .evidence = {"groups: [{attribute: race, value: A, n: 40, metrics: {auc: 0.8}}]"},
         .check = FIRST "if g.n == 40 and g.auc == 0.8 then g:rate('auc'):at_least(0.8) end",
         .control = "auc of race=A", .outcome = OUTCOME_PASS},
        {"by case:metric",
         .evidence = {"groups: [{attribute: race, value: A, n: 40, metrics: {auc: 0.8}}]"},
         .check = "case:metric('auc', {group = {race = 'A'}}):at_least(0.9)",
         .outcome = OUTCOME_FAIL, .message = "n = 40"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_group__a_list_is_walked_in_the_order_of_the_evidence)
{
    const struct trial rows[] = {
        {"by number", .evidence = {TWO},
         .check = BOTH "local s = '' for i = 1, #g do s = s .. g[i].value .. g[i].n end "
                       "case:pass(s)",
         .outcome = OUTCOME_PASS, .message = "A1000B1000"},
        {"ipairs", .evidence = {TWO},
         .check = BOTH "local s = '' for i, one in ipairs(g) do s = s .. i .. one.value end "
                       "case:pass(s)",
         .outcome = OUTCOME_PASS, .message = "1A2B"},
        {"pairs", .evidence = {TWO},
         .check = BOTH "local s = '' for i, one in pairs(g) do s = s .. i .. one.value end "
                       "case:pass(s)",
         .outcome = OUTCOME_PASS, .message = "1A2B"},
        {"counts", .evidence = {TWO}, .check = FIRST "case:pass(g.counts.tp .. ' of ' .. g.n)",
         .outcome = OUTCOME_PASS, .message = "500 of 1000"},
        {"largest", .evidence = {TWO}, .check = BOTH "case:pass(g:largest('selection_rate').value)",
         .outcome = OUTCOME_PASS, .message = "A"},
        {"smallest", .evidence = {TWO},
         .check = BOTH "case:pass(g:smallest('selection_rate').value)", .outcome = OUTCOME_PASS,
         .message = "B"},
        {"none is large enough", .evidence = {TWO},
         .check = BOTH "local m = g:largest('selection_rate', {min_n = 1001}) case:pass()",
         .outcome = OUTCOME_INSUFFICIENT, .message = "no group of race is large enough"},
        {"exactly large enough", .evidence = {TWO},
         .check = BOTH "case:pass(g:largest('selection_rate', {min_n = 1000}).value)",
         .outcome = OUTCOME_PASS},
        {"a word misspelt", .evidence = {TWO}, .check = BOTH "g:larges('selection_rate')",
         .outcome = OUTCOME_ERROR, .message = "did you mean largest?"},
        {"an index that is none", .evidence = {TWO}, .check = BOTH "local x = g[7] case:pass()",
         .outcome = OUTCOME_ERROR},
        {"no such attribute", .evidence = {TWO},
         .check = "for _ in ipairs(case:groups('rase')) do end "
                  "case:pass()",
         .outcome = OUTCOME_MISSING, .message = "did you mean race?"},
        {"the group without a value", .evidence = {"groups: [" PEOPLE("~", 1, 1, 1, 1) "]"},
         .check = FIRST "if g.value == '' then g:rate('tpr'):at_least(0) end",
         .control = "tpr of race=(no value)", .outcome = OUTCOME_PASS},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_group__files_agree_or_it_is_an_error)
{
    const struct trial rows[] = {
        {"alike", .evidence = {TWO, TWO}, .check = BOTH "case:pass(#g .. ' groups')",
         .outcome = OUTCOME_PASS, .message = "2 groups"},
        {"more in the second", .evidence = {TWO, "groups: [" PEOPLE("C", 1, 1, 1, 1) "]"},
         .check = BOTH "case:pass(#g .. ' groups')", .outcome = OUTCOME_PASS,
         .message = "3 groups"},
        {"not alike", .evidence = {TWO, "groups: [" PEOPLE("A", 1, 1, 1, 1) "]"},
         .check = BOTH "case:pass()", .outcome = OUTCOME_ERROR,
         .message = "race=A has different counts in m1.yaml and m2.yaml"},
        {"read alike",
         .evidence = {"groups: [" PEOPLE("~", 1, 1, 1, 1) ", " PEOPLE("''", 1, 1, 1, 1) "]"},
         .check = BOTH "case:pass()", .outcome = OUTCOME_ERROR, .message = "read alike"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_group__the_four_fifths_rule_reads_as_it_is_shown)
{
    static const char check[] =
        "local groups = case:groups('race')\n"
        "if #groups < 2 then return case:insufficient('one group alone cannot be compared') end\n"
        "local most = groups:largest('selection_rate', {min_n = params.min_group})\n"
        "for _, group in ipairs(groups) do\n"
        "  if group.n < params.min_group then\n"
        "    case:advisory():insufficient(group.value .. ' has too few people to judge')\n"
        "  elseif group.value ~= most.value then\n"
        "    group:ratio('selection_rate', most):at_least(params.min_ratio)\n"
        "  end\n"
        "end\n";
    struct judged judged = judge((struct trial){
        .params = "min_ratio = {0.8, at_least = 0.8}, min_group = {30, at_least = 1}",
        .evidence = {"groups: [" PEOPLE("Caucasian", 1505, 349, 933, 316) ", " PEOPLE(
            "African-American", 1369, 805, 990, 532) ", " PEOPLE("c", 0, 0, 9, 0) "]"},
        .check = check});
    ck_assert_uint_eq(judged.findings.count, 2);
    const struct finding *small = finding_of(&judged, "check");
    ck_assert(small->level == LEVEL_ADVISORY && small->outcome == OUTCOME_INSUFFICIENT);
    const struct finding *ratio = finding_of(&judged, "impact ratio of race=African-American");
    ck_assert(ratio->level == LEVEL_MANDATORY);
    ck_assert_int_eq(value_integer(ratio->n), 3696);
    ck_assert(text_is(ratio->pointer, "/groups/1"));
    arena_free(&judged.arena);
}
END_TEST

TESTS("script/group", test_group__rates_follow_from_the_counts, test_group__ratios_say_of_whom,
      test_group__counts_that_are_none_are_insufficient,
      test_group__a_group_without_counts_has_what_it_says_itself,
      test_group__a_list_is_walked_in_the_order_of_the_evidence,
      test_group__files_agree_or_it_is_an_error,
      test_group__the_four_fifths_rule_reads_as_it_is_shown)
