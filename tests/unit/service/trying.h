/* tests/unit/service/trying.h: a policy and a test of it from Lua text, judged in this process.
 *
 *     trying_open("case:metric(\"a\"):at_least(0.9)");
 *     trying("name = \"x\", evidence = {metrics = {a = 0.95}}, expect = \"pass\"");
 *     tried();             -> trying_run holds findings and outcome
 */
#ifndef TRYING_H
#define TRYING_H

#include "base/scratch.h"
#include "script/script.h"
#include "service/trial.h"

static const struct script_options trying_options = {.time_ms = 60000};
static struct policy trying_policy;
static struct trial trying_trial;
static struct trial_run *trying_run;

static inline struct evaluator trying_evaluator(void)
{
    return script_evaluator(&trying_options);
}

static inline void trying_open(const char *body)
{
    struct error err = {0};
    const struct evaluator evaluator = trying_evaluator();
    struct module_sources *none = ARENA_NEW(&arena, struct module_sources);
    struct policy_source *source = ARENA_NEW(&arena, struct policy_source);
    *source = (struct policy_source){
        .path = "t.lua",
        .modules = none,
        .source = text_format(&arena,
                              "return { id = \"t/t\", title = \"T\", level = \"mandatory\",\n"
                              "params = { floor = { 0.9, at_least = 0.8 } },\n"
                              "check = function(case, params)\n%s\nend }\n",
                              body),
    };
    ck_assert_msg(evaluator.load(evaluator.host, source, &arena, &trying_policy, &err), "%s",
                  support_error(&err));
}

/* Read one test from its table; `members` is what stands between the braces. */
static inline bool trying_read(const char *members, struct error *err)
{
    struct value *table = ARENA_NEW(&arena, struct value);
    struct module_sources none = {0};
    const struct policy_source source = {
        .path = "t_test.lua",
        .modules = &none,
        .source = text_format(&arena, "return { %s }", members),
    };
    const bool read = script_table(&source, &arena, table, err);
    ck_assert_msg(read, "%s", support_error(err));
    return trial_read(table, scratch_root, (struct place){"t_test.lua", 0, 0}, &arena,
                      &trying_trial, err);
}

static inline void trying(const char *members)
{
    struct error err = {0};
    ck_assert_msg(trying_read(members, &err), "%s", support_error(&err));
}

static inline bool trying_judge(struct watcher *watcher, struct error *err)
{
    const struct evaluator evaluator = trying_evaluator();
    const struct trial_bench bench = {&trying_policy, &evaluator, schemas_new(&arena), watcher};
    trying_run = ARENA_NEW(&arena, struct trial_run);
    return trial_judge(&trying_trial, &bench, &arena, trying_run, err);
}

static inline enum outcome tried(void)
{
    struct error err = {0};
    ck_assert_msg(trying_judge(NULL, &err), "%s", support_error(&err));
    return trying_run->outcome;
}

#endif
