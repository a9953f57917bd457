#include "evidence/artifact_file.h"

#include "base/limits.h"
#include "base/proven_file.h"
#include "crypto/random.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A piece is whole blocks of any size. */
enum { PIECE_SIZE = 1 << 20 };
_Static_assert(PIECE_SIZE % LIMIT_BLOCK_SIZE == 0, "a block would be in two pieces");

/* One file while it is digested. */
struct digested_file {
    int artifact_file;
    struct block_sums sums; /* where it is shown afterwards */
    uint64_t size;          /* read so far                  */
    struct arena *arena;
};

void artifact_progress_tell(struct artifact_reader *reader, size_t got)
{
    reader->done += got;
    if (reader->watch && reader->watch->progress)
        reader->watch->progress(reader->watch->context, reader->done, reader->of);
}

bool artifact_is_shown(const struct artifact_reader *reader)
{
    return reader->watch && reader->watch->file;
}

static bool file_stat_same(const struct stat *artifact_before, const struct stat *artifact_after)
{
    return artifact_before->st_size == artifact_after->st_size &&
           artifact_before->st_mtim.tv_sec == artifact_after->st_mtim.tv_sec &&
           artifact_before->st_mtim.tv_nsec == artifact_after->st_mtim.tv_nsec &&
           artifact_before->st_ctim.tv_sec == artifact_after->st_ctim.tv_sec &&
           artifact_before->st_ctim.tv_nsec == artifact_after->st_ctim.tv_nsec;
}

/* As much of the key as the artifact's largest file so far needs: 64 KB take longer to draw than a
 * small file to digest. It at least doubles, or each of 100,000 files might have another. */
static bool key_reach(struct artifact_reader *reader, uint64_t artifact_size, struct error *err)
{
    size_t key_size = block_key_size(artifact_size);
    if (key_size <= reader->key_size)
        return true;
    if (key_size < 2 * reader->key_size)
        key_size = 2 * reader->key_size;
    uint64_t *key = arena_alloc(reader->arena, key_size);
    if (!random_bytes((uint8_t *)key, key_size, err))
        return false;
    reader->key = key;
    reader->key_size = key_size;
    return true;
}

static bool sums_begin(struct artifact_reader *reader, uint64_t artifact_size,
                       struct digested_file *digested, struct error *err)
{
    if (!artifact_is_shown(reader))
        return true;
    if (block_size(artifact_size) == 0)
        return error_set(err, ERROR_REFUSED, "has 1 TB or more, which cannot be scanned in time");
    if (!key_reach(reader, artifact_size, err))
        return false;
    digested->sums = block_sums_open(artifact_size, reader->key, digested->arena);
    return true;
}

/* A whole piece, but at the end of the file. */
static bool piece_fill(int artifact_file, struct text *artifact_piece, char *piece,
                       struct error *err)
{
    size_t filled = 0;
    for (ssize_t got = 1; got > 0 && filled<PIECE_SIZE; filled += got> 0 ? (size_t)got : 0) {
        do
            got = read(artifact_file, piece + filled, PIECE_SIZE - filled);
        while (got < 0 && errno == EINTR);
        if (got < 0)
            return error_set(err, ERROR_UNAVAILABLE, "reading failed: %s", strerror(errno));
    }
    *artifact_piece = (struct text){piece, filled};
    return true;
}

/* From the start to the end: each byte into the digest and into the sum of its block. */
static bool pieces_digest(struct artifact_reader *reader, struct digested_file *digested,
                          struct digest *digest, struct error *err)
{
    struct digest_stream *artifact_digest;
    struct text artifact_piece = {NULL, PIECE_SIZE};
    if (!reader->piece)
        reader->piece = arena_alloc(reader->arena, PIECE_SIZE);
    if (!digest_start(digested->arena, &artifact_digest, err))
        return false;
    (void)posix_fadvise(digested->artifact_file, 0, 0, POSIX_FADV_SEQUENTIAL);
    while (artifact_piece.size == PIECE_SIZE) {
        if (!piece_fill(digested->artifact_file, &artifact_piece, reader->piece, err) ||
            !digest_add(artifact_digest, artifact_piece, err))
            return false;
        block_sums_add(&digested->sums, artifact_piece);
        digested->size += artifact_piece.size;
        artifact_progress_tell(reader, artifact_piece.size);
    }
    return digest_finish(artifact_digest, digest, err);
}

/* What the watch made of it does not count where it did not read what was digested. */
static bool digested_show(const struct artifact_reader *reader,
                          const struct digested_file *digested, const char *shown,
                          struct error *err)
{
    if (!artifact_is_shown(reader))
        return true;
    struct proven_file *proven =
        proven_file_open(digested->artifact_file, &digested->sums, digested->arena);
    return reader->watch->file(reader->watch->context, proven, shown, err) &&
           proven_file_check(proven, err);
}

bool artifact_file_digest(struct artifact_reader *reader, int artifact_file, const char *shown,
                          struct digest *digest, uint64_t *size, struct error *err)
{
    struct stat artifact_before, artifact_after;
    struct arena artifact_scratch = {0}; /* of 100,000 files, each gives back its own */
    struct digested_file digested = {.artifact_file = artifact_file, .arena = &artifact_scratch};
    if (fstat(artifact_file, &artifact_before) != 0 || artifact_before.st_size < 0)
        return error_set(err, ERROR_UNAVAILABLE, "cannot be read");
    const uint64_t artifact_size = (uint64_t)artifact_before.st_size;
    bool artifact_whole = sums_begin(reader, artifact_size, &digested, err) &&
                          pieces_digest(reader, &digested, digest, err);
    if (artifact_whole && digested.size == artifact_size)
        artifact_whole = digested_show(reader, &digested, shown, err);
    if (artifact_whole &&
        (fstat(artifact_file, &artifact_after) != 0 ||
         !file_stat_same(&artifact_before, &artifact_after) || digested.size != artifact_size))
        artifact_whole = error_set(err, ERROR_REFUSED, "changed while it was read");
    arena_free(&artifact_scratch);
    if (artifact_whole)
        *size = digested.size;
    return artifact_whole;
}
