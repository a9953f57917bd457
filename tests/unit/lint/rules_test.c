/* Each rule with texts in which it finds something, and with their likes in which it must not. */
#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "lint/lint.h"
#include "support.h"

enum { FILES_MAX = 10000, ROOM = 4096 };

static const char *const globals[] = {
    "assert",  "case:metric", "error",       "ipairs",        "math.abs", "math.huge", "pairs",
    "require", "select",      "string.find", "string.format", "tonumber", "type",      NULL};

static struct arena arena;

static struct lint_findings findings_of(const char *path, struct text source, bool untested)
{
    struct error err = {0};
    struct lint_findings found = {0};
    const struct lint_source of = {path, source, globals, untested};
    ck_assert_msg(lint_check(&of, &arena, &found, &err), "%s", support_error(&err));
    return found;
}

/* A whole policy with that check, on line 2. */
static struct text policy_with(const char *check)
{
    return text_format(&arena,
                       "return { id = 'a/b', title = 'T', level = 'mandatory', remedy = 'R',\n"
                       "check = function(case, params) %s end }",
                       check);
}

/* The lines on which the rule finds something: "2 2 5". */
static const char *lines_of(const struct lint_findings *found, const char *rule)
{
    struct buffer out = buffer_in(&arena, ROOM);
    buffer_string(&out, "");
    for (size_t i = 0; i < found->count; i++)
        if (strcmp(found->at[i].rule, rule) == 0 && !found->at[i].allowed)
            buffer_format(&out, "%s%u", out.size ? " " : "", found->at[i].place.line);
    return text_string(&arena, buffer_text(&out));
}

struct row {
    const char *name;
    const char *text;
    const char *lines; /* "" where nothing is found */
};

static void rows_hold(const char *rule, const struct row *rows, size_t count, bool whole)
{
    for (size_t i = 0; i < count; i++) {
        const struct text source = whole ? text_of(rows[i].text) : policy_with(rows[i].text);
        const struct lint_findings found = findings_of("a.lua", source, false);
        ck_assert_msg(strcmp(lines_of(&found, rule), rows[i].lines) == 0,
                      "%s: found on \"%s\", not on \"%s\"", rows[i].name, lines_of(&found, rule),
                      rows[i].lines);
    }
    arena_free(&arena);
}

#define CHECKS_HOLD(rule, rows) rows_hold(rule, rows, COUNT(rows), false)
#define FILES_HOLD(rule, rows)  rows_hold(rule, rows, COUNT(rows), true)

START_TEST(test_lint__a_default_that_is_compared_is_found)
{
    static const struct row rows[] = {
        {"below", "if (case.model.x or 0) < 1 then case:fail('f') end", "2"},
        {"on the other side", "if 1 > (case.model.x or 0) then case:fail('f') end", "2"},
        {"equal, a text", "if (case.model.x or '') == '' then case:fail('f') end", "2"},
        {"unequal, a truth value", "local b = (case.model.x or false) ~= true", "2"},
        {"a negative constant", "local b = (case.model.x or -1) >= 0", "2"},
        {"infinity", "local b = (case.model.x or math.huge) > 5", "2"},
        {"a constant by name", "local none <const> = 0\nlocal b = (case.model.x or none) > 5", "3"},
        {"through a local", "local x = case.model.x or 0\nif x < 1 then case:fail('f') end", "3"},
        {"through two locals", "local x = (case.model.x or 0)\nlocal y = x\nlocal b = y < 1", "4"},
        {"tonumber, compared nowhere", "local x = tonumber(case.model.x) or 0", "2"},
        {"tonumber, compared", "local b = (tonumber(case.model.x) or 0) < 1", "2"},
        {"a member or a constant", "local b = (case.x and case.x.y or 0) < 1", "2"},
        {"no default", "if case.model.x < 1 then case:fail('f') end", ""},
        {"a default that is not compared", "local x = case.model.x or 0", ""},
        {"a choice between constants", "local b = (case.model.x and 1 or 0) < 2", ""},
        {"a local that is assigned later", "local x = case.model.x or 0\nx = 5\nlocal b = x < 1",
         ""},
        {"or between conditions", "local b = case.x < 1 or case.y < 2", ""},
        {"no constant", "local b = (case.model.x or case.model.y) < 1", ""},
        {"case:optional", "local b = case:optional('x', 0) < 1", ""},
        {"nil is no default", "local b = (case.model.x or nil) == nil", ""},
    };
    CHECKS_HOLD("defaulted-comparison", rows);
}
END_TEST

START_TEST(test_lint__a_global_that_the_sandbox_lacks_is_found)
{
    static const struct row rows[] = {
        {"read", "return foo", "1"},
        {"called", "pcall(f)", "1 1"},
        {"written", "foo = 1", "1"},
        {"a function", "function foo() end", "1"},
        {"a known name, written", "assert = nil", "1"},
        {"a member that a library lacks", "return string.fnd('a', 'b')", "1"},
        {"a member that is written", "string.find = nil", "1"},
        {"a library, written as a function", "function string.find() end", "1"},
        {"through _ENV", "return _ENV.foo", "1"},
        {"_ENV, written", "_ENV = {}", "1"},
        {"out of scope", "do local x end\nreturn x", "2"},
        {"in its own declaration", "local x = x", "1"},
        {"in another branch", "if a1 then local x else return x end", "1 1"},
        {"known", "return assert, string.find, math.huge, _ENV.assert, _ENV", ""},
        {"a local", "local foo = 1 return foo", ""},
        {"a parameter", "return function(foo, ...) return foo end", ""},
        {"self", "local t = {} function t:m() return self end", ""},
        {"a loop's variables",
         "for i = 1, 2 do local _ = i end for k, v in pairs({}) do local _ = k, v end", ""},
        {"a library under another name", "local s = string return s.anything", ""},
        {"another _ENV", "local _ENV = {} foo = bar", ""},
        {"a label is no name", "goto done ::done::", ""},
        {"a key is no name", "return { foo = 1, ['bar'] = 2 }", ""},
        {"a member of a document", "local t = {} return t.foo.bar", ""},
    };
    FILES_HOLD("unknown-global", rows);
}
END_TEST

START_TEST(test_lint__a_misspelled_global_gets_a_suggestion)
{
    static const struct {
        const char *source, *hint;
    } rows[] = {
        {"asert(1)", "did you mean assert?"},
        {"return string.fnd", "did you mean find?"},
        {"local groups = 1 return gruops", "did you mean groups?"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct lint_findings found = findings_of("a.lua", text_of(rows[i].source), false);
        ck_assert_uint_eq(found.count, 1);
        ck_assert_msg(strstr(found.at[0].message.at, rows[i].hint), "%s", found.at[0].message.at);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lint__an_outcome_that_nothing_reaches_is_found)
{
    static const struct row rows[] = {
        {"after do return end", "do return end\ncase:fail('f')", "3"},
        {"after an if that always leaves",
         "if case.a then return case:pass('p') else return case:pass('q') end\ncase:fail('f')",
         "3"},
        {"after error", "error('e')\ncase:fail('f')", "3"},
        {"after assert(false)", "assert(false, 'e')\ncase:fail('f')", "3"},
        {"after goto", "do goto done end\ncase:fail('f')\n::done:: case:pass('p')", "3"},
        {"after break", "for i = 1, 2 do do break end\ncase:fail('f') end case:pass('p')", "3"},
        {"in if false", "if false then\ncase:fail('f') else case:pass('p') end", "3"},
        {"in if nil", "if nil then\ncase:fail('f') else case:pass('p') end", "3"},
        {"in if not true", "if not (true) then\ncase:fail('f') else case:pass('p') end", "3"},
        {"in if 1 > 2", "if 1 > 2 then\ncase:fail('f') else case:pass('p') end", "3"},
        {"in if 2 < 1", "if 2 < 1 then\ncase:fail('f') else\ncase:pass('p') end", "3"},
        {"behind and with false",
         "if case.a and false then\ncase:fail('f') else case:pass('p') end", "3"},
        {"in if with a constant by name",
         "local strict = false\nif strict then\ncase:fail('f') else case:pass('p') end", "4"},
        {"in elseif after true",
         "if true then case:pass('p') elseif case.a then\ncase:fail('f') end", "3"},
        {"in else after true", "if true then case:pass('p') else\ncase:fail('f') end", "3"},
        {"in while false", "while false do\ncase:fail('f') end case:pass('p')", "3"},
        {"in a loop that counts to nothing", "for i = 1, 0 do\ncase:fail('f') end case:pass('p')",
         "3"},
        {"in a loop that counts down to nothing",
         "for i = 1, 2, -1 do\ncase:fail('f') end case:pass('p')", "3"},
        {"after an endless loop", "while true do case:pass('p') end\ncase:fail('f')", "3"},
        {"after repeat until false", "repeat case:pass('p') until false\ncase:fail('f')", "3"},
        {"behind false and", "local _ = false and\ncase:fail('f')", "3"},
        {"behind true or", "local _ = true or\ncase:fail('f')", "3"},
        {"a comparator", "do return end\ncase:metric('a'):at_least(1)", "3"},
        {"in a function that nobody calls", "local function f()\ncase:fail('f') end case:pass('p')",
         "3"},
        {"in a function in dead code", "do return end\nlocal f = function() case:fail('f') end f()",
         "3"},
        {"after return in a branch", "if case.a then return case:pass('p') end\ncase:fail('f')",
         ""},
        {"after a loop with a break", "while true do if case.a then break end end\ncase:fail('f')",
         ""},
        {"after a repeat with a break",
         "repeat if case.a then break end until false\ncase:fail('f')", ""},
        {"a break of an inner loop only",
         "while true do while true do break end end\ncase:fail('f')", "3"},
        {"behind a label that is gone to",
         "if case.a then goto bad end do return case:pass('p') end\n::bad:: case:fail('f')", ""},
        {"behind a label that nothing goes to",
         "do return case:pass('p') end\n::bad:: case:fail('f')", "3"},
        {"in an if that depends", "if case.a then\ncase:fail('f') end", ""},
        {"in a local that is assigned",
         "local bad = false\nif case.a then bad = true end\nif bad then case:fail('f') end", ""},
        {"in a loop over a list", "for _, g in ipairs(case.groups) do\ncase:fail('f') end", ""},
        {"in a loop with one turn", "for i = 1, 1 do\ncase:fail('f') end", ""},
        {"in a function that is called", "local function f()\ncase:fail('f') end f()", ""},
        {"assert of what depends", "assert(case.a)\ncase:fail('f')", ""},
        {"an error of one's own", "local error = case.note error('e')\ncase:fail('f')", ""},
        {"dead code without an outcome", "case:pass('p') do return end\ncase:note('n')", ""},
    };
    CHECKS_HOLD("unreachable-outcome", rows);
}
END_TEST

START_TEST(test_lint__a_way_without_an_outcome_is_found)
{
    static const struct row rows[] = {
        {"nothing at all", "", "2"},
        {"an if without else", "\nif case.a then case:fail('f') end", "3"},
        {"an elseif without else",
         "\nif case.a then case:fail('f') elseif case.b then case:pass('p') end", "3"},
        {"a branch that does nothing", "\nif case.a then local x = 1 else case:fail('f') end", "2"},
        {"an early return", "if case.a then\nreturn end case:fail('f')", "3"},
        {"a note is no outcome", "case:note('n')", "2"},
        {"an if in a loop, the only outcome",
         "for _, g in ipairs(case:groups('race')) do\nif g.n > 30 then case:fail('f') end end",
         "3"},
        {"a local function that judges nothing",
         "local function tier(c) return c.tier end tier(case)", "2"},
        {"a case that is only looked into", "local d = require 'd' local x = d.member(case.x, 'y')",
         "2"},
        {"a function that is called on one way only",
         "local f = function() case:fail('f') end\nif case.a then f() end", "3"},
        {"a case that a global function is given", "local t = type(case)", "2"},
        {"one comparator", "case:metric('a'):at_least(1)", ""},
        {"if and else", "if case.a then case:fail('f') else case:pass('p') end", ""},
        {"a return with an outcome", "if case.a then return case:pass('p') end case:fail('f')", ""},
        {"an outcome before the if", "case:pass('p') if case.a then case:fail('f') end", ""},
        {"an error is loud enough", "if case.a then error('e') else case:pass('p') end", ""},
        {"a loop", "for _, g in ipairs(case:groups('race')) do g:rate('x'):at_least(1) end", ""},
        {"two ways through a loop",
         "for _, g in ipairs(case:groups('race')) do if g.n < 3 then case:insufficient('i') "
         "elseif g.value ~= 'a' then g:rate('x'):at_least(1) end end",
         ""},
        {"a constant condition", "if true then case:fail('f') end", ""},
        {"a local function that judges", "local function f(c) c:fail('f') end f(case)", ""},
        {"a local function that hands on",
         "local d = require 'd' local function f(c) d.judge(c) end f(case)", ""},
        {"a module that is handed the case", "local d = require 'd' d.judge(case)", ""},
        {"a module that is handed a subject", "local d = require 'd' d.judge(case:metric('a'))",
         ""},
        {"a function in an argument", "local d = require 'd' d.each(function(g) g:fail('f') end)",
         ""},
        {"a comparator in a condition",
         "if case:metric('a'):at_least(1).value then local x = 1 end", ""},
    };
    CHECKS_HOLD("no-outcome", rows);
}
END_TEST

START_TEST(test_lint__the_check_is_found_in_every_way_of_writing_it)
{
    static const struct row rows[] = {
        {"in the table", "return { level = 'advisory', check = function(case) end }", "1"},
        {"a local function", "local function check(case)\nend return { check = check }", "1"},
        {"a local table", "local p = { level = 'advisory',\ncheck = function(case) end } return p",
         "2"},
        {"a member that is assigned", "local p = {}\np.check = function(case) end return p", "2"},
        {"a function of the table", "local p = {}\nfunction p.check(case) end return p", "2"},
        {"a module", "local m = {} function m.check_all(case) end return m", ""},
        {"a function that calls itself",
         "local function walk(document) for _, part in pairs(document) do if walk(part) then "
         "return part end end end return { check = function(case) if walk(case.model) then "
         "case:fail('x') else case:pass('y') end end }",
         ""},
    };
    FILES_HOLD("no-outcome", rows);
}
END_TEST

START_TEST(test_lint__a_subject_without_a_demand_is_found)
{
    static const struct row rows[] = {
        {"a metric", "case:metric('auc')", "2"},
        {"a path", "case:expect('a.b')", "2"},
        {"a suite", "case:suite('s')", "2"},
        {"of an advisory case", "case:advisory():metric('auc')", "2"},
        {"a ratio", "local g = case:groups('r')[1] g:ratio('x', g)", "2"},
        {"in a local that is never used", "local m = case:metric('auc')", "2"},
        {"returned by the check", "return case:metric('auc')", "2"},
        {"compared", "case:metric('auc'):at_least(1)", ""},
        {"compared through a local", "local m = case:metric('auc') m:at_least(1)", ""},
        {"read", "local n = case:metric('auc').n", ""},
        {"returned by another function",
         "local function f(c) return c:metric('auc') end f(case):at_least(1)", ""},
        {"a note", "case:note('n')", ""},
    };
    CHECKS_HOLD("unused-subject", rows);
}
END_TEST

START_TEST(test_lint__a_gate_by_hand_that_passes_nan_is_found)
{
    static const struct row rows[] = {
        {"fail where below", "if case.model.auc < 0.8 then case:fail('f') end", "2"},
        {"fail where above", "if case.model.p99 > 50 then case:fail('f') end", "2"},
        {"the bound on the left", "if 0.8 > case.model.auc then case:fail('f') end", "2"},
        {"a metric's value",
         "local auc = case:metric('auc').value\nif auc <= params.floor then "
         "case:fail('f') end",
         "3"},
        {"and else passes", "if case.model.auc < 0.8 then case:fail('f') else case:pass('p') end",
         "2"},
        {"and a pass follows",
         "if case.model.auc < 0.8 then return case:fail('f') end case:pass('p')", "2"},
        {"not below passes", "if not (case.model.auc < 0.8) then case:pass('p') end", "2"},
        {"not below passes, else fails",
         "if not (case.model.auc < 0.8) then case:pass('p') else case:fail('f') end", "2"},
        {"one of two", "if case.model.auc < 0.8 or case.model.f1 < 0.7 then case:fail('f') end",
         "2"},
        {"with another condition",
         "if case.tier == 'high' and case.model.auc < 0.8 then "
         "case:fail('f') end",
         "2"},
        {"another condition that may fail too",
         "if case.model.auc < 0.8 or not case.model.ok then case:fail('f') end", "2"},
        {"a quotient", "local r = case.a / case.b\nif r < 0.8 then case:fail('f') end", "3"},
        {"a sum",
         "local s = 0\nfor _, g in ipairs(case.x) do s = s + g end\n"
         "if s < 5 then case:fail('f') end",
         "4"},
        {"two gates, then a pass",
         "local x = case.model.x\nif x < 1 then return case:fail('f') end\n"
         "if x > 2 then return case:fail('f') end\ncase:pass('p')",
         "3 4"},
        {"pass where at least, else fail",
         "if case.model.auc >= 0.8 then case:pass('p') else case:fail('f') end", ""},
        {"pass where at least, then fail",
         "if case.model.auc >= 0.8 then return case:pass('p') end case:fail('f')", ""},
        {"fail where not at least", "if not (case.model.auc >= 0.8) then case:fail('f') end", ""},
        {"NaN is asked for", "local x = case.model.x if x ~= x or x < 0.8 then case:fail('f') end",
         ""},
        {"two gates, then a fail",
         "local x = case.model.x if x < 1 then return case:fail('f') end\n"
         "if x < 2 then return case:pass('p') end\ncase:fail('f')",
         ""},
        {"else is compared by a comparator",
         "local g = case:groups('r')[1] if g.n < 30 then case:insufficient('i') "
         "else g:rate('x'):at_least(1) end",
         ""},
        {"an advisory remark",
         "local g = case:groups('r')[1] if g.n < 30 then "
         "case:advisory():insufficient('i') end",
         ""},
        {"a length", "if #case.evidence < 1 then case:insufficient('i') end", ""},
        {"a parameter", "if params.floor < 0 then case:fail('f') end", ""},
        {"a counter", "for i = 1, 5 do if i > 3 then case:fail('f') end end", ""},
        {"an index", "for i, g in ipairs(case.x) do if i > 3 then case:fail('f') end end", ""},
        {"a text", "if case.model.version < '2' then case:fail('f') end", ""},
        {"equality", "if case.model.x == 3 then case:fail('f') end", ""},
    };
    CHECKS_HOLD("negated-comparison", rows);
}
END_TEST

START_TEST(test_lint__a_parameter_without_bounds_is_found)
{
    static const struct row rows[] = {
        {"a number", "return { level = 'advisory', params = {\nfloor = 0.9 } }", "2"},
        {"a negative number", "return { level = 'advisory', params = {\nfloor = -1 } }", "2"},
        {"a table without bounds", "return { level = 'advisory', params = {\nfloor = { 0.9 } } }",
         "2"},
        {"a default by name",
         "local usual = 0.9 return { level = 'advisory', params = {\n"
         "floor = { usual } } }",
         "2"},
        {"with bounds",
         "return { level = 'advisory', params = { floor = { 0.9, at_least = 0.8 }, "
         "b = { 1, at_most = 2 }, c = { 1, one_of = { 1, 2 } } } }",
         ""},
        {"no number", "return { level = 'advisory', params = { metric = 'auc', list = { 'a' } } }",
         ""},
        {"a module", "return { params = { floor = 1 } }", ""},
    };
    FILES_HOLD("unbounded-params", rows);
}
END_TEST

START_TEST(test_lint__a_mandatory_policy_without_remedy_is_found)
{
    static const struct row rows[] = {
        {"mandatory", "return {\nlevel = 'mandatory' }", "2"},
        {"with a remedy", "return { level = 'mandatory', remedy = 'R' }", ""},
        {"advisory", "return { level = 'advisory' }", ""},
    };
    FILES_HOLD("no-remedy", rows);
}
END_TEST

START_TEST(test_lint__a_policy_without_a_test_is_found_and_a_module_is_not)
{
    const struct text policy = policy_with("case:pass('p')");
    struct lint_findings found = findings_of("a.lua", policy, true);
    ck_assert_str_eq(lines_of(&found, "no-test"), "1");
    found = findings_of("a.lua", policy, false);
    ck_assert_str_eq(lines_of(&found, "no-test"), "");
    found = findings_of("a.lua", TEXT("return {}"), true);
    ck_assert_str_eq(lines_of(&found, "no-test"), "");
    arena_free(&arena);
}
END_TEST

/* ---- comments that allow ---- */

struct allowing {
    const char *name, *source;
    size_t allowed;
    const char *still, *unclear, *idle; /* lines */
};

START_TEST(test_lint__a_comment_with_a_reason_silences_one_rule_on_one_line)
{
    static const struct allowing rows[] = {
        {"on the line", "foo() -- lint: allow unknown-global (ours)", 1, "", "", ""},
        {"on the line above", "-- lint: allow unknown-global (ours)\nfoo()", 1, "", "", ""},
        {"indented", "do\n  --lint:allow unknown-global (ours)\n  foo() end", 1, "", "", ""},
        {"two above", "-- lint: allow unknown-global (ours)\n-- lint: allow no-test (x)\nfoo()", 1,
         "", "", "2"},
        {"both on the line", "foo() bar() -- lint: allow unknown-global (ours)", 2, "", "", ""},
        {"behind other code on the line above",
         "local x = 1 -- lint: allow unknown-global (o)\nfoo()", 0, "2", "", "1"},
        {"with a line between", "-- lint: allow unknown-global (ours)\n\nfoo()", 0, "3", "", "1"},
        {"on the line below", "foo()\n-- lint: allow unknown-global (ours)", 0, "1", "", "2"},
        {"without a reason", "foo() -- lint: allow unknown-global", 0, "1", "1", ""},
        {"with an empty reason", "foo() -- lint: allow unknown-global ( )", 0, "1", "1", ""},
        {"with half a reason", "foo() -- lint: allow unknown-global (ours", 0, "1", "1", ""},
        {"another rule", "foo() -- lint: allow no-test (ours)", 0, "1", "", "1"},
        {"no rule of that name", "foo() -- lint: allow unknown-globl (ours)", 0, "1", "1", ""},
        {"no rule at all", "foo() -- lint: off", 0, "1", "1", ""},
        {"in a text", "foo('-- lint: allow unknown-global (ours)')", 0, "1", "", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t allowed = 0;
        const struct lint_findings found = findings_of("a.lua", text_of(rows[i].source), false);
        for (size_t j = 0; j < found.count; j++)
            allowed += found.at[j].allowed;
        ck_assert_msg(allowed == rows[i].allowed, "%s: %zu", rows[i].name, allowed);
        ck_assert_msg(!strcmp(lines_of(&found, "unknown-global"), rows[i].still), "%s",
                      rows[i].name);
        ck_assert_msg(!strcmp(lines_of(&found, "unclear-allow"), rows[i].unclear), "%s",
                      rows[i].name);
        ck_assert_msg(!strcmp(lines_of(&found, "idle-allow"), rows[i].idle), "%s", rows[i].name);
    }
    arena_free(&arena);
}
END_TEST

/* ---- the whole ---- */

START_TEST(test_lint__findings_come_in_the_order_of_the_text_with_their_columns)
{
    const struct lint_findings found = findings_of("p.lua", TEXT("local x = b\n  c() a()"), false);
    static const struct place places[] = {{"p.lua", 1, 11}, {"p.lua", 2, 3}, {"p.lua", 2, 7}};
    ck_assert_uint_eq(found.count, COUNT(places));
    for (size_t i = 0; i < COUNT(places); i++) {
        ck_assert_str_eq(found.at[i].place.file, places[i].file);
        ck_assert_uint_eq(found.at[i].place.line, places[i].line);
        ck_assert_uint_eq(found.at[i].place.column, places[i].column);
        ck_assert(!found.at[i].advice && found.at[i].message.size && found.at[i].fix.size);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lint__what_is_no_lua_leaves_the_findings_alone)
{
    static const struct {
        const char *name;
        struct text source;
        unsigned line;
    } rows[] = {
        {"broken", TEXT("foo()\nif"), 2},
        {"not UTF-8", TEXT("foo()\n-- \xFF"), 2},
        {"a byte order mark", TEXT("\xEF\xBB\xBFreturn {}"), 1},
        {"compiled", TEXT("\x1bLua"), 1},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct error err = {0};
        struct lint_findings found = {0};
        const struct lint_source of = {"a.lua", rows[i].source, globals, false};
        ck_assert_msg(!lint_check(&of, &arena, &found, &err), "%s", rows[i].name);
        ck_assert_msg(err.code == ERROR_POLICY && err.line == rows[i].line, "%s: %s", rows[i].name,
                      support_error(&err));
        ck_assert_uint_eq(found.count, 0);
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_lint__a_file_above_the_limit_is_refused)
{
    struct error err = {0};
    struct lint_findings found = {0};
    char *bytes = arena_alloc(&arena, LIMIT_POLICY_SIZE + 1);
    memset(bytes, ' ', LIMIT_POLICY_SIZE + 1);
    struct lint_source of = {"a.lua", {bytes, LIMIT_POLICY_SIZE}, globals, false};
    ck_assert(lint_check(&of, &arena, &found, &err));
    of.source.size++;
    ck_assert(!lint_check(&of, &arena, &found, &err));
    ck_assert_int_eq(err.code, ERROR_POLICY);
    arena_free(&arena);
}
END_TEST

static void folder_is_clean(const char *folder)
{
    struct error err = {0};
    struct file_entries entries = {0};
    const char *root = path_join(&arena, OBSTAT_SOURCE, folder);
    ck_assert_msg(file_list(root, FILES_MAX, &arena, &entries, &err), "%s", support_error(&err));
    for (size_t i = 0; i < entries.count; i++) {
        const char *path = path_join(&arena, root, entries.at[i].path);
        if (!text_ends(text_of(path), TEXT(".lua")))
            continue;
        const struct lint_findings found = findings_of(path, support_read(&arena, path), false);
        for (size_t j = 0; j < found.count; j++)
            if (strcmp(found.at[j].rule, "unknown-global") != 0) /* `globals` here are few */
                ck_abort_msg("%s:%u: %s: %.*s", path, found.at[j].place.line, found.at[j].rule,
                             TEXT_ARGS(found.at[j].message));
    }
}

START_TEST(test_lint__what_is_shipped_is_clean)
{
    folder_is_clean("policies");
    folder_is_clean("stdlib-lua");
    folder_is_clean("docs/examples");
    arena_free(&arena);
}
END_TEST

START_TEST(test_lint__rules_have_names_and_summaries_of_their_own)
{
    size_t count = 0;
    for (; lint_rules[count].name; count++) {
        ck_assert_uint_gt(strlen(lint_rules[count].summary), 0);
        for (size_t i = 0; i < count; i++)
            ck_assert_str_ne(lint_rules[count].name, lint_rules[i].name);
    }
    ck_assert_uint_eq(count, 11);
}
END_TEST

TESTS("lint/rules", test_lint__a_default_that_is_compared_is_found,
      test_lint__a_global_that_the_sandbox_lacks_is_found,
      test_lint__a_misspelled_global_gets_a_suggestion,
      test_lint__an_outcome_that_nothing_reaches_is_found,
      test_lint__a_way_without_an_outcome_is_found,
      test_lint__the_check_is_found_in_every_way_of_writing_it,
      test_lint__a_subject_without_a_demand_is_found,
      test_lint__a_gate_by_hand_that_passes_nan_is_found,
      test_lint__a_parameter_without_bounds_is_found,
      test_lint__a_mandatory_policy_without_remedy_is_found,
      test_lint__a_policy_without_a_test_is_found_and_a_module_is_not,
      test_lint__a_comment_with_a_reason_silences_one_rule_on_one_line,
      test_lint__findings_come_in_the_order_of_the_text_with_their_columns,
      test_lint__what_is_no_lua_leaves_the_findings_alone,
      test_lint__a_file_above_the_limit_is_refused, test_lint__what_is_shipped_is_clean,
      test_lint__rules_have_names_and_summaries_of_their_own)
