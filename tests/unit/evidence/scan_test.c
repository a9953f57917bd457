/* What scanners found: SARIF and pip-audit. */
#include "importing.h"

/* The figures of a file as "name=value" by spaces, the texts of those that are no numbers in
 * quotes. */
static void figures_are(const char *source, const char *format, const char *expected)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence;
    struct buffer line = buffer_in(&arena, LIMIT_REPORT_SIZE);
    ck_assert_msg(evidence_read("r.json", text_of(source), TEXT_NONE, &arena, &evidence, &err),
                  "%s", support_error(&err));
    ck_assert_str_eq(evidence.format, format);
    for (size_t i = 0; i < evidence.results.count; i++) {
        const struct result *result = &evidence.results.at[i];
        buffer_format(&line, "%s%.*s=", i ? " " : "", TEXT_ARGS(result->metric));
        ck_assert(canonical_write(result->value, &line, &err));
        ck_assert_uint_ge(value_place(result->value).line, 1);
    }
    ck_assert_str_eq(text_string(&arena, buffer_text(&line)), expected);
    arena_free(&arena);
}

#define RUN(results)                                                                               \
    "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"t\",\"rules\":["           \
    "{\"id\":\"E1\",\"defaultConfiguration\":{\"level\":\"error\"}},{\"id\":\"N1\","               \
    "\"defaultConfiguration\":{\"level\":\"note\"}}]}},\"results\":[" results "]}]}"

START_TEST(test_sarif__levels_come_from_the_result_its_rule_or_warning)
{
    figures_are(RUN("{\"level\":\"error\"},{\"level\":\"note\",\"ruleId\":\"E1\"},"
                    "{\"ruleId\":\"E1\"},{\"ruleIndex\":1},{\"rule\":{\"index\":0}},{},"
                    "{\"ruleId\":\"X\",\"ruleIndex\":-1},{\"kind\":\"pass\",\"ruleId\":\"E1\"},"
                    "{\"kind\":\"fail\",\"ruleId\":\"E1\"}"),
                "sarif",
                "results=9 results.error=4 results.warning=2 results.note=2 results.none=1 "
                "results.suppressed=0");
}
END_TEST

START_TEST(test_sarif__suppressed_and_gone_results_stand_apart)
{
    figures_are(RUN("{\"suppressions\":[{\"kind\":\"inSource\"}]},"
                    "{\"suppressions\":[{\"kind\":\"external\",\"status\":\"underReview\"}]},"
                    "{\"suppressions\":[{\"status\":\"accepted\"},{\"status\":\"rejected\"}]},"
                    "{\"suppressions\":[]},{\"suppressions\":[null]},{\"suppressions\":{\"a\":1}},"
                    "{\"baselineState\":\"absent\"},{\"baselineState\":\"new\"}"),
                "sarif",
                "results=6 results.error=0 results.warning=6 results.note=0 results.none=0 "
                "results.suppressed=1");
}
END_TEST

START_TEST(test_sarif__a_run_that_failed_or_found_nothing_to_say_has_no_count)
{
    static const struct {
        const char *rest;
    } runs[] = {
        {"\"results\":[],\"invocations\":[{\"executionSuccessful\":true},"
         "{\"executionSuccessful\":false}]"},
        {"\"results\":[],\"invocations\":[{}]"},
        {"\"results\":null"},
        {"\"other\":1"},
    };
    for (size_t i = 0; i < COUNT(runs); i++) {
        struct arena arena = {0};
        const char *source = text_format(&arena,
                                         "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":"
                                         "{\"name\":\"t\"}},%s}]}",
                                         runs[i].rest)
                                 .at;
        const char *results = import_part(&arena, "r.json", source, "results");
        ck_assert_msg(!strstr(results, "\"value\":0"), "%s", results);
        ck_assert_msg(strstr(results, "did not succeed or has no results"), "%s", results);
        arena_free(&arena);
    }
    import_part_is("r.json",
                   "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"t\"}},"
                   "\"results\":[],\"invocations\":[{\"executionSuccessful\":true},"
                   "{\"executionSuccessful\":false}]}]}",
                   "suites", "[{\"errors\":1,\"name\":\"t\",\"passed\":1,\"total\":2}]");
}
END_TEST

START_TEST(test_sarif__runs_of_one_tool_are_summed)
{
    import_part_is(
        "r.json",
        "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"a\"}},\"results\":[{}]}"
        ","
        "{\"tool\":{\"driver\":{\"name\":\"b\"}},\"results\":[]},"
        "{\"tool\":{\"driver\":{\"name\":\"a\"},\"extensions\":[{\"rules\":[{"
        "\"defaultConfiguration\":{\"level\":\"error\"}}]}]},\"results\":[{\"rule\":{\"index\":0,"
        "\"toolComponent\":{\"index\":0}}}]}]}",
        "results",
        "[{\"metric\":\"results\",\"task\":\"a\",\"value\":2,\"verified\":false},"
        "{\"metric\":\"results.error\",\"task\":\"a\",\"value\":1,\"verified\":false},"
        "{\"metric\":\"results.warning\",\"task\":\"a\",\"value\":1,\"verified\":false},"
        "{\"metric\":\"results.note\",\"task\":\"a\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"results.none\",\"task\":\"a\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"results.suppressed\",\"task\":\"a\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"results\",\"task\":\"b\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"results.error\",\"task\":\"b\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"results.warning\",\"task\":\"b\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"results.note\",\"task\":\"b\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"results.none\",\"task\":\"b\",\"value\":0,\"verified\":false},"
        "{\"metric\":\"results.suppressed\",\"task\":\"b\",\"value\":0,\"verified\":false}]");
}
END_TEST

START_TEST(test_sarif__what_is_none_of_its_words_is_refused)
{
    import_refused("r.json", "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[]}]}", 1, 28,
                   "does not name its tool");
    import_refused("r.json",
                   "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"t\"}},"
                   "\n\"results\":[{\"level\":\"fatal\"}]}]}",
                   2, 21, "none of SARIF's");
    import_refused(
        "r.json",
        "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"t\",\"rules\":"
        "[{\"id\":\"a\"},{\"id\":\"a\"}]}},\n\"results\":[{\"ruleId\":\"a\"}]}]}",
        2, 12, "two have one id");
    import_refused("r.json",
                   "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"t\"}},"
                   "\n\"invocations\":true,\"results\":[]}]}",
                   2, 15, "invocations is a boolean");
}
END_TEST

START_TEST(test_pip_audit__counts_what_was_audited_found_and_skipped)
{
    for (int bare = 0; bare <= 1; bare++) {
        struct arena arena = {0};
        const struct text list =
            TEXT("[{\"name\":\"jinja2\",\"version\":\"3.1.2\",\"vulns\":[{\"id\":\"P-1\","
                 "\"fix_versions\":[\"3.1.3\"]},{\"id\":\"P-2\",\"fix_versions\":[]}]},"
                 "{\"name\":\"pip\",\"version\":\"23\",\"vulns\":[]},"
                 "{\"name\":\"ours\",\"skip_reason\":\"not on PyPI\"}]");
        const char *source =
            bare ? text_string(&arena, list)
                 : text_format(&arena, "{\"dependencies\":%.*s,\"fixes\":[]}", TEXT_ARGS(list)).at;
        figures_are(source, "pip-audit",
                    "dependencies=2 dependencies.skipped=1 vulnerabilities=2 "
                    "vulnerabilities.fixable=1");
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_pip_audit__nothing_audited_is_not_nothing_found)
{
    static const char *const sources[] = {
        "{\"dependencies\":[],\"fixes\":[]}",
        "{\"dependencies\":[{\"name\":\"a\",\"skip_reason\":\"offline\"}],\"fixes\":[]}",
    };
    for (size_t i = 0; i < COUNT(sources); i++) {
        struct arena arena = {0};
        const char *results = import_part(&arena, "r.json", sources[i], "results");
        ck_assert_msg(strstr(results, "{\"metric\":\"vulnerabilities\",\"n\":0,\"text\":"
                                      "\"no dependency was audited\",\"value\":null"),
                      "%s", results);
        ck_assert_msg(strstr(results, "{\"metric\":\"dependencies\",\"value\":0"), "%s", results);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_scan__a_file_of_two_formats_is_an_error_that_names_both)
{
    import_refused("r.json", "{\"bomFormat\": \"CycloneDX\", \"spdxVersion\": \"SPDX-2.3\"}", 1, 1,
                   "can be read as cyclonedx and as spdx");
    import_refused("r.json",
                   "{\"version\": \"2.1.0\", \"runs\": [], \"dependencies\": [], \"fixes\": []}", 1,
                   1, "can be read as sarif and as pip-audit");
}
END_TEST

START_TEST(test_pip_audit__what_was_skipped_was_not_audited_though_its_list_is_empty)
{
    import_part_is("audit.json",
                   "[{\"name\": \"a\", \"skip_reason\": \"not found\", \"vulns\": []},"
                   " {\"name\": \"b\", \"version\": \"1\", \"vulns\": []}]",
                   "results",
                   "[{\"metric\":\"dependencies\",\"value\":1,\"verified\":false},"
                   "{\"metric\":\"dependencies.skipped\",\"value\":1,\"verified\":false},"
                   "{\"metric\":\"vulnerabilities\",\"n\":1,\"value\":0,\"verified\":false},"
                   "{\"metric\":\"vulnerabilities.fixable\",\"n\":1,\"value\":0,"
                   "\"verified\":false}]");
}
END_TEST

START_TEST(test_pip_audit__another_shape_is_refused)
{
    import_refused("r.json",
                   "{\"dependencies\":[{\"name\":\"a\",\"vulns\":[]},\n{\"name\":\"b\"}]}", 2, 1,
                   "vulns or a skip_reason");
    import_refused("r.json", "[{\"name\":\"a\",\"vulns\":3}]", 1, 22, "vulns is a number");
    import_refused("r.json", "[]", 1, 1, "is not evidence");
}
END_TEST

TESTS("evidence/scan", test_sarif__levels_come_from_the_result_its_rule_or_warning,
      test_sarif__suppressed_and_gone_results_stand_apart,
      test_sarif__a_run_that_failed_or_found_nothing_to_say_has_no_count,
      test_sarif__runs_of_one_tool_are_summed, test_sarif__what_is_none_of_its_words_is_refused,
      test_pip_audit__counts_what_was_audited_found_and_skipped,
      test_pip_audit__nothing_audited_is_not_nothing_found,
      test_scan__a_file_of_two_formats_is_an_error_that_names_both,
      test_pip_audit__what_was_skipped_was_not_audited_though_its_list_is_empty,
      test_pip_audit__another_shape_is_refused)
