#include "policy/finding.h"

#include "base/limits.h"
#include "support.h"
#include "value/canonical.h"
#include "value/json.h"

#include <math.h>

static struct arena arena;

static struct value *json(const char *source)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    ck_assert_msg(json_read("x.json", text_of(source), (struct json_options){.bare_nan = true},
                            &arena, value, &err),
                  "%s", support_error(&err));
    return value;
}

static const char *written(const struct value *value)
{
    struct error err = {0};
    struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
    ck_assert_msg(canonical_write(value, &out, &err), "%s", support_error(&err));
    return text_string(&arena, buffer_text(&out));
}

static struct finding whole_finding(void)
{
    return (struct finding){
        .policy = TEXT("credit/four-fifths"),
        .control = TEXT("race=African-American impact ratio"),
        .outcome = OUTCOME_FAIL,
        .level = LEVEL_OVERRIDABLE,
        .message = TEXT("impact ratio is 0.632"),
        .observed = json("0.632"),
        .expected = json("{\"at_least\": 0.8}"),
        .margin = json("-0.168"),
        .n = json("3696"),
        .evidence = {"eval/metrics.yaml", 14, 5},
        .pointer = TEXT("/groups/0"),
        .grade = TEXT("declared"),
        .source = {"policies/four-fifths.lua", 31, 0},
        .fix = TEXT("Examine the features"),
        .cites = json("[\"29 CFR 1607.4(D)\"]"),
    };
}

static const char whole_text[] =
    "{\"cites\":[\"29 CFR 1607.4(D)\"],\"control\":\"race=African-American impact ratio\","
    "\"evidence\":{\"column\":5,\"file\":\"eval/metrics.yaml\",\"grade\":\"declared\",\"line\":14,"
    "\"pointer\":\"/groups/0\"},\"expected\":{\"at_least\":0.8},\"fix\":\"Examine the features\","
    "\"level\":\"overridable\",\"margin\":-0.168,\"message\":\"impact ratio is 0.632\",\"n\":3696,"
    "\"observed\":0.632,\"outcome\":\"fail\",\"policy\":\"credit/four-fifths\","
    "\"source\":{\"file\":\"policies/four-fifths.lua\",\"line\":31}}";

START_TEST(test_finding__the_written_form_has_every_key)
{
    const struct finding finding = whole_finding();
    const struct value value = finding_value(&finding, &arena);
    ck_assert_str_eq(written(&value), whole_text);
}
END_TEST

START_TEST(test_finding__what_is_absent_is_null)
{
    const struct finding finding = {
        .policy = TEXT("a"), .control = TEXT("b"), .outcome = OUTCOME_PASS};
    const struct value value = finding_value(&finding, &arena);
    ck_assert_str_eq(
        written(&value),
        "{\"cites\":null,\"control\":\"b\",\"evidence\":{\"column\":null,\"file\":null,"
        "\"grade\":null,\"line\":null,\"pointer\":null},\"expected\":null,\"fix\":null,"
        "\"level\":null,\"margin\":null,\"message\":\"\",\"n\":null,\"observed\":null,"
        "\"outcome\":\"pass\",\"policy\":\"a\",\"source\":{\"file\":null,\"line\":null}}");
}
END_TEST

START_TEST(test_finding__reading_is_the_inverse_of_writing)
{
    struct error err = {0};
    struct finding first = {0}, second = {0};
    const struct finding empty = {.policy = TEXT("a"), .control = TEXT("b"), .level = LEVEL_NONE};
    const struct finding whole = whole_finding();
    const struct value whole_value = finding_value(&whole, &arena);
    const struct value empty_value = finding_value(&empty, &arena);
    ck_assert_msg(finding_read(&whole_value, &arena, &first, &err), "%s", support_error(&err));
    ck_assert_msg(finding_read(&empty_value, &arena, &second, &err), "%s", support_error(&err));
    const struct value whole_again = finding_value(&first, &arena);
    const struct value empty_again = finding_value(&second, &arena);
    ck_assert_str_eq(written(&whole_again), whole_text);
    ck_assert_str_eq(written(&empty_again), written(&empty_value));
    ck_assert_uint_eq(first.evidence.line, 14);
    ck_assert_int_eq(first.level, LEVEL_OVERRIDABLE);
    ck_assert_ptr_null(second.observed);
    ck_assert_ptr_null(second.evidence.file);
}
END_TEST

START_TEST(test_finding__what_is_written_early_is_what_would_be_written)
{
    struct error err = {0};
    struct finding finding = whole_finding();
    ck_assert_msg(finding_write(&finding, &arena, &err), "%s", support_error(&err));
    ck_assert(text_is(finding.canonical, whole_text));
    const struct value early = finding_value(&finding, &arena);
    ck_assert_str_eq(written(&early), whole_text);
}
END_TEST

START_TEST(test_finding__a_number_that_no_double_holds_is_a_text)
{
    static const struct {
        const char *name, *observed, *expect;
    } cases[] = {
        {"2^53", "9007199254740992", "9007199254740992"},
        {"2^53 + 1", "9007199254740993", "\"9007199254740993\""},
        {"- 2^53 - 1", "-9007199254740993", "\"-9007199254740993\""},
        {"2^60, which a double holds", "1152921504606846976", "\"1152921504606846976\""},
        {"the largest", "9223372036854775807", "\"9223372036854775807\""},
        {"beyond 64 bits", "18446744073709551617", "\"18446744073709552000\""},
        {"NaN", "NaN", "\"NaN\""},
        {"infinity", "-Infinity", "\"NaN\""},
        {"within a list", "[1, NaN, [9007199254740993]]", "[1,\"NaN\",[\"9007199254740993\"]]"},
        {"within a map", "{\"a\": NaN, \"b\": 1.5}", "{\"a\":\"NaN\",\"b\":1.5}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct finding finding = whole_finding();
        finding.observed = json(cases[i].observed);
        const struct value value = finding_value(&finding, &arena);
        ck_assert_msg(strcmp(written(value_get(&value, TEXT("observed"))), cases[i].expect) == 0,
                      "%s: %s", cases[i].name, written(value_get(&value, TEXT("observed"))));
    }
}
END_TEST

START_TEST(test_finding__bytes_that_are_no_utf8_are_replaced)
{
    struct finding finding = whole_finding();
    finding.control = TEXT("a\xff\xc3z");
    finding.message = TEXT("\xed\xa0\x80");
    const struct value value = finding_value(&finding, &arena);
    ck_assert_str_eq(written(value_get(&value, TEXT("control"))), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"");
    ck_assert_str_eq(written(value_get(&value, TEXT("message"))),
                     "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}
END_TEST

START_TEST(test_finding__two_keys_that_become_one_do_not_make_a_map)
{
    struct members members = {0};
    struct finding finding = whole_finding();
    members_add(&arena, &members, TEXT("\xfe"), value_of_integer(1));
    members_add(&arena, &members, TEXT("\xff"), value_of_integer(2));
    const struct value map = value_of_map(&arena, &members);
    finding.observed = &map;
    const struct value value = finding_value(&finding, &arena);
    ck_assert_str_eq(written(value_get(&value, TEXT("observed"))),
                     "\"a map whose keys are not UTF-8\"");
}
END_TEST

START_TEST(test_finding__a_message_is_cut_between_characters)
{
    struct finding finding = whole_finding();
    struct buffer long_text = buffer_in(&arena, LIMIT_REPORT_SIZE);
    buffer_byte(&long_text, 'x');
    for (size_t i = 0; i < LIMIT_MESSAGE_SIZE; i++)
        buffer_string(&long_text, "\xC3\xA4");
    finding.message = buffer_text(&long_text);
    const struct value value = finding_value(&finding, &arena);
    const struct text message = value_text(value_get(&value, TEXT("message")));
    ck_assert_uint_eq(message.size, LIMIT_MESSAGE_SIZE);
    ck_assert(text_ends(message, TEXT("\xC3\xA4\xE2\x80\xA6")));
}
END_TEST

/* The written form with one member replaced by JSON, or removed where that is NULL. */
static struct value changed(const char *key, const char *json_text)
{
    const struct value *whole = json(whole_text);
    struct members members = {0};
    for (size_t i = 0; i < value_count(whole); i++)
        if (!text_is(member_key(whole, i), key))
            members_add(&arena, &members, member_key(whole, i), *member_value(whole, i));
    if (json_text)
        members_add(&arena, &members, text_of(key), *json(json_text));
    return value_of_map(&arena, &members);
}

START_TEST(test_finding__reading_takes_nothing_else)
{
    static const struct {
        const char *name, *key, *value;
    } cases[] = {
        {"a key too few", "fix", NULL},
        {"a key too many", "severity", "1"},
        {"a policy that is no text", "policy", "1"},
        {"a control that is null", "control", "null"},
        {"an unknown outcome", "outcome", "\"passed\""},
        {"an outcome that is null", "outcome", "null"},
        {"an unknown level", "level", "\"none\""},
        {"an empty level", "level", "\"\""},
        {"a level that is a number", "level", "3"},
        {"a margin that is a list", "margin", "[]"},
        {"a number of rows that is true", "n", "true"},
        {"evidence that is null", "evidence", "null"},
        {"evidence with a key too few", "evidence", "{\"file\": null, \"line\": null}"},
        {"a line of 0", "source", "{\"file\": \"a\", \"line\": 0}"},
        {"a line that is negative", "source", "{\"file\": \"a\", \"line\": -1}"},
        {"a line that is a fraction", "source", "{\"file\": \"a\", \"line\": 1.5}"},
        {"a line above 32 bits", "source", "{\"file\": \"a\", \"line\": 4294967296}"},
        {"a file with a NUL", "source", "{\"file\": \"a\\u0000b\", \"line\": 1}"},
        {"an empty file", "source", "{\"file\": \"\", \"line\": 1}"},
        {"a source with a column", "source", "{\"file\": \"a\", \"line\": 1, \"column\": 1}"},
        {"cites that are a text", "cites", "\"a\""},
        {"cites of numbers", "cites", "[1]"},
        {"a fix that is a list", "fix", "[]"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct finding out = {.level = LEVEL_ADVISORY};
        const struct value value = changed(cases[i].key, cases[i].value);
        ck_assert_msg(!finding_read(&value, &arena, &out, &err), "%s", cases[i].name);
        ck_assert_msg(err.code == ERROR_REFUSED, "%s: %s", cases[i].name, err.message);
        ck_assert_msg(!out.policy.at && out.level == LEVEL_ADVISORY, "touched: %s", cases[i].name);
    }
    struct error err = {0};
    struct finding out;
    ck_assert(!finding_read(json("[]"), &arena, &out, &err));
}
END_TEST

START_TEST(test_finding__order_is_by_policy_then_control_in_bytes)
{
    struct finding list[] = {
        {.policy = TEXT("b"), .control = TEXT("a")},
        {.policy = TEXT("a"), .control = TEXT("z")},
        {.policy = TEXT("a"), .control = TEXT("auc#2")},
        {.policy = TEXT("a"), .control = TEXT("auc"), .source = {"p", 9, 0}},
        {.policy = TEXT("a"), .control = TEXT("auc"), .source = {"p", 2, 0}},
        {.policy = TEXT("B"), .control = TEXT("a")},
    };
    struct findings findings = {list, COUNT(list), 0};
    struct findings none = {0};
    findings_sort(&findings);
    findings_sort(&none);
    static const char *const expected[] = {"B a 0",     "a auc 2", "a auc 9",
                                           "a auc#2 0", "a z 0",   "b a 0"};
    for (size_t i = 0; i < COUNT(expected); i++)
        ck_assert_str_eq(text_format(&arena, "%s %s %u", list[i].policy.at, list[i].control.at,
                                     list[i].source.line)
                             .at,
                         expected[i]);
}
END_TEST

TESTS("policy/finding", test_finding__the_written_form_has_every_key,
      test_finding__what_is_absent_is_null, test_finding__reading_is_the_inverse_of_writing,
      test_finding__what_is_written_early_is_what_would_be_written,
      test_finding__a_number_that_no_double_holds_is_a_text,
      test_finding__bytes_that_are_no_utf8_are_replaced,
      test_finding__two_keys_that_become_one_do_not_make_a_map,
      test_finding__a_message_is_cut_between_characters, test_finding__reading_takes_nothing_else,
      test_finding__order_is_by_policy_then_control_in_bytes)
