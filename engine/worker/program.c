#include "worker/program.h"

#include "base/clock.h"
#include "worker/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIGNAL_BASE = 128, LOOK_NS = 1000000, EXIT_NOT_STARTED = 127 };

/* In the child: nothing but the three descriptors, no other program, and the one that was named. */
static NORETURN void program_become(const struct program *program, int output)
{
    struct error err = {0};
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    /* execve takes the texts as writable and leaves them alone. */
    char *const *arguments = (char *const *)(uintptr_t)program->arguments;
    char *const *environment = (char *const *)(uintptr_t)program->environment;
    if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
        dup2(nothing, STDERR_FILENO) >= 0 && confine_calls(WORKER_ALONE, &err))
        (void)execve(arguments[0], arguments, environment);
    _exit(EXIT_NOT_STARTED);
}

static bool program_spawn(const struct program *program, int output, pid_t *child)
{
    if (access(program->arguments[0], X_OK) != 0)
        return false;
    *child = fork();
    if (*child == 0)
        program_become(program, output);
    return *child > 0;
}

/* Everything from `input` until its end; false where it is late or too much. */
static bool output_read(int input, const struct program *program, int64_t deadline,
                        struct arena *arena, struct text *output)
{
    char *bytes = arena_alloc(arena, program->max + 1);
    size_t size = 0;
    for (;;) {
        const int64_t left = deadline - clock_milliseconds();
        struct pollfd ready = {.fd = input, .events = POLLIN};
        const int polled = left > 0 ? poll(&ready, 1, left > INT32_MAX ? INT32_MAX : (int)left) : 0;
        if (polled == 0)
            return false;
        const ssize_t got = polled < 0 ? -1 : read(input, bytes + size, program->max + 1 - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || size + (size_t)got > program->max)
            return false;
        if (got == 0)
            break;
        size += (size_t)got;
    }
    *output = (struct text){bytes, size};
    return true;
}

/* It printed all it had to; false where it does not end as well. */
static bool program_ends(pid_t child, int64_t deadline)
{
    const struct timespec pause = {.tv_nsec = LOOK_NS};
    siginfo_t ended = {0};
    while (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0) {
        if (clock_milliseconds() >= deadline)
            return false;
        (void)nanosleep(&pause, NULL);
    }
    return true;
}

static int program_wait(pid_t child)
{
    int state = 0;
    while (waitpid(child, &state, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(state) ? WEXITSTATUS(state) : SIGNAL_BASE + WTERMSIG(state);
}

bool program_run(const struct program *program, struct arena *arena, struct text *output,
                 int *status, struct error *err)
{
    int ends[2];
    pid_t child;
    struct text read_so_far;
    const char *name = program->arguments[0];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "cannot run %s: %s", name, strerror(errno));
    if (!program_spawn(program, ends[1], &child)) {
        (void)close(ends[0]);
        (void)close(ends[1]);
        return error_set(err, ERROR_UNAVAILABLE, "%s cannot be started; is it installed", name);
    }
    (void)close(ends[1]);
    const int64_t deadline = clock_milliseconds() + program->time_ms;
    const bool whole = output_read(ends[0], program, deadline, arena, &read_so_far) &&
                       program_ends(child, deadline);
    (void)close(ends[0]);
    if (!whole)
        (void)kill(child, SIGKILL);
    const int exited = program_wait(child);
    if (!whole)
        return error_set(err, ERROR_UNAVAILABLE, "%s took longer than %lld ms or printed too much",
                         name, (long long)program->time_ms);
    *output = read_so_far;
    *status = exited;
    return true;
}
