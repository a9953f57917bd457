/* Lists: raw lengths, one order, and a sort that keeps what is equal in place. */
#include "saying.h"

START_TEST(test_table__lists_grow_and_shrink_as_in_lua)
{
    const struct saying rows[] = {
        GIVES_AFTER("local t = {1, 2} table.insert(t, 3) ", "table.concat(t, ',')", "1,2,3"),
        GIVES_AFTER("local t = {1, 2} table.insert(t, 1, 0) ", "table.concat(t, ',')", "0,1,2"),
        GIVES_AFTER("local t = {1, 2} table.insert(t, 2, 'x') ", "table.concat(t, ',')", "1,x,2"),
        RAISES("table.insert({1}, 3, 0)", "position 3 is outside the list"),
        RAISES("table.insert({1}, 0, 0)", "position 0 is outside the list"),
        RAISES("table.insert({1})", "a list, a position and a value are needed"),
        RAISES("table.insert({1}, 1, 2, 3)", "a list, a position and a value are needed"),
        GIVES_AFTER("local t = {1, 2, 3} ", "table.remove(t), table.concat(t, ',')", "3 1,2"),
        GIVES_AFTER("local t = {1, 2, 3} ", "table.remove(t, 1), table.concat(t, ',')", "1 2,3"),
        GIVES_AFTER("local t = {1, 2, 3} ", "table.remove(t, 4), #t", "nil 3"),
        RAISES_AFTER("local t = {1, 2, 3} ", "table.remove(t, 5)",
                     "position 5 is outside the list"),
        GIVES("table.remove({})", "nil"),
        GIVES("table.remove({}, 0)", "nil"),
        GIVES("table.remove({[0] = 'z'})", "z"),
        GIVES("table.concat({1, 2.5, 'x'}, ', ')", "1, 2.5, x"),
        GIVES("table.concat({})", ""),
        GIVES("table.concat({1, 2, 3}, '-', 2, 3)", "2-3"),
        RAISES("table.concat({1, {}, 3})", "item 2 is a table"),
        RAISES("table.concat({1}, ',', 1, 3)", "item 2 is a nil"),
        GIVES("table.unpack({1, 2, 3})", "1 2 3"),
        GIVES("table.unpack({1, 2, 3}, 2)", "2 3"),
        GIVES("table.unpack({1, 2}, 1, 3)", "1 2 nil"),
        RAISES("table.unpack({}, 1, 8001)", "more than 8000 values at once"),
        RAISES("table.unpack({}, math.mininteger, math.maxinteger)", "more than 8000"),
        GIVES("table.unpack({}, 2, 1)", ""),
        GIVES("select('#', table.unpack({}, math.maxinteger - 1, math.maxinteger))", "2"),
        RAISES("table.insert(string, 'x')", "a library cannot"),
        RAISES("table.sort(math)", "a library cannot"),
        RAISES("table.insert(case.model, 'x')", "a document cannot"),
        RAISES("table.insert('x', 'x')", "a list is needed, a string was given"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_table__sorting_is_stable)
{
    static const char pairs[] =
        "local t = {} for i = 1, 300 do t[i] = {i * 7919 % 10, i} end "
        "table.sort(t, function(a, b) return a[1] < b[1] end) "
        "local good = true for i = 2, 300 do local a, b = t[i - 1], t[i] "
        "good = good and (a[1] < b[1] or a[1] == b[1] and a[2] < b[2]) end ";
    const struct saying rows[] = {
        GIVES_AFTER(pairs, "good", "true"),
        GIVES_AFTER("local t = {3, 1, 5, 2, 4} table.sort(t) ", "table.concat(t, ' ')",
                    "1 2 3 4 5"),
        GIVES_AFTER("local t = {'b', 'B', 'a'} table.sort(t) ", "table.concat(t, ' ')", "B a b"),
        GIVES_AFTER("local t = {3, 1, 5, 2, 4} table.sort(t, function(a, b) return a > b end) ",
                    "table.concat(t, ' ')", "5 4 3 2 1"),
        RAISES("table.sort({1, 'x'})", "attempt to compare"),
        RAISES("table.sort({{}, {}})", "attempt to compare two table values"),
        RAISES("table.sort({1}, 'x')", "a function is needed"),
        GIVES_AFTER("local t = {} table.sort(t) ", "#t", "0"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_table__an_order_that_contradicts_itself_ends_the_same_way_each_time)
{
    const struct saying row =
        GIVES_AFTER("local t = {} for i = 1, 60 do t[i] = i * 31 % 61 end "
                    "table.sort(t, function(a, b) return (a * b) % 3 ~= 1 end) ",
                    "table.concat(t, ' ')", "");
    struct judged first = judge_saying(&row);
    ck_assert_int_eq(first.findings.at[0].outcome, OUTCOME_PASS);
    for (int i = 0; i < 10; i++) {
        struct judged again = judge_saying(&row);
        ck_assert(text_equal(first.findings.at[0].message, again.findings.at[0].message));
        ck_assert_uint_eq(first.evaluation.fuel, again.evaluation.fuel);
        arena_free(&again.arena);
    }
    arena_free(&first.arena);
}
END_TEST

START_TEST(test_table__a_lying_length_is_paid_for_step_by_step)
{
    struct arena arena = {0};
    struct text powers = TEXT_NONE;
    for (int i = 3; i < 63; i++)
        powers = text_format(&arena, "%.*s[1 << %d] = 1, ", TEXT_ARGS(powers), i);
    const char *lie =
        text_format(&arena, "local t = {1, 1, 1, 1, [5] = 1, %.*s} ", TEXT_ARGS(powers)).at;
    const struct saying rows[] = {
        GIVES_AFTER(lie, "#t > 1000000000", "true"),
        RAISES_AFTER(lie, "table.concat(t)", "table.concat: item 6 is a nil"),
        RAISES_AFTER(lie, "table.insert(t, 1, 0)", "limit:fuel"),
        RAISES_AFTER(lie, "table.remove(t, 1)", "limit:fuel"),
        RAISES_AFTER(lie, "table.sort(t)", "limit:fuel"),
        RAISES_AFTER(lie, "table.unpack(t)", "more than 8000 values"),
    };
    SAYINGS_HOLD(rows);
    arena_free(&arena);
}
END_TEST

START_TEST(test_table__math_keeps_what_is_exact)
{
    const struct saying rows[] = {
        GIVES("math.floor(2.7), math.floor(-2.7), math.floor(5), math.floor(1e300)",
              "2 -3 5 1e+300"),
        GIVES("math.ceil(2.1), math.ceil(-2.1), math.ceil(math.huge)", "3 -2 inf"),
        GIVES("math.floor(-0x1p63), math.floor(0x1p63)",
              "-9223372036854775808 9.2233720368548e+18"),
        GIVES("math.sqrt(2) * math.sqrt(2) == 2.0000000000000004", "true"),
        GIVES("math.abs(-3), math.abs(-3.5), math.abs(math.mininteger) == math.mininteger",
              "3 3.5 true"),
        GIVES("math.fmod(-7, 3), math.fmod(7, -3), math.fmod(5.5, 2)", "-1 1 1.5"),
        GIVES("math.fmod(math.mininteger, -1)", "0"),
        RAISES("math.fmod(1, 0)", "the divisor is zero"),
        RAISES("1 // 0", "attempt to divide by zero"),
        RAISES("1 % 0", "attempt to perform 'n%0'"),
        GIVES("math.max(1, 3, 2), math.min(2.5, 1), math.max(1)", "3 1 1"),
        RAISES("math.max()", "a number is needed, nothing was given"),
        RAISES("math.max('3', 1)", "a number is needed, a string was given"),
        GIVES("math.tointeger(3.0), math.tointeger(3.5), math.tointeger('3')", "3 nil nil"),
        GIVES("math.type(1), math.type(1.0), math.type('1')", "integer float nil"),
        GIVES("math.ult(1, -1), math.ult(-1, 1)", "true false"),
        GIVES("math.maxinteger + 1 == math.mininteger, math.pi, math.huge, -math.huge",
              "true 3.1415926535898 inf -inf"),
        RAISES("math.random()", "'math.random' does not exist here"),
        RAISES("math.exp(1)", "'math.exp' does not exist here"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

TESTS("script/table", test_table__lists_grow_and_shrink_as_in_lua, test_table__sorting_is_stable,
      test_table__an_order_that_contradicts_itself_ends_the_same_way_each_time,
      test_table__a_lying_length_is_paid_for_step_by_step, test_table__math_keeps_what_is_exact)
