/* script/script.h: policies in Lua 5.4, contained.
 *
 * The room's only door: an evaluator (policy/evaluator.h) whose policies are Lua texts. Nobody
 * else includes lua.h.
 *
 *     struct evaluator lua = script_evaluator(&(struct script_options){0});
 *     lua.load(lua.host, &source, arena, &policy, &err);
 *     lua.check(lua.host, &policy, &of, arena, &findings, &evaluation);
 *
 * Containment, from the inside out:
 *   - a fresh state for every load and every check (state.h); nothing survives one;
 *   - an environment by allow-list (sandbox.c): no pcall, coroutine, load, io, os, debug,
 * setmetatable;
 *   - one budget of fuel, charged by the count hook and by every C function a policy can reach;
 *   - a cap on memory and on single strings in the allocator, and a deadline looked at by the hook;
 *   - documents as read-only views (view.h), walked in a fixed order;
 *   - one place where errors are caught (run.c).
 * What C code might still do wrong is the business of the worker, the process around it.
 */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "policy/evaluator.h"

/* How every state begins, made once. */
struct state;

/* The budget of one call; a zero takes the limit of base/limits.h. */
struct script_options {
    uint64_t fuel;
    size_t memory;
    int64_t time_ms;
    struct state *beginning; /* NULL: each call makes a state from nothing. The results are the same
                              * ones; with it, one call at a time is made, and sooner. */
};

/* A beginning of a state for many calls; it lives as long as the arena. */
struct state *script_beginning(struct arena *arena);

/* `options` is borrowed for as long as the evaluator is used. */
struct evaluator script_evaluator(const struct script_options *options);

/* Run a file that returns a table of data, as tests do, under the same budget and in the same
 * environment as a policy. ERROR_POLICY as evaluator.load has it. */
NODISCARD bool script_table(const struct policy_source *source, struct arena *arena,
                            struct value *script_out, struct error *err);

/* What a policy can reach, for documents and completion: name, usage, one line. Ended by a row
 * without a name. */
struct script_function {
    const char *name;  /* "case:metric", "string.find"                  */
    const char *usage; /* "case:metric(name [, {task=, dataset=, group=}])" */
    const char *summary;
};

const struct script_function *script_functions(void);

#endif
