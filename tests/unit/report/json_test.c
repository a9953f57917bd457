#include "policy/decision.h"
#include "report/report.h"

#include "records.h"

static struct arena arena;

static struct value read(const char *text)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert_msg(
        json_read("d.json", text_of(text), (struct json_options){0}, &arena, &value, &err), "%s",
        support_error(&err));
    return value;
}

START_TEST(test_json__the_report_is_the_canonical_record_and_a_line_end)
{
    struct error err = {0};
    const struct report_options options = {.colour = true, .verbose = true};
    const struct value decision = read("{\"b\": 1.0, \"a\": [true, \"\\u001b\"]}");
    struct buffer out = buffer_in(&arena, 4096);
    ck_assert(record_write("json", &decision, &options, &out, &err));
    ck_assert_str_eq(buffer_text(&out).at, "{\"a\":[true,\"\\u001b\"],\"b\":1}\n");
}
END_TEST

START_TEST(test_json__what_is_reported_can_be_verified)
{
    struct error err = {0};
    struct finding one[] = {{.policy = TEXT("p"),
                             .control = TEXT("c"),
                             .outcome = OUTCOME_PASS,
                             .level = LEVEL_MANDATORY,
                             .message = TEXT("is fine")}};
    struct findings findings = {one, 1, 0};
    struct conclusion conclusion;
    struct value decision;
    struct buffer out = buffer_in(&arena, 65536);
    decision_conclude(&findings, 0, &conclusion);
    ck_assert(decision_write(&(struct decision_parts){0}, &findings, &conclusion, &arena, &decision,
                             &err));
    ck_assert(record_write("json", &decision, &(struct report_options){0}, &out, &err));
    const struct value again = read(buffer_text(&out).at);
    ck_assert_msg(decision_verify(&again, &arena, &err), "%s", support_error(&err));
}
END_TEST

START_TEST(test_json__a_report_that_does_not_fit_is_refused)
{
    struct error err = {0};
    const struct value decision = read("{\"a\": 1}");
    struct buffer out = buffer_in(&arena, 7);
    ck_assert(!record_write("json", &decision, &(struct report_options){0}, &out, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_str_eq(err.message, "the report is larger than 7 bytes");
}
END_TEST

START_TEST(test_json__formats_are_found_by_name)
{
    struct suggestion near = suggest_for(TEXT("jsn"));
    ck_assert_ptr_null(report_find(TEXT("jsn"), &near));
    ck_assert(text_is(near.word, "json"));
    for (size_t i = 0; report_formats[i]; i++) {
        near = suggest_for(text_of(report_formats[i]->name));
        ck_assert_ptr_eq(report_find(text_of(report_formats[i]->name), &near), report_formats[i]);
        ck_assert(report_formats[i]->summary[0] && report_formats[i]->write);
    }
}
END_TEST

TESTS("report/json", test_json__the_report_is_the_canonical_record_and_a_line_end,
      test_json__what_is_reported_can_be_verified, test_json__a_report_that_does_not_fit_is_refused,
      test_json__formats_are_found_by_name)
