/* An archive in a folder: one file for each object, written under another name, flushed, closed to
 * writing, and only then given its own. A process that is killed meanwhile leaves a .obstat-XXXXXX
 * behind, which nobody reads and which may be deleted. */
#include "service/archive_backend.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARCHIVED_FILE_MODE = 0444, OBJECT_DIGITS = 64 };

struct archive_folder {
    struct archive_store archive;
    const char *objects; /* DIR/sha256 */
};

static const char *object_path(const struct archive_folder *place, const struct digest *digest)
{
    char digits[OBJECT_DIGITS + 1];
    hex_write(digest->bytes, sizeof digest->bytes, digits);
    return path_join(place->archive.session->arena, place->objects, digits);
}

static bool folder_look(struct archive_store *archive, const struct digest *digest, bool *there,
                        struct digest *out, struct error *err)
{
    uint64_t object_size;
    const struct archive_folder *place = (const struct archive_folder *)archive;
    const char *path = object_path(place, digest);
    const int object = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat object_found;
    *there = object >= 0;
    if (object < 0 && errno == ENOENT)
        return true;
    if (object < 0)
        return disk_refuse(path, "the archived file cannot be opened", err);
    const bool sound =
        (fstat(object, &object_found) == 0 && S_ISREG(object_found.st_mode)) ||
        error_at(err, ERROR_INTEGRITY, (struct place){.file = path}, "is not a regular file");
    const struct archive_reading reading = {object, -1, path};
    const bool looked = sound && archive_fd_digest(&reading, out, &object_size, err);
    (void)close(object);
    return looked;
}

/* The bytes on the disk, under a name of their own; false with the name taken away. */
static bool object_write(const struct archive_source *source, int object, const char *unnamed,
                         struct error *err)
{
    struct digest written;
    uint64_t written_size;
    const struct archive_reading copying = {source->fd, object, source->called};
    bool whole = archive_fd_digest(&copying, &written, &written_size, err);
    if (whole && (written_size != source->size || !digest_equal(&written, source->digest)))
        whole = error_at(err, ERROR_INTEGRITY, (struct place){.file = source->called},
                         "changed while it was archived");
    if (whole && (fchmod(object, ARCHIVED_FILE_MODE) != 0 || fsync(object) != 0))
        whole = disk_refuse(unnamed, "cannot be written to the disk", err);
    return whole;
}

/* Its own name, unless another process was faster. */
static bool object_name(const char *unnamed, const char *path, bool *there, struct error *err)
{
    struct error taken = {0};
    if (disk_rename_new(unnamed, path, &taken))
        return true;
    *there = taken.code == ERROR_REFUSED;
    return *there || error_at(err, taken.code, (struct place){.file = path}, "%s", taken.message);
}

static bool folder_keep(struct archive_store *archive, const struct archive_source *source,
                        bool *there, struct error *err)
{
    char unnamed[LIMIT_PATH_SIZE];
    const struct archive_folder *place = (const struct archive_folder *)archive;
    const int spelt = snprintf(unnamed, sizeof unnamed, "%s/.obstat-XXXXXX", place->objects);
    const int object =
        spelt > 0 && (size_t)spelt < sizeof unnamed ? mkostemp(unnamed, O_CLOEXEC) : -1;
    if (object < 0)
        return disk_refuse(place->objects, "the archive takes no file", err);
    const bool written = object_write(source, object, unnamed, err);
    const bool closed = close(object) == 0 || errno == EINTR;
    const bool named = written &&
                       (closed || disk_refuse(unnamed, "cannot be written to the disk", err)) &&
                       object_name(unnamed, object_path(place, source->digest), there, err);
    if (!named || *there)
        (void)unlink(unnamed);
    return named && disk_flush_folder(place->objects, err);
}

static void folder_close(struct archive_store *archive)
{
    (void)archive;
}

static const struct archive_class archive_folder_class = {folder_keep, folder_look, folder_close};

bool archive_folder_open(struct session *session, const char *folder, struct archive_store **out,
                         struct error *err)
{
    char from_root[PATH_MAX];
    struct archive_folder *place = ARENA_NEW(session->arena, struct archive_folder);
    const char *objects = path_join(session->arena, folder, "sha256");
    if (!folder_make(folder, err) || !folder_make(objects, err))
        return false;
    if (!realpath(folder, from_root))
        return disk_refuse(folder, "the archive cannot be found", err);
    if (!disk_flush_folder(from_root, err))
        return false;
    place->archive = (struct archive_store){&archive_folder_class, session,
                                            text_format(session->arena, "file://%s", from_root)};
    place->objects = path_join(session->arena, from_root, "sha256");
    *out = &place->archive;
    return true;
}
