/* Test reports in the form that JUnit's Ant task gave the world: a suite for each <testsuite> that
 * has a name and one for the whole, counted anew from the test cases.
 *
 *     <testsuites name="all">                            all    passed 1 of 2, failed 1
 *       <testsuite name="rates" tests="2" failures="1">  rates  the same
 *         <testcase name="a"/>
 *         <testcase name="b"><failure/></testcase>
 *
 * Where the counts that a report gives and its test cases differ, the worse of the two holds: cases
 * that are counted and not shown did not pass; failures, errors and skips that are counted and not
 * shown are refused, for then no case can be believed. Flaky and rerun elements change nothing: a
 * case that passed at last has no <failure> of its own (Surefire). */
#include "evidence/format.h"

#include "value/number.h"

#include <math.h>

static const struct text root_name_absent = {"junit", 5};

/* How many cases of a suite ended how, and what stands in it: one case may have two failures. */
struct tally {
    size_t cases, passed, failed, errors, skipped;
    size_t failures_shown, errors_shown, skips_shown;
};

static struct text part_text(const struct value *element, struct text key)
{
    const struct value *part = value_get(element, key);
    return part ? value_text(part) : TEXT_NONE;
}

static bool is_named(const struct value *element, const char *name)
{
    return text_is(part_text(element, TEXT("name")), name);
}

static const struct value *attribute_of(const struct value *element, struct text key)
{
    return value_get(value_get(element, TEXT("attributes")), key);
}

static bool is_junit(const struct value *document)
{
    return is_named(document, "testsuites") || is_named(document, "testsuite");
}

/* Words of GoogleTest and CTest for what has no element of its own. */
static bool attribute_says(const struct value *testcase, const char *const *words)
{
    const struct value *said[] = {attribute_of(testcase, TEXT("status")),
                                  attribute_of(testcase, TEXT("result"))};
    for (; *words; words++)
        for (size_t i = 0; i < COUNT(said); i++)
            if (said[i] && value_text(said[i]).size == strlen(*words) &&
                strncasecmp(value_text(said[i]).at, *words, strlen(*words)) == 0)
                return true;
    return false;
}

static void testcase_count(struct tally *tally, const struct value *testcase)
{
    static const char *const not_run[] = {"notrun", "disabled", "skipped", "suppressed", NULL};
    static const char *const broken[] = {"fail", "failed", "failure", "error", NULL};
    size_t failures = 0, errors = 0, skips = 0;
    const struct value *children = value_get(testcase, TEXT("children"));
    for (size_t i = 0; i < value_count(children); i++) {
        const struct value *child = value_at(children, i);
        failures += is_named(child, "failure");
        errors += is_named(child, "error");
        skips += is_named(child, "skipped");
    }
    tally->cases++;
    tally->failures_shown += failures;
    tally->errors_shown += errors;
    tally->skips_shown += skips;
    if (failures || (!errors && attribute_says(testcase, broken)))
        tally->failed++;
    else if (errors)
        tally->errors++;
    else if (skips || attribute_says(testcase, not_run))
        tally->skipped++;
    else
        tally->passed++;
}

static void tally_add(struct tally *sum, const struct tally *part)
{
    sum->cases += part->cases;
    sum->passed += part->passed;
    sum->failed += part->failed;
    sum->errors += part->errors;
    sum->skipped += part->skipped;
    sum->failures_shown += part->failures_shown;
    sum->errors_shown += part->errors_shown;
    sum->skips_shown += part->skips_shown;
}

/* A count that an attribute gives: 5, "5.0" too; 0 where it is absent or empty. */
static bool count_read(const struct value *element, struct text key, size_t *test_count,
                       struct error *err)
{
    double counted = 0;
    const struct value *attribute = attribute_of(element, key);
    const struct text attribute_words = attribute ? value_text(attribute) : TEXT_NONE;
    if (attribute_words.size && (!number_read(attribute_words, &counted) || counted < 0 ||
                                 counted > 0x1p53 || counted != floor(counted)))
        return error_at(err, ERROR_REFUSED, value_place(element), "%.*s=\"%.*s\" is no count",
                        TEXT_ARGS(key), TEXT_ARGS(attribute_words));
    *test_count = (size_t)counted;
    return true;
}

/* A count that hides more than the cases show. */
static bool shown_check(const struct value *element, struct text key, size_t shown,
                        struct error *err)
{
    size_t counted = 0;
    if (!count_read(element, key, &counted, err))
        return false;
    return counted <= shown ||
           error_at(err, ERROR_REFUSED, value_place(element),
                    "%.*s says %zu, its test cases show %zu", TEXT_ARGS(key), counted, shown);
}

/* The tally as the element's own counts leave it. */
static bool tally_check(const struct value *element, struct tally *tally, struct error *err)
{
    size_t tests = 0;
    const size_t skips = tally->skips_shown > tally->skipped ? tally->skips_shown : tally->skipped;
    const size_t failures =
        tally->failures_shown > tally->failed ? tally->failures_shown : tally->failed;
    if (!count_read(element, TEXT("tests"), &tests, err) ||
        !shown_check(element, TEXT("failures"), failures, err) ||
        !shown_check(element, TEXT("errors"), tally->errors_shown, err) ||
        !shown_check(element, TEXT("skipped"), skips, err))
        return false;
    if (tests > tally->cases)
        tally->cases = tests;
    return true;
}

static const struct value *figure_of(size_t count, const struct value *element, struct arena *arena)
{
    return value_beside(value_of_integer((int64_t)count), element, arena);
}

static void suite_add(struct evidence *evidence, const struct value *element, struct text name,
                      const struct tally *tally, struct arena *arena)
{
    *LIST_ADD(arena, &evidence->suites) = (struct suite){
        .name = name,
        .passed = figure_of(tally->passed, element, arena),
        .total = figure_of(tally->cases, element, arena),
        .failed = figure_of(tally->failed, element, arena),
        .errors = figure_of(tally->errors, element, arena),
        .skipped = figure_of(tally->skipped, element, arena),
        .node = element,
    };
}

/* A suite within something else would go uncounted, and its failures with it. */
static bool none_hidden(const struct value *element, struct error *err)
{
    const struct value *children = value_get(element, TEXT("children"));
    for (size_t i = 0; i < value_count(children); i++) {
        const struct value *child = value_at(children, i);
        if (is_named(child, "testcase") || is_named(child, "testsuite"))
            return error_at(err, ERROR_REFUSED, value_place(child),
                            "stands in <%.*s>, where tests are not counted",
                            TEXT_ARGS(part_text(element, TEXT("name"))));
        if (!none_hidden(child, err))
            return false;
    }
    return true;
}

/* Cases and suites below; the carrier bounds the depth. A suite that stands in another comes first
 * in the list. */
static bool suite_count(struct evidence *evidence, const struct value *element, struct tally *tally,
                        struct arena *arena, struct error *err)
{
    const struct value *children = value_get(element, TEXT("children"));
    for (size_t i = 0; i < value_count(children); i++) {
        struct tally below = {0};
        const struct value *child = value_at(children, i);
        const bool is_suite = is_named(child, "testsuite");
        if (!is_suite && !none_hidden(child, err))
            return false;
        if (is_named(child, "testcase"))
            testcase_count(&below, child);
        else if (is_named(child, "error")) /* of the suite itself: it did not get to its cases */
            below = (struct tally){.cases = 1, .errors = 1, .errors_shown = 1};
        else if (is_named(child, "failure"))
            below = (struct tally){.cases = 1, .failed = 1, .failures_shown = 1};
        else if (is_suite && !suite_count(evidence, child, &below, arena, err))
            return false;
        tally_add(tally, &below);
    }
    if (!tally_check(element, tally, err))
        return false;
    const struct value *name = attribute_of(element, TEXT("name"));
    const bool root = element == evidence->document;
    if (root || (name && value_text(name).size))
        suite_add(evidence, element,
                  name && value_text(name).size ? value_text(name) : root_name_absent, tally,
                  arena);
    return true;
}

static bool junit_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    struct tally whole = {0};
    return suite_count(evidence, evidence->document, &whole, arena, err);
}

const struct format format_junit = {
    .name = "junit",
    .summary = "Test reports in JUnit's XML, as pytest, Surefire, Gradle and CTest write them",
    .carrier = CARRIER_XML,
    .is = is_junit,
    .read = junit_read,
};
