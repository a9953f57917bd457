#include "service/archiving.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/docket.h"
#include "service/record.h"
#include "service/said.h"
#include "store/vault.h"

#include <string.h>

/* ---- parts ---- */

struct archive_part {
    const char *what; /* "artifact", "evidence", ...                            */
    struct text name; /* a path, or empty                                       */
    struct digest digest;
    uint64_t size;
    const struct digest *listing; /* of a folder */
};

static void part_add(struct archiving *archiving, const struct archive_part *part)
{
    struct record told = record_in(archiving->acting->arena);
    record_text(&told, "what", text_of(part->what));
    record_text(&told, "name", part->name);
    record_digest(&told, "digest", &part->digest);
    if (part->size)
        record_integer(&told, "size", (int64_t)part->size);
    if (part->listing)
        record_digest(&told, "listing", part->listing);
    *LIST_ADD(archiving->acting->arena, &archiving->parts) = record_map(&told);
}

static bool part_there(const struct archiving *archiving, struct text digest)
{
    for (size_t i = 0; i < archiving->parts.count; i++)
        if (text_equal(said_text(&archiving->parts.at[i], "digest"), digest))
            return true;
    return false;
}

/* Into the record of the log. */
static void stored_add(struct archiving *archiving, const struct digest *digest, uint64_t size,
                       struct text where)
{
    struct record told = record_in(archiving->acting->arena);
    record_digest(&told, "digest", digest);
    record_integer(&told, "size", (int64_t)size);
    record_text(&told, "where", where);
    *LIST_ADD(archiving->acting->arena, &archiving->stored) = record_map(&told);
}

static bool part_put(struct archiving *archiving, const struct archived *archived,
                     struct archive_part *part, struct error *err)
{
    part->digest = *archived->digest;
    if (!archive_store_put(archiving->archive, archived, &part->size, err) ||
        !archive_store_verify(archiving->archive, archived->digest, err))
        return false;
    part_add(archiving, part);
    return true;
}

/* ---- what lies outside: the artifact, data ---- */

/* What the worker told, looked at anew. */
static bool sought_parts(const struct value *sought, struct arena *arena,
                         struct artifact_parts *out, struct error *err)
{
    const struct value *parts = value_present(sought, TEXT("parts"));
    for (size_t i = 0; i < value_count(parts); i++) {
        struct artifact_part part = {.path =
                                         text_string(arena, said_text(value_at(parts, i), "path"))};
        if (!digest_read(said_text(value_at(parts, i), "digest"), &part.digest))
            return error_set(err, ERROR_REFUSED, "what was read of the artifact makes no sense");
        *LIST_ADD(arena, out) = part;
    }
    return true;
}

static bool folder_put(struct archiving *archiving, const struct value *sought,
                       struct archive_part *part, struct error *err)
{
    struct artifact_parts files = {0};
    struct archive_listing *listing = ARENA_NEW(archiving->acting->arena, struct archive_listing);
    char listing_written[DIGEST_TEXT_SIZE];
    struct arena *arena = archiving->acting->arena;
    struct session *session = archiving->acting->session;
    const char *folder = text_string(arena, said_text(sought, "at"));
    if (!sought_parts(sought, arena, &files, err) ||
        !archive_store_put_folder(archiving->archive, folder, &files, &part->digest, listing, err))
        return false;
    part->size = listing->size;
    part->listing = &listing->digest;
    part_add(archiving, part);
    for (size_t i = 0; i < files.count; i++) {
        const struct archive_part file = {
            .what = "file", .name = text_of(files.at[i].path), .digest = files.at[i].digest};
        session->progress(session->context, "files read back", i, files.count);
        if (!archive_store_verify(archiving->archive, &files.at[i].digest, err))
            return false;
        part_add(archiving, &file);
    }
    digest_write(&listing->digest, listing_written);
    stored_add(archiving, &part->digest, listing->size,
               text_format(arena, "%.*s/sha256/%s",
                           TEXT_ARGS(archive_store_name(archiving->archive)),
                           strchr(listing_written, ':') + 1));
    return archive_store_verify(archiving->archive, &listing->digest, err);
}

/* Bytes that have the digest that was registered, or none. */
static bool sought_holds(const struct value *sought, struct archive_part *part,
                         struct text registered, struct error *err)
{
    struct digest found;
    if (!digest_read(said_text(sought, "digest"), &found) ||
        !digest_read(registered, &part->digest))
        return error_set(err, ERROR_INTEGRITY, "the %s has no digest that was registered",
                         part->what);
    return digest_equal(&found, &part->digest) ||
           error_set(err, ERROR_INTEGRITY,
                     "this is not the %s that was registered: it is %.*s, and that was %.*s",
                     part->what, TEXT_ARGS(said_text(sought, "digest")), TEXT_ARGS(registered));
}

static bool sought_put(struct archiving *archiving, const struct value *sought,
                       struct archive_part *part, struct error *err)
{
    struct arena *arena = archiving->acting->arena;
    if (value_boolean(value_get(sought, TEXT("folder"))))
        return folder_put(archiving, sought, part, err);
    const struct archived archived = {.path = text_string(arena, said_text(sought, "at")),
                                      .digest = &part->digest};
    if (!part_put(archiving, &archived, part, err))
        return false;
    stored_add(archiving, &part->digest, part->size, archive_store_name(archiving->archive));
    return true;
}

static bool manifest_bytes(struct archiving *archiving, struct text *out, struct error *err)
{
    struct digest digest;
    return (digest_read(said_text(archiving->version, "manifest"), &digest) ||
            error_set(err, ERROR_INTEGRITY, "the version has no manifest")) &&
           vault_get(archiving->acting->vault, &digest, LIMIT_MANIFEST_SIZE,
                     archiving->acting->arena, out, err);
}

/* What was registered by its digest alone is kept under whatever names it has. */
static bool names_hold(const struct archiving *archiving, const struct value *sought,
                       struct error *err)
{
    const struct text registered = said_text(archiving->version, "listing");
    const struct value *version = archiving->version;
    return !registered.size ||
           registry_listing_holds(text_format(archiving->acting->arena, "%.*s@%.*s",
                                              TEXT_ARGS(said_text(version, "name")),
                                              TEXT_ARGS(said_text(version, "version"))),
                                  registered, said_text(sought, "listing"), err);
}

static bool artifact_put(struct archiving *archiving, const struct artifact_place *place,
                         struct error *err)
{
    const struct value *sought;
    const struct text registered = said_text(archiving->version, "artifact");
    struct seeking seeking = {.manifest = place->manifest ? place->manifest : "model.yaml",
                              .path = place->artifact};
    struct archive_part part = {.what = "artifact"};
    if (!registered.size)
        return true;
    if (!manifest_bytes(archiving, &seeking.bytes, err) ||
        !seeking_run(archiving->acting->session, &seeking, &sought, err))
        return false;
    if (value_kind(sought) != VALUE_MAP)
        return error_set(err, ERROR_USAGE,
                         "the manifest does not say where the artifact lies: --artifact PATH does");
    part.name =
        text_of(strrchr(text_string(archiving->acting->arena, said_text(sought, "at")), '/') + 1);
    return sought_holds(sought, &part, registered, err) && names_hold(archiving, sought, err) &&
           sought_put(archiving, sought, &part, err);
}

/* The digest with which a data set was registered. */
static bool data_registered(const struct archiving *archiving, struct text name, struct text *out,
                            struct error *err)
{
    const struct value *data =
        value_present(value_present(archiving->version, TEXT("lineage")), TEXT("data"));
    for (size_t i = 0; i < value_count(data); i++)
        if (text_equal(said_text(value_at(data, i), "name"), name)) {
            *out = said_text(value_at(data, i), "digest");
            return out->size || error_set(err, ERROR_USAGE,
                                          "%.*s was registered without a digest, so no file can be "
                                          "told to be it",
                                          TEXT_ARGS(name));
        }
    return error_set(err, ERROR_USAGE, "--data: nothing called %.*s is in the version's lineage",
                     TEXT_ARGS(name));
}

static bool data_put(struct archiving *archiving, const char *given, struct error *err)
{
    const struct value *sought;
    struct text registered;
    const struct text whole = text_of(given);
    const size_t equals = text_find(whole, '=');
    struct seeking seeking = {.manifest = "model.yaml",
                              .path = equals < whole.size ? given + equals + 1 : ""};
    struct archive_part part = {.what = "data", .name = text_part(whole, 0, equals)};
    if (!part.name.size || !seeking.path[0])
        return error_set(err, ERROR_USAGE, "--data %s: NAME=PATH is wanted", given);
    return data_registered(archiving, part.name, &registered, err) &&
           seeking_run(archiving->acting->session, &seeking, &sought, err) &&
           sought_holds(sought, &part, registered, err) &&
           sought_put(archiving, sought, &part, err);
}

/* ---- what lies in the vault ---- */

static bool vault_copy(struct archiving *archiving, const char *what, struct text name,
                       struct text digest_words, struct error *err)
{
    char written[DIGEST_TEXT_SIZE];
    struct digest digest;
    struct archive_part part = {.what = what, .name = name};
    if (!digest_words.size || part_there(archiving, digest_words))
        return true;
    if (!digest_read(digest_words, &digest))
        return error_set(err, ERROR_INTEGRITY, "the log names a file by no digest");
    digest_write(&digest, written);
    const struct archived archived = {
        .folder = archiving->acting->vault, .path = strchr(written, ':') + 1, .digest = &digest};
    return part_put(archiving, &archived, &part, err);
}

/* A folder of evidence has a digest of its own, and is no object: its files are. */
static bool named_folder_copy(struct archiving *archiving, const char *what,
                              const struct value *named, struct error *err)
{
    struct archive_part folder = {.what = "folder", .name = said_text(named, "path")};
    const struct value *files = value_get(named, TEXT("files"));
    for (size_t i = 0; i < value_count(files); i++)
        if (!vault_copy(archiving, what, said_text(value_at(files, i), "path"),
                        said_text(value_at(files, i), "digest"), err))
            return false;
    if (digest_read(said_text(named, "digest"), &folder.digest) &&
        !part_there(archiving, said_text(named, "digest")))
        part_add(archiving, &folder);
    return true;
}

/* What a document of the vault names in a list. */
static bool named_copy(struct archiving *archiving, const char *what, const struct value *list,
                       struct error *err)
{
    for (size_t i = 0; i < value_count(list); i++) {
        const struct value *named = value_at(list, i);
        const bool folder = value_get(named, TEXT("files")) != NULL;
        if (folder ? !named_folder_copy(archiving, what, named, err)
                   : !vault_copy(archiving, what, said_text(named, "path"),
                                 said_text(named, "digest"), err))
            return false;
    }
    return true;
}

static bool policies_copy(struct archiving *archiving, const struct value *policies,
                          struct error *err)
{
    struct digest digest;
    const struct value *sources;
    const struct text named = said_text(policies, "sources");
    if (!vault_copy(archiving, "policies", TEXT_NONE, said_text(policies, "set"), err) ||
        !vault_copy(archiving, "policies", TEXT_NONE, named, err))
        return false;
    if (!digest_read(named, &digest))
        return true;
    if (!docket_read(archiving->acting->vault, &digest, archiving->acting->arena, &sources, err))
        return false;
    const struct value *set = value_get(sources, TEXT("policies"));
    for (size_t i = 0; i < value_count(set); i++)
        if (!vault_copy(archiving, "policy", said_text(value_at(set, i), "path"),
                        said_text(value_at(set, i), "source"), err) ||
            !named_copy(archiving, "policy", value_get(value_at(set, i), TEXT("modules")), err))
            return false;
    return true;
}

static bool case_copy(struct archiving *archiving, const struct value *decision, struct error *err)
{
    struct digest digest;
    const struct value *docket;
    const struct text named = said_text(decision, "case");
    if (!digest_read(named, &digest))
        return error_set(err, ERROR_INTEGRITY, "a decision names no case");
    if (!vault_copy(archiving, "decision", TEXT_NONE, said_text(decision, "id"), err) ||
        !vault_copy(archiving, "case", TEXT_NONE, named, err) ||
        !docket_read(archiving->acting->vault, &digest, archiving->acting->arena, &docket, err))
        return false;
    const struct value *inputs = value_get(docket, TEXT("inputs"));
    return named_copy(archiving, "evidence", value_get(inputs, TEXT("evidence")), err) &&
           named_copy(archiving, "signature", value_get(inputs, TEXT("signatures")), err) &&
           policies_copy(archiving, value_get(docket, TEXT("policies")), err);
}

static bool decision_see(void *context, struct row_name name, struct text document,
                         struct error *err)
{
    struct archiving *archiving = context;
    struct acting *acting = archiving->acting;
    const struct value *event, *decision;
    (void)document;
    if (!registry_row(&acting->rows, "history", text_copy(acting->arena, name.key), acting->arena,
                      &event, err))
        return false;
    return !text_is(said_text(event, "kind"), act_kind_name(ACT_DECISION)) ||
           (registry_row(&acting->rows, "decision", said_text(event, "id"), acting->arena,
                         &decision, err) &&
            case_copy(archiving, decision, err));
}

static struct text version_key(const struct archiving *archiving)
{
    return text_format(archiving->acting->arena, "%.*s@%.*s",
                       TEXT_ARGS(said_text(archiving->version, "name")),
                       TEXT_ARGS(said_text(archiving->version, "version")));
}

static bool vault_parts_copy(struct archiving *archiving, struct error *err)
{
    struct acting *acting = archiving->acting;
    const struct row_name events = {
        TEXT("history"), text_format(acting->arena, "%.*s/", TEXT_ARGS(version_key(archiving)))};
    return vault_copy(archiving, "manifest", TEXT_NONE, said_text(archiving->version, "manifest"),
                      err) &&
           acting->rows.walk(acting->rows.keeper, events,
                             (struct row_visit){decision_see, archiving}, err);
}

/* ---- the index, and what the log says ---- */

static bool stored_there(const struct archiving *archiving, struct text digest)
{
    for (size_t i = 0; i < archiving->stored.count; i++)
        if (text_equal(said_text(&archiving->stored.at[i], "digest"), digest))
            return true;
    return false;
}

static bool stored_name(struct archiving *archiving, struct text digest_words, struct error *err)
{
    struct digest digest;
    if (stored_there(archiving, digest_words))
        return true;
    for (size_t i = 0; i < archiving->parts.count; i++) {
        const struct value *part = &archiving->parts.at[i];
        if (!text_equal(said_text(part, "digest"), digest_words) ||
            !digest_read(digest_words, &digest))
            continue;
        stored_add(archiving, &digest, (uint64_t)said_integer(part, "size"),
                   archive_store_name(archiving->archive));
        return true;
    }
    return error_set(err, ERROR_INTEGRITY, "%.*s was judged, and is not in the ledger any more",
                     TEXT_ARGS(digest_words));
}

/* What the guard of the log asks for comes first: the evidence of the last decision. */
static bool evidence_names(struct archiving *archiving, struct error *err)
{
    const struct value *decision = NULL;
    struct acting *acting = archiving->acting;
    const struct text last = said_text(archiving->version, "decision");
    if (last.size && !registry_row(&acting->rows, "decision", last, acting->arena, &decision, err))
        return false;
    const struct value *evidence = value_present(decision, TEXT("evidence"));
    for (size_t i = 0; i < value_count(evidence); i++)
        if (!stored_name(archiving, value_text(value_at(evidence, i)), err))
            return false;
    return true;
}

/* Of the rest the log names as much as an entry has room for; the index has all. */
static bool stored_names(struct archiving *archiving, struct error *err)
{
    if (!stored_name(archiving, said_text(archiving->version, "manifest"), err) ||
        !evidence_names(archiving, err))
        return false;
    for (size_t i = 0; i < archiving->parts.count && archiving->stored.count + 1 < LIMIT_STORED;
         i++) {
        const struct value *part = &archiving->parts.at[i];
        const struct text what = said_text(part, "what");
        if ((text_is(what, "evidence") || text_is(what, "decision")) &&
            !stored_name(archiving, said_text(part, "digest"), err))
            return false;
    }
    return true;
}

static bool index_put(struct archiving *archiving, struct error *err)
{
    struct digest digest;
    uint64_t size;
    struct acting *acting = archiving->acting;
    struct record index = record_in(acting->arena);
    record_text(&index, "obstat", TEXT("archive/v1"));
    record_text(&index, "log", acting->origin);
    record_text(&index, "version", version_key(archiving));
    record_text(&index, "where", archive_store_name(archiving->archive));
    record_value(&index, "parts",
                 value_of_list(acting->arena, archiving->parts.at, archiving->parts.count));
    const struct text bytes = record_bytes(&index);
    const struct archived archived = {.bytes = bytes, .digest = &digest};
    if (!vault_put(acting->vault, bytes, &digest, err) ||
        !archive_store_put(archiving->archive, &archived, &size, err) ||
        !archive_store_verify(archiving->archive, &digest, err))
        return false;
    stored_add(archiving, &digest, size, archive_store_name(archiving->archive));
    return true;
}

bool archiving_copy(struct archiving *archiving, const struct artifact_place *place,
                    const struct value *data, struct error *err)
{
    if (!artifact_put(archiving, place, err))
        return false;
    for (size_t i = 0; i < value_count(data); i++)
        if (!data_put(archiving, value_text(value_at(data, i)).at, err))
            return false;
    return vault_parts_copy(archiving, err) && stored_names(archiving, err) &&
           index_put(archiving, err);
}
