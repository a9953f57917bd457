/* What a plain, quoted or tagged scalar of YAML becomes. */
#include "value/yaml.h"

#include "support.h"

#include <math.h>

static struct value read_yaml(struct arena *arena, const char *source)
{
    struct error err = {0};
    struct value value = value_of_null();
    ck_assert_msg(yaml_read("a.yaml", text_of(source), arena, &value, &err), "%s: %s", source,
                  support_error(&err));
    return value;
}

static void check_place(const struct value *value, unsigned line, unsigned column)
{
    const struct place place = value_place(value);
    ck_assert_str_eq(place.file, "a.yaml");
    ck_assert_uint_eq(place.line, line);
    ck_assert_uint_eq(place.column, column);
}

static const struct {
    const char *source;
    enum value_kind kind;
    double number;
} plain[] = {
    {"null", VALUE_NULL, 0},
    {"~", VALUE_NULL, 0},
    {"NULL", VALUE_NULL, 0},
    {"nULL", VALUE_STRING, 0},
    {"true", VALUE_BOOLEAN, 1},
    {"False", VALUE_BOOLEAN, 0},
    {"tRUE", VALUE_STRING, 0},
    {"no", VALUE_STRING, 0},
    {"on", VALUE_STRING, 0},
    {"y", VALUE_STRING, 0},
    {"12:30", VALUE_STRING, 0},
    {"1_000", VALUE_STRING, 0},
    {"2026-11-20", VALUE_STRING, 0},
    {"0", VALUE_INTEGER, 0},
    {"-0", VALUE_INTEGER, 0},
    {"+12", VALUE_INTEGER, 12},
    {"-7", VALUE_INTEGER, -7},
    {"007", VALUE_INTEGER, 7},
    {"0o17", VALUE_INTEGER, 15},
    {"0x1F", VALUE_INTEGER, 31},
    {"0xff", VALUE_INTEGER, 255},
    {"0o8", VALUE_STRING, 0},
    {"0x", VALUE_STRING, 0},
    {"-0x1F", VALUE_STRING, 0},
    {"0b1", VALUE_STRING, 0},
    {"1.5", VALUE_NUMBER, 1.5},
    {"+1.5", VALUE_NUMBER, 1.5},
    {".5", VALUE_NUMBER, 0.5},
    {"-.5", VALUE_NUMBER, -0.5},
    {"1.", VALUE_NUMBER, 1},
    {"1.e3", VALUE_NUMBER, 1000},
    {"1e3", VALUE_NUMBER, 1000},
    {"1E-3", VALUE_NUMBER, 0.001},
    {"01.5", VALUE_NUMBER, 1.5},
    {"0.1", VALUE_NUMBER, 0.1},
    {".e3", VALUE_STRING, 0},
    {"1e", VALUE_STRING, 0},
    {"1e+", VALUE_STRING, 0},
    {".", VALUE_STRING, 0},
    {"+", VALUE_STRING, 0},
    {"+.", VALUE_STRING, 0},
    {"1.2.3", VALUE_STRING, 0},
    {"1 2", VALUE_STRING, 0},
    {".inf", VALUE_NAN, 0},
    {"-.Inf", VALUE_NAN, 0},
    {"+.INF", VALUE_NAN, 0},
    {".nan", VALUE_NAN, 0},
    {".NaN", VALUE_NAN, 0},
    {"nan", VALUE_STRING, 0},
    {"+.nan", VALUE_STRING, 0},
    {"NaN", VALUE_STRING, 0},
    {"inf", VALUE_STRING, 0},
    {"1e400", VALUE_NAN, 0},
    {"-1e400", VALUE_NAN, 0},
    {"1e-400", VALUE_NUMBER, 0},
    {"'1'", VALUE_STRING, 0},
    {"\"null\"", VALUE_STRING, 0},
    {"|\n 1", VALUE_STRING, 0},
    {"''", VALUE_STRING, 0},
    {"", VALUE_NULL, 0},
    {"# nothing", VALUE_NULL, 0},
    {"---\n", VALUE_NULL, 0},
    {"\xef\xbb\xbf"
     "5",
     VALUE_INTEGER, 5},
};

START_TEST(test_yaml__plain_scalars_are_those_of_the_core_schema)
{
    for (size_t i = 0; i < COUNT(plain); i++) {
        struct arena arena = {0};
        const struct value value = read_yaml(&arena, plain[i].source);
        ck_assert_msg(value_kind(&value) == plain[i].kind, "%s is %s", plain[i].source,
                      value_kind_name(value_kind(&value)));
        if (value_is_number(&value))
            ck_assert_msg(value_number(&value) == plain[i].number, "%s is %g", plain[i].source,
                          value_number(&value));
        if (plain[i].kind == VALUE_BOOLEAN)
            ck_assert_int_eq(value_boolean(&value), plain[i].number == 1);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_yaml__integers_are_exact_to_64_bits_and_rounded_beyond)
{
    struct arena arena = {0};
    const struct value list = read_yaml(&arena, "- 9223372036854775807\n"
                                                "- -9223372036854775808\n"
                                                "- 0x7fffffffffffffff\n"
                                                "- +0009223372036854775809\n"
                                                "- 100000000000000000000000000000000000000000000"
                                                "00000000000000000000000000000000000000000000\n");
    ck_assert_int_eq(value_integer(value_at(&list, 0)), INT64_MAX);
    ck_assert_int_eq(value_integer(value_at(&list, 1)), INT64_MIN);
    ck_assert_int_eq(value_integer(value_at(&list, 2)), INT64_MAX);
    for (size_t i = 3; i < 5; i++) {
        ck_assert_int_eq(value_kind(value_at(&list, i)), VALUE_NUMBER);
        ck_assert(value_rounded(value_at(&list, i)));
    }
    ck_assert_double_eq(value_number(value_at(&list, 3)), 0x1p63);
    ck_assert_double_eq(value_number(value_at(&list, 4)), 1e88);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__an_integer_beyond_every_double_is_not_a_number)
{
    struct arena arena = {0};
    char digits[402] = "";
    memset(digits, '9', sizeof digits - 1);
    const struct value value = read_yaml(&arena, digits);
    ck_assert_int_eq(value_kind(&value), VALUE_NAN);
    check_place(&value, 1, 1);
    arena_free(&arena);
}
END_TEST

START_TEST(test_yaml__tags_of_the_core_schema_are_honoured)
{
    static const struct {
        const char *source;
        enum value_kind kind;
        const char *text;
    } cases[] = {
        {"!!str 12", VALUE_STRING, "12"},
        {"! 12", VALUE_STRING, "12"},
        {"&a ! 12", VALUE_STRING, "12"},
        {"&a # why\n  ! 12", VALUE_STRING, "12"},
        {"! &a 12", VALUE_STRING, "12"},
        {"!", VALUE_STRING, ""},
        {"!!str", VALUE_STRING, ""},
        {"! \"x\"", VALUE_STRING, "x"},
        {"!!null ''", VALUE_NULL, NULL},
        {"!!bool \"true\"", VALUE_BOOLEAN, NULL},
        {"!!int \"0x1F\"", VALUE_INTEGER, NULL},
        {"!!float 1.5", VALUE_NUMBER, NULL},
        {"!!float .nan", VALUE_NAN, NULL},
        {"!!float 3", VALUE_INTEGER, NULL},
        {"!<tag:yaml.org,2002:str> 1", VALUE_STRING, "1"},
        {"!!seq []", VALUE_LIST, NULL},
        {"!!map {}", VALUE_MAP, NULL},
        {"! [1]", VALUE_LIST, NULL},
        {"%TAG !y! tag:yaml.org,2002:\n--- !y!str 1", VALUE_STRING, "1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        const struct value value = read_yaml(&arena, cases[i].source);
        ck_assert_msg(value_kind(&value) == cases[i].kind, "%s is %s", cases[i].source,
                      value_kind_name(value_kind(&value)));
        if (cases[i].text)
            ck_assert_msg(text_is(value_text(&value), cases[i].text), "%s", cases[i].source);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_yaml__the_lone_tag_is_found_behind_wide_characters)
{
    struct arena arena = {0};
    const struct value list =
        read_yaml(&arena, "- \"\xe2\x82\xac\xf0\x9f\x98\x80\"\n- ! 12\n- 12\n");
    ck_assert(text_is(value_text(value_at(&list, 1)), "12"));
    ck_assert_int_eq(value_integer(value_at(&list, 2)), 12);
    arena_free(&arena);
}
END_TEST

TESTS("value/yaml_scalar", test_yaml__plain_scalars_are_those_of_the_core_schema,
      test_yaml__integers_are_exact_to_64_bits_and_rounded_beyond,
      test_yaml__an_integer_beyond_every_double_is_not_a_number,
      test_yaml__tags_of_the_core_schema_are_honoured,
      test_yaml__the_lone_tag_is_found_behind_wide_characters)
