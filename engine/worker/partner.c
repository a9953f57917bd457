#include "worker/partner.h"

#include "base/clock.h"
#include "worker/confine.h"
#include "worker/parcel.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_NOT_STARTED = 127, PARTNER_LEAVING_MS = 200, PARTNER_LOOK_NS = 1000000 };

struct partner {
    const char *path;
    pid_t child;
    int channel; /* -1: it is gone */
    size_t max;  /* bytes of an answer */
};

/* In the child: the channel and nothing else. Our death is its own, also where it comes before the
 * program is asked to heed it. */
static NORETURN void partner_become(const struct program *program, int channel, pid_t us)
{
    struct error err = {0};
    const int null_device = open("/dev/null", O_WRONLY | O_CLOEXEC);
    /* Ours close by themselves; a kernel without the call leaves open what who started us left. */
    (void)close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    /* execve takes the texts as writable and leaves them alone. */
    char *const *arguments = (char *const *)(uintptr_t)program->arguments;
    char *const *environment = (char *const *)(uintptr_t)program->environment;
    if (null_device >= 0 && dup2(channel, STDIN_FILENO) >= 0 && dup2(channel, STDOUT_FILENO) >= 0 &&
        dup2(null_device, STDERR_FILENO) >= 0 && prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
        getppid() == us) {
        confine_limits();
        if (confine_calls(WORKER_TALKING, &err))
            (void)execve(arguments[0], arguments, environment);
    }
    _exit(EXIT_NOT_STARTED);
}

static void partner_free(void *object)
{
    partner_stop(object);
}

static bool partner_refuse(const struct program *program, struct error *err)
{
    return error_set(err, ERROR_UNAVAILABLE, "%s cannot be started: %s", program->arguments[0],
                     strerror(errno));
}

bool partner_start(const struct program *program, struct arena *arena, struct partner **out,
                   struct error *err)
{
    int ends[2];
    const pid_t us = getpid();
    if (access(program->arguments[0], X_OK) != 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return partner_refuse(program, err);
    const pid_t child = fork();
    if (child == 0)
        partner_become(program, ends[1], us);
    (void)close(ends[1]);
    if (child < 0) {
        (void)close(ends[0]);
        return partner_refuse(program, err);
    }
    struct partner *partner = ARENA_NEW(arena, struct partner);
    *partner = (struct partner){program->arguments[0], child, ends[0], program->max};
    arena_defer(arena, partner_free, partner);
    *out = partner;
    return true;
}

/* It ends when it sees our end gone; where it does not, it is ended. */
static void partner_leave(struct partner *partner)
{
    const int64_t deadline_ms = clock_milliseconds() + PARTNER_LEAVING_MS;
    const struct timespec pause = {.tv_nsec = PARTNER_LOOK_NS};
    while (waitpid(partner->child, NULL, WNOHANG) == 0) {
        if (clock_milliseconds() >= deadline_ms)
            (void)kill(partner->child, SIGKILL);
        (void)nanosleep(&pause, NULL);
    }
}

void partner_stop(struct partner *partner)
{
    if (partner->channel < 0)
        return;
    (void)close(partner->channel);
    partner->channel = -1;
    partner_leave(partner);
}

static const char *const partner_fates[] = {
    [PARCEL_HERE] = "answered",
    [PARCEL_OVER] = "ended before it answered",
    [PARCEL_LATE] = "did not answer in time and was ended",
    [PARCEL_BROKEN] = "broke off",
};

bool partner_ask(struct partner *partner, const struct partner_question *question,
                 struct arena *arena, struct text *answer, struct error *err)
{
    struct parcel answered;
    if (partner->channel < 0)
        return error_set(err, ERROR_UNAVAILABLE, "%s is gone", partner->path);
    const int64_t deadline_ms = clock_milliseconds() + question->time_ms;
    const struct parcel asked = {question->message, question->file};
    enum parcel_event event = parcel_send(partner->channel, &asked, deadline_ms);
    if (event == PARCEL_HERE)
        event = parcel_receive(partner->channel, partner->max, deadline_ms, arena, &answered);
    if (event == PARCEL_HERE) {
        if (answered.file >= 0) /* it has none to give */
            (void)close(answered.file);
        *answer = answered.message;
        return true;
    }
    if (event == PARCEL_LATE)
        (void)kill(partner->child, SIGKILL);
    partner_stop(partner);
    return error_set(err, ERROR_UNAVAILABLE, "%s %s", partner->path, partner_fates[event]);
}
