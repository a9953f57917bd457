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
    bool more;  /* than CHOICES                       */
    bool named; /* there are results of the name      */
    bool whole; /* and some of them are of the whole  */
};

/* A part of a setting, the empty text where it is absent. */
static struct text part_text(const struct value *part)
{
    return part ? value_text(part) : TEXT_NONE;
}

static bool filter_fits(struct text filter, const struct value *found)
{
    return !filter.at || text_equal(filter, part_text(found));
}

static bool query_fits(const struct metric_query *query, const struct result *result)
{
    const struct setting *setting = result->setting;
    const bool group = query->group ? setting->group && value_equal(query->group, setting->group)
                                    : setting->group == NULL;
    return group && filter_fits(query->task, setting->task) &&
           filter_fits(query->dataset, setting->dataset) &&
           filter_fits(query->split, setting->split);
}

/* The same figure twice; NaN is as good as NaN here. */
static bool figure_same(const struct value *a, const struct value *b)
{
    if (value_is_number(a) && value_is_number(b))
        return number_compare(a, b) == 0;
    return value_equal(a, b) || (value_kind(a) == VALUE_NAN && value_kind(b) == VALUE_NAN);
}

static void search_add(struct search *search, struct metric_found found)
{
    if (search->choice_count == 0)
        search->best = found;
    for (size_t i = 0; i < search->choice_count; i++)
        if (figure_same(search->choices[i].result->value, found.result->value)) {
            if (found.evidence->grade > search->best.evidence->grade)
                search->best = found;
            return;
        }
    if (search->choice_count == CHOICES)
        search->more = true;
    else
        search->choices[search->choice_count++] = found;
}

static void search_run(lua_State *L, const struct metric_index *index,
                       const struct metric_query *query, struct search *search)
{
    size_t cursor = 0;
    struct metric_found found;
    for (size_t steps = 0; !search->more && metric_index_next(index, query->name, &cursor, &found);
         steps++) {
        if (steps % COST_SKIM == 0)
            fuel_charge(L, 1);
        search->named = true;
        search->whole = search->whole || !found.result->setting->group;
        if (query_fits(query, found.result))
            search_add(search, found);
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
    struct suggestion near = suggest_for(name);
    const size_t all = metric_index_count(index);
    const size_t count = all < NAMES_OFFERED ? all : NAMES_OFFERED;
    fuel_charge(L, count / COST_WORD);
    for (size_t i = 0; i < count; i++) {
        const struct text candidate = metric_index_at(index, i).result->metric;
        if (length_near(name, candidate))
            suggest_offer(&near, candidate);
    }
    return suggest_hint(&near, run_of(L)->arena);
}

/* The filter that no result of the name meets, and what would have met it. */
static const char *hint_of_filters(lua_State *L, const struct metric_index *index,
                                   const struct metric_query *query)
{
    struct suggestion near[] = {suggest_for(query->task), suggest_for(query->dataset),
                                suggest_for(query->split)};
    bool met[] = {!query->task.at, !query->dataset.at, !query->split.at};
    size_t cursor = 0;
    struct metric_found found;
    for (size_t steps = 0;
         steps < NAMES_OFFERED && metric_index_next(index, query->name, &cursor, &found); steps++) {
        const struct setting *setting = found.result->setting;
        const struct text there[] = {part_text(setting->task), part_text(setting->dataset),
                                     part_text(setting->split)};
        for (size_t i = 0; i < COUNT(met); i++) {
            met[i] = met[i] || text_equal(near[i].asked, there[i]);
            if (!met[i] && length_near(near[i].asked, there[i]))
                suggest_offer(&near[i], there[i]);
        }
        fuel_charge(L, 1);
    }
    for (size_t i = 0; i < COUNT(met); i++)
        if (!met[i])
            return suggest_hint(&near[i], run_of(L)->arena);
    return "";
}

static void metric_missing(lua_State *L, const struct metric_index *index,
                           const struct metric_query *query, const struct search *search,
                           struct subject *subject)
{
    const struct manifest *manifest = subject->side->of->manifest;
    const struct value *listed = value_present(manifest->document, TEXT("evidence"));
    const char *hint;
    if (subject->side->of->evidence->count == 0)
        hint = ": there is no evidence";
    else if (search->named && !search->whole && !query->group)
        hint = ": only groups have it";
    else
        hint =
            search->named ? hint_of_filters(L, index, query) : hint_of_names(L, index, query->name);
    subject->lack = OUTCOME_MISSING;
    subject->why =
        text_format(run_of(L)->arena, "%.*s is absent%s", TEXT_ARGS(subject->phrase), hint);
    subject->document = manifest->document;
    subject->node = listed;
    subject->place = value_place(listed ? listed : manifest->document);
}

/* "0.914 (task=arc, dataset=test in eval/a.json)" */
static struct text choice_words(const struct metric_found *choice, struct arena *arena)
{
    const struct setting *setting = choice->result->setting;
    const struct {
        const char *name;
        struct text value;
    } parts[] = {{"task", part_text(setting->task)},
                 {"dataset", part_text(setting->dataset)},
                 {"split", part_text(setting->split)}};
    struct text words = TEXT_NONE;
    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i].value.size) {
            const struct text value = text_cut(parts[i].value, LIMIT_CONTROL_SIZE, arena);
            words = text_format(arena, "%.*s%s%s=%.*s", TEXT_ARGS(words), words.size ? ", " : "",
                                parts[i].name, TEXT_ARGS(value));
        }
    const struct text shown = phrase_value(choice->result->value, arena);
    return text_format(arena, "%.*s (%.*s%sin %s)", TEXT_ARGS(shown), TEXT_ARGS(words),
                       words.size ? " " : "", choice->evidence->path);
}

static void metric_ambiguous(lua_State *L, const struct search *search, struct subject *subject)
{
    struct arena *arena = run_of(L)->arena;
    struct text words = TEXT_NONE;
    for (size_t i = 0; i < search->choice_count; i++) {
        const struct text one = choice_words(&search->choices[i], arena);
        words = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(words), i ? ", " : "", TEXT_ARGS(one));
        arena_charge(L, words.size);
    }
    subject->lack = OUTCOME_ERROR;
    subject->why =
        text_format(arena,
                    "%.*s has several values, choose one by task=, dataset= or split=: "
                    "%.*s%s",
                    TEXT_ARGS(subject->phrase), TEXT_ARGS(words), search->more ? " and more" : "");
    subject->place = value_place(search->best.result->value);
}

/* ---- what was found ---- */

static void metric_fill(lua_State *L, const struct metric_found *found, struct subject *subject)
{
    const struct result *result = found->result;
    struct arena *arena = run_of(L)->arena;
    subject->result = result;
    subject->value = result->value;
    subject->n = result->details->n;
    subject->place = value_place(result->value);
    subject->document = found->evidence->document;
    subject->node = result->value;
    subject->graded = true;
    subject->grade = found->evidence->grade;
    const struct text fault = number_fault(result->value, arena);
    if (fault.size) {
        subject->lack = OUTCOME_INSUFFICIENT;
        subject->why =
            text_format(arena, "%.*s %.*s", TEXT_ARGS(subject->phrase), TEXT_ARGS(fault));
    }
}

void metric_find(lua_State *L, const struct metric_query *query, struct subject *subject)
{
    const struct metric_index *index = side_results(L, subject->side);
    struct search search = {0};
    search_run(L, index, query, &search);
    subject->query = query;
    if (search.choice_count > 1)
        metric_ambiguous(L, &search, subject);
    else if (search.choice_count == 1)
        metric_fill(L, &search.best, subject);
    else if (!query->group || !group_metric(L, query->group, query->name, subject))
        metric_missing(L, index, query, &search, subject);
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
    const struct value group = value_of_lua(L, lua_gettop(L), false);
    if (value_kind(&group) != VALUE_MAP || value_count(&group) == 0)
        refuse(L, "metric: group must name attribute and value, as in group={race=\"...\"}");
    for (size_t i = 0; i < value_count(&group); i++)
        if (value_kind(member_value(&group, i)) != VALUE_STRING)
            refuse(L, "metric: group.%.*s must be a text", TEXT_ARGS(member_key(&group, i)));
    lua_pop(L, 1);
    return value_kept(group, run_of(L)->arena);
}

static struct text filter_words(struct text words, struct text name, struct text value,
                                struct arena *arena)
{
    if (!value.at)
        return words;
    const struct text shown = text_cut(value, LIMIT_CONTROL_SIZE, arena);
    return text_format(arena, "%.*s%s%.*s=%.*s", TEXT_ARGS(words), words.size ? ", " : "",
                       TEXT_ARGS(name), TEXT_ARGS(shown));
}

/* "acc,none{task=arc, race=A}" */
static struct text query_words(lua_State *L, const struct metric_query *query)
{
    struct arena *arena = run_of(L)->arena;
    struct text words = filter_words(TEXT_NONE, TEXT("task"), query->task, arena);
    words = filter_words(words, TEXT("dataset"), query->dataset, arena);
    words = filter_words(words, TEXT("split"), query->split, arena);
    for (size_t i = 0; query->group && i < value_count(query->group); i++) {
        arena_charge(L, words.size + LIMIT_CONTROL_SIZE);
        words = filter_words(words, member_key(query->group, i),
                             value_text(member_value(query->group, i)), arena);
    }
    const struct text name = text_cut(query->name, LIMIT_CONTROL_SIZE, arena);
    return words.size ? text_format(arena, "%.*s{%.*s}", TEXT_ARGS(name), TEXT_ARGS(words)) : name;
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
