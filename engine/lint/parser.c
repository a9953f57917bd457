#include "lint/parser.h"

#include "base/limits.h"

#include <stdarg.h>

/* ---- tokens ---- */

bool token_take(struct parser *parser)
{
    parser->end = parser->now.to;
    if (!parser->peeked)
        return lexer_next(&parser->lexer, &parser->now, parser->err);
    parser->now = parser->ahead;
    parser->peeked = false;
    return true;
}

bool token_peek(struct parser *parser, enum token_kind *out)
{
    if (!parser->peeked && !lexer_next(&parser->lexer, &parser->ahead, parser->err))
        return false;
    parser->peeked = true;
    *out = parser->ahead.kind;
    return true;
}

bool parser_refuse(struct parser *parser, struct spot spot, const char *problem, ...)
{
    char problem_sentence[ERROR_MESSAGE_SIZE];
    va_list shown;
    va_start(shown, problem);
    (void)vsnprintf(problem_sentence, sizeof problem_sentence, problem, shown);
    va_end(shown);
    return lexer_refuse(&parser->lexer, spot, parser->err, "%s", problem_sentence);
}

/* The token that stands now, for messages. */
static const char *standing(const struct parser *parser)
{
    const struct token *now = &parser->now;
    if (now->kind != TOKEN_NAME)
        return token_name(now->kind);
    enum { NAME_SHOWN = 80 };
    return text_string(parser->arena, text_part(now->symbol->name, 0, NAME_SHOWN));
}

bool parser_expected(struct parser *parser, const char *what)
{
    return parser_refuse(parser, parser->now.spot, "%s is needed, %s stands here", what,
                         standing(parser));
}

bool token_take_if(struct parser *parser, enum token_kind kind, bool *taken)
{
    *taken = parser->now.kind == kind;
    return !*taken || token_take(parser);
}

bool token_need(struct parser *parser, enum token_kind kind)
{
    if (parser->now.kind != kind)
        return parser_expected(parser, token_name(kind));
    return token_take(parser);
}

bool token_close(struct parser *parser, enum token_kind kind, const struct token *opened)
{
    if (parser->now.kind == kind)
        return token_take(parser);
    if (parser->now.spot.line == opened->spot.line)
        return parser_expected(parser, token_name(kind));
    return parser_refuse(parser, parser->now.spot,
                         "%s is needed to close %s of line %u, %s stands here", token_name(kind),
                         token_name(opened->kind), opened->spot.line, standing(parser));
}

bool name_need(struct parser *parser, struct token *taken)
{
    const struct token name = parser->now;
    if (!token_need(parser, TOKEN_NAME))
        return false;
    *taken = name;
    return true;
}

bool parser_deeper(struct parser *parser)
{
    if (parser->depth >= LIMIT_LUA_DEPTH)
        return parser_refuse(parser, parser->now.spot, "this is nested deeper than %d levels",
                             LIMIT_LUA_DEPTH);
    parser->depth++;
    return true;
}

/* ---- the file ---- */

static bool main_read(struct parser *parser, size_t size)
{
    struct scope_block block;
    struct function *function = ARENA_NEW(parser->arena, struct function);
    *function = (struct function){.spot = {1, 1}, .to = size, .variadic = true};
    *LIST_ADD(parser->arena, &parser->syntax->functions) = function;
    parser->syntax->main = function;
    scope_open_function(&parser->scope, &block, function);
    if (!lexer_next(&parser->lexer, &parser->now, parser->err) ||
        !(function->body = block_read(parser)))
        return false;
    if (parser->now.kind != TOKEN_FINISH)
        return parser_expected(parser, token_name(TOKEN_FINISH));
    return scope_close(&parser->scope, parser->err);
}

bool syntax_read(const char *path, struct text source, struct arena *arena, struct syntax *tree,
                 struct error *err)
{
    struct syntax *syntax = ARENA_NEW(arena, struct syntax);
    syntax->symbols.arena = arena;
    struct parser parser = {
        .lexer = lexer_of(path, source, &syntax->symbols),
        .scope = {.path = path,
                  .arena = arena,
                  .syntax = syntax,
                  .environment = symbol_of(&syntax->symbols, TEXT("_ENV"))},
        .syntax = syntax,
        .arena = arena,
        .err = err,
    };
    if (!main_read(&parser, source.size))
        return false;
    syntax->comments = parser.lexer.comments;
    *tree = *syntax;
    return true;
}
