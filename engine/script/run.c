#include "script/run.h"

#include "script/fault.h"
#include "script/state.h"

#include "base/clock.h"
#include "base/limits.h"

enum {
    FUEL_QUANTUM = 100, /* instructions between two looks at the deadline               */
    FUEL_LOOK = 1000,   /* units that C code may spend between two looks                */
    PLACE_LEVELS = 64,  /* calls that are looked through for the policy's own line      */
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
        .beginning = options->beginning,
    };
}

/* ---- places ---- */

static bool is_of(const lua_Debug *frame, const char *path)
{
    return frame->source[0] == '@' && strcmp(frame->source + 1, path) == 0;
}

static struct place place_in(const struct run *run, const lua_Debug *frame)
{
    const struct module_sources *run_modules = run->source->modules;
    for (size_t run_module = 0; run_modules && run_module < run_modules->count; run_module++)
        if (is_of(frame, run_modules->at[run_module].path))
            return (struct place){run_modules->at[run_module].path, (unsigned)frame->currentline,
                                  0};
    return (struct place){0};
}

struct place run_place(lua_State *L)
{
    const struct run *run = run_of(L);
    struct place run_found = {0};
    lua_Debug frame;
    for (int level = 0; level < PLACE_LEVELS && lua_getstack(L, level, &frame); level++) {
        if (!lua_getinfo(L, "Sl", &frame) || frame.currentline <= 0)
            continue;
        if (is_of(&frame, run->source->path))
            return (struct place){run->source->path, (unsigned)frame.currentline, 0};
        if (!run_found.file)
            run_found = place_in(run, &frame);
    }
    return run_found;
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

int run_protected(lua_State *L, lua_CFunction body)
{
    lua_pushcfunction(L, error_seen);
    lua_pushcfunction(L, body);
    const int ended = lua_pcall(L, 0, 0, -2);
    lua_remove(L, ended == LUA_OK ? -1 : -2);
    return ended;
}

static bool state_call(struct run *run, lua_State *L, lua_CFunction body, struct fault *fault)
{
    hooks_set(L, run);
    const int ended = run_protected(L, body);
    if (ended == LUA_ERRMEM && run->limit == RUN_WITHIN)
        run->limit = RUN_MEMORY;
    if (ended == LUA_OK)
        return true;
    *fault = fault_of(run, L);
    return false;
}

/* The state that the host keeps, where it has the memory for it, else one of the run's own. */
static struct state *state_for(const struct run *run, struct state *own)
{
    struct state *kept = run->beginning;
    return kept && kept->memory_peak_begun <= run->memory_max ? kept : own;
}

bool run_call(struct run *run, lua_CFunction body, struct fault *fault)
{
    struct state own = {0};
    struct state *state = state_for(run, &own);
    const int64_t began = clock_microseconds();
    run->deadline_ms = clock_milliseconds() + run->time_max_ms;
    lua_State *L = state_begin(state, run);
    bool returned = false;
    if (L)
        returned = state_call(run, L, body, fault);
    else
        *fault = fault_of(run, NULL);
    state_end(state);
    run->state = NULL;
    run->evaluation->fuel = run->fuel_max - run->fuel;
    run->evaluation->memory = run->memory_peak;
    run->evaluation->time_us = clock_microseconds() - began;
    return returned;
}
