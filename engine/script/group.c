#include "script/group.h"

#include "script/phrase.h"
#include "script/view.h"

#include "base/limits.h"

#include <math.h>

/* The largest product of counts that a double holds for sure. */
static const double exact_max = 9007199254740992.0;

void group_evidence(const struct group_entry *group_entry, struct arena *arena,
                    struct subject *subject)
{
    struct value n;
    struct text why;
    if (group_size(group_entry, arena, &n, &why))
        subject->n = value_kept(n, arena);
    subject->place = value_place(group_entry->group->node);
    subject->document = group_entry->evidence->document;
    subject->node = group_entry->group->node;
    subject->graded = true;
    subject->grade = group_entry->evidence->grade;
}

static void figure_fill(struct subject *subject, double group_figure, struct arena *arena)
{
    if (isfinite(group_figure)) {
        subject->value = value_kept(value_of_number(group_figure), arena);
        return;
    }
    subject->lack = OUTCOME_INSUFFICIENT;
    subject->why = text_format(arena, "%.*s is not a finite number", TEXT_ARGS(subject->phrase));
}

static void rate_fill(lua_State *L, const struct group_entry *group_entry, struct text name,
                      struct subject *subject)
{
    struct arena *arena = run_of(L)->arena;
    struct rate rate;
    fuel_charge(L, COST_CALL);
    group_evidence(group_entry, arena, subject);
    run_read(L, subject->control, group_entry->group->node);
    if (group_rate(group_entry, name, arena, &rate, &subject->why))
        figure_fill(subject, rate.part / rate.whole, arena);
    else
        subject->lack = OUTCOME_INSUFFICIENT;
}

/* ---- case:metric("selection_rate", {group = {race = "..."}}) ---- */

/* Is the entry the group {race: "A"}, or {race: "A", sex: "F"} for "sex,race" with ["F", "A"]? */
static bool entry_is(const struct group *group, const struct value *wanted)
{
    const bool is_intersection = value_kind(group->value) == VALUE_LIST;
    struct text attributes_left = group->attribute;
    size_t parts = 0;
    for (bool more_parts = true; more_parts; parts++) {
        const size_t size = text_find(attributes_left, ',');
        const struct value *group_part =
            is_intersection ? value_at(group->value, parts) : group->value;
        const struct value *wanted_value = value_get(wanted, text_part(attributes_left, 0, size));
        if (!group_part || !wanted_value || !value_equal(group_part, wanted_value))
            return false;
        more_parts = is_intersection && size < attributes_left.size;
        attributes_left = text_part(attributes_left, size + 1, attributes_left.size);
    }
    return parts == value_count(wanted) && (!is_intersection || parts == value_count(group->value));
}

/* The attribute of the first group that fits, which is then collected from all files. */
static bool attribute_find(lua_State *L, const struct side *side, const struct value *wanted,
                           struct text *group_attribute)
{
    for (size_t i = 0; i < side->of->evidence->count; i++) {
        const struct groups *groups = &side->of->evidence->at[i].groups;
        fuel_charge(L, 1 + groups->count / COST_WORD);
        for (size_t j = 0; j < groups->count; j++)
            if (entry_is(&groups->at[j], wanted)) {
                *group_attribute = groups->at[j].attribute;
                return true;
            }
    }
    return false;
}

bool group_metric(lua_State *L, const struct value *group, struct text name,
                  struct subject *subject)
{
    struct text group_attribute;
    if (!attribute_find(L, subject->side, group, &group_attribute))
        return false;
    const struct group_entries group_entries = groups_collect(L, subject->side, group_attribute);
    for (size_t i = 0; i < group_entries.count; i++) {
        if (!entry_is(group_entries.at[i].group, group))
            continue;
        if (!group_rate_known(&group_entries.at[i], name))
            return false;
        rate_fill(L, &group_entries.at[i], name, subject);
        return true;
    }
    return false;
}

/* ---- group:rate(name), group:ratio(name, other), group:difference(name, other) ---- */

static const struct group_object *group_self(lua_State *L, const char *method)
{
    return self_of(L, GROUP, method);
}

static struct text rate_argument(lua_State *L, const struct group_object *group, const char *what)
{
    const struct text name = text_kept(L, argument_text(L, 2, what));
    if (!group_rate_known(group->entry, name))
        unknown_word(L, "a group", name, rate_names);
    return name;
}

static const struct group_object *other_argument(lua_State *L, const char *method)
{
    const struct group_object *other = luaL_testudata(L, 3, GROUP);
    if (!other)
        refuse(L, "%s: a group to compare with is needed, %s was given", method,
               lua_isnone(L, 3) ? "nothing" : luaL_typename(L, 3));
    return other;
}

static struct subject group_subject(lua_State *L, const struct group_object *group,
                                    struct text phrase)
{
    const struct handle handle = {group->side, group->advisory};
    struct subject subject = subject_named(L, &handle, phrase);
    group_evidence(group->entry, run_of(L)->arena, &subject);
    run_read(L, subject.control, group->entry->group->node);
    return subject;
}

static int group_rate_of(lua_State *L)
{
    const struct group_object *group = group_self(L, "rate");
    const struct text name = rate_argument(L, group, "rate: a rate");
    const struct text phrase = text_format(run_of(L)->arena, "%.*s of %.*s", TEXT_ARGS(name),
                                           TEXT_ARGS(group->entry->phrase));
    struct subject subject = group_subject(L, group, phrase);
    rate_fill(L, group->entry, name, &subject);
    subject_push(L, &subject);
    return 1;
}

static bool product_exact(double a, double b)
{
    return a == floor(a) && b == floor(b) && a * b <= exact_max;
}

/* Both are quotients with a denominator; `b.part` is not 0. */
static double rate_ratio(struct rate a, struct rate b)
{
    if (product_exact(a.part, b.whole) && product_exact(a.whole, b.part))
        return (a.part * b.whole) / (a.whole * b.part);
    return (a.part / a.whole) / (b.part / b.whole);
}

static double rate_difference(struct rate a, struct rate b)
{
    if (product_exact(a.part, b.whole) && product_exact(a.whole, b.part) &&
        product_exact(a.whole, b.whole))
        return (a.part * b.whole - b.part * a.whole) / (a.whole * b.whole);
    return a.part / a.whole - b.part / b.whole;
}

/* Both rates, or what is lacking. */
static bool rates_read(lua_State *L, const struct group_entry *group_entry,
                       const struct group_object *other, struct text name, struct rate rates[2],
                       struct subject *subject)
{
    struct arena *arena = run_of(L)->arena;
    run_read(L, subject->control, other->entry->group->node);
    if (group_rate(group_entry, name, arena, &rates[0], &subject->why) &&
        group_rate(other->entry, name, arena, &rates[1], &subject->why))
        return true;
    subject->lack = OUTCOME_INSUFFICIENT;
    return false;
}

static int group_ratio(lua_State *L)
{
    const struct group_object *group = group_self(L, "ratio");
    const struct text name = rate_argument(L, group, "ratio: a rate");
    const struct group_object *other = other_argument(L, "ratio");
    struct arena *arena = run_of(L)->arena;
    const struct text of = group->entry->phrase, to = other->entry->phrase;
    const struct text phrase = text_is(name, "selection_rate")
                                   ? text_format(arena, "impact ratio of %.*s", TEXT_ARGS(of))
                                   : text_format(arena, "%.*s ratio of %.*s to %.*s",
                                                 TEXT_ARGS(name), TEXT_ARGS(of), TEXT_ARGS(to));
    struct subject subject = group_subject(L, group, phrase);
    struct rate rates[2];
    if (rates_read(L, group->entry, other, name, rates, &subject)) {
        if (rates[1].part == 0) {
            subject.lack = OUTCOME_INSUFFICIENT;
            subject.why = text_format(arena, "%.*s cannot be measured: %.*s of %.*s is 0",
                                      TEXT_ARGS(subject.phrase), TEXT_ARGS(name), TEXT_ARGS(to));
        } else {
            figure_fill(&subject, rate_ratio(rates[0], rates[1]), arena);
        }
    }
    subject_push(L, &subject);
    return 1;
}

static int group_difference(lua_State *L)
{
    const struct group_object *group = group_self(L, "difference");
    const struct text name = rate_argument(L, group, "difference: a rate");
    const struct group_object *other = other_argument(L, "difference");
    struct arena *arena = run_of(L)->arena;
    const struct text phrase =
        text_format(arena, "%.*s difference of %.*s to %.*s", TEXT_ARGS(name),
                    TEXT_ARGS(group->entry->phrase), TEXT_ARGS(other->entry->phrase));
    struct subject subject = group_subject(L, group, phrase);
    struct rate rates[2];
    if (rates_read(L, group->entry, other, name, rates, &subject))
        figure_fill(&subject, rate_difference(rates[0], rates[1]), arena);
    subject_push(L, &subject);
    return 1;
}

/* ---- fields ---- */

static NORETURN void group_insufficient(lua_State *L, const struct group_object *group,
                                        struct text field, struct text why)
{
    const struct text phrase = text_format(run_of(L)->arena, "%.*s of %.*s", TEXT_ARGS(field),
                                           TEXT_ARGS(group->entry->phrase));
    const struct subject subject = group_subject(L, group, phrase);
    subject_insufficient(L, &subject, why);
}

static int size_push(lua_State *L, const struct group_object *group)
{
    struct value n;
    struct text why;
    struct arena *arena = run_of(L)->arena;
    if (!group_size(group->entry, arena, &n, &why))
        group_insufficient(L, group, TEXT("n"), why);
    view_push(L, value_kept(n, arena), TEXT("n"));
    return 1;
}

static int counts_push(lua_State *L, const struct group_object *group)
{
    const struct group *entry_group = group->entry->group;
    struct arena *arena = run_of(L)->arena;
    const struct {
        struct text name;
        const struct value *count;
    } group_counts[] = {{TEXT("fn"), entry_group->fn},
                        {TEXT("fp"), entry_group->fp},
                        {TEXT("tn"), entry_group->tn},
                        {TEXT("tp"), entry_group->tp}};
    struct members count_members = {0};
    arena_charge(L, COUNT(group_counts) * sizeof(struct member));
    for (size_t group_count = 0; group_count < COUNT(group_counts); group_count++)
        if (group_counts[group_count].count)
            members_add(arena, &count_members, group_counts[group_count].name,
                        *group_counts[group_count].count);
    const struct value counts_map =
        value_placed(value_of_map(arena, &count_members), value_place(entry_group->node));
    view_push(L, value_kept(counts_map, arena),
              text_format(arena, "%.*s.counts", TEXT_ARGS(group->entry->phrase)));
    return 1;
}

static int rate_push(lua_State *L, const struct group_object *group, struct text name)
{
    struct rate rate;
    struct text why = TEXT_NONE;
    if (!group_rate(group->entry, name, run_of(L)->arena, &rate, &why))
        group_insufficient(L, group, name, why);
    lua_pushnumber(L, rate.part / rate.whole);
    return 1;
}

static int group_field(lua_State *L)
{
    static const char *const group_fields[] = {"value",
                                               "n",
                                               "counts",
                                               "rate",
                                               "ratio",
                                               "difference",
                                               "selection_rate",
                                               "true_positive_rate",
                                               "false_positive_rate",
                                               "accuracy",
                                               NULL};
    const struct group_object *group = luaL_testudata(L, 1, GROUP);
    const struct text group_member = argument_text(L, 2, "group: a field");
    fuel_charge(L, COST_CALL);
    run_read(L, group->entry->phrase, group->entry->group->node);
    if (text_is(group_member, "value")) {
        lua_pushlstring(L, group->entry->value.at ? group->entry->value.at : "",
                        group->entry->value.size);
        return 1;
    }
    if (text_is(group_member, "n"))
        return size_push(L, group);
    if (text_is(group_member, "counts"))
        return counts_push(L, group);
    if (!group_rate_known(group->entry, group_member))
        unknown_word(L, "a group", group_member, group_fields);
    return rate_push(L, group, text_kept(L, group_member));
}

static int group_text(lua_State *L)
{
    const struct group_object *group = luaL_testudata(L, 1, GROUP);
    lua_pushlstring(L, group->entry->phrase.at, group->entry->phrase.size);
    return 1;
}

void group_open(lua_State *L)
{
    static const struct method methods[] = {{"rate", group_rate_of},
                                            {"ratio", group_ratio},
                                            {"difference", group_difference},
                                            {NULL, NULL}};
    class_new(L, GROUP, methods, group_field, group_text);
    groups_open(L);
}
