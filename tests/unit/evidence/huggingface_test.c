/* Cards of the Hugging Face Hub, as they would stand in a file. */
#include "importing.h"

#define FRONT "---\nlicense: mit\nmodel-index:\n"

static const char one_result[] = FRONT "- name: ppo\n"
                                       "  results:\n"
                                       "  - task: {type: rl, name: Reinforcement}\n"
                                       "    dataset: {type: Lander, name: L, split: test}\n"
                                       "    metrics:\n"
                                       "    - {type: mean_reward, value: %s}\n"
                                       "---\n";

/* The first result of a card whose value is spelled so. */
static void value_is(const char *spelled, const char *expected)
{
    struct arena arena = {0};
    const char *at = strstr(one_result, "%s");
    const char *source =
        text_format(&arena, "%.*s%s%s", (int)(at - one_result), one_result, spelled, at + 2).at;
    const char *whole =
        text_format(&arena,
                    "[{\"dataset\":\"Lander\",\"metric\":\"mean_reward\",\"split\":\"test\","
                    "\"task\":\"rl\",%s}]",
                    expected)
            .at;
    ck_assert_str_eq(import_part(&arena, "README.md", source, "results"), whole);
    arena_free(&arena);
}

START_TEST(test_huggingface__a_result_has_task_data_set_split_and_metric)
{
    value_is("0.9", "\"value\":0.9,\"verified\":false");
    value_is("0.9, verified: true", "\"value\":0.9,\"verified\":true");
    value_is("0.9, verified: 'yes'", "\"value\":0.9,\"verified\":false");
}
END_TEST

START_TEST(test_huggingface__a_value_that_is_a_text_stays_one)
{
    value_is("NA", "\"text\":\"NA\",\"value\":null,\"verified\":false");
    value_is("'0.9'", "\"text\":\"0.9\",\"value\":null,\"verified\":false");
    value_is("93 %", "\"text\":\"93 %\",\"value\":null,\"verified\":false");
    value_is("true", "\"text\":\"true\",\"value\":null,\"verified\":false");
    value_is(".nan", "\"text\":\"not a finite number\",\"value\":null,\"verified\":false");
    value_is("[0.1, 0.2]", "\"text\":\"[0.1,0.2]\",\"value\":null,\"verified\":false");
    value_is("1 +/- -1", "\"text\":\"1 +/- -1\",\"value\":null,\"verified\":false");
}
END_TEST

START_TEST(test_huggingface__a_value_with_its_spread_is_two_numbers)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence = {0};
    const struct text card = TEXT(FRONT "- name: ppo\n"
                                        "  results:\n"
                                        "  - task: {type: rl}\n"
                                        "    dataset: {type: Lander}\n"
                                        "    metrics:\n"
                                        "    - type: mean_reward\n"
                                        "      value: 232.59 +/- 25.63\n"
                                        "---\n");
    ck_assert(evidence_read("README.md", card, TEXT_NONE, &arena, &evidence, &err));
    const struct result *result = &evidence.results.at[0];
    ck_assert(value_number(result->value) == 232.59);
    ck_assert(value_number(result->details->spread) == 25.63);
    ck_assert(result->details->stderr_ == NULL);
    ck_assert_uint_eq(value_place(result->value).line, 10);
    ck_assert_uint_eq(value_place(result->value).column, 14);
    arena_free(&arena);
}
END_TEST

START_TEST(test_huggingface__null_is_absent)
{
    import_part_is("README.md",
                   FRONT "- name: a\n  results:\n  - task: {type: t}\n    dataset: {type: d}\n"
                         "    metrics: [{type: wer, value: null}]\n---\n",
                   "results", "[]");
    import_part_is("README.md", "---\nmodel-index:\n---\n# A\n", "results", "[]");
}
END_TEST

START_TEST(test_huggingface__an_index_that_the_hub_would_not_read_is_refused_with_its_place)
{
    static const struct {
        const char *index;
        unsigned line, column;
        const char *words;
    } cards[] = {
        {"  name: a\n  results: []\n", 4, 3, "model-index is a map; a list of models"},
        {"- a\n", 4, 3, "a model of the model-index is a map; here stands a string"},
        {"- results: []\n", 4, 3, "has no name"},
        {"- name: a\n", 4, 3, "a model of the model-index has no results"},
        {"- name: a\n  results:\n", 5, 11, "results of a model of the model-index is null"},
        {"- name: a\n  results: {}\n", 5, 12, "is a map; a list is needed"},
        {"- name: a\n  results:\n  - metrics: []\n", 6, 5, "has no task"},
        {"- name: a\n  results:\n  - task: {type: t}\n", 6, 5, "has no metrics"},
        {"- name: a\n  results:\n  - task: {type: t}\n    metrics:\n", 7, 13, "is null"},
        {"- name: a\n  results:\n  - task: {name: t}\n    metrics: []\n", 6, 11, "has no type"},
        {"- name: a\n  results:\n  - task: {type: t}\n    metrics: [{type: f1}]\n", 7, 15,
         "the metric f1 has no value"},
        {"- name: a\n  results:\n  - task: {type: t}\n    metrics: [{value: 1}]\n", 7, 15,
         "has no type"},
        {"- name: a\n  results:\n  - task: {type: t}\n    metrics: [{type: '', value: 1}]\n", 7, 22,
         "an empty type"},
        {"- name: a\n  results:\n  - task: {type: t}\n    dataset: x\n    metrics: []\n", 7, 14,
         "a dataset of the model-index is a map"},
    };
    for (size_t i = 0; i < COUNT(cards); i++) {
        struct arena arena = {0};
        const char *card = text_format(&arena, FRONT "%s---\n# A\n", cards[i].index).at;
        import_refused("README.md", card, cards[i].line, cards[i].column, cards[i].words);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_huggingface__a_result_without_a_data_set_is_read_and_named)
{
    static const char card[] = FRONT "- name: spacy\n  results:\n  - task: {type: t}\n"
                                     "    metrics: [{type: f1, value: 0.5}]\n---\n";
    import_part_is("README.md", card, "results",
                   "[{\"metric\":\"f1\",\"task\":\"t\",\"value\":0.5,\"verified\":false}]");
    struct arena arena = {0};
    ck_assert(
        strstr(import_part(&arena, "README.md", card, "card"),
               "\"problems\":[\"README.md:6:5: a result of the model-index has no data set\"]"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_huggingface__front_matter_is_kept_in_the_card)
{
    import_part_is("README.md",
                   "---\nlicense: mit\nlanguage: no\ndatasets: [squad, 2024]\ntags:\n- true\n"
                   "inference: false\nwidget: [{text: a}]\nsections: mine\n---\n# A\ntext\n",
                   "card",
                   "{\"datasets\":[\"squad\",\"2024\"],\"inference\":false,\"language\":\"no\","
                   "\"license\":\"mit\",\"sections\":{\"A\":\"text\"},\"tags\":[\"true\"],"
                   "\"widget\":[{\"text\":\"a\"}]}");
}
END_TEST

START_TEST(test_huggingface__the_name_of_the_model_is_that_of_its_index)
{
    import_part_is("README.md", "---\nmodel-index: [{name: a, results: []}]\n---\n", "card",
                   "{\"model-index\":[{\"name\":\"a\",\"results\":[]}],\"model_name\":\"a\"}");
}
END_TEST

START_TEST(test_huggingface__names_that_are_no_names_are_refused)
{
    import_refused("README.md", "---\nlicense: {a: b}\n---\n", 2, 10, "license has a map here");
    import_refused("README.md", "---\ndatasets: [[a]]\n---\n", 2, 12, "datasets has a list here");
}
END_TEST

START_TEST(test_huggingface__texts_under_one_title_are_joined_in_order)
{
    import_part_is("README.md", "# B\none\n# A\n# **B**\ntwo\n## B\n# B\nthree\n", "card",
                   "{\"sections\":{\"A\":\"\",\"B\":\"one\\n\\ntwo\\n\\nthree\"}}");
}
END_TEST

START_TEST(test_huggingface__an_empty_card_is_refused)
{
    import_refused("README.md", "", 1, 1, "is empty");
    import_refused("README.md", "---\n---\n\n", 1, 1, "is empty");
}
END_TEST

START_TEST(test_huggingface__a_long_card_of_many_metrics_is_read)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence = {0};
    struct buffer card = buffer_in(&arena, LIMIT_CARD_SIZE);
    enum { METRICS = 10000, BYTES = 600000 };
    buffer_string(&card, FRONT "- name: a\n  results:\n  - task: {type: t}\n"
                               "    dataset: {type: d}\n    metrics:\n");
    for (int i = 0; i < METRICS; i++)
        buffer_format(&card, "    - {type: m%d, value: 0.%d}\n", i, i + 1);
    buffer_string(&card, "---\n# Text\n");
    while (card.size < 2 * BYTES)
        buffer_string(&card, "Some words of a card that goes on and on.\n");
    ck_assert_msg(
        evidence_read("README.md", buffer_text(&card), TEXT_NONE, &arena, &evidence, &err), "%s",
        support_error(&err));
    ck_assert_uint_eq(evidence.results.count, METRICS);
    ck_assert_uint_eq(value_place(evidence.results.at[METRICS - 1].value).line, METRICS + 8);
    arena_free(&arena);
}
END_TEST

START_TEST(test_eval_results__an_entry_is_a_result_of_its_benchmark)
{
    import_part_is(".eval_results/hle.yaml",
                   "- dataset: {id: cais/hle, task_id: default, revision: 5a81a4c}\n"
                   "  value: 20.90\n  date: '2025-01-15'\n"
                   "- dataset: {id: a/b}\n  value: 7.5 +/- 2.5\n  verifyToken: abc\n",
                   "results",
                   "[{\"dataset\":\"cais/hle\",\"metric\":\"value\",\"task\":\"default\","
                   "\"value\":20.9,\"verified\":false},"
                   "{\"dataset\":\"a/b\",\"metric\":\"value\",\"spread\":2.5,\"value\":7.5,"
                   "\"verified\":false}]");
    import_refused("hle.yaml", "- {dataset: {id: 3}, value: 1}\n", 1, 18, "id is a number");
    import_refused("hle.yaml", "- {dataset: {id: a}}\n", 1, 1, "not evidence");
}
END_TEST

TESTS("evidence/huggingface", test_huggingface__a_result_has_task_data_set_split_and_metric,
      test_huggingface__a_value_that_is_a_text_stays_one,
      test_huggingface__a_value_with_its_spread_is_two_numbers, test_huggingface__null_is_absent,
      test_huggingface__an_index_that_the_hub_would_not_read_is_refused_with_its_place,
      test_huggingface__a_result_without_a_data_set_is_read_and_named,
      test_huggingface__front_matter_is_kept_in_the_card,
      test_huggingface__the_name_of_the_model_is_that_of_its_index,
      test_huggingface__names_that_are_no_names_are_refused,
      test_huggingface__texts_under_one_title_are_joined_in_order,
      test_huggingface__an_empty_card_is_refused,
      test_huggingface__a_long_card_of_many_metrics_is_read,
      test_eval_results__an_entry_is_a_result_of_its_benchmark)
