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
    struct pieces *chunk_pieces = context;
    const struct text chunk_piece = text_part(chunk_pieces->rest, 0, PIECE_SIZE);
    fuel_charge(L, chunk_piece.size / BYTES_A_UNIT);
    chunk_pieces->rest = text_part(chunk_pieces->rest, chunk_piece.size, chunk_pieces->rest.size);
    *size = chunk_piece.size;
    return chunk_piece.size ? chunk_piece.at : NULL;
}

static const char *whole_next(lua_State *L, void *context, size_t *size)
{
    (void)L;
    struct pieces *chunk_pieces = context;
    const struct text whole = chunk_pieces->rest;
    chunk_pieces->rest = TEXT_NONE;
    *size = whole.size;
    return whole.at;
}

static int chunk_line(struct text chunk_text, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += chunk_text.at[i] == '\n';
    return line;
}

/* What the text must not be, before Lua sees it; NULL where it is fit. */
static const char *beginning_fault(struct text chunk_text)
{
    if (chunk_text.size && chunk_text.at[0] == SIGNATURE_BYTE)
        return "compiled Lua (bytecode) is refused, the file must be text";
    if (text_starts(chunk_text, TEXT("\xEF\xBB\xBF")))
        return "the file begins with a byte order mark";
    if (text_starts(chunk_text, TEXT("#")))
        return "the file begins with #, which is no Lua";
    return NULL;
}

static void chunk_check(lua_State *L, const char *path, struct text chunk_text)
{
    char id[LUA_IDSIZE];
    chunk_id(path, id);
    if (chunk_text.size > LIMIT_POLICY_SIZE)
        luaL_error(L, "%s:1: the file is larger than %d bytes", id, (int)LIMIT_POLICY_SIZE);
    const char *fault = beginning_fault(chunk_text);
    if (fault)
        luaL_error(L, "%s:1: %s", id, fault);
    const size_t bad_byte = utf8_check(chunk_text);
    if (bad_byte < chunk_text.size)
        luaL_error(L, "%s:%d: the file is not UTF-8", id, chunk_line(chunk_text, bad_byte));
}

/* Behind compiling: what compiles can be looked through without a grammar. */
static void power_check(lua_State *L, const char *path, struct text chunk_text)
{
    char id[LUA_IDSIZE];
    const size_t power = power_find(chunk_text);
    if (power == chunk_text.size)
        return;
    chunk_id(path, id);
    luaL_error(L,
               "%s:%d: ^ is here for x^2 and for numerals alone, other powers differ between "
               "processors; multiply, or use math.sqrt",
               id, chunk_line(chunk_text, power));
}

void chunk_push(lua_State *L, const char *path, struct text chunk_text)
{
    struct pieces chunk_pieces = {chunk_text};
    chunk_check(L, path, chunk_text);
    const char *name = lua_pushfstring(L, "@%s", path);
    if (lua_load(L, piece_next, &chunk_pieces, name, "t") != LUA_OK)
        lua_error(L);
    lua_remove(L, -2);
    power_check(L, path, chunk_text);
}

void chunk_push_again(lua_State *L, struct text compiled, struct text chunk_text)
{
    struct pieces chunk_pieces = {compiled};
    fuel_charge(L, chunk_text.size / BYTES_A_UNIT);
    if (lua_load(L, whole_next, &chunk_pieces, "", "b") != LUA_OK)
        lua_error(L);
}
