/* The required part of the JSON Schema test suite, draft 2020-12. Remotes come from its folder. */
#include "base/file.h"
#include "support.h"
#include "value/json.h"
#include "value/schema.h"

enum { FILES_MAX = 1000 };

static struct value read_json(struct arena *arena, const char *path)
{
    struct error err = {0};
    struct value value;
    ck_assert_msg(
        json_read(path, support_read(arena, path), (struct json_options){0}, arena, &value, &err),
        "%s", support_error(&err));
    return value;
}

static void remotes_add(struct schema_library *library, struct arena *arena, const char *folder)
{
    struct error err = {0};
    struct file_entries found;
    ck_assert_msg(file_list(folder, FILES_MAX, arena, &found, &err), "%s", support_error(&err));
    for (size_t i = 0; i < found.count; i++) {
        const char *path = found.at[i].path;
        struct value *document = ARENA_NEW(arena, struct value);
        if (!text_ends(text_of(path), TEXT(".json")))
            continue;
        *document = read_json(arena, path_join(arena, folder, path));
        schema_library_add(library, text_format(arena, "http://localhost:1234/%s", path), document);
    }
}

static const char *text_at(const struct value *map, const char *key, struct arena *arena)
{
    return text_string(arena, value_text(value_get(map, text_of(key))));
}

/* One instance against the compiled schema; true where the answer is the suite's. */
static bool case_holds(const struct schema *schema, const struct value *one, struct arena *arena,
                       const char *group)
{
    struct error err = {0};
    struct schema_errors errors = {0};
    const char *name = text_at(one, "description", arena);
    const bool valid = value_boolean(value_get(one, TEXT("valid")));
    if (!schema_check(schema, value_get(one, TEXT("data")), arena, &errors, &err))
        (void)printf("%s: %s: %s\n", group, name, support_error(&err));
    else if ((errors.count == 0) != valid)
        (void)printf("%s: %s: %s\n", group, name,
                     valid ? text_string(arena, errors.at[0].message) : "is accepted");
    else
        return true;
    return false;
}

static size_t file_judge(const char *folder, const char *path, struct schema_library *library,
                         struct arena *arena, size_t *count)
{
    size_t wrong = 0;
    struct value *groups = ARENA_NEW(arena, struct value);
    *groups = read_json(arena, path_join(arena, folder, path));
    for (size_t i = 0; i < value_count(groups); i++) {
        const struct value *group = value_at(groups, i);
        const struct value *tests = value_get(group, TEXT("tests"));
        const char *name =
            text_format(arena, "%s: %s", path, text_at(group, "description", arena)).at;
        struct error err = {0};
        struct schema *schema;
        *count += value_count(tests);
        if (!schema_compile(library, TEXT("http://localhost:1234/a-test"),
                            value_get(group, TEXT("schema")), &schema, &err)) {
            (void)printf("%s: %s\n", name, support_error(&err));
            wrong += value_count(tests);
            continue;
        }
        for (size_t j = 0; j < value_count(tests); j++)
            wrong += !case_holds(schema, value_at(tests, j), arena, name);
    }
    return wrong;
}

START_TEST(test_json_schema__the_required_part_of_the_suite_passes)
{
    struct arena arena = {0};
    struct error err = {0};
    struct file_entries found;
    size_t count = 0, wrong = 0;
    const char *root = support_corpus(&arena, "json-schema-test-suite");
    const char *folder = path_join(&arena, root, "tests/draft2020-12");
    struct schema_library *library = schema_library_new(&arena);
    remotes_add(library, &arena, path_join(&arena, root, "remotes"));
    ck_assert_msg(file_list(folder, FILES_MAX, &arena, &found, &err), "%s", support_error(&err));
    for (size_t i = 0; i < found.count; i++) {
        const struct text path = text_of(found.at[i].path);
        if (text_ends(path, TEXT(".json")) && !text_starts(path, TEXT("optional/")))
            wrong += file_judge(folder, path.at, library, &arena, &count);
    }
    (void)printf("json-schema-test-suite: %zu of %zu\n", count - wrong, count);
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(count, 1299); /* as many as the suite in the corpora has */
    arena_free(&arena);
}
END_TEST

/* What the suite leaves open and we decide: these pass too; nothing else in optional/ is promised.
 */
START_TEST(test_json_schema__the_optional_parts_that_we_promise_pass)
{
    static const char *const files[] = {
        "anchor.json",
        "bignum.json",
        "dynamicRef.json",
        "float-overflow.json",
        "id.json",
        "no-schema.json",
        "non-bmp-regex.json",
        "unknownKeyword.json",
        "refOfUnknownKeyword.json",
    };
    struct arena arena = {0};
    size_t count = 0, wrong = 0;
    const char *root = support_corpus(&arena, "json-schema-test-suite");
    const char *folder = path_join(&arena, root, "tests/draft2020-12/optional");
    struct schema_library *library = schema_library_new(&arena);
    remotes_add(library, &arena, path_join(&arena, root, "remotes"));
    for (size_t i = 0; i < COUNT(files); i++)
        wrong += file_judge(folder, files[i], library, &arena, &count);
    (void)printf("optional: %zu of %zu\n", count - wrong, count);
    ck_assert_uint_eq(wrong, 0);
    arena_free(&arena);
}
END_TEST

START_TEST(test_json_schema__a_reference_to_another_draft_is_refused_by_name)
{
    struct arena arena = {0};
    struct error err = {0};
    struct schema *schema;
    const char *root = support_corpus(&arena, "json-schema-test-suite");
    struct schema_library *library = schema_library_new(&arena);
    remotes_add(library, &arena, path_join(&arena, root, "remotes"));
    struct value groups =
        read_json(&arena, path_join(&arena, root, "tests/draft2020-12/optional/cross-draft.json"));
    const struct value *document = value_get(value_at(&groups, 0), TEXT("schema"));
    ck_assert(!schema_compile(library, TEXT("urn:test"), document, &schema, &err));
    ck_assert_str_eq(err.message, "draft 2019-09 is not supported; schemas here are draft 2020-12");
    ck_assert(text_ends(text_of(err.file), TEXT("ignore-prefixItems.json")));
    arena_free(&arena);
}
END_TEST

TESTS("corpora/json_schema", test_json_schema__the_required_part_of_the_suite_passes,
      test_json_schema__the_optional_parts_that_we_promise_pass,
      test_json_schema__a_reference_to_another_draft_is_refused_by_name)
