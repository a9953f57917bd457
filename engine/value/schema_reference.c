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
    struct text rest = uri;
    if (text_starts(rest, TEXT("http://")) || text_starts(rest, TEXT("https://")))
        rest = text_part(rest, text_find(rest, '/') + 2, rest.size);
    if (!text_starts(rest, TEXT("json-schema.org/")))
        return TEXT_NONE;
    rest = text_part(rest, sizeof "json-schema.org/" - 1, rest.size);
    if (text_starts(rest, TEXT("draft/"))) {
        rest = text_part(rest, sizeof "draft/" - 1, rest.size);
        return text_format(arena, "draft %.*s",
                           TEXT_ARGS(text_part(rest, 0, text_find(rest, '/'))));
    }
    return text_part(rest, 0, text_find(rest, '/'));
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
    unsigned bits = SCHEMA_CORE;
    const struct value *map = value_get(meta, TEXT("$vocabulary"));
    if (!map) {
        *out = SCHEMA_ALL;
        return true;
    }
    if (value_kind(map) != VALUE_MAP)
        return schema_refuse("$vocabulary", map, "a map", err);
    for (size_t i = 0; i < value_count(map); i++)
        if (!vocabulary_read(member_key(map, i), member_value(map, i), &bits, arena, err))
            return false;
    *out = bits;
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
    const struct text whole = value_text(dialect);
    const struct text uri = text_part(whole, 0, text_find(whole, '#'));
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
    const struct value *above = value_get(meta.value, TEXT("$schema"));
    return (!above || draft_accept(above, compiler->arena, err)) &&
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

static struct text token_unescape(struct arena *arena, struct text token)
{
    struct buffer out = buffer_in(arena, token.size + 1);
    for (size_t i = 0; i < token.size; i++) {
        const char next = i + 1 < token.size ? token.at[i + 1] : '\0';
        const bool escape = token.at[i] == '~' && (next == '0' || next == '1');
        buffer_byte(&out, !escape ? token.at[i] : next == '0' ? '~' : '/');
        i += escape;
    }
    return buffer_text(&out);
}

static const struct value *item_of(const struct value *list, struct text token)
{
    enum { DIGITS_MAX = 9 };
    size_t index = 0;
    if (token.size == 0 || token.size > DIGITS_MAX || (token.size > 1 && token.at[0] == '0'))
        return NULL;
    for (size_t i = 0; i < token.size; i++) {
        if (token.at[i] < '0' || token.at[i] > '9')
            return NULL;
        index = index * 10 + (size_t)(token.at[i] - '0');
    }
    return value_at(list, index);
}

/* Follow the pointer from the root of `from`, minding the `$id`s on the way. */
static bool pointer_walk(struct schema_compiler *compiler, const struct schema_resource *from,
                         const struct route *route, struct schema_node **out, struct error *err)
{
    struct schema_resource *resource = from->root->resource;
    const struct value *at = from->root->source;
    struct text rest = route->fragment;
    while (rest.size) {
        const struct schema_node *passed =
            schema_catalog_find(&compiler->catalog, (struct schema_key){at, resource, TEXT_NONE});
        if (passed)
            resource = passed->resource;
        rest = text_part(rest, 1, rest.size);
        const size_t size = text_find(rest, '/');
        const struct text token = token_unescape(compiler->arena, text_part(rest, 0, size));
        at = value_kind(at) == VALUE_LIST ? item_of(at, token) : value_get(at, token);
        if (!at)
            return leads_nowhere(route, "the document has nothing there", compiler->arena, err);
        rest = text_part(rest, size, rest.size);
    }
    const struct schema_seat seat = {
        resource, from->root, text_part(route->fragment, 1, route->fragment.size), TEXT_NONE};
    return schema_node_of(compiler, at, seat, out, err);
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
    const struct text own = node->resource->uri, written = value_text(reference);
    if (text_find(written, '#') > LIMIT_URI_SIZE || own.size > LIMIT_URI_SIZE)
        return leads_nowhere(&route, "its URI is longer than is followed", compiler->arena, err);
    const bool local = text_starts(written, TEXT("#"));
    const struct text whole = local ? written : schema_uri_resolve(compiler->arena, own, written);
    *anchor = TEXT_NONE;
    if (!schema_uri_split(compiler->arena, whole, &route.document, &route.fragment))
        return leads_nowhere(&route, "a % in it is not followed by two hexadecimal digits",
                             compiler->arena, err);
    if (local)
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
