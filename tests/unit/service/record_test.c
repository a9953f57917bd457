#include "service/record.h"

#include "support.h"

#include "value/json.h"

static struct arena arena;

/* What comes out where an error is written, sent and read. */
static struct error sent(const struct error *err)
{
    struct value value;
    struct error unread = {0}, got;
    struct record record = record_in(&arena);
    record_error(&record, "error", err);
    ck_assert_msg(json_read("message", record_bytes(&record), (struct json_options){0}, &arena,
                            &value, &unread),
                  "%s", support_error(&unread));
    record_error_read(value_get(&value, TEXT("error")), &arena, &got);
    return got;
}

START_TEST(test_record__an_error_arrives_as_it_was)
{
    static const enum error_code codes[] = {ERROR_USAGE,  ERROR_REFUSED,     ERROR_INTEGRITY,
                                            ERROR_POLICY, ERROR_UNAVAILABLE, ERROR_BUG};
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct error err = {0};
        (void)error_at(&err, codes[i], (struct place){"a \"b\".yaml", 3, 7}, "is \x01 odd");
        const struct error got = sent(&err);
        ck_assert_int_eq(got.code, err.code);
        ck_assert_str_eq(got.message, err.message);
        ck_assert_str_eq(got.file, err.file);
        ck_assert_uint_eq(got.line, 3);
        ck_assert_uint_eq(got.column, 7);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_record__an_error_without_a_place_has_none_afterwards)
{
    struct error err = {0};
    (void)error_set(&err, ERROR_REFUSED, "nothing to judge");
    const struct error got = sent(&err);
    ck_assert_str_eq(got.file, "");
    ck_assert_uint_eq(got.line, 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_record__bytes_that_are_no_utf8_are_written_out)
{
    static const struct {
        const char *name;
        struct text text;
        const char *sound;
    } cases[] = {
        {"plain", TEXT("a.yaml"), "a.yaml"},
        {"another script", TEXT("sch\xC3\xB6n"), "sch\xC3\xB6n"},
        {"a stray byte", TEXT("a\xff.yaml"), "a\\xff.yaml"},
        {"cut short", TEXT("\xC3\xB6\xC3"), "\xC3\xB6\\xc3"},
        {"a surrogate", TEXT("\xED\xA0\x80"), "\\xed\\xa0\\x80"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(text_is(text_sound(cases[i].text, &arena), cases[i].sound), "%s",
                      cases[i].name);
    struct error err = {0};
    (void)error_at(&err, ERROR_REFUSED, (struct place){"\xff", 1, 1}, "has \xfe inside");
    ck_assert_str_eq(sent(&err).file, "\\xff");
    ck_assert_str_eq(sent(&err).message, "has \\xfe inside");
    arena_free(&arena);
}
END_TEST

START_TEST(test_record__what_is_no_error_is_a_bug)
{
    static const char *const texts[] = {
        "null",
        "[]",
        "{}",
        "{\"code\": \"none\"}",
        "{\"code\": \"fine\", \"message\": \"x\"}",
        "{\"code\": 3, \"message\": [], \"file\": {}, \"line\": \"x\", \"column\": -1}",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct value value;
        struct error unread = {0}, got;
        ck_assert(
            json_read("t", text_of(texts[i]), (struct json_options){0}, &arena, &value, &unread));
        record_error_read(&value, &arena, &got);
        ck_assert_msg(got.code == ERROR_BUG, "%s", texts[i]);
        ck_assert_uint_eq(got.line, 0);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_record__a_long_text_of_an_error_is_cut_to_fit)
{
    struct error got;
    struct record inner = record_in(&arena), record = record_in(&arena);
    char *lengthy = arena_alloc(&arena, 5000);
    memset(lengthy, 'x', 5000);
    record_text(&inner, "code", TEXT("refused"));
    record_text(&inner, "message", (struct text){lengthy, 5000});
    record_text(&inner, "file", (struct text){lengthy, 5000});
    record_value(&record, "error", record_map(&inner));
    const struct value map = record_map(&record);
    record_error_read(value_get(&map, TEXT("error")), &arena, &got);
    ck_assert_int_eq(got.code, ERROR_REFUSED);
    ck_assert_uint_eq(strlen(got.message), ERROR_MESSAGE_SIZE - 1);
    ck_assert_uint_eq(strlen(got.file), ERROR_FILE_SIZE - 1);
    arena_free(&arena);
}
END_TEST

TESTS("service/record", test_record__an_error_arrives_as_it_was,
      test_record__an_error_without_a_place_has_none_afterwards,
      test_record__bytes_that_are_no_utf8_are_written_out, test_record__what_is_no_error_is_a_bug,
      test_record__a_long_text_of_an_error_is_cut_to_fit)
