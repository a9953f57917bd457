#include "script/group.h"

#include "script/phrase.h"

#include <math.h>

/* What goes above and below the line. */
enum { TP = 1, FP = 2, TN = 4, FN = 8, ALL = TP | FP | TN | FN };

static const struct {
    const char *name;
    int part, whole;
} rates[] = {
    {"selection_rate", TP | FP, ALL}, /* where the positive decision is the favourable one */
    {"true_positive_rate", TP, TP | FN},
    {"recall", TP, TP | FN},
    {"tpr", TP, TP | FN},
    {"false_positive_rate", FP, FP | TN},
    {"fpr", FP, FP | TN},
    {"false_negative_rate", FN, FN | TP},
    {"fnr", FN, FN | TP},
    {"true_negative_rate", TN, TN | FP},
    {"specificity", TN, TN | FP},
    {"tnr", TN, TN | FP},
    {"precision", TP, TP | FP},
    {"ppv", TP, TP | FP},
    {"npv", TN, TN | FN},
    {"accuracy", TP | TN, ALL},
    {"base_rate", TP | FN, ALL},
    {"prevalence", TP | FN, ALL},
};

const char *const rate_names[] = {
    "selection_rate",
    "true_positive_rate",
    "recall",
    "tpr",
    "false_positive_rate",
    "fpr",
    "false_negative_rate",
    "fnr",
    "true_negative_rate",
    "specificity",
    "tnr",
    "precision",
    "ppv",
    "npv",
    "accuracy",
    "base_rate",
    "prevalence",
    NULL,
};

static const struct value *count_of(const struct group *group, int which)
{
    return which == TP ? group->tp : which == FP ? group->fp : which == TN ? group->tn : group->fn;
}

static const char *count_name(int which)
{
    return which == TP ? "tp" : which == FP ? "fp" : which == TN ? "tn" : "fn";
}

static bool counts_absent(const struct group *group)
{
    return !group->tp && !group->fp && !group->tn && !group->fn;
}

/* Why a count is none, or the empty text. */
static struct text count_fault(const struct group_entry *entry, int which, struct arena *arena)
{
    const struct value *count = count_of(entry->group, which);
    const char *name = count_name(which);
    if (!count)
        return text_format(arena, "counts.%s of %.*s is absent", name, TEXT_ARGS(entry->phrase));
    const struct text fault = number_fault(count, arena);
    if (fault.size)
        return text_format(arena, "counts.%s of %.*s %.*s", name, TEXT_ARGS(entry->phrase),
                           TEXT_ARGS(fault));
    if (value_number(count) < 0)
        return text_format(arena, "counts.%s of %.*s is below 0", name, TEXT_ARGS(entry->phrase));
    return TEXT_NONE;
}

static bool counts_sum(const struct group_entry *entry, int which, struct arena *arena,
                       struct value *out, struct text *why)
{
    double sum = 0;
    int64_t whole = 0;
    bool exact = true;
    for (int one = TP; one <= FN; one *= 2) {
        if (!(which & one))
            continue;
        const struct text fault = count_fault(entry, one, arena);
        if (fault.size) {
            *why = fault;
            return false;
        }
        const struct value *count = count_of(entry->group, one);
        sum += value_number(count);
        exact = exact && value_kind(count) == VALUE_INTEGER &&
                !__builtin_add_overflow(whole, value_integer(count), &whole);
    }
    if (!isfinite(sum)) {
        *why = text_format(arena, "the counts of %.*s are too large", TEXT_ARGS(entry->phrase));
        return false;
    }
    *out = exact ? value_of_integer(whole) : value_of_number(sum);
    return true;
}

bool group_size(const struct group_entry *entry, struct arena *arena, struct value *out,
                struct text *why)
{
    const struct value *own = value_present(entry->group->node, TEXT("n"));
    if (!counts_absent(entry->group) || !own)
        return counts_sum(entry, ALL, arena, out, why);
    const struct text fault = number_fault(own, arena);
    if (fault.size || value_number(own) < 0) {
        *why = text_format(arena, "n of %.*s %.*s", TEXT_ARGS(entry->phrase),
                           TEXT_ARGS(fault.size ? fault : TEXT("is below 0")));
        return false;
    }
    *out = *own;
    return true;
}

/* A metric of the group's own: a number, or a map with a value. */
static const struct value *own_metric(const struct group_entry *entry, struct text name)
{
    const struct value *metrics = value_present(entry->group->node, TEXT("metrics"));
    const struct value *own = metrics ? value_present(metrics, name) : NULL;
    return own && value_kind(own) == VALUE_MAP ? value_present(own, TEXT("value")) : own;
}

static size_t rate_index(struct text name)
{
    size_t i = 0;
    while (i < COUNT(rates) && !text_is(name, rates[i].name))
        i++;
    return i;
}

bool group_rate_known(const struct group_entry *entry, struct text name)
{
    return rate_index(name) < COUNT(rates) || own_metric(entry, name);
}

static bool own_rate(const struct group_entry *entry, struct text name, const struct value *own,
                     struct arena *arena, struct rate *out, struct text *why)
{
    const struct text fault = number_fault(own, arena);
    if (fault.size) {
        *why = text_format(arena, "%.*s of %.*s %.*s", TEXT_ARGS(name), TEXT_ARGS(entry->phrase),
                           TEXT_ARGS(fault));
        return false;
    }
    *out = (struct rate){value_number(own), 1};
    return true;
}

/* Which counts go above the line. Who is selected depends on which decision is favourable. */
static bool rate_part(const struct group_entry *entry, size_t index, int *out, struct arena *arena,
                      struct text *why)
{
    enum { SELECTION_RATE = 0 };
    const struct value *favourable = value_present(entry->group->node, TEXT("favourable"));
    const struct text word = favourable ? value_text(favourable) : TEXT("positive");
    *out = rates[index].part;
    if (index != SELECTION_RATE || text_is(word, "positive"))
        return true;
    *out = TN | FN;
    if (text_is(word, "negative"))
        return true;
    *why = text_format(arena, "favourable of %.*s is neither positive nor negative",
                       TEXT_ARGS(entry->phrase));
    return false;
}

bool group_rate(const struct group_entry *entry, struct text name, struct arena *arena,
                struct rate *out, struct text *why)
{
    const size_t i = rate_index(name);
    const struct value *own = own_metric(entry, name);
    if (own && (i == COUNT(rates) || counts_absent(entry->group)))
        return own_rate(entry, name, own, arena, out, why);
    if (i == COUNT(rates)) {
        *why =
            text_format(arena, "%.*s of %.*s is absent", TEXT_ARGS(name), TEXT_ARGS(entry->phrase));
        return false;
    }
    int above;
    struct value part, whole;
    if (!rate_part(entry, i, &above, arena, why) || !counts_sum(entry, above, arena, &part, why) ||
        !counts_sum(entry, rates[i].whole, arena, &whole, why))
        return false;
    if (value_number(&whole) == 0) {
        *why = text_format(arena, "%s of %.*s cannot be measured: there is nobody to count",
                           rates[i].name, TEXT_ARGS(entry->phrase));
        return false;
    }
    *out = (struct rate){value_number(&part), value_number(&whole)};
    return true;
}
