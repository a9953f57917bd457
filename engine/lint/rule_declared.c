/* What the policy's table declares: unbounded-params, no-test, no-remedy. */
#include "lint/rule.h"

static bool has_bound(const struct expression *table)
{
    for (size_t i = 0; i < table->items.count; i++) {
        const struct expression *key = table->items.at[i].key;
        if (key && key->kind == EXPRESSION_STRING &&
            (text_is(key->text, "at_least") || text_is(key->text, "at_most") ||
             text_is(key->text, "one_of")))
            return true;
    }
    return false;
}

/* `floor = 0.9`, or `floor = { 0.9 }` without bounds. */
static bool is_unbounded(const struct expression *value)
{
    double number;
    const struct expression *at = meant_by(value);
    if (at->kind != EXPRESSION_TABLE)
        return number_of(at, &number);
    return at->items.count && !at->items.at[0].key && number_of(at->items.at[0].value, &number) &&
           !has_bound(at);
}

void find_unbounded_params(struct lint *lint)
{
    const struct expression *field = lint->policy ? policy_field(lint, "params") : NULL;
    const struct expression *params = field ? meant_by(field) : NULL;
    for (size_t i = 0; params && i < params->items.count; i++) {
        const struct item *item = &params->items.at[i];
        if (item->key && item->key->kind == EXPRESSION_STRING && is_unbounded(item->value))
            lint_tell(lint, item->key->spot,
                      "say how far it may go, e.g. { 0.90, at_least = 0.80 }",
                      "parameter %.*s has no bound that an override may not pass",
                      TEXT_ARGS(item->key->text));
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
    const struct expression *word = meant_by(level);
    if (word->kind == EXPRESSION_STRING && text_is(word->text, "mandatory"))
        lint_tell(lint, level->spot, "add remedy, a sentence for whoever is refused",
                  "the policy is mandatory and does not say what to do where it refuses");
}
