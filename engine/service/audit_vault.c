/* The files that entries name, each digested anew. */
#include "service/audit_ledger.h"

#include "base/limits.h"
#include "registry/shelf.h"
#include "store/vault.h"
#include "value/json.h"

#include <stdlib.h>
#include <string.h>

/* A file that somebody names, and the entry that led to it. */
struct named {
    struct digest digest;
    uint64_t index;
    bool is_document; /* which names others */
};

struct nameds LIST(struct named);

struct audit_naming {
    struct acting *acting;
    struct nameds vault_files;
    struct arena entry; /* of the entry in hand */
    uint64_t index;
};

static int named_order(const void *a, const void *b)
{
    const struct named *one_named = a, *other_named = b;
    const int naming_order =
        memcmp(&one_named->digest, &other_named->digest, sizeof one_named->digest);
    if (naming_order)
        return naming_order;
    if (one_named->is_document != other_named->is_document)
        return one_named->is_document ? -1 : 1;
    return one_named->index < other_named->index ? -1 : one_named->index > other_named->index;
}

static void file_name(struct audit_naming *naming, const struct value *digest, bool is_document)
{
    struct named vault_file = {.index = naming->index, .is_document = is_document};
    if (value_kind(digest) == VALUE_STRING && digest_read(value_text(digest), &vault_file.digest))
        *LIST_ADD(naming->acting->arena, &naming->vault_files) = vault_file;
}

/* ---- what entries name ---- */

static bool is_naming_kind(enum act_kind kind)
{
    return kind == ACT_REGISTRATION || kind == ACT_DECISION || kind == ACT_ADOPTION ||
           kind == ACT_TRANSITION;
}

static void act_names(struct audit_naming *naming, const struct value *predicate)
{
    static const char *const documents[] = {"case", "sources"};
    static const char *const vault_files[] = {"decision", "manifest", "set", "policies"};
    for (size_t i = 0; i < COUNT(documents); i++)
        file_name(naming, value_get(predicate, text_of(documents[i])), true);
    for (size_t i = 0; i < COUNT(vault_files); i++)
        file_name(naming, value_get(predicate, text_of(vault_files[i])), false);
    /* Of what was archived the vault keeps the index, which is named last. */
    const struct value *stored = value_get(predicate, TEXT("stored"));
    if (value_count(stored))
        file_name(naming, value_get(value_at(stored, value_count(stored) - 1), TEXT("digest")),
                  false);
}

struct audit_naming *audit_naming_begin(struct acting *acting)
{
    struct audit_naming *naming = ARENA_NEW(acting->arena, struct audit_naming);
    naming->acting = acting;
    return naming;
}

bool audit_naming_entry(struct audit_naming *naming, const struct entry *entry, struct error *err)
{
    struct act naming_act;
    const bool is_naming_act =
        act_read("entry", entry->envelope.payload, &naming->entry, &naming_act, err);
    naming->index = entry->index;
    if (is_naming_act && is_naming_kind(naming_act.kind))
        act_names(naming, naming_act.predicate);
    arena_free(&naming->entry);
    return is_naming_act;
}

/* ---- what documents of the vault name: case/v1, set/v1 ---- */

/* What stands there is not kept in the vault, or was not read from a file. */
static bool is_elsewhere(struct text name)
{
    return text_is(name, "artifact") || text_is(name, "observations") ||
           text_is(name, "approvals") || text_is(name, "waivers") || text_is(name, "params");
}

static bool is_naming(struct text name)
{
    return text_is(name, "digest") || text_is(name, "source") || text_is(name, "set");
}

static void document_names(struct audit_naming *naming, const struct value *naming_document)
{
    const bool is_map = value_kind(naming_document) == VALUE_MAP;
    const bool is_folder = value_get(naming_document, TEXT("files")) != NULL;
    for (size_t i = 0; i < value_count(naming_document); i++) {
        const struct value *naming_part =
            is_map ? member_value(naming_document, i) : value_at(naming_document, i);
        const struct text naming_name = is_map ? member_key(naming_document, i) : TEXT_NONE;
        if (is_map && is_elsewhere(naming_name))
            continue;
        if (is_map && value_kind(naming_part) == VALUE_STRING && is_naming(naming_name) &&
            !is_folder)
            file_name(naming, naming_part, false);
        if (is_map && text_is(naming_name, "sources"))
            file_name(naming, naming_part, true);
        if (value_kind(naming_part) == VALUE_MAP || value_kind(naming_part) == VALUE_LIST)
            document_names(naming, naming_part);
    }
}

/* ---- the files themselves ---- */

static bool file_check(struct audit_naming *naming, const struct named *vault_file,
                       struct audit_sum *audit_sum, struct error *err)
{
    struct text vault_bytes;
    struct value document;
    struct arena held = {0};
    struct error wrong = {0};
    naming->index = vault_file->index;
    bool holds =
        vault_get(naming->acting->vault, &vault_file->digest, LIMIT_EVIDENCE_SIZE, &held,
                  &vault_bytes, &wrong) &&
        (!vault_file->is_document ||
         json_read("document", vault_bytes, (struct json_options){0}, &held, &document, &wrong));
    if (holds && vault_file->is_document)
        document_names(naming, &document);
    audit_sum->files++;
    audit_sum->bytes += holds ? vault_bytes.size : 0;
    arena_free(&held);
    return holds || error_set(err, ERROR_INTEGRITY, "a file that entry %llu names: %s",
                              (unsigned long long)vault_file->index, wrong.message);
}

/* Is the document new? From then on it is not. */
static bool document_is_new(const struct rows *seen, const struct named *named, bool *is_new,
                            struct error *err)
{
    struct text before;
    struct arena audit_scratch = {0};
    const struct row_name name = {TEXT("document"), digest_print(&named->digest, &audit_scratch)};
    const bool looked = seen->get(seen->keeper, name, &audit_scratch, &before, err) &&
                        seen->put(seen->keeper, name, TEXT("seen"), err);
    *is_new = looked && before.size == 0;
    arena_free(&audit_scratch);
    return looked;
}

/* Documents first: they name the others, and the list grows meanwhile. */
static bool documents_check(struct audit_naming *naming, struct audit_sum *audit_sum,
                            struct error *err)
{
    bool holds = true;
    struct arena audit_scratch = {0};
    struct shelf seen = {.arena = &audit_scratch};
    const struct rows seen_rows = shelf_rows(&seen);
    for (size_t i = 0; holds && i < naming->vault_files.count; i++) {
        bool is_new = false;
        const struct named vault_file = naming->vault_files.at[i];
        holds =
            (!vault_file.is_document || document_is_new(&seen_rows, &vault_file, &is_new, err)) &&
            (!is_new || file_check(naming, &vault_file, audit_sum, err));
    }
    arena_free(&audit_scratch);
    return holds;
}

static bool files_check(struct audit_naming *naming, struct audit_sum *audit_sum, struct error *err)
{
    struct session *session = naming->acting->session;
    struct nameds *vault_files = &naming->vault_files;
    if (vault_files->count)
        qsort(vault_files->at, vault_files->count, sizeof *vault_files->at, named_order);
    for (size_t i = 0; i < vault_files->count; i++) {
        const struct named *vault_file = &vault_files->at[i];
        const bool is_done = vault_file->is_document ||
                             (i && memcmp(&vault_files->at[i - 1].digest, &vault_file->digest,
                                          sizeof vault_file->digest) == 0);
        session->progress(session->context, "files", i, vault_files->count);
        if (!is_done && !file_check(naming, vault_file, audit_sum, err))
            return false;
    }
    return true;
}

static bool strays_count(struct audit_naming *naming, struct audit_sum *audit_sum,
                         struct error *err)
{
    struct vault_digests vault_listed = {0};
    const struct nameds *vault_files = &naming->vault_files;
    if (!vault_list(naming->acting->vault, naming->acting->arena, &vault_listed, err))
        return false;
    for (size_t i = 0, j = 0; i < vault_listed.count; i++) {
        while (j < vault_files->count && memcmp(&vault_files->at[j].digest, &vault_listed.at[i],
                                                sizeof vault_listed.at[i]) < 0)
            j++;
        audit_sum->strays += j == vault_files->count ||
                             !digest_equal(&vault_files->at[j].digest, &vault_listed.at[i]);
    }
    return true;
}

bool audit_naming_check(struct audit_naming *naming, struct audit_sum *out, struct error *err)
{
    return documents_check(naming, out, err) && files_check(naming, out, err) &&
           strays_count(naming, out, err);
}
