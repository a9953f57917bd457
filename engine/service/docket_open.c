/* From the vault: what a judgement read, as it was read. */
#include "service/docket.h"
#include "service/said.h"

#include "base/file.h"
#include "base/limits.h"
#include "store/vault.h"
#include "value/json.h"

static bool docket_malformed(const char *docket_part, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY, "the recorded case has no %s where one belongs",
                     docket_part);
}

static bool digest_named(const struct value *docket_entry, struct digest *named_digest,
                         struct error *err)
{
    return digest_read(said_text(docket_entry, "digest"), named_digest) ||
           docket_malformed("digest", err);
}

static bool path_named(const struct value *docket_entry, struct arena *arena,
                       const char **named_path, struct error *err)
{
    const struct value *docket_named = value_get(docket_entry, TEXT("path"));
    struct error nameless = {0};
    if (value_kind(docket_named) != VALUE_STRING ||
        !path_read(value_text(docket_named), value_place(docket_named), arena, named_path,
                   &nameless))
        return docket_malformed("path", err);
    return true;
}

bool docket_read(const char *vault, const struct digest *digest, struct arena *arena,
                 const struct value **out, struct error *err)
{
    struct text bytes;
    struct error docket_unread = {0};
    struct value *docket_document = ARENA_NEW(arena, struct value);
    const char *docket_name = text_string(arena, digest_print(digest, arena));
    if (!vault_get(vault, digest, LIMIT_REPORT_SIZE, arena, &bytes, err))
        return false;
    if (!json_read(docket_name, bytes, (struct json_options){0}, arena, docket_document,
                   &docket_unread))
        return error_set(err, ERROR_INTEGRITY, "%s: %s", docket_name, docket_unread.message);
    *out = docket_document;
    return true;
}

/* Where a value stands in the document is of no account: in the first judgement it stood nowhere,
 * and findings would tell. */
struct value docket_unplaced(const struct value *docket_placed, struct arena *arena)
{
    struct members docket_members = {0};
    struct values docket_items = {0};
    if (value_kind(docket_placed) == VALUE_MAP) {
        for (size_t i = 0; i < value_count(docket_placed); i++)
            members_add(arena, &docket_members, member_key(docket_placed, i),
                        docket_unplaced(member_value(docket_placed, i), arena));
        return value_of_map(arena, &docket_members);
    }
    if (value_kind(docket_placed) != VALUE_LIST)
        return docket_placed ? value_placed(*docket_placed, (struct place){0}) : value_of_null();
    for (size_t i = 0; i < value_count(docket_placed); i++)
        *LIST_ADD(arena, &docket_items) = docket_unplaced(value_at(docket_placed, i), arena);
    return value_of_list(arena, docket_items.at, docket_items.count);
}

/* ---- bytes ---- */

static bool file_fetch(const char *vault, const struct value *named, size_t max,
                       struct arena *arena, struct fetched_files *files, struct error *err)
{
    struct fetched file;
    if (!digest_named(named, &file.digest, err) ||
        !vault_get(vault, &file.digest, max, arena, &file.bytes, err))
        return false;
    *LIST_ADD(arena, files) = file;
    return true;
}

/* A file of evidence, or all of a folder. */
static bool evidence_fetch(const char *vault, const struct value *docket_entry, struct arena *arena,
                           struct fetched_files *files, struct error *err)
{
    const struct value *docket_parts = value_present(docket_entry, TEXT("files"));
    if (!docket_parts)
        return file_fetch(vault, docket_entry, LIMIT_EVIDENCE_SIZE, arena, files, err);
    for (size_t i = 0; i < value_count(docket_parts); i++)
        if (!file_fetch(vault, value_at(docket_parts, i), LIMIT_EVIDENCE_SIZE, arena, files, err))
            return false;
    return true;
}

bool docket_fetch(const char *vault, const struct value *inputs, struct arena *arena,
                  struct fetched_files *files, struct error *err)
{
    const struct value *docket_evidence = value_get(inputs, TEXT("evidence"));
    const struct value *signatures = value_get(inputs, TEXT("signatures"));
    if (value_count(docket_evidence) > LIMIT_EVIDENCE_FILES)
        return docket_malformed("evidence", err);
    if (!file_fetch(vault, value_get(inputs, TEXT("manifest")), LIMIT_MANIFEST_SIZE, arena, files,
                    err))
        return false;
    for (size_t i = 0; i < value_count(docket_evidence); i++)
        if (!evidence_fetch(vault, value_at(docket_evidence, i), arena, files, err))
            return false;
    for (size_t i = 0; i < value_count(signatures); i++)
        if (!file_fetch(vault, value_at(signatures, i), LIMIT_SIGNATURE_FILE, arena, files, err))
            return false;
    return true;
}

static bool bytes_of(const struct fetched_files *docket_files, const struct value *named,
                     struct text *docket_bytes, struct error *err)
{
    struct digest docket_digest;
    if (!digest_named(named, &docket_digest, err))
        return false;
    for (size_t i = 0; i < docket_files->count; i++)
        if (digest_equal(&docket_files->at[i].digest, &docket_digest)) {
            *docket_bytes = docket_files->at[i].bytes;
            return true;
        }
    return docket_malformed("file", err);
}

/* ---- inputs ---- */

static bool manifest_open(const struct fetched_files *files, const struct value *named,
                          struct schemas *schemas, struct arena *arena, struct inputs *inputs,
                          struct error *err)
{
    const char *path;
    if (!path_named(named, arena, &path, err) || !bytes_of(files, named, &inputs->bytes, err))
        return false;
    inputs->size += inputs->bytes.size;
    return manifest_read(path, inputs->bytes, schemas, arena, &inputs->manifest, err);
}

/* The artifact that is described so: the one kind whose description it is. */
static bool artifact_known(const struct value *docket_described, const struct manifest *manifest,
                           struct arena *arena, struct artifact *out, struct error *err)
{
    const struct value *docket_path = value_present(docket_described, TEXT("path"));
    struct artifact docket_artifact = {.node = value_present(manifest->document, TEXT("artifact"))};
    const struct value *docket_digest = value_present(docket_described, TEXT("digest"));
    docket_artifact.listing = text_copy(arena, said_text(docket_described, "listing"));
    if (docket_digest && !digest_read(value_text(docket_digest), &docket_artifact.digest))
        return docket_malformed("digest", err);
    if (docket_path)
        docket_artifact.path = text_string(arena, value_text(docket_path));
    for (int docket_kind = ARTIFACT_NONE; docket_kind <= ARTIFACT_SERVICE; docket_kind++) {
        docket_artifact.kind = (enum artifact_kind)docket_kind;
        const struct value described_as = artifact_value(&docket_artifact, arena);
        if (value_equal(&described_as, docket_described)) {
            *out = docket_artifact;
            return true;
        }
    }
    return docket_malformed("artifact", err);
}

static bool folder_open(const struct fetched_files *files, const struct value *docket_named,
                        struct arena *arena, struct evidence_parts *docket_parts, struct error *err)
{
    for (size_t i = 0; i < value_count(docket_named); i++) {
        struct evidence_part *docket_part = LIST_ADD(arena, docket_parts);
        if (!path_named(value_at(docket_named, i), arena, &docket_part->path, err) ||
            !bytes_of(files, value_at(docket_named, i), &docket_part->bytes, err))
            return false;
    }
    return true;
}

/* The bytes of one file of evidence, or of the folder's files. */
struct evidence_bytes {
    const char *path;
    struct text format; /* that was asked for */
    struct text bytes;
    const struct value *files;
    struct evidence_parts parts;
};

static bool bytes_open(const struct fetched_files *docket_files, const struct value *docket_entry,
                       struct arena *arena, struct evidence_bytes *out, struct error *err)
{
    const struct value *docket_format = value_present(docket_entry, TEXT("format"));
    out->files = value_present(docket_entry, TEXT("files"));
    out->format = docket_format ? value_text(docket_format) : TEXT_NONE;
    if (!path_named(docket_entry, arena, &out->path, err))
        return false;
    if (out->files)
        return folder_open(docket_files, out->files, arena, &out->parts, err);
    return bytes_of(docket_files, docket_entry, &out->bytes, err);
}

/* How far it was trusted then; what it rests on is not judged anew. */
static bool grade_known(const struct value *docket_entry, enum grade *docket_grade,
                        struct error *err)
{
    const struct text grade_word = said_text(docket_entry, "grade");
    for (int docket_known = GRADE_DECLARED; docket_known <= GRADE_ATTESTED; docket_known++)
        if (text_is(grade_word, grade_name((enum grade)docket_known))) {
            *docket_grade = (enum grade)docket_known;
            return true;
        }
    return docket_malformed("grade", err);
}

static bool evidence_open(const struct fetched_files *files, const struct value *entry,
                          struct inputs *inputs, struct arena *arena, struct error *err)
{
    struct evidence docket_evidence;
    struct digest docket_named;
    struct evidence_bytes docket_from = {0};
    if (!bytes_open(files, entry, arena, &docket_from, err) ||
        !digest_named(entry, &docket_named, err) ||
        !(docket_from.files ? evidence_read_parts(docket_from.path, &docket_from.parts,
                                                  docket_from.format, arena, &docket_evidence, err)
                            : evidence_read(docket_from.path, docket_from.bytes, docket_from.format,
                                            arena, &docket_evidence, err)) ||
        !grade_known(entry, &docket_evidence.grade, err))
        return false;
    if (!digest_equal(&docket_named, &docket_evidence.digest))
        return error_set(err, ERROR_INTEGRITY, "%s is not what the recorded case names",
                         docket_from.path);
    inputs->size += docket_from.bytes.size;
    *LIST_ADD(arena, &inputs->evidence) = docket_evidence;
    *LIST_ADD(arena, &inputs->files) =
        (struct input_file){docket_from.bytes, docket_from.format, docket_from.files != NULL};
    return true;
}

bool docket_open(const struct fetched_files *files, const struct value *inputs,
                 struct schemas *schemas, struct arena *arena, struct inputs *out,
                 struct error *err)
{
    const struct value *docket_evidence = value_get(inputs, TEXT("evidence"));
    const struct value *docket_observations = value_get(inputs, TEXT("observations"));
    if (value_kind(docket_evidence) != VALUE_LIST ||
        value_count(docket_evidence) > LIMIT_EVIDENCE_FILES ||
        value_kind(docket_observations) != VALUE_MAP)
        return docket_malformed("evidence or observations", err);
    if (!manifest_open(files, value_get(inputs, TEXT("manifest")), schemas, arena, out, err) ||
        !artifact_known(value_get(inputs, TEXT("artifact")), &out->manifest, arena, &out->artifact,
                        err))
        return false;
    for (size_t i = 0; i < value_count(docket_evidence); i++)
        if (!evidence_open(files, value_at(docket_evidence, i), out, arena, err))
            return false;
    if (!folder_open(files, value_get(inputs, TEXT("signatures")), arena, &out->signatures, err))
        return false;
    out->observations = docket_unplaced(docket_observations, arena);
    out->memo.arena = arena;
    out->of = (struct case_file){.memo = &out->memo,
                                 .manifest = &out->manifest,
                                 .evidence = &out->evidence,
                                 .artifact = &out->artifact,
                                 .observations = &out->observations};
    return true;
}
