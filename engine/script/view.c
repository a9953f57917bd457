#include "script/view.h"

#include "script/argument.h"

#include "base/suggest.h"

#include <math.h>

enum {
    PATH_BYTES_A_UNIT = 8, /* paths go to the arena, which fuel bounds                 */
    COUNT_A_UNIT = 16,     /* members looked at, one after another in memory           */
    NEAR_MAX = 1000,       /* names that are compared with the one that is not there   */
    ROOM_OF_INDEX = 24,    /* "[9223372036854775807]"                                  */
};

struct view {
    const struct value *value;
    struct text path;
};

static const char view_key; /* of the metatable, by its address */

static const struct view *view_at(lua_State *L, int index)
{
    const struct view *view = lua_touserdata(L, index);
    if (!view || lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index))
        return NULL;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &view_key);
    const bool is_view = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return is_view ? view : NULL;
}

const struct value *view_value(lua_State *L, int index)
{
    const struct view *view = view_at(L, index);
    return view ? view->value : NULL;
}

struct text view_path(lua_State *L, int index)
{
    const struct view *view = view_at(L, index);
    return view ? view->path : TEXT_NONE;
}

static void container_push(lua_State *L, const struct value *value, struct text path)
{
    struct view *view = lua_newuserdatauv(L, sizeof *view, 0);
    *view = (struct view){value, path};
    lua_rawgetp(L, LUA_REGISTRYINDEX, &view_key);
    lua_setmetatable(L, -2);
}

static void text_push(lua_State *L, struct text text)
{
    bytes_charge(L, text.size);
    lua_pushlstring(L, text.at ? text.at : "", text.size);
}

void view_push(lua_State *L, const struct value *viewed, struct text path)
{
    switch (value_kind(viewed)) {
    case VALUE_NULL:
        lua_pushnil(L);
        break;
    case VALUE_BOOLEAN:
        lua_pushboolean(L, value_boolean(viewed));
        break;
    case VALUE_INTEGER:
        lua_pushinteger(L, value_integer(viewed));
        break;
    case VALUE_NUMBER:
        lua_pushnumber(L, value_number(viewed));
        break;
    case VALUE_STRING:
        text_push(L, value_text(viewed));
        break;
    case VALUE_LIST:
    case VALUE_MAP:
        container_push(L, viewed, path);
        break;
    case VALUE_NAN:
    default: /* what is no kind of value is no number either */
        lua_pushnumber(L, (lua_Number)NAN);
    }
}

static bool is_scalar(const struct value *viewed)
{
    return value_kind(viewed) != VALUE_LIST && value_kind(viewed) != VALUE_MAP;
}

/* ---- paths: paid for whether or not they are written, so that watching costs a policy nothing
 * ---- */

static struct text path_of_key(lua_State *L, const struct view *view, struct text key)
{
    return text_format(run_of(L)->arena, "%.*s%s%.*s", TEXT_ARGS(view->path),
                       view->path.size ? "." : "", TEXT_ARGS(key));
}

static struct text path_of_index(lua_State *L, const struct view *view, lua_Integer index)
{
    return text_format(run_of(L)->arena, "%.*s[%lld]", TEXT_ARGS(view->path), (long long)index);
}

static void path_charge(lua_State *L, const struct view *view, size_t more)
{
    fuel_charge(L, 1 + (view->path.size + more) / PATH_BYTES_A_UNIT);
}

/* Does a watcher want the path of a read through the view? */
static bool path_wanted(lua_State *L, const struct value *value)
{
    return !is_scalar(value) || run_of(L)->evaluation->watcher;
}

static void found_push(lua_State *L, const struct value *viewed, struct text path)
{
    if (is_scalar(viewed))
        run_read(L, path, viewed);
    view_push(L, viewed, path);
}

/* ---- members ---- */

static const char *near_names(lua_State *L, const struct value *viewed_map, struct text key)
{
    struct suggestion near_key = suggest_for(key);
    const size_t count = value_count(viewed_map) < NEAR_MAX ? value_count(viewed_map) : NEAR_MAX;
    fuel_charge(L, count);
    for (size_t viewed_at = 0; viewed_at < count; viewed_at++)
        suggest_offer(&near_key, member_key(viewed_map, viewed_at));
    return suggest_hint(&near_key, run_of(L)->arena);
}

static int member_push(lua_State *L, const struct view *view, struct text key)
{
    const struct value *viewed_map = view->value, *viewed = value_get(viewed_map, key);
    path_charge(L, view, key.size);
    if (!viewed && value_kind(viewed_map) == VALUE_MAP)
        run_missing(L, path_of_key(L, view, key), viewed_map, near_names(L, viewed_map, key));
    if (!viewed || value_kind(viewed) == VALUE_NULL)
        run_missing(L, path_of_key(L, view, key), viewed ? viewed : viewed_map, "");
    found_push(L, viewed, path_wanted(L, viewed) ? path_of_key(L, view, key) : TEXT_NONE);
    return 1;
}

/* `index` counts from 1. */
static int item_push(lua_State *L, const struct view *view, lua_Integer index)
{
    const struct value *viewed_list = view->value;
    const struct value *viewed = index > 0 ? value_at(viewed_list, (size_t)index - 1) : NULL;
    path_charge(L, view, ROOM_OF_INDEX);
    if (!viewed && value_kind(viewed_list) == VALUE_LIST)
        run_missing(
            L, path_of_index(L, view, index), viewed_list,
            text_format(run_of(L)->arena, "; the list has %zu items", value_count(viewed_list)).at);
    if (!viewed || value_kind(viewed) == VALUE_NULL)
        run_missing(L, path_of_index(L, view, index), viewed ? viewed : viewed_list, "");
    found_push(L, viewed, path_wanted(L, viewed) ? path_of_index(L, view, index) : TEXT_NONE);
    return 1;
}

static int view_index(lua_State *L)
{
    const struct view *view = view_at(L, 1);
    int is_whole = 0;
    if (!view)
        return luaL_error(L, "a document is needed");
    if (lua_type(L, 2) == LUA_TSTRING)
        return member_push(L, view, argument_text(L, 2, ""));
    const lua_Integer index = lua_tointegerx(L, 2, &is_whole);
    if (!is_whole)
        return luaL_error(L, "documents are read by a name or a whole number, %s was given",
                          argument_kind(L, 2));
    return item_push(L, view, index);
}

static int view_newindex(lua_State *L)
{
    return luaL_error(L, "documents cannot be changed");
}

static size_t present_count(const struct value *viewed)
{
    size_t count = 0;
    if (value_kind(viewed) == VALUE_LIST)
        return value_count(viewed);
    for (size_t viewed_at = 0; viewed_at < value_count(viewed); viewed_at++)
        count += value_kind(member_value(viewed, viewed_at)) != VALUE_NULL;
    return count;
}

static int view_len(lua_State *L)
{
    const struct value *value = view_value(L, 1);
    if (!value)
        return luaL_error(L, "a document is needed");
    fuel_charge(L, 1 + value_count(value) / COUNT_A_UNIT);
    lua_pushinteger(L, (lua_Integer)present_count(value));
    return 1;
}

static int view_eq(lua_State *L)
{
    const struct value *a = view_value(L, 1);
    lua_pushboolean(L, a && a == view_value(L, 2));
    return 1;
}

void view_open(lua_State *L)
{
    static const luaL_Reg methods[] = {{"__index", view_index},
                                       {"__newindex", view_newindex},
                                       {"__len", view_len},
                                       {"__eq", view_eq},
                                       {NULL, NULL}};
    lua_createtable(L, 0, COUNT(methods));
    for (const luaL_Reg *method = methods; method->name; method++) {
        lua_pushcfunction(L, method->func);
        lua_setfield(L, -2, method->name);
    }
    lua_pushliteral(L, "document"); /* "attempt to compare number with document" */
    lua_setfield(L, -2, "__name");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &view_key);
}

/* ---- walking ---- */

static int list_next(lua_State *L, const struct view *view)
{
    const lua_Integer before = argument_integer_or(L, -1, "next: an index", 0);
    if (before < 0 || (size_t)before > value_count(view->value))
        return luaL_error(L, "next: the list has no index %I", (LUAI_UACINT)before);
    if ((size_t)before == value_count(view->value)) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, before + 1);
    return 1 + item_push(L, view, before + 1);
}

/* The first member of the viewed map whose key is above `key`. */
static size_t member_after(const struct value *viewed_map, struct text key)
{
    size_t low = 0, high = value_count(viewed_map);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (text_compare(member_key(viewed_map, middle), key) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int map_next(lua_State *L, const struct view *view)
{
    const struct value *viewed_map = view->value;
    size_t viewed_at =
        lua_isnil(L, -1) ? 0 : member_after(viewed_map, argument_text(L, -1, "next: a name"));
    for (; viewed_at < value_count(viewed_map) &&
           value_kind(member_value(viewed_map, viewed_at)) == VALUE_NULL;
         viewed_at++)
        fuel_charge(L, 1);
    if (viewed_at == value_count(viewed_map)) {
        lua_pushnil(L);
        return 1;
    }
    text_push(L, member_key(viewed_map, viewed_at));
    return 1 + member_push(L, view, member_key(viewed_map, viewed_at));
}

int view_next(lua_State *L, int index)
{
    const struct view *view = view_at(L, index);
    if (!view)
        return luaL_error(L, "a document is needed");
    return value_kind(view->value) == VALUE_LIST ? list_next(L, view) : map_next(L, view);
}
