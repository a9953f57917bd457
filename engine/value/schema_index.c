#include "base/limits.h"
#include "value/schema_internal.h"

/* ---- the catalog's table ---- */

static uint64_t key_hash_step(uint64_t catalog_hash, uint64_t word)
{
    catalog_hash = (catalog_hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return catalog_hash ^ (catalog_hash >> 29);
}

static size_t key_hash(struct schema_key key)
{
    uint64_t catalog_hash = key_hash_step(key_hash_step(0, (uint64_t)(uintptr_t)key.scope),
                                          (uint64_t)(uintptr_t)key.part);
    for (size_t letter = 0; letter < key.name.size; letter++)
        catalog_hash = key_hash_step(catalog_hash, (unsigned char)key.name.at[letter]);
    return (size_t)catalog_hash;
}

static bool key_equal(struct schema_key a, struct schema_key b)
{
    return a.scope == b.scope && a.part == b.part && text_equal(a.name, b.name);
}

/* The catalog's entry of `key`, or the free one where it belongs. */
static struct schema_entry *entry_of(const struct schema_catalog *catalog, struct schema_key key)
{
    size_t entry = key_hash(key) & (catalog->capacity - 1);
    while (catalog->at[entry].object && !key_equal(catalog->at[entry].key, key))
        entry = (entry + 1) & (catalog->capacity - 1);
    return &catalog->at[entry];
}

void *schema_catalog_find(const struct schema_catalog *catalog, struct schema_key key)
{
    return catalog->capacity ? entry_of(catalog, key)->object : NULL;
}

static void catalog_grow(struct schema_catalog *catalog, struct arena *arena)
{
    enum { CATALOG_FIRST = 64 };
    const struct schema_catalog old_catalog = *catalog;
    catalog->capacity = old_catalog.capacity ? 2 * old_catalog.capacity : CATALOG_FIRST;
    catalog->at = ARENA_ARRAY(arena, struct schema_entry, catalog->capacity);
    for (size_t entry = 0; entry < old_catalog.capacity; entry++)
        if (old_catalog.at[entry].object)
            *entry_of(catalog, old_catalog.at[entry].key) = old_catalog.at[entry];
}

void schema_catalog_put(struct schema_catalog *catalog, struct schema_key key, void *object,
                        struct arena *arena)
{
    if (2 * (catalog->count + 1) > catalog->capacity)
        catalog_grow(catalog, arena);
    struct schema_entry *entry = entry_of(catalog, key);
    if (entry->object)
        return;
    *entry = (struct schema_entry){key, object};
    catalog->count++;
}

struct schema_key schema_dynamic_key(const struct schema_resource *resource, struct text name)
{
    return (struct schema_key){resource, &schema_keywords, name};
}

/* ---- walking a document ---- */

static bool keyword_text_needed(const char *keyword, const struct value *value, struct error *err)
{
    return value_kind(value) == VALUE_STRING || schema_refuse(keyword, value, "a string", err);
}

static bool anchor_is_formed(struct text schema_anchor)
{
    static const char begins[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
    static const char continues[] = "-.0123456789";
    for (size_t letter = 0; letter < schema_anchor.size; letter++)
        if (schema_anchor.at[letter] == '\0' ||
            !(strchr(begins, schema_anchor.at[letter]) ||
              (letter > 0 && strchr(continues, schema_anchor.at[letter]))))
            return false;
    return schema_anchor.size > 0;
}

static bool anchor_add(struct schema_compiler *compiler, struct schema_node *node,
                       const char *keyword, struct error *err)
{
    const struct value *schema_anchor = value_get(node->source, text_of(keyword));
    if (!schema_anchor)
        return true;
    if (!keyword_text_needed(keyword, schema_anchor, err))
        return false;
    const struct text anchor_name = value_text(schema_anchor);
    if (!anchor_is_formed(anchor_name))
        return schema_refuse(keyword, schema_anchor, "a name of letters, digits, -, _ and .", err);
    const struct schema_key key = {node->resource, NULL, anchor_name};
    const void *known = schema_catalog_find(&compiler->catalog, key);
    if (known && known != node)
        return error_at(err, ERROR_REFUSED, value_place(schema_anchor),
                        "the anchor %s is there twice",
                        schema_text_words(anchor_name, compiler->arena));
    schema_catalog_put(&compiler->catalog, key, node, compiler->arena);
    if (text_is(text_of(keyword), "$dynamicAnchor")) {
        node->resource->dynamic = true;
        schema_catalog_put(&compiler->catalog, schema_dynamic_key(node->resource, anchor_name),
                           node, compiler->arena);
    }
    return true;
}

/* The schema has an `$id`: a resource of its own begins. */
static bool resource_begin(struct schema_compiler *compiler, struct schema_node *node,
                           const struct value *id, struct error *err)
{
    if (!keyword_text_needed("$id", id, err))
        return false;
    const struct text resolved =
        schema_uri_resolve(compiler->arena, node->resource->uri, value_text(id));
    const size_t fragment = text_find(resolved, '#');
    if (fragment + 1 < resolved.size)
        return schema_refuse("$id", id, "a URI without fragment", err);
    if (resolved.size > LIMIT_URI_SIZE)
        return error_at(err, ERROR_REFUSED, value_place(id), "$id is longer than %d bytes",
                        (int)LIMIT_URI_SIZE);
    struct schema_resource *resource = ARENA_NEW(compiler->arena, struct schema_resource);
    *resource = (struct schema_resource){.uri = text_part(resolved, 0, fragment),
                                         .root = node,
                                         .vocabularies = node->resource->vocabularies};
    const struct schema_key key = {NULL, NULL, resource->uri};
    const struct schema_resource *known = schema_catalog_find(&compiler->catalog, key);
    if (known && known->root && node->parent)
        return error_at(err, ERROR_REFUSED, value_place(id), "two schemas have the $id %s",
                        schema_text_words(resource->uri, compiler->arena));
    schema_catalog_put(&compiler->catalog, key, resource, compiler->arena);
    node->resource = resource;
    return true;
}

/* `$schema` belongs at the root of a resource; elsewhere it may only repeat what holds anyway. */
static bool dialect_begin(struct schema_compiler *compiler, const struct schema_node *node,
                          struct error *err)
{
    unsigned vocabularies = 0;
    const struct value *dialect = value_get(node->source, TEXT("$schema"));
    if (!dialect)
        return true;
    if (!keyword_text_needed("$schema", dialect, err) ||
        !schema_dialect_read(compiler, dialect, &vocabularies, err))
        return false;
    if (node->resource->root == node)
        node->resource->vocabularies = vocabularies;
    else if (vocabularies != node->resource->vocabularies)
        return error_at(err, ERROR_REFUSED, value_place(dialect),
                        "$schema changes in the middle of a schema that has no $id here");
    return true;
}

static bool node_begin(struct schema_compiler *compiler, struct schema_node *node,
                       struct error *err)
{
    const struct value *id = value_get(node->source, TEXT("$id"));
    if (id && !resource_begin(compiler, node, id, err))
        return false;
    if (!node->resource->root)
        node->resource->root = node;
    return dialect_begin(compiler, node, err) && anchor_add(compiler, node, "$anchor", err) &&
           anchor_add(compiler, node, "$dynamicAnchor", err);
}

static bool keyword_shape(const struct schema_keyword *keyword, const struct value *subschemas,
                          struct error *err)
{
    if (keyword->holds == HOLDS_LIST && value_kind(subschemas) != VALUE_LIST)
        return schema_refuse(keyword->name, subschemas, "a list of schemas", err);
    if (keyword->holds == HOLDS_LIST && value_count(subschemas) == 0)
        return schema_refuse(keyword->name, subschemas, "at least one schema", err);
    if (keyword->holds == HOLDS_MAP && value_kind(subschemas) != VALUE_MAP)
        return schema_refuse(keyword->name, subschemas, "a map of schemas", err);
    return true;
}

static bool keyword_walk(struct schema_compiler *compiler, const struct schema_node *node,
                         const struct schema_keyword *keyword, const struct value *subschemas,
                         struct error *err)
{
    struct schema_node *child;
    struct schema_seat seat = {node->resource, node, text_of(keyword->name), TEXT_NONE};
    if (!keyword_shape(keyword, subschemas, err))
        return false;
    if (keyword->holds == HOLDS_SCHEMA)
        return schema_node_of(compiler, subschemas, seat, &child, err);
    for (size_t part = 0; part < value_count(subschemas); part++) {
        const bool in_list = keyword->holds == HOLDS_LIST;
        seat.token =
            in_list ? text_format(compiler->arena, "%zu", part) : member_key(subschemas, part);
        if (!schema_node_of(compiler,
                            in_list ? value_at(subschemas, part) : member_value(subschemas, part),
                            seat, &child, err))
            return false;
    }
    return true;
}

static bool node_walk(struct schema_compiler *compiler, const struct schema_node *node,
                      struct error *err)
{
    for (size_t member = 0; member < value_count(node->source); member++) {
        const struct schema_keyword *keyword =
            schema_keyword_find(member_key(node->source, member));
        if (keyword && keyword->holds != HOLDS_NOTHING &&
            (keyword->vocabulary & node->resource->vocabularies) &&
            !keyword_walk(compiler, node, keyword, member_value(node->source, member), err))
            return false;
    }
    return true;
}

bool schema_node_of(struct schema_compiler *compiler, const struct value *source,
                    struct schema_seat seat, struct schema_node **out, struct error *err)
{
    const struct schema_key key = {source, seat.resource, TEXT_NONE};
    struct schema_node *known = schema_catalog_find(&compiler->catalog, key);
    if (known) {
        *out = known;
        return true;
    }
    if (value_kind(source) != VALUE_MAP && value_kind(source) != VALUE_BOOLEAN)
        return schema_refuse("a schema", source, "a map or a boolean", err);
    struct schema_node *node = ARENA_NEW(compiler->arena, struct schema_node);
    *node = (struct schema_node){.source = source,
                                 .resource = seat.resource,
                                 .parent = seat.parent,
                                 .keyword = seat.keyword,
                                 .token = seat.token};
    schema_catalog_put(&compiler->catalog, key, node, compiler->arena);
    *LIST_ADD(compiler->arena, &compiler->nodes) = node;
    if (!node_begin(compiler, node, err) || !node_walk(compiler, node, err))
        return false;
    *out = node;
    return true;
}

bool schema_document_add(struct schema_compiler *compiler, struct text uri,
                         const struct value *document, struct schema_node **out, struct error *err)
{
    struct schema_resource *resource = ARENA_NEW(compiler->arena, struct schema_resource);
    *resource = (struct schema_resource){.uri = uri, .vocabularies = SCHEMA_ALL};
    struct schema_node *root = NULL;
    if (!schema_node_of(compiler, document, (struct schema_seat){.resource = resource}, &root,
                        err) ||
        !root)
        return false;
    schema_catalog_put(&compiler->catalog, (struct schema_key){NULL, NULL, uri}, root->resource,
                       compiler->arena);
    *out = root;
    return true;
}
