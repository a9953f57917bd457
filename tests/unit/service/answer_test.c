/* The words of a command that answers a request, as far as they are checked without a log. */
#include "service/answer.h"

#include "../support.h"

#include "evidence/stage.h"
#include "service/record.h"
#include "value/json.h"

enum { DAY = 24 * 60 * 60, NOON = 1795262400 };

static struct arena arena;

/* As a command line gives it: every text ends in NUL. */
static struct value request_of(const char *json)
{
    struct value request;
    struct error err = {0};
    struct record given = record_in(&arena);
    ck_assert_msg(
        json_read("request", text_of(json), (struct json_options){0}, &arena, &request, &err), "%s",
        support_error(&err));
    for (size_t i = 0; i < value_count(&request); i++) {
        const char *name = text_string(&arena, member_key(&request, i));
        const struct value *word = member_value(&request, i);
        if (value_kind(word) == VALUE_STRING)
            record_text(&given, name, text_copy(&arena, value_text(word)));
        else
            record_value(&given, name, *word);
    }
    return record_map(&given);
}

START_TEST(test_answer__a_version_is_what_stands_behind_the_last_at_sign)
{
    struct error err = {0};
    struct asked_version asked;
    ck_assert(asked_version_read("credit@2.3.0", &asked, &err));
    ck_assert(text_is(asked.name, "credit"));
    ck_assert(text_is(asked.version, "2.3.0"));
    ck_assert(asked_version_read("team@bank/credit@1", &asked, &err));
    ck_assert(text_is(asked.name, "team@bank/credit"));
    ck_assert(text_is(asked.version, "1"));
}
END_TEST

START_TEST(test_answer__half_a_version_is_none)
{
    static const char *const cases[] = {"", "@", "credit", "credit@", "@2.3.0"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct asked_version asked = {TEXT("untouched"), TEXT_NONE};
        ck_assert_msg(!asked_version_read(cases[i], &asked, &err), "\"%s\"", cases[i]);
        ck_assert_int_eq(err.code, ERROR_USAGE);
        ck_assert(text_is(asked.name, "untouched"));
    }
}
END_TEST

START_TEST(test_answer__the_stage_is_production_unless_another_is_named)
{
    enum stage stage;
    struct error err = {0};
    const struct value none = request_of("{}"), shadow = request_of("{\"to\":\"shadow\"}"),
                       unknown = request_of("{\"to\":\"prodution\"}");
    ck_assert(asked_stage(&none, &stage, &err));
    ck_assert_int_eq(stage, STAGE_PRODUCTION);
    ck_assert(asked_stage(&shadow, &stage, &err));
    ck_assert_int_eq(stage, STAGE_SHADOW);
    ck_assert(!asked_stage(&unknown, &stage, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer__a_request_is_named_by_eight_digits_of_its_id_or_more)
{
    static const struct {
        const char *id, *prefix;
    } cases[] = {
        {"0123abcd", "0123abcd"},
        {"sha256:0123abcd", "0123abcd"},
        {"sha256:0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd",
         "0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd"},
        {"sha256:", NULL},
        {"0123abc", NULL},
        {"sha256:0123abc", NULL},
        {"0123ABCD", NULL},
        {"0123abcg", NULL},
        {"sha512:0123abcd", NULL},
        {"0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd0123abcd0", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct asked_request asked;
        struct error err = {0};
        const struct value request = request_of(
            text_format(&arena, "{\"model\":\"credit@2.3.0\",\"request\":\"%s\"}", cases[i].id).at);
        ck_assert_msg(asked_request_read(&request, &asked, &err) == (cases[i].prefix != NULL), "%s",
                      cases[i].id);
        if (cases[i].prefix)
            ck_assert_msg(text_is(asked.prefix, cases[i].prefix), "%s", cases[i].id);
        else
            ck_assert_int_eq(err.code, ERROR_USAGE);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer__stands_for_thirty_days_or_as_many_as_are_said)
{
    struct answer answer;
    struct error err = {0};
    const struct value usual = request_of("{\"reason\":\"holds up\"}"),
                       longest = request_of("{\"expires\":\"90\",\"meaning\":\"compliance\"}");
    ck_assert(answer_read(&usual, "approve", NOON, &answer, &err));
    ck_assert_int_eq(answer.expires, NOON + 30 * DAY);
    ck_assert(text_is(answer.word, "approve"));
    ck_assert(text_is(answer.meaning, "approval"));
    ck_assert(text_is(answer.reason, "holds up"));
    ck_assert(answer_read(&longest, "reject", NOON, &answer, &err));
    ck_assert_int_eq(answer.expires, NOON + 90 * DAY);
    ck_assert(text_is(answer.meaning, "compliance"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_answer__days_that_are_none_and_dues_of_nothing_are_refused)
{
    static const char *const cases[] = {
        "{\"expires\":\"0\"}",
        "{\"expires\":\"-1\"}",
        "{\"expires\":\"91\"}",
        "{\"expires\":\"9223372036854775808\"}",
        "{\"expires\":\"7d\"}",
        "{\"due\":[\"2027-01-31\"]}",
        "{\"condition\":[\"drift\"],\"due\":[\"2027-01-31\",\"2027-02-28\"]}",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer answer;
        struct error err = {0};
        const struct value request = request_of(cases[i]);
        ck_assert_msg(!answer_read(&request, "approve", NOON, &answer, &err), "%s", cases[i]);
        ck_assert_int_eq(err.code, ERROR_USAGE);
    }
    arena_free(&arena);
}
END_TEST

TESTS("service/answer", test_answer__a_version_is_what_stands_behind_the_last_at_sign,
      test_answer__half_a_version_is_none,
      test_answer__the_stage_is_production_unless_another_is_named,
      test_answer__a_request_is_named_by_eight_digits_of_its_id_or_more,
      test_answer__stands_for_thirty_days_or_as_many_as_are_said,
      test_answer__days_that_are_none_and_dues_of_nothing_are_refused)
