#include "script/comparator.h"
#include "script/phrase.h"

#include "value/number.h"

/* A bound on one side. */
struct order {
    const char *name;
    const char *words; /* before the bound, in a sentence                        */
    int sign;          /* 1 where more is better                                 */
    bool strict;       /* the bound itself is not enough                         */
    bool score;        /* for suites, and for nothing else                       */
};

/* "; n = 7,214", where rows are known. */
static struct text rows_phrase(const struct subject *subject, struct arena *arena)
{
    if (!subject->n || !value_is_number(subject->n))
        return TEXT_NONE;
    const struct text n = phrase_number(subject->n, NULL, arena);
    return text_format(arena, "; n = %.*s", TEXT_ARGS(n));
}

/* "(short by 0.010; n = 7,214)"; the distance without its sign. */
static struct text margin_words(const struct subject *subject, const struct value *margin,
                                bool holds, bool is_floor, struct arena *arena)
{
    const struct text rows_shown = holds ? TEXT_NONE : rows_phrase(subject, arena);
    if (!margin)
        return TEXT_NONE;
    const struct value zero = value_of_integer(0);
    const int side = number_compare(margin, &zero);
    if (side == 0)
        return text_format(arena, " (exactly at the bound%.*s)", TEXT_ARGS(rows_shown));
    const struct value *distance = side < 0 ? number_difference(&zero, margin, arena) : margin;
    if (!distance)
        return TEXT_NONE;
    const struct text shown = phrase_number(distance, NULL, arena);
    if (holds)
        return text_format(arena, " (%.*s to spare)", TEXT_ARGS(shown));
    return text_format(arena, " (%s by %.*s%.*s)", is_floor ? "short" : "over", TEXT_ARGS(shown),
                       TEXT_ARGS(rows_shown));
}

static struct comparison order_judge(const struct order *order, const struct subject *subject,
                                     const struct value *bound, struct arena *arena)
{
    const int direction = order->sign * number_compare(subject->value, bound);
    const bool holds = direction > 0 || (direction == 0 && !order->strict);
    const struct value *margin = order->sign > 0 ? number_difference(subject->value, bound, arena)
                                                 : number_difference(bound, subject->value, arena);
    const struct text observed = phrase_number(subject->value, bound, arena);
    const struct text needed = phrase_number(bound, subject->value, arena);
    const struct text apart = margin_words(subject, margin, holds, order->sign > 0, arena);
    return (struct comparison){
        .outcome = holds ? OUTCOME_PASS : OUTCOME_FAIL,
        .margin = margin,
        .message =
            text_format(arena, "%.*s is %.*s, %s %.*s is required%.*s", TEXT_ARGS(subject->phrase),
                        TEXT_ARGS(observed), order->words, TEXT_ARGS(needed), TEXT_ARGS(apart)),
    };
}

static int order_compare(lua_State *L, const struct order *order)
{
    const struct subject *subject = comparator_self(L, order->name, order->score);
    const struct value *bound = bound_number(L, 2, order->name);
    bounds_only(L, 1, order->name);
    const struct value *expected = expected_of(L, order->name, *bound);
    if (comparator_lacks_number(L, subject, expected))
        return comparator_return(L);
    struct comparison comparison = order_judge(order, subject, bound, run_of(L)->arena);
    comparison.expected = expected;
    subject_record(L, subject, comparison);
    return comparator_return(L);
}

int compare_at_least(lua_State *L)
{
    return order_compare(L, &(struct order){"at_least", "at least", 1, false, false});
}

int compare_at_most(lua_State *L)
{
    return order_compare(L, &(struct order){"at_most", "at most", -1, false, false});
}

int compare_above(lua_State *L)
{
    return order_compare(L, &(struct order){"above", "more than", 1, true, false});
}

int compare_below(lua_State *L)
{
    return order_compare(L, &(struct order){"below", "less than", -1, true, false});
}

int compare_score_at_least(lua_State *L)
{
    return order_compare(L, &(struct order){"score_at_least", "at least", 1, false, true});
}

int compare_score_above(lua_State *L)
{
    return order_compare(L, &(struct order){"score_above", "more than", 1, true, true});
}

/* ---- between two bounds, both included ---- */

static struct comparison within_judge(const struct subject *subject, const struct value *low,
                                      const struct value *upper_bound, struct arena *arena)
{
    const bool below = number_compare(subject->value, low) < 0;
    const bool above = number_compare(subject->value, upper_bound) > 0;
    const struct value *over = number_difference(subject->value, low, arena);
    const struct value *under = number_difference(upper_bound, subject->value, arena);
    const bool nearer_low = over && under && number_compare(over, under) < 0;
    const struct value *margin = below || (!above && nearer_low) ? over : under;
    const struct text observed = phrase_number(subject->value,
                                               below   ? low
                                               : above ? upper_bound
                                                       : NULL,
                                               arena);
    const struct text from = phrase_number(low, subject->value, arena);
    const struct text to = phrase_number(upper_bound, subject->value, arena);
    const struct text apart = margin_words(subject, margin, !below && !above, below, arena);
    return (struct comparison){
        .outcome = below || above ? OUTCOME_FAIL : OUTCOME_PASS,
        .margin = margin,
        .message = text_format(arena, "%.*s is %.*s, %.*s to %.*s is required%.*s",
                               TEXT_ARGS(subject->phrase), TEXT_ARGS(observed), TEXT_ARGS(from),
                               TEXT_ARGS(to), TEXT_ARGS(apart)),
    };
}

int compare_within(lua_State *L)
{
    const struct subject *subject = comparator_self(L, "within", false);
    struct arena *arena = run_of(L)->arena;
    const struct value *low = bound_number(L, 2, "within"),
                       *upper_bound = bound_number(L, 3, "within");
    bounds_only(L, 2, "within");
    if (number_compare(low, upper_bound) > 0)
        refuse(L, "within: the lower bound is above the upper one");
    const struct value bounds[] = {*low, *upper_bound};
    const struct value *expected = expected_of(L, "within", value_of_list(arena, bounds, 2));
    if (comparator_lacks_number(L, subject, expected))
        return comparator_return(L);
    struct comparison comparison = within_judge(subject, low, upper_bound, arena);
    comparison.expected = expected;
    subject_record(L, subject, comparison);
    return comparator_return(L);
}
