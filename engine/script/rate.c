#include "script/group.h"

#include "script/phrase.h"

#include <math.h>

/* What goes above and below the line. */
enum {
    RATE_TP = 1,
    RATE_FP = 2,
    RATE_TN = 4,
    RATE_FN = 8,
    RATE_ALL = RATE_TP | RATE_FP | RATE_TN | RATE_FN
};

static const struct {
    const char *name;
    int part, whole;
} rates[] = {
    /* where the positive decision is the favourable one */
    {"selection_rate", RATE_TP | RATE_FP, RATE_ALL},
    {"true_positive_rate", RATE_TP, RATE_TP | RATE_FN},
    {"recall", RATE_TP, RATE_TP | RATE_FN},
    {"tpr", RATE_TP, RATE_TP | RATE_FN},
    {"false_positive_rate", RATE_FP, RATE_FP | RATE_TN},
    {"fpr", RATE_FP, RATE_FP | RATE_TN},
    {"false_negative_rate", RATE_FN, RATE_FN | RATE_TP},
    {"fnr", RATE_FN, RATE_FN | RATE_TP},
    {"true_negative_rate", RATE_TN, RATE_TN | RATE_FP},
    {"specificity", RATE_TN, RATE_TN | RATE_FP},
    {"tnr", RATE_TN, RATE_TN | RATE_FP},
    {"precision", RATE_TP, RATE_TP | RATE_FP},
    {"ppv", RATE_TP, RATE_TP | RATE_FP},
    {"npv", RATE_TN, RATE_TN | RATE_FN},
    {"accuracy", RATE_TP | RATE_TN, RATE_ALL},
    {"base_rate", RATE_TP | RATE_FN, RATE_ALL},
    {"prevalence", RATE_TP | RATE_FN, RATE_ALL},
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

static const struct value *rate_count_of(const struct group *group, int which)
{
    return which == RATE_TP   ? group->tp
           : which == RATE_FP ? group->fp
           : which == RATE_TN ? group->tn
                              : group->fn;
}

static const char *rate_count_name(int which)
{
    return which == RATE_TP ? "tp" : which == RATE_FP ? "fp" : which == RATE_TN ? "tn" : "fn";
}

static bool rate_counts_absent(const struct group *group)
{
    return !group->tp && !group->fp && !group->tn && !group->fn;
}

/* Why a count is none, or the empty text. */
static struct text count_fault(const struct group_entry *entry, int which, struct arena *arena)
{
    const struct value *rate_count = rate_count_of(entry->group, which);
    const char *name = rate_count_name(which);
    if (!rate_count)
        return text_format(arena, "counts.%s of %.*s is absent", name, TEXT_ARGS(entry->phrase));
    const struct text fault = number_fault(rate_count, arena);
    if (fault.size)
        return text_format(arena, "counts.%s of %.*s %.*s", name, TEXT_ARGS(entry->phrase),
                           TEXT_ARGS(fault));
    if (value_number(rate_count) < 0)
        return text_format(arena, "counts.%s of %.*s is below 0", name, TEXT_ARGS(entry->phrase));
    return TEXT_NONE;
}

static bool rate_counts_sum(const struct group_entry *entry, int which, struct arena *arena,
                            struct value *out, struct text *why)
{
    double rate_sum = 0;
    int64_t whole = 0;
    bool exact = true;
    for (int one = RATE_TP; one <= RATE_FN; one *= 2) {
        if (!(which & one))
            continue;
        const struct text fault = count_fault(entry, one, arena);
        if (fault.size) {
            *why = fault;
            return false;
        }
        const struct value *rate_count = rate_count_of(entry->group, one);
        rate_sum += value_number(rate_count);
        exact = exact && value_kind(rate_count) == VALUE_INTEGER &&
                !__builtin_add_overflow(whole, value_integer(rate_count), &whole);
    }
    if (!isfinite(rate_sum)) {
        *why = text_format(arena, "the counts of %.*s are too large", TEXT_ARGS(entry->phrase));
        return false;
    }
    *out = exact ? value_of_integer(whole) : value_of_number(rate_sum);
    return true;
}

bool group_size(const struct group_entry *entry, struct arena *arena, struct value *out,
                struct text *why)
{
    const struct value *own_figure = value_present(entry->group->node, TEXT("n"));
    if (!rate_counts_absent(entry->group) || !own_figure)
        return rate_counts_sum(entry, RATE_ALL, arena, out, why);
    const struct text fault = number_fault(own_figure, arena);
    if (fault.size || value_number(own_figure) < 0) {
        *why = text_format(arena, "n of %.*s %.*s", TEXT_ARGS(entry->phrase),
                           TEXT_ARGS(fault.size ? fault : TEXT("is below 0")));
        return false;
    }
    *out = *own_figure;
    return true;
}

/* A metric of the group's own: a number, or a map with a value. */
static const struct value *own_metric(const struct group_entry *entry, struct text name)
{
    const struct value *metrics = value_present(entry->group->node, TEXT("metrics"));
    const struct value *own_figure = metrics ? value_present(metrics, name) : NULL;
    return own_figure && value_kind(own_figure) == VALUE_MAP
               ? value_present(own_figure, TEXT("value"))
               : own_figure;
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

static bool own_rate(const struct group_entry *entry, struct text name,
                     const struct value *own_figure, struct arena *arena, struct rate *out,
                     struct text *why)
{
    const struct text fault = number_fault(own_figure, arena);
    if (fault.size) {
        *why = text_format(arena, "%.*s of %.*s %.*s", TEXT_ARGS(name), TEXT_ARGS(entry->phrase),
                           TEXT_ARGS(fault));
        return false;
    }
    *out = (struct rate){value_number(own_figure), 1};
    return true;
}

/* Which counts go above the line. Who is selected depends on which decision is favourable. */
static bool rate_part(const struct group_entry *entry, size_t index, int *out, struct arena *arena,
                      struct text *why)
{
    enum { SELECTION_RATE = 0 };
    const struct value *favourable_side = value_present(entry->group->node, TEXT("favourable"));
    const struct text word = favourable_side ? value_text(favourable_side) : TEXT("positive");
    *out = rates[index].part;
    if (index != SELECTION_RATE || text_is(word, "positive"))
        return true;
    *out = RATE_TN | RATE_FN;
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
    const struct value *own_figure = own_metric(entry, name);
    if (own_figure && (i == COUNT(rates) || rate_counts_absent(entry->group)))
        return own_rate(entry, name, own_figure, arena, out, why);
    if (i == COUNT(rates)) {
        *why =
            text_format(arena, "%.*s of %.*s is absent", TEXT_ARGS(name), TEXT_ARGS(entry->phrase));
        return false;
    }
    int above;
    struct value part, whole;
    if (!rate_part(entry, i, &above, arena, why) ||
        !rate_counts_sum(entry, above, arena, &part, why) ||
        !rate_counts_sum(entry, rates[i].whole, arena, &whole, why))
        return false;
    if (value_number(&whole) == 0) {
        *why = text_format(arena, "%s of %.*s cannot be measured: there is nobody to count",
                           rates[i].name, TEXT_ARGS(entry->phrase));
        return false;
    }
    *out = (struct rate){value_number(&part), value_number(&whole)};
    return true;
}
