#include "service/ablate.h"

#include "service/trying.h"

static const char *lines; /* what ablation told, each ended by a semicolon */

static void line_keep(void *context, struct text line)
{
    (void)context;
    lines = text_format(&arena, "%s%.*s;", lines, TEXT_ARGS(line)).at;
}

/* Judge the test that passes, then ablate what it read. */
static struct ablation ablated(const char *body, const char *members)
{
    struct error err = {0};
    struct ablation count = {0};
    struct reads reads = {.arena = &arena};
    struct watcher watcher = reads_watcher(&reads);
    const struct evaluator evaluator = trying_evaluator();
    lines = "";
    trying_open(body);
    trying(text_format(&arena, "name = \"x\", expect = \"pass\", %s", members).at);
    ck_assert_msg(trying_judge(&watcher, &err), "%s", support_error(&err));
    ck_assert_int_eq(trying_run->outcome, OUTCOME_PASS);
    const struct ablating what = {
        &trying_trial, trying_run, {&trying_policy, &evaluator, schemas_new(&arena), NULL}};
    ablate(&what, &reads, &count, line_keep, NULL);
    return count;
}

START_TEST(test_ablate__a_comparator_notices_all_three_changes)
{
    static const struct {
        const char *body, *members;
    } cases[] = {
        {"case:metric(\"a\"):at_least(0)", "evidence = { metrics = { a = 1 } }"},
        {"case:expect(\"owner\"):present()", "model = { owner = \"me\" }"},
        {"case:suite(\"s\"):score_at_least(0.5)",
         "evidence = { suites = { { name = \"s\", passed = 4, total = 4 } } }"},
        {"if case.model.owner == \"me\" then case:pass(\"mine\") else case:fail(\"not\") end",
         "model = { owner = \"me\" }"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        scratch_open();
        const struct ablation count = ablated(cases[i].body, cases[i].members);
        ck_assert_msg(count.tried >= 2 && count.survived == 0, "%s: %zu of %zu: %s", cases[i].body,
                      count.survived, count.tried, lines);
        scratch_close();
    }
}
END_TEST

START_TEST(test_ablate__a_blind_policy_is_named_with_what_it_does_not_see)
{
    scratch_open();
    const struct ablation count =
        ablated("for key, value in pairs(case.model.lineage.parameters) do\n"
                "  if value == 7 then return case:fail(\"seven\") end\nend\ncase:pass(\"fine\")",
                "model = { lineage = { parameters = { [\"a/b~c\"] = 1 } } }");
    ck_assert_uint_gt(count.survived, 0);
    ck_assert_msg(strstr(lines, "still pass where /lineage/parameters/a~1b~0c of the manifest is "
                                "removed;"),
                  "%s", lines);
    scratch_close();
}
END_TEST

START_TEST(test_ablate__the_champion_is_changed_apart_from_the_model)
{
    scratch_open();
    const struct ablation count =
        ablated("case:metric(\"a\"):not_worse_than_champion{ margin = 0 }",
                "evidence = { metrics = { a = 1 } },"
                "champion = { evidence = { metrics = { a = 0.9 } } }");
    ck_assert_uint_ge(count.tried, 3);
    ck_assert_msg(count.survived == 0, "%s", lines);
    scratch_close();
}
END_TEST

START_TEST(test_ablate__a_copy_of_what_was_read_is_found_by_its_place)
{
    static const struct {
        const char *body, *members;
    } cases[] = {
        {"case:expect(\"owner\"):present()", "model = { owner = \"me\" }"},
        {"if case.evidence[1].results[1].value == 1 then case:pass(\"one\") end",
         "evidence = { metrics = { a = 1 } }"},
        {"if case.evidence[1].dataset.name == \"d\" then case:pass(\"d\") end",
         "evidence = { dataset = { name = \"d\" } }"},
        {"if case.champion.evidence[1].dataset.name == \"d\" then case:pass(\"d\") end",
         "evidence = { dataset = { name = \"d\" } },"
         "champion = { evidence = { dataset = { name = \"d\" } } }"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        scratch_open();
        const struct ablation count = ablated(cases[i].body, cases[i].members);
        ck_assert_msg(count.tried >= 2 && count.survived == 0, "%s: %zu of %zu: %s", cases[i].body,
                      count.survived, count.tried, lines);
        scratch_close();
    }
}
END_TEST

START_TEST(test_ablate__an_absent_tier_counts_as_high_and_is_left_alone)
{
    scratch_open();
    const struct ablation count =
        ablated("if case.model.risk.tier == \"high\" then case:pass(\"strict\") end",
                "model = { risk = { tier = \"high\" } }");
    ck_assert_msg(count.survived == 0, "%s", lines);
    ck_assert_uint_gt(count.tried, 0);
    scratch_close();
}
END_TEST

START_TEST(test_ablate__the_test_itself_is_not_changed)
{
    scratch_open();
    (void)ablated("case:metric(\"a\"):at_least(0)", "evidence = { metrics = { a = 1 } }");
    ck_assert_int_eq(tried(), OUTCOME_PASS);
    scratch_close();
}
END_TEST

TESTS("service/ablate", test_ablate__a_comparator_notices_all_three_changes,
      test_ablate__a_blind_policy_is_named_with_what_it_does_not_see,
      test_ablate__the_champion_is_changed_apart_from_the_model,
      test_ablate__a_copy_of_what_was_read_is_found_by_its_place,
      test_ablate__an_absent_tier_counts_as_high_and_is_left_alone,
      test_ablate__the_test_itself_is_not_changed)
