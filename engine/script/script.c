#include "script/script.h"

#include "script/argument.h"
#include "script/case.h"
#include "script/case_functions.h"
#include "script/chunk.h"
#include "script/fault.h"
#include "script/functions.h"
#include "script/lines.h"
#include "script/state.h"

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

static int load_body(lua_State *L)
{
    file_run(L);
    judging_push(L);
    lua_pop(L, 1);
    run_of(L)->declared = value_of_lua(L, -1, true);
    return 0;
}

static bool fault_raise(const struct fault *fault, struct arena *arena, struct error *err)
{
    const struct text message = text_printable(arena, fault->message, ERROR_MESSAGE_SIZE - 1);
    return error_at(err, ERROR_POLICY, fault->place, "%.*s", TEXT_ARGS(message));
}

static bool policy_load(void *host, const struct policy_source *source, struct arena *arena,
                        struct policy *out, struct error *err)
{
    struct evaluation evaluation = {0};
    struct policy_modules modules = {0};
    struct run run = run_new(host, source, arena, &evaluation);
    struct fault fault = {0};
    struct policy read;
    run.modules = &modules;
    if (!run_call(&run, load_body, &fault))
        return fault_raise(&fault, arena, err);
    struct value *declared = ARENA_NEW(arena, struct value);
    *declared = run.declared;
    if (!policy_read(declared, source, arena, &read, err))
        return false;
    read.modules = modules;
    read.compiled = run.compiled;
    *out = read;
    return true;
}

/* ---- a file of data ---- */

static int table_body(lua_State *L)
{
    file_run(L);
    run_of(L)->declared = value_of_lua(L, -1, false);
    return 0;
}

bool script_table(const struct policy_source *source, struct arena *arena, struct value *out,
                  struct error *err)
{
    const struct script_options usual = {0};
    struct evaluation evaluation = {0};
    struct policy_modules modules = {0};
    struct run run = run_new(&usual, source, arena, &evaluation);
    struct fault fault = {0};
    run.modules = &modules;
    if (!run_call(&run, table_body, &fault))
        return fault_raise(&fault, arena, err);
    *out = run.declared;
    return true;
}

/* ---- check ---- */

/* The check's first line is to blame where nothing else is. */
static void check_placed(lua_State *L)
{
    lua_Debug about;
    lua_pushvalue(L, -1);
    if (lua_getinfo(L, ">S", &about) && about.linedefined > 0)
        run_of(L)->stopped =
            (struct place){run_of(L)->source->path, (unsigned)about.linedefined, 0};
}

static int check_body(lua_State *L)
{
    file_run(L);
    judging_push(L);
    if (lua_type(L, -1) == LUA_TTABLE) {
        rules_run(L);
        return 0;
    }
    check_placed(L);
    case_push(L);
    params_push(L);
    lua_call(L, 2, 0);
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

static void policy_check(void *host, const struct policy *policy, const struct case_file *of,
                         struct arena *arena, struct findings *out, struct evaluation *evaluation)
{
    const size_t before = out->count;
    struct run run = run_new(host, &policy->source, arena, evaluation);
    struct fault fault = {0};
    run.policy = policy;
    run.of = of;
    run.findings = out;
    if (!run_call(&run, check_body, &fault) && fault.control)
        fault_record(&run, fault.control, fault.message, fault.place);
    if (out->count == before)
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

static bool policy_lines(void *host, const struct policy_source *source, struct arena *arena,
                         struct lines *out, struct error *err)
{
    struct evaluation evaluation = {0};
    struct run run = run_new(host, source, arena, &evaluation);
    struct fault fault = {0};
    if (!run_call(&run, lines_body, &fault))
        return fault_raise(&fault, arena, err);
    return lines_read(value_text(&run.declared), arena, out, err);
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
        .load = policy_load,
        .check = policy_check,
        .lines = policy_lines,
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
