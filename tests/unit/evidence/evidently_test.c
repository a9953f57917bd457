/* Evidently's three generations. */
#include "importing.h"

static void results_are(const char *source, const char *expected)
{
    import_format_is("r.json", source, "evidently");
    import_part_is("r.json", source, "results", expected);
}

START_TEST(test_evidently__an_early_report_has_scores_by_column)
{
    results_are("{\"version\": \"0.4.40\", \"metrics\": [{\"metric\": \"DatasetDriftMetric\", "
                "\"result\": {\"share_of_drifted_columns\": 0.25, \"dataset_drift\": false}},"
                "{\"metric\": \"DataDriftTable\", "
                "\"result\": {\"drift_by_columns\": {\"age\": {\"column_name\": \"age\", "
                "\"stattest_name\": \"K-S p_value\", \"drift_score\": 2e-20, "
                "\"current\": {\"small_distribution\": {\"x\": [1]}}}}}}]}",
                "[{\"metric\":\"dataset_drift\",\"task\":\"DatasetDriftMetric\",\"text\":\"false\","
                "\"value\":null,\"verified\":false},{\"metric\":\"share_of_drifted_columns\","
                "\"task\":\"DatasetDriftMetric\",\"value\":0.25,\"verified\":false},"
                "{\"higher_is_better\":true,\"metric\":\"drift_score\",\"task\":\"age\","
                "\"unit\":\"K-S p_value\",\"value\":2e-20,\"verified\":false}]");
}
END_TEST

START_TEST(test_evidently__a_distance_is_better_low_and_an_unknown_method_tells_nothing)
{
    static const struct {
        const char *method, *expected;
    } cases[] = {
        {"Wasserstein distance (normed)", "{\"higher_is_better\":false,"},
        {"PSI", "{\"higher_is_better\":false,"},
        {"Total-Variation-Distance p_value", "{\"higher_is_better\":true,"},
        {"domain classifier", "{\"metric\":"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        const char *source =
            text_format(
                &arena,
                "{\"metrics\":[{\"metric\":\"ColumnDriftMetric\",\"result\":{\"column_name\":\"a\","
                "\"stattest_name\":\"%s\",\"drift_score\":0.5}}]}",
                cases[i].method)
                .at;
        const char *results = import_part(&arena, "r.json", source, "results");
        ck_assert_msg(strncmp(results + 1, cases[i].expected, strlen(cases[i].expected)) == 0,
                      "%s: %s", cases[i].method, results);
        ck_assert_msg(strstr(results, cases[i].method), "%s", results);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_evidently__current_and_reference_data_are_splits)
{
    results_are("{\"metrics\":[{\"metric\":\"ClassificationQualityMetric\","
                "\"result\":{\"current\":{\"accuracy\":0.5,\"roc_auc\":null,"
                "\"metrics\":{\"1\":{\"f1\":0.25}}},\"reference\":{\"accuracy\":NaN},"
                "\"target_name\":\"y\"}}]}",
                "[{\"metric\":\"accuracy\",\"split\":\"current\","
                "\"task\":\"ClassificationQualityMetric\",\"value\":0.5,\"verified\":false},"
                "{\"metric\":\"metrics.1.f1\",\"split\":\"current\","
                "\"task\":\"ClassificationQualityMetric\",\"value\":0.25,\"verified\":false},"
                "{\"metric\":\"accuracy\",\"split\":\"reference\","
                "\"task\":\"ClassificationQualityMetric\",\"text\":\"not a finite number\","
                "\"value\":null,\"verified\":false}]");
}
END_TEST

START_TEST(test_evidently__a_later_report_names_the_column_in_the_id)
{
    results_are(
        "{\"metrics\": [{\"id\": \"1\", "
        "\"metric_id\": \"DriftedColumnsCount(drift_share=0.5)\", "
        "\"value\": {\"count\": 6.0, \"share\": 1.0}},"
        "{\"metric_id\": \"ValueDrift(column=age)\", \"value\": 7.475349943711965e-26},"
        "{\"metric_id\": \"ValueDrift(column=a,b (c),method=psi)\", \"value\": 0.5},"
        "{\"metric_id\": \"QuantileValue(column=age,quantile=0.25)\", \"value\": 40},"
        "{\"metric_id\": \"F1ByLabel(classification_name=default)\", "
        "\"value\": {\"0\": 0.5}},{\"metric_id\": \"RowCount()\", \"value\": null}],"
        " \"tests\": []}",
        "[{\"metric\":\"number_of_drifted_columns\",\"value\":6,\"verified\":false},"
        "{\"metric\":\"share_of_drifted_columns\",\"value\":1,\"verified\":false},"
        "{\"metric\":\"drift_score\",\"task\":\"age\",\"value\":7.475349943711965e-26,"
        "\"verified\":false},{\"higher_is_better\":false,\"metric\":\"drift_score\","
        "\"task\":\"a,b (c)\",\"unit\":\"psi\",\"value\":0.5,\"verified\":false},"
        "{\"metric\":\"QuantileValue(quantile=0.25)\",\"task\":\"age\",\"value\":40,"
        "\"verified\":false},{\"metric\":\"F1ByLabel.0\",\"value\":0.5,\"verified\":false}]");
}
END_TEST

START_TEST(test_evidently__the_latest_tells_the_method_in_its_config)
{
    results_are(
        "{\"metrics\":[{\"metric_name\":\"ValueDrift(column=x,method=K-S p_value,threshold=0.05)\","
        "\"config\":{\"column\":\"x,y=1\",\"method\":\"K-S p_value\",\"threshold\":0.05},"
        "\"value\":0.5}],\"tests\":[]}",
        "[{\"higher_is_better\":true,\"metric\":\"drift_score\",\"task\":\"x,y=1\","
        "\"unit\":\"K-S p_value\",\"value\":0.5,\"verified\":false}]");
}
END_TEST

START_TEST(test_evidently__tests_are_a_suite_and_a_warning_did_not_pass)
{
    const char *suite =
        "[{\"errors\":1,\"failed\":2,\"name\":\"evidently\",\"passed\":1,\"skipped\":1,"
        "\"total\":5}]";
    import_part_is("t.json",
                   "{\"tests\":[{\"status\":\"SUCCESS\"},{\"status\":\"FAIL\"},"
                   "{\"status\":\"WARNING\"},{\"status\":\"ERROR\"},{\"status\":\"SKIPPED\"}],"
                   "\"summary\":{\"all_passed\":false,\"total_tests\":5}}",
                   "suites", suite);
    import_part_is("t.json",
                   "{\"metrics\":[],\"tests\":[{\"status\":\"SUCCESS\"},{\"status\":\"FAIL\"},"
                   "{\"status\":\"WARNING\"},{\"status\":\"ERROR\"},{\"status\":\"SKIPPED\"}]}",
                   "suites", suite);
    import_part_is("t.json", "{\"metrics\":[],\"tests\":[]}", "suites", "");
}
END_TEST

START_TEST(test_evidently__what_does_not_fit_is_refused)
{
    import_refused("t.json", "{\"metrics\":[],\"tests\":[\n{\"status\":\"success\"}]}", 2, 1,
                   "none of Evidently's");
    import_refused("t.json", "{\"tests\":[],\"summary\":{\"all_passed\":true,\"total_tests\":9}}",
                   1, 56, "how many tests there are, 0");
    import_refused("t.json",
                   "{\"metrics\":[{\"metric\":\"a\",\"result\":{}},\n{\"value\":1}],\"tests\":[]}",
                   2, 1, "has no name");
    import_refused("t.json",
                   "{\"metrics\":[{\"metric\":\"ColumnDriftMetric\","
                   "\"result\":{\"column_name\":\"a\",\n\"drift_score\":[1]}}]}",
                   2, 15, "a number is needed");
}
END_TEST

START_TEST(test_evidently__a_score_that_is_no_number_keeps_its_place)
{
    results_are("{\"metrics\":[{\"metric_id\":\"ValueDrift(column=a)\",\"value\":\"N/A\"}]}",
                "[{\"metric\":\"drift_score\",\"task\":\"a\",\"text\":\"N/A\",\"value\":null,"
                "\"verified\":false}]");
}
END_TEST

TESTS("evidence/evidently", test_evidently__an_early_report_has_scores_by_column,
      test_evidently__a_distance_is_better_low_and_an_unknown_method_tells_nothing,
      test_evidently__current_and_reference_data_are_splits,
      test_evidently__a_later_report_names_the_column_in_the_id,
      test_evidently__the_latest_tells_the_method_in_its_config,
      test_evidently__tests_are_a_suite_and_a_warning_did_not_pass,
      test_evidently__what_does_not_fit_is_refused,
      test_evidently__a_score_that_is_no_number_keeps_its_place)
