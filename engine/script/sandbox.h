/* script/sandbox.h: the names that a policy finds. Private to the room.
 *
 *     _ENV ----> {} --__index--> globals --__index--> "'pcall' does not exist here: ..."
 *                   \-__newindex-> "'x' cannot be assigned: ..."
 *     string --> {} --__index--> the functions of functions.h --__index--> "did you mean find?"
 *
 * What a policy holds is always the empty table in front, so nothing behind it can be changed.
 * Functions and libraries are put in place when they are first asked for: most policies use few,
 * and a state is made for each check.
 */
#ifndef SCRIPT_SANDBOX_H
#define SCRIPT_SANDBOX_H

#include "script/run.h"

/* Make the environment of every chunk of this state, and the methods of texts. */
void sandbox_open(lua_State *L);

#endif
