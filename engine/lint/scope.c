#include "lint/scope.h"

enum {
    VARIABLES_MAX = 200, /* of one function, as in Lua  */
    SYMBOL_SHOWN = 80    /* bytes of one in a message   */
};

static bool scope_refuse(const struct scope *scope, struct spot spot, struct error *err,
                         struct text symbol, const char *what)
{
    const struct text shown = text_part(symbol, 0, SYMBOL_SHOWN);
    return error_at(err, ERROR_POLICY, (struct place){scope->path, spot.line, spot.column},
                    "%.*s%s", TEXT_ARGS(shown), what);
}

struct function *scope_function(const struct scope *scope)
{
    return scope->block ? scope->block->function : NULL;
}

/* ---- blocks ---- */

void scope_open(struct scope *scope, struct scope_block *block, bool loop)
{
    *block = (struct scope_block){.outer = scope->block,
                                  .function = scope_function(scope),
                                  .variables = scope->visible.count,
                                  .labels = scope->labels.count,
                                  .jumps = scope->jumps.count,
                                  .loop = loop};
    scope->block = block;
}

void scope_open_function(struct scope *scope, struct scope_block *block, struct function *function)
{
    scope_open(scope, block, false);
    block->function = function;
    block->outermost = true;
}

static void variables_hide(struct scope *scope, size_t count)
{
    while (scope->visible.count > count) {
        const struct variable *variable = scope->visible.at[--scope->visible.count];
        variable->symbol->visible = variable->shadowed;
    }
}

bool scope_close(struct scope *scope, struct error *err)
{
    const struct scope_block *block = scope->block;
    variables_hide(scope, block->variables);
    scope->labels.count = block->labels;
    scope->block = block->outer;
    for (size_t waiting = block->jumps; waiting < scope->jumps.count; waiting++) {
        struct jump *jump = &scope->jumps.at[waiting];
        if (block->outermost)
            return scope_refuse(scope, jump->spot, err, jump->symbol->name,
                                " is no label that this goto can see");
        if (jump->variables > block->variables)
            jump->variables = block->variables;
    }
    return true;
}

bool scope_in_loop(const struct scope *scope)
{
    for (const struct scope_block *block = scope->block; block; block = block->outer) {
        if (block->loop)
            return true;
        if (block->outermost)
            return false;
    }
    return false;
}

static const struct scope_block *outermost(const struct scope *scope)
{
    const struct scope_block *block = scope->block;
    while (!block->outermost)
        block = block->outer;
    return block;
}

/* ---- variables ---- */

struct variable *variable_new(struct scope *scope, const struct token *name,
                              enum variable_kind kind)
{
    struct variable *variable = ARENA_NEW(scope->arena, struct variable);
    *variable = (struct variable){
        .kind = kind, .symbol = name->symbol, .spot = name->spot, .owner = scope_function(scope)};
    name->symbol->declared = true;
    *LIST_ADD(scope->arena, &scope->syntax->variables) = variable;
    return variable;
}

bool variable_show(struct scope *scope, struct variable *variable, struct error *err)
{
    if (scope->visible.count - outermost(scope)->variables >= VARIABLES_MAX)
        return scope_refuse(scope, variable->spot, err, variable->symbol->name,
                            " is one local variable too many; a function has room for 200");
    variable->shadowed = variable->symbol->visible;
    variable->symbol->visible = variable;
    *LIST_ADD(scope->arena, &scope->visible) = variable;
    return true;
}

void name_read_at(struct scope *scope, struct expression *name, struct symbol *symbol)
{
    name->text = symbol->name;
    name->variable = symbol->visible;
    if (name->variable)
        name->variable->reads++;
    else if (scope->environment->visible) {
        name->other_environment = true;
        scope->environment->visible->reads++;
    }
}

bool name_write(struct scope *scope, struct expression *name, struct error *err)
{
    struct variable *variable = name->variable;
    name->written = true;
    if (!variable)
        return true;
    if (variable->constant)
        return scope_refuse(scope, name->spot, err, name->text,
                            " is constant and cannot be assigned");
    variable->reads--;
    variable->writes++;
    return true;
}

/* ---- labels ---- */

static const struct label *label_find(const struct scope *scope, const struct symbol *symbol)
{
    for (size_t i = outermost(scope)->labels; i < scope->labels.count; i++)
        if (scope->labels.at[i].symbol == symbol)
            return &scope->labels.at[i];
    return NULL;
}

/* The gotos of this block that waited for the label arrive; the others stay. */
static bool jumps_arrive(struct scope *scope, const struct label *label, struct error *err)
{
    size_t kept = scope->block->jumps;
    for (size_t waiting = kept; waiting < scope->jumps.count; waiting++) {
        const struct jump jump = scope->jumps.at[waiting];
        if (jump.symbol != label->symbol) {
            scope->jumps.at[kept++] = jump;
            continue;
        }
        if (jump.variables < label->variables)
            return scope_refuse(scope, jump.spot, err, jump.symbol->name,
                                " cannot be gone to: a local variable begins on the way");
        label->statement->reached = true;
    }
    scope->jumps.count = kept;
    return true;
}

bool label_add(struct scope *scope, const struct token *name, struct statement *statement,
               bool statement_is_last, struct error *err)
{
    if (label_find(scope, name->symbol))
        return scope_refuse(scope, name->spot, err, name->symbol->name, " is a label already");
    struct label *label = LIST_ADD(scope->arena, &scope->labels);
    *label = (struct label){.symbol = name->symbol,
                            .spot = name->spot,
                            .variables =
                                statement_is_last ? scope->block->variables : scope->visible.count,
                            .statement = statement};
    return jumps_arrive(scope, label, err);
}

void goto_add(struct scope *scope, const struct token *name)
{
    const struct label *label = label_find(scope, name->symbol);
    if (label)
        label->statement->reached = true;
    else
        *LIST_ADD(scope->arena, &scope->jumps) =
            (struct jump){name->symbol, name->spot, scope->visible.count};
}
