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

/* How long a child that closed its pipe may take to be gone. */
enum { LEAVING_MS = 1000, LOOK_NS = 1000000 };

/* Most messages have a few hundred bytes. A call costs more than copying one does, on both ends. */
enum { RECEIVE_SIZE = 64 << 10, SEND_SIZE = 16 << 10 };

struct worker {
    pid_t child; /* 0 once it was waited for */
    int input;
    char fate[FATE_SIZE];
    size_t next, end; /* of `received`, what was not taken yet */
    char *received;
};

struct worker_port {
    int output;
    size_t held; /* bytes of `unsent` */
    char unsent[SEND_SIZE];
};

static void worker_free(void *object)
{
    worker_stop(object);
}

/* ---- sending ---- */

static void bytes_send(int output, const char *at, size_t size)
{
    for (size_t sent = 0; sent < size;) {
        const ssize_t put = write(output, at + sent, size - sent);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            _exit(EXIT_ORPHANED);
        sent += (size_t)put;
    }
}

static void port_flush(struct worker_port *port)
{
    bytes_send(port->output, port->unsent, port->held);
    port->held = 0;
}

static void bytes_hold(struct worker_port *port, const void *at, size_t size)
{
    if (size > SEND_SIZE - port->held)
        port_flush(port);
    if (size > SEND_SIZE) {
        bytes_send(port->output, at, size);
        return;
    }
    memcpy(port->unsent + port->held, at, size);
    port->held += size;
}

void worker_hold(struct worker_port *port, struct text message)
{
    const uint64_t size = message.size;
    if (size > LIMIT_WORKER_MESSAGE)
        _exit(EXIT_EXHAUSTED);
    bytes_hold(port, &size, sizeof size);
    bytes_hold(port, message.at, message.size);
}

void worker_send(struct worker_port *port, struct text message)
{
    worker_hold(port, message);
    port_flush(port);
}

/* ---- starting ---- */

/* Keep the pipe and standard error; nothing else that the parent, or who started it, holds open. */
static int files_leave(int output)
{
    const int first = STDERR_FILENO + 1;
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int kept = fcntl(output, F_DUPFD_CLOEXEC, first);
    if (kept < 0)
        _exit(EXIT_EXHAUSTED);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0) {
        (void)close(STDIN_FILENO);
        (void)close(STDOUT_FILENO);
    }
    if (kept > first) /* a kernel without the call leaves them open */
        (void)close_range((unsigned)first, (unsigned)kept - 1, 0);
    (void)close_range((unsigned)kept + 1, ~0U, 0);
    return kept;
}

static NORETURN void child_run(void (*body)(void *context, struct worker_port *port), void *context,
                               int output, pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a parent that dies takes its child along */
    if (getppid() != parent)
        _exit(EXIT_ORPHANED);
    struct worker_port port; /* no initializer: it would touch the pages of `unsent` */
    port.output = files_leave(output);
    port.held = 0;
    confine_limits();
    body(context, &port);
    bytes_hold(&port, &done_mark, sizeof done_mark);
    port_flush(&port);
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
    worker->child = child;
    worker->input = ends[0];
    worker->received = arena_alloc(arena, RECEIVE_SIZE);
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

static void worker_reap(struct worker *worker)
{
    int state = 0;
    while (waitpid(worker->child, &state, 0) < 0 && errno == EINTR)
        continue;
    fate_write(worker, state);
    (void)close(worker->input);
    worker->child = 0;
}

void worker_stop(struct worker *worker)
{
    if (worker->child == 0)
        return;
    (void)kill(worker->child, SIGKILL);
    worker_reap(worker);
}

/* A child whose pipe is closed is about to end; one that is not is helped. */
static void worker_leave(struct worker *worker)
{
    const int64_t deadline = clock_milliseconds() + LEAVING_MS;
    const struct timespec pause = {.tv_nsec = LOOK_NS};
    siginfo_t ended = {0};
    while (waitid(P_PID, (id_t)worker->child, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0 && clock_milliseconds() < deadline)
        (void)nanosleep(&pause, NULL);
    worker_stop(worker);
}

const char *worker_fate(const struct worker *worker)
{
    return worker->fate;
}

enum outcome_of_read { READ_ALL, READ_END, READ_LATE };

/* Take in what has come, waiting for it at most until the deadline. */
static enum outcome_of_read receive_more(struct worker *worker, int64_t deadline_ms)
{
    for (;;) {
        const int64_t left = deadline_ms - clock_milliseconds();
        struct pollfd ready = {.fd = worker->input, .events = POLLIN};
        const int polled = left > 0 ? poll(&ready, 1, left > INT32_MAX ? INT32_MAX : (int)left) : 0;
        if (polled == 0)
            return READ_LATE;
        const ssize_t got = polled < 0 ? -1 : read(worker->input, worker->received, RECEIVE_SIZE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return READ_END;
        worker->next = 0;
        worker->end = (size_t)got;
        return READ_ALL;
    }
}

static enum outcome_of_read receive_bytes(struct worker *worker, void *at, size_t size,
                                          int64_t deadline_ms)
{
    for (size_t have = 0;;) {
        const size_t here = worker->end - worker->next;
        const size_t taken = here < size - have ? here : size - have;
        memcpy((char *)at + have, worker->received + worker->next, taken);
        worker->next += taken;
        have += taken;
        if (have == size)
            return READ_ALL;
        const enum outcome_of_read how = receive_more(worker, deadline_ms);
        if (how != READ_ALL)
            return how;
    }
}

static enum worker_event worker_over(struct worker *worker, enum outcome_of_read how)
{
    if (how == READ_LATE)
        worker_stop(worker);
    else
        worker_leave(worker);
    return how == READ_LATE ? WORKER_LATE : WORKER_DIED;
}

enum worker_event worker_receive(struct worker *worker, int64_t deadline_ms, struct arena *arena,
                                 struct text *message)
{
    uint64_t size;
    if (worker->child == 0)
        return WORKER_DIED;
    enum outcome_of_read how = receive_bytes(worker, &size, sizeof size, deadline_ms);
    if (how != READ_ALL)
        return worker_over(worker, how);
    if (size == done_mark) {
        worker_stop(worker);
        return WORKER_DONE;
    }
    if (size > LIMIT_WORKER_MESSAGE) {
        worker_stop(worker);
        return WORKER_DIED;
    }
    char *at = arena_alloc(arena, size + 1);
    how = receive_bytes(worker, at, size, deadline_ms);
    if (how != READ_ALL)
        return worker_over(worker, how);
    at[size] = '\0';
    *message = (struct text){at, size};
    return WORKER_MESSAGE;
}

bool worker_confine(struct worker_port *port, enum worker_confinement confinement,
                    struct error *err)
{
    (void)port;
    return confine_calls(confinement, err);
}
