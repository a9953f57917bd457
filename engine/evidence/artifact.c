#include "evidence/manifest.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const kind_names[] = {
    [ARTIFACT_NONE] = "none",         [ARTIFACT_FILE] = "file",       [ARTIFACT_FOLDER] = "folder",
    [ARTIFACT_DECLARED] = "declared", [ARTIFACT_SERVICE] = "service",
};

/* One artifact whose bytes are digested. */
struct look {
    const char *root;           /* the project's root, which nothing may leave                   */
    const char *path;           /* of the artifact, from there                                   */
    struct place place;         /* of the path in the manifest: blamed for whatever is wrong     */
    const struct value *ignore; /* or NULL */
    const char *shown;          /* the path as the manifest writes it                            */
    const struct artifact_watch *watch; /* or NULL                                               */
    uint64_t done, of;                  /* bytes, for the watch                                  */
    char *piece;                        /* PIECE_SIZE bytes                                      */
    struct arena *arena;
    struct error *err;
};

enum { PIECE_SIZE = 1 << 20 }; /* of a file, read at once */

/* Say what is wrong with a file, and blame the line of the manifest that led there. */
static bool manifest_blame(const struct look *look, const char *path, const struct error *trouble)
{
    return error_at(look->err, trouble->code, look->place, "%s: %s", path, trouble->message);
}

static bool artifact_refuse(const struct look *look, const char *path, const char *reason)
{
    return error_at(look->err, ERROR_REFUSED, look->place, "%s: %s", path, reason);
}

static bool file_stat_same(const struct stat *a, const struct stat *b)
{
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec && a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
           a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

static void progress_tell(struct look *look, size_t got)
{
    look->done += got;
    if (look->watch && look->watch->progress)
        look->watch->progress(look->watch->context, look->done, look->of);
}

/* The digest of an open file, from its start to its end. */
static bool pieces_digest(struct look *look, int artifact_file, struct arena *scratch,
                          struct digest *digest, uint64_t *size, struct error *trouble)
{
    struct digest_stream *stream;
    ssize_t piece_size = 1;
    if (!digest_start(scratch, &stream, trouble))
        return false;
    (void)posix_fadvise(artifact_file, 0, 0, POSIX_FADV_SEQUENTIAL);
    for (*size = 0; piece_size > 0; *size += (uint64_t)piece_size) {
        do
            piece_size = read(artifact_file, look->piece, PIECE_SIZE);
        while (piece_size < 0 && errno == EINTR);
        if (piece_size < 0)
            return error_set(trouble, ERROR_UNAVAILABLE, "reading failed: %s", strerror(errno));
        if (!digest_add(stream, (struct text){look->piece, (size_t)piece_size}, trouble))
            return false;
        if (piece_size > 0)
            progress_tell(look, (size_t)piece_size);
    }
    return digest_finish(stream, digest, trouble);
}

static bool file_watched(const struct look *look, int artifact_file, const char *path,
                         struct error *trouble)
{
    const size_t outer = strlen(look->path);
    if (!look->watch || !look->watch->file)
        return true;
    const bool inside = strncmp(path, look->path, outer) == 0 && path[outer] == '/';
    const char *shown = strcmp(path, look->path) == 0
                            ? look->shown
                            : path_join(look->arena, look->shown, inside ? path + outer + 1 : path);
    return look->watch->file(look->watch->context, artifact_file, shown, trouble);
}

static bool open_digest(struct look *look, int artifact_file, const char *path,
                        struct digest *digest, uint64_t *size, struct error *trouble)
{
    struct stat before, after;
    struct arena scratch = {0}; /* a folder may hold 100,000 files: each gives back its own */
    bool done = fstat(artifact_file, &before) == 0 &&
                pieces_digest(look, artifact_file, &scratch, digest, size, trouble) &&
                file_watched(look, artifact_file, path, trouble);
    if (done && (fstat(artifact_file, &after) != 0 || !file_stat_same(&before, &after) ||
                 *size != (uint64_t)before.st_size))
        done = error_set(trouble, ERROR_REFUSED, "changed while it was read");
    arena_free(&scratch);
    return done || error_set(trouble, ERROR_UNAVAILABLE, "cannot be read");
}

static bool file_digest(struct look *look, const char *path, struct digest *digest, uint64_t *size)
{
    int artifact_file;
    struct error trouble = {0};
    if (!file_open_beneath(look->root, path, &artifact_file, &trouble))
        return manifest_blame(look, path, &trouble);
    const bool done = open_digest(look, artifact_file, path, digest, size, &trouble);
    (void)close(artifact_file);
    return done || manifest_blame(look, path, &trouble);
}

/* `name` itself, or a folder above the path. */
static bool is_at_or_below(struct text path, struct text name)
{
    while (name.size > 1 && name.at[name.size - 1] == '/')
        name.size--;
    return text_starts(path, name) && (path.size == name.size || path.at[name.size] == '/');
}

static bool is_ignored(const struct look *look, const char *path)
{
    for (size_t ignored = 0; look->ignore && ignored < value_count(look->ignore); ignored++)
        if (is_at_or_below(text_of(path), value_text(value_at(look->ignore, ignored))))
            return true;
    return false;
}

static bool entry_check(const struct look *look, const struct file_entry *entry)
{
    const char *path = path_join(look->arena, look->path, entry->path);
    if (entry->kind == FILE_LINK)
        return artifact_refuse(look, path, "is a link; an artifact holds only its own files");
    if (entry->kind != FILE_REGULAR)
        return artifact_refuse(look, path, "is neither a file nor a folder");
    if (utf8_check(text_of(entry->path)) < strlen(entry->path))
        return artifact_refuse(look, path, "has a name that is not UTF-8");
    return true;
}

/* What is digested: everything below the folder but what is ignored. */
static bool entries_read(const struct look *look, struct file_entries *entries)
{
    struct error trouble = {0};
    struct file_entries listed = {0}, digested = {0};
    if (!file_list(path_join(look->arena, look->root, look->path), LIMIT_ARTIFACT_FILES,
                   look->arena, &listed, &trouble))
        return error_at(look->err, trouble.code, look->place, "%s: %s", trouble.file,
                        trouble.message);
    for (size_t entry = 0; entry < listed.count; entry++) {
        if (is_ignored(look, listed.at[entry].path))
            continue;
        if (!entry_check(look, &listed.at[entry]))
            return false;
        *LIST_ADD(look->arena, &digested) = listed.at[entry];
    }
    if (digested.count == 0)
        return artifact_refuse(look, look->path, "the folder holds no file");
    *entries = digested;
    return true;
}

static bool entries_same(const struct file_entries *a, const struct file_entries *b)
{
    for (size_t entry = 0; entry < a->count && entry < b->count; entry++)
        if (strcmp(a->at[entry].path, b->at[entry].path) != 0 ||
            a->at[entry].size != b->at[entry].size)
            return false;
    return a->count == b->count;
}

/* The digests of the files, raw and one after another. */
static bool entries_digest(struct look *look, const struct file_entries *entries,
                           struct artifact *artifact)
{
    struct digest_stream *stream;
    if (!digest_start(look->arena, &stream, look->err))
        return false;
    for (size_t entry = 0; entry < entries->count; entry++)
        look->of += entries->at[entry].size;
    progress_tell(look, 0);
    for (size_t entry = 0; entry < entries->count; entry++) {
        struct digest digest;
        uint64_t size;
        const char *path = path_join(look->arena, look->path, entries->at[entry].path);
        if (!file_digest(look, path, &digest, &size) ||
            !digest_add(stream, (struct text){(const char *)digest.bytes, sizeof digest.bytes},
                        look->err))
            return false;
        artifact->files++;
        artifact->size += size;
    }
    return digest_finish(stream, &artifact->digest, look->err);
}

/* Neither `..` nor a link on the way may lead out of the root. */
static bool folder_inside(const struct look *look)
{
    char outer[PATH_MAX], inner[PATH_MAX];
    const char *path = path_join(look->arena, look->root, look->path);
    if (!realpath(look->root, outer) || !realpath(path, inner))
        return artifact_refuse(look, look->path, "cannot be read");
    const size_t shared = strcmp(outer, "/") == 0 ? 0 : strlen(outer);
    if (strncmp(outer, inner, shared) == 0 && (inner[shared] == '/' || inner[shared] == '\0'))
        return true;
    return artifact_refuse(look, look->path, "leads out of the project");
}

static bool folder_digest(struct look *look, struct artifact *artifact)
{
    struct file_entries before = {0}, after = {0};
    if (!folder_inside(look) || !entries_read(look, &before) ||
        !entries_digest(look, &before, artifact) || !entries_read(look, &after))
        return false;
    return entries_same(&before, &after) ||
           artifact_refuse(look, look->path, "the folder changed while it was read");
}

static bool path_digest(struct look *look, struct artifact *artifact)
{
    enum file_kind kind;
    if (!file_kind_of(path_join(look->arena, look->root, look->path), &kind))
        return artifact_refuse(look, look->path, "no such file or folder");
    artifact->kind = kind == FILE_FOLDER ? ARTIFACT_FOLDER : ARTIFACT_FILE;
    if (kind == FILE_FOLDER)
        return folder_digest(look, artifact);
    struct stat found;
    if (stat(path_join(look->arena, look->root, look->path), &found) == 0)
        look->of = (uint64_t)found.st_size;
    artifact->files = 1;
    progress_tell(look, 0);
    return file_digest(look, look->path, &artifact->digest, &artifact->size);
}

static bool path_look(const struct manifest *manifest, const struct value *path,
                      const struct artifact_watch *watch, struct arena *arena,
                      struct artifact *artifact, struct error *err)
{
    const char *written;
    struct look look = {.root = manifest->root,
                        .place = value_place(path),
                        .ignore = value_present(artifact->node, TEXT("ignore")),
                        .watch = watch,
                        .piece = arena_alloc(arena, PIECE_SIZE),
                        .arena = arena,
                        .err = err};
    if (look.ignore && value_count(look.ignore) > LIMIT_ARTIFACT_IGNORED)
        return error_at(err, ERROR_REFUSED, value_place(look.ignore),
                        "names %zu paths, at most %d can be ignored", value_count(look.ignore),
                        LIMIT_ARTIFACT_IGNORED);
    if (!path_read(value_text(path), look.place, arena, &written, err))
        return false;
    look.shown = written;
    look.path = path_settle(arena, path_join(arena, manifest->inside, written));
    artifact->path = written;
    return path_digest(&look, artifact);
}

static bool declared_read(const struct value *digest, struct digest *declared, struct error *err)
{
    return digest_read(value_text(digest), declared) ||
           error_at(err, ERROR_REFUSED, value_place(digest),
                    "artifact.digest is no digest: sha256: and 64 digits in lower case");
}

/* Both a path and a digest: what was promised against what is there. */
static bool digest_compare(const struct artifact *artifact, const struct value *digest,
                           struct error *err)
{
    struct digest declared;
    char own_digest[DIGEST_TEXT_SIZE];
    if (!declared_read(digest, &declared, err))
        return false;
    if (digest_equal(&declared, &artifact->digest))
        return true;
    digest_write(&artifact->digest, own_digest);
    return error_at(err, ERROR_INTEGRITY, value_place(digest),
                    "the artifact %s is not the one of this digest: its own is %s", artifact->path,
                    own_digest);
}

static bool artifact_fill(const struct manifest *manifest, const struct artifact_watch *watch,
                          struct arena *arena, struct artifact *artifact, struct error *err)
{
    const struct value *path = value_present(artifact->node, TEXT("path"));
    const struct value *digest = value_present(artifact->node, TEXT("digest"));
    if (value_present(artifact->node, TEXT("service"))) {
        artifact->kind = ARTIFACT_SERVICE;
        return (!path && !digest) ||
               error_at(err, ERROR_REFUSED, value_place(artifact->node),
                        "an artifact is a service, or it has a path or a digest; not both");
    }
    if (path)
        return path_look(manifest, path, watch, arena, artifact, err) &&
               (!digest || digest_compare(artifact, digest, err));
    artifact->kind = ARTIFACT_DECLARED;
    return digest ? declared_read(digest, &artifact->digest, err)
                  : error_at(err, ERROR_REFUSED, value_place(artifact->node),
                             "the artifact needs a path, a digest or a service");
}

bool artifact_read(const struct manifest *manifest, struct arena *arena, struct artifact *out,
                   struct error *err)
{
    return artifact_read_watched(manifest, NULL, arena, out, err);
}

bool artifact_read_watched(const struct manifest *manifest, const struct artifact_watch *watch,
                           struct arena *arena, struct artifact *out, struct error *err)
{
    struct artifact artifact = {.kind = ARTIFACT_NONE,
                                .node = value_present(manifest->document, TEXT("artifact"))};
    if (artifact.node && !artifact_fill(manifest, watch, arena, &artifact, err))
        return false;
    *out = artifact;
    return true;
}

struct value artifact_value(const struct artifact *artifact, struct arena *arena)
{
    struct members members = {0};
    const struct value *ignore = value_present(artifact->node, TEXT("ignore"));
    const struct value *service = value_present(artifact->node, TEXT("service"));
    const bool digested = artifact->kind != ARTIFACT_SERVICE;
    if (artifact->kind == ARTIFACT_NONE)
        return value_of_null();
    members_add(arena, &members, TEXT("kind"), value_of_text(text_of(kind_names[artifact->kind])));
    if (digested)
        members_add(arena, &members, TEXT("digest"),
                    value_of_text(digest_print(&artifact->digest, arena)));
    if (artifact->path)
        members_add(arena, &members, TEXT("path"), value_of_text(text_of(artifact->path)));
    if (artifact->path && ignore)
        members_add(arena, &members, TEXT("ignore"), *ignore);
    if (service)
        members_add(arena, &members, TEXT("service"), *service);
    return value_of_map(arena, &members);
}
