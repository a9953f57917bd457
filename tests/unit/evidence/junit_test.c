/* Reports of tests, counted from their cases. */
#include "importing.h"

static void suites_are(const char *source, const char *expected)
{
    import_part_is("r.xml", source, "suites", expected);
}

START_TEST(test_junit__counts_what_passed_failed_broke_and_was_skipped)
{
    suites_are("<testsuites name='all'><testsuite name='a' tests='5' failures='1' errors='1' "
               "skipped='1'>"
               "<testcase name='1'/><testcase name='2'><system-out>x</system-out></testcase>"
               "<testcase name='3'><failure message='no'/></testcase>"
               "<testcase name='4'><error/></testcase><testcase name='5'><skipped/></testcase>"
               "</testsuite></testsuites>",
               "[{\"errors\":1,\"failed\":1,\"name\":\"a\",\"passed\":2,\"skipped\":1,\"total\":5},"
               "{\"errors\":1,\"failed\":1,\"name\":\"all\",\"passed\":2,\"skipped\":1,"
               "\"total\":5}]");
}
END_TEST

START_TEST(test_junit__a_suite_may_be_the_root_and_hold_suites)
{
    suites_are("<testsuite name='r'><testsuite name='a'><testcase/></testsuite>"
               "<testsuite><testcase><failure/></testcase></testsuite></testsuite>",
               "[{\"errors\":0,\"failed\":0,\"name\":\"a\",\"passed\":1,\"skipped\":0,\"total\":1},"
               "{\"errors\":0,\"failed\":1,\"name\":\"r\",\"passed\":1,\"skipped\":0,"
               "\"total\":2}]");
}
END_TEST

START_TEST(test_junit__no_case_is_nothing_of_nothing)
{
    suites_are("<testsuites/>", "[{\"errors\":0,\"failed\":0,\"name\":\"junit\",\"passed\":0,"
                                "\"skipped\":0,\"total\":0}]");
}
END_TEST

START_TEST(test_junit__a_case_that_passed_at_last_passed)
{
    suites_are("<testsuite name='s' tests='2' failures='1' flakes='1'>"
               "<testcase><flakyFailure/></testcase>"
               "<testcase><failure/><rerunFailure/><rerunFailure/></testcase></testsuite>",
               "[{\"errors\":0,\"failed\":1,\"name\":\"s\",\"passed\":1,\"skipped\":0,"
               "\"total\":2}]");
}
END_TEST

START_TEST(test_junit__what_did_not_run_is_skipped_whatever_word_says_so)
{
    suites_are("<testsuite name='s' tests='5' disabled='1'>"
               "<testcase status='run' result='completed'/><testcase status='notrun'/>"
               "<testcase status='run' result='skipped'/><testcase status='disabled'/>"
               "<testcase status='fail'/></testsuite>",
               "[{\"errors\":0,\"failed\":1,\"name\":\"s\",\"passed\":1,\"skipped\":3,"
               "\"total\":5}]");
}
END_TEST

START_TEST(test_junit__a_suite_that_broke_has_one_more_case)
{
    suites_are("<testsuite name='s' errors='1'><error message='import'/><testcase/></testsuite>",
               "[{\"errors\":1,\"failed\":0,\"name\":\"s\",\"passed\":1,\"skipped\":0,"
               "\"total\":2}]");
}
END_TEST

START_TEST(test_junit__cases_that_are_counted_and_not_shown_did_not_pass)
{
    suites_are("<testsuites name='r'><testsuite name='s' tests='4.0' failures='' errors='0.0'>"
               "<testcase/></testsuite></testsuites>",
               "[{\"errors\":0,\"failed\":0,\"name\":\"s\",\"passed\":1,\"skipped\":0,\"total\":4},"
               "{\"errors\":0,\"failed\":0,\"name\":\"r\",\"passed\":1,\"skipped\":0,"
               "\"total\":4}]");
}
END_TEST

START_TEST(test_junit__failures_that_are_shown_and_not_counted_count)
{
    suites_are("<testsuite name='s' tests='1' failures='0'><testcase><failure/></testcase>"
               "<testcase><failure/><error/></testcase></testsuite>",
               "[{\"errors\":0,\"failed\":2,\"name\":\"s\",\"passed\":0,\"skipped\":0,"
               "\"total\":2}]");
}
END_TEST

START_TEST(test_junit__a_word_that_says_failed_counts_in_any_letters)
{
    suites_are("<testsuite name='s'><testcase status='FAILED'/><testcase result='failure'/>"
               "<testcase status='Skipped'/><testcase status='PASSED'/></testsuite>",
               "[{\"errors\":0,\"failed\":2,\"name\":\"s\",\"passed\":1,\"skipped\":1,"
               "\"total\":4}]");
}
END_TEST

START_TEST(test_junit__tests_that_stand_where_none_are_counted_are_refused)
{
    import_refused("r.xml",
                   "<testsuites><testsuite><testcase/></testsuite>\n<group><more><testsuite>"
                   "<testcase><failure/></testcase></testsuite></more></group></testsuites>",
                   2, 14, "stands in <more>, where tests are not counted");
    import_refused("r.xml",
                   "<testsuite><testcase><testcase><failure/></testcase></testcase>"
                   "</testsuite>",
                   1, 22, "stands in <testcase>, where tests are not counted");
}
END_TEST

START_TEST(test_junit__counts_that_the_cases_do_not_bear_out_are_refused)
{
    static const struct {
        const char *source, *words;
        unsigned line, column;
    } cases[] = {
        {"<testsuite failures='1'><testcase/></testsuite>",
         "failures says 1, its test cases show 0", 1, 1},
        {"<testsuites>\n <testsuite errors='3'><testcase><error/></testcase></testsuite>"
         "</testsuites>",
         "errors says 3, its test cases show 1", 2, 2},
        {"<testsuites skipped='2'><testsuite/></testsuites>",
         "skipped says 2, its test cases show 0", 1, 1},
        {"<testsuite tests='many'/>", "tests=\"many\" is no count", 1, 1},
        {"<testsuite tests='-1'/>", "is no count", 1, 1},
        {"<testsuite tests='1.5'/>", "is no count", 1, 1},
        {"<testsuite tests='NaN'/>", "is no count", 1, 1},
        {"<testsuite tests='1e300'/>", "is no count", 1, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        import_refused("r.xml", cases[i].source, cases[i].line, cases[i].column, cases[i].words);
}
END_TEST

START_TEST(test_junit__other_xml_is_no_evidence)
{
    import_refused("r.xml", "<html/>", 1, 1, "is not evidence in a format that is known here");
    import_refused("r.xml", "<j:testsuite xmlns:j='x'/>", 1, 1, "is not evidence");
}
END_TEST

START_TEST(test_junit__a_suite_knows_where_it_stands)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence;
    ck_assert(evidence_read("r.xml", TEXT("<testsuites>\n  <testsuite name='a'/></testsuites>"),
                            TEXT_NONE, &arena, &evidence, &err));
    const struct place place = value_place(evidence.suites.at[0].node);
    ck_assert_uint_eq(place.line, 2);
    ck_assert_uint_eq(place.column, 3);
    ck_assert_uint_eq(value_place(evidence.suites.at[0].total).line, 2);
    arena_free(&arena);
}
END_TEST

TESTS("evidence/junit", test_junit__counts_what_passed_failed_broke_and_was_skipped,
      test_junit__a_suite_may_be_the_root_and_hold_suites,
      test_junit__no_case_is_nothing_of_nothing, test_junit__a_case_that_passed_at_last_passed,
      test_junit__what_did_not_run_is_skipped_whatever_word_says_so,
      test_junit__a_suite_that_broke_has_one_more_case,
      test_junit__cases_that_are_counted_and_not_shown_did_not_pass,
      test_junit__failures_that_are_shown_and_not_counted_count,
      test_junit__a_word_that_says_failed_counts_in_any_letters,
      test_junit__tests_that_stand_where_none_are_counted_are_refused,
      test_junit__counts_that_the_cases_do_not_bear_out_are_refused,
      test_junit__other_xml_is_no_evidence, test_junit__a_suite_knows_where_it_stands)
