/* Modules: named ones only, run once, recorded, and never from inside a check. */
#include "judging.h"

#define POLICY(before, body)                                                                       \
    before " return {id = 't/p', title = 'T', level = 'mandatory', check = function(case) " body   \
           " end}"

struct modular {
    struct arena arena;
    struct policy policy;
    struct findings findings;
    struct error err;
    bool loaded;
};

static const struct module_source modules[] = {
    {TEXT("fairness"),
     "stdlib-lua/fairness.lua",
     TEXT("local m = {calls = 0} function m.half(x) m.calls = m.calls + 1 return x / 2 end\n"
          "function m.fail() error('no such luck') end return m"),
     {{1}}},
    {TEXT("tables.sorted"), "lib/tables/sorted.lua", TEXT("return {first = 'a'}"), {{2}}},
    {TEXT("uses"), "lib/uses.lua", TEXT("return {half = require('fairness').half}"), {{3}}},
    {TEXT("circle.a"), "lib/circle/a.lua", TEXT("return require 'circle.b'"), {{4}}},
    {TEXT("circle.b"), "lib/circle/b.lua", TEXT("return require 'circle.a'"), {{5}}},
    {TEXT("silent"), "lib/silent.lua", TEXT("local x = 1"), {{6}}},
    {TEXT("broken"), "lib/broken.lua", TEXT("local x =\n= 1"), {{7}}},
    {TEXT("binary"), "lib/binary.lua", TEXT("\x1bLua"), {{8}}},
    {TEXT("leaks"), "lib/leaks.lua", TEXT("shared = 1 return {}"), {{9}}},
    {TEXT("loops"), "lib/loops.lua", TEXT("while true do end"), {{10}}},
};

static struct modular modular_load(const char *text)
{
    static const struct script_options options = {.fuel = 100000, .time_ms = 60000};
    struct modular of = {0};
    struct module_sources *list = ARENA_NEW(&of.arena, struct module_sources);
    for (size_t i = 0; i < COUNT(modules); i++)
        *LIST_ADD(&of.arena, list) = modules[i];
    const struct policy_source source = {"p.lua", text_of(text), {{0}}, list};
    const struct evaluator lua = script_evaluator(&options);
    of.loaded = lua.load(lua.host, &source, &of.arena, &of.policy, &of.err);
    if (!of.loaded)
        return of;
    const struct trial trial = {.evidence = {"metrics: {accuracy: 0.9}"}};
    struct evaluation evaluation = {0};
    lua.check(lua.host, &of.policy, trial_case(&trial, &of.arena), &of.arena, &of.findings,
              &evaluation);
    return of;
}

START_TEST(test_require__a_module_gives_its_value_and_is_recorded)
{
    struct modular of = modular_load(
        POLICY("local f, s = require 'fairness', require('tables.sorted')",
               "case:pass(f.half(3) .. s.first .. tostring(f == require('fairness')))"));
    ck_assert_msg(of.loaded, "%s", support_error(&of.err));
    ck_assert_uint_eq(of.policy.modules.count, 2);
    ck_assert(text_is(of.policy.modules.at[0].name, "fairness"));
    ck_assert_uint_eq(of.policy.modules.at[0].digest.bytes[0], 1);
    ck_assert(text_is(of.policy.modules.at[1].name, "tables.sorted"));
    ck_assert(text_is(of.findings.at[0].message, "1.5atrue"));
    arena_free(&of.arena);
}
END_TEST

START_TEST(test_require__modules_of_modules_are_recorded_too)
{
    struct modular of =
        modular_load(POLICY("local u = require 'uses'", "case:pass(u.half(8) .. '')"));
    ck_assert_msg(of.loaded, "%s", support_error(&of.err));
    ck_assert_uint_eq(of.policy.modules.count, 2);
    ck_assert(text_is(of.policy.modules.at[1].name, "fairness"));
    arena_free(&of.arena);
}
END_TEST

START_TEST(test_require__what_does_not_load_is_named)
{
    const struct {
        const char *name, *text, *words;
    } rows[] = {
        {"no such module", "require 'fairnes'",
         "there is no module 'fairnes'; did you mean fairness?"},
        {"a path", "require '../fairness'", "there is no module '../fairness'"},
        {"a library of Lua", "require 'os'", "there is no module 'os'"},
        {"no name", "require()", "the name of a module is needed, nothing was given"},
        {"a circle", "require 'circle.a'", "in a circle: circle.a -> circle.b -> circle.a"},
        {"nothing given back", "require 'silent'", "gives nothing back"},
        {"a mistake of grammar", "require 'broken'", "lib/broken.lua:2: unexpected symbol"},
        {"compiled code", "require 'binary'",
         "lib/binary.lua:1: compiled Lua (bytecode) is refused"},
        {"a global", "require 'leaks'", "lib/leaks.lua:1: 'shared' cannot be assigned"},
        {"an endless loop", "require 'loops'", "limit:fuel"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct arena arena = {0};
        struct modular of = modular_load(text_format(&arena, "\n%s return {}", rows[i].text).at);
        ck_assert_msg(!of.loaded && strstr(of.err.message, rows[i].words), "%s: %s", rows[i].name,
                      support_error(&of.err));
        ck_assert_msg(of.err.line == 2 && strcmp(of.err.file, "p.lua") == 0, "%s: %s", rows[i].name,
                      support_error(&of.err));
        arena_free(&of.arena);
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_require__a_check_cannot_bring_in_what_the_record_does_not_have)
{
    struct modular of = modular_load(POLICY("", "\nrequire 'fairness' case:pass('x')"));
    ck_assert(of.loaded && of.findings.count == 1);
    ck_assert_int_eq(of.findings.at[0].outcome, OUTCOME_ERROR);
    ck_assert(text_has(of.findings.at[0].message, "put it at the top of the file"));
    ck_assert_uint_eq(of.findings.at[0].source.line, 2);
    arena_free(&of.arena);
}
END_TEST

START_TEST(test_require__an_error_in_a_module_is_placed_where_the_policy_called_it)
{
    struct modular of = modular_load(POLICY("local f = require 'fairness'", "\n\nf.fail()"));
    const struct finding *finding = &of.findings.at[0];
    ck_assert_str_eq(finding->source.file, "p.lua");
    ck_assert_uint_eq(finding->source.line, 3);
    ck_assert(text_is(finding->message, "stdlib-lua/fairness.lua:2: no such luck"));
    arena_free(&of.arena);
}
END_TEST

TESTS("script/require", test_require__a_module_gives_its_value_and_is_recorded,
      test_require__modules_of_modules_are_recorded_too, test_require__what_does_not_load_is_named,
      test_require__a_check_cannot_bring_in_what_the_record_does_not_have,
      test_require__an_error_in_a_module_is_placed_where_the_policy_called_it)
