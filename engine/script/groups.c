/* The groups of an attribute, collected from all evidence; case:groups and what it gives. */
#include "script/group.h"

#include "script/metric.h"
#include "script/phrase.h"
#include "script/view.h"

#include "base/limits.h"
#include "base/suggest.h"

#include <math.h>

struct groups_object {
    struct text attribute;
    struct group_entries entries;
    struct side *side;
    bool advisory;
};

/* ---- collecting ---- */

static struct text group_part_words(const struct value *value, const char *without)
{
    return value_kind(value) == VALUE_STRING ? value_text(value) : text_of(without);
}

/* "Female", "" without a value, "Female,Black" of an intersection. */
static struct text group_value_words(lua_State *L, const struct value *value, const char *without)
{
    struct arena *arena = run_of(L)->arena;
    if (value_kind(value) == VALUE_STRING || value_kind(value) == VALUE_NULL)
        return group_part_words(value, without);
    if (value_kind(value) != VALUE_LIST)
        return phrase_value(value, arena);
    struct text group_words = TEXT_NONE;
    for (size_t i = 0; i < value_count(value); i++) {
        const struct text part = group_part_words(value_at(value, i), without);
        arena_charge(L, group_words.size + part.size);
        group_words =
            text_format(arena, "%.*s%s%.*s", TEXT_ARGS(group_words), i ? "," : "", TEXT_ARGS(part));
    }
    return group_words;
}

static struct group_entry entry_of(lua_State *L, const struct evidence *evidence,
                                   const struct group *group)
{
    struct arena *arena = run_of(L)->arena;
    const struct text shown =
        text_cut(group_value_words(L, group->value, "(no value)"), LIMIT_CONTROL_SIZE, arena);
    arena_charge(L, sizeof(struct group_entry) + NAMES_EACH + shown.size);
    return (struct group_entry){
        .evidence = evidence,
        .group = group,
        .value = group_value_words(L, group->value, ""),
        .phrase = text_format(arena, "%.*s=%.*s", TEXT_ARGS(group->attribute), TEXT_ARGS(shown)),
    };
}

static bool group_count_same(const struct value *a, const struct value *b)
{
    if (!a || !b)
        return a == b;
    return value_is_number(a) && value_is_number(b) && number_compare(a, b) == 0;
}

static bool group_figures_same(const struct group *a, const struct group *b)
{
    const struct value *metrics[] = {value_present(a->node, TEXT("metrics")),
                                     value_present(b->node, TEXT("metrics"))};
    const bool same_metrics =
        metrics[0] && metrics[1] ? value_equal(metrics[0], metrics[1]) : metrics[0] == metrics[1];
    const struct value *group_favourable[] = {value_present(a->node, TEXT("favourable")),
                                              value_present(b->node, TEXT("favourable"))};
    const struct text good_outcome[] = {
        group_favourable[0] ? value_text(group_favourable[0]) : TEXT("positive"),
        group_favourable[1] ? value_text(group_favourable[1]) : TEXT("positive")};
    return same_metrics && text_equal(good_outcome[0], good_outcome[1]) &&
           group_count_same(a->tp, b->tp) && group_count_same(a->fp, b->fp) &&
           group_count_same(a->tn, b->tn) && group_count_same(a->fn, b->fn);
}

/* Two entries read alike: the same group with the same figures, of which the better graded stays,
 * or a contradiction. */
static void entry_merge(lua_State *L, struct group_entry *known, const struct group_entry *entry)
{
    if (!value_equal(known->group->value, entry->group->value))
        refuse(L, "two groups of %.*s read alike: %.*s", TEXT_ARGS(entry->group->attribute),
               TEXT_ARGS(entry->phrase));
    if (!group_figures_same(known->group, entry->group))
        refuse(L, "%.*s has different counts in %s and %s", TEXT_ARGS(entry->phrase),
               known->evidence->path, entry->evidence->path);
    if (entry->evidence->grade > known->evidence->grade)
        *known = *entry;
}

struct group_entries groups_collect(lua_State *L, const struct side *side, struct text attribute)
{
    struct arena *arena = run_of(L)->arena;
    struct group_entries entries = {0};
    struct names known = {.seed = side_seed(side)};
    arena_charge(L, NAMES_LEAST);
    for (size_t i = 0; i < side->of->evidence->count; i++) {
        const struct evidence *evidence = &side->of->evidence->at[i];
        fuel_charge(L, 1 + evidence->groups.count / COST_SKIM);
        for (size_t j = 0; j < evidence->groups.count; j++) {
            if (!text_equal(evidence->groups.at[j].attribute, attribute))
                continue;
            const struct group_entry entry = entry_of(L, evidence, &evidence->groups.at[j]);
            uint32_t *number = names_add(&known, arena, entry.value);
            if (*number && entries.at) {
                entry_merge(L, &entries.at[*number - 1], &entry);
                continue;
            }
            *LIST_ADD(arena, &entries) = entry;
            *number = (uint32_t)entries.count;
        }
    }
    return entries;
}

static const char *attribute_hint(lua_State *L, const struct side *side, struct text attribute)
{
    enum { OFFERED = 4096 };
    struct suggestion near_attribute = suggest_for(attribute);
    size_t offered = 0;
    struct text last_attribute = TEXT_NONE;
    for (size_t i = 0; i < side->of->evidence->count; i++) {
        const struct groups *groups = &side->of->evidence->at[i].groups;
        for (size_t j = 0; j < groups->count && offered < OFFERED; j++) {
            if (!text_equal(groups->at[j].attribute, last_attribute))
                suggest_offer(&near_attribute, groups->at[j].attribute);
            last_attribute = groups->at[j].attribute;
            offered++;
        }
    }
    fuel_charge(L, offered / COST_WORD);
    return suggest_hint(&near_attribute, run_of(L)->arena);
}

int case_groups(lua_State *L)
{
    const struct handle *handle = handle_self(L, "groups");
    const struct text attribute = text_kept(L, argument_text(L, 2, "groups: an attribute"));
    fuel_charge(L, COST_CALL);
    const struct group_entries entries = groups_collect(L, handle->side, attribute);
    const struct text path = text_format(run_of(L)->arena, "groups of %.*s", TEXT_ARGS(attribute));
    const struct manifest *manifest = handle->side->of->manifest;
    const struct value *listed = value_present(manifest->document, TEXT("evidence"));
    if (entries.count == 0)
        run_missing(L, side_control(L, handle->side, path), listed ? listed : manifest->document,
                    attribute_hint(L, handle->side, attribute));
    struct groups_object *groups = object_push(L, GROUPS, sizeof *groups);
    *groups = (struct groups_object){attribute, entries, handle->side, handle->advisory};
    return 1;
}

/* ---- the list ---- */

static void group_push(lua_State *L, const struct groups_object *groups, size_t index)
{
    struct group_object *group = object_push(L, GROUP, sizeof *group);
    *group = (struct group_object){&groups->entries.at[index], groups->side, groups->advisory};
}

/* One past the end is nil, for loops that ask so; any other index that is not there is an error. */
static int groups_field(lua_State *L)
{
    static const char *const group_words[] = {"largest", "smallest", NULL};
    const struct groups_object *groups = luaL_testudata(L, 1, GROUPS);
    if (!lua_isinteger(L, 2))
        unknown_word(L, "a list of groups", argument_text(L, 2, "groups: an index"), group_words);
    const lua_Integer index = lua_tointeger(L, 2);
    if (index >= 1 && (size_t)index <= groups->entries.count) {
        fuel_charge(L, COST_CALL);
        group_push(L, groups, (size_t)index - 1);
        return 1;
    }
    if (index < 1 || (size_t)index != groups->entries.count + 1)
        refuse(L, "there are %zu groups of %.*s, not one at %lld", groups->entries.count,
               TEXT_ARGS(groups->attribute), (long long)index);
    lua_pushnil(L);
    return 1;
}

static int groups_length(lua_State *L)
{
    const struct groups_object *groups = self_of(L, GROUPS, "#");
    lua_pushinteger(L, (lua_Integer)groups->entries.count);
    return 1;
}

static int groups_next(lua_State *L)
{
    const struct groups_object *groups = self_of(L, GROUPS, "next");
    const lua_Integer index = lua_isnil(L, 2) ? 0 : lua_tointeger(L, 2);
    if (index < 0 || (size_t)index >= groups->entries.count) {
        lua_pushnil(L);
        return 1;
    }
    fuel_charge(L, COST_CALL);
    lua_pushinteger(L, index + 1);
    group_push(L, groups, (size_t)index);
    return 2;
}

static int groups_pairs(lua_State *L)
{
    (void)self_of(L, GROUPS, "pairs");
    lua_pushcfunction(L, groups_next);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

static int groups_text(lua_State *L)
{
    const struct groups_object *groups = luaL_testudata(L, 1, GROUPS);
    const struct text text =
        text_format(run_of(L)->arena, "groups of %.*s", TEXT_ARGS(groups->attribute));
    lua_pushlstring(L, text.at, text.size);
    return 1;
}

/* ---- groups:largest(rate [, {min_n=}]) ---- */

/* End the check as insufficient because of the group, or of all of them. */
static NORETURN void groups_insufficient(lua_State *L, struct side *side,
                                         const struct group_entry *entry, struct text control,
                                         struct text why)
{
    struct subject subject = {.control = control, .phrase = control, .side = side};
    if (entry)
        group_evidence(entry, run_of(L)->arena, &subject);
    subject_insufficient(L, &subject, why);
}

static double least_size(lua_State *L, const char *method)
{
    static const char *const options[] = {"min_n", NULL};
    if (!options_check(L, 3, options, true, method))
        return 0;
    const int type = option_push(L, 3, "min_n");
    if (type == LUA_TNIL)
        return 0;
    if (type != LUA_TNUMBER || !isfinite(lua_tonumber(L, -1)))
        refuse(L, "%s: min_n must be a finite number", method);
    return lua_tonumber(L, -1);
}

/* A group whose rate cannot be measured is passed over; one whose size is not known ends it. */
static int groups_extreme(lua_State *L, const char *method, int sign)
{
    const struct groups_object *groups = self_of(L, GROUPS, method);
    struct arena *arena = run_of(L)->arena;
    const struct text name = text_kept(L, argument_text(L, 2, "largest: a rate"));
    const double min_n = least_size(L, method);
    size_t best = groups->entries.count;
    double best_rate = 0;
    for (size_t i = 0; i < groups->entries.count; i++) {
        const struct group_entry *entry = &groups->entries.at[i];
        struct value n;
        struct rate rate;
        struct text why = TEXT_NONE;
        fuel_charge(L, COST_CALL);
        if (!group_rate_known(entry, name))
            unknown_word(L, "a group", name, rate_names);
        if (!group_size(entry, arena, &n, &why))
            groups_insufficient(L, groups->side, entry, entry->phrase, why);
        if (value_number(&n) < min_n || !group_rate(entry, name, arena, &rate, &why))
            continue;
        const double figure = rate.part / rate.whole;
        if (best == groups->entries.count || sign * figure > sign * best_rate) {
            best = i;
            best_rate = figure;
        }
    }
    if (best == groups->entries.count)
        groups_insufficient(L, groups->side, NULL,
                            text_format(arena, "%s %.*s of %.*s", method, TEXT_ARGS(name),
                                        TEXT_ARGS(groups->attribute)),
                            text_format(arena, "no group of %.*s is large enough to measure %.*s",
                                        TEXT_ARGS(groups->attribute), TEXT_ARGS(name)));
    group_push(L, groups, best);
    return 1;
}

static int groups_largest(lua_State *L)
{
    return groups_extreme(L, "largest", 1);
}

static int groups_smallest(lua_State *L)
{
    return groups_extreme(L, "smallest", -1);
}

void groups_open(lua_State *L)
{
    static const struct method methods[] = {
        {"largest", groups_largest}, {"smallest", groups_smallest}, {NULL, NULL}};
    class_new(L, GROUPS, methods, groups_field, groups_text);
    luaL_getmetatable(L, GROUPS);
    lua_pushcfunction(L, groups_length);
    lua_setfield(L, -2, "__len");
    lua_pushcfunction(L, groups_pairs);
    lua_setfield(L, -2, "__pairs");
    lua_pop(L, 1);
}
