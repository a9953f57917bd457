/* What one warm policy costs beside the bare Lua call that it cannot do without.
 *
 *     bench-warm
 *
 * The same text is judged in two ways, each in a fresh state every time:
 *
 *     bare        luaL_newstate, four libraries less what reaches out, lua_load, two calls,
 *                 lua_close; a case of two C functions that compare one number
 *     evaluator   what `check` calls for a policy that was loaded before: sandbox, fuel, memory
 *                 cap, deadline, views, a finding with message, margin and places
 *
 * Who begins alternates. Printed are microseconds a check, least, median and most over the rounds,
 * and the difference of each round. This measures; it never judges.
 */
#include "evidence/manifest.h"
#include "script/script.h"

#include <lauxlib.h>
#include <lualib.h>
#include <time.h>

enum { ROUNDS = 15, CHECKS = 2000 };

static const char policy_text[] =
    "return {\n"
    "  id = 'bench/floor', title = 'Accuracy is at least the floor', level = 'mandatory',\n"
    "  params = { floor = { 0.7, at_least = 0.6 } },\n"
    "  remedy = 'Retrain, or narrow the scope of use.',\n"
    "  check = function(case, params)\n"
    "    case:metric('accuracy'):at_least(params.floor)\n"
    "  end,\n"
    "}\n";
static const char manifest_text[] = "obstat: model/v1\nname: credit-default\nversion: 2.3.0\n"
                                    "evidence: [{path: metrics.json}]\n";
static const char evidence_text[] =
    "{\"obstat\": \"evidence/v1\", \"metrics\": {\"accuracy\": 0.91, \"auc\": 0.83, \"f1\": 0.88}}";

static double microseconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

/* ---- bare ---- */

static size_t bare_passed;

static int bare_at_least(lua_State *L)
{
    lua_getfield(L, 1, "value");
    bare_passed += lua_tonumber(L, -1) >= luaL_checknumber(L, 2);
    return 0;
}

static int bare_metric(lua_State *L)
{
    (void)luaL_checkstring(L, 2);
    lua_createtable(L, 0, 2);
    lua_pushnumber(L, 0.91);
    lua_setfield(L, -2, "value");
    lua_pushcfunction(L, bare_at_least);
    lua_setfield(L, -2, "at_least");
    return 1;
}

static void bare_open(lua_State *L)
{
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},
        {"string", luaopen_string},
        {"table", luaopen_table},
        {"math", luaopen_math},
        {NULL, NULL},
    };
    static const char *const withheld[] = {"collectgarbage", "dofile",       "getmetatable",
                                           "load",           "loadfile",     "pcall",
                                           "print",          "setmetatable", "xpcall"};
    for (const luaL_Reg *library = libraries; library->name; library++) {
        luaL_requiref(L, library->name, library->func, 1);
        lua_pop(L, 1);
    }
    for (size_t i = 0; i < COUNT(withheld); i++) {
        lua_pushnil(L);
        lua_setglobal(L, withheld[i]);
    }
}

static bool bare_check(void)
{
    lua_State *L = luaL_newstate();
    bool called = false;
    if (!L)
        return false;
    bare_open(L);
    if (luaL_loadbufferx(L, policy_text, sizeof policy_text - 1, "=policy", "t") == LUA_OK &&
        lua_pcall(L, 0, 1, 0) == LUA_OK) {
        lua_getfield(L, -1, "check");
        lua_createtable(L, 0, 1);
        lua_pushcfunction(L, bare_metric);
        lua_setfield(L, -2, "metric");
        lua_createtable(L, 0, 1);
        lua_pushnumber(L, 0.7);
        lua_setfield(L, -2, "floor");
        called = lua_pcall(L, 2, 0, 0) == LUA_OK;
    }
    lua_close(L);
    return called;
}

/* ---- evaluator ---- */

static struct arena arena;
static struct manifest manifest;
static struct evidences evidence;
static struct artifact artifact;
static struct value approvals;
static struct value observations;
static struct case_memo memo;
static struct case_file of;
static struct policy policy;
static const struct script_options options;

static bool evaluator_prepare(struct error *err)
{
    struct evidence read;
    const struct evaluator evaluator = script_evaluator(&options);
    const struct policy_source source = {.path = "policy.lua", .source = text_of(policy_text)};
    if (!manifest_read("model.yaml", text_of(manifest_text), schemas_new(&arena), &arena, &manifest,
                       err) ||
        !evidence_read("metrics.json", text_of(evidence_text), TEXT_NONE, &arena, &read, err) ||
        !evaluator.load(evaluator.host, &source, &arena, &policy, err))
        return false;
    *LIST_ADD(&arena, &evidence) = read;
    approvals = value_of_list(&arena, NULL, 0);
    observations = value_of_map(&arena, &(struct members){0});
    memo = (struct case_memo){.arena = &arena};
    of = (struct case_file){.manifest = &manifest,
                            .evidence = &evidence,
                            .artifact = &artifact,
                            .to = STAGE_PRODUCTION,
                            .approvals = &approvals,
                            .observations = &observations,
                            .memo = &memo};
    return true;
}

static bool evaluator_check(void)
{
    struct arena scratch = {0};
    struct findings findings = {0};
    struct evaluation evaluation = {0};
    const struct evaluator evaluator = script_evaluator(&options);
    evaluator.check(evaluator.host, &policy, &of, &scratch, &findings, &evaluation);
    const bool passed = findings.count == 1 && findings.at[0].outcome == OUTCOME_PASS;
    arena_free(&scratch);
    return passed;
}

/* ---- both ---- */

/* Microseconds a check. */
static double time_of(bool (*check)(void))
{
    size_t failed = 0;
    const double begun = microseconds();
    for (size_t i = 0; i < CHECKS; i++)
        failed += !check();
    const double taken = microseconds() - begun;
    if (failed)
        (void)printf("  %zu of %d did not pass\n", failed, CHECKS);
    return taken / CHECKS;
}

static int double_order(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void spread_print(const char *name, double *taken)
{
    qsort(taken, ROUNDS, sizeof *taken, double_order);
    (void)printf("%-10s min %8.1f   median %8.1f   max %8.1f us\n", name, taken[0],
                 taken[ROUNDS / 2], taken[ROUNDS - 1]);
}

int main(void)
{
    double bare[ROUNDS], judged[ROUNDS], more[ROUNDS];
    struct error err = {0};
    if (!evaluator_prepare(&err)) {
        (void)fprintf(stderr, "bench-warm: %s:%u: %s\n", err.file, err.line, err.message);
        return 1;
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        const bool bare_first = round % 2 == 0;
        if (bare_first)
            bare[round] = time_of(bare_check);
        judged[round] = time_of(evaluator_check);
        if (!bare_first)
            bare[round] = time_of(bare_check);
        more[round] = judged[round] - bare[round];
    }
    spread_print("bare", bare);
    spread_print("evaluator", judged);
    spread_print("difference", more);
    arena_free(&arena);
    return 0;
}
