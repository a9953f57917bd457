#include "service/errand.h"

#include "../support.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static struct arena arena;
static struct session session = {.arena = &arena};

static bool told_number(void *context, struct arena *made_in, struct value *told, struct error *err)
{
    (void)made_in;
    (void)err;
    *told = value_of_integer(*(const int *)context + 1);
    return true;
}

static bool told_failure(void *context, struct arena *made_in, struct value *told,
                         struct error *err)
{
    (void)context;
    (void)made_in;
    (void)told;
    return error_at(err, ERROR_REFUSED, (struct place){"model.yaml", 3, 5}, "is off");
}

static bool dies(void *context, struct arena *made_in, struct value *told, struct error *err)
{
    (void)context;
    (void)made_in;
    (void)told;
    (void)err;
    return raise(SIGKILL) == 0;
}

static bool never_ends(void *context, struct arena *made_in, struct value *told, struct error *err)
{
    (void)context;
    (void)made_in;
    (void)told;
    (void)err;
    while (pause() < 0)
        continue;
    return true;
}

static bool goes_on(void *context, struct errand_work *work, struct arena *made_in,
                    struct value *told, struct error *err)
{
    enum { STEPS = 4, STEP_US = 250000 };
    (void)context;
    (void)made_in;
    (void)err;
    for (uint64_t step = 0; step < STEPS; step++) {
        errand_progress(work, step * 1000000, STEPS * 1000000ULL);
        (void)usleep(STEP_US);
    }
    *told = value_of_integer(1);
    return true;
}

static uint64_t shown; /* of the progress that the session was told last */

static void show(void *context, const char *what, uint64_t done, uint64_t of)
{
    (void)context;
    (void)what;
    shown = done;
    ck_assert_uint_le(done, of);
}

static bool writes_a_file(void *context, struct arena *made_in, struct value *told,
                          struct error *err)
{
    (void)made_in;
    (void)err;
    *told = value_of_boolean(open(context, O_WRONLY | O_CREAT, 0600) >= 0);
    return true;
}

START_TEST(test_errand__brings_back_what_was_told)
{
    int number = 41;
    const struct value *told;
    struct error err = {0};
    const struct errand errand = {.tell = told_number, .context = &number, .time_ms = 10000};
    ck_assert_msg(errand_run(&session, &errand, &told, &err), "%s", support_error(&err));
    ck_assert_int_eq(value_integer(told), 42);
    arena_free(&arena);
}
END_TEST

START_TEST(test_errand__brings_back_a_failure_with_its_place)
{
    const struct value *told;
    struct error err = {0};
    const struct errand errand = {.tell = told_failure, .time_ms = 10000};
    ck_assert(!errand_run(&session, &errand, &told, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_str_eq(support_error(&err), "model.yaml:3:5: refused: is off");
    arena_free(&arena);
}
END_TEST

START_TEST(test_errand__a_process_that_dies_or_is_late_is_a_refusal)
{
    static const struct {
        const char *name, *message;
        struct errand errand;
    } cases[] = {
        {"dies", "the process that reads the inputs", {.tell = dies, .time_ms = 10000}},
        {"never ends", "took longer", {.tell = never_ends, .time_ms = 200}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *told;
        struct error err = {0};
        ck_assert_msg(!errand_run(&session, &cases[i].errand, &told, &err), "%s", cases[i].name);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_msg(strstr(err.message, cases[i].message), "%s", err.message);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_errand__says_how_far_it_is)
{
    const struct value *told;
    struct error err = {0};
    struct session watched = {.arena = &arena, .progress = show};
    const struct errand errand = {.time_ms = 10000, .tell_along = goes_on};
    ck_assert_msg(errand_run(&watched, &errand, &told, &err), "%s", support_error(&err));
    ck_assert_int_eq(value_integer(told), 1);
    ck_assert_uint_gt(shown, 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_errand__cannot_write_files)
{
    const struct value *told;
    struct error err = {0};
    char path[] = "/tmp/errand-was-here";
    const struct errand errand = {.tell = writes_a_file, .context = path, .time_ms = 10000};
    if (errand_run(&session, &errand, &told, &err))
        ck_assert(!value_boolean(told));
    ck_assert_int_ne(access(path, F_OK), 0);
    arena_free(&arena);
}
END_TEST

TESTS("service/errand", test_errand__brings_back_what_was_told,
      test_errand__brings_back_a_failure_with_its_place,
      test_errand__a_process_that_dies_or_is_late_is_a_refusal, test_errand__says_how_far_it_is,
      test_errand__cannot_write_files)
