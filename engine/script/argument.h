/* script/argument.h: what a policy hands to a function. Private to the room.
 *
 * Nothing is turned into something else: a number is no text and a text no number. `what` is what
 * the message begins with: "string.rep: a count" gives "string.rep: a count is needed, a nil was
 * given". See run.h for argument_text.
 */
#ifndef SCRIPT_ARGUMENT_H
#define SCRIPT_ARGUMENT_H

#include "script/run.h"

/* A whole number, also where it is written 3.0. */
MAY_RAISE lua_Integer argument_integer(lua_State *L, int index, const char *what);
MAY_RAISE lua_Integer argument_integer_or(lua_State *L, int index, const char *what,
                                          lua_Integer absent);

/* Raise unless a number stands there. */
MAY_RAISE void argument_number(lua_State *L, int index, const char *what);

/* Raise unless a table stands there that the policy may change: no library, no document. */
MAY_RAISE void argument_table(lua_State *L, int index, const char *what);

/* What stands at `index`, as policies call it: "table" for documents, "nothing" past the end. */
const char *argument_kind(lua_State *L, int index);

/* Push a number, a text, a boolean or nil as text, spelled the same everywhere: "nan" has no sign.
 * Anything else is its kind, without an address; an object of ours says what it is. */
MAY_RAISE void text_push_of(lua_State *L, int index);

/* Charge for looking at or copying so many bytes. */
MAY_RAISE void bytes_charge(lua_State *L, size_t bytes);

#endif
