#include "script/argument.h"
#include "script/functions.h"
#include "script/scratch.h"

#include "base/encode.h"
#include "base/limits.h"

enum { POINT_MAX = 0x10FFFF, SURROGATE_FIRST = 0xD800, SURROGATE_LAST = 0xDFFF, POINT_SIZE = 4 };

/* A position from 1, from the end where negative; 0 where it lies before the text. */
static lua_Integer position_of(lua_Integer lua_position, size_t size)
{
    if (lua_position >= 0)
        return lua_position;
    return lua_position < -(lua_Integer)size ? 0 : (lua_Integer)size + lua_position + 1;
}

static bool continuation_at(struct text lua_text, lua_Integer lua_position)
{
    return lua_position >= 0 && (size_t)lua_position < lua_text.size &&
           ((unsigned char)lua_text.at[lua_position] & 0xC0) == 0x80;
}

int utf8_char(lua_State *L)
{
    const int count = lua_gettop(L);
    struct scratch out;
    char point_bytes[POINT_SIZE];
    scratch_begin(L, &out);
    for (int i = 1; i <= count; i++) {
        const lua_Integer code_point = argument_integer(L, i, "utf8.char: a code point");
        if (code_point < 0 || code_point > POINT_MAX ||
            (code_point >= SURROGATE_FIRST && code_point <= SURROGATE_LAST))
            return luaL_error(L, "utf8.char: %I is no code point", (LUAI_UACINT)code_point);
        scratch_add(&out, point_bytes, utf8_write((uint32_t)code_point, point_bytes));
    }
    scratch_end(&out);
    return 1;
}

int utf8_charpattern(lua_State *L)
{
    static const char pattern[] = "[\0-\x7F\xC2-\xFD][\x80-\xBF]*";
    lua_pushlstring(L, pattern, sizeof pattern - 1);
    return 1;
}

int utf8_codepoint(lua_State *L)
{
    static const char what[] = "utf8.codepoint: a position";
    const struct text lua_text = argument_text(L, 1, "utf8.codepoint: a text");
    const lua_Integer from = position_of(argument_integer_or(L, 2, what, 1), lua_text.size);
    const lua_Integer to = position_of(argument_integer_or(L, 3, what, from), lua_text.size);
    int count = 0;
    if (from < 1 || to > (lua_Integer)lua_text.size)
        return luaL_error(L, "utf8.codepoint: a position is outside the text");
    for (size_t lua_position = (size_t)from - 1; (lua_Integer)lua_position < to;) {
        uint32_t code_point;
        const size_t size = utf8_read(lua_text, lua_position, &code_point);
        if (size == 0)
            return luaL_error(L, "utf8.codepoint: the text is not UTF-8");
        if (count == LIMIT_LUA_RESULTS)
            return luaL_error(L, "utf8.codepoint: more than %d at once", LIMIT_LUA_RESULTS);
        fuel_charge(L, 1);
        luaL_checkstack(L, 1, "utf8.codepoint");
        lua_pushinteger(L, code_point);
        count++;
        lua_position += size;
    }
    return count;
}

/* Argument 2 is where the last code point started, from 1; 0 at first. */
static int codes_next(lua_State *L)
{
    const struct text lua_text = argument_text(L, 1, "utf8.codes: a text");
    lua_Integer lua_position = argument_integer(L, 2, "utf8.codes: a position");
    uint32_t code_point;
    fuel_charge(L, 1);
    if (lua_position < 0)
        return luaL_error(L, "utf8.codes: a position is outside the text");
    while (continuation_at(lua_text, lua_position)) /* the rest of the last one, which was whole */
        lua_position++;
    if ((size_t)lua_position >= lua_text.size)
        return 0;
    if (utf8_read(lua_text, (size_t)lua_position, &code_point) == 0)
        return luaL_error(L, "utf8.codes: the text is not UTF-8");
    lua_pushinteger(L, lua_position + 1);
    lua_pushinteger(L, code_point);
    return 2;
}

/* The text is checked first: what follows a whole code point would be taken for its rest. */
int utf8_codes(lua_State *L)
{
    const struct text lua_text = argument_text(L, 1, "utf8.codes: a text");
    bytes_charge(L, lua_text.size);
    if (utf8_check(lua_text) != lua_text.size)
        return luaL_error(L, "utf8.codes: the text is not UTF-8");
    lua_pushcfunction(L, codes_next);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

int utf8_len(lua_State *L)
{
    static const char what[] = "utf8.len: a position";
    const struct text lua_text = argument_text(L, 1, "utf8.len: a text");
    const lua_Integer from = position_of(argument_integer_or(L, 2, what, 1), lua_text.size);
    const lua_Integer to = position_of(argument_integer_or(L, 3, what, -1), lua_text.size);
    lua_Integer count = 0;
    if (from < 1 || from > (lua_Integer)lua_text.size + 1 || to > (lua_Integer)lua_text.size)
        return luaL_error(L, "utf8.len: a position is outside the text");
    bytes_charge(L, lua_text.size);
    for (size_t lua_position = (size_t)from - 1; (lua_Integer)lua_position < to; count++) {
        uint32_t code_point;
        const size_t size = utf8_read(lua_text, lua_position, &code_point);
        if (size == 0) {
            lua_pushnil(L);
            lua_pushinteger(L, (lua_Integer)lua_position + 1);
            return 2;
        }
        lua_position += size;
    }
    lua_pushinteger(L, count);
    return 1;
}

/* One character on, or back: from the first byte of one to that of the next. */
static lua_Integer character_step(struct text lua_text, lua_Integer lua_position, int direction)
{
    do
        lua_position += direction;
    while (lua_position > 0 && continuation_at(lua_text, lua_position));
    return lua_position;
}

static int offset_none(lua_State *L)
{
    lua_pushnil(L);
    return 1;
}

int utf8_offset(lua_State *L)
{
    const struct text lua_text = argument_text(L, 1, "utf8.offset: a text");
    lua_Integer count = argument_integer(L, 2, "utf8.offset: a number");
    const lua_Integer end = (lua_Integer)lua_text.size;
    lua_Integer lua_position =
        position_of(argument_integer_or(L, 3, "utf8.offset: a position", count > 0 ? 1 : end + 1),
                    lua_text.size) -
        1;
    if (lua_position < 0 || lua_position > end)
        return luaL_error(L, "utf8.offset: the position is outside the text");
    bytes_charge(L, lua_text.size);
    if (count == 0) {
        while (lua_position > 0 && continuation_at(lua_text, lua_position))
            lua_position--;
        lua_pushinteger(L, lua_position + 1);
        return 1;
    }
    if (continuation_at(lua_text, lua_position))
        return luaL_error(L, "utf8.offset: the position is inside a character");
    for (; count > 1; count--, lua_position = character_step(lua_text, lua_position, 1))
        if (lua_position >= end)
            return offset_none(L);
    for (; count < 0; count++, lua_position = character_step(lua_text, lua_position, -1))
        if (lua_position <= 0)
            return offset_none(L);
    lua_pushinteger(L, lua_position + 1);
    return 1;
}
