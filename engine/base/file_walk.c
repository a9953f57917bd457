#include "base/file.h"

#include "base/file_parts.h"
#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct walk {
    const char *root;
    size_t max;
    struct arena *arena;
    struct file_entries entries;
    size_t folders;
    struct error *err;
};

static bool refuse(struct walk *walk, const char *path, int number)
{
    const char *blamed = *path ? path_join(walk->arena, walk->root, path) : walk->root;
    if (*path && (number == ENOENT || number == ELOOP || number == ENOTDIR))
        return error_at(walk->err, ERROR_REFUSED, (struct place){.file = blamed},
                        "changed while its folder was listed");
    return file_refuse(blamed, ERROR_REFUSED, number, walk->err);
}

static bool refuse_many(struct walk *walk, const char *what)
{
    char most[COUNT_TEXT_SIZE];
    count_write(walk->max, most);
    return error_at(walk->err, ERROR_REFUSED, (struct place){.file = walk->root},
                    "holds more than %s %s", most, what);
}

static enum file_kind kind_of(mode_t mode)
{
    return S_ISREG(mode) ? FILE_REGULAR : S_ISLNK(mode) ? FILE_LINK : FILE_OTHER;
}

static bool entry_add(struct walk *walk, const char *path, const struct stat *found)
{
    if (walk->entries.count == walk->max)
        return refuse_many(walk, "files");
    const enum file_kind kind = kind_of(found->st_mode);
    *LIST_ADD(walk->arena, &walk->entries) = (struct file_entry){
        .path = path,
        .kind = kind,
        .size = kind == FILE_REGULAR ? (unsigned long long)found->st_size : 0,
    };
    return true;
}

static bool folder_walk(struct walk *walk, int fd, const char *path, int level);

static bool folder_enter(struct walk *walk, int parent, const char *name, const char *path,
                         int level)
{
    if (level > LIMIT_DIRECTORY_DEPTH)
        return error_at(walk->err, ERROR_REFUSED, (struct place){.file = walk->root},
                        "has more than %d folders inside one another", LIMIT_DIRECTORY_DEPTH);
    if (walk->folders++ == walk->max)
        return refuse_many(walk, "folders");
    const int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    return fd < 0 ? refuse(walk, path, errno) : folder_walk(walk, fd, path, level);
}

static bool name_visit(struct walk *walk, int parent, const char *folder, const char *name,
                       int level)
{
    struct stat found;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return true;
    const char *path = path_join(walk->arena, folder, name);
    if (strlen(path) >= LIMIT_PATH_SIZE)
        return refuse(walk, path, ENAMETOOLONG);
    if (fstatat(parent, name, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return refuse(walk, path, errno);
    return S_ISDIR(found.st_mode) ? folder_enter(walk, parent, name, path, level + 1)
                                  : entry_add(walk, path, &found);
}

/* Visits everything in the folder that `fd` has open, and closes it. */
static bool folder_walk(struct walk *walk, int fd, const char *path, int level)
{
    DIR *stream = fdopendir(fd);
    if (!stream) {
        file_close(fd);
        return refuse(walk, path, errno);
    }
    bool visited = true;
    while (visited) {
        errno = 0;
        const struct dirent *next = readdir(stream);
        if (!next) {
            visited = errno == 0 || refuse(walk, path, errno);
            break;
        }
        visited = name_visit(walk, fd, path, next->d_name, level);
    }
    (void)closedir(stream);
    return visited;
}

static int entry_compare(const void *a, const void *b)
{
    const struct file_entry *left = a, *right = b;
    return strcmp(left->path, right->path);
}

bool file_list(const char *folder, size_t max, struct arena *arena, struct file_entries *out,
               struct error *err)
{
    struct walk walk = {.root = folder, .max = max, .arena = arena, .err = err};
    const int fd = open(*folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return folder_refuse(folder, errno, err);
    if (!folder_walk(&walk, fd, "", 0))
        return false;
    if (walk.entries.count)
        qsort(walk.entries.at, walk.entries.count, sizeof *walk.entries.at, entry_compare);
    *out = walk.entries;
    return true;
}
