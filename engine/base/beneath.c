#include "base/file_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { RACES_MAX = 64 }; /* renames that may cross one look-up before it is given up */

static int kernel_open(int root, const char *path, int flags)
{
    struct open_how how = {
        .flags = (unsigned)flags,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    long fd = -1;
    for (int i = 0; i < RACES_MAX; i++) {
        fd = syscall(SYS_openat2, root, path, &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN)
            break;
    }
    return (int)fd;
}

/* The next part of a path, with `path` moved to the part after it; false where none is left or
 * the part is longer than a name can be. */
static bool part_next(const char **path, char name[NAME_MAX + 1])
{
    const size_t size = strcspn(*path, "/");
    errno = size ? ENAMETOOLONG : ENOENT;
    if (size == 0 || size > NAME_MAX)
        return false;
    memcpy(name, *path, size);
    name[size] = '\0';
    *path += size;
    *path += strspn(*path, "/");
    return true;
}

/* One part of the path; with O_PATH a link opens as itself and is seen only afterwards. */
static int part_open(int folder, const char *name, int flags)
{
    if (strcmp(name, "..") == 0) {
        errno = EXDEV;
        return -1;
    }
    const int fd = openat(folder, name, flags | O_NOFOLLOW);
    struct stat found;
    if (fd < 0) {
        errno = errno == ELOOP ? EMLINK : errno;
        return -1;
    }
    if (fstat(fd, &found) == 0 && !S_ISLNK(found.st_mode))
        return fd;
    (void)close(fd);
    errno = EMLINK;
    return -1;
}

static int walk_open(int root, const char *path, int flags)
{
    char name[NAME_MAX + 1];
    const size_t size = strlen(path);
    if (size > 0 && path[size - 1] == '/')
        flags |= O_DIRECTORY;
    for (int folder = root;;) {
        const bool named = part_next(&path, name);
        const bool last = *path == '\0';
        const int next = named ? part_open(folder, name, last ? flags : O_PATH | O_CLOEXEC) : -1;
        if (folder != root)
            file_close(folder);
        if (last || next < 0)
            return next;
        folder = next;
    }
}

int beneath_open(int root, const char *path, int flags)
{
    if (path[0] == '/') {
        errno = EXDEV;
        return -1;
    }
    const int fd = kernel_open(root, path, flags);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        return walk_open(root, path, flags);
    return fd;
}
