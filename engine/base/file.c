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

/* A regular file, and what was known of it when it was opened. */
struct opened {
    int fd;
    struct stat found;
};

static int path_open(int root, const char *path, int flags)
{
    int fd;
    do
        fd = root == AS_TYPED ? open(path, flags) : beneath_open(root, path, flags);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static bool regular_open(int root, const char *path, int flags, struct opened *out,
                         struct error *err)
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
    *out = (struct opened){fd, found};
    return true;
}

/* A look first: to open is an act that winds tapes, arms watchdogs and wakes the writers of a
 * FIFO. What was opened is then asked again, since it may be another by now. */
static bool request_open(int root, const char *path, struct opened *out, struct error *err)
{
    struct opened look = {.fd = -1};
    if (!regular_open(root, path, LOOK, &look, err))
        return false;
    (void)close(look.fd);
    return regular_open(root, path, READ, out, err);
}

static bool path_is_sound(const char *path, struct error *err)
{
    return path[0] != '\0' || error_set(err, ERROR_REFUSED, "the path of a file is empty");
}

static bool typed_open(const char *path, struct opened *out, struct error *err)
{
    return path_is_sound(path, err) && request_open(AS_TYPED, path, out, err);
}

static bool beneath_request(const char *root, const char *path, struct opened *out,
                            struct error *err)
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

bool file_open(const char *path, int *out, struct error *err)
{
    struct opened opened = {.fd = -1};
    if (!typed_open(path, &opened, err))
        return false;
    *out = opened.fd;
    return true;
}

bool file_open_beneath(const char *root, const char *path, int *out, struct error *err)
{
    struct opened opened = {.fd = -1};
    if (!beneath_request(root, path, &opened, err))
        return false;
    *out = opened.fd;
    return true;
}

/* At least `size` bytes, where there are so many, and one more where there is one and it comes
 * along: to ask once more would find the end nearly always. False with errno. */
static bool bytes_read(int fd, char *at, size_t size, size_t *out)
{
    size_t done = 0;
    do {
        const ssize_t got = read(fd, at + done, size + 1 - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        done += (size_t)got;
    } while (done < size);
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

/* The file is as large as it was when it was opened, else it changed: what is longer by now is seen
 * by its size, where the byte that is too many did not come. */
static bool contents_read(const struct opened *file, const char *path, size_t max,
                          struct arena *arena, struct text *out, struct error *err)
{
    struct stat after;
    if ((unsigned long long)file->found.st_size > max)
        return refuse_large(path, max, err);
    const size_t size = (size_t)file->found.st_size;
    size_t got = 0;
    char *at = arena_alloc(arena, size + 1);
    if (!bytes_read(file->fd, at, size, &got) || fstat(file->fd, &after) != 0)
        return file_refuse(path, ERROR_REFUSED, errno, err);
    if (got != size || !is_unchanged(&file->found, &after))
        return error_at(err, ERROR_REFUSED, (struct place){.file = path},
                        "changed while it was read");
    at[size] = '\0';
    *out = (struct text){at, size};
    return true;
}

static bool opened_read(const struct opened *file, const char *path, size_t max,
                        struct arena *arena, struct text *out, struct error *err)
{
    const bool read = contents_read(file, path, max, arena, out, err);
    (void)close(file->fd);
    return read;
}

bool file_read(const char *path, size_t max, struct arena *arena, struct text *out,
               struct error *err)
{
    struct opened file = {.fd = -1};
    return typed_open(path, &file, err) && opened_read(&file, path, max, arena, out, err);
}

bool file_read_listed(const char *path, size_t max, struct arena *arena, struct text *out,
                      struct error *err)
{
    struct opened file = {.fd = -1};
    return regular_open(AS_TYPED, path, READ | O_NOFOLLOW, &file, err) &&
           opened_read(&file, path, max, arena, out, err);
}

bool file_read_beneath(const char *root, const char *path, size_t max, struct arena *arena,
                       struct text *out, struct error *err)
{
    struct opened file = {.fd = -1};
    return beneath_request(root, path, &file, err) &&
           opened_read(&file, path, max, arena, out, err);
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
