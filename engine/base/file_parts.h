/* base/file_parts.h: what file.c, file_write.c and file_walk.c share and nobody else needs.
 */
#ifndef BASE_FILE_PARTS_H
#define BASE_FILE_PARTS_H

#include "base/error.h"

#include <sys/stat.h>

enum { COUNT_TEXT_SIZE = 28 }; /* the largest count with its commas, and a NUL */

/* "1,048,576". */
void count_write(unsigned long long count, char out[COUNT_TEXT_SIZE]);

/* "is a directory", "is a FIFO", ...: what somebody finds who wanted a regular file. */
const char *file_kind_problem(mode_t mode);

/* Blame `path` with the words for `number`, which a system call left in errno. Always false. */
bool file_refuse(const char *path, enum error_code code, int number, struct error *err);

/* The same where `path` had to be a folder. */
bool folder_refuse(const char *path, int number, struct error *err);

/* Open `path` from folder `root`, which it cannot leave, with the flags of open(2); -1 with errno
 * where that fails: EXDEV for a path that leaves, ELOOP for links in a circle.
 *
 * The kernel resolves the path in one call where it has openat2. Where it has not, or a filter
 * keeps it from us, the path is walked part by part, every folder on the way being held open, with
 * the same results. */
int beneath_open(int root, const char *path, int flags);

/* Close and leave errno as it was. */
void file_close(int fd);

#endif
