#include "evidence/result.h"

#include "base/limits.h"
#include "evidence/fields.h"
#include "value/canonical.h"
#include "value/number.h"

#include <math.h>

bool results_reserve(struct results *results, size_t result_count, struct place place,
                     struct arena *arena, struct error *err)
{
    if (result_count > LIMIT_RESULTS)
        return error_at(err, ERROR_REFUSED, place, "has %zu results, at most %d are read",
                        result_count, LIMIT_RESULTS);
    results->at = ARENA_ARRAY(arena, struct result, result_count);
    results->capacity = result_count;
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
    struct setting *kept_setting = ARENA_NEW(arena, struct setting);
    *kept_setting = *setting;
    return kept_setting;
}

const struct details *details_keep(const struct details *details, struct arena *arena)
{
    const bool says_something = details->n || details->low || details->high || details->stderr_ ||
                                details->spread || details->shots || details->limit ||
                                details->unit || details->higher_is_better || details->verified;
    if (!says_something)
        return &details_none;
    struct details *kept_details = ARENA_NEW(arena, struct details);
    *kept_details = *details;
    return kept_details;
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
    struct result kept_result = *result;
    kept_result.setting = setting ? setting_keep(results, setting, arena) : &setting_none;
    kept_result.details = details ? details_keep(details, arena) : &details_none;
    *LIST_ADD(arena, results) = kept_result;
    return true;
}

const struct value *value_beside(struct value value, const struct value *of, struct arena *arena)
{
    struct value *figure = ARENA_NEW(arena, struct value);
    *figure = value_placed(value, value_place(of));
    return figure;
}

/* Python, R and JavaScript spell what is no number in these ways. */
static bool spells_nan(struct text figure_words)
{
    static const char *const no_figure_words[] = {"nan", "inf", "infinity"};
    if (figure_words.size && (figure_words.at[0] == '+' || figure_words.at[0] == '-'))
        figure_words.at++, figure_words.size--;
    for (size_t word = 0; word < COUNT(no_figure_words); word++)
        if (figure_words.size == strlen(no_figure_words[word]) &&
            strncasecmp(figure_words.at, no_figure_words[word], figure_words.size) == 0)
            return true;
    return false;
}

/* The figure that the text spells, exact where it is an integer of 64 bits. */
static bool number_spelled(struct text figure_words, struct value *figure)
{
    double figure_number;
    figure_words = text_trimmed(figure_words);
    if (spells_nan(figure_words)) {
        *figure = value_of_number((double)NAN);
        return true;
    }
    if (figure_words.size > 1 && figure_words.at[0] == '+' && figure_words.at[1] != '-')
        figure_words.at++, figure_words.size--;
    if (!number_read(figure_words, &figure_number))
        return false;
    const bool is_whole_figure = figure_number > -0x1p53 && figure_number < 0x1p53 &&
                                 figure_number == (double)(int64_t)figure_number;
    *figure = is_whole_figure && !memchr(figure_words.at, '.', figure_words.size)
                  ? value_of_integer((int64_t)figure_number)
                  : value_of_number(figure_number);
    return true;
}

const struct value *figure_of_text(const struct value *text, struct arena *arena)
{
    struct value figure;
    if (!text || value_kind(text) != VALUE_STRING || !number_spelled(value_text(text), &figure))
        return text;
    return value_beside(figure, text, arena);
}

const struct value *figure_spelled(const struct value *value, struct arena *arena)
{
    struct error figure_refusal = {0};
    struct buffer figure_words = buffer_in(arena, LIMIT_OBSERVED_SIZE);
    if (!value || (value_kind(value) != VALUE_LIST && value_kind(value) != VALUE_MAP))
        return value;
    const bool is_written =
        canonical_write(value, &figure_words, &figure_refusal) && !buffer_full(&figure_words);
    const struct text words = text_of(kind_words(value_kind(value)));
    return value_beside(value_of_text(is_written ? buffer_text(&figure_words) : words), value,
                        arena);
}

/* Where a sign of spread stands in the text, and how long it is. */
static bool spread_sign(struct text figure_words, size_t *at, size_t *size)
{
    static const struct text spread_signs[] = {{"+/-", 3}, {"+-", 2}, {"\xc2\xb1", 2}};
    for (size_t i = 0; i < figure_words.size; i++)
        for (size_t sign = 0; sign < COUNT(spread_signs); sign++)
            if (figure_words.size - i >= spread_signs[sign].size &&
                memcmp(figure_words.at + i, spread_signs[sign].at, spread_signs[sign].size) == 0) {
                *at = i;
                *size = spread_signs[sign].size;
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
    const struct text figure_words = value_text(text);
    if (!spread_sign(figure_words, &at, &size))
        return figure_of_text(text, arena);
    const struct text figure_before = {figure_words.at, at},
                      spread_after = {figure_words.at + at + size, figure_words.size - at - size};
    if (!number_spelled(figure_before, &figure) || !number_spelled(spread_after, &other))
        return text;
    *spread = value_beside(other, text, arena);
    return value_beside(figure, text, arena);
}
