/* The case itself: its fields, what a policy says, and what a finding is called. */
#include "judging.h"

START_TEST(test_case__fields_are_read_plainly)
{
    const struct trial rows[] = {
        {"the tier that nobody declared", .check = "case:pass(case.model.risk.tier .. case.tier)",
         .outcome = OUTCOME_PASS, .message = "highhigh"},
        {"the tier that is declared", .model = "risk: {tier: minimal, use: spam}",
         .check = "case:pass(case.model.risk.tier .. case.tier .. case.model.risk.use)",
         .outcome = OUTCOME_PASS, .message = "minimalminimalspam"},
        {"what else the manifest says of risk", .model = "risk: {use: spam}",
         .check = "case:pass(case.model.risk.use .. case.model.risk.tier)", .outcome = OUTCOME_PASS,
         .message = "spamhigh"},
        {"the transition", .from = STAGE_CANARY,
         .check = "case:pass(case.transition.from .. ' to ' .. case.transition.to)",
         .outcome = OUTCOME_PASS, .message = "canary to production"},
        {"a stage that is not known", .check = "case:pass(case.transition.from)",
         .outcome = OUTCOME_MISSING, .message = "transition.from is absent"},
        {"the moment", .now = 1795856400, .check = "case:pass(tostring(case.now))",
         .outcome = OUTCOME_PASS, .message = "1795856400"},
        {"no approvals", .check = "case:pass(#case.approvals .. ' approvals')",
         .outcome = OUTCOME_PASS, .message = "0 approvals"},
        {"an observation that nobody made", .check = "local x = case.observations.git case:pass()",
         .outcome = OUTCOME_MISSING, .message = "observations.git is absent"},
        {"the evidence", .evidence = {"metrics: {auc: 0.5}"},
         .check = "case:pass(case.evidence[1].results[1].metric)", .outcome = OUTCOME_PASS,
         .message = "auc"},
        {"a card", .evidence = {"metrics: {}", "card: {license: mit}"},
         .check = "case:pass(case.card.license)", .outcome = OUTCOME_PASS, .message = "mit"},
        {"no card", .check = "local x = case.card case:pass()", .outcome = OUTCOME_MISSING,
         .message = "card is absent"},
        {"no champion", .check = "if case.champion == nil then case:pass('none') end",
         .outcome = OUTCOME_PASS, .message = "none"},
        {"a misspelt field", .check = "local x = case.modle case:pass()", .outcome = OUTCOME_ERROR,
         .message = "case has no modle; did you mean model?"},
        {"a misspelt path", .model = "owner: me", .check = "local x = case.model.ownr case:pass()",
         .outcome = OUTCOME_MISSING, .message = "did you mean owner?"},
        {"writing to it", .check = "case.tier = 'minimal' case:pass()", .outcome = OUTCOME_ERROR,
         .message = "a case cannot be changed"},
        {"a parameter", .params = "floor = 0.5", .check = "case:pass('floor ' .. params.floor)",
         .outcome = OUTCOME_PASS, .message = "floor 0.5"},
        {"a misspelt parameter", .params = "floor = 0.5",
         .check = "local x = params.flor case:pass()", .outcome = OUTCOME_ERROR,
         .message = "there is no parameter flor; did you mean floor?"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

#define IN_PRODUCTION .champion = {"metrics: {auc: 0.7}\ncard: {license: gpl}"}

START_TEST(test_case__the_champion_has_the_same)
{
    const struct trial rows[] = {
        {"its metric", IN_PRODUCTION, .check = "case.champion:metric('auc'):at_least(0.8)",
         .control = "champion auc", .outcome = OUTCOME_FAIL,
         .message = "the champion's auc is 0.700"},
        {"its model", IN_PRODUCTION, .check = "case:pass(case.champion.model.name)",
         .outcome = OUTCOME_PASS, .message = "credit"},
        {"its card", IN_PRODUCTION, .check = "case:pass(case.champion.card.license)",
         .outcome = OUTCOME_PASS, .message = "gpl"},
        {"a path that it lacks", IN_PRODUCTION,
         .check = "local x = case.champion.model.ownr case:pass()", .outcome = OUTCOME_MISSING,
         .message = "champion.model.ownr is absent"},
        {"its transition", IN_PRODUCTION, .check = "local x = case.champion.transition case:pass()",
         .outcome = OUTCOME_ERROR, .message = "the champion has no transition"},
        {"a word with it", IN_PRODUCTION, .check = "case.champion:pass('x')",
         .outcome = OUTCOME_ERROR},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_case__what_a_policy_says_is_a_control)
{
    const struct trial rows[] = {
        {"pass", .check = "case:pass('fine')", .control = "check", .outcome = OUTCOME_PASS,
         .message = "fine"},
        {"pass, in silence", .check = "case:pass()", .outcome = OUTCOME_PASS},
        {"fail", .check = "case:fail('bad', {control = 'style'})", .control = "style",
         .outcome = OUTCOME_FAIL, .message = "bad"},
        {"fail, in silence", .check = "case:fail()", .outcome = OUTCOME_ERROR,
         .message = "fail: a sentence is needed"},
        {"insufficient", .check = "case:insufficient('few')", .outcome = OUTCOME_INSUFFICIENT},
        {"not applicable", .check = "case:not_applicable('no text model')",
         .outcome = OUTCOME_NOT_APPLICABLE, .message = "no text model"},
        {"not applicable, in silence", .check = "case:not_applicable()", .outcome = OUTCOME_ERROR},
        {"not applicable, in blanks", .check = "case:not_applicable('  ')",
         .outcome = OUTCOME_ERROR, .message = "an empty text was given"},
        {"a misspelt option", .check = "case:fail('bad', {observd = 1})", .outcome = OUTCOME_ERROR,
         .message = "did you mean observed?"},
        {"evidence that is none", .check = "case:fail('bad', {evidence = 5})",
         .outcome = OUTCOME_ERROR},
        {"a sentence that is none", .check = "case:fail({})", .outcome = OUTCOME_ERROR},
        {"a misspelt word", .check = "case:pas('fine')", .outcome = OUTCOME_ERROR,
         .message = "case has no pas; did you mean pass?"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_case__a_statement_shows_what_it_rests_on)
{
    struct judged judged = judge((struct trial){
        .model = "owner: me\nlineage:\n  code: {commit: abc}",
        .evidence = {"metrics:\n  auc: 0.8"},
        .check =
            "case:fail('a', {evidence = case:metric('auc'), observed = 0.8, expected = {x = 1}})\n"
            "case:fail('b', {evidence = case.model.lineage.code, observed = {'x', 'y'}})\n"
            "case:fail('c')"});
    const struct finding *a = finding_of(&judged, "check"), *b = finding_of(&judged, "check#2");
    ck_assert_str_eq(a->evidence.file, "m1.yaml");
    ck_assert_uint_eq(a->evidence.line, 3);
    ck_assert(text_is(a->pointer, "/metrics/auc") && value_number(a->observed) == 0.8);
    ck_assert_int_eq(value_integer(value_get(a->expected, TEXT("x"))), 1);
    ck_assert_str_eq(b->evidence.file, "model.yaml");
    ck_assert(text_is(b->pointer, "/lineage/code") && value_count(b->observed) == 2);
    ck_assert(finding_of(&judged, "check#3")->evidence.file == NULL);
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_case__advisory_findings_are_advisory_and_others_are_not)
{
    struct judged judged = judge((struct trial){
        .evidence = {"metrics: {auc: 0.5}"},
        .check = "local soft = case:advisory()\n"
                 "soft:metric('auc'):at_least(0.9) soft:fail('x', {control = 'said'})\n"
                 "soft:metric('f1'):at_least(0.9)\n"
                 "case:metric('auc'):at_least(0.9)"});
    ck_assert(finding_of(&judged, "auc")->level == LEVEL_ADVISORY);
    ck_assert(finding_of(&judged, "said")->level == LEVEL_ADVISORY);
    ck_assert(finding_of(&judged, "f1")->level == LEVEL_ADVISORY);
    ck_assert(finding_of(&judged, "auc#2")->level == LEVEL_MANDATORY);
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_case__an_advisory_read_that_ends_the_check_binds)
{
    static const char *const reads[] = {
        "local x = soft:metric('f1').value",  "local x = soft:metric('auc').value",
        "local x = soft:suite('none').score", "local x = soft:groups('race')",
        "local x = soft.model.nowhere",       "soft:metric('auc'):at_least('x')",
    };
    for (size_t i = 0; i < COUNT(reads); i++) {
        struct arena arena = {0};
        struct judged judged =
            judge((struct trial){.evidence = {"metrics: {auc: .nan}"},
                                 .check = text_format(&arena,
                                                      "local soft = case:advisory() %s "
                                                      "case:metric('auc'):at_least(0.9)",
                                                      reads[i])
                                              .at});
        const struct finding *finding = finding_of(&judged, NULL);
        ck_assert_msg(finding->level == LEVEL_MANDATORY, "%s", reads[i]);
        arena_free(&judged.arena);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_case__controls_are_named_apart)
{
    struct judged judged = judge((struct trial){
        .check = "case:pass('1', {control = 'a#2'}) case:pass('2', {control = 'a'})\n"
                 "case:pass('3', {control = 'a'}) case:pass('4', {control = 'a#2'})\n"
                 "case:pass('5', {control = 'a'})"});
    for (size_t i = 0; i < judged.findings.count; i++)
        for (size_t j = 0; j < i; j++)
            ck_assert(!text_equal(judged.findings.at[i].control, judged.findings.at[j].control));
    ends(&judged, "a", OUTCOME_PASS, "2");
    ends(&judged, "a#3", OUTCOME_PASS, "3");
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_case__days_are_counted_to_the_moment_of_the_decision)
{
    const struct trial rows[] = {
        {"a day and a half", .now = 129600,
         .check = "if case:days_since('1970-01-01T00:00:00Z') == 1.5 then case:pass('so') end",
         .outcome = OUTCOME_PASS},
        {"to come", .now = 0,
         .check = "if case:days_since('1970-01-02T00:00:00Z') == -1 then case:pass('so') end",
         .outcome = OUTCOME_PASS},
        {"no such day", .check = "if case:days_since('2026-02-30') < 5 then case:pass() end",
         .outcome = OUTCOME_INSUFFICIENT, .message = "\"2026-02-30\" is not a moment"},
        {"no text", .check = "case:days_since(5)", .outcome = OUTCOME_ERROR},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_case__findings_and_memory_are_bounded)
{
    const struct trial rows[] = {
        {"statements", .check = "while true do case:pass('again') end", .control = "limit:findings",
         .outcome = OUTCOME_ERROR},
        {"comparators", .evidence = {"metrics: {auc: 1}"},
         .check = "local m = case:metric('auc') while true do m:at_least(0) end",
         .control = "limit:findings", .outcome = OUTCOME_ERROR},
        {"notes", .check = "while true do case:note('again') end", .control = "limit:findings",
         .outcome = OUTCOME_ERROR},
        {"lookups", .evidence = {"metrics: {auc: 1}"},
         .check = "while true do case:metric('auc') end", .control = "limit:fuel",
         .outcome = OUTCOME_ERROR},
        {"lookups of what is not there", .check = "while true do case:metric('f1') end",
         .control = "limit:fuel", .outcome = OUTCOME_ERROR},
        {"paths", .check = "while true do case:expect('a.b.c') end", .control = "limit:fuel",
         .outcome = OUTCOME_ERROR},
        {"groups", .evidence = {"groups: [{attribute: a, value: b}]"},
         .check = "while true do case:groups('a') end", .control = "limit:fuel",
         .outcome = OUTCOME_ERROR},
        {"patterns",
         .check = "local p = 'a' while true do case:expect('name'):matches(p) "
                  "p = p .. 'a' end",
         .fuel = 500000, .control = "limit:fuel", .outcome = OUTCOME_ERROR},
    };
    enum { BYTES_MAX = 64 << 20 };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct judged judged = judge(rows[i]);
        ends(&judged, rows[i].control, OUTCOME_ERROR, rows[i].control);
        ck_assert_uint_le(judged.findings.count, 1001);
        ck_assert_msg(judged.arena.size < BYTES_MAX, "%s: %zu bytes", rows[i].name,
                      judged.arena.size);
        arena_free(&judged.arena);
    }
}
END_TEST

/* A method that the page does not name, or a name on it that is no method, is found here. */
START_TEST(test_case__the_page_of_functions_names_what_there_is)
{
    struct arena arena = {0};
    size_t methods = 0;
    for (const struct script_function *one = script_functions(); one->name; one++) {
        const char *colon = strchr(one->name, ':');
        if (!colon)
            continue;
        const struct {
            const char *object, *made;
        } makers[] = {{"case", "case"},
                      {"value", "case:metric('auc')"},
                      {"suite", "case:suite('s')"},
                      {"groups", "case:groups('race')"},
                      {"group", "case:groups('race')[1]"}};
        for (size_t i = 0; i < COUNT(makers); i++) {
            if (!text_equal(text_of(makers[i].object),
                            (struct text){one->name, (size_t)(colon - one->name)}))
                continue;
            struct judged judged = judge((struct trial){
                .evidence = {"metrics: {auc: 1}\nsuites: [{name: s, passed: 1, total: 1}]\n"
                             "groups: [{attribute: race, value: A}]"},
                .check =
                    text_format(&arena, "case:pass(type(%s.%s))", makers[i].made, colon + 1).at});
            ends(&judged, "check", OUTCOME_PASS, "function");
            arena_free(&judged.arena);
            methods++;
        }
    }
    ck_assert_uint_eq(methods, 30);
    arena_free(&arena);
}
END_TEST

TESTS("script/case", test_case__fields_are_read_plainly, test_case__the_champion_has_the_same,
      test_case__what_a_policy_says_is_a_control, test_case__a_statement_shows_what_it_rests_on,
      test_case__advisory_findings_are_advisory_and_others_are_not,
      test_case__an_advisory_read_that_ends_the_check_binds, test_case__controls_are_named_apart,
      test_case__days_are_counted_to_the_moment_of_the_decision,
      test_case__findings_and_memory_are_bounded,
      test_case__the_page_of_functions_names_what_there_is)
