/* What a policy finds in its environment, and what it cannot change. */
#include "saying.h"

START_TEST(test_sandbox__what_reaches_out_or_hides_does_not_exist)
{
    static const char *const names[] = {
        "_G",     "collectgarbage", "coroutine", "debug",  "dofile",       "getmetatable",
        "io",     "load",           "loadfile",  "os",     "loadstring",   "package",
        "pcall",  "print",          "rawequal",  "rawget", "setmetatable", "rawlen",
        "rawset", "unpack",         "warn",      "xpcall", "newproxy",     "bit32",
    };
    struct arena arena = {0};
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct saying row =
            RAISES(names[i], text_format(&arena, "'%s' does not exist here", names[i]).at);
        sayings_hold(&row, 1);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_sandbox__an_unknown_name_is_an_error_with_the_nearest_one)
{
    const struct saying rows[] = {
        RAISES("strng", "'strng' does not exist here; did you mean string?"),
        RAISES("string.fnid", "'string.fnid' does not exist here; did you mean find?"),
        RAISES("('x'):fnid()", "'string.fnid' does not exist here; did you mean find?"),
        RAISES("('x').y", "'string.y' does not exist here"),
        RAISES("math.hug", "'math.hug' does not exist here; did you mean huge?"),
        RAISES("string.dump", "'string.dump' does not exist here"),
        RAISES("pcall(error)", "no error may be hidden"),
        RAISES("os.time()", "case.now is the moment"),
        RAISES("(1).x", "attempt to index a number value"),
        RAISES("_ENV[1]", "'number' does not exist here"),
        GIVES("('x'):rep(2), #'abc', ('%d'):format(3)", "xx 3 3"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_sandbox__nothing_that_is_shared_can_be_changed)
{
    const struct saying rows[] = {
        RAISES_AFTER("x = 1 ", "1", "'x' cannot be assigned: there are no global variables"),
        RAISES_AFTER("string = {} ", "1", "'string' cannot be assigned"),
        RAISES_AFTER("function helper() end ", "1", "'helper' cannot be assigned"),
        RAISES_AFTER("string.find = 1 ", "1", "'string.find' cannot be assigned"),
        RAISES_AFTER("string.mine = 1 ", "1", "'string.mine' cannot be assigned"),
        RAISES_AFTER("math.huge = 0 ", "1", "'math.huge' cannot be assigned"),
        RAISES_AFTER("_ENV.pairs = 1 ", "1", "'pairs' cannot be assigned"),
        RAISES_AFTER("local s = 'x' s.rep = 1 ", "1", "attempt to index a string value"),
        RAISES_AFTER("case.model.name = 'y' ", "1", "documents cannot be changed"),
        RAISES_AFTER("case.model.new = 'y' ", "1", "documents cannot be changed"),
        GIVES("next(_ENV), next(string), #string", "nil nil 0"),
    };
    SAYINGS_HOLD(rows);
}
END_TEST

START_TEST(test_sandbox__an_environment_of_its_own_is_a_policys_own_affair)
{
    const struct saying rows[] = {
        GIVES_AFTER("local show, t = show, table do local _ENV = {x = 1} y = x end ", "1", "1"),
        RAISES_AFTER("local _ENV = nil ", "x", "attempt to index a nil value"),
        RAISES_AFTER("local _ENV = {} ", "tostring(1)", "attempt to call a nil value"),
    };
    SAYINGS_HOLD(rows);
    const struct saying after = RAISES("x", "'x' does not exist here");
    sayings_hold(&after, 1);
}
END_TEST

START_TEST(test_sandbox__every_function_is_described)
{
    size_t count = 0;
    for (const struct script_function *row = script_functions(); row->name; row++, count++) {
        ck_assert_msg(row->usage[0] && row->summary[0], "%s", row->name);
        ck_assert_msg(strncmp(row->usage, row->name, strlen(row->name)) == 0, "%s", row->name);
        ck_assert_msg(!text_ends(text_of(row->summary), TEXT(".")) ||
                          text_ends(text_of(row->summary), TEXT("...")),
                      "%s", row->name);
    }
    ck_assert_uint_gt(count, 40);
}
END_TEST

TESTS("script/sandbox", test_sandbox__what_reaches_out_or_hides_does_not_exist,
      test_sandbox__an_unknown_name_is_an_error_with_the_nearest_one,
      test_sandbox__nothing_that_is_shared_can_be_changed,
      test_sandbox__an_environment_of_its_own_is_a_policys_own_affair,
      test_sandbox__every_function_is_described)
