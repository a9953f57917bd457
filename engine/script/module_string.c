#include "script/argument.h"
#include "script/functions.h"
#include "script/scratch.h"

#include "base/limits.h"

/* The bytes `from` to `to`, counted from 0, `to` not included. */
struct range {
    size_t from, to;
};

/* Arguments `index` and the next as positions in a text: from 1, from the end where negative. */
static struct range range_of(lua_State *L, int index, const char *what, size_t size,
                             lua_Integer first, lua_Integer last)
{
    const lua_Integer length = (lua_Integer)size;
    lua_Integer from = argument_integer_or(L, index, what, first);
    lua_Integer to = argument_integer_or(L, index + 1, what, last);
    if (from < 0)
        from = from < -length ? 1 : length + from + 1;
    if (from < 1)
        from = 1;
    if (to < 0)
        to = to < -length ? 0 : length + to + 1;
    if (to > length)
        to = length;
    if (from > to)
        return (struct range){0};
    return (struct range){(size_t)from - 1, (size_t)to};
}

int string_byte(lua_State *L)
{
    static const char what[] = "string.byte: a position";
    const struct text lua_text = argument_text(L, 1, "string.byte: a text");
    const lua_Integer first = argument_integer_or(L, 2, what, 1);
    const struct range range = range_of(L, 2, what, lua_text.size, 1, first);
    const size_t count = range.to - range.from;
    if (count > LIMIT_LUA_RESULTS)
        return luaL_error(L, "string.byte: more than %d bytes at once", LIMIT_LUA_RESULTS);
    fuel_charge(L, 1 + count);
    luaL_checkstack(L, (int)count, "string.byte");
    for (size_t lua_byte = range.from; lua_byte < range.to; lua_byte++)
        lua_pushinteger(L, (unsigned char)lua_text.at[lua_byte]);
    return (int)count;
}

int string_char(lua_State *L)
{
    const int count = lua_gettop(L);
    struct scratch out;
    scratch_begin(L, &out);
    for (int lua_byte = 1; lua_byte <= count; lua_byte++) {
        const lua_Integer byte = argument_integer(L, lua_byte, "string.char: a byte");
        if (byte < 0 || byte > UINT8_MAX)
            return luaL_error(L, "string.char: %I is no byte", (LUAI_UACINT)byte);
        *scratch_more(&out, 1) = (char)byte;
    }
    scratch_end(&out);
    return 1;
}

int string_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)argument_text(L, 1, "string.len: a text").size);
    return 1;
}

/* Letters of `from` become those of `to`; the rest stays. ASCII, whatever the locale. */
static int letters_change(lua_State *L, struct text lua_text, char from, char to)
{
    enum { LETTERS = 26 };
    struct scratch out;
    scratch_begin(L, &out);
    char *at = scratch_more(&out, lua_text.size);
    for (size_t lua_byte = 0; lua_byte < lua_text.size; lua_byte++) {
        const bool is_letter =
            lua_text.at[lua_byte] >= from && lua_text.at[lua_byte] < from + LETTERS;
        at[lua_byte] =
            (char)(is_letter ? lua_text.at[lua_byte] - from + to : lua_text.at[lua_byte]);
    }
    scratch_end(&out);
    return 1;
}

int string_lower(lua_State *L)
{
    return letters_change(L, argument_text(L, 1, "string.lower: a text"), 'A', 'a');
}

int string_upper(lua_State *L)
{
    return letters_change(L, argument_text(L, 1, "string.upper: a text"), 'a', 'A');
}

int string_reverse(lua_State *L)
{
    const struct text lua_text = argument_text(L, 1, "string.reverse: a text");
    struct scratch out;
    scratch_begin(L, &out);
    char *at = scratch_more(&out, lua_text.size);
    for (size_t lua_byte = 0; lua_byte < lua_text.size; lua_byte++)
        at[lua_byte] = lua_text.at[lua_text.size - 1 - lua_byte];
    scratch_end(&out);
    return 1;
}

int string_sub(lua_State *L)
{
    const struct text lua_text = argument_text(L, 1, "string.sub: a text");
    argument_integer(L, 2, "string.sub: a position");
    const struct range range = range_of(L, 2, "string.sub: a position", lua_text.size, 1, -1);
    bytes_charge(L, range.to - range.from);
    lua_pushlstring(L, lua_text.at + range.from, range.to - range.from);
    return 1;
}

/* The limit is looked at before anything is made; nothing times anything is nothing, at once. */
int string_rep(lua_State *L)
{
    const struct text lua_text = argument_text(L, 1, "string.rep: a text");
    const lua_Integer count = argument_integer(L, 2, "string.rep: a count");
    const struct text separator =
        lua_isnoneornil(L, 3) ? TEXT_NONE : argument_text(L, 3, "string.rep: a separator");
    const size_t scratch_each = lua_text.size + separator.size;
    if (count <= 0 || scratch_each == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((lua_Unsigned)count > LIMIT_LUA_STRING / scratch_each + 1)
        run_exhausted(L, RUN_STRING);
    struct scratch out;
    scratch_begin(L, &out);
    for (lua_Integer lua_byte = 0; lua_byte < count; lua_byte++) {
        if (lua_byte > 0)
            scratch_add(&out, separator.at, separator.size);
        scratch_add(&out, lua_text.at, lua_text.size);
    }
    scratch_end(&out);
    return 1;
}
