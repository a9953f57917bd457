#include "policy/decision.h"

#include "base/clock.h"
#include "base/limits.h"
#include "support.h"
#include "value/canonical.h"
#include "value/json.h"

static struct arena arena;

static struct value json(const char *text)
{
    struct error err = {0};
    struct value value = {0};
    ck_assert_msg(
        json_read("d.json", text_of(text), (struct json_options){0}, &arena, &value, &err),
        "%s: %s", text, support_error(&err));
    return value;
}

/* Findings from letters: P F M I N W E, lower case for advisory ones; '!' is an error of a policy
 * that did not load, '?' an outcome outside the enum. */
static struct findings findings_of(const char *letters)
{
    static const char order[] = "PFMINWE", advisory[] = "pfminwe";
    struct findings findings = {0};
    for (const char *c = letters; *c; c++) {
        struct finding *finding = LIST_ADD(&arena, &findings);
        const char *binding = strchr(order, *c), *soft = strchr(advisory, *c);
        finding->policy = TEXT("p");
        finding->control = text_format(&arena, "%c%zu", *c, (size_t)(c - letters));
        finding->level = soft ? LEVEL_ADVISORY : *c == '!' ? LEVEL_NONE : LEVEL_MANDATORY;
        finding->outcome = *c == '!'   ? OUTCOME_ERROR
                           : *c == '?' ? (enum outcome)42
                           : binding   ? (enum outcome)(binding - order)
                                       : (enum outcome)(soft - advisory);
    }
    return findings;
}

START_TEST(test_decision__the_verdict_follows_from_the_findings)
{
    static const struct {
        const char *name, *findings;
        size_t lacking;
        enum verdict verdict;
        const char *statuses;
        bool nothing;
    } cases[] = {
        {"no finding at all", "", 0, VERDICT_DENY, "3 ", true},
        {"all advisory", "pfmie", 0, VERDICT_DENY, "3 ", true},
        {"all not applicable", "NN", 0, VERDICT_DENY, "3 ", true},
        {"all waived", "W", 0, VERDICT_DENY, "3 ", true},
        {"one pass", "P", 0, VERDICT_ALLOW, "0 ", false},
        {"a pass beside a waiver", "PW", 0, VERDICT_ALLOW, "0 ", false},
        {"a pass beside what does not apply", "PN", 0, VERDICT_ALLOW, "0 ", false},
        {"a pass and every advisory failure", "Pfmiewn", 0, VERDICT_ALLOW, "0 ", false},
        {"a failure", "PF", 0, VERDICT_DENY, "1 ", false},
        {"something missing", "PM", 0, VERDICT_DENY, "3 ", false},
        {"something insufficient", "PI", 0, VERDICT_DENY, "3 ", false},
        {"an error", "PE", 0, VERDICT_DENY, "5 ", false},
        {"a policy that did not load", "P!", 0, VERDICT_DENY, "5 ", false},
        {"an unknown outcome", "P?", 0, VERDICT_DENY, "5 ", false},
        {"failed and missing", "FM", 0, VERDICT_DENY, "3 1 ", false},
        {"everything", "PFMINWE", 0, VERDICT_DENY, "5 3 1 ", false},
        {"signatures are lacking", "P", 2, VERDICT_PENDING, "7 ", false},
        {"lacking, and a failure", "PF", 2, VERDICT_DENY, "1 ", false},
        {"lacking, and nothing judged", "n", 1, VERDICT_DENY, "3 ", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct findings findings = findings_of(cases[i].findings);
        struct conclusion out;
        struct buffer statuses = buffer_in(&arena, 64);
        decision_conclude(&findings, cases[i].lacking, &out);
        for (size_t k = 0; k < out.status_count; k++)
            buffer_format(&statuses, "%d ", out.statuses[k]);
        ck_assert_msg(out.verdict == cases[i].verdict, "%s", cases[i].name);
        ck_assert_msg(text_is(buffer_text(&statuses), cases[i].statuses), "%s: %s", cases[i].name,
                      statuses.at);
        ck_assert_msg(out.status == out.statuses[0], "%s", cases[i].name);
        ck_assert_msg(out.nothing_judged == cases[i].nothing, "%s", cases[i].name);
    }
}
END_TEST

START_TEST(test_decision__binding_and_advisory_findings_are_counted_apart)
{
    const struct findings findings = findings_of("PPPFe!?nff");
    struct conclusion out;
    decision_conclude(&findings, 0, &out);
    ck_assert_uint_eq(out.counts[OUTCOME_PASS], 3);
    ck_assert_uint_eq(out.counts[OUTCOME_FAIL], 1);
    ck_assert_uint_eq(out.counts[OUTCOME_ERROR], 2);
    ck_assert_uint_eq(out.advisory_counts[OUTCOME_ERROR], 1);
    ck_assert_uint_eq(out.advisory_counts[OUTCOME_FAIL], 2);
    ck_assert_uint_eq(out.advisory_counts[OUTCOME_NOT_APPLICABLE], 1);
}
END_TEST

START_TEST(test_decision__an_unknown_verdict_is_a_denial)
{
    ck_assert_str_eq(verdict_name(VERDICT_ALLOW), "allow");
    ck_assert_str_eq(verdict_name(VERDICT_PENDING), "pending");
    ck_assert_str_eq(verdict_name(VERDICT_DENY), "deny");
    ck_assert_str_eq(verdict_name((enum verdict)9), "deny");
}
END_TEST

static struct decision_parts parts_of(void)
{
    return (struct decision_parts){
        .subject = json("{\"name\": \"m\", \"version\": \"1.0.0\"}"),
        .transition = json("{\"from\": null, \"to\": \"production\"}"),
        .engine = json("\"obstat 0.1.0\""),
        .policies = json("{\"digest\": \"sha256:00\", \"count\": 1, \"changed\": []}"),
        .evidence = json("[]"),
        .waivers = json("[]"),
        .not_checked = json("[\"the transition: no ledger\"]"),
        .now = INT64_C(1795165200),
    };
}

static struct value decided(const struct decision_parts *parts, const char *letters,
                            struct digest *id)
{
    struct error err = {0};
    struct findings findings = findings_of(letters);
    struct conclusion conclusion;
    struct value decision = {0};
    decision_conclude(&findings, 0, &conclusion);
    ck_assert_msg(decision_write(parts, &findings, &conclusion, &arena, &decision, &err), "%s",
                  support_error(&err));
    ck_assert(digest_read(value_text(value_get(&decision, TEXT("id"))), id));
    return decision;
}

static const char *written(const struct value *value)
{
    struct error err = {0};
    struct buffer out = buffer_in(&arena, LIMIT_REPORT_SIZE);
    ck_assert_msg(canonical_write(value, &out, &err), "%s", support_error(&err));
    return text_string(&arena, buffer_text(&out));
}

#define FINDING(control, outcome)                                                                  \
    "{\"cites\":null,\"control\":\"" control "\",\"evidence\":{\"column\":null,\"file\":null,"     \
    "\"grade\":null,\"line\":null,\"pointer\":null},\"expected\":null,\"fix\":null,"               \
    "\"level\":\"mandatory\",\"margin\":null,\"message\":\"\",\"n\":null,\"observed\":null,"       \
    "\"outcome\":\"" outcome "\",\"policy\":\"p\",\"source\":{\"file\":null,\"line\":null}}"

#define ZEROS                                                                                      \
    "{\"error\":0,\"fail\":0,\"insufficient\":0,\"missing\":0,\"not_applicable\":0,\"pass\":0,"    \
    "\"waived\":0}"

/* The record without its id, which is what the id is of. */
#define RECORD_HEAD                                                                                \
    "{\"advisory\":" ZEROS ",\"artifact\":null,\"champion\":null,\"counts\":{\"error\":0,"         \
    "\"fail\":1,\"insufficient\":0,\"missing\":0,\"not_applicable\":0,\"pass\":1,\"waived\":0},"   \
    "\"engine\":\"obstat 0.1.0\",\"evidence\":[],\"findings\":[" FINDING(                          \
        "F1", "fail") "," FINDING("P0", "pass") "],"
#define RECORD_TAIL                                                                                \
    "\"not_checked\":[\"the transition: no ledger\"],\"now\":\"2026-11-20T09:00:00Z\","            \
    "\"obstat\":\"decision/v1\",\"policies\":{\"changed\":[],\"count\":1,"                         \
    "\"digest\":\"sha256:00\"},\"status\":1,\"statuses\":[1],\"subject\":{\"name\":\"m\","         \
    "\"version\":\"1.0.0\"},\"transition\":{\"from\":null,\"to\":\"production\"},"                 \
    "\"verdict\":\"deny\",\"waivers\":[]}"

START_TEST(test_decision__the_record_has_these_bytes_and_its_id_is_their_digest)
{
    struct error err = {0};
    struct digest id, expected;
    const struct decision_parts parts = parts_of();
    const struct value decision = decided(&parts, "PF", &id);
    ck_assert(digest_text(TEXT(RECORD_HEAD RECORD_TAIL), &expected, &err));
    ck_assert_str_eq(digest_print(&id, &arena).at, digest_print(&expected, &arena).at);
    ck_assert_str_eq(
        written(&decision),
        text_format(&arena, RECORD_HEAD "\"id\":\"%s\"," RECORD_TAIL, digest_print(&id, &arena).at)
            .at);
}
END_TEST

START_TEST(test_decision__notes_stand_in_the_record_where_there_are_some)
{
    struct digest id;
    struct decision_parts parts = parts_of();
    const struct value without = decided(&parts, "P", &id);
    ck_assert_ptr_null(value_get(&without, TEXT("notes")));
    parts.notes = json("[\"look here\"]");
    const struct value with = decided(&parts, "P", &id);
    ck_assert_str_eq(written(value_get(&with, TEXT("notes"))), "[\"look here\"]");
}
END_TEST

START_TEST(test_decision__a_hundred_runs_give_the_same_bytes)
{
    static const char letters[] = "PFMINWEpfminwe!?";
    struct digest first_id, id;
    const struct decision_parts parts = parts_of();
    const struct value first = decided(&parts, letters, &first_id);
    const char *bytes = written(&first);
    for (size_t run = 0; run < 100; run++) {
        struct findings findings = findings_of(letters);
        struct conclusion conclusion;
        struct error err = {0};
        struct value decision;
        for (size_t i = 0; i < findings.count; i++) { /* another order each time */
            struct finding *a = &findings.at[i];
            struct finding *b = &findings.at[(i * 7 + run) % findings.count];
            const struct finding swapped = *a;
            *a = *b;
            *b = swapped;
        }
        for (size_t i = 0; i < findings.count; i++) /* none, all or some were written before */
            if (run % 3 == 1 || (run % 3 == 2 && i % 2))
                ck_assert(finding_write(&findings.at[i], &arena, &err));
        decision_conclude(&findings, 0, &conclusion);
        ck_assert(decision_write(&parts, &findings, &conclusion, &arena, &decision, &err));
        ck_assert(digest_read(value_text(value_get(&decision, TEXT("id"))), &id));
        ck_assert_str_eq(written(&decision), bytes);
        ck_assert(digest_equal(&id, &first_id));
    }
}
END_TEST

START_TEST(test_decision__any_other_moment_or_part_gives_another_id)
{
    struct digest id, other;
    struct decision_parts parts = parts_of();
    (void)decided(&parts, "P", &id);
    parts.now++;
    (void)decided(&parts, "P", &other);
    ck_assert(!digest_equal(&id, &other));
    parts.now--;
    parts.artifact = json("{\"digest\": \"sha256:00\"}");
    (void)decided(&parts, "P", &other);
    ck_assert(!digest_equal(&id, &other));
}
END_TEST

START_TEST(test_decision__what_has_no_spelling_is_refused_and_leaves_the_outputs_alone)
{
    struct error err = {0}, late = {0};
    struct findings findings = findings_of("P");
    struct conclusion conclusion;
    struct value decision = {.size = 42};
    struct decision_parts parts = parts_of();
    decision_conclude(&findings, 0, &conclusion);
    parts.subject = value_of_integer(INT64_C(9007199254740993));
    ck_assert(!decision_write(&parts, &findings, &conclusion, &arena, &decision, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    parts = parts_of();
    parts.now = CLOCK_LAST + 1;
    ck_assert(!decision_write(&parts, &findings, &conclusion, &arena, &decision, &late));
    ck_assert_int_eq(late.code, ERROR_USAGE);
    ck_assert(decision.size == 42);
}
END_TEST

START_TEST(test_decision__an_untouched_record_verifies_also_after_reading_it_back)
{
    struct error err = {0};
    struct digest id;
    const struct decision_parts parts = parts_of();
    const struct value decision = decided(&parts, "PFe", &id);
    const struct value again = json(written(&decision));
    ck_assert_msg(decision_verify(&decision, &arena, &err), "%s", support_error(&err));
    ck_assert_msg(decision_verify(&again, &arena, &err), "%s", support_error(&err));
}
END_TEST

START_TEST(test_decision__a_record_that_was_touched_does_not_verify)
{
    struct digest id;
    const struct decision_parts parts = parts_of();
    const struct value decision = decided(&parts, "PF", &id);
    for (size_t i = 0; i < value_count(&decision); i++) {
        struct error changed = {0}, removed = {0};
        struct members members = {0}, fewer = {0};
        for (size_t k = 0; k < value_count(&decision); k++) {
            const struct value value =
                k == i ? value_of_text(TEXT("?")) : *member_value(&decision, k);
            members_add(&arena, &members, member_key(&decision, k), value);
            if (k != i)
                members_add(&arena, &fewer, member_key(&decision, k), value);
        }
        const struct value other = value_of_map(&arena, &members);
        const struct value less = value_of_map(&arena, &fewer);
        ck_assert(!decision_verify(&other, &arena, &changed));
        ck_assert(!decision_verify(&less, &arena, &removed));
        ck_assert(changed.code == ERROR_INTEGRITY && removed.code == ERROR_INTEGRITY);
    }
}
END_TEST

START_TEST(test_decision__what_is_no_record_does_not_verify)
{
    static const char *const texts[] = {"null", "[]", "{}", "{\"id\": 1}",
                                        "{\"id\": \"sha256:00\"}"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct error err = {0};
        const struct value value = json(texts[i]);
        ck_assert_msg(!decision_verify(&value, &arena, &err), "%s", texts[i]);
        ck_assert_int_eq(err.code, ERROR_INTEGRITY);
    }
}
END_TEST

TESTS("policy/decision", test_decision__the_verdict_follows_from_the_findings,
      test_decision__binding_and_advisory_findings_are_counted_apart,
      test_decision__an_unknown_verdict_is_a_denial,
      test_decision__the_record_has_these_bytes_and_its_id_is_their_digest,
      test_decision__notes_stand_in_the_record_where_there_are_some,
      test_decision__a_hundred_runs_give_the_same_bytes,
      test_decision__any_other_moment_or_part_gives_another_id,
      test_decision__what_has_no_spelling_is_refused_and_leaves_the_outputs_alone,
      test_decision__an_untouched_record_verifies_also_after_reading_it_back,
      test_decision__a_record_that_was_touched_does_not_verify,
      test_decision__what_is_no_record_does_not_verify)
