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
    bool sized; /* each regular file is asked for its size */
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
    return S_ISREG(mode)   ? FILE_REGULAR
           : S_ISLNK(mode) ? FILE_LINK
           : S_ISDIR(mode) ? FILE_FOLDER
                           : FILE_OTHER;
}

static bool entry_add(struct walk *walk, struct file_entry entry)
{
    if (walk->entries.count == walk->max)
        return refuse_many(walk, "files");
    *LIST_ADD(walk->arena, &walk->entries) = entry;
    return true;
}

/* Most file systems say in the listing what an entry is. */
static bool kind_listed(const struct dirent *next, enum file_kind *kind)
{
    switch (next->d_type) {
    case DT_REG:
        *kind = FILE_REGULAR;
        return true;
    case DT_LNK:
        *kind = FILE_LINK;
        return true;
    case DT_DIR:
        *kind = FILE_FOLDER;
        return true;
    case DT_UNKNOWN:
        return false;
    default:
        *kind = FILE_OTHER;
        return true;
    }
}

/* False with errno. */
static bool entry_look(const struct walk *walk, int parent, const struct dirent *next,
                       struct file_entry *entry)
{
    struct stat found;
    if (!walk->sized && kind_listed(next, &entry->kind))
        return true;
    if (fstatat(parent, next->d_name, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    entry->kind = kind_of(found.st_mode);
    if (entry->kind == FILE_REGULAR)
        entry->size = (unsigned long long)found.st_size;
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

static bool name_visit(struct walk *walk, int parent, const char *folder, const struct dirent *next,
                       int level)
{
    const char *name = next->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return true;
    struct file_entry entry = {.path = path_join(walk->arena, folder, name)};
    if (strlen(entry.path) >= LIMIT_PATH_SIZE)
        return refuse(walk, entry.path, ENAMETOOLONG);
    if (!entry_look(walk, parent, next, &entry))
        return refuse(walk, entry.path, errno);
    return entry.kind == FILE_FOLDER ? folder_enter(walk, parent, name, entry.path, level + 1)
                                     : entry_add(walk, entry);
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
        visited = name_visit(walk, fd, path, next, level);
    }
    (void)closedir(stream);
    return visited;
}

static int entry_compare(const void *a, const void *b)
{
    const struct file_entry *left = a, *right = b;
    return strcmp(left->path, right->path);
}

static bool folder_list(struct walk *walk, struct file_entries *out)
{
    const char *folder = walk->root;
    const int fd = open(*folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return folder_refuse(folder, errno, walk->err);
    if (!folder_walk(walk, fd, "", 0))
        return false;
    if (walk->entries.count)
        qsort(walk->entries.at, walk->entries.count, sizeof *walk->entries.at, entry_compare);
    *out = walk->entries;
    return true;
}

bool file_list(const char *folder, size_t max, struct arena *arena, struct file_entries *out,
               struct error *err)
{
    struct walk walk = {.root = folder, .max = max, .sized = true, .arena = arena, .err = err};
    return folder_list(&walk, out);
}

bool file_names(const char *folder, size_t max, struct arena *arena, struct file_entries *out,
                struct error *err)
{
    struct walk walk = {.root = folder, .max = max, .arena = arena, .err = err};
    return folder_list(&walk, out);
}
