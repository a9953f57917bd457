/* base/file.h: regular files, whole, within bounds.
 *
 * Reading never waits and never follows a surprise: a directory, a device, a FIFO, a socket and a
 * file above its limit are refused by name before a byte is read. Writing is all or nothing: the
 * bytes go to a temporary file beside the target, are flushed, and take its name in one step.
 *
 * A path from a stranger's document goes through file_read_beneath, which resolves it under a root
 * folder and refuses whatever would leave it: an absolute path, `..`, or a link that points out.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"
#include "base/text.h"

/* The contents, followed by a NUL that is not counted. Failures are ERROR_REFUSED with `path` as
 * the file to blame: "no such file", "is a directory", "is larger than 1,048,576 bytes", ...
 * `path` is what the user typed or wrote. */
NODISCARD bool file_read(const char *path, size_t max, struct arena *arena, struct text *out,
                         struct error *err);

/* The same for what file_list has just found to be a regular file: that was the look which the
 * others take before they open anything. A link is refused. */
NODISCARD bool file_read_listed(const char *path, size_t max, struct arena *arena, struct text *out,
                                struct error *err);

/* The same for `path` as seen from folder `root`, which it may not leave. Links are followed while
 * they stay beneath. */
NODISCARD bool file_read_beneath(const char *root, const char *path, size_t max,
                                 struct arena *arena, struct text *out, struct error *err);

/* Open for reading as the two above do, for what is streamed; the caller closes. */
NODISCARD bool file_open(const char *path, int *out, struct error *err);
NODISCARD bool file_open_beneath(const char *root, const char *path, int *out, struct error *err);

/* Standard input to its end, as a file named "-". */
NODISCARD bool file_read_input(size_t max, struct arena *arena, struct text *out,
                               struct error *err);

/* Replace or create `path` with `contents` in one step, readable as `mode` says (0644, 0600).
 * ERROR_UNAVAILABLE where the disk is full or the folder does not take it; then `path` is as it
 * was and no temporary file stays behind. A link to a file is
 * ERROR_UNAVAILABLE too: whoever made it would choose what is overwritten. Where `path` is a
 * terminal, a FIFO, /dev/null or a name of standard output, it is written straight to and never
 * replaced. A directory, disk or socket is ERROR_REFUSED. The process ignores SIGPIPE and SIGXFSZ,
 * or dies of them in here. */
NODISCARD bool file_write(const char *path, struct text contents, unsigned mode, struct error *err);

/* Create `path` with `contents` in one step: ERROR_REFUSED where anything has that name, of two who
 * try at once the later one; ERROR_UNAVAILABLE as above. The name is on the disk when it returns.
 */
NODISCARD bool file_create(const char *path, struct text contents, unsigned mode,
                           struct error *err);

/* As file_write for a file of ours, by whoever writes many: the contents are on the disk when it
 * returns, the name only once the folder was flushed. */
NODISCARD bool file_lay(const char *path, struct text contents, unsigned mode, struct error *err);

/* What stands in a folder, for walking it. */
enum file_kind { FILE_REGULAR, FILE_FOLDER, FILE_LINK, FILE_OTHER };

struct file_entry {
    const char *path; /* relative to the folder that was listed, '/' between names */
    enum file_kind kind;
    unsigned long long size; /* bytes, of a regular file */
};

struct file_entries LIST(struct file_entry);

/* Everything below `folder`, in byte order of the path, folders not among it, hidden names
 * included, links listed but not followed. More than `max` entries, or more than
 * LIMIT_DIRECTORY_DEPTH levels, are ERROR_REFUSED. */
NODISCARD bool file_list(const char *folder, size_t max, struct arena *arena,
                         struct file_entries *out, struct error *err);

/* The same without sizes, which cost a question for each file. */
NODISCARD bool file_names(const char *folder, size_t max, struct arena *arena,
                          struct file_entries *out, struct error *err);

/* Make the folder `path` unless it is there; the one above it must be. ERROR_UNAVAILABLE. */
NODISCARD bool folder_make(const char *path, struct error *err);

/* What `path` is, following links; false, without an error, where there is nothing. */
bool file_kind_of(const char *path, enum file_kind *out);

/* A path that a document spells, as a C string in the arena: not empty, below LIMIT_PATH_SIZE, no
 * NUL byte inside (which would end it early and make it another path). `place` is to blame. */
NODISCARD bool path_read(struct text text, struct place place, struct arena *arena,
                         const char **path, struct error *err);

/* `folder`/`name` ("name" where folder is "" or "."; `name` where it is absolute), and the folder
 * part of a path ("." where it has none). In the arena. */
const char *path_join(struct arena *arena, const char *folder, const char *name);
const char *path_folder(struct arena *arena, const char *path);

/* A relative path with its `.` and `..` worked out by their spelling:
 * "models/credit/../shared.yaml" is "models/shared.yaml". A `..` that leads above the start stays,
 * for whoever opens it to refuse. */
const char *path_settle(struct arena *arena, const char *path);

#endif
