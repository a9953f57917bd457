#include "worker/worker.h"

#include "base/clock.h"
#include "base/limits.h"
#include "support.h"
#include "worker/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000, SHORT_MS = 100 };

static struct worker *started(void (*body)(void *context, struct worker_port *port), void *context,
                              struct arena *arena)
{
    struct worker *worker = NULL;
    struct error err = {0};
    ck_assert_msg(worker_start(body, context, arena, &worker, &err), "%s", support_error(&err));
    return worker;
}

static enum worker_event received(struct worker *worker, struct arena *arena, struct text *message)
{
    return worker_receive(worker, clock_milliseconds() + PATIENCE_MS, arena, message);
}

/* The one message of a body that sends one, and its regular end. */
static struct text only_message(void (*body)(void *context, struct worker_port *port),
                                struct arena *arena)
{
    struct text message = TEXT_NONE, none;
    struct worker *worker = started(body, NULL, arena);
    ck_assert_int_eq(received(worker, arena, &message), WORKER_MESSAGE);
    ck_assert_int_eq(received(worker, arena, &none), WORKER_DONE);
    return message;
}

static void say_numbers(void *context, struct worker_port *port)
{
    for (int i = 0; i < *(int *)context; i++) {
        char word[16];
        worker_send(port, (struct text){word, (size_t)snprintf(word, sizeof word, "%d", i)});
    }
}

START_TEST(test_worker__messages_arrive_whole_and_in_order)
{
    struct arena arena = {0};
    int count = 1000;
    struct worker *worker = started(say_numbers, &count, &arena);
    for (int i = 0; i < count; i++) {
        struct text message;
        ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
        ck_assert_int_eq((int)strtol(message.at, NULL, 10), i);
    }
    struct text message;
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DONE);
    arena_free(&arena);
}
END_TEST

/* Sizes around what a port holds back; the last is never sent, only held. */
static const size_t held_sizes[] = {0, 1, 16375, 16376, 16377, 16384, 16385, 100000, 7};

static void hold_all(void *context, struct worker_port *port)
{
    static char bytes[100000];
    (void)context;
    for (size_t i = 0; i < COUNT(held_sizes); i++) {
        memset(bytes, (int)('a' + i), held_sizes[i]);
        worker_hold(port, (struct text){bytes, held_sizes[i]});
    }
}

START_TEST(test_worker__what_is_held_arrives_whole_in_order_and_before_the_end)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(hold_all, NULL, &arena);
    for (size_t i = 0; i < COUNT(held_sizes); i++) {
        ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
        ck_assert_uint_eq(message.size, held_sizes[i]);
        for (size_t j = 0; j < message.size; j++)
            ck_assert_int_eq(message.at[j], (int)('a' + i));
    }
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DONE);
    arena_free(&arena);
}
END_TEST

static void hold_send_and_die(void *context, struct worker_port *port)
{
    (void)context;
    worker_hold(port, TEXT("held"));
    worker_send(port, TEXT("sent"));
    worker_hold(port, TEXT("last"));
    (void)raise(SIGKILL);
}

START_TEST(test_worker__a_death_takes_nothing_along_that_was_held)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(hold_send_and_die, NULL, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert(text_is(message, "held"));
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert(text_is(message, "sent"));
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert(text_is(message, "last"));
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    arena_free(&arena);
}
END_TEST

static void hold_and_hang(void *context, struct worker_port *port)
{
    (void)context;
    worker_hold(port, TEXT("about to hang"));
    for (;;)
        (void)pause();
}

START_TEST(test_worker__what_a_hanging_one_held_is_seen_before_it_is_late)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(hold_and_hang, NULL, &arena);
    const int64_t began = clock_milliseconds();
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert(text_is(message, "about to hang"));
    ck_assert_int_lt(clock_milliseconds() - began, PATIENCE_MS / 2);
    ck_assert_int_eq(worker_receive(worker, began + SHORT_MS, &arena, &message), WORKER_LATE);
    arena_free(&arena);
}
END_TEST

/* Slow enough that the parent looks between two, and has them come by the pipe as well. */
static void hold_slowly(void *context, struct worker_port *port)
{
    for (int i = 0; i < *(int *)context; i++) {
        char bytes[1000];
        memset(bytes, 'a' + i % 26, sizeof bytes);
        worker_hold(port, (struct text){bytes, sizeof bytes});
        if (i % 7 == 0)
            (void)usleep(15000);
    }
}

START_TEST(test_worker__what_was_seen_and_then_sent_arrives_once)
{
    struct arena arena = {0};
    struct text message;
    int count = 60;
    struct worker *worker = started(hold_slowly, &count, &arena);
    for (int i = 0; i < count; i++) {
        ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
        ck_assert_uint_eq(message.size, 1000);
        for (size_t j = 0; j < message.size; j++)
            ck_assert_int_eq(message.at[j], 'a' + i % 26);
    }
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DONE);
    arena_free(&arena);
}
END_TEST

static void say_a_megabyte(void *context, struct worker_port *port)
{
    struct arena arena = {0};
    const size_t size = 1 << 20;
    char *bytes = arena_alloc(&arena, size);
    (void)context;
    memset(bytes, 'x', size);
    worker_send(port, (struct text){bytes, size});
    worker_send(port, TEXT(""));
    arena_free(&arena);
}

START_TEST(test_worker__a_message_larger_than_the_pipe_and_an_empty_one_arrive)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(say_a_megabyte, NULL, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert_uint_eq(message.size, 1 << 20);
    ck_assert_int_eq(message.at[(1 << 20) - 1], 'x');
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert_uint_eq(message.size, 0);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DONE);
    arena_free(&arena);
}
END_TEST

static void die(void *context, struct worker_port *port)
{
    (void)context;
    worker_send(port, TEXT("last words"));
    (void)raise(SIGKILL);
}

START_TEST(test_worker__a_death_is_told_after_the_last_message)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(die, NULL, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert(text_is(message, "last words"));
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    ck_assert_str_eq(worker_fate(worker), "was ended by signal 9");
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    arena_free(&arena);
}
END_TEST

static void hang(void *context, struct worker_port *port)
{
    (void)context;
    (void)port;
    for (;;)
        (void)pause();
}

START_TEST(test_worker__a_late_one_is_killed_at_its_deadline)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(hang, NULL, &arena);
    const int64_t before = clock_milliseconds();
    ck_assert_int_eq(worker_receive(worker, before + SHORT_MS, &arena, &message), WORKER_LATE);
    ck_assert_int_ge(clock_milliseconds() - before, SHORT_MS);
    arena_free(&arena);
}
END_TEST

static void exhaust(void *context, struct worker_port *port)
{
    (void)context;
    (void)port;
    arena_exhausted();
}

START_TEST(test_worker__one_without_memory_says_so)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(exhaust, NULL, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    ck_assert_str_eq(worker_fate(worker), "ran out of memory");
    arena_free(&arena);
}
END_TEST

static void leave(void *context, struct worker_port *port)
{
    (void)context;
    (void)port;
    _exit(0);
}

START_TEST(test_worker__leaving_without_the_mark_is_no_end)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(leave, NULL, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    ck_assert_str_eq(worker_fate(worker), "ended too early");
    arena_free(&arena);
}
END_TEST

static void lie_about_size(void *context, struct worker_port *port)
{
    /* A body that writes to the pipe past worker_send: what a broken worker might do. */
    const uint64_t size = LIMIT_WORKER_MESSAGE + 1;
    (void)context;
    (void)!write(*(int *)(void *)port, &size, sizeof size);
}

START_TEST(test_worker__a_message_above_the_limit_is_not_believed)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(lie_about_size, NULL, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    arena_free(&arena);
}
END_TEST

/* What each confinement refuses, as letters of what went through. */
static void try_reading(void *context, struct worker_port *port)
{
    char done[8] = "";
    size_t count = 0;
    struct error err = {0};
    (void)context;
    if (!worker_confine(port, WORKER_READING, &err))
        done[count++] = '!';
    if (open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0)
        done[count++] = 'r';
    if (open("created-by-the-worker", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) >= 0)
        done[count++] = 'c';
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
        done[count++] = 's';
    if (unlink("/nonexistent") == 0 || errno != EPERM)
        done[count++] = 'u';
    if (mkdir("made-by-the-worker", 0700) == 0)
        done[count++] = 'm';
    worker_send(port, (struct text){done, count});
}

START_TEST(test_confine__a_reader_reads_and_does_nothing_else)
{
    struct arena arena = {0};
    const struct text done = only_message(try_reading, &arena);
    ck_assert_msg(text_is(done, "r"), "went through: %.*s", TEXT_ARGS(done));
    arena_free(&arena);
}
END_TEST

static void try_writing(void *context, struct worker_port *port)
{
    struct error err = {0};
    const int file = open(context, O_RDWR | O_CLOEXEC);
    if (!worker_confine(port, WORKER_READING, &err) || file < 0)
        return;
    worker_send(port, write(file, "x", 1) == 1 ? TEXT("written") : TEXT("refused"));
}

START_TEST(test_confine__an_open_file_takes_no_byte)
{
    struct arena arena = {0};
    struct text message;
    char path[] = "/tmp/worker-test-XXXXXX";
    const int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    struct worker *worker = started(try_writing, path, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert(text_is(message, "refused"));
    arena_free(&arena);
    (void)close(file);
    (void)unlink(path);
}
END_TEST

static void judge_and_open(void *context, struct worker_port *port)
{
    struct error err = {0};
    (void)context;
    if (!worker_confine(port, WORKER_READING, &err) || !worker_confine(port, WORKER_JUDGING, &err))
        return;
    void *more = malloc(1 << 20); /* memory may still be taken */
    worker_send(port, more ? TEXT("computing") : TEXT("no memory"));
    free(more);
    (void)open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    worker_send(port, TEXT("still here"));
}

START_TEST(test_confine__a_judge_that_opens_a_file_is_ended)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(judge_and_open, NULL, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_MESSAGE);
    ck_assert(text_is(message, "computing"));
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    ck_assert_str_eq(worker_fate(worker), "made a system call that it may not make");
    arena_free(&arena);
}
END_TEST

static void judge_and_map_code(void *context, struct worker_port *port)
{
    struct error err = {0};
    (void)context;
    if (!worker_confine(port, WORKER_JUDGING, &err))
        return;
    (void)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    worker_send(port, TEXT("still here"));
}

START_TEST(test_confine__a_judge_that_makes_code_is_ended)
{
    struct arena arena = {0};
    struct text message;
    struct worker *worker = started(judge_and_map_code, NULL, &arena);
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    arena_free(&arena);
}
END_TEST

static const char *const environment[] = {"PATH=/usr/bin:/bin", NULL};

static void look_for_files(void *context, struct worker_port *port)
{
    (void)context;
    for (int file = STDERR_FILENO + 1; file < 256; file++)
        if (fcntl(file, F_GETFL) >= 0 && (fcntl(file, F_GETFL) & O_ACCMODE) != O_WRONLY)
            worker_send(port, TEXT("a file of the parent is open"));
    (void)!write(STDOUT_FILENO, "printed by a child", 18);
    worker_send(port, TEXT("none"));
}

START_TEST(test_worker__a_child_has_no_file_of_the_parent)
{
    struct arena arena = {0};
    const int low = open("/dev/zero", O_RDONLY);
    const int high = fcntl(low, F_DUPFD, 200);
    ck_assert_int_ge(high, 200);
    const struct text message = only_message(look_for_files, &arena);
    ck_assert(text_is(message, "none"));
    (void)close(low);
    (void)close(high);
    arena_free(&arena);
}
END_TEST

static void close_and_stay(void *context, struct worker_port *port)
{
    (void)context;
    (void)port;
    for (int file = STDERR_FILENO + 1; file < 256; file++)
        (void)close(file);
    (void)sleep(60);
}

START_TEST(test_worker__one_that_closes_its_pipe_and_stays_is_ended)
{
    struct text message;
    struct arena arena = {0};
    struct worker *worker = started(close_and_stay, NULL, &arena);
    const int64_t began = clock_milliseconds();
    ck_assert_int_eq(received(worker, &arena, &message), WORKER_DIED);
    ck_assert_int_lt(clock_milliseconds() - began, PATIENCE_MS);
    arena_free(&arena);
}
END_TEST

START_TEST(test_program__one_that_prints_all_and_stays_is_ended_at_its_deadline)
{
    int status;
    struct text output;
    struct arena arena = {0};
    struct error err = {0};
    const char *const arguments[] = {"sh", "-c", "echo x; exec >&-; sleep 60", NULL};
    const struct program program = {arguments, environment, 100, SHORT_MS, NULL, false};
    const int64_t began = clock_milliseconds();
    ck_assert(!program_run(&program, &arena, &output, &status, &err));
    ck_assert_int_lt(clock_milliseconds() - began, PATIENCE_MS);
    arena_free(&arena);
}
END_TEST

START_TEST(test_program__output_and_status_come_back)
{
    struct arena arena = {0};
    struct text output;
    int status = -1;
    struct error err = {0};
    const char *const arguments[] = {"/bin/sh", "-c", "echo \"$0 $HOME\"; read line; exit 3", "a b",
                                     NULL};
    const struct program program = {arguments, environment, 100, PATIENCE_MS, NULL, false};
    ck_assert_msg(program_run(&program, &arena, &output, &status, &err), "%s", support_error(&err));
    ck_assert(text_is(output, "a b \n"));
    ck_assert_int_eq(status, 3);
    arena_free(&arena);
}
END_TEST

START_TEST(test_program__one_may_not_start_another)
{
    struct arena arena = {0};
    struct text output;
    int status = -1;
    struct error err = {0};
    const char *const arguments[] = {"/bin/sh", "-c", "echo before; /bin/echo started; echo after",
                                     NULL};
    const struct program program = {arguments, environment, 100, PATIENCE_MS, NULL, false};
    ck_assert_msg(program_run(&program, &arena, &output, &status, &err), "%s", support_error(&err));
    ck_assert_msg(text_is(output, "before\n"), "%.*s", TEXT_ARGS(output));
    ck_assert_int_ne(status, 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_program__one_that_may_starts_others)
{
    struct arena arena = {0};
    struct text output;
    int status = -1;
    struct error err = {0};
    const char *const arguments[] = {"/bin/sh", "-c", "/bin/echo started; /bin/echo again", NULL};
    const struct program program = {arguments, environment, 100, PATIENCE_MS, NULL, true};
    ck_assert_msg(program_run(&program, &arena, &output, &status, &err), "%s", support_error(&err));
    ck_assert_msg(text_is(output, "started\nagain\n"), "%.*s", TEXT_ARGS(output));
    ck_assert_int_eq(status, 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_program__too_much_too_late_and_not_there_are_refused)
{
    const char *const much[] = {"/usr/bin/yes", NULL};
    const char *const late[] = {"/bin/sleep", "20", NULL};
    const char *const absent[] = {"/usr/bin/no-program-has-this-name", NULL};
    const struct {
        const char *name;
        struct program program;
    } cases[] = {
        {"prints too much", {much, environment, 1000, PATIENCE_MS, NULL, false}},
        {"is late", {late, environment, 1000, SHORT_MS, NULL, false}},
        {"is not there", {absent, environment, 1000, PATIENCE_MS, NULL, false}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        struct text output;
        int status;
        struct error err = {0};
        ck_assert_msg(!program_run(&cases[i].program, &arena, &output, &status, &err), "%s",
                      cases[i].name);
        ck_assert_msg(err.code == ERROR_UNAVAILABLE, "%s", cases[i].name);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_program__a_file_may_be_its_standard_input)
{
    int status = -1;
    struct text output;
    struct arena arena = {0};
    struct error err = {0};
    char path[] = "/tmp/obstat-program-XXXXXX";
    const int file = mkstemp(path);
    const char *const arguments[] = {"/bin/cat", NULL};
    struct program program = {arguments, environment, 100, PATIENCE_MS, path, false};
    ck_assert(file >= 0 && write(file, "hello", 5) == 5 && close(file) == 0);
    ck_assert_msg(program_run(&program, &arena, &output, &status, &err), "%s", err.message);
    ck_assert(status == 0 && text_is(output, "hello"));
    ck_assert_int_eq(unlink(path), 0);
    ck_assert(program_run(&program, &arena, &output, &status, &err) && status != 0);
    arena_free(&arena);
}
END_TEST

TESTS("worker", test_program__a_file_may_be_its_standard_input,
      test_worker__a_child_has_no_file_of_the_parent,
      test_worker__one_that_closes_its_pipe_and_stays_is_ended,
      test_program__one_that_prints_all_and_stays_is_ended_at_its_deadline,
      test_worker__messages_arrive_whole_and_in_order,
      test_worker__what_is_held_arrives_whole_in_order_and_before_the_end,
      test_worker__a_death_takes_nothing_along_that_was_held,
      test_worker__what_a_hanging_one_held_is_seen_before_it_is_late,
      test_worker__what_was_seen_and_then_sent_arrives_once,
      test_worker__a_message_larger_than_the_pipe_and_an_empty_one_arrive,
      test_worker__a_death_is_told_after_the_last_message,
      test_worker__a_late_one_is_killed_at_its_deadline, test_worker__one_without_memory_says_so,
      test_worker__leaving_without_the_mark_is_no_end,
      test_worker__a_message_above_the_limit_is_not_believed,
      test_confine__a_reader_reads_and_does_nothing_else, test_confine__an_open_file_takes_no_byte,
      test_confine__a_judge_that_opens_a_file_is_ended,
      test_confine__a_judge_that_makes_code_is_ended, test_program__output_and_status_come_back,
      test_program__one_may_not_start_another, test_program__one_that_may_starts_others,
      test_program__too_much_too_late_and_not_there_are_refused)
