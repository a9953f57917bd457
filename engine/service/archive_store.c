#include "service/archive_store.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/archive_backend.h"
#include "service/record.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct text bucket_scheme = {"s3://", 5};

enum { ARCHIVE_PIECE = 1 << 20, MEGABYTE = 1000000 };

bool archive_store_open(struct session *session, const char *where, struct archive_store **out,
                        struct error *err)
{
    const struct text archive_address = text_of(where);
    if (archive_address.size == 0)
        return error_set(err, ERROR_USAGE, "the archive is DIR or s3://BUCKET/PREFIX, not empty");
    if (text_starts(archive_address, bucket_scheme))
        return archive_bucket_open(session, where, out, err);
    if (strstr(where, "://"))
        return error_set(err, ERROR_USAGE, "the archive is DIR or s3://BUCKET/PREFIX, not %s",
                         where);
    return archive_folder_open(session, where, out, err);
}

void archive_store_close(struct archive_store *archive)
{
    if (archive)
        archive->is->close(archive);
}

struct text archive_store_name(const struct archive_store *archive)
{
    return archive->name;
}

/* ---- reading ---- */

static bool archive_blame(const char *called, const char *what, struct error *err)
{
    return error_at(err, ERROR_UNAVAILABLE, (struct place){.file = called}, "%s: %s", what,
                    strerror(errno));
}

static bool copy_write(int copy, struct text piece)
{
    while (piece.size > 0) {
        const ssize_t written = write(copy, piece.at, piece.size);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            piece = text_part(piece, (size_t)written, piece.size);
    }
    return true;
}

static bool pieces_read(const struct archive_reading *reading, char *archive_piece,
                        struct digest_stream *archive_digest, uint64_t *size, struct error *err)
{
    for (;;) {
        const ssize_t got = read(reading->fd, archive_piece, ARCHIVE_PIECE);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return archive_blame(reading->called, "cannot be read", err);
        if (got == 0)
            return true;
        const struct text piece = {archive_piece, (size_t)got};
        if (reading->copy >= 0 && !copy_write(reading->copy, piece))
            return archive_blame(reading->called, "cannot be copied into the archive", err);
        if (!digest_add(archive_digest, piece, err))
            return false;
        *size += (uint64_t)got;
    }
}

bool archive_fd_digest(const struct archive_reading *reading, struct digest *digest, uint64_t *size,
                       struct error *err)
{
    struct arena archive_scratch = {0};
    struct digest_stream *archive_digest;
    uint64_t archive_size = 0;
    char *archive_piece = arena_alloc(&archive_scratch, ARCHIVE_PIECE);
    const bool archive_done =
        digest_start(&archive_scratch, &archive_digest, err) &&
        pieces_read(reading, archive_piece, archive_digest, &archive_size, err) &&
        digest_finish(archive_digest, digest, err);
    arena_free(&archive_scratch);
    if (archive_done)
        *size = archive_size;
    return archive_done;
}

/* ---- keeping ---- */

/* Bytes as an open file that has no name, for whoever takes files. */
static bool bytes_open(struct text bytes, int *out, struct error *err)
{
    const int unnamed = memfd_create("archived", MFD_CLOEXEC);
    if (unnamed < 0)
        return archive_blame("the archive", "there is no memory for a document", err);
    if (copy_write(unnamed, bytes) && lseek(unnamed, 0, SEEK_SET) == 0) {
        *out = unnamed;
        return true;
    }
    (void)archive_blame("the archive", "there is no memory for a document", err);
    (void)close(unnamed);
    return false;
}

static bool archived_open(const struct archived *archived, int *out, struct error *err)
{
    if (!archived->path)
        return bytes_open(archived->bytes, out, err);
    return archived->folder ? file_open_beneath(archived->folder, archived->path, out, err)
                            : file_open(archived->path, out, err);
}

/* What is there under the digest, against the digest. */
static bool object_check(struct archive_store *archive, const struct digest *digest, bool *there,
                         struct error *err)
{
    struct digest found;
    if (!archive->is->look(archive, digest, there, &found, err))
        return false;
    return !*there || digest_equal(&found, digest) ||
           error_set(err, ERROR_INTEGRITY,
                     "the archive %.*s holds other bytes under %.*s than its name says",
                     TEXT_ARGS(archive->name),
                     TEXT_ARGS(digest_print(digest, archive->session->arena)));
}

/* Where somebody else kept it meanwhile, theirs is looked at as well. */
static bool source_keep(struct archive_store *archive, const struct archive_source *source,
                        struct error *err)
{
    bool there = false;
    if (!object_check(archive, source->digest, &there, err))
        return false;
    if (there)
        return true;
    return archive->is->keep(archive, source, &there, err) &&
           (!there || object_check(archive, source->digest, &there, err));
}

bool archive_store_put(struct archive_store *archive, const struct archived *archived,
                       uint64_t *size, struct error *err)
{
    int fd = -1;
    struct digest found;
    struct archive_source source = {.called = archived->path ? archived->path : "the document",
                                    .digest = archived->digest};
    if (!archived_open(archived, &fd, err))
        return false;
    source.fd = fd;
    const struct archive_reading reading = {fd, -1, source.called};
    bool kept = archive_fd_digest(&reading, &found, &source.size, err);
    if (kept && !digest_equal(&found, archived->digest))
        kept = error_at(err, ERROR_INTEGRITY, (struct place){.file = source.called},
                        "is to be archived, and is not what was recorded: it has another digest");
    if (kept && lseek(fd, 0, SEEK_SET) != 0)
        kept = archive_blame(source.called, "cannot be read twice", err);
    kept = kept && source_keep(archive, &source, err);
    (void)close(fd);
    if (kept)
        *size = source.size;
    return kept;
}

bool archive_store_verify(struct archive_store *archive, const struct digest *digest,
                          struct error *err)
{
    bool there;
    if (!object_check(archive, digest, &there, err))
        return false;
    return there || error_set(err, ERROR_INTEGRITY, "the archive %.*s holds nothing under %.*s",
                              TEXT_ARGS(archive->name),
                              TEXT_ARGS(digest_print(digest, archive->session->arena)));
}

/* ---- folders ---- */

/* The parts come to the artifact's digest, as evidence/artifact.c makes it. */
static bool parts_check(const struct artifact_parts *parts, const struct digest *root,
                        struct arena *arena, struct error *err)
{
    struct digest sum;
    struct digest_stream *parts_digest;
    if (!digest_start(arena, &parts_digest, err))
        return false;
    for (size_t nth = 0; nth < parts->count; nth++)
        if (!digest_add(parts_digest,
                        (struct text){(const char *)parts->at[nth].digest.bytes,
                                      sizeof parts->at[nth].digest.bytes},
                        err))
            return false;
    if (!digest_finish(parts_digest, &sum, err))
        return false;
    return digest_equal(&sum, root) ||
           error_set(err, ERROR_INTEGRITY,
                     "the files to be archived are not those of the recorded artifact");
}

static struct text listing_print(const struct artifact_parts *parts, const struct digest *root,
                                 struct arena *arena)
{
    struct values files = {0};
    struct record listing = record_in(arena);
    for (size_t nth = 0; nth < parts->count; nth++) {
        struct record file = record_in(arena);
        record_digest(&file, "digest", &parts->at[nth].digest);
        record_text(&file, "path", text_of(parts->at[nth].path));
        *LIST_ADD(arena, &files) = record_map(&file);
    }
    record_text(&listing, "obstat", TEXT("archive-listing/v1"));
    record_digest(&listing, "artifact", root);
    record_value(&listing, "files", value_of_list(arena, files.at, files.count));
    return record_bytes(&listing);
}

bool archive_store_put_folder(struct archive_store *archive, const char *folder,
                              const struct artifact_parts *parts, const struct digest *root,
                              struct archive_listing *listing, struct error *err)
{
    struct session *session = archive->session;
    struct archive_listing drawn = {0};
    uint64_t size;
    if (!parts_check(parts, root, session->arena, err))
        return false;
    for (size_t nth = 0; nth < parts->count; nth++) {
        const struct archived part = {
            .folder = folder, .path = parts->at[nth].path, .digest = &parts->at[nth].digest};
        session->progress(session->context, "archived files", nth, parts->count);
        if (!archive_store_put(archive, &part, &size, err))
            return false;
        drawn.size += size;
    }
    const struct archived written = {.bytes = listing_print(parts, root, session->arena),
                                     .digest = &drawn.digest};
    if (!digest_text(written.bytes, &drawn.digest, err) ||
        !archive_store_put(archive, &written, &size, err))
        return false;
    *listing = drawn;
    return true;
}
