/* archive WHERE put FILE | folder DIR | verify DIGEST: what keeps retired models, without the rest
 * of obstat. It lies beside obstat-net, as obstat does. */
#include "service/archive_store.h"

#include "base/file.h"
#include "base/limits.h"
#include "crypto/digest.h"

#include <stdio.h>
#include <string.h>

static void progress_ignore(void *context, const char *what, uint64_t done, uint64_t of)
{
    (void)context;
    (void)what;
    (void)done;
    (void)of;
}

static const char *environment_setting(void *context, const char *name)
{
    (void)context;
    const char *said = getenv(name);
    return said && said[0] ? said : NULL;
}

static bool file_digest(const char *folder, const char *path, struct arena *arena,
                        struct digest *digest, struct error *err)
{
    struct text bytes;
    return file_read(path_join(arena, folder, path), 64U << 20, arena, &bytes, err) &&
           digest_text(bytes, digest, err);
}

static bool file_put(struct archive_store *archive, const char *path, struct arena *arena,
                     struct error *err)
{
    uint64_t size;
    struct digest digest;
    const struct archived archived = {.path = path, .digest = &digest};
    if (!file_digest("", path, arena, &digest, err) ||
        !archive_store_put(archive, &archived, &size, err))
        return false;
    printf("%s %llu\n", digest_print(&digest, arena).at, (unsigned long long)size);
    return true;
}

static bool folder_put(struct archive_store *archive, const char *folder, struct arena *arena,
                       struct error *err)
{
    struct digest root;
    struct archive_listing listing;
    struct digest_stream *stream;
    struct artifact_parts parts = {0};
    struct file_entries entries = {0};
    if (!file_list(folder, LIMIT_ARTIFACT_FILES, arena, &entries, err) ||
        !digest_start(arena, &stream, err))
        return false;
    for (size_t i = 0; i < entries.count; i++) {
        struct artifact_part *part = LIST_ADD(arena, &parts);
        part->path = entries.at[i].path;
        if (!file_digest(folder, part->path, arena, &part->digest, err) ||
            !digest_add(stream, (struct text){(const char *)part->digest.bytes, 32}, err))
            return false;
    }
    if (!digest_finish(stream, &root, err) ||
        !archive_store_put_folder(archive, folder, &parts, &root, &listing, err))
        return false;
    printf("%s %llu\n", digest_print(&listing.digest, arena).at, (unsigned long long)listing.size);
    return true;
}

static bool verify(struct archive_store *archive, const char *written, struct arena *arena,
                   struct error *err)
{
    struct digest digest;
    (void)arena;
    return (digest_read(text_of(written), &digest) ||
            error_set(err, ERROR_USAGE, "%s is no digest", written)) &&
           archive_store_verify(archive, &digest, err);
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct error err = {0};
    struct archive_store *archive;
    struct session session = {
        .arena = &arena, .progress = progress_ignore, .setting = environment_setting};
    bool done = false;
    if (argc != 4)
        return error_status(ERROR_USAGE);
    if (archive_store_open(&session, argv[1], &archive, &err)) {
        done = strcmp(argv[2], "put") == 0      ? file_put(archive, argv[3], &arena, &err)
               : strcmp(argv[2], "folder") == 0 ? folder_put(archive, argv[3], &arena, &err)
                                                : verify(archive, argv[3], &arena, &err);
        archive_store_close(archive);
    }
    if (!done)
        fprintf(stderr, "%s%s%s\n", err.file, err.file[0] ? ": " : "", err.message);
    arena_free(&arena);
    return done ? 0 : error_status(err.code);
}
