#include "script/power.h"

#include "support.h"

START_TEST(test_power__squares_and_numerals_are_the_same_everywhere)
{
    static const char *const sources[] = {
        "return x^2",
        "return x ^ 2",
        "return (a + b)^2 * c",
        "return 10^-6",
        "return 2 ^ 53",
        "return 0x1p3^3",
        "-- x^3",
        "--[[ x^3 ]] return 1",
        "--[==[ ]] x^3 ]==] return 1",
        "return 'a^3'",
        "return \"a\\\"^3\"",
        "return [[x^3]]",
        "return [=[ ]] x^3 ]=]",
        "",
        "return 1",
    };
    for (size_t i = 0; i < COUNT(sources); i++) {
        const struct text source = text_of(sources[i]);
        ck_assert_msg(power_find(source) == source.size, "%s", sources[i]);
    }
}
END_TEST

START_TEST(test_power__any_other_power_is_found_where_it_stands)
{
    static const struct {
        const char *source;
        size_t at;
    } cases[] = {
        {"return x^3", 8},     {"return x^0.5", 8},
        {"return x^20", 8},    {"return x^2.5", 8},
        {"return x^y", 8},     {"return x2^3", 9},
        {"return 2^x", 8},     {"return x^-2", 8},
        {"return t[1]^3", 11}, {"'a' -- b\nreturn x^3", 17},
        {"return x^2^3", 8},   {"return x^(2)", 8},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(power_find(text_of(cases[i].source)) == cases[i].at, "%s: %zu",
                      cases[i].source, power_find(text_of(cases[i].source)));
}
END_TEST

TESTS("script/power", test_power__squares_and_numerals_are_the_same_everywhere,
      test_power__any_other_power_is_found_where_it_stands)
