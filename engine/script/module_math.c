#include "script/argument.h"
#include "script/functions.h"

#include <math.h>

/* What is here is exact or correctly rounded by IEEE 754, so its last bit is the same on every
 * processor. */

static const double INTEGER_LOW = -0x1p63, INTEGER_HIGH = 0x1p63;

static int whole_push(lua_State *L, double whole)
{
    if (whole >= INTEGER_LOW && whole < INTEGER_HIGH)
        lua_pushinteger(L, (lua_Integer)whole);
    else
        lua_pushnumber(L, whole);
    return 1;
}

int math_abs(lua_State *L)
{
    argument_number(L, 1, "math.abs: a number");
    if (lua_isinteger(L, 1)) {
        const lua_Integer x = lua_tointeger(L, 1);
        lua_pushinteger(L, x < 0 ? (lua_Integer)(0 - (lua_Unsigned)x) : x);
        return 1;
    }
    lua_pushnumber(L, fabs(lua_tonumber(L, 1)));
    return 1;
}

static int rounded_push(lua_State *L, const char *what, double (*round_to)(double))
{
    argument_number(L, 1, what);
    lua_settop(L, 1);
    return lua_isinteger(L, 1) ? 1 : whole_push(L, round_to(lua_tonumber(L, 1)));
}

int math_ceil(lua_State *L)
{
    return rounded_push(L, "math.ceil: a number", ceil);
}

int math_floor(lua_State *L)
{
    return rounded_push(L, "math.floor: a number", floor);
}

int math_fmod(lua_State *L)
{
    argument_number(L, 1, "math.fmod: a number");
    argument_number(L, 2, "math.fmod: a number");
    if (!lua_isinteger(L, 1) || !lua_isinteger(L, 2)) {
        lua_pushnumber(L, fmod(lua_tonumber(L, 1), lua_tonumber(L, 2)));
        return 1;
    }
    const lua_Integer x = lua_tointeger(L, 1), y = lua_tointeger(L, 2);
    if (y == 0)
        return luaL_error(L, "math.fmod: the divisor is zero");
    lua_pushinteger(L, y == -1 ? 0 : x % y); /* mininteger % -1 overflows */
    return 1;
}

/* The argument that all others give way to; of two equal ones the first. */
static int extreme_push(lua_State *L, const char *what, bool largest)
{
    int best = 1;
    const int count = lua_gettop(L);
    argument_number(L, 1, what);
    for (int i = 2; i <= count; i++) {
        argument_number(L, i, what);
        if (largest ? lua_compare(L, best, i, LUA_OPLT) : lua_compare(L, i, best, LUA_OPLT))
            best = i;
    }
    fuel_charge(L, (uint64_t)count);
    lua_pushvalue(L, best);
    return 1;
}

int math_max(lua_State *L)
{
    return extreme_push(L, "math.max: a number", true);
}

int math_min(lua_State *L)
{
    return extreme_push(L, "math.min: a number", false);
}

int math_sqrt(lua_State *L)
{
    argument_number(L, 1, "math.sqrt: a number");
    lua_pushnumber(L, sqrt(lua_tonumber(L, 1)));
    return 1;
}

int math_tointeger(lua_State *L)
{
    int is_whole = 0;
    const lua_Integer integer = lua_type(L, 1) == LUA_TNUMBER ? lua_tointegerx(L, 1, &is_whole) : 0;
    luaL_checkany(L, 1);
    if (is_whole)
        lua_pushinteger(L, integer);
    else
        lua_pushnil(L);
    return 1;
}

int math_type(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_type(L, 1) == LUA_TNUMBER)
        lua_pushstring(L, lua_isinteger(L, 1) ? "integer" : "float");
    else
        lua_pushnil(L);
    return 1;
}

int math_ult(lua_State *L)
{
    const lua_Integer m = argument_integer(L, 1, "math.ult: an integer");
    const lua_Integer n = argument_integer(L, 2, "math.ult: an integer");
    lua_pushboolean(L, (lua_Unsigned)m < (lua_Unsigned)n);
    return 1;
}

int math_huge(lua_State *L)
{
    lua_pushnumber(L, HUGE_VAL);
    return 1;
}

int math_maxinteger(lua_State *L)
{
    lua_pushinteger(L, LUA_MAXINTEGER);
    return 1;
}

int math_mininteger(lua_State *L)
{
    lua_pushinteger(L, LUA_MININTEGER);
    return 1;
}

int math_pi(lua_State *L)
{
    lua_pushnumber(L, 0x1.921fb54442d18p+1);
    return 1;
}
