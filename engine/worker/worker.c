#include "worker/worker.h"

#include "base/clock.h"
#include "base/limits.h"
#include "worker/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* On the pipe: eight bytes of size, in the byte order of this machine, then as many bytes. The size
 * that no message has says that the body returned. */
static const uint64_t done_mark = UINT64_MAX;

enum { FATE_SIZE = 96, EXIT_EXHAUSTED = 70, EXIT_ORPHANED = 71 };

struct worker {
    pid_t child; /* 0 once it was waited for */
    int input;
    char fate[FATE_SIZE];
};

struct worker_port {
    int output;
};

static void worker_free(void *object)
{
    worker_stop(object);
}

static NORETURN void child_run(void (*body)(void *context, struct worker_port *port), void *context,
                               int output, pid_t parent)
{
    struct worker_port port = {output};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a parent that dies takes its child along */
    if (getppid() != parent)
        _exit(EXIT_ORPHANED);
    confine_limits();
    body(context, &port);
    (void)!write(output, &done_mark, sizeof done_mark);
    _exit(0);
}

bool worker_start(void (*body)(void *context, struct worker_port *port), void *context,
                  struct arena *arena, struct worker **out, struct error *err)
{
    int ends[2];
    const pid_t parent = getpid();
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "cannot open a pipe: %s", strerror(errno));
    const pid_t child = fork();
    if (child < 0) {
        const int reason = errno;
        (void)close(ends[0]);
        (void)close(ends[1]);
        return error_set(err, ERROR_UNAVAILABLE, "cannot start a process: %s", strerror(reason));
    }
    if (child == 0) {
        (void)close(ends[0]);
        child_run(body, context, ends[1], parent);
    }
    (void)close(ends[1]);
    struct worker *worker = ARENA_NEW(arena, struct worker);
    *worker = (struct worker){.child = child, .input = ends[0]};
    arena_defer(arena, worker_free, worker);
    *out = worker;
    return true;
}

static void fate_write(struct worker *worker, int state)
{
    if (WIFSIGNALED(state) && WTERMSIG(state) == SIGSYS)
        (void)snprintf(worker->fate, FATE_SIZE, "made a system call that it may not make");
    else if (WIFSIGNALED(state))
        (void)snprintf(worker->fate, FATE_SIZE, "was ended by signal %d", WTERMSIG(state));
    else if (WIFEXITED(state) && WEXITSTATUS(state) == EXIT_EXHAUSTED)
        (void)snprintf(worker->fate, FATE_SIZE, "ran out of memory");
    else
        (void)snprintf(worker->fate, FATE_SIZE, "ended too early");
}

static void worker_reap(struct worker *worker, bool by_force)
{
    int state = 0;
    if (worker->child == 0)
        return;
    if (by_force)
        (void)kill(worker->child, SIGKILL);
    while (waitpid(worker->child, &state, 0) < 0 && errno == EINTR)
        continue;
    fate_write(worker, state);
    (void)close(worker->input);
    worker->child = 0;
}

void worker_stop(struct worker *worker)
{
    worker_reap(worker, true);
}

const char *worker_fate(const struct worker *worker)
{
    return worker->fate;
}

enum outcome_of_read { READ_ALL, READ_END, READ_LATE };

static enum outcome_of_read receive_bytes(int input, void *at, size_t size, int64_t deadline_ms)
{
    for (size_t have = 0; have < size;) {
        const int64_t left = deadline_ms - clock_milliseconds();
        struct pollfd ready = {.fd = input, .events = POLLIN};
        const int polled = left > 0 ? poll(&ready, 1, left > INT32_MAX ? INT32_MAX : (int)left) : 0;
        if (polled == 0)
            return READ_LATE;
        const ssize_t got = polled < 0 ? -1 : read(input, (char *)at + have, size - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return READ_END;
        have += (size_t)got;
    }
    return READ_ALL;
}

static enum worker_event worker_over(struct worker *worker, enum outcome_of_read how)
{
    worker_reap(worker, how == READ_LATE);
    return how == READ_LATE ? WORKER_LATE : WORKER_DIED;
}

enum worker_event worker_receive(struct worker *worker, int64_t deadline_ms, struct arena *arena,
                                 struct text *message)
{
    uint64_t size;
    if (worker->child == 0)
        return WORKER_DIED;
    enum outcome_of_read how = receive_bytes(worker->input, &size, sizeof size, deadline_ms);
    if (how != READ_ALL)
        return worker_over(worker, how);
    if (size == done_mark) {
        worker_reap(worker, true);
        return WORKER_DONE;
    }
    if (size > LIMIT_WORKER_MESSAGE) {
        worker_reap(worker, true);
        return WORKER_DIED;
    }
    char *at = arena_alloc(arena, size + 1);
    how = receive_bytes(worker->input, at, size, deadline_ms);
    if (how != READ_ALL)
        return worker_over(worker, how);
    at[size] = '\0';
    *message = (struct text){at, size};
    return WORKER_MESSAGE;
}

static void send_bytes(int output, const void *at, size_t size)
{
    for (size_t sent = 0; sent < size;) {
        const ssize_t put = write(output, (const char *)at + sent, size - sent);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            _exit(EXIT_ORPHANED);
        sent += (size_t)put;
    }
}

void worker_send(struct worker_port *port, struct text message)
{
    const uint64_t size = message.size;
    if (size > LIMIT_WORKER_MESSAGE)
        _exit(EXIT_EXHAUSTED);
    send_bytes(port->output, &size, sizeof size);
    send_bytes(port->output, message.at, message.size);
}

bool worker_confine(struct worker_port *port, enum worker_confinement confinement,
                    struct error *err)
{
    (void)port;
    return confine_calls(confinement, err);
}
