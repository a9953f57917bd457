#include "script/metric.h"

#include "script/group.h"
#include "script/phrase.h"

#include "base/limits.h"
#include "base/suggest.h"

enum { CHOICES = 5, NAMES_OFFERED = 1000 };

/* What a walk over the results of one name has found. */
struct search {
    struct metric_found best;
    struct metric_found choices[CHOICES]; /* the first of each value */
    size_t choice_count;
    bool more;  /* than CHOICES                                               */
    bool named; /* the query's name has results                               */
    bool whole; /* and some of them are of no group: the query may mean those */
};

/* A part of a setting, the empty text where it is absent. */
static struct text setting_text(const struct value *found_setting_part)
{
    return found_setting_part ? value_text(found_setting_part) : TEXT_NONE;
}

static bool filter_fits(struct text filter, const struct value *metric_found)
{
    return !filter.at || text_equal(filter, setting_text(metric_found));
}

static bool query_fits(const struct metric_query *query, const struct result *result)
{
    const struct setting *found_setting = result->setting;
    const bool query_group =
        query->group ? found_setting->group && value_equal(query->group, found_setting->group)
                     : found_setting->group == NULL;
    return query_group && filter_fits(query->task, found_setting->task) &&
           filter_fits(query->dataset, found_setting->dataset) &&
           filter_fits(query->split, found_setting->split);
}

/* The same figure twice; NaN is as good as NaN here. */
static bool figure_same(const struct value *chosen_figure, const struct value *other_figure)
{
    if (value_is_number(chosen_figure) && value_is_number(other_figure))
        return number_compare(chosen_figure, other_figure) == 0;
    return value_equal(chosen_figure, other_figure) ||
           (value_kind(chosen_figure) == VALUE_NAN && value_kind(other_figure) == VALUE_NAN);
}

static void search_add(struct search *metric_search, struct metric_found metric_found)
{
    if (metric_search->choice_count == 0)
        metric_search->best = metric_found;
    for (size_t i = 0; i < metric_search->choice_count; i++)
        if (figure_same(metric_search->choices[i].result->value, metric_found.result->value)) {
            if (metric_found.evidence->grade > metric_search->best.evidence->grade)
                metric_search->best = metric_found;
            return;
        }
    if (metric_search->choice_count == CHOICES)
        metric_search->more = true;
    else
        metric_search->choices[metric_search->choice_count++] = metric_found;
}

static void search_run(lua_State *L, const struct metric_index *index,
                       const struct metric_query *query, struct search *metric_search)
{
    size_t cursor = 0;
    struct metric_found metric_found;
    for (size_t steps = 0;
         !metric_search->more && metric_index_next(index, query->name, &cursor, &metric_found);
         steps++) {
        if (steps % COST_SKIM == 0)
            fuel_charge(L, 1);
        metric_search->named = true;
        metric_search->whole = metric_search->whole || !metric_found.result->setting->group;
        if (query_fits(query, metric_found.result))
            search_add(metric_search, metric_found);
    }
}

/* ---- what is lacking ---- */

static bool length_near(struct text a, struct text b)
{
    const size_t apart = a.size > b.size ? a.size - b.size : b.size - a.size;
    return apart <= a.size / 3 + 1;
}

static const char *hint_of_names(lua_State *L, const struct metric_index *index, struct text name)
{
    struct suggestion near_metric = suggest_for(name);
    const size_t all = metric_index_count(index);
    const size_t count = all < NAMES_OFFERED ? all : NAMES_OFFERED;
    fuel_charge(L, count / COST_WORD);
    for (size_t i = 0; i < count; i++) {
        const struct text candidate = metric_index_at(index, i).result->metric;
        if (length_near(name, candidate))
            suggest_offer(&near_metric, candidate);
    }
    return suggest_hint(&near_metric, run_of(L)->arena);
}

/* The filter that no result of the name meets, and what would have met it. */
static const char *hint_of_filters(lua_State *L, const struct metric_index *index,
                                   const struct metric_query *query)
{
    struct suggestion near_metric[] = {suggest_for(query->task), suggest_for(query->dataset),
                                       suggest_for(query->split)};
    bool filters_met[] = {!query->task.at, !query->dataset.at, !query->split.at};
    size_t cursor = 0;
    struct metric_found metric_found;
    for (size_t steps = 0;
         steps < NAMES_OFFERED && metric_index_next(index, query->name, &cursor, &metric_found);
         steps++) {
        const struct setting *found_setting = metric_found.result->setting;
        const struct text there[] = {setting_text(found_setting->task),
                                     setting_text(found_setting->dataset),
                                     setting_text(found_setting->split)};
        for (size_t i = 0; i < COUNT(filters_met); i++) {
            filters_met[i] = filters_met[i] || text_equal(near_metric[i].asked, there[i]);
            if (!filters_met[i] && length_near(near_metric[i].asked, there[i]))
                suggest_offer(&near_metric[i], there[i]);
        }
        fuel_charge(L, 1);
    }
    for (size_t i = 0; i < COUNT(filters_met); i++)
        if (!filters_met[i])
            return suggest_hint(&near_metric[i], run_of(L)->arena);
    return "";
}

static void metric_missing(lua_State *L, const struct metric_index *index,
                           const struct metric_query *query, const struct search *metric_search,
                           struct subject *subject)
{
    const struct manifest *side_manifest = subject->side->of->manifest;
    const struct value *side_listed = value_present(side_manifest->document, TEXT("evidence"));
    const char *hint;
    if (subject->side->of->evidence->count == 0)
        hint = ": there is no evidence";
    else if (metric_search->named && !metric_search->whole && !query->group)
        hint = ": only groups have it";
    else
        hint = metric_search->named ? hint_of_filters(L, index, query)
                                    : hint_of_names(L, index, query->name);
    subject->lack = OUTCOME_MISSING;
    subject->why =
        text_format(run_of(L)->arena, "%.*s is absent%s", TEXT_ARGS(subject->phrase), hint);
    subject->document = side_manifest->document;
    subject->node = side_listed;
    subject->place = value_place(side_listed ? side_listed : side_manifest->document);
}

/* "0.914 (task=arc, dataset=test in eval/a.json)" */
static struct text choice_phrase_of(const struct metric_found *choice, struct arena *arena)
{
    const struct setting *found_setting = choice->result->setting;
    const struct {
        const char *name;
        struct text choice_part;
    } choice_parts[] = {{"task", setting_text(found_setting->task)},
                        {"dataset", setting_text(found_setting->dataset)},
                        {"split", setting_text(found_setting->split)}};
    struct text phrase = TEXT_NONE;
    for (size_t choice_index = 0; choice_index < COUNT(choice_parts); choice_index++)
        if (choice_parts[choice_index].choice_part.size) {
            const struct text choice_part =
                text_cut(choice_parts[choice_index].choice_part, LIMIT_CONTROL_SIZE, arena);
            phrase = text_format(arena, "%.*s%s%s=%.*s", TEXT_ARGS(phrase), phrase.size ? ", " : "",
                                 choice_parts[choice_index].name, TEXT_ARGS(choice_part));
        }
    const struct text shown = phrase_value(choice->result->value, arena);
    return text_format(arena, "%.*s (%.*s%sin %s)", TEXT_ARGS(shown), TEXT_ARGS(phrase),
                       phrase.size ? " " : "", choice->evidence->path);
}

static void metric_ambiguous(lua_State *L, const struct search *metric_search,
                             struct subject *subject)
{
    struct arena *arena = run_of(L)->arena;
    struct text phrase = TEXT_NONE;
    for (size_t i = 0; i < metric_search->choice_count; i++) {
        const struct text choice_phrase = choice_phrase_of(&metric_search->choices[i], arena);
        phrase = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(phrase), i ? ", " : "",
                             TEXT_ARGS(choice_phrase));
        arena_charge(L, phrase.size);
    }
    subject->lack = OUTCOME_ERROR;
    subject->why = text_format(arena,
                               "%.*s has several values, choose one by task=, dataset= or split=: "
                               "%.*s%s",
                               TEXT_ARGS(subject->phrase), TEXT_ARGS(phrase),
                               metric_search->more ? " and more" : "");
    subject->place = value_place(metric_search->best.result->value);
}

/* ---- what was found ---- */

static void metric_fill(lua_State *L, const struct metric_found *metric_found,
                        struct subject *subject)
{
    const struct result *found_result = metric_found->result;
    struct arena *arena = run_of(L)->arena;
    subject->result = found_result;
    subject->value = found_result->value;
    subject->n = found_result->details->n;
    subject->place = value_place(found_result->value);
    subject->document = metric_found->evidence->document;
    subject->node = found_result->value;
    subject->graded = true;
    subject->grade = metric_found->evidence->grade;
    const struct text fault = number_fault(found_result->value, arena);
    if (fault.size) {
        subject->lack = OUTCOME_INSUFFICIENT;
        subject->why =
            text_format(arena, "%.*s %.*s", TEXT_ARGS(subject->phrase), TEXT_ARGS(fault));
    }
}

void metric_find(lua_State *L, const struct metric_query *query, struct subject *subject)
{
    const struct metric_index *index = side_results(L, subject->side);
    struct search metric_search = {0};
    search_run(L, index, query, &metric_search);
    subject->query = query;
    if (metric_search.choice_count > 1)
        metric_ambiguous(L, &metric_search, subject);
    else if (metric_search.choice_count == 1)
        metric_fill(L, &metric_search.best, subject);
    else if (!query->group || !group_metric(L, query->group, query->name, subject))
        metric_missing(L, index, query, &metric_search, subject);
    run_read(L, subject->control, subject->value);
}

/* ---- case:metric(name [, {task=, dataset=, split=, group=}]) ---- */

int option_push(lua_State *L, int index, const char *name)
{
    lua_pushstring(L, name);
    return lua_rawget(L, index);
}

static struct text filter_read(lua_State *L, const char *name)
{
    struct text filter = TEXT_NONE;
    const int type = option_push(L, 3, name);
    if (type != LUA_TNIL && type != LUA_TSTRING)
        refuse(L, "metric: %s must be a text, a %s was given", name, lua_typename(L, type));
    if (type == LUA_TSTRING) {
        filter.at = lua_tolstring(L, -1, &filter.size);
        filter = text_kept(L, filter);
    }
    lua_pop(L, 1);
    return filter;
}

static const struct value *group_read(lua_State *L)
{
    if (option_push(L, 3, "group") == LUA_TNIL) {
        lua_pop(L, 1);
        return NULL;
    }
    const struct value query_group = value_of_lua(L, lua_gettop(L), false);
    if (value_kind(&query_group) != VALUE_MAP || value_count(&query_group) == 0)
        refuse(L, "metric: group must name attribute and value, as in group={race=\"...\"}");
    for (size_t i = 0; i < value_count(&query_group); i++)
        if (value_kind(member_value(&query_group, i)) != VALUE_STRING)
            refuse(L, "metric: group.%.*s must be a text", TEXT_ARGS(member_key(&query_group, i)));
    lua_pop(L, 1);
    return value_kept(query_group, run_of(L)->arena);
}

static struct text filter_phrase(struct text phrase, struct text name, struct text value,
                                 struct arena *arena)
{
    if (!value.at)
        return phrase;
    const struct text shown = text_cut(value, LIMIT_CONTROL_SIZE, arena);
    return text_format(arena, "%.*s%s%.*s=%.*s", TEXT_ARGS(phrase), phrase.size ? ", " : "",
                       TEXT_ARGS(name), TEXT_ARGS(shown));
}

/* "acc,none{task=arc, race=A}" */
static struct text query_words(lua_State *L, const struct metric_query *query)
{
    struct arena *arena = run_of(L)->arena;
    struct text phrase = filter_phrase(TEXT_NONE, TEXT("task"), query->task, arena);
    phrase = filter_phrase(phrase, TEXT("dataset"), query->dataset, arena);
    phrase = filter_phrase(phrase, TEXT("split"), query->split, arena);
    for (size_t i = 0; query->group && i < value_count(query->group); i++) {
        arena_charge(L, phrase.size + LIMIT_CONTROL_SIZE);
        phrase = filter_phrase(phrase, member_key(query->group, i),
                               value_text(member_value(query->group, i)), arena);
    }
    const struct text name = text_cut(query->name, LIMIT_CONTROL_SIZE, arena);
    return phrase.size ? text_format(arena, "%.*s{%.*s}", TEXT_ARGS(name), TEXT_ARGS(phrase))
                       : name;
}

int case_metric(lua_State *L)
{
    static const char *const options[] = {"task", "dataset", "split", "group", NULL};
    const struct handle *handle = handle_self(L, "metric");
    struct metric_query *query = ARENA_NEW(run_of(L)->arena, struct metric_query);
    arena_charge(L, sizeof *query + sizeof(struct subject));
    query->name = text_kept(L, argument_text(L, 2, "metric: a name"));
    if (options_check(L, 3, options, true, "metric")) {
        query->task = filter_read(L, "task");
        query->dataset = filter_read(L, "dataset");
        query->split = filter_read(L, "split");
        query->group = group_read(L);
    }
    struct subject subject = subject_named(L, handle, query_words(L, query));
    metric_find(L, query, &subject);
    subject_push(L, &subject);
    return 1;
}
