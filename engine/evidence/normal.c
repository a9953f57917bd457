/* The normal form: evidence/v1 with `results` only. What JSON cannot spell becomes a text. */
#include "evidence/evidence.h"

#include "base/list.h"
#include "value/number.h"

static const struct text not_finite = {"not a finite number", 19};

static bool is_spellable(const struct value *value)
{
    for (size_t i = 0; i < value_count(value); i++)
        if (!is_spellable(value_kind(value) == VALUE_LIST ? value_at(value, i)
                                                          : member_value(value, i)))
            return false;
    return value_kind(value) != VALUE_NAN;
}

/* The value, with NaN and the infinities as texts. Most documents have none and are shared. */
static struct value spellable(const struct value *value, struct arena *arena)
{
    struct members members = {0};
    struct values spellable_items = {0};
    if (is_spellable(value))
        return *value;
    if (value_kind(value) == VALUE_NAN)
        return value_of_text(not_finite);
    if (value_kind(value) == VALUE_LIST) {
        for (size_t i = 0; i < value_count(value); i++)
            *LIST_ADD(arena, &spellable_items) = spellable(value_at(value, i), arena);
        return value_of_list(arena, spellable_items.at, spellable_items.count);
    }
    for (size_t i = 0; i < value_count(value); i++)
        members_add(arena, &members, member_key(value, i),
                    spellable(member_value(value, i), arena));
    return value_of_map(arena, &members);
}

/* Is the figure one that a double holds? RFC 8785 has no spelling for others. */
static bool is_exact(const struct value *figure)
{
    const int64_t figure_integer = value_integer(figure);
    if (value_kind(figure) != VALUE_INTEGER)
        return !value_rounded(figure);
    const double nearest_double = value_number(figure);
    return nearest_double < 0x1p63 && (int64_t)nearest_double == figure_integer;
}

/* What stands in the place of a figure, as a text. */
static struct text figure_text(const struct value *figure, struct arena *arena)
{
    char figure_words[NUMBER_TEXT_SIZE];
    switch (value_kind(figure)) {
    case VALUE_STRING:
        return value_text(figure);
    case VALUE_BOOLEAN:
        return value_boolean(figure) ? TEXT("true") : TEXT("false");
    case VALUE_INTEGER:
        return text_format(arena, "%lld", (long long)value_integer(figure));
    case VALUE_NUMBER:
        if (value_spelling(figure).size)
            return value_spelling(figure);
        (void)number_write(value_number(figure), figure_words);
        return text_copy(arena, text_of(figure_words));
    case VALUE_NAN:
        return not_finite;
    case VALUE_NULL: /* no reader makes a result of these */
    case VALUE_LIST:
    case VALUE_MAP:
        break;
    }
    return text_of(value_kind_name(value_kind(figure)));
}

static void text_add(struct members *members, struct text key, struct text normal_text,
                     struct arena *arena)
{
    if (normal_text.size)
        members_add(arena, members, key, value_of_text(normal_text));
}

static void part_add(struct members *members, struct text key, const struct value *part,
                     struct arena *arena)
{
    if (part)
        members_add(arena, members, key, spellable(part, arena));
}

static void number_add(struct members *members, struct text key, const struct value *number,
                       struct arena *arena)
{
    if (number && value_is_number(number) && is_exact(number))
        members_add(arena, members, key, *number);
}

static struct value result_value(const struct result *result, struct arena *arena)
{
    struct members members = {0};
    const struct details *details = result->details;
    const struct setting *setting = result->setting;
    const bool finite = value_is_number(result->value) && is_exact(result->value);
    members_add(arena, &members, TEXT("metric"), value_of_text(result->metric));
    members_add(arena, &members, TEXT("value"), finite ? *result->value : value_of_null());
    if (!finite)
        members_add(arena, &members, TEXT("text"),
                    value_of_text(figure_text(result->value, arena)));
    number_add(&members, TEXT("n"), details->n, arena);
    number_add(&members, TEXT("low"), details->low, arena);
    number_add(&members, TEXT("high"), details->high, arena);
    number_add(&members, TEXT("stderr"), details->stderr_, arena);
    number_add(&members, TEXT("spread"), details->spread, arena);
    number_add(&members, TEXT("shots"), details->shots, arena);
    number_add(&members, TEXT("limit"), details->limit, arena);
    part_add(&members, TEXT("unit"), details->unit, arena);
    part_add(&members, TEXT("higher_is_better"), details->higher_is_better, arena);
    part_add(&members, TEXT("task"), setting->task, arena);
    part_add(&members, TEXT("dataset"), setting->dataset, arena);
    part_add(&members, TEXT("split"), setting->split, arena);
    part_add(&members, TEXT("group"), setting->group, arena);
    members_add(arena, &members, TEXT("verified"),
                details->verified ? *details->verified : value_of_boolean(false));
    return value_of_map(arena, &members);
}

static struct value results_value(const struct results *results, struct arena *arena)
{
    struct value *normal_items = ARENA_ARRAY(arena, struct value, results->count);
    for (size_t i = 0; i < results->count; i++)
        normal_items[i] = result_value(&results->at[i], arena);
    return value_of_list(arena, normal_items, results->count);
}

static struct value group_value(const struct group *group, struct arena *arena)
{
    struct members members = {0}, counts = {0};
    const struct value *n = value_present(group->node, TEXT("n"));
    const struct value *metrics = value_present(group->node, TEXT("metrics"));
    members_add(arena, &members, TEXT("attribute"), value_of_text(group->attribute));
    members_add(arena, &members, TEXT("value"), spellable(group->value, arena));
    part_add(&members, TEXT("favourable"), group->favourable, arena);
    number_add(&counts, TEXT("tp"), group->tp, arena);
    number_add(&counts, TEXT("fp"), group->fp, arena);
    number_add(&counts, TEXT("tn"), group->tn, arena);
    number_add(&counts, TEXT("fn"), group->fn, arena);
    if (counts.count)
        members_add(arena, &members, TEXT("counts"), value_of_map(arena, &counts));
    number_add(&members, TEXT("n"), n, arena);
    part_add(&members, TEXT("metrics"), metrics, arena);
    return value_of_map(arena, &members);
}

static struct value groups_value(const struct groups *groups, struct arena *arena)
{
    struct value *normal_items = ARENA_ARRAY(arena, struct value, groups->count);
    for (size_t i = 0; i < groups->count; i++)
        normal_items[i] = group_value(&groups->at[i], arena);
    return value_of_list(arena, normal_items, groups->count);
}

static struct value suites_value(const struct suites *suites, struct arena *arena)
{
    struct value *normal_items = ARENA_ARRAY(arena, struct value, suites->count);
    for (size_t i = 0; i < suites->count; i++) {
        struct members members = {0};
        text_add(&members, TEXT("name"), suites->at[i].name, arena);
        number_add(&members, TEXT("passed"), suites->at[i].passed, arena);
        number_add(&members, TEXT("total"), suites->at[i].total, arena);
        number_add(&members, TEXT("failed"), suites->at[i].failed, arena);
        number_add(&members, TEXT("errors"), suites->at[i].errors, arena);
        number_add(&members, TEXT("skipped"), suites->at[i].skipped, arena);
        normal_items[i] = value_of_map(arena, &members);
    }
    return value_of_list(arena, normal_items, suites->count);
}

/* The format it came from: what was in the normal form already says so, or was made by hand. */
static struct text origin(const struct evidence *evidence)
{
    if (!value_get(evidence->document, TEXT("obstat")))
        return text_of(evidence->format);
    const struct value *format = value_present(evidence->document, TEXT("format"));
    return format ? value_text(format) : TEXT_NONE;
}

struct value evidence_value(const struct evidence *evidence, struct arena *arena)
{
    struct members members = {0};
    members_add(arena, &members, TEXT("obstat"), value_of_text(TEXT("evidence/v1")));
    text_add(&members, TEXT("format"), origin(evidence), arena);
    text_add(&members, TEXT("grade"), text_of(grade_name(evidence->grade)), arena);
    part_add(&members, TEXT("subject"), evidence->subject, arena);
    part_add(&members, TEXT("dataset"), evidence->dataset, arena);
    members_add(arena, &members, TEXT("results"), results_value(&evidence->results, arena));
    if (evidence->groups.count)
        members_add(arena, &members, TEXT("groups"), groups_value(&evidence->groups, arena));
    if (evidence->suites.count)
        members_add(arena, &members, TEXT("suites"), suites_value(&evidence->suites, arena));
    part_add(&members, TEXT("card"), evidence->card, arena);
    part_add(&members, TEXT("lineage"), evidence->lineage, arena);
    return value_of_map(arena, &members);
}
