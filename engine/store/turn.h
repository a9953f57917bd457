/* store/turn.h: taking turns among the processes of one host.
 *
 * A lock on an open file (flock): whoever waits sleeps, and is woken in the order of coming. It is
 * let go when its process ends, in whatever way. Asking again and again instead, as SQLite does
 * when a database is busy, keeps processors busy and lets some wait very long.
 *
 * Whoever may read a file can lock it, and keep it locked. So a wait has an end:
 * LIMIT_TURN_WAIT_MS.
 */
#ifndef STORE_TURN_H
#define STORE_TURN_H

#include "base/error.h"

/* Open the lock file, making it where there is none; the caller closes. It holds nothing, and what
 * it guards is safe without it: SQLite has locks of its own below. */
NODISCARD bool turn_open(const char *path, int *out, struct error *err);

enum turn { TURN_SHARED, TURN_ALONE };

/* Wait for the turn, and end it. `path` is to blame: ERROR_UNAVAILABLE where it does not come. A
 * process waits in one thread at a time: the first real-time signal (SIGRTMIN) wakes it, and is as
 * it was before once the wait is over. */
NODISCARD bool turn_take(int fd, enum turn turn, const char *path, struct error *err);
void turn_end(int fd);

/* The same with another end of the wait. */
struct turn_wait {
    const char *path;
    unsigned most_ms; /* 1 at least */
};
NODISCARD bool turn_take_within(int fd, enum turn turn, const struct turn_wait *wait,
                                struct error *err);

/* Take the turn alone where nobody has it. */
NODISCARD bool turn_try(int fd);

#endif
