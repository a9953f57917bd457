/* What a dossier draws from decisions: the closest calls, and what changed since another. */
#include "service/dossier.h"

#include "../support.h"

#include "value/canonical.h"
#include "value/json.h"

static struct arena arena;

static struct value decision_of(const char *json)
{
    struct value decision;
    struct error err = {0};
    ck_assert_msg(
        json_read("decision", text_of(json), (struct json_options){0}, &arena, &decision, &err),
        "%s", support_error(&err));
    return decision;
}

static struct text printed(struct value drawn)
{
    struct error err = {0};
    struct buffer written = buffer_in(&arena, 1 << 16);
    ck_assert(canonical_write(&drawn, &written, &err));
    return buffer_text(&written);
}

/* The controls of the calls, in their order: "a b c ". */
static struct text controls_of(const struct value *calls)
{
    struct buffer written = buffer_in(&arena, 1 << 10);
    for (size_t i = 0; i < value_count(calls); i++) {
        buffer_add(&written, value_text(value_get(value_at(calls, i), TEXT("control"))));
        buffer_byte(&written, ' ');
    }
    return buffer_text(&written);
}

#define FINDING(control, outcome, margin, expected)                                                \
    "{\"policy\":\"p\",\"control\":\"" control "\",\"outcome\":\"" outcome "\",\"margin\":" margin \
    ",\"expected\":" expected "}"

START_TEST(test_dossier__the_call_closest_to_its_bound_comes_first)
{
    const struct value decision = decision_of("{\"findings\":[" FINDING("wide", "pass", "30", "{\"at_most\":50}") "," FINDING(
        "close", "pass", "0.014",
        "{\"at_least\":0.9}") "," FINDING("no-bound", "pass", "0.001",
                                          "{\"one_of\":[\"a\"]}") "," FINDING("at-it", "pass", "0",
                                                                              "{\"at_least\":0."
                                                                              "9}") "," FINDING("ar"
                                                                                                "ou"
                                                                                                "nd"
                                                                                                "-z"
                                                                                                "er"
                                                                                                "o",
                                                                                                "pa"
                                                                                                "s"
                                                                                                "s",
                                                                                                "0."
                                                                                                "00"
                                                                                                "0"
                                                                                                "1",
                                                                                                "{"
                                                                                                "\""
                                                                                                "at"
                                                                                                "_m"
                                                                                                "os"
                                                                                                "t"
                                                                                                "\""
                                                                                                ":0"
                                                                                                "}") "]}");
    const struct value calls = dossier_calls(&decision, &arena);
    ck_assert_str_eq(text_string(&arena, controls_of(&calls)),
                     "at-it close wide no-bound around-zero ");
    arena_free(&arena);
}
END_TEST

START_TEST(test_dossier__only_passes_with_a_margin_are_calls)
{
    const struct value decision = decision_of(
        "{\"findings\":[" FINDING("failed", "fail", "-0.01", "{\"at_least\":0.9}") "," FINDING(
            "waived", "waived", "-0.01",
            "{\"at_least\":0.9}") "," FINDING("a-word", "pass", "null",
                                              "{\"is\":\"high\"}") ","
                                                                   "{\"policy\":\"p\",\"control\":"
                                                                   "\"bare\",\"outcome\":\"pass\"}]"
                                                                   "}");
    const struct value calls = dossier_calls(&decision, &arena);
    ck_assert_uint_eq(value_count(&calls), 0);
    const struct value nothing = decision_of("{}");
    const struct value none = dossier_calls(&nothing, &arena);
    ck_assert_uint_eq(value_count(&none), 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_dossier__five_calls_are_shown_and_equal_ones_stay_in_order)
{
    const struct value decision = decision_of(
        "{\"findings\":[" FINDING("a", "pass", "1", "{\"at_least\":10}") "," FINDING("b", "pass", "2", "{\"at_least\":20}") "," FINDING(
            "c", "pass", "3",
            "{\"at_least\":30}") "," FINDING("d", "pass", "4",
                                             "{\"at_least\":40}") "," FINDING("e", "pass", "5",
                                                                              "{\"at_least\":"
                                                                              "50}") "," FINDING("f",
                                                                                                 "p"
                                                                                                 "a"
                                                                                                 "s"
                                                                                                 "s",
                                                                                                 "6",
                                                                                                 "{"
                                                                                                 "\"at_least\":60}") "]}");
    const struct value calls = dossier_calls(&decision, &arena);
    ck_assert_str_eq(text_string(&arena, controls_of(&calls)), "a b c d e ");
    arena_free(&arena);
}
END_TEST

#define SEEN(policy, control, outcome, observed)                                                   \
    "{\"policy\":\"" policy "\",\"control\":\"" control "\",\"outcome\":\"" outcome                \
    "\",\"observed\":" observed "}"

START_TEST(test_dossier__changes_are_what_came_went_and_differs)
{
    const struct value before =
        decision_of("{\"findings\":[" SEEN("a", "went", "pass", "1") "," SEEN(
            "b", "outcome", "pass",
            "1") "," SEEN("b", "same", "pass", "0.9") "," SEEN("c", "value", "pass", "0.91") "]}");
    const struct value after =
        decision_of("{\"findings\":[" SEEN("b", "came", "fail", "2") "," SEEN(
            "b", "outcome", "fail",
            "1") "," SEEN("b", "same", "pass", "0.90") "," SEEN("c", "value", "pass", "0.95") "]}");
    ck_assert_str_eq(
        text_string(&arena, printed(dossier_changes(&before, &after, &arena))),
        "[{\"control\":\"went\",\"is\":null,\"policy\":\"a\",\"was\":{\"observed\":1,\"outcome\":"
        "\"pass\"}},"
        "{\"control\":\"came\",\"is\":{\"observed\":2,\"outcome\":\"fail\"},\"policy\":\"b\","
        "\"was\":null},"
        "{\"control\":\"outcome\",\"is\":{\"observed\":1,\"outcome\":\"fail\"},\"policy\":\"b\","
        "\"was\":{\"observed\":1,\"outcome\":\"pass\"}},"
        "{\"control\":\"value\",\"is\":{\"observed\":0.95,\"outcome\":\"pass\"},\"policy\":\"c\","
        "\"was\":{\"observed\":0.91,\"outcome\":\"pass\"}}]");
    arena_free(&arena);
}
END_TEST

START_TEST(test_dossier__nothing_changed_between_a_decision_and_itself)
{
    const struct value decision = decision_of(
        "{\"findings\":[" SEEN("a", "x", "pass", "1") "," SEEN("b", "y", "fail", "2") "]}");
    const struct value nothing = decision_of("{}");
    const struct value none = dossier_changes(&decision, &decision, &arena);
    const struct value all = dossier_changes(&nothing, &decision, &arena);
    ck_assert_uint_eq(value_count(&none), 0);
    ck_assert_uint_eq(value_count(&all), 2);
    arena_free(&arena);
}
END_TEST

TESTS("service/dossier", test_dossier__the_call_closest_to_its_bound_comes_first,
      test_dossier__only_passes_with_a_margin_are_calls,
      test_dossier__five_calls_are_shown_and_equal_ones_stay_in_order,
      test_dossier__changes_are_what_came_went_and_differs,
      test_dossier__nothing_changed_between_a_decision_and_itself)
