/* JSON lines, and what Open Data Hub writes in them. */
#include "evidence/carrier.h"

#include "importing.h"

START_TEST(test_lines__each_value_keeps_its_line_and_column)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value document;
    ck_assert(carrier_lines_read("a.ndjson", TEXT("{\"a\": 1}\n\n  {\"a\":\t2}\r\n{\"a\": NaN}"),
                                 &arena, &document, &err));
    ck_assert_uint_eq(value_count(&document), 3);
    static const unsigned places[][2] = {{1, 7}, {3, 9}, {4, 7}};
    for (size_t i = 0; i < COUNT(places); i++) {
        const struct place place = value_place(value_get(value_at(&document, i), TEXT("a")));
        ck_assert_msg(place.line == places[i][0] && place.column == places[i][1], "%u:%u",
                      place.line, place.column);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lines__a_line_that_is_no_document_is_refused_with_its_place)
{
    static const struct {
        const char *source;
        unsigned line, column;
    } files[] = {
        {"{\"a\": 1}\n{\"a\": }\n", 2, 7},
        {"{\"a\": 1}\n{\"a\": 1} {}\n", 2, 10},
        {"{\"a\":\n1}\n", 1, 6},
        {"{\"a\": 1}\n{\"a\": 1, \"a\": 2}\n", 2, 10},
    };
    for (size_t i = 0; i < COUNT(files); i++)
        import_refused("a.ndjson", files[i].source, files[i].line, files[i].column, "");
}
END_TEST

START_TEST(test_lines__are_claimed_by_name_or_by_two_maps)
{
    static const struct {
        const char *path, *source;
        bool lines;
    } files[] = {
        {"a.jsonl", "{}", true},
        {"a.ndjson", "", true},
        {"a", "{\"a\":1}\n{\"a\":2}\n", true},
        {"a", "{\"a\":1}\n", false},
        {"a", "{\n{}\n}\n", false},
        {"a.json", "{\"a\":1}\n{\"a\":2}\n", false},
        {"a", "", false},
    };
    for (size_t i = 0; i < COUNT(files); i++)
        ck_assert_msg(carrier_lines_claims(files[i].path, text_of(files[i].source)) ==
                          files[i].lines,
                      "%s: %s", files[i].path, files[i].source);
}
END_TEST

START_TEST(test_odh_lines__evaluations_are_results)
{
    import_part_is(
        "evaluations.ndjson",
        "{\"metric\": \"accuracy\", \"value\": 0.924, \"dataset\": \"d\"}\n"
        "{\"metric\": \"f1\", \"value\": \"n/a\", \"dataset\": \"d\"}\n"
        "{\"metric\": \"gone\", \"value\": null, \"dataset\": \"d\"}\n",
        "results",
        "[{\"dataset\":\"d\",\"metric\":\"accuracy\",\"value\":0.924,\"verified\":false},"
        "{\"dataset\":\"d\",\"metric\":\"f1\",\"text\":\"n/a\",\"value\":null,"
        "\"verified\":false}]");
}
END_TEST

START_TEST(test_odh_lines__a_configuration_is_the_task_of_its_figures)
{
    import_part_is("performance.ndjson",
                   "{\"config_id\": \"x\", \"ttft_mean\": 98.65, \"hardware\": \"V100\"}\n"
                   "{\"config_id\": \"y\", \"ttft_mean\": NaN, \"hardware\": \"T4\"}\n",
                   "results",
                   "[{\"metric\":\"ttft_mean\",\"task\":\"x\",\"value\":98.65,\"verified\":false},"
                   "{\"metric\":\"ttft_mean\",\"task\":\"y\",\"text\":\"not a finite number\","
                   "\"value\":null,\"verified\":false}]");
}
END_TEST

START_TEST(test_odh_lines__a_validation_is_a_suite_of_one)
{
    import_part_is("validation.ndjson",
                   "{\"validation_type\": \"scan\", \"status\": \"passed\"}\n"
                   "{\"validation_type\": \"perf\", \"status\": \"Passed?\"}\n",
                   "suites",
                   "[{\"name\":\"scan\",\"passed\":1,\"total\":1},"
                   "{\"name\":\"perf\",\"passed\":0,\"total\":1}]");
}
END_TEST

START_TEST(test_odh_lines__scores_without_names_are_called_after_their_keys)
{
    import_part_is("evaluations.ndjson",
                   "{\"id\": 1, \"overall_average\": 3.25, \"gsm8k_v1\": 2.60,"
                   " \"model_hf_repo_name\": \"a/b\"}\n",
                   "results",
                   "[{\"metric\":\"gsm8k_v1\",\"value\":2.6,\"verified\":false},"
                   "{\"metric\":\"overall_average\",\"value\":3.25,\"verified\":false}]");
    import_part_is("validation.ndjson",
                   "{\"model_id\": \"a/b\", \"validated_at\": \"2025-01-15T12:00:00Z\"}\n", "card",
                   "{\"validations\":[{\"model_id\":\"a/b\","
                   "\"validated_at\":\"2025-01-15T12:00:00Z\"}]}");
}
END_TEST

START_TEST(test_odh_lines__what_has_no_name_is_refused)
{
    import_refused("e.ndjson", "{\"metric\": \"\", \"value\": 1}\n", 1, 1, "metric is absent");
    import_refused("e.ndjson", "{\"metric\": \"a\", \"value\": 1}\n{\"metric\": 2, \"value\": 1}\n",
                   2, 12, "metric is a number");
    import_refused("e.ndjson", "{\"metric\": \"a\", \"value\": 1, \"dataset\": 3}\n", 1, 40,
                   "dataset is a number");
    import_refused("e.ndjson", "", 1, 1, "not evidence");
    import_refused("e.ndjson", "{\"metric\": \"a\", \"value\": 1}\n{}\n", 1, 1, "not evidence");
}
END_TEST

START_TEST(test_odh_catalog__the_whole_document_is_the_card)
{
    import_part_is("metadata.json",
                   "{\"id\": \"a/b\", \"namespace\": \"a\", \"model_name\": \"b\","
                   " \"provider_id\": \"a\", \"n\": 3}",
                   "card",
                   "{\"id\":\"a/b\",\"model_name\":\"b\",\"n\":3,\"namespace\":\"a\","
                   "\"provider_id\":\"a\"}");
    import_part_is("catalog.yaml",
                   "source: R\nmodels:\n- {name: a/b, url: 'file:///etc/passwd', language: [no]}\n",
                   "card",
                   "{\"models\":[{\"language\":[\"no\"],\"name\":\"a/b\","
                   "\"url\":\"file:///etc/passwd\"}],\"source\":\"R\"}");
    import_format_is("presets.yaml", "workload-profile: {a: 1}\npresets: []\nmodel: {name: a}\n",
                     "odh-catalog");
    import_format_is("manifest.json",
                     "{\"files\": {}, \"statistics\": {\"total_files\": 8},"
                     " \"generated_at\": \"2025-01-15T12:00:00Z\"}",
                     "odh-catalog");
}
END_TEST

TESTS("evidence/lines", test_lines__each_value_keeps_its_line_and_column,
      test_lines__a_line_that_is_no_document_is_refused_with_its_place,
      test_lines__are_claimed_by_name_or_by_two_maps, test_odh_lines__evaluations_are_results,
      test_odh_lines__a_configuration_is_the_task_of_its_figures,
      test_odh_lines__a_validation_is_a_suite_of_one,
      test_odh_lines__scores_without_names_are_called_after_their_keys,
      test_odh_lines__what_has_no_name_is_refused, test_odh_catalog__the_whole_document_is_the_card)
