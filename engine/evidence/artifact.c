#include "evidence/artifact_file.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const kind_names[] = {
    [ARTIFACT_NONE] = "none",         [ARTIFACT_FILE] = "file",       [ARTIFACT_FOLDER] = "folder",
    [ARTIFACT_DECLARED] = "declared", [ARTIFACT_SERVICE] = "service",
};

/* One artifact whose bytes are digested. */
struct look {
    const char *root;           /* of the manifest's project, which no artifact may leave    */
    const char *path;           /* of the artifact, from there                               */
    struct place place;         /* of the path in the manifest: blamed for whatever is wrong */
    const struct value *ignore; /* or NULL                                                   */
    const char *signature;      /* who vouches for the artifact, from its folder; NULL where
                                 * nobody does, or the file lies elsewhere */
    bool parts_wanted;          /* the digest of each file of the artifact is kept           */
    const char *shown;          /* the artifact's path as the manifest writes it             */
    struct artifact_reader reader;
    struct arena *arena;
    struct error *err;
};

/* Say what is wrong with an artifact's file, and blame the line of the manifest that led there. */
static bool manifest_blame(const struct look *look, const char *path, const struct error *trouble)
{
    return error_at(look->err, trouble->code, look->place, "%s: %s", path, trouble->message);
}

static bool artifact_refuse(const struct look *look, const char *path, const char *reason)
{
    return error_at(look->err, ERROR_REFUSED, look->place, "%s: %s", path, reason);
}

/* The file's path as the manifest would write it; NULL where nobody asks. */
static const char *path_shown(const struct look *look, const char *path)
{
    const size_t outer = strlen(look->path);
    if (!artifact_is_shown(&look->reader))
        return NULL;
    if (strcmp(path, look->path) == 0)
        return look->shown;
    const bool inside = strncmp(path, look->path, outer) == 0 && path[outer] == '/';
    return path_join(look->arena, look->shown, inside ? path + outer + 1 : path);
}

static bool file_digest(struct look *look, const char *path, struct digest *digest, uint64_t *size)
{
    int artifact_file;
    struct error trouble = {0};
    if (!file_open_beneath(look->root, path, &artifact_file, &trouble))
        return manifest_blame(look, path, &trouble);
    const bool done = artifact_file_digest(&look->reader, artifact_file, path_shown(look, path),
                                           digest, size, &trouble);
    (void)close(artifact_file);
    return done || manifest_blame(look, path, &trouble);
}

/* `name` itself, or a folder above the artifact's path. */
static bool is_at_or_below(struct text path, struct text name)
{
    while (name.size > 1 && name.at[name.size - 1] == '/')
        name.size--;
    return text_starts(path, name) && (path.size == name.size || path.at[name.size] == '/');
}

static bool is_ignored(const struct look *look, const char *path)
{
    if (look->signature && strcmp(look->signature, path) == 0)
        return true;
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
    struct file_entries listed_entries = {0}, digested_entries = {0};
    if (!file_list(path_join(look->arena, look->root, look->path), LIMIT_ARTIFACT_FILES,
                   look->arena, &listed_entries, &trouble))
        return error_at(look->err, trouble.code, look->place, "%s: %s", trouble.file,
                        trouble.message);
    for (size_t entry = 0; entry < listed_entries.count; entry++) {
        if (is_ignored(look, listed_entries.at[entry].path))
            continue;
        if (!entry_check(look, &listed_entries.at[entry]))
            return false;
        *LIST_ADD(look->arena, &digested_entries) = listed_entries.at[entry];
    }
    if (digested_entries.count == 0)
        return artifact_refuse(look, look->path, "the folder holds no file");
    *entries = digested_entries;
    return true;
}

static bool entries_same(const struct file_entries *entries_before,
                         const struct file_entries *entries_after)
{
    for (size_t entry = 0; entry < entries_before->count && entry < entries_after->count; entry++)
        if (strcmp(entries_before->at[entry].path, entries_after->at[entry].path) != 0 ||
            entries_before->at[entry].size != entries_after->at[entry].size)
            return false;
    return entries_before->count == entries_after->count;
}

static void part_keep(const struct look *look, const char *path, const struct digest *digest,
                      struct artifact *artifact)
{
    if (look->parts_wanted)
        *LIST_ADD(look->arena, &artifact->parts) = (struct artifact_part){path, *digest};
}

enum { SIZE_WRITTEN = 24 }; /* a size of 64 bits in decimal, and a NUL */

/* A file in the listing: its path, its size, each ended by a NUL, and its digest, raw. */
static bool listing_add(struct look *look, struct digest_stream *listing_digest,
                        const struct file_entry *entry, uint64_t size, const struct digest *digest)
{
    char written[SIZE_WRITTEN];
    const int written_size = snprintf(written, sizeof written, "%llu", (unsigned long long)size);
    return digest_add(listing_digest, (struct text){entry->path, strlen(entry->path) + 1},
                      look->err) &&
           digest_add(listing_digest, (struct text){written, (size_t)written_size + 1},
                      look->err) &&
           digest_add(listing_digest,
                      (struct text){(const char *)digest->bytes, sizeof digest->bytes}, look->err);
}

static bool listing_finish(struct look *look, struct digest_stream *listing_digest,
                           struct artifact *artifact)
{
    struct digest digest;
    if (!digest_finish(listing_digest, &digest, look->err))
        return false;
    artifact->listing = digest_print(&digest, look->arena);
    return true;
}

/* The digests of the artifact's files, raw and one after another; and the listing. */
static bool entries_digest(struct look *look, const struct file_entries *entries,
                           struct artifact *artifact)
{
    struct digest_stream *artifact_digest, *listing_digest;
    if (!digest_start(look->arena, &artifact_digest, look->err) ||
        !digest_start(look->arena, &listing_digest, look->err))
        return false;
    for (size_t entry = 0; entry < entries->count; entry++)
        look->reader.of += entries->at[entry].size;
    artifact_progress_tell(&look->reader, 0);
    for (size_t entry = 0; entry < entries->count; entry++) {
        struct digest digest;
        uint64_t size;
        const char *path = path_join(look->arena, look->path, entries->at[entry].path);
        if (!file_digest(look, path, &digest, &size) ||
            !digest_add(artifact_digest,
                        (struct text){(const char *)digest.bytes, sizeof digest.bytes},
                        look->err) ||
            !listing_add(look, listing_digest, &entries->at[entry], size, &digest))
            return false;
        part_keep(look, entries->at[entry].path, &digest, artifact);
        artifact->files++;
        artifact->size += size;
    }
    return listing_finish(look, listing_digest, artifact) &&
           digest_finish(artifact_digest, &artifact->digest, look->err);
}

/* Neither `..` nor a link on the way may lead the artifact out of the root. */
static bool folder_inside(const struct look *look)
{
    char root_folder[PATH_MAX], artifact_folder[PATH_MAX];
    const char *path = path_join(look->arena, look->root, look->path);
    if (!realpath(look->root, root_folder) || !realpath(path, artifact_folder))
        return artifact_refuse(look, look->path, "cannot be read");
    const size_t root_size = strcmp(root_folder, "/") == 0 ? 0 : strlen(root_folder);
    if (strncmp(root_folder, artifact_folder, root_size) == 0 &&
        (artifact_folder[root_size] == '/' || artifact_folder[root_size] == '\0'))
        return true;
    return artifact_refuse(look, look->path, "leads out of the project");
}

static bool folder_digest(struct look *look, struct artifact *artifact)
{
    struct file_entries entries_before = {0}, entries_after = {0};
    if (!folder_inside(look) || !entries_read(look, &entries_before) ||
        !entries_digest(look, &entries_before, artifact) || !entries_read(look, &entries_after))
        return false;
    return entries_same(&entries_before, &entries_after) ||
           artifact_refuse(look, look->path, "the folder changed while it was read");
}

static bool path_digest(struct look *look, struct artifact *artifact)
{
    enum file_kind artifact_kind;
    if (!file_kind_of(path_join(look->arena, look->root, look->path), &artifact_kind))
        return artifact_refuse(look, look->path, "no such file or folder");
    artifact->kind = artifact_kind == FILE_FOLDER ? ARTIFACT_FOLDER : ARTIFACT_FILE;
    if (artifact_kind == FILE_FOLDER)
        return folder_digest(look, artifact);
    struct stat artifact_stat;
    if (stat(path_join(look->arena, look->root, look->path), &artifact_stat) == 0)
        look->reader.of = (uint64_t)artifact_stat.st_size;
    artifact->files = 1;
    artifact_progress_tell(&look->reader, 0);
    if (!file_digest(look, look->path, &artifact->digest, &artifact->size))
        return false;
    part_keep(look, ".", &artifact->digest, artifact);
    return true;
}

/* The signature's path from the artifact's folder; NULL where it does not lie below. */
static const char *signature_below(const struct look *look, const struct manifest *manifest,
                                   const struct value *signature)
{
    if (!signature)
        return NULL;
    const char *written = text_string(look->arena, value_text(signature));
    const char *path = path_settle(look->arena, path_join(look->arena, manifest->inside, written));
    const size_t outer = strlen(look->path);
    if (strcmp(look->path, ".") == 0)
        return path;
    return strncmp(path, look->path, outer) == 0 && path[outer] == '/' ? path + outer + 1 : NULL;
}

static bool path_look(const struct manifest *manifest, const struct value *path,
                      const struct artifact_watch *watch, struct arena *arena,
                      struct artifact *artifact, struct error *err)
{
    const char *artifact_path;
    struct look look = {.root = manifest->root,
                        .place = value_place(path),
                        .ignore = value_present(artifact->node, TEXT("ignore")),
                        .reader = {.watch = watch, .arena = arena},
                        .arena = arena,
                        .err = err};
    if (look.ignore && value_count(look.ignore) > LIMIT_ARTIFACT_IGNORED)
        return error_at(err, ERROR_REFUSED, value_place(look.ignore),
                        "names %zu paths, at most %d can be ignored", value_count(look.ignore),
                        LIMIT_ARTIFACT_IGNORED);
    if (!path_read(value_text(path), look.place, arena, &artifact_path, err))
        return false;
    look.shown = artifact_path;
    look.path = path_settle(arena, path_join(arena, manifest->inside, artifact_path));
    artifact->path = artifact_path;
    const struct value *signature = value_present(artifact->node, TEXT("signature"));
    look.parts_wanted = signature || (watch && watch->parts);
    look.signature = signature_below(&look, manifest, signature);
    return path_digest(&look, artifact);
}

static bool declared_read(const struct value *digest, struct digest *declared, struct error *err)
{
    return digest_read(value_text(digest), declared) ||
           error_at(err, ERROR_REFUSED, value_place(digest),
                    "artifact.digest is no digest: sha256: and 64 digits in lower case");
}

/* Both a path and a digest: what the manifest promised against what is there. */
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

const char *artifact_kind_name(enum artifact_kind kind)
{
    return kind_names[kind];
}

struct value artifact_value(const struct artifact *artifact, struct arena *arena)
{
    struct members members = {0};
    const struct value *ignore = value_present(artifact->node, TEXT("ignore"));
    const struct value *service = value_present(artifact->node, TEXT("service"));
    const struct value *signature = value_present(artifact->node, TEXT("signature"));
    const bool digested = artifact->kind != ARTIFACT_SERVICE;
    if (artifact->kind == ARTIFACT_NONE)
        return value_of_null();
    members_add(arena, &members, TEXT("kind"), value_of_text(text_of(kind_names[artifact->kind])));
    if (digested)
        members_add(arena, &members, TEXT("digest"),
                    value_of_text(digest_print(&artifact->digest, arena)));
    if (artifact->kind == ARTIFACT_FOLDER && artifact->listing.size)
        members_add(arena, &members, TEXT("listing"), value_of_text(artifact->listing));
    if (artifact->path)
        members_add(arena, &members, TEXT("path"), value_of_text(text_of(artifact->path)));
    if (artifact->path && ignore)
        members_add(arena, &members, TEXT("ignore"), *ignore);
    if (artifact->path && signature)
        members_add(arena, &members, TEXT("signature"), *signature);
    if (service)
        members_add(arena, &members, TEXT("service"), *service);
    return value_of_map(arena, &members);
}
