#include "service/exporting.h"

#include "base/file.h"
#include "base/limits.h"
#include "crypto/sshsig.h"
#include "service/record.h"
#include "value/canonical.h"

#include <stdlib.h>
#include <string.h>

enum { EXPORT_MODE = 0644 };

/* The folders above a file, one after another. */
static bool folders_make(struct exporting *exporting, const char *path, struct error *err)
{
    for (const char *at = strchr(path, '/'); at; at = strchr(at + 1, '/')) {
        const struct text part = {path, (size_t)(at - path)};
        const char *folder =
            path_join(exporting->arena, exporting->folder, text_string(exporting->arena, part));
        if (!folder_make(folder, err))
            return false;
    }
    return true;
}

bool export_file(struct exporting *exporting, const char *path, struct text bytes,
                 struct error *err)
{
    struct exported_file export_file = {.size = bytes.size};
    export_file.path = text_string(exporting->arena, text_of(path));
    const char *whole = path_join(exporting->arena, exporting->folder, path);
    if (!folders_make(exporting, path, err) || !digest_text(bytes, &export_file.digest, err) ||
        !file_write(whole, bytes, EXPORT_MODE, err))
        return false;
    *LIST_ADD(exporting->arena, &exporting->files) = export_file;
    return true;
}

/* ---- the manifest ---- */

static int files_order(const void *a, const void *b)
{
    const struct exported_file *one = a, *other = b;
    return strcmp(one->path, other->path);
}

static struct value files_value(struct exporting *exporting)
{
    struct values rows = {0};
    qsort(exporting->files.at, exporting->files.count, sizeof *exporting->files.at, files_order);
    for (size_t i = 0; i < exporting->files.count; i++) {
        const struct exported_file *export_file = &exporting->files.at[i];
        struct record row = record_in(exporting->arena);
        record_text(&row, "path", text_of(export_file->path));
        record_integer(&row, "size", (int64_t)export_file->size);
        record_digest(&row, "digest", &export_file->digest);
        *LIST_ADD(exporting->arena, &rows) = record_map(&row);
    }
    return value_of_list(exporting->arena, rows.at, rows.count);
}

static struct value manifest_value(struct exporting *exporting)
{
    struct arena *arena = exporting->arena;
    const struct leaf_range range = exporting->range;
    const uint64_t included = range.to - range.from;
    struct record manifest = record_in(arena), entries = record_in(arena);
    record_integer(&entries, "from", (int64_t)range.from);
    record_integer(&entries, "to", (int64_t)range.to - 1);
    record_integer(&entries, "included", (int64_t)included);
    record_integer(&entries, "excluded", (int64_t)(exporting->head->size - included));
    record_text(&manifest, "obstat", TEXT("export/v1"));
    record_text(&manifest, "origin", exporting->acting->origin);
    record_text(&manifest, "key", note_key_print(log_key(exporting->acting->log), arena));
    record_integer(&manifest, "size", (int64_t)exporting->head->size);
    record_digest(&manifest, "root", &exporting->head->root);
    record_value(&manifest, "entries", record_map(&entries));
    record_value(&manifest, "files", files_value(exporting));
    return record_map(&manifest);
}

bool export_manifest(struct exporting *exporting, struct error *err)
{
    struct text signature;
    struct arena *arena = exporting->arena;
    const struct value manifest = manifest_value(exporting);
    struct buffer written = buffer_in(arena, LIMIT_REPORT_SIZE);
    const struct text name_space =
        text_format(arena, "export@%.*s", TEXT_ARGS(exporting->acting->origin));
    const struct key_pair *pair = log_key_pair(exporting->acting->log);
    if (!canonical_write(&manifest, &written, err))
        return false;
    buffer_byte(&written, '\n');
    if (buffer_full(&written))
        return error_set(err, ERROR_REFUSED,
                         "the list of so many files is larger than a file may be; export them in "
                         "ranges, with --from and --to");
    return sshsig_sign(pair, name_space, buffer_text(&written), arena, &signature, err) &&
           export_file(exporting, "manifest.json.sig", signature, err) &&
           export_file(exporting, "manifest.json", buffer_text(&written), err);
}
