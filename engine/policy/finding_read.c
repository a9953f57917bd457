/* The inverse of finding_value, for what came out of another process: exact or refused. */
#include "policy/finding.h"

#include "base/limits.h"

/* The keys of each map, in the order in which maps have them: what was found to have them all is
 * then read by place. */
#define FINDING_KEYS(KEY)                                                                          \
    KEY(CITES, "cites")                                                                            \
    KEY(CONTROL, "control")                                                                        \
    KEY(EVIDENCE, "evidence")                                                                      \
    KEY(EXPECTED, "expected")                                                                      \
    KEY(FIX, "fix")                                                                                \
    KEY(LEVEL, "level")                                                                            \
    KEY(MARGIN, "margin")                                                                          \
    KEY(MESSAGE, "message")                                                                        \
    KEY(N, "n")                                                                                    \
    KEY(OBSERVED, "observed")                                                                      \
    KEY(OUTCOME, "outcome")                                                                        \
    KEY(POLICY, "policy")                                                                          \
    KEY(SOURCE, "source")
#define EVIDENCE_KEYS(KEY)                                                                         \
    KEY(EVIDENCE_COLUMN, "column")                                                                 \
    KEY(EVIDENCE_FILE, "file")                                                                     \
    KEY(EVIDENCE_GRADE, "grade")                                                                   \
    KEY(EVIDENCE_LINE, "line")                                                                     \
    KEY(EVIDENCE_POINTER, "pointer")
#define SOURCE_KEYS(KEY)                                                                           \
    KEY(SOURCE_FILE, "file")                                                                       \
    KEY(SOURCE_LINE, "line")

#define KEY_PLACE(constant, word) FINDING_##constant,
#define KEY_WORD(constant, word)  {(word), sizeof(word) - 1},
enum { FINDING_KEYS(KEY_PLACE) };
enum { EVIDENCE_KEYS(KEY_PLACE) };
enum { SOURCE_KEYS(KEY_PLACE) };
static const struct text finding_keys[] = {FINDING_KEYS(KEY_WORD)};
static const struct text evidence_keys[] = {EVIDENCE_KEYS(KEY_WORD)};
static const struct text source_keys[] = {SOURCE_KEYS(KEY_WORD)};
#undef KEY_PLACE
#undef KEY_WORD

/* Reads members of one map, which has all of `keys` and no other. */
struct finding_reader {
    const struct value *map;
    const struct text *keys;
    struct arena *arena;
    struct error *err;
};

static bool finding_refuse(const struct finding_reader *in, size_t key, const char *need)
{
    return error_set(in->err, ERROR_REFUSED, "%s of a finding is not %s", in->keys[key].at, need);
}

static bool finding_has_keys(const struct finding_reader *in, size_t count)
{
    if (value_kind(in->map) != VALUE_MAP || value_count(in->map) != count)
        return error_set(in->err, ERROR_REFUSED, "a finding is not a map of %zu keys", count);
    for (size_t key = 0; key < count; key++)
        if (!text_equal(member_key(in->map, key), in->keys[key]) &&
            !value_get(in->map, in->keys[key]))
            return error_set(in->err, ERROR_REFUSED, "a finding has no %s", in->keys[key].at);
    return true;
}

static const struct value *finding_member(const struct finding_reader *in, size_t key)
{
    const struct value *member = member_value(in->map, key);
    return value_kind(member) == VALUE_NULL ? NULL : member;
}

static bool finding_text(const struct finding_reader *in, size_t key, struct text *text)
{
    const struct value *member = finding_member(in, key);
    if (!member || value_kind(member) != VALUE_STRING)
        return finding_refuse(in, key, "a text");
    *text = value_text(member);
    return true;
}

static bool finding_optional_text(const struct finding_reader *in, size_t key, struct text *text)
{
    if (finding_member(in, key))
        return finding_text(in, key, text);
    *text = TEXT_NONE;
    return true;
}

static bool finding_line(const struct finding_reader *in, size_t key, unsigned *line)
{
    const struct value *member = finding_member(in, key);
    const int64_t number = member ? value_integer(member) : 0;
    if (member && (number < 1 || number > UINT32_MAX))
        return finding_refuse(in, key, "a line or column");
    *line = (unsigned)number;
    return true;
}

static bool finding_file(const struct finding_reader *in, size_t key, const char **file)
{
    struct text name;
    *file = NULL;
    if (!finding_member(in, key))
        return true;
    if (!finding_text(in, key, &name))
        return false;
    if (!name.size || text_find(name, '\0') != name.size)
        return finding_refuse(in, key, "the name of a file");
    *file = text_string(in->arena, name);
    return true;
}

static bool finding_number(const struct finding_reader *in, size_t key, const struct value **number)
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
    const struct value *cited = finding_member(in, FINDING_CITES);
    if (cited && value_kind(cited) != VALUE_LIST)
        return finding_refuse(in, FINDING_CITES, "a list");
    for (size_t i = 0; cited && i < value_count(cited); i++)
        if (value_kind(value_at(cited, i)) != VALUE_STRING)
            return finding_refuse(in, FINDING_CITES, "a list of texts");
    *cites = cited;
    return true;
}

static bool finding_outcome(const struct finding_reader *in, struct finding *finding)
{
    struct text outcome_word, level_word;
    if (!finding_text(in, FINDING_OUTCOME, &outcome_word) ||
        !finding_optional_text(in, FINDING_LEVEL, &level_word))
        return false;
    if (!outcome_read(outcome_word, &finding->outcome))
        return finding_refuse(in, FINDING_OUTCOME, "a known one");
    finding->level = LEVEL_NONE;
    if (level_word.at && !level_read(level_word, &finding->level))
        return finding_refuse(in, FINDING_LEVEL, "a known one");
    return true;
}

static bool finding_evidence(const struct finding_reader *in, struct finding *finding)
{
    const struct finding_reader inner = {member_value(in->map, FINDING_EVIDENCE), evidence_keys,
                                         in->arena, in->err};
    return finding_has_keys(&inner, COUNT(evidence_keys)) &&
           finding_file(&inner, FINDING_EVIDENCE_FILE, &finding->evidence.file) &&
           finding_line(&inner, FINDING_EVIDENCE_LINE, &finding->evidence.line) &&
           finding_line(&inner, FINDING_EVIDENCE_COLUMN, &finding->evidence.column) &&
           finding_optional_text(&inner, FINDING_EVIDENCE_POINTER, &finding->pointer) &&
           finding_optional_text(&inner, FINDING_EVIDENCE_GRADE, &finding->grade);
}

static bool finding_source(const struct finding_reader *in, struct finding *finding)
{
    const struct finding_reader inner = {member_value(in->map, FINDING_SOURCE), source_keys,
                                         in->arena, in->err};
    return finding_has_keys(&inner, COUNT(source_keys)) &&
           finding_file(&inner, FINDING_SOURCE_FILE, &finding->source.file) &&
           finding_line(&inner, FINDING_SOURCE_LINE, &finding->source.line);
}

static bool finding_message(const struct finding_reader *in, struct finding *finding)
{
    if (!finding_text(in, FINDING_MESSAGE, &finding->message))
        return false;
    return finding->message.size <= LIMIT_MESSAGE_SIZE ||
           finding_refuse(in, FINDING_MESSAGE, "short enough");
}

bool finding_read(const struct value *value, struct arena *arena, struct finding *out,
                  struct error *err)
{
    const struct finding_reader in = {value, finding_keys, arena, err};
    struct finding finding = {0};
    if (!finding_has_keys(&in, COUNT(finding_keys)) ||
        !finding_text(&in, FINDING_POLICY, &finding.policy) ||
        !finding_text(&in, FINDING_CONTROL, &finding.control) || !finding_outcome(&in, &finding) ||
        !finding_message(&in, &finding) || !finding_number(&in, FINDING_MARGIN, &finding.margin) ||
        !finding_number(&in, FINDING_N, &finding.n) || !finding_evidence(&in, &finding) ||
        !finding_source(&in, &finding) || !finding_cites(&in, &finding.cites) ||
        !finding_optional_text(&in, FINDING_FIX, &finding.fix))
        return false;
    finding.observed = finding_member(&in, FINDING_OBSERVED);
    finding.expected = finding_member(&in, FINDING_EXPECTED);
    *out = finding;
    return true;
}
