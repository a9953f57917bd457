#include "script/comparator.h"

#include "script/phrase.h"

#include <math.h>

const struct method comparators[] = {
    {"at_least", compare_at_least},
    {"at_most", compare_at_most},
    {"above", compare_above},
    {"below", compare_below},
    {"within", compare_within},
    {"equals", compare_equals},
    {"one_of", compare_one_of},
    {"matches", compare_matches},
    {"present", compare_present},
    {"graded", compare_graded},
    {"not_worse_than_champion", compare_champion},
    {"score_at_least", compare_score_at_least},
    {"score_above", compare_score_above},
    {NULL, NULL},
};

const char *const subject_words[] = {
    "at_least",
    "at_most",
    "above",
    "below",
    "within",
    "equals",
    "one_of",
    "matches",
    "present",
    "graded",
    "not_worse_than_champion",
    "score_at_least",
    "score_above",
    "value",
    "n",
    "low",
    "high",
    "stderr",
    "grade",
    "task",
    "dataset",
    "split",
    "passed",
    "total",
    "score",
    NULL,
};

const struct subject *comparator_self(lua_State *L, const char *comparator, bool score)
{
    const struct subject *subject = subject_self(L, comparator);
    if (score && !subject->scored)
        refuse(L, "%s is for suites", comparator);
    if (!score && subject->scored)
        refuse(L, "%s is not for suites; use score_at_least or score_above", comparator);
    return subject;
}

void bounds_only(lua_State *L, int count, const char *comparator)
{
    static const char *const none[] = {NULL};
    const int given = lua_gettop(L) - 1;
    if (given > count && lua_istable(L, count + 2))
        (void)options_check(L, count + 2, none, false, comparator);
    if (given > count)
        refuse(L, "%s takes %d bound%s, %d were given", comparator, count, count == 1 ? "" : "s",
               given);
}

const struct value *bound_number(lua_State *L, int index, const char *comparator)
{
    struct arena *arena = run_of(L)->arena;
    if (lua_type(L, index) != LUA_TNUMBER)
        refuse(L, "%s: the bound must be a number, %s was given", comparator,
               lua_isnone(L, index) ? "nothing" : luaL_typename(L, index));
    if (lua_isinteger(L, index))
        return value_kept(value_of_integer((int64_t)lua_tointeger(L, index)), arena);
    const double number = (double)lua_tonumber(L, index);
    if (!isfinite(number))
        refuse(L, "%s: the bound is not a finite number", comparator);
    return value_kept(value_of_number(number), arena);
}

const struct value *expected_of(lua_State *L, const char *name, struct value expected)
{
    struct arena *arena = run_of(L)->arena;
    arena_charge(L, sizeof(struct member));
    struct members expected_members = {0};
    members_add(arena, &expected_members, text_of(name), expected);
    return value_kept(value_of_map(arena, &expected_members), arena);
}

bool comparator_lacks(lua_State *L, const struct subject *subject, const struct value *expected)
{
    if (subject->lack == OUTCOME_PASS)
        return false;
    subject_record(L, subject, (struct comparison){subject->lack, subject->why, expected, NULL});
    return true;
}

bool comparator_lacks_number(lua_State *L, const struct subject *subject,
                             const struct value *expected)
{
    if (comparator_lacks(L, subject, expected))
        return true;
    struct arena *arena = run_of(L)->arena;
    const struct text fault = number_fault(subject->value, arena);
    if (fault.size == 0)
        return false;
    const struct text phrase =
        text_format(arena, "%.*s %.*s", TEXT_ARGS(subject->phrase), TEXT_ARGS(fault));
    subject_record(L, subject, (struct comparison){OUTCOME_INSUFFICIENT, phrase, expected, NULL});
    return true;
}

int comparator_return(lua_State *L)
{
    lua_settop(L, 1);
    return 1;
}
