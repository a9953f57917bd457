/* case:suite: passed of total, wherever the tests ran. */
#include "judging.h"

#define SUITE(passed, total) "suites: [{name: fair, passed: " passed ", total: " total "}]"
#define SCORE                "case:suite('fair'):score_at_least(0.92)"

START_TEST(test_suite__the_score_is_passed_of_total)
{
    const struct trial rows[] = {
        {"exactly", .evidence = {SUITE("46", "50")}, .check = SCORE, .control = "suite fair",
         .outcome = OUTCOME_PASS, .message = "suite fair is 0.920, at least 0.920 is required"},
        {"not above", .evidence = {SUITE("46", "50")},
         .check = "case:suite('fair'):score_above(0.92)", .outcome = OUTCOME_FAIL,
         .message =
             "suite fair is 0.920, more than 0.920 is required (exactly at the bound; n = 50)"},
        {"one less", .evidence = {SUITE("45", "50")}, .check = SCORE, .outcome = OUTCOME_FAIL},
        {"written as 46.0", .evidence = {SUITE("46.0", "50")}, .check = SCORE,
         .outcome = OUTCOME_PASS},
        {"the fields", .evidence = {SUITE("46", "50")},
         .check = "local s = case:suite('fair') if s.passed == 46 and s.total == 50 and "
                  "s.score == 0.92 then case:pass('so') end",
         .outcome = OUTCOME_PASS},
        {"at_least is of metrics", .evidence = {SUITE("46", "50")},
         .check = "case:suite('fair'):at_least(0.9)", .outcome = OUTCOME_ERROR,
         .message = "use score_at_least"},
        {"a suite that is not there", .evidence = {SUITE("46", "50")},
         .check = "case:suite('fiar'):score_at_least(0)", .outcome = OUTCOME_MISSING,
         .message = "suite fiar is absent; did you mean fair?"},
        {"twice alike", .evidence = {SUITE("46", "50"), SUITE("46", "50")}, .check = SCORE,
         .outcome = OUTCOME_PASS},
        {"twice, not alike", .evidence = {SUITE("46", "50"), SUITE("47", "50")}, .check = SCORE,
         .outcome = OUTCOME_ERROR, .message = "different results in m1.yaml and m2.yaml"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_suite__what_cannot_be_scored_is_insufficient)
{
    const struct value none = value_of_integer(0), one = value_of_integer(1),
                       two = value_of_integer(2), half = value_of_number(0.5),
                       below = value_of_integer(-1), nan = value_of_number(NAN),
                       text = value_of_text(TEXT("1"));
    const struct {
        const char *name;
        const struct value *passed, *total;
    } suites[] = {
        {"nothing ran", &none, &none}, {"more than all", &two, &one}, {"below 0", &below, &one},
        {"a half", &half, &one},       {"NaN passed", &nan, &one},    {"NaN in all", &one, &nan},
        {"no passed", NULL, &one},     {"no total", &one, NULL},      {"a text", &text, &one},
    };
    static const char *const checks[] = {
        "case:suite('fair'):score_at_least(0)",
        "case:suite('fair'):present()",
        "if case:suite('fair').score < 1 then case:fail('low') end case:pass()",
        "if case:suite('fair').total < 1 then case:fail('few') end case:pass()",
    };
    for (size_t i = 0; i < COUNT(suites); i++)
        for (size_t j = 0; j < COUNT(checks); j++) {
            struct judged judged = {0};
            const struct trial trial = {.evidence = {SUITE("1", "2")}, .check = checks[j]};
            const struct case_file *of = trial_case(&trial, &judged.arena);
            /* what a reader should have refused is not scored here either */
            of->evidence->at[0].suites.at[0].passed = suites[i].passed;
            of->evidence->at[0].suites.at[0].total = suites[i].total;
            judge_case(&trial, of, &judged);
            ck_assert_msg(finding_of(&judged, NULL)->outcome == OUTCOME_INSUFFICIENT, "%s %s: %s",
                          suites[i].name, checks[j], judged_words(&judged, &judged.arena));
            arena_free(&judged.arena);
        }
}
END_TEST

TESTS("script/suite", test_suite__the_score_is_passed_of_total,
      test_suite__what_cannot_be_scored_is_insufficient)
