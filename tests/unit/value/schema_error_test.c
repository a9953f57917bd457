/* What a person reads of a document that does not fit: sentences, places, pointers, order. */
#include "base/buffer.h"
#include "base/limits.h"
#include "support.h"
#include "value/json.h"
#include "value/schema.h"

static struct arena arena;

static struct value *read(const char *file, const char *source)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    ck_assert_msg(json_read(file, text_of(source), (struct json_options){0}, &arena, value, &err),
                  "%s: %s", source, support_error(&err));
    return value;
}

static struct schema_errors errors_of(const char *schema, const char *instance)
{
    struct error err = {0};
    struct schema_errors errors = {0};
    struct schema *compiled;
    ck_assert_msg(schema_compile(schema_library_new(&arena), TEXT("urn:test"),
                                 read("s.json", schema), &compiled, &err),
                  "%s: %s", schema, support_error(&err));
    ck_assert_msg(schema_check(compiled, read("i.json", instance), &arena, &errors, &err), "%s: %s",
                  schema, support_error(&err));
    return errors;
}

/* "line:column pointer message", one line each. */
static const char *words_of(const char *schema, const char *instance)
{
    struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
    const struct schema_errors errors = errors_of(schema, instance);
    for (size_t i = 0; i < errors.count; i++)
        buffer_format(&out, "%s%u:%u %.*s %.*s", i ? "\n" : "", errors.at[i].place.line,
                      errors.at[i].place.column, TEXT_ARGS(errors.at[i].instance_pointer),
                      TEXT_ARGS(errors.at[i].message));
    return errors.count ? buffer_text(&out).at : "";
}

START_TEST(test_schema_error__messages_are_sentences)
{
    const struct {
        const char *schema, *instance, *words;
    } cases[] = {
        {"{\"type\":\"number\"}", "\"a\"", "1:1  is a string; a number is needed"},
        {"{\"type\":[\"number\",\"null\",\"object\"]}", "[]",
         "1:1  is a list; a number, a map or null is needed"},
        {"{\"type\":\"string\"}", "1.10", "1:1  is a number; a string is needed: put it in quotes"},
        {"{\"type\":\"string\"}", "null", "1:1  is null; a string is needed"},
        {"{\"type\":\"integer\"}", "1.5", "1:1  is 1.5; an integer is needed"},
        {"{\"required\":[\"evidence\"]}", "{}",
         "1:1  has no member \"evidence\", which is required"},
        {"{\"properties\":{\"evidence\":true},\"additionalProperties\":false}", "{ \"evidnce\":1}",
         "1:3 /evidnce unknown key \"evidnce\"; did you mean evidence?"},
        {"{\"properties\":{\"evidence\":true},\"unevaluatedProperties\":false}", "{ \"evidnce\":1}",
         "1:3 /evidnce unknown key \"evidnce\"; did you mean evidence?"},
        {"{\"allOf\":[{\"$ref\":\"#/$defs/a\"}],\"unevaluatedProperties\":false,\"$defs\":{\"a\":"
         "{\"properties\":{\"evidence\":true}}}}",
         "{\"evidnce\":1}", "1:2 /evidnce unknown key \"evidnce\"; did you mean evidence?"},
        {"{\"additionalProperties\":false}", "{\"a/b\":1}", "1:2 /a~1b unknown key \"a/b\""},
        {"{\"properties\":{\"a\":false}}", "{\"a\":1}", "1:2 /a is not allowed here"},
        {"{\"const\":\"model/v1\"}", "\"model/v2\"",
         "1:1  is \"model/v2\"; \"model/v1\" is needed"},
        {"{\"enum\":[\"high\",\"limited\",\"minimal\"]}", "\"hgih\"",
         "1:1  is \"hgih\"; \"high\", \"limited\" or \"minimal\" is needed; did you mean high?"},
        {"{\"enum\":[1,2,3,4,5,6,7,8,9,10]}", "0",
         "1:1  is 0; 1, 2, 3, 4, 5, 6, 7, 8 or one of 2 others is needed"},
        {"{\"minimum\":5}", "4.5", "1:1  is 4.5; at least 5 is needed"},
        {"{\"exclusiveMaximum\":5}", "5", "1:1  is 5; a number below 5 is needed"},
        {"{\"multipleOf\":0.5}", "0.7", "1:1  is 0.7; a multiple of 0.5 is needed"},
        {"{\"minLength\":3}", "\"a\"", "1:1  has 1 character; at least 3 are needed"},
        {"{\"maxItems\":1}", "[1,2]", "1:1  has 2 items; at most 1 is allowed"},
        {"{\"minProperties\":1}", "{}", "1:1  has 0 members; at least 1 is needed"},
        {"{\"pattern\":\"^a\"}", "\"b\"", "1:1  is \"b\", which does not match ^a"},
        {"{\"uniqueItems\":true}", "[1, 2, 1, 2]",
         "1:8 /2 is equal to item 1 of the list; all items must differ"},
        {"{\"contains\":{\"const\":1}}", "[2]",
         "1:1  has 0 items that the schema looks for; at least 1 is needed"},
        {"{\"not\":{\"type\":\"null\"}}", "null", "1:1  is what the schema rules out"},
        {"{\"dependentRequired\":{\"a\":[\"b\"]}}", "{\"a\":1}",
         "1:1  has no member \"b\", which \"a\" requires"},
        {"{\"propertyNames\":{\"maxLength\":1}}", "{\"ab\":1}",
         "1:2 /ab the key \"ab\": has 2 characters; at most 1 is allowed"},
        {"{\"prefixItems\":[true],\"items\":false}", "[1, 2]", "1:5 /1 is not allowed here"},
        {"{\"oneOf\":[{\"minimum\":1},{\"minimum\":2},{\"minimum\":9}]}", "3",
         "1:1  fits alternatives 1 and 2; exactly one of 3 is needed"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(words_of(cases[i].schema, cases[i].instance), cases[i].words);
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__alternatives_of_other_types_are_told_in_one_sentence)
{
    ck_assert_str_eq(words_of("{\"anyOf\":[{\"type\":[\"number\",\"null\"]},{\"$ref\":\"#/$defs/"
                              "a\"}],\"$defs\":{\"a\":{\"type\":\"object\"}}}",
                              "\"high\""),
                     "1:1  is a string; a number, a map or null is needed");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__of_alternatives_the_nearest_is_told)
{
    static const char schema[] =
        "{\"anyOf\":["
        "{\"properties\":{\"kind\":{\"const\":\"a\"},\"x\":{\"type\":\"number\"},"
        "\"y\":{\"type\":\"number\"}}},"
        "{\"properties\":{\"kind\":{\"const\":\"b\"},\"x\":{\"type\":\"null\"}}},"
        "{\"required\":[\"z\"]}]}";
    ck_assert_str_eq(words_of(schema, "{\"kind\":\"b\",\n\"x\":\"?\",\n\"y\":\"?\"}"),
                     "1:1  fits none of 3 alternatives; number 2 is the nearest\n"
                     "2:5 /x is a string; null is needed");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__nothing_is_said_of_what_was_only_tried)
{
    ck_assert_str_eq(words_of("{\"anyOf\":[{\"minimum\":5},{\"type\":\"number\"}],"
                              "\"if\":{\"minimum\":5},\"not\":{\"minimum\":5}}",
                              "1"),
                     "");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__errors_stand_in_the_order_of_the_file)
{
    ck_assert_str_eq(words_of("{\"additionalProperties\":{\"type\":\"null\"}}",
                              "{\"z\":1,\n \"a\":2,\n \"m\":3, \"b\":4}"),
                     "1:6 /z is a number; null is needed\n"
                     "2:6 /a is a number; null is needed\n"
                     "3:6 /m is a number; null is needed\n"
                     "3:13 /b is a number; null is needed");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__the_same_fault_is_told_once)
{
    ck_assert_str_eq(words_of("{\"type\":\"null\",\"allOf\":[{\"type\":\"null\"}]}", "1"),
                     "1:1  is a number; null is needed");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__an_unknown_key_does_not_hide_other_faults)
{
    ck_assert_str_eq(words_of("{\"properties\":{\"aaa\":{\"type\":\"null\"}},"
                              "\"unevaluatedProperties\":false}",
                              "{\"aaa\":1,\"b\":2}"),
                     "1:8 /aaa is a number; null is needed\n"
                     "1:10 /b unknown key \"b\"");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__at_most_so_many_are_told_the_first_of_the_file)
{
    struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
    for (int i = 0; i < 500; i++)
        buffer_format(&out, "%c1", i ? ',' : '[');
    buffer_byte(&out, ']');
    const struct schema_errors errors =
        errors_of("{\"items\":{\"type\":\"null\"}}", buffer_text(&out).at);
    ck_assert_uint_eq(errors.count, LIMIT_SCHEMA_ERRORS);
    ck_assert(text_is(errors.at[0].instance_pointer, "/0"));
    ck_assert(text_is(errors.at[99].instance_pointer, "/99"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__the_keyword_is_named_where_it_stands)
{
    const struct {
        const char *schema, *instance, *keyword;
    } cases[] = {
        {"{\"properties\":{\"a/b\":{\"type\":\"null\"}}}", "{\"a/b\":1}", "/properties/a~1b/type"},
        {"{\"allOf\":[true,{\"minimum\":2}]}", "1", "/allOf/1/minimum"},
        {"{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"null\"}}}", "1", "/$defs/a/type"},
        {"{\"$ref\":\"#/x/0\",\"x\":[{\"type\":\"null\"}]}", "1", "/x/0/type"},
        {"{\"$ref\":\"https://json-schema.org/draft/2020-12/meta/core\"}", "{\"$comment\":1}",
         "https://json-schema.org/draft/2020-12/meta/core#/properties/$comment/type"},
        {"{\"additionalProperties\":false}", "{\"a\":1}", "/additionalProperties"},
        {"{\"properties\":{\"a\":false}}", "{\"a\":1}", "/properties/a"},
        {"false", "1", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct schema_errors errors = errors_of(cases[i].schema, cases[i].instance);
        ck_assert_uint_eq(errors.count, 1);
        ck_assert_str_eq(text_string(&arena, errors.at[0].keyword_pointer), cases[i].keyword);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__the_place_is_that_of_the_users_file)
{
    const struct schema_errors errors =
        errors_of("{\"properties\":{\"a\":{\"items\":{\"minimum\":3}}}}", "{\n  \"a\": [3,\n 2]}");
    ck_assert_uint_eq(errors.count, 1);
    ck_assert_str_eq(errors.at[0].place.file, "i.json");
    ck_assert_uint_eq(errors.at[0].place.line, 3);
    ck_assert_uint_eq(errors.at[0].place.column, 2);
    ck_assert_int_eq((int)value_integer(errors.at[0].instance), 2);
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_error__long_texts_are_cut_between_characters)
{
    struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
    buffer_string(&out, "\"a");
    for (int i = 0; i < 100; i++)
        buffer_string(&out, "\xC3\xA9");
    buffer_byte(&out, '"');
    const struct schema_errors errors = errors_of("{\"const\":\"b\"}", buffer_text(&out).at);
    const struct text message = errors.at[0].message;
    ck_assert(text_starts(message, TEXT("is \"a\xC3\xA9")));
    ck_assert(text_ends(message, TEXT("\xC3\xA9\"...; \"b\" is needed")));
    ck_assert_uint_lt(message.size, 100);
    arena_free(&arena);
}
END_TEST

TESTS("value/schema_error", test_schema_error__messages_are_sentences,
      test_schema_error__alternatives_of_other_types_are_told_in_one_sentence,
      test_schema_error__of_alternatives_the_nearest_is_told,
      test_schema_error__nothing_is_said_of_what_was_only_tried,
      test_schema_error__errors_stand_in_the_order_of_the_file,
      test_schema_error__the_same_fault_is_told_once,
      test_schema_error__an_unknown_key_does_not_hide_other_faults,
      test_schema_error__at_most_so_many_are_told_the_first_of_the_file,
      test_schema_error__the_keyword_is_named_where_it_stands,
      test_schema_error__the_place_is_that_of_the_users_file,
      test_schema_error__long_texts_are_cut_between_characters)
