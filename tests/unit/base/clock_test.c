/* The oracle for the calendar is a walk from 1970 that counts days one by one. */
#include "support.h"

#include "base/clock.h"

START_TEST(test_clock__moments_that_everybody_knows)
{
    static const struct {
        const char *text;
        int64_t moment;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},           {"1969-12-31T23:59:59Z", -1},
        {"2001-09-09T01:46:40Z", 1000000000},  {"2038-01-19T03:14:08Z", INT64_C(1) << 31},
        {"2026-11-20T09:00:00Z", 1795165200},  {"2024-02-29T12:00:00Z", 1709208000},
        {"0000-01-01T00:00:00Z", CLOCK_FIRST}, {"9999-12-31T23:59:59Z", CLOCK_LAST},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t moment = 0;
        char text[CLOCK_TEXT_SIZE];
        ck_assert_msg(clock_read(text_of(cases[i].text), &moment), "%s", cases[i].text);
        ck_assert_int_eq(moment, cases[i].moment);
        clock_write(cases[i].moment, text);
        ck_assert_str_eq(text, cases[i].text);
    }
}
END_TEST

START_TEST(test_clock__other_spellings_of_a_moment)
{
    static const struct {
        const char *name, *text, *same;
    } cases[] = {
        {"a date lasts to its end", "2026-11-20", "2026-11-20T23:59:59Z"},
        {"so does a leap day", "2024-02-29", "2024-02-29T23:59:59Z"},
        {"the last date", "9999-12-31", "9999-12-31T23:59:59Z"},
        {"east is earlier", "2026-11-20T09:00:00+02:30", "2026-11-20T06:30:00Z"},
        {"west is later", "2026-11-20T09:00:00-08:00", "2026-11-20T17:00:00Z"},
        {"over the end of a year", "2025-12-31T23:30:00-01:00", "2026-01-01T00:30:00Z"},
        {"an unknown offset", "2026-11-20T09:00:00-00:00", "2026-11-20T09:00:00Z"},
        {"the largest offset", "2026-11-20T23:59:00+23:59", "2026-11-20T00:00:00Z"},
        {"a fraction is dropped", "2026-11-20T09:00:00.999999999999Z", "2026-11-20T09:00:00Z"},
        {"also before 1970", "1969-12-31T23:59:58.5Z", "1969-12-31T23:59:58Z"},
        {"a fraction and an offset", "2026-11-20T09:00:00.5+01:00", "2026-11-20T08:00:00Z"},
        {"small letters", "2026-11-20t09:00:00z", "2026-11-20T09:00:00Z"},
        {"a leap second", "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"},
        {"one with an offset", "2017-01-01T00:59:60+01:00", "2016-12-31T23:59:59Z"},
        {"a second 60 that never was", "2026-11-20T09:00:60Z", "2026-11-20T09:00:59Z"},
        {"the last moment, from the east", "9999-12-31T23:59:59+00:01", "9999-12-31T23:58:59Z"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t moment = 0;
        char text[CLOCK_TEXT_SIZE];
        ck_assert_msg(clock_read(text_of(cases[i].text), &moment), "%s", cases[i].name);
        clock_write(moment, text);
        ck_assert_msg(strcmp(text, cases[i].same) == 0, "%s: %s", cases[i].name, text);
    }
}
END_TEST

START_TEST(test_clock__what_is_not_rfc_3339_is_refused)
{
    static const struct {
        const char *name;
        struct text text;
    } cases[] = {
        {"nothing", {NULL, 0}},
        {"29 February of a common year", {"2023-02-29", 10}},
        {"29 February of a century", {"2100-02-29", 10}},
        {"30 February", {"2024-02-30", 10}},
        {"31 April", {"2026-04-31", 10}},
        {"day 0", {"2026-11-00", 10}},
        {"month 0", {"2026-00-20", 10}},
        {"month 13", {"2026-13-20", 10}},
        {"hour 24", {"2026-11-20T24:00:00Z", 20}},
        {"minute 60", {"2026-11-20T09:60:00Z", 20}},
        {"second 61", {"2026-11-20T09:00:61Z", 20}},
        {"no offset", {"2026-11-20T09:00:00", 19}},
        {"no seconds", {"2026-11-20T09:00Z", 17}},
        {"a space for the T", {"2026-11-20 09:00:00Z", 20}},
        {"a dot without digits", {"2026-11-20T09:00:00.Z", 21}},
        {"a comma", {"2026-11-20T09:00:00,5Z", 22}},
        {"an offset without minutes", {"2026-11-20T09:00:00+01", 22}},
        {"an offset without colon", {"2026-11-20T09:00:00+0100", 24}},
        {"an offset of 24 hours", {"2026-11-20T09:00:00+24:00", 25}},
        {"an offset of 60 minutes", {"2026-11-20T09:00:00+01:60", 25}},
        {"something behind it", {"2026-11-20T09:00:00Z ", 21}},
        {"something behind a date", {"2026-11-20Z", 11}},
        {"a T alone", {"2026-11-20T", 11}},
        {"a space before it", {" 2026-11-20", 11}},
        {"a NUL behind it", {"2026-11-20\0", 11}},
        {"a NUL for the Z", {"2026-11-20T09:00:00\0", 20}},
        {"a year of five digits", {"12026-11-20", 11}},
        {"a year of two digits", {"26-11-20", 8}},
        {"a month of one digit", {"2026-1-20", 9}},
        {"a sign", {"-026-11-20", 10}},
        {"a digit that is not ASCII", {"202\xD9\xA6-11-20", 11}},
        {"cut short", {"2026-11-2", 9}},
        {"before year 0", {"0000-01-01T00:00:00+00:01", 25}},
        {"after year 9999", {"9999-12-31T23:59:59-00:01", 25}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t moment = 77;
        ck_assert_msg(!clock_read(cases[i].text, &moment), "%s", cases[i].name);
        ck_assert_int_eq(moment, 77);
    }
}
END_TEST

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

START_TEST(test_clock__every_day_of_ten_thousand_years_is_one_after_the_day_before)
{
    int64_t moment = CLOCK_FIRST;
    for (int year = 0; year <= 9999; year++)
        for (int month = 1; month <= 12; month++)
            for (int day = 1; day <= days_in(year, month); day++, moment += 86400) {
                char expected[64], text[CLOCK_TEXT_SIZE];
                int64_t read = 0;
                (void)snprintf(expected, sizeof expected, "%04d-%02d-%02dT00:00:00Z", year, month,
                               day);
                clock_write(moment, text);
                if (strcmp(text, expected) != 0)
                    ck_abort_msg("%s, not %s", text, expected);
                if (!clock_read(text_of(expected), &read) || read != moment)
                    ck_abort_msg("%s is read as %lld", expected, (long long)read);
            }
    ck_assert_int_eq(moment, CLOCK_LAST + 1);
}
END_TEST

START_TEST(test_clock__every_second_of_a_day_is_written)
{
    for (int second = 0; second < 86400; second++) {
        char expected[64], text[CLOCK_TEXT_SIZE];
        (void)snprintf(expected, sizeof expected, "1969-12-31T%02d:%02d:%02dZ", second / 3600,
                       second / 60 % 60, second % 60);
        clock_write(second - 86400, text);
        if (strcmp(text, expected) != 0)
            ck_abort_msg("%s, not %s", text, expected);
    }
}
END_TEST

START_TEST(test_clock__what_cannot_be_written_is_clipped)
{
    char text[CLOCK_TEXT_SIZE];
    clock_write(INT64_MIN, text);
    ck_assert_str_eq(text, "0000-01-01T00:00:00Z");
    clock_write(INT64_MAX, text);
    ck_assert_str_eq(text, "9999-12-31T23:59:59Z");
}
END_TEST

START_TEST(test_clock__now_is_near_and_the_count_only_rises)
{
    const int64_t before = clock_milliseconds();
    const time_t now = time(NULL);
    ck_assert(clock_now() >= now && clock_now() - now < 60);
    ck_assert(clock_milliseconds() >= before);
    ck_assert(clock_milliseconds() - before < 60000);
}
END_TEST

START_TEST(test_clock__how_long_something_lasts_has_a_unit)
{
    static const struct {
        const char *written;
        int64_t seconds; /* 0: refused */
    } spans[] = {
        {"90s", 90},    {"5m", 300},
        {"24h", 86400}, {"7d", 604800},
        {"0h", 0},      {"h", 0},
        {"", 0},        {"24", 0},
        {"24H", 0},     {"-1h", 0},
        {"1.5h", 0},    {" 1h", 0},
        {"1h ", 0},     {"36525d", 3155760000},
        {"36526d", 0},  {"99999999999999999999s", 0},
    };
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        int64_t seconds = 0;
        const bool read = clock_span_read(text_of(spans[i].written), &seconds);
        ck_assert_msg(read == (spans[i].seconds != 0) && seconds == spans[i].seconds, "%s",
                      spans[i].written);
    }
}
END_TEST

TESTS("base/clock", test_clock__how_long_something_lasts_has_a_unit,
      test_clock__moments_that_everybody_knows, test_clock__other_spellings_of_a_moment,
      test_clock__what_is_not_rfc_3339_is_refused,
      test_clock__every_day_of_ten_thousand_years_is_one_after_the_day_before,
      test_clock__every_second_of_a_day_is_written, test_clock__what_cannot_be_written_is_clipped,
      test_clock__now_is_near_and_the_count_only_rises)
