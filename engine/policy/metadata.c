#include "policy/metadata.h"

#include "base/encode.h"
#include "base/suggest.h"
#include "policy/recorded.h"

struct place metadata_place(const struct metadata *in, const struct value *value)
{
    if (value && value_place(value).file)
        return value_place(value);
    return (struct place){.file = in->source->path};
}

static bool metadata_is_container(const struct value *value)
{
    return value_kind(value) == VALUE_LIST || value_kind(value) == VALUE_MAP;
}

static bool metadata_is_empty(const struct value *value)
{
    return metadata_is_container(value) && value_count(value) == 0;
}

bool metadata_is_list(const struct value *value)
{
    return value_kind(value) == VALUE_LIST || metadata_is_empty(value);
}

bool metadata_is_map(const struct value *value)
{
    return value_kind(value) == VALUE_MAP || metadata_is_empty(value);
}

bool metadata_is_scalar(const struct value *value)
{
    const enum value_kind kind = value_kind(value);
    return (kind == VALUE_BOOLEAN || kind == VALUE_STRING || value_is_number(value)) &&
           recorded_as_is(value);
}

static bool metadata_word_known(struct text word, struct words known, struct suggestion *near)
{
    for (size_t known_word = 0; known_word < known.count; known_word++)
        if (text_is(word, known.at[known_word]))
            return true;
    for (size_t known_word = 0; known_word < known.count; known_word++)
        suggest_offer(near, text_of(known.at[known_word]));
    return false;
}

bool metadata_keys(const struct metadata *in, const struct value *map, const char *what,
                   struct words known)
{
    if (!metadata_is_map(map))
        return error_at(in->err, ERROR_POLICY, metadata_place(in, map),
                        "%s must be a table with names, %s was given", what,
                        value_kind_name(value_kind(map)));
    for (size_t i = 0; i < value_count(map); i++) {
        const struct text key = member_key(map, i);
        struct suggestion near = suggest_for(key);
        if (!metadata_word_known(key, known, &near))
            return error_at(in->err, ERROR_POLICY, metadata_place(in, member_value(map, i)),
                            "unknown key %.*s in %s%s", TEXT_ARGS(key), what,
                            suggest_hint(&near, in->arena));
    }
    return true;
}

bool metadata_text(const struct metadata *in, const struct value *map, const char *key,
                   bool required, struct text *out)
{
    const struct value *value = value_present(map, text_of(key));
    const struct text text = value ? value_text(value) : TEXT_NONE;
    const struct place place = metadata_place(in, value);
    if (!value && required)
        return error_at(in->err, ERROR_POLICY, place, "the policy has no %s", key);
    if (value && value_kind(value) != VALUE_STRING)
        return error_at(in->err, ERROR_POLICY, place, "%s must be a text, %s was given", key,
                        value_kind_name(value_kind(value)));
    if (value && !text.size)
        return error_at(in->err, ERROR_POLICY, place, "%s is empty", key);
    if (utf8_check(text) != text.size || text_find(text, '\0') != text.size)
        return error_at(in->err, ERROR_POLICY, place, "%s is not a text of UTF-8", key);
    *out = text;
    return true;
}
