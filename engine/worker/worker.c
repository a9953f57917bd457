#include "worker/worker.h"

#include "base/clock.h"
#include "base/limits.h"
#include "worker/confine.h"
#include "worker/tail.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
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

/* Most messages have a few hundred bytes. A call costs more than copying one does, and waking the
 * other end costs more than the call: what is held goes out by so many bytes. */
enum { RECEIVE_SIZE = 64 << 10, SEND_SIZE = 8 << 10 };

/* By how much a child's heap grows: addresses, which cost nothing until they are used. */
enum { HEAP_STEP = 1 << 20 };

/* How long the parent waits for the pipe before it looks at what is held. */
enum { HELD_LOOK_MS = 10 };

struct worker {
    pid_t child; /* 0 once it was waited for */
    int input;
    char fate[FATE_SIZE];
    struct tail *tail;
    uint64_t piped;   /* bytes that came through the pipe                       */
    uint64_t seen;    /* bytes of the stream that were received, by either way  */
    size_t next, end; /* of `received`, what was not taken yet                  */
    char *received;
};

struct worker_port {
    int output;
    struct tail *tail;
    uint64_t end;  /* bytes that were put into the stream */
    uint64_t sent; /* of them, through the pipe           */
};

static void worker_free(void *object)
{
    struct worker *worker = object;
    worker_stop(worker);
    tail_close(worker->tail);
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
    while (port->sent < port->end) {
        const struct text piece = tail_piece(port->tail, port->sent, port->end);
        bytes_send(port->output, piece.at, piece.size);
        port->sent += piece.size;
    }
}

static void bytes_hold(struct worker_port *port, const char *at, size_t size)
{
    for (size_t held = 0; held < size;) {
        if (port->end - port->sent == TAIL_SIZE)
            port_flush(port);
        const size_t room = TAIL_SIZE - (size_t)(port->end - port->sent);
        const size_t piece = size - held < room ? size - held : room;
        tail_put(port->tail, port->end, (struct text){at + held, piece});
        port->end += piece;
        held += piece;
    }
}

void worker_hold(struct worker_port *port, struct text message)
{
    const uint64_t size = message.size;
    if (size > LIMIT_WORKER_MESSAGE)
        _exit(EXIT_EXHAUSTED);
    bytes_hold(port, (const char *)&size, sizeof size);
    bytes_hold(port, message.at, message.size);
    if (port->end - port->sent >= SEND_SIZE)
        port_flush(port);
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
                               const struct worker_port *given, pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a parent that dies takes its child along */
    if (getppid() != parent)
        _exit(EXIT_ORPHANED);
    struct worker_port port = {.output = files_leave(given->output), .tail = given->tail};
    confine_limits();
    (void)mallopt(M_TOP_PAD, HEAP_STEP);
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX); /* what it frees it needs again, and it soon ends */
    body(context, &port);
    bytes_hold(&port, (const char *)&done_mark, sizeof done_mark);
    port_flush(&port);
    _exit(0);
}

/* A pipe, and the memory in which its writer holds back. */
static bool stream_open(int ends[2], struct tail **tail, struct error *err)
{
    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "cannot open a pipe: %s", strerror(errno));
    *tail = tail_open();
    if (*tail)
        return true;
    (void)close(ends[0]);
    (void)close(ends[1]);
    return error_set(err, ERROR_UNAVAILABLE, "cannot share memory: %s", strerror(errno));
}

bool worker_start(void (*body)(void *context, struct worker_port *port), void *context,
                  struct arena *arena, struct worker **out, struct error *err)
{
    int ends[2];
    struct tail *tail;
    const pid_t parent = getpid();
    if (!stream_open(ends, &tail, err))
        return false;
    const pid_t child = fork();
    if (child < 0) {
        const int reason = errno;
        (void)close(ends[0]);
        (void)close(ends[1]);
        tail_close(tail);
        return error_set(err, ERROR_UNAVAILABLE, "cannot start a process: %s", strerror(reason));
    }
    if (child == 0) {
        (void)close(ends[0]);
        child_run(body, context, &(struct worker_port){.output = ends[1], .tail = tail}, parent);
    }
    (void)close(ends[1]);
    struct worker *worker = ARENA_NEW(arena, struct worker);
    worker->child = child;
    worker->input = ends[0];
    worker->tail = tail;
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

/* Take in what the child holds back. False where that is nothing new. */
static bool receive_held(struct worker *worker)
{
    const size_t got = tail_peek(worker->tail, worker->seen, worker->received);
    worker->next = 0;
    worker->end = got;
    worker->seen += got;
    return got > 0;
}

/* Take in what came through the pipe, less what was seen before. */
static void receive_piped(struct worker *worker, size_t got)
{
    const uint64_t known = worker->seen - worker->piped;
    worker->next = known < got ? (size_t)known : got;
    worker->end = got;
    worker->piped += got;
    if (worker->piped > worker->seen)
        worker->seen = worker->piped;
}

/* Take in what has come, waiting for it at most until the deadline. A child that is gone can add
 * nothing, so what it held is read last. */
static enum outcome_of_read receive_more(struct worker *worker, int64_t deadline_ms)
{
    do {
        const int64_t left = deadline_ms - clock_milliseconds();
        struct pollfd ready = {.fd = worker->input, .events = POLLIN};
        const int wait_ms = left < HELD_LOOK_MS ? (int)(left > 0 ? left : 0) : HELD_LOOK_MS;
        const int polled = poll(&ready, 1, wait_ms);
        if (polled == 0 && receive_held(worker))
            return READ_ALL;
        if (polled == 0 && left <= 0)
            return READ_LATE;
        if (polled == 0)
            continue;
        const ssize_t got = polled < 0 ? -1 : read(worker->input, worker->received, RECEIVE_SIZE);
        if (got == 0)
            return receive_held(worker) ? READ_ALL : READ_END;
        if (got > 0)
            receive_piped(worker, (size_t)got);
        else if (errno != EINTR)
            return READ_END;
    } while (worker->next == worker->end);
    return READ_ALL;
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
