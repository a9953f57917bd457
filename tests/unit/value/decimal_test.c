#include "value/decimal.h"

#include "support.h"

static struct decimal decimal(const char *spelling, char room[NUMBER_TEXT_SIZE])
{
    static struct value value;
    value = value_of_spelling(text_of(spelling));
    return decimal_of(&value, room);
}

START_TEST(test_decimal__order_is_that_of_the_numbers_and_not_of_doubles)
{
    /* rising; "=" says that the next equals the one before */
    static const char *const rising[] = {
        "-1e999",
        "-9007199254740993",
        "-9007199254740992",
        "=-9007199254740992.0",
        "-2",
        "-1.50",
        "=-1.5",
        "-1e-400",
        "0",
        "=-0.0",
        "=0e5",
        "1e-400",
        "0.1",
        "=100e-3",
        "0.10000000000000000000001",
        "1",
        "=1.0",
        "=10e-1",
        "=0.0001E+4",
        "9.99",
        "10",
        "12.34",
        "=1234e-2",
        "9007199254740992",
        "9007199254740993",
        "9223372036854775808",
        "9223372036854775809",
        "1e308",
        "1e309",
    };
    for (size_t i = 1; i < COUNT(rising); i++) {
        char first[NUMBER_TEXT_SIZE], second[NUMBER_TEXT_SIZE];
        const bool same = rising[i][0] == '=';
        const struct decimal above = decimal(rising[i] + same, first);
        const bool marked = rising[i - 1][0] == '=';
        const struct decimal below = decimal(rising[i - 1] + marked, second);
        const int order = decimal_compare(&below, &above);
        ck_assert_msg(same ? order == 0 : order < 0, "%s and %s", rising[i - 1], rising[i]);
        ck_assert_msg(same ? decimal_compare(&above, &below) == 0
                           : decimal_compare(&above, &below) > 0,
                      "%s and %s, turned", rising[i - 1], rising[i]);
    }
}
END_TEST

START_TEST(test_decimal__multiples_are_exact)
{
    const struct {
        const char *number, *divisor;
        bool multiple;
    } cases[] = {
        {"0.0075", "0.0001", true},
        {"0.00751", "0.0001", false},
        {"0.3", "0.1", true}, /* doubles say 2.9999999999999996 */
        {"1e308", "0.123456789", false},
        {"12391239123", "1e-8", true},
        {"4.5", "1.5", true},
        {"35", "1.5", false},
        {"0", "7", true},
        {"-9", "3", true},
        {"9223372036854775809", "2", false},
        {"9223372036854775809", "3", true},
        {"9007199254740993", "9007199254740993", true},
        {"9007199254740992", "9007199254740993", false},
        {"100", "1e2", true},
        {"1e300", "1e299", true},
        {"5e299", "1e300", false},
        {"999999999999999998", "999999999999999999", false},
        {"1999999999999999998", "999999999999999999", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char first[NUMBER_TEXT_SIZE], second[NUMBER_TEXT_SIZE];
        const struct decimal number = decimal(cases[i].number, first);
        const struct decimal divisor = decimal(cases[i].divisor, second);
        ck_assert(decimal_divides(&divisor));
        ck_assert_msg(decimal_is_multiple(&number, &divisor) == cases[i].multiple, "%s of %s",
                      cases[i].number, cases[i].divisor);
    }
}
END_TEST

START_TEST(test_decimal__a_double_that_was_not_read_is_its_shortest_decimal)
{
    char first[NUMBER_TEXT_SIZE], second[NUMBER_TEXT_SIZE];
    const struct value tenth = value_of_number(0.1), large = value_of_number(1e21);
    const struct decimal a = decimal_of(&tenth, first), b = decimal("0.1", second);
    ck_assert_int_eq(decimal_compare(&a, &b), 0);
    const struct decimal c = decimal_of(&large, first), d = decimal("1e21", second);
    ck_assert_int_eq(decimal_compare(&c, &d), 0);
    ck_assert(decimal_is_integer(&c) && !decimal_is_integer(&a));
}
END_TEST

START_TEST(test_decimal__a_divisor_has_at_most_18_digits)
{
    char room[NUMBER_TEXT_SIZE];
    const struct decimal most = decimal("0.999999999999999999000", room);
    ck_assert(decimal_divides(&most));
    const struct decimal more = decimal("9.999999999999999999", room);
    ck_assert(!decimal_divides(&more));
}
END_TEST

TESTS("value/decimal", test_decimal__order_is_that_of_the_numbers_and_not_of_doubles,
      test_decimal__multiples_are_exact,
      test_decimal__a_double_that_was_not_read_is_its_shortest_decimal,
      test_decimal__a_divisor_has_at_most_18_digits)
