#include "value/json.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "support.h"

#include <math.h>

static struct arena arena;

static struct value read_with(struct text source, struct json_options options)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert_msg(json_read("a.json", source, options, &arena, &value, &err), "%.60s: %s",
                  source.at, support_error(&err));
    ck_assert_msg(err.code == ERROR_NONE, "%s", err.message);
    return value;
}

static struct value read(const char *source)
{
    return read_with(text_of(source), (struct json_options){0});
}

/* The refusal of `source`, as "line:column message". */
static const char *refusal_of(struct text source, struct json_options options)
{
    struct error err = {0};
    struct value value = {.size = 42};
    ck_assert_msg(!json_read("a.json", source, options, &arena, &value, &err), "%.60s", source.at);
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_str_eq(err.file, "a.json");
    ck_assert_msg(value.size == 42, "the output was touched: %.60s", source.at);
    return text_format(&arena, "%u:%u %s", err.line, err.column, err.message).at;
}

static const struct value *get(const struct value *map, const char *key)
{
    const struct value *found = value_get(map, text_of(key));
    ck_assert_msg(found != NULL, "%s", key);
    return found;
}

static void assert_text(const struct value *value, struct text expected)
{
    const struct text text = value_text(value);
    ck_assert_int_eq(value_kind(value), VALUE_STRING);
    ck_assert_msg(text_equal(text, expected), "%.*s", TEXT_ARGS(text));
}

START_TEST(test_json__reads_every_kind)
{
    const struct value root = read("{\"n\": null, \"t\": true, \"f\": false, \"i\": -12, "
                                   "\"d\": 0.25, \"s\": \"text\", \"l\": [1, [], {}], \"m\": {}}");
    ck_assert_int_eq(value_kind(&root), VALUE_MAP);
    ck_assert_uint_eq(value_count(&root), 8);
    ck_assert_int_eq(value_kind(get(&root, "n")), VALUE_NULL);
    ck_assert(value_boolean(get(&root, "t")));
    ck_assert_int_eq(value_kind(get(&root, "f")), VALUE_BOOLEAN);
    ck_assert(!value_boolean(get(&root, "f")));
    ck_assert_int_eq(value_integer(get(&root, "i")), -12);
    ck_assert(value_number(get(&root, "d")) == 0.25);
    assert_text(get(&root, "s"), TEXT("text"));
    ck_assert_uint_eq(value_count(get(&root, "l")), 3);
    ck_assert_int_eq(value_kind(value_at(get(&root, "l"), 1)), VALUE_LIST);
    ck_assert_int_eq(value_kind(value_at(get(&root, "l"), 2)), VALUE_MAP);
    ck_assert_uint_eq(value_count(get(&root, "m")), 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__a_document_may_be_any_value)
{
    const struct value null = read("null"), number = read(" 12 "), text = read("\n\"x\"\r\n");
    ck_assert_int_eq(value_kind(&null), VALUE_NULL);
    ck_assert_int_eq(value_integer(&number), 12);
    assert_text(&text, TEXT("x"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__numbers_are_exact_or_nearest)
{
    static const struct {
        const char *source;
        enum value_kind kind;
        int64_t integer;
        double number;
        bool rounded;
    } cases[] = {
        {"0", VALUE_INTEGER, 0, 0, false},
        {"-0", VALUE_INTEGER, 0, 0, false},
        {"999999999999999999", VALUE_INTEGER, 999999999999999999, 1e18, false},
        {"9223372036854775807", VALUE_INTEGER, INT64_MAX, 0x1p63, false},
        {"-9223372036854775808", VALUE_INTEGER, INT64_MIN, -0x1p63, false},
        {"9223372036854775808", VALUE_NUMBER, 0, 0x1p63, false},
        {"9223372036854775809", VALUE_NUMBER, 0, 0x1p63, true},
        {"100000000000000000000", VALUE_NUMBER, 0, 1e20, false},
        {"100000000000000000001", VALUE_NUMBER, 0, 1e20, true},
        {"-100000000000000000000", VALUE_NUMBER, 0, -1e20, false},
        {"1.0", VALUE_NUMBER, 0, 1, false},
        {"1e2", VALUE_NUMBER, 0, 100, false},
        {"0.1", VALUE_NUMBER, 0, 0.1, false},
        {"-2.5E-3", VALUE_NUMBER, 0, -0.0025, false},
        {"1.7976931348623157e308", VALUE_NUMBER, 0, 0x1.fffffffffffffp1023, false},
        {"1e-400", VALUE_NUMBER, 0, 0, false},
        {"0.3333333333333333333333333333333333333333333333333333333333333333333333333333",
         VALUE_NUMBER, 0, 1.0 / 3, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value value = read(cases[i].source);
        ck_assert_msg(value_kind(&value) == cases[i].kind, "%s", cases[i].source);
        ck_assert_msg(value_integer(&value) == cases[i].integer, "%s", cases[i].source);
        ck_assert_msg(value_number(&value) == cases[i].number, "%s: %a", cases[i].source,
                      value_number(&value));
        ck_assert_msg(value_rounded(&value) == cases[i].rounded, "%s", cases[i].source);
        ck_assert_uint_eq(value_place(&value).column, 1);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__texts_without_escapes_point_into_the_source)
{
    static const char source[] = "[\"plain, and long enough for several words\", \"\\u0041\"]";
    const struct value list = read(source);
    ck_assert_ptr_eq(value_text(value_at(&list, 0)).at, source + 2);
    assert_text(value_at(&list, 1), TEXT("A"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__escapes_stand_for_what_they_say)
{
    static const struct {
        const char *source;
        struct text text;
    } cases[] = {
        {"\"\"", {"", 0}},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", {"\"\\/\b\f\n\r\t", 8}},
        {"\"a\\u0000b\"", {"a\0b", 3}},
        {"\"\\u00e9\\u00E9\"", {"\xc3\xa9\xc3\xa9", 4}},
        {"\"\\u20ac\"", {"\xe2\x82\xac", 3}},
        {"\"\\ud83d\\ude00!\"", {"\xf0\x9f\x98\x80!", 5}},
        {"\"\\uffff\"", {"\xef\xbf\xbf", 3}},
        {"\"\\ud7ff\\ue000\"", {"\xed\x9f\xbf\xee\x80\x80", 6}},
        {"\"a long beginning without any escape, then \\n\"",
         {"a long beginning without any escape, then \n", 43}},
        {"\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"", {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9}},
        {"\"\x7f\"", {"\x7f", 1}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value value = read(cases[i].source);
        assert_text(&value, cases[i].text);
    }
    arena_free(&arena);
}
END_TEST

/* A text of each length up to some words of the scanner, each special byte at each place in it. */
START_TEST(test_json__a_special_byte_is_seen_wherever_it_stands)
{
    for (size_t size = 1; size <= 40; size++)
        for (size_t at = 0; at < size; at++) {
            char source[64] = "\"";
            memset(source + 1, 'x', size);
            source[size + 1] = '"';
            source[at + 1] = '\x1f';
            const struct text text = {source, size + 2};
            ck_assert_str_eq(refusal_of(text, (struct json_options){0}),
                             text_format(&arena,
                                         "1:%zu the control character 0x1f in a text; write it as "
                                         "\\u001f",
                                         at + 2)
                                 .at);
            source[at + 1] = '"';
            ck_assert(strstr(refusal_of(text, (struct json_options){0}), "found") ||
                      at + 1 == size);
        }
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__maps_are_sorted_by_the_bytes_of_their_keys)
{
    static const char *const keys[] = {
        "",
        "acc",
        "acc_norm",
        "acc_norm_stderr",
        "acc_stderr",
        "b",
        "hendrycksTest-a",
        "hendrycksTest-b",
        "hendrycksTest-ba",
        "z",
        "\xc3\xa9",
    };
    const struct value map =
        read("{\"acc\":1,\"z\":1,\"acc_stderr\":1,\"hendrycksTest-ba\":1,\"\xc3\xa9\":1,"
             "\"acc_norm\":1,\"b\":1,\"hendrycksTest-b\":1,\"\":1,\"acc_norm_stderr\":1,"
             "\"hendrycksTest-a\":1}");
    ck_assert_uint_eq(value_count(&map), COUNT(keys));
    for (size_t i = 0; i < COUNT(keys); i++)
        ck_assert_msg(text_is(member_key(&map, i), keys[i]), "%zu: %.*s", i,
                      TEXT_ARGS(member_key(&map, i)));
    arena_free(&arena);
}
END_TEST

/* Columns count code points: the emoji before "b" is one of them. */
START_TEST(test_json__every_node_knows_its_place)
{
    const struct value root = read("{\n"
                                   "  \"a\": [1,\r\n"
                                   "\t 22],\n"
                                   "  \"\xf0\x9f\x98\x80\xc3\xa9\": {\"b\" : \"\xe2\x82\xac\"}, "
                                   "\"c\": null\n"
                                   "}");
    const struct value *a = get(&root, "a"), *m = get(&root, "\xf0\x9f\x98\x80\xc3\xa9");
    const struct {
        const char *name;
        struct place place;
        unsigned line, column;
    } cases[] = {
        {"root", value_place(&root), 1, 1},
        {"a", value_place(a), 2, 8},
        {"key a", member_place(&root, 0), 2, 3},
        {"a[1]", value_place(value_at(a, 0)), 2, 9},
        {"a[2]", value_place(value_at(a, 1)), 3, 3},
        {"the map behind an emoji", value_place(m), 4, 9},
        {"key b", member_place(m, 0), 4, 10},
        {"b", value_place(get(m, "b")), 4, 16},
        {"c", value_place(get(&root, "c")), 4, 27},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        ck_assert_str_eq(cases[i].place.file, "a.json");
        ck_assert_msg(cases[i].place.line == cases[i].line &&
                          cases[i].place.column == cases[i].column,
                      "%s: %u:%u", cases[i].name, cases[i].place.line, cases[i].place.column);
    }
    arena_free(&arena);
}
END_TEST

#define REFUSED(source, message)                                                                   \
    {                                                                                              \
        {(source), sizeof(source) - 1}, (message)                                                  \
    }

START_TEST(test_json__a_refusal_names_the_fault_and_its_place)
{
    static const struct {
        struct text source;
        const char *message;
    } cases[] = {
        REFUSED("", "1:1 the file is empty"),
        REFUSED(" \n ", "2:2 the file is empty"),
        REFUSED("\xef\xbb\xbf{}", "1:1 the file begins with a byte order mark"),
        REFUSED("{\"a\": 1,\n \"b\": 2, \"a\": 3}", "2:10 the key \"a\" is given twice"),
        REFUSED("{\"\\u0061\": 1, \"a\": 3}", "1:15 the key \"a\" is given twice"),
        REFUSED("[1] 2", "1:5 expected the end of the file after the value, found '2'"),
        REFUSED("{} \0", "1:4 expected the end of the file after the value, found the byte 0x00"),
        REFUSED("[1 2]", "1:4 expected ',' or ']' after an item of the list, found '2'"),
        REFUSED("[1,]", "1:4 expected a value, found ']'"),
        REFUSED("[1,", "1:4 expected a value, found the end of the file"),
        REFUSED("[1", "1:3 expected ',' or ']' after an item of the list, found the end of the "
                      "file"),
        REFUSED("{\"a\": 1,}", "1:9 expected a key in double quotes, found '}'"),
        REFUSED("{'a': 1}", "1:2 expected a key in double quotes, found '''"),
        REFUSED("{\"a\" 1}", "1:6 expected ':' after the key, found '1'"),
        REFUSED("{\"a\": 1 \"b\"", "1:9 expected ',' or '}' after a member of the map, found '\"'"),
        REFUSED("[True]", "1:2 expected a value, found True"),
        REFUSED("[NaN]", "1:2 expected a value, found NaN"),
        REFUSED("-Infinity", "1:2 expected a digit after the minus sign, found 'I'"),
        REFUSED("[trux]", "1:2 expected a value, found trux"),
        REFUSED("[\"abc", "1:6 the file ends inside a text"),
        REFUSED("[\"a\nb\"]", "1:4 the control character 0x0a in a text; write it as \\u000a"),
        REFUSED("[\"\xc3\xa9\xff\"]", "1:4 the byte 0xff is not UTF-8"),
        REFUSED("[\"\xed\xa0\x80\"]", "1:3 the byte 0xed is not UTF-8"),
        REFUSED("[\"\xc0\x80\"]", "1:3 the byte 0xc0 is not UTF-8"),
        REFUSED("[\"\xf4\x90\x80\x80\"]", "1:3 the byte 0xf4 is not UTF-8"),
        REFUSED("[\"\xe2\x82", "1:3 the byte 0xe2 is not UTF-8"),
        REFUSED("[\xc3\xa9]", "1:2 expected a value, found the byte 0xc3"),
        REFUSED("[\"\\ud800\"]", "1:3 \\ud800 is the first half of a character, alone"),
        REFUSED("[\"\\ud800\\u0041\"]", "1:3 \\ud800 is the first half of a character, alone"),
        REFUSED("[\"\\uD800\\uD800\"]", "1:3 \\uD800 is the first half of a character, alone"),
        REFUSED("[\"\\udc00\"]", "1:3 \\udc00 is the second half of a character, alone"),
        REFUSED("[\"\\u12g4\"]", "1:3 expected four hexadecimal digits after \\u"),
        REFUSED("[\"\\x41\"]", "1:3 expected an escape after the backslash, found 'x'"),
        REFUSED("[\"\\", "1:3 expected an escape after the backslash, found the end of the file"),
        REFUSED("[01]", "1:2 a number does not begin with a 0 before other digits"),
        REFUSED("[-]", "1:3 expected a digit after the minus sign, found ']'"),
        REFUSED("[1.]", "1:4 expected a digit after the point, found ']'"),
        REFUSED("[1e+]", "1:5 expected a digit after the exponent's e, found ']'"),
        REFUSED("[.5]", "1:2 expected a value, found '.'"),
        REFUSED("[+1]", "1:2 expected a value, found '+'"),
        REFUSED("[1e309]", "1:2 the number is larger than a double holds (1.8e308)"),
        REFUSED("[-1.8e308]", "1:2 the number is larger than a double holds (1.8e308)"),
        REFUSED("[1e99999999999999999999]",
                "1:2 the number is larger than a double holds (1.8e308)"),
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(refusal_of(cases[i].source, (struct json_options){0}), cases[i].message);
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__an_integer_of_310_digits_is_refused)
{
    const struct text longest = text_format(&arena, "1%0308d", 0);
    const struct value value = read(longest.at);
    ck_assert(value_number(&value) == 1e308);
    (void)refusal_of(text_format(&arena, "1%0309d", 0), (struct json_options){0});
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__a_fraction_of_any_length_is_the_nearest_double)
{
    const struct value list =
        read(text_format(&arena, "[0.%01100d, 1.5%01100d, -0.%01100d1e1101]", 0, 0, 0).at);
    ck_assert(value_number(value_at(&list, 0)) == 0);
    ck_assert(value_number(value_at(&list, 1)) == 1.5);
    ck_assert(value_number(value_at(&list, 2)) == -1);
    ck_assert_uint_eq(value_place(value_at(&list, 1)).column, 1106);
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__python_words_are_read_where_they_are_asked_for)
{
    const struct json_options python = {.bare_nan = true};
    const struct value list = read_with(TEXT("[NaN, Infinity, -Infinity, -1]"), python);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(value_kind(value_at(&list, i)), VALUE_NAN);
        ck_assert(isnan(value_number(value_at(&list, i))));
    }
    ck_assert_int_eq(value_integer(value_at(&list, 3)), -1);
    (void)refusal_of(TEXT("[nan]"), python);
    (void)refusal_of(TEXT("[-NaN]"), python);
    (void)refusal_of(TEXT("[1e400]"), python);
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__a_huge_number_is_no_number_where_it_is_asked_for)
{
    const struct value list =
        read_with(TEXT("[1e400, -1e400, 1e5, 1e308]"), (struct json_options){.bare_huge = true});
    ck_assert_int_eq(value_kind(value_at(&list, 0)), VALUE_NAN);
    ck_assert_int_eq(value_kind(value_at(&list, 1)), VALUE_NAN);
    ck_assert(value_number(value_at(&list, 2)) == 1e5);
    ck_assert(value_number(value_at(&list, 3)) == 1e308);
    arena_free(&arena);
}
END_TEST

static struct text nested(size_t depth, char open, const char *inner, char close)
{
    struct arena *in = &arena;
    const size_t size = strlen(inner);
    char *at = arena_alloc(in, 2 * depth + size + 1);
    memset(at, open, depth);
    memcpy(at + depth, inner, size);
    memset(at + depth + size, close, depth);
    at[2 * depth + size] = '\0';
    return (struct text){at, 2 * depth + size};
}

START_TEST(test_json__nests_to_the_limit_and_no_deeper)
{
    (void)read_with(nested(LIMIT_DEPTH, '[', "", ']'), (struct json_options){0});
    ck_assert_str_eq(refusal_of(nested(LIMIT_DEPTH + 1, '[', "", ']'), (struct json_options){0}),
                     "1:257 lists and maps nest deeper than 256 levels");
    ck_assert_str_eq(refusal_of(nested(1000000, '[', "", ']'), (struct json_options){0}),
                     "1:257 lists and maps nest deeper than 256 levels");
    ck_assert_str_eq(refusal_of(nested(LIMIT_DEPTH, '[', "{}", ']'), (struct json_options){0}),
                     "1:257 lists and maps nest deeper than 256 levels");
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__a_key_beyond_its_limit_is_refused)
{
    char *source = arena_alloc(&arena, LIMIT_KEY_SIZE + 16);
    const int size = snprintf(source, LIMIT_KEY_SIZE + 16, "{\"%0*d\":1}", LIMIT_KEY_SIZE, 0);
    (void)read_with((struct text){source, (size_t)size}, (struct json_options){0});
    const int longer = snprintf(source, LIMIT_KEY_SIZE + 16, "{\"%0*d\":1}", LIMIT_KEY_SIZE + 1, 0);
    ck_assert(strstr(refusal_of((struct text){source, (size_t)longer}, (struct json_options){0}),
                     "a key is longer than 65536 bytes"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_json__a_long_key_given_twice_is_cut_between_characters)
{
    char key[256] = "";
    for (size_t i = 0; i < 60; i++)
        memcpy(key + 3 * i, "\xe2\x82\xac", 4);
    const struct text source = text_format(&arena, "{\"%s\":1,\"%s\":2}", key, key);
    key[78] = '\0'; /* 26 of them: the 27th would pass 80 bytes */
    ck_assert_str_eq(refusal_of(source, (struct json_options){0}),
                     text_format(&arena, "1:67 the key \"%s...\" is given twice", key).at);
    arena_free(&arena);
}
END_TEST

/* More members and items than the first stack holds, nested so that it grows inside. */
START_TEST(test_json__large_maps_and_lists_are_whole)
{
    enum { MEMBERS = 3000, ITEMS = 7 };
    struct buffer source = {.arena = &arena, .max = 1 << 20};
    buffer_byte(&source, '{');
    for (size_t i = 0; i < MEMBERS; i++) {
        buffer_format(&source, "%s\"key-with-a-long-beginning-%zu\": [", i ? "," : "",
                      i * 7919 % MEMBERS);
        for (size_t j = 0; j < ITEMS; j++)
            buffer_format(&source, "%s%zu", j ? "," : "", i * 7919 % MEMBERS * ITEMS + j);
        buffer_byte(&source, ']');
    }
    buffer_byte(&source, '}');
    const struct value map = read_with(buffer_text(&source), (struct json_options){0});
    ck_assert_uint_eq(value_count(&map), MEMBERS);
    for (size_t i = 0; i < MEMBERS; i++) {
        const struct value *list =
            get(&map, text_format(&arena, "key-with-a-long-beginning-%zu", i).at);
        ck_assert_uint_eq(value_count(list), ITEMS);
        for (size_t j = 0; j < ITEMS; j++)
            ck_assert_int_eq(value_integer(value_at(list, j)), (int64_t)(i * ITEMS + j));
        ck_assert(i == 0 || text_compare(member_key(&map, i - 1), member_key(&map, i)) < 0);
    }
    arena_free(&arena);
}
END_TEST

TESTS("value/json", test_json__reads_every_kind, test_json__a_document_may_be_any_value,
      test_json__numbers_are_exact_or_nearest,
      test_json__texts_without_escapes_point_into_the_source,
      test_json__escapes_stand_for_what_they_say,
      test_json__a_special_byte_is_seen_wherever_it_stands,
      test_json__maps_are_sorted_by_the_bytes_of_their_keys, test_json__every_node_knows_its_place,
      test_json__a_refusal_names_the_fault_and_its_place,
      test_json__an_integer_of_310_digits_is_refused,
      test_json__a_fraction_of_any_length_is_the_nearest_double,
      test_json__python_words_are_read_where_they_are_asked_for,
      test_json__a_huge_number_is_no_number_where_it_is_asked_for,
      test_json__nests_to_the_limit_and_no_deeper, test_json__a_key_beyond_its_limit_is_refused,
      test_json__a_long_key_given_twice_is_cut_between_characters,
      test_json__large_maps_and_lists_are_whole)
