#include "store/turn.h"

#include "store/disk.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { LOCK_FILE_MODE = 0644, TICK_MS = 50, MS_PER_S = 1000, NS_PER_MS = 1000000 };

bool turn_open(const char *path, int *out, struct error *err)
{
    const int fd =
        open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, LOCK_FILE_MODE);
    if (fd < 0)
        return disk_refuse(path, "the lock file cannot be opened", err);
    *out = fd;
    return true;
}

/* ---- a wait that is called back from ---- */

/* Nothing else wakes who waits for a lock and keeps its place. Ticks go on until the wait is over:
 * one that comes before the sleep is followed by another. */
struct ticking {
    timer_t timer;
    struct sigaction action_before;
    sigset_t mask_before;
};

static volatile sig_atomic_t ticks;

static void tick_count(int number)
{
    (void)number;
    ticks++;
}

static bool ticking_begin(struct ticking *ticking)
{
    struct sigaction counts = {.sa_handler = tick_count}; /* no SA_RESTART: it is to wake */
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    const struct timespec tick = {0, (long)TICK_MS * NS_PER_MS};
    const struct itimerspec every = {tick, tick};
    sigset_t alarms;
    ticks = 0;
    if (timer_create(CLOCK_MONOTONIC, &event, &ticking->timer) != 0)
        return false;
    (void)sigemptyset(&alarms);
    (void)sigaddset(&alarms, SIGALRM);
    (void)sigaction(SIGALRM, &counts, &ticking->action_before);
    (void)sigprocmask(SIG_UNBLOCK, &alarms, &ticking->mask_before);
    (void)timer_settime(ticking->timer, 0, &every, NULL);
    return true;
}

/* A tick that is under way still finds the handler that counts. */
static void ticking_end(struct ticking *ticking)
{
    (void)timer_delete(ticking->timer);
    (void)sigprocmask(SIG_SETMASK, &ticking->mask_before, NULL);
    (void)sigaction(SIGALRM, &ticking->action_before, NULL);
}

/* ---- turns ---- */

static bool turn_is_kept(const char *path, unsigned wait_ms, struct error *err)
{
    return error_at(err, ERROR_UNAVAILABLE, (struct place){.file = path},
                    "another process has kept this file locked for %u seconds; fuser shows which: "
                    "end it where it is none of yours, and run the command again",
                    wait_ms / MS_PER_S);
}

static bool turn_wait(int fd, int how, const struct turn_wait *wait, struct error *err)
{
    struct ticking ticking;
    if (!ticking_begin(&ticking))
        return disk_refuse(wait->path, "the lock cannot be waited for", err);
    int result = -1;
    while ((unsigned)ticks < wait->most_ms / TICK_MS && (result = flock(fd, how)) != 0 &&
           errno == EINTR)
        continue;
    const int failure = errno;
    ticking_end(&ticking);
    if (result == 0)
        return true;
    if (failure == EINTR)
        return turn_is_kept(wait->path, wait->most_ms, err);
    errno = failure;
    return disk_refuse(wait->path, "the lock cannot be taken", err);
}

bool turn_take_within(int fd, enum turn turn, const struct turn_wait *wait, struct error *err)
{
    const int how = turn == TURN_ALONE ? LOCK_EX : LOCK_SH;
    if (flock(fd, how | LOCK_NB) == 0)
        return true;
    return errno == EWOULDBLOCK || errno == EINTR
               ? turn_wait(fd, how, wait, err)
               : disk_refuse(wait->path, "the lock cannot be taken", err);
}

bool turn_take(int fd, enum turn turn, const char *path, struct error *err)
{
    return turn_take_within(fd, turn, &(struct turn_wait){path, LIMIT_TURN_WAIT_MS}, err);
}

bool turn_try(int fd)
{
    return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

void turn_end(int fd)
{
    (void)flock(fd, LOCK_UN);
}
