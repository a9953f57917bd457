/* base/tar.h: files one after another in one file: POSIX ustar, as every tar reads it.
 *
 *     | header, 512 bytes: name, mode 0644, size in octal, checksum | bytes, filled to 512 | ...
 *     | 1,024 zero bytes |
 *
 * Regular files with names of at most 100 bytes, no owner, no time: the same files give the same
 * archive. Writing is all or nothing: the archive has another name until it is on the disk whole.
 * Reading takes only what was written here; whatever else is in an archive is ERROR_REFUSED.
 */
#ifndef BASE_TAR_H
#define BASE_TAR_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

struct tar_writer;

/* A new archive; what stands at `path` is never replaced. */
NODISCARD bool tar_create(const char *path, struct arena *arena, struct tar_writer **out,
                          struct error *err);

/* Add a file under a name: bytes at hand, or those at `path`, which is streamed. */
NODISCARD bool tar_add(struct tar_writer *writer, const char *name, struct text bytes,
                       struct error *err);
NODISCARD bool tar_add_file(struct tar_writer *writer, const char *name, const char *path,
                            struct error *err);

/* Durable under its own name when it returns true; nothing is left where it returns false. */
NODISCARD bool tar_finish(struct tar_writer *writer, struct error *err);
void tar_abandon(struct tar_writer *writer);

struct tar_reader;

NODISCARD bool tar_open(const char *path, struct arena *arena, struct tar_reader **out,
                        struct error *err);

/* The next file: its name, empty at the end of the archive. What was not read of the one before is
 * passed over. */
NODISCARD bool tar_next(struct tar_reader *reader, struct text *name, uint64_t *size,
                        struct error *err);

/* The file in hand: its bytes, at most `max`, or written to `path`, which is new and is taken away
 * again where that fails. */
NODISCARD bool tar_read(struct tar_reader *reader, size_t max, struct arena *arena,
                        struct text *out, struct error *err);
NODISCARD bool tar_extract(struct tar_reader *reader, const char *path, struct error *err);

void tar_close(struct tar_reader *reader);

#endif
