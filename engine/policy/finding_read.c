/* The inverse of finding_value, for what came out of another process: exact or refused. */
#include "policy/finding.h"

#include "base/limits.h"

/* Reads members of one map and remembers whether all of them were as they must be. */
struct reader {
    const struct value *map;
    struct arena *arena;
    struct error *err;
};

static bool refuse(const struct reader *in, const char *key, const char *need)
{
    return error_set(in->err, ERROR_REFUSED, "%s of a finding is not %s", key, need);
}

static bool map_has(const struct value *map, const char *const *keys, size_t count,
                    struct error *err)
{
    if (value_kind(map) != VALUE_MAP || value_count(map) != count)
        return error_set(err, ERROR_REFUSED, "a finding is not a map of %zu keys", count);
    for (size_t i = 0; i < count; i++)
        if (!value_get(map, text_of(keys[i])))
            return error_set(err, ERROR_REFUSED, "a finding has no %s", keys[i]);
    return true;
}

static const struct value *get(const struct reader *in, const char *key)
{
    return value_present(in->map, text_of(key));
}

static bool read_text(const struct reader *in, const char *key, struct text *out)
{
    const struct value *value = get(in, key);
    if (!value || value_kind(value) != VALUE_STRING)
        return refuse(in, key, "a text");
    *out = value_text(value);
    return true;
}

static bool read_optional_text(const struct reader *in, const char *key, struct text *out)
{
    if (get(in, key))
        return read_text(in, key, out);
    *out = TEXT_NONE;
    return true;
}

static bool read_line(const struct reader *in, const char *key, unsigned *out)
{
    const struct value *value = get(in, key);
    const int64_t line = value ? value_integer(value) : 0;
    if (value && (line < 1 || line > UINT32_MAX))
        return refuse(in, key, "a line or column");
    *out = (unsigned)line;
    return true;
}

static bool read_file(const struct reader *in, const char **out)
{
    struct text name;
    *out = NULL;
    if (!get(in, "file"))
        return true;
    if (!read_text(in, "file", &name))
        return false;
    if (!name.size || text_find(name, '\0') != name.size)
        return refuse(in, "file", "the name of a file");
    *out = text_string(in->arena, name);
    return true;
}

static bool read_number(const struct reader *in, const char *key, const struct value **out)
{
    const struct value *value = get(in, key);
    if (value && !value_is_number(value) && value_kind(value) != VALUE_STRING)
        return refuse(in, key, "a number"); /* a text where no double holds it: recorded.h */
    *out = value;
    return true;
}

static bool read_cites(const struct reader *in, const struct value **out)
{
    const struct value *list = get(in, "cites");
    if (list && value_kind(list) != VALUE_LIST)
        return refuse(in, "cites", "a list");
    for (size_t i = 0; list && i < value_count(list); i++)
        if (value_kind(value_at(list, i)) != VALUE_STRING)
            return refuse(in, "cites", "a list of texts");
    *out = list;
    return true;
}

static bool read_outcome(const struct reader *in, struct finding *out)
{
    struct text outcome, level;
    if (!read_text(in, "outcome", &outcome) || !read_optional_text(in, "level", &level))
        return false;
    if (!outcome_read(outcome, &out->outcome))
        return refuse(in, "outcome", "a known one");
    out->level = LEVEL_NONE;
    if (level.at && !level_read(level, &out->level))
        return refuse(in, "level", "a known one");
    return true;
}

static bool read_evidence(const struct reader *in, struct finding *out)
{
    static const char *const keys[] = {"file", "line", "column", "pointer", "grade"};
    const struct reader inner = {value_get(in->map, TEXT("evidence")), in->arena, in->err};
    return map_has(inner.map, keys, COUNT(keys), in->err) &&
           read_file(&inner, &out->evidence.file) &&
           read_line(&inner, "line", &out->evidence.line) &&
           read_line(&inner, "column", &out->evidence.column) &&
           read_optional_text(&inner, "pointer", &out->pointer) &&
           read_optional_text(&inner, "grade", &out->grade);
}

static bool read_source(const struct reader *in, struct finding *out)
{
    static const char *const keys[] = {"file", "line"};
    const struct reader inner = {value_get(in->map, TEXT("source")), in->arena, in->err};
    return map_has(inner.map, keys, COUNT(keys), in->err) && read_file(&inner, &out->source.file) &&
           read_line(&inner, "line", &out->source.line);
}

static bool read_message(const struct reader *in, struct finding *out)
{
    if (!read_text(in, "message", &out->message))
        return false;
    return out->message.size <= LIMIT_MESSAGE_SIZE || refuse(in, "message", "short enough");
}

bool finding_read(const struct value *value, struct arena *arena, struct finding *out,
                  struct error *err)
{
    static const char *const keys[] = {"policy",   "control",  "outcome", "level", "message",
                                       "observed", "expected", "margin",  "n",     "evidence",
                                       "source",   "cites",    "fix"};
    const struct reader in = {value, arena, err};
    struct finding read = {0};
    if (!map_has(value, keys, COUNT(keys), err) || !read_text(&in, "policy", &read.policy) ||
        !read_text(&in, "control", &read.control) || !read_outcome(&in, &read) ||
        !read_message(&in, &read) || !read_number(&in, "margin", &read.margin) ||
        !read_number(&in, "n", &read.n) || !read_evidence(&in, &read) || !read_source(&in, &read) ||
        !read_cites(&in, &read.cites) || !read_optional_text(&in, "fix", &read.fix))
        return false;
    read.observed = get(&in, "observed");
    read.expected = get(&in, "expected");
    *out = read;
    return true;
}
