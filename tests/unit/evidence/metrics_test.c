/* Plain metric trees, as they would stand in a file. */
#include "evidence/evidence.h"

#include "support.h"

#include "base/buffer.h"
#include "base/limits.h"

static struct evidence read_tree(struct arena *arena, const char *path, const char *source)
{
    struct error err = {0};
    struct evidence evidence = {0};
    ck_assert_msg(evidence_read(path, text_of(source), TEXT_NONE, arena, &evidence, &err), "%s: %s",
                  source, support_error(&err));
    ck_assert_str_eq(evidence.format, "metrics");
    return evidence;
}

START_TEST(test_metrics__a_figure_is_named_by_its_keys_joined_with_dots)
{
    struct arena arena = {0};
    const struct evidence evidence = read_tree(&arena, "m.json",
                                               "{\"auc\": 0.83,\n"
                                               " \"slices\": {\"a\": {\"auc\": 0.79, \"n\": 12},\n"
                                               "  \"b,c/d\": {\"auc\": 0.5}}}");
    static const struct {
        const char *metric;
        double value;
        unsigned line, column;
    } expected[] = {
        {"auc", 0.83, 1, 9},
        {"slices.a.auc", 0.79, 2, 26},
        {"slices.a.n", 12, 2, 37},
        {"slices.b,c/d.auc", 0.5, 3, 20},
    };
    ck_assert_uint_eq(evidence.results.count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct result *result = &evidence.results.at[i];
        const struct place place = value_place(result->value);
        ck_assert_msg(text_is(result->metric, expected[i].metric), "%.*s",
                      TEXT_ARGS(result->metric));
        ck_assert(value_number(result->value) == expected[i].value);
        ck_assert_str_eq(place.file, "m.json");
        ck_assert_msg(place.line == expected[i].line && place.column == expected[i].column,
                      "%s: %u:%u", expected[i].metric, place.line, place.column);
        ck_assert(result->setting == &setting_none && result->details == &details_none);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_metrics__lists_are_no_figures_and_null_is_absent)
{
    struct arena arena = {0};
    const struct evidence evidence = read_tree(
        &arena, "m.yaml", "auc: 0.8\ncurve: [0, 1]\nlabels: {list: [1]}\ngone: null\nempty: {}\n");
    ck_assert_uint_eq(evidence.results.count, 1);
    arena_free(&arena);
}
END_TEST

START_TEST(test_metrics__what_is_no_number_stands_in_its_place)
{
    struct arena arena = {0};
    const struct evidence evidence =
        read_tree(&arena, "m.json",
                  "{\"a\": 1, \"b\": \"N/A\", \"c\": true, \"d\": NaN, \"e\": {\"f\": -Infinity}}");
    static const struct {
        const char *metric;
        enum value_kind kind;
        const char *text;
    } expected[] = {
        {"a", VALUE_INTEGER, ""}, {"b", VALUE_STRING, "N/A"}, {"c", VALUE_BOOLEAN, ""},
        {"d", VALUE_NAN, ""},     {"e.f", VALUE_NAN, ""},
    };
    ck_assert_uint_eq(evidence.results.count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct result *result = &evidence.results.at[i];
        ck_assert(text_is(result->metric, expected[i].metric));
        ck_assert_int_eq(value_kind(result->value), expected[i].kind);
        ck_assert(text_is(value_text(result->value), expected[i].text));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_metrics__two_ways_to_one_name_are_two_results)
{
    struct arena arena = {0};
    const struct evidence evidence = read_tree(&arena, "m.yaml", "a.b: 1\na: {b: 2}\n");
    ck_assert_uint_eq(evidence.results.count, 2);
    ck_assert(text_is(evidence.results.at[0].metric, "a.b"));
    ck_assert(text_is(evidence.results.at[1].metric, "a.b"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_metrics__a_tree_of_nothing_but_nan_is_still_one)
{
    struct arena arena = {0};
    const struct evidence evidence = read_tree(&arena, "m.yaml", "loss: .nan\n");
    ck_assert_uint_eq(evidence.results.count, 1);
    arena_free(&arena);
}
END_TEST

START_TEST(test_metrics__what_holds_no_number_is_in_no_known_format)
{
    static const char *const cases[] = {
        "{}",
        "[]",
        "[1, 2]",
        "{\"a\": [1, 2]}",
        "{\"a\": \"1\"}",
        "{\"a\": {\"b\": null}}",
        "3",
        "\"text\"",
        "null",
        "true",
        "{\"a\": true}",
        "[{\"auc\": 0.8}]",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct evidence evidence;
        ck_assert_msg(
            !evidence_read("m.json", text_of(cases[i]), TEXT_NONE, &arena, &evidence, &err), "%s",
            cases[i]);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_str_eq(err.file, "m.json");
        ck_assert_msg(err.line == 1 && err.column == 1, "%s", support_error(&err));
        ck_assert_str_eq(err.message, "is not evidence in a format that is known here");
        arena_free(&arena);
    }
}
END_TEST

/* `depth` maps around one number, each under a key of `size` bytes. */
static struct text nested(struct arena *arena, size_t depth, size_t size)
{
    struct buffer out = buffer_in(arena, SIZE_MAX / 2);
    for (size_t i = 0; i < depth; i++) {
        buffer_string(&out, "{\"");
        buffer_repeat(&out, 'k', size);
        buffer_string(&out, "\":");
    }
    buffer_string(&out, "1");
    buffer_repeat(&out, '}', depth);
    return buffer_text(&out);
}

START_TEST(test_metrics__a_figure_without_a_name_is_refused)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence = {0};
    ck_assert(!evidence_read("m.json", TEXT("{\"auc\": 1,\n \"\": 2}"), TEXT_NONE, &arena,
                             &evidence, &err));
    ck_assert_msg(strstr(err.message, "a metric has no name"), "%s", support_error(&err));
    ck_assert_uint_eq(err.line, 2);
    arena_free(&arena);
}
END_TEST

START_TEST(test_metrics__a_name_is_as_long_as_a_key_may_be_and_no_longer)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence;
    const size_t half = LIMIT_KEY_SIZE / 2;
    ck_assert(
        evidence_read("m.json", nested(&arena, 2, half - 1), TEXT_NONE, &arena, &evidence, &err));
    ck_assert_uint_eq(evidence.results.at[0].metric.size, 2 * half - 1);
    ck_assert(
        !evidence_read("m.json", nested(&arena, 2, half), TEXT_NONE, &arena, &evidence, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_uint_eq(err.line, 1);
    ck_assert_uint_eq(err.column, half + 6);
    ck_assert_ptr_nonnull(strstr(err.message, "is longer than 65536 bytes"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_metrics__names_that_would_fill_the_memory_are_refused)
{
    enum { LEAVES = 5000 }; /* of 64 KB each: more than the largest evidence */
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence;
    struct buffer out = buffer_in(&arena, SIZE_MAX / 2);
    buffer_string(&out, "{\"");
    buffer_repeat(&out, 'k', LIMIT_KEY_SIZE - 100);
    buffer_string(&out, "\":{\"0\":1");
    for (size_t i = 1; i < LEAVES; i++)
        buffer_format(&out, ",\"%zu\":1", i);
    buffer_string(&out, "}}");
    ck_assert(!evidence_read("m.json", buffer_text(&out), TEXT_NONE, &arena, &evidence, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_uint_eq(err.line, 1);
    ck_assert_uint_eq(err.column, 1);
    ck_assert_ptr_nonnull(strstr(err.message, "names of its metrics"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_metrics__more_results_than_the_limit_are_refused)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence;
    struct buffer out = buffer_in(&arena, SIZE_MAX / 2);
    buffer_string(&out, "{\"0\":1");
    for (size_t i = 1; i <= LIMIT_RESULTS; i++)
        buffer_format(&out, ",\"%zu\":1", i);
    buffer_string(&out, "}");
    ck_assert(!evidence_read("m.json", buffer_text(&out), TEXT_NONE, &arena, &evidence, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_str_eq(err.message, "has 4000001 results, at most 4000000 are read");
    arena_free(&arena);
}
END_TEST

TESTS("evidence/metrics", test_metrics__a_figure_is_named_by_its_keys_joined_with_dots,
      test_metrics__lists_are_no_figures_and_null_is_absent,
      test_metrics__what_is_no_number_stands_in_its_place,
      test_metrics__two_ways_to_one_name_are_two_results,
      test_metrics__a_tree_of_nothing_but_nan_is_still_one,
      test_metrics__what_holds_no_number_is_in_no_known_format,
      test_metrics__a_figure_without_a_name_is_refused,
      test_metrics__a_name_is_as_long_as_a_key_may_be_and_no_longer,
      test_metrics__names_that_would_fill_the_memory_are_refused,
      test_metrics__more_results_than_the_limit_are_refused)
