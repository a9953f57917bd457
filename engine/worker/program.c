#include "worker/program.h"

#include "base/clock.h"
#include "worker/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIGNAL_BASE = 128, CHILD_LOOK_NS = 1000000, EXIT_NOT_STARTED = 127 };

/* In the child: nothing but the three descriptors, no other program, and the one that was named. */
static NORETURN void program_become(const struct program *program, int output)
{
    struct error err = {0};
    const int null_device = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int input = program->input ? open(program->input, O_RDONLY | O_CLOEXEC) : null_device;
    /* execve takes the texts as writable and leaves them alone. */
    char *const *arguments = (char *const *)(uintptr_t)program->arguments;
    char *const *environment = (char *const *)(uintptr_t)program->environment;
    if (null_device >= 0 && input >= 0 && dup2(input, STDIN_FILENO) >= 0 &&
        dup2(output, STDOUT_FILENO) >= 0 && dup2(null_device, STDERR_FILENO) >= 0 &&
        (program->starts_others || confine_calls(WORKER_ALONE, &err)))
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
    size_t piped_size = 0;
    for (;;) {
        const int64_t left_ms = deadline - clock_milliseconds();
        struct pollfd pipe_ready = {.fd = input, .events = POLLIN};
        const int polled =
            left_ms > 0 ? poll(&pipe_ready, 1, left_ms > INT32_MAX ? INT32_MAX : (int)left_ms) : 0;
        if (polled == 0)
            return false;
        const ssize_t piped =
            polled < 0 ? -1 : read(input, bytes + piped_size, program->max + 1 - piped_size);
        if (piped < 0 && errno == EINTR)
            continue;
        if (piped < 0 || piped_size + (size_t)piped > program->max)
            return false;
        if (piped == 0)
            break;
        piped_size += (size_t)piped;
    }
    *output = (struct text){bytes, piped_size};
    return true;
}

/* It printed all it had to; false where it does not end as well. */
static bool program_ends(pid_t child, int64_t deadline)
{
    const struct timespec child_look = {.tv_nsec = CHILD_LOOK_NS};
    siginfo_t child_ended = {0};
    while (waitid(P_PID, (id_t)child, &child_ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           child_ended.si_pid == 0) {
        if (clock_milliseconds() >= deadline)
            return false;
        (void)nanosleep(&child_look, NULL);
    }
    return true;
}

static int program_wait(pid_t child)
{
    int wait_status = 0;
    while (waitpid(child, &wait_status, 0) < 0 && errno == EINTR)
        continue;
    return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : SIGNAL_BASE + WTERMSIG(wait_status);
}

bool program_run(const struct program *program, struct arena *arena, struct text *output,
                 int *status, struct error *err)
{
    int pipe_ends[2];
    pid_t child;
    struct text printed;
    const char *program_name = program->arguments[0];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "cannot run %s: %s", program_name,
                         strerror(errno));
    if (!program_spawn(program, pipe_ends[1], &child)) {
        (void)close(pipe_ends[0]);
        (void)close(pipe_ends[1]);
        return error_set(err, ERROR_UNAVAILABLE, "%s cannot be started; is it installed",
                         program_name);
    }
    (void)close(pipe_ends[1]);
    const int64_t deadline = clock_milliseconds() + program->time_ms;
    const bool whole = output_read(pipe_ends[0], program, deadline, arena, &printed) &&
                       program_ends(child, deadline);
    (void)close(pipe_ends[0]);
    if (!whole)
        (void)kill(child, SIGKILL);
    const int wait_status = program_wait(child);
    if (!whole)
        return error_set(err, ERROR_UNAVAILABLE, "%s took longer than %lld ms or printed too much",
                         program_name, (long long)program->time_ms);
    *output = printed;
    *status = wait_status;
    return true;
}
