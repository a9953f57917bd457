#include "script/comparator.h"
#include "script/phrase.h"

#include "base/limits.h"
#include "base/suggest.h"

/* ---- equals, one_of ---- */

static bool scalar_kind(const struct value *observed)
{
    const enum value_kind observed_kind = value_kind(observed);
    return observed_kind == VALUE_BOOLEAN || observed_kind == VALUE_STRING ||
           value_is_number(observed);
}

static bool scalar_equal(const struct value *observed, const struct value *expected)
{
    if (value_is_number(observed) && value_is_number(expected))
        return number_compare(observed, expected) == 0;
    if (value_kind(observed) != value_kind(expected))
        return false;
    return value_kind(observed) == VALUE_STRING
               ? text_equal(value_text(observed), value_text(expected))
               : value_boolean(observed) == value_boolean(expected);
}

/* A text, number or boolean that somebody may demand. */
static void scalar_check(lua_State *L, const struct value *wanted, const char *comparator)
{
    if (!scalar_kind(wanted))
        refuse(L, "%s: a text, a finite number or a boolean is needed, %s was given", comparator,
               phrase_kind(wanted));
    if (value_text(wanted).size > LIMIT_OBSERVED_SIZE)
        refuse(L, "%s: the text is longer than %d bytes", comparator, LIMIT_OBSERVED_SIZE);
}

/* Where it cannot be compared with any of `wanted`, records why. */
static bool scalar_lacks(lua_State *L, const struct subject *subject, const struct value *wanted,
                         size_t count, const struct value *expected)
{
    bool only_numbers = true;
    for (size_t wanted_index = 0; wanted_index < count; wanted_index++)
        only_numbers = only_numbers && value_is_number(&wanted[wanted_index]);
    if (only_numbers)
        return comparator_lacks_number(L, subject, expected);
    if (comparator_lacks(L, subject, expected))
        return true;
    if (scalar_kind(subject->value) && !value_rounded(subject->value))
        return false;
    struct arena *arena = run_of(L)->arena;
    const struct text phrase =
        value_is_number(subject->value)
            ? text_format(arena, "%.*s is an integer too large to be held exactly",
                          TEXT_ARGS(subject->phrase))
            : text_format(arena, "%.*s is %s, a single value is needed", TEXT_ARGS(subject->phrase),
                          phrase_kind(subject->value));
    subject_record(L, subject, (struct comparison){OUTCOME_INSUFFICIENT, phrase, expected, NULL});
    return true;
}

/* A value as the message shows it, never like a number that it is not equal to. */
static struct text scalar_phrase(const struct value *observed, const struct value *beside,
                                 struct arena *arena)
{
    if (value_is_number(observed) && value_is_number(beside))
        return phrase_number(observed, beside, arena);
    return phrase_value(observed, arena);
}

int compare_equals(lua_State *L)
{
    const struct subject *subject = comparator_self(L, "equals", false);
    struct arena *arena = run_of(L)->arena;
    if (lua_isnone(L, 2))
        refuse(L, "equals: a text, a finite number or a boolean is needed, nothing was given");
    bounds_only(L, 1, "equals");
    arena_charge(L, lua_type(L, 2) == LUA_TSTRING ? lua_rawlen(L, 2) : 0);
    const struct value *wanted = value_kept(value_of_lua(L, 2, false), arena);
    scalar_check(L, wanted, "equals");
    const struct value *expected = expected_of(L, "equals", *wanted);
    if (scalar_lacks(L, subject, wanted, 1, expected))
        return comparator_return(L);
    const bool holds = scalar_equal(subject->value, wanted);
    const struct text observed = scalar_phrase(subject->value, wanted, arena);
    const struct text needed = scalar_phrase(wanted, subject->value, arena);
    const struct text phrase =
        text_format(arena, "%.*s is %.*s, %.*s is required", TEXT_ARGS(subject->phrase),
                    TEXT_ARGS(observed), TEXT_ARGS(needed));
    subject_record(
        L, subject,
        (struct comparison){holds ? OUTCOME_PASS : OUTCOME_FAIL, phrase, expected, NULL});
    return comparator_return(L);
}

/* "\"canary\", \"shadow\"", up to a handful. */
static struct text options_phrase(const struct value *options_wanted, const struct value *beside,
                                  struct arena *arena)
{
    enum { SHOWN = 8 };
    const size_t options_count = value_count(options_wanted);
    struct text options_shown = TEXT_NONE;
    for (size_t option = 0; option < options_count && option < SHOWN; option++) {
        const struct text one = scalar_phrase(value_at(options_wanted, option), beside, arena);
        options_shown = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(options_shown),
                                    option ? ", " : "", TEXT_ARGS(one));
    }
    return options_count > SHOWN ? text_format(arena, "%.*s and %zu more", TEXT_ARGS(options_shown),
                                               options_count - SHOWN)
                                 : options_shown;
}

static struct value options_list(lua_State *L)
{
    if (!lua_istable(L, 2) && lua_type(L, 2) != LUA_TUSERDATA)
        refuse(L, "one_of: a list is needed, %s was given",
               lua_isnone(L, 2) ? "nothing" : luaL_typename(L, 2));
    bounds_only(L, 1, "one_of");
    const struct value options_wanted = value_of_lua(L, 2, false);
    if (value_kind(&options_wanted) != VALUE_LIST || value_count(&options_wanted) == 0)
        refuse(L, "one_of: a list of one value or more is needed");
    fuel_charge(L, value_count(&options_wanted) * COST_WORD);
    for (size_t option = 0; option < value_count(&options_wanted); option++)
        scalar_check(L, value_at(&options_wanted, option), "one_of");
    return options_wanted;
}

int compare_one_of(lua_State *L)
{
    const struct subject *subject = comparator_self(L, "one_of", false);
    struct arena *arena = run_of(L)->arena;
    const struct value options_wanted = options_list(L);
    const size_t options_count = value_count(&options_wanted);
    const struct value *expected = expected_of(L, "one_of", options_wanted);
    if (scalar_lacks(L, subject, value_at(&options_wanted, 0), options_count, expected))
        return comparator_return(L);
    bool holds = false;
    for (size_t option = 0; option < options_count; option++)
        holds = holds || scalar_equal(subject->value, value_at(&options_wanted, option));
    const struct text observed = phrase_value(subject->value, arena);
    const struct text needed = options_phrase(&options_wanted, subject->value, arena);
    const struct text phrase =
        text_format(arena, "%.*s is %.*s, one of %.*s is required", TEXT_ARGS(subject->phrase),
                    TEXT_ARGS(observed), TEXT_ARGS(needed));
    subject_record(
        L, subject,
        (struct comparison){holds ? OUTCOME_PASS : OUTCOME_FAIL, phrase, expected, NULL});
    return comparator_return(L);
}

/* ---- matches ---- */

static struct pattern *pattern_of(lua_State *L, struct text source)
{
    struct run *run = run_of(L);
    struct judge *judge = judge_of(run);
    const uint32_t *known = names_find(&judge->pattern_names, source);
    if (known)
        return judge->patterns.at[*known - 1];
    arena_charge(L, NAMES_EACH);
    fuel_charge(L, COST_PATTERN + source.size * COST_WORD);
    struct pattern *pattern = NULL;
    struct error pattern_fault = {0};
    const struct text pattern_kept = text_copy(run->arena, source);
    if (!pattern_compile(pattern_kept, run->arena, &pattern, &pattern_fault))
        refuse(L, "matches: %s", pattern_fault.message);
    *LIST_ADD(run->arena, &judge->patterns) = pattern;
    *names_add(&judge->pattern_names, run->arena, pattern_kept) = (uint32_t)judge->patterns.count;
    return pattern;
}

static struct comparison pattern_judge(const struct pattern *pattern, const struct subject *subject,
                                       struct text pattern_wanted, struct arena *arena)
{
    bool matched = false;
    struct error pattern_fault = {0};
    const struct text shown = phrase_value(subject->value, arena);
    const struct text phrase = subject->phrase;
    if (!pattern_find(pattern, value_text(subject->value), &matched, &pattern_fault))
        return (struct comparison){
            .outcome = OUTCOME_INSUFFICIENT,
            .message = text_format(arena, "%.*s is %.*s, which could not be matched: %s",
                                   TEXT_ARGS(phrase), TEXT_ARGS(shown), pattern_fault.message),
        };
    return (struct comparison){
        .outcome = matched ? OUTCOME_PASS : OUTCOME_FAIL,
        .message = text_format(arena, "%.*s is %.*s, a match of %.*s is required",
                               TEXT_ARGS(phrase), TEXT_ARGS(shown),
                               TEXT_ARGS(text_cut(pattern_wanted, LIMIT_CONTROL_SIZE, arena))),
    };
}

int compare_matches(lua_State *L)
{
    const struct subject *subject = comparator_self(L, "matches", false);
    struct arena *arena = run_of(L)->arena;
    const struct text pattern_wanted = text_kept(L, argument_text(L, 2, "matches: a pattern"));
    bounds_only(L, 1, "matches");
    const struct pattern *pattern = pattern_of(L, pattern_wanted);
    const struct value *expected = expected_of(L, "matches", value_of_text(pattern_wanted));
    if (comparator_lacks(L, subject, expected))
        return comparator_return(L);
    struct comparison comparison;
    if (value_kind(subject->value) == VALUE_STRING) {
        fuel_charge(L, COST_MATCH + value_text(subject->value).size);
        comparison = pattern_judge(pattern, subject, pattern_wanted, arena);
    } else {
        const struct text shown = phrase_value(subject->value, arena);
        comparison = (struct comparison){
            .outcome = OUTCOME_INSUFFICIENT,
            .message = text_format(arena, "%.*s is %.*s, a text is needed",
                                   TEXT_ARGS(subject->phrase), TEXT_ARGS(shown)),
        };
    }
    comparison.expected = expected;
    subject_record(L, subject, comparison);
    return comparator_return(L);
}

/* ---- present ---- */

static bool text_is_blank(struct text observed_text)
{
    for (size_t observed_byte = 0; observed_byte < observed_text.size; observed_byte++)
        if (!strchr(" \t\r\n", observed_text.at[observed_byte]) ||
            observed_text.at[observed_byte] == '\0')
            return false;
    return true;
}

static const char *presence_fault(const struct value *observed)
{
    switch (value_kind(observed)) {
    case VALUE_NAN:
        return "is not a finite number";
    case VALUE_STRING:
        return text_is_blank(value_text(observed)) ? "is empty" : NULL;
    case VALUE_LIST:
    case VALUE_MAP:
        return value_count(observed) == 0 ? "is empty" : NULL;
    case VALUE_NULL:
    case VALUE_BOOLEAN:
    case VALUE_INTEGER:
    case VALUE_NUMBER:
        break;
    }
    return NULL;
}

int compare_present(lua_State *L)
{
    const struct subject *subject = subject_self(L, "present");
    bounds_only(L, 0, "present");
    const struct value *expected = expected_of(L, "present", value_of_boolean(true));
    if (comparator_lacks(L, subject, expected))
        return comparator_return(L);
    if (value_kind(subject->value) == VALUE_STRING)
        fuel_charge(L, value_text(subject->value).size / COST_WORD);
    const char *fault = presence_fault(subject->value);
    const struct text phrase = text_format(run_of(L)->arena, "%.*s %s", TEXT_ARGS(subject->phrase),
                                           fault ? fault : "is present");
    subject_record(
        L, subject,
        (struct comparison){fault ? OUTCOME_INSUFFICIENT : OUTCOME_PASS, phrase, expected, NULL});
    return comparator_return(L);
}

/* ---- graded ---- */

static enum grade grade_argument(lua_State *L)
{
    const struct text wanted_grade = argument_text(L, 2, "graded: a grade");
    struct suggestion near_grade = suggest_for(wanted_grade);
    for (enum grade grade = GRADE_DECLARED; grade <= GRADE_ATTESTED; grade++) {
        if (text_is(wanted_grade, grade_name(grade)))
            return grade;
        suggest_offer(&near_grade, text_of(grade_name(grade)));
    }
    refuse(L, "graded: the grades are declared, measured and attested%s",
           suggest_hint(&near_grade, run_of(L)->arena));
}

/* Grades are ordered: what asks for measured evidence is content with attested. */
int compare_graded(lua_State *L)
{
    const struct subject *subject = subject_self(L, "graded");
    struct arena *arena = run_of(L)->arena;
    const enum grade wanted = grade_argument(L);
    bounds_only(L, 1, "graded");
    const struct value *expected =
        expected_of(L, "graded", value_of_text(text_of(grade_name(wanted))));
    if (comparator_lacks(L, subject, expected))
        return comparator_return(L);
    const bool holds = subject->graded && subject->grade >= wanted;
    const struct text phrase = text_format(
        arena, "%.*s is %s, %s is required", TEXT_ARGS(subject->phrase),
        subject->graded ? grade_name(subject->grade) : "not graded", grade_name(wanted));
    struct subject shown = *subject; /* what is observed is the grade */
    shown.value = subject->graded
                      ? value_kept(value_of_text(text_of(grade_name(subject->grade))), arena)
                      : NULL;
    subject_record(
        L, &shown,
        (struct comparison){holds ? OUTCOME_PASS : OUTCOME_FAIL, phrase, expected, NULL});
    return comparator_return(L);
}
