/* A schema on one line, then a document. Whatever they are, the schema is refused with a
 * message, or it judges: the document fits and nothing is said, or something is; twice the same. */
#include "fuzz.h"
#include "value/json.h"
#include "value/schema.h"

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static bool errors_same(const struct schema_errors *a, const struct schema_errors *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (!text_equal(a->at[i].message, b->at[i].message) ||
            !text_equal(a->at[i].keyword_pointer, b->at[i].keyword_pointer))
            return false;
    return a->count == b->count;
}

static void judge(const struct schema *schema, const struct value *instance, struct arena *arena)
{
    struct error err = {0};
    struct schema_errors once = {0}, twice = {0};
    if (!schema_check(schema, instance, arena, &once, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0] && once.count == 0);
        return;
    }
    demand(schema_check(schema, instance, arena, &twice, &err) && errors_same(&once, &twice));
    for (size_t i = 0; i < once.count; i++)
        demand(once.at[i].message.size > 0 && once.at[i].instance != NULL);
}

static bool read(struct arena *arena, struct text bytes, struct value *out)
{
    struct error err = {0};
    const struct text source = {text_string(arena, bytes), bytes.size};
    return json_read("input", source, (struct json_options){.bare_nan = true}, arena, out, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct error err = {0};
    struct schema *schema;
    struct value document, instance;
    const struct text input = {(const char *)data, size};
    const size_t end = text_find(input, '\n');
    if (read(&arena, text_part(input, 0, end), &document) &&
        read(&arena, text_part(input, end + 1, size), &instance)) {
        if (schema_compile(schema_library_new(&arena), TEXT("urn:fuzz"), &document, &schema, &err))
            judge(schema, &instance, &arena);
        else
            demand(err.code == ERROR_REFUSED && err.message[0]);
    }
    arena_free(&arena);
    return 0;
}
