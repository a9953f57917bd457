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

static struct text group_part_words(const struct value *group_value, const char *group_without)
{
    return value_kind(group_value) == VALUE_STRING ? value_text(group_value)
                                                   : text_of(group_without);
}

/* "Female", "" without a value, "Female,Black" of an intersection. */
static struct text group_value_words(lua_State *L, const struct value *group_value,
                                     const char *without)
{
    struct arena *arena = run_of(L)->arena;
    if (value_kind(group_value) == VALUE_STRING || value_kind(group_value) == VALUE_NULL)
        return group_part_words(group_value, without);
    if (value_kind(group_value) != VALUE_LIST)
        return phrase_value(group_value, arena);
    struct text group_words = TEXT_NONE;
    for (size_t group_index = 0; group_index < value_count(group_value); group_index++) {
        const struct text group_part =
            group_part_words(value_at(group_value, group_index), without);
        arena_charge(L, group_words.size + group_part.size);
        group_words = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(group_words),
                                  group_index ? "," : "", TEXT_ARGS(group_part));
    }
    return group_words;
}

static struct group_entry entry_of(lua_State *L, const struct evidence *group_evidence_read,
                                   const struct group *entry_group)
{
    struct arena *arena = run_of(L)->arena;
    const struct text shown =
        text_cut(group_value_words(L, entry_group->value, "(no value)"), LIMIT_CONTROL_SIZE, arena);
    arena_charge(L, sizeof(struct group_entry) + NAMES_EACH + shown.size);
    return (struct group_entry){
        .evidence = group_evidence_read,
        .group = entry_group,
        .value = group_value_words(L, entry_group->value, ""),
        .phrase =
            text_format(arena, "%.*s=%.*s", TEXT_ARGS(entry_group->attribute), TEXT_ARGS(shown)),
    };
}

static bool group_count_same(const struct value *a, const struct value *b)
{
    if (!a || !b)
        return a == b;
    return value_is_number(a) && value_is_number(b) && number_compare(a, b) == 0;
}

static bool group_figures_same(const struct group *known_group, const struct group *group_read)
{
    const struct value *group_metrics[] = {value_present(known_group->node, TEXT("metrics")),
                                           value_present(group_read->node, TEXT("metrics"))};
    const bool same_metrics = group_metrics[0] && group_metrics[1]
                                  ? value_equal(group_metrics[0], group_metrics[1])
                                  : group_metrics[0] == group_metrics[1];
    const struct value *group_favourable[] = {value_present(known_group->node, TEXT("favourable")),
                                              value_present(group_read->node, TEXT("favourable"))};
    const struct text good_outcome[] = {
        group_favourable[0] ? value_text(group_favourable[0]) : TEXT("positive"),
        group_favourable[1] ? value_text(group_favourable[1]) : TEXT("positive")};
    return same_metrics && text_equal(good_outcome[0], good_outcome[1]) &&
           group_count_same(known_group->tp, group_read->tp) &&
           group_count_same(known_group->fp, group_read->fp) &&
           group_count_same(known_group->tn, group_read->tn) &&
           group_count_same(known_group->fn, group_read->fn);
}

/* Two entries read alike: the same group with the same figures, of which the better graded stays,
 * or a contradiction. */
static void entry_merge(lua_State *L, struct group_entry *known_entry,
                        const struct group_entry *group_entry)
{
    if (!value_equal(known_entry->group->value, group_entry->group->value))
        refuse(L, "two groups of %.*s read alike: %.*s", TEXT_ARGS(group_entry->group->attribute),
               TEXT_ARGS(group_entry->phrase));
    if (!group_figures_same(known_entry->group, group_entry->group))
        refuse(L, "%.*s has different counts in %s and %s", TEXT_ARGS(group_entry->phrase),
               known_entry->evidence->path, group_entry->evidence->path);
    if (group_entry->evidence->grade > known_entry->evidence->grade)
        *known_entry = *group_entry;
}

struct group_entries groups_collect(lua_State *L, const struct side *side,
                                    struct text group_attribute)
{
    struct arena *arena = run_of(L)->arena;
    struct group_entries group_entries = {0};
    struct names known = {.seed = side_seed(side)};
    arena_charge(L, NAMES_LEAST);
    for (size_t group_index = 0; group_index < side->of->evidence->count; group_index++) {
        const struct evidence *group_evidence_read = &side->of->evidence->at[group_index];
        fuel_charge(L, 1 + group_evidence_read->groups.count / COST_SKIM);
        for (size_t group_number = 0; group_number < group_evidence_read->groups.count;
             group_number++) {
            if (!text_equal(group_evidence_read->groups.at[group_number].attribute,
                            group_attribute))
                continue;
            const struct group_entry group_entry =
                entry_of(L, group_evidence_read, &group_evidence_read->groups.at[group_number]);
            uint32_t *number = names_add(&known, arena, group_entry.value);
            if (*number && group_entries.at) {
                entry_merge(L, &group_entries.at[*number - 1], &group_entry);
                continue;
            }
            *LIST_ADD(arena, &group_entries) = group_entry;
            *number = (uint32_t)group_entries.count;
        }
    }
    return group_entries;
}

static const char *attribute_hint(lua_State *L, const struct side *side,
                                  struct text group_attribute)
{
    enum { OFFERED = 4096 };
    struct suggestion near_attribute = suggest_for(group_attribute);
    size_t offered = 0;
    struct text last_attribute = TEXT_NONE;
    for (size_t group_index = 0; group_index < side->of->evidence->count; group_index++) {
        const struct groups *groups = &side->of->evidence->at[group_index].groups;
        for (size_t group_number = 0; group_number < groups->count && offered < OFFERED;
             group_number++) {
            if (!text_equal(groups->at[group_number].attribute, last_attribute))
                suggest_offer(&near_attribute, groups->at[group_number].attribute);
            last_attribute = groups->at[group_number].attribute;
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
    for (size_t group_index = 0; group_index < groups->entries.count; group_index++) {
        const struct group_entry *entry = &groups->entries.at[group_index];
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
            best = group_index;
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
