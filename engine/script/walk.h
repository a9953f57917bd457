/* script/walk.h: tables walked in a fixed order. Private to the room.
 *
 * Lua's own order of keys depends on addresses and on the clock. Here numbers come first,
 * ascending, then texts by their bytes, then false and true; other keys have no order and are
 * refused. A loop by pairs sorts the keys once, when it begins: keys that are added while it runs
 * are not visited, keys that are removed are passed over.
 */
#ifndef SCRIPT_WALK_H
#define SCRIPT_WALK_H

#include "script/run.h"

/* Push the loop function over the table at `index`. */
MAY_RAISE void walk_push(lua_State *L, int index);

/* The key on top of the stack is replaced by the one after it and its value, or by nil: 2 or 1
 * pushed. Looks at every key: a loop that calls this costs the square. */
MAY_RAISE int walk_next(lua_State *L, int index);

#endif
