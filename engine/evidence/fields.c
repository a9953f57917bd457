#include "evidence/fields.h"

const char *kind_words(enum value_kind kind)
{
    static const char *const words[] = {
        [VALUE_NULL] = "null",       [VALUE_BOOLEAN] = "a boolean", [VALUE_INTEGER] = "a number",
        [VALUE_NUMBER] = "a number", [VALUE_NAN] = "not a number",  [VALUE_STRING] = "a string",
        [VALUE_LIST] = "a list",     [VALUE_MAP] = "a map",
    };
    return (size_t)kind < COUNT(words) ? words[kind] : "unknown";
}

static bool field_unknown(const struct value *map, size_t field, const char *const *keys,
                          const char *what, struct arena *arena, struct error *err)
{
    const struct text unknown_field = member_key(map, field);
    struct suggestion near_field = suggest_for(unknown_field);
    for (; *keys; keys++)
        suggest_offer(&near_field, text_of(*keys));
    return error_at(err, ERROR_REFUSED, member_place(map, field), "%s has no key %.*s%s", what,
                    TEXT_ARGS(unknown_field), suggest_hint(&near_field, arena));
}

bool fields_known(const struct value *map, const char *const *keys, const char *what,
                  struct arena *arena, struct error *err)
{
    const char *const *next_field = keys; /* both ascend: one walk over the two */
    for (size_t field = 0; field < value_count(map); field++) {
        const struct text key = member_key(map, field);
        while (*next_field && text_compare(text_of(*next_field), key) < 0)
            next_field++;
        if (!*next_field || !text_is(key, *next_field))
            return field_unknown(map, field, keys, what, arena, err);
    }
    return true;
}

static bool field_refuse(const struct value *refused_field, struct text key, const char *needed,
                         struct error *err)
{
    return error_at(err, ERROR_REFUSED, value_place(refused_field), "%.*s is %s; %s is needed",
                    TEXT_ARGS(key), kind_words(value_kind(refused_field)), needed);
}

bool field_of_kind(const struct value *map, struct text key, enum value_kind kind,
                   const struct value **field_out, struct error *err)
{
    const struct value *field = value_present(map, key);
    if (field && value_kind(field) != kind)
        return field_refuse(field, key, kind_words(kind), err);
    *field_out = field;
    return true;
}

bool field_text(const struct value *map, struct text key, struct text *field_words,
                struct error *err)
{
    const struct value *field = NULL;
    if (!field_of_kind(map, key, VALUE_STRING, &field, err))
        return false;
    *field_words = field ? value_text(field) : TEXT_NONE;
    return true;
}

bool field_number(const struct value *map, struct text key, const struct value **number,
                  struct error *err)
{
    const struct value *field = value_present(map, key);
    if (field && !value_is_number(field) && value_kind(field) != VALUE_NAN)
        return field_refuse(field, key, kind_words(VALUE_NUMBER), err);
    *number = field;
    return true;
}

bool field_count(const struct value *map, struct text key, const struct value **count,
                 struct error *err)
{
    const struct value *field = NULL;
    if (!field_number(map, key, &field, err))
        return false;
    if (field && value_number(field) < 0)
        return error_at(err, ERROR_REFUSED, value_place(field), "%.*s is below 0", TEXT_ARGS(key));
    *count = field;
    return true;
}
