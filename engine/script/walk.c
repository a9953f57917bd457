#include "script/walk.h"

#include "script/argument.h"
#include "script/order.h"

enum { BYTES_A_COMPARISON = 64 };

/* Kinds of keys in their order. */
enum rank { RANK_NUMBER, RANK_TEXT, RANK_BOOLEAN };

struct key {
    enum rank rank;
    bool is_integer;
    lua_Integer integer; /* or 0 and 1, of a boolean */
    lua_Number number;
    struct text text; /* kept alive by the table that the key is of */
};

static struct key key_at(lua_State *L, int index)
{
    struct key walked_key = {0};
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        walked_key.is_integer = lua_isinteger(L, index);
        walked_key.integer = walked_key.is_integer ? lua_tointeger(L, index) : 0;
        walked_key.number = lua_tonumber(L, index);
        break;
    case LUA_TSTRING:
        walked_key.rank = RANK_TEXT;
        walked_key.text = argument_text(L, index, "");
        break;
    case LUA_TBOOLEAN:
        walked_key.rank = RANK_BOOLEAN;
        walked_key.integer = lua_toboolean(L, index);
        break;
    default: /* one message for all kinds: which is met first is chance */
        luaL_error(L, "the keys have no order: only numbers, texts and booleans have one");
    }
    return walked_key;
}

/* Two keys are never equal: Lua makes an integer of a whole number. A long double holds both. */
static bool key_number_before(const struct key *walked_first, const struct key *walked_second)
{
    if (walked_first->is_integer && walked_second->is_integer)
        return walked_first->integer < walked_second->integer;
    const long double walked_left = walked_first->is_integer ? (long double)walked_first->integer
                                                             : (long double)walked_first->number;
    const long double walked_right = walked_second->is_integer ? (long double)walked_second->integer
                                                               : (long double)walked_second->number;
    return walked_left < walked_right;
}

static bool key_before(const struct key *walked_first, const struct key *walked_second)
{
    if (walked_first->rank != walked_second->rank)
        return walked_first->rank < walked_second->rank;
    if (walked_first->rank == RANK_TEXT)
        return text_compare(walked_first->text, walked_second->text) < 0;
    return walked_first->rank == RANK_NUMBER ? key_number_before(walked_first, walked_second)
                                             : walked_first->integer < walked_second->integer;
}

static size_t comparison_units(const struct key *walked_key)
{
    return 1 + walked_key->text.size / BYTES_A_COMPARISON;
}

/* ---- next ---- */

int walk_next(lua_State *L, int index)
{
    const bool is_first = lua_isnil(L, -1);
    const struct key before = is_first ? (struct key){0} : key_at(L, -1);
    struct key best = {0};
    bool found = false;
    lua_pushnil(L); /* the best key so far: its place */
    const int place = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        const struct key walked_key = key_at(L, -2);
        fuel_charge(L, comparison_units(&walked_key));
        if ((!is_first && !key_before(&before, &walked_key)) ||
            (found && !key_before(&walked_key, &best)))
            continue;
        found = true;
        best = walked_key;
        lua_pushvalue(L, -2);
        lua_replace(L, place);
    }
    if (!found)
        return 1;
    lua_pushvalue(L, place);
    lua_rawget(L, index);
    return 2;
}

/* ---- pairs ---- */

static bool walk_before(void *context, uint32_t walked_first, uint32_t walked_second)
{
    const struct key *walked_keys = context;
    return key_before(&walked_keys[walked_first], &walked_keys[walked_second]);
}

/* Upvalues: the keys in order, how many were visited. */
static int pairs_next(lua_State *L)
{
    lua_Integer visited = lua_tointeger(L, lua_upvalueindex(2));
    lua_settop(L, 1);
    while (lua_rawgeti(L, lua_upvalueindex(1), ++visited) != LUA_TNIL) {
        fuel_charge(L, 1);
        lua_pushvalue(L, 2);
        if (lua_rawget(L, 1) != LUA_TNIL) {
            lua_pushinteger(L, visited);
            lua_replace(L, lua_upvalueindex(2));
            return 2;
        }
        lua_settop(L, 1);
    }
    return 1;
}

/* Upvalues: how many items there are, how many were visited. For tables that are lists. */
static int items_next(lua_State *L)
{
    const lua_Integer count = lua_tointeger(L, lua_upvalueindex(1));
    lua_Integer visited = lua_tointeger(L, lua_upvalueindex(2));
    lua_settop(L, 1);
    while (++visited <= count) {
        fuel_charge(L, 1);
        lua_pushinteger(L, visited);
        if (lua_rawgeti(L, 1, visited) != LUA_TNIL) {
            lua_pushinteger(L, visited);
            lua_replace(L, lua_upvalueindex(2));
            return 2;
        }
        lua_settop(L, 1);
    }
    lua_pushnil(L);
    return 1;
}

/* How many keys; `is_list` where they are 1 to that number. */
static size_t keys_count(lua_State *L, int index, bool *is_list)
{
    const lua_Unsigned length = lua_rawlen(L, index);
    size_t count = 0;
    *is_list = true;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        fuel_charge(L, 1);
        const lua_Integer walked_key = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
        *is_list = *is_list && walked_key >= 1 && (lua_Unsigned)walked_key <= length;
        count++;
    }
    *is_list = *is_list && count == length;
    return count;
}

/* Push a table of the keys as they come, and return what they are, in a block that is pushed. */
static struct key *keys_push(lua_State *L, int index, size_t count)
{
    struct key *walked_keys = lua_newuserdatauv(L, count * sizeof *walked_keys, 0);
    size_t i = 0;
    lua_createtable(L, (int)count, 0);
    for (lua_pushnil(L); lua_next(L, index) && i < count; lua_pop(L, 1)) {
        walked_keys[i] = key_at(L, -2);
        lua_pushvalue(L, -2);
        lua_rawseti(L, -4, (lua_Integer)++i);
    }
    return walked_keys;
}

/* How many comparisons it takes depends on the order in which Lua hands out the keys, which is
 * another one each time; what they cost at most does not. */
static void sorting_charge(lua_State *L, const struct key *walked_keys, size_t count)
{
    size_t units = 0, rounds = 0;
    for (size_t i = 0; i < count; i++)
        units += comparison_units(&walked_keys[i]);
    while (count >> rounds > 1)
        rounds++;
    fuel_charge(L, units * (rounds + 1));
}

static void sorted_push(lua_State *L, int index, size_t count)
{
    const int place = lua_gettop(L) + 1;
    struct key *walked_keys = keys_push(L, index, count);
    sorting_charge(L, walked_keys, count);
    struct order order = order_push(L, count);
    order.context = walked_keys;
    order.before = walk_before;
    order_sort(&order);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, place + 1, (lua_Integer)order.at[i] + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_replace(L, place);
    lua_settop(L, place);
}

void walk_push(lua_State *L, int index)
{
    bool is_list;
    luaL_checkstack(L, LUA_MINSTACK, "pairs");
    const size_t count = keys_count(L, index, &is_list);
    if (is_list)
        lua_pushinteger(L, (lua_Integer)count);
    else
        sorted_push(L, index, count);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, is_list ? items_next : pairs_next, 2);
}
