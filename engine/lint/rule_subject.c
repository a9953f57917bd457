/* unused-subject: case:metric("auc") alone demands nothing. */
#include "lint/rule.h"

static const char fix[] = "call a comparator on it, e.g. :at_least(bound)";

static bool is_subject(const struct expression *call)
{
    return method_kind_of(call) == METHOD_SUBJECT;
}

static void subject_report(struct lint *lint, const struct expression *call, const char *what)
{
    lint_tell(lint, call->spot, fix, "%.*s makes %s, and nothing is demanded of it",
              TEXT_ARGS(call->text), what);
}

static void locals_check(struct lint *lint, const struct statement *statement)
{
    for (size_t i = 0; i < statement->variables.count && i < statement->values.count; i++) {
        const struct variable *variable = statement->variables.at[i];
        const struct expression *initial = inner_of(statement->values.at[i]);
        if (!variable->reads && is_subject(initial))
            subject_report(lint, initial, "a subject that is never used");
    }
}

void find_unused_subject(struct lint *lint)
{
    for (size_t i = 0; i < lint->syntax.statements.count; i++) {
        const struct statement *statement = lint->syntax.statements.at[i];
        const bool ends = statement->kind == STATEMENT_RETURN && statement->owner == lint->check;
        if (statement->kind == STATEMENT_LOCAL)
            locals_check(lint, statement);
        else if ((statement->kind == STATEMENT_CALL || (ends && statement->values.count)) &&
                 is_subject(inner_of(statement->values.at[0])))
            subject_report(lint, inner_of(statement->values.at[0]), "a subject");
    }
}
