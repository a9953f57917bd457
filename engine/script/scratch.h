/* script/scratch.h: bytes of a text in the making. Private to the room.
 *
 * Small texts are made on C's stack. Larger ones move to a block of Lua's, which is counted, and
 * collected where an error leaves; it holds one place of Lua's stack, taken at the start, so what
 * is pushed later must be popped before the next byte is added.
 *
 *     struct scratch out;
 *     scratch_begin(L, &out);          pushes its place
 *     scratch_add(&out, at, size);     charges, and ends the run above LIMIT_LUA_STRING
 *     scratch_end(&out);               the place becomes the text
 */
#ifndef SCRIPT_SCRATCH_H
#define SCRIPT_SCRATCH_H

#include "script/run.h"

enum { SCRATCH_ROOM = 512 };

struct scratch {
    lua_State *L;
    char *at;
    size_t size, capacity;
    int place;
    char room[SCRATCH_ROOM];
};

void scratch_begin(lua_State *L, struct scratch *scratch);

/* Room for `scratch_size` more bytes, which the caller writes and which count as added. */
MAY_RAISE char *scratch_more(struct scratch *scratch, size_t scratch_size);

MAY_RAISE void scratch_add(struct scratch *scratch, const char *scratch_at, size_t scratch_size);

/* Add the text on top of the stack, and pop it. */
MAY_RAISE void scratch_add_top(struct scratch *scratch);

/* Leave the text on top of the stack, where the place was and nothing was above it. */
MAY_RAISE void scratch_end(struct scratch *scratch);

#endif
