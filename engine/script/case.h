/* script/case.h: the `case` that a policy's check is given. Private to the room.
 *
 *     case:metric("accuracy"):at_least(params.floor)
 *     |    |                  |
 *     |    |                  a comparator: one control, one finding   (comparator.c)
 *     |    a subject: what is compared, and where it stands            (subject.h)
 *     the case: documents, transition, moment                          (case.c)
 */
#ifndef SCRIPT_CASE_H
#define SCRIPT_CASE_H

#include "script/run.h"

/* Make the metatables of the case, subjects, groups; called once for each state. */
void case_open(lua_State *L);

/* Push the case of the run, and the table of parameters (defaults with overrides). */
void case_push(lua_State *L);
void params_push(lua_State *L);

/* Run the short form, `rules = {{metric=..., at_least=...}, ...}`, from the table on top. */
MAY_RAISE void rules_run(lua_State *L);

/* Add a finding for the run: fills policy, level, cites, fix and source; numbers the control where
 * the name is taken ("auc", "auc#2"); tells the watcher; raises RUN_FINDINGS above LIMIT_FINDINGS.
 */
MAY_RAISE void finding_add(lua_State *L, struct finding run_finding);

/* The same when the run is over or unwinding (no raise, no charge); `place` may be empty. */
void finding_add_last(struct run *run, struct finding run_finding, struct place place);

#endif
