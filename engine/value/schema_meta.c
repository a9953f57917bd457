#include "value/json.h"
#include "value/schema_internal.h"

/* The draft's documents lie under schema and meta/core, meta/applicator, ... */
static bool meta_file_is(const struct schema_meta_file *file, struct text meta_name)
{
    if (text_is(text_of(file->name), "schema"))
        return text_is(meta_name, "schema");
    return text_starts(meta_name, TEXT("meta/")) &&
           text_is(text_part(meta_name, sizeof "meta/" - 1, meta_name.size), file->name);
}

const struct value *schema_meta_find(struct text uri, struct arena *arena)
{
    if (!text_starts(uri, TEXT(SCHEMA_DRAFT)))
        return NULL;
    const struct text meta_name = text_part(uri, sizeof SCHEMA_DRAFT - 1, uri.size);
    for (const struct schema_meta_file *file = schema_meta_files; file->name; file++) {
        struct value *document = ARENA_NEW(arena, struct value);
        struct error broken = {0};
        if (meta_file_is(file, meta_name) &&
            json_read(file->name, file->source, (struct json_options){0}, arena, document, &broken))
            return document;
    }
    return NULL;
}
