/* Runs and models of MLflow: replies of its server, exports, and folders of its file store. */
#include "importing.h"

#include "base/scratch.h"

START_TEST(test_mlflow_run__a_reply_of_the_server_gives_results_and_lineage)
{
    static const char reply[] =
        "{\"run\": {\"info\": {\"run_id\": \"r1\", \"status\": \"FINISHED\"},"
        " \"data\": {\"metrics\": [{\"key\": \"auc\", \"value\": 0.83, \"step\": 0},"
        "  {\"key\": \"loss\", \"value\": \"NaN\"}],"
        "  \"params\": [{\"key\": \"max_depth\", \"value\": \"8\"}],"
        "  \"tags\": [{\"key\": \"mlflow.source.git.commit\", \"value\": \"b94b0916\"}]},"
        " \"inputs\": {\"dataset_inputs\": [{\"dataset\": {\"name\": \"loans\", \"digest\": "
        "\"ab1\"}}]}}}";
    import_format_is("run.json", reply, "mlflow-run");
    import_part_is("run.json", reply, "results",
                   "[{\"metric\":\"auc\",\"value\":0.83,\"verified\":false},{\"metric\":\"loss\","
                   "\"text\":\"not a finite number\",\"value\":null,\"verified\":false}]");
    import_part_is("run.json", reply, "lineage",
                   "{\"code\":{\"commit\":\"b94b0916\"},\"data\":[{\"digest\":\"ab1\",\"name\":"
                   "\"loans\"}],\"parameters\":{\"max_depth\":\"8\"},\"run\":{\"id\":\"r1\","
                   "\"status\":\"FINISHED\"}}");
}
END_TEST

START_TEST(test_mlflow_run__of_a_history_the_last_step_counts)
{
    import_part_is("run.json",
                   "{\"info\": {\"run_id\": \"r1\"}, \"params\": {}, \"tags\": {}, \"metrics\":"
                   " {\"loss\": [{\"value\": 3, \"step\": 0, \"timestamp\": 9},"
                   " {\"value\": 1, \"step\": 2, \"timestamp\": 5},"
                   " {\"value\": 2, \"step\": 2, \"timestamp\": 4}]}}",
                   "results", "[{\"metric\":\"loss\",\"value\":1,\"verified\":false}]");
}
END_TEST

START_TEST(test_mlflow_run__a_step_that_cannot_be_ordered_does_not_hold_the_last_place)
{
    import_refused("run.json",
                   "{\"info\": {\"run_id\": \"r1\"}, \"tags\": {}, \"metrics\": {\"auc\": [\n"
                   "{\"value\": 0.99, \"step\": \"nan\"}, {\"value\": 0.1, \"step\": 5}]}}",
                   2, 25, "the step of a point of a metric is no number");
    import_part_is("run.json",
                   "{\"info\": {\"run_id\": \"r1\"}, \"tags\": {}, \"metrics\": {\"auc\":"
                   " [{\"value\": 0.99}, {\"value\": 0.98, \"step\": \"4\"},"
                   " {\"value\": 0.1, \"step\": 5}]}}",
                   "results", "[{\"metric\":\"auc\",\"value\":0.1,\"verified\":false}]");
}
END_TEST

START_TEST(test_mlflow_run__what_says_two_things_or_was_deleted_is_refused)
{
    import_refused("run.json",
                   "{\"info\": {\"run_id\": \"r1\"}, \"data\": {\"metrics\":\n"
                   " [{\"key\": \"a\", \"value\": 1}, {\"key\": \"a\", \"value\": 2}]}}",
                   2, 51, "stands in this list twice");
    import_refused("run.json",
                   "{\"info\": {\"run_id\": \"r1\",\n \"lifecycle_stage\": \"deleted\"},"
                   " \"data\": {\"metrics\": []}}",
                   2, 21, "was deleted");
}
END_TEST

START_TEST(test_mlflow_model__the_signature_is_read_out_of_its_string)
{
    static const char model[] = "artifact_path: model\n"
                                "flavors: {sklearn: {pickled_model: model.pkl}}\n"
                                "run_id: r1\n"
                                "signature:\n"
                                "  inputs: '[{\"name\": \"age\", \"type\": \"double\"}]'\n"
                                "  outputs: null\n";
    import_format_is("MLmodel", model, "mlflow-model");
    import_part_is("MLmodel", model, "card",
                   "{\"artifact_path\":\"model\",\"flavors\":{\"sklearn\":{\"pickled_model\":"
                   "\"model.pkl\"}},\"run_id\":\"r1\",\"signature\":{\"inputs\":[{\"name\":\"age\","
                   "\"type\":\"double\"}],\"outputs\":null}}");
    import_refused("MLmodel", "flavors: {a: {b: c}}\nrun_id: r\nsignature:\n  inputs: '[{'\n", 4,
                   11, "the JSON in this string");
}
END_TEST

START_TEST(test_mlflow_registry__replies_are_cards_and_never_subjects)
{
    static const char reply[] = "{\"model_version\": {\"name\": \"wine\", \"version\": \"3\"}}";
    import_format_is("version.json", reply, "mlflow-registry");
    import_part_is("version.json", reply, "card",
                   "{\"model_version\":{\"name\":\"wine\",\"version\":\"3\"}}");
    import_part_is("version.json", reply, "subject", "");
}
END_TEST

static void run_make(void)
{
    scratch_open();
    scratch_file("mlruns/0/meta.yaml", "experiment_id: '0'\n");
    scratch_file("mlruns/0/abc/meta.yaml", "run_id: abc\nstatus: 3\n");
    scratch_file("mlruns/0/abc/metrics/auc", "1767457844578 0.5 0\n1767457844579 0.75 1\n");
    scratch_file("mlruns/0/abc/metrics/val/auc", "1767457844578 nan 0\n");
    scratch_file("mlruns/0/abc/params/seed", "42\n");
    scratch_file("mlruns/0/abc/artifacts/model.pkl", "bytes");
}

static bool run_read(const char *inside, struct evidence *out, struct error *err)
{
    const struct evidence_folder folder = {inside, scratch_root, inside};
    return evidence_read_folder(&folder, TEXT_NONE, &arena, out, err);
}

START_TEST(test_mlflow_folder__files_are_metrics_parameters_and_tags)
{
    struct error err = {0};
    struct evidence evidence;
    run_make();
    ck_assert_msg(run_read("mlruns/0/abc", &evidence, &err), "%s", support_error(&err));
    ck_assert_str_eq(evidence.format, "mlflow-folder");
    ck_assert_uint_eq(evidence.results.count, 2);
    ck_assert(text_is(evidence.results.at[0].metric, "auc"));
    ck_assert(value_number(evidence.results.at[0].value) == 0.75);
    const struct place place = value_place(evidence.results.at[0].value);
    ck_assert_str_eq(place.file, "mlruns/0/abc/metrics/auc");
    ck_assert_uint_eq(place.line, 2);
    ck_assert(text_is(
        value_text(value_get(value_get(evidence.lineage, TEXT("parameters")), TEXT("seed"))),
        "42"));
    ck_assert(text_is(evidence.results.at[1].metric, "val/auc"));
    ck_assert_int_eq(value_kind(evidence.results.at[1].value), VALUE_NAN);
    scratch_close();
}
END_TEST

START_TEST(test_mlflow_folder__its_parts_make_the_same_evidence_again)
{
    struct error err = {0};
    struct evidence evidence, again;
    struct evidence_parts parts;
    run_make();
    ck_assert_msg(run_read("mlruns/0/abc", &evidence, &err), "%s", support_error(&err));
    evidence_parts_of(&evidence, &arena, &parts);
    ck_assert_uint_eq(parts.count, 4);
    ck_assert_str_eq(parts.at[2].path, "metrics/val/auc");
    ck_assert_msg(evidence_read_parts("mlruns/0/abc", &parts, TEXT_NONE, &arena, &again, &err),
                  "%s", support_error(&err));
    ck_assert(digest_equal(&evidence.digest, &again.digest));
    ck_assert_uint_eq(again.results.count, 2);
    ck_assert_str_eq(value_place(again.results.at[0].value).file, "mlruns/0/abc/metrics/auc");
    scratch_close();
}
END_TEST

START_TEST(test_mlflow_folder__figures_that_change_names_are_other_evidence)
{
    struct error err = {0};
    struct evidence honest, renamed;
    scratch_open();
    scratch_file("honest/meta.yaml", "run_id: abc\n");
    scratch_file("honest/metrics/accuracy", "1 0.91 0\n");
    scratch_file("honest/metrics/train_accuracy", "1 0.99 0\n");
    scratch_file("renamed/meta.yaml", "run_id: abc\n");
    scratch_file("renamed/metrics/aaa", "1 0.91 0\n");
    scratch_file("renamed/metrics/accuracy", "1 0.99 0\n");
    ck_assert_msg(run_read("honest", &honest, &err), "%s", support_error(&err));
    ck_assert_msg(run_read("renamed", &renamed, &err), "%s", support_error(&err));
    ck_assert(!digest_equal(&honest.digest, &renamed.digest));
    scratch_close();
}
END_TEST

START_TEST(test_mlflow_folder__the_digest_is_over_path_size_and_digest_of_each_file)
{
    /* made with Python's hashlib, as docs/evidence.md has it */
    static const char documented[] =
        "sha256:0a8a8fae2d8f6e6bd0e3c6bd865aea2b4b05b3a8c2de250d10155eff09a2e4f4";
    struct error err = {0};
    struct evidence evidence;
    char written[DIGEST_TEXT_SIZE];
    run_make();
    ck_assert_msg(run_read("mlruns/0/abc", &evidence, &err), "%s", support_error(&err));
    digest_write(&evidence.digest, written);
    ck_assert_str_eq(written, documented);
    scratch_close();
}
END_TEST

START_TEST(test_mlflow_folder__parts_that_no_run_has_are_refused)
{
    static const struct {
        const char *name, *first, *second;
    } cases[] = {
        {"no mark", "metrics/auc", "params/seed"},
        {"out of order", "params/seed", "meta.yaml"},
        {"twice", "meta.yaml", "meta.yaml"},
        {"another file", "artifacts/model.pkl", "meta.yaml"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct evidence evidence;
        struct evidence_parts parts = {0};
        *LIST_ADD(&arena, &parts) = (struct evidence_part){cases[i].first, TEXT("run_id: a\n")};
        *LIST_ADD(&arena, &parts) = (struct evidence_part){cases[i].second, TEXT("run_id: a\n")};
        ck_assert_msg(!evidence_read_parts("run", &parts, TEXT_NONE, &arena, &evidence, &err), "%s",
                      cases[i].name);
        ck_assert_msg(err.code == ERROR_REFUSED, "%s", cases[i].name);
    }
}
END_TEST

START_TEST(test_mlflow_folder__the_digest_is_of_what_is_read_and_of_nothing_else)
{
    struct error err = {0};
    struct evidence before, after, other;
    run_make();
    ck_assert(run_read("mlruns/0/abc", &before, &err));
    scratch_file("mlruns/0/abc/artifacts/model.pkl", "other bytes");
    ck_assert(run_read("mlruns/0/abc", &after, &err));
    ck_assert(digest_equal(&before.digest, &after.digest));
    scratch_file("mlruns/0/abc/params/seed", "43");
    ck_assert(run_read("mlruns/0/abc", &other, &err));
    ck_assert(!digest_equal(&before.digest, &other.digest));
    scratch_close();
}
END_TEST

START_TEST(test_mlflow_folder__a_folder_of_runs_is_refused_and_names_one)
{
    struct error err = {0};
    struct evidence evidence;
    run_make();
    ck_assert(!run_read("mlruns", &evidence, &err));
    ck_assert_msg(strstr(err.message, "mlruns/0/abc"), "%s", support_error(&err));
    scratch_close();
}
END_TEST

START_TEST(test_mlflow_folder__a_line_that_is_no_point_is_refused_with_its_place)
{
    struct error err = {0};
    struct evidence evidence;
    run_make();
    scratch_file("mlruns/0/abc/metrics/auc", "1767457844578 0.5 0\nhello\n");
    ck_assert(!run_read("mlruns/0/abc", &evidence, &err));
    ck_assert_uint_eq(err.line, 2);
    ck_assert_str_eq(err.file, "mlruns/0/abc/metrics/auc");
    scratch_close();
}
END_TEST

START_TEST(test_mlflow_folder__runs_are_found_below_a_folder)
{
    struct error err = {0};
    struct run_paths runs;
    run_make();
    ck_assert(evidence_runs(scratch_root, "mlruns", &arena, &runs, &err));
    ck_assert_uint_eq(runs.count, 1);
    ck_assert_str_eq(runs.at[0], "mlruns/0/abc");
    ck_assert(evidence_runs(scratch_root, "mlruns/0/abc", &arena, &runs, &err));
    ck_assert_uint_eq(runs.count, 0);
    scratch_close();
}
END_TEST

TESTS("evidence/mlflow", test_mlflow_run__a_reply_of_the_server_gives_results_and_lineage,
      test_mlflow_run__of_a_history_the_last_step_counts,
      test_mlflow_run__a_step_that_cannot_be_ordered_does_not_hold_the_last_place,
      test_mlflow_run__what_says_two_things_or_was_deleted_is_refused,
      test_mlflow_model__the_signature_is_read_out_of_its_string,
      test_mlflow_registry__replies_are_cards_and_never_subjects,
      test_mlflow_folder__files_are_metrics_parameters_and_tags,
      test_mlflow_folder__its_parts_make_the_same_evidence_again,
      test_mlflow_folder__parts_that_no_run_has_are_refused,
      test_mlflow_folder__the_digest_is_of_what_is_read_and_of_nothing_else,
      test_mlflow_folder__figures_that_change_names_are_other_evidence,
      test_mlflow_folder__the_digest_is_over_path_size_and_digest_of_each_file,
      test_mlflow_folder__a_folder_of_runs_is_refused_and_names_one,
      test_mlflow_folder__a_line_that_is_no_point_is_refused_with_its_place,
      test_mlflow_folder__runs_are_found_below_a_folder)
