#include "script/group.h"

#include "script/phrase.h"

#include <math.h>

/* Which counts of a rate go above and below the line. */
enum {
    RATE_TP = 1,
    RATE_FP = 2,
    RATE_TN = 4,
    RATE_FN = 8,
    RATE_ALL = RATE_TP | RATE_FP | RATE_TN | RATE_FN
};

static const struct {
    const char *name;
    int rate_numerator, rate_denominator;
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

/* Why a rate's count is none, or the empty text. */
static struct text count_fault(const struct group_entry *group_entry, int which,
                               struct arena *arena)
{
    const struct value *rate_count = rate_count_of(group_entry->group, which);
    const char *name = rate_count_name(which);
    if (!rate_count)
        return text_format(arena, "counts.%s of %.*s is absent", name,
                           TEXT_ARGS(group_entry->phrase));
    const struct text fault = number_fault(rate_count, arena);
    if (fault.size)
        return text_format(arena, "counts.%s of %.*s %.*s", name, TEXT_ARGS(group_entry->phrase),
                           TEXT_ARGS(fault));
    if (value_number(rate_count) < 0)
        return text_format(arena, "counts.%s of %.*s is below 0", name,
                           TEXT_ARGS(group_entry->phrase));
    return TEXT_NONE;
}

static bool rate_counts_sum(const struct group_entry *group_entry, int which, struct arena *arena,
                            struct value *rate_out, struct text *why)
{
    double rate_sum = 0;
    int64_t rate_denominator = 0;
    bool exact = true;
    for (int one = RATE_TP; one <= RATE_FN; one *= 2) {
        if (!(which & one))
            continue;
        const struct text fault = count_fault(group_entry, one, arena);
        if (fault.size) {
            *why = fault;
            return false;
        }
        const struct value *rate_count = rate_count_of(group_entry->group, one);
        rate_sum += value_number(rate_count);
        exact =
            exact && value_kind(rate_count) == VALUE_INTEGER &&
            !__builtin_add_overflow(rate_denominator, value_integer(rate_count), &rate_denominator);
    }
    if (!isfinite(rate_sum)) {
        *why =
            text_format(arena, "the counts of %.*s are too large", TEXT_ARGS(group_entry->phrase));
        return false;
    }
    *rate_out = exact ? value_of_integer(rate_denominator) : value_of_number(rate_sum);
    return true;
}

bool group_size(const struct group_entry *group_entry, struct arena *arena, struct value *rate_out,
                struct text *why)
{
    const struct value *own_figure = value_present(group_entry->group->node, TEXT("n"));
    if (!rate_counts_absent(group_entry->group) || !own_figure)
        return rate_counts_sum(group_entry, RATE_ALL, arena, rate_out, why);
    const struct text fault = number_fault(own_figure, arena);
    if (fault.size || value_number(own_figure) < 0) {
        *why = text_format(arena, "n of %.*s %.*s", TEXT_ARGS(group_entry->phrase),
                           TEXT_ARGS(fault.size ? fault : TEXT("is below 0")));
        return false;
    }
    *rate_out = *own_figure;
    return true;
}

/* A metric of the group's own: a number, or a map with a value. */
static const struct value *own_metric(const struct group_entry *group_entry, struct text name)
{
    const struct value *group_metrics = value_present(group_entry->group->node, TEXT("metrics"));
    const struct value *own_figure = group_metrics ? value_present(group_metrics, name) : NULL;
    return own_figure && value_kind(own_figure) == VALUE_MAP
               ? value_present(own_figure, TEXT("value"))
               : own_figure;
}

static size_t rate_index(struct text name)
{
    size_t rate_at = 0;
    while (rate_at < COUNT(rates) && !text_is(name, rates[rate_at].name))
        rate_at++;
    return rate_at;
}

bool group_rate_known(const struct group_entry *group_entry, struct text name)
{
    return rate_index(name) < COUNT(rates) || own_metric(group_entry, name);
}

static bool own_rate(const struct group_entry *group_entry, struct text name,
                     const struct value *own_figure, struct arena *arena, struct rate *rate_out,
                     struct text *why)
{
    const struct text fault = number_fault(own_figure, arena);
    if (fault.size) {
        *why = text_format(arena, "%.*s of %.*s %.*s", TEXT_ARGS(name),
                           TEXT_ARGS(group_entry->phrase), TEXT_ARGS(fault));
        return false;
    }
    *rate_out = (struct rate){value_number(own_figure), 1};
    return true;
}

/* Which counts go above the line. Who is selected depends on which decision is favourable. */
static bool rate_part(const struct group_entry *group_entry, size_t index, int *rate_out,
                      struct arena *arena, struct text *why)
{
    enum { SELECTION_RATE = 0 };
    const struct value *favourable_side =
        value_present(group_entry->group->node, TEXT("favourable"));
    const struct text rate_word = favourable_side ? value_text(favourable_side) : TEXT("positive");
    *rate_out = rates[index].rate_numerator;
    if (index != SELECTION_RATE || text_is(rate_word, "positive"))
        return true;
    *rate_out = RATE_TN | RATE_FN;
    if (text_is(rate_word, "negative"))
        return true;
    *why = text_format(arena, "favourable of %.*s is neither positive nor negative",
                       TEXT_ARGS(group_entry->phrase));
    return false;
}

bool group_rate(const struct group_entry *group_entry, struct text name, struct arena *arena,
                struct rate *rate_out, struct text *why)
{
    const size_t rate_at = rate_index(name);
    const struct value *own_figure = own_metric(group_entry, name);
    if (own_figure && (rate_at == COUNT(rates) || rate_counts_absent(group_entry->group)))
        return own_rate(group_entry, name, own_figure, arena, rate_out, why);
    if (rate_at == COUNT(rates)) {
        *why = text_format(arena, "%.*s of %.*s is absent", TEXT_ARGS(name),
                           TEXT_ARGS(group_entry->phrase));
        return false;
    }
    int above;
    struct value rate_numerator, rate_denominator;
    if (!rate_part(group_entry, rate_at, &above, arena, why) ||
        !rate_counts_sum(group_entry, above, arena, &rate_numerator, why) ||
        !rate_counts_sum(group_entry, rates[rate_at].rate_denominator, arena, &rate_denominator,
                         why))
        return false;
    if (value_number(&rate_denominator) == 0) {
        *why = text_format(arena, "%s of %.*s cannot be measured: there is nobody to count",
                           rates[rate_at].name, TEXT_ARGS(group_entry->phrase));
        return false;
    }
    *rate_out = (struct rate){value_number(&rate_numerator), value_number(&rate_denominator)};
    return true;
}
