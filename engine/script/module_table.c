#include "script/argument.h"
#include "script/functions.h"
#include "script/order.h"
#include "script/scratch.h"
#include "script/view.h"

#include "base/limits.h"

/* Lengths are raw and may lie: a table with the keys 1, 2, 4, 8, ... can say anything. So every
 * loop below pays for a step before it takes it. */
static lua_Integer length_of(lua_State *L, int index)
{
    return (lua_Integer)lua_rawlen(L, index);
}

int table_insert(lua_State *L)
{
    enum { LIST = 1, POSITION = 2, VALUE = 3 };
    argument_table(L, LIST, "table.insert: a list");
    const lua_Integer end = (lua_Integer)((lua_Unsigned)length_of(L, LIST) + 1);
    const int count = lua_gettop(L);
    if (count == POSITION) {
        lua_rawseti(L, LIST, end);
        return 0;
    }
    if (count != VALUE)
        return luaL_error(L, "table.insert: a list, a position and a value are needed");
    const lua_Integer at = argument_integer(L, POSITION, "table.insert: a position");
    if (at < 1 || at > end)
        return luaL_error(L, "table.insert: position %I is outside the list", (LUAI_UACINT)at);
    for (lua_Integer i = end; i > at; i--) {
        fuel_charge(L, 1);
        lua_rawgeti(L, LIST, i - 1);
        lua_rawseti(L, LIST, i);
    }
    lua_rawseti(L, LIST, at);
    return 0;
}

int table_remove(lua_State *L)
{
    enum { LIST = 1, POSITION = 2 };
    argument_table(L, LIST, "table.remove: a list");
    const lua_Integer count = length_of(L, LIST);
    const lua_Integer at = argument_integer_or(L, POSITION, "table.remove: a position", count);
    const bool is_outside = at < 1 || at - 1 > count;
    if (lua_gettop(L) >= POSITION && is_outside && !(count == 0 && at == 0))
        return luaL_error(L, "table.remove: position %I is outside the list", (LUAI_UACINT)at);
    lua_rawgeti(L, LIST, at);
    for (lua_Integer i = at; i < count; i++) {
        fuel_charge(L, 1);
        lua_rawgeti(L, LIST, i + 1);
        lua_rawseti(L, LIST, i);
    }
    lua_pushnil(L);
    lua_rawseti(L, LIST, at < count ? count : at);
    return 1;
}

/* ---- reading lists: tables, and documents ---- */

static lua_Integer list_length(lua_State *L, const char *what)
{
    const struct value *viewed = view_value(L, 1);
    if (viewed && value_kind(viewed) == VALUE_LIST)
        return (lua_Integer)value_count(viewed);
    if (lua_type(L, 1) != LUA_TTABLE)
        luaL_error(L, "%s is needed, %s was given", what, argument_kind(L, 1));
    return length_of(L, 1);
}

/* lua_geti of a table without a metatable is raw; of a document it may end the check. */
static void item_push(lua_State *L, lua_Integer index)
{
    if (lua_type(L, 1) == LUA_TTABLE)
        lua_rawgeti(L, 1, index);
    else
        lua_geti(L, 1, index);
}

static void item_add(lua_State *L, struct scratch *out, lua_Integer index)
{
    item_push(L, index);
    if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
        luaL_error(L, "table.concat: item %I is a %s, texts and numbers can be joined",
                   (LUAI_UACINT)index, argument_kind(L, -1));
    text_push_of(L, -1);
    scratch_add_top(out);
    lua_pop(L, 1);
}

int table_concat(lua_State *L)
{
    static const char what[] = "table.concat: an index";
    const lua_Integer count = list_length(L, "table.concat: a list");
    const struct text separator =
        lua_isnoneornil(L, 2) ? TEXT_NONE : argument_text(L, 2, "table.concat: a separator");
    const lua_Integer from = argument_integer_or(L, 3, what, 1);
    const lua_Integer to = argument_integer_or(L, 4, what, count);
    struct scratch out;
    scratch_begin(L, &out);
    for (lua_Integer i = from; i <= to; i++) {
        if (i > from)
            scratch_add(&out, separator.at, separator.size);
        item_add(L, &out, i);
        if (i == LUA_MAXINTEGER)
            break;
    }
    scratch_end(&out);
    return 1;
}

int table_unpack(lua_State *L)
{
    static const char what[] = "table.unpack: an index";
    const lua_Integer length = list_length(L, "table.unpack: a list");
    const lua_Integer from = argument_integer_or(L, 2, what, 1);
    const lua_Integer to = argument_integer_or(L, 3, what, length);
    if (from > to)
        return 0;
    const lua_Unsigned count = (lua_Unsigned)to - (lua_Unsigned)from;
    if (count >= LIMIT_LUA_RESULTS)
        return luaL_error(L, "table.unpack: more than %d values at once", LIMIT_LUA_RESULTS);
    fuel_charge(L, count + 1);
    luaL_checkstack(L, (int)count + 1, "table.unpack");
    for (lua_Unsigned i = 0; i <= count; i++)
        item_push(L, (lua_Integer)((lua_Unsigned)from + i));
    return (int)count + 1;
}

/* ---- sort ---- */

/* Places on the stack of table_sort. */
enum { SORT_LIST = 1, SORT_BEFORE = 2, SORT_ITEMS = 3 };

static bool item_before(void *context, uint32_t a, uint32_t b)
{
    lua_State *L = context;
    bool before;
    fuel_charge(L, 1);
    if (lua_isnil(L, SORT_BEFORE)) {
        lua_rawgeti(L, SORT_ITEMS, (lua_Integer)a + 1);
        lua_rawgeti(L, SORT_ITEMS, (lua_Integer)b + 1);
        before = lua_compare(L, -2, -1, LUA_OPLT);
        lua_pop(L, 2);
        return before;
    }
    lua_pushvalue(L, SORT_BEFORE);
    lua_rawgeti(L, SORT_ITEMS, (lua_Integer)a + 1);
    lua_rawgeti(L, SORT_ITEMS, (lua_Integer)b + 1);
    lua_call(L, 2, 1);
    before = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return before;
}

/* What is compared is a copy, whatever the comparison does to the list meanwhile. */
int table_sort(lua_State *L)
{
    argument_table(L, SORT_LIST, "table.sort: a list");
    lua_settop(L, SORT_BEFORE);
    if (!lua_isnil(L, SORT_BEFORE) && lua_type(L, SORT_BEFORE) != LUA_TFUNCTION)
        return luaL_error(L,
                          "table.sort: a function is needed that says what comes before, "
                          "%s was given",
                          argument_kind(L, SORT_BEFORE));
    const lua_Unsigned count = lua_rawlen(L, SORT_LIST);
    fuel_charge(L, count);
    if (count > INT32_MAX)
        run_exhausted(L, RUN_MEMORY);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 1; i <= (lua_Integer)count; i++) {
        lua_rawgeti(L, SORT_LIST, i);
        lua_rawseti(L, SORT_ITEMS, i);
    }
    struct order order = order_push(L, (size_t)count);
    order.context = L;
    order.before = item_before;
    order_sort(&order);
    for (lua_Integer i = 1; i <= (lua_Integer)count; i++) {
        lua_rawgeti(L, SORT_ITEMS, (lua_Integer)order.at[i - 1] + 1);
        lua_rawseti(L, SORT_LIST, i);
    }
    return 0;
}
