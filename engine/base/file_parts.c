#include "base/file_parts.h"

#include <errno.h>
#include <unistd.h>

enum { DIGITS_MAX = 20, GROUP = 3 };

static const struct {
    int number;
    const char *words;
} problems[] = {
    {ENOENT, "no such file"},
    {EACCES, "permission denied"},
    {EPERM, "permission denied"},
    {EISDIR, "is a directory"},
    {ENOTDIR, "leads through something that is not a folder"},
    {ELOOP, "leads through links that never end"},
    {EXDEV, "leads out of its folder"},
    {ENAMETOOLONG, "has a name that is too long for this system"},
    {ENXIO, "has nobody at its other end"},
    {EPIPE, "has nobody left to read it"},
    {EBADF, "is closed"},
    {EMFILE, "cannot be opened, too many files are open"},
    {ENFILE, "cannot be opened, too many files are open"},
    {ENOSPC, "cannot be written, the disk is full"},
    {EDQUOT, "cannot be written, the disk quota is used up"},
    {EFBIG, "cannot be written, it is larger than this system lets a file be"},
    {EROFS, "cannot be written, the disk is read-only"},
    {EIO, "cannot be reached, the disk reports an error"},
};

void count_write(unsigned long long count, char out[COUNT_TEXT_SIZE])
{
    char digits[DIGITS_MAX + 1];
    const int size = snprintf(digits, sizeof digits, "%llu", count);
    for (int i = 0; i < size; i++) {
        if (i > 0 && (size - i) % GROUP == 0)
            *out++ = ',';
        *out++ = digits[i];
    }
    *out = '\0';
}

const char *file_kind_problem(mode_t mode)
{
    if (S_ISDIR(mode))
        return "is a directory";
    if (S_ISFIFO(mode))
        return "is a FIFO";
    if (S_ISSOCK(mode))
        return "is a socket";
    if (S_ISCHR(mode) || S_ISBLK(mode))
        return "is a device";
    if (S_ISLNK(mode))
        return "is a link";
    return "is not a regular file";
}

bool file_refuse(const char *path, enum error_code code, int number, struct error *err)
{
    const struct place place = {.file = path};
    for (size_t i = 0; i < COUNT(problems); i++)
        if (problems[i].number == number)
            return error_at(err, code, place, "%s", problems[i].words);
    return error_at(err, code, place, "cannot be used (%s)", strerror(number));
}

bool folder_refuse(const char *path, int number, struct error *err)
{
    const struct place place = {.file = path};
    if (number == ENOENT)
        return error_at(err, ERROR_REFUSED, place, "no such folder");
    if (number == ENOTDIR)
        return error_at(err, ERROR_REFUSED, place, "is not a folder");
    return file_refuse(path, ERROR_REFUSED, number, err);
}

void file_close(int fd)
{
    const int number = errno;
    (void)close(fd);
    errno = number;
}
