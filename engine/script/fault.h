/* script/fault.h: why a policy was ended, in one sentence. Private to the room.
 *
 *     limit:fuel      the policy spent its 2,000,000 units of fuel
 *     error           attempt to compare nil with number
 *
 * An error object is whatever the policy threw. It is looked at and never asked: no metamethod
 * runs, and what is not a text is named by its kind.
 */
#ifndef SCRIPT_FAULT_H
#define SCRIPT_FAULT_H

#include "script/run.h"

/* What ended `run`: its limit, else the error object on top of the stack. */
struct fault fault_of(struct run *run, lua_State *L);

/* The text on one line, at most `max` bytes of it: control characters become blanks, bytes that
 * are not UTF-8 are spelled \xNN. */
struct text text_printable(struct arena *arena, struct text raised_text, size_t max);

/* How Lua begins a message about the chunk of this path: shortened from the left where long. */
void chunk_id(const char *path, char chunk_name[LUA_IDSIZE]);

#endif
