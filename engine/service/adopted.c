#include "service/adopted.h"

#include "base/limits.h"
#include "service/record.h"
#include "service/said.h"
#include "store/vault.h"
#include "value/canonical.h"
#include "value/json.h"

/* ---- into the vault ---- */

static const struct module_source *module_of(const struct policy_source *adopted_source,
                                             struct text module_name)
{
    for (size_t i = 0; adopted_source->modules && i < adopted_source->modules->count; i++)
        if (text_equal(adopted_source->modules->at[i].name, module_name))
            return &adopted_source->modules->at[i];
    return NULL;
}

/* The bytes, which must be those of the digest that the listing names. */
static bool source_keep(const char *vault, struct text source, const struct value *listed_digest,
                        struct error *err)
{
    struct digest digest, named;
    if (!vault_put(vault, source, &digest, err))
        return false;
    if (!digest_read(value_text(listed_digest), &named) || !digest_equal(&digest, &named))
        return error_set(err, ERROR_INTEGRITY, "a policy's file changed while it was loaded");
    return true;
}

/* The modules that a policy requires, kept and named. */
static bool modules_keep(const char *vault, const struct policy_source *source,
                         const struct value *listed_modules, struct arena *arena, struct value *out,
                         struct error *err)
{
    struct values kept_modules = {0};
    for (size_t i = 0; i < value_count(listed_modules); i++) {
        const struct text module_name = member_key(listed_modules, i);
        const struct module_source *module = module_of(source, module_name);
        if (!module)
            return error_set(err, ERROR_INTEGRITY, "%s requires %.*s, which nobody read",
                             source->path, TEXT_ARGS(module_name));
        if (!source_keep(vault, module->source, member_value(listed_modules, i), err))
            return false;
        struct record row = record_in(arena);
        record_text(&row, "name", module_name);
        record_text(&row, "path", text_of(module->path));
        record_digest(&row, "digest", &module->digest);
        *LIST_ADD(arena, &kept_modules) = record_map(&row);
    }
    *out = value_of_list(arena, kept_modules.at, kept_modules.count);
    return true;
}

static bool policy_keep(const char *vault, const struct adopting *adopting, size_t row,
                        struct arena *arena, struct value *out, struct error *err)
{
    struct value modules;
    const struct value *listed = value_at(adopting->listing, row);
    const struct value *listed_place = value_at(adopting->places, row);
    const int64_t listed_at = value_integer(listed_place);
    if (value_kind(listed_place) != VALUE_INTEGER || listed_at < 0 ||
        (size_t)listed_at >= adopting->sources->count)
        return error_set(err, ERROR_BUG, "a policy of the listing has no file");
    const struct policy_source *source = &adopting->sources->at[listed_at];
    const struct value *params = value_get(listed, TEXT("params"));
    if (!source_keep(vault, source->source, value_get(listed, TEXT("source")), err) ||
        !modules_keep(vault, source, value_get(listed, TEXT("modules")), arena, &modules, err))
        return false;
    struct record policy = record_in(arena);
    record_text(&policy, "id", said_text(listed, "id"));
    record_text(&policy, "path", text_of(source->path));
    record_digest(&policy, "source", &source->digest);
    record_value(&policy, "modules", modules);
    record_value(&policy, "params", params ? *params : value_of_null());
    *out = record_map(&policy);
    return true;
}

static bool document_keep(const char *vault, const struct value *document, struct arena *arena,
                          struct digest *set_digest, struct error *err)
{
    struct buffer set_bytes = buffer_in(arena, LIMIT_ADOPTED_SIZE);
    if (!canonical_write(document, &set_bytes, err))
        return false;
    if (buffer_full(&set_bytes))
        return error_set(err, ERROR_REFUSED, "the policy set is larger than %llu bytes",
                         LIMIT_ADOPTED_SIZE);
    return vault_put(vault, buffer_text(&set_bytes), set_digest, err);
}

bool adopted_set_store(const char *vault, const struct adopting *adopting, struct arena *arena,
                       struct digest *set, struct digest *sources, struct error *err)
{
    struct values policies = {0};
    for (size_t row = 0; row < value_count(adopting->listing); row++)
        if (!policy_keep(vault, adopting, row, arena, LIST_ADD(arena, &policies), err))
            return false;
    struct record document = record_in(arena);
    record_text(&document, "obstat", TEXT("set/v1"));
    record_value(&document, "policies", value_of_list(arena, policies.at, policies.count));
    const struct value named = record_map(&document);
    return document_keep(vault, &named, arena, sources, err) &&
           vault_put(vault, adopting->listing_bytes, set, err);
}

/* ---- and out of it ---- */

static bool document_open(const char *vault, const struct digest *digest, struct arena *arena,
                          struct value *set_document, struct error *err)
{
    struct text set_bytes;
    struct error set_fault = {0};
    const char *set_name = text_string(arena, digest_print(digest, arena));
    if (!vault_get(vault, digest, LIMIT_ADOPTED_SIZE, arena, &set_bytes, err))
        return false;
    if (!json_read(set_name, set_bytes, (struct json_options){0}, arena, set_document, &set_fault))
        return error_set(err, ERROR_INTEGRITY, "%s: %s", set_name, set_fault.message);
    return true;
}

static bool set_malformed(const char *what, struct error *err)
{
    return error_set(err, ERROR_INTEGRITY, "the adopted policy set has no %s where one belongs",
                     what);
}

/* A file of the set: how it was called, and its bytes by the digest that stands under `key`. */
struct kept_file {
    const char *path;
    struct text source;
    struct digest digest;
};

static bool file_open_kept(const char *vault, const struct value *adopted_file, struct text key,
                           struct arena *arena, struct kept_file *out, struct error *err)
{
    const struct value *adopted_path = value_get(adopted_file, TEXT("path"));
    if (value_kind(adopted_path) != VALUE_STRING ||
        !digest_read(value_text(value_get(adopted_file, key)), &out->digest))
        return set_malformed("path or digest", err);
    out->path = text_string(arena, value_text(adopted_path));
    return vault_get(vault, &out->digest, LIMIT_POLICY_SIZE, arena, &out->source, err);
}

static bool modules_open(const char *vault, const struct value *adopted_modules,
                         struct arena *arena, const struct module_sources **out, struct error *err)
{
    struct module_sources *modules = ARENA_NEW(arena, struct module_sources);
    if (value_kind(adopted_modules) != VALUE_LIST || value_count(adopted_modules) > LIMIT_POLICIES)
        return set_malformed("list of modules", err);
    for (size_t i = 0; i < value_count(adopted_modules); i++) {
        struct kept_file file;
        const struct value *module_name = value_get(value_at(adopted_modules, i), TEXT("name"));
        if (value_kind(module_name) != VALUE_STRING)
            return set_malformed("name of a module", err);
        if (!file_open_kept(vault, value_at(adopted_modules, i), TEXT("digest"), arena, &file, err))
            return false;
        *LIST_ADD(arena, modules) =
            (struct module_source){value_text(module_name), file.path, file.source, file.digest};
    }
    *out = modules;
    return true;
}

static bool policy_open_kept(const char *vault, const struct value *named, struct arena *arena,
                             struct policy_source *out, struct error *err)
{
    struct kept_file file;
    const struct module_sources *modules = NULL;
    if (!file_open_kept(vault, named, TEXT("source"), arena, &file, err) ||
        !modules_open(vault, value_get(named, TEXT("modules")), arena, &modules, err))
        return false;
    *out = (struct policy_source){file.path, file.source, file.digest, modules};
    return true;
}

/* The parameters by policy; an id that is there twice was never written by us. */
static bool params_open(const struct value *policies, struct arena *arena, const struct value **out,
                        struct error *err)
{
    size_t listed_twice;
    struct members adopted_params = {0};
    struct value *adopted_map = ARENA_NEW(arena, struct value);
    for (size_t i = 0; i < value_count(policies); i++) {
        const struct value *policy_id = value_get(value_at(policies, i), TEXT("id"));
        const struct value *params_of_policy = value_get(value_at(policies, i), TEXT("params"));
        if (value_kind(policy_id) != VALUE_STRING || value_kind(params_of_policy) != VALUE_MAP)
            return set_malformed("id or parameters", err);
        members_add(arena, &adopted_params, value_text(policy_id), *params_of_policy);
    }
    if (adopted_params.count &&
        !members_sort(adopted_params.at, adopted_params.count, &listed_twice))
        return set_malformed("single id for each policy", err);
    *adopted_map = value_over_members(adopted_params.at, adopted_params.count);
    *out = adopted_map;
    return true;
}

bool adopted_set_load(const char *vault, const struct digest *sources, struct arena *arena,
                      struct adopted_set *out, struct error *err)
{
    struct value set_document;
    struct adopted_set set = {0};
    if (!document_open(vault, sources, arena, &set_document, err))
        return false;
    const struct value *set_policies = value_get(&set_document, TEXT("policies"));
    if (!text_is(said_text(&set_document, "obstat"), "set/v1") ||
        value_kind(set_policies) != VALUE_LIST || value_count(set_policies) > LIMIT_POLICIES)
        return set_malformed("list of policies", err);
    for (size_t i = 0; i < value_count(set_policies); i++)
        if (!policy_open_kept(vault, value_at(set_policies, i), arena,
                              LIST_ADD(arena, &set.policies), err))
            return false;
    if (!params_open(set_policies, arena, &set.params, err))
        return false;
    *out = set;
    return true;
}

bool adopted_listing_load(const char *vault, const struct digest *set, struct arena *arena,
                          const struct value **listing, struct error *err)
{
    struct value *set_document = ARENA_NEW(arena, struct value);
    if (!document_open(vault, set, arena, set_document, err))
        return false;
    *listing = set_document;
    return true;
}
