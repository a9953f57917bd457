#include "base/tar.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TAR_BLOCK = 512,
    TAR_NAME = 100, /* bytes of a name      */
    TAR_SIZE_AT = 124,
    TAR_SIZE_DIGITS = 11,
    TAR_SUM_AT = 148,
    TAR_SUM_DIGITS = 6,
    TAR_TYPE_AT = 156,
    TAR_MAGIC_AT = 257,
    TAR_COPY = 1 << 16, /* bytes copied at once */
    TAR_FILE_MODE = 0644,
};

/* 2^33 bytes and more need another form of the header. */
#define TAR_SIZE_MAX ((UINT64_C(1) << 33) - 1)

struct tar_writer {
    int fd;
    const char *path, *unfinished;
};

struct tar_reader {
    int fd;
    const char *path;
    char name[TAR_NAME + 1];
    uint64_t left;    /* bytes of the file in hand that were not read */
    uint64_t filling; /* and those behind it, up to the next header   */
};

static const char tar_magic[] = {'u', 's', 't', 'a', 'r', '\0', '0', '0'};

/* ---- one header ---- */

/* The checksum is taken with blanks in its own place. */
static unsigned tar_sum(const unsigned char header[TAR_BLOCK])
{
    unsigned sum = 0;
    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += i >= TAR_SUM_AT && i < TAR_SUM_AT + 8 ? ' ' : header[i];
    return sum;
}

static void tar_header(const char *name, uint64_t size, unsigned char header[TAR_BLOCK])
{
    char digits[24];
    memset(header, 0, TAR_BLOCK);
    memcpy(header, name, strlen(name));
    memcpy(header + 100, "0000644", 8);
    memcpy(header + 108, "0000000", 8);
    memcpy(header + 116, "0000000", 8);
    (void)snprintf(digits, sizeof digits, "%011llo", (unsigned long long)size);
    memcpy(header + TAR_SIZE_AT, digits, TAR_SIZE_DIGITS + 1);
    memcpy(header + 136, "00000000000", 12);
    header[TAR_TYPE_AT] = '0';
    memcpy(header + TAR_MAGIC_AT, tar_magic, sizeof tar_magic);
    (void)snprintf(digits, sizeof digits, "%06o", tar_sum(header));
    memcpy(header + TAR_SUM_AT, digits, TAR_SUM_DIGITS + 1);
    header[TAR_SUM_AT + TAR_SUM_DIGITS + 1] = ' ';
}

/* The header of a file that was written here is the one that would be written again. */
static bool tar_header_read(const unsigned char header[TAR_BLOCK], char name[TAR_NAME + 1],
                            uint64_t *size)
{
    char digits[TAR_SIZE_DIGITS + 1] = {0};
    unsigned char again[TAR_BLOCK];
    memcpy(name, header, TAR_NAME);
    name[TAR_NAME] = '\0';
    memcpy(digits, header + TAR_SIZE_AT, TAR_SIZE_DIGITS);
    *size = strtoull(digits, NULL, 8);
    if (!name[0] || *size > TAR_SIZE_MAX)
        return false;
    tar_header(name, *size, again);
    return memcmp(again, header, TAR_BLOCK) == 0;
}

static uint64_t tar_filling(uint64_t size)
{
    return (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK;
}

/* ---- writing ---- */

static bool tar_put(struct tar_writer *writer, const void *bytes, size_t size, struct error *err)
{
    const char *at = bytes;
    while (size) {
        const ssize_t wrote = write(writer->fd, at, size);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return error_set(err, ERROR_UNAVAILABLE, "%s cannot be written: %s", writer->path,
                             strerror(errno));
        at += wrote;
        size -= (size_t)wrote;
    }
    return true;
}

bool tar_create(const char *path, struct arena *arena, struct tar_writer **out, struct error *err)
{
    struct stat found;
    struct tar_writer *writer = ARENA_NEW(arena, struct tar_writer);
    writer->path = text_string(arena, text_of(path));
    writer->unfinished = text_format(arena, "%s.unfinished", path).at;
    if (lstat(path, &found) == 0)
        return error_set(err, ERROR_REFUSED, "%s is there already and stays as it is", path);
    writer->fd = open(writer->unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, TAR_FILE_MODE);
    if (writer->fd < 0)
        return error_set(err, ERROR_UNAVAILABLE, "%s cannot be made: %s", writer->unfinished,
                         strerror(errno));
    *out = writer;
    return true;
}

static bool tar_begin(struct tar_writer *writer, const char *name, uint64_t size, struct error *err)
{
    unsigned char header[TAR_BLOCK];
    if (strlen(name) > TAR_NAME || size > TAR_SIZE_MAX)
        return error_set(err, ERROR_REFUSED, "%s is too large for an archive", name);
    tar_header(name, size, header);
    return tar_put(writer, header, sizeof header, err);
}

static bool tar_fill(struct tar_writer *writer, uint64_t size, struct error *err)
{
    static const char zeros[TAR_BLOCK];
    return tar_put(writer, zeros, (size_t)tar_filling(size), err);
}

bool tar_add(struct tar_writer *writer, const char *name, struct text bytes, struct error *err)
{
    return tar_begin(writer, name, bytes.size, err) && tar_put(writer, bytes.at, bytes.size, err) &&
           tar_fill(writer, bytes.size, err);
}

/* As many bytes as the file had when it was looked at: more or fewer is a change. */
static bool tar_copy(struct tar_writer *writer, int from, const char *path, uint64_t size,
                     struct error *err)
{
    char copied[TAR_COPY];
    for (uint64_t done = 0;;) {
        const ssize_t some = read(from, copied, sizeof copied);
        if (some < 0 && errno == EINTR)
            continue;
        if (some < 0 || (uint64_t)some > size - done || (some == 0 && done != size))
            return error_set(err, ERROR_UNAVAILABLE, "%s changed while it was read", path);
        if (some == 0)
            return true;
        if (!tar_put(writer, copied, (size_t)some, err))
            return false;
        done += (uint64_t)some;
    }
}

bool tar_add_file(struct tar_writer *writer, const char *name, const char *path, struct error *err)
{
    struct stat found;
    const int from = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (from < 0 || fstat(from, &found) != 0 || !S_ISREG(found.st_mode)) {
        if (from >= 0)
            (void)close(from);
        return error_set(err, ERROR_UNAVAILABLE, "%s cannot be read", path);
    }
    const uint64_t size = (uint64_t)found.st_size;
    const bool added = tar_begin(writer, name, size, err) &&
                       tar_copy(writer, from, path, size, err) && tar_fill(writer, size, err);
    (void)close(from);
    return added;
}

/* On the disk under the one name, then under the other: a link, since it replaces nothing. */
static bool tar_settle(struct tar_writer *writer, struct error *err)
{
    struct arena scratch = {0};
    const char *slash = strrchr(writer->path, '/');
    const struct text above = {writer->path, slash ? (size_t)(slash - writer->path) : 0};
    const char *folder = !slash ? "." : above.size ? text_string(&scratch, above) : "/";
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool settled = fd >= 0 && fsync(writer->fd) == 0 &&
                         link(writer->unfinished, writer->path) == 0 &&
                         unlink(writer->unfinished) == 0 && fsync(fd) == 0;
    if (!settled)
        (void)error_set(err, ERROR_UNAVAILABLE, "%s cannot be finished: %s", writer->path,
                        strerror(errno));
    if (fd >= 0)
        (void)close(fd);
    arena_free(&scratch);
    return settled;
}

bool tar_finish(struct tar_writer *writer, struct error *err)
{
    static const char end[2 * TAR_BLOCK];
    const bool finished = tar_put(writer, end, sizeof end, err) && tar_settle(writer, err);
    if (!finished)
        (void)unlink(writer->unfinished);
    (void)close(writer->fd);
    return finished;
}

void tar_abandon(struct tar_writer *writer)
{
    (void)close(writer->fd);
    (void)unlink(writer->unfinished);
}

/* ---- reading ---- */

bool tar_open(const char *path, struct arena *arena, struct tar_reader **out, struct error *err)
{
    struct stat found;
    struct tar_reader *reader = ARENA_NEW(arena, struct tar_reader);
    reader->path = text_string(arena, text_of(path));
    reader->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (reader->fd < 0)
        return error_set(err, ERROR_REFUSED, "%s cannot be opened: %s", path, strerror(errno));
    if (fstat(reader->fd, &found) != 0 || !S_ISREG(found.st_mode)) {
        (void)close(reader->fd);
        return error_set(err, ERROR_REFUSED, "%s is no file", path);
    }
    *out = reader;
    return true;
}

static bool tar_take(struct tar_reader *reader, void *bytes, size_t size, struct error *err)
{
    char *at = bytes;
    while (size) {
        const ssize_t some = read(reader->fd, at, size);
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0)
            return error_set(err, ERROR_REFUSED, "%s ends too early", reader->path);
        at += some;
        size -= (size_t)some;
    }
    return true;
}

static bool tar_pass(struct tar_reader *reader, uint64_t size, struct error *err)
{
    char passed[TAR_BLOCK];
    for (; size; size -= size < sizeof passed ? size : sizeof passed)
        if (!tar_take(reader, passed, size < sizeof passed ? (size_t)size : sizeof passed, err))
            return false;
    return true;
}

/* A second block of zeros, and nothing more: an archive that was cut, or went on, is no backup. */
static bool tar_end(struct tar_reader *reader, struct error *err)
{
    static const unsigned char zeros[TAR_BLOCK];
    unsigned char last[TAR_BLOCK], beyond;
    if (!tar_take(reader, last, sizeof last, err))
        return false;
    return (memcmp(last, zeros, sizeof last) == 0 && read(reader->fd, &beyond, 1) == 0) ||
           error_set(err, ERROR_REFUSED, "%s goes on behind its end", reader->path);
}

bool tar_next(struct tar_reader *reader, struct text *name, uint64_t *size, struct error *err)
{
    static const unsigned char zeros[TAR_BLOCK];
    unsigned char header[TAR_BLOCK];
    if (!tar_pass(reader, reader->left + reader->filling, err) ||
        !tar_take(reader, header, sizeof header, err))
        return false;
    reader->left = reader->filling = 0;
    if (memcmp(header, zeros, sizeof header) == 0) {
        *name = TEXT_NONE;
        return tar_end(reader, err);
    }
    if (!tar_header_read(header, reader->name, size))
        return error_set(err, ERROR_REFUSED, "%s holds something that no backup has", reader->path);
    reader->left = *size;
    reader->filling = tar_filling(*size);
    *name = text_of(reader->name);
    return true;
}

bool tar_read(struct tar_reader *reader, size_t max, struct arena *arena, struct text *out,
              struct error *err)
{
    if (reader->left > max)
        return error_set(err, ERROR_REFUSED, "%s holds a file of more than %zu bytes", reader->path,
                         max);
    const size_t size = (size_t)reader->left;
    char *bytes = arena_alloc(arena, size + 1);
    if (!tar_take(reader, bytes, size, err))
        return false;
    bytes[size] = '\0';
    reader->left = 0;
    *out = (struct text){bytes, size};
    return true;
}

bool tar_extract(struct tar_reader *reader, const char *path, struct error *err)
{
    char copied[TAR_COPY];
    struct tar_writer target = {.path = path};
    target.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, TAR_FILE_MODE);
    if (target.fd < 0)
        return error_set(err, ERROR_UNAVAILABLE, "%s cannot be made: %s", path, strerror(errno));
    bool extracted = true;
    while (extracted && reader->left) {
        const size_t some = reader->left < sizeof copied ? (size_t)reader->left : sizeof copied;
        extracted = tar_take(reader, copied, some, err) && tar_put(&target, copied, some, err);
        reader->left -= extracted ? some : 0;
    }
    if (extracted && fsync(target.fd) != 0)
        extracted =
            error_set(err, ERROR_UNAVAILABLE, "%s cannot be flushed: %s", path, strerror(errno));
    if (close(target.fd) != 0 && extracted)
        extracted =
            error_set(err, ERROR_UNAVAILABLE, "%s cannot be closed: %s", path, strerror(errno));
    if (!extracted)
        (void)unlink(path);
    return extracted;
}

void tar_close(struct tar_reader *reader)
{
    (void)close(reader->fd);
}
