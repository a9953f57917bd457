/* What time it is in a call that takes its time. */
#include "service/session.h"

#include "../support.h"

#include "base/clock.h"

enum { MOMENT = 1795000000, HOUR_S = 3600 };

static struct session began_ago(int64_t passed_ms)
{
    return (struct session){.now = MOMENT, .began_ms = clock_elapsed_ms() - passed_ms};
}

START_TEST(test_session__goes_on_from_when_it_began)
{
    const struct session begun = began_ago(0), hour_ago = began_ago(HOUR_S * 1000);
    ck_assert_int_le(session_moment(&begun), MOMENT + 1);
    ck_assert_int_ge(session_moment(&hour_ago), MOMENT + HOUR_S);
    ck_assert_int_le(session_moment(&hour_ago), MOMENT + HOUR_S + 1);
}
END_TEST

START_TEST(test_session__whose_beginning_nobody_said_stands_still)
{
    const struct session still = {.now = MOMENT};
    ck_assert_int_eq(session_moment(&still), MOMENT);
    const struct session present = session_present(&still);
    ck_assert_int_eq(present.now, MOMENT);
    ck_assert_int_eq(present.began_ms, 0);
}
END_TEST

START_TEST(test_session__never_goes_back)
{
    const struct session ahead = began_ago(-HOUR_S * 1000);
    ck_assert_int_eq(session_moment(&ahead), MOMENT);
}
END_TEST

START_TEST(test_session__a_present_one_counts_no_second_twice)
{
    const struct session begun = began_ago(HOUR_S * 1000 + 500);
    const struct session present = session_present(&begun);
    ck_assert_int_ge(present.now, MOMENT + HOUR_S);
    ck_assert_int_le(present.now, MOMENT + HOUR_S + 1);
    ck_assert_int_le(session_moment(&present) - session_moment(&begun), 1);
    ck_assert_int_le(present.began_ms - begun.began_ms, (HOUR_S + 1) * 1000);
    ck_assert_int_ge(present.began_ms - begun.began_ms, HOUR_S * 1000);
}
END_TEST

TESTS("service/session", test_session__goes_on_from_when_it_began,
      test_session__whose_beginning_nobody_said_stands_still, test_session__never_goes_back,
      test_session__a_present_one_counts_no_second_twice)
