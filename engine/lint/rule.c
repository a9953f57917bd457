#include "lint/rule.h"

#include "lint/parser.h"

#include <stdarg.h>

/* ---- findings ---- */

void lint_tell(struct lint *lint, struct spot spot, const char *fix, const char *problem, ...)
{
    char problem_sentence[ERROR_MESSAGE_SIZE];
    va_list shown;
    va_start(shown, problem);
    (void)vsnprintf(problem_sentence, sizeof problem_sentence, problem, shown);
    va_end(shown);
    *LIST_ADD(lint->arena, &lint->found) =
        (struct lint_finding){.rule = lint->rule->name,
                              .advice = lint->rule->advice,
                              .place = {lint->source->path, spot.line, spot.column},
                              .message = text_copy(lint->arena, text_of(problem_sentence)),
                              .fix = text_of(fix)};
}

/* ---- methods ---- */

static const struct {
    const char *name;
    enum method_kind kind;
} lint_methods[] = {
    {"above", METHOD_COMPARES},          {"at_least", METHOD_COMPARES},
    {"at_most", METHOD_COMPARES},        {"below", METHOD_COMPARES},
    {"difference", METHOD_SUBJECT},      {"equals", METHOD_COMPARES},
    {"expect", METHOD_SUBJECT},          {"fail", METHOD_REFUSES},
    {"graded", METHOD_COMPARES},         {"insufficient", METHOD_REFUSES},
    {"matches", METHOD_COMPARES},        {"metric", METHOD_SUBJECT},
    {"not_applicable", METHOD_PASSES},   {"not_worse_than_champion", METHOD_COMPARES},
    {"one_of", METHOD_COMPARES},         {"pass", METHOD_PASSES},
    {"present", METHOD_COMPARES},        {"rate", METHOD_SUBJECT},
    {"ratio", METHOD_SUBJECT},           {"score_above", METHOD_COMPARES},
    {"score_at_least", METHOD_COMPARES}, {"suite", METHOD_SUBJECT},
    {"within", METHOD_COMPARES},
};

enum method_kind method_kind_of(const struct expression *call)
{
    if (call->kind == EXPRESSION_METHOD)
        for (size_t method = 0; method < COUNT(lint_methods); method++)
            if (text_is(call->text, lint_methods[method].name))
                return lint_methods[method].kind;
    return METHOD_OTHER;
}

bool call_judges(const struct expression *call)
{
    const enum method_kind kind = method_kind_of(call);
    return kind == METHOD_COMPARES || kind == METHOD_PASSES || kind == METHOD_REFUSES;
}

static bool is_global(const struct expression *name)
{
    return name->kind == EXPRESSION_NAME && !name->variable;
}

struct text global_called(const struct lint *lint, const struct expression *call)
{
    if (call->kind != EXPRESSION_CALL)
        return TEXT_NONE;
    const struct expression *callee = inner_of(call->left);
    if (is_global(callee))
        return callee->text;
    if (callee->kind != EXPRESSION_INDEX || callee->right->kind != EXPRESSION_STRING ||
        !is_global(callee->left))
        return TEXT_NONE;
    return text_format(lint->arena, "%.*s.%.*s", TEXT_ARGS(callee->left->text),
                       TEXT_ARGS(callee->right->text));
}

bool call_ends(const struct lint *lint, const struct expression *call)
{
    const struct text name = global_called(lint, call);
    return text_is(name, "error") || (text_is(name, "assert") && call->items.count &&
                                      truth_of(call->items.at[0].value) == TRUTH_NO);
}

/* The first call whose mark is not before `from`. */
static size_t calls_from(const struct lint *lint, size_t from)
{
    size_t first_call = 0, end_call = lint->calls.count;
    while (first_call < end_call) {
        const size_t middle_call = first_call + (end_call - first_call) / 2;
        if (lint->calls.at[middle_call]->mark < from)
            first_call = middle_call + 1;
        else
            end_call = middle_call;
    }
    return first_call;
}

struct call_range calls_within(const struct lint *lint, size_t from, size_t to)
{
    return (struct call_range){calls_from(lint, from), calls_from(lint, to)};
}

bool range_judges(const struct lint *lint, size_t from, size_t to)
{
    const struct call_range range = calls_within(lint, from, to);
    for (size_t call = range.first; call < range.end; call++)
        if (call_judges(lint->calls.at[call]))
            return true;
    return false;
}

/* ---- the policy ---- */

bool is_params(const struct lint *lint, const struct variable *variable)
{
    if (variable->kind != VARIABLE_PARAMETER)
        return false;
    return text_is(variable->symbol->name, "params") ||
           (lint->check && lint->check->parameters.count > 1 &&
            lint->check->parameters.at[1] == variable);
}

static bool is_field(const struct lint *lint, const struct expression *target, const char *name)
{
    return target->kind == EXPRESSION_INDEX && target->left->kind == EXPRESSION_NAME &&
           target->left->variable == lint->returned && target->right->kind == EXPRESSION_STRING &&
           text_is(target->right->text, name);
}

/* From `policy.check = ...` or `function policy.check(...)`. */
static const struct expression *field_assigned(const struct lint *lint, const char *name)
{
    const struct statements *statements = &lint->syntax.main->body->statements;
    const struct expression *assigned = NULL;
    for (size_t i = 0; lint->returned && i < statements->count; i++) {
        const struct statement *statement = statements->at[i];
        for (size_t target = 0;
             target < statement->targets.count && target < statement->values.count; target++)
            if (is_field(lint, statement->targets.at[target], name))
                assigned = statement->values.at[target];
    }
    return assigned;
}

const struct expression *policy_field(const struct lint *lint, const char *name)
{
    const struct expression *found = field_assigned(lint, name);
    for (size_t field = 0; !found && lint->policy && field < lint->policy->items.count; field++) {
        const struct item *item = &lint->policy->items.at[field];
        if (item->key && item->key->kind == EXPRESSION_STRING && text_is(item->key->text, name))
            return item->value;
    }
    return found;
}

static void policy_find(struct lint *lint)
{
    const struct statements *statements = &lint->syntax.main->body->statements;
    if (!statements->count)
        return;
    const struct statement *last = statements->at[statements->count - 1];
    if (last->kind != STATEMENT_RETURN || last->values.count != 1)
        return;
    const struct expression *returned = inner_of(last->values.at[0]);
    const struct expression *table = meant_by(returned);
    if (table->kind != EXPRESSION_TABLE)
        return;
    lint->policy = table;
    lint->returned = returned->kind == EXPRESSION_NAME ? returned->variable : NULL;
    const struct expression *check = policy_field(lint, "check");
    if (!check && !policy_field(lint, "rules") && !policy_field(lint, "level"))
        lint->policy = NULL;
    else if (check && meant_by(check)->kind == EXPRESSION_FUNCTION)
        lint->check = meant_by(check)->function;
}

static int call_order(const void *a, const void *b)
{
    const struct expression *const *left = a, *const *right = b;
    return (*left)->mark < (*right)->mark ? -1 : (*left)->mark > (*right)->mark;
}

bool lint_open(struct lint *lint, const struct lint_source *source, struct arena *arena,
               struct error *err)
{
    *lint = (struct lint){.source = source, .arena = arena};
    if (!syntax_read(source->path, source->source, arena, &lint->syntax, err))
        return false;
    for (size_t i = 0; i < lint->syntax.expressions.count; i++) {
        const struct expression *expression = lint->syntax.expressions.at[i];
        if (expression->kind == EXPRESSION_CALL || expression->kind == EXPRESSION_METHOD)
            *LIST_ADD(arena, &lint->calls) = expression;
    }
    if (lint->calls.count)
        qsort(lint->calls.at, lint->calls.count, sizeof(*lint->calls.at), call_order);
    policy_find(lint);
    return true;
}
