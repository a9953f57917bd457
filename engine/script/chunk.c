#include "script/chunk.h"

#include "script/fault.h"
#include "script/power.h"

#include "base/encode.h"
#include "base/limits.h"

enum {
    PIECE_SIZE =
        4096,         /* Lua is handed the text in pieces: the deadline is looked at between them */
    BYTES_A_UNIT = 4, /* compiling takes about 6 ns a byte                                       */
    SIGNATURE_BYTE = 27 /* how compiled code begins */
};

/* What is still to be read. */
struct pieces {
    struct text rest;
};

static const char *piece_next(lua_State *L, void *context, size_t *size)
{
    struct pieces *pieces = context;
    const struct text piece = text_part(pieces->rest, 0, PIECE_SIZE);
    fuel_charge(L, piece.size / BYTES_A_UNIT);
    pieces->rest = text_part(pieces->rest, piece.size, pieces->rest.size);
    *size = piece.size;
    return piece.size ? piece.at : NULL;
}

static const char *whole_next(lua_State *L, void *context, size_t *size)
{
    (void)L;
    struct pieces *pieces = context;
    const struct text whole = pieces->rest;
    pieces->rest = TEXT_NONE;
    *size = whole.size;
    return whole.at;
}

static int line_of(struct text source, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += source.at[i] == '\n';
    return line;
}

/* What the text must not be, before Lua sees it; NULL where it is fit. */
static const char *beginning_fault(struct text source)
{
    if (source.size && source.at[0] == SIGNATURE_BYTE)
        return "compiled Lua (bytecode) is refused, the file must be text";
    if (text_starts(source, TEXT("\xEF\xBB\xBF")))
        return "the file begins with a byte order mark";
    if (text_starts(source, TEXT("#")))
        return "the file begins with #, which is no Lua";
    return NULL;
}

static void chunk_check(lua_State *L, const char *path, struct text source)
{
    char id[LUA_IDSIZE];
    chunk_id(path, id);
    if (source.size > LIMIT_POLICY_SIZE)
        luaL_error(L, "%s:1: the file is larger than %d bytes", id, (int)LIMIT_POLICY_SIZE);
    const char *fault = beginning_fault(source);
    if (fault)
        luaL_error(L, "%s:1: %s", id, fault);
    const size_t bad = utf8_check(source);
    if (bad < source.size)
        luaL_error(L, "%s:%d: the file is not UTF-8", id, line_of(source, bad));
}

/* Behind compiling: what compiles can be looked through without a grammar. */
static void power_check(lua_State *L, const char *path, struct text source)
{
    char id[LUA_IDSIZE];
    const size_t power = power_find(source);
    if (power == source.size)
        return;
    chunk_id(path, id);
    luaL_error(L,
               "%s:%d: ^ is here for x^2 and for numerals alone, other powers differ between "
               "processors; multiply, or use math.sqrt",
               id, line_of(source, power));
}

void chunk_push(lua_State *L, const char *path, struct text source)
{
    struct pieces pieces = {source};
    chunk_check(L, path, source);
    const char *name = lua_pushfstring(L, "@%s", path);
    if (lua_load(L, piece_next, &pieces, name, "t") != LUA_OK)
        lua_error(L);
    lua_remove(L, -2);
    power_check(L, path, source);
}

void chunk_push_again(lua_State *L, struct text compiled, struct text source)
{
    struct pieces pieces = {compiled};
    fuel_charge(L, source.size / BYTES_A_UNIT);
    if (lua_load(L, whole_next, &pieces, "", "b") != LUA_OK)
        lua_error(L);
}
