/* case:suite(name): how many tests of a suite passed, wherever it ran. */
#include "script/phrase.h"
#include "script/subject.h"

#include "base/suggest.h"

#include <math.h>

struct suite_found {
    const struct evidence *evidence;
    const struct suite *suite;
    const struct evidence *differs; /* has the suite too, with other figures */
};

static bool figure_same(const struct value *a, const struct value *b)
{
    if (!a || !b)
        return a == b;
    return value_is_number(a) && value_is_number(b) && number_compare(a, b) == 0;
}

static void suite_add(struct suite_found *suite_found, const struct evidence *evidence,
                      const struct suite *suite)
{
    if (!suite_found->suite) {
        suite_found->evidence = evidence;
        suite_found->suite = suite;
    } else if (!figure_same(suite_found->suite->passed, suite->passed) ||
               !figure_same(suite_found->suite->total, suite->total)) {
        suite_found->differs = evidence;
    } else if (evidence->grade > suite_found->evidence->grade) {
        suite_found->evidence = evidence;
        suite_found->suite = suite;
    }
}

static struct suite_found suite_find(lua_State *L, const struct side *side, struct text name,
                                     struct suggestion *near_suite)
{
    struct suite_found suite_found = {0};
    for (size_t suite_evidence = 0; suite_evidence < side->of->evidence->count; suite_evidence++) {
        const struct evidence *evidence = &side->of->evidence->at[suite_evidence];
        fuel_charge(L, 1 + evidence->suites.count);
        for (size_t suite_index = 0; suite_index < evidence->suites.count; suite_index++)
            if (text_equal(evidence->suites.at[suite_index].name, name))
                suite_add(&suite_found, evidence, &evidence->suites.at[suite_index]);
    }
    for (size_t suite_evidence = 0;
         !suite_found.suite && suite_evidence < side->of->evidence->count; suite_evidence++) {
        const struct suites *suites = &side->of->evidence->at[suite_evidence].suites;
        fuel_charge(L, suites->count);
        for (size_t suite_index = 0; suite_index < suites->count; suite_index++)
            suggest_offer(near_suite, suites->at[suite_index].name);
    }
    return suite_found;
}

/* Why it is no count of tests: "is absent"; NULL where it is one. */
static const char *count_fault(const struct value *suite_count)
{
    if (!suite_count)
        return "is absent";
    if (!value_is_number(suite_count) || value_rounded(suite_count))
        return "is not a number of tests";
    const double suite_number = value_number(suite_count);
    return suite_number < 0 || suite_number != floor(suite_number) ? "is not a number of tests"
                                                                   : NULL;
}

static void score_fill(struct subject *subject, struct arena *arena)
{
    const struct value *passed = subject->suite->passed, *total = subject->suite->total;
    const char *suite_fault = NULL;
    if (count_fault(passed))
        suite_fault = text_format(arena, "passed %s", count_fault(passed)).at;
    else if (count_fault(total))
        suite_fault = text_format(arena, "total %s", count_fault(total)).at;
    else if (value_number(total) == 0)
        suite_fault = "no test ran";
    else if (number_compare(passed, total) > 0)
        suite_fault = "more tests passed than there are";
    if (suite_fault) {
        subject->lack = OUTCOME_INSUFFICIENT;
        subject->why = text_format(arena, "%.*s cannot be scored: %s", TEXT_ARGS(subject->phrase),
                                   suite_fault);
        return;
    }
    subject->value = value_kept(value_of_number(value_number(passed) / value_number(total)), arena);
    subject->n = total;
}

static void suite_fill(const struct suite_found *suite_found, struct subject *subject,
                       struct arena *arena)
{
    subject->suite = suite_found->suite;
    subject->place = value_place(suite_found->suite->node);
    subject->document = suite_found->evidence->document;
    subject->node = suite_found->suite->node;
    subject->graded = true;
    subject->grade = suite_found->evidence->grade;
    if (!suite_found->differs) {
        score_fill(subject, arena);
        return;
    }
    subject->lack = OUTCOME_ERROR;
    subject->why =
        text_format(arena, "%.*s has different results in %s and %s", TEXT_ARGS(subject->phrase),
                    suite_found->evidence->path, suite_found->differs->path);
}

int case_suite(lua_State *L)
{
    const struct handle *handle = handle_self(L, "suite");
    struct arena *arena = run_of(L)->arena;
    const struct text name = text_kept(L, argument_text(L, 2, "suite: a name"));
    struct suggestion near_suite = suggest_for(name);
    struct subject subject =
        subject_named(L, handle, text_format(arena, "suite %.*s", TEXT_ARGS(name)));
    subject.scored = true;
    const struct suite_found suite_found = suite_find(L, handle->side, name, &near_suite);
    if (suite_found.suite) {
        suite_fill(&suite_found, &subject, arena);
    } else {
        subject.lack = OUTCOME_MISSING;
        subject.why = text_format(arena, "%.*s is absent%s", TEXT_ARGS(subject.phrase),
                                  suggest_hint(&near_suite, arena));
        subject.place = value_place(handle->side->of->manifest->document);
    }
    run_read(L, subject.control, suite_found.suite ? suite_found.suite->node : NULL);
    subject_push(L, &subject);
    return 1;
}
