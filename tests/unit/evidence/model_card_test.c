/* Model cards in JSON: TensorFlow's Model Card Toolkit and MONAI's metadata. */
#include "importing.h"

#define TOOLKIT(metrics)                                                                           \
    "{\"schema_version\": \"0.0.2\", \"model_details\": {\"name\": \"Cats\"},\n"                   \
    " \"quantitative_analysis\": {\"performance_metrics\": [" metrics "]}}"

START_TEST(test_toolkit__texts_that_spell_numbers_are_numbers)
{
    import_part_is("card.json",
                   TOOLKIT("{\"type\": \"accuracy\", \"value\": \"0.9781249761581421\","
                           " \"threshold\": \"0.5\"},"
                           "{\"type\": \"recall\", \"value\": 0.5},"
                           "{\"type\": \"f1\", \"value\": \"high\"},"
                           "{\"type\": \"none\"}"),
                   "results",
                   "[{\"metric\":\"accuracy\",\"value\":0.9781249761581421,\"verified\":false},"
                   "{\"metric\":\"recall\",\"value\":0.5,\"verified\":false},"
                   "{\"metric\":\"f1\",\"text\":\"high\",\"value\":null,\"verified\":false}]");
}
END_TEST

START_TEST(test_toolkit__a_slice_is_a_group_and_an_interval_has_two_ends)
{
    import_part_is("card.json",
                   TOOLKIT("{\"type\": \"accuracy\", \"value\": \"0.99\", \"slice\": \"cat\","
                           " \"confidence_interval\": {\"lower_bound\": \"0.98\","
                           " \"upper_bound\": 1.0032885766}}"),
                   "results",
                   "[{\"group\":{\"slice\":\"cat\"},\"high\":1.0032885766,\"low\":0.98,"
                   "\"metric\":\"accuracy\",\"value\":0.99,\"verified\":false}]");
}
END_TEST

START_TEST(test_toolkit__what_cannot_be_read_is_refused_with_its_place)
{
    import_refused("card.json", TOOLKIT("{\"value\": 1}"), 2, 52, "has no type");
    import_refused("card.json", TOOLKIT("3"), 2, 52, "here stands a number");
    import_refused("card.json",
                   TOOLKIT("{\"type\": \"a\", \"confidence_interval\":"
                           " {\"lower_bound\": \"low\"}}"),
                   2, 105, "lower_bound is no number");
    import_refused("card.json",
                   "{\"schema_version\": \"0.0.2\", \"model_details\": {},"
                   " \"quantitative_analysis\": {\"performance_metrics\": {}}}",
                   1, 99, "performance_metrics is a map");
}
END_TEST

START_TEST(test_toolkit__the_card_keeps_all_but_its_pictures)
{
    import_part_is("card.json",
                   "{\"schema_version\": \"0.0.2\", \"model_details\": {\"name\": \"Cats\","
                   " \"overview\": \"Tells cats.\", \"licenses\": [{\"identifier\": \"mit\"}]},"
                   " \"model_parameters\": {\"data\": [{\"name\": \"train\", \"graphics\":"
                   " {\"collection\": [{\"image\": \"iVBO\"}]}}]},"
                   " \"considerations\": {\"users\": [\"Owners\"], \"limitations\":"
                   " [{\"description\": \"No dogs\"}, {\"description\": \"No birds\"}],"
                   " \"ethical_considerations\": [{\"name\": \"Bugs\", \"mitigation_strategy\":"
                   " \"Tests\"}]}}",
                   "card",
                   "{\"considerations\":{\"ethical_considerations\":[{\"mitigation_strategy\":"
                   "\"Tests\",\"name\":\"Bugs\"}],\"limitations\":[{\"description\":\"No dogs\"},"
                   "{\"description\":\"No birds\"}],\"users\":[\"Owners\"]},"
                   "\"datasets\":[\"train\"],\"license\":\"mit\",\"model_details\":{\"licenses\":"
                   "[{\"identifier\":\"mit\"}],\"name\":\"Cats\",\"overview\":\"Tells cats.\"},"
                   "\"model_name\":\"Cats\",\"model_parameters\":{\"data\":[{\"name\":\"train\"}]},"
                   "\"schema_version\":\"0.0.2\",\"sections\":{\"Ethical considerations\":"
                   "\"Bugs: Tests\",\"Limitations\":\"No dogs\\nNo birds\",\"Overview\":"
                   "\"Tells cats.\",\"Users\":\"Owners\"}}");
}
END_TEST

START_TEST(test_toolkit__the_first_schema_has_one_licence)
{
    struct arena arena = {0};
    const char *card = import_part(&arena, "card.json",
                                   "{\"schema_version\": \"0.0.1\", \"considerations\": {},"
                                   " \"model_details\": {\"license\": \"Apache-2.0\"}}",
                                   "card");
    ck_assert_msg(strstr(card, "\"license\":\"Apache-2.0\""), "%s", card);
    arena_free(&arena);
}
END_TEST

#define MONAI(rest)                                                                                \
    "{\"monai_version\": \"1.4.0\", \"version\": \"0.1\", \"schema\": "                            \
    "\"https://x.example/s\"" rest "}"

START_TEST(test_monai__metrics_are_results_of_the_task)
{
    import_part_is("metadata.json",
                   MONAI(", \"task\": \"Spleen\", \"eval_metrics\": {\"mean_dice\": 0.961,"
                         " \"gone\": null, \"froc\": \"n/a\"}"),
                   "results",
                   "[{\"metric\":\"froc\",\"task\":\"Spleen\",\"text\":\"n/a\",\"value\":null,"
                   "\"verified\":false},"
                   "{\"metric\":\"mean_dice\",\"task\":\"Spleen\",\"value\":0.961,"
                   "\"verified\":false}]");
    import_part_is("metadata.json", MONAI(""), "results", "[]");
    import_refused("metadata.json", MONAI(", \"eval_metrics\": [1]"), 1, 95,
                   "eval_metrics is a list");
}
END_TEST

START_TEST(test_monai__the_document_is_the_card)
{
    import_part_is("metadata.json",
                   MONAI(", \"name\": \"Spleen\", \"intended_use\": \"Research\","
                         " \"data_source\": \"Task09\", \"license\": \"mit\""),
                   "card",
                   "{\"data_source\":\"Task09\",\"datasets\":\"Task09\","
                   "\"intended_use\":\"Research\",\"license\":\"mit\",\"model_name\":\"Spleen\","
                   "\"monai_version\":\"1.4.0\",\"name\":\"Spleen\","
                   "\"schema\":\"https://x.example/s\",\"sections\":{\"Intended use\":\"Research\","
                   "\"Training data\":\"Task09\"},\"version\":\"0.1\"}");
}
END_TEST

START_TEST(test_monai__what_means_something_else_under_our_keys_gives_way)
{
    import_part_is("metadata.json", MONAI(", \"language\": {\"a\": 1}, \"problems\": 3"), "card",
                   "{\"monai_version\":\"1.4.0\",\"schema\":\"https://x.example/s\","
                   "\"version\":\"0.1\"}");
}
END_TEST

TESTS("evidence/model-card", test_toolkit__texts_that_spell_numbers_are_numbers,
      test_toolkit__a_slice_is_a_group_and_an_interval_has_two_ends,
      test_toolkit__what_cannot_be_read_is_refused_with_its_place,
      test_toolkit__the_card_keeps_all_but_its_pictures,
      test_toolkit__the_first_schema_has_one_licence, test_monai__metrics_are_results_of_the_task,
      test_monai__the_document_is_the_card,
      test_monai__what_means_something_else_under_our_keys_gives_way)
