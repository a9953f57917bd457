#include "value/value.h"

#include "support.h"
#include "value/json.h"

#include <math.h>

static struct arena arena;

static struct value read(const char *source)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert_msg(json_read("a.json", text_of(source), (struct json_options){.bare_nan = true},
                            &arena, &value, &err),
                  "%s: %s", source, support_error(&err));
    return value;
}

START_TEST(test_value__the_wrong_question_has_a_harmless_answer)
{
    const struct value text = value_of_text(TEXT("x")), null = value_of_null();
    ck_assert(!value_boolean(&text));
    ck_assert_int_eq(value_integer(&text), 0);
    ck_assert(isnan(value_number(&text)));
    ck_assert_uint_eq(value_text(&null).size, 0);
    ck_assert_uint_eq(value_count(&text), 0);
    ck_assert_ptr_null(value_at(&text, 0));
    ck_assert_ptr_null(value_get(&text, TEXT("x")));
    ck_assert_ptr_null(value_get(NULL, TEXT("x")));
    ck_assert_uint_eq(member_key(&text, 0).size, 0);
    ck_assert_ptr_null(member_value(&text, 0));
    ck_assert_uint_eq(member_place(&text, 0).line, 0);
}
END_TEST

START_TEST(test_value__what_is_not_finite_is_not_a_number)
{
    const double numbers[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        const struct value value = value_of_number(numbers[i]);
        ck_assert_int_eq(value_kind(&value), VALUE_NAN);
        ck_assert(!value_is_number(&value));
        ck_assert(isnan(value_number(&value)));
        ck_assert(!value_equal(&value, &value));
    }
}
END_TEST

START_TEST(test_value__kinds_have_names)
{
    ck_assert_str_eq(value_kind_name(VALUE_NULL), "null");
    ck_assert_str_eq(value_kind_name(VALUE_MAP), "map");
    ck_assert_str_eq(value_kind_name((enum value_kind)99), "unknown");
}
END_TEST

START_TEST(test_value__a_map_finds_each_of_its_keys)
{
    static const char *const keys[] = {"b", "", "ab", "a", "abc", "\xc3\xa9", "aa"};
    struct members members = {0};
    for (size_t i = 0; i < COUNT(keys); i++)
        members_add(&arena, &members, text_of(keys[i]), value_of_integer((int64_t)i));
    const struct value map = value_of_map(&arena, &members);
    for (size_t i = 0; i < COUNT(keys); i++)
        ck_assert_int_eq(value_integer(value_get(&map, text_of(keys[i]))), (int64_t)i);
    ck_assert_ptr_null(value_get(&map, TEXT("abcd")));
    ck_assert_ptr_null(value_get(&map, TEXT("c")));
    arena_free(&arena);
}
END_TEST

START_TEST(test_value__null_counts_as_absent_where_presence_is_asked)
{
    const struct value map = read("{\"a\": null, \"b\": false}");
    ck_assert_ptr_null(value_present(&map, TEXT("a")));
    ck_assert_ptr_nonnull(value_present(&map, TEXT("b")));
    ck_assert_ptr_null(value_present(&map, TEXT("c")));
    ck_assert_ptr_null(value_present(NULL, TEXT("a")));
    arena_free(&arena);
}
END_TEST

START_TEST(test_value__equality_is_that_of_json)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } cases[] = {
        {"1", "1.0", true},
        {"10", "1e1", true},
        {"1", "1.5", false},
        {"0.1", "0.10", true},
        {"-0", "0.0", true},
        {"9007199254740993", "9007199254740992.0", false}, /* exact, not as doubles */
        {"9223372036854775807", "9223372036854775808", false},
        {"-9223372036854775808", "-9223372036854775808.0", true},
        {"\"1\"", "1", false},
        {"null", "false", false},
        {"true", "true", true},
        {"true", "false", false},
        {"\"a\"", "\"\\u0061\"", true},
        {"[1, 2]", "[1.0, 2]", true},
        {"[1, 2]", "[2, 1]", false},
        {"[1]", "[1, 1]", false},
        {"{\"a\": 1, \"b\": [2]}", "{\"b\": [2.0], \"a\": 1}", true},
        {"{\"a\": 1}", "{\"b\": 1}", false},
        {"{\"a\": 1}", "{\"a\": 1, \"b\": 1}", false},
        {"{}", "[]", false},
        {"[NaN]", "[NaN]", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value a = read(cases[i].a), b = read(cases[i].b);
        ck_assert_msg(value_equal(&a, &b) == cases[i].equal, "%s and %s", cases[i].a, cases[i].b);
        ck_assert_msg(value_equal(&b, &a) == cases[i].equal, "%s and %s", cases[i].b, cases[i].a);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_value__a_copy_outlives_the_original)
{
    struct arena original = {0};
    struct error err = {0};
    struct value value = {0};
    char source[] = "{\"a\": [1, 2.50, \"text\", null], \"b\": {\"c\": 123456789012345678901}}";
    char file[] = "a.json";
    ck_assert(json_read(file, text_of(source), (struct json_options){0}, &original, &value, &err));
    struct arena other = {0};
    const struct value copy = value_copy(&other, &value);
    memset(source, 'x', sizeof source - 1);
    memset(file, 'x', sizeof file - 1);
    arena_free(&original);
    const char *again = "{\"a\": [1, 2.50, \"text\", null], \"b\": {\"c\": 123456789012345678901}}";
    const struct value fresh = read(again);
    ck_assert(value_equal(&copy, &fresh));
    ck_assert_str_eq(value_place(&copy).file, "a.json");
    ck_assert_uint_eq(value_place(value_get(&copy, TEXT("b"))).column,
                      value_place(value_get(&fresh, TEXT("b"))).column);
    ck_assert(value_rounded(value_get(value_get(&copy, TEXT("b")), TEXT("c"))));
    arena_free(&other);
    arena_free(&arena);
}
END_TEST

/* ---- the order of members ---- */

enum { MEMBERS_MOST = 400 };

/* Keys of 0 to 40 bytes of few kinds, half of them beginning alike as far as they reach, so that
 * long beginnings, zeros and equal keys occur. */
static struct text key_made(uint64_t *state)
{
    char *key = arena_alloc(&arena, 40);
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    const size_t size = (size_t)(*state >> 58) % 41, alike = *state >> 32 & 1 ? 34 : 0;
    for (size_t i = 0; i < size; i++) {
        *state = *state * 6364136223846793005U + 1442695040888963407U;
        key[i] = i < alike ? 'a' : "aaaaaaa\0a\xff"[(*state >> 40) % 10];
    }
    return (struct text){key, size};
}

static bool is_twice(const struct member *members, size_t count, size_t index)
{
    const struct text key = {members[index].key, members[index].key_size};
    for (size_t i = 0; i < count; i++)
        if (i != index && text_equal(key, (struct text){members[i].key, members[i].key_size}))
            return true;
    return false;
}

START_TEST(test_value__members_of_any_keys_are_sorted_or_found_twice)
{
    uint64_t state = 1;
    size_t sorted = 0, refused = 0;
    for (size_t round = 0; round < 400; round++) {
        struct member members[MEMBERS_MOST] = {0};
        const size_t count = round % 4 ? round % 24 : round % MEMBERS_MOST;
        size_t filled = 0;
        for (size_t tries = 0; filled < count && tries < 2 * MEMBERS_MOST; tries++) {
            const struct text key = key_made(&state);
            members[filled] = (struct member){
                .key = key.at, .key_size = (uint32_t)key.size, .key_line = (unsigned)filled + 1};
            filled += round % 2 || !is_twice(members, filled + 1, filled);
        }
        size_t twice = SIZE_MAX;
        if (members_sort(members, filled, &twice)) {
            sorted++;
            for (size_t i = 1; i < filled; i++)
                ck_assert(text_compare((struct text){members[i - 1].key, members[i - 1].key_size},
                                       (struct text){members[i].key, members[i].key_size}) < 0);
        } else {
            refused++;
            ck_assert_uint_lt(twice, filled);
            ck_assert(is_twice(members, filled, twice));
        }
    }
    ck_assert_uint_gt(sorted, 100);
    ck_assert_uint_gt(refused, 50);
    arena_free(&arena);
}
END_TEST

START_TEST(test_value__of_two_equal_keys_the_later_is_named)
{
    static const struct {
        const char *name;
        struct place first, second;
        unsigned later;
    } cases[] = {
        {"on one line", {NULL, 3, 9}, {NULL, 3, 5}, 9},
        {"on two lines", {NULL, 4, 2}, {NULL, 3, 7}, 2},
        {"in the order of the file", {NULL, 3, 7}, {NULL, 4, 2}, 2},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct member members[] = {
            {"b", 1, cases[i].first.line, cases[i].first.column, value_of_null()},
            {"a", 1, 1, 1, value_of_null()},
            {"b", 1, cases[i].second.line, cases[i].second.column, value_of_null()},
        };
        size_t twice = SIZE_MAX;
        ck_assert(!members_sort(members, COUNT(members), &twice));
        ck_assert_msg(members[twice].key_column == cases[i].later, "%s", cases[i].name);
    }
}
END_TEST

TESTS("value/value", test_value__the_wrong_question_has_a_harmless_answer,
      test_value__what_is_not_finite_is_not_a_number, test_value__kinds_have_names,
      test_value__a_map_finds_each_of_its_keys,
      test_value__null_counts_as_absent_where_presence_is_asked,
      test_value__equality_is_that_of_json, test_value__a_copy_outlives_the_original,
      test_value__members_of_any_keys_are_sorted_or_found_twice,
      test_value__of_two_equal_keys_the_later_is_named)
