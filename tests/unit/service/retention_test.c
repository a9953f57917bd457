#include "service/retention.h"

#include "../support.h"

#include "base/clock.h"

static int64_t moment_of(const char *written)
{
    int64_t moment;
    ck_assert_msg(clock_read(text_of(written), &moment), "%s", written);
    return moment;
}

START_TEST(test_retention__each_class_has_its_years)
{
    static const struct {
        const char *class, *archived, *until;
    } cases[] = {
        {"standard", "2026-11-21T15:00:00Z", "2029-11-21T15:00:00Z"},
        {"hipaa", "2026-11-21T15:00:00Z", "2032-11-21T15:00:00Z"},
        {"finance", "2026-11-21T15:00:00Z", "2033-11-21T15:00:00Z"},
        {"ai-act", "2026-11-21T15:00:00Z", "2036-11-21T15:00:00Z"},
        {"ll144", "2026-11-21T15:00:00Z", "2027-05-21T15:00:00Z"},
        {"ll144", "2026-12-31T00:00:00Z", "2027-07-01T00:00:00Z"}, /* there is no 31 June */
        {"ll144", "2026-08-31T23:59:59Z", "2027-03-01T23:59:59Z"}, /* nor a 31 February   */
        {"ll144", "2026-06-30T00:00:00Z", "2026-12-30T00:00:00Z"},
        {"standard", "2024-02-29T12:00:00Z", "2027-03-01T12:00:00Z"},
        {"hipaa", "2022-02-28T12:00:00Z", "2028-02-28T12:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t until = 0;
        struct error err = {0};
        struct suggestion near = suggest_for(text_of(cases[i].class));
        const struct retention_class *class = retention_named(text_of(cases[i].class), &near);
        ck_assert_msg(class != NULL, "%s", cases[i].class);
        ck_assert_msg(retention_until(class, moment_of(cases[i].archived), &until, &err), "%s",
                      support_error(&err));
        ck_assert_msg(until == moment_of(cases[i].until), "%s from %s", cases[i].class,
                      cases[i].archived);
    }
}
END_TEST

START_TEST(test_retention__no_day_is_kept_too_short)
{
    enum { DAY = 24 * 60 * 60, DAYS = 3 * 366 };
    const int64_t first = moment_of("2026-01-01T06:00:00Z");
    for (size_t i = 0; retention_classes[i].name; i++) {
        const struct retention_class *class = &retention_classes[i];
        const int64_t least = ((int64_t) class->years * 365 + (int64_t) class->months * 30) * DAY;
        for (int day = 0; day < DAYS; day++) {
            int64_t until = 0;
            struct error err = {0};
            const int64_t archived = first + (int64_t)day * DAY;
            ck_assert(retention_until(class, archived, &until, &err));
            ck_assert_msg(until - archived >= least, "%s, day %d", class->name, day);
        }
    }
}
END_TEST

START_TEST(test_retention__words_and_rows_are_the_same)
{
    size_t words = 0;
    while (retention_words[words])
        words++;
    for (size_t i = 0; retention_classes[i].name; i++, words--)
        ck_assert_str_eq(retention_words[i], retention_classes[i].name);
    ck_assert_uint_eq(words, 0);
}
END_TEST

START_TEST(test_retention__an_unknown_class_is_none)
{
    struct suggestion near = suggest_for(TEXT("hippa"));
    ck_assert_ptr_null(retention_named(TEXT("hippa"), &near));
    ck_assert_ptr_null(retention_named(TEXT_NONE, &near));
}
END_TEST

START_TEST(test_retention__the_end_of_time_is_refused)
{
    int64_t until = 0;
    struct error err = {0};
    ck_assert(
        !retention_until(&retention_classes[0], moment_of("9998-01-01T00:00:00Z"), &until, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
}
END_TEST

TESTS("service/retention", test_retention__each_class_has_its_years,
      test_retention__no_day_is_kept_too_short, test_retention__words_and_rows_are_the_same,
      test_retention__an_unknown_class_is_none, test_retention__the_end_of_time_is_refused)
