#include "lint/lexer.h"

#include <stdarg.h>

static const struct {
    enum token_kind kind;
    struct text spelling;
} token_words[] =
    {
#define ROW(constant, spelling) {TOKEN_##constant, {spelling, sizeof spelling - 1}},
        TOKEN_WORDS(ROW)},
  token_marks[] = {TOKEN_MARKS(ROW)
#undef ROW
};

const char *token_name(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_FINISH:
        return "the end of the file";
    case TOKEN_NAME:
        return "a name";
    case TOKEN_NUMBER:
        return "a number";
    case TOKEN_STRING:
        return "a text";
#define ROW(constant, spelling)                                                                    \
    case TOKEN_##constant:                                                                         \
        return spelling;
        TOKEN_WORDS(ROW)
        TOKEN_MARKS(ROW)
#undef ROW
    case TOKEN_COUNT:
        break;
    }
    return "nothing";
}

struct lexer lexer_of(const char *path, struct text source, struct symbols *symbols)
{
    for (size_t word = 0; word < COUNT(token_words); word++)
        symbol_of(symbols, token_words[word].spelling)->word = (int)token_words[word].kind;
    return (struct lexer){.path = path,
                          .source = source,
                          .arena = symbols->arena,
                          .symbols = symbols,
                          .spot = {1, 1}};
}

char lexer_peek(const struct lexer *lexer, size_t ahead)
{
    return ahead < lexer->source.size - lexer->at ? lexer->source.at[lexer->at + ahead] : '\0';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

void lexer_step(struct lexer *lexer)
{
    const char c = lexer_peek(lexer, 0);
    const char next = lexer_peek(lexer, 1);
    if (!is_line_end(c)) {
        lexer->at++;
        lexer->spot.column += ((unsigned char)lexer_peek(lexer, 0) & 0xC0) != 0x80;
        return;
    }
    lexer->at += is_line_end(next) && next != c ? 2 : 1;
    lexer->spot = (struct spot){lexer->spot.line + 1, 1};
}

bool lexer_refuse(const struct lexer *lexer, struct spot spot, struct error *err,
                  const char *problem, ...)
{
    char problem_sentence[ERROR_MESSAGE_SIZE];
    va_list shown;
    va_start(shown, problem);
    (void)vsnprintf(problem_sentence, sizeof problem_sentence, problem, shown);
    va_end(shown);
    return error_at(err, ERROR_POLICY, (struct place){lexer->path, spot.line, spot.column}, "%s",
                    problem_sentence);
}

/* ---- what stands between tokens ---- */

static bool comment_read(struct lexer *lexer, struct error *err)
{
    size_t level;
    const struct spot spot = lexer->spot;
    lexer_step(lexer);
    lexer_step(lexer);
    if (bracket_begins(lexer, &level))
        return bracket_read(lexer, level, NULL, err);
    const size_t from = lexer->at;
    while (lexer->at < lexer->source.size && !is_line_end(lexer_peek(lexer, 0)))
        lexer_step(lexer);
    *LIST_ADD(lexer->arena, &lexer->comments) =
        (struct comment){.text = text_part(lexer->source, from, lexer->at - from),
                         .spot = spot,
                         .alone = spot.line != lexer->last_line};
    return true;
}

static bool gap_read(struct lexer *lexer, struct error *err)
{
    while (lexer->at < lexer->source.size) {
        const char c = lexer_peek(lexer, 0);
        if (c == '-' && lexer_peek(lexer, 1) == '-') {
            if (!comment_read(lexer, err))
                return false;
        } else if (c == ' ' || (c >= '\t' && c <= '\r')) /* tab, line ends, form feed, ... */
            lexer_step(lexer);
        else
            break;
    }
    return true;
}

/* ---- tokens ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void name_read(struct lexer *lexer, struct token *token)
{
    const size_t from = lexer->at;
    while (is_letter(lexer_peek(lexer, 0)) || is_digit(lexer_peek(lexer, 0)))
        lexer_step(lexer);
    struct symbol *symbol =
        symbol_of(lexer->symbols, text_part(lexer->source, from, lexer->at - from));
    token->kind = symbol->word ? (enum token_kind)symbol->word : TOKEN_NAME;
    token->symbol = symbol;
}

static bool mark_read(struct lexer *lexer, struct token *token, struct error *err)
{
    const struct text source = text_part(lexer->source, lexer->at, lexer->source.size);
    for (size_t mark = 0; mark < COUNT(token_marks); mark++)
        if (text_starts(source, token_marks[mark].spelling)) {
            token->kind = token_marks[mark].kind;
            for (size_t passed = 0; passed < token_marks[mark].spelling.size; passed++)
                lexer_step(lexer);
            return true;
        }
    const unsigned char character = (unsigned char)source.at[0];
    if (character < ' ' || character > '~')
        return lexer_refuse(lexer, lexer->spot, err,
                            "a character stands here that Lua knows only inside texts");
    return lexer_refuse(lexer, lexer->spot, err, "%c is nothing that Lua knows", character);
}

static bool string_begins(const struct lexer *lexer)
{
    const char c = lexer_peek(lexer, 0);
    return c == '"' || c == '\'';
}

static bool number_begins(const struct lexer *lexer)
{
    const char c = lexer_peek(lexer, 0);
    return is_digit(c) || (c == '.' && is_digit(lexer_peek(lexer, 1)));
}

static bool token_read(struct lexer *lexer, struct token *token, struct error *err)
{
    size_t level;
    if (lexer->at == lexer->source.size)
        return true;
    if (is_letter(lexer_peek(lexer, 0))) {
        name_read(lexer, token);
        return true;
    }
    if (string_begins(lexer)) {
        token->kind = TOKEN_STRING;
        return string_read(lexer, &token->text, err);
    }
    if (bracket_begins(lexer, &level)) {
        token->kind = TOKEN_STRING;
        return bracket_read(lexer, level, &token->text, err);
    }
    if (number_begins(lexer)) {
        token->kind = TOKEN_NUMBER;
        return number_scan(lexer, &token->number, err);
    }
    return mark_read(lexer, token, err);
}

bool lexer_next(struct lexer *lexer, struct token *out, struct error *err)
{
    if (!gap_read(lexer, err))
        return false;
    struct token token = {.kind = TOKEN_FINISH, .spot = lexer->spot, .from = lexer->at};
    if (!token_read(lexer, &token, err))
        return false;
    token.to = lexer->at;
    if (token.kind != TOKEN_FINISH) {
        lexer->last_line = lexer->spot.line;
        for (; lexer->settled < lexer->comments.count; lexer->settled++)
            lexer->comments.at[lexer->settled].below = token.spot.line;
    }
    *out = token;
    return true;
}
