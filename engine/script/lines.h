/* script/lines.h: which lines of a policy can be reached. Private to the room.
 *
 * Lua tells the lines of a function, not those of the functions in it, unless the text is run. So
 * the compiled text is written out and the lines of every instruction are read from there, without
 * running anything; what is read was written by our own library a moment before. Two kinds of
 * instructions are left out, because nobody wrote them: the first of a function with "...", and
 * the return behind the end of every function, which is often not reachable at all.
 */
#ifndef SCRIPT_LINES_H
#define SCRIPT_LINES_H

#include "script/run.h"

/* The bytes of a chunk that was compiled on top of the stack. */
MAY_RAISE struct text chunk_written(lua_State *L);

/* The lines that `written_chunk` names, in order, each once. ERROR_BUG where the format is another.
 */
NODISCARD bool lines_read(struct text written_chunk, struct arena *arena, struct lines *chunk_out,
                          struct error *err);

#endif
