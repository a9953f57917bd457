#include "base/limits.h"
#include "value/schema_internal.h"

struct schema_library *schema_library_new(struct arena *arena)
{
    struct schema_library *schema_library = ARENA_NEW(arena, struct schema_library);
    schema_library->arena = arena;
    return schema_library;
}

void schema_library_trust(struct schema_library *schema_library)
{
    schema_library->trusted = true;
}

void schema_library_add(struct schema_library *schema_library, struct text uri,
                        const struct value *schema_document)
{
    *LIST_ADD(schema_library->arena, &schema_library->documents) =
        (struct schema_document){text_copy(schema_library->arena, uri), schema_document};
}

static bool document_is(const struct schema_library *schema_library,
                        const struct schema_document *schema_document, struct text uri)
{
    if (text_equal(schema_document->uri, uri))
        return true;
    const struct value *id = value_get(schema_document->value, TEXT("$id"));
    return id && text_equal(schema_uri_resolve(schema_library->arena, schema_document->uri,
                                               value_text(id)),
                            uri);
}

bool schema_library_find(struct schema_library *schema_library, struct text uri,
                         struct schema_document *out)
{
    for (size_t i = schema_library->documents.count; i > 0; i--) /* the latest first */
        if (document_is(schema_library, &schema_library->documents.at[i - 1], uri)) {
            *out = schema_library->documents.at[i - 1];
            return true;
        }
    const struct value *meta = schema_meta_find(uri, schema_library->arena);
    if (!meta)
        return false;
    *out = (struct schema_document){uri, meta};
    return true;
}

bool schema_compile(struct schema_library *schema_library, struct text uri,
                    const struct value *schema_document, struct schema **out, struct error *err)
{
    struct schema_compiler *compiler = ARENA_NEW(schema_library->arena, struct schema_compiler);
    struct schema_node *root;
    *compiler = (struct schema_compiler){.library = schema_library, .arena = schema_library->arena};
    if (!schema_document_add(compiler, text_copy(schema_library->arena, uri), schema_document,
                             &root, err))
        return false;
    const bool late = schema_library->trusted;
    for (size_t i = 0; !late && i < compiler->nodes.count; i++) /* references add to them */
        if (!schema_node_compile(compiler, compiler->nodes.at[i], err))
            return false;
    struct schema *schema = ARENA_NEW(schema_library->arena, struct schema);
    *schema = (struct schema){.root = root, .compiler = compiler};
    *out = schema;
    return true;
}

bool schema_check(const struct schema *schema, const struct value *instance, struct arena *arena,
                  struct schema_errors *errors, struct error *err)
{
    struct schema_founds founds = {0};
    struct schema_run run = {.schema = schema, .arena = arena, .founds = &founds, .err = err};
    const struct schema_frame outside = {.instance = instance};
    const bool fits = schema_apply(&run, &outside, schema->root);
    if (run.stopped)
        return false;
    if (fits != (founds.count == 0))
        return error_at(err, ERROR_BUG, value_place(instance), "a schema judged without a reason");
    schema_founds_report(&founds, arena, errors);
    return true;
}
