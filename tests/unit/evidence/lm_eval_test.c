/* Results of the lm-evaluation-harness, as they would stand in a file. */
#include "importing.h"

/* A file of version 0.4 with one row of results and what stands beside it. */
static void row_is(const char *row, const char *beside, const char *expected)
{
    struct arena arena = {0};
    const char *source =
        text_format(&arena, "{\"results\": {\"arc\": {%s}}, \"versions\": {\"arc\": 1}%s}", row,
                    beside)
            .at;
    ck_assert_str_eq(import_part(&arena, "results.json", source, "results"), expected);
    arena_free(&arena);
}

START_TEST(test_lm_eval__a_metric_keeps_its_whole_key_and_takes_its_error)
{
    row_is("\"alias\": \"arc\", \"acc,none\": 0.65, \"acc_stderr,none\": 0.01,"
           " \"exact_match,strict-match\": 0.5, \"exact_match_stderr,strict-match\": 0.02",
           "",
           "[{\"metric\":\"acc,none\",\"stderr\":0.01,\"task\":\"arc\",\"value\":0.65,"
           "\"verified\":false},"
           "{\"metric\":\"exact_match,strict-match\",\"stderr\":0.02,\"task\":\"arc\","
           "\"value\":0.5,\"verified\":false}]");
    row_is("\"acc\": 0.65, \"acc_stderr\": 0.01, \"acc_norm\": 0.6", "",
           "[{\"metric\":\"acc\",\"stderr\":0.01,\"task\":\"arc\",\"value\":0.65,"
           "\"verified\":false},"
           "{\"metric\":\"acc_norm\",\"task\":\"arc\",\"value\":0.6,\"verified\":false}]");
}
END_TEST

START_TEST(test_lm_eval__not_applicable_is_absent)
{
    row_is("\"bleu,none\": 0.3, \"bleu_stderr,none\": \"N/A\"", "",
           "[{\"metric\":\"bleu,none\",\"task\":\"arc\",\"value\":0.3,\"verified\":false}]");
    row_is("\"acc,none\": \"N/A\", \"acc_stderr,none\": \"N/A\"", "", "[]");
    row_is("\" \": \" \", \"alias\": \"group\"", "", "[]");
    row_is("\"acc,none\": null", "", "[]");
}
END_TEST

START_TEST(test_lm_eval__nothing_becomes_zero)
{
    row_is("\"acc,none\": NaN", "",
           "[{\"metric\":\"acc,none\",\"task\":\"arc\",\"text\":\"not a finite number\","
           "\"value\":null,\"verified\":false}]");
    row_is("\"acc,none\": \"0.9\"", "",
           "[{\"metric\":\"acc,none\",\"task\":\"arc\",\"text\":\"0.9\",\"value\":null,"
           "\"verified\":false}]");
    row_is("\"curve,none\": [0.1, 0.2]", "",
           "[{\"metric\":\"curve,none\",\"task\":\"arc\",\"text\":\"[0.1,0.2]\",\"value\":null,"
           "\"verified\":false}]");
}
END_TEST

START_TEST(test_lm_eval__an_error_that_belongs_to_nothing_stays)
{
    row_is("\"acc_stderr,none\": 0.01", "",
           "[{\"metric\":\"acc_stderr,none\",\"task\":\"arc\",\"value\":0.01,"
           "\"verified\":false}]");
    row_is("\"acc,none\": 0.5, \"acc_stderr,none\": -1", "",
           "[{\"metric\":\"acc,none\",\"task\":\"arc\",\"value\":0.5,\"verified\":false},"
           "{\"metric\":\"acc_stderr,none\",\"task\":\"arc\",\"value\":-1,\"verified\":false}]");
}
END_TEST

START_TEST(test_lm_eval__tables_beside_the_results_tell_of_them)
{
    row_is("\"acc,none\": 0.5",
           ", \"n-shot\": {\"arc\": 25}, \"n-samples\": {\"arc\": {\"original\": 1172,"
           " \"effective\": 100}}, \"higher_is_better\": {\"arc\": {\"acc\": true}},"
           " \"config\": {\"limit\": 100}",
           "[{\"higher_is_better\":true,\"limit\":100,\"metric\":\"acc,none\",\"n\":100,"
           "\"shots\":25,\"task\":\"arc\",\"value\":0.5,\"verified\":false}]");
    row_is("\"acc\": 0.5", ", \"config\": {\"limit\": null, \"num_fewshot\": 5}",
           "[{\"metric\":\"acc\",\"shots\":5,\"task\":\"arc\",\"value\":0.5,\"verified\":false}]");
    row_is("\"acc,none\": 0.5, \"sample_len\": 30",
           ", \"higher_is_better\": {\"arc\": {\"acc\": null}}",
           "[{\"metric\":\"acc,none\",\"n\":30,\"task\":\"arc\",\"value\":0.5,"
           "\"verified\":false}]");
}
END_TEST

START_TEST(test_lm_eval__a_limit_that_cannot_be_read_is_not_taken_for_none)
{
    row_is("\"acc\": 0.5", ", \"config\": {\"limit\": \"0.1\"}",
           "[{\"limit\":0.1,\"metric\":\"acc\",\"task\":\"arc\",\"value\":0.5,"
           "\"verified\":false}]");
    import_refused("r.json",
                   "{\"results\": {\"a\": {}}, \"versions\": {}, \"config\": {\"limit\": \"all\"}}",
                   1, 60, "config.limit is a string");
    import_refused("r.json",
                   "{\"results\": {\"a\": {}}, \"versions\": {}, \"config\": {\"limit\": true}}", 1,
                   60, "config.limit is a boolean");
}
END_TEST

START_TEST(test_lm_eval__groups_are_read_once)
{
    import_part_is("r.json",
                   "{\"results\": {\"mmlu\": {\"acc,none\": 0.6}}, \"versions\": {},"
                   " \"groups\": {\"mmlu\": {\"acc,none\": 0.6}, \"stem\": {\"acc,none\": 0.4}}}",
                   "results",
                   "[{\"metric\":\"acc,none\",\"task\":\"mmlu\",\"value\":0.6,\"verified\":false},"
                   "{\"metric\":\"acc,none\",\"task\":\"stem\",\"value\":0.4,\"verified\":false}]");
}
END_TEST

START_TEST(test_lm_eval__a_list_of_results_is_named_by_task_and_prompt)
{
    static const char expected[] =
        "[{\"dataset\":\"wino\",\"metric\":\"em\",\"stderr\":0.02,\"task\":\"w+p1\","
        "\"value\":0.5,\"verified\":false}]";
    import_part_is("r.json",
                   "{\"results\": [{\"task_name\": \"w\", \"prompt_name\": \"p1\", \"em\": 0.5,"
                   " \"em_stderr\": 0.02, \"dataset_path\": \"wino\", \"subset\": null,"
                   " \"prompt_jinja\": \"{{a}}\", \"prompt_original_task\": true,"
                   " \"comment\": \"\"}], \"versions\": {}}",
                   "results", expected);
    import_part_is("r.json",
                   "{\"table_results\": {\"w+p1\": {\"task_name\": \"w\", \"em\": 0.5}},"
                   " \"model_args\": \"x\"}",
                   "results",
                   "[{\"metric\":\"em\",\"task\":\"w+p1\",\"value\":0.5,\"verified\":false}]");
    import_refused("r.json", "{\"results\": [{\"em\": 0.5}], \"versions\": {}}", 1, 14,
                   "task_name is absent");
    import_refused("r.json", "{\"results\": [3], \"versions\": {}}", 1, 14, "here stands a number");
}
END_TEST

START_TEST(test_lm_eval__how_it_ran_is_kept)
{
    import_part_is("r.json",
                   "{\"results\": {\"a\": {\"acc\": 1}}, \"versions\": {\"a\": 2},"
                   " \"config\": {\"model\": \"hf\", \"model_sha\": \"63b8\"},"
                   " \"git_hash\": \"d32c\", \"model_name\": \"o/m\", \"samples\": {\"a\": []}}",
                   "card",
                   "{\"evaluation\":{\"config\":{\"model\":\"hf\",\"model_sha\":\"63b8\"},"
                   "\"git_hash\":\"d32c\",\"harness\":\"lm-eval\",\"versions\":{\"a\":2}},"
                   "\"model_name\":\"o/m\"}");
}
END_TEST

START_TEST(test_lm_eval__figures_keep_their_place)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence = {0};
    ck_assert(evidence_read("r.json",
                            TEXT("{\"versions\": {},\n \"results\": {\"arc\": {\"acc,none\": 0.5,"
                                 "\n  \"acc_stderr,none\": 0.1}}}"),
                            TEXT_NONE, &arena, &evidence, &err));
    const struct result *result = &evidence.results.at[0];
    ck_assert_uint_eq(value_place(result->value).line, 2);
    ck_assert_uint_eq(value_place(result->value).column, 34);
    ck_assert_uint_eq(value_place(result->details->stderr_).line, 3);
    ck_assert_uint_eq(value_place(result->setting->task).column, 14);
    arena_free(&arena);
}
END_TEST

TESTS("evidence/lm-eval", test_lm_eval__a_metric_keeps_its_whole_key_and_takes_its_error,
      test_lm_eval__not_applicable_is_absent, test_lm_eval__nothing_becomes_zero,
      test_lm_eval__an_error_that_belongs_to_nothing_stays,
      test_lm_eval__tables_beside_the_results_tell_of_them,
      test_lm_eval__a_limit_that_cannot_be_read_is_not_taken_for_none,
      test_lm_eval__groups_are_read_once,
      test_lm_eval__a_list_of_results_is_named_by_task_and_prompt, test_lm_eval__how_it_ran_is_kept,
      test_lm_eval__figures_keep_their_place)
