#include "value/json.h"
#include "value/schema_internal.h"

/* The draft's documents lie under schema and meta/core, meta/applicator, ... */
static bool meta_file_is(const struct schema_meta_file *meta_file, struct text meta_name)
{
    if (text_is(text_of(meta_file->name), "schema"))
        return text_is(meta_name, "schema");
    return text_starts(meta_name, TEXT("meta/")) &&
           text_is(text_part(meta_name, sizeof "meta/" - 1, meta_name.size), meta_file->name);
}

const struct value *schema_meta_find(struct text uri, struct arena *arena)
{
    if (!text_starts(uri, TEXT(SCHEMA_DRAFT)))
        return NULL;
    const struct text meta_name = text_part(uri, sizeof SCHEMA_DRAFT - 1, uri.size);
    for (const struct schema_meta_file *meta_file = schema_meta_files; meta_file->name;
         meta_file++) {
        struct value *meta_document = ARENA_NEW(arena, struct value);
        struct error meta_broken = {0};
        if (meta_file_is(meta_file, meta_name) &&
            json_read(meta_file->name, meta_file->source, (struct json_options){0}, arena,
                      meta_document, &meta_broken))
            return meta_document;
    }
    return NULL;
}
