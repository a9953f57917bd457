/* The schemas of our own documents: are they schemas, do they accept what docs/ shows, and do they
 * say what is wrong with what is nearly right? */
#include "support.h"
#include "value/json.h"
#include "value/schema.h"
#include "value/yaml.h"

static struct arena arena;

static struct value *read_file(const char *path)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    const char *whole = text_format(&arena, "%s/%s", OBSTAT_SOURCE, path).at;
    const struct text source = support_read(&arena, whole);
    const bool json = text_ends(text_of(path), TEXT(".json"));
    ck_assert_msg(json ? json_read(path, source, (struct json_options){0}, &arena, value, &err)
                       : yaml_read(path, source, &arena, value, &err),
                  "%s", support_error(&err));
    return value;
}

static struct schema *schema_named(const char *name)
{
    struct error err = {0};
    struct schema *schema;
    const struct value *document =
        read_file(text_format(&arena, "schemas/%s.schema.json", name).at);
    ck_assert_msg(
        schema_compile(schema_library_new(&arena), TEXT("urn:none"), document, &schema, &err), "%s",
        support_error(&err));
    return schema;
}

/* "line:column pointer message" of the first error and how many more; "" where it fits. */
static const char *words_of(const struct schema *schema, const struct value *document)
{
    struct error err = {0};
    struct schema_errors errors = {0};
    ck_assert_msg(schema_check(schema, document, &arena, &errors, &err), "%s", support_error(&err));
    if (errors.count == 0)
        return "";
    const struct schema_error *first = &errors.at[0];
    const char *more =
        errors.count > 1 ? text_format(&arena, " (and %zu more)", errors.count - 1).at : "";
    return text_format(&arena, "%u:%u %.*s %.*s%s", first->place.line, first->place.column,
                       TEXT_ARGS(first->instance_pointer), TEXT_ARGS(first->message), more)
        .at;
}

static const char *words_of_yaml(const char *name, const char *source)
{
    struct error err = {0};
    struct value value;
    ck_assert_msg(yaml_read("a.yaml", text_of(source), &arena, &value, &err), "%s",
                  support_error(&err));
    return words_of(schema_named(name), &value);
}

START_TEST(test_schema_documents__our_schemas_fit_the_meta_schema)
{
    static const char *const names[] = {"model", "evidence", "project", "decision", "act", "entry"};
    struct error err = {0};
    struct schema *meta;
    const struct value *reference = read_file("schemas/model.schema.json");
    struct members members = {0};
    members_add(&arena, &members, TEXT("$ref"), *value_get(reference, TEXT("$schema")));
    const struct value document = value_of_map(&arena, &members);
    ck_assert_msg(
        schema_compile(schema_library_new(&arena), TEXT("urn:none"), &document, &meta, &err), "%s",
        support_error(&err));
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct value *schema =
            read_file(text_format(&arena, "schemas/%s.schema.json", names[i]).at);
        ck_assert_str_eq(words_of(meta, schema), "");
        ck_assert(text_is(value_text(value_get(schema, TEXT("$id"))),
                          text_format(&arena, "urn:obstat:schema:%s/v1", names[i]).at));
    }
    struct value broken = value_of_integer(1);
    ck_assert_str_ne(words_of(meta, &broken), "");
    arena_free(&arena);
}
END_TEST

static void properties_are_described(const struct value *schema, const char *name)
{
    const struct value *properties = value_get(schema, TEXT("properties"));
    for (size_t i = 0; properties && i < value_count(properties); i++) {
        const struct value *each = member_value(properties, i);
        if (value_kind(each) == VALUE_MAP)
            ck_assert_msg(value_get(each, TEXT("title")) && value_get(each, TEXT("description")),
                          "%s: %.*s", name, TEXT_ARGS(member_key(properties, i)));
    }
    for (size_t i = 0; i < value_count(schema); i++) {
        const struct value *below =
            value_kind(schema) == VALUE_MAP ? member_value(schema, i) : value_at(schema, i);
        if (!text_is(member_key(schema, i), "dependentSchemas"))
            properties_are_described(below, name);
    }
}

START_TEST(test_schema_documents__every_property_is_described)
{
    static const char *const names[] = {"model", "evidence", "project", "decision", "act", "entry"};
    for (size_t i = 0; i < COUNT(names); i++)
        properties_are_described(
            read_file(text_format(&arena, "schemas/%s.schema.json", names[i]).at), names[i]);
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_documents__the_documents_in_docs_fit)
{
    ck_assert_str_eq(
        words_of(schema_named("model"), read_file("docs/examples/documents/model.yaml")), "");
    ck_assert_str_eq(
        words_of(schema_named("evidence"), read_file("docs/examples/documents/evidence.yaml")), "");
    ck_assert_str_eq(
        words_of(schema_named("project"), read_file("docs/examples/documents/obstat.yaml")), "");
    arena_free(&arena);
}
END_TEST

#define MODEL "obstat: model/v1\nname: a\nversion: 1.0.0\nevidence: []\n"

START_TEST(test_schema_documents__a_manifest_that_is_nearly_right_is_told_what_is_wrong)
{
    const struct {
        const char *manifest, *words;
    } cases[] = {
        {MODEL, ""},
        {"obstat: model/v1\nname: a\nversion: 1.10\nevidence: []\n",
         "3:10 /version is a number; a string is needed: put it in quotes"},
        {"obstat: model/v1\nname: a\nversion: '1.10'\nevidnce: []\n",
         "1:1  has no member \"evidence\", which is required (and 1 more)"},
        {MODEL "evidnce: []\n", "5:1 /evidnce unknown key \"evidnce\"; did you mean evidence?"},
        {MODEL "risk: {tier: hihg}\n", "5:14 /risk/tier is \"hihg\"; \"high\", \"limited\" or "
                                       "\"minimal\" is needed; did you mean high?"},
        {MODEL "risk: {tier: high, automation: full, my_fact: yes}\n", ""},
        {MODEL "risk: {my_fact: 3}\n",
         "5:17 /risk/my_fact is a number; a string is needed: put it in quotes"},
        {MODEL "target: prod\n",
         "5:9 /target is \"prod\"; \"experimental\", \"registered\", \"validated\", \"staging\", "
         "\"shadow\", \"canary\", \"production\", \"deprecated\" or one of 4 others is needed; "
         "did you mean production?"},
        {MODEL "artifact: {path: m, ignore: [cache]}\n", ""},
        {MODEL "artifact: {path: m, ingore: [cache]}\n",
         "5:21 /artifact/ingore unknown key \"ingore\"; did you mean ignore?"},
        {MODEL "artifact: {digest: 'sha256:abc'}\n",
         "5:20 /artifact/digest is \"sha256:abc\", which does not match ^sha256:[0-9a-f]{64}$"},
        {MODEL "artifact: {service: {provider: p, model: m}, path: x}\n",
         "5:46 /artifact/path is not allowed here"},
        {MODEL "lineage: {parameters: {anything: [1, {a: b}]}, environment: {imgae: x}}\n",
         "5:62 /lineage/environment/imgae unknown key \"imgae\"; did you mean image?"},
        {MODEL "lineage: {code: {commit: 1234567890123456789012345678901234567890}}\n",
         "5:26 /lineage/code/commit is a number; a string is needed: put it in quotes"},
        {MODEL "created: yesterday\n",
         "5:10 /created is \"yesterday\", which does not match ^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt]"
         "[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$"},
        {MODEL "created: 2026-11-20\n", ""},
        {MODEL "ttl_days: 0\n", "5:11 /ttl_days is 0; at least 1 is needed"},
        {MODEL "tags: {a: b}\ndescription: d\n", ""},
        {MODEL "release: {strategy: canary, steps: [5, 120]}\n",
         "5:40 /release/steps/1 is 120; at most 100 is needed"},
        {"obstat: model/v1\nname: a/../b\nversion: 1.0.0\nevidence: []\n",
         "2:7 /name is \"a/../b\", which does not match "
         "^(?!.*\\.\\.)[a-z0-9][a-z0-9._/-]{0,127}$"},
        {"obstat: model/v1\nname: a\nversion: 1.0.0\nevidence: [{path: x, measure: {label: y}}]\n",
         "4:31 /evidence/0/measure has no member \"prediction\", which is required (and 1 more)"},
        {"[]", "1:1  is a list; a map is needed"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(words_of_yaml("model", cases[i].manifest), cases[i].words);
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_documents__evidence_that_is_nearly_right_is_told_what_is_wrong)
{
    const struct {
        const char *evidence, *words;
    } cases[] = {
        {"obstat: evidence/v1\nmetrics: {a: 1, any name at all: null, c: {value: null, text: n/a}}",
         ""},
        {"obstat: evidence/v1\nmetrics: {a: high}",
         "2:14 /metrics/a is a string; a number, a map or null is needed"},
        {"obstat: evidence/v1\nmetrics: {a: {valeu: 1}}",
         "2:14 /metrics/a has no member \"value\", which is required (and 1 more)"},
        {"obstat: evidence/v1\ngrade: measured", ""},
        {"obstat: evidence/v1\ngrade: certain",
         "2:8 /grade is \"certain\"; \"declared\", \"measured\" or \"attested\" is needed"},
        {"obstat: evidence/v1\ngroups: [{attribute: a, value: 'x', counts: {tp: -1}}]",
         "2:50 /groups/0/counts/tp is -1; at least 0 is needed"},
        {"obstat: evidence/v1\ngroups: [{attribute: 'a,b', value: [x, null]}]", ""},
        {"obstat: evidence/v1\nsubject: {version: 1.10}",
         "2:20 /subject/version is a number; a string is needed: put it in quotes"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_str_eq(words_of_yaml("evidence", cases[i].evidence), cases[i].words);
    arena_free(&arena);
}
END_TEST

START_TEST(test_schema_documents__a_project_that_is_nearly_right_is_told_what_is_wrong)
{
    ck_assert_str_eq(words_of_yaml("project", "obstat: project/v1\npolices: []"),
                     "2:1 /polices unknown key \"polices\"; did you mean policies?");
    ck_assert_str_eq(words_of_yaml("project", "obstat: model/v1"),
                     "1:9 /obstat is \"model/v1\"; \"project/v1\" is needed");
    ck_assert_str_eq(words_of_yaml("project", "obstat: project/v1\nparams: {a/b: 3}"),
                     "2:15 /params/a~1b is a number; a map is needed");
    arena_free(&arena);
}
END_TEST

TESTS("value/schema_documents", test_schema_documents__our_schemas_fit_the_meta_schema,
      test_schema_documents__every_property_is_described,
      test_schema_documents__the_documents_in_docs_fit,
      test_schema_documents__a_manifest_that_is_nearly_right_is_told_what_is_wrong,
      test_schema_documents__evidence_that_is_nearly_right_is_told_what_is_wrong,
      test_schema_documents__a_project_that_is_nearly_right_is_told_what_is_wrong)
