/* lint/lexer.h: the words of a Lua 5.4 text. Private to the room.
 *
 *     if x >= 0x1p4 then -- so            WORD if, NAME x, MARK >=, NUMBER 16, WORD then
 *     ^  ^ 1:1, 1:4                       the comment is kept apart
 *
 * Every token knows its line and column (from 1, columns in code points) and its bytes. Texts are
 * decoded: "\65" and [[A]] are the same. A file is UTF-8 and has at most LIMIT_POLICY_SIZE bytes;
 * whoever calls has seen to it.
 */
#ifndef LINT_LEXER_H
#define LINT_LEXER_H

#include "base/error.h"
#include "base/list.h"
#include "lint/symbol.h"

/* clang-format off */
#define TOKEN_WORDS(row)                                                                           \
    row(AND, "and") row(BREAK, "break") row(DO, "do") row(ELSE, "else") row(ELSEIF, "elseif")      \
    row(END, "end") row(FALSE, "false") row(FOR, "for") row(FUNCTION, "function")                  \
    row(GOTO, "goto") row(IF, "if") row(IN, "in") row(LOCAL, "local") row(NIL, "nil")              \
    row(NOT, "not") row(OR, "or") row(REPEAT, "repeat") row(RETURN, "return") row(THEN, "then")    \
    row(TRUE, "true") row(UNTIL, "until") row(WHILE, "while")

/* The longer mark before the one it begins with. */
#define TOKEN_MARKS(row)                                                                           \
    row(DOTS, "...") row(CONCAT, "..") row(EQUAL, "==") row(UNEQUAL, "~=") row(AT_MOST, "<=")      \
    row(AT_LEAST, ">=") row(SHIFT_LEFT, "<<") row(SHIFT_RIGHT, ">>") row(FLOOR, "//")              \
    row(LABEL, "::") row(PLUS, "+") row(MINUS, "-") row(TIMES, "*") row(DIVIDE, "/")               \
    row(REMAINDER, "%") row(POWER, "^") row(LENGTH, "#") row(BIT_AND, "&") row(BIT_XOR, "~")       \
    row(BIT_OR, "|") row(BELOW, "<") row(ABOVE, ">") row(ASSIGN, "=") row(OPEN, "(")               \
    row(CLOSE, ")") row(OPEN_BRACE, "{") row(CLOSE_BRACE, "}") row(OPEN_BRACKET, "[")              \
    row(CLOSE_BRACKET, "]") row(SEMICOLON, ";") row(COLON, ":") row(COMMA, ",") row(DOT, ".")
/* clang-format on */

enum token_kind {
    TOKEN_FINISH, /* the end of the file */
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
#define ROW(constant, spelling) TOKEN_##constant,
    TOKEN_WORDS(ROW) TOKEN_MARKS(ROW)
#undef ROW
        TOKEN_COUNT
};

struct spot {
    unsigned line, column; /* of a spot, from 1; columns in code points */
};

struct token {
    enum token_kind kind;
    struct spot spot;
    size_t from, to;       /* bytes of the token in the source */
    struct symbol *symbol; /* of a token that is a name        */
    struct text text;      /* of a string, decoded             */
    double number;         /* of a number                      */
};

/* A comment that ends with its line, without its dashes. */
struct comment {
    struct text text;
    struct spot spot;
    bool alone;     /* nothing else stands on its line                */
    unsigned below; /* line of the first token after it; 0 where none */
};

struct comments LIST(struct comment);

struct lexer {
    const char *path;
    struct text source;
    struct arena *arena;
    struct symbols *symbols;
    struct comments comments;
    size_t at;
    struct spot spot;   /* of source.at[at]                */
    unsigned last_line; /* on which a token ended, or 0    */
    size_t settled;     /* comments whose `below` is known */
};

/* At the beginning of the source. The symbols learn the words of the language. */
struct lexer lexer_of(const char *path, struct text source, struct symbols *symbols);

/* The next token; at the end TOKEN_FINISH, again and again. ERROR_POLICY at the place where the
 * text is no Lua. */
NODISCARD bool lexer_next(struct lexer *lexer, struct token *out, struct error *err);

/* "end", "<="; "a name" and the like for the kinds that are not spelled one way. */
const char *token_name(enum token_kind kind);

/* ---- shared by lexer.c and lexer_literal.c ---- */

/* The byte that stands `ahead` of the next one; 0 past the end. */
char lexer_peek(const struct lexer *lexer, size_t ahead);

/* Move the lexer past one byte, or past a line end of one or two bytes. */
void lexer_step(struct lexer *lexer);

/* False, after saying so at `spot`. */
PRINTF_LIKE(4, 5)
bool lexer_refuse(const struct lexer *lexer, struct spot spot, struct error *err,
                  const char *problem, ...);

/* [==[ with as many = as `level`: does such a token begin here? */
bool bracket_begins(const struct lexer *lexer, size_t *level);

/* Go past a long bracket; `literal` is what stands inside, NULL for comments. */
NODISCARD bool bracket_read(struct lexer *lexer, size_t level, struct text *literal,
                            struct error *err);

NODISCARD bool string_read(struct lexer *lexer, struct text *literal, struct error *err);
NODISCARD bool number_scan(struct lexer *lexer, double *number, struct error *err);

#endif
