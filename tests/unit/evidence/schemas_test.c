#include "evidence/manifest.h"

#include "support.h"

#include "base/buffer.h"
#include "evidence/builtin.h"
#include "value/json.h"

static struct value json_of(struct arena *arena, const char *source)
{
    struct error err = {0};
    struct value value;
    ck_assert_msg(
        json_read("d.json", text_of(source), (struct json_options){0}, arena, &value, &err), "%s",
        support_error(&err));
    return value;
}

START_TEST(test_schemas__each_kind_of_document_has_one_that_compiles)
{
    static const char *const names[] = {"model",   "evidence", "project",  "decision", "diff",
                                        "lineage", "move",     "passport", "rebuild",  "sweep"};
    struct arena arena = {0};
    struct schemas *schemas = schemas_new(&arena);
    for (size_t i = 0; i < COUNT(names); i++) {
        struct error err = {0};
        struct schema *schema = NULL;
        ck_assert_msg(schemas_find(schemas, text_of(names[i]), &schema, &err), "%s: %s", names[i],
                      support_error(&err));
        ck_assert_ptr_nonnull(schema);
    }
    arena_free(&arena);
}
END_TEST

/* In use they are compiled late, so this is where a fault in one of them is seen. */
START_TEST(test_schemas__each_one_of_ours_is_whole)
{
    struct arena arena = {0};
    for (size_t i = 0; builtin_schemas[i].name; i++) {
        struct error err = {0};
        struct schema *schema;
        const struct value document = json_of(&arena, builtin_schemas[i].source.at);
        ck_assert_msg(
            schema_compile(schema_library_new(&arena), TEXT("urn:ours"), &document, &schema, &err),
            "%s: %s", builtin_schemas[i].name, support_error(&err));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_schemas__one_is_compiled_once)
{
    struct arena arena = {0};
    struct error err = {0};
    struct schemas *schemas = schemas_new(&arena);
    struct schema *first = NULL, *second = NULL;
    ck_assert(schemas_find(schemas, TEXT("project"), &first, &err));
    const size_t size = arena.size;
    ck_assert(schemas_find(schemas, TEXT("project"), &second, &err));
    ck_assert_ptr_eq(first, second);
    ck_assert_uint_eq(arena.size, size);
    arena_free(&arena);
}
END_TEST

START_TEST(test_schemas__an_unknown_name_is_refused_with_the_nearest)
{
    struct arena arena = {0};
    struct error err = {0};
    struct schema *schema = NULL;
    ck_assert(!schemas_find(schemas_new(&arena), TEXT("modle"), &schema, &err));
    ck_assert_ptr_null(schema);
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.message, "there is no schema modle; did you mean model?");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schemas__the_first_fault_is_named_and_the_others_are_counted)
{
    static const struct {
        const char *source, *message;
        unsigned line, column;
    } cases[] = {
        {"{\"obstat\": \"project/v1\",\n \"polices\": []}",
         "/polices unknown key \"polices\"; did you mean policies?", 2, 2},
        {"{\"obstat\": \"project/v1\",\n \"policies\": [1, 2]}",
         "/policies/0 is a number; a "
         "string is needed: put it in "
         "quotes (and 1 more)",
         2, 15},
        {"[]", "the document is a list; a map is needed", 1, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        struct error err = {0};
        const struct value document = json_of(&arena, cases[i].source);
        ck_assert(!schemas_check(schemas_new(&arena), TEXT("project"), &document, &arena, &err));
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_str_eq(err.message, cases[i].message);
        ck_assert_str_eq(err.file, "d.json");
        ck_assert_msg(err.line == cases[i].line && err.column == cases[i].column, "%s",
                      support_error(&err));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_schemas__a_document_that_fits_passes)
{
    struct arena arena = {0};
    struct error err = {0};
    const struct value document =
        json_of(&arena, "{\"obstat\": \"project/v1\", \"policies\": [\"./policies\"]}");
    ck_assert_msg(schemas_check(schemas_new(&arena), TEXT("project"), &document, &arena, &err),
                  "%s", support_error(&err));
    arena_free(&arena);
}
END_TEST

/* ---- the reader of evidence knows the keys that the schema knows ---- */

static const struct value *properties_of(const struct value *schema)
{
    const struct value *properties = value_get(schema, TEXT("properties"));
    ck_assert_ptr_nonnull(properties);
    return properties;
}

/* Evidence with one key in one place, whatever stands there: is it the key that is refused? */
static bool key_is_unknown(const char *form, struct text key)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence;
    const char *name = text_string(&arena, key);
    struct buffer source = buffer_in(&arena, 4096);
    for (; *form; form++)
        if (*form == '@')
            buffer_string(&source, name);
        else
            buffer_byte(&source, *form);
    const bool unknown =
        !evidence_read("e.yaml", buffer_text(&source), TEXT_NONE, &arena, &evidence, &err) &&
        strstr(err.message, "has no key");
    arena_free(&arena);
    return unknown;
}

START_TEST(test_schemas__the_reader_of_evidence_knows_the_same_keys)
{
    static const struct {
        const char *name, *definition, *property, *form;
    } cases[] = {
        {"document", NULL, NULL, "{obstat: evidence/v1, \"@\": null}"},
        {"subject", NULL, "subject", "{obstat: evidence/v1, subject: {@: null}}"},
        {"dataset", NULL, "dataset", "{obstat: evidence/v1, dataset: {@: null}}"},
        {"lineage", NULL, "lineage", "{obstat: evidence/v1, lineage: {@: null}}"},
        {"metric", "figure", NULL, "{obstat: evidence/v1, metrics: {a: {@: null}}}"},
        {"result", "result", NULL, "{obstat: evidence/v1, results: [{@: null}]}"},
        {"group", "group", NULL, "{obstat: evidence/v1, groups: [{@: null}]}"},
        {"suite", "suite", NULL, "{obstat: evidence/v1, suites: [{@: null}]}"},
    };
    struct arena arena = {0};
    const struct text source = support_read(&arena, OBSTAT_SOURCE "/schemas/evidence.schema.json");
    const struct value root = json_of(&arena, source.at);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value *schema = &root;
        if (cases[i].definition)
            schema = value_get(value_get(&root, TEXT("$defs")), text_of(cases[i].definition));
        if (cases[i].property)
            schema = value_get(properties_of(&root), text_of(cases[i].property));
        const struct value *properties = properties_of(schema);
        for (size_t j = 0; j < value_count(properties); j++) {
            const struct text key = member_key(properties, j);
            if (text_is(key, "obstat")) /* stands in every form */
                continue;
            ck_assert_msg(!key_is_unknown(cases[i].form, key), "%s: %.*s", cases[i].name,
                          TEXT_ARGS(key));
        }
        ck_assert_msg(key_is_unknown(cases[i].form, TEXT("no_such_key")), "%s", cases[i].name);
    }
    arena_free(&arena);
}
END_TEST

TESTS("evidence/schemas", test_schemas__each_kind_of_document_has_one_that_compiles,
      test_schemas__each_one_of_ours_is_whole, test_schemas__one_is_compiled_once,
      test_schemas__an_unknown_name_is_refused_with_the_nearest,
      test_schemas__the_first_fault_is_named_and_the_others_are_counted,
      test_schemas__a_document_that_fits_passes,
      test_schemas__the_reader_of_evidence_knows_the_same_keys)
