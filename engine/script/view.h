/* script/view.h: documents as policies see them. Private to the room.
 *
 * A map or a list is a userdata that shows a struct value, read-only and without copying. Scalars
 * are Lua's own: texts, booleans, integers, floats (VALUE_NAN is NaN). null reads as absent.
 *
 *     case.model.lineage.data[1].name      each step a view; the last a text
 *
 * Reading what is absent ends the check as `missing`, with the path and a did-you-mean: a typo
 * never reads as nil. `#`, `pairs`, `ipairs`, `next` and `type` treat a view as a table: maps in
 * the order of key bytes (members that are null are passed over), lists by index (an item that is
 * null ends the check: a loop must not stop early in silence; reading past the end through ipairs
 * does not).
 */
#ifndef SCRIPT_VIEW_H
#define SCRIPT_VIEW_H

#include "script/run.h"

/* Push a scalar, or a view of a map or list, reached by `path` ("lineage.code"; "" for a root whose
 * members are named without a prefix). `viewed` and `path` live as long as the run. null pushes
 * nil: callers decide beforehand whether absence is an end. */
void view_push(lua_State *L, const struct value *viewed, struct text path);

/* The value behind a view at `index`, NULL where there is something else. */
const struct value *view_value(lua_State *L, int index);
struct text view_path(lua_State *L, int index);

/* Make the metatable of views; called once for each state. */
void view_open(lua_State *L);

/* What the sandbox's next, ipairs and # do with a view at `index`; used by module_base.c. */
MAY_RAISE int view_next(lua_State *L,
                        int index); /* key on top of the stack; pushes key, value or nil */

#endif
