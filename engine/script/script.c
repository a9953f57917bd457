#include "script/script.h"

#include "script/argument.h"
#include "script/case.h"
#include "script/case_functions.h"
#include "script/chunk.h"
#include "script/fault.h"
#include "script/functions.h"
#include "script/lines.h"
#include "script/state.h"

#include "base/limits.h"

/* What loading and an early check may take of the budget: what is given up has cost no more. */
enum { EARLY_PART = 20, EARLY_FUEL = LIMIT_FUEL / EARLY_PART };

/* ---- the file ---- */

/* Reading a text takes most of the time of a short policy, so that is done once, when it is loaded;
 * what Lua made of it then serves each check. No policy gets its hands on that. */
static void file_push(lua_State *L, struct run *run)
{
    const struct text source = run->source->source;
    if (run->policy && run->policy->compiled.size) {
        chunk_push_again(L, run->policy->compiled, source);
        return;
    }
    chunk_push(L, run->source->path, source);
    if (!run->early)
        run->compiled = chunk_written(L);
}

/* Run the file; the one table that it returns is pushed. */
static void file_run(lua_State *L)
{
    struct run *run = run_of(L);
    const int base = lua_gettop(L);
    run->loading = true;
    file_push(L, run);
    lua_call(L, 0, LUA_MULTRET);
    run->loading = false;
    const int count = lua_gettop(L) - base;
    if (count != 1)
        luaL_error(L, "the file returns %d values, one table is needed", count);
    if (lua_type(L, -1) != LUA_TTABLE)
        luaL_error(L, "the file returns %s%s, a table is needed", lua_isnil(L, -1) ? "" : "a ",
                   argument_kind(L, -1));
}

/* Push the function or the table of rules that the policy's table, on top, judges by. */
static void judging_push(lua_State *L)
{
    lua_pushliteral(L, "check");
    const int check = lua_rawget(L, -2);
    lua_pushliteral(L, "rules");
    const int rules = lua_rawget(L, -3);
    if (check != LUA_TNIL && rules != LUA_TNIL)
        luaL_error(L, "the policy has both check and rules, one of them judges");
    if (check == LUA_TNIL && rules == LUA_TNIL)
        luaL_error(L, "the policy has neither check nor rules, so it judges nothing");
    if (check != LUA_TNIL && check != LUA_TFUNCTION)
        luaL_error(L, "check is a %s, a function is needed", argument_kind(L, -2));
    if (rules != LUA_TNIL && rules != LUA_TTABLE)
        luaL_error(L, "rules is a %s, a list is needed", argument_kind(L, -1));
    lua_remove(L, check == LUA_TNIL ? -2 : -1);
}

/* ---- load ---- */

static void case_judge(lua_State *L);

/* The file has just run, as it would for a check: go on as that does, with the fuel it would have.
 * A judge that is there already was made while no case was. */
static void early_judge(lua_State *L, uint64_t fuel)
{
    struct error unread = {0};
    struct run *run = run_of(L);
    struct early *early = run->early;
    struct policy *policy = ARENA_NEW(run->arena, struct policy);
    struct value *script_declared = ARENA_NEW(run->arena, struct value);
    *script_declared = run->declared;
    if (run->case_data || !policy_read(script_declared, run->source, run->arena, policy, &unread))
        return;
    policy->modules = *run->modules;
    run->policy = policy;
    if (!early->wanted(early->context, policy))
        return;
    run->modules = NULL;
    run->arena = early->arena;
    run->of = early->of;
    run->findings = &early->findings;
    run->fuel = fuel;
    case_judge(L);
}

static int load_body(lua_State *L)
{
    struct run *run = run_of(L);
    file_run(L);
    const uint64_t fuel = run->fuel;
    judging_push(L);
    run->declared = value_of_lua(L, lua_absindex(L, -2), true);
    if (run->early)
        early_judge(L, fuel);
    return 0;
}

static bool fault_raise(const struct fault *fault, struct arena *arena, struct error *err)
{
    const struct text message = text_printable(arena, fault->message, ERROR_MESSAGE_SIZE - 1);
    return error_at(err, ERROR_POLICY, fault->place, "%.*s", TEXT_ARGS(message));
}

static bool script_load(void *host, const struct policy_source *source, struct arena *arena,
                        struct policy *script_out, struct error *err)
{
    struct evaluation evaluation = {0};
    struct policy_modules script_modules = {0};
    struct run run = run_new(host, source, arena, &evaluation);
    struct fault fault = {0};
    struct policy read;
    run.modules = &script_modules;
    if (!run_call(&run, load_body, &fault))
        return fault_raise(&fault, arena, err);
    struct value *script_declared = ARENA_NEW(arena, struct value);
    *script_declared = run.declared;
    if (!policy_read(script_declared, source, arena, &read, err))
        return false;
    read.modules = script_modules;
    read.compiled = run.compiled;
    *script_out = read;
    return true;
}

/* What ended within every limit and without an error did so for reasons that a check of its own
 * would have had: its memory alone is another. */
static bool early_holds(const struct run *run, bool returned, const struct fault *fault)
{
    return run->of && run->limit == RUN_WITHIN && run->refusals == 0 &&
           (returned || !fault->control) && run->findings->count > 0;
}

static bool script_load_early(void *host, const struct policy_source *source, struct early *early,
                              struct arena *arena, struct policy *script_out, struct error *err)
{
    struct script_options options = *(const struct script_options *)host;
    struct policy_modules script_modules = {0};
    struct fault fault = {0};
    if (options.fuel == 0 || options.fuel > EARLY_FUEL)
        options.fuel = EARLY_FUEL;
    options.time_ms = 1 + (options.time_ms ? options.time_ms : LIMIT_POLICY_TIME_MS) / EARLY_PART;
    struct run run = run_new(&options, source, arena, &early->evaluation);
    run.modules = &script_modules;
    run.early = early;
    const bool returned = run_call(&run, load_body, &fault);
    early->judged = early_holds(&run, returned, &fault);
    if (!run.policy || (run.of && !early->judged))
        return script_load(host, source, arena, script_out, err);
    *script_out = *run.policy;
    return true;
}

/* ---- a Lua file of data ---- */

static int table_body(lua_State *L)
{
    file_run(L);
    run_of(L)->declared = value_of_lua(L, -1, false);
    return 0;
}

bool script_table(const struct policy_source *source, struct arena *arena, struct value *script_out,
                  struct error *err)
{
    const struct script_options usual = {0};
    struct evaluation evaluation = {0};
    struct policy_modules script_modules = {0};
    struct run run = run_new(&usual, source, arena, &evaluation);
    struct fault fault = {0};
    run.modules = &script_modules;
    if (!run_call(&run, table_body, &fault))
        return fault_raise(&fault, arena, err);
    *script_out = run.declared;
    return true;
}

/* ---- check ---- */

/* The first line of the Lua check is to blame where nothing else is. */
static void check_placed(lua_State *L)
{
    lua_Debug about;
    lua_pushvalue(L, -1);
    if (lua_getinfo(L, ">S", &about) && about.linedefined > 0)
        run_of(L)->stopped =
            (struct place){run_of(L)->source->path, (unsigned)about.linedefined, 0};
}

/* By the function or the rules on top. */
static void case_judge(lua_State *L)
{
    if (lua_type(L, -1) == LUA_TTABLE) {
        rules_run(L);
        return;
    }
    check_placed(L);
    case_push(L);
    params_push(L);
    lua_call(L, 2, 0);
}

static int check_body(lua_State *L)
{
    file_run(L);
    judging_push(L);
    case_judge(L);
    return 0;
}

static void fault_record(struct run *run, const char *control, struct text message,
                         struct place place)
{
    finding_add_last(run,
                     (struct finding){.control = text_of(control),
                                      .outcome = OUTCOME_ERROR,
                                      .message = message,
                                      .source = place},
                     place);
}

static void script_check(void *host, const struct policy *policy, const struct case_file *of,
                         struct arena *arena, struct findings *script_out,
                         struct evaluation *evaluation)
{
    const size_t script_before = script_out->count;
    struct run run = run_new(host, &policy->source, arena, evaluation);
    struct fault fault = {0};
    run.policy = policy;
    run.of = of;
    run.findings = script_out;
    if (!run_call(&run, check_body, &fault) && fault.control)
        fault_record(&run, fault.control, fault.message, fault.place);
    if (script_out->count == script_before)
        fault_record(&run, "outcome", TEXT("the check ended without an outcome"),
                     run.stopped.file ? run.stopped : (struct place){.file = policy->source.path});
}

/* ---- lines ---- */

static int lines_body(lua_State *L)
{
    struct run *run = run_of(L);
    chunk_push(L, run->source->path, run->source->source);
    run->declared = value_of_text(chunk_written(L));
    return 0;
}

static bool script_lines(void *host, const struct policy_source *source, struct arena *arena,
                         struct lines *script_out, struct error *err)
{
    struct evaluation evaluation = {0};
    struct run run = run_new(host, source, arena, &evaluation);
    struct fault fault = {0};
    if (!run_call(&run, lines_body, &fault))
        return fault_raise(&fault, arena, err);
    return lines_read(value_text(&run.declared), arena, script_out, err);
}

/* ---- the door ---- */

static void beginning_free(void *object)
{
    state_free(object);
}

struct state *script_beginning(struct arena *arena)
{
    struct state *beginning = ARENA_NEW(arena, struct state);
    struct evaluation evaluation = {0};
    const struct script_options usual = {0};
    struct run run = run_new(&usual, NULL, arena, &evaluation);
    if (state_begin(beginning, &run))
        state_keep(beginning, arena);
    state_end(beginning);
    arena_defer(arena, beginning_free, beginning);
    return beginning;
}

/* The port hands the host around without const; nothing here writes to the options. */
struct evaluator script_evaluator(const struct script_options *options)
{
    return (struct evaluator){
        .host = (void *)(uintptr_t)options,
        .load = script_load,
        .load_early = script_load_early,
        .check = script_check,
        .lines = script_lines,
    };
}

const struct script_function *script_functions(void)
{
#define FUNCTION(module, name, usage, summary) {#module "." #name, usage, summary},
#define GLOBAL(module, name, usage, summary)   {#name, usage, summary},
#define METHOD(name, usage, summary)           {name, usage, summary},
    static const struct script_function functions[] = {
        FUNCTIONS_CASE(METHOD) FUNCTIONS_BASE(GLOBAL) FUNCTIONS_STRING(FUNCTION)
            FUNCTIONS_TABLE(FUNCTION) FUNCTIONS_MATH(FUNCTION) FUNCTIONS_UTF8(FUNCTION)
                CONSTANTS(FUNCTION){NULL, NULL, NULL}};
#undef FUNCTION
#undef GLOBAL
#undef METHOD
    return functions;
}
