/* case:metric: one figure among all the evidence, or why there is not one. */
#include "judging.h"

#define TASKS                                                                                      \
    "results: [{metric: acc, value: 0.5, task: arc, n: 1172, stderr: 0.014, split: test},"         \
    " {metric: acc, value: 0.7, task: mmlu, dataset: hard},"                                       \
    " {metric: auc, value: 0.8, low: 0.7, high: 0.9}]"
#define GROUPS                                                                                     \
    "results: [{metric: auc, value: 0.9}, {metric: auc, value: 0.8, group: {race: A}},"            \
    " {metric: f1, value: 0.6, group: {race: A, sex: F}}]\n"                                       \
    "groups: [{attribute: race, value: A, counts: {tp: 30, fp: 10, tn: 50, fn: 10}},"              \
    " {attribute: 'race,sex', value: [A, F], counts: {tp: 1, fp: 1, tn: 1, fn: 1}}]"

START_TEST(test_metric__filters_choose_among_results)
{
    const struct trial rows[] = {
        {"by task", .evidence = {TASKS},
         .check = "case:metric('acc', {task = 'arc'}):at_least(0.5)", .control = "acc{task=arc}",
         .outcome = OUTCOME_PASS},
        {"by data set", .evidence = {TASKS},
         .check = "case:metric('acc', {dataset = 'hard'}):equals(0.7)",
         .control = "acc{dataset=hard}", .outcome = OUTCOME_PASS},
        {"by split", .evidence = {TASKS},
         .check = "case:metric('acc', {split = 'test'}):equals(0.5)", .outcome = OUTCOME_PASS},
        {"without one", .evidence = {TASKS}, .check = "case:metric('acc'):at_least(0)",
         .outcome = OUTCOME_ERROR,
         .message =
             "acc has several values, choose one by task=, dataset= or split=: 0.500 "
             "(task=arc, split=test in m1.yaml), 0.700 (task=mmlu, dataset=hard in m1.yaml)"},
        {"a task that is not there", .evidence = {TASKS},
         .check = "case:metric('acc', {task = 'mmlo'}):at_least(0)", .outcome = OUTCOME_MISSING,
         .message = "acc{task=mmlo} is absent; did you mean mmlu?"},
        {"no task at all", .evidence = {TASKS},
         .check = "case:metric('acc', {task = ''}):at_least(0)", .outcome = OUTCOME_MISSING},
        {"a filter that is none", .evidence = {TASKS},
         .check = "case:metric('acc', {tsk = 'arc'}):at_least(0)", .outcome = OUTCOME_ERROR,
         .message = "metric has no tsk; did you mean task?"},
        {"a filter of another kind", .evidence = {TASKS},
         .check = "case:metric('acc', {task = 1}):at_least(0)", .outcome = OUTCOME_ERROR},
        {"a name that is none", .evidence = {TASKS}, .check = "case:metric(nil):at_least(0)",
         .outcome = OUTCOME_ERROR},
        {"a name misspelt", .evidence = {"metrics: {accuracy: 1}"},
         .check = "case:metric('accurcy'):at_least(0)", .outcome = OUTCOME_MISSING,
         .message = "accurcy is absent; did you mean accuracy?"},
        {"no evidence", .check = "case:metric('auc'):at_least(0)", .outcome = OUTCOME_MISSING,
         .message = "there is no evidence"},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_metric__groups_are_apart_from_the_whole)
{
    const struct trial rows[] = {
        {"the whole", .evidence = {GROUPS}, .check = "case:metric('auc'):equals(0.9)",
         .outcome = OUTCOME_PASS},
        {"a group's result", .evidence = {GROUPS},
         .check = "case:metric('auc', {group = {race = 'A'}}):equals(0.8)",
         .control = "auc{race=A}", .outcome = OUTCOME_PASS},
        {"a rate of its counts", .evidence = {GROUPS},
         .check = "case:metric('selection_rate', {group = {race = 'A'}}):equals(0.4)",
         .outcome = OUTCOME_PASS},
        {"a rate of an intersection", .evidence = {GROUPS},
         .check = "case:metric('tpr', {group = {sex = 'F', race = 'A'}}):equals(0.5)",
         .outcome = OUTCOME_PASS},
        {"an intersection's result", .evidence = {GROUPS},
         .check = "case:metric('f1', {group = {sex = 'F', race = 'A'}}):equals(0.6)",
         .outcome = OUTCOME_PASS},
        {"only groups have it", .evidence = {GROUPS}, .check = "case:metric('f1'):at_least(0)",
         .outcome = OUTCOME_MISSING, .message = "only groups have it"},
        {"another group", .evidence = {GROUPS},
         .check = "case:metric('auc', {group = {race = 'B'}}):at_least(0)",
         .outcome = OUTCOME_MISSING},
        {"half of an intersection", .evidence = {GROUPS},
         .check = "case:metric('f1', {group = {sex = 'F'}}):at_least(0)",
         .outcome = OUTCOME_MISSING},
        {"an empty group", .evidence = {GROUPS},
         .check = "case:metric('auc', {group = {}}):at_least(0)", .outcome = OUTCOME_ERROR},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_metric__the_same_figure_twice_is_one_of_the_best_grade)
{
    const struct trial rows[] = {
        {"alike", .evidence = {"metrics: {auc: 1}", "metrics: {auc: 1.0}"},
         .grades = {GRADE_DECLARED, GRADE_MEASURED},
         .check = "case:metric('auc'):graded('measured')", .outcome = OUTCOME_PASS},
        {"not alike", .evidence = {"metrics: {auc: 0.9}", "metrics: {auc: 0.8999999999999999}"},
         .grades = {GRADE_DECLARED, GRADE_MEASURED}, .check = "case:metric('auc'):at_least(0.5)",
         .outcome = OUTCOME_ERROR, .message = "0.900 (in m1.yaml)"},
        {"NaN twice", .evidence = {"metrics: {auc: .nan}", "metrics: {auc: .nan}"},
         .check = "case:metric('auc'):at_least(0.5)", .outcome = OUTCOME_INSUFFICIENT},
        {"a figure and NaN", .evidence = {"metrics: {auc: 0.9}", "metrics: {auc: .nan}"},
         .check = "case:metric('auc'):at_least(0.5)", .outcome = OUTCOME_ERROR},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_metric__fields_are_read_or_end_the_check)
{
    const struct trial rows[] = {
        {"all", .evidence = {TASKS},
         .check = "local m, auc = case:metric('acc', {task = 'arc'}), case:metric('auc')\n"
                  "if m.value == 0.5 and m.n == 1172 and m.stderr == 0.014 and m.task == 'arc'\n"
                  "and m.split == 'test' and auc.low == 0.7 and auc.high == 0.9\n"
                  "and m.grade == 'declared' then case:pass('all there') end",
         .outcome = OUTCOME_PASS},
        {"absent", .evidence = {TASKS}, .check = "local x = case:metric('auc').n case:pass('on')",
         .outcome = OUTCOME_MISSING, .message = "auc.n is absent"},
        {"the metric is", .evidence = {TASKS},
         .check = "local x = case:metric('auk').n case:pass('on')", .outcome = OUTCOME_MISSING,
         .message = "auk is absent; did you mean auc?"},
        {"of several", .evidence = {TASKS},
         .check = "local x = case:metric('acc').value case:pass('on')", .outcome = OUTCOME_ERROR},
        {"NaN", .evidence = {"metrics: {auc: .nan}"},
         .check =
             "if case:metric('auc').value < 0.8 then case:fail('low') else case:pass('fine') end",
         .outcome = OUTCOME_INSUFFICIENT, .message = "auc is not a finite number"},
        {"n is NaN", .evidence = {"metrics: {auc: {value: 1, n: .nan}}"},
         .check = "if case:metric('auc').n < 30 then case:fail('few') else case:pass('fine') end",
         .outcome = OUTCOME_INSUFFICIENT, .message = "auc.n is not a finite number"},
        {"misspelt", .evidence = {TASKS}, .check = "local x = case:metric('auc').valeu",
         .outcome = OUTCOME_ERROR, .message = "did you mean value?"},
        {"compared as it is", .evidence = {TASKS},
         .check = "if case:metric('auc') > 0.5 then case:pass('x') end", .outcome = OUTCOME_ERROR},
    };
    judge_rows(rows, COUNT(rows));
}
END_TEST

START_TEST(test_metric__a_missing_one_ends_its_control_and_the_check_goes_on)
{
    struct judged judged = judge((struct trial){
        .evidence = {"metrics: {auc: 0.9}"},
        .check = "case:metric('f1'):at_least(0.5):at_most(0.9) case:metric('auc'):at_least(0.5)"});
    ck_assert_uint_eq(judged.findings.count, 3);
    ends(&judged, "f1", OUTCOME_MISSING, "f1 is absent");
    ends(&judged, "f1#2", OUTCOME_MISSING, "f1 is absent");
    ends(&judged, "auc", OUTCOME_PASS, "");
    arena_free(&judged.arena);
}
END_TEST

/* Results of many names, in three files, the last name of each file asked for. */
static const char *many_results(struct arena *arena, size_t file, size_t count)
{
    struct text *parts = ARENA_ARRAY(arena, struct text, count);
    size_t size = sizeof "metrics: {}";
    for (size_t i = 0; i < count; i++) {
        parts[i] = text_format(arena, "f%zu.m%zu: %zu, ", file, i, i);
        size += parts[i].size;
    }
    char *all = arena_alloc(arena, size);
    size_t used = (size_t)snprintf(all, size, "metrics: {");
    for (size_t i = 0; i < count; i++) {
        memcpy(all + used, parts[i].at, parts[i].size);
        used += parts[i].size;
    }
    memcpy(all + used, "}", 2);
    return all;
}

START_TEST(test_metric__every_name_of_many_is_found_with_and_without_a_memo)
{
    enum { MANY = 700 };
    struct arena arena = {0};
    for (int memo = 0; memo < 2; memo++) {
        struct judged judged = judge((struct trial){
            .evidence = {many_results(&arena, 1, MANY), many_results(&arena, 2, MANY),
                         many_results(&arena, 3, MANY)},
            .check = "local n = 0\nfor f = 1, 3 do for i = 0, 699 do\n"
                     "if case:metric('f' .. f .. '.m' .. i).value == i then n = n + 1 end end end\n"
                     "if n == 2100 then case:pass('all') else case:fail(n .. ' found') end",
            .memo = memo,
        });
        ends(&judged, NULL, OUTCOME_PASS, "all");
        arena_free(&judged.arena);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_metric__a_memo_changes_neither_findings_nor_fuel)
{
    const struct trial trial = {
        .evidence = {TASKS, GROUPS},
        .check = "case:metric('auc'):at_least(0.5) case:metric('acc', {task = 'arc'}):at_least(1)\n"
                 "case:pass(#case.evidence .. ' files')",
        .memo = true,
    };
    struct judged first = {0};
    const struct case_file *of = trial_case(&trial, &first.arena);
    judge_case(&trial, of, &first);
    const uint64_t fuel = first.evaluation.fuel;
    const size_t count = first.findings.count;
    judge_case(&trial, of, &first); /* the memo is there now */
    ck_assert_uint_eq(first.evaluation.fuel, fuel);
    ck_assert_uint_eq(first.findings.count, count);
    ck_assert(of->memo->results && of->memo->evidence);
    arena_free(&first.arena);
}
END_TEST

TESTS("script/metric", test_metric__filters_choose_among_results,
      test_metric__groups_are_apart_from_the_whole,
      test_metric__the_same_figure_twice_is_one_of_the_best_grade,
      test_metric__fields_are_read_or_end_the_check,
      test_metric__a_missing_one_ends_its_control_and_the_check_goes_on,
      test_metric__every_name_of_many_is_found_with_and_without_a_memo,
      test_metric__a_memo_changes_neither_findings_nor_fuel)
