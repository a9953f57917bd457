#include "lint/parser.h"

/* How strongly an operator holds its left and its right side: right below left means that the
 * operator associates to the right. */
struct strength {
    unsigned left, right;
};

enum { STRENGTH_UNARY = 12 };

static struct strength strength_of(enum token_kind kind)
{
    static const struct {
        enum token_kind kind;
        struct strength strength;
    } operators[] = {
        {TOKEN_OR, {1, 1}},          {TOKEN_AND, {2, 2}},         {TOKEN_BELOW, {3, 3}},
        {TOKEN_ABOVE, {3, 3}},       {TOKEN_AT_MOST, {3, 3}},     {TOKEN_AT_LEAST, {3, 3}},
        {TOKEN_UNEQUAL, {3, 3}},     {TOKEN_EQUAL, {3, 3}},       {TOKEN_BIT_OR, {4, 4}},
        {TOKEN_BIT_XOR, {5, 5}},     {TOKEN_BIT_AND, {6, 6}},     {TOKEN_SHIFT_LEFT, {7, 7}},
        {TOKEN_SHIFT_RIGHT, {7, 7}}, {TOKEN_CONCAT, {9, 8}},      {TOKEN_PLUS, {10, 10}},
        {TOKEN_MINUS, {10, 10}},     {TOKEN_TIMES, {11, 11}},     {TOKEN_DIVIDE, {11, 11}},
        {TOKEN_FLOOR, {11, 11}},     {TOKEN_REMAINDER, {11, 11}}, {TOKEN_POWER, {14, 13}},
    };
    for (size_t i = 0; i < COUNT(operators); i++)
        if (operators[i].kind == kind)
            return operators[i].strength;
    return (struct strength){0, 0};
}

static bool is_unary(enum token_kind kind)
{
    return kind == TOKEN_NOT || kind == TOKEN_MINUS || kind == TOKEN_LENGTH ||
           kind == TOKEN_BIT_XOR;
}

/* ---- nodes ---- */

static struct expression *node_new(struct parser *parser, enum expression_kind kind)
{
    struct expression *expression = ARENA_NEW(parser->arena, struct expression);
    expression->kind = kind;
    expression->owner = scope_function(&parser->scope);
    *LIST_ADD(parser->arena, &parser->syntax->expressions) = expression;
    return expression;
}

struct expression *expression_new(struct parser *parser, enum expression_kind kind,
                                  const struct token *token)
{
    struct expression *expression = node_new(parser, kind);
    expression->spot = token->spot;
    expression->from = expression->mark = token->from;
    expression->to = token->to;
    return expression;
}

struct expression *expression_around(struct parser *parser, enum expression_kind kind,
                                     struct expression *left)
{
    struct expression *expression = node_new(parser, kind);
    expression->spot = left->spot;
    expression->from = left->from;
    expression->mark = parser->now.from;
    expression->left = left;
    return expression;
}

/* A NAME that has been taken. */
struct expression *name_expression(struct parser *parser, const struct token *name)
{
    struct expression *expression = expression_new(parser, EXPRESSION_NAME, name);
    name_read_at(&parser->scope, expression, name->symbol);
    return expression;
}

/* A node that is nothing but the token that stands now. */
static struct expression *leaf_read(struct parser *parser, enum expression_kind kind)
{
    struct expression *expression = expression_new(parser, kind, &parser->now);
    expression->text = parser->now.text;
    expression->number = parser->now.number;
    return token_take(parser) ? expression : NULL;
}

/* ---- tables ---- */

/* An item of a table's expression: [key] = value, name = value, or value. */
static bool item_read(struct parser *parser, struct item *item)
{
    enum token_kind next = TOKEN_FINISH;
    const struct token opened = parser->now;
    if (opened.kind == TOKEN_NAME && !token_peek(parser, &next))
        return false;
    if (opened.kind == TOKEN_OPEN_BRACKET) {
        if (!token_take(parser) || !(item->key = expression_read(parser)) ||
            !token_close(parser, TOKEN_CLOSE_BRACKET, &opened) || !token_need(parser, TOKEN_ASSIGN))
            return false;
    } else if (next == TOKEN_ASSIGN) {
        item->key = expression_new(parser, EXPRESSION_STRING, &opened);
        item->key->text = opened.symbol->name;
        if (!token_take(parser) || !token_need(parser, TOKEN_ASSIGN))
            return false;
    }
    item->value = expression_read(parser);
    return item->value;
}

static struct expression *table_read(struct parser *parser)
{
    const struct token opened = parser->now;
    struct expression *table = expression_new(parser, EXPRESSION_TABLE, &opened);
    if (!token_take(parser))
        return NULL;
    while (parser->now.kind != TOKEN_CLOSE_BRACE) {
        struct item item = {NULL, NULL};
        if (!item_read(parser, &item))
            return NULL;
        *LIST_ADD(parser->arena, &table->items) = item;
        if (parser->now.kind != TOKEN_COMMA && parser->now.kind != TOKEN_SEMICOLON)
            break;
        if (!token_take(parser))
            return NULL;
    }
    if (!token_close(parser, TOKEN_CLOSE_BRACE, &opened))
        return NULL;
    table->to = parser->end;
    return table;
}

/* ---- functions ---- */

static bool parameter_add(struct parser *parser, struct function *function,
                          const struct token *name)
{
    struct variable *parameter = variable_new(&parser->scope, name, VARIABLE_PARAMETER);
    *LIST_ADD(parser->arena, &function->parameters) = parameter;
    return variable_show(&parser->scope, parameter, parser->err);
}

static bool parameters_read(struct parser *parser, struct function *function)
{
    bool more = parser->now.kind != TOKEN_CLOSE;
    while (more) {
        struct token name;
        if (parser->now.kind == TOKEN_DOTS) {
            function->variadic = true;
            return token_take(parser);
        }
        if (!name_need(parser, &name) || !parameter_add(parser, function, &name) ||
            !token_take_if(parser, TOKEN_COMMA, &more))
            return false;
    }
    return true;
}

static bool function_body(struct parser *parser, struct function *function,
                          const struct token *word, bool method)
{
    const struct token opened = parser->now;
    const struct token self = {.spot = word->spot,
                               .symbol = symbol_of(&parser->syntax->symbols, TEXT("self"))};
    return token_need(parser, TOKEN_OPEN) && (!method || parameter_add(parser, function, &self)) &&
           parameters_read(parser, function) && token_close(parser, TOKEN_CLOSE, &opened) &&
           (function->body = block_read(parser)) && token_close(parser, TOKEN_END, word);
}

struct expression *function_read(struct parser *parser, const struct token *word, bool method)
{
    struct scope_block block;
    struct expression *expression = expression_new(parser, EXPRESSION_FUNCTION, word);
    struct function *function = ARENA_NEW(parser->arena, struct function);
    *function = (struct function){
        .outer = scope_function(&parser->scope), .spot = word->spot, .from = word->from};
    *LIST_ADD(parser->arena, &parser->syntax->functions) = function;
    expression->function = function;
    scope_open_function(&parser->scope, &block, function);
    if (!function_body(parser, function, word, method) || !scope_close(&parser->scope, parser->err))
        return NULL;
    expression->to = function->to = parser->end;
    return expression;
}

/* ---- expressions: names, calls, members ---- */

struct expression *member_read(struct parser *parser, struct expression *left)
{
    struct token name;
    struct expression *expression = expression_around(parser, EXPRESSION_INDEX, left);
    if (!token_take(parser) || !name_need(parser, &name))
        return NULL;
    expression->right = expression_new(parser, EXPRESSION_STRING, &name);
    expression->right->text = name.symbol->name;
    expression->to = parser->end;
    return expression;
}

static struct expression *index_read(struct parser *parser, struct expression *left)
{
    const struct token opened = parser->now;
    struct expression *expression = expression_around(parser, EXPRESSION_INDEX, left);
    if (!token_take(parser) || !(expression->right = expression_read(parser)) ||
        !token_close(parser, TOKEN_CLOSE_BRACKET, &opened))
        return NULL;
    expression->to = parser->end;
    return expression;
}

static bool argument_add(struct parser *parser, struct expression *call, struct expression *value)
{
    if (value)
        *LIST_ADD(parser->arena, &call->items) = (struct item){NULL, value};
    return value;
}

/* Arguments of a call: (a, b), "text" or {table} */
static bool arguments_read(struct parser *parser, struct expression *call)
{
    const struct token opened = parser->now;
    struct expressions arguments = {0};
    if (opened.kind == TOKEN_STRING)
        return argument_add(parser, call, leaf_read(parser, EXPRESSION_STRING));
    if (opened.kind == TOKEN_OPEN_BRACE)
        return argument_add(parser, call, table_read(parser));
    if (!token_need(parser, TOKEN_OPEN) ||
        (parser->now.kind != TOKEN_CLOSE && !expressions_read(parser, &arguments)))
        return false;
    for (size_t argument = 0; argument < arguments.count; argument++)
        (void)argument_add(parser, call, arguments.at[argument]);
    return token_close(parser, TOKEN_CLOSE, &opened);
}

static struct expression *call_read(struct parser *parser, struct expression *left)
{
    struct expression *call = expression_around(parser, EXPRESSION_CALL, left);
    if (!arguments_read(parser, call))
        return NULL;
    call->to = parser->end;
    return call;
}

static struct expression *method_read(struct parser *parser, struct expression *left)
{
    struct token name;
    struct expression *call = expression_around(parser, EXPRESSION_METHOD, left);
    if (!token_take(parser) || !name_need(parser, &name))
        return NULL;
    call->text = name.symbol->name;
    call->mark = name.from;
    if (!arguments_read(parser, call))
        return NULL;
    call->to = parser->end;
    return call;
}

static struct expression *paren_read(struct parser *parser)
{
    const struct token opened = parser->now;
    struct expression *expression = expression_new(parser, EXPRESSION_PAREN, &opened);
    if (!token_take(parser) || !(expression->left = expression_read(parser)) ||
        !token_close(parser, TOKEN_CLOSE, &opened))
        return NULL;
    expression->to = parser->end;
    return expression;
}

static struct expression *primary_read(struct parser *parser)
{
    struct token name;
    if (parser->now.kind == TOKEN_OPEN)
        return paren_read(parser);
    if (parser->now.kind != TOKEN_NAME) {
        (void)parser_expected(parser, "an expression");
        return NULL;
    }
    return name_need(parser, &name) ? name_expression(parser, &name) : NULL;
}

struct expression *suffixed_read(struct parser *parser)
{
    struct expression *expression = primary_read(parser);
    while (expression)
        switch (parser->now.kind) {
        case TOKEN_DOT:
            expression = member_read(parser, expression);
            break;
        case TOKEN_OPEN_BRACKET:
            expression = index_read(parser, expression);
            break;
        case TOKEN_COLON:
            expression = method_read(parser, expression);
            break;
        case TOKEN_OPEN:
        case TOKEN_STRING:
        case TOKEN_OPEN_BRACE:
            expression = call_read(parser, expression);
            break;
        default:
            return expression;
        }
    return NULL;
}

/* ---- operators ---- */

static struct expression *vararg_read(struct parser *parser)
{
    if (scope_function(&parser->scope)->variadic)
        return leaf_read(parser, EXPRESSION_VARARG);
    (void)parser_refuse(parser, parser->now.spot,
                        "... stands outside a function that takes any number of arguments");
    return NULL;
}

static struct expression *function_literal(struct parser *parser)
{
    const struct token word = parser->now;
    return token_take(parser) ? function_read(parser, &word, false) : NULL;
}

static struct expression *simple_read(struct parser *parser)
{
    switch (parser->now.kind) {
    case TOKEN_NIL:
        return leaf_read(parser, EXPRESSION_NIL);
    case TOKEN_TRUE:
        return leaf_read(parser, EXPRESSION_TRUE);
    case TOKEN_FALSE:
        return leaf_read(parser, EXPRESSION_FALSE);
    case TOKEN_NUMBER:
        return leaf_read(parser, EXPRESSION_NUMBER);
    case TOKEN_STRING:
        return leaf_read(parser, EXPRESSION_STRING);
    case TOKEN_DOTS:
        return vararg_read(parser);
    case TOKEN_OPEN_BRACE:
        return table_read(parser);
    case TOKEN_FUNCTION:
        return function_literal(parser);
    default:
        return suffixed_read(parser);
    }
}

static struct expression *operation_read(struct parser *parser, unsigned limit);

static struct expression *unary_read(struct parser *parser)
{
    const struct token sign = parser->now;
    struct expression *expression = expression_new(parser, EXPRESSION_UNARY, &sign);
    expression->operation = sign.kind;
    if (!token_take(parser) || !(expression->left = operation_read(parser, STRENGTH_UNARY)))
        return NULL;
    expression->to = parser->end;
    return expression;
}

static struct expression *binary_read(struct parser *parser, struct expression *left)
{
    struct expression *expression = expression_around(parser, EXPRESSION_BINARY, left);
    expression->operation = parser->now.kind;
    if (!token_take(parser) ||
        !(expression->right = operation_read(parser, strength_of(expression->operation).right)))
        return NULL;
    expression->to = parser->end;
    return expression;
}

/* Operators that hold their left side more strongly than `limit`. */
static struct expression *operation_read(struct parser *parser, unsigned limit)
{
    if (!parser_deeper(parser))
        return NULL;
    struct expression *expression =
        is_unary(parser->now.kind) ? unary_read(parser) : simple_read(parser);
    while (expression && strength_of(parser->now.kind).left > limit)
        expression = binary_read(parser, expression);
    parser->depth--;
    return expression;
}

struct expression *expression_read(struct parser *parser)
{
    return operation_read(parser, 0);
}

bool expressions_read(struct parser *parser, struct expressions *expressions)
{
    bool more = true;
    while (more) {
        struct expression *expression = expression_read(parser);
        if (!expression)
            return false;
        *LIST_ADD(parser->arena, expressions) = expression;
        if (!token_take_if(parser, TOKEN_COMMA, &more))
            return false;
    }
    return true;
}
