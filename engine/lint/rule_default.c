/* defaulted-comparison: `(x or 0) < t`. Where x is missing the constant is compared, and a rule
 * that nothing was measured for holds or not by the constant's grace. */
#include "lint/rule.h"

static const char fix[] =
    "leave the default out, so that what is missing ends as missing, or use case:optional, "
    "which records it";

/* a and 1 or 0 chooses between two constants; nothing is missing there. */
static bool chooses(const struct expression *left)
{
    const struct expression *expression = inner_of(left);
    return expression->kind == EXPRESSION_BINARY && expression->operation == TOKEN_AND &&
           is_constant(expression->right);
}

static bool is_default(const struct expression *expression)
{
    return expression->kind == EXPRESSION_BINARY && expression->operation == TOKEN_OR &&
           is_constant(expression->right) && !chooses(expression->left);
}

static void side_check(struct lint *lint, const struct expression *side)
{
    const struct expression *meant = meant_by(side);
    if (!is_default(meant))
        return;
    if (inner_of(side) == meant)
        lint_tell(lint, meant->spot, fix, "where the value is missing, the constant is compared");
    else
        lint_tell(lint, side->spot, fix,
                  "where the value of line %u is missing, the constant is compared",
                  meant->spot.line);
}

void find_defaulted_comparison(struct lint *lint)
{
    for (size_t i = 0; i < lint->syntax.expressions.count; i++) {
        const struct expression *expression = lint->syntax.expressions.at[i];
        if (is_comparison(expression)) {
            side_check(lint, expression->left);
            side_check(lint, expression->right);
        } else if (is_default(expression) &&
                   text_is(global_called(lint, inner_of(expression->left)), "tonumber"))
            lint_tell(lint, expression->spot, fix,
                      "where the text is no number, the constant counts");
    }
}
