#include "script/require.h"

#include "script/argument.h"
#include "script/chunk.h"
#include "script/functions.h"

#include "base/suggest.h"

enum { MODULE_DEPTH = 16 };

/* In the registry: what each module gave, by name; and the list of those that are still running. */
static const char given_key, running_key;

static void registry_table(lua_State *L, const char *key)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static NORETURN void module_absent(lua_State *L, struct text name)
{
    const struct module_sources *run_modules = run_of(L)->source->modules;
    struct suggestion near_module = suggest_for(name);
    const size_t module_count = run_modules ? run_modules->count : 0;
    fuel_charge(L, module_count);
    for (size_t run_module = 0; run_module < module_count; run_module++)
        suggest_offer(&near_module, run_modules->at[run_module].name);
    luaL_error(L, "there is no module '%s'%s", text_string(run_of(L)->arena, name),
               suggest_hint(&near_module, run_of(L)->arena));
    __builtin_unreachable();
}

static const struct module_source *module_find(lua_State *L, struct text name)
{
    const struct module_sources *run_modules = run_of(L)->source->modules;
    for (size_t run_module = 0; run_modules && run_module < run_modules->count; run_module++)
        if (text_equal(run_modules->at[run_module].name, name))
            return &run_modules->at[run_module];
    module_absent(L, name);
}

/* Is the module on top of the list of running ones, or below? Push "a -> b -> a" where it is. */
static bool cycle_push(lua_State *L, int running, struct text name)
{
    struct arena *arena = run_of(L)->arena;
    struct text chain = TEXT_NONE;
    const lua_Integer count = (lua_Integer)lua_rawlen(L, running);
    for (lua_Integer i = 1; i <= count; i++) {
        size_t size;
        lua_rawgeti(L, running, i);
        const char *at = lua_tolstring(L, -1, &size);
        const struct text running_module = {at, size};
        if (chain.size || text_equal(running_module, name))
            chain = text_format(arena, "%.*s%.*s -> ", TEXT_ARGS(chain), TEXT_ARGS(running_module));
        lua_pop(L, 1);
    }
    if (chain.size)
        lua_pushfstring(L, "%s%s", text_string(arena, chain), text_string(arena, name));
    return chain.size;
}

static void module_record(struct run *run, const struct module_source *module)
{
    if (run->modules)
        *LIST_ADD(run->arena, run->modules) = (struct policy_module){module->name, module->digest};
}

/* Run the module's text, with its name on the list while it runs; its one value is pushed. */
static void module_run(lua_State *L, const struct module_source *module)
{
    registry_table(L, &running_key);
    const int running = lua_gettop(L);
    const lua_Integer running_index = (lua_Integer)lua_rawlen(L, running) + 1;
    if (cycle_push(L, running, module->name))
        luaL_error(L, "modules require each other in a circle: %s", lua_tostring(L, -1));
    if (running_index > MODULE_DEPTH)
        luaL_error(L, "modules require each other more than %d deep", MODULE_DEPTH);
    lua_pushlstring(L, module->name.at, module->name.size);
    lua_rawseti(L, running, running_index);
    module_record(run_of(L), module);
    chunk_push(L, module->path, module->source);
    lua_call(L, 0, 1);
    lua_pushnil(L);
    lua_rawseti(L, running, running_index);
    lua_remove(L, running);
    if (lua_isnil(L, -1))
        luaL_error(L, "the module '%s' gives nothing back", module->path);
}

void module_push(lua_State *L, struct text name)
{
    registry_table(L, &given_key);
    const int given = lua_gettop(L);
    lua_pushlstring(L, name.at, name.size);
    if (lua_rawget(L, given) == LUA_TNIL) {
        lua_pop(L, 1);
        const struct module_source *module = module_find(L, name);
        if (!run_of(L)->loading)
            luaL_error(L, "require '%s' stands inside the check, put it at the top of the file",
                       text_string(run_of(L)->arena, name));
        module_run(L, module);
        lua_pushlstring(L, name.at, name.size);
        lua_pushvalue(L, -2);
        lua_rawset(L, given);
    }
    lua_remove(L, given);
}

int base_require(lua_State *L)
{
    module_push(L, argument_text(L, 1, "require: the name of a module"));
    return 1;
}
