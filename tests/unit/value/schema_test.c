/* What fits and what is refused. The suite in corpora/ has the keywords; this has our limits,
 * refusals and the numbers that doubles get wrong. */
#include "value/schema.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "support.h"
#include "value/json.h"

#include <math.h>

static struct arena arena;

static struct value *read(const char *source)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    ck_assert_msg(
        json_read("s.json", text_of(source), (struct json_options){0}, &arena, value, &err),
        "%s: %s", source, support_error(&err));
    return value;
}

static struct schema *compile(const char *source)
{
    struct error err = {0};
    struct schema *schema;
    ck_assert_msg(
        schema_compile(schema_library_new(&arena), TEXT("urn:test"), read(source), &schema, &err),
        "%s: %s", source, support_error(&err));
    return schema;
}

static bool value_fits(const char *schema, const struct value *instance)
{
    struct error err = {0};
    struct schema_errors errors = {0};
    ck_assert_msg(schema_check(compile(schema), instance, &arena, &errors, &err), "%s: %s", schema,
                  support_error(&err));
    return errors.count == 0;
}

static bool fits(const char *schema, const char *instance)
{
    return value_fits(schema, read(instance));
}

/* "line:column message" of a schema that does not compile. */
static const char *refusal_of(const char *source)
{
    struct error err = {0};
    struct schema *schema = NULL;
    ck_assert_msg(
        !schema_compile(schema_library_new(&arena), TEXT("urn:test"), read(source), &schema, &err),
        "%s", source);
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_ptr_null(schema);
    return text_format(&arena, "%u:%u %s", err.line, err.column, err.message).at;
}

/* Why judging stopped. */
static const char *stop_of(const char *schema, const struct value *instance)
{
    struct error err = {0};
    struct schema_errors errors = {0};
    ck_assert_msg(!schema_check(compile(schema), instance, &arena, &errors, &err), "%s", schema);
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_uint_eq(errors.count, 0);
    return text_string(&arena, text_of(err.message));
}

START_TEST(test_schema__numbers_are_judged_as_they_are_written)
{
    const struct {
        const char *name, *schema, *instance;
        bool fits;
    } cases[] = {
        {"a decimal multiple", "{\"multipleOf\":0.0001}", "0.0075", true},
        {"not a decimal multiple", "{\"multipleOf\":0.0001}", "0.00751", false},
        {"above 2^53", "{\"maximum\":9007199254740992}", "9007199254740993", false},
        {"above 2^63", "{\"maximum\":9223372036854775808}", "9223372036854775809", false},
        {"at 2^63", "{\"maximum\":9223372036854775809}", "9223372036854775809", true},
        {"an odd number above 2^63", "{\"multipleOf\":2}", "9223372036854775809", false},
        {"1.0 is an integer", "{\"type\":\"integer\"}", "1.0", true},
        {"1e2 is an integer", "{\"type\":\"integer\"}", "1e2", true},
        {"1.5 is none", "{\"type\":\"integer\"}", "1.5", false},
        {"1 equals 1.0", "{\"const\":1}", "1.0", true},
        {"also in a list", "{\"enum\":[[1]]}", "[1.0]", true},
        {"true is not 1", "{\"enum\":[1]}", "true", false},
        {"-0 is 0", "{\"minimum\":0}", "-0.0", true},
        {"just above", "{\"exclusiveMinimum\":0.1}", "0.10000000000000000001", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(fits(cases[i].schema, cases[i].instance) == cases[i].fits, "%s",
                      cases[i].name);
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__a_number_that_is_not_one_satisfies_nothing)
{
    static const char *const schemas[] = {
        "{\"type\":\"number\"}",     "{\"type\":[\"integer\",\"null\",\"string\"]}",
        "{\"minimum\":0}",           "{\"exclusiveMinimum\":0}",
        "{\"maximum\":0}",           "{\"exclusiveMaximum\":0}",
        "{\"multipleOf\":1}",        "{\"const\":0}",
        "{\"enum\":[0,null,\"a\"]}",
    };
    for (size_t i = 0; i < COUNT(schemas); i++) {
        const struct value nan = value_of_number(NAN);
        ck_assert_msg(!value_fits(schemas[i], &nan), "%s", schemas[i]);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__what_would_be_misjudged_is_refused_with_its_place)
{
    static const char draft[] = " is not supported; schemas here are draft 2020-12";
    ck_assert_str_eq(refusal_of("{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}"),
                     text_format(&arena, "1:12 draft-07%s", draft).at);
    ck_assert_str_eq(refusal_of("{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\"}"),
                     text_format(&arena, "1:12 draft 2019-09%s", draft).at);
    const struct {
        const char *schema, *refusal;
    } cases[] = {
        {"3", "1:1 a schema is a number; a map or a boolean is needed"},
        {"{\"properties\":{\"a\":\"b\"}}",
         "1:20 a schema is a string; a map or a boolean is needed"},
        {"{\"$schema\":\"urn:mine\"}", "1:12 the meta-schema \"urn:mine\" is not known here"},
        {"{\"$ref\":\"#/$defs/a\"}",
         "1:9 the reference \"#/$defs/a\" leads nowhere: the document has nothing there"},
        {"{\"$ref\":\"#a\"}", "1:9 the reference \"#a\" leads nowhere: there is no such anchor"},
        {"{\"$ref\":\"http://a.example/b\"}",
         "1:9 the reference \"http://a.example/b\" leads nowhere: no such document is known here, "
         "and nothing is fetched"},
        {"{\"$ref\":\"#/%zz\"}", "1:9 the reference \"#/%zz\" leads nowhere: a % in it is not "
                                 "followed by two hexadecimal digits"},
        {"{\"$id\":\"a#b\"}", "1:8 $id is a string; a URI without fragment is needed"},
        {"{\"$anchor\":\"1a\"}",
         "1:12 $anchor is a string; a name of letters, digits, -, _ and . is needed"},
        {"{\"$anchor\":\"a\",\"$defs\":{\"b\":{\"$anchor\":\"a\"}}}",
         "1:40 the anchor \"a\" is there twice"},
        {"{\"$defs\":{\"a\":{\"$id\":\"x:a\"},\"b\":{\"$id\":\"x:a\"}}}",
         "1:40 two schemas have the $id \"x:a\""},
        {"{\"pattern\":\"a(\"}", "1:12 the pattern does not compile: at character 3: missing "
                                 "closing parenthesis"},
        {"{\"patternProperties\":{\"[\":true}}",
         "1:23 the pattern does not compile: at character 2: missing terminating ] for character "
         "class"},
        {"{\"type\":\"map\"}",
         "1:9 a type is one of null, boolean, integer, number, string, array and object"},
        {"{\"type\":[]}", "1:9 type is a list; at least one type is needed"},
        {"{\"minimum\":\"0\"}", "1:12 minimum is a string; a number is needed"},
        {"{\"multipleOf\":0}", "1:15 multipleOf is not above 0"},
        {"{\"multipleOf\":1.2345678901234567891}",
         "1:15 multipleOf has more digits than can be divided by exactly"},
        {"{\"minLength\":-1}", "1:14 minLength is below 0; an integer of at least 0 is needed"},
        {"{\"minItems\":1.5}", "1:13 minItems is a fraction; an integer of at least 0 is needed"},
        {"{\"required\":\"a\"}", "1:13 required is a string; a list of strings is needed"},
        {"{\"required\":[1]}", "1:14 required is a number; a list of strings is needed"},
        {"{\"uniqueItems\":1}", "1:16 uniqueItems is a number; true or false is needed"},
        {"{\"enum\":1}", "1:9 enum is a number; a list is needed"},
        {"{\"allOf\":[]}", "1:10 allOf is a list; at least one schema is needed"},
        {"{\"properties\":[]}", "1:15 properties is a list; a map of schemas is needed"},
        {"{\"title\":1}", "1:10 title is a number; a string is needed"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(refusal_of(cases[i].schema), cases[i].refusal);
    arena_free(&arena);
}
END_TEST

static bool compile_beside(const char *uri, const char *other, const char *source,
                           struct error *err)
{
    struct schema *schema;
    struct schema_library *library = schema_library_new(&arena);
    schema_library_add(library, text_of(uri), read(other));
    return schema_compile(library, TEXT("urn:test"), read(source), &schema, err);
}

START_TEST(test_schema__a_vocabulary_that_is_required_and_unknown_is_refused)
{
    static const char schema[] = "{\"$schema\":\"urn:meta\"}";
    struct error err = {0};
    ck_assert(compile_beside("urn:meta", "{\"$vocabulary\":{\"urn:v\":false}}", schema, &err));
    ck_assert(!compile_beside("urn:meta", "{\"$vocabulary\":{\"urn:v\":true}}", schema, &err));
    ck_assert_str_eq(err.message, "the vocabulary \"urn:v\" is required and not known here");
    err = (struct error){0};
    ck_assert(!compile_beside(
        "urn:meta",
        "{\"$vocabulary\":{\"https://json-schema.org/draft/2020-12/vocab/format-assertion\":true}}",
        schema, &err));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__a_document_of_the_library_is_found_by_its_uri_and_its_id)
{
    struct error err = {0};
    static const char other[] = "{\"$id\":\"urn:other\",\"type\":\"string\"}";
    ck_assert(compile_beside("http://a.example/s", other, "{\"$ref\":\"urn:other\"}", &err));
    ck_assert(
        compile_beside("http://a.example/s", other, "{\"$ref\":\"http://a.example/s\"}", &err));
    ck_assert(!compile_beside("http://a.example/s",
                              "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"}",
                              "{\"$ref\":\"http://a.example/s\"}", &err));
    ck_assert_str_eq(err.message, "draft-04 is not supported; schemas here are draft 2020-12");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__a_pointer_through_an_id_takes_its_base)
{
    static const char schema[] =
        "{\"$id\":\"http://a.example/x\",\"$ref\":\"#/$defs/b/unknown\",\"$defs\":{\"b\":"
        "{\"$id\":\"sub/b\",\"unknown\":{\"$ref\":\"c\"},\"$defs\":{\"c\":{\"$id\":\"c\","
        "\"type\":\"null\"}}}}}";
    ck_assert(fits(schema, "null"));
    ck_assert(!fits(schema, "1"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__a_uri_above_its_limit_is_refused)
{
    static char name[LIMIT_URI_SIZE + 2];
    memset(name, 'a', LIMIT_URI_SIZE + 1);
    ck_assert_str_eq(refusal_of(text_format(&arena, "{\"$id\":\"%s\"}", name).at),
                     "1:8 $id is longer than 1024 bytes");
    const char *refusal = refusal_of(text_format(&arena, "{\"$ref\":\"%s\"}", name).at);
    ck_assert(text_ends(text_of(refusal), TEXT("its URI is longer than is followed")));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__an_unknown_keyword_is_an_annotation)
{
    ck_assert(fits("{\"minimun\":5,\"x-mine\":{\"type\":\"nothing\"}}", "1"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__format_and_content_do_not_judge)
{
    ck_assert(fits("{\"format\":\"email\",\"contentMediaType\":\"application/json\"}", "\"{\""));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__references_without_progress_are_refused)
{
    static const char endless[] = "the schema refers to itself without end";
    static const char three_long[] =
        "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},"
        "\"b\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"}]}}}";
    static const char *const loops[] = {
        "{\"$ref\":\"#\"}",
        "{\"$dynamicAnchor\":\"a\",\"$dynamicRef\":\"#a\"}",
        three_long,
        "{\"not\":{\"$ref\":\"#\"}}",
        "{\"if\":{\"$ref\":\"#\"},\"then\":true}",
        "{\"anyOf\":[{\"$ref\":\"#\"},true]}",
        "{\"oneOf\":[{\"$ref\":\"#\"}]}",
    };
    for (size_t i = 0; i < COUNT(loops); i++)
        ck_assert_str_eq(stop_of(loops[i], read("1")), endless);
    ck_assert(fits("{\"items\":{\"$ref\":\"#\"},\"maxItems\":1}", "[[[[[]]]]]"));
    arena_free(&arena);
}
END_TEST

/* {"$defs":{"s0":{},"s1":{"allOf":[ref s0, ref s0]},...},"$ref":"#/$defs/sN"}: 2^N applications */
static const char *doubling(size_t levels)
{
    struct buffer out = buffer_in(&arena, LIMIT_SCHEMA_SIZE);
    buffer_string(&out, "{\"$defs\":{\"s0\":{\"type\":\"null\"}");
    for (size_t i = 1; i <= levels; i++)
        buffer_format(&out,
                      ",\"s%zu\":{\"allOf\":[{\"$ref\":\"#/$defs/s%zu\"},{\"$ref\":\"#/$defs/"
                      "s%zu\"}]}",
                      i, i - 1, i - 1);
    buffer_format(&out, "},\"$ref\":\"#/$defs/s%zu\"}", levels);
    return buffer_text(&out).at;
}

START_TEST(test_schema__work_is_bounded)
{
    ck_assert(fits(doubling(10), "null"));
    ck_assert_str_eq(stop_of(doubling(60), read("null")),
                     "judging it by the schema takes more than 10000000 steps");
    arena_free(&arena);
}
END_TEST

static const char *chain(size_t length)
{
    struct buffer out = buffer_in(&arena, LIMIT_SCHEMA_SIZE);
    buffer_string(&out, "{\"$defs\":{\"s0\":true");
    for (size_t i = 1; i <= length; i++)
        buffer_format(&out, ",\"s%zu\":{\"$ref\":\"#/$defs/s%zu\"}", i, i - 1);
    buffer_format(&out, "},\"$ref\":\"#/$defs/s%zu\"}", length);
    return buffer_text(&out).at;
}

START_TEST(test_schema__depth_is_bounded)
{
    ck_assert(fits(chain(2900), "1"));
    ck_assert_str_eq(stop_of(chain(20000), read("1")),
                     "schemas apply within schemas more than 3000 deep");
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__a_pattern_that_runs_away_stops_the_judging)
{
    ck_assert_str_eq(stop_of("{\"pattern\":\"^(a+)+$\"}",
                             read("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"")),
                     "the pattern needs more than 100000 steps on this text");
    ck_assert_str_eq(stop_of("{\"not\":{\"pattern\":\"^(a+)+$\"}}",
                             read("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"")),
                     "the pattern needs more than 100000 steps on this text");
    arena_free(&arena);
}
END_TEST

/* A list of `count` maps, all different but for the last, which is its `twin`. */
static struct value many_maps(size_t count, size_t twin)
{
    struct value *items = ARENA_ARRAY(&arena, struct value, count);
    for (size_t i = 0; i < count; i++) {
        struct members members = {0};
        const size_t id = i + 1 == count ? twin : i;
        members_add(&arena, &members, TEXT("id"), value_of_number((double)id));
        items[i] = value_of_map(&arena, &members);
    }
    return value_of_list(&arena, items, count);
}

START_TEST(test_schema__unique_items_is_not_quadratic)
{
    enum { MANY = 100000 };
    const struct value different = many_maps(MANY, MANY), twins = many_maps(MANY, 7);
    ck_assert(value_fits("{\"uniqueItems\":true}", &different));
    ck_assert(!value_fits("{\"uniqueItems\":true}", &twins));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__unique_items_tells_numbers_as_values_do)
{
    ck_assert(!fits("{\"uniqueItems\":true}", "[1, \"a\", 1.0]"));
    ck_assert(!fits("{\"uniqueItems\":true}", "[[0.0], [-0.0]]"));
    ck_assert(!fits("{\"uniqueItems\":true}", "[9223372036854775807, 3, 9223372036854775807]"));
    ck_assert(
        fits("{\"uniqueItems\":true}",
             "[9007199254740993, 9007199254740992.0, true, 1, 0, false, null, \"\", [], {}]"));
    const struct value nans[] = {value_of_number(NAN), value_of_number(NAN)};
    const struct value list = value_of_list(&arena, nans, COUNT(nans));
    ck_assert(value_fits("{\"uniqueItems\":true}", &list));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__a_text_is_measured_in_code_points)
{
    ck_assert(fits("{\"minLength\":2,\"maxLength\":2}", "\"\xF0\x9F\x92\xA9\xC3\xA9\""));
    ck_assert(!fits("{\"minLength\":2}", "\"\xF0\x9F\x92\xA9\""));
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__a_schema_judges_many_values)
{
    struct schema *schema = compile("{\"type\":\"string\",\"pattern\":\"^a\"}");
    static const char *const instances[] = {"\"ab\"", "1", "\"b\"", "\"a\""};
    static const size_t counts[] = {0, 1, 1, 0};
    for (size_t i = 0; i < COUNT(instances); i++) {
        struct error err = {0};
        struct schema_errors errors = {0};
        struct arena own = {0};
        ck_assert(schema_check(schema, read(instances[i]), &own, &errors, &err));
        ck_assert_uint_eq(errors.count, counts[i]);
        arena_free(&own);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema__a_trusted_one_is_compiled_where_a_value_comes_to_it)
{
    struct error err = {0};
    struct schema *schema;
    struct schema_errors none = {0}, one = {0}, stopped = {0};
    struct schema_library *library = schema_library_new(&arena);
    const struct value *source =
        read("{\"properties\":{\"a\":{\"minimum\":\"x\"},\"b\":{\"minimum\":3}}}");
    schema_library_trust(library);
    ck_assert(schema_compile(library, TEXT("urn:test"), source, &schema, &err));
    ck_assert(schema_check(schema, read("{\"b\":3}"), &arena, &none, &err));
    ck_assert_uint_eq(none.count, 0);
    ck_assert(schema_check(schema, read("{\"b\":2}"), &arena, &one, &err));
    ck_assert_uint_eq(one.count, 1);
    ck_assert(!schema_check(schema, read("{\"a\":3}"), &arena, &stopped, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
}
END_TEST

TESTS("value/schema", test_schema__a_trusted_one_is_compiled_where_a_value_comes_to_it,
      test_schema__numbers_are_judged_as_they_are_written,
      test_schema__a_number_that_is_not_one_satisfies_nothing,
      test_schema__what_would_be_misjudged_is_refused_with_its_place,
      test_schema__a_vocabulary_that_is_required_and_unknown_is_refused,
      test_schema__a_document_of_the_library_is_found_by_its_uri_and_its_id,
      test_schema__a_pointer_through_an_id_takes_its_base,
      test_schema__a_uri_above_its_limit_is_refused,
      test_schema__an_unknown_keyword_is_an_annotation,
      test_schema__format_and_content_do_not_judge,
      test_schema__references_without_progress_are_refused, test_schema__work_is_bounded,
      test_schema__depth_is_bounded, test_schema__a_pattern_that_runs_away_stops_the_judging,
      test_schema__unique_items_is_not_quadratic,
      test_schema__unique_items_tells_numbers_as_values_do,
      test_schema__a_text_is_measured_in_code_points, test_schema__a_schema_judges_many_values)
