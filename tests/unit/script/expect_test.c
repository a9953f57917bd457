/* case:expect and case:optional: what the manifest says. */
#include "judging.h"

#define LINEAGE "lineage: {code: {commit: abc, dirty: false}, data: [{name: loans}]}"

START_TEST(test_expect__a_path_leads_to_a_value_or_says_what_is_absent)
{
    const struct trial rows[] = {
        {"a text", .model = LINEAGE, .check = "case:expect('lineage.code.commit'):equals('abc')",
         .control = "lineage.code.commit", .outcome = OUTCOME_PASS},
        {"an item", .model = LINEAGE,
         .check = "case:expect('lineage.data[1].name'):equals('loans')", .outcome = OUTCOME_PASS},
        {"past the end", .model = LINEAGE, .check = "case:expect('lineage.data[2].name'):present()",
         .outcome = OUTCOME_MISSING},
        {"a misspelt step", .model = LINEAGE,
         .check = "case:expect('lineage.cod.commit'):present()", .outcome = OUTCOME_MISSING,
         .message = "lineage.cod.commit is absent (model.yaml:5); did you mean code?"},
        {"the tier that nobody declared", .check = "case:expect('risk.tier'):equals('high')",
         .outcome = OUTCOME_PASS},
        {"the tier beside what is declared", .model = "risk: {use: loans}",
         .check = "case:expect('risk.tier'):equals('high') ", .outcome = OUTCOME_PASS},
        {"a path that is none", .check = "case:expect('a..b'):present()", .outcome = OUTCOME_ERROR},
        {"an empty path", .check = "case:expect(''):present()", .outcome = OUTCOME_ERROR},
        {"the value, read", .model = LINEAGE,
         .check = "case:pass(case:expect('lineage.data').value[1].name)", .outcome = OUTCOME_PASS,
         .message = "loans"},
        {"the value, absent", .model = LINEAGE,
         .check = "local x = case:expect('lineage.dat').value case:pass()",
         .outcome = OUTCOME_MISSING},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_expect__the_place_is_in_the_manifest)
{
    struct judged judged = judge((struct trial){.model = LINEAGE,
                                                .check = "case:expect('lineage.code'):present() "
                                                         "case:expect('lineage'):present()"});
    const struct finding *finding = finding_of(&judged, "lineage.code");
    ck_assert_str_eq(finding->evidence.file, "model.yaml");
    ck_assert_uint_eq(finding->evidence.line, 5);
    ck_assert(text_is(finding->pointer, "/lineage/code"));
    ck_assert(text_is(finding_of(&judged, "lineage")->pointer, "/lineage"));
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_expect__a_default_that_is_used_is_noted)
{
    struct judged judged = judge(
        (struct trial){.model = LINEAGE,
                       .check = "local days = case:optional('ttl_days', 90)\n"
                                "local commit = case:optional('lineage.code.commit', 'none')\n"
                                "case:pass(commit .. ' ' .. days) case:note('seen')"});
    ends(&judged, NULL, OUTCOME_PASS, "abc 90");
    ck_assert_uint_eq(judged.evaluation.notes.count, 2);
    const struct remark *note = judged.evaluation.notes.at;
    ck_assert(text_is(note[0].message, "ttl_days is absent, 90 was used instead"));
    ck_assert(text_is(note[0].policy, "t/p") && note[0].source.line == 4);
    ck_assert(text_is(note[1].message, "seen") && note[1].source.line == 6);
    arena_free(&judged.arena);

    struct judged none = judge((struct trial){.check = "case:optional('ttl_days')"});
    ends(&none, NULL, OUTCOME_ERROR, "optional: a default is needed");
    arena_free(&none.arena);
}
END_TEST

TESTS("script/expect", test_expect__a_path_leads_to_a_value_or_says_what_is_absent,
      test_expect__the_place_is_in_the_manifest, test_expect__a_default_that_is_used_is_noted)
