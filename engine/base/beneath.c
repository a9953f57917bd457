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

/* ---- without the kernel's help: part by part, holding every folder on the way ---- */

enum { LINKS_MAX = 40, FOLDERS_MAX = 32 }; /* links as the kernel counts them; folders held open */

struct walk {
    int folders[FOLDERS_MAX + 1]; /* [0] is the root, which is not ours to close */
    size_t depth;
    char rest[2 * PATH_MAX]; /* what is still to be walked */
    int links;
    int flags;
};

static int walk_fail(int reason)
{
    errno = reason;
    return -1;
}

/* Take the next part off the rest. False where none is left or a name is longer than names are. */
static bool part_take(struct walk *walk, char name[NAME_MAX + 1])
{
    const size_t size = strcspn(walk->rest, "/");
    errno = size ? ENAMETOOLONG : ENOENT;
    if (size == 0 || size > NAME_MAX)
        return false;
    memcpy(name, walk->rest, size);
    name[size] = '\0';
    const size_t taken = size + strspn(walk->rest + size, "/");
    memmove(walk->rest, walk->rest + taken, strlen(walk->rest + taken) + 1);
    return true;
}

static int step_up(struct walk *walk)
{
    if (walk->depth == 0)
        return walk_fail(EXDEV);
    file_close(walk->folders[walk->depth--]);
    return 0;
}

/* Put what the link says before the rest. */
static int link_follow(struct walk *walk, int link)
{
    char target[PATH_MAX], joined[2 * PATH_MAX];
    const ssize_t size = readlinkat(link, "", target, sizeof target - 1);
    if (size <= 0)
        return walk_fail(size < 0 ? errno : ENOENT);
    target[size] = '\0';
    if (target[0] == '/')
        return walk_fail(EXDEV);
    if (++walk->links > LINKS_MAX)
        return walk_fail(ELOOP);
    const int written =
        snprintf(joined, sizeof joined, "%s%s%s", target, walk->rest[0] ? "/" : "", walk->rest);
    if (written < 0 || (size_t)written >= sizeof joined)
        return walk_fail(ENAMETOOLONG);
    memcpy(walk->rest, joined, (size_t)written + 1);
    return 0;
}

static int folder_hold(struct walk *walk, int folder)
{
    if (walk->depth == FOLDERS_MAX) {
        file_close(folder);
        return walk_fail(ELOOP);
    }
    walk->folders[++walk->depth] = folder;
    return 0;
}

/* The path ends at a folder it passed through already. */
static int folder_open(const struct walk *walk, int *found)
{
    *found = openat(walk->folders[walk->depth], ".", walk->flags);
    return *found < 0 ? -1 : 0;
}

/* One part: up, through a link, or down. `found` is what the last part opened, else -1. */
static int step(struct walk *walk, const char *name, int *found)
{
    struct stat about;
    const int folder = walk->folders[walk->depth];
    if (strcmp(name, "..") == 0 && step_up(walk) != 0)
        return -1;
    if (strcmp(name, "..") == 0 || strcmp(name, ".") == 0)
        return walk->rest[0] ? 0 : folder_open(walk, found);
    const int part = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (part < 0)
        return -1;
    if (fstat(part, &about) != 0 || S_ISLNK(about.st_mode)) {
        const int followed = link_follow(walk, part);
        file_close(part);
        return followed;
    }
    if (walk->rest[0])
        return folder_hold(walk, part);
    file_close(part);
    *found = openat(folder, name, walk->flags | O_NOFOLLOW); /* a link by now is refused */
    return *found < 0 ? -1 : 0;
}

static int walk_open(int root, const char *path, int flags)
{
    char name[NAME_MAX + 1];
    int found = -1, done = 0;
    const size_t size = strlen(path);
    struct walk walk = {.folders = {root}, .flags = flags};
    if (size >= PATH_MAX)
        return walk_fail(ENAMETOOLONG);
    memcpy(walk.rest, path, size + 1);
    if (size > 0 && path[size - 1] == '/')
        walk.flags |= O_DIRECTORY;
    while (done == 0 && found < 0)
        done = part_take(&walk, name) ? step(&walk, name, &found) : -1;
    const int reason = errno;
    while (walk.depth > 0)
        file_close(walk.folders[walk.depth--]);
    errno = reason;
    return found;
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
