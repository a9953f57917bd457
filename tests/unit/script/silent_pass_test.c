/* Ways in which other gates let a model through in silence, and what becomes of each here. None of
 * these may end in a pass; each row names its trap. */
#include "judging.h"

#define METRICS "metrics: {auc: 0.9, f1: .nan, speed: fast, flag: true, gap: ~}"

/* Whatever happens, nothing binding passes alone: some binding finding blocks. */
static void all_block(const struct trial *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct trial row = rows[i];
        if (!row.evidence[0])
            row.evidence[0] = METRICS;
        struct judged judged = judge(row);
        bool blocks = false;
        for (size_t j = 0; j < judged.findings.count; j++) {
            const struct finding *one = &judged.findings.at[j];
            blocks = blocks || outcome_status(one->outcome, one->level) != STATUS_ALLOWED;
        }
        ck_assert_msg(blocks, "%s lets through: %s", row.name,
                      judged_words(&judged, &judged.arena));
        arena_free(&judged.arena);
    }
}

START_TEST(test_silent_pass__a_misspelt_or_absent_input_blocks)
{
    const struct trial rows[] = {
        {"S3 a metric", .check = "case:metric('acu'):at_least(0.8)"},
        {"S3 a metric, denied only where it is low",
         .check = "if case:metric('acu').value < 0.8 then case:fail('low') end case:pass()"},
        {"S3 a path of the manifest",
         .check = "if case.model.linaege.code.dirty then case:fail('dirty') end case:pass()"},
        {"S3 a path that is expected", .check = "case:expect('linaege.code'):present()"},
        {"S3 a field of the case", .check = "if case.modle then case:pass() end"},
        {"S3 a field of a metric",
         .check = "if (case:metric('auc').vlaue or 0) < 1 then case:pass() end"},
        {"S3 an absent figure, defaulted",
         .check = "if (case:metric('gap').value or 0) < 0.1 then case:pass() end"},
        {"S3 a count of rows that nobody wrote",
         .check = "if (case:metric('auc').n or 1000) > 30 then case:pass() end"},
        {"S3 a suite", .check = "case:suite('fairnes'):score_at_least(0)"},
        {"S3 an attribute",
         .check =
             "for _, g in ipairs(case:groups('rase')) do g:rate('tpr'):above(0) end case:pass()"},
        {"S3 a parameter", .params = "floor = 0.95",
         .check = "if case:metric('auc').value < (params.flor or 0) then case:fail('x') end "
                  "case:pass()"},
        {"S3 a key of evidence", .check = "if case.evidence[1].metrcs == nil then case:pass() end"},
        {"S3 evidence that is not there",
         .check = "if case.evidence[2] == nil then case:pass() end"},
        {"S3 a stage that nobody knows",
         .check = "if case.transition.from ~= 'experimental' then case:pass() end"},
        {"null reads as absent", .check = "case:metric('gap'):present()"},
        {"a filter", .check = "case:metric('auc', {tsk = 'x'}):at_least(0.1)"},
    };
    all_block(rows, COUNT(rows));
}
END_TEST

START_TEST(test_silent_pass__a_verdict_of_another_shape_blocks)
{
    const struct trial rows[] = {
        {"S5 true", .check = "return true"},
        {"S5 a number", .check = "return 1"},
        {"S5 a table of denials", .check = "return {deny = {}}"},
        {"S5 a word", .check = "return 'pass'"},
        {"S6 a comparison instead of a comparator",
         .check = "return case:metric('auc').value >= 0.8"},
        {"S6 a subject that nothing is asked of", .check = "return case:metric('auc')"},
        {"S6 a comparator that is not called", .check = "local x = case:metric('auc').at_least"},
        {"nothing at all", .check = ""},
        {"a note is no outcome", .check = "case:note('all is well')"},
        {"a default is no outcome", .check = "local x = case:optional('ttl_days', 30)"},
        {"a reason that is none", .check = "case:not_applicable('')"},
        {"S2 a misspelt outcome", .check = "case:fial('bad')"},
        {"S2 a misspelt comparator", .check = "case:metric('auc'):at_leats(0.99)"},
        {"S2 a misspelt demand of a rule",
         .policy = "return {id = 't/p', title = 'x', level = 'mandatory', "
                   "rules = {{metric = 'auc', at_leest = 0.99}}}"},
        {"a rule without a demand", .policy =
                                        "return {id = 't/p', title = 'x', level = 'mandatory', "
                                        "rules = {{metric = 'auc'}}}"},
        {"a rule that has a name",
         .policy =
             "return {id = 't/p', title = 'x', level = 'mandatory', "
             "rules = {{metric = 'auc', at_least = 0}, two = {metric = 'auc', at_least = 1}}}"},
    };
    all_block(rows, COUNT(rows));
}
END_TEST

START_TEST(test_silent_pass__a_value_of_another_kind_blocks)
{
    const struct trial rows[] = {
        {"S17 a text under a number", .check = "case:metric('speed'):at_most(50)"},
        {"S17 a text, compared", .check =
                                     "if case:metric('speed').value > 50 then case:fail('x') end "
                                     "case:pass()"},
        {"S17 a text, unequal", .check =
                                    "if case:metric('speed').value == 0 then case:fail('x') end "
                                    "case:pass()"},
        {"S17 a boolean", .check = "case:metric('flag'):at_least(0)"},
        {"S4 a number in quotes", .evidence = {"metrics: {auc: '0.9'}"},
         .check = "case:metric('auc'):at_least(0.8)"},
        {"S4 a bound in quotes", .check = "case:metric('auc'):at_least('0.8')"},
        {"a bound that is nil", .check = "case:metric('auc'):at_least(nil)"},
        {"a bound that is NaN", .check = "case:metric('auc'):at_most(0/0)"},
        {"a bound without end", .check = "case:metric('auc'):at_most(math.huge)"},
        {"NaN at least", .check = "case:metric('f1'):at_least(0)"},
        {"NaN at most", .check = "case:metric('f1'):at_most(1)"},
        {"NaN, denied only where it is low",
         .check = "if case:metric('f1').value < 0.8 then case:fail('low') end case:pass()"},
        {"NaN, not equal to itself",
         .check = "local v = case:metric('f1').value if v ~= v then case:pass() end"},
        {"NaN in two files", .evidence = {"metrics: {f1: .nan}", "metrics: {f1: .nan}"},
         .check = "case:metric('f1'):present()"},
        {"infinity", .evidence = {"metrics: {auc: .inf}"},
         .check = "case:metric('auc'):at_least(0.8)"},
        {"a low end that is NaN", .evidence = {"metrics: {auc: {value: 1, low: .nan}}"},
         .check = "if case:metric('auc').low < 0.8 then case:fail('low') end case:pass()"},
        {"a moment that is none", .model = "created: yesterday",
         .check =
             "if case:days_since(case.model.created) > 90 then case:fail('old') end case:pass()"},
    };
    all_block(rows, COUNT(rows));
}
END_TEST

START_TEST(test_silent_pass__large_integers_are_not_equal_by_rounding)
{
    const struct trial rows[] = {
        {"S19 equal as doubles", .evidence = {"metrics: {rows: 9007199254740993}"},
         .check = "case:metric('rows'):equals(9007199254740992)"},
        {"S19 equal as doubles, to a double", .evidence = {"metrics: {rows: 9007199254740993}"},
         .check = "case:metric('rows'):equals(9007199254740992.0)"},
        {"S19 at least, by one", .evidence = {"metrics: {rows: 9007199254740992}"},
         .check = "case:metric('rows'):at_least(9007199254740993)"},
        {"S19 at most, by one", .evidence = {"metrics: {rows: 9007199254740993}"},
         .check = "case:metric('rows'):at_most(9007199254740992)"},
        {"S19 one of", .evidence = {"metrics: {rows: 9007199254740993}"},
         .check = "case:metric('rows'):one_of{9007199254740992}"},
        {"S19 beyond 64 bits", .evidence = {"metrics: {rows: 18446744073709551617}"},
         .check = "case:metric('rows'):equals(18446744073709551616.0)"},
        {"S19 two files, apart by one",
         .evidence = {"metrics: {rows: 9007199254740993}", "metrics: {rows: 9007199254740992}"},
         .check = "case:metric('rows'):at_least(0)"},
        {"S19 of the manifest", .model = "ttl_days: 9007199254740993",
         .check = "case:expect('ttl_days'):equals(9007199254740992)"},
    };
    all_block(rows, COUNT(rows));
    struct judged judged =
        judge((struct trial){.evidence = {"metrics: {rows: 9007199254740993}"},
                             .check = "case:metric('rows'):equals(9007199254740993)"});
    ends(&judged, NULL, OUTCOME_PASS, "rows is 9,007,199,254,740,993");
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_silent_pass__what_is_empty_is_not_all_of_it)
{
    const struct trial rows[] = {
        {"S20 no groups", .evidence = {"groups: []"},
         .check = "for _, g in ipairs(case:groups('race')) do g:rate('tpr'):above(0.5) end"},
        {"S20 no groups, passed behind the loop", .evidence = {"groups: []"},
         .check =
             "for _, g in ipairs(case:groups('race')) do g:rate('tpr'):above(0.5) end case:pass()"},
        {"S20 no results", .evidence = {"results: []"},
         .check = "for _, r in ipairs(case.evidence[1].results) do case:fail('x') end"},
        {"S20 a suite without tests", .evidence = {"suites: [{name: fair, passed: 0, total: 0}]"},
         .check = "case:suite('fair'):score_at_least(0)"},
        {"S20 a group without people",
         .evidence =
             {"groups: [{attribute: race, value: A, counts: {tp: 0, fp: 0, tn: 0, fn: 0}}]"},
         .check = "case:groups('race')[1]:rate('selection_rate'):at_least(0)"},
        {"S20 an empty list is not present", .model = "lineage: {data: []}",
         .check = "case:expect('lineage.data'):present()"},
        {"S20 one of nothing", .check = "case:metric('auc'):one_of{}"},
        {"S20 no rules",
         .policy = "return {id = 't/p', title = 'x', level = 'mandatory', rules = {}}"},
    };
    all_block(rows, COUNT(rows));
}
END_TEST

START_TEST(test_silent_pass__the_figure_that_suits_is_not_chosen)
{
    const struct trial rows[] = {
        {"two tasks",
         .evidence = {"results: [{metric: acc, value: 0.9, task: a}, "
                      "{metric: acc, value: 0.1, task: b}]"},
         .check = "case:metric('acc'):at_least(0.8)"},
        {"two files", .evidence = {"metrics: {acc: 0.9}", "metrics: {acc: 0.1}"},
         .check = "case:metric('acc'):at_least(0.8)"},
        {"only a group's", .evidence = {"results: [{metric: acc, value: 0.9, group: {race: A}}]"},
         .check = "case:metric('acc'):at_least(0.8)"},
        {"two suites",
         .evidence = {"suites: [{name: s, passed: 9, total: 9}, "
                      "{name: s, passed: 0, total: 9}]"},
         .check = "case:suite('s'):score_at_least(1)"},
        {"two counts",
         .evidence = {"groups: [{attribute: r, value: A, counts: {tp: 9, fp: 0, tn: 0, "
                      "fn: 0}}, {attribute: r, value: A, counts: {tp: 0, fp: 0, tn: 0, "
                      "fn: 9}}]"},
         .check = "case:groups('r')[1]:rate('tpr'):at_least(0.5)"},
        {"an advisory read that ends all", .check =
                                               "local x = case:advisory():metric('none').value "
                                               "case:metric('auc'):at_least(0.99)"},
        {"a declared figure where a measured one is due",
         .check = "case:metric('auc'):graded('measured')"},
        {"a champion that lacks the metric", .champion = {"metrics: {}"},
         .check = "case:metric('auc'):not_worse_than_champion{}"},
    };
    all_block(rows, COUNT(rows));
}
END_TEST

TESTS("script/silent_pass", test_silent_pass__a_misspelt_or_absent_input_blocks,
      test_silent_pass__a_verdict_of_another_shape_blocks,
      test_silent_pass__a_value_of_another_kind_blocks,
      test_silent_pass__large_integers_are_not_equal_by_rounding,
      test_silent_pass__what_is_empty_is_not_all_of_it,
      test_silent_pass__the_figure_that_suits_is_not_chosen)
