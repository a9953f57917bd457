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
static bool index_may(const struct lint *lint, const struct expression *at)
{
    while (at->kind == EXPRESSION_INDEX || at->kind == EXPRESSION_PAREN)
        at = at->left;
    if (at->kind == EXPRESSION_NAME)
        return at->variable && !is_params(lint, at->variable);
    return at->kind == EXPRESSION_METHOD || at->kind == EXPRESSION_CALL;
}

/* tonumber reads "nan" as nothing but 1e999 - 1e999 is not far; math keeps NaN as it is. */
static bool call_may(const struct lint *lint, const struct expression *call, unsigned *steps)
{
    const struct text name = global_called(lint, call);
    if (!text_starts(name, TEXT("math.")) && !text_is(name, "tonumber"))
        return false;
    for (size_t i = 0; i < call->items.count; i++)
        if (may_be_nan(lint, call->items.at[i].value, steps))
            return true;
    return false;
}

static bool binary_may(const struct lint *lint, const struct expression *at, unsigned *steps)
{
    switch (at->operation) {
    case TOKEN_DIVIDE: /* 0 / 0 */
        if (!is_constant(at->right))
            return true;
        return may_be_nan(lint, at->left, steps);
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_TIMES:
    case TOKEN_REMAINDER:
    case TOKEN_POWER:
    case TOKEN_FLOOR:
    case TOKEN_AND:
    case TOKEN_OR:
        return may_be_nan(lint, at->left, steps) || may_be_nan(lint, at->right, steps);
    default:
        return false;
    }
}

static bool may_be_nan(const struct lint *lint, const struct expression *expression,
                       unsigned *steps)
{
    const struct expression *at = inner_of(expression);
    if (*steps == 0)
        return true;
    (*steps)--;
    switch (at->kind) {
    case EXPRESSION_NAME:
        return variable_may(lint, at->variable, steps);
    case EXPRESSION_INDEX:
        return index_may(lint, at);
    case EXPRESSION_METHOD:
        return text_is(at->text, "optional");
    case EXPRESSION_CALL:
        return call_may(lint, at, steps);
    case EXPRESSION_BINARY:
        return binary_may(lint, at, steps);
    case EXPRESSION_UNARY:
        return at->operation == TOKEN_MINUS && may_be_nan(lint, at->left, steps);
    default:
        return false;
    }
}

/* ---- conditions ---- */

/* What a condition is where plain comparisons meet NaN. */
struct verdict {
    enum truth truth; /* open: it has no such comparison */
    bool order;       /* one of < <= > >= is among them  */
};

static struct verdict verdict_of(const struct lint *lint, const struct expression *condition,
                                 unsigned *steps);

static struct verdict of_comparison(const struct lint *lint, const struct expression *at,
                                    unsigned *steps)
{
    const bool equality = at->operation == TOKEN_EQUAL || at->operation == TOKEN_UNEQUAL;
    const bool texts = inner_of(at->left)->kind == EXPRESSION_STRING ||
                       inner_of(at->right)->kind == EXPRESSION_STRING;
    if (texts || (!may_be_nan(lint, at->left, steps) && !may_be_nan(lint, at->right, steps)))
        return (struct verdict){TRUTH_OPEN, false};
    return (struct verdict){at->operation == TOKEN_UNEQUAL ? TRUTH_YES : TRUTH_NO, !equality};
}

/* The other conditions are as it takes: they decide nothing. */
static struct verdict of_both(const struct lint *lint, const struct expression *at, enum truth wins,
                              unsigned *steps)
{
    const struct verdict left = verdict_of(lint, at->left, steps);
    const struct verdict right = verdict_of(lint, at->right, steps);
    const bool order = left.order || right.order;
    if (left.truth == wins || right.truth == wins)
        return (struct verdict){wins, order};
    return (struct verdict){left.truth == TRUTH_OPEN ? right.truth : left.truth, order};
}

static struct verdict verdict_of(const struct lint *lint, const struct expression *condition,
                                 unsigned *steps)
{
    const struct expression *at = meant_by(condition);
    if (*steps == 0)
        return (struct verdict){TRUTH_OPEN, false};
    (*steps)--;
    if (is_comparison(at))
        return of_comparison(lint, at, steps);
    if (at->kind == EXPRESSION_BINARY && at->operation == TOKEN_AND)
        return of_both(lint, at, TRUTH_NO, steps);
    if (at->kind == EXPRESSION_BINARY && at->operation == TOKEN_OR)
        return of_both(lint, at, TRUTH_YES, steps);
    if (at->kind == EXPRESSION_UNARY && at->operation == TOKEN_NOT) {
        const struct verdict inside = verdict_of(lint, at->left, steps);
        if (inside.truth == TRUTH_OPEN)
            return inside;
        return (struct verdict){inside.truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES, inside.order};
    }
    return (struct verdict){TRUTH_OPEN, false};
}

static struct verdict arm_verdict(const struct lint *lint, const struct arm *arm)
{
    unsigned steps = STEPS_MAX;
    if (!arm->condition)
        return (struct verdict){TRUTH_YES, false};
    return verdict_of(lint, arm->condition, &steps);
}

/* ---- outcomes ---- */

static bool is_advisory(const struct expression *call)
{
    const struct expression *of = meant_by(call->left);
    return of->kind == EXPRESSION_METHOD && text_is(of->text, "advisory");
}

static bool has_method(const struct lint *lint, size_t from, size_t to, enum method_kind kind)
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
    return has_method(lint, block->from, block->to, kind);
}

/* Where NaN comes to here, is it refused, or compared by a comparator? */
static bool stops(const struct lint *lint, const struct block *block)
{
    return block_has(lint, block, METHOD_REFUSES) || block_has(lint, block, METHOD_COMPARES);
}

/* The arm that NaN takes; NULL where it goes past the `if`. */
static const struct arm *arm_taken(const struct lint *lint, const struct statement *statement)
{
    for (size_t i = 0; i < statement->arms.count; i++)
        if (arm_verdict(lint, &statement->arms.at[i]).truth == TRUTH_YES)
            return &statement->arms.at[i];
    return NULL;
}

/* Is NaN refused by this statement, or else by what comes after it? */
static bool statement_stops(const struct lint *lint, const struct statement *statement, bool after)
{
    const bool plain = statement->kind == STATEMENT_CALL || statement->kind == STATEMENT_RETURN;
    if (plain && has_method(lint, statement->from, statement->to, METHOD_REFUSES))
        return true;
    if (statement->kind == STATEMENT_RETURN)
        return false;
    const struct arm *taken = statement->kind == STATEMENT_IF ? arm_taken(lint, statement) : NULL;
    return after || (taken && block_has(lint, taken->block, METHOD_REFUSES));
}

/* ---- the rule ---- */

/* The arm refuses what is below its bound, and NaN does not come to it. */
static bool misses(const struct lint *lint, const struct arm *arm)
{
    const struct verdict verdict = arm_verdict(lint, arm);
    return verdict.truth == TRUTH_NO && verdict.order &&
           block_has(lint, arm->block, METHOD_REFUSES) &&
           !block_has(lint, arm->block, METHOD_PASSES);
}

/* The arm passes what is not below its bound, and NaN is not. */
static bool admits(const struct lint *lint, const struct arm *arm)
{
    const struct verdict verdict = arm_verdict(lint, arm);
    return verdict.truth == TRUTH_YES && verdict.order &&
           block_has(lint, arm->block, METHOD_PASSES) && !stops(lint, arm->block);
}

/* `after`: what follows the statement refuses, whatever was compared. */
static void if_check(struct lint *lint, const struct statement *statement, bool after)
{
    const struct arm *taken = arm_taken(lint, statement);
    const bool stopped = taken ? stops(lint, taken->block) : after;
    for (size_t i = 0; i < statement->arms.count && !stopped; i++) {
        const struct arm *arm = &statement->arms.at[i];
        if (misses(lint, arm))
            lint_tell(lint, arm->condition->spot, fix,
                      "not a number is neither above nor below a bound, so it is not refused "
                      "here");
        else if (arm == taken && admits(lint, arm))
            lint_tell(lint, arm->condition->spot, fix,
                      "not a number is not below a bound either, so it passes here");
    }
}

void find_negated_comparison(struct lint *lint)
{
    for (size_t i = 0; i < lint->syntax.blocks.count; i++) {
        const struct statements *statements = &lint->syntax.blocks.at[i]->statements;
        bool after = false;
        for (size_t j = statements->count; j-- > 0;) {
            if (statements->at[j]->kind == STATEMENT_IF)
                if_check(lint, statements->at[j], after);
            after = statement_stops(lint, statements->at[j], after);
        }
    }
}
