/* negated-comparison: not a number is neither below a bound nor at least it. So a refusal that is
 * given where something is below its bound is not given to NaN, and a pass that is given unless it
 * is below is. Comparators know; < does not.
 *
 *     if auc < 0.8 then case:fail("low") end            passes NaN
 *     if not (auc < 0.8) then case:pass("good") end     passes NaN
 *     if auc >= 0.8 then case:pass("good") else case:fail("low") end          does not
 *
 * Each `if` is asked which way it is left by a case in which every plain comparison meets NaN, and
 * all else is as it takes to come to the outcome. */
#include "lint/rule.h"

static const char fix[] =
    "use a comparator, e.g. case:metric(name):at_least(bound), or refuse where the number is not "
    "above the bound";

enum { STEPS_MAX = 200 }; /* expressions looked at for one condition */

/* ---- what may be NaN ---- */

static bool may_be_nan(const struct lint *lint, const struct expression *expression,
                       unsigned *steps);

static bool variable_may(const struct lint *lint, const struct variable *variable, unsigned *steps)
{
    if (!variable || variable->kind == VARIABLE_COUNTER)
        return false;
    if (variable->writes || variable->kind != VARIABLE_LOCAL)
        return true;
    return variable->initial && may_be_nan(lint, variable->initial, steps);
}

/* A field of a document, of a metric, of a group; not of a library, nor a parameter. */
static bool index_may(const struct lint *lint, const struct expression *index)
{
    while (index->kind == EXPRESSION_INDEX || index->kind == EXPRESSION_PAREN)
        index = index->left;
    if (index->kind == EXPRESSION_NAME)
        return index->variable && !is_params(lint, index->variable);
    return index->kind == EXPRESSION_METHOD || index->kind == EXPRESSION_CALL;
}

/* tonumber reads "nan" as nothing but 1e999 - 1e999 is not far; math keeps NaN as it is. */
static bool call_may(const struct lint *lint, const struct expression *call, unsigned *steps)
{
    const struct text name = global_called(lint, call);
    if (!text_starts(name, TEXT("math.")) && !text_is(name, "tonumber"))
        return false;
    for (size_t argument = 0; argument < call->items.count; argument++)
        if (may_be_nan(lint, call->items.at[argument].value, steps))
            return true;
    return false;
}

static bool binary_may(const struct lint *lint, const struct expression *operation, unsigned *steps)
{
    switch (operation->operation) {
    case TOKEN_DIVIDE: /* 0 / 0 */
        if (!is_constant(operation->right))
            return true;
        return may_be_nan(lint, operation->left, steps);
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_TIMES:
    case TOKEN_REMAINDER:
    case TOKEN_POWER:
    case TOKEN_FLOOR:
    case TOKEN_AND:
    case TOKEN_OR:
        return may_be_nan(lint, operation->left, steps) ||
               may_be_nan(lint, operation->right, steps);
    default:
        return false;
    }
}

static bool may_be_nan(const struct lint *lint, const struct expression *expression,
                       unsigned *steps)
{
    const struct expression *inner = inner_of(expression);
    if (*steps == 0)
        return true;
    (*steps)--;
    switch (inner->kind) {
    case EXPRESSION_NAME:
        return variable_may(lint, inner->variable, steps);
    case EXPRESSION_INDEX:
        return index_may(lint, inner);
    case EXPRESSION_METHOD:
        return text_is(inner->text, "optional");
    case EXPRESSION_CALL:
        return call_may(lint, inner, steps);
    case EXPRESSION_BINARY:
        return binary_may(lint, inner, steps);
    case EXPRESSION_UNARY:
        return inner->operation == TOKEN_MINUS && may_be_nan(lint, inner->left, steps);
    default:
        return false;
    }
}

/* ---- conditions ---- */

/* What a condition is where plain comparisons meet NaN. */
struct nan_truth {
    enum truth truth; /* open: it has no such comparison */
    bool ordered;     /* one of < <= > >= is among them  */
};

static struct nan_truth nan_truth_of(const struct lint *lint, const struct expression *condition,
                                     unsigned *steps);

static struct nan_truth nan_truth_of_comparison(const struct lint *lint,
                                                const struct expression *comparison,
                                                unsigned *steps)
{
    const bool equality =
        comparison->operation == TOKEN_EQUAL || comparison->operation == TOKEN_UNEQUAL;
    const bool texts = inner_of(comparison->left)->kind == EXPRESSION_STRING ||
                       inner_of(comparison->right)->kind == EXPRESSION_STRING;
    if (texts ||
        (!may_be_nan(lint, comparison->left, steps) && !may_be_nan(lint, comparison->right, steps)))
        return (struct nan_truth){TRUTH_OPEN, false};
    return (struct nan_truth){comparison->operation == TOKEN_UNEQUAL ? TRUTH_YES : TRUTH_NO,
                              !equality};
}

/* The other conditions are as it takes: they decide nothing. */
static struct nan_truth nan_truth_of_both(const struct lint *lint,
                                          const struct expression *operation, enum truth wins,
                                          unsigned *steps)
{
    const struct nan_truth left = nan_truth_of(lint, operation->left, steps);
    const struct nan_truth right = nan_truth_of(lint, operation->right, steps);
    const bool ordered = left.ordered || right.ordered;
    if (left.truth == wins || right.truth == wins)
        return (struct nan_truth){wins, ordered};
    return (struct nan_truth){left.truth == TRUTH_OPEN ? right.truth : left.truth, ordered};
}

static struct nan_truth nan_truth_of(const struct lint *lint, const struct expression *condition,
                                     unsigned *steps)
{
    const struct expression *meant = meant_by(condition);
    if (*steps == 0)
        return (struct nan_truth){TRUTH_OPEN, false};
    (*steps)--;
    if (is_comparison(meant))
        return nan_truth_of_comparison(lint, meant, steps);
    if (meant->kind == EXPRESSION_BINARY && meant->operation == TOKEN_AND)
        return nan_truth_of_both(lint, meant, TRUTH_NO, steps);
    if (meant->kind == EXPRESSION_BINARY && meant->operation == TOKEN_OR)
        return nan_truth_of_both(lint, meant, TRUTH_YES, steps);
    if (meant->kind == EXPRESSION_UNARY && meant->operation == TOKEN_NOT) {
        const struct nan_truth inside = nan_truth_of(lint, meant->left, steps);
        if (inside.truth == TRUTH_OPEN)
            return inside;
        return (struct nan_truth){inside.truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES, inside.ordered};
    }
    return (struct nan_truth){TRUTH_OPEN, false};
}

static struct nan_truth arm_nan_truth(const struct lint *lint, const struct arm *arm)
{
    unsigned steps = STEPS_MAX;
    if (!arm->condition)
        return (struct nan_truth){TRUTH_YES, false};
    return nan_truth_of(lint, arm->condition, &steps);
}

/* ---- outcomes ---- */

static bool is_advisory(const struct expression *call)
{
    const struct expression *of = meant_by(call->left);
    return of->kind == EXPRESSION_METHOD && text_is(of->text, "advisory");
}

static bool range_has_method(const struct lint *lint, size_t from, size_t to, enum method_kind kind)
{
    const struct call_range range = calls_within(lint, from, to);
    for (size_t i = range.first; i < range.end; i++) {
        const struct expression *call = lint->calls.at[i];
        if (method_kind_of(call) == kind && !is_advisory(call))
            return true;
    }
    return false;
}

static bool block_has(const struct lint *lint, const struct block *block, enum method_kind kind)
{
    return range_has_method(lint, block->from, block->to, kind);
}

/* Where NaN comes to here, is it refused, or compared by a comparator? */
static bool block_stops(const struct lint *lint, const struct block *block)
{
    return block_has(lint, block, METHOD_REFUSES) || block_has(lint, block, METHOD_COMPARES);
}

/* The arm that NaN takes; NULL where it goes past the `if`. */
static const struct arm *arm_taken(const struct lint *lint, const struct statement *statement)
{
    for (size_t arm = 0; arm < statement->arms.count; arm++)
        if (arm_nan_truth(lint, &statement->arms.at[arm]).truth == TRUTH_YES)
            return &statement->arms.at[arm];
    return NULL;
}

/* Is NaN refused by this statement, or else by what comes after it? */
static bool statement_stops(const struct lint *lint, const struct statement *statement,
                            bool refused_after)
{
    const bool plain = statement->kind == STATEMENT_CALL || statement->kind == STATEMENT_RETURN;
    if (plain && range_has_method(lint, statement->from, statement->to, METHOD_REFUSES))
        return true;
    if (statement->kind == STATEMENT_RETURN)
        return false;
    const struct arm *taken = statement->kind == STATEMENT_IF ? arm_taken(lint, statement) : NULL;
    return refused_after || (taken && block_has(lint, taken->block, METHOD_REFUSES));
}

/* ---- the rule ---- */

/* The arm refuses what is below its bound, and NaN does not come to it. */
static bool arm_misses(const struct lint *lint, const struct arm *arm)
{
    const struct nan_truth nan_truth = arm_nan_truth(lint, arm);
    return nan_truth.truth == TRUTH_NO && nan_truth.ordered &&
           block_has(lint, arm->block, METHOD_REFUSES) &&
           !block_has(lint, arm->block, METHOD_PASSES);
}

/* The arm passes what is not below its bound, and NaN is not. */
static bool arm_admits(const struct lint *lint, const struct arm *arm)
{
    const struct nan_truth nan_truth = arm_nan_truth(lint, arm);
    return nan_truth.truth == TRUTH_YES && nan_truth.ordered &&
           block_has(lint, arm->block, METHOD_PASSES) && !block_stops(lint, arm->block);
}

/* `refused_after`: what follows the statement refuses, whatever was compared. */
static void if_check(struct lint *lint, const struct statement *statement, bool refused_after)
{
    const struct arm *taken = arm_taken(lint, statement);
    const bool stopped = taken ? block_stops(lint, taken->block) : refused_after;
    for (size_t i = 0; i < statement->arms.count && !stopped; i++) {
        const struct arm *arm = &statement->arms.at[i];
        if (arm_misses(lint, arm))
            lint_tell(lint, arm->condition->spot, fix,
                      "not a number is neither above nor below a bound, so it is not refused "
                      "here");
        else if (arm == taken && arm_admits(lint, arm))
            lint_tell(lint, arm->condition->spot, fix,
                      "not a number is not below a bound either, so it passes here");
    }
}

void find_negated_comparison(struct lint *lint)
{
    for (size_t block = 0; block < lint->syntax.blocks.count; block++) {
        const struct statements *statements = &lint->syntax.blocks.at[block]->statements;
        bool refused_after = false;
        for (size_t statement = statements->count; statement-- > 0;) {
            if (statements->at[statement]->kind == STATEMENT_IF)
                if_check(lint, statements->at[statement], refused_after);
            refused_after = statement_stops(lint, statements->at[statement], refused_after);
        }
    }
}
