/* script/chunk.h: a policy's or a module's text becomes a function. Private to the room.
 *
 * Text only: what Lua would take for compiled code is refused by name, as are a byte order mark, a
 * first line for a shell, bytes that are not UTF-8, and more than LIMIT_POLICY_SIZE of them.
 */
#ifndef SCRIPT_CHUNK_H
#define SCRIPT_CHUNK_H

#include "script/run.h"

/* Compile and push the function; its text is paid for. Raises "path:line: why" where it cannot. */
MAY_RAISE void chunk_push(lua_State *L, const char *path, struct text chunk_text);

/* Push the same function again, from what chunk_written (lines.h) wrote of it in this process. It
 * costs as much fuel as `source`, which is not read, and a quarter of the time. */
MAY_RAISE void chunk_push_again(lua_State *L, struct text compiled, struct text chunk_text);

#endif
