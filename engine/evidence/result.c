#include "evidence/result.h"

#include "base/limits.h"
#include "evidence/fields.h"
#include "value/canonical.h"
#include "value/number.h"

#include <math.h>

bool results_reserve(struct results *results, size_t count, struct place place, struct arena *arena,
                     struct error *err)
{
    if (count > LIMIT_RESULTS)
        return error_at(err, ERROR_REFUSED, place, "has %zu results, at most %d are read", count,
                        LIMIT_RESULTS);
    results->at = ARENA_ARRAY(arena, struct result, count);
    results->capacity = count;
    return true;
}

static bool part_same(const struct value *a, const struct value *b)
{
    return a == b || (a && b && value_equal(a, b));
}

const struct setting *setting_keep(const struct results *results, const struct setting *setting,
                                   struct arena *arena)
{
    const struct setting *last =
        results->count ? results->at[results->count - 1].setting : &setting_none;
    if (part_same(setting->task, last->task) && part_same(setting->dataset, last->dataset) &&
        part_same(setting->split, last->split) && part_same(setting->group, last->group))
        return last;
    if (!setting->task && !setting->dataset && !setting->split && !setting->group)
        return &setting_none;
    struct setting *kept = ARENA_NEW(arena, struct setting);
    *kept = *setting;
    return kept;
}

const struct details *details_keep(const struct details *details, struct arena *arena)
{
    const bool says_something = details->n || details->low || details->high || details->stderr_ ||
                                details->spread || details->shots || details->limit ||
                                details->unit || details->higher_is_better || details->verified;
    if (!says_something)
        return &details_none;
    struct details *kept = ARENA_NEW(arena, struct details);
    *kept = *details;
    return kept;
}

bool result_add(struct evidence *evidence, const struct result *result,
                const struct setting *setting, const struct details *details, struct arena *arena,
                struct error *err)
{
    struct results *results = &evidence->results;
    const struct value *figure = result->value;
    if (!figure || value_kind(figure) == VALUE_NULL)
        return true;
    if (value_kind(figure) == VALUE_LIST || value_kind(figure) == VALUE_MAP)
        return error_at(err, ERROR_REFUSED, value_place(figure),
                        "the figure of %.*s is %s; a number is needed", TEXT_ARGS(result->metric),
                        kind_words(value_kind(figure)));
    if (results->count >= LIMIT_RESULTS)
        return error_at(err, ERROR_REFUSED, value_place(figure),
                        "has more than %d results, the most that are read", LIMIT_RESULTS);
    struct result kept = *result;
    kept.setting = setting ? setting_keep(results, setting, arena) : &setting_none;
    kept.details = details ? details_keep(details, arena) : &details_none;
    *LIST_ADD(arena, results) = kept;
    return true;
}

const struct value *value_beside(struct value value, const struct value *of, struct arena *arena)
{
    struct value *kept = ARENA_NEW(arena, struct value);
    *kept = value_placed(value, value_place(of));
    return kept;
}

/* Python, R and JavaScript spell what is no number in these ways. */
static bool spells_nan(struct text text)
{
    static const char *const words[] = {"nan", "inf", "infinity"};
    if (text.size && (text.at[0] == '+' || text.at[0] == '-'))
        text.at++, text.size--;
    for (size_t word = 0; word < COUNT(words); word++)
        if (text.size == strlen(words[word]) && strncasecmp(text.at, words[word], text.size) == 0)
            return true;
    return false;
}

/* The number that the text spells, exact where it is an integer of 64 bits. */
static bool number_spelled(struct text text, struct value *out)
{
    double number;
    text = text_trimmed(text);
    if (spells_nan(text)) {
        *out = value_of_number((double)NAN);
        return true;
    }
    if (text.size > 1 && text.at[0] == '+' && text.at[1] != '-')
        text.at++, text.size--;
    if (!number_read(text, &number))
        return false;
    const bool whole = number > -0x1p53 && number < 0x1p53 && number == (double)(int64_t)number;
    *out = whole && !memchr(text.at, '.', text.size) ? value_of_integer((int64_t)number)
                                                     : value_of_number(number);
    return true;
}

const struct value *figure_of_text(const struct value *text, struct arena *arena)
{
    struct value number;
    if (!text || value_kind(text) != VALUE_STRING || !number_spelled(value_text(text), &number))
        return text;
    return value_beside(number, text, arena);
}

const struct value *figure_spelled(const struct value *value, struct arena *arena)
{
    struct error refusal = {0};
    struct buffer spelled = buffer_in(arena, LIMIT_OBSERVED_SIZE);
    if (!value || (value_kind(value) != VALUE_LIST && value_kind(value) != VALUE_MAP))
        return value;
    const bool written = canonical_write(value, &spelled, &refusal) && !buffer_full(&spelled);
    const struct text words = text_of(kind_words(value_kind(value)));
    return value_beside(value_of_text(written ? buffer_text(&spelled) : words), value, arena);
}

/* Where a sign of spread stands in the text, and how long it is. */
static bool spread_sign(struct text text, size_t *at, size_t *size)
{
    static const struct text signs[] = {{"+/-", 3}, {"+-", 2}, {"\xc2\xb1", 2}};
    for (size_t i = 0; i < text.size; i++)
        for (size_t sign = 0; sign < COUNT(signs); sign++)
            if (text.size - i >= signs[sign].size &&
                memcmp(text.at + i, signs[sign].at, signs[sign].size) == 0) {
                *at = i;
                *size = signs[sign].size;
                return true;
            }
    return false;
}

const struct value *figure_with_spread(const struct value *text, const struct value **spread,
                                       struct arena *arena)
{
    size_t at, size;
    struct value figure, other;
    *spread = NULL;
    if (!text || value_kind(text) != VALUE_STRING)
        return text;
    const struct text whole = value_text(text);
    if (!spread_sign(whole, &at, &size))
        return figure_of_text(text, arena);
    const struct text before = {whole.at, at},
                      after = {whole.at + at + size, whole.size - at - size};
    if (!number_spelled(before, &figure) || !number_spelled(after, &other))
        return text;
    *spread = value_beside(other, text, arena);
    return value_beside(figure, text, arena);
}
