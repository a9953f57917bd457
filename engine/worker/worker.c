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
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* On the pipe: eight bytes of size, in the byte order of this machine, then as many bytes. The size
 * that no message has says that the body returned. */
static const uint64_t body_done_mark = UINT64_MAX;

enum { FATE_SIZE = 96, EXIT_EXHAUSTED = 70, EXIT_ORPHANED = 71 };

/* How long a child that closed its pipe may take to be gone. */
enum { CHILD_LEAVING_MS = 1000, CHILD_LOOK_NS = 1000000 };

/* Most messages have a few hundred bytes. A call costs more than copying one does, and waking the
 * other end costs more than the call: what is held goes out by so many bytes. */
enum { RECEIVE_SIZE = 64 << 10, SEND_SIZE = 8 << 10 };

/* By how much a heap grows: addresses, which cost nothing until they are used. */
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

static void bytes_send(int output, const char *bytes, size_t size)
{
    for (size_t sent = 0; sent < size;) {
        const ssize_t put = write(output, bytes + sent, size - sent);
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

static void bytes_hold(struct worker_port *port, const char *bytes, size_t size)
{
    for (size_t held = 0; held < size;) {
        if (port->end - port->sent == TAIL_SIZE)
            port_flush(port);
        const size_t tail_room = TAIL_SIZE - (size_t)(port->end - port->sent);
        const size_t piece = size - held < tail_room ? size - held : tail_room;
        tail_put(port->tail, port->end, (struct text){bytes + held, piece});
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
static int descriptors_leave(int output)
{
    const int first_descriptor = STDERR_FILENO + 1;
    const int null_device = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int kept_pipe = fcntl(output, F_DUPFD_CLOEXEC, first_descriptor);
    if (kept_pipe < 0)
        _exit(EXIT_EXHAUSTED);
    if (null_device < 0 || dup2(null_device, STDIN_FILENO) < 0 ||
        dup2(null_device, STDOUT_FILENO) < 0) {
        (void)close(STDIN_FILENO);
        (void)close(STDOUT_FILENO);
    }
    if (kept_pipe > first_descriptor) /* a kernel without the call leaves them open */
        (void)close_range((unsigned)first_descriptor, (unsigned)kept_pipe - 1, 0);
    (void)close_range((unsigned)kept_pipe + 1, ~0U, 0);
    return kept_pipe;
}

static NORETURN void child_run(void (*body)(void *context, struct worker_port *port), void *context,
                               const struct worker_port *parent_port, pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a parent that dies takes its child along */
    if (getppid() != parent)
        _exit(EXIT_ORPHANED);
    struct worker_port port = {.output = descriptors_leave(parent_port->output),
                               .tail = parent_port->tail};
    confine_limits();
    (void)mallopt(M_TRIM_THRESHOLD, INT_MAX); /* what it frees it needs again, and it soon ends */
    body(context, &port);
    bytes_hold(&port, (const char *)&body_done_mark, sizeof body_done_mark);
    port_flush(&port);
    _exit(0);
}

/* A pipe, and the memory in which its writer holds back. */
static bool stream_open(int pipe_ends[2], struct tail **tail, struct error *err)
{
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "cannot open a pipe: %s", strerror(errno));
    *tail = tail_open();
    if (*tail)
        return true;
    (void)close(pipe_ends[0]);
    (void)close(pipe_ends[1]);
    return error_set(err, ERROR_UNAVAILABLE, "cannot share memory: %s", strerror(errno));
}

bool worker_start(void (*body)(void *context, struct worker_port *port), void *context,
                  struct arena *arena, struct worker **out, struct error *err)
{
    int pipe_ends[2];
    struct tail *tail;
    const pid_t parent = getpid();
    if (!stream_open(pipe_ends, &tail, err))
        return false;
    (void)mallopt(M_TOP_PAD, HEAP_STEP);
    (void)mallopt(M_TRIM_THRESHOLD, HEAP_STEP);
    const pid_t child = fork();
    if (child < 0) {
        const int fork_errno = errno;
        (void)close(pipe_ends[0]);
        (void)close(pipe_ends[1]);
        tail_close(tail);
        return error_set(err, ERROR_UNAVAILABLE, "cannot start a process: %s",
                         strerror(fork_errno));
    }
    if (child == 0) {
        (void)close(pipe_ends[0]);
        child_run(body, context, &(struct worker_port){.output = pipe_ends[1], .tail = tail},
                  parent);
    }
    (void)close(pipe_ends[1]);
    struct worker *worker = ARENA_NEW(arena, struct worker);
    worker->child = child;
    worker->input = pipe_ends[0];
    worker->tail = tail;
    worker->received = arena_alloc(arena, RECEIVE_SIZE);
    arena_defer(arena, worker_free, worker);
    *out = worker;
    return true;
}

static void fate_write(struct worker *worker, int wait_status)
{
    if (WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGSYS)
        (void)snprintf(worker->fate, FATE_SIZE, "made a system call that it may not make");
    else if (WIFSIGNALED(wait_status))
        (void)snprintf(worker->fate, FATE_SIZE, "was ended by signal %d", WTERMSIG(wait_status));
    else if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == EXIT_EXHAUSTED)
        (void)snprintf(worker->fate, FATE_SIZE, "ran out of memory");
    else
        (void)snprintf(worker->fate, FATE_SIZE, "ended too early");
}

static void worker_reap(struct worker *worker)
{
    int wait_status = 0;
    while (waitpid(worker->child, &wait_status, 0) < 0 && errno == EINTR)
        continue;
    fate_write(worker, wait_status);
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
    const int64_t deadline = clock_milliseconds() + CHILD_LEAVING_MS;
    const struct timespec child_look = {.tv_nsec = CHILD_LOOK_NS};
    siginfo_t child_ended = {0};
    while (waitid(P_PID, (id_t)worker->child, &child_ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           child_ended.si_pid == 0 && clock_milliseconds() < deadline)
        (void)nanosleep(&child_look, NULL);
    worker_stop(worker);
}

const char *worker_fate(const struct worker *worker)
{
    return worker->fate;
}

enum reception { PIPE_TAKEN, PIPE_ENDED, PIPE_LATE };

/* Take in what the child holds back. False where that is nothing new. */
static bool receive_held(struct worker *worker)
{
    const size_t held = tail_peek(worker->tail, worker->seen, worker->received);
    worker->next = 0;
    worker->end = held;
    worker->seen += held;
    return held > 0;
}

/* Take in what came through the pipe, less what was seen before. */
static void receive_piped(struct worker *worker, size_t piped)
{
    const uint64_t known = worker->seen - worker->piped;
    worker->next = known < piped ? (size_t)known : piped;
    worker->end = piped;
    worker->piped += piped;
    if (worker->piped > worker->seen)
        worker->seen = worker->piped;
}

/* Take in what has come, waiting for it at most until the deadline. A child that is gone can add
 * nothing, so what it held is read last. */
static enum reception receive_more(struct worker *worker, int64_t deadline_ms)
{
    do {
        const int64_t left_ms = deadline_ms - clock_milliseconds();
        struct pollfd pipe_ready = {.fd = worker->input, .events = POLLIN};
        const int wait_ms =
            left_ms < HELD_LOOK_MS ? (int)(left_ms > 0 ? left_ms : 0) : HELD_LOOK_MS;
        const int polled = poll(&pipe_ready, 1, wait_ms);
        if (polled == 0 && receive_held(worker))
            return PIPE_TAKEN;
        if (polled == 0 && left_ms <= 0)
            return PIPE_LATE;
        if (polled == 0)
            continue;
        const ssize_t piped = polled < 0 ? -1 : read(worker->input, worker->received, RECEIVE_SIZE);
        if (piped == 0)
            return receive_held(worker) ? PIPE_TAKEN : PIPE_ENDED;
        if (piped > 0)
            receive_piped(worker, (size_t)piped);
        else if (errno != EINTR)
            return PIPE_ENDED;
    } while (worker->next == worker->end);
    return PIPE_TAKEN;
}

static enum reception receive_bytes(struct worker *worker, void *message_bytes, size_t size,
                                    int64_t deadline_ms)
{
    for (size_t received = 0;;) {
        const size_t waiting = worker->end - worker->next;
        const size_t taken = waiting < size - received ? waiting : size - received;
        memcpy((char *)message_bytes + received, worker->received + worker->next, taken);
        worker->next += taken;
        received += taken;
        if (received == size)
            return PIPE_TAKEN;
        const enum reception reception = receive_more(worker, deadline_ms);
        if (reception != PIPE_TAKEN)
            return reception;
    }
}

static enum worker_event worker_over(struct worker *worker, enum reception reception)
{
    if (reception == PIPE_LATE)
        worker_stop(worker);
    else
        worker_leave(worker);
    return reception == PIPE_LATE ? WORKER_LATE : WORKER_DIED;
}

enum worker_event worker_receive(struct worker *worker, int64_t deadline_ms, struct arena *arena,
                                 struct text *message)
{
    uint64_t size;
    if (worker->child == 0)
        return WORKER_DIED;
    enum reception reception = receive_bytes(worker, &size, sizeof size, deadline_ms);
    if (reception != PIPE_TAKEN)
        return worker_over(worker, reception);
    if (size == body_done_mark) {
        worker_stop(worker);
        return WORKER_DONE;
    }
    if (size > LIMIT_WORKER_MESSAGE) {
        worker_stop(worker);
        return WORKER_DIED;
    }
    char *message_bytes = arena_alloc(arena, size + 1);
    reception = receive_bytes(worker, message_bytes, size, deadline_ms);
    if (reception != PIPE_TAKEN)
        return worker_over(worker, reception);
    message_bytes[size] = '\0';
    *message = (struct text){message_bytes, size};
    return WORKER_MESSAGE;
}

bool worker_confine(struct worker_port *port, enum worker_confinement confinement,
                    struct error *err)
{
    (void)port;
    return confine_calls(confinement, err);
}
