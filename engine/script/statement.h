/* script/statement.h: what a policy says itself, and the case it says it to. Private to the room.
 *
 * A statement is a control of its own: a sentence, and whatever shows it.
 *
 *     case:fail("two groups were left out", {observed = left, evidence = groups[2], control =
 * "groups"})
 */
#ifndef SCRIPT_STATEMENT_H
#define SCRIPT_STATEMENT_H

#include "script/subject.h"

/* The case that `method` was called on, which is the judged one: nothing is said to a champion. */
MAY_RAISE const struct handle *judging_self(lua_State *L, const char *method);

MAY_RAISE int case_pass(lua_State *L);
MAY_RAISE int case_fail(lua_State *L);
MAY_RAISE int case_insufficient(lua_State *L);
MAY_RAISE int case_not_applicable(lua_State *L);
MAY_RAISE int case_note(lua_State *L);

#endif
