/* A policy that is checked as it is loaded: from what it found nobody can tell. */
#include "judging.h"

#include "value/canonical.h"

struct asked {
    bool answer;
    size_t times;
};

static bool wanted(void *context, const struct policy *policy)
{
    struct asked *asked = context;
    ck_assert(text_is(policy->id, "t/p"));
    asked->times++;
    return asked->answer;
}

/* Load the row's policy early, and put what that gave beside what load and check give. */
static struct early early_of(const struct trial *trial, struct judged *apart, struct asked *asked,
                             struct policy *policy)
{
    struct arena *arena = &apart->arena;
    struct error err = {0};
    const struct script_options options = {.time_ms = 60000, .beginning = script_beginning(arena)};
    const struct evaluator lua = script_evaluator(&options);
    const struct policy_source source = {.path = "p.lua", .source = trial_policy(trial, arena)};
    const struct case_file *of = trial_case(trial, arena);
    struct early early = {.of = of, .arena = arena, .wanted = wanted, .context = asked};
    judge_case(trial, of, apart);
    ck_assert_msg(lua.load_early(lua.host, &source, &early, arena, policy, &err), "%s: %s",
                  trial->name, support_error(&err));
    return early;
}

static const char *findings_bytes(const struct findings *findings, struct arena *arena)
{
    struct error err = {0};
    struct buffer bytes = buffer_in(arena, SIZE_MAX / 2);
    for (size_t i = 0; i < findings->count; i++) {
        const struct value written = finding_value(&findings->at[i], arena);
        ck_assert_msg(canonical_write(&written, &bytes, &err), "%s", support_error(&err));
    }
    return text_string(arena, buffer_text(&bytes));
}

static const struct trial alike[] = {
    {.name = "passes",
     .evidence = {"metrics: {auc: 0.9}"},
     .check = "case:metric('auc'):at_least(0.8)"},
    {.name = "fails",
     .evidence = {"metrics: {auc: 0.9}"},
     .check = "case:metric('auc'):at_least(0.95)"},
    {.name = "is missing",
     .evidence = {"metrics: {auc: 0.9}"},
     .check = "case:metric('f1'):at_least(0.9)"},
    {.name = "is missing behind another",
     .evidence = {"metrics: {auc: 0.9}"},
     .check = "case:metric('auc'):at_least(0.8) local x = case.model.owner.name"},
    {.name = "has parameters",
     .evidence = {"metrics: {auc: 0.9}"},
     .params = "floor = 0.95",
     .check = "case:metric('auc'):at_least(params.floor) case:note('seen')"},
    {.name = "computes",
     .evidence = {"metrics: {auc: 0.9}"},
     .check = "local n = 0 for i = 1, 1000 do n = n + #tostring(i) end\n"
              "case:metric('auc'):at_least(n / 1e6)"},
    {.name = "is of rules",
     .evidence = {"metrics: {auc: 0.9}"},
     .policy = "return {id = 't/p', title = 'T', level = 'mandatory',\n"
               "rules = {{metric = 'auc', at_least = 0.95}}}"},
};

START_TEST(test_early__findings_and_fuel_are_those_of_a_check_apart)
{
    for (size_t i = 0; i < COUNT(alike); i++) {
        struct judged apart = {0};
        struct policy policy;
        struct asked asked = {.answer = true};
        const struct early early = early_of(&alike[i], &apart, &asked, &policy);
        ck_assert_msg(early.judged, "%s: was not judged early", alike[i].name);
        ck_assert_str_eq(findings_bytes(&early.findings, &apart.arena),
                         findings_bytes(&apart.findings, &apart.arena));
        ck_assert_msg(early.evaluation.fuel == apart.evaluation.fuel, "%s: another fuel",
                      alike[i].name);
        ck_assert_uint_eq(early.evaluation.notes.count, apart.evaluation.notes.count);
        arena_free(&apart.arena);
    }
}
END_TEST

START_TEST(test_early__what_is_amiss_is_left_to_the_check)
{
    static const struct trial rows[] = {
        {.name = "an error", .check = "case:note('first') error('stop')"},
        {.name = "no outcome", .check = "case:note('nothing')"},
        {.name = "no end", .check = "while true do end"},
        {.name = "much fuel", .check = "for i = 1, 1e6 do end case:note('late')"},
        {.name = "much memory", .check = "local t = {} for i = 1, 1e5 do t[i] = {i} end"},
        {.name = "an outcome, then an error",
         .evidence = {"metrics: {auc: 0.9}"},
         .check = "case:metric('auc'):at_least(0.8) error('stop')"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct judged apart = {0};
        struct policy policy;
        struct asked asked = {.answer = true};
        const struct early early = early_of(&rows[i], &apart, &asked, &policy);
        ck_assert_msg(!early.judged, "%s: was judged early", rows[i].name);
        ck_assert_uint_eq(asked.times, 1);
        ck_assert_uint_gt(policy.compiled.size, 0);
        arena_free(&apart.arena);
    }
}
END_TEST

START_TEST(test_early__a_policy_that_is_not_wanted_is_loaded_alone)
{
    struct judged apart = {0};
    struct policy policy;
    struct asked asked = {.answer = false};
    const struct early early = early_of(&alike[0], &apart, &asked, &policy);
    ck_assert(!early.judged && early.findings.count == 0);
    ck_assert(text_is(policy.id, "t/p"));
    arena_free(&apart.arena);
}
END_TEST

START_TEST(test_early__what_does_not_load_is_refused_as_by_load)
{
    static const char *const texts[] = {"local = 3", "error('stop')", "while true do end",
                                        "return {id = 't/p'}", "return 1"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct arena arena = {0};
        struct policy policy;
        struct error early_err = {0}, err = {0};
        struct asked asked = {.answer = true};
        const struct script_options options = {.time_ms = 60000};
        const struct evaluator lua = script_evaluator(&options);
        const struct policy_source source = {.path = "p.lua", .source = text_of(texts[i])};
        struct early early = {.arena = &arena, .wanted = wanted, .context = &asked};
        ck_assert(!lua.load_early(lua.host, &source, &early, &arena, &policy, &early_err));
        ck_assert(!lua.load(lua.host, &source, &arena, &policy, &err));
        ck_assert_str_eq(early_err.message, err.message);
        ck_assert_uint_eq(early_err.line, err.line);
        ck_assert_uint_eq(asked.times, 0);
        arena_free(&arena);
    }
}
END_TEST

TESTS("script/early", test_early__findings_and_fuel_are_those_of_a_check_apart,
      test_early__what_is_amiss_is_left_to_the_check,
      test_early__a_policy_that_is_not_wanted_is_loaded_alone,
      test_early__what_does_not_load_is_refused_as_by_load)
