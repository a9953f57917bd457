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

bool number_of(const struct expression *expression, double *out)
{
    double sign = 1;
    const struct expression *at = meant_by(expression);
    while (at->kind == EXPRESSION_UNARY && at->operation == TOKEN_MINUS) {
        sign = -sign;
        at = meant_by(at->left);
    }
    if (at->kind != EXPRESSION_NUMBER)
        return false;
    *out = sign * at->number;
    return true;
}

/* math.huge and its like. */
static bool is_math_constant(const struct expression *at)
{
    return at->kind == EXPRESSION_INDEX && at->left->kind == EXPRESSION_NAME &&
           !at->left->variable && text_is(at->left->text, "math");
}

bool is_constant(const struct expression *expression)
{
    double number;
    const struct expression *at = meant_by(expression);
    return at->kind == EXPRESSION_STRING || at->kind == EXPRESSION_TRUE ||
           at->kind == EXPRESSION_FALSE || is_math_constant(at) || number_of(at, &number);
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

static enum truth compared(const struct expression *comparison)
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

static enum truth joined(const struct expression *at, enum truth ends, unsigned *steps)
{
    const enum truth left = truth_at(at->left, steps);
    if (left == ends)
        return ends;
    const enum truth right = truth_at(at->right, steps);
    return left == TRUTH_OPEN && right != ends ? TRUTH_OPEN : right;
}

static enum truth inverse(enum truth truth)
{
    return truth == TRUTH_OPEN ? TRUTH_OPEN : truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

static enum truth truth_of_operation(const struct expression *at, unsigned *steps)
{
    if (at->kind == EXPRESSION_UNARY)
        return at->operation == TOKEN_NOT ? inverse(truth_at(at->left, steps)) : TRUTH_OPEN;
    if (at->operation == TOKEN_AND)
        return joined(at, TRUTH_NO, steps);
    if (at->operation == TOKEN_OR)
        return joined(at, TRUTH_YES, steps);
    return is_comparison(at) ? compared(at) : TRUTH_OPEN;
}

static enum truth truth_at(const struct expression *condition, unsigned *steps)
{
    const struct expression *at = meant_by(condition);
    if (*steps == 0)
        return TRUTH_OPEN;
    (*steps)--;
    switch (at->kind) {
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
        return truth_of_operation(at, steps);
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
