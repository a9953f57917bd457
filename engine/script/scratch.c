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
    size_t scratch_capacity = 2 * scratch->capacity;
    if (scratch_capacity < needed)
        scratch_capacity = needed;
    if (scratch_capacity > LIMIT_LUA_STRING)
        scratch_capacity = LIMIT_LUA_STRING;
    char *moved = lua_newuserdatauv(scratch->L, scratch_capacity, 0);
    memcpy(moved, scratch->at, scratch->size);
    lua_replace(scratch->L, scratch->place);
    scratch->at = moved;
    scratch->capacity = scratch_capacity;
}

char *scratch_more(struct scratch *scratch, size_t scratch_size)
{
    if (scratch_size > LIMIT_LUA_STRING - scratch->size)
        run_exhausted(scratch->L, RUN_STRING);
    bytes_charge(scratch->L, scratch_size);
    if (scratch_size > scratch->capacity - scratch->size)
        scratch_grow(scratch, scratch->size + scratch_size);
    char *result = scratch->at + scratch->size;
    scratch->size += scratch_size;
    return result;
}

void scratch_add(struct scratch *scratch, const char *scratch_at, size_t scratch_size)
{
    char *to = scratch_more(scratch, scratch_size);
    if (scratch_size)
        memcpy(to, scratch_at, scratch_size);
}

/* The text stays on the stack until its bytes are copied: growing may collect garbage. */
void scratch_add_top(struct scratch *scratch)
{
    size_t scratch_size;
    const char *scratch_at = lua_tolstring(scratch->L, -1, &scratch_size);
    scratch_add(scratch, scratch_at, scratch_size);
    lua_pop(scratch->L, 1);
}

void scratch_end(struct scratch *scratch)
{
    lua_pushlstring(scratch->L, scratch->at, scratch->size);
    lua_replace(scratch->L, scratch->place);
}
