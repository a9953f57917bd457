/* Results of the lm-evaluation-harness: every number below `results` is a result or the standard
 * error of one, exactly, under its task and its whole key. */
#include "evidence/evidence.h"

#include "support.h"

#include "value/json.h"

#include <glob.h>

static struct arena arena;

static bool import(const char *path, struct evidence *evidence, struct error *err)
{
    return evidence_read(path, support_read(&arena, path), TEXT_NONE, &arena, evidence, err);
}

static const struct result *result_find(const struct results *results, struct text task,
                                        struct text metric)
{
    for (size_t i = 0; i < results->count; i++)
        if (text_equal(results->at[i].metric, metric) &&
            text_equal(value_text(results->at[i].setting->task), task))
            return &results->at[i];
    return NULL;
}

/* "acc_stderr,none" is the error of "acc,none". */
static const struct value *leaf_find(const struct results *results, struct text task,
                                     struct text key)
{
    static const char suffix[] = "_stderr";
    const struct result *result = result_find(results, task, key);
    const char *at = memmem(key.at, key.size, suffix, sizeof suffix - 1);
    if (result || !at)
        return result ? result->value : NULL;
    const size_t from = (size_t)(at - key.at);
    const struct text rest = text_part(key, from + sizeof suffix - 1, key.size);
    const struct text base = text_format(&arena, "%.*s%.*s", (int)from, key.at, TEXT_ARGS(rest));
    result = result_find(results, task, base);
    return result ? result->details->stderr_ : NULL;
}

/* Every leaf is there; returns how many there are. */
static size_t file_judge(const struct value *expected, const char *folder)
{
    struct error err = {0};
    struct evidence evidence = {0};
    size_t numbers = 0;
    const struct value *metrics = value_get(expected, TEXT("metrics"));
    const char *path = text_format(&arena, "%s/%.*s", folder,
                                   TEXT_ARGS(value_text(value_get(expected, TEXT("file")))))
                           .at;
    ck_assert_msg(import(path, &evidence, &err), "%s", support_error(&err));
    ck_assert_str_eq(evidence.format, "lm-eval");
    for (size_t i = 0; i < value_count(metrics); i++) {
        const struct value *leaf = value_at(metrics, i);
        const struct value *found = leaf_find(&evidence.results, value_text(value_at(leaf, 0)),
                                              value_text(value_at(leaf, 1)));
        ck_assert_msg(found && value_number(found) == value_number(value_at(leaf, 2)), "%s: %.*s",
                      path, TEXT_ARGS(value_text(value_at(leaf, 1))));
        ck_assert_uint_gt(value_place(found).line, 0);
    }
    for (size_t i = 0; i < evidence.results.count; i++)
        numbers += evidence.results.at[i].details->stderr_ ? 2 : 1;
    ck_assert_msg(value_count(metrics) == 0 || numbers == value_count(metrics), "%s: %zu numbers",
                  path, numbers);
    ck_assert_uint_gt(numbers, 0);
    return value_count(metrics);
}

START_TEST(test_lm_eval__every_leaf_is_a_result_or_the_error_of_one)
{
    size_t files = 0, leaves = 0;
    const char *folder = support_corpus(&arena, "lm-eval-results/give");
    struct text lines = support_read(&arena, text_format(&arena, "%s/expected.jsonl", folder).at);
    while (lines.size) {
        struct error err = {0};
        struct value expected;
        const size_t size = text_find(lines, '\n');
        const struct text line = {text_string(&arena, text_part(lines, 0, size)), size};
        ck_assert(
            json_read("expected.jsonl", line, (struct json_options){0}, &arena, &expected, &err));
        leaves += file_judge(&expected, folder);
        lines = text_part(lines, size + 1, lines.size);
        files++;
    }
    ck_assert_uint_ge(files, 100);
    ck_assert_uint_ge(leaves, 10000);
    arena_free(&arena);
}
END_TEST

START_TEST(test_lm_eval__a_summary_without_figures_is_no_evidence)
{
    glob_t found;
    const char *folder = support_corpus(&arena, "lm-eval-results/give/saucam");
    ck_assert_int_eq(glob(text_format(&arena, "%s/*/*/summary_*.json", folder).at, 0, NULL, &found),
                     0);
    ck_assert_uint_ge(found.gl_pathc, 10);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct error err = {0};
        struct evidence evidence = {0};
        ck_assert_msg(!import(found.gl_pathv[i], &evidence, &err), "%s", found.gl_pathv[i]);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
    globfree(&found);
    arena_free(&arena);
}
END_TEST

TESTS("corpora/lm-eval", test_lm_eval__every_leaf_is_a_result_or_the_error_of_one,
      test_lm_eval__a_summary_without_figures_is_no_evidence)
