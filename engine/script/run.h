/* script/run.h: one call into Lua, with its budget. Private to the room.
 *
 * A `struct run` is made for each load and each check, found again from any lua_State
 * (run_of), and gone afterwards. It owns the state; it borrows the arena.
 *
 * longjmp. A Lua error leaves C functions without running their clean-up. So a lua_CFunction here
 * holds arena memory, Lua values and userdata, and nothing else; functions that may not return are
 * marked MAY_RAISE.
 *
 * Ends. A check is left early in one of three ways, none of which Lua code can catch, as it has no
 * pcall: a read of what is absent (run_missing: the check ends, the finding is recorded), a spent
 * budget (run_exhausted), or an error (lua_error, luaL_error), which becomes an error finding with
 * the line it came from.
 */
#ifndef SCRIPT_RUN_H
#define SCRIPT_RUN_H

#include "policy/evaluator.h"
#include "script/script.h"

#include <lauxlib.h>
#include <lua.h>

/* The function may leave by longjmp instead of returning. */
#define MAY_RAISE

/* Which part of the budget was hit; the word stands in the finding: "limit:fuel". */
enum run_limit { RUN_WITHIN, RUN_FUEL, RUN_MEMORY, RUN_STRING, RUN_TIME, RUN_FINDINGS };

struct run {
    lua_State *state;
    struct arena *arena; /* results live here; a longjmp does not hurt it                     */
    const struct policy_source *source;
    const struct policy *policy;    /* whose run it is; NULL while loading                      */
    const struct case_file *of;     /* the run's case; NULL while loading                       */
    struct findings *findings;      /* of the run; NULL while loading                           */
    struct early *early;            /* the run's case to judge when the file is loaded, or NULL */
    struct evaluation *evaluation;  /* never NULL                                               */
    struct policy_modules *modules; /* what `require` has brought into the run                  */
    uint64_t fuel;                  /* units left                                               */
    size_t memory, memory_max;      /* bytes in use, and the most there may be                  */
    int64_t deadline_ms;            /* of the run, by clock_milliseconds                        */
    enum run_limit limit;           /* the first that was hit                                   */
    bool missing;                   /* the check was ended by a read of what is absent          */
    struct value declared;          /* what the file's Lua table says, once it was loaded       */
    struct text compiled;           /* the file as Lua compiled it, once it was loaded          */
    void *case_data;                /* case.c keeps its counters and indexes here               */
    bool loading;                   /* the file's text runs, its check not yet: `require` reads */
    struct place stopped;           /* where the policy stood when it was ended                 */
    uint64_t fuel_max;              /* units there were                                         */
    uint64_t fuel_looked;           /* units left when the deadline was last looked at          */
    int64_t time_max_ms;
    size_t memory_peak;
    unsigned refusals;       /* of memory: for each one Lua collected all its garbage */
    struct state *beginning; /* what the host keeps, or NULL                          */
};

static inline struct run *run_of(lua_State *L)
{
    return *(struct run **)lua_getextraspace(L);
}

/* Spend `units` of fuel; one unit is one VM instruction's worth of work. Raises where they are
 * not there. Every loop in C over something a policy chose charges here. */
MAY_RAISE void fuel_charge(lua_State *L, uint64_t units);

/* End the call because a limit is hit. */
MAY_RAISE NORETURN void run_exhausted(lua_State *L, enum run_limit limit);

/* End the check because `path` is absent: records a finding with outcome missing, named after the
 * path, where `view_near` is what does exist (its place is named), and unwinds. `hint` is
 * "; did you mean ...?" or "". While loading it is an ordinary error. */
MAY_RAISE NORETURN void run_missing(lua_State *L, struct text path, const struct value *view_near,
                                    const char *hint);

/* Where the policy stands: the line of the nearest frame in the policy's own file, else in a
 * module's. */
struct place run_place(lua_State *L);

/* Tell the watcher, if there is one, that the policy read something. */
void run_read(lua_State *L, struct text path, const struct value *value);

/* Argument `index` as a text (the bytes live as long as Lua's string), or raise with what was
 * given: "metric: a name is needed, nil was given". Numbers are not turned into texts. */
MAY_RAISE struct text argument_text(lua_State *L, int index, const char *what);

/* A Lua value as a struct value in the run's arena: nil is null, tables with keys 1..n are lists,
 * tables with text keys are maps, views are the value they show; NaN and infinities are VALUE_NAN.
 * Functions and userdata raise, unless `skip_functions` (they are left out of maps). Bounded in
 * depth and number, charged. Keys of both kinds in one table raise. */
MAY_RAISE struct value value_of_lua(lua_State *L, int index, bool skip_functions);

/* ---- the call itself: for script.c ---- */

/* Why a run did not come to its end. */
struct fault {
    const char *control; /* "limit:fuel", "error"; NULL where a finding says it already: missing */
    struct text message; /* one printable line, at most LIMIT_MESSAGE_SIZE                       */
    struct place place;  /* of the policy's file, or of a module                                 */
};

/* A run that has not begun, with the budget of `options`. */
struct run run_new(const struct script_options *options, const struct policy_source *source,
                   struct arena *arena, struct evaluation *evaluation);

/* Call `body`, and catch its errors: the one place where that is done. LUA_OK, or a status of Lua
 * with what was raised pushed. */
int run_protected(lua_State *L, lua_CFunction body);

/* Call `body` in a state of its own, which is gone afterwards. False, with the fault, where it did
 * not return. Either way the evaluation knows what was used. */
NODISCARD bool run_call(struct run *run, lua_CFunction body, struct fault *fault);

#endif
