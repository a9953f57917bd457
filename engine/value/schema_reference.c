#include "base/buffer.h"
#include "base/limits.h"
#include "value/schema_internal.h"

/* ---- dialects ---- */

static const struct {
    const char *name;
    unsigned bit;
} vocabularies_known[] = {
    {SCHEMA_DRAFT "vocab/core", SCHEMA_CORE},
    {SCHEMA_DRAFT "vocab/applicator", SCHEMA_APPLICATOR},
    {SCHEMA_DRAFT "vocab/unevaluated", SCHEMA_UNEVALUATED},
    {SCHEMA_DRAFT "vocab/validation", SCHEMA_VALIDATION},
    {SCHEMA_DRAFT "vocab/meta-data", SCHEMA_META_DATA},
    {SCHEMA_DRAFT "vocab/format-annotation", SCHEMA_FORMAT},
    {SCHEMA_DRAFT "vocab/content", SCHEMA_CONTENT},
};

/* "draft-07" of http://json-schema.org/draft-07/schema, "draft 2019-09" of the later form; empty of
 * what is not the organisation's. */
static struct text draft_name(struct text uri, struct arena *arena)
{
    struct text draft_uri = uri;
    if (text_starts(draft_uri, TEXT("http://")) || text_starts(draft_uri, TEXT("https://")))
        draft_uri = text_part(draft_uri, text_find(draft_uri, '/') + 2, draft_uri.size);
    if (!text_starts(draft_uri, TEXT("json-schema.org/")))
        return TEXT_NONE;
    draft_uri = text_part(draft_uri, sizeof "json-schema.org/" - 1, draft_uri.size);
    if (text_starts(draft_uri, TEXT("draft/"))) {
        draft_uri = text_part(draft_uri, sizeof "draft/" - 1, draft_uri.size);
        return text_format(arena, "draft %.*s",
                           TEXT_ARGS(text_part(draft_uri, 0, text_find(draft_uri, '/'))));
    }
    return text_part(draft_uri, 0, text_find(draft_uri, '/'));
}

static bool vocabulary_read(struct text name, const struct value *required, unsigned *bits,
                            struct arena *arena, struct error *err)
{
    if (value_kind(required) != VALUE_BOOLEAN)
        return schema_refuse("a vocabulary", required, "true or false", err);
    for (size_t i = 0; i < COUNT(vocabularies_known); i++)
        if (text_is(name, vocabularies_known[i].name)) {
            *bits |= vocabularies_known[i].bit;
            return true;
        }
    if (!value_boolean(required))
        return true;
    return error_at(err, ERROR_REFUSED, value_place(required),
                    "the vocabulary %s is required and not known here",
                    schema_text_words(name, arena));
}

static bool vocabularies_read(const struct value *meta, unsigned *out, struct arena *arena,
                              struct error *err)
{
    unsigned vocabulary_bits = SCHEMA_CORE;
    const struct value *declared_vocabularies = value_get(meta, TEXT("$vocabulary"));
    if (!declared_vocabularies) {
        *out = SCHEMA_ALL;
        return true;
    }
    if (value_kind(declared_vocabularies) != VALUE_MAP)
        return schema_refuse("$vocabulary", declared_vocabularies, "a map", err);
    for (size_t vocabulary = 0; vocabulary < value_count(declared_vocabularies); vocabulary++)
        if (!vocabulary_read(member_key(declared_vocabularies, vocabulary),
                             member_value(declared_vocabularies, vocabulary), &vocabulary_bits,
                             arena, err))
            return false;
    *out = vocabulary_bits;
    return true;
}

/* Refuse the other drafts; a meta-schema of our own draft, or of nobody's, passes. */
static bool draft_accept(const struct value *dialect, struct arena *arena, struct error *err)
{
    const struct text uri = value_text(dialect);
    if (text_starts(uri, TEXT(SCHEMA_DRAFT)))
        return true;
    const struct text name = draft_name(uri, arena);
    return name.size == 0 ||
           error_at(err, ERROR_REFUSED, value_place(dialect),
                    "%.*s is not supported; schemas here are draft 2020-12", TEXT_ARGS(name));
}

bool schema_dialect_read(struct schema_compiler *compiler, const struct value *dialect,
                         unsigned *vocabularies, struct error *err)
{
    const struct text dialect_uri = value_text(dialect);
    const struct text uri = text_part(dialect_uri, 0, text_find(dialect_uri, '#'));
    struct schema_document meta;
    if (text_is(uri, SCHEMA_DRAFT "schema")) {
        *vocabularies = SCHEMA_ALL;
        return true;
    }
    if (!draft_accept(dialect, compiler->arena, err))
        return false;
    if (!schema_library_find(compiler->library, uri, &meta))
        return error_at(err, ERROR_REFUSED, value_place(dialect),
                        "the meta-schema %s is not known here",
                        schema_text_words(uri, compiler->arena));
    const struct value *parent_dialect = value_get(meta.value, TEXT("$schema"));
    return (!parent_dialect || draft_accept(parent_dialect, compiler->arena, err)) &&
           vocabularies_read(meta.value, vocabularies, compiler->arena, err);
}

/* ---- references ---- */

/* A reference under way: what was written, and what it was resolved to. */
struct route {
    const struct value *reference;
    struct text document;
    struct text fragment;
};

static bool leads_nowhere(const struct route *route, const char *why, struct arena *arena,
                          struct error *err)
{
    return error_at(err, ERROR_REFUSED, value_place(route->reference),
                    "the reference %s leads nowhere: %s",
                    schema_text_words(value_text(route->reference), arena), why);
}

static bool resource_find(struct schema_compiler *compiler, struct schema_resource *own,
                          const struct route *route, struct schema_resource **out,
                          struct error *err)
{
    const struct schema_key key = {NULL, NULL, route->document};
    struct schema_resource *known =
        text_equal(own->uri, route->document) ? own : schema_catalog_find(&compiler->catalog, key);
    struct schema_document document;
    struct schema_node *root;
    if (known) {
        *out = known;
        return true;
    }
    if (!schema_library_find(compiler->library, route->document, &document))
        return leads_nowhere(route, "no such document is known here, and nothing is fetched",
                             compiler->arena, err);
    if (!schema_document_add(compiler, document.uri, document.value, &root, err))
        return false;
    schema_catalog_put(&compiler->catalog, key, root->resource, compiler->arena);
    *out = root->resource;
    return true;
}

static struct text token_unescape(struct arena *arena, struct text reference_token)
{
    struct buffer unescaped_token = buffer_in(arena, reference_token.size + 1);
    for (size_t letter = 0; letter < reference_token.size; letter++) {
        const char token_code =
            letter + 1 < reference_token.size ? reference_token.at[letter + 1] : '\0';
        const bool escape =
            reference_token.at[letter] == '~' && (token_code == '0' || token_code == '1');
        buffer_byte(&unescaped_token, !escape             ? reference_token.at[letter]
                                      : token_code == '0' ? '~'
                                                          : '/');
        letter += escape;
    }
    return buffer_text(&unescaped_token);
}

static const struct value *item_of(const struct value *schema_list, struct text reference_token)
{
    enum { DIGITS_MAX = 9 };
    size_t index = 0;
    if (reference_token.size == 0 || reference_token.size > DIGITS_MAX ||
        (reference_token.size > 1 && reference_token.at[0] == '0'))
        return NULL;
    for (size_t digit = 0; digit < reference_token.size; digit++) {
        if (reference_token.at[digit] < '0' || reference_token.at[digit] > '9')
            return NULL;
        index = index * 10 + (size_t)(reference_token.at[digit] - '0');
    }
    return value_at(schema_list, index);
}

/* Follow the pointer from the root of `from`, minding the `$id`s on the way. */
static bool pointer_walk(struct schema_compiler *compiler, const struct schema_resource *from,
                         const struct route *route, struct schema_node **out, struct error *err)
{
    struct schema_resource *resource = from->root->resource;
    const struct value *schema_source = from->root->source;
    struct text pointer_rest = route->fragment;
    while (pointer_rest.size) {
        const struct schema_node *passed = schema_catalog_find(
            &compiler->catalog, (struct schema_key){schema_source, resource, TEXT_NONE});
        if (passed)
            resource = passed->resource;
        pointer_rest = text_part(pointer_rest, 1, pointer_rest.size);
        const size_t token_size = text_find(pointer_rest, '/');
        const struct text reference_token =
            token_unescape(compiler->arena, text_part(pointer_rest, 0, token_size));
        schema_source = value_kind(schema_source) == VALUE_LIST
                            ? item_of(schema_source, reference_token)
                            : value_get(schema_source, reference_token);
        if (!schema_source)
            return leads_nowhere(route, "the document has nothing there", compiler->arena, err);
        pointer_rest = text_part(pointer_rest, token_size, pointer_rest.size);
    }
    const struct schema_seat seat = {
        resource, from->root, text_part(route->fragment, 1, route->fragment.size), TEXT_NONE};
    return schema_node_of(compiler, schema_source, seat, out, err);
}

static bool anchor_find(struct schema_compiler *compiler, const struct schema_resource *resource,
                        const struct route *route, const struct schema_node **out,
                        struct error *err)
{
    const struct schema_node *found = schema_catalog_find(
        &compiler->catalog, (struct schema_key){resource, NULL, route->fragment});
    if (!found)
        return leads_nowhere(route, "there is no such anchor", compiler->arena, err);
    *out = found;
    return true;
}

bool schema_reference_follow(struct schema_compiler *compiler, const struct schema_node *node,
                             const struct value *reference, const struct schema_node **out,
                             struct text *anchor, struct error *err)
{
    struct route route = {.reference = reference};
    struct schema_resource *resource = NULL;
    struct schema_node *found;
    const struct text own = node->resource->uri, written_reference = value_text(reference);
    if (text_find(written_reference, '#') > LIMIT_URI_SIZE || own.size > LIMIT_URI_SIZE)
        return leads_nowhere(&route, "its URI is longer than is followed", compiler->arena, err);
    const bool local_reference = text_starts(written_reference, TEXT("#"));
    const struct text resolved_uri =
        local_reference ? written_reference
                        : schema_uri_resolve(compiler->arena, own, written_reference);
    *anchor = TEXT_NONE;
    if (!schema_uri_split(compiler->arena, resolved_uri, &route.document, &route.fragment))
        return leads_nowhere(&route, "a % in it is not followed by two hexadecimal digits",
                             compiler->arena, err);
    if (local_reference)
        route.document = own;
    if (!resource_find(compiler, node->resource, &route, &resource, err))
        return false;
    if (route.fragment.size == 0) {
        *out = resource->root;
        return true;
    }
    if (route.fragment.at[0] != '/') {
        if (schema_catalog_find(&compiler->catalog, schema_dynamic_key(resource, route.fragment)))
            *anchor = route.fragment;
        return anchor_find(compiler, resource, &route, out, err);
    }
    if (!pointer_walk(compiler, resource, &route, &found, err))
        return false;
    *out = found;
    return true;
}
