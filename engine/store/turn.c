#include "store/turn.h"

#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

enum { LOCK_FILE_MODE = 0644 };

bool turn_open(const char *path, int *out, struct error *err)
{
    const int fd =
        open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, LOCK_FILE_MODE);
    if (fd < 0)
        return disk_refuse(path, "the lock file cannot be opened", err);
    *out = fd;
    return true;
}

bool turn_take(int fd, enum turn turn, const char *path, struct error *err)
{
    while (flock(fd, turn == TURN_ALONE ? LOCK_EX : LOCK_SH) != 0)
        if (errno != EINTR)
            return disk_refuse(path, "the lock cannot be taken", err);
    return true;
}

bool turn_try(int fd)
{
    return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

void turn_end(int fd)
{
    (void)flock(fd, LOCK_UN);
}
