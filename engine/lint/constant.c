/* What an expression is known to be without running it. */
#include "lint/rule.h"

enum { STEPS_MAX = 200 }; /* expressions looked at for one condition: locals may share parts */

const struct expression *inner_of(const struct expression *expression)
{
    while (expression->kind == EXPRESSION_PAREN)
        expression = expression->left;
    return expression;
}

const struct expression *meant_by(const struct expression *expression)
{
    for (;;) {
        expression = inner_of(expression);
        const struct variable *variable =
            expression->kind == EXPRESSION_NAME ? expression->variable : NULL;
        if (!variable || variable->writes || !variable->initial)
            return expression;
        expression = variable->initial;
    }
}

bool number_of(const struct expression *expression, double *number)
{
    double factor = 1;
    const struct expression *meant = meant_by(expression);
    while (meant->kind == EXPRESSION_UNARY && meant->operation == TOKEN_MINUS) {
        factor = -factor;
        meant = meant_by(meant->left);
    }
    if (meant->kind != EXPRESSION_NUMBER)
        return false;
    *number = factor * meant->number;
    return true;
}

/* An expression as constant as math.huge. */
static bool is_math_constant(const struct expression *index)
{
    return index->kind == EXPRESSION_INDEX && index->left->kind == EXPRESSION_NAME &&
           !index->left->variable && text_is(index->left->text, "math");
}

bool is_constant(const struct expression *expression)
{
    double number;
    const struct expression *meant = meant_by(expression);
    return meant->kind == EXPRESSION_STRING || meant->kind == EXPRESSION_TRUE ||
           meant->kind == EXPRESSION_FALSE || is_math_constant(meant) || number_of(meant, &number);
}

bool is_comparison(const struct expression *expression)
{
    if (expression->kind != EXPRESSION_BINARY)
        return false;
    switch (expression->operation) {
    case TOKEN_BELOW:
    case TOKEN_ABOVE:
    case TOKEN_AT_MOST:
    case TOKEN_AT_LEAST:
    case TOKEN_EQUAL:
    case TOKEN_UNEQUAL:
        return true;
    default:
        return false;
    }
}

static enum truth truth_if(bool holds)
{
    return holds ? TRUTH_YES : TRUTH_NO;
}

static enum truth truth_compared(const struct expression *comparison)
{
    double a, b;
    if (!number_of(comparison->left, &a) || !number_of(comparison->right, &b))
        return TRUTH_OPEN;
    switch (comparison->operation) {
    case TOKEN_BELOW:
        return truth_if(a < b);
    case TOKEN_ABOVE:
        return truth_if(a > b);
    case TOKEN_AT_MOST:
        return truth_if(a <= b);
    case TOKEN_AT_LEAST:
        return truth_if(a >= b);
    case TOKEN_EQUAL:
        return truth_if(a == b);
    case TOKEN_UNEQUAL:
        return truth_if(a != b);
    default:
        return TRUTH_OPEN;
    }
}

static enum truth truth_at(const struct expression *condition, unsigned *steps);

static enum truth truth_joined(const struct expression *operation, enum truth deciding,
                               unsigned *steps)
{
    const enum truth left = truth_at(operation->left, steps);
    if (left == deciding)
        return deciding;
    const enum truth right = truth_at(operation->right, steps);
    return left == TRUTH_OPEN && right != deciding ? TRUTH_OPEN : right;
}

static enum truth truth_inverse(enum truth truth)
{
    return truth == TRUTH_OPEN ? TRUTH_OPEN : truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

static enum truth truth_of_operation(const struct expression *operation, unsigned *steps)
{
    if (operation->kind == EXPRESSION_UNARY)
        return operation->operation == TOKEN_NOT ? truth_inverse(truth_at(operation->left, steps))
                                                 : TRUTH_OPEN;
    if (operation->operation == TOKEN_AND)
        return truth_joined(operation, TRUTH_NO, steps);
    if (operation->operation == TOKEN_OR)
        return truth_joined(operation, TRUTH_YES, steps);
    return is_comparison(operation) ? truth_compared(operation) : TRUTH_OPEN;
}

static enum truth truth_at(const struct expression *condition, unsigned *steps)
{
    const struct expression *meant = meant_by(condition);
    if (*steps == 0)
        return TRUTH_OPEN;
    (*steps)--;
    switch (meant->kind) {
    case EXPRESSION_NIL:
    case EXPRESSION_FALSE:
        return TRUTH_NO;
    case EXPRESSION_TRUE:
    case EXPRESSION_NUMBER:
    case EXPRESSION_STRING:
    case EXPRESSION_FUNCTION:
    case EXPRESSION_TABLE:
        return TRUTH_YES;
    case EXPRESSION_UNARY:
    case EXPRESSION_BINARY:
        return truth_of_operation(meant, steps);
    case EXPRESSION_VARARG:
    case EXPRESSION_NAME:
    case EXPRESSION_INDEX:
    case EXPRESSION_CALL:
    case EXPRESSION_METHOD:
    case EXPRESSION_PAREN:
        break;
    }
    return TRUTH_OPEN;
}

enum truth truth_of(const struct expression *condition)
{
    unsigned steps = STEPS_MAX;
    return truth_at(condition, &steps);
}
