#include "service/obligation.h"

#include "../support.h"

enum { DAY = 24 * 60 * 60 };

static const int64_t due = INT64_C(1800000000);

START_TEST(test_obligation__a_notice_belongs_to_its_stretch)
{
    static const struct {
        const char *name;
        int64_t before; /* seconds before it is due */
        enum notice notice;
        unsigned days;
    } cases[] = {
        {"a second too early", 30 * DAY + 1, NOTICE_NONE, 0},
        {"thirty days to the second", 30 * DAY, NOTICE_MONTH, 30},
        {"a month has no week yet", 7 * DAY + 1, NOTICE_MONTH, 30},
        {"seven days to the second", 7 * DAY, NOTICE_WEEK, 7},
        {"a week has no day yet", DAY + 1, NOTICE_WEEK, 7},
        {"one day to the second", DAY, NOTICE_DAY, 1},
        {"the very second", 0, NOTICE_DAY, 1},
        {"a second over", -1, NOTICE_OVERDUE, 0},
        {"long over", -1000 * (int64_t)DAY, NOTICE_OVERDUE, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const enum notice notice = notice_of(due, due - cases[i].before);
        ck_assert_msg(notice == cases[i].notice, "%s", cases[i].name);
        ck_assert_msg(notice_days(notice) == cases[i].days, "%s", cases[i].name);
    }
}
END_TEST

/* Whoever sweeps at each moment that is announced gives every notice, in order, and each once. */
START_TEST(test_obligation__the_moments_that_are_announced_give_every_notice)
{
    static const enum notice wanted[] = {NOTICE_MONTH, NOTICE_WEEK, NOTICE_DAY, NOTICE_DAY};
    int64_t moment = due - 400 * (int64_t)DAY;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const int64_t next = notice_next(due, moment);
        ck_assert(next > moment);
        if (next < due)
            ck_assert_int_eq(notice_of(due, next - 1), i ? wanted[i - 1] : NOTICE_NONE);
        ck_assert_int_eq(notice_of(due, next), wanted[i]);
        moment = next;
    }
    ck_assert(moment == due);
    ck_assert(notice_next(due, due) == due);
    ck_assert(notice_next(due, due + 1) == INT64_MAX);
}
END_TEST

START_TEST(test_obligation__a_stretch_that_is_older_than_what_it_is_about_is_not_told)
{
    static const struct {
        const char *name;
        int64_t since, moment; /* seconds before it is due */
        enum notice notice;
    } cases[] = {
        {"signed for thirty days, at once", 30 * DAY, 30 * DAY, NOTICE_NONE},
        {"signed for thirty days, later", 30 * DAY, 8 * DAY, NOTICE_NONE},
        {"signed for thirty days, a week before", 30 * DAY, 7 * DAY, NOTICE_WEEK},
        {"signed for a second more", 30 * DAY + 1, 30 * DAY, NOTICE_MONTH},
        {"signed for five days, at once", 5 * DAY, 5 * DAY, NOTICE_NONE},
        {"signed for five days, a day before", 5 * DAY, DAY, NOTICE_DAY},
        {"signed for an hour", 3600, 1800, NOTICE_NONE},
        {"signed for an hour, which is over", 3600, -1, NOTICE_OVERDUE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct obligation obligation = {.since = due - cases[i].since, .due = due};
        const enum notice notice = obligation_notice(&obligation, due - cases[i].moment);
        ck_assert_msg(notice == cases[i].notice, "%s", cases[i].name);
    }
    const struct obligation old = {.since = INT64_MIN, .due = due};
    ck_assert_int_eq(obligation_notice(&old, due - 30 * DAY), NOTICE_MONTH);
}
END_TEST

START_TEST(test_obligation__the_ends_of_time_do_not_overflow)
{
    ck_assert_int_eq(notice_of(INT64_MIN, INT64_MIN), NOTICE_DAY);
    ck_assert_int_eq(notice_of(INT64_MIN + 1, INT64_MAX), NOTICE_OVERDUE);
    ck_assert_int_eq(notice_of(INT64_MAX, INT64_MIN), NOTICE_NONE);
    ck_assert(notice_next(INT64_MIN, INT64_MAX) == INT64_MAX);
    ck_assert(notice_next(INT64_MIN + 5, INT64_MIN) == INT64_MIN + 5);
}
END_TEST

TESTS("service/obligation", test_obligation__a_notice_belongs_to_its_stretch,
      test_obligation__a_stretch_that_is_older_than_what_it_is_about_is_not_told,
      test_obligation__the_moments_that_are_announced_give_every_notice,
      test_obligation__the_ends_of_time_do_not_overflow)
