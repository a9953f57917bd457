/* script/state.h: the Lua state of one run, fresh each time. Private to the room.
 *
 * A state begins with its environment (sandbox.h) and the classes of the case, and to make that
 * takes longer than many a check. So it is made once, in the first chunk of a pool, and an image of
 * that chunk is kept: to begin anew is to copy the image back over the same bytes. What the run
 * before left is gone, down to the last byte that Lua can reach, as if the state had just been
 * made.
 *
 *     chunk  [ the beginning ..... | what a run adds ....... | free ]
 *     image  [ the beginning ..... ]
 *              <------ copied ----
 *
 * Where there is no image (the run has less memory than a beginning takes, or every object lies
 * apart, as under the address sanitizer) each run makes its own state, of the very same contents.
 */
#ifndef SCRIPT_STATE_H
#define SCRIPT_STATE_H

#include "script/pool.h"
#include "script/run.h"

struct state {
    struct run *run; /* whose budget what Lua allocates counts against */
    struct pool pool;
    lua_State *lua; /* NULL: there is none */

    struct text image; /* empty: there is none. Else what follows is of its moment: */
    struct pool pool_begun;
    size_t memory_begun, memory_peak_begun;
};

/* Make `state`, which is all zeros or was ended, the state of the run. NULL, with the run's limit
 * set, where there is not enough memory. */
lua_State *state_begin(struct state *state, struct run *run);

/* Keep an image of the state that has just begun; it lives in the arena. */
void state_keep(struct state *state, struct arena *arena);

/* Take back what the run added; without an image, everything. Not by lua_close, which frees object
 * by object and takes as long as all the rest of a short check. Nothing in a state needs more than
 * its memory back: finalizers are what lua_close runs besides, and there are none, as policies
 * cannot set metatables and no metatable of ours has __gc (so luaL_Buffer, whose box has one, is
 * not used here: see scratch.h). */
void state_end(struct state *state);

/* Give everything of the Lua state back. */
void state_free(struct state *state);

#endif
