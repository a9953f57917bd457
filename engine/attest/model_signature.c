#include "attest/model_signature.h"

#include "attest/member.h"
#include "attest/statement.h"
#include "attest/testimony.h"
#include "base/encode.h"
#include "base/limits.h"
#include "crypto/signature.h"

static const struct text oms_type = {"https://model_signing/signature/v1.0", 36};
static const struct text single_file = {".", 1};

enum { HEX_SIZE = 64 };

/* A part of the model as the signature lists it. */
struct resource {
    struct text name;
    struct digest digest;
};

struct resources LIST(struct resource);

static bool testimony_blame(const char *file, const struct error *refuted, struct error *err)
{
    const enum error_code code = refuted->code == ERROR_BUG ? ERROR_BUG : ERROR_INTEGRITY;
    return error_at(err, code, (struct place){file, 0, 0}, "%s", refuted->message);
}

static bool statement_take(const struct testimony *testimony, const char *file, struct arena *arena,
                           struct statement *out, struct error *err)
{
    if (!text_equal(testimony->envelope.type, STATEMENT_TYPE))
        return error_set(err, ERROR_INTEGRITY,
                         "the envelope holds no in-toto statement, but \"%.*s\"",
                         TEXT_ARGS(testimony->envelope.type));
    return statement_read(file, testimony->envelope.payload, arena, out, err);
}

static bool subject_is(const struct statement *statement, const struct digest *digest)
{
    for (size_t i = 0; i < statement->subjects.count; i++)
        if (digest_equal(&statement->subjects.at[i].digest, digest))
            return true;
    return false;
}

/* ---- a file ---- */

static bool about_bytes(const struct testimony *testimony, const char *file, struct text bytes,
                        struct arena *arena, struct error *err)
{
    struct statement statement;
    struct digest signed_digest;
    const struct text claimed = testimony->claimed;
    if (!digest_text(bytes, &signed_digest, err))
        return false;
    if (testimony->direct.size)
        return !claimed.size ||
               text_equal(claimed, (struct text){(const char *)signed_digest.bytes,
                                                 sizeof signed_digest.bytes}) ||
               error_set(err, ERROR_INTEGRITY, "the signature is over another file");
    return statement_take(testimony, file, arena, &statement, err) &&
           (subject_is(&statement, &signed_digest) ||
            error_set(
                err, ERROR_INTEGRITY,
                "the statement that is signed is about another file, or about this one before "
                "it was changed"));
}

static bool about_evidence(const struct sshsig *testified, struct error *err)
{
    if (!text_is(testified->name_space, "file") &&
        !text_starts(testified->name_space, TEXT("evidence@")))
        return error_set(err, ERROR_INTEGRITY,
                         "the SSH signature is for \"%.*s\", and one of a file is for \"file\" or "
                         "\"evidence@...\"",
                         TEXT_ARGS(testified->name_space));
    return testified->key.kind != KEY_SECURITY || sshsig_present(testified) ||
           error_set(err, ERROR_INTEGRITY, "nobody touched the security key that signed");
}

/* What is newer than this cannot be looked into. */
static bool is_opaque(const struct testimony *testimony)
{
    return testimony->unsupported && !testimony->direct.size && !testimony->envelope.type.size;
}

bool attested_file(struct signature_file signature, struct text signed_bytes,
                   const struct pinned_keys *pinned, struct arena *arena, struct attested *out,
                   struct error *err)
{
    const char *file = signature.path;
    struct testimony testimony;
    struct error refuted = {0};
    if (!testimony_read(file, signature.bytes, arena, &testimony, err))
        return false;
    const bool testimony_fits =
        testimony.form == TESTIMONY_SSHSIG
            ? about_evidence(&testimony.sshsig, &refuted)
            : is_opaque(&testimony) || about_bytes(&testimony, file, signed_bytes, arena, &refuted);
    return (testimony_fits &&
            testimony_hold(&testimony, signed_bytes, pinned, arena, out, &refuted)) ||
           testimony_blame(file, &refuted, err);
}

/* ---- a model ---- */

static int resource_order(const void *one_resource, const void *other_resource)
{
    return text_compare(((const struct resource *)one_resource)->name,
                        ((const struct resource *)other_resource)->name);
}

static bool resource_read(const struct value *resource_map, struct resource *resource,
                          struct error *err)
{
    struct text resource_digits;
    if (value_kind(resource_map) != VALUE_MAP)
        return error_set(err, ERROR_INTEGRITY, "a resource must be a map");
    if (!member_text(resource_map, TEXT("name"), &resource->name, err) ||
        !member_text(resource_map, TEXT("digest"), &resource_digits, err))
        return false;
    return (resource_digits.size == HEX_SIZE &&
            hex_read(resource_digits, resource->digest.bytes, sizeof resource->digest.bytes)) ||
           error_set(err, ERROR_INTEGRITY, "the digest of %.*s is not 64 hexadecimal digits",
                     TEXT_ARGS(resource->name));
}

/* The subject is the digest over all digests: as they are listed, which is by name. */
static bool root_digest(const struct resources *resources, struct arena *arena, struct digest *root,
                        struct error *err)
{
    struct digest_stream *resource_stream;
    if (!digest_start(arena, &resource_stream, err))
        return false;
    for (size_t i = 0; i < resources->count; i++) {
        const struct digest *resource_digest = &resources->at[i].digest;
        const struct text resource_bytes = {(const char *)resource_digest->bytes,
                                            sizeof resource_digest->bytes};
        if (!digest_add(resource_stream, resource_bytes, err))
            return false;
    }
    return digest_finish(resource_stream, root, err);
}

static bool resources_read(const struct statement *statement, struct arena *arena,
                           struct resources *resources, struct error *err)
{
    const struct value *resource_list;
    struct digest root;
    if (!member_of(statement->predicate, TEXT("resources"), VALUE_LIST, &resource_list, err))
        return false;
    if (value_count(resource_list) == 0 || value_count(resource_list) > LIMIT_ARTIFACT_FILES)
        return error_set(err, ERROR_INTEGRITY, "a signed model has 1 to %d files",
                         LIMIT_ARTIFACT_FILES);
    for (size_t i = 0; i < value_count(resource_list); i++)
        if (!resource_read(value_at(resource_list, i), LIST_ADD(arena, resources), err))
            return false;
    if (!root_digest(resources, arena, &root, err))
        return false;
    if (!subject_is(statement, &root))
        return error_set(err, ERROR_INTEGRITY,
                         "the statement that is signed is not about the files that it lists");
    if (resources->at) /* there is one at least */
        qsort(resources->at, resources->count, sizeof *resources->at, resource_order);
    for (size_t i = 1; i < resources->count; i++)
        if (text_equal(resources->at[i].name, resources->at[i - 1].name))
            return error_set(err, ERROR_INTEGRITY, "the signature lists %.*s twice",
                             TEXT_ARGS(resources->at[i].name));
    return true;
}

/* Digests of another kind, or of pieces of files: nothing here has computed them. */
static bool is_comparable(const struct statement *statement)
{
    const struct value *serialization = value_present(statement->predicate, TEXT("serialization"));
    const struct value *resource_list = value_present(statement->predicate, TEXT("resources"));
    if (!text_is(value_text(value_present(serialization, TEXT("method"))), "files") ||
        !text_is(value_text(value_present(serialization, TEXT("hash_type"))), "sha256"))
        return false;
    for (size_t i = 0; i < value_count(resource_list); i++)
        if (!text_is(value_text(value_get(value_at(resource_list, i), TEXT("algorithm"))),
                     "sha256"))
            return false;
    return true;
}

static bool resource_compare(const struct resource *resource, const struct model_file *covered,
                             struct error *err)
{
    return digest_equal(&resource->digest, &covered->digest) ||
           error_set(err, ERROR_INTEGRITY, "%.*s is not the file that was signed",
                     TEXT_ARGS(covered->name));
}

/* Both lists ascend: the first name that stands in one alone is missing or extra. */
static bool resources_compare(const struct resources *resources,
                              const struct model_files *model_files, struct error *err)
{
    size_t resource = 0, covered = 0;
    while (resource < resources->count || covered < model_files->count) {
        const int order =
            resource == resources->count ? 1
            : covered == model_files->count
                ? -1
                : text_compare(resources->at[resource].name, model_files->at[covered].name);
        if (order < 0)
            return error_set(err, ERROR_INTEGRITY, "%.*s was signed and is missing",
                             TEXT_ARGS(resources->at[resource].name));
        if (order > 0)
            return error_set(err, ERROR_INTEGRITY,
                             "%.*s is not covered by the signature; what does not belong to the "
                             "model is named in artifact.ignore",
                             TEXT_ARGS(model_files->at[covered].name));
        if (!resource_compare(&resources->at[resource++], &model_files->at[covered++], err))
            return false;
    }
    return true;
}

static bool is_single(const struct model_files *model_files)
{
    return model_files->count == 1 && text_equal(model_files->at[0].name, single_file);
}

/* A model of one file has no names to compare: signers call it ".", or as they like. */
static bool files_covered(const struct statement *statement, const struct model_files *model_files,
                          struct arena *arena, struct error *err)
{
    struct resources resources = {0};
    if (!resources_read(statement, arena, &resources, err))
        return false;
    if (is_single(model_files) && resources.count == 1)
        return resource_compare(&resources.at[0], &model_files->at[0], err);
    return resources_compare(&resources, model_files, err);
}

/* A statement of another kind, such as a provenance: about the file, or about the digest over all
 * digests. */
static bool about_model(const struct statement *statement, const struct model_files *model_files,
                        struct arena *arena, struct error *err)
{
    struct resources own_resources = {0};
    struct digest root;
    for (size_t i = 0; i < model_files->count; i++)
        *LIST_ADD(arena, &own_resources) =
            (struct resource){model_files->at[i].name, model_files->at[i].digest};
    if (!root_digest(&own_resources, arena, &root, err))
        return false;
    return subject_is(statement, is_single(model_files) ? &model_files->at[0].digest : &root) ||
           error_set(err, ERROR_INTEGRITY, "the statement that is signed is about another model");
}

/* The statement is about the model, as far as it can be compared. */
static bool model_covered(const struct statement *statement, const struct model_files *model_files,
                          bool *comparable, struct arena *arena, struct error *err)
{
    const bool oms = text_equal(statement->predicate_type, oms_type);
    *comparable = !oms || is_comparable(statement);
    return !*comparable || (oms ? files_covered(statement, model_files, arena, err)
                                : about_model(statement, model_files, arena, err));
}

bool attested_model(struct signature_file signature, const struct model_files *model_files,
                    const struct pinned_keys *pinned, struct arena *arena, struct attested *out,
                    struct error *err)
{
    bool comparable = false;
    struct attested attested;
    struct statement statement;
    struct testimony testimony;
    struct error refuted = {0};
    if (!testimony_read(signature.path, signature.bytes, arena, &testimony, err))
        return false;
    /* Signed over the bytes themselves, which may be larger than memory; or newer than this. */
    if (!testimony.envelope.type.size) {
        *out = (struct attested){.kind = ATTESTED_UNSUPPORTED,
                                 .form = text_of(testimony_name(testimony.form))};
        return true;
    }
    if (!statement_take(&testimony, signature.path, arena, &statement, &refuted) ||
        !model_covered(&statement, model_files, &comparable, arena, &refuted) ||
        !testimony_hold(&testimony, TEXT_NONE, pinned, arena, &attested, &refuted))
        return testimony_blame(signature.path, &refuted, err);
    if (!comparable)
        attested = (struct attested){.kind = ATTESTED_UNSUPPORTED};
    if (text_equal(statement.predicate_type, oms_type))
        attested.form = TEXT("oms");
    *out = attested;
    return true;
}
