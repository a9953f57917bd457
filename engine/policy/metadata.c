#include "policy/metadata.h"

#include "base/encode.h"
#include "base/suggest.h"
#include "policy/recorded.h"

struct place metadata_place(const struct metadata *in, const struct value *metadata)
{
    if (metadata && value_place(metadata).file)
        return value_place(metadata);
    return (struct place){.file = in->source->path};
}

static bool metadata_is_container(const struct value *metadata)
{
    return value_kind(metadata) == VALUE_LIST || value_kind(metadata) == VALUE_MAP;
}

static bool metadata_is_empty(const struct value *metadata)
{
    return metadata_is_container(metadata) && value_count(metadata) == 0;
}

bool metadata_is_list(const struct value *metadata)
{
    return value_kind(metadata) == VALUE_LIST || metadata_is_empty(metadata);
}

bool metadata_is_map(const struct value *metadata)
{
    return value_kind(metadata) == VALUE_MAP || metadata_is_empty(metadata);
}

bool metadata_is_scalar(const struct value *metadata)
{
    const enum value_kind kind = value_kind(metadata);
    return (kind == VALUE_BOOLEAN || kind == VALUE_STRING || value_is_number(metadata)) &&
           recorded_as_is(metadata);
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

bool metadata_keys(const struct metadata *in, const struct value *metadata, const char *what,
                   struct words known)
{
    if (!metadata_is_map(metadata))
        return error_at(in->err, ERROR_POLICY, metadata_place(in, metadata),
                        "%s must be a table with names, %s was given", what,
                        value_kind_name(value_kind(metadata)));
    for (size_t i = 0; i < value_count(metadata); i++) {
        const struct text key = member_key(metadata, i);
        struct suggestion near = suggest_for(key);
        if (!metadata_word_known(key, known, &near))
            return error_at(in->err, ERROR_POLICY, metadata_place(in, member_value(metadata, i)),
                            "unknown key %.*s in %s%s", TEXT_ARGS(key), what,
                            suggest_hint(&near, in->arena));
    }
    return true;
}

bool metadata_text(const struct metadata *in, const struct value *metadata, const char *key,
                   bool required, struct text *out)
{
    const struct value *declared = value_present(metadata, text_of(key));
    const struct text declared_text = declared ? value_text(declared) : TEXT_NONE;
    const struct place place = metadata_place(in, declared);
    if (!declared && required)
        return error_at(in->err, ERROR_POLICY, place, "the policy has no %s", key);
    if (declared && value_kind(declared) != VALUE_STRING)
        return error_at(in->err, ERROR_POLICY, place, "%s must be a text, %s was given", key,
                        value_kind_name(value_kind(declared)));
    if (declared && !declared_text.size)
        return error_at(in->err, ERROR_POLICY, place, "%s is empty", key);
    if (utf8_check(declared_text) != declared_text.size ||
        text_find(declared_text, '\0') != declared_text.size)
        return error_at(in->err, ERROR_POLICY, place, "%s is not a text of UTF-8", key);
    *out = declared_text;
    return true;
}
