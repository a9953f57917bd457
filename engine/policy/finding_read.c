/* The inverse of finding_value, for what came out of another process: exact or refused. */
#include "policy/finding.h"

#include "base/limits.h"

/* Reads members of one map and remembers whether all of them were as they must be. */
struct finding_reader {
    const struct value *map;
    struct arena *arena;
    struct error *err;
};

static bool finding_refuse(const struct finding_reader *in, const char *key, const char *need)
{
    return error_set(in->err, ERROR_REFUSED, "%s of a finding is not %s", key, need);
}

static bool finding_has_keys(const struct value *finding, const char *const *keys, size_t count,
                             struct error *err)
{
    if (value_kind(finding) != VALUE_MAP || value_count(finding) != count)
        return error_set(err, ERROR_REFUSED, "a finding is not a map of %zu keys", count);
    for (size_t i = 0; i < count; i++)
        if (!value_get(finding, text_of(keys[i])))
            return error_set(err, ERROR_REFUSED, "a finding has no %s", keys[i]);
    return true;
}

static const struct value *finding_member(const struct finding_reader *in, const char *key)
{
    return value_present(in->map, text_of(key));
}

static bool finding_text(const struct finding_reader *in, const char *key, struct text *text)
{
    const struct value *member = finding_member(in, key);
    if (!member || value_kind(member) != VALUE_STRING)
        return finding_refuse(in, key, "a text");
    *text = value_text(member);
    return true;
}

static bool finding_optional_text(const struct finding_reader *in, const char *key,
                                  struct text *text)
{
    if (finding_member(in, key))
        return finding_text(in, key, text);
    *text = TEXT_NONE;
    return true;
}

static bool finding_line(const struct finding_reader *in, const char *key, unsigned *line)
{
    const struct value *member = finding_member(in, key);
    const int64_t number = member ? value_integer(member) : 0;
    if (member && (number < 1 || number > UINT32_MAX))
        return finding_refuse(in, key, "a line or column");
    *line = (unsigned)number;
    return true;
}

static bool finding_file(const struct finding_reader *in, const char **file)
{
    struct text name;
    *file = NULL;
    if (!finding_member(in, "file"))
        return true;
    if (!finding_text(in, "file", &name))
        return false;
    if (!name.size || text_find(name, '\0') != name.size)
        return finding_refuse(in, "file", "the name of a file");
    *file = text_string(in->arena, name);
    return true;
}

static bool finding_number(const struct finding_reader *in, const char *key,
                           const struct value **number)
{
    const struct value *member = finding_member(in, key);
    if (member && !value_is_number(member) && value_kind(member) != VALUE_STRING)
        return finding_refuse(in, key,
                              "a number"); /* a text where no double holds it: recorded.h */
    *number = member;
    return true;
}

static bool finding_cites(const struct finding_reader *in, const struct value **cites)
{
    const struct value *cited = finding_member(in, "cites");
    if (cited && value_kind(cited) != VALUE_LIST)
        return finding_refuse(in, "cites", "a list");
    for (size_t i = 0; cited && i < value_count(cited); i++)
        if (value_kind(value_at(cited, i)) != VALUE_STRING)
            return finding_refuse(in, "cites", "a list of texts");
    *cites = cited;
    return true;
}

static bool finding_outcome(const struct finding_reader *in, struct finding *finding)
{
    struct text outcome_word, level_word;
    if (!finding_text(in, "outcome", &outcome_word) ||
        !finding_optional_text(in, "level", &level_word))
        return false;
    if (!outcome_read(outcome_word, &finding->outcome))
        return finding_refuse(in, "outcome", "a known one");
    finding->level = LEVEL_NONE;
    if (level_word.at && !level_read(level_word, &finding->level))
        return finding_refuse(in, "level", "a known one");
    return true;
}

static bool finding_evidence(const struct finding_reader *in, struct finding *finding)
{
    static const char *const keys[] = {"file", "line", "column", "pointer", "grade"};
    const struct finding_reader inner = {value_get(in->map, TEXT("evidence")), in->arena, in->err};
    return finding_has_keys(inner.map, keys, COUNT(keys), in->err) &&
           finding_file(&inner, &finding->evidence.file) &&
           finding_line(&inner, "line", &finding->evidence.line) &&
           finding_line(&inner, "column", &finding->evidence.column) &&
           finding_optional_text(&inner, "pointer", &finding->pointer) &&
           finding_optional_text(&inner, "grade", &finding->grade);
}

static bool finding_source(const struct finding_reader *in, struct finding *finding)
{
    static const char *const keys[] = {"file", "line"};
    const struct finding_reader inner = {value_get(in->map, TEXT("source")), in->arena, in->err};
    return finding_has_keys(inner.map, keys, COUNT(keys), in->err) &&
           finding_file(&inner, &finding->source.file) &&
           finding_line(&inner, "line", &finding->source.line);
}

static bool finding_message(const struct finding_reader *in, struct finding *finding)
{
    if (!finding_text(in, "message", &finding->message))
        return false;
    return finding->message.size <= LIMIT_MESSAGE_SIZE ||
           finding_refuse(in, "message", "short enough");
}

bool finding_read(const struct value *value, struct arena *arena, struct finding *out,
                  struct error *err)
{
    static const char *const keys[] = {"policy",   "control",  "outcome", "level", "message",
                                       "observed", "expected", "margin",  "n",     "evidence",
                                       "source",   "cites",    "fix"};
    const struct finding_reader in = {value, arena, err};
    struct finding finding = {0};
    if (!finding_has_keys(value, keys, COUNT(keys), err) ||
        !finding_text(&in, "policy", &finding.policy) ||
        !finding_text(&in, "control", &finding.control) || !finding_outcome(&in, &finding) ||
        !finding_message(&in, &finding) || !finding_number(&in, "margin", &finding.margin) ||
        !finding_number(&in, "n", &finding.n) || !finding_evidence(&in, &finding) ||
        !finding_source(&in, &finding) || !finding_cites(&in, &finding.cites) ||
        !finding_optional_text(&in, "fix", &finding.fix))
        return false;
    finding.observed = finding_member(&in, "observed");
    finding.expected = finding_member(&in, "expected");
    *out = finding;
    return true;
}
