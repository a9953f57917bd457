/* An export, file for file: what manifest.json lists, and nothing besides. */
#include "service/audit_files.h"
#include "service/said.h"

#include "base/file.h"
#include "base/limits.h"
#include "crypto/sshsig.h"
#include "value/json.h"

#include <stdlib.h>
#include <string.h>

static bool folder_file(const struct audit_files *export_files, const char *name, size_t max,
                        struct arena *arena, struct text *out, struct error *err)
{
    struct error unread = {0};
    return file_read_beneath(export_files->folder, name, max, arena, out, &unread) ||
           error_set(err, ERROR_INTEGRITY, "%s: %s", name, unread.message);
}

/* The log's key as a key of crypto/'s. */
static struct key signing_key(const struct note_key *log)
{
    struct key export_key = {.kind = KEY_ED25519, .size = sizeof log->bytes};
    memcpy(export_key.point, log->bytes, sizeof log->bytes);
    return export_key;
}

/* Signed first, read then. */
static bool manifest_open(const struct audit_files *export_files, const struct note_key *log,
                          struct arena *arena, struct value *manifest, struct error *err)
{
    struct sshsig export_signature;
    struct text export_bytes, armored;
    const struct key export_key = signing_key(log);
    const struct text export_name_space = text_format(arena, "export@%.*s", TEXT_ARGS(log->name));
    struct error export_fault = {0};
    if (!folder_file(export_files, "manifest.json", LIMIT_REPORT_SIZE, arena, &export_bytes, err) ||
        !folder_file(export_files, "manifest.json.sig", LIMIT_SSHSIG_SIZE, arena, &armored, err))
        return false;
    if (!sshsig_read("manifest.json.sig", armored, arena, &export_signature, &export_fault) ||
        !sshsig_verify(&export_signature, &export_key, export_name_space, export_bytes,
                       &export_fault) ||
        !json_read("manifest.json", export_bytes, (struct json_options){0}, arena, manifest,
                   &export_fault))
        return error_set(err, ERROR_INTEGRITY, "manifest.json is not what the log's key signed: %s",
                         export_fault.message);
    return text_is(said_text(manifest, "obstat"), "export/v1") ||
           error_set(err, ERROR_INTEGRITY, "manifest.json is no export/v1");
}

/* ---- file for file ---- */

static bool file_holds(const struct audit_files *export_files, const struct value *export_row,
                       struct error *err)
{
    struct text export_bytes;
    struct digest digest;
    struct arena held = {0};
    char exported_digest[DIGEST_TEXT_SIZE] = "";
    const struct text export_path = said_text(export_row, "path");
    const char *name = text_string(&held, export_path);
    bool export_holds =
        export_path.size > 0 &&
        folder_file(export_files, name, LIMIT_EVIDENCE_SIZE, &held, &export_bytes, err) &&
        digest_text(export_bytes, &digest, err);
    if (export_holds)
        digest_write(&digest, exported_digest);
    if (export_holds && !text_is(said_text(export_row, "digest"), exported_digest))
        export_holds = error_set(err, ERROR_INTEGRITY,
                                 "%s was changed: it has not the digest that the "
                                 "log's key signed",
                                 name);
    arena_free(&held);
    return export_holds;
}

static int rows_order(const void *wanted, const void *row)
{
    return text_compare(*(const struct text *)wanted,
                        said_text(*(const struct value *const *)row, "path"));
}

/* In the manifest, whose rows are in the order of their paths. */
static bool is_listed(const struct value *export_rows, struct text export_path)
{
    size_t low = 0, high = value_count(export_rows);
    while (low < high) {
        const size_t listed_middle = low + (high - low) / 2;
        const struct value *export_row = value_at(export_rows, listed_middle);
        const int order = rows_order(&export_path, &export_row);
        if (order == 0)
            return true;
        if (order < 0)
            high = listed_middle;
        else
            low = listed_middle + 1;
    }
    return text_is(export_path, "manifest.json") || text_is(export_path, "manifest.json.sig");
}

static bool files_listed(const struct audit_files *export_files, const struct value *export_rows,
                         struct arena *arena, struct error *err)
{
    struct file_entries export_there = {0};
    if (!file_list(export_files->folder, LIMIT_EXPORT_FILES, arena, &export_there, err))
        return false;
    for (size_t i = 0; i < export_there.count; i++)
        if (export_there.at[i].kind != FILE_FOLDER &&
            !is_listed(export_rows, text_of(export_there.at[i].path)))
            return error_set(err, ERROR_INTEGRITY,
                             "%s is not listed in manifest.json: it was "
                             "added afterwards",
                             export_there.at[i].path);
    return true;
}

bool audit_export_files(struct session *session, const struct audit_files *export_files,
                        const struct note_key *log, struct value *manifest, struct error *err)
{
    if (!manifest_open(export_files, log, session->arena, manifest, err))
        return false;
    const struct value *export_rows = value_get(manifest, TEXT("files"));
    for (size_t i = 0; i < value_count(export_rows); i++) {
        session->progress(session->context, "files", i, value_count(export_rows));
        if (!file_holds(export_files, value_at(export_rows, i), err))
            return false;
    }
    return files_listed(export_files, export_rows, session->arena, err);
}
