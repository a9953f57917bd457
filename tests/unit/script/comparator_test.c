/* Every comparator: what passes, what fails by the smallest step there is, and what cannot be
 * compared. */
#include "judging.h"

#define ACCURACY(value) "metrics: {accuracy: " value "}"

START_TEST(test_comparator__a_bound_is_met_to_the_last_bit)
{
    const struct trial rows[] = {
        {"at_least, exactly", .evidence = {ACCURACY("0.9")},
         .check = "case:metric('accuracy'):at_least(0.9)", .outcome = OUTCOME_PASS,
         .message = "accuracy is 0.900, at least 0.900 is required (exactly at the bound)"},
        {"at_least, a step below", .evidence = {ACCURACY("0.8999999999999999")},
         .check = "case:metric('accuracy'):at_least(0.9)", .outcome = OUTCOME_FAIL,
         .message = "accuracy is 0.8999999999999999, at least 0.9 is required (short by 1.11e-16)"},
        {"at_most, exactly", .evidence = {ACCURACY("0.9")},
         .check = "case:metric('accuracy'):at_most(0.9)", .outcome = OUTCOME_PASS},
        {"at_most, a step above", .evidence = {ACCURACY("0.9000000000000001")},
         .check = "case:metric('accuracy'):at_most(0.9)", .outcome = OUTCOME_FAIL,
         .message = "accuracy is 0.9000000000000001, at most 0.9 is required (over by 1.11e-16)"},
        {"above, a step above", .evidence = {ACCURACY("0.9000000000000001")},
         .check = "case:metric('accuracy'):above(0.9)", .outcome = OUTCOME_PASS},
        {"above, exactly", .evidence = {ACCURACY("0.9")},
         .check = "case:metric('accuracy'):above(0.9)", .outcome = OUTCOME_FAIL,
         .message = "more than 0.900 is required (exactly at the bound)"},
        {"below, a step below", .evidence = {ACCURACY("0.8999999999999999")},
         .check = "case:metric('accuracy'):below(0.9)", .outcome = OUTCOME_PASS},
        {"below, exactly", .evidence = {ACCURACY("0.9")},
         .check = "case:metric('accuracy'):below(0.9)", .outcome = OUTCOME_FAIL},
        {"within, at its lower end", .evidence = {ACCURACY("0.8")},
         .check = "case:metric('accuracy'):within(0.8, 0.9)", .outcome = OUTCOME_PASS},
        {"within, at its upper end", .evidence = {ACCURACY("0.9")},
         .check = "case:metric('accuracy'):within(0.8, 0.9)", .outcome = OUTCOME_PASS},
        {"within, a step below", .evidence = {ACCURACY("0.7999999999999999")},
         .check = "case:metric('accuracy'):within(0.8, 0.9)", .outcome = OUTCOME_FAIL,
         .message = "(short by"},
        {"within, a step above", .evidence = {ACCURACY("0.9000000000000001")},
         .check = "case:metric('accuracy'):within(0.8, 0.9)", .outcome = OUTCOME_FAIL,
         .message = "(over by"},
        {"equals, a double and an integer", .evidence = {ACCURACY("5.0")},
         .check = "case:metric('accuracy'):equals(5)", .outcome = OUTCOME_PASS},
        {"equals, a step beside", .evidence = {ACCURACY("0.8999999999999999")},
         .check = "case:metric('accuracy'):equals(0.9)", .outcome = OUTCOME_FAIL,
         .message = "accuracy is 0.8999999999999999, 0.9 is required"},
        {"one_of, the last", .evidence = {ACCURACY("3")},
         .check = "case:metric('accuracy'):one_of{1, 2, 3.0}", .outcome = OUTCOME_PASS},
        {"one_of, none", .evidence = {ACCURACY("4")},
         .check = "case:metric('accuracy'):one_of{1, 2, 3}", .outcome = OUTCOME_FAIL,
         .message = "accuracy is 4, one of 1, 2, 3 is required"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_comparator__texts_are_equal_whole_or_match_a_pattern)
{
    const struct trial rows[] = {
        {"equals", .model = "owner: me", .check = "case:expect('owner'):equals('me')",
         .outcome = OUTCOME_PASS},
        {"equals, another case", .model = "owner: Me", .check = "case:expect('owner'):equals('me')",
         .outcome = OUTCOME_FAIL, .message = "owner is \"Me\", \"me\" is required"},
        {"equals, a boolean", .model = "lineage: {code: {dirty: false}}",
         .check = "case:expect('lineage.code.dirty'):equals(false)", .outcome = OUTCOME_PASS},
        {"equals, a text is no boolean", .model = "lineage: {code: {dirty: 'false'}}",
         .check = "case:expect('lineage.code.dirty'):equals(false)", .outcome = OUTCOME_FAIL},
        {"equals, a text is no number", .model = "ttl_days: '5'",
         .check = "case:expect('ttl_days'):equals(5)", .outcome = OUTCOME_INSUFFICIENT,
         .message = "ttl_days is \"5\", a number is needed"},
        {"equals, a list", .model = "owner: [me]", .check = "case:expect('owner'):equals('me')",
         .outcome = OUTCOME_INSUFFICIENT, .message = "a single value is needed"},
        {"one_of", .model = "owner: me", .check = "case:expect('owner'):one_of{'you', 'me'}",
         .outcome = OUTCOME_PASS},
        {"one_of, none", .model = "owner: he", .check = "case:expect('owner'):one_of{'you', 'me'}",
         .outcome = OUTCOME_FAIL, .message = "one of \"you\", \"me\" is required"},
        {"matches anywhere", .model = "owner: at home",
         .check = "case:expect('owner'):matches('hom')", .outcome = OUTCOME_PASS},
        {"matches nowhere", .model = "owner: abroad",
         .check = "case:expect('owner'):matches('^hom')", .outcome = OUTCOME_FAIL,
         .message = "owner is \"abroad\", a match of ^hom is required"},
        {"matches, a number", .model = "ttl_days: 5",
         .check = "case:expect('ttl_days'):matches('5')", .outcome = OUTCOME_INSUFFICIENT,
         .message = "ttl_days is 5, a text is needed"},
        {"matches, too much work", .model = "owner: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
         .check = "case:expect('owner'):matches('^(a|a?)+$')", .outcome = OUTCOME_INSUFFICIENT,
         .message = "could not be matched"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_comparator__presence_needs_something_there)
{
    const struct trial rows[] = {
        {"a text", .model = "owner: me", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_PASS, .message = "owner is present"},
        {"false", .model = "owner: false", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_PASS},
        {"zero", .model = "owner: 0", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_PASS},
        {"an empty text", .model = "owner: ''", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_INSUFFICIENT, .message = "owner is empty"},
        {"blanks", .model = "owner: '  '", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_INSUFFICIENT},
        {"an empty list", .model = "owner: []", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_INSUFFICIENT},
        {"an empty map", .model = "owner: {}", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_INSUFFICIENT},
        {"null", .model = "owner: ~", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_MISSING, .message = "owner is absent"},
        {"nothing", .model = "ownr: me", .check = "case:expect('owner'):present()",
         .outcome = OUTCOME_MISSING, .message = "did you mean ownr?"},
        {"NaN", .evidence = {ACCURACY(".nan")}, .check = "case:metric('accuracy'):present()",
         .outcome = OUTCOME_INSUFFICIENT},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_comparator__grades_are_ordered)
{
    const struct trial rows[] = {
        {"declared is not measured", .evidence = {ACCURACY("0.9")},
         .check = "case:metric('accuracy'):graded('measured')", .outcome = OUTCOME_FAIL,
         .message = "accuracy is declared, measured is required"},
        {"measured is", .evidence = {ACCURACY("0.9")}, .grades = {GRADE_MEASURED},
         .check = "case:metric('accuracy'):graded('measured')", .outcome = OUTCOME_PASS},
        {"attested is more", .evidence = {ACCURACY("0.9")}, .grades = {GRADE_ATTESTED},
         .check = "case:metric('accuracy'):graded('measured')", .outcome = OUTCOME_PASS},
        {"measured is not attested", .evidence = {ACCURACY("0.9")}, .grades = {GRADE_MEASURED},
         .check = "case:metric('accuracy'):graded('attested')", .outcome = OUTCOME_FAIL},
        {"a wrong word", .evidence = {ACCURACY("0.9")},
         .check = "case:metric('accuracy'):graded('mesured')", .outcome = OUTCOME_ERROR,
         .message = "did you mean measured?"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

/* What stands where a number should, and what is said of it. */
static const struct {
    const char *evidence;
    enum outcome outcome;
    const char *message;
} wrong_values[] = {
    {ACCURACY(".nan"), OUTCOME_INSUFFICIENT, "accuracy is not a finite number"},
    {ACCURACY(".inf"), OUTCOME_INSUFFICIENT, "accuracy is not a finite number"},
    {ACCURACY("fast"), OUTCOME_INSUFFICIENT, "accuracy is \"fast\", a number is needed"},
    {ACCURACY("true"), OUTCOME_INSUFFICIENT, "accuracy is true, a number is needed"},
    {ACCURACY("{value: ~, text: N/A}"), OUTCOME_INSUFFICIENT, "accuracy is \"N/A\""},
    {ACCURACY("123456789012345678901234567891"), OUTCOME_INSUFFICIENT,
     "too large to be held exactly"},
    {ACCURACY("~"), OUTCOME_MISSING, "accuracy is absent"},
    {"metrics: {acuracy: 0.9}", OUTCOME_MISSING, "accuracy is absent; did you mean acuracy?"},
};

START_TEST(test_comparator__what_is_no_number_satisfies_nothing)
{
    static const char *const demands[] = {
        "at_least(-1e300)",
        "at_most(1e300)",
        "above(-1e300)",
        "below(1e300)",
        "within(-1e300, 1e300)",
        "equals(1)",
        "one_of{1, 2}",
        "equals(true)",
        "equals('fast')",
        "matches('.')",
        "present()",
        "graded('declared')",
        "one_of{'N/A', 'fast', true}",
        "not_worse_than_champion{margin = 1e300}",
    };
    for (size_t i = 0; i < COUNT(wrong_values); i++)
        for (size_t j = 0; j < COUNT(demands); j++) {
            struct arena arena = {0};
            const struct trial trial = {
                demands[j],
                .evidence = {wrong_values[i].evidence},
                .champion = {ACCURACY("0")},
                .check = text_format(&arena, "case:metric('accuracy'):%s", demands[j]).at,
                .outcome = wrong_values[i].outcome,
                .message = wrong_values[i].message,
            };
            judge_rows(&trial, 1);
            arena_free(&arena);
        }
}
END_TEST

START_TEST(test_comparator__a_bad_bound_is_the_policys_error)
{
    static const char *const demands[] = {
        "at_least()",
        "at_least(nil)",
        "at_least('0.9')",
        "at_least(0/0)",
        "at_least(math.huge)",
        "at_least(true)",
        "at_least({})",
        "at_least(0.9, 0.8)",
        "at_most()",
        "above(0/0)",
        "below('x')",
        "within(0.1)",
        "within(0.1, nil)",
        "within(0.9, 0.1)",
        "within({0.1, 0.2})",
        "equals()",
        "equals(nil)",
        "equals({})",
        "equals(0/0)",
        "one_of()",
        "one_of{}",
        "one_of('a')",
        "one_of{{}}",
        "one_of{0/0}",
        "matches()",
        "matches(5)",
        "matches('(')",
        "present(1)",
        "graded()",
        "graded(1)",
        "not_worse_than_champion{margin = -1}",
        "not_worse_than_champion{margin = '1'}",
        "not_worse_than_champion{margn = 1}",
        "not_worse_than_champion(1)",
        "not_worse_than_champion{lower_is_better = 1}",
        "score_at_least(0.1)",
    };
    for (size_t i = 0; i < COUNT(demands); i++)
        for (int there = 0; there < 2; there++) { /* the evidence does not hide the mistake */
            struct arena arena = {0};
            const struct trial trial = {
                demands[i],
                .evidence = {there ? ACCURACY("0.9") : "metrics: {}"},
                .champion = {ACCURACY("0")},
                .check = text_format(&arena,
                                     "case:pass('begun') case:metric('accuracy'):%s "
                                     "case:pass('not reached')",
                                     demands[i])
                             .at,
            };
            struct judged judged = judge(trial);
            ck_assert_msg(judged.findings.count == 2 &&
                              judged.findings.at[1].outcome == OUTCOME_ERROR,
                          "%s: %s", demands[i], judged_words(&judged, &arena));
            arena_free(&judged.arena);
            arena_free(&arena);
        }
}
END_TEST

START_TEST(test_comparator__statistical_tests_are_refused_by_name)
{
    static const char *const demands[] = {
        "at_least(0.9, {confidence = 0.95})",
        "at_most(0.9, {alpha = 0.05})",
        "present{test = 'mcnemar'}",
        "not_worse_than_champion{paired = true}",
    };
    for (size_t i = 0; i < COUNT(demands); i++) {
        struct arena arena = {0};
        const struct trial trial = {
            demands[i],
            .evidence = {ACCURACY("0.99")},
            .check = text_format(&arena, "case:metric('accuracy'):%s", demands[i]).at,
            .outcome = OUTCOME_ERROR,
            .message = "statistical tests are not available here",
        };
        judge_rows(&trial, 1);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_comparator__the_champion_is_met_within_the_margin)
{
#define AGAINST(metric, champions, options)                                                        \
    .evidence = {"metrics: {m: " metric "}"}, .champion = {"metrics: {m: " champions "}"},         \
    .check = "case:metric('m'):not_worse_than_champion" options
    const struct trial rows[] = {
        {"as good", AGAINST("0.9", "0.9", "()"), .outcome = OUTCOME_PASS},
        {"a step worse", AGAINST("0.8999999999999999", "0.9", "{}"), .outcome = OUTCOME_FAIL,
         .message = "m is 0.8999999999999999, the champion has 0.9 (higher is better)"},
        {"worse within the margin", AGAINST("0.5", "0.75", "{margin = 0.25}"),
         .outcome = OUTCOME_PASS,
         .message = "the champion has 0.750 (higher is better, 0.250 worse"},
        {"a step beyond it", AGAINST("0.49999999999999994", "0.75", "{margin = 0.25}"),
         .outcome = OUTCOME_FAIL},
        {"lower is better, by the result",
         AGAINST("{value: 60, higher_is_better: false}", "50", "{margin = 10}"),
         .outcome = OUTCOME_PASS, .message = "(lower is better"},
        {"lower is better, beyond it",
         AGAINST("{value: 61, higher_is_better: false}", "50", "{margin = 10}"),
         .outcome = OUTCOME_FAIL},
        {"lower is better, by the policy", AGAINST("61", "50", "{lower_is_better = true}"),
         .outcome = OUTCOME_FAIL},
        {"they contradict one another",
         AGAINST("{value: 40, higher_is_better: true}", "50", "{lower_is_better = true}"),
         .outcome = OUTCOME_INSUFFICIENT, .message = "not agreed which way is better"},
        {"the champion lacks it", .evidence = {"metrics: {m: 1}"}, .champion = {"metrics: {k: 1}"},
         .check = "case:metric('m'):not_worse_than_champion()", .outcome = OUTCOME_INSUFFICIENT,
         .message = "the champion's m is absent"},
        {"the champion's is NaN", AGAINST("1", ".nan", "()"), .outcome = OUTCOME_INSUFFICIENT},
        {"no champion", .evidence = {"metrics: {m: 1}"},
         .check = "case:metric('m'):not_worse_than_champion()", .outcome = OUTCOME_NOT_APPLICABLE,
         .message = "nothing is in production to compare with"},
        {"not of the manifest", .champion = {"metrics: {}"},
         .check = "case:expect('name'):not_worse_than_champion()", .outcome = OUTCOME_ERROR},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_comparator__calls_chain_and_each_is_a_control)
{
    struct judged judged = judge(
        (struct trial){.evidence = {ACCURACY("{value: 0.95, n: 7214}")},
                       .check = "case:metric('accuracy'):at_least(0.9):at_most(0.94):present()"});
    ck_assert_uint_eq(judged.findings.count, 3);
    ends(&judged, "accuracy", OUTCOME_PASS,
         "accuracy is 0.950, at least 0.900 is required (0.050 to spare)");
    ends(&judged, "accuracy#2", OUTCOME_FAIL,
         "accuracy is 0.950, at most 0.940 is required (over by 0.010; n = 7,214)");
    ends(&judged, "accuracy#3", OUTCOME_PASS, "present");
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_comparator__a_finding_says_everything_and_where_it_stands)
{
    struct judged judged =
        judge((struct trial){.evidence = {"metrics:\n  accuracy: {value: 0.89, n: 7214}"},
                             .check = "case:metric('accuracy'):at_least(0.9)"});
    const struct finding *finding = finding_of(&judged, "accuracy");
    ck_assert(text_is(finding->policy, "t/p") && finding->level == LEVEL_MANDATORY);
    ck_assert(value_number(finding->observed) == 0.89);
    ck_assert(value_number(value_get(finding->expected, TEXT("at_least"))) == 0.9);
    ck_assert(value_number(finding->margin) == 0.89 - 0.9);
    ck_assert_int_eq(value_integer(finding->n), 7214);
    ck_assert_str_eq(finding->evidence.file, "m1.yaml");
    ck_assert_uint_eq(finding->evidence.line, 3);
    ck_assert_uint_eq(finding->evidence.column, 21);
    ck_assert_msg(text_is(finding->pointer, "/metrics/accuracy/value"), "%.*s",
                  TEXT_ARGS(finding->pointer));
    ck_assert(text_is(finding->grade, "declared") && text_is(finding->fix, "Mend it."));
    ck_assert_str_eq(finding->source.file, "p.lua");
    ck_assert_uint_eq(finding->source.line, 4);
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_comparator__a_dot_for_a_colon_is_an_error)
{
    const struct trial rows[] = {
        {"on a metric", .evidence = {ACCURACY("1")},
         .check = "case:metric('accuracy').at_least(0.9)", .outcome = OUTCOME_ERROR,
         .message = "with a colon"},
        {"on the case", .evidence = {ACCURACY("1")}, .check = "case.metric('accuracy')",
         .outcome = OUTCOME_ERROR, .message = "with a colon"},
        {"misspelt", .evidence = {ACCURACY("1")}, .check = "case:metric('accuracy'):at_leest(0.9)",
         .outcome = OUTCOME_ERROR, .message = "did you mean at_least?"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

TESTS("script/comparator", test_comparator__a_bound_is_met_to_the_last_bit,
      test_comparator__texts_are_equal_whole_or_match_a_pattern,
      test_comparator__presence_needs_something_there, test_comparator__grades_are_ordered,
      test_comparator__what_is_no_number_satisfies_nothing,
      test_comparator__a_bad_bound_is_the_policys_error,
      test_comparator__statistical_tests_are_refused_by_name,
      test_comparator__the_champion_is_met_within_the_margin,
      test_comparator__calls_chain_and_each_is_a_control,
      test_comparator__a_finding_says_everything_and_where_it_stands,
      test_comparator__a_dot_for_a_colon_is_an_error)
