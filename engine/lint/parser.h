/* lint/parser.h: reading a Lua 5.4 text into a tree. Private to the room.
 *
 *     struct syntax syntax;
 *     if (!syntax_read("policies/floor.lua", source, arena, &syntax, &err)) ...
 *
 * Recursive descent with one token of foresight (two in tables), by the grammar of the reference
 * manual, section 9. Precedence, low to high, .. and ^ to the right:
 *
 *     or   and   < > <= >= ~= ==   |   ~   &   << >>   ..   + -   * / // %   not # - ~   ^
 *
 * Nesting is bounded by LIMIT_LUA_DEPTH. What Lua's own compiler refuses is refused here (a goto
 * without a label, a constant that is assigned, `...` outside a variadic function), except where
 * only its code generator has a limit.
 */
#ifndef LINT_PARSER_H
#define LINT_PARSER_H

#include "lint/scope.h"

/* ERROR_POLICY at line and column where the text is no Lua. `path` and `source` are borrowed for as
 * long as the tree is used. */
NODISCARD bool syntax_read(const char *path, struct text source, struct arena *arena,
                           struct syntax *tree, struct error *err);

/* ---- shared by parser*.c; whatever returns a pointer returns NULL after a failure ---- */

struct parser {
    struct lexer lexer;
    struct scope scope;
    struct syntax *syntax;
    struct arena *arena;
    struct error *err;
    struct token now;   /* not taken yet            */
    struct token ahead; /* after it, where peeked   */
    bool peeked;
    size_t end; /* of the token taken last  */
    unsigned depth;
};

/* Take the token that stands now. */
NODISCARD bool token_take(struct parser *parser);

/* Take it where it is of that kind; `taken` says whether. */
NODISCARD bool token_take_if(struct parser *parser, enum token_kind kind, bool *taken);

/* Take it, or fail: "end is needed, return stands here". The second names what it closes. */
NODISCARD bool token_need(struct parser *parser, enum token_kind kind);
NODISCARD bool token_close(struct parser *parser, enum token_kind kind, const struct token *opened);

/* Take a name. */
NODISCARD bool name_need(struct parser *parser, struct token *taken);

/* The kind of the token after the one that stands now. */
NODISCARD bool token_peek(struct parser *parser, enum token_kind *out);

/* False, after saying so at the token that stands now: "a name is needed, = stands here". */
bool parser_expected(struct parser *parser, const char *what);

PRINTF_LIKE(3, 4)
bool parser_refuse(struct parser *parser, struct spot spot, const char *problem, ...);

/* One level deeper, up to the limit; every true one is followed by `parser->depth--`. */
NODISCARD bool parser_deeper(struct parser *parser);

struct expression *expression_read(struct parser *parser);
NODISCARD bool expressions_read(struct parser *parser, struct expressions *expressions);

/* A name, call, index or parenthesis: what a statement may begin with. */
struct expression *suffixed_read(struct parser *parser);

/* Parameters and body, after the word function; `self` where it is a method's. */
struct expression *function_read(struct parser *parser, const struct token *word, bool method);

/* A new node that begins with `token`, and one that begins with the node `left`. */
struct expression *expression_new(struct parser *parser, enum expression_kind kind,
                                  const struct token *token);
struct expression *expression_around(struct parser *parser, enum expression_kind kind,
                                     struct expression *left);
struct expression *name_expression(struct parser *parser, const struct token *name);

/* left.name */
struct expression *member_read(struct parser *parser, struct expression *left);

/* Statements up to a word that ends a block. */
struct block *block_read(struct parser *parser);

#endif
