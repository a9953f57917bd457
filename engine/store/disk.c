#include "store/disk.h"

#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { PRIVATE_FOLDER = 0700, OTHERS_WRITE = S_IWGRP | S_IWOTH };

/* By the numbers that statfs(2) gives them. */
static const struct network {
    unsigned long magic;
    const char *network_name;
} networks[] = {
    {0x6969, "NFS"},
    {0x517b, "SMB"},
    {0xff534d42, "CIFS"},
    {0xfe534d42, "SMB"},
    {0x65735546, "FUSE"}, /* sshfs and its kin; a local one cannot be told from them */
    {0x01021997, "9p"},
    {0x5346414f, "AFS"},
    {0x6b414653, "AFS"},
    {0x73757245, "Coda"},
    {0x00c36400, "Ceph"},
    {0x01161970, "GFS2"},
    {0x0bd00bd0, "Lustre"},
    {0x7461636f, "OCFS2"},
    {0x47504653, "GPFS"},
    {0x564c, "NCP"},
    {0x786f4256, "VirtualBox shared folders"},
    {0xbacbacbc, "VMware shared folders"},
    {0x19830326, "BeeGFS"},
};

bool disk_refuse(const char *path, const char *disk_what, struct error *err)
{
    return error_at(err, ERROR_UNAVAILABLE, (struct place){.file = path}, "%s: %s", disk_what,
                    strerror(errno));
}

static bool file_untrusted(const char *path, const char *disk_why, struct error *err)
{
    return error_at(err, ERROR_INTEGRITY, (struct place){.file = path}, "%s", disk_why);
}

bool disk_place(const char *path, struct arena *arena, const char **place, struct error *err)
{
    char disk_folder[LIMIT_PATH_SIZE];
    const char *disk_slash = strrchr(path, '/');
    const char *disk_name = disk_slash ? disk_slash + 1 : path;
    if (*disk_name == '\0')
        return error_set(err, ERROR_UNAVAILABLE, "the path of a file ends in its name");
    if (!realpath(path_folder(arena, path), disk_folder))
        return disk_refuse(path, "its folder cannot be found", err);
    *place = path_join(arena, disk_folder, disk_name);
    return true;
}

bool disk_local(const char *folder, struct error *err)
{
    struct statfs disk_found;
    if (statfs(folder, &disk_found) != 0)
        return disk_refuse(folder, "the file system cannot be asked for its kind", err);
    for (size_t nth = 0; nth < COUNT(networks); nth++)
        if ((unsigned long)disk_found.f_type == networks[nth].magic)
            return error_at(err, ERROR_UNAVAILABLE, (struct place){.file = folder},
                            "lies on a network file system (%s), where locks do not hold; a ledger "
                            "needs a local disk",
                            networks[nth].network_name);
    return true;
}

static bool found_sound(const char *path, const struct stat *disk_found, struct error *err)
{
    if (S_ISLNK(disk_found->st_mode))
        return file_untrusted(path, "is a symbolic link; a ledger's file has one name", err);
    if (!S_ISREG(disk_found->st_mode))
        return file_untrusted(path, "is not a regular file", err);
    if (disk_found->st_nlink > 1)
        return file_untrusted(path,
                              "has a second name (a hard link), under which another could "
                              "write to it unseen",
                              err);
    if (disk_found->st_mode & OTHERS_WRITE)
        return file_untrusted(path, "can be written to by others than its owner; chmod go-w", err);
    return true;
}

bool disk_file_sound(const char *path, struct error *err)
{
    struct stat disk_found;
    return lstat(path, &disk_found) == 0 ? found_sound(path, &disk_found, err)
                                         : disk_refuse(path, "cannot be opened", err);
}

bool disk_file_sound_or_absent(const char *path, struct error *err)
{
    struct stat disk_found;
    if (lstat(path, &disk_found) == 0)
        return found_sound(path, &disk_found, err);
    return errno == ENOENT || disk_refuse(path, "cannot be opened", err);
}

bool disk_flush_folder(const char *folder, struct error *err)
{
    const int disk_folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (disk_folder_fd < 0)
        return disk_refuse(folder, "the folder cannot be opened", err);
    const bool disk_flushed = fsync(disk_folder_fd) == 0;
    const int disk_reason = errno;
    (void)close(disk_folder_fd);
    errno = disk_reason;
    return disk_flushed || disk_refuse(folder, "the folder cannot be written to the disk", err);
}

static bool folder_make_one(const char *folder, struct error *err)
{
    struct arena disk_scratch = {0};
    if (mkdir(folder, PRIVATE_FOLDER) != 0)
        return errno == EEXIST || disk_refuse(folder, "the folder cannot be made", err);
    const bool disk_flushed = disk_flush_folder(path_folder(&disk_scratch, folder), err);
    arena_free(&disk_scratch);
    return disk_flushed;
}

bool disk_make_folders(const char *folder, struct error *err)
{
    char disk_path[LIMIT_PATH_SIZE];
    const size_t disk_path_size = strlen(folder);
    if (disk_path_size == 0 || disk_path_size >= sizeof disk_path)
        return error_set(err, ERROR_UNAVAILABLE, "the path of the folder is empty or too long");
    memcpy(disk_path, folder, disk_path_size + 1);
    for (size_t disk_at = 1; disk_at <= disk_path_size; disk_at++)
        if (disk_path[disk_at] == '/' || disk_path[disk_at] == '\0') {
            disk_path[disk_at] = '\0';
            if (!folder_make_one(disk_path, err))
                return false;
            disk_path[disk_at] = folder[disk_at];
        }
    return true;
}

bool disk_rename_new(const char *unnamed, const char *place, struct error *err)
{
    struct stat disk_found;
    if (renameat2(AT_FDCWD, unnamed, AT_FDCWD, place, RENAME_NOREPLACE) == 0)
        return true;
    if (errno == EINVAL && lstat(place, &disk_found) != 0 && errno == ENOENT &&
        rename(unnamed, place) == 0)
        return true; /* a file system that does not know the flag */
    if (errno == EEXIST || errno == EINVAL)
        return error_at(err, ERROR_REFUSED, (struct place){.file = place}, "is there already");
    return disk_refuse(place, "cannot be given this name", err);
}
