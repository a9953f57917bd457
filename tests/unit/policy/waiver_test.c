#include "policy/waiver.h"

#include "policy/decision.h"
#include "support.h"
#include "value/json.h"

static struct arena arena;

static struct value json(const char *words)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert_msg(
        json_read("w.json", text_of(words), (struct json_options){0}, &arena, &value, &err), "%s",
        support_error(&err));
    return value;
}

static const char in_force[] = "[{\"policy\": \"credit/floor\", \"until\": \"2027-01-31\", "
                               "\"by\": \"rita\", \"index\": 12}]";

static struct findings one(const char *policy, enum level level, enum outcome outcome)
{
    struct findings findings = {0};
    struct finding *finding = LIST_ADD(&arena, &findings);
    *finding = (struct finding){.policy = text_of(policy),
                                .control = TEXT("accuracy"),
                                .outcome = outcome,
                                .level = level,
                                .message = TEXT("accuracy is 0.8")};
    return findings;
}

START_TEST(test_waiver__only_a_shortfall_of_an_overridable_policy_is_waived)
{
    static const struct {
        const char *name, *policy;
        enum level level;
        enum outcome outcome;
        bool waived;
    } cases[] = {
        {"a failure", "credit/floor", LEVEL_OVERRIDABLE, OUTCOME_FAIL, true},
        {"something missing", "credit/floor", LEVEL_OVERRIDABLE, OUTCOME_MISSING, true},
        {"something insufficient", "credit/floor", LEVEL_OVERRIDABLE, OUTCOME_INSUFFICIENT, true},
        {"what holds", "credit/floor", LEVEL_OVERRIDABLE, OUTCOME_PASS, false},
        {"what does not apply", "credit/floor", LEVEL_OVERRIDABLE, OUTCOME_NOT_APPLICABLE, false},
        {"an error", "credit/floor", LEVEL_OVERRIDABLE, OUTCOME_ERROR, false},
        {"an outcome outside the enum", "credit/floor", LEVEL_OVERRIDABLE, (enum outcome)42, false},
        {"a mandatory policy", "credit/floor", LEVEL_MANDATORY, OUTCOME_FAIL, false},
        {"a policy that did not load", "credit/floor", LEVEL_NONE, OUTCOME_FAIL, false},
        {"an advisory one", "credit/floor", LEVEL_ADVISORY, OUTCOME_FAIL, false},
        {"another policy", "credit/floors", LEVEL_OVERRIDABLE, OUTCOME_FAIL, false},
    };
    const struct value waivers = json(in_force);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct value used;
        struct findings findings = one(cases[i].policy, cases[i].level, cases[i].outcome);
        waivers_apply(&findings, &waivers, &arena, &used);
        ck_assert_msg((findings.at[0].outcome == OUTCOME_WAIVED) == cases[i].waived, "%s",
                      cases[i].name);
        ck_assert_msg(value_count(&used) == cases[i].waived, "%s", cases[i].name);
        if (!cases[i].waived)
            ck_assert_msg(findings.at[0].outcome == cases[i].outcome, "%s", cases[i].name);
    }
}
END_TEST

START_TEST(test_waiver__says_who_and_until_and_what_it_was)
{
    struct value used, decision;
    struct error err = {0};
    struct conclusion conclusion;
    const struct decision_parts parts = {.now = 0};
    const struct value waivers = json(in_force);
    struct findings findings = one("credit/floor", LEVEL_OVERRIDABLE, OUTCOME_FAIL);
    ck_assert(finding_write(&findings.at[0], &arena, &err)); /* what it was is written already */
    waivers_apply(&findings, &waivers, &arena, &used);
    const struct value written = finding_value(&findings.at[0], &arena);
    ck_assert(text_is(value_text(value_get(&written, TEXT("message"))),
                      "accuracy is 0.8 (fail, waived by rita until 2027-01-31)"));
    ck_assert(text_is(value_text(value_get(&written, TEXT("outcome"))), "waived"));
    ck_assert(value_integer(value_get(value_at(&used, 0), TEXT("index"))) == 12);
    decision_conclude(&findings, 0, &conclusion);
    ck_assert(decision_write(&parts, &findings, &conclusion, &arena, &decision, &err));
    ck_assert_msg(decision_verify(&decision, &arena, &err), "%s", support_error(&err));
}
END_TEST

START_TEST(test_waiver__one_that_is_not_whole_covers_nothing)
{
    static const char *const broken[] = {
        "[{\"policy\": \"credit/floor\", \"until\": \"2027-01-31\"}]",
        "[{\"policy\": \"credit/floor\", \"by\": \"rita\"}]",
        "[{\"until\": \"2027-01-31\", \"by\": \"rita\"}]",
        "[{\"policy\": \"credit/floor\", \"until\": null, \"by\": \"rita\"}]",
        "[\"credit/floor\"]",
        "[]",
        "{}",
    };
    for (size_t i = 0; i < COUNT(broken); i++) {
        struct value used;
        const struct value waivers = json(broken[i]);
        struct findings findings = one("credit/floor", LEVEL_OVERRIDABLE, OUTCOME_FAIL);
        waivers_apply(&findings, &waivers, &arena, &used);
        ck_assert_msg(findings.at[0].outcome == OUTCOME_FAIL, "%s", broken[i]);
        ck_assert_msg(value_count(&used) == 0, "%s", broken[i]);
    }
}
END_TEST

START_TEST(test_waiver__a_set_in_which_all_is_waived_judged_nothing)
{
    struct value used;
    struct conclusion conclusion;
    const struct value waivers = json(in_force);
    struct findings findings = one("credit/floor", LEVEL_OVERRIDABLE, OUTCOME_FAIL);
    waivers_apply(&findings, &waivers, &arena, &used);
    decision_conclude(&findings, 0, &conclusion);
    ck_assert_int_eq(conclusion.status, STATUS_UNJUDGED);
    *LIST_ADD(&arena, &findings) = one("credit/auc", LEVEL_MANDATORY, OUTCOME_PASS).at[0];
    decision_conclude(&findings, 0, &conclusion);
    ck_assert_int_eq(conclusion.status, STATUS_ALLOWED);
    ck_assert_uint_eq(conclusion.counts[OUTCOME_WAIVED], 1);
}
END_TEST

TESTS("policy/waiver", test_waiver__only_a_shortfall_of_an_overridable_policy_is_waived,
      test_waiver__says_who_and_until_and_what_it_was,
      test_waiver__one_that_is_not_whole_covers_nothing,
      test_waiver__a_set_in_which_all_is_waived_judged_nothing)
