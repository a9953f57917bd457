/* The functions without a prefix: walking in one order, kinds, conversions, errors. */
#include "saying.h"

START_TEST(test_base__tables_are_walked_in_one_order)
{
    static const char walk[] =
        "local s = '' for k, v in pairs(t) do s = s .. tostring(k) .. ' ' end ";
    struct arena arena = {0};
    const struct {
        const char *table, *keys;
    } tables[] = {
        {"{}", ""},
        {"{'a', 'b', 'c'}", "1 2 3 "},
        {"{z = 1, y = 2, [10] = 3, [2] = 4, ['10'] = 5}", "2 10 10 y z "},
        {"{[-1] = 1, [0.5] = 1, [0] = 1, [math.huge] = 1, [-math.huge] = 1}", "-inf -1 0 0.5 inf "},
        {"{[true] = 1, [false] = 1, a = 1, [1] = 1}", "1 a false true "},
        {"{1, nil, 3}", "1 3 "},
        {"{[9007199254740993] = 1, [9007199254740992.0] = 2}",
         "9007199254740992 9007199254740993 "},
        {"{a = 1, aa = 1, ['a!'] = 1, B = 1, [''] = 1}", " B a a! aa "},
    };
    for (size_t i = 0; i < COUNT(tables); i++) {
        const struct saying row = GIVES_AFTER(
            text_format(&arena, "local t = %s %s", tables[i].table, walk).at, "s", tables[i].keys);
        sayings_hold(&row, 1);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_base__next_agrees_with_pairs)
{
    const struct saying rows[] = {
        GIVES("next({})", "nil"),
        GIVES("next({b = 1, a = 2})", "a 2"),
        GIVES("next({b = 1, a = 2}, 'a')", "b 1"),
        GIVES("next({b = 1, a = 2}, 'b')", "nil"),
        GIVES("next({1, 2}, 1)", "2 2"),
        GIVES("next({1, a = 2, [true] = 3}, 'a')", "true 3"),
        GIVES("next({1, a = 2, [true] = 3}, 'absent')", "true 3"),
        RAISES("next({[{}] = 1})", "the keys have no order"),
        RAISES("next(1)", "a table is needed, number was given"),
        GIVES_AFTER(
            "local t = {} for i = 1, 50 do t['k' .. i * 37 % 101] = i; t[i * 53 % 97] = i end "
            "local same, key, value = true for k, v in pairs(t) do key, value = next(t, key) "
            "same = same and k == key and v == value end same = same and next(t, key) == nil ",
            "same", "true"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_base__a_table_may_change_while_it_is_walked)
{
    const struct saying rows[] = {
        GIVES_AFTER("local t, s = {a = 1, b = 2, c = 3}, '' "
                    "for k in pairs(t) do s = s .. k; t.b = nil; t['z' .. k] = 1 end ",
                    "s", "ac"),
        GIVES_AFTER("local t, s = {1, 2, 3}, '' for k in pairs(t) do s = s .. k; t[2] = nil end ",
                    "s", "13"),
        GIVES_AFTER("local t, s = {1, 2, 3}, '' for k in ipairs(t) do s = s .. k end ", "s", "123"),
        GIVES_AFTER("local t, s = {1, 2, nil, 4}, '' for k in ipairs(t) do s = s .. k end ", "s",
                    "12"),
        RAISES("pairs({[{}] = 1})", "the keys have no order"),
        RAISES("pairs(nil)", "pairs: a table is needed, nil was given"),
        RAISES("ipairs()", "ipairs: a list is needed, nothing was given"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_base__a_long_loop_by_pairs_is_not_quadratic)
{
    const struct saying rows[] = {
        GIVES_AFTER("local t, n = {}, 0 for i = 1, 20000 do t['k' .. i] = i end "
                    "for k, v in pairs(t) do n = n + 1 end ",
                    "n", "20000"),
        RAISES_AFTER("local t, n = {}, 0 for i = 1, 20000 do t['k' .. i] = i end "
                     "local k = next(t) while k do n = n + 1 k = next(t, k) end ",
                     "n", "limit:fuel"),
        RAISES_AFTER("local t = {} for i = 1, 1000 do t['k' .. i] = i end "
                     "for i = 1, 400 do for k in pairs(t) do break end end ",
                     "'sorting is paid for'", "limit:fuel"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_base__values_are_spelled_without_addresses)
{
    const struct saying rows[] = {
        GIVES("1, 1.0, 1e15, 0.1, -0.0, 1e100", "1 1.0 1e+15 0.1 -0.0 1e+100"),
        GIVES("0/0, -(0/0), 1/0, -1/0", "nan nan inf -inf"),
        RAISES("{}, print == nil", "'print' does not exist here"),
        GIVES("{}, tostring, string, case, case.model", "table function table case table"),
        GIVES("type({}), type(tostring), type(string), type(case.model), type(nil), type(1)",
              "table function table table nil number"),
        RAISES("type()", "value expected"),
        GIVES("nil, true, false, 'a'", "nil true false a"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_base__numbers_are_read_from_texts_only)
{
    const struct saying rows[] = {
        GIVES("tonumber('10'), tonumber(' 0x10 '), tonumber('1e2'), tonumber('0x.8p1')",
              "10 16 100.0 1.0"),
        GIVES("tonumber('10x'), tonumber(''), tonumber('1 2'), tonumber('nan'), tonumber('inf')",
              "nil nil nil nil nil"),
        GIVES("tonumber('1\\0')", "nil"),
        GIVES("tonumber(5), tonumber(nil), tonumber({}), tonumber(true)", "5 nil nil nil"),
        GIVES("tonumber('ff', 16), tonumber('zz', 36), tonumber('-101', 2), tonumber('8', 8)",
              "255 1295 -5 nil"),
        GIVES("tonumber('7fffffffffffffff', 16), tonumber('ffffffffffffffff', 16)",
              "9223372036854775807 -1"),
        RAISES("tonumber('1', 1)", "from 2 to 36 are possible"),
        RAISES("tonumber(10, 16)", "a text is needed, a number was given"),
        RAISES("tonumber()", "value expected"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_base__select_and_assert_are_those_of_lua)
{
    const struct saying rows[] = {
        GIVES("select('#'), select('#', nil, nil)", "0 2"),
        GIVES("select(2, 'a', 'b', 'c')", "b c"),
        GIVES("select(-1, 'a', 'b', 'c')", "c"),
        GIVES("select(5, 'a')", ""),
        RAISES("select(0, 'a')", "there is no argument number 0"),
        RAISES("select(-2, 'a')", "there is no argument number -2"),
        GIVES("assert(1, 'unused')", "1 unused"),
        RAISES("assert(false)", "assertion failed"),
        RAISES("assert(nil, 'the reason')", "the reason"),
        RAISES("assert(false, {})", "an error with a table value"),
        RAISES("assert()", "value expected"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

TESTS("script/base", test_base__tables_are_walked_in_one_order, test_base__next_agrees_with_pairs,
      test_base__a_table_may_change_while_it_is_walked,
      test_base__a_long_loop_by_pairs_is_not_quadratic,
      test_base__values_are_spelled_without_addresses, test_base__numbers_are_read_from_texts_only,
      test_base__select_and_assert_are_those_of_lua)
