/* script/chunk.h: a policy's or a module's text becomes a function. Private to the room.
 *
 * Text only: what Lua would take for compiled code is refused by name, as are a byte order mark, a
 * first line for a shell, bytes that are not UTF-8, and more than LIMIT_POLICY_SIZE of them.
 */
#ifndef SCRIPT_CHUNK_H
#define SCRIPT_CHUNK_H

#include "script/run.h"

/* Compile and push the function; its text is paid for. Raises "path:line: why" where it cannot. */
MAY_RAISE void chunk_push(lua_State *L, const char *path, struct text source);

#endif
