/* Turns among processes: who has to wait, and for how long at most. */
#include "base/scratch.h"

#include "store/turn.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ours, other;

static void turn_begin(void)
{
    struct error err = {0};
    scratch_open();
    ck_assert_msg(turn_open(scratch("lock"), &ours, &err) &&
                      turn_open(scratch("lock"), &other, &err),
                  "%s", support_error(&err));
}

static void turns_close(void)
{
    ck_assert_int_eq(close(ours), 0);
    ck_assert_int_eq(close(other), 0);
    scratch_close();
}

static bool take(enum turn turn, unsigned most_ms, struct error *err)
{
    return turn_take_within(ours, turn, &(struct turn_wait){scratch("lock"), most_ms}, err);
}

START_TEST(test_turn__a_file_that_another_keeps_locked_is_not_waited_for_without_end)
{
    static const enum turn turns[] = {TURN_ALONE, TURN_SHARED};
    for (size_t nth = 0; nth < COUNT(turns); nth++) {
        struct error refusal = {0}, err = {0};
        turn_begin();
        ck_assert(turn_try(other));
        ck_assert(!take(turns[nth], 100, &refusal));
        ck_assert_int_eq(refusal.code, ERROR_UNAVAILABLE);
        ck_assert_str_eq(refusal.file, scratch("lock"));
        ck_assert(strstr(refusal.message, "another process has kept this file locked"));
        turn_end(other);
        ck_assert(take(turns[nth], 100, &err));
        turn_end(ours);
        turns_close();
    }
}
END_TEST

START_TEST(test_turn__who_waits_gets_the_turn_when_the_other_ends)
{
    struct error err = {0};
    int ended;
    turn_begin();
    ck_assert(turn_try(other));
    const pid_t holder = fork();
    if (holder == 0) {
        (void)usleep(150000);
        turn_end(other); /* the lock is that of the open file, which both processes have */
        _exit(0);
    }
    ck_assert_msg(take(TURN_ALONE, 60000, &err), "%s", support_error(&err));
    ck_assert(!turn_try(other));
    ck_assert_int_eq(waitpid(holder, &ended, 0), holder);
    turn_end(ours);
    turns_close();
}
END_TEST

static void signal_see(int number)
{
    (void)number;
}

START_TEST(test_turn__a_wait_leaves_signals_as_they_were)
{
    struct error refusal = {0};
    struct sigaction before = {.sa_handler = signal_see}, after;
    sigset_t blocked, found;
    ck_assert_int_eq(sigaction(SIGRTMIN, &before, NULL), 0);
    ck_assert(sigemptyset(&blocked) == 0 && sigaddset(&blocked, SIGRTMIN) == 0);
    ck_assert_int_eq(sigprocmask(SIG_BLOCK, &blocked, NULL), 0);
    turn_begin();
    ck_assert(turn_try(other));
    ck_assert(!take(TURN_ALONE, 100, &refusal));
    turns_close();
    ck_assert_int_eq(sigaction(SIGRTMIN, NULL, &after), 0);
    ck_assert(after.sa_handler == signal_see);
    ck_assert(sigprocmask(SIG_UNBLOCK, &blocked, &found) == 0 && sigismember(&found, SIGRTMIN));
}
END_TEST

static volatile sig_atomic_t alarms;

static void alarm_see(int number)
{
    (void)number;
    alarms++;
}

START_TEST(test_turn__an_alarm_of_the_caller_is_the_callers_and_does_not_end_the_wait)
{
    struct error refusal = {0};
    struct sigaction sees = {.sa_handler = alarm_see};
    struct timespec begun, ended;
    const struct itimerval soon = {.it_value = {0, 20000}};
    ck_assert_int_eq(sigaction(SIGALRM, &sees, NULL), 0);
    turn_begin();
    ck_assert(turn_try(other));
    ck_assert_int_eq(clock_gettime(CLOCK_MONOTONIC, &begun), 0);
    ck_assert_int_eq(setitimer(ITIMER_REAL, &soon, NULL), 0);
    ck_assert(!take(TURN_ALONE, 200, &refusal));
    ck_assert_int_eq(clock_gettime(CLOCK_MONOTONIC, &ended), 0);
    turns_close();
    ck_assert_int_eq(alarms, 1);
    ck_assert_int_eq(refusal.code, ERROR_UNAVAILABLE);
    ck_assert_int_ge(
        (ended.tv_sec - begun.tv_sec) * 1000 + (ended.tv_nsec - begun.tv_nsec) / 1000000, 199);
}
END_TEST

TESTS("store/turn", test_turn__a_file_that_another_keeps_locked_is_not_waited_for_without_end,
      test_turn__who_waits_gets_the_turn_when_the_other_ends,
      test_turn__a_wait_leaves_signals_as_they_were,
      test_turn__an_alarm_of_the_caller_is_the_callers_and_does_not_end_the_wait)
