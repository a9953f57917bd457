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
      test_obligation__the_moments_that_are_announced_give_every_notice,
      test_obligation__the_ends_of_time_do_not_overflow)
