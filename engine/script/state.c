#include "script/state.h"

#include "script/case.h"
#include "script/sandbox.h"
#include "script/view.h"

#include "base/limits.h"

enum {
    REFUSALS_MAX = 8,       /* a policy that lives at the edge would do nothing but collect */
    POOL_SHARE = 4,         /* times the limit that the pool may hold in pieces too small   */
    POOL_LEAST = 256 << 10, /* bytes                                                        */
    STRING_HEAD = 25,       /* bytes that Lua adds to a text: a header, a NUL               */
    COLLECT_FROM_KB = 256,  /* most checks are over before; to look for garbage costs more  */
};

/* ---- memory ---- */

static void *memory_refused(struct run *run, enum run_limit limit)
{
    if (run->limit == RUN_WITHIN && run->state)
        run->stopped = run_place(run->state);
    if (run->limit == RUN_WITHIN)
        run->limit = limit;
    return NULL;
}

/* Lua answers a refusal by collecting its garbage and asking once more; only a limit is final. */
static void *memory_short(struct run *run)
{
    if (run->limit == RUN_WITHIN && run->state)
        run->stopped = run_place(run->state);
    if (++run->refusals > REFUSALS_MAX)
        return memory_refused(run, RUN_MEMORY);
    return NULL;
}

/* lua_Alloc. For a new object `old_size` is its type, whatever the kind of text. */
static void *memory_resize(void *context, void *old, size_t old_size, size_t size)
{
    struct state *state = context;
    struct run *run = state->run;
    const bool is_text = !old && old_size == LUA_TSTRING;
    const size_t before = old ? old_size : 0;
    if (is_text && size > LIMIT_LUA_STRING + STRING_HEAD)
        return memory_refused(run, RUN_STRING);
    if (size > before) {
        if (run->limit != RUN_WITHIN)
            return NULL;
        if (size - before > run->memory_max - run->memory)
            return memory_short(run);
    }
    void *moved = pool_resize(&state->pool, old, before, size);
    if (!moved && size)
        return memory_short(run);
    run->memory += size - before;
    if (run->memory > run->memory_peak)
        run->memory_peak = run->memory;
    return moved;
}

/* ---- the beginning ---- */

static int state_prepare(lua_State *L)
{
    sandbox_open(L);
    view_open(L);
    case_open(L);
    return 0;
}

/* A step of garbage collection of less than nothing is a credit. */
static bool state_prepared(lua_State *L)
{
    if (run_protected(L, state_prepare) != LUA_OK)
        return false;
    (void)lua_gc(L, LUA_GCSTEP, -COLLECT_FROM_KB);
    return true;
}

static lua_State *state_made(struct state *state, struct run *run)
{
    lua_State *L = lua_newstate(memory_resize, state);
    if (!L)
        return NULL;
    *(struct run **)lua_getextraspace(L) = run;
    return state_prepared(L) ? L : NULL;
}

static lua_State *state_again(struct state *state, struct run *run)
{
    const struct text begun = pool_only_chunk(&state->pool);
    memcpy((char *)(uintptr_t)begun.at, state->image.at, state->image.size);
    run->memory = state->memory_begun;
    run->memory_peak = state->memory_peak_begun;
    *(struct run **)lua_getextraspace(state->lua) = run;
    return state->lua;
}

lua_State *state_begin(struct state *state, struct run *run)
{
    state->run = run;
    state->pool.max = run->memory_max * POOL_SHARE + POOL_LEAST;
    state->lua = state->image.size ? state_again(state, run) : state_made(state, run);
    if (!state->lua)
        run->limit = RUN_MEMORY;
    run->state = state->lua;
    return state->lua;
}

void state_keep(struct state *state, struct arena *arena)
{
    const struct text begun = pool_only_chunk(&state->pool);
    if (!begun.size)
        return;
    state->image = text_copy(arena, begun);
    state->pool_begun = state->pool;
    state->memory_begun = state->run->memory;
    state->memory_peak_begun = state->run->memory_peak;
}

void state_end(struct state *state)
{
    if (state->image.size)
        pool_rewind(&state->pool, &state->pool_begun);
    else
        state_free(state);
}

void state_free(struct state *state)
{
    pool_release(&state->pool);
    *state = (struct state){0};
}
