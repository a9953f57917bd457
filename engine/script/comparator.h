/* script/comparator.h: the methods of a subject. Private to the room.
 *
 *     order        at_least at_most above below within score_at_least score_above
 *     likeness     equals one_of matches present graded
 *     champion     not_worse_than_champion
 *
 * Each is one control: it looks at its bound first, because a bad bound is the policy's mistake
 * whatever the evidence says; then at what is lacking; then compares. It returns the subject, so
 * that calls chain.
 */
#ifndef SCRIPT_COMPARATOR_H
#define SCRIPT_COMPARATOR_H

#include "script/subject.h"

/* Every comparator, ended by a row without a name; and the words that a subject knows, its fields
 * included, ended by NULL. */
extern const struct method comparators[];
extern const char *const subject_words[];

MAY_RAISE int compare_at_least(lua_State *L);
MAY_RAISE int compare_at_most(lua_State *L);
MAY_RAISE int compare_above(lua_State *L);
MAY_RAISE int compare_below(lua_State *L);
MAY_RAISE int compare_within(lua_State *L);
MAY_RAISE int compare_score_at_least(lua_State *L);
MAY_RAISE int compare_score_above(lua_State *L);
MAY_RAISE int compare_equals(lua_State *L);
MAY_RAISE int compare_one_of(lua_State *L);
MAY_RAISE int compare_matches(lua_State *L);
MAY_RAISE int compare_present(lua_State *L);
MAY_RAISE int compare_graded(lua_State *L);
MAY_RAISE int compare_champion(lua_State *L);

/* The subject that the comparator was called on; raises where it is a suite but no `score` of one
 * is compared, and the other way round. */
MAY_RAISE const struct subject *comparator_self(lua_State *L, const char *comparator, bool score);

/* Raise where more than `count` arguments follow the subject, or where the one after them is a
 * table of options: there are none, and those of statistics are refused by name. */
MAY_RAISE void bounds_only(lua_State *L, int count, const char *comparator);

/* A finite number at `index`, or raise. */
MAY_RAISE const struct value *bound_number(lua_State *L, int index, const char *comparator);

/* {name: value} */
const struct value *expected_of(lua_State *L, const char *name, struct value expected);

/* Records what is lacking and says true; false where there is something to compare. */
MAY_RAISE bool comparator_lacks(lua_State *L, const struct subject *subject,
                                const struct value *expected);

/* The same for what must be a number. */
MAY_RAISE bool comparator_lacks_number(lua_State *L, const struct subject *subject,
                                       const struct value *expected);

/* Leave the subject alone on the stack: what every comparator returns. */
int comparator_return(lua_State *L);

#endif
