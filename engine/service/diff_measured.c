/* What evidence says of a version, as facts: metrics, and groups of people. */
#include "service/diff_facts.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "evidence/evidence.h"

static struct text fact_word(const struct value *word)
{
    return value_text(word);
}

/* ---- metrics ---- */

/* "accuracy (task mmlu, data loans, split test, race Caucasian)" */
static struct text result_name(const struct result *result, struct arena *arena)
{
    const struct setting *setting = result->setting;
    const struct {
        const char *word;
        const struct value *of;
    } parts[] = {{"task ", setting->task}, {"data ", setting->dataset}, {"split ", setting->split}};
    struct buffer name = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    const char *before = " (";
    buffer_add(&name, result->metric);
    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i].of) {
            buffer_format(&name, "%s%s%.*s", before, parts[i].word,
                          TEXT_ARGS(fact_word(parts[i].of)));
            before = ", ";
        }
    for (size_t i = 0; i < value_count(setting->group); i++) {
        buffer_format(&name, "%s%.*s %.*s", before, TEXT_ARGS(member_key(setting->group, i)),
                      TEXT_ARGS(fact_word(member_value(setting->group, i))));
        before = ", ";
    }
    if (strcmp(before, ", ") == 0)
        buffer_byte(&name, ')');
    return buffer_text(&name);
}

/* ---- groups ---- */

static struct text group_name(const struct group *group, const char *what, struct arena *arena)
{
    struct buffer name = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    buffer_format(&name, "%.*s ", TEXT_ARGS(group->attribute));
    for (size_t i = 0; i < value_count(group->value); i++)
        buffer_format(&name, "%s%.*s", i ? "," : "",
                      TEXT_ARGS(fact_word(value_at(group->value, i))));
    if (value_kind(group->value) == VALUE_STRING)
        buffer_add(&name, fact_word(group->value));
    buffer_format(&name, ": %s", what);
    return buffer_text(&name);
}

static double group_count(const struct value *count)
{
    return value_number(count); /* NaN where it is not told */
}

static void rate_add(const struct group *group, const char *what, double rate, struct arena *arena,
                     struct facts *facts)
{
    if (rate == rate) /* whatever a count lacks makes no rate */
        fact_add(
            facts, arena,
            (struct fact){TEXT("groups"), group_name(group, what, arena), value_of_number(rate)});
}

/* How often the group got the decision that is good for the person. */
static double selection_rate(const struct group *group)
{
    const double tp = group_count(group->tp), fp = group_count(group->fp);
    const double tn = group_count(group->tn), fn = group_count(group->fn);
    const bool negative = text_is(fact_word(group->favourable), "negative");
    return (negative ? tn + fn : tp + fp) / (tp + fp + tn + fn);
}

static double largest_rate(const struct evidence *evidence, struct text attribute)
{
    double largest = 0;
    for (size_t i = 0; i < evidence->groups.count; i++) {
        const struct group *group = &evidence->groups.at[i];
        const double rate = selection_rate(group);
        if (text_equal(group->attribute, attribute) && rate > largest)
            largest = rate;
    }
    return largest;
}

static void group_add(const struct evidence *evidence, const struct group *group,
                      struct arena *arena, struct facts *facts)
{
    const double tp = group_count(group->tp), fp = group_count(group->fp);
    const double tn = group_count(group->tn), fn = group_count(group->fn);
    const double rate = selection_rate(group);
    rate_add(group, "n", tp + fp + tn + fn, arena, facts);
    rate_add(group, "selection rate", rate, arena, facts);
    rate_add(group, "impact ratio", rate / largest_rate(evidence, group->attribute), arena, facts);
    rate_add(group, "true positive rate", tp / (tp + fn), arena, facts);
    rate_add(group, "false positive rate", fp / (fp + tn), arena, facts);
}

void facts_measured(const struct evidence *evidence, struct arena *arena, struct facts *facts)
{
    for (size_t i = 0; i < evidence->results.count && facts->count < LIMIT_DIFF_FACTS; i++) {
        const struct result *result = &evidence->results.at[i];
        fact_add(facts, arena,
                 (struct fact){TEXT("metrics"), result_name(result, arena), *result->value});
    }
    for (size_t i = 0; i < evidence->groups.count && facts->count < LIMIT_DIFF_FACTS; i++)
        group_add(evidence, &evidence->groups.at[i], arena, facts);
}
