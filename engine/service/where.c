#include "service/where.h"

#include "base/suggest.h"

static const char *const fields[] = {"name", "version", "stage", "tier", "owner", "verdict", NULL};

static bool is_blank(char where_letter)
{
    return where_letter == ' ' || where_letter == '\t' || where_letter == '\n';
}

/* The next word: a text in quotes (without them), an operator, or what stands up to a blank. */
static bool word_take(struct text *where_rest, struct text *where_word, struct error *err)
{
    size_t where_size = 0;
    *where_rest = text_trimmed(*where_rest);
    if (where_rest->size && (where_rest->at[0] == '\'' || where_rest->at[0] == '"')) {
        const struct text inside = text_part(*where_rest, 1, where_rest->size);
        where_size = text_find(inside, where_rest->at[0]);
        if (where_size == inside.size)
            return error_set(err, ERROR_USAGE, "--where: a quote is not closed");
        *where_word = text_part(inside, 0, where_size);
        *where_rest = text_part(inside, where_size + 1, inside.size);
        return true;
    }
    if (text_starts(*where_rest, TEXT("!=")))
        where_size = sizeof "!=" - 1;
    else if (text_starts(*where_rest, TEXT("=")))
        where_size = 1;
    else
        while (where_size < where_rest->size && !is_blank(where_rest->at[where_size]) &&
               where_rest->at[where_size] != '=' && where_rest->at[where_size] != '!')
            where_size++;
    *where_word = text_part(*where_rest, 0, where_size);
    *where_rest = text_part(*where_rest, where_size, where_rest->size);
    return true;
}

static bool field_check(struct text where_word, struct arena *arena, struct error *err)
{
    struct suggestion near_column = suggest_for(where_word);
    for (size_t i = 0; fields[i]; i++) {
        if (text_is(where_word, fields[i]))
            return true;
        suggest_offer(&near_column, text_of(fields[i]));
    }
    return error_set(err, ERROR_USAGE,
                     "--where: there is no field %.*s%s; name, version, stage, tier, owner and "
                     "verdict are",
                     TEXT_ARGS(where_word), suggest_hint(&near_column, arena));
}

static bool demand_take(struct text *where_rest, struct arena *arena, struct demand *out,
                        struct error *err)
{
    struct text where_operator;
    if (!word_take(where_rest, &out->field, err) || !field_check(out->field, arena, err) ||
        !word_take(where_rest, &where_operator, err))
        return false;
    out->differs = text_is(where_operator, "!=");
    if (!out->differs && !text_is(where_operator, "="))
        return error_set(err, ERROR_USAGE,
                         "--where: after %.*s stands = or !=", TEXT_ARGS(out->field));
    if (text_trimmed(*where_rest).size == 0)
        return error_set(err, ERROR_USAGE, "--where: nothing stands after %.*s",
                         TEXT_ARGS(where_operator));
    return word_take(where_rest, &out->wanted, err);
}

bool where_read(const char *where_written, struct arena *arena, struct where *out,
                struct error *err)
{
    struct where where = {0};
    struct text where_rest = text_trimmed(text_of(where_written)), word;
    if (where_written && where_rest.size == 0)
        return error_set(err, ERROR_USAGE, "--where needs a condition: tier = 'high'");
    while (where_rest.size) {
        if (where.count == WHERE_MAX)
            return error_set(err, ERROR_USAGE, "--where takes %d comparisons at most", WHERE_MAX);
        if (!demand_take(&where_rest, arena, &where.at[where.count++], err))
            return false;
        where_rest = text_trimmed(where_rest);
        if (where_rest.size == 0)
            break;
        if (!word_take(&where_rest, &word, err))
            return false;
        if (!text_is(word, "and") || text_trimmed(where_rest).size == 0)
            return error_set(err, ERROR_USAGE,
                             "--where: comparisons are joined by `and`, and %.*s stands there",
                             TEXT_ARGS(word));
    }
    *out = where;
    return true;
}

bool where_holds(const struct where *where, const struct value *standing)
{
    for (size_t i = 0; i < where->count; i++) {
        const struct demand *demand = &where->at[i];
        const struct value *of =
            text_is(demand->field, "verdict") ? value_get(standing, TEXT("decision")) : standing;
        const bool same = text_equal(value_text(value_get(of, demand->field)), demand->wanted);
        if (same == demand->differs)
            return false;
    }
    return true;
}
