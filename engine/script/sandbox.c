#include "script/sandbox.h"

#include "script/functions.h"

#include "base/suggest.h"

struct entry {
    const char *name;
    lua_CFunction function;
};

/* A table of the environment: its functions, and the values that their functions push. */
struct library {
    const char *name;
    const struct entry *functions;
    size_t function_count;
    const struct entry *constants;
    size_t constant_count;
};

#define ENTRY(module, name, usage, summary) {#name, module##_##name},
static const struct entry base_entries[] = {FUNCTIONS_BASE(ENTRY)};
static const struct entry string_entries[] = {FUNCTIONS_STRING(ENTRY)};
static const struct entry table_entries[] = {FUNCTIONS_TABLE(ENTRY)};
static const struct entry math_entries[] = {FUNCTIONS_MATH(ENTRY)};
static const struct entry utf8_entries[] = {FUNCTIONS_UTF8(ENTRY)};
static const struct entry math_constants[] = {CONSTANTS_MATH(ENTRY)};
static const struct entry utf8_constants[] = {CONSTANTS_UTF8(ENTRY)};
#undef ENTRY

static const struct library base = {"", base_entries, COUNT(base_entries), NULL, 0};

enum { LIBRARY_STRING };

static const struct library libraries[] = {
    [LIBRARY_STRING] = {"string", string_entries, COUNT(string_entries), NULL, 0},
    {"table", table_entries, COUNT(table_entries), NULL, 0},
    {"math", math_entries, COUNT(math_entries), math_constants, COUNT(math_constants)},
    {"utf8", utf8_entries, COUNT(utf8_entries), utf8_constants, COUNT(utf8_constants)},
};

/* What other Luas have, and why it is not here. */
static const struct {
    const char *name, *why;
} withheld[] = {
    {"_G", "there is no table of global names"},
    {"collectgarbage", "memory has a limit instead"},
    {"coroutine", "the sandbox has none, as a limit must hold everywhere"},
    {"debug", "the sandbox has none, as it would reach out"},
    {"dofile", "the sandbox has none, as it would reach out; require takes modules"},
    {"getmetatable", "the sandbox has no metatables"},
    {"io", "the sandbox has none, as it would reach out"},
    {"load", "the sandbox has none, as what runs must be read beforehand"},
    {"loadfile", "the sandbox has none, as it would reach out; require takes modules"},
    {"loadstring", "the sandbox has none, as what runs must be read beforehand"},
    {"os", "the sandbox has none, as it would reach out; case.now is the moment"},
    {"package", "the sandbox has none, as it would reach out; require takes modules"},
    {"pcall", "the sandbox has none, as no error may be hidden"},
    {"print", "the sandbox has none; case:note keeps a remark"},
    {"rawequal", "the sandbox has no metatables; == is raw"},
    {"rawget", "the sandbox has no metatables; [] is raw"},
    {"rawlen", "the sandbox has no metatables; # is raw"},
    {"rawset", "the sandbox has no metatables; [] is raw"},
    {"setmetatable", "the sandbox has no metatables"},
    {"unpack", "it is table.unpack"},
    {"warn", "the sandbox has none; case:note keeps a remark"},
    {"xpcall", "the sandbox has none, as no error may be hidden"},
};

/* ---- libraries ---- */

static void functions_add(lua_State *L, const struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        lua_pushcfunction(L, entries[i].function);
        lua_setfield(L, -2, entries[i].name);
    }
}

static void constants_add(lua_State *L, const struct entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)entries[i].function(L);
        lua_setfield(L, -2, entries[i].name);
    }
}

static const char *name_shown(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : luaL_typename(L, index);
}

static int member_absent(lua_State *L)
{
    const struct library *library = lua_touserdata(L, lua_upvalueindex(1));
    const char *lua_name = name_shown(L, 2);
    struct suggestion near_library_name = suggest_for(text_of(lua_name));
    for (size_t i = 0; i < library->function_count; i++)
        suggest_offer(&near_library_name, text_of(library->functions[i].name));
    for (size_t i = 0; i < library->constant_count; i++)
        suggest_offer(&near_library_name, text_of(library->constants[i].name));
    return luaL_error(L, "'%s.%s' does not exist here%s", library->name, lua_name,
                      suggest_hint(&near_library_name, run_of(L)->arena));
}

static int member_kept(lua_State *L)
{
    const struct library *library = lua_touserdata(L, lua_upvalueindex(1));
    return luaL_error(L, "'%s.%s' cannot be assigned: libraries do not change", library->name,
                      name_shown(L, 2));
}

static void library_function(lua_State *L, const struct library *library, lua_CFunction function,
                             const char *event)
{
    lua_pushlightuserdata(L, (void *)(uintptr_t)library);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, event);
}

/* Push what the library holds, the table behind the one that policies see. */
static void members_push(lua_State *L, const struct library *library)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, library) == LUA_TTABLE)
        return;
    lua_pop(L, 1);
    lua_createtable(L, 0, (int)(library->function_count + library->constant_count));
    functions_add(L, library->functions, library->function_count);
    constants_add(L, library->constants, library->constant_count);
    lua_createtable(L, 0, 1);
    library_function(L, library, member_absent, "__index");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, library);
}

static void library_push(lua_State *L, const struct library *library)
{
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 2);
    members_push(L, library);
    lua_setfield(L, -2, "__index");
    library_function(L, library, member_kept, "__newindex");
    lua_setmetatable(L, -2);
}

/* ---- global names of the sandbox ---- */

static int global_absent(lua_State *L, const char *lua_name)
{
    struct suggestion near_library_name = suggest_for(text_of(lua_name));
    for (size_t i = 0; i < COUNT(withheld); i++)
        if (strcmp(withheld[i].name, lua_name) == 0)
            return luaL_error(L, "'%s' does not exist here: %s", lua_name, withheld[i].why);
    for (size_t i = 0; i < base.function_count; i++)
        suggest_offer(&near_library_name, text_of(base.functions[i].name));
    for (size_t i = 0; i < COUNT(libraries); i++)
        suggest_offer(&near_library_name, text_of(libraries[i].name));
    return luaL_error(L, "'%s' does not exist here%s", lua_name,
                      suggest_hint(&near_library_name, run_of(L)->arena));
}

static bool global_push(lua_State *L, const char *name)
{
    for (size_t i = 0; i < base.function_count; i++)
        if (strcmp(base.functions[i].name, name) == 0) {
            lua_pushcfunction(L, base.functions[i].function);
            return true;
        }
    for (size_t i = 0; i < COUNT(libraries); i++)
        if (strcmp(libraries[i].name, name) == 0) {
            library_push(L, &libraries[i]);
            return true;
        }
    return false;
}

/* The first use of a name; from then on the table has it. */
static int global_first(lua_State *L)
{
    const char *name = name_shown(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING || !global_push(L, name))
        return global_absent(L, name);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

static int global_kept(lua_State *L)
{
    return luaL_error(L, "'%s' cannot be assigned: there are no global variables, write local %s",
                      name_shown(L, 2), name_shown(L, 2));
}

static void globals_push(lua_State *L)
{
    lua_createtable(L, 0, (int)(base.function_count + COUNT(libraries)));
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, global_first);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
}

/* The first method that is called on a text; from then on the functions answer themselves. */
static int method_first(lua_State *L)
{
    lua_settop(L, 2);
    members_push(L, &libraries[LIBRARY_STRING]);
    if (lua_getmetatable(L, 1)) {
        lua_pushvalue(L, 3);
        lua_setfield(L, -2, "__index");
    }
    lua_pushvalue(L, 2);
    lua_gettable(L, 3);
    return 1;
}

void sandbox_open(lua_State *L)
{
    lua_createtable(L, 0, 0);
    lua_createtable(L, 0, 2);
    globals_push(L);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, global_kept);
    lua_setfield(L, -2, "__newindex");
    lua_setmetatable(L, -2);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);

    lua_pushliteral(L, "");
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, method_first);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}
