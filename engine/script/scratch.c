#include "script/scratch.h"

#include "script/argument.h"

#include "base/limits.h"

void scratch_begin(lua_State *L, struct scratch *scratch)
{
    scratch->L = L;
    scratch->at = scratch->room;
    scratch->size = 0;
    scratch->capacity = SCRATCH_ROOM;
    lua_pushnil(L);
    scratch->place = lua_gettop(L);
}

static void scratch_grow(struct scratch *scratch, size_t needed)
{
    size_t capacity = 2 * scratch->capacity;
    if (capacity < needed)
        capacity = needed;
    if (capacity > LIMIT_LUA_STRING)
        capacity = LIMIT_LUA_STRING;
    char *moved = lua_newuserdatauv(scratch->L, capacity, 0);
    memcpy(moved, scratch->at, scratch->size);
    lua_replace(scratch->L, scratch->place);
    scratch->at = moved;
    scratch->capacity = capacity;
}

char *scratch_more(struct scratch *scratch, size_t size)
{
    if (size > LIMIT_LUA_STRING - scratch->size)
        run_exhausted(scratch->L, RUN_STRING);
    bytes_charge(scratch->L, size);
    if (size > scratch->capacity - scratch->size)
        scratch_grow(scratch, scratch->size + size);
    char *result = scratch->at + scratch->size;
    scratch->size += size;
    return result;
}

void scratch_add(struct scratch *scratch, const char *at, size_t size)
{
    char *to = scratch_more(scratch, size);
    if (size)
        memcpy(to, at, size);
}

/* The text stays on the stack until its bytes are copied: growing may collect garbage. */
void scratch_add_top(struct scratch *scratch)
{
    size_t size;
    const char *at = lua_tolstring(scratch->L, -1, &size);
    scratch_add(scratch, at, size);
    lua_pop(scratch->L, 1);
}

void scratch_end(struct scratch *scratch)
{
    lua_pushlstring(scratch->L, scratch->at, scratch->size);
    lua_replace(scratch->L, scratch->place);
}
