/* The spellings are those of ECMAScript's Number::toString, compared with another implementation
 * over three million doubles; kept here are the cases where an easy way goes wrong. */
#include "value/number.h"

#include "support.h"

#include <math.h>

START_TEST(test_number__is_written_as_the_shortest_decimal_that_reads_back)
{
    static const struct {
        const char *name;
        double number;
        const char *text;
    } cases[] = {
        {"zero", 0.0, "0"},
        {"negative zero", -0.0, "0"},
        {"an integer", 120, "120"},
        {"a negative integer", -7, "-7"},
        {"a fraction", 0.1, "0.1"},
        {"a sum that is not 0.3", 0.1 + 0.2, "0.30000000000000004"},
        {"17 digits", 0.25925925925925924, "0.25925925925925924"},
        {"the last plain fraction", 0.000001, "0.000001"},
        {"the first with an exponent", 0.0000001, "1e-7"},
        {"a fraction with an exponent", -1.25e-9, "-1.25e-9"},
        {"the last plain integer", 1e20, "100000000000000000000"},
        {"the first integer with an exponent", 1e21, "1e+21"},
        {"21 digits, not round", 123456789012345680000.0, "123456789012345680000"},
        {"behind the integers", 0x1p53, "9007199254740992"},
        {"a point inside 17 digits", 2251799813685249.5, "2251799813685249.5"},
        {"ten digits and a fraction", 1234567890.123, "1234567890.123"},
        {"the largest double", 0x1.fffffffffffffp1023, "1.7976931348623157e+308"},
        {"the smallest normal", 0x1p-1022, "2.2250738585072014e-308"},
        {"the largest subnormal", 0x0.fffffffffffffp-1022, "2.225073858507201e-308"},
        {"the smallest subnormal", 0x1p-1074, "5e-324"},
        {"two of the smallest", 0x1p-1073, "1e-323"},
        {"a power of two whose nearest 16 digits do not read back", 0x1p-44,
         "5.684341886080802e-14"},
        {"the same, negative", -0x1p-44, "-5.684341886080802e-14"},
        {"a power of two", 0x1p-1017, "7.120236347223045e-307"},
        {"the nearest 17 digits are not the shortest", 1e23, "1e+23"},
        {"the double below 1e23", 9.999999999999997e22, "9.999999999999997e+22"},
        {"of two shortest the nearer", 2e-323, "2e-323"},
        {"one tenth less", 0.9999999999999999, "0.9999999999999999"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[NUMBER_TEXT_SIZE];
        const size_t size = number_write(cases[i].number, text);
        ck_assert_msg(strcmp(text, cases[i].text) == 0, "%s: %s", cases[i].name, text);
        ck_assert_uint_eq(size, strlen(text));
    }
}
END_TEST

/* Neighbours of every power of two, where gaps change. */
START_TEST(test_number__reads_back_what_it_writes)
{
    for (int power = -1074; power < 1024; power++) {
        const double at = ldexp(1, power);
        const double numbers[] = {at, nextafter(at, 0), nextafter(at, INFINITY), -at};
        for (size_t i = 0; i < COUNT(numbers); i++) {
            char text[NUMBER_TEXT_SIZE];
            double back = NAN;
            if (!isfinite(numbers[i]))
                continue;
            const size_t size = number_write(numbers[i], text);
            ck_assert_msg(number_read((struct text){text, size}, &back), "%s", text);
            ck_assert_msg(back == numbers[i], "%a became %s", numbers[i], text);
        }
    }
}
END_TEST

START_TEST(test_number__rounds_for_people)
{
    static const struct {
        const char *name;
        double number;
        const char *text;
    } cases[] = {
        {"three places", 0.63157894, "0.632"},
        {"trailing zeros stay", 0.8, "0.800"},
        {"an integer has none", 12, "12"},
        {"thousands", 3696, "3,696"},
        {"a million and a half", 1000000.5, "1,000,000.500"},
        {"negative thousands", -1234567.25, "-1,234,567.250"},
        {"what would read as zero", 0.0004, "0.0004"},
        {"three digits of what would", -0.00041234, "-0.000412"},
        {"tiny", 1.23456e-9, "1.23e-9"},
        {"what would read as one", 0.99996, "0.99996"},
        {"just above a bound", 1.00002, "1.00002"},
        {"beyond a quadrillion", 1e18, "1000000000000000000"},
        {"not a number", NAN, "not a number"},
        {"infinite", -INFINITY, "not a number"},
        {"negative zero", -0.0, "0"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[NUMBER_TEXT_SIZE];
        const size_t size = number_write_rounded(cases[i].number, text);
        ck_assert_msg(strcmp(text, cases[i].text) == 0, "%s: %s", cases[i].name, text);
        ck_assert_uint_eq(size, strlen(text));
    }
}
END_TEST

START_TEST(test_number__groups_the_digits_of_integers)
{
    static const struct {
        long long number;
        const char *text;
    } cases[] = {
        {0, "0"},
        {999, "999"},
        {1000, "1,000"},
        {-1000, "-1,000"},
        {INT64_MAX, "9,223,372,036,854,775,807"},
        {INT64_MIN, "-9,223,372,036,854,775,808"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[NUMBER_TEXT_SIZE];
        const size_t size = integer_write_grouped(cases[i].number, text);
        ck_assert_str_eq(text, cases[i].text);
        ck_assert_uint_eq(size, strlen(text));
    }
}
END_TEST

START_TEST(test_number__is_read_to_the_nearest_double)
{
    static const struct {
        const char *text;
        double number;
    } cases[] = {
        {"0", 0},
        {"-0.0", -0.0},
        {"0e999999999999", 0},
        {"120", 120},
        {"-1.5E+3", -1500},
        {"0.1", 0.1},
        {"9007199254740993", 0x1p53}, /* a tie goes to the even one */
        {"9007199254740993.0000000000000000001", 0x1.0000000000001p53},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"1.7976931348623157e308", 0x1.fffffffffffffp1023},
        {"4.9e-324", 0x1p-1074},
        {"2e-324", 0},
        {"1e-99999999999999999999", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double number = NAN;
        ck_assert_msg(number_read(text_of(cases[i].text), &number), "%s", cases[i].text);
        ck_assert_msg(memcmp(&number, &cases[i].number, sizeof number) == 0, "%s: %a",
                      cases[i].text, number);
    }
}
END_TEST

/* The middle between two doubles has up to 767 digits, and one more digit far behind decides. */
START_TEST(test_number__a_digit_far_behind_the_middle_decides)
{
    struct arena arena = {0};
    double number = NAN;
    struct text middle = TEXT("1.00000000000000011102230246251565404236316680908203125");
    ck_assert(number_read(middle, &number));
    ck_assert(number == 1.0);
    for (int zeros = 1; zeros < 2000; zeros += 333) {
        const struct text above = text_format(&arena, "%s%0*d1", middle.at, zeros, 0);
        ck_assert(number_read(above, &number));
        ck_assert_msg(number == 0x1.0000000000001p0, "%d zeros", zeros);
    }
    const struct text shifted = text_format(&arena, "0.%0*d1e%d", 3000, 0, 3001);
    ck_assert(number_read(shifted, &number));
    ck_assert(number == 1.0);
    const struct text long_integer = text_format(&arena, "1%0*de-%d", 3000, 0, 3000);
    ck_assert(number_read(long_integer, &number));
    ck_assert(number == 1.0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_number__other_spellings_are_refused)
{
    static const char *const texts[] = {
        "",         "-",    "+1",    "01",     "-01", "1.",   ".5",  "1e",
        "1e+",      "1.5e", " 1",    "1 ",     "1,0", "0x10", "NaN", "inf",
        "1e5.5",    "--1",  "1e309", "-1e400", "1_0", "1.e5", "e5",  "1.7976931348623159e308",
        "Infinity",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        double number = 42;
        ck_assert_msg(!number_read(text_of(texts[i]), &number), "%s", texts[i]);
        ck_assert_msg(number == 42, "%s", texts[i]);
    }
}
END_TEST

TESTS("value/number", test_number__is_written_as_the_shortest_decimal_that_reads_back,
      test_number__reads_back_what_it_writes, test_number__rounds_for_people,
      test_number__groups_the_digits_of_integers, test_number__is_read_to_the_nearest_double,
      test_number__a_digit_far_behind_the_middle_decides, test_number__other_spellings_are_refused)
