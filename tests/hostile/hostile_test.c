/* Policies that loop, swell, reach out, hide, lie and leak.
 *
 * Each row is one policy and how it must end: within its time, with a finding (or a refusal to
 * load) that names the limit or the mistake, and without a trace in the policy judged after it,
 * whose findings stay the same to the byte. */
#include "judging.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/limits.h"
#include "value/canonical.h"

#if defined(__SANITIZE_ADDRESS__)
enum { SLOWER = 20 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SLOWER = 20 };
#else
enum { SLOWER = 1 };
#endif
#else
enum { SLOWER = 1 };
#endif

enum {
    TIME_MS = 300 * SLOWER,
    GRACE_MS = 50 * SLOWER,
    FINDINGS_SIZE = 16 << 20,
    AGAIN = 20,
    PATIENCE_MS = 60000
};

#define HEAD        "return {id = 'h/p', title = 'Hostile', level = 'mandatory', "
#define FILE(body)  HEAD body "}"
#define CHECK(body) HEAD "check = function(case, params)\n" body "\nend}"

struct hostile {
    const char *id, *name;
    const char *text;
    const char *words; /* of the finding's message, or of the refusal to load */
    enum outcome outcome;
    bool loads; /* the end comes when it judges, not when it is read */
};

/* The end comes in the check, as an error. */
#define JUDGED(h, n, body, w)                                                                      \
    {                                                                                              \
        .id = (h), .name = (n), .text = CHECK(body), .words = (w), .outcome = OUTCOME_ERROR,       \
        .loads = true                                                                              \
    }
#define ENDS(h, n, body, o, w)                                                                     \
    {                                                                                              \
        .id = (h), .name = (n), .text = CHECK(body), .words = (w), .outcome = (o), .loads = true   \
    }
/* The file does not load. */
#define REFUSED(h, n, whole, w)                                                                    \
    {                                                                                              \
        .id = (h), .name = (n), .text = (whole), .words = (w)                                      \
    }

static const struct hostile rows[] = {
    JUDGED("H01", "an endless loop", "while true do end",
           "limit:fuel: the policy spent its 2,000,000"),
    REFUSED("H01", "an endless loop in the file", "while true do end", "limit:fuel"),
    JUDGED("H01", "an endless repeat", "repeat until false", "limit:fuel"),
    JUDGED("H02", "pcall around a loop",
           "while true do pcall(function() while true do end end) end",
           "'pcall' does not exist here"),
    JUDGED("H03", "xpcall with a looping handler",
           "xpcall(function() error() end, function() while true do end end)",
           "'xpcall' does not exist here"),
    JUDGED("H04", "a looping finalizer",
           "setmetatable({}, {__gc = function() while true do end end})",
           "'setmetatable' does not exist here"),
    JUDGED("H05", "a variable to close", "local x <close> = {}", "non-closable value"),
    JUDGED("H05", "closing nothing without end", "while true do local x <close> = nil end",
           "limit:fuel"),
    JUDGED("H06", "nothing, very often",
           "case:pass('-' .. ('').rep('', math.maxinteger) .. '-')"
           " while true do end",
           "limit:fuel"),
    JUDGED("H06", "a text, very often", "return ('x'):rep(1 << 31)", "limit:string"),
    JUDGED("H06", "a product that overflows", "return ('x'):rep(math.maxinteger)", "limit:string"),
    JUDGED("H06", "an overflow by the separator", "return ('x'):rep(1 << 62, ('y'):rep(100))",
           "limit:string"),
    JUDGED("H06", "one byte too many", "return ('x'):rep(65537)",
           "limit:string: the policy makes a "
           "text of more than 65,536 bytes"),
    JUDGED("H07", "table.move", "table.move({}, 1, 1 << 40, 1)",
           "'table.move' does not exist here"),
    JUDGED("H07", "unpack", "return table.unpack({}, 1, 1e7)", "more than 8000 values"),
    JUDGED("H07", "unpack from below", "return table.unpack({}, math.mininteger, 0)",
           "more than 8000"),
    JUDGED("H07", "concat of nothing", "return table.concat({}, '', 1, math.maxinteger)",
           "table.concat: item 1 is a nil"),
    JUDGED("H07", "concat past the end of integers",
           "return table.concat({[math.maxinteger] = ''}, '', math.maxinteger, math.maxinteger)",
           "without an outcome"),
    JUDGED("H07", "inserting at the front", "local t = {} while true do table.insert(t, 1, 0) end",
           "limit:fuel"),
    JUDGED("H07", "byte of everything", "return ('x'):rep(60000):byte(1, -1)",
           "more than 8000 bytes"),
    JUDGED("H07", "select in a loop",
           "local function f(...) for i = 1, 1e9 do local x = select(i % 200 + 1, ...) end end "
           "f(table.unpack({}, 1, 8000))",
           "limit:"),
    JUDGED("H07", "arguments that grow",
           "local function f(...) return f(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...) "
           "end f()",
           "limit:"),
    JUDGED("H08", "three lazy repeats", "return (('a'):rep(30000)):find('.-.-.-b')", "limit:fuel"),
    JUDGED("H08", "twenty repeats", "return (('a'):rep(3000)):find(('a*'):rep(20) .. 'b')",
           "limit:fuel"),
    JUDGED("H08", "one lazy repeat, everywhere", "return (('a'):rep(65536)):find('.-b')",
           "limit:fuel"),
    JUDGED("H08", "brackets that never balance", "return (('('):rep(65536)):find('%b()')",
           "limit:fuel"),
    JUDGED("H08", "frontiers", "while true do (('a '):rep(30000)):find('%f[x]') end", "limit:fuel"),
    JUDGED("H08", "captures", "return ('x'):find(('()'):rep(40))", "more than 32 captures"),
    JUDGED("H08", "what was captured, again", "return (('a'):rep(3000)):find('(a*)(a*)%1%2b')",
           "limit:fuel"),
    JUDGED("H08", "repeats without number", "return ('x'):find(('a?'):rep(200))",
           "repeats more than 150"),
    JUDGED("H08", "gsub with a lazy repeat", "return (('a'):rep(60000)):gsub('.-b', '')",
           "limit:fuel"),
    JUDGED("H08", "gmatch with a lazy repeat", "for x in (('a'):rep(60000)):gmatch('.-.-b') do end",
           "limit:fuel"),
    JUDGED("H09", "plain find, again and again",
           "local s, p = ('a'):rep(65536), ('a'):rep(30000) .. 'b' "
           "while true do s:find(p, 1, true) end",
           "limit:fuel"),
    JUDGED("H10", "gsub that doubles", "local s = 'x' for i = 1, 40 do s = s:gsub('', 'aa') end",
           "limit:string"),
    JUDGED("H10", "concatenation that doubles", "local s = 'x' while true do s = s .. s end",
           "limit:string"),
    JUDGED("H10", "format that doubles",
           "local s = 'x' while true do s = string.format('%s%s', s, s) end", "limit:string"),
    JUDGED("H10", "table.concat that doubles",
           "local s = 'x' while true do s = table.concat({s, s}) end", "limit:string"),
    JUDGED("H10", "large texts that are kept",
           "local t, s = {}, ('x'):rep(60000) for i = 1, 1e9 do t[i] = s .. i end", "limit:memory"),
    JUDGED("H11", "many small tables", "local t = {} for i = 1, 1e9 do t[i] = {} end",
           "limit:memory"),
    JUDGED("H11", "a list of links", "local t while true do t = {t} end", "limit:memory"),
    JUDGED("H11", "one huge list", "local t = {} for i = 1, 1e9 do t[i] = i end", "limit:"),
    JUDGED("H11", "many closures",
           "local t = {} for i = 1, 1e9 do t[i] = function() return i end end", "limit:memory"),
    JUDGED("H11", "an emptied table, asked for its first key",
           "local t = {} for i = 1, 1 << 17 do t['k' .. i] = 1 end "
           "for k in pairs(t) do t[k] = nil end while true do local k = next(t) end",
           "limit:"),
    JUDGED("H11", "at the edge of memory",
           "local t = {} for i = 1, 250000 do t[i] = i end local u = {} "
           "for i = 1, 1e9 do u[#u + 1] = ('x'):rep(100) .. i end",
           "limit:"),
    JUDGED("H12", "recursion", "local function f() return 1 + f() end f()", "limit:memory"),
    JUDGED("H12", "recursion through sort",
           "local function f() table.sort({2, 1}, function() f() end) end f()", "C stack overflow"),
    JUDGED("H12", "recursion through gsub", "local function f() return ('x'):gsub('x', f) end f()",
           "C stack overflow"),
    JUDGED("H12", "tail calls without end", "local function f() return f() end f()", "limit:fuel"),
    REFUSED("H13", "a deep table",
            "local t = {} for i = 1, 1e5 do t = {t} end return {when = t, check = error}",
            "nested deeper than 256"),
    REFUSED("H13", "a table in itself", "local t = {} t.when = t t.check = error return t",
            "nested deeper than 256"),
    REFUSED("H13", "tables that share all their parts",
            "local t = {} for i = 1, 60 do t = {t, t} end return {when = t, check = error}",
            "limit:"),
    REFUSED("H13", "a million items",
            "local t = {} for i = 1, 1e6 do t[i] = i end return {when = t, check = error}",
            "limit:"),
    JUDGED("H13", "a million findings", "for i = 1, 1e6 do case:pass('fine') end",
           "limit:findings: the policy makes more than 1,000 findings"),
    JUDGED("H13", "a million remarks", "for i = 1, 1e6 do case:note('fine') end", "limit:findings"),
    REFUSED("H14", "a library in place of a policy", "return string", "neither check nor rules"),
    JUDGED("H14", "a length of its own", "setmetatable({}, {__len = function() return 1e9 end})",
           "'setmetatable' does not exist here"),
    JUDGED("H15", "an error that is a table",
           "error({__tostring = function() while true do end end})", "an error with a table value"),
    JUDGED("H15", "an error that is nothing", "error(nil)", "an error without a message"),
    JUDGED("H15", "an error that is a document", "error(case.model)",
           "an error with a userdata value"),
    JUDGED("H15", "an error that is the case", "error(case)", "an error with a userdata value"),
    JUDGED("H15", "a long error", "error(('x'):rep(65000))", "xxxx"),
    REFUSED("H16", "compiled code", "\x1bLuaT", "bytecode"),
    JUDGED("H16", "load", "load('while true do end')()", "'load' does not exist here"),
    JUDGED("H16", "string.dump", "string.dump(function() end)",
           "'string.dump' does not exist here"),
    JUDGED("H16", "loadstring", "loadstring('x')", "'loadstring' does not exist here"),
    JUDGED("H16", "dofile", "dofile('/etc/passwd')", "'dofile' does not exist here"),
    REFUSED("H16", "a module that is a file", "require '/etc/passwd'", "there is no module"),
    JUDGED("H17", "_G", "_G.x = 1", "'_G' does not exist here"),
    JUDGED("H17", "a global", "planted = 1", "'planted' cannot be assigned"),
    JUDGED("H17", "through _ENV", "_ENV.planted = 1", "'planted' cannot be assigned"),
    JUDGED("H17", "no environment", "local _ENV = nil x = 1", "attempt to index a nil value"),
    REFUSED("H17", "another environment", "_ENV = {} string.x = 1", "attempt to index a nil value"),
    JUDGED("H18", "the metatable of texts", "getmetatable('').__index = {}",
           "'getmetatable' does not exist here"),
    JUDGED("H18", "a method of texts", "local s = 'x' s.__index.rep = nil",
           "'string.__index' does not exist here"),
    JUDGED("H18", "a field of a number", "return (1).x", "attempt to index a number"),
    JUDGED("H19", "a library's function", "string.find = function() return 1 end",
           "'string.find' cannot be assigned"),
    JUDGED("H19", "a library's number", "math.huge = 0", "'math.huge' cannot be assigned"),
    JUDGED("H19", "sorting a library", "table.sort(string)", "a library cannot"),
    JUDGED("H19", "the case's method", "case.pass = nil", "cannot be changed"),
    JUDGED("H20", "the model", "case.model.name = 'other'", "documents cannot be changed"),
    JUDGED("H20", "a list in the model", "table.insert(case.model.evidence, 1)",
           "a document cannot"),
    ENDS("H20", "parameters", "params.floor = 0 case:pass(tostring(params.floor))", OUTCOME_PASS,
         "0"),
    JUDGED("H21", "the shell", "os.execute('true')", "'os' does not exist here"),
    JUDGED("H21", "files", "io.open('/etc/passwd')", "'io' does not exist here"),
    JUDGED("H21", "the collector", "collectgarbage('stop')",
           "'collectgarbage' does not exist here"),
    JUDGED("H22", "coroutines", "coroutine.wrap(function() while true do end end)()",
           "'coroutine' does not exist here"),
    JUDGED("H23", "hooks", "debug.sethook()", "'debug' does not exist here"),
    JUDGED("H24", "an address by format", "case:fail(string.format('%p', {}))",
           "%p does not exist"),
    JUDGED("H24", "an address in an error", "error(tostring({}) .. tostring(print))",
           "'print' does not exist here"),
    ENDS("H24", "addresses as texts",
         "case:fail(tostring({}) .. tostring(case) .. tostring(function() end) .. "
         "tostring(case.model)"
         " .. string.format('%s %5s', {}, string.len))",
         OUTCOME_FAIL, "table"),
    ENDS("H25", "the order of keys",
         "local s = '' for k in pairs({d = 1, a = 1, e = 1, c = 1, b = 1, [2] = 1, [1] = 1}) do "
         "s = s .. k end case:fail(s)",
         OUTCOME_FAIL, "12abcde"),
    ENDS(
        "H25", "an order without sense",
        "local t = {} for i = 1, 200 do t[i] = i * 7919 % 200 end "
        "table.sort(t, function(a, b) return (a ~ b) % 3 == 1 end) case:fail(table.concat(t, ','))",
        OUTCOME_FAIL, ","),
    JUDGED("H25", "chance", "math.random()", "'math.random' does not exist here"),
    ENDS("H26", "a path with a typo", "return case.model.lineag", OUTCOME_MISSING,
         "lineag is absent (model.yaml:1); did you mean lineage?"),
    ENDS("H26", "a section that is null", "return case.model.empty.x", OUTCOME_MISSING,
         "empty is absent"),
    JUDGED("H26", "all of none", "for _, x in ipairs(case.model.nobody) do case:pass(x) end",
           "without an outcome"),
    ENDS("H27", "or zero", "if (case.model.drift or 0) < 0.1 then case:pass('fine') end",
         OUTCOME_MISSING, "drift is absent"),
    ENDS("H28", "a metric that is not a number", "case:metric('odd'):at_least(0)",
         OUTCOME_INSUFFICIENT, "not a finite number"),
    ENDS("H28", "a metric that is infinite", "case:metric('huge'):at_least(0)",
         OUTCOME_INSUFFICIENT, "not a finite number"),
    ENDS("H28", "a metric that is a text", "case:metric('words'):at_least(0)", OUTCOME_INSUFFICIENT,
         "a number is needed"),
    JUDGED("H28", "a bound that is not a number", "case:metric('accuracy'):at_least(0/0)",
           "at_least"),
    JUDGED("H28", "a bound that is a text", "case:metric('accuracy'):at_least('0.5')", "at_least"),
    JUDGED("H29", "nothing", "", "the check ended without an outcome"),
    JUDGED("H29", "true", "return true", "the check ended without an outcome"),
    JUDGED("H29", "ok", "return 'ok'", "the check ended without an outcome"),
    JUDGED("H29", "a subject that is not compared", "case:metric('accuracy')",
           "without an outcome"),
    REFUSED("H29", "a policy that returns nothing", "local x = 1", "returns 0 values"),
    REFUSED("H30", "no controls declared", HEAD "}", "neither check nor rules"),
    {.id = "H30",
     .name = "an empty list of rules",
     .text = HEAD "rules = {}}",
     .words = "",
     .outcome = OUTCOME_ERROR,
     .loads = true},
    JUDGED("H31", "an error after a pass", "case:pass('fine') error('then')", "then"),
    ENDS("H32", "escapes, lines, NUL", "case:fail('\\27[2J\\r\\n::error::x\\0##vso[y]\\u{85}')",
         OUTCOME_FAIL, "::error::x"),
    ENDS("H32", "bytes that are no text", "case:fail('\\xff\\xc0\\x80 end')", OUTCOME_FAIL, "end"),
    ENDS("H32", "a message of 64 KiB", "case:fail(('\\u{e9}'):rep(32000))", OUTCOME_FAIL,
         "\xC3\xA9"),
    JUDGED("H32", "a message of 100 MB", "case:fail(('x'):rep(100000000))", "limit:string"),
    JUDGED("H35", "goto", "::again:: goto again", "limit:fuel"),
    JUDGED("H35", "a step of nothing", "for i = 1, 2, 0 do end", "'for' step is zero"),
    JUDGED("H35", "a float that stands still", "for i = 1e308, math.huge do end", "limit:fuel"),
    JUDGED("H35", "division", "local zero = 0 return 1 // zero", "attempt to"),
    JUDGED("H35", "remainder", "local zero = 0 return 1 % zero", "attempt to"),
    ENDS("H35", "integers that overflow",
         "case:fail(tostring(math.maxinteger + 1 == math.mininteger))", OUTCOME_FAIL, "true"),
    JUDGED("H36", "a hundred thousand keys, walked again and again",
           "local t = {} for i = 1, 1e5 do t['k' .. i] = i end while true do for k in pairs(t) do "
           "end end",
           "limit:"),
    JUDGED("time", "comparing long texts",
           "local a, b = ('x'):rep(65535) .. 'a', ('x'):rep(65535) .. 'b' "
           "while true do local c = a < b end",
           "limit:"),
    JUDGED("time", "equality of long texts",
           "local a = ('x'):rep(65000) while true do local b = a == (a .. '') end", "limit:"),
    JUDGED("time", "joining long texts",
           "local a = ('x'):rep(32768) while true do local b = a .. a end", "limit:"),
    JUDGED("time", "a number of 64 KiB",
           "local a = ('9'):rep(65000) while true do local b = tonumber(a) end", "limit:"),
    JUDGED("time", "sorting",
           "local t = {} for i = 1, 1e5 do t[i] = -i end "
           "while true do table.sort(t, function(a, b) return a < b end) end",
           "limit:"),
    JUDGED("time", "documents", "while true do local x = case.model.lineage.code.commit end",
           "limit:fuel"),
};

static const char innocent[] =
    CHECK("case:metric('accuracy'):at_least(0.8) local s = '' "
          "for k, v in pairs(case.model.lineage) do s = s .. k end case:fail(s)");

static const struct trial world = {
    .model = "lineage: {code: {commit: abc}, environment: {image: x}}\nempty:\nnobody: []\n",
    .evidence = {"metrics: {accuracy: 0.9, odd: .nan, huge: .inf, words: fast}"},
};

static struct text findings_bytes(struct arena *arena, const struct findings *findings)
{
    struct error err = {0};
    struct buffer out = buffer_in(arena, FINDINGS_SIZE);
    for (size_t i = 0; i < findings->count; i++) {
        const struct value value = finding_value(&findings->at[i], arena);
        ck_assert_msg(canonical_write(&value, &out, &err), "%s", support_error(&err));
        buffer_byte(&out, '\n');
    }
    ck_assert(!buffer_full(&out));
    const struct text bytes = buffer_text(&out);
    ck_assert_uint_eq(utf8_check(bytes), bytes.size);
    return bytes;
}

/* How one policy ended. */
struct end {
    struct arena arena;
    struct error err;
    struct findings findings;
    struct text bytes;
    bool loaded;
    int64_t load_ms, check_ms;
};

/* What this process has computed for: a busy machine makes nothing late. */
static int64_t computed_ms(void)
{
    return (int64_t)clock() * 1000 / CLOCKS_PER_SEC;
}

/* Only what is meant to meet its deadline is given a near one: the rest ends by what it spends. */
static int64_t deadline_of(const char *words)
{
    const bool spends = strstr(words, "limit:fuel") || strstr(words, "limit:memory") ||
                        strstr(words, "limit:string") || !strstr(words, "limit:");
    return spends ? PATIENCE_MS : TIME_MS;
}

static void end_judge(const char *text, const char *words, const struct case_file *of,
                      struct end *end)
{
    const struct script_options options = {.time_ms = deadline_of(words)};
    const struct evaluator lua = script_evaluator(&options);
    const struct policy_source source = {.path = "h.lua", .source = text_of(text)};
    struct policy policy;
    struct evaluation evaluation = {0};
    *end = (struct end){0};
    const int64_t began = computed_ms();
    end->loaded = lua.load(lua.host, &source, &end->arena, &policy, &end->err);
    const int64_t loaded = computed_ms();
    end->load_ms = loaded - began;
    if (!end->loaded)
        return;
    lua.check(lua.host, &policy, of, &end->arena, &end->findings, &evaluation);
    end->check_ms = computed_ms() - loaded;
    end->bytes = findings_bytes(&end->arena, &end->findings);
    ck_assert_uint_le(evaluation.memory, LIMIT_LUA_MEMORY);
}

static void row_ends(const struct hostile *row, const struct end *end)
{
    ck_assert_msg(end->load_ms <= TIME_MS + GRACE_MS && end->check_ms <= TIME_MS + GRACE_MS,
                  "%s %s: took %lld and %lld ms", row->id, row->name, (long long)end->load_ms,
                  (long long)end->check_ms);
    ck_assert_msg(end->loaded == row->loads, "%s %s: %s", row->id, row->name, end->err.message);
    if (!row->loads) {
        ck_assert_msg(end->err.code == ERROR_POLICY && strstr(end->err.message, row->words),
                      "%s %s: %s", row->id, row->name, end->err.message);
        return;
    }
    ck_assert_msg(end->findings.count > 0, "%s %s: no finding", row->id, row->name);
    const struct finding *last = &end->findings.at[end->findings.count - 1];
    ck_assert_msg(last->outcome == row->outcome && text_has(last->message, row->words),
                  "%s %s: %s, %.*s", row->id, row->name, outcome_name(last->outcome),
                  TEXT_ARGS(last->message));
    ck_assert_msg(last->source.file && strcmp(last->source.file, "h.lua") == 0, "%s %s: no place",
                  row->id, row->name);
}

START_TEST(test_hostile__each_policy_ends_in_time_and_leaves_no_trace)
{
    struct arena arena = {0};
    struct end before, end, after;
    const struct case_file *of = trial_case(&world, &arena);
    end_judge(innocent, "", of, &before);
    ck_assert_uint_eq(before.findings.count, 2);
    for (size_t i = 0; i < COUNT(rows); i++) {
        end_judge(rows[i].text, rows[i].words, of, &end);
        row_ends(&rows[i], &end);
        end_judge(innocent, "", of, &after);
        ck_assert_msg(text_equal(before.bytes, after.bytes), "%s %s left a trace", rows[i].id,
                      rows[i].name);
        arena_free(&end.arena);
        arena_free(&after.arena);
    }
    arena_free(&before.arena);
    arena_free(&arena);
}
END_TEST

START_TEST(test_hostile__no_address_and_no_chance_gets_into_a_finding)
{
    struct arena arena = {0};
    const struct case_file *of = trial_case(&world, &arena);
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (strcmp(rows[i].id, "H24") != 0 && strcmp(rows[i].id, "H25") != 0)
            continue;
        struct end first, again;
        end_judge(rows[i].text, rows[i].words, of, &first);
        ck_assert_ptr_null(memmem(first.bytes.at, first.bytes.size, "0x", 2));
        for (int j = 0; j < AGAIN; j++) {
            end_judge(rows[i].text, rows[i].words, of, &again);
            ck_assert_msg(text_equal(first.bytes, again.bytes), "%s: %.*s and %.*s", rows[i].name,
                          TEXT_ARGS(first.bytes), TEXT_ARGS(again.bytes));
            arena_free(&again.arena);
        }
        arena_free(&first.arena);
    }
    arena_free(&arena);
}
END_TEST

/* ---- H34: texts that are hard to compile ---- */

/* `before`, then the piece so many times, with # as the number of the time, then `after`. */
static struct text repeated(struct arena *arena, const char *before, const char *piece, int times,
                            const char *after)
{
    struct buffer out = buffer_in(arena, LIMIT_POLICY_SIZE * 64);
    buffer_string(&out, before);
    for (int i = 0; i < times; i++)
        for (const char *at = piece; *at; at++)
            if (*at == '#')
                buffer_format(&out, "%d", i);
            else
                buffer_byte(&out, *at);
    buffer_string(&out, after);
    return buffer_text(&out);
}

START_TEST(test_hostile__texts_that_are_hard_to_compile_are_refused_in_time)
{
    struct arena arena = {0};
    const struct {
        const char *name;
        struct text text;
        const char *words;
    } texts[] = {
        {"10 MB", repeated(&arena, "", "-- # # padding padding padding\n", 300000, ""),
         "larger than 262144 bytes"},
        {"300 parentheses", repeated(&arena, "return ", "(", 300, ""), "C stack overflow"},
        {"300 tables", repeated(&arena, "return ", "{", 300, ""), "C stack overflow"},
        {"300 functions", repeated(&arena, "", "local function f() ", 300, ""), "C stack overflow"},
        {"300 locals", repeated(&arena, "", "local a# = #\n", 300, ""), "too many local variables"},
        {"300 upvalues",
         repeated(&arena, "local function f() ", "local a# = # ", 190,
                  "return function() return a1 + x1 + ::"),
         "near"},
        {"60,000 items", repeated(&arena, "return {x = {", "1,", 60000, "}}"),
         "neither check nor rules"},
        {"a long text", repeated(&arena, "return '", "0123456789", 7000, "'"), "limit:string"},
        {"many labels", repeated(&arena, "", "::a#::", 20000, " return {}"), ""},
        {"many jumps", repeated(&arena, "", "goto a# ", 16000, ""), ""},
        {"many constants", repeated(&arena, "local x ", "x = #.5 x = '#' ", 9000, ""),
         "returns 0 values"},
        {"a chain of operators", repeated(&arena, "return 1", " .. 1", 30000, ""), ""},
        {"a chain of powers", repeated(&arena, "return 1", "^1", 100000, ""), "C stack overflow"},
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct end end;
        const struct case_file *of = NULL;
        end_judge(text_string(&arena, texts[i].text), texts[i].words, of, &end);
        ck_assert_msg(!end.loaded && strstr(end.err.message, texts[i].words), "%s: %s",
                      texts[i].name, end.err.message);
        ck_assert_msg(end.load_ms <= TIME_MS + GRACE_MS, "%s: %lld ms", texts[i].name,
                      (long long)end.load_ms);
        arena_free(&end.arena);
    }
    arena_free(&arena);
}
END_TEST

TESTS("hostile", test_hostile__each_policy_ends_in_time_and_leaves_no_trace,
      test_hostile__no_address_and_no_chance_gets_into_a_finding,
      test_hostile__texts_that_are_hard_to_compile_are_refused_in_time)
