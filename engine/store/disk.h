/* store/disk.h: which files a ledger may be kept in, and making their names last.
 *
 * Locks and shared memory hold among the processes of one host alone, and only where a file has one
 * name: through a second name, or from a second host, two writers would each believe to be alone.
 * So network file systems, symbolic links and hard links are refused before anything is opened; and
 * a file that others may write to is no witness of anything.
 */
#ifndef STORE_DISK_H
#define STORE_DISK_H

#include "base/arena.h"
#include "base/error.h"

/* The path from the root, without links in its folders, in the arena; the file itself need not
 * exist. ERROR_UNAVAILABLE where its folder does not. */
NODISCARD bool disk_place(const char *path, struct arena *arena, const char **place,
                          struct error *err);

/* ERROR_UNAVAILABLE where the folder lies on a network file system, which is named. */
NODISCARD bool disk_local(const char *folder, struct error *err);

/* A regular file, no link, with one name, that its owner alone may write to. ERROR_UNAVAILABLE
 * where there is none; ERROR_INTEGRITY where it is anything else. */
NODISCARD bool disk_file_sound(const char *path, struct error *err);

/* The same of a file that need not exist. */
NODISCARD bool disk_file_sound_or_absent(const char *path, struct error *err);

/* The names in a folder are on the disk when this returns true. */
NODISCARD bool disk_flush_folder(const char *folder, struct error *err);

/* Make a folder and those above it, each open to its owner alone and on the disk. One that is there
 * is left as it is. */
NODISCARD bool disk_make_folders(const char *folder, struct error *err);

/* Give a file or folder another name, which must be free; ERROR_REFUSED where it is not. */
NODISCARD bool disk_rename_new(const char *unnamed, const char *place, struct error *err);

/* ERROR_UNAVAILABLE with the words for errno, `path` to blame. Always false. */
bool disk_refuse(const char *path, const char *disk_what, struct error *err);

#endif
