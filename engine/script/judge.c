#include "script/judge.h"

#include "script/phrase.h"
#include "script/view.h"

#include "base/limits.h"
#include "base/suggest.h"

#include <stdarg.h>

enum { REFUSAL_SIZE = 1024, BYTES_PER_UNIT = 8 };

static void side_init(struct side *side, const struct case_file *of, bool champion)
{
    *side = (struct side){.of = of, .champion = champion};
}

uint64_t side_seed(const struct side *side)
{
    uint64_t seed = 0;
    for (size_t i = 0; i < side->of->evidence->count; i++) {
        const struct digest *side_digest = &side->of->evidence->at[i].digest;
        seed = names_seed(seed, side_digest->bytes, sizeof side_digest->bytes);
    }
    return seed;
}

struct judge *judge_of(struct run *run)
{
    struct judge *judge = run->case_data;
    if (judge)
        return judge;
    judge = ARENA_NEW(run->arena, struct judge);
    if (run->of) {
        side_init(&judge->judged, run->of, false);
        side_init(&judge->champion, run->of->champion, true);
        judge->controls.seed = side_seed(&judge->judged);
    }
    run->case_data = judge;
    return judge;
}

/* `model_map` with `model_key` set to `model_value`; places are kept. */
static struct value model_map_with(const struct value *model_map, struct text model_key,
                                   struct value model_value, struct arena *arena)
{
    struct members model_members = {0};
    for (size_t model_member = 0; model_member < value_count(model_map); model_member++)
        if (!text_equal(member_key(model_map, model_member), model_key))
            members_add(arena, &model_members, member_key(model_map, model_member),
                        *member_value(model_map, model_member));
    members_add(arena, &model_members, model_key, model_value);
    return value_placed(value_of_map(arena, &model_members), value_place(model_map));
}

/* What nobody classified counts as high, for whoever reads it too. */
static const struct value *model_with_tier(const struct manifest *side_manifest,
                                           struct arena *arena)
{
    const struct value model_tier = value_of_text(text_of(tier_name(side_manifest->tier)));
    const struct value model_empty = value_placed(value_of_map(arena, &(struct members){0}),
                                                  value_place(side_manifest->document));
    const struct value *model_declared = value_present(side_manifest->document, TEXT("risk"));
    const struct value model_risk = model_map_with(model_declared ? model_declared : &model_empty,
                                                   TEXT("tier"), model_tier, arena);
    return value_kept(model_map_with(side_manifest->document, TEXT("risk"), model_risk, arena),
                      arena);
}

const struct value *side_model(lua_State *L, struct side *side)
{
    const struct manifest *side_manifest = side->of->manifest;
    if (!side->model)
        side->model = side_manifest->tier_declared
                          ? side_manifest->document
                          : model_with_tier(side_manifest, run_of(L)->arena);
    return side->model;
}

static const struct value *evidence_list(const struct evidences *side_evidences,
                                         struct arena *arena)
{
    struct values evidence_items = {0};
    for (size_t i = 0; i < side_evidences->count; i++)
        *LIST_ADD(arena, &evidence_items) = evidence_value(&side_evidences->at[i], arena);
    return value_kept(value_of_list(arena, evidence_items.at, evidence_items.count), arena);
}

const struct value *side_evidence(lua_State *L, struct side *side)
{
    struct case_memo *memo = side->of->memo;
    if (!side->evidence && memo && !memo->evidence)
        memo->evidence = evidence_list(side->of->evidence, memo->arena);
    if (!side->evidence)
        side->evidence =
            memo ? memo->evidence : evidence_list(side->of->evidence, run_of(L)->arena);
    return side->evidence;
}

/* Asking first costs the same whether the index was there or not: fuel is part of the record. */
const struct metric_index *side_results(lua_State *L, struct side *side)
{
    if (!side->results) {
        side->results = metric_index_of(side->of, run_of(L)->arena);
        fuel_charge(L, metric_index_count(side->results) / COST_SKIM);
    }
    return side->results;
}

void arena_charge(lua_State *L, size_t bytes)
{
    fuel_charge(L, bytes / BYTES_PER_UNIT + 1);
}

void refuse(lua_State *L, const char *refusal_format, ...)
{
    char refusal[REFUSAL_SIZE];
    va_list refusal_values;
    va_start(refusal_values, refusal_format);
    (void)vsnprintf(refusal, sizeof refusal, refusal_format, refusal_values);
    va_end(refusal_values);
    luaL_error(L, "%s", refusal);
    __builtin_unreachable();
}

void check_end(lua_State *L)
{
    run_of(L)->missing = true;
    lua_pushnil(L);
    lua_error(L);
    __builtin_unreachable();
}

struct text text_kept(lua_State *L, struct text text)
{
    arena_charge(L, text.size);
    return text_copy(run_of(L)->arena, text);
}

/* ---- arguments ---- */

void unknown_word(lua_State *L, const char *what, struct text option,
                  const char *const *options_known)
{
    struct suggestion near_option = suggest_for(option);
    for (const char *const *option_known = options_known; *option_known; option_known++)
        if (!text_is(option, *option_known))
            suggest_offer(&near_option, text_of(*option_known));
    const struct text shown = text_cut(option, LIMIT_CONTROL_SIZE, run_of(L)->arena);
    refuse(L, "%s has no %.*s%s", what, TEXT_ARGS(shown),
           suggest_hint(&near_option, run_of(L)->arena));
}

static bool option_among(struct text option, const char *const *options_known)
{
    for (const char *const *option_known = options_known; *option_known; option_known++)
        if (text_is(option, *option_known))
            return true;
    return false;
}

static void unknown_option(lua_State *L, const char *what, struct text option,
                           const char *const *names)
{
    static const char *const statistics[] = {"confidence", "test", "alpha", "paired", NULL};
    if (option_among(option, statistics))
        refuse(L, "%s: %.*s=: statistical tests are not available here", what, TEXT_ARGS(option));
    unknown_word(L, what, option, names);
}

bool options_check(lua_State *L, int index, const char *const *names, bool optional,
                   const char *what)
{
    if (optional && lua_isnoneornil(L, index))
        return false;
    if (!lua_istable(L, index))
        refuse(L, "%s: a table of options is needed, a %s was given", what,
               luaL_typename(L, index));
    struct text unknown = TEXT_NONE; /* the first in bytes: tables have no order of their own */
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        fuel_charge(L, 1);
        if (lua_type(L, -2) != LUA_TSTRING)
            refuse(L, "%s: an option has no name", what);
        size_t size;
        const char *at = lua_tolstring(L, -2, &size); /* the table keeps it alive */
        const struct text option = {at, size};
        if (!option_among(option, names) && (!unknown.at || text_compare(option, unknown) < 0))
            unknown = option;
    }
    if (unknown.at)
        unknown_option(L, what, unknown, names);
    return true;
}

void *self_of(lua_State *L, const char *class, const char *method)
{
    void *self = luaL_testudata(L, 1, class);
    if (!self)
        refuse(L, "%s is called on a %s, with a colon", method, class);
    return self;
}

/* ---- classes ---- */

/* A state lives for one check, which calls a few methods: looking them up here costs less than a
 * table of all of them. */
static int class_index(lua_State *L)
{
    lua_settop(L, 2);
    const struct method *methods = lua_touserdata(L, lua_upvalueindex(1));
    struct text method_name = TEXT_NONE;
    if (lua_type(L, 2) == LUA_TSTRING)
        method_name.at = lua_tolstring(L, 2, &method_name.size);
    for (const struct method *method = methods; method->name; method++)
        if (text_is(method_name, method->name)) {
            lua_pushcfunction(L, method->function);
            return 1;
        }
    return lua_tocfunction(L, lua_upvalueindex(2))(L);
}

static int class_newindex(lua_State *L)
{
    refuse(L, "a %s cannot be changed", lua_tostring(L, lua_upvalueindex(1)));
}

void class_new(lua_State *L, const char *class, const struct method *methods, lua_CFunction field,
               lua_CFunction text)
{
    luaL_newmetatable(L, class);
    lua_pushlightuserdata(L, (void *)(uintptr_t)methods);
    lua_pushcfunction(L, field);
    lua_pushcclosure(L, class_index, 2);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, class);
    lua_pushcclosure(L, class_newindex, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, text);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
}

void *object_push(lua_State *L, const char *class, size_t size)
{
    void *object = lua_newuserdatauv(L, size, 0);
    memset(object, 0, size);
    luaL_setmetatable(L, class);
    return object;
}
