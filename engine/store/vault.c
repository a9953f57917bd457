#include "store/vault.h"

#include "store/disk.h"

#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"

enum { VAULT_FILE_MODE = 0644, DIGEST_DIGITS = 64 };

/* What file_write leaves behind where the process is killed in the middle. */
static const struct text vault_unfinished = {".obstat-", 8};

static const char *vault_path(const char *folder, const struct digest *digest, struct arena *arena)
{
    char vault_digits[DIGEST_DIGITS + 1];
    hex_write(digest->bytes, sizeof digest->bytes, vault_digits);
    return path_join(arena, folder, vault_digits);
}

bool vault_has(const char *folder, const struct digest *digest)
{
    struct arena vault_scratch = {0};
    enum file_kind kept_kind;
    const bool kept = file_kind_of(vault_path(folder, digest, &vault_scratch), &kept_kind) &&
                      kept_kind == FILE_REGULAR;
    arena_free(&vault_scratch);
    return kept;
}

static bool vault_changed(const char *path, struct error *err)
{
    return error_at(err, ERROR_INTEGRITY, (struct place){.file = path},
                    "the stored file was changed: it no longer has the digest that is its name");
}

/* What lies there under the digest of these bytes is these bytes, or nothing is recorded that names
 * it: who comes first may have put others there. */
static bool kept_already(const char *path, struct text kept_bytes, struct error *err)
{
    struct text found;
    struct error unread = {0};
    struct arena vault_scratch = {0};
    const bool same = file_read_listed(path, kept_bytes.size, &vault_scratch, &found, &unread) &&
                      text_equal(found, kept_bytes);
    arena_free(&vault_scratch);
    return same ||
           error_at(err, ERROR_INTEGRITY, (struct place){.file = path},
                    "the stored file does not have the digest that is its name: somebody put it "
                    "there or changed it; take it away, and the same command keeps it as it is");
}

bool vault_settle(const char *folder, struct error *err)
{
    return disk_flush_folder(folder, err);
}

bool vault_put(const char *folder, struct text kept_bytes, struct digest *digest, struct error *err)
{
    return vault_lay(folder, kept_bytes, digest, err) && vault_settle(folder, err);
}

bool vault_lay(const char *folder, struct text kept_bytes, struct digest *digest, struct error *err)
{
    struct arena vault_scratch = {0};
    struct digest kept_digest;
    if (!digest_text(kept_bytes, &kept_digest, err))
        return false;
    const char *path = vault_path(folder, &kept_digest, &vault_scratch);
    const bool kept = vault_has(folder, &kept_digest)
                          ? kept_already(path, kept_bytes, err)
                          : file_lay(path, kept_bytes, VAULT_FILE_MODE, err);
    arena_free(&vault_scratch);
    if (kept)
        *digest = kept_digest;
    return kept;
}

bool vault_get(const char *folder, const struct digest *digest, size_t max, struct arena *arena,
               struct text *kept, struct error *err)
{
    const char *path = vault_path(folder, digest, arena);
    struct error vault_fault = {0};
    struct digest kept_digest;
    struct text kept_bytes;
    if (!vault_has(folder, digest))
        return error_at(err, ERROR_INTEGRITY, (struct place){.file = path},
                        "the stored file is missing");
    if (!file_read_listed(path, max, arena, &kept_bytes, &vault_fault))
        return error_at(err, ERROR_INTEGRITY, (struct place){.file = path}, "the stored file %s",
                        vault_fault.message);
    if (!digest_text(kept_bytes, &kept_digest, err))
        return false;
    if (!digest_equal(&kept_digest, digest))
        return vault_changed(path, err);
    *kept = kept_bytes;
    return true;
}

static bool vault_name_read(const struct file_entry *vault_file, struct digest *digest)
{
    const struct text vault_name = text_of(vault_file->path);
    struct digest vault_digest;
    char vault_spelled[DIGEST_DIGITS + 1];
    if (vault_file->kind != FILE_REGULAR || vault_name.size != DIGEST_DIGITS ||
        !hex_read(vault_name, vault_digest.bytes, sizeof vault_digest.bytes))
        return false;
    hex_write(vault_digest.bytes, sizeof vault_digest.bytes, vault_spelled);
    if (!text_is(vault_name, vault_spelled)) /* capitals would name a file twice */
        return false;
    *digest = vault_digest;
    return true;
}

bool vault_list(const char *folder, struct arena *arena, struct vault_digests *vault_digests,
                struct error *err)
{
    struct file_entries vault_files = {0};
    struct vault_digests vault_listed = {0};
    if (!file_names(folder, LIMIT_VAULT_FILES, arena, &vault_files, err))
        return false;
    for (size_t nth = 0; nth < vault_files.count; nth++) {
        struct digest digest;
        if (text_starts(text_of(vault_files.at[nth].path), vault_unfinished))
            continue;
        if (!vault_name_read(&vault_files.at[nth], &digest))
            return error_at(err, ERROR_INTEGRITY, (struct place){.file = folder},
                            "holds \"%s\", which is not named like a digest",
                            vault_files.at[nth].path);
        *LIST_ADD(arena, &vault_listed) = digest;
    }
    *vault_digests = vault_listed;
    return true;
}
