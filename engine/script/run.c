#include "script/run.h"

#include "script/fault.h"
#include "script/pool.h"

#include "base/clock.h"
#include "base/limits.h"

enum {
    FUEL_QUANTUM = 100,     /* instructions between two looks at the deadline               */
    FUEL_LOOK = 1000,       /* units that C code may spend between two looks                */
    REFUSALS_MAX = 8,       /* a policy that lives at the edge would do nothing but collect */
    POOL_SHARE = 4,         /* times the limit that the pool may hold in pieces too small   */
    POOL_LEAST = 256 << 10, /* bytes                                                        */
    PLACE_LEVELS = 64,      /* calls that are looked through for the policy's own line      */
    STRING_HEAD = 25,       /* bytes that Lua adds to a text: a header, a NUL               */
};

/* What the allocator is handed. */
struct host {
    struct run *run;
    struct pool pool;
};

struct run run_new(const struct script_options *options, const struct policy_source *source,
                   struct arena *arena, struct evaluation *evaluation)
{
    const uint64_t fuel = options->fuel ? options->fuel : LIMIT_FUEL;
    return (struct run){
        .arena = arena,
        .source = source,
        .evaluation = evaluation,
        .fuel = fuel,
        .fuel_max = fuel,
        .fuel_looked = fuel,
        .memory_max = options->memory ? options->memory : LIMIT_LUA_MEMORY,
        .time_max_ms = options->time_ms ? options->time_ms : LIMIT_POLICY_TIME_MS,
    };
}

/* ---- places ---- */

static bool is_of(const lua_Debug *frame, const char *path)
{
    return frame->source[0] == '@' && strcmp(frame->source + 1, path) == 0;
}

static struct place place_in(const struct run *run, const lua_Debug *frame)
{
    const struct module_sources *modules = run->source->modules;
    for (size_t i = 0; modules && i < modules->count; i++)
        if (is_of(frame, modules->at[i].path))
            return (struct place){modules->at[i].path, (unsigned)frame->currentline, 0};
    return (struct place){0};
}

struct place run_place(lua_State *L)
{
    const struct run *run = run_of(L);
    struct place found = {0};
    lua_Debug frame;
    for (int level = 0; level < PLACE_LEVELS && lua_getstack(L, level, &frame); level++) {
        if (!lua_getinfo(L, "Sl", &frame) || frame.currentline <= 0)
            continue;
        if (is_of(&frame, run->source->path))
            return (struct place){run->source->path, (unsigned)frame.currentline, 0};
        if (!found.file)
            found = place_in(run, &frame);
    }
    return found;
}

/* ---- the budget ---- */

/* The first limit stands. What is raised is a bare nil: making a message could take memory. */
void run_exhausted(lua_State *L, enum run_limit limit)
{
    struct run *run = run_of(L);
    if (run->limit == RUN_WITHIN) {
        run->limit = limit;
        run->stopped = run_place(L);
    }
    lua_pushnil(L);
    lua_error(L);
    __builtin_unreachable();
}

static void deadline_look(lua_State *L, struct run *run)
{
    run->fuel_looked = run->fuel;
    if (clock_milliseconds() >= run->deadline_ms)
        run_exhausted(L, RUN_TIME);
}

void fuel_charge(lua_State *L, uint64_t units)
{
    struct run *run = run_of(L);
    if (run->limit != RUN_WITHIN)
        run_exhausted(L, run->limit);
    if (units > run->fuel) {
        run->fuel = 0;
        run_exhausted(L, RUN_FUEL);
    }
    run->fuel -= units;
    if (run->fuel_looked - run->fuel >= FUEL_LOOK)
        deadline_look(L, run);
}

static void line_reached(lua_State *L, lua_Debug *frame)
{
    const struct run *run = run_of(L);
    const struct watcher *watcher = run->evaluation->watcher;
    if (lua_getinfo(L, "S", frame) && is_of(frame, run->source->path))
        watcher->line(watcher->context, (unsigned)frame->currentline);
}

/* One instruction may take as long as copying all there is on the stack, so the deadline is looked
 * at each time. After a limit the fuel is spent, and whatever still runs is raised again. */
static void run_hook(lua_State *L, lua_Debug *frame)
{
    if (frame->event == LUA_HOOKLINE) {
        line_reached(L, frame);
        return;
    }
    fuel_charge(L, FUEL_QUANTUM);
    deadline_look(L, run_of(L));
}

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
    struct host *host = context;
    struct run *run = host->run;
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
    void *moved = pool_resize(&host->pool, old, before, size);
    if (!moved && size)
        return memory_short(run);
    run->memory += size - before;
    if (run->memory > run->memory_peak)
        run->memory_peak = run->memory;
    return moved;
}

/* ---- the call ---- */

/* The stack still stands here: it knows the line that is to blame. */
static int error_seen(lua_State *L)
{
    struct run *run = run_of(L);
    if (run->limit == RUN_WITHIN)
        run->stopped = run_place(L);
    return 1;
}

static void hooks_set(lua_State *L, const struct run *run)
{
    const struct watcher *watcher = run->evaluation->watcher;
    const int lines = watcher && watcher->line ? LUA_MASKLINE : 0;
    lua_sethook(L, run_hook, LUA_MASKCOUNT | lines, FUEL_QUANTUM);
}

static bool state_call(struct run *run, lua_State *L, lua_CFunction body, struct fault *fault)
{
    *(struct run **)lua_getextraspace(L) = run;
    run->state = L;
    hooks_set(L, run);
    lua_pushcfunction(L, error_seen);
    lua_pushcfunction(L, body);
    const int status = lua_pcall(L, 0, 0, -2);
    if (status == LUA_ERRMEM && run->limit == RUN_WITHIN)
        run->limit = RUN_MEMORY;
    if (status == LUA_OK)
        return true;
    *fault = fault_of(run, L);
    return false;
}

/* The state is not closed: closing frees object by object, which takes as long as all the rest of
 * a short check. Nothing in it needs more than its memory back. Finalizers are what lua_close runs
 * besides, and there are none: policies cannot set metatables, and no metatable of ours has __gc
 * (so luaL_Buffer, whose box has one, is not used here: see scratch.h). */
bool run_call(struct run *run, lua_CFunction body, struct fault *fault)
{
    struct host host = {.run = run, .pool = {.max = run->memory_max * POOL_SHARE + POOL_LEAST}};
    const int64_t began = clock_microseconds();
    run->deadline_ms = clock_milliseconds() + run->time_max_ms;
    lua_State *L = lua_newstate(memory_resize, &host);
    bool returned = false;
    if (L) {
        returned = state_call(run, L, body, fault);
    } else {
        run->limit = RUN_MEMORY;
        *fault = fault_of(run, NULL);
    }
    pool_release(&host.pool);
    run->state = NULL;
    run->evaluation->fuel = run->fuel_max - run->fuel;
    run->evaluation->memory = run->memory_peak;
    run->evaluation->time_us = clock_microseconds() - began;
    return returned;
}
