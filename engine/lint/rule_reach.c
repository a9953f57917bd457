/* unreachable-outcome: a refusal that nothing reaches refuses nothing. */
#include "lint/rule.h"

static const char fix[] = "remove what keeps it from being reached, or remove the call";

struct reach {
    struct lint *lint;
    bool broken; /* the innermost loop has a break that is reached */
    bool *told;  /* of each call: lint gave a reason already       */
};

static bool block_runs(struct reach *reach, const struct block *block);

/* Outcomes within [from, to) are told, with the reason why nothing comes there. */
static void outcomes_unreached(struct reach *reach, size_t from, size_t to, struct text reason)
{
    struct lint *lint = reach->lint;
    const struct call_range range = calls_within(lint, from, to);
    for (size_t i = range.first; i < range.end; i++) {
        const struct expression *call = lint->calls.at[i];
        if (call_judges(call) && !reach->told[i])
            lint_tell(lint, call->spot, fix, "nothing reaches %.*s: %.*s", TEXT_ARGS(call->text),
                      TEXT_ARGS(reason));
        reach->told[i] = true;
    }
}

static struct text line_reason(struct reach *reach, const char *format, struct spot spot)
{
    return text_format(reach->lint->arena, "%s line %u", format, spot.line);
}

/* ---- statements: does control reach what follows? ---- */

static bool if_runs(struct reach *reach, const struct statement *statement)
{
    bool runs = false;
    const struct expression *always = NULL;
    for (size_t i = 0; i < statement->arms.count; i++) {
        const struct arm *arm = &statement->arms.at[i];
        const enum truth truth = arm->condition ? truth_of(arm->condition) : TRUTH_YES;
        if (always)
            outcomes_unreached(reach, arm->block->from, arm->block->to,
                               line_reason(reach, "the condition always holds on", always->spot));
        else if (truth == TRUTH_NO)
            outcomes_unreached(
                reach, arm->block->from, arm->block->to,
                line_reason(reach, "the condition never holds on", arm->condition->spot));
        else if (block_runs(reach, arm->block))
            runs = true;
        if (!always && truth == TRUTH_YES && arm->condition)
            always = arm->condition;
    }
    const struct arm *last = &statement->arms.at[statement->arms.count - 1];
    return runs || (last->condition && !always);
}

static bool count_is_empty(const struct statement *statement)
{
    double from, to, step = 1;
    const struct expressions *values = &statement->values;
    if (!number_of(values->at[0], &from) || !number_of(values->at[1], &to) ||
        (values->count > 2 && !number_of(values->at[2], &step)))
        return false;
    return step > 0 ? from > to : step < 0 && from < to;
}

/* The body of a loop; says whether a break leaves it. */
static bool body_breaks(struct reach *reach, const struct block *body, bool *runs)
{
    const bool outside = reach->broken;
    reach->broken = false;
    *runs = block_runs(reach, body);
    const bool broken = reach->broken;
    reach->broken = outside;
    return broken;
}

static bool while_runs(struct reach *reach, const struct statement *statement)
{
    bool runs;
    const struct arm *arm = &statement->arms.at[0];
    const enum truth truth = truth_of(arm->condition);
    if (truth != TRUTH_NO)
        return body_breaks(reach, arm->block, &runs) || truth == TRUTH_OPEN;
    outcomes_unreached(reach, arm->block->from, arm->block->to,
                       line_reason(reach, "the condition never holds on", statement->spot));
    return true;
}

static bool repeat_runs(struct reach *reach, const struct statement *statement)
{
    bool runs;
    const struct arm *arm = &statement->arms.at[0];
    const bool broken = body_breaks(reach, arm->block, &runs);
    return broken || (runs && truth_of(arm->condition) != TRUTH_NO);
}

static bool for_runs(struct reach *reach, const struct statement *statement)
{
    bool runs;
    if (statement->kind == STATEMENT_FOR_COUNT && count_is_empty(statement))
        outcomes_unreached(reach, statement->body->from, statement->body->to,
                           line_reason(reach, "the loop counts to nothing on", statement->spot));
    else
        (void)body_breaks(reach, statement->body, &runs);
    return true;
}

static bool statement_runs(struct reach *reach, const struct statement *statement)
{
    switch (statement->kind) {
    case STATEMENT_RETURN:
    case STATEMENT_GOTO:
        return false;
    case STATEMENT_BREAK:
        reach->broken = true;
        return false;
    case STATEMENT_CALL:
        return !call_ends(reach->lint, statement->values.at[0]);
    case STATEMENT_DO:
        return block_runs(reach, statement->body);
    case STATEMENT_IF:
        return if_runs(reach, statement);
    case STATEMENT_WHILE:
        return while_runs(reach, statement);
    case STATEMENT_REPEAT:
        return repeat_runs(reach, statement);
    case STATEMENT_FOR_COUNT:
    case STATEMENT_FOR_EACH:
        return for_runs(reach, statement);
    case STATEMENT_ASSIGN:
    case STATEMENT_FUNCTION:
    case STATEMENT_LOCAL_FUNCTION:
    case STATEMENT_LOCAL:
    case STATEMENT_LABEL:
        break;
    }
    return true;
}

static bool block_runs(struct reach *reach, const struct block *block)
{
    bool runs = true;
    struct spot end = {0, 0};
    for (size_t i = 0; i < block->statements.count; i++) {
        const struct statement *statement = block->statements.at[i];
        runs = runs || (statement->kind == STATEMENT_LABEL && statement->reached);
        if (!runs) {
            outcomes_unreached(reach, statement->from, statement->to,
                               line_reason(reach, "the block ends on", end));
            continue;
        }
        runs = statement_runs(reach, statement);
        end = statement->spot;
    }
    return runs;
}

/* ---- the file ---- */

/* `false and case:fail(...)` */
static void shortcut_check(struct reach *reach, const struct expression *operation)
{
    if (operation->kind != EXPRESSION_BINARY ||
        (operation->operation != TOKEN_AND && operation->operation != TOKEN_OR) ||
        truth_of(operation->left) != (operation->operation == TOKEN_AND ? TRUTH_NO : TRUTH_YES))
        return;
    outcomes_unreached(reach, operation->right->from, operation->right->to,
                       line_reason(reach, "what stands before it decides on", operation->spot));
}

/* A local function that nothing mentions. */
static void uncalled_check(struct reach *reach, const struct variable *variable)
{
    if (variable->reads || variable->writes || !variable->initial ||
        variable->initial->kind != EXPRESSION_FUNCTION)
        return;
    outcomes_unreached(reach, variable->initial->from, variable->initial->to,
                       text_format(reach->lint->arena, "the function %.*s is never called",
                                   TEXT_ARGS(variable->symbol->name)));
}

void find_unreachable_outcome(struct lint *lint)
{
    struct reach reach = {lint, false, ARENA_ARRAY(lint->arena, bool, lint->calls.count)};
    for (size_t i = 0; i < lint->syntax.functions.count; i++)
        (void)block_runs(&reach, lint->syntax.functions.at[i]->body);
    for (size_t i = 0; i < lint->syntax.expressions.count; i++)
        shortcut_check(&reach, lint->syntax.expressions.at[i]);
    for (size_t i = 0; i < lint->syntax.variables.count; i++)
        uncalled_check(&reach, lint->syntax.variables.at[i]);
}
