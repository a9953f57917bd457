#include "service/trying.h"

START_TEST(test_trial__the_tables_are_laid_over_the_smallest_documents)
{
    scratch_open();
    trying_open("case:expect(\"name\"):equals(\"test-model\")\n"
                "case:expect(\"risk.tier\"):equals(\"limited\")\n"
                "case:expect(\"version\"):equals(\"9.9.9\")\n"
                "case:metric(\"a\"):at_least(params.floor)\n"
                "case:pass(case.transition.to .. \" \" .. #case.evidence)");
    trying("name = \"x\", model = { risk = { tier = \"limited\" }, version = \"9.9.9\" },"
           "evidence = { metrics = { a = 0.95 } }, expect = \"pass\"");
    ck_assert_int_eq(tried(), OUTCOME_PASS);
    ck_assert_uint_eq(trying_run->findings.count, 5);
    ck_assert(text_is(trying_run->findings.at[4].message, "production 1"));
    scratch_close();
}
END_TEST

START_TEST(test_trial__evidence_may_be_several_and_files)
{
    scratch_open();
    scratch_file("b.json", "{\"b\": 0.5}\n");
    scratch_file("m.yaml", "obstat: model/v1\nname: from-file\nversion: 1.0.0\nevidence: []\n");
    trying_open("case:metric(\"a\"):at_least(0)\ncase:metric(\"b\"):at_least(0)\n"
                "case:expect(\"name\"):equals(\"from-file\")");
    trying("name = \"x\", model = \"m.yaml\", evidence = { { metrics = { a = 1 } }, \"b.json\" },"
           "expect = \"pass\"");
    ck_assert_int_eq(tried(), OUTCOME_PASS);
    scratch_close();
}
END_TEST

START_TEST(test_trial__an_empty_table_is_a_list_where_a_list_belongs)
{
    scratch_open();
    trying_open("case:pass(#case.model.lineage.data .. \" \" .. #case:optional(\"tags\", \"\"))");
    trying("name = \"x\", model = { lineage = { data = {}, parameters = {} } }, expect = \"pass\"");
    ck_assert_int_eq(tried(), OUTCOME_PASS);
    const struct value *lineage = value_get(trying_run->manifest.document, TEXT("lineage"));
    ck_assert_int_eq(value_kind(value_get(lineage, TEXT("data"))), VALUE_LIST);
    ck_assert_int_eq(value_kind(value_get(lineage, TEXT("parameters"))), VALUE_MAP);
    scratch_close();
}
END_TEST

START_TEST(test_trial__nan_arrives_as_no_number)
{
    scratch_open();
    trying_open("case:metric(\"a\"):at_least(0)");
    trying("name = \"x\", evidence = { metrics = { a = 0/0 } }, expect = \"insufficient\"");
    ck_assert_int_eq(tried(), OUTCOME_INSUFFICIENT);
    scratch_close();
}
END_TEST

START_TEST(test_trial__moment_stages_parameters_and_champion_are_the_tests)
{
    scratch_open();
    trying_open("case:pass(case.transition.from .. \" \" .. case.transition.to .. \" \" .. "
                "case.now .. \" \" .. params.floor .. \" \" .. case.champion.model.version)");
    trying("name = \"x\", to = \"canary\", from = \"shadow\", now = \"1970-01-02T00:00:00Z\","
           "params = { floor = 0.85 }, champion = { model = { version = \"0.9.0\" } },"
           "expect = \"pass\"");
    ck_assert_int_eq(tried(), OUTCOME_PASS);
    ck_assert(text_is(trying_run->findings.at[0].message, "shadow canary 86400 0.85 0.9.0"));
    scratch_close();
}
END_TEST

START_TEST(test_trial__the_gravest_finding_is_the_outcome)
{
    static const struct {
        const char *body;
        enum outcome outcome;
    } cases[] = {
        {"case:pass(\"a\")", OUTCOME_PASS},
        {"case:pass(\"a\") case:not_applicable(\"b\")", OUTCOME_PASS},
        {"case:not_applicable(\"b\")", OUTCOME_NOT_APPLICABLE},
        {"case:pass(\"a\") case:fail(\"b\")", OUTCOME_FAIL},
        {"case:fail(\"b\") case:insufficient(\"c\")", OUTCOME_INSUFFICIENT},
        {"case:insufficient(\"c\") case:metric(\"m\"):at_least(0)", OUTCOME_MISSING},
        {"case:metric(\"m\"):at_least(0) error(\"x\")", OUTCOME_ERROR},
        {"case:pass(\"a\") case:advisory():fail(\"b\")", OUTCOME_PASS},
        {"case:advisory():fail(\"b\")", OUTCOME_FAIL},
        {"local nothing", OUTCOME_ERROR},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        scratch_open();
        trying_open(cases[i].body);
        trying("name = \"x\", expect = \"pass\"");
        ck_assert_msg(tried() == cases[i].outcome, "%s: %s", cases[i].body,
                      outcome_name(trying_run->outcome));
        scratch_close();
    }
}
END_TEST

START_TEST(test_trial__holds_where_outcome_and_message_are_as_expected)
{
    static const struct {
        const char *expect, *why;
    } cases[] = {
        {"\"fail\"", NULL},
        {"{ outcome = \"fail\", message = \"^too \" }", NULL},
        {"{ outcome = \"fail\", message = \"low$\" }", NULL},
        {"{ outcome = \"fail\", message = \"fine\" }", "no message matches fine"},
        {"{ outcome = \"fail\", message = \"(\" }", "the message's pattern"},
        {"\"pass\"", "pass was expected, fail came: too low"},
        {"\"error\"", "error was expected, fail came: too low"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct text why = TEXT_NONE;
        scratch_open();
        trying_open("case:pass(\"all fine\") case:fail(\"too low\")");
        trying(text_format(&arena, "name = \"x\", expect = %s", cases[i].expect).at);
        (void)tried();
        ck_assert_msg(trial_holds(&trying_trial, trying_run, &arena, &why) == !cases[i].why, "%s",
                      cases[i].expect);
        ck_assert_msg(!cases[i].why || text_starts(why, text_of(cases[i].why)), "%.*s",
                      TEXT_ARGS(why));
        scratch_close();
    }
}
END_TEST

START_TEST(test_trial__a_table_that_is_off_is_refused)
{
    static const struct {
        const char *members, *words;
    } cases[] = {
        {"expect = \"pass\"", "a test is a table with a name"},
        {"name = 3, expect = \"pass\"", "a test is a table with a name"},
        {"name = \"x\"", "expect is pass, fail"},
        {"name = \"x\", expect = {}", "expect is pass, fail"},
        {"name = \"x\", expect = \"passes\"", "expect is pass, fail"},
        {"name = \"x\", expcet = \"pass\"", "did you mean expect?"},
        {"name = \"x\", expect = \"pass\", to = \"prodction\"", "did you mean production?"},
        {"name = \"x\", expect = \"pass\", now = \"soon\"", "now is no moment"},
        {"name = \"x\", expect = \"pass\", model = \"absent.yaml\"", "no such file"},
        {"name = \"x\", expect = \"pass\", evidence = \"absent.yaml\"", "no such file"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        scratch_open();
        ck_assert_msg(!trying_read(cases[i].members, &err), "%s", cases[i].members);
        ck_assert_msg(strstr(err.message, cases[i].words), "%s: %s", cases[i].members, err.message);
        scratch_close();
    }
}
END_TEST

START_TEST(test_trial__a_document_that_a_reader_refuses_is_not_judged)
{
    struct error err = {0};
    scratch_open();
    trying_open("case:pass(\"fine\")");
    trying("name = \"x\", model = { naem = \"y\" }, expect = \"pass\"");
    ck_assert(!trying_judge(NULL, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_str_eq(err.file, "model.json");
    scratch_close();
}
END_TEST

TESTS("service/trial", test_trial__the_tables_are_laid_over_the_smallest_documents,
      test_trial__evidence_may_be_several_and_files,
      test_trial__an_empty_table_is_a_list_where_a_list_belongs,
      test_trial__nan_arrives_as_no_number,
      test_trial__moment_stages_parameters_and_champion_are_the_tests,
      test_trial__the_gravest_finding_is_the_outcome,
      test_trial__holds_where_outcome_and_message_are_as_expected,
      test_trial__a_table_that_is_off_is_refused,
      test_trial__a_document_that_a_reader_refuses_is_not_judged)
