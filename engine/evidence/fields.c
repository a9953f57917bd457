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

static bool field_unknown(const struct value *map, size_t index, const char *const *keys,
                          const char *what, struct arena *arena, struct error *err)
{
    const struct text key = member_key(map, index);
    struct suggestion near = suggest_for(key);
    for (; *keys; keys++)
        suggest_offer(&near, text_of(*keys));
    return error_at(err, ERROR_REFUSED, member_place(map, index), "%s has no key %.*s%s", what,
                    TEXT_ARGS(key), suggest_hint(&near, arena));
}

bool fields_known(const struct value *map, const char *const *keys, const char *what,
                  struct arena *arena, struct error *err)
{
    const char *const *next = keys; /* both ascend: one walk over the two */
    for (size_t i = 0; i < value_count(map); i++) {
        const struct text key = member_key(map, i);
        while (*next && text_compare(text_of(*next), key) < 0)
            next++;
        if (!*next || !text_is(key, *next))
            return field_unknown(map, i, keys, what, arena, err);
    }
    return true;
}

static bool kind_refuse(const struct value *value, struct text key, const char *needed,
                        struct error *err)
{
    return error_at(err, ERROR_REFUSED, value_place(value), "%.*s is %s; %s is needed",
                    TEXT_ARGS(key), kind_words(value_kind(value)), needed);
}

bool field_of_kind(const struct value *map, struct text key, enum value_kind kind,
                   const struct value **out, struct error *err)
{
    const struct value *value = value_present(map, key);
    if (value && value_kind(value) != kind)
        return kind_refuse(value, key, kind_words(kind), err);
    *out = value;
    return true;
}

bool field_text(const struct value *map, struct text key, struct text *out, struct error *err)
{
    const struct value *value = NULL;
    if (!field_of_kind(map, key, VALUE_STRING, &value, err))
        return false;
    *out = value ? value_text(value) : TEXT_NONE;
    return true;
}

bool field_number(const struct value *map, struct text key, const struct value **out,
                  struct error *err)
{
    const struct value *value = value_present(map, key);
    if (value && !value_is_number(value) && value_kind(value) != VALUE_NAN)
        return kind_refuse(value, key, kind_words(VALUE_NUMBER), err);
    *out = value;
    return true;
}

bool field_count(const struct value *map, struct text key, const struct value **out,
                 struct error *err)
{
    const struct value *value = NULL;
    if (!field_number(map, key, &value, err))
        return false;
    if (value && value_number(value) < 0)
        return error_at(err, ERROR_REFUSED, value_place(value), "%.*s is below 0", TEXT_ARGS(key));
    *out = value;
    return true;
}
