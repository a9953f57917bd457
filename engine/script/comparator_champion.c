#include "script/comparator.h"
#include "script/metric.h"
#include "script/phrase.h"

#define NAME "not_worse_than_champion"

/* What the policy asks for. */
struct contest {
    const struct value *margin; /* how much worse is not too much, in the metric's unit */
    bool lower_given;           /* lower_is_better=true */
};

static struct contest contest_read(lua_State *L)
{
    static const char *const options[] = {"margin", "lower_is_better", NULL};
    struct contest contest = {value_kept(value_of_integer(0), run_of(L)->arena), false};
    if (!options_check(L, 2, options, true, NAME))
        return contest;
    bounds_only(L, 1, NAME);
    if (option_push(L, 2, "margin") != LUA_TNIL) {
        contest.margin = bound_number(L, lua_gettop(L), NAME ": margin");
        if (value_number(contest.margin) < 0)
            refuse(L, NAME ": margin must not be below 0");
    }
    const int type = option_push(L, 2, "lower_is_better");
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        refuse(L, NAME ": lower_is_better must be true or false");
    contest.lower_given = lua_toboolean(L, -1);
    lua_pop(L, 2);
    return contest;
}

/* Which way is better: what the results say, else what the policy says. False where they
 * contradict one another. */
static bool direction_find(const struct contest *contest, const struct subject *subject,
                           const struct subject *champion, bool *lower_is_better)
{
    const struct value *preferred_ways[] = {subject->result->details->higher_is_better,
                                            champion->result->details->higher_is_better};
    bool lower_known = contest->lower_given;
    *lower_is_better = contest->lower_given;
    for (size_t i = 0; i < COUNT(preferred_ways); i++) {
        if (!preferred_ways[i])
            continue;
        if (value_kind(preferred_ways[i]) != VALUE_BOOLEAN)
            return false;
        const bool prefers_lower = !value_boolean(preferred_ways[i]);
        if (lower_known && prefers_lower != *lower_is_better)
            return false;
        *lower_is_better = prefers_lower;
        lower_known = true;
    }
    return true;
}

/* What the champion's figure, less the margin, demands. */
static struct value demanded(const struct value *champion_figure, const struct value *margin,
                             bool lower_is_better)
{
    int64_t whole;
    const bool exact =
        value_kind(champion_figure) == VALUE_INTEGER && value_kind(margin) == VALUE_INTEGER;
    if (exact && !(lower_is_better ? __builtin_add_overflow(value_integer(champion_figure),
                                                            value_integer(margin), &whole)
                                   : __builtin_sub_overflow(value_integer(champion_figure),
                                                            value_integer(margin), &whole)))
        return value_of_integer(whole);
    const double a = value_number(champion_figure), b = value_number(margin);
    return value_of_number(lower_is_better ? a + b : a - b);
}

static struct text allowance_phrase(const struct value *margin, struct arena *arena)
{
    if (value_number(margin) == 0)
        return TEXT_NONE;
    const struct text shown = phrase_number(margin, NULL, arena);
    return text_format(arena, ", %.*s worse is allowed", TEXT_ARGS(shown));
}

static struct comparison contest_judge(const struct contest *contest, const struct subject *subject,
                                       const struct subject *champion, bool lower_is_better,
                                       struct arena *arena)
{
    const struct value champion_bound = demanded(champion->value, contest->margin, lower_is_better);
    if (!value_is_number(&champion_bound))
        return (struct comparison){
            .outcome = OUTCOME_INSUFFICIENT,
            .message = text_format(arena, "%.*s cannot be compared: the bound is too large",
                                   TEXT_ARGS(subject->phrase)),
        };
    const int order = number_compare(subject->value, &champion_bound);
    const bool holds = lower_is_better ? order <= 0 : order >= 0;
    const struct value *kept = value_kept(champion_bound, arena);
    const struct text observed = phrase_number(subject->value, champion->value, arena);
    const struct text theirs = phrase_number(champion->value, subject->value, arena);
    const struct text allowance = allowance_phrase(contest->margin, arena);
    return (struct comparison){
        .outcome = holds ? OUTCOME_PASS : OUTCOME_FAIL,
        .margin = lower_is_better ? number_difference(kept, subject->value, arena)
                                  : number_difference(subject->value, kept, arena),
        .message = text_format(arena, "%.*s is %.*s, the champion has %.*s (%s is better%.*s)",
                               TEXT_ARGS(subject->phrase), TEXT_ARGS(observed), TEXT_ARGS(theirs),
                               lower_is_better ? "lower" : "higher", TEXT_ARGS(allowance)),
    };
}

/* {"not_worse_than_champion": 0.9, "margin": 0.01}; the champion's figure where there is one. */
static const struct value *contest_expected(lua_State *L, const struct contest *contest,
                                            const struct value *champion_figure)
{
    struct arena *arena = run_of(L)->arena;
    struct members expected_members = {0};
    arena_charge(L, 2 * sizeof(struct member));
    members_add(arena, &expected_members, TEXT("margin"), *contest->margin);
    members_add(arena, &expected_members, TEXT(NAME),
                champion_figure ? *champion_figure : value_of_boolean(true));
    return value_kept(value_of_map(arena, &expected_members), arena);
}

/* The champion's subject of the same query; what it lacks is said of the champion. */
static struct subject champion_find(lua_State *L, const struct subject *subject)
{
    struct side *side = &judge_of(run_of(L))->champion;
    struct subject champion = {.side = side};
    champion.control = side_control(L, side, subject->control);
    champion.phrase = side_phrase(L, side, subject->phrase);
    metric_find(L, subject->query, &champion);
    return champion;
}

static struct comparison against_champion(lua_State *L, const struct contest *contest,
                                          const struct subject *subject)
{
    struct arena *arena = run_of(L)->arena;
    const struct subject champion = champion_find(L, subject);
    struct comparison comparison = {.outcome = OUTCOME_INSUFFICIENT};
    bool lower_is_better;
    if (champion.lack != OUTCOME_PASS) {
        comparison.message = champion.why;
    } else if (!subject->result || !champion.result) {
        lower_is_better = contest->lower_given;
        comparison = contest_judge(contest, subject, &champion, lower_is_better, arena);
    } else if (!direction_find(contest, subject, &champion, &lower_is_better)) {
        comparison.message =
            text_format(arena, "%.*s cannot be compared: it is not agreed which way is better",
                        TEXT_ARGS(subject->phrase));
    } else {
        comparison = contest_judge(contest, subject, &champion, lower_is_better, arena);
    }
    comparison.expected = contest_expected(L, contest, champion.lack ? NULL : champion.value);
    return comparison;
}

int compare_champion(lua_State *L)
{
    const struct subject *subject = subject_self(L, NAME);
    const struct contest contest = contest_read(L);
    if (!subject->query || subject->side->champion)
        refuse(L, NAME " compares metrics of the judged version");
    const struct value *expected = contest_expected(L, &contest, NULL);
    if (!judge_of(run_of(L))->champion.of) {
        subject_record(L, subject,
                       (struct comparison){OUTCOME_NOT_APPLICABLE,
                                           TEXT("nothing is in production to compare with"),
                                           expected, NULL});
        return comparator_return(L);
    }
    if (!comparator_lacks_number(L, subject, expected))
        subject_record(L, subject, against_champion(L, &contest, subject));
    return comparator_return(L);
}
