#include "base/file.h"

#include "base/buffer.h"
#include "base/file_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

enum {
    AS_TYPED = -1, /* no root: the path is the user's own */
    LOOK = O_PATH | O_CLOEXEC,
    READ = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY,
    INPUT_CHUNK = 64 * 1024,
};

static int path_open(int root, const char *path, int flags)
{
    int fd;
    do
        fd = root == AS_TYPED ? open(path, flags) : beneath_open(root, path, flags);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static bool regular_open(int root, const char *path, int flags, int *out, struct error *err)
{
    struct stat found;
    const int fd = path_open(root, path, flags);
    if (fd < 0)
        return file_refuse(path, ERROR_REFUSED, errno, err);
    if (fstat(fd, &found) != 0) {
        file_close(fd);
        return file_refuse(path, ERROR_REFUSED, errno, err);
    }
    if (!S_ISREG(found.st_mode)) {
        (void)close(fd);
        return error_at(err, ERROR_REFUSED, (struct place){.file = path}, "%s",
                        file_kind_problem(found.st_mode));
    }
    *out = fd;
    return true;
}

/* A look first: to open is an act that winds tapes, arms watchdogs and wakes the writers of a
 * FIFO. What was opened is then asked again, since it may be another by now. */
static bool request_open(int root, const char *path, int *out, struct error *err)
{
    int look = -1;
    if (!regular_open(root, path, LOOK, &look, err))
        return false;
    (void)close(look);
    return regular_open(root, path, READ, out, err);
}

static bool path_is_sound(const char *path, struct error *err)
{
    return path[0] != '\0' || error_set(err, ERROR_REFUSED, "the path of a file is empty");
}

bool file_open(const char *path, int *out, struct error *err)
{
    return path_is_sound(path, err) && request_open(AS_TYPED, path, out, err);
}

bool file_open_beneath(const char *root, const char *path, int *out, struct error *err)
{
    if (!path_is_sound(path, err))
        return false;
    if (path[0] == '/')
        return error_at(err, ERROR_REFUSED, (struct place){.file = path},
                        "is an absolute path, where only one from its own folder is read");
    const int folder = open(root[0] ? root : ".", LOOK | O_DIRECTORY);
    if (folder < 0)
        return folder_refuse(root, errno, err);
    const bool opened = request_open(folder, path, out, err);
    (void)close(folder);
    return opened;
}

/* Up to `size` bytes: fewer only at the end of the file. False with errno. */
static bool bytes_read(int fd, char *at, size_t size, size_t *out)
{
    size_t done = 0;
    while (done < size) {
        const ssize_t got = read(fd, at + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    *out = done;
    return true;
}

static bool is_unchanged(const struct stat *before, const struct stat *after)
{
    return before->st_size == after->st_size && before->st_mtim.tv_sec == after->st_mtim.tv_sec &&
           before->st_mtim.tv_nsec == after->st_mtim.tv_nsec;
}

static bool refuse_large(const char *path, size_t max, struct error *err)
{
    char most[COUNT_TEXT_SIZE];
    count_write(max, most);
    return error_at(err, ERROR_REFUSED, (struct place){.file = path}, "is larger than %s bytes",
                    most);
}

static bool contents_read(int fd, const char *path, size_t max, struct arena *arena,
                          struct text *out, struct error *err)
{
    struct stat before, after;
    if (fstat(fd, &before) != 0)
        return file_refuse(path, ERROR_REFUSED, errno, err);
    if ((unsigned long long)before.st_size > max)
        return refuse_large(path, max, err);
    const size_t size = (size_t)before.st_size;
    size_t got = 0, more = 0;
    char *at = arena_alloc(arena, size + 1);
    if (!bytes_read(fd, at, size, &got) || !bytes_read(fd, at + got, 1, &more) ||
        fstat(fd, &after) != 0)
        return file_refuse(path, ERROR_REFUSED, errno, err);
    if (got != size || more != 0 || !is_unchanged(&before, &after))
        return error_at(err, ERROR_REFUSED, (struct place){.file = path},
                        "changed while it was read");
    at[size] = '\0';
    *out = (struct text){at, size};
    return true;
}

bool file_read(const char *path, size_t max, struct arena *arena, struct text *out,
               struct error *err)
{
    int fd = -1;
    if (!file_open(path, &fd, err))
        return false;
    const bool read = contents_read(fd, path, max, arena, out, err);
    (void)close(fd);
    return read;
}

bool file_read_beneath(const char *root, const char *path, size_t max, struct arena *arena,
                       struct text *out, struct error *err)
{
    int fd = -1;
    if (!file_open_beneath(root, path, &fd, err))
        return false;
    const bool read = contents_read(fd, path, max, arena, out, err);
    (void)close(fd);
    return read;
}

/* Wait for standard input, which somebody else may have set not to block. */
static ssize_t input_read(char *chunk)
{
    for (;;) {
        const ssize_t got = read(STDIN_FILENO, chunk, INPUT_CHUNK);
        if (got >= 0 || (errno != EINTR && errno != EAGAIN))
            return got;
        struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
        (void)poll(&input, 1, -1);
    }
}

bool file_read_input(size_t max, struct arena *arena, struct text *out, struct error *err)
{
    char chunk[INPUT_CHUNK];
    struct buffer all = buffer_in(arena, max);
    ssize_t got;
    while ((got = input_read(chunk)) > 0) {
        buffer_add(&all, (struct text){chunk, (size_t)got});
        if (buffer_full(&all))
            return refuse_large("-", max, err);
    }
    if (got < 0)
        return file_refuse("-", ERROR_REFUSED, errno, err);
    *out = buffer_text(&all);
    return true;
}

bool file_kind_of(const char *path, enum file_kind *out)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return false;
    *out = S_ISREG(found.st_mode)   ? FILE_REGULAR
           : S_ISDIR(found.st_mode) ? FILE_FOLDER
                                    : FILE_OTHER;
    return true;
}
