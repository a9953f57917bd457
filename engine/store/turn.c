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

/* Nothing else wakes who sleeps in flock. Who is woken comes last again, so the first tick is the
 * end of the wait; others follow, for one that comes before the sleep wakes nobody. The signal is
 * one that nobody else sends: an alarm that the caller or its parent set is theirs. */
struct ticking {
    timer_t timer;
    int number; /* of the signal */
    struct sigaction action_before;
    sigset_t mask_before;
};

static volatile sig_atomic_t ticked;

static void tick_see(int number)
{
    (void)number;
    ticked = 1;
}

static bool ticking_begin(struct ticking *ticking, unsigned most_ms)
{
    const int number = SIGRTMIN;
    struct sigaction sees = {.sa_handler = tick_see}; /* no SA_RESTART: it is to wake */
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = number};
    const struct itimerspec after = {
        .it_interval = {0, (long)TICK_MS * NS_PER_MS},
        .it_value = {(time_t)(most_ms / MS_PER_S), (long)(most_ms % MS_PER_S) * NS_PER_MS}};
    sigset_t mine;
    ticked = 0;
    if (timer_create(CLOCK_MONOTONIC, &event, &ticking->timer) != 0)
        return false;
    ticking->number = number;
    (void)sigemptyset(&mine);
    (void)sigaddset(&mine, number);
    (void)sigaction(number, &sees, &ticking->action_before);
    (void)sigprocmask(SIG_UNBLOCK, &mine, &ticking->mask_before);
    (void)timer_settime(ticking->timer, 0, &after, NULL);
    return true;
}

/* A tick that is under way still finds the handler that sees it. */
static void ticking_end(struct ticking *ticking)
{
    (void)timer_delete(ticking->timer);
    (void)sigprocmask(SIG_SETMASK, &ticking->mask_before, NULL);
    (void)sigaction(ticking->number, &ticking->action_before, NULL);
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
    int result;
    if (!ticking_begin(&ticking, wait->most_ms))
        return disk_refuse(wait->path, "the lock cannot be waited for", err);
    do
        result = flock(fd, how);
    while (result != 0 && errno == EINTR && !ticked);
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
