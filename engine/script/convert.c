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

static struct value convert(struct conversion *to, int index);

static struct text text_of_lua(struct conversion *to, int index)
{
    size_t size;
    const char *at = lua_tolstring(to->L, index, &size);
    bytes_charge(to->L, 2 * size);
    if (utf8_check((struct text){at, size}) != size)
        luaL_error(to->L, "a text that is kept must be UTF-8");
    return text_copy(to->arena, (struct text){at, size});
}

static struct value number_of_lua(lua_State *L, int index)
{
    return lua_isinteger(L, index) ? value_of_integer(lua_tointeger(L, index))
                                   : value_of_number(lua_tonumber(L, index));
}

/* One message for all that is wrong: which key comes first is chance. */
static void key_count(struct conversion *to, struct keys *keys)
{
    lua_State *L = to->L;
    if (lua_type(L, -2) == LUA_TSTRING) {
        keys->names++;
        return;
    }
    const lua_Integer key = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
    if (key < 1)
        luaL_error(L, "a table that is kept has names or 1, 2, ... as keys, and no others");
    keys->indexes++;
    keys->highest = key > keys->highest ? key : keys->highest;
}

static struct keys keys_count(struct conversion *to, int index)
{
    struct keys keys = {0};
    for (lua_pushnil(to->L); lua_next(to->L, index); lua_pop(to->L, 1)) {
        fuel_charge(to->L, NODE_UNITS);
        key_count(to, &keys);
    }
    return keys;
}

static struct value list_of_lua(struct conversion *to, int index, size_t count)
{
    struct value *items = ARENA_ARRAY(to->arena, struct value, count);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(to->L, index, (lua_Integer)i + 1);
        items[i] = convert(to, lua_gettop(to->L));
        lua_pop(to->L, 1);
    }
    return value_of_list(to->arena, items, count);
}

static struct text key_of_lua(struct conversion *to)
{
    if (lua_type(to->L, -2) == LUA_TSTRING)
        return text_of_lua(to, -2);
    return text_format(to->arena, "%lld", (long long)lua_tointeger(to->L, -2));
}

/* The keys that are kept, sorted, so that the values are read in the same order everywhere. */
static struct members members_named(struct conversion *to, int index)
{
    struct members members = {0};
    size_t twice;
    for (lua_pushnil(to->L); lua_next(to->L, index); lua_pop(to->L, 1))
        if (!to->skip_functions || !lua_isfunction(to->L, -1))
            members_add(to->arena, &members, key_of_lua(to), value_of_null());
    if (!members_sort(members.at, members.count, &twice)) /* {x, ["1"] = y} */
        luaL_error(to->L, "a table that is kept has two keys of one spelling");
    return members;
}

static struct value map_of_lua(struct conversion *to, int index)
{
    struct members members = members_named(to, index);
    for (size_t i = 0; i < members.count; i++) {
        struct member *member = &members.at[i];
        lua_pushlstring(to->L, member->key, member->key_size);
        if (lua_rawget(to->L, index) == LUA_TNIL) { /* the name is an index */
            lua_pop(to->L, 1);
            lua_rawgeti(to->L, index, strtoll(member->key, NULL, 10));
        }
        member->value = convert(to, lua_gettop(to->L));
        lua_pop(to->L, 1);
    }
    return value_over_members(members.at, members.count);
}

/* What a file declares may have both kinds of keys, `{0.9, at_least = 0.8}`: there the indexes are
 * names as well. */
static struct value table_of_lua(struct conversion *to, int index)
{
    const struct keys keys = keys_count(to, index);
    if (keys.names && keys.indexes && !to->skip_functions)
        luaL_error(to->L, "a table that is kept is a list or has names, not both");
    if (keys.names)
        return map_of_lua(to, index);
    if ((size_t)keys.highest != keys.indexes)
        luaL_error(to->L, "a list that is kept has no gaps");
    return list_of_lua(to, index, keys.indexes);
}

static struct value nested_of_lua(struct conversion *to, int index)
{
    const struct value *shown = view_value(to->L, index);
    if (shown)
        return *shown;
    if (lua_type(to->L, index) != LUA_TTABLE)
        luaL_error(to->L, "a %s cannot be kept", argument_kind(to->L, index));
    if (++to->depth > LIMIT_DEPTH)
        luaL_error(to->L, "a table that is kept is nested deeper than %d levels", LIMIT_DEPTH);
    luaL_checkstack(to->L, STACK_NEEDED, "a table that is kept");
    const struct value value = table_of_lua(to, index);
    to->depth--;
    return value;
}

static struct value convert(struct conversion *to, int index)
{
    fuel_charge(to->L, NODE_UNITS);
    switch (lua_type(to->L, index)) {
    case LUA_TNONE:
    case LUA_TNIL:
        return value_of_null();
    case LUA_TBOOLEAN:
        return value_of_boolean(lua_toboolean(to->L, index));
    case LUA_TNUMBER:
        return number_of_lua(to->L, index);
    case LUA_TSTRING:
        return value_of_text(text_of_lua(to, index));
    default:
        return nested_of_lua(to, index);
    }
}

struct value value_of_lua(lua_State *L, int index, bool skip_functions)
{
    struct conversion to = {.L = L, .arena = run_of(L)->arena, .skip_functions = skip_functions};
    luaL_checkstack(L, STACK_NEEDED, "a value that is kept");
    return convert(&to, lua_absindex(L, index));
}
