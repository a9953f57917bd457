#include "evidence/manifest.h"

#include "evidence/builtin.h"
#include "value/json.h"

enum { SCHEMAS_MAX = 16, MORE_SIZE = 40 };

struct schemas {
    struct arena *arena;
    struct schema_library *library;
    struct schema *compiled[SCHEMAS_MAX]; /* in the order of builtin_schemas; NULL until asked */
};

struct schemas *schemas_new(struct arena *arena)
{
    struct schemas *schemas = ARENA_NEW(arena, struct schemas);
    schemas->arena = arena;
    return schemas;
}

static bool schema_compile_builtin(struct schemas *schemas, const struct builtin_schema *builtin,
                                   struct schema **out, struct error *err)
{
    const char *file = text_format(schemas->arena, "schemas/%s.schema.json", builtin->name).at;
    struct value *document = ARENA_NEW(schemas->arena, struct value);
    if (!json_read(file, builtin->source, (struct json_options){0}, schemas->arena, document, err))
        return false;
    if (!schemas->library) {
        schemas->library = schema_library_new(schemas->arena);
        schema_library_trust(schemas->library);
    }
    const struct value *id = value_present(document, TEXT("$id"));
    const struct text uri = id ? value_text(id) : text_of(file);
    return schema_compile(schemas->library, uri, document, out, err);
}

bool schemas_find(struct schemas *schemas, struct text name, struct schema **out, struct error *err)
{
    struct suggestion near = suggest_for(name);
    for (size_t builtin = 0; builtin < SCHEMAS_MAX && builtin_schemas[builtin].name; builtin++) {
        if (text_is(name, builtin_schemas[builtin].name)) {
            if (!schemas->compiled[builtin] &&
                !schema_compile_builtin(schemas, &builtin_schemas[builtin],
                                        &schemas->compiled[builtin], err))
                return false;
            *out = schemas->compiled[builtin];
            return true;
        }
        suggest_offer(&near, text_of(builtin_schemas[builtin].name));
    }
    return error_set(err, ERROR_USAGE, "there is no schema %.*s%s", TEXT_ARGS(name),
                     suggest_hint(&near, schemas->arena));
}

static bool fault_report(const struct schema_errors *faults, struct error *err)
{
    const struct schema_error *first = &faults->at[0];
    const struct text where =
        first->instance_pointer.size ? first->instance_pointer : TEXT("the document");
    char more[MORE_SIZE] = "";
    if (faults->count > 1)
        (void)snprintf(more, sizeof more, " (and %zu more)", faults->count - 1);
    return error_at(err, ERROR_REFUSED, first->place, "%.*s %.*s%s", TEXT_ARGS(where),
                    TEXT_ARGS(first->message), more);
}

bool schemas_check(struct schemas *schemas, struct text name, const struct value *document,
                   struct arena *arena, struct error *err)
{
    struct schema *schema;
    struct schema_errors faults = {0};
    return schemas_find(schemas, name, &schema, err) &&
           schema_check(schema, document, arena, &faults, err) &&
           (faults.count == 0 || fault_report(&faults, err));
}
