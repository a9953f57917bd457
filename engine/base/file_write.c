#include "base/file.h"

#include "base/file_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

enum {
    NAME_SIZE = 48,
    NAMES_MAX = 1000, /* leftovers of killed processes with our number, at most */
    MODE_PRIVATE = 0600,
    MODE_MASK = 0777,
};

static bool refuse(const char *path, struct error *err)
{
    return file_refuse(path, ERROR_UNAVAILABLE, errno, err);
}

static bool bytes_write(int fd, struct text rest)
{
    while (rest.size > 0) {
        const ssize_t done = write(fd, rest.at, rest.size);
        if (done < 0 && errno == EAGAIN) {
            struct pollfd output = {.fd = fd, .events = POLLOUT};
            (void)poll(&output, 1, -1);
        } else if (done < 0 && errno != EINTR) {
            return false;
        } else if (done > 0) {
            rest = text_part(rest, (size_t)done, rest.size);
        }
    }
    return true;
}

/* What cannot be flushed by its nature, such as a file of some network disks, says EINVAL. */
static bool flush(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL;
}

static bool temporary_open(int folder, char name[NAME_SIZE], int *out)
{
    for (int i = 0; i < NAMES_MAX; i++) {
        (void)snprintf(name, NAME_SIZE, ".obstat-%ld-%d", (long)getpid(), i);
        *out = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                      MODE_PRIVATE);
        if (*out >= 0 || errno != EEXIST)
            break;
    }
    return *out >= 0;
}

/* Every byte on the disk under the temporary name; false with errno. */
static bool temporary_fill(int fd, struct text contents, unsigned mode)
{
    const bool filled = bytes_write(fd, contents) && fchmod(fd, mode & MODE_MASK) == 0 && flush(fd);
    if (!filled)
        file_close(fd);
    return filled && (close(fd) == 0 || errno == EINTR);
}

/* The new name is on the disk too once its folder is. A folder that we may write to but not read
 * cannot be asked. */
static bool folder_flush(int folder)
{
    const int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == EACCES;
    const bool flushed = flush(fd);
    file_close(fd);
    return flushed;
}

/* Give the temporary file its name: in one step where the file system can, so that whoever is
 * killed leaves no second name behind. */
static bool temporary_name(int folder, const char *temporary, const char *name, bool anew)
{
    if (!anew)
        return renameat(folder, temporary, folder, name) == 0;
    if (renameat2(folder, temporary, folder, name, RENAME_NOREPLACE) == 0)
        return true;
    return errno == EINVAL && linkat(folder, temporary, folder, name, 0) == 0 &&
           unlinkat(folder, temporary, 0) == 0;
}

/* How a file gets its name. */
struct naming {
    bool anew;    /* nothing may have it already             */
    bool settled; /* it is on the disk as well, on returning */
};

static bool replace_in(int folder, const char *name, struct text contents, unsigned mode,
                       struct naming naming)
{
    char temporary[NAME_SIZE];
    int fd = -1;
    if (!temporary_open(folder, temporary, &fd))
        return false;
    if (temporary_fill(fd, contents, mode) && temporary_name(folder, temporary, name, naming.anew))
        return !naming.settled || folder_flush(folder);
    const int number = errno;
    (void)unlinkat(folder, temporary, 0);
    errno = number;
    return false;
}

static bool replace(const char *path, struct text contents, unsigned mode, struct naming naming,
                    struct error *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (*name == '\0')
        return error_at(err, ERROR_UNAVAILABLE, (struct place){.file = path},
                        "names a folder, where a file is to be written");
    struct arena arena = {0};
    const int folder = open(path_folder(&arena, path), O_PATH | O_DIRECTORY | O_CLOEXEC);
    arena_free(&arena);
    if (folder < 0 && errno == ENOENT)
        return error_at(err, ERROR_UNAVAILABLE, (struct place){.file = path},
                        "cannot be written, its folder does not exist");
    if (folder < 0)
        return refuse(path, err);
    const bool replaced = replace_in(folder, name, contents, mode, naming);
    file_close(folder);
    if (!replaced && naming.anew && errno == EEXIST)
        return error_at(err, ERROR_REFUSED, (struct place){.file = path},
                        "is there already, and is not replaced");
    return replaced || refuse(path, err);
}

/* The open descriptor that a link such as /dev/stdout stands for, or -1. Opening it by name would
 * start at its first byte again, and renaming over it would leave our own output nameless. */
static int stream_of(const char *path, const struct stat *found)
{
    struct stat link, stream;
    if (lstat(path, &link) != 0 || !S_ISLNK(link.st_mode))
        return -1;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (fstat(fd, &stream) == 0 && stream.st_dev == found->st_dev &&
            stream.st_ino == found->st_ino)
            return fd;
    return -1;
}

static bool straight_write(const char *path, struct text contents, struct error *err)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* waits for nobody */
    if (fd < 0)
        return refuse(path, err);
    const bool written = bytes_write(fd, contents);
    file_close(fd);
    return written || refuse(path, err);
}

bool file_write(const char *path, struct text contents, unsigned mode, struct error *err)
{
    struct stat found, named;
    if (*path == '\0')
        return error_set(err, ERROR_REFUSED, "the path of a file is empty");
    if (lstat(path, &named) != 0)
        return errno == ENOENT
                   ? replace(path, contents, mode, (struct naming){.settled = true}, err)
                   : refuse(path, err);
    if (stat(path, &found) != 0)
        return refuse(path, err);
    const int stream = stream_of(path, &found);
    if (stream >= 0)
        return bytes_write(stream, contents) || refuse(path, err);
    if (S_ISCHR(found.st_mode) || S_ISFIFO(found.st_mode))
        return straight_write(path, contents, err);
    if (!S_ISREG(found.st_mode))
        return error_at(err, ERROR_REFUSED, (struct place){.file = path}, "%s",
                        file_kind_problem(found.st_mode));
    if (S_ISLNK(named.st_mode)) /* whoever made the link would choose what is overwritten */
        return error_at(err, ERROR_UNAVAILABLE, (struct place){.file = path},
                        "is a link to another file; name that file itself");
    return replace(path, contents, mode, (struct naming){.settled = true}, err);
}

bool file_create(const char *path, struct text contents, unsigned mode, struct error *err)
{
    return replace(path, contents, mode, (struct naming){.anew = true, .settled = true}, err);
}

bool file_lay(const char *path, struct text contents, unsigned mode, struct error *err)
{
    return replace(path, contents, mode, (struct naming){0}, err);
}
