/* What the policy's table declares: unbounded-params, no-test, no-remedy. */
#include "lint/rule.h"

static bool has_bound(const struct expression *parameters_table)
{
    for (size_t parameter_field = 0; parameter_field < parameters_table->items.count;
         parameter_field++) {
        const struct expression *key = parameters_table->items.at[parameter_field].key;
        if (key && key->kind == EXPRESSION_STRING &&
            (text_is(key->text, "at_least") || text_is(key->text, "at_most") ||
             text_is(key->text, "one_of")))
            return true;
    }
    return false;
}

/* `floor = 0.9`, or `floor = { 0.9 }` without bounds. */
static bool is_unbounded(const struct expression *declared)
{
    double number;
    const struct expression *parameter = meant_by(declared);
    if (parameter->kind != EXPRESSION_TABLE)
        return number_of(parameter, &number);
    return parameter->items.count && !parameter->items.at[0].key &&
           number_of(parameter->items.at[0].value, &number) && !has_bound(parameter);
}

void find_unbounded_params(struct lint *lint)
{
    const struct expression *parameter_field = lint->policy ? policy_field(lint, "params") : NULL;
    const struct expression *params = parameter_field ? meant_by(parameter_field) : NULL;
    for (size_t parameter = 0; params && parameter < params->items.count; parameter++) {
        const struct item *declared = &params->items.at[parameter];
        if (declared->key && declared->key->kind == EXPRESSION_STRING &&
            is_unbounded(declared->value))
            lint_tell(lint, declared->key->spot,
                      "say how far it may go, e.g. { 0.90, at_least = 0.80 }",
                      "parameter %.*s has no bound that an override may not pass",
                      TEXT_ARGS(declared->key->text));
    }
}

void find_no_test(struct lint *lint)
{
    if (lint->policy && lint->source->untested)
        lint_tell(lint, lint->policy->spot,
                  "write one beside it, named like the policy with _test.lua at the end",
                  "the policy has no test");
}

void find_no_remedy(struct lint *lint)
{
    const struct expression *level = lint->policy ? policy_field(lint, "level") : NULL;
    if (!level || policy_field(lint, "remedy"))
        return;
    const struct expression *level_word = meant_by(level);
    if (level_word->kind == EXPRESSION_STRING && text_is(level_word->text, "mandatory"))
        lint_tell(lint, level->spot, "add remedy, a sentence for whoever is refused",
                  "the policy is mandatory and does not say what to do where it refuses");
}
