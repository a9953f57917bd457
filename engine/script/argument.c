#include "script/argument.h"

#include "script/view.h"

#include <math.h>

enum { BYTES_A_UNIT = 16 };

void bytes_charge(lua_State *L, size_t bytes)
{
    fuel_charge(L, 1 + bytes / BYTES_A_UNIT);
}

const char *argument_kind(lua_State *L, int index)
{
    const int type = lua_type(L, index);
    if (type == LUA_TNONE)
        return "nothing";
    if (type != LUA_TUSERDATA)
        return lua_typename(L, type);
    if (view_value(L, index))
        return "table";
    if (luaL_getmetafield(L, index, "__len") == LUA_TNIL)
        return lua_typename(L, type);
    lua_pop(L, 1);
    return "table";
}

static NORETURN void argument_wrong(lua_State *L, int index, const char *what)
{
    const char *kind = argument_kind(L, index);
    const bool bare_kind = strcmp(kind, "nil") == 0 || strcmp(kind, "nothing") == 0;
    luaL_error(L, "%s is needed, %s%s was given", what, bare_kind ? "" : "a ", kind);
    __builtin_unreachable();
}

struct text argument_text(lua_State *L, int index, const char *what)
{
    if (lua_type(L, index) != LUA_TSTRING)
        argument_wrong(L, index, what);
    size_t size;
    const char *at = lua_tolstring(L, index, &size);
    return (struct text){at, size};
}

lua_Integer argument_integer(lua_State *L, int index, const char *what)
{
    int is_whole = 0;
    if (lua_type(L, index) != LUA_TNUMBER)
        argument_wrong(L, index, what);
    const lua_Integer integer = lua_tointegerx(L, index, &is_whole);
    if (!is_whole)
        luaL_error(L, "%s is needed, a number that is not whole was given", what);
    return integer;
}

lua_Integer argument_integer_or(lua_State *L, int index, const char *what, lua_Integer absent)
{
    return lua_isnoneornil(L, index) ? absent : argument_integer(L, index, what);
}

void argument_number(lua_State *L, int index, const char *what)
{
    if (lua_type(L, index) != LUA_TNUMBER)
        argument_wrong(L, index, what);
}

void argument_table(lua_State *L, int index, const char *what)
{
    if (view_value(L, index))
        luaL_error(L, "%s is needed that can be changed, a document cannot", what);
    if (lua_type(L, index) != LUA_TTABLE)
        argument_wrong(L, index, what);
    if (lua_getmetatable(L, index))
        luaL_error(L, "%s is needed that can be changed, a library cannot", what);
}

static void number_push_text(lua_State *L, int index)
{
    const lua_Number number = lua_tonumber(L, index);
    if (!lua_isinteger(L, index) && isnan(number)) {
        lua_pushliteral(L, "nan");
        return;
    }
    lua_pushvalue(L, index); /* the number itself stays a number */
    (void)lua_tolstring(L, -1, NULL);
}

void text_push_of(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        number_push_text(L, index);
        break;
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        break;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
        break;
    default:
        if (lua_type(L, index) != LUA_TUSERDATA || !luaL_callmeta(L, index, "__tostring"))
            lua_pushstring(L, argument_kind(L, index));
    }
}
