/* The normal form is compared as its canonical bytes, and checked against the schema. */
#include "evidence/manifest.h"

#include "support.h"

#include "value/canonical.h"

static struct value normal_of(struct arena *arena, const char *path, struct text source)
{
    struct error err = {0};
    struct evidence evidence;
    ck_assert_msg(evidence_read(path, source, TEXT_NONE, arena, &evidence, &err), "%s",
                  support_error(&err));
    return evidence_value(&evidence, arena);
}

static struct text bytes_of(struct arena *arena, const struct value *value)
{
    struct error err = {0};
    struct buffer out = buffer_in(arena, 1 << 20);
    ck_assert_msg(canonical_write(value, &out, &err), "%s", support_error(&err));
    return buffer_text(&out);
}

static void check_normal(const char *path, const char *source, const char *expected)
{
    struct arena arena = {0};
    struct error err = {0};
    const struct value normal = normal_of(&arena, path, text_of(source));
    const struct text bytes = bytes_of(&arena, &normal);
    ck_assert_msg(text_is(bytes, expected), "%.*s", TEXT_ARGS(bytes));
    ck_assert_msg(schemas_check(schemas_new(&arena), TEXT("evidence"), &normal, &arena, &err), "%s",
                  support_error(&err));
    arena_free(&arena);
}

START_TEST(test_normal__a_plain_tree_becomes_results)
{
    check_normal("m.json", "{\"auc\": 0.83, \"a\": {\"n\": 12}}",
                 "{\"format\":\"metrics\",\"grade\":\"declared\",\"obstat\":\"evidence/v1\","
                 "\"results\":[{\"metric\":\"a.n\",\"value\":12,\"verified\":false},"
                 "{\"metric\":\"auc\",\"value\":0.83,\"verified\":false}]}");
}
END_TEST

START_TEST(test_normal__what_is_no_number_becomes_null_with_its_text)
{
    check_normal(
        "m.json",
        "{\"a\": NaN, \"b\": \"N/A\", \"c\": false, \"d\": 9007199254740993, \"e\": 1e999,\n"
        " \"f\": 123456789012345678901234567891, \"g\": 9007199254740992, \"h\": \"\"}",
        "{\"format\":\"metrics\",\"grade\":\"declared\",\"obstat\":\"evidence/v1\",\"results\":["
        "{\"metric\":\"a\",\"text\":\"not a finite number\",\"value\":null,\"verified\":false},"
        "{\"metric\":\"b\",\"text\":\"N/A\",\"value\":null,\"verified\":false},"
        "{\"metric\":\"c\",\"text\":\"false\",\"value\":null,\"verified\":false},"
        "{\"metric\":\"d\",\"text\":\"9007199254740993\",\"value\":null,\"verified\":false},"
        "{\"metric\":\"e\",\"text\":\"not a finite number\",\"value\":null,\"verified\":false},"
        "{\"metric\":\"f\",\"text\":\"123456789012345678901234567891\",\"value\":null,"
        "\"verified\":false},"
        "{\"metric\":\"g\",\"value\":9007199254740992,\"verified\":false},"
        "{\"metric\":\"h\",\"text\":\"\",\"value\":null,\"verified\":false}]}");
}
END_TEST

static const char full[] =
    "obstat: evidence/v1\n"
    "subject: {name: credit, version: 2.3.0}\n"
    "dataset: {name: loans-test, rows: 7214}\n"
    "metrics: {auc: {value: 0.83, n: 7214, low: 0.82, high: 0.84, split: test}}\n"
    "results:\n"
    "  - {metric: 'acc,none', value: 0.5, stderr: 0.01, task: arc, dataset: d, unit: share,\n"
    "     higher_is_better: true, group: {race: x}, verified: true}\n"
    "groups:\n"
    "  - {attribute: race, value: null, counts: {tp: 1, fp: 2, tn: 3}, n: 6, metrics: {a: 1}, "
    "favourable: negative}\n"
    "suites: [{name: s, passed: 4, total: 5, failed: 1, errors: 0, skipped: 0}]\n"
    "card: {license: mit}\n"
    "lineage: {parameters: {lr: .nan, steps: [1, .inf]}}\n";

static const char full_normal[] =
    "{\"card\":{\"license\":\"mit\"},\"dataset\":{\"name\":\"loans-test\",\"rows\":7214},"
    "\"grade\":\"declared\",\"groups\":[{\"attribute\":\"race\",\"counts\":{\"fp\":2,\"tn\":3,"
    "\"tp\":1},\"favourable\":\"negative\",\"metrics\":{\"a\":1},\"n\":6,\"value\":null}],"
    "\"lineage\":{\"parameters\":{\"lr\":"
    "\"not a finite number\",\"steps\":[1,\"not a finite number\"]}},\"obstat\":\"evidence/v1\","
    "\"results\":[{\"high\":0.84,\"low\":0.82,\"metric\":\"auc\",\"n\":7214,\"split\":\"test\","
    "\"value\":0.83,\"verified\":false},{\"dataset\":\"d\",\"group\":{\"race\":\"x\"},"
    "\"higher_is_better\":true,\"metric\":\"acc,none\",\"stderr\":0.01,\"task\":\"arc\","
    "\"unit\":\"share\",\"value\":0.5,\"verified\":true}],\"subject\":{\"name\":\"credit\","
    "\"version\":\"2.3.0\"},\"suites\":[{\"errors\":0,\"failed\":1,\"name\":\"s\",\"passed\":4,"
    "\"skipped\":0,\"total\":5}]}";

START_TEST(test_normal__written_by_hand_it_keeps_all_and_names_no_format)
{
    check_normal("e.yaml", full, full_normal);
}
END_TEST

START_TEST(test_normal__read_again_it_is_the_same)
{
    static const struct {
        const char *path, *source;
    } cases[] = {
        {"e.yaml", full},
        {"m.json", "{\"auc\": 0.83, \"a\": NaN, \"b\": \"N/A\"}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        const struct value once = normal_of(&arena, cases[i].path, text_of(cases[i].source));
        const struct text first = bytes_of(&arena, &once);
        const struct value again = normal_of(&arena, "normal.json", first);
        const struct text second = bytes_of(&arena, &again);
        ck_assert_msg(text_equal(first, second), "%.*s", TEXT_ARGS(second));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_normal__a_detail_that_is_no_number_is_left_out)
{
    check_normal("e.json",
                 "{\"obstat\": \"evidence/v1\", \"results\": [{\"metric\": \"a\", \"value\": 1, "
                 "\"n\": NaN, \"low\": -Infinity}]}",
                 "{\"grade\":\"declared\",\"obstat\":\"evidence/v1\",\"results\":[{\"metric\":"
                 "\"a\",\"value\":1,\"verified\":false}]}");
}
END_TEST

TESTS("evidence/normal", test_normal__a_plain_tree_becomes_results,
      test_normal__what_is_no_number_becomes_null_with_its_text,
      test_normal__written_by_hand_it_keeps_all_and_names_no_format,
      test_normal__read_again_it_is_the_same, test_normal__a_detail_that_is_no_number_is_left_out)
