/* What a golden file does not show: limits, places, and decisions that no finding explains. */
#include "policy/decision.h"

#include "records.h"

static struct arena arena;

static const struct value *json(const char *text)
{
    struct error err = {0};
    struct value *value = ARENA_NEW(&arena, struct value);
    ck_assert_msg(json_read("d.json", text_of(text), (struct json_options){0}, &arena, value, &err),
                  "%s: %s", text, support_error(&err));
    return value;
}

/* A decision of a few findings, as decision_write makes it. */
static const struct value *decision_of(struct finding *at, size_t count)
{
    struct error err = {0};
    struct findings findings = {at, count, 0};
    struct conclusion conclusion;
    struct value *decision = ARENA_NEW(&arena, struct value);
    decision_conclude(&findings, 0, &conclusion);
    ck_assert_msg(
        decision_write(&(struct decision_parts){0}, &findings, &conclusion, &arena, decision, &err),
        "%s", support_error(&err));
    return decision;
}

static const struct value *decision_of_many(size_t count, enum level level, struct text message)
{
    struct finding *findings = ARENA_ARRAY(&arena, struct finding, count);
    for (size_t i = 0; i < count; i++)
        findings[i] = (struct finding){.policy = TEXT("p/q"),
                                       .control = text_format(&arena, "c%06zu", i),
                                       .outcome = OUTCOME_FAIL,
                                       .level = level,
                                       .message = message};
    return decision_of(findings, count);
}

static size_t occurrences(const char *report, const char *word)
{
    size_t count = 0;
    for (const char *at = strstr(report, word); at; at = strstr(at + 1, word))
        count++;
    return count;
}

static const char *report_at(const char *format, const struct report_record *record)
{
    struct error err = {0};
    struct report_record one = *record;
    struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
    ck_assert_msg(format_named(format)->write(&(struct report_records){&one, 1, 1},
                                              &(struct report_options){0}, &out, &err),
                  "%s", support_error(&err));
    return text_string(&arena, buffer_text(&out));
}

START_TEST(test_github__ten_of_a_kind_are_shown_and_the_tenth_counts_the_rest)
{
    const char *ten =
        record_report(&arena, "github", decision_of_many(10, LEVEL_MANDATORY, TEXT("is off")));
    const char *eleven =
        record_report(&arena, "github", decision_of_many(11, LEVEL_MANDATORY, TEXT("is off")));
    const char *warnings =
        record_report(&arena, "github", decision_of_many(30, LEVEL_ADVISORY, TEXT("is off")));
    ck_assert_uint_eq(occurrences(ten, "::error "), 10);
    ck_assert_ptr_null(strstr(ten, "more"));
    ck_assert_uint_eq(occurrences(eleven, "::error "), 10);
    ck_assert_ptr_nonnull(strstr(eleven, "::error title=obstat::and 2 more controls block"));
    ck_assert_uint_eq(occurrences(warnings, "::warning "), 10);
    ck_assert_ptr_nonnull(strstr(warnings, "::warning title=obstat::and 21 more warnings"));
}
END_TEST

START_TEST(test_github__an_error_comes_before_a_failure)
{
    struct finding findings[] = {
        {.policy = TEXT("a/a"),
         .control = TEXT("c"),
         .outcome = OUTCOME_FAIL,
         .level = LEVEL_MANDATORY,
         .message = TEXT("is off")},
        {.policy = TEXT("z/z"),
         .control = TEXT("c"),
         .outcome = OUTCOME_ERROR,
         .level = LEVEL_MANDATORY,
         .message = TEXT("crashed")},
    };
    const char *report = record_report(&arena, "github", decision_of(findings, 2));
    ck_assert(strstr(report, "title=z/z") < strstr(report, "title=a/a"));
}
END_TEST

START_TEST(test_markdown__a_summary_stays_below_a_mebibyte_and_says_what_is_left_out)
{
    char *words = arena_alloc(&arena, 2000);
    memset(words, 'x', 2000);
    const char *report = record_report(
        &arena, "markdown", decision_of_many(900, LEVEL_MANDATORY, (struct text){words, 2000}));
    const size_t shown = occurrences(report, "| **fail** |");
    ck_assert_uint_le(strlen(report), LIMIT_MARKDOWN_SIZE);
    ck_assert_uint_gt(shown, 400);
    const char *said =
        text_format(&arena, "**%zu more are left out: a job's summary holds 1 MiB.**", 900 - shown)
            .at;
    ck_assert_msg(strstr(report, said) != NULL, "%zu shown, not said: %s", shown, said);
}
END_TEST

/* ---- places ---- */

static const struct value *decision_at(const char *evidence, const char *source)
{
    struct finding finding = {.policy = TEXT("p/q"),
                              .control = TEXT("c"),
                              .outcome = OUTCOME_FAIL,
                              .level = LEVEL_MANDATORY,
                              .message = TEXT("is off"),
                              .evidence = {evidence, evidence ? 3 : 0, evidence ? 4 : 0},
                              .source = {source, source ? 9 : 0, 0}};
    return decision_of(&finding, 1);
}

START_TEST(test_places__are_those_of_the_repository)
{
    static const struct {
        const char *name, *manifest, *policies, *given, *evidence, *source, *path;
        unsigned line;
    } cases[] = {
        {"below the manifest", "m/c/model.yaml", "", NULL, "eval/e.yaml", NULL, "m/c/eval/e.yaml",
         3},
        {"dots are settled", "./m/model.yaml", "", NULL, "../e.yaml", NULL, "e.yaml", 3},
        {"named by the command", "m/model.yaml", "", "[\"e.yaml\"]", "e.yaml", NULL, "e.yaml", 3},
        {"a policy of the project", "m/model.yaml", "m", NULL, NULL, "policies/p.lua",
         "m/policies/p.lua", 9},
        {"a pack is elsewhere", "m/model.yaml", "", NULL, NULL, "pack:x/p.lua", "m/model.yaml", 1},
        {"evidence from outside", "m/model.yaml", "", NULL, "../../e.yaml", "p.lua", "p.lua", 9},
        {"an absolute path", "m/model.yaml", "", NULL, "/tmp/e.yaml", NULL, "m/model.yaml", 1},
        {"a manifest from outside", "../model.yaml", "..", NULL, "e.yaml", "p.lua", "model.yaml",
         1},
        {"nothing is known", NULL, NULL, NULL, NULL, NULL, "model.yaml", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct report_record record = {decision_at(cases[i].evidence, cases[i].source),
                                             cases[i].manifest, cases[i].policies,
                                             cases[i].given ? json(cases[i].given) : NULL};
        const char *gitlab = report_at("gitlab", &record), *sarif = report_at("sarif", &record);
        const char *place = text_format(&arena, "{\"lines\":{\"begin\":%u},\"path\":\"%s\"}",
                                        cases[i].line, cases[i].path)
                                .at;
        const char *uri = text_format(&arena, "\"uri\":\"%s\"", cases[i].path).at;
        ck_assert_msg(strstr(gitlab, place) != NULL, "%s: %s", cases[i].name, gitlab);
        ck_assert_msg(strstr(sarif, uri) != NULL, "%s: %s", cases[i].name, sarif);
    }
}
END_TEST

START_TEST(test_places__of_sarif_are_uris_and_of_github_are_paths)
{
    const struct report_record record = {decision_at("a b/100%,\xC3\xBC:1.yaml", NULL),
                                         "model.yaml", "", NULL};
    ck_assert_ptr_nonnull(
        strstr(report_at("sarif", &record), "\"uri\":\"a%20b/100%25%2C%C3%BC%3A1.yaml\""));
    ck_assert_ptr_nonnull(
        strstr(report_at("github", &record), "file=a b/100%25%2C\xC3\xBC%3A1.yaml,line=3,col=4,"));
}
END_TEST

/* ---- what no finding says ---- */

START_TEST(test_verdicts__what_blocks_without_a_finding_is_a_control_of_its_own)
{
    static const struct {
        const char *record, *says;
    } cases[] = {
        {"{\"findings\": [], \"verdict\": \"deny\", \"status\": 3}", "nothing was judged"},
        {"{\"findings\": [], \"verdict\": \"deny\", \"status\": 4}", "integrity does not hold"},
        {"{\"findings\": [], \"verdict\": \"pending\", \"status\": 7}", "signatures are lacking"},
        {"{\"findings\": [], \"verdict\": \"deny\", \"status\": 9}",
         "the decision lets nothing pass"},
        {"{\"findings\": []}", "the decision lets nothing pass"},
        {"{\"findings\": [], \"verdict\": \"deny\", \"status\": 0}",
         "the decision lets nothing pass"},
        {"{\"findings\": [], \"verdict\": \"allow\", \"status\": 1}",
         "the decision lets nothing pass"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t j = 0; report_formats[j]; j++)
            if (report_formats[j]->whole) {
                const char *report =
                    record_report(&arena, report_formats[j]->name, json(cases[i].record));
                ck_assert_msg(strstr(report, cases[i].says) != NULL, "%s: %s: %s",
                              report_formats[j]->name, cases[i].says, report);
            }
}
END_TEST

START_TEST(test_verdicts__an_allowed_decision_without_findings_has_no_control)
{
    const struct value *allowed = json("{\"findings\": [], \"verdict\": \"allow\", \"status\": 0}");
    ck_assert_ptr_nonnull(strstr(record_report(&arena, "tap", allowed), "\n1..0\n"));
    ck_assert_str_eq(record_report(&arena, "gitlab", allowed), "[]\n");
}
END_TEST

START_TEST(test_verdicts__only_allow_is_shown_as_allowed)
{
    const struct value *odd = json("{\"findings\": [], \"verdict\": \"ALLOW\", \"status\": 0}");
    ck_assert_ptr_nonnull(strstr(record_report(&arena, "html", odd), "banner denied"));
    ck_assert_ptr_nonnull(strstr(record_report(&arena, "markdown", odd), "## DENIED"));
}
END_TEST

/* ---- fingerprints ---- */

static struct text fingerprint_in(const char *gitlab)
{
    enum { DIGITS = 64 };
    const char *at = strstr(gitlab, "\"fingerprint\":\"");
    ck_assert_ptr_nonnull(at);
    return (struct text){at + sizeof "\"fingerprint\":\"" - 1, DIGITS};
}

START_TEST(test_fingerprints__stay_when_lines_and_messages_change_and_differ_by_manifest)
{
    struct finding finding = {.policy = TEXT("p/q"),
                              .control = TEXT("c"),
                              .outcome = OUTCOME_FAIL,
                              .level = LEVEL_MANDATORY,
                              .message = TEXT("is 0.1"),
                              .evidence = {"e.yaml", 3, 4}};
    const struct value *before = decision_of(&finding, 1);
    finding.evidence.line = 30;
    finding.message = TEXT("is 0.2");
    const struct value *after = decision_of(&finding, 1);
    finding.control = TEXT("d");
    const struct value *other = decision_of(&finding, 1);
    const struct text first =
        fingerprint_in(report_at("gitlab", &(struct report_record){before, "a.yaml", "", NULL}));
    ck_assert(text_equal(
        first,
        fingerprint_in(report_at("gitlab", &(struct report_record){after, "a.yaml", "", NULL}))));
    ck_assert(!text_equal(
        first,
        fingerprint_in(report_at("gitlab", &(struct report_record){other, "a.yaml", "", NULL}))));
    ck_assert(!text_equal(
        first,
        fingerprint_in(report_at("gitlab", &(struct report_record){after, "b.yaml", "", NULL}))));
}
END_TEST

START_TEST(test_text__a_policy_that_is_not_in_force_says_from_when)
{
    const char *report = record_report(&arena, "text", record_named(&arena, "full"));
    ck_assert_ptr_nonnull(strstr(report, " note  house/style                   is mandatory from "
                                         "2027-01-01 on; until then it is advisory\n"));
}
END_TEST

TESTS("report/formats", test_github__ten_of_a_kind_are_shown_and_the_tenth_counts_the_rest,
      test_github__an_error_comes_before_a_failure,
      test_markdown__a_summary_stays_below_a_mebibyte_and_says_what_is_left_out,
      test_places__are_those_of_the_repository,
      test_places__of_sarif_are_uris_and_of_github_are_paths,
      test_verdicts__what_blocks_without_a_finding_is_a_control_of_its_own,
      test_verdicts__an_allowed_decision_without_findings_has_no_control,
      test_verdicts__only_allow_is_shown_as_allowed,
      test_fingerprints__stay_when_lines_and_messages_change_and_differ_by_manifest,
      test_text__a_policy_that_is_not_in_force_says_from_when)
