#include "service/query.h"

#include "base/clock.h"
#include "base/limits.h"

static const char *const field_words[] = {
    [QUERY_NAME] = "name",       [QUERY_VERSION] = "version", [QUERY_STAGE] = "stage",
    [QUERY_TIER] = "tier",       [QUERY_OWNER] = "owner",     [QUERY_REGISTERED] = "registered",
    [QUERY_EXPIRES] = "expires", [QUERY_SUNSET] = "sunset",   [QUERY_VERDICT] = "verdict",
    [QUERY_ALIAS] = "alias",     [QUERY_TAG] = "tag.KEY",
};

static const struct text tag_prefix = {"tag.", 4};

enum query_token { TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_MARK };

/* The condition while it is read: the token in hand, and what follows it. */
struct query_reader {
    struct arena *arena;
    struct text condition;
    size_t next;   /* where the token after this one may begin */
    size_t column; /* of the token in hand, from 0             */
    enum query_token token;
    struct text word; /* without its quotes */
    unsigned depth;   /* conditions that are open */
};

static bool query_wrong(const struct query_reader *reader, struct error *err, const char *words,
                        struct text word, const char *hint)
{
    return error_set(err, ERROR_USAGE, "--where, column %zu: %s%.*s%s", reader->column + 1, words,
                     TEXT_ARGS(word), hint);
}

/* ---- tokens ---- */

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

static bool is_mark(char letter)
{
    return letter == '(' || letter == ')' || letter == ',' || letter == '=' || letter == '!' ||
           letter == '<' || letter == '>';
}

/* In quotes; a doubled quote within is one. */
static bool quoted_take(struct query_reader *reader, struct error *err)
{
    const struct text condition = reader->condition;
    const char quote = condition.at[reader->column];
    char *unquoted = arena_alloc(reader->arena, condition.size);
    size_t size = 0, at = reader->column + 1;
    while (at < condition.size) {
        if (condition.at[at] == quote &&
            (at + 1 == condition.size || condition.at[at + 1] != quote))
            break;
        at += condition.at[at] == quote;
        unquoted[size++] = condition.at[at++];
    }
    if (at >= condition.size)
        return query_wrong(reader, err, "the quote that begins here is not closed", TEXT_NONE, "");
    reader->token = TOKEN_QUOTED;
    reader->word = (struct text){unquoted, size};
    reader->next = at + 1;
    return true;
}

static void mark_take(struct query_reader *reader)
{
    const struct text rest = text_part(reader->condition, reader->column, 2);
    const bool of_two = text_equal(rest, TEXT("!=")) || text_equal(rest, TEXT("<=")) ||
                        text_equal(rest, TEXT(">="));
    reader->token = TOKEN_MARK;
    reader->word = text_part(rest, 0, of_two ? 2 : 1);
    reader->next = reader->column + reader->word.size;
}

static void word_take(struct query_reader *reader)
{
    const struct text condition = reader->condition;
    size_t at = reader->column;
    while (at < condition.size && !is_blank(condition.at[at]) && !is_mark(condition.at[at]) &&
           condition.at[at] != '\'' && condition.at[at] != '"')
        at++;
    reader->token = TOKEN_WORD;
    reader->word = text_part(condition, reader->column, at - reader->column);
    reader->next = at;
}

static bool token_next(struct query_reader *reader, struct error *err)
{
    const struct text condition = reader->condition;
    while (reader->next < condition.size && is_blank(condition.at[reader->next]))
        reader->next++;
    reader->column = reader->next;
    reader->token = TOKEN_END;
    reader->word = TEXT_NONE;
    if (reader->next == condition.size)
        return true;
    const char first = condition.at[reader->next];
    if (first == '\'' || first == '"')
        return quoted_take(reader, err);
    if (is_mark(first))
        mark_take(reader);
    else
        word_take(reader);
    return true;
}

/* Is the token this word of the language? In capitals too, as others write it. */
static bool token_is(const struct query_reader *reader, const char *word)
{
    if (reader->token != TOKEN_WORD && reader->token != TOKEN_MARK)
        return false;
    for (size_t i = 0; i < reader->word.size; i++) {
        const char letter = reader->word.at[i];
        const char lower = letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
        if (!word[i] || lower != word[i])
            return false;
    }
    return word[reader->word.size] == '\0';
}

/* ---- comparisons ---- */

static bool field_take(struct query_reader *reader, struct query *query, struct error *err)
{
    struct suggestion near_field = suggest_for(reader->word);
    if (reader->token != TOKEN_WORD)
        return query_wrong(reader, err, "a field is expected here, as in tier = 'high'", TEXT_NONE,
                           "");
    if (text_starts(reader->word, tag_prefix) && reader->word.size > tag_prefix.size) {
        query->field = QUERY_TAG;
        query->tag = text_part(reader->word, tag_prefix.size, reader->word.size);
        return token_next(reader, err);
    }
    for (size_t i = 0; i < QUERY_TAG; i++) {
        if (token_is(reader, field_words[i])) {
            query->field = (enum query_field)i;
            return token_next(reader, err);
        }
        suggest_offer(&near_field, text_of(field_words[i]));
    }
    return query_wrong(reader, err, "there is no field ", reader->word,
                       near_field.word.size
                           ? suggest_hint(&near_field, reader->arena)
                           : "; name, version, stage, tier, owner, registered, expires, sunset, "
                             "verdict, alias and tag.KEY are");
}

/* A word that no version can have would find nothing, for ever and in silence. */
static bool wanted_known(const struct query_reader *reader, const struct query *query,
                         struct error *err)
{
    int64_t moment;
    enum stage stage;
    enum tier tier;
    struct suggestion near_word = suggest_for(reader->word);
    if (query->shape == QUERY_LIKE || query->shape == QUERY_ILIKE || !reader->word.size)
        return true;
    if (query->field == QUERY_STAGE && !stage_read(reader->word, &stage, &near_word))
        return query_wrong(reader, err, "there is no stage ", reader->word,
                           suggest_hint(&near_word, reader->arena));
    if (query->field == QUERY_TIER && !tier_read(reader->word, &tier, &near_word))
        return query_wrong(reader, err, "there is no tier ", reader->word,
                           suggest_hint(&near_word, reader->arena));
    if (query->field >= QUERY_REGISTERED && query->field <= QUERY_SUNSET &&
        !clock_read(reader->word, &moment))
        return query_wrong(reader, err, "", reader->word,
                           " is no day or moment, like 2026-11-21 or 2026-11-21T15:00:00Z");
    return true;
}

static bool wanted_take(struct query_reader *reader, struct query *query, struct error *err)
{
    if (reader->token != TOKEN_WORD && reader->token != TOKEN_QUOTED)
        return query_wrong(reader, err, "a text is expected here, as in tier = 'high'", TEXT_NONE,
                           "");
    if (!wanted_known(reader, query, err))
        return false;
    *LIST_ADD(reader->arena, &query->wanted) = reader->word;
    return token_next(reader, err);
}

static bool wanted_list(struct query_reader *reader, struct query *query, struct error *err)
{
    if (!token_is(reader, "("))
        return query_wrong(reader, err, "after `in` stands a list, as in ('canary', 'production')",
                           TEXT_NONE, "");
    do
        if (!token_next(reader, err) || !wanted_take(reader, query, err))
            return false;
    while (token_is(reader, ","));
    if (!token_is(reader, ")"))
        return query_wrong(reader, err, "the list of `in` goes on with a comma or ends with )",
                           TEXT_NONE, "");
    return token_next(reader, err);
}

static bool has_no_order(const struct query *query)
{
    const bool ordered = query->shape >= QUERY_BEFORE && query->shape <= QUERY_FROM;
    return ordered && (query->field == QUERY_STAGE || query->field == QUERY_TIER ||
                       query->field == QUERY_VERDICT || query->field == QUERY_ALIAS);
}

static bool shape_take(struct query_reader *reader, struct query *query, struct error *err)
{
    static const struct {
        const char *word;
        enum query_shape shape;
    } shapes[] = {
        {"=", QUERY_EQUAL},  {"!=", QUERY_DIFFERENT}, {"<", QUERY_BEFORE},
        {"<=", QUERY_UP_TO}, {">", QUERY_AFTER},      {">=", QUERY_FROM},
        {"in", QUERY_IN},    {"like", QUERY_LIKE},    {"ilike", QUERY_ILIKE},
    };
    for (size_t i = 0; i < COUNT(shapes); i++)
        if (token_is(reader, shapes[i].word)) {
            query->shape = shapes[i].shape;
            if (has_no_order(query))
                return query_wrong(reader, err, field_words[query->field], TEXT_NONE,
                                   " has no order; it is compared with =, !=, in and like");
            return token_next(reader, err);
        }
    return query_wrong(reader, err, "=, !=, <, <=, >, >=, in, like or ilike is expected here",
                       TEXT_NONE, "");
}

static bool comparison_take(struct query_reader *reader, const struct query **out,
                            struct error *err)
{
    struct query *query = ARENA_NEW(reader->arena, struct query);
    struct query *negation = ARENA_NEW(reader->arena, struct query);
    if (!field_take(reader, query, err))
        return false;
    const bool negated = token_is(reader, "not");
    if ((negated && !token_next(reader, err)) || !shape_take(reader, query, err))
        return false;
    if (negated && query->shape < QUERY_IN)
        return query_wrong(reader, err, "after `not` stands in, like or ilike", TEXT_NONE, "");
    *negation = (struct query){.shape = QUERY_NOT, .left = query};
    *out = negated ? negation : query;
    return query->shape == QUERY_IN ? wanted_list(reader, query, err)
                                    : wanted_take(reader, query, err);
}

/* ---- and, or, not ---- */

static bool condition_take(struct query_reader *reader, const struct query **out,
                           struct error *err);

static bool part_take(struct query_reader *reader, const struct query **out, struct error *err)
{
    struct query *query = ARENA_NEW(reader->arena, struct query);
    bool taken;
    if (++reader->depth > LIMIT_QUERY_DEPTH)
        return query_wrong(reader, err, "too many conditions are nested in one another", TEXT_NONE,
                           "");
    if (token_is(reader, "not")) {
        query->shape = QUERY_NOT;
        *out = query;
        taken = token_next(reader, err) && part_take(reader, &query->left, err);
    } else if (token_is(reader, "(")) {
        taken = token_next(reader, err) && condition_take(reader, out, err);
        if (taken && !token_is(reader, ")"))
            return query_wrong(reader, err, "and, or or ) is expected here", TEXT_NONE, "");
        taken = taken && token_next(reader, err);
    } else
        taken = comparison_take(reader, out, err);
    reader->depth--;
    return taken;
}

static bool joined_take(struct query_reader *reader, enum query_shape shape,
                        const struct query **out, struct error *err)
{
    const bool of_parts = shape == QUERY_AND;
    const struct query *joined = NULL;
    if (of_parts ? !part_take(reader, &joined, err) : !joined_take(reader, QUERY_AND, &joined, err))
        return false;
    while (token_is(reader, of_parts ? "and" : "or")) {
        struct query *query = ARENA_NEW(reader->arena, struct query);
        *query = (struct query){.shape = shape, .left = joined};
        if (!token_next(reader, err) ||
            (of_parts ? !part_take(reader, &query->right, err)
                      : !joined_take(reader, QUERY_AND, &query->right, err)))
            return false;
        joined = query;
    }
    *out = joined;
    return true;
}

static bool condition_take(struct query_reader *reader, const struct query **out, struct error *err)
{
    return joined_take(reader, QUERY_OR, out, err);
}

bool query_read(const char *condition, struct arena *arena, const struct query **out,
                struct error *err)
{
    const struct query *query = NULL;
    struct query_reader reader = {.arena = arena, .condition = text_of(condition)};
    if (reader.condition.size > LIMIT_QUERY_SIZE)
        return error_set(err, ERROR_USAGE, "--where takes %d bytes at most", LIMIT_QUERY_SIZE);
    if (condition && !text_trimmed(reader.condition).size)
        return error_set(err, ERROR_USAGE, "--where needs a condition: tier = 'high'");
    if (condition && (!token_next(&reader, err) || !condition_take(&reader, &query, err)))
        return false;
    if (condition && reader.token != TOKEN_END)
        return query_wrong(&reader, err,
                           "comparisons are joined by `and` and `or`, and here stands ",
                           reader.word, "");
    *out = query;
    return true;
}
