/* The short form: a list of rules, each a subject and what is demanded of it. */
#include "script/comparator.h"
#include "script/metric.h"

enum { WHAT_SIZE = 32 };

static const char *const makers[] = {"metric", "expect", "suite"};
static const char *const filters[] = {"task", "dataset", "split", "group"};
static const char *const rule_words[] = {
    "metric",         "expect",      "suite",   "task",    "dataset", "split",
    "group",          "at_least",    "at_most", "above",   "below",   "within",
    "equals",         "one_of",      "matches", "present", "graded",  "not_worse_than_champion",
    "score_at_least", "score_above", NULL,
};

static bool rule_has(lua_State *L, int rule, const char *name)
{
    const int type = option_push(L, rule, name);
    lua_pop(L, 1);
    return type != LUA_TNIL;
}

/* The one maker of the rule. */
static const char *maker_find(lua_State *L, int rule, const char *rule_phrase)
{
    const char *found = NULL;
    for (size_t i = 0; i < COUNT(makers); i++) {
        if (!rule_has(L, rule, makers[i]))
            continue;
        if (found)
            refuse(L, "%s has both %s and %s", rule_phrase, found, makers[i]);
        found = makers[i];
    }
    if (!found)
        refuse(L, "%s needs a metric, a suite or a path to expect", rule_phrase);
    return found;
}

/* Push the table of filters, or nothing; returns how many arguments that are. */
static int filters_push(lua_State *L, int rule, const char *maker, const char *rule_phrase)
{
    bool any = false;
    lua_createtable(L, 0, COUNT(filters));
    const int table = lua_gettop(L);
    for (size_t i = 0; i < COUNT(filters); i++) {
        if (option_push(L, rule, filters[i]) == LUA_TNIL) {
            lua_pop(L, 1);
            continue;
        }
        any = true;
        lua_setfield(L, table, filters[i]);
    }
    if (any && strcmp(maker, "metric") != 0)
        refuse(L, "%s: task, dataset, split and group are for metrics", rule_phrase);
    if (!any)
        lua_pop(L, 1);
    return any ? 1 : 0;
}

/* Push the subject of the rule. */
static void subject_make(lua_State *L, int rule, const char *rule_phrase)
{
    const char *maker = maker_find(L, rule, rule_phrase);
    const lua_CFunction function = strcmp(maker, "metric") == 0   ? case_metric
                                   : strcmp(maker, "expect") == 0 ? case_expect
                                                                  : case_suite;
    lua_pushcfunction(L, function);
    case_push(L);
    (void)option_push(L, rule, maker);
    const int options = filters_push(L, rule, maker, rule_phrase);
    lua_call(L, 2 + options, 1);
}

/* {low, high} as two arguments. */
static int within_push(lua_State *L, int bound, const char *rule_phrase)
{
    if (!lua_istable(L, bound) || lua_rawlen(L, bound) != 2)
        refuse(L, "%s: within takes {low, high}", rule_phrase);
    lua_rawgeti(L, bound, 1);
    lua_rawgeti(L, bound, 2);
    return 2;
}

/* Push the arguments that the bound at `bound` stands for. */
static int bounds_push(lua_State *L, int bound, const char *comparator, const char *rule_phrase)
{
    const bool marks = strcmp(comparator, "present") == 0;
    const bool alone = marks || strcmp(comparator, "not_worse_than_champion") == 0;
    if (strcmp(comparator, "within") == 0)
        return within_push(L, bound, rule_phrase);
    if (alone && lua_isboolean(L, bound) && lua_toboolean(L, bound))
        return 0;
    if (marks)
        refuse(L, "%s: present takes true", rule_phrase);
    lua_pushvalue(L, bound);
    return 1;
}

static void rule_run(lua_State *L, int rule, const char *rule_phrase)
{
    size_t demands = 0;
    (void)options_check(L, rule, rule_words, false, rule_phrase);
    subject_make(L, rule, rule_phrase);
    const int subject = lua_gettop(L);
    for (const struct method *comparator = comparators; comparator->name; comparator++) {
        if (option_push(L, rule, comparator->name) == LUA_TNIL) {
            lua_settop(L, subject);
            continue;
        }
        const int bound = lua_gettop(L);
        lua_pushcfunction(L, comparator->function);
        lua_pushvalue(L, subject);
        const int bounds = bounds_push(L, bound, comparator->name, rule_phrase);
        lua_call(L, 1 + bounds, 0);
        lua_settop(L, subject);
        demands++;
    }
    if (demands == 0)
        refuse(L, "%s demands nothing; at_least, at_most or another comparator is needed",
               rule_phrase);
}

/* Every key is one of 1..n, or a rule would be passed over. */
static lua_Integer rules_count(lua_State *L, int rules)
{
    if (!lua_istable(L, rules))
        refuse(L, "rules must be a list, a %s was given", luaL_typename(L, rules));
    const lua_Integer count = (lua_Integer)lua_rawlen(L, rules);
    lua_Integer found = 0;
    for (lua_pushnil(L); lua_next(L, rules); lua_pop(L, 1)) {
        fuel_charge(L, 1);
        if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1 || lua_tointeger(L, -2) > count)
            refuse(L, "rules must be a list: its rules have no names and no gaps");
        found++;
    }
    if (found != count)
        refuse(L, "rules must be a list: its rules have no names and no gaps");
    return count;
}

void rules_run(lua_State *L)
{
    const int rules = lua_gettop(L);
    luaL_checkstack(L, LUA_MINSTACK, "rules");
    const lua_Integer count = rules_count(L, rules);
    for (lua_Integer i = 1; i <= count; i++) {
        char rule_phrase[WHAT_SIZE];
        (void)snprintf(rule_phrase, sizeof rule_phrase, "rules[%lld]", (long long)i);
        fuel_charge(L, COST_CALL);
        lua_rawgeti(L, rules, i);
        if (!lua_istable(L, -1))
            refuse(L, "%s must be a table, a %s was given", rule_phrase, luaL_typename(L, -1));
        rule_run(L, lua_gettop(L), rule_phrase);
        lua_settop(L, rules);
    }
}
