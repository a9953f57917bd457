/* Loading, the budget, errors, the watcher's lines: one call into Lua from outside. */
#include "judging.h"

#include "base/limits.h"

#define POLICY(body) "return {id = 't/p', title = 'T', level = 'mandatory', " body "}"
#define CHECK(body)  POLICY("check = function(case, params)\n" body "\nend")

static bool load(struct arena *arena, struct text text, const struct script_options *options,
                 struct policy *policy, struct error *err)
{
    const struct evaluator lua = script_evaluator(options);
    const struct policy_source source = {.path = "p.lua", .source = text};
    return lua.load(lua.host, &source, arena, policy, err);
}

START_TEST(test_run__metadata_is_what_the_file_declares)
{
    static const char text[] =
        "return {id = 'credit/floor', title = 'Accuracy', level = 'advisory',\n"
        " params = {floor = {0.90, at_least = 0.80}, names = {'a', 'b'}, on = true},\n"
        " cites = {'4.2'}, check = function() end}";
    struct arena arena = {0};
    struct error err = {0};
    struct policy policy;
    ck_assert_msg(
        load(&arena, text_of(text), &(struct script_options){.time_ms = 60000}, &policy, &err),
        "%s", support_error(&err));
    ck_assert(text_is(policy.id, "credit/floor") && policy.level == LEVEL_ADVISORY);
    ck_assert_uint_eq(policy.params.count, 3);
    ck_assert(text_is(policy.params.at[0].name, "floor"));
    ck_assert_double_eq(value_number(&policy.params.at[0].value), 0.90);
    ck_assert_double_eq(value_number(policy.params.at[0].at_least), 0.80);
    ck_assert_uint_eq(value_count(&policy.params.at[1].value), 2);
    ck_assert(text_is(value_text(value_at(policy.cites, 0)), "4.2"));
    ck_assert_ptr_null(value_get(policy.metadata, TEXT("check")));
    arena_free(&arena);
}
END_TEST

START_TEST(test_run__what_does_not_load_is_refused_with_its_line)
{
    struct arena arena = {0};
    char *large = arena_alloc(&arena, LIMIT_POLICY_SIZE + 1);
    memset(large, ' ', LIMIT_POLICY_SIZE + 1);
    const struct {
        const char *name;
        struct text text;
        unsigned line;
        const char *words;
    } rows[] = {
        {"grammar", TEXT("local x\nlocal = 3"), 2, "<name> expected near '='"},
        {"unfinished", TEXT("return {\n\n"), 3, "near <eof>"},
        {"a failure", TEXT("\n\nerror('stop')"), 3, "stop"},
        {"a failure of Lua", TEXT("\nlocal x = nil + 1"), 2, "attempt to perform arithmetic"},
        {"compiled", TEXT("\x1bLuaT\0\x19\x93"), 1, "compiled Lua (bytecode) is refused"},
        {"byte order mark", TEXT("\xEF\xBB\xBFreturn {}"), 1, "byte order mark"},
        {"shebang", TEXT("#!/usr/bin/lua\nreturn {}"), 1, "begins with #"},
        {"not UTF-8", TEXT("--\n-- \xff\nreturn {}"), 2, "not UTF-8"},
        {"NUL", TEXT("return \0 {}"), 1, "unexpected symbol"},
        {"too large", {large, LIMIT_POLICY_SIZE + 1}, 1, "larger than 262144 bytes"},
        {"only blanks", {large, LIMIT_POLICY_SIZE}, 0, "the file returns 0 values"},
        {"nothing", TEXT(""), 0, "the file returns 0 values, one table is needed"},
        {"two", TEXT("return {}, {}"), 0, "the file returns 2 values"},
        {"a text", TEXT("return 'x'"), 0, "the file returns a string"},
        {"nil", TEXT("return nil"), 0, "the file returns nil"},
        {"true", TEXT("return true"), 0, "the file returns a boolean"},
        {"nothing that judges", TEXT(POLICY("")), 0, "neither check nor rules"},
        {"two that judge", TEXT(POLICY("rules = {}, check = function() end")), 0,
         "both check and rules"},
        {"check is data", TEXT(POLICY("check = 1")), 0, "check is a number"},
        {"rules are none", TEXT(POLICY("rules = 1")), 0, "rules is a number"},
        {"unknown key", TEXT(POLICY("chekc = 1, check = function() end")), 0, "chekc"},
        {"fractions as keys", TEXT(POLICY("params = {[1.5] = 1}, check = error")), 0,
         "names or 1, 2, ... as keys"},
        {"gaps", TEXT(POLICY("cites = {'a', nil, 'c'}, check = error")), 0, "no gaps"},
        {"twice", TEXT(POLICY("params = {'a', ['1'] = 2}, check = error")), 0,
         "two keys of one spelling"},
        {"a text that is none", TEXT(POLICY("owner = '\\xff', check = error")), 0, "must be UTF-8"},
        {"a table in itself", TEXT("local t = {} t.when = t t.check = error return t"), 0,
         "nested deeper than 256"},
        {"case does not exist", TEXT("\nreturn {x = case}"), 2, "'case' does not exist here"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct error err = {0};
        struct policy policy;
        ck_assert_msg(
            !load(&arena, rows[i].text, &(struct script_options){.time_ms = 60000}, &policy, &err),
            "%s", rows[i].name);
        ck_assert_msg(err.code == ERROR_POLICY && strcmp(err.file, "p.lua") == 0 &&
                          err.line == rows[i].line && strstr(err.message, rows[i].words),
                      "%s: %s", rows[i].name, support_error(&err));
    }
    arena_free(&arena);
}
END_TEST

START_TEST(test_run__a_long_path_is_still_whole_in_the_error)
{
    static const char path[] =
        "a/very/long/path/that/goes/on/and/on/and/on/to/some/policy/file.lua";
    const struct script_options options = {.time_ms = 60000};
    const struct evaluator lua = script_evaluator(&options);
    const struct policy_source source = {.path = path, .source = TEXT("\n\nlocal = 1")};
    struct arena arena = {0};
    struct error err = {0};
    struct policy policy;
    ck_assert(!lua.load(lua.host, &source, &arena, &policy, &err));
    ck_assert_str_eq(err.file, path);
    ck_assert_uint_eq(err.line, 3);
    ck_assert_msg(strncmp(err.message, "<name>", 6) == 0, "%s", err.message);
    arena_free(&arena);
}
END_TEST

START_TEST(test_run__an_error_becomes_one_printable_line)
{
    const struct trial rows[] = {
        {"a text", .policy = CHECK("error('stop')"), .message = "stop"},
        {"no position", .policy = CHECK("error('stop', 0)"), .message = "stop"},
        {"a table", .policy = CHECK("error({})"), .message = "an error with a table value"},
        {"nil", .policy = CHECK("error()"), .message = "an error without a message"},
        {"a number", .policy = CHECK("error(42)"), .message = "an error with a number value"},
        {"a function", .policy = CHECK("error(error)"),
         .message = "an error with a function value"},
        {"a document", .policy = CHECK("error(case.model)"), .message = "an error with a userdata"},
        {"control characters", .policy = CHECK("error('a\\27[31m\\r\\nb\\0c', 0)"),
         .message = "a [31m  b c"},
        {"no UTF-8", .policy = CHECK("error('a\\xff', 0)"), .message = "a\\xFF"},
        {"nil and number", .policy = CHECK("return nil < 1"),
         .message = "attempt to compare nil with number"},
        {"no outcome", .policy = CHECK(""), .message = "the check ended without an outcome"},
        {"values returned", .policy = CHECK("return true, 'pass'"),
         .message = "without an outcome"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct trial row = rows[i];
        row.outcome = OUTCOME_ERROR;
        row.evidence[0] = "metrics: {accuracy: 0.9}";
        judge_rows(&row, 1);
    }
}
END_TEST

START_TEST(test_run__a_long_message_is_cut)
{
    struct judged judged = judge((struct trial){
        .policy = CHECK("error(('\xC3\xA9'):rep(30000), 0)"), .evidence = {"metrics: {a: 1}"}});
    const struct text message = judged.findings.at[0].message;
    ck_assert_uint_le(message.size, LIMIT_MESSAGE_SIZE);
    ck_assert_uint_ge(message.size, LIMIT_MESSAGE_SIZE - 8);
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_run__an_error_has_the_line_it_came_from_and_keeps_what_was_found)
{
    struct judged judged =
        judge((struct trial){.policy = CHECK("case:pass('fine')\nlocal x = nil\nreturn x.y\n"),
                             .evidence = {"metrics: {a: 1}"}});
    ck_assert_uint_eq(judged.findings.count, 2);
    ends(&judged, "check", OUTCOME_PASS, "fine");
    ends(&judged, "error", OUTCOME_ERROR, "attempt to index a nil value");
    ck_assert_uint_eq(finding_of(&judged, "error")->source.line, 4);
    ck_assert(text_is(finding_of(&judged, "error")->policy, "t/p"));
    ck_assert_int_eq(finding_of(&judged, "error")->level, LEVEL_MANDATORY);
    arena_free(&judged.arena);
}
END_TEST

START_TEST(test_run__fuel_is_the_same_each_time)
{
    static const char check[] =
        "local t = {} for i = 1, 500 do t['k' .. i] = i end local n = 0 "
        "for k, v in pairs(t) do n = n + #k:gsub('%d', '<%0>') end case:pass(n .. '')";
    struct judged first = judge((struct trial){.check = check, .evidence = {"metrics: {a: 1}"}});
    ck_assert_int_eq(first.findings.at[0].outcome, OUTCOME_PASS);
    ck_assert_uint_gt(first.evaluation.fuel, 5000);
    ck_assert_uint_gt(first.evaluation.memory, 10000);
    for (int i = 0; i < 20; i++) {
        struct judged again =
            judge((struct trial){.check = check, .evidence = {"metrics: {a: 1}"}});
        ck_assert_uint_eq(first.evaluation.fuel, again.evaluation.fuel);
        ck_assert_uint_eq(first.evaluation.memory, again.evaluation.memory);
        arena_free(&again.arena);
    }
    arena_free(&first.arena);
}
END_TEST

/* Memory ends at every possible place, while loading and while checking: there is always an answer.
 */
START_TEST(test_run__any_amount_of_memory_ends_in_an_answer)
{
    static const char text[] =
        CHECK("local t = {} for i = 1, 100 do t[i] = ('x'):rep(i) end "
              "table.sort(t) for k, v in pairs(t) do t[k] = v:gsub('x', 'y') end "
              "case:pass(table.concat(t):sub(1, 10))");
    size_t passed = 0;
    const struct trial trial = {.evidence = {"metrics: {a: 1}"}};
    struct arena arena = {0};
    const struct case_file *of = trial_case(&trial, &arena);
    for (size_t memory = 1; memory < 120000; memory += 61) {
        const struct script_options options = {.memory = memory, .time_ms = 60000};
        const struct evaluator lua = script_evaluator(&options);
        struct arena own = {0};
        struct error err = {0};
        struct policy policy;
        struct findings findings = {0};
        struct evaluation evaluation = {0};
        if (!load(&own, text_of(text), &options, &policy, &err)) {
            ck_assert_msg(strstr(err.message, "limit:memory"), "%zu: %s", memory,
                          support_error(&err));
        } else {
            lua.check(lua.host, &policy, of, &own, &findings, &evaluation);
            const bool good = findings.at[0].outcome == OUTCOME_PASS;
            ck_assert_uint_eq(findings.count, 1);
            ck_assert_msg(good || text_is(findings.at[0].control, "limit:memory"), "%zu", memory);
            ck_assert_uint_le(evaluation.memory, memory);
            passed += good;
        }
        arena_free(&own);
    }
    ck_assert_uint_gt(passed, 100);
    arena_free(&arena);
}
END_TEST

struct reached {
    unsigned count[32];
};

static void line_count(void *context, unsigned line)
{
    struct reached *reached = context;
    if (line < COUNT(reached->count))
        reached->count[line]++;
}

static const char branching[] = "local function never(x)\n"       /* 1 */
                                "  return x + 1\n"                /* 2 */
                                "end\n"                           /* 3 */
                                "return {\n"                      /* 4 */
                                "  id = 't/p', title = 'T',\n"    /* 5 */
                                "  level = 'mandatory',\n"        /* 6 */
                                "  check = function(case, ...)\n" /* 7 */
                                "    -- a remark\n"               /* 8 */
                                "    if case.now < 0 then\n"      /* 9 */
                                "      never(1)\n"                /* 10 */
                                "    end\n"                       /* 11 */
                                "    case:pass('fine')\n"         /* 12 */
                                "  end,\n"                        /* 13 */
                                "}\n";

START_TEST(test_run__a_watcher_is_told_of_the_lines_that_ran)
{
    struct reached reached = {0};
    struct watcher watcher = {.context = &reached, .line = line_count};
    struct judged watched = judge(
        (struct trial){.policy = branching, .evidence = {"metrics: {a: 1}"}, .watcher = &watcher});
    struct judged alone =
        judge((struct trial){.policy = branching, .evidence = {"metrics: {a: 1}"}});
    ck_assert_int_eq(watched.findings.at[0].outcome, OUTCOME_PASS);
    ck_assert(reached.count[9] && reached.count[12]);
    ck_assert(!reached.count[2] && !reached.count[8] && !reached.count[10]);
    ck_assert_uint_eq(watched.evaluation.fuel, alone.evaluation.fuel);
    arena_free(&watched.arena);
    arena_free(&alone.arena);
}
END_TEST

START_TEST(test_run__lines_that_can_be_reached_are_known_without_running)
{
    static const unsigned wanted[] = {2, 3, 5, 6, 9, 10, 12, 13};
    const struct script_options options = {.time_ms = 60000};
    const struct evaluator lua = script_evaluator(&options);
    const struct policy_source source = {.path = "p.lua", .source = text_of(branching)};
    struct arena arena = {0};
    struct error err = {0};
    struct lines lines = {0};
    struct text found = TEXT_NONE;
    ck_assert_msg(lua.lines(lua.host, &source, &arena, &lines, &err), "%s", support_error(&err));
    for (size_t i = 0; i < lines.count; i++)
        found = text_format(&arena, "%.*s %u", TEXT_ARGS(found), lines.at[i]);
    for (size_t i = 0; i < COUNT(wanted); i++) {
        bool is_there = false;
        for (size_t j = 0; j < lines.count; j++)
            is_there |= lines.at[j] == wanted[i];
        ck_assert_msg(is_there, "%u is not among%.*s", wanted[i], TEXT_ARGS(found));
    }
    for (size_t i = 0; i < lines.count; i++)
        ck_assert_msg(lines.at[i] != 1 && lines.at[i] != 8 && lines.at[i] != 11, "%.*s",
                      TEXT_ARGS(found));
    arena_free(&arena);
}
END_TEST

START_TEST(test_run__a_file_has_no_lines_behind_its_end)
{
    const struct script_options options = {.time_ms = 60000};
    const struct evaluator lua = script_evaluator(&options);
    const struct policy_source source = {
        .path = "p.lua", .source = TEXT("local a = 1\nif a then\n  a = 2\nend\n\n\n")};
    struct arena arena = {0};
    struct error err = {0};
    struct lines lines = {0};
    ck_assert_msg(lua.lines(lua.host, &source, &arena, &lines, &err), "%s", support_error(&err));
    ck_assert_uint_eq(lines.count, 3);
    ck_assert_uint_eq(lines.at[2], 3);
    arena_free(&arena);
}
END_TEST

/* Far lines, long steps between them, functions in functions: what the written form is for. */
START_TEST(test_run__lines_are_found_however_far_apart)
{
    const struct script_options options = {.time_ms = 60000};
    const struct evaluator lua = script_evaluator(&options);
    struct arena arena = {0};
    struct error err = {0};
    struct lines lines = {0};
    struct text text = TEXT("local a = 1\n");
    for (int i = 0; i < 300; i++)
        text = text_format(&arena, "%.*s\n", TEXT_ARGS(text));
    text = text_format(&arena,
                       "%.*slocal f = function(x) return function()\nreturn x + a\nend end\n"
                       "return {f, 1.5, 'text', %.*s}",
                       TEXT_ARGS(text), 4, "nil,");
    const struct policy_source source = {.path = "p.lua", .source = text};
    ck_assert_msg(lua.lines(lua.host, &source, &arena, &lines, &err), "%s", support_error(&err));
    ck_assert_uint_eq(lines.count, 4);
    ck_assert_uint_eq(lines.at[0], 1);
    ck_assert_uint_eq(lines.at[1], 303); /* the functions themselves are made where they end */
    ck_assert_uint_eq(lines.at[2], 304);
    ck_assert_uint_eq(lines.at[3], 305);
    arena_free(&arena);
}
END_TEST

TESTS("script/run", test_run__metadata_is_what_the_file_declares,
      test_run__what_does_not_load_is_refused_with_its_line,
      test_run__a_long_path_is_still_whole_in_the_error,
      test_run__an_error_becomes_one_printable_line, test_run__a_long_message_is_cut,
      test_run__an_error_has_the_line_it_came_from_and_keeps_what_was_found,
      test_run__fuel_is_the_same_each_time, test_run__any_amount_of_memory_ends_in_an_answer,
      test_run__a_watcher_is_told_of_the_lines_that_ran,
      test_run__lines_that_can_be_reached_are_known_without_running,
      test_run__a_file_has_no_lines_behind_its_end, test_run__lines_are_found_however_far_apart)
