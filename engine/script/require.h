/* script/require.h: modules. Private to the room.
 *
 * A module is a file like a policy, with the same environment, run once for each state. Only the
 * modules of the policy's source exist; which of them a policy uses is recorded, as they are a
 * part of what it says. Modules are required at the top of a file, never inside a check, so that
 * their list is complete once the Lua file has run.
 */
#ifndef SCRIPT_REQUIRE_H
#define SCRIPT_REQUIRE_H

#include "script/run.h"

/* Push what the module gives; base_require is the function that policies call. */
MAY_RAISE void module_push(lua_State *L, struct text name);

#endif
