/* The YAML test suite, judged against what libyaml itself does with each case: its baseline is the
 * most that a reader built on it can give. */
#include "base/list.h"
#include "value/json.h"
#include "value/yaml.h"

#include "support.h"

struct corpus_case {
    struct text name;     /* "229Q", "2G84/00"                          */
    struct text expected; /* "valid" or "error"                         */
    struct text result;   /* "pass", or how libyaml departs from it     */
    struct text json;     /* "json" where there is an in.json, else "-" */
};

struct corpus_cases LIST(struct corpus_case);

struct tally {
    size_t read, equal, exempt, refused;
};

/* Valid cases that are no value of ours, and the words by which each may be refused. */
static const char *const exemptions[] = {
    "a second document begins here",
    "is given twice",
    "cannot be a key",
    "no key stands here",
    "and a key is a text",
    "this key stands for a value of kind",
    "is none of !!str, !!int, !!float, !!bool, !!null, !!seq and !!map",
};

static struct text field_take(struct text *line)
{
    const size_t end = text_find(*line, '\t');
    const struct text field = text_part(*line, 0, end);
    *line = text_part(*line, end + 1, line->size);
    return field;
}

static struct corpus_cases cases_of(struct arena *arena, const char *root)
{
    struct corpus_cases cases = {0};
    struct text rest =
        support_read(arena, text_format(arena, "%s/libyaml-0.2.5-baseline.tsv", root).at);
    while (rest.size) {
        const size_t end = text_find(rest, '\n');
        struct text line = text_part(rest, 0, end);
        rest = text_part(rest, end + 1, rest.size);
        if (!line.size || line.at[0] == '#')
            continue;
        struct corpus_case *one = LIST_ADD(arena, &cases);
        one->name = field_take(&line);
        one->expected = field_take(&line);
        one->result = field_take(&line);
        one->json = field_take(&line);
    }
    return cases;
}

static bool is_exempt(const struct error *err)
{
    for (size_t i = 0; i < COUNT(exemptions); i++)
        if (strstr(err->message, exemptions[i]))
            return true;
    return false;
}

static struct text case_file(struct arena *arena, const char *root, const struct corpus_case *one,
                             const char *file)
{
    return support_read(arena,
                        text_format(arena, "%s/%.*s/%s", root, TEXT_ARGS(one->name), file).at);
}

static void check_equal(struct arena *arena, const char *root, const struct corpus_case *one,
                        const struct value *value, struct tally *tally)
{
    struct value expected = value_of_null();
    struct error err = {0};
    const struct text source = case_file(arena, root, one, "in.json"); /* empty: no document */
    ck_assert_msg(!source.size || json_read("in.json", source, (struct json_options){0}, arena,
                                            &expected, &err),
                  "%.*s: %s", TEXT_ARGS(one->name), support_error(&err));
    ck_assert_msg(value_equal(value, &expected), "%.*s does not equal its in.json",
                  TEXT_ARGS(one->name));
    tally->equal++;
}

static void check_refusal(const struct corpus_case *one, const struct error *err)
{
    ck_assert_msg(err->code == ERROR_REFUSED, "%.*s: %s", TEXT_ARGS(one->name), support_error(err));
    ck_assert_msg(err->line >= 1 && err->column >= 1 && err->message[0], "%.*s: %s",
                  TEXT_ARGS(one->name), support_error(err));
}

static void check_case(const char *root, const struct corpus_case *one, struct tally *tally)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value value;
    const struct text source = case_file(&arena, root, one, "in.yaml");
    const bool read = yaml_read("in.yaml", source, &arena, &value, &err);
    const bool passes = text_is(one->result, "pass"), valid = text_is(one->expected, "valid");
    if (!read)
        check_refusal(one, &err);
    if (passes && !valid)
        ck_assert_msg(!read, "%.*s is not YAML", TEXT_ARGS(one->name));
    if (passes && valid && !read)
        ck_assert_msg(is_exempt(&err), "%.*s: %s", TEXT_ARGS(one->name), support_error(&err));
    if (passes && read && text_is(one->json, "json"))
        check_equal(&arena, root, one, &value, tally);
    tally->read += read;
    tally->exempt += passes && valid && !read;
    tally->refused += passes && !valid;
    arena_free(&arena);
}

START_TEST(test_yaml_suite__every_case_that_libyaml_passes_is_read_or_refused_by_name)
{
    struct arena arena = {0};
    struct tally tally = {0};
    const char *root = support_corpus(&arena, "yaml-test-suite");
    const struct corpus_cases cases = cases_of(&arena, root);
    for (size_t i = 0; i < cases.count; i++)
        check_case(root, &cases.at[i], &tally);
    (void)printf("%zu cases: %zu read, %zu equal to their in.json, %zu refused as no value of "
                 "ours, %zu refused as no YAML\n",
                 cases.count, tally.read, tally.equal, tally.exempt, tally.refused);
    ck_assert_uint_ge(cases.count, 400);
    arena_free(&arena);
}
END_TEST

TESTS("corpora/yaml", test_yaml_suite__every_case_that_libyaml_passes_is_read_or_refused_by_name)
