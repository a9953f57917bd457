#include "script/argument.h"
#include "script/functions.h"
#include "script/view.h"
#include "script/walk.h"

int base_assert(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_toboolean(L, 1))
        return lua_gettop(L);
    if (lua_isnoneornil(L, 2))
        return luaL_error(L, "assertion failed");
    lua_settop(L, 2);
    return lua_error(L);
}

int base_error(lua_State *L)
{
    const lua_Integer level = argument_integer_or(L, 2, "error: a level", 1);
    lua_settop(L, 1);
    if (lua_type(L, 1) == LUA_TSTRING && level > 0 && level <= INT32_MAX) {
        luaL_where(L, (int)level);
        lua_pushvalue(L, 1);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

/* ---- walking ---- */

/* Of a document that is a list: the item after index 2, or nil where there is none. */
static int item_next(lua_State *L)
{
    lua_settop(L, 2);
    return view_next(L, 1);
}

/* Of an object of ours that has a length. */
static int object_next(lua_State *L)
{
    const lua_Integer index = argument_integer(L, 2, "ipairs: an index") + 1;
    fuel_charge(L, 1);
    if (index > luaL_len(L, 1))
        return 0;
    lua_pushinteger(L, index);
    lua_geti(L, 1, index);
    return 2;
}

static int table_next(lua_State *L)
{
    const lua_Integer index = argument_integer(L, 2, "ipairs: an index") + 1;
    lua_pushinteger(L, index);
    return lua_rawgeti(L, 1, index) == LUA_TNIL ? 1 : 2;
}

static bool is_object(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TUSERDATA && strcmp(argument_kind(L, index), "table") == 0;
}

static int loop_over(lua_State *L, lua_CFunction next, bool from_zero)
{
    lua_pushcfunction(L, next);
    lua_pushvalue(L, 1);
    if (from_zero)
        lua_pushinteger(L, 0);
    else
        lua_pushnil(L);
    return 3;
}

/* An object may have a loop of its own. */
static int object_pairs(lua_State *L)
{
    enum { LOOP = 3 };
    if (luaL_getmetafield(L, 1, "__pairs") == LUA_TNIL)
        return loop_over(L, object_next, true);
    lua_pushvalue(L, 1);
    lua_call(L, 1, LOOP);
    return LOOP;
}

int base_ipairs(lua_State *L)
{
    const struct value *viewed = view_value(L, 1);
    if (viewed && value_kind(viewed) == VALUE_MAP)
        return luaL_error(L, "ipairs: %s has names and no items, pairs walks it",
                          text_string(run_of(L)->arena, view_path(L, 1)));
    if (viewed)
        return loop_over(L, item_next, true);
    if (is_object(L, 1))
        return loop_over(L, object_next, true);
    if (lua_type(L, 1) != LUA_TTABLE)
        return luaL_error(L, "ipairs: a list is needed, %s was given", argument_kind(L, 1));
    return loop_over(L, table_next, true);
}

int base_next(lua_State *L)
{
    lua_settop(L, 2);
    if (view_value(L, 1))
        return view_next(L, 1);
    if (lua_type(L, 1) != LUA_TTABLE)
        return luaL_error(L, "next: a table is needed, %s was given", argument_kind(L, 1));
    return walk_next(L, 1);
}

int base_pairs(lua_State *L)
{
    if (view_value(L, 1))
        return loop_over(L, base_next, false);
    if (is_object(L, 1))
        return object_pairs(L);
    if (lua_type(L, 1) != LUA_TTABLE)
        return luaL_error(L, "pairs: a table is needed, %s was given", argument_kind(L, 1));
    walk_push(L, 1);
    lua_pushvalue(L, 1);
    return 2;
}

/* ---- values ---- */

int base_select(lua_State *L)
{
    enum { ARGUMENTS_A_UNIT = 16 };
    const int count = lua_gettop(L) - 1;
    fuel_charge(L, 1 + (uint64_t)(count > 0 ? count : 0) / ARGUMENTS_A_UNIT);
    if (lua_type(L, 1) == LUA_TSTRING && strcmp(lua_tostring(L, 1), "#") == 0) {
        lua_pushinteger(L, count);
        return 1;
    }
    const lua_Integer from = argument_integer(L, 1, "select: a number or \"#\"");
    if (from == 0 || from < -(lua_Integer)count)
        return luaL_error(L, "select: there is no argument number %I", (LUAI_UACINT)from);
    if (from > count)
        return 0;
    return (int)(from < 0 ? -from : count - from + 1);
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : INT32_MAX;
}

static struct text blanks_cut(struct text lua_text)
{
    static const char blanks[] = " \f\n\r\t\v";
    while (lua_text.size && memchr(blanks, lua_text.at[0], sizeof blanks - 1))
        lua_text = text_part(lua_text, 1, lua_text.size);
    while (lua_text.size && memchr(blanks, lua_text.at[lua_text.size - 1], sizeof blanks - 1))
        lua_text.size--;
    return lua_text;
}

/* Digits of a base up to 36; wraps around as Lua's integers do. */
static bool integer_read(struct text lua_text, int radix, lua_Integer *out)
{
    lua_Unsigned number = 0;
    const bool is_negative = lua_text.size && lua_text.at[0] == '-';
    if (is_negative)
        lua_text = text_part(lua_text, 1, lua_text.size);
    for (size_t lua_digit_at = 0; lua_digit_at < lua_text.size; lua_digit_at++) {
        const int lua_digit = digit_of(lua_text.at[lua_digit_at]);
        if (lua_digit >= radix)
            return false;
        number = number * (lua_Unsigned)radix + (lua_Unsigned)lua_digit;
    }
    *out = (lua_Integer)(is_negative ? 0 - number : number);
    return lua_text.size > 0;
}

static int number_in_base(lua_State *L)
{
    enum { BASE_MIN = 2, BASE_MAX = 36 };
    lua_Integer number;
    const struct text text = argument_text(L, 1, "tonumber: a text");
    const lua_Integer radix = argument_integer(L, 2, "tonumber: a base");
    if (radix < BASE_MIN || radix > BASE_MAX)
        return luaL_error(L, "tonumber: the base is %I, from %d to %d are possible",
                          (LUAI_UACINT)radix, BASE_MIN, BASE_MAX);
    bytes_charge(L, text.size);
    if (integer_read(blanks_cut(text), (int)radix, &number))
        lua_pushinteger(L, number);
    else
        lua_pushnil(L);
    return 1;
}

int base_tonumber(lua_State *L)
{
    size_t size;
    luaL_checkany(L, 1);
    if (!lua_isnoneornil(L, 2))
        return number_in_base(L);
    if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_settop(L, 1);
        return 1;
    }
    const char *text = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &size) : NULL;
    if (text)
        bytes_charge(L, size);
    if (!text || lua_stringtonumber(L, text) != size + 1)
        lua_pushnil(L);
    return 1;
}

int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    text_push_of(L, 1);
    return 1;
}

int base_type(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushstring(L, argument_kind(L, 1));
    return 1;
}
