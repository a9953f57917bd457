/* unknown-global: a name that is no local and that the sandbox does not have ends the check with
 * an error where it is read, on the one day when that line is reached. */
#include "lint/rule.h"

#include "base/suggest.h"

enum { LOCALS_OFFERED = 500 }; /* names of the file that are offered for a misspelled one */

static const char unknown_fix[] = "declare it with local, or use what the sandbox has";
static const char written_fix[] = "write local before its first assignment";

/* The part of "string.find" before the dot; all of "assert". */
static struct text library_of(const char *sandboxed)
{
    return text_part(text_of(sandboxed), 0, text_find(text_of(sandboxed), '.'));
}

static bool is_known(const struct lint *lint, struct text global)
{
    for (const char *const *sandboxed = lint->source->globals; *sandboxed; sandboxed++)
        if (text_equal(library_of(*sandboxed), global))
            return true;
    return false;
}

static const char *global_hint(const struct lint *lint, struct text global)
{
    size_t offered = 0;
    struct suggestion near_global = suggest_for(global);
    for (const char *const *sandboxed = lint->source->globals; *sandboxed; sandboxed++)
        if (text_find(text_of(*sandboxed), ':') == strlen(*sandboxed))
            suggest_offer(&near_global, library_of(*sandboxed));
    for (size_t variable = 0; variable < lint->syntax.variables.count && offered < LOCALS_OFFERED;
         variable++) {
        const struct text local = lint->syntax.variables.at[variable]->symbol->name;
        if (local.size < 2)
            continue;
        suggest_offer(&near_global, local);
        offered++;
    }
    return suggest_hint(&near_global, lint->arena);
}

static void name_check(struct lint *lint, const struct expression *expression, struct text global,
                       bool written)
{
    if (written)
        lint_tell(lint, expression->spot, written_fix,
                  "%.*s is assigned as a global variable, and there are none here",
                  TEXT_ARGS(global));
    else if (!is_known(lint, global))
        lint_tell(lint, expression->spot, unknown_fix, "%.*s does not exist here%s",
                  TEXT_ARGS(global), global_hint(lint, global));
}

/* The expression string.find: a known library has to have the member. */
static void member_check(struct lint *lint, const struct expression *expression,
                         struct text library)
{
    bool has_members = false;
    const struct text member_name = expression->right->text;
    const struct text dotted_member =
        text_format(lint->arena, "%.*s.%.*s", TEXT_ARGS(library), TEXT_ARGS(member_name));
    struct suggestion near_member = suggest_for(member_name);
    for (const char *const *sandboxed = lint->source->globals; *sandboxed; sandboxed++) {
        const struct text member = text_of(*sandboxed);
        if (text_equal(member, dotted_member) && !expression->written)
            return;
        if (!text_equal(library_of(*sandboxed), library) || library.size == member.size)
            continue;
        has_members = true;
        suggest_offer(&near_member, text_part(member, library.size + 1, member.size));
    }
    if (expression->written)
        lint_tell(lint, expression->spot, "put the function into a local of your own",
                  "%.*s is assigned, and libraries do not change", TEXT_ARGS(dotted_member));
    else if (has_members)
        lint_tell(lint, expression->spot, "use what the sandbox has", "%.*s does not exist here%s",
                  TEXT_ARGS(dotted_member), suggest_hint(&near_member, lint->arena));
}

static bool is_global(const struct expression *expression)
{
    return expression->kind == EXPRESSION_NAME && !expression->variable &&
           !expression->other_environment;
}

static void index_check(struct lint *lint, const struct expression *expression)
{
    if (!is_global(expression->left) || expression->right->kind != EXPRESSION_STRING)
        return;
    if (text_is(expression->left->text, "_ENV"))
        name_check(lint, expression, expression->right->text, expression->written);
    else if (is_known(lint, expression->left->text))
        member_check(lint, expression, expression->left->text);
}

void find_unknown_global(struct lint *lint)
{
    for (size_t i = 0; i < lint->syntax.expressions.count; i++) {
        const struct expression *expression = lint->syntax.expressions.at[i];
        if (expression->kind == EXPRESSION_INDEX)
            index_check(lint, expression);
        else if (is_global(expression) &&
                 (expression->written || !text_is(expression->text, "_ENV")))
            name_check(lint, expression, expression->text, expression->written);
    }
}
