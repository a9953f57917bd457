/* Files that pipelines and trackers leave: scikit-learn, Weights & Biases, DVC, parameters. */
#include "importing.h"

START_TEST(test_sklearn__classes_are_groups_and_averages_are_tasks)
{
    static const char report[] =
        "{\"0\": {\"precision\": 0.5, \"recall\": 1.0, \"f1-score\": 0.75, \"support\": 12},"
        " \"accuracy\": 0.875,"
        " \"macro avg\": {\"precision\": 0.25, \"recall\": 1, \"f1-score\": NaN, \"support\": 12}}";
    import_format_is("report.json", report, "sklearn");
    import_part_is(
        "report.json", report, "results",
        "[{\"metric\":\"accuracy\",\"value\":0.875,\"verified\":false},"
        "{\"group\":{\"class\":\"0\"},\"metric\":\"precision\",\"n\":12,\"value\":0.5,"
        "\"verified\":false},"
        "{\"group\":{\"class\":\"0\"},\"metric\":\"recall\",\"n\":12,\"value\":1,"
        "\"verified\":false},"
        "{\"group\":{\"class\":\"0\"},\"metric\":\"f1-score\",\"n\":12,\"value\":0.75,"
        "\"verified\":false},"
        "{\"metric\":\"precision\",\"n\":12,\"task\":\"macro avg\",\"value\":0.25,"
        "\"verified\":false},"
        "{\"metric\":\"recall\",\"n\":12,\"task\":\"macro avg\",\"value\":1,\"verified\":false},"
        "{\"metric\":\"f1-score\",\"n\":12,\"task\":\"macro avg\",\"text\":"
        "\"not a finite number\",\"value\":null,\"verified\":false}]");
}
END_TEST

START_TEST(test_sklearn__a_class_called_accuracy_is_a_class)
{
    import_part_is("report.json",
                   "{\"accuracy\": {\"precision\": 1, \"recall\": 1, \"f1-score\": 1,"
                   " \"support\": 2}}",
                   "results",
                   "[{\"group\":{\"class\":\"accuracy\"},\"metric\":\"precision\",\"n\":2,"
                   "\"value\":1,\"verified\":false},{\"group\":{\"class\":\"accuracy\"},"
                   "\"metric\":\"recall\",\"n\":2,\"value\":1,\"verified\":false},{\"group\":"
                   "{\"class\":\"accuracy\"},\"metric\":\"f1-score\",\"n\":2,\"value\":1,"
                   "\"verified\":false}]");
}
END_TEST

START_TEST(test_wandb__bookkeeping_and_media_are_no_figures)
{
    static const char summary[] =
        "{\"eval/f1\": 0.5, \"_runtime\": 10, \"_step\": 1, \"_timestamp\": 2, \"_wandb\": {},"
        " \"table\": {\"_type\": \"table-file\", \"size\": 3}, \"val\": {\"loss\": \"NaN\"}}";
    import_format_is("wandb-summary.json", summary, "wandb-summary");
    import_part_is("wandb-summary.json", summary, "results",
                   "[{\"metric\":\"eval/f1\",\"value\":0.5,\"verified\":false},"
                   "{\"metric\":\"val.loss\",\"text\":\"NaN\",\"value\":null,\"verified\":false}]");
}
END_TEST

START_TEST(test_wandb__names_that_are_joined_too_long_are_refused)
{
    enum { KEY_SIZE = 40000 };
    struct arena arena = {0};
    char *key = arena_alloc(&arena, KEY_SIZE + 1);
    memset(key, 'k', KEY_SIZE);
    key[KEY_SIZE] = '\0';
    const char *summary = text_format(&arena,
                                      "{\"_runtime\": 1, \"_timestamp\": 2, \"_wandb\": {},\n"
                                      " \"%s\": {\"%s\": 0.5}}",
                                      key, key)
                              .at;
    import_refused("wandb-summary.json", summary, 2, 80011, "is longer than 65536 bytes");
    arena_free(&arena);
}
END_TEST

START_TEST(test_wandb__configuration_and_metadata_are_lineage)
{
    import_part_is("config.yaml",
                   "wandb_version: 1\n_wandb: {desc: null, value: {x: 1}}\n"
                   "lr: {desc: null, value: 0.1}\n",
                   "lineage", "{\"parameters\":{\"lr\":0.1}}");
    import_part_is("wandb-metadata.json",
                   "{\"os\": \"Linux\", \"python\": \"3.11\","
                   " \"git\": {\"remote\": \"u\", \"commit\": \"c\"}}",
                   "lineage",
                   "{\"code\":{\"commit\":\"c\",\"repository\":\"u\"},"
                   "\"environment\":{\"os\":\"Linux\",\"python\":\"3.11\"}}");
}
END_TEST

START_TEST(test_dvc__what_no_stage_made_is_data_and_the_rest_is_output)
{
    static const char lock[] =
        "schema: '2.0'\n"
        "stages:\n"
        "  prepare:\n"
        "    deps: [{path: data.xml, hash: md5, md5: aa}]\n"
        "    params: {params.yaml: {prepare.seed: 42}}\n"
        "    outs: [{path: prepared, md5: bb.dir}]\n"
        "  train:\n"
        "    deps: [{path: prepared, md5: bb.dir}, {path: data.xml, md5: aa}]\n"
        "    outs: [{path: model.pkl, md5: cc}]\n";
    import_format_is("dvc.lock", lock, "dvc-lock");
    import_part_is("dvc.lock", lock, "lineage",
                   "{\"data\":[{\"digest\":\"md5:aa\",\"name\":\"data.xml\"}],"
                   "\"outputs\":[{\"digest\":\"md5:bb.dir\",\"name\":\"prepared\"},"
                   "{\"digest\":\"md5:cc\",\"name\":\"model.pkl\"}],"
                   "\"parameters\":{\"prepare.seed\":42}}");
}
END_TEST

START_TEST(test_dvc__metrics_as_it_prints_them_have_their_file_as_task)
{
    import_part_is("m.json",
                   "{\"workspace\": {\"data\": {\"eval/m.json\": {\"data\": {\"auc\": 0.5,"
                   " \"val\": {\"f1\": 0.25}}}}}}",
                   "results",
                   "[{\"metric\":\"auc\",\"task\":\"eval/m.json\",\"value\":0.5,"
                   "\"verified\":false},{\"metric\":\"val.f1\",\"task\":\"eval/m.json\","
                   "\"value\":0.25,\"verified\":false}]");
}
END_TEST

START_TEST(test_params__a_seed_is_a_parameter_and_no_metric)
{
    import_format_is("params.yaml", "train: {seed: 42}\n", "params");
    import_part_is("eval/params.yaml", "train: {seed: 42}\n", "lineage",
                   "{\"parameters\":{\"train\":{\"seed\":42}}}");
    import_part_is("params.yaml", "train: {seed: 42}\n", "results", "[]");
    import_format_is("hyperparams.yaml", "train: {seed: 42}\n", "metrics");
}
END_TEST

START_TEST(test_gto__annotations_are_the_card)
{
    static const char dvc[] = "artifacts:\n  text: {path: model.pkl, type: model, labels: [nlp]}\n"
                              "stages: {}\n";
    import_format_is("dvc.yaml", dvc, "gto");
    import_part_is("dvc.yaml", dvc, "card",
                   "{\"artifacts\":{\"text\":{\"labels\":[\"nlp\"],\"path\":\"model.pkl\","
                   "\"type\":\"model\"}}}");
}
END_TEST

START_TEST(test_environment__conda_is_lineage)
{
    import_part_is("conda.yaml", "channels: [conda-forge]\ndependencies: [python=3.8]\nname: env\n",
                   "lineage",
                   "{\"environment\":{\"channels\":[\"conda-forge\"],\"dependencies\":"
                   "[\"python=3.8\"],\"name\":\"env\"}}");
}
END_TEST

TESTS("evidence/pipeline", test_sklearn__classes_are_groups_and_averages_are_tasks,
      test_sklearn__a_class_called_accuracy_is_a_class,
      test_wandb__bookkeeping_and_media_are_no_figures,
      test_wandb__names_that_are_joined_too_long_are_refused,
      test_wandb__configuration_and_metadata_are_lineage,
      test_dvc__what_no_stage_made_is_data_and_the_rest_is_output,
      test_dvc__metrics_as_it_prints_them_have_their_file_as_task,
      test_params__a_seed_is_a_parameter_and_no_metric, test_gto__annotations_are_the_card,
      test_environment__conda_is_lineage)
