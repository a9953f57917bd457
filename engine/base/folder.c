#include "base/file.h"

#include <errno.h>
#include <sys/stat.h>

enum { FOLDER_MODE = 0755 };

bool folder_make(const char *path, struct error *err)
{
    enum file_kind kind;
    if (mkdir(path, FOLDER_MODE) == 0)
        return true;
    const int reason = errno;
    if (reason == EEXIST && file_kind_of(path, &kind) && kind == FILE_FOLDER)
        return true;
    return error_at(err, ERROR_UNAVAILABLE, (struct place){path, 0, 0},
                    "the folder cannot be made: %s", strerror(reason));
}
