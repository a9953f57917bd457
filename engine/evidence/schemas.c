#include "evidence/manifest.h"

#include "evidence/builtin.h"
#include "value/json.h"

enum { SCHEMAS_MAX = 32, MORE_SIZE = 40 };

struct schemas {
    struct arena *arena;
    struct schema_library *document_schemas;
    struct schema *compiled[SCHEMAS_MAX]; /* in the order of builtin_schemas; NULL until asked */
};

struct schemas *schemas_new(struct arena *arena)
{
    struct schemas *schemas = ARENA_NEW(arena, struct schemas);
    schemas->arena = arena;
    return schemas;
}

static bool schema_compile_builtin(struct schemas *schemas, const struct builtin_schema *builtin,
                                   struct schema **document_schema, struct error *err)
{
    const char *file = text_format(schemas->arena, "schemas/%s.schema.json", builtin->name).at;
    struct value *document = ARENA_NEW(schemas->arena, struct value);
    if (!json_read(file, builtin->source, (struct json_options){0}, schemas->arena, document, err))
        return false;
    if (!schemas->document_schemas) {
        schemas->document_schemas = schema_library_new(schemas->arena);
        schema_library_trust(schemas->document_schemas);
    }
    const struct value *id = value_present(document, TEXT("$id"));
    const struct text uri = id ? value_text(id) : text_of(file);
    return schema_compile(schemas->document_schemas, uri, document, document_schema, err);
}

bool schemas_find(struct schemas *schemas, struct text name, struct schema **out, struct error *err)
{
    struct suggestion near_schema = suggest_for(name);
    for (size_t builtin = 0; builtin < SCHEMAS_MAX && builtin_schemas[builtin].name; builtin++) {
        if (text_is(name, builtin_schemas[builtin].name)) {
            if (!schemas->compiled[builtin] &&
                !schema_compile_builtin(schemas, &builtin_schemas[builtin],
                                        &schemas->compiled[builtin], err))
                return false;
            *out = schemas->compiled[builtin];
            return true;
        }
        suggest_offer(&near_schema, text_of(builtin_schemas[builtin].name));
    }
    return error_set(err, ERROR_USAGE, "there is no schema %.*s%s", TEXT_ARGS(name),
                     suggest_hint(&near_schema, schemas->arena));
}

static bool fault_report(const struct schema_errors *faults, struct error *err)
{
    const struct schema_error *first_fault = &faults->at[0];
    const struct text fault_pointer =
        first_fault->instance_pointer.size ? first_fault->instance_pointer : TEXT("the document");
    char more_faults[MORE_SIZE] = "";
    if (faults->count > 1)
        (void)snprintf(more_faults, sizeof more_faults, " (and %zu more)", faults->count - 1);
    return error_at(err, ERROR_REFUSED, first_fault->place, "%.*s %.*s%s", TEXT_ARGS(fault_pointer),
                    TEXT_ARGS(first_fault->message), more_faults);
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
