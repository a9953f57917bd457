/* Evidence is written as it would stand in a file; each refusal names its place and its words. */
#include "evidence/evidence.h"

#include "support.h"

static struct evidence read_named(struct arena *arena, const char *path, const char *source,
                                  struct text format)
{
    struct error err = {0};
    struct evidence evidence = {0};
    ck_assert_msg(evidence_read(path, text_of(source), format, arena, &evidence, &err), "%s: %s",
                  source, support_error(&err));
    return evidence;
}

static struct evidence read_yaml(struct arena *arena, const char *source)
{
    return read_named(arena, "e.yaml", source, TEXT_NONE);
}

struct refusal {
    const char *source;
    unsigned line, column;
    const char *words;
};

static void check_error(const char *name, const struct error *err, const char *file,
                        const struct refusal *expected)
{
    ck_assert_msg(strcmp(err->file, file) == 0 && err->line == expected->line &&
                      err->column == expected->column && strstr(err->message, expected->words),
                  "%s: %s", name, support_error(err));
}

static void check_refused(const char *path, struct text format, const struct refusal *expected)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence = {.path = "untouched"};
    ck_assert_msg(!evidence_read(path, text_of(expected->source), format, &arena, &evidence, &err),
                  "%s", expected->source);
    ck_assert_msg(err.code == ERROR_REFUSED, "%s", support_error(&err));
    ck_assert_str_eq(evidence.path, "untouched");
    check_error(expected->source, &err, path, expected);
    arena_free(&arena);
}

static void check_result(const struct evidence *evidence, size_t index, const char *metric,
                         double value, unsigned line, unsigned column)
{
    ck_assert_uint_lt(index, evidence->results.count);
    const struct result *result = &evidence->results.at[index];
    const struct place place = value_place(result->value);
    ck_assert_msg(text_is(result->metric, metric), "%.*s", TEXT_ARGS(result->metric));
    ck_assert(value_number(result->value) == value);
    ck_assert_msg(place.line == line && place.column == column, "%s: %u:%u", metric, place.line,
                  place.column);
}

static const char full[] =
    "obstat: evidence/v1\n"
    "subject: {name: credit, version: 2.3.0}\n"
    "dataset: {name: loans-test, rows: 7214}\n"
    "metrics: {accuracy: 0.914, auc: {value: 0.83, n: 7214, low: 0.82}}\n"
    "results:\n"
    "  - {metric: 'acc,none', value: 0.5751, stderr: 0.0144, task: arc,\n"
    "     dataset: arc/challenge, split: test, n: 1172, unit: share,\n"
    "     higher_is_better: true, verified: false}\n"
    "  - {metric: f1, value: 0.5, group: {race: x}}\n"
    "groups:\n"
    "  - {attribute: race, value: y, counts: {tp: 13, fp: 8, tn: 9, fn: 5}}\n"
    "  - {attribute: 'sex,race', value: [a, null], n: 3}\n"
    "  - {attribute: sex, value: null}\n"
    "suites: [{name: fairness, passed: 46, total: 50, skipped: 1}]\n"
    "card: {license: mit, anything: [1]}\n"
    "lineage: {parameters: {lr: 0.1}}\n";

/* ---- reading ---- */

START_TEST(test_evidence__the_short_form_and_the_full_form_stand_side_by_side)
{
    struct arena arena = {0};
    const struct evidence evidence = read_yaml(&arena, full);
    ck_assert_uint_eq(evidence.results.count, 4);
    check_result(&evidence, 0, "accuracy", 0.914, 4, 21);
    check_result(&evidence, 1, "auc", 0.83, 4, 41);
    check_result(&evidence, 2, "acc,none", 0.5751, 6, 33);
    check_result(&evidence, 3, "f1", 0.5, 9, 25);
    ck_assert_int_eq(value_integer(evidence.results.at[1].details->n), 7214);
    ck_assert(evidence.results.at[0].details == &details_none);
    ck_assert(evidence.results.at[0].setting == &setting_none);
    arena_free(&arena);
}
END_TEST

START_TEST(test_evidence__a_result_keeps_all_that_was_said_of_it)
{
    struct arena arena = {0};
    const struct evidence evidence = read_yaml(&arena, full);
    const struct result *result = &evidence.results.at[2];
    ck_assert(text_is(value_text(result->setting->task), "arc"));
    ck_assert(text_is(value_text(result->setting->dataset), "arc/challenge"));
    ck_assert(text_is(value_text(result->setting->split), "test"));
    ck_assert_ptr_null(result->setting->group);
    ck_assert(value_number(result->details->stderr_) == 0.0144);
    ck_assert(text_is(value_text(result->details->unit), "share"));
    ck_assert(value_boolean(result->details->higher_is_better));
    ck_assert_ptr_null(result->details->high);
    const struct value *group = evidence.results.at[3].setting->group;
    ck_assert(text_is(value_text(value_get(group, TEXT("race"))), "x"));
    arena_free(&arena);
}
END_TEST

START_TEST(test_evidence__results_in_a_row_share_what_they_were_measured_on)
{
    struct arena arena = {0};
    const struct evidence evidence = read_yaml(
        &arena, "obstat: evidence/v1\n"
                "results: [{metric: a, value: 1, task: t}, {metric: b, value: 2, task: t},"
                " {metric: c, value: 3, task: u}, {metric: d, value: 4}]\n");
    const struct result *results = evidence.results.at;
    ck_assert_ptr_eq(results[0].setting, results[1].setting);
    ck_assert(text_is(value_text(results[2].setting->task), "u"));
    ck_assert_ptr_null(results[3].setting->task);
    arena_free(&arena);
}
END_TEST

START_TEST(test_evidence__groups_suites_and_documents_keep_their_parts)
{
    struct arena arena = {0};
    const struct evidence evidence = read_yaml(&arena, full);
    ck_assert_uint_eq(evidence.groups.count, 3);
    const struct group *groups = evidence.groups.at;
    ck_assert(text_is(groups[0].attribute, "race"));
    ck_assert(text_is(value_text(groups[0].value), "y"));
    ck_assert_int_eq(value_integer(groups[0].tp), 13);
    ck_assert_int_eq(value_integer(groups[0].fn), 5);
    ck_assert_uint_eq(value_count(groups[1].value), 2);
    ck_assert_ptr_null(groups[1].tp);
    ck_assert_int_eq(value_kind(groups[2].value), VALUE_NULL);
    ck_assert_uint_eq(value_place(groups[2].node).line, 13);
    ck_assert_uint_eq(evidence.suites.count, 1);
    ck_assert_int_eq(value_integer(evidence.suites.at[0].passed), 46);
    ck_assert_int_eq(value_integer(evidence.suites.at[0].skipped), 1);
    ck_assert_ptr_null(evidence.suites.at[0].failed);
    ck_assert(text_is(value_text(value_get(evidence.card, TEXT("license"))), "mit"));
    ck_assert_ptr_nonnull(value_get(evidence.lineage, TEXT("parameters")));
    ck_assert_ptr_nonnull(value_get(evidence.dataset, TEXT("rows")));
    arena_free(&arena);
}
END_TEST

START_TEST(test_evidence__what_is_no_number_keeps_its_place_and_null_is_absent)
{
    struct arena arena = {0};
    const struct evidence evidence = read_named(
        &arena, "e.json",
        "{\"obstat\": \"evidence/v1\",\n"
        "\"metrics\": {\"a\": NaN, \"b\": null, \"c\": {\"value\": null, \"text\": \"N/A\"},\n"
        "\"d\": \"0.9\", \"e\": true, \"f\": {\"value\": null}, \"g\": 1e400, \"h\": -Infinity},\n"
        "\"results\": [{\"metric\": \"i\", \"value\": null, \"text\": \"-\"},\n"
        "{\"metric\": \"j\", \"value\": null}, {\"metric\": \"k\"}]}",
        TEXT_NONE);
    static const struct {
        const char *metric;
        enum value_kind kind;
        const char *text;
        unsigned line, column;
    } expected[] = {
        {"a", VALUE_NAN, "", 2, 18},      {"c", VALUE_STRING, "N/A", 2, 63},
        {"d", VALUE_STRING, "0.9", 3, 6}, {"e", VALUE_BOOLEAN, "", 3, 18},
        {"g", VALUE_NAN, "", 3, 51},      {"h", VALUE_NAN, "", 3, 63},
        {"i", VALUE_STRING, "-", 4, 52},
    };
    ck_assert_uint_eq(evidence.results.count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct result *result = &evidence.results.at[i];
        ck_assert_msg(text_is(result->metric, expected[i].metric), "%zu", i);
        ck_assert_int_eq(value_kind(result->value), expected[i].kind);
        ck_assert(text_is(value_text(result->value), expected[i].text));
        ck_assert_uint_eq(value_place(result->value).line, expected[i].line);
        ck_assert_uint_eq(value_place(result->value).column, expected[i].column);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_evidence__the_same_result_twice_is_kept_twice)
{
    struct arena arena = {0};
    const struct evidence evidence =
        read_yaml(&arena, "obstat: evidence/v1\nmetrics: {auc: 0.8}\n"
                          "results: [{metric: auc, value: 0.8}, {metric: auc, value: 0.7}]\n");
    ck_assert_uint_eq(evidence.results.count, 3);
    arena_free(&arena);
}
END_TEST

START_TEST(test_evidence__the_digest_is_of_the_bytes_and_the_grade_is_declared)
{
    struct arena arena = {0};
    const struct evidence evidence =
        read_yaml(&arena, "obstat: evidence/v1\ngrade: declared\nmetrics: {auc: 0.8}\n");
    struct digest digest;
    struct error err = {0};
    ck_assert(digest_text(TEXT("obstat: evidence/v1\ngrade: declared\nmetrics: {auc: 0.8}\n"),
                          &digest, &err));
    ck_assert(digest_equal(&digest, &evidence.digest));
    ck_assert_int_eq(evidence.grade, GRADE_DECLARED);
    ck_assert_str_eq(evidence.format, "evidence/v1");
    ck_assert_str_eq(evidence.path, "e.yaml");
    ck_assert_str_eq(grade_name(GRADE_MEASURED), "measured");
    ck_assert_str_eq(grade_name((enum grade)9), "unknown");
    arena_free(&arena);
}
END_TEST

/* ---- refusing ---- */

#define HEAD "obstat: evidence/v1\n"

START_TEST(test_evidence__what_does_not_fit_is_refused_with_its_place)
{
    static const struct refusal cases[] = {
        {HEAD "metrcs: {auc: 1}\n", 2, 1, "no key metrcs; did you mean metrics?"},
        {HEAD "grade: measured\n", 2, 8, "the grade is never set by hand"},
        {HEAD "grade: attested\n", 2, 8, "the grade is never set by hand"},
        {HEAD "grade: 3\n", 2, 8, "grade is a number; a string is needed"},
        {HEAD "subject: credit\n", 2, 10, "subject is a string; a map is needed"},
        {HEAD "subject: {nam: credit}\n", 2, 11, "no key nam; did you mean name?"},
        {HEAD "dataset: {row: 3}\n", 2, 11, "no key row; did you mean rows?"},
        {HEAD "lineage: {cod: 3}\n", 2, 11, "no key cod; did you mean code?"},
        {HEAD "card: mit\n", 2, 7, "card is a string; a map is needed"},
        {HEAD "format: [a]\n", 2, 9, "format is a list"},
        {HEAD "metrics: [1]\n", 2, 10, "metrics is a list; a map is needed"},
        {HEAD "metrics:\n  auc: [1]\n", 3, 8, "the metric auc is a list"},
        {HEAD "metrics:\n  auc: {n: 1}\n", 3, 8, "the metric auc has no value"},
        {HEAD "metrics:\n  auc: {value: 1, N: 1}\n", 3, 19, "a metric has no key N"},
        {HEAD "metrics:\n  auc: {value: {a: 1}}\n", 3, 16, "value is a map; a number is needed"},
        {HEAD "metrics:\n  auc: {value: 1, n: many}\n", 3, 22, "n is a string; a number"},
        {HEAD "metrics:\n  auc: {value: 1, n: -1}\n", 3, 22, "n is below 0"},
        {HEAD "metrics:\n  auc: {value: 1, low: x}\n", 3, 24, "low is a string; a number"},
        {HEAD "metrics:\n  auc: {value: null, text: 3}\n", 3, 28, "text is a number; a string"},
        {HEAD "results: {a: 1}\n", 2, 10, "results is a map; a list is needed"},
        {HEAD "results: [0.3]\n", 2, 11, "a result is a map"},
        {HEAD "results:\n- {value: 1}\n", 3, 3, "metric is absent here, and needed"},
        {HEAD "results:\n- {metric: '', value: 1}\n", 3, 3, "metric is absent here, and needed"},
        {HEAD "results:\n- {metric: 3, value: 1}\n", 3, 12, "metric is a number; a string"},
        {HEAD "results:\n- {metric: a, valeu: 1}\n", 3, 15, "did you mean value?"},
        {HEAD "results:\n- {metric: a, value: 1, task: 3}\n", 3, 31, "task is a number"},
        {HEAD "results:\n- {metric: a, value: 1, group: x}\n", 3, 32, "group is a string"},
        {HEAD "groups: [3]\n", 2, 10, "a group is a map"},
        {HEAD "groups: [{attribute: a}]\n", 2, 10, "value is absent here"},
        {HEAD "groups: [{value: a}]\n", 2, 10, "attribute is absent here"},
        {HEAD "groups: [{attribute: a, value: 3}]\n", 2, 32, "put it in quotes"},
        {HEAD "groups: [{attribute: a, value: {b: c}}]\n", 2, 32, "value is a map"},
        {HEAD "groups: [{attribute: a, value: []}]\n", 2, 32, "value is a list"},
        {HEAD "groups: [{attribute: a, value: b, counts: {tpp: 1}}]\n", 2, 44, "did you mean tp?"},
        {HEAD "groups: [{attribute: a, value: b, counts: {tp: -1}}]\n", 2, 48, "tp is below 0"},
        {HEAD "groups: [{attribute: a, value: b, counts: {fn: x}}]\n", 2, 48, "fn is a string"},
        {HEAD "groups: [{attribute: a, value: b, favourable: no}]\n", 2, 47,
         "positive or negative"},
        {HEAD "groups: [{attribute: a, value: b, n: -1}]\n", 2, 38, "n is below 0"},
        {HEAD "groups: [{attribute: a, value: b, metrics: 1}]\n", 2, 44, "metrics is a number"},
        {HEAD "suites: [{passed: 1}]\n", 2, 10, "name is absent here"},
        {HEAD "suites: [{name: a, passed: 3, total: 2}]\n", 2, 28, "more tests passed"},
        {HEAD "suites: [{name: a, passed: -3}]\n", 2, 28, "passed is below 0"},
        {"obstat: evidence/v2\nmetrics: {auc: 1}\n", 1, 9, "did you mean evidence/v1?"},
        {"obstat: evidense/v1\nauc: 1\n", 1, 9, "did you mean evidence/v1?"},
        {"obstat: model/v1\nauc: 1\n", 1, 9, "model/v1 is not evidence that can be read here"},
        {"obstat: 1\nauc: 1\n", 1, 9, "obstat: is a number"},
        {"obstat: null\nauc: 1\n", 1, 9, "obstat: is null"},
        {"a: 1\na: 2\n", 2, 1, "a"},
        {"just words\n", 1, 1, "not evidence in a format that is known here"},
        {"{\"auc\": 1\n", 2, 1, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_refused("e.yaml", TEXT_NONE, &cases[i]);
}
END_TEST

START_TEST(test_evidence__a_report_of_nonsense_is_refused_with_a_place)
{
    enum { SIZE = 600000 };
    struct arena arena = {0};
    static const struct {
        const char *path, *pattern;
        size_t size;
    } cases[] = {
        {"words.yaml", "nonsense ", 9},
        {"words.json", "nonsense ", 9},
        {"braces.json", "{[", 2},
        {"braces.yaml", "{[", 2},
        {"binary.json",
         "\x7f"
         "ELF\x02\x01\x01\0\0\0",
         10},
        {"binary.yaml", "\xd0\x00\xff", 3},
        {"zeros.yaml", "\0", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct evidence evidence;
        char *bytes = arena_alloc(&arena, SIZE + 1);
        for (size_t j = 0; j < SIZE; j++)
            bytes[j] = cases[i].pattern[j % cases[i].size];
        bytes[SIZE] = '\0';
        ck_assert_msg(!evidence_read(cases[i].path, (struct text){bytes, SIZE}, TEXT_NONE, &arena,
                                     &evidence, &err),
                      "%s", cases[i].path);
        ck_assert_msg(err.code == ERROR_REFUSED && strcmp(err.file, cases[i].path) == 0 &&
                          err.line == 1 && err.column > 0,
                      "%s: %s", cases[i].path, support_error(&err));
    }
    arena_free(&arena);
}
END_TEST

/* ---- formats ---- */

START_TEST(test_format__one_that_is_named_must_fit_the_document)
{
    static const struct refusal own = {HEAD "metrics: {auc: 1}\n", 1, 1,
                                       "is not in the format metrics"};
    static const struct refusal plain = {"auc: 1\n", 1, 1, "is not in the format evidence/v1"};
    struct arena arena = {0};
    check_refused("e.yaml", TEXT("metrics"), &own);
    check_refused("e.yaml", TEXT("evidence/v1"), &plain);
    ck_assert_str_eq(read_named(&arena, "e", "auc: 1\n", TEXT("metrics")).format, "metrics");
    arena_free(&arena);
}
END_TEST

START_TEST(test_format__an_unknown_name_is_a_matter_of_usage)
{
    struct arena arena = {0};
    struct error err = {0};
    struct evidence evidence;
    struct suggestion near;
    ck_assert(!evidence_read("e", TEXT("auc: 1\n"), TEXT("metrisc"), &arena, &evidence, &err));
    ck_assert_int_eq(err.code, ERROR_USAGE);
    ck_assert_str_eq(err.message, "there is no format metrisc; did you mean metrics?");
    ck_assert_ptr_null(format_named(TEXT("metrisc"), &near));
    ck_assert(text_is(near.word, "metrics"));
    ck_assert_str_eq(format_named(TEXT("evidence/v1"), &near)->name, "evidence/v1");
    arena_free(&arena);
}
END_TEST

START_TEST(test_format__every_row_of_the_table_says_what_it_is)
{
    size_t count = 0;
    for (const struct format *const *format = formats; *format; format++, count++) {
        ck_assert_uint_gt(strlen((*format)->name), 0);
        ck_assert_uint_gt(strlen((*format)->summary), 0);
        ck_assert((*format)->is && (*format)->read);
    }
    ck_assert_uint_ge(count, 2);
    ck_assert_str_eq(formats[count - 1]->name, "metrics");
}
END_TEST

/* ---- documents ---- */

START_TEST(test_document__json_and_yaml_are_told_apart_by_content)
{
    static const struct {
        const char *path, *source;
    } cases[] = {
        {"a.yaml", "{\"a\": 1}"}, {"a", " \n{\"a\": 1}"}, {"a.json", "{\"a\": 1}"},
        {"a.txt", "{a: 1}"},      {"a.yaml", "a: 1\n"},   {"a.yaml", "{a: 1} # said so"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct value value;
        ck_assert_msg(document_read(cases[i].path, text_of(cases[i].source), &arena, &value, &err),
                      "%s: %s", cases[i].source, support_error(&err));
        ck_assert_int_eq(value_integer(value_get(&value, TEXT("a"))), 1);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_document__of_two_readers_the_one_that_came_further_says_why)
{
    static const struct refusal cases[] = {
        {"{\"a\": 1,\n \"b\": 2,\n \"b\": 3}", 3, 2, "b"},
        {"{\"a\": 1,\n \"b\": \"\\ud800\"}", 2, 10, "Unicode"},
        {"{a: 1,\n b: *c}", 2, 5, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct value value;
        ck_assert(!document_read("d", text_of(cases[i].source), &arena, &value, &err));
        check_error(cases[i].source, &err, "d", &cases[i]);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_document__a_file_called_json_is_json)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value value;
    ck_assert(!document_read("a.json", TEXT("{a: 1}"), &arena, &value, &err));
    ck_assert_uint_eq(err.column, 2);
    err = (struct error){0};
    ck_assert(!document_read("a.json", TEXT("{\"a\": NaN}"), &arena, &value, &err));
    ck_assert_uint_eq(err.column, 7);
    arena_free(&arena);
}
END_TEST

/* ---- the subject ---- */

#define DIGEST_A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DIGEST_B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static bool matches(const char *subject, const char *artifact, struct error *err)
{
    struct arena arena = {0};
    struct digest digest;
    const char *source =
        text_format(&arena, HEAD "subject:\n  %s\nmetrics: {auc: 1}\n", subject).at;
    const struct evidence evidence = read_yaml(&arena, source);
    if (artifact)
        ck_assert(digest_read(text_of(artifact), &digest));
    const bool matched =
        evidence_matches(&evidence, TEXT("credit"), TEXT("2.3.0"), artifact ? &digest : NULL, err);
    arena_free(&arena);
    return matched;
}

START_TEST(test_subject__evidence_of_this_model_matches)
{
    static const struct {
        const char *subject, *artifact;
    } cases[] = {
        {"{}", NULL},
        {"", NULL},
        {"{name: credit}", NULL},
        {"{name: credit, version: 2.3.0}", DIGEST_A},
        {"{name: credit, version: 2.3.0, digest: '" DIGEST_A "'}", DIGEST_A},
        {"{version: null}", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        ck_assert_msg(matches(cases[i].subject, cases[i].artifact, &err), "%s: %s",
                      cases[i].subject, support_error(&err));
    }
}
END_TEST

START_TEST(test_subject__evidence_of_another_model_breaks_integrity)
{
    static const struct {
        struct refusal refusal;
        const char *artifact;
        enum error_code code;
    } cases[] = {
        {{"{name: fraud, version: 2.3.0}", 3, 10, "the name fraud, the manifest of credit"},
         DIGEST_A,
         ERROR_INTEGRITY},
        {{"{name: credit, version: 2.2.0}", 3, 27, "the version 2.2.0, the manifest of 2.3.0"},
         DIGEST_A,
         ERROR_INTEGRITY},
        {{"{digest: '" DIGEST_B "'}", 3, 12, "the manifest of " DIGEST_A},
         DIGEST_A,
         ERROR_INTEGRITY},
        {{"{digest: '" DIGEST_B "'}", 3, 12, "names none to compare it with"}, NULL, ERROR_REFUSED},
        {{"{digest: 'sha256:12'}", 3, 12, "subject.digest is no digest"}, DIGEST_A, ERROR_REFUSED},
        {{"{version: 2.3}", 3, 13, "put it in quotes"}, DIGEST_A, ERROR_REFUSED},
        {{"{name: ''}", 3, 10, "the manifest of credit"}, DIGEST_A, ERROR_INTEGRITY},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        ck_assert_msg(!matches(cases[i].refusal.source, cases[i].artifact, &err), "%s",
                      cases[i].refusal.source);
        ck_assert_msg(err.code == cases[i].code, "%s", support_error(&err));
        check_error(cases[i].refusal.source, &err, "e.yaml", &cases[i].refusal);
    }
}
END_TEST

TESTS("evidence/evidence", test_evidence__the_short_form_and_the_full_form_stand_side_by_side,
      test_evidence__a_result_keeps_all_that_was_said_of_it,
      test_evidence__results_in_a_row_share_what_they_were_measured_on,
      test_evidence__groups_suites_and_documents_keep_their_parts,
      test_evidence__what_is_no_number_keeps_its_place_and_null_is_absent,
      test_evidence__the_same_result_twice_is_kept_twice,
      test_evidence__the_digest_is_of_the_bytes_and_the_grade_is_declared,
      test_evidence__what_does_not_fit_is_refused_with_its_place,
      test_evidence__a_report_of_nonsense_is_refused_with_a_place,
      test_format__one_that_is_named_must_fit_the_document,
      test_format__an_unknown_name_is_a_matter_of_usage,
      test_format__every_row_of_the_table_says_what_it_is,
      test_document__json_and_yaml_are_told_apart_by_content,
      test_document__of_two_readers_the_one_that_came_further_says_why,
      test_document__a_file_called_json_is_json, test_subject__evidence_of_this_model_matches,
      test_subject__evidence_of_another_model_breaks_integrity)
