#include "script/argument.h"
#include "script/run.h"
#include "script/view.h"

#include "base/encode.h"
#include "base/limits.h"

enum { NODE_UNITS = 4, STACK_NEEDED = 6 };

/* One conversion. */
struct conversion {
    lua_State *L;
    struct arena *arena;
    bool skip_functions;
    unsigned depth;
};

/* What the keys of a table are. */
struct keys {
    size_t indexes, names;
    lua_Integer highest;
};

static struct value convert(struct conversion *conversion, int index);

static struct text text_of_lua(struct conversion *conversion, int index)
{
    size_t size;
    const char *at = lua_tolstring(conversion->L, index, &size);
    bytes_charge(conversion->L, 2 * size);
    if (utf8_check((struct text){at, size}) != size)
        luaL_error(conversion->L, "a text that is kept must be UTF-8");
    return text_copy(conversion->arena, (struct text){at, size});
}

static struct value number_of_lua(lua_State *L, int index)
{
    return lua_isinteger(L, index) ? value_of_integer(lua_tointeger(L, index))
                                   : value_of_number(lua_tonumber(L, index));
}

/* One message for all that is wrong: which key comes first is chance. */
static void table_key_count(struct conversion *conversion, struct keys *table_keys)
{
    lua_State *L = conversion->L;
    if (lua_type(L, -2) == LUA_TSTRING) {
        table_keys->names++;
        return;
    }
    const lua_Integer table_key = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
    if (table_key < 1)
        luaL_error(L, "a table that is kept has names or 1, 2, ... as keys, and no others");
    table_keys->indexes++;
    table_keys->highest = table_key > table_keys->highest ? table_key : table_keys->highest;
}

static struct keys keys_count(struct conversion *conversion, int index)
{
    struct keys table_keys = {0};
    for (lua_pushnil(conversion->L); lua_next(conversion->L, index); lua_pop(conversion->L, 1)) {
        fuel_charge(conversion->L, NODE_UNITS);
        table_key_count(conversion, &table_keys);
    }
    return table_keys;
}

static struct value list_of_lua(struct conversion *conversion, int index, size_t count)
{
    struct value *table_items = ARENA_ARRAY(conversion->arena, struct value, count);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(conversion->L, index, (lua_Integer)i + 1);
        table_items[i] = convert(conversion, lua_gettop(conversion->L));
        lua_pop(conversion->L, 1);
    }
    return value_of_list(conversion->arena, table_items, count);
}

static struct text key_of_lua(struct conversion *conversion)
{
    if (lua_type(conversion->L, -2) == LUA_TSTRING)
        return text_of_lua(conversion, -2);
    return text_format(conversion->arena, "%lld", (long long)lua_tointeger(conversion->L, -2));
}

/* The keys that are kept, sorted, so that the values are read in the same order everywhere. */
static struct members members_named(struct conversion *conversion, int index)
{
    struct members table_members = {0};
    size_t twice;
    for (lua_pushnil(conversion->L); lua_next(conversion->L, index); lua_pop(conversion->L, 1))
        if (!conversion->skip_functions || !lua_isfunction(conversion->L, -1))
            members_add(conversion->arena, &table_members, key_of_lua(conversion), value_of_null());
    if (!members_sort(table_members.at, table_members.count, &twice)) /* {x, ["1"] = y} */
        luaL_error(conversion->L, "a table that is kept has two keys of one spelling");
    return table_members;
}

static struct value map_of_lua(struct conversion *conversion, int index)
{
    struct members table_members = members_named(conversion, index);
    for (size_t i = 0; i < table_members.count; i++) {
        struct member *table_member = &table_members.at[i];
        lua_pushlstring(conversion->L, table_member->key, table_member->key_size);
        if (lua_rawget(conversion->L, index) == LUA_TNIL) { /* the name is an index */
            lua_pop(conversion->L, 1);
            lua_rawgeti(conversion->L, index, strtoll(table_member->key, NULL, 10));
        }
        table_member->value = convert(conversion, lua_gettop(conversion->L));
        lua_pop(conversion->L, 1);
    }
    return value_over_members(table_members.at, table_members.count);
}

/* What a file declares may have both kinds of keys, `{0.9, at_least = 0.8}`: there the indexes are
 * names as well. */
static struct value table_of_lua(struct conversion *conversion, int index)
{
    const struct keys table_keys = keys_count(conversion, index);
    if (table_keys.names && table_keys.indexes && !conversion->skip_functions)
        luaL_error(conversion->L, "a table that is kept is a list or has names, not both");
    if (table_keys.names)
        return map_of_lua(conversion, index);
    if ((size_t)table_keys.highest != table_keys.indexes)
        luaL_error(conversion->L, "a list that is kept has no gaps");
    return list_of_lua(conversion, index, table_keys.indexes);
}

static struct value nested_of_lua(struct conversion *conversion, int index)
{
    const struct value *shown = view_value(conversion->L, index);
    if (shown)
        return *shown;
    if (lua_type(conversion->L, index) != LUA_TTABLE)
        luaL_error(conversion->L, "a %s cannot be kept", argument_kind(conversion->L, index));
    if (++conversion->depth > LIMIT_DEPTH)
        luaL_error(conversion->L, "a table that is kept is nested deeper than %d levels",
                   LIMIT_DEPTH);
    luaL_checkstack(conversion->L, STACK_NEEDED, "a table that is kept");
    const struct value value = table_of_lua(conversion, index);
    conversion->depth--;
    return value;
}

static struct value convert(struct conversion *conversion, int index)
{
    fuel_charge(conversion->L, NODE_UNITS);
    switch (lua_type(conversion->L, index)) {
    case LUA_TNONE:
    case LUA_TNIL:
        return value_of_null();
    case LUA_TBOOLEAN:
        return value_of_boolean(lua_toboolean(conversion->L, index));
    case LUA_TNUMBER:
        return number_of_lua(conversion->L, index);
    case LUA_TSTRING:
        return value_of_text(text_of_lua(conversion, index));
    default:
        return nested_of_lua(conversion, index);
    }
}

struct value value_of_lua(lua_State *L, int index, bool skip_functions)
{
    struct conversion conversion = {
        .L = L, .arena = run_of(L)->arena, .skip_functions = skip_functions};
    luaL_checkstack(L, STACK_NEEDED, "a value that is kept");
    return convert(&conversion, lua_absindex(L, index));
}
