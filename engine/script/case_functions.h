/* script/case_functions.h: what a policy can ask of its case, on one page. Private to the room.
 *
 * `row(name, usage, summary)`: for documents and completion only; the methods themselves stand in
 * case.c, comparator.c, group.c and groups.c.
 */
#ifndef SCRIPT_CASE_FUNCTIONS_H
#define SCRIPT_CASE_FUNCTIONS_H

#define FUNCTIONS_CASE(row)                                                                        \
    row("case:metric", "case:metric(name [, {task=, dataset=, split=, group={attribute=value}}])", \
        "One figure of the evidence, to be compared or read") row("case:expect",                   \
                                                                  "case:expect(path)",             \
                                                                  "What the model manifest says "  \
                                                                  "at a path")                     \
        row("case:suite", "case:suite(name)", "How many tests of a suite passed") row(             \
            "case:groups", "case:groups(attribute)",                                               \
            "The groups of an attribute, with their rates") row("case:optional",                   \
                                                                "case:optional(path, default)",    \
                                                                "What the manifest says at a "     \
                                                                "path, or the default, which is "  \
                                                                "recorded") row("case:days_since", \
                                                                                "case:days_since(" \
                                                                                "rfc3339)",        \
                                                                                "Days from a "     \
                                                                                "moment to the "   \
                                                                                "decision's")      \
            row("case:pass",                                                                       \
                "case:pass([sentence [, {observed=, expected=, evidence=, control=}]])",           \
                "Records that the check holds") row("case:fail",                                   \
                                                    "case:fail(sentence [, {observed=, "           \
                                                    "expected=, evidence=, control=}])",           \
                                                    "Records that it does not hold")               \
                row("case:insufficient", "case:insufficient(sentence [, {...}])",                  \
                    "Records that it cannot be measured") row("case:not_applicable",               \
                                                              "case:not_applicable(reason [, "     \
                                                              "{...}])",                           \
                                                              "Records that the rule does not "    \
                                                              "concern this model")                \
                    row("case:note", "case:note(sentence)",                                        \
                        "Adds a remark to the record; it judges nothing") row("case:advisory",     \
                                                                              "case:advisory()",   \
                                                                              "The case, whose "   \
                                                                              "findings are "      \
                                                                              "advisory")          \
                        row("value:at_least", "value:at_least(bound)",                             \
                            "The bound or more is required") row("value:at_most",                  \
                                                                 "value:at_most(bound)",           \
                                                                 "The bound or less is required")  \
                            row("value:above", "value:above(bound)",                               \
                                "More than the bound is required") row("value:below",              \
                                                                       "value:below(bound)",       \
                                                                       "Less than the bound is "   \
                                                                       "required")                 \
                                row("value:within", "value:within(low, high)",                     \
                                    "low to high is required, both included") row("value:equals",  \
                                                                                  "value:equals("  \
                                                                                  "value)",        \
                                                                                  "Exactly this "  \
                                                                                  "number, text "  \
                                                                                  "or boolean is " \
                                                                                  "required")      \
                                    row("value:one_of", "value:one_of{...}",                       \
                                        "One of these is required") row("value:matches",           \
                                                                        "value:matches(pattern)",  \
                                                                        "A text that the PCRE2 "   \
                                                                        "pattern is found in")     \
                                        row("value:present", "value:present()",                    \
                                            "Something that is not empty is required")             \
                                            row("value:graded", "value:graded(grade)",             \
                                                "Evidence of this grade or a better one is "       \
                                                "required: declared, measured, attested")          \
                                                row("value:not_worse_than_champion",               \
                                                    "value:not_worse_than_champion{margin=, "      \
                                                    "lower_is_better=}",                           \
                                                    "At most the margin worse than the version "   \
                                                    "in production") row("suite:score_at_least",   \
                                                                         "suite:score_at_least("   \
                                                                         "bound)",                 \
                                                                         "This share of passed "   \
                                                                         "tests or more")          \
                                                    row("suite:score_above",                       \
                                                        "suite:score_above(bound)",                \
                                                        "More than this share of passed tests")    \
                                                        row("groups:largest",                      \
                                                            "groups:largest(rate [, {min_n=}])",   \
                                                            "The group of the highest rate among " \
                                                            "those that are large enough")         \
                                                            row("groups:smallest",                 \
                                                                "groups:smallest(rate [, "         \
                                                                "{min_n=}])",                      \
                                                                "The group of the lowest rate "    \
                                                                "among those that are large "      \
                                                                "enough") row("group:rate",        \
                                                                              "group:rate(name)",  \
                                                                              "A rate of the "     \
                                                                              "group, to be "      \
                                                                              "compared")          \
                                                                row("group:ratio",                 \
                                                                    "group:ratio(rate, other)",    \
                                                                    "The group's rate divided by " \
                                                                    "another's")                   \
                                                                    row("group:difference",        \
                                                                        "group:difference(rate, "  \
                                                                        "other)",                  \
                                                                        "The group's rate less "   \
                                                                        "another's")

#endif
