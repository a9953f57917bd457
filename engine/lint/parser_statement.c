#include "lint/parser.h"

/* The block ends before this token. A label before `until` is not at the block's end: the
 * condition still sees the block's variables. */
static bool block_ends(enum token_kind kind, bool until)
{
    return kind == TOKEN_FINISH || kind == TOKEN_END || kind == TOKEN_ELSE ||
           kind == TOKEN_ELSEIF || (until && kind == TOKEN_UNTIL);
}

/* A block with a scope of its own. */
static struct block *scoped_block(struct parser *parser, bool loop)
{
    struct scope_block scope;
    scope_open(&parser->scope, &scope, loop);
    struct block *block = block_read(parser);
    return block && scope_close(&parser->scope, parser->err) ? block : NULL;
}

/* ---- if, while, repeat, do ---- */

static struct arm *arm_add(struct parser *parser, struct statement *statement)
{
    return LIST_ADD(parser->arena, &statement->arms);
}

/* condition WORD block */
static bool arm_read(struct parser *parser, struct statement *statement, enum token_kind word,
                     bool loop)
{
    struct expression *condition = expression_read(parser);
    if (!condition || !token_need(parser, word))
        return false;
    struct block *block = scoped_block(parser, loop);
    if (!block)
        return false;
    *arm_add(parser, statement) = (struct arm){condition, block};
    return true;
}

static bool if_read(struct parser *parser, struct statement *statement, const struct token *word)
{
    bool otherwise;
    do {
        if (!token_take(parser) || !arm_read(parser, statement, TOKEN_THEN, false))
            return false;
    } while (parser->now.kind == TOKEN_ELSEIF);
    if (!token_take_if(parser, TOKEN_ELSE, &otherwise))
        return false;
    if (otherwise) {
        struct block *block = scoped_block(parser, false);
        if (!block)
            return false;
        *arm_add(parser, statement) = (struct arm){NULL, block};
    }
    return token_close(parser, TOKEN_END, word);
}

static bool while_read(struct parser *parser, struct statement *statement, const struct token *word)
{
    return token_take(parser) && arm_read(parser, statement, TOKEN_DO, true) &&
           token_close(parser, TOKEN_END, word);
}

static bool repeat_read(struct parser *parser, struct statement *statement,
                        const struct token *word)
{
    struct scope_block scope;
    scope_open(&parser->scope, &scope, true);
    struct arm arm = {NULL, NULL};
    if (!token_take(parser) || !(arm.block = block_read(parser)) ||
        !token_close(parser, TOKEN_UNTIL, word) || !(arm.condition = expression_read(parser)))
        return false;
    *arm_add(parser, statement) = arm;
    return scope_close(&parser->scope, parser->err);
}

static bool do_read(struct parser *parser, struct statement *statement, const struct token *word)
{
    return token_take(parser) && (statement->body = scoped_block(parser, false)) &&
           token_close(parser, TOKEN_END, word);
}

/* ---- for ---- */

static struct variable *variable_add(struct parser *parser, struct statement *statement,
                                     const struct token *name, enum variable_kind kind)
{
    struct variable *variable = variable_new(&parser->scope, name, kind);
    *LIST_ADD(parser->arena, &statement->variables) = variable;
    return variable;
}

static bool variables_show(struct parser *parser, const struct statement *statement)
{
    for (size_t variable = 0; variable < statement->variables.count; variable++)
        if (!variable_show(&parser->scope, statement->variables.at[variable], parser->err))
            return false;
    return true;
}

/* the statement: for name = from, to [, step] */
static bool count_read(struct parser *parser, struct statement *statement)
{
    enum { VALUES_LEAST = 2, VALUES_MOST = 3 };
    statement->kind = STATEMENT_FOR_COUNT;
    if (!token_take(parser) || !expressions_read(parser, &statement->values))
        return false;
    if (statement->values.count < VALUES_LEAST)
        return parser_expected(parser, token_name(TOKEN_COMMA));
    if (statement->values.count > VALUES_MOST)
        return parser_refuse(parser, statement->values.at[VALUES_MOST]->spot,
                             "a for loop counts from, to and by a step; this is one too many");
    return true;
}

/* the statement: for names in values */
static bool each_read(struct parser *parser, struct statement *statement)
{
    bool more;
    statement->kind = STATEMENT_FOR_EACH;
    if (!token_take_if(parser, TOKEN_COMMA, &more))
        return false;
    while (more) {
        struct token name;
        if (!name_need(parser, &name))
            return false;
        (void)variable_add(parser, statement, &name, VARIABLE_EACH);
        if (!token_take_if(parser, TOKEN_COMMA, &more))
            return false;
    }
    return token_need(parser, TOKEN_IN) && expressions_read(parser, &statement->values);
}

static bool for_read(struct parser *parser, struct statement *statement, const struct token *word)
{
    struct token name;
    struct scope_block scope;
    if (!token_take(parser) || !name_need(parser, &name))
        return false;
    (void)variable_add(parser, statement, &name, VARIABLE_COUNTER);
    if (parser->now.kind != TOKEN_ASSIGN && parser->now.kind != TOKEN_COMMA &&
        parser->now.kind != TOKEN_IN)
        return parser_expected(parser, "= or in");
    if (!(parser->now.kind == TOKEN_ASSIGN ? count_read : each_read)(parser, statement) ||
        !token_need(parser, TOKEN_DO))
        return false;
    scope_open(&parser->scope, &scope, true);
    return variables_show(parser, statement) && (statement->body = block_read(parser)) &&
           scope_close(&parser->scope, parser->err) && token_close(parser, TOKEN_END, word);
}

/* ---- function, local ---- */

static bool function_statement(struct parser *parser, struct statement *statement,
                               const struct token *word)
{
    struct token name;
    bool method = false;
    if (!token_take(parser) || !name_need(parser, &name))
        return false;
    struct expression *target = name_expression(parser, &name);
    const struct expression *const base = target;
    while (target && !method &&
           (parser->now.kind == TOKEN_DOT || parser->now.kind == TOKEN_COLON)) {
        method = parser->now.kind == TOKEN_COLON;
        target = member_read(parser, target);
    }
    if (!target || (target == base && !name_write(&parser->scope, target, parser->err)))
        return false;
    target->written = true;
    struct expression *function = function_read(parser, word, method);
    if (!function)
        return false;
    *LIST_ADD(parser->arena, &statement->targets) = target;
    *LIST_ADD(parser->arena, &statement->values) = function;
    return true;
}

static bool local_function(struct parser *parser, struct statement *statement)
{
    struct token name;
    const struct token word = parser->now;
    statement->kind = STATEMENT_LOCAL_FUNCTION;
    if (!token_take(parser) || !name_need(parser, &name))
        return false;
    struct variable *variable = variable_add(parser, statement, &name, VARIABLE_LOCAL);
    if (!variable_show(&parser->scope, variable, parser->err))
        return false;
    struct expression *function = function_read(parser, &word, false);
    variable->initial = function;
    if (function)
        *LIST_ADD(parser->arena, &statement->values) = function;
    return function;
}

/* <const> or <close> */
static bool attribute_read(struct parser *parser, struct variable *variable)
{
    bool given;
    struct token name;
    if (!token_take_if(parser, TOKEN_BELOW, &given))
        return false;
    if (!given)
        return true;
    if (!name_need(parser, &name))
        return false;
    variable->closed = text_is(name.symbol->name, "close");
    variable->constant = variable->closed || text_is(name.symbol->name, "const");
    if (!variable->constant)
        return parser_refuse(parser, name.spot, "a local is <const> or <close>, nothing else");
    return token_need(parser, TOKEN_ABOVE);
}

static bool local_names(struct parser *parser, struct statement *statement)
{
    bool more = true, closed = false;
    while (more) {
        struct token name;
        if (!name_need(parser, &name))
            return false;
        struct variable *variable = variable_add(parser, statement, &name, VARIABLE_LOCAL);
        if (!attribute_read(parser, variable))
            return false;
        if (variable->closed && closed)
            return parser_refuse(parser, name.spot, "one local of a list may be <close>, not two");
        closed = closed || variable->closed;
        if (!token_take_if(parser, TOKEN_COMMA, &more))
            return false;
    }
    return true;
}

/* Each variable knows the expression that gives its value, where there is one. */
static void initials_set(const struct statement *statement)
{
    for (size_t variable = 0;
         variable < statement->variables.count && variable < statement->values.count; variable++)
        statement->variables.at[variable]->initial = statement->values.at[variable];
}

static bool local_read(struct parser *parser, struct statement *statement, const struct token *word)
{
    bool given;
    (void)word;
    if (!token_take(parser))
        return false;
    if (parser->now.kind == TOKEN_FUNCTION)
        return local_function(parser, statement);
    if (!local_names(parser, statement) || !token_take_if(parser, TOKEN_ASSIGN, &given) ||
        (given && !expressions_read(parser, &statement->values)))
        return false;
    initials_set(statement);
    return variables_show(parser, statement);
}

/* ---- return, break, goto, labels ---- */

static bool return_read(struct parser *parser, struct statement *statement,
                        const struct token *word)
{
    bool semicolon;
    (void)word;
    if (!token_take(parser) ||
        (!block_ends(parser->now.kind, true) && parser->now.kind != TOKEN_SEMICOLON &&
         !expressions_read(parser, &statement->values)) ||
        !token_take_if(parser, TOKEN_SEMICOLON, &semicolon))
        return false;
    if (!block_ends(parser->now.kind, true))
        return parser_refuse(parser, parser->now.spot, "nothing may follow return in its block");
    return true;
}

static bool break_read(struct parser *parser, struct statement *statement, const struct token *word)
{
    (void)statement;
    if (!scope_in_loop(&parser->scope))
        return parser_refuse(parser, word->spot, "break stands outside a loop");
    return token_take(parser);
}

static bool goto_read(struct parser *parser, struct statement *statement, const struct token *word)
{
    struct token name;
    (void)statement;
    (void)word;
    if (!token_take(parser) || !name_need(parser, &name))
        return false;
    goto_add(&parser->scope, &name);
    return true;
}

/* Labels and semicolons that follow one another are one place, and one statement. */
static bool label_read(struct parser *parser, struct statement *statement, const struct token *word)
{
    struct token name;
    if (!token_take(parser) || !name_need(parser, &name) || !token_need(parser, TOKEN_LABEL))
        return false;
    for (bool more = true; more;)
        if (!token_take_if(parser, TOKEN_SEMICOLON, &more))
            return false;
    if (parser->now.kind == TOKEN_LABEL) {
        if (!parser_deeper(parser) || !label_read(parser, statement, word))
            return false;
        parser->depth--;
    }
    const bool last = block_ends(parser->now.kind, false);
    return label_add(&parser->scope, &name, statement, last, parser->err);
}

/* ---- assignments and calls ---- */

static bool target_check(struct parser *parser, struct expression *target)
{
    if (target->kind == EXPRESSION_NAME)
        return name_write(&parser->scope, target, parser->err);
    target->written = true;
    return target->kind == EXPRESSION_INDEX ||
           parser_refuse(parser, target->spot, "this cannot be assigned to");
}

static bool assign_read(struct parser *parser, struct statement *statement,
                        struct expression *first)
{
    bool more = true;
    struct expression *target = first;
    statement->kind = STATEMENT_ASSIGN;
    while (true) {
        if (!target || !target_check(parser, target))
            return false;
        *LIST_ADD(parser->arena, &statement->targets) = target;
        if (!token_take_if(parser, TOKEN_COMMA, &more))
            return false;
        if (!more)
            break;
        target = suffixed_read(parser);
    }
    return token_need(parser, TOKEN_ASSIGN) && expressions_read(parser, &statement->values);
}

static bool expression_statement(struct parser *parser, struct statement *statement,
                                 const struct token *word)
{
    struct expression *node = suffixed_read(parser);
    if (!node)
        return false;
    if (parser->now.kind == TOKEN_ASSIGN || parser->now.kind == TOKEN_COMMA)
        return assign_read(parser, statement, node);
    if (node->kind != EXPRESSION_CALL && node->kind != EXPRESSION_METHOD)
        return parser_refuse(parser, word->spot,
                             "this does nothing: a statement is a call or an assignment");
    *LIST_ADD(parser->arena, &statement->values) = node;
    return true;
}

/* ---- statements ---- */

/* Statements by the word that they begin with; any other token begins a call or an assignment. */
static const struct statement_form {
    enum token_kind word;
    enum statement_kind kind;
    bool (*read)(struct parser *parser, struct statement *statement, const struct token *word);
} statement_forms[] = {
    {TOKEN_IF, STATEMENT_IF, if_read},
    {TOKEN_WHILE, STATEMENT_WHILE, while_read},
    {TOKEN_DO, STATEMENT_DO, do_read},
    {TOKEN_FOR, STATEMENT_FOR_EACH, for_read},
    {TOKEN_REPEAT, STATEMENT_REPEAT, repeat_read},
    {TOKEN_FUNCTION, STATEMENT_FUNCTION, function_statement},
    {TOKEN_LOCAL, STATEMENT_LOCAL, local_read},
    {TOKEN_LABEL, STATEMENT_LABEL, label_read},
    {TOKEN_RETURN, STATEMENT_RETURN, return_read},
    {TOKEN_BREAK, STATEMENT_BREAK, break_read},
    {TOKEN_GOTO, STATEMENT_GOTO, goto_read},
    {TOKEN_FINISH, STATEMENT_CALL, expression_statement},
};

static struct statement *statement_new(struct parser *parser, enum statement_kind kind)
{
    struct statement *statement = ARENA_NEW(parser->arena, struct statement);
    statement->kind = kind;
    statement->spot = parser->now.spot;
    statement->from = parser->now.from;
    statement->owner = scope_function(&parser->scope);
    *LIST_ADD(parser->arena, &parser->syntax->statements) = statement;
    return statement;
}

static struct statement *statement_read(struct parser *parser)
{
    const struct statement_form *statement_form = statement_forms;
    const struct token word = parser->now;
    while (statement_form->word != TOKEN_FINISH && statement_form->word != word.kind)
        statement_form++;
    struct statement *statement = statement_new(parser, statement_form->kind);
    if (!parser_deeper(parser))
        return NULL;
    const bool read = statement_form->read(parser, statement, &word);
    parser->depth--;
    statement->to = parser->end;
    return read ? statement : NULL;
}

struct block *block_read(struct parser *parser)
{
    struct block *block = ARENA_NEW(parser->arena, struct block);
    block->from = parser->now.from;
    *LIST_ADD(parser->arena, &parser->syntax->blocks) = block;
    while (!block_ends(parser->now.kind, true)) {
        if (parser->now.kind == TOKEN_SEMICOLON) {
            if (!token_take(parser))
                return NULL;
            continue;
        }
        struct statement *statement = statement_read(parser);
        if (!statement)
            return NULL;
        *LIST_ADD(parser->arena, &block->statements) = statement;
    }
    block->to = parser->end;
    return block;
}
