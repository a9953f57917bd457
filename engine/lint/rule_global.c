/* unknown-global: a name that is no local and that the sandbox does not have ends the check with
 * an error where it is read, on the one day when that line is reached. */
#include "lint/rule.h"

#include "base/suggest.h"

enum { LOCALS_OFFERED = 500 }; /* names of the file that are offered for a misspelled one */

static const char unknown_fix[] = "declare it with local, or use what the sandbox has";
static const char written_fix[] = "write local before its first assignment";

/* The part of "string.find" before the dot; all of "assert". */
static struct text head_of(const char *known)
{
    return text_part(text_of(known), 0, text_find(text_of(known), '.'));
}

static bool is_known(const struct lint *lint, struct text name)
{
    for (const char *const *known = lint->source->globals; *known; known++)
        if (text_equal(head_of(*known), name))
            return true;
    return false;
}

static const char *hint(const struct lint *lint, struct text name)
{
    size_t offered = 0;
    struct suggestion near = suggest_for(name);
    for (const char *const *known = lint->source->globals; *known; known++)
        if (text_find(text_of(*known), ':') == strlen(*known))
            suggest_offer(&near, head_of(*known));
    for (size_t i = 0; i < lint->syntax.variables.count && offered < LOCALS_OFFERED; i++) {
        const struct text local = lint->syntax.variables.at[i]->symbol->name;
        if (local.size < 2)
            continue;
        suggest_offer(&near, local);
        offered++;
    }
    return suggest_hint(&near, lint->arena);
}

static void name_check(struct lint *lint, const struct expression *at, struct text name,
                       bool written)
{
    if (written)
        lint_tell(lint, at->spot, written_fix,
                  "%.*s is assigned as a global variable, and there are none here",
                  TEXT_ARGS(name));
    else if (!is_known(lint, name))
        lint_tell(lint, at->spot, unknown_fix, "%.*s does not exist here%s", TEXT_ARGS(name),
                  hint(lint, name));
}

/* string.find: a known library has to have the member. */
static void member_check(struct lint *lint, const struct expression *at, struct text library)
{
    bool has_members = false;
    const struct text name = at->right->text;
    const struct text whole =
        text_format(lint->arena, "%.*s.%.*s", TEXT_ARGS(library), TEXT_ARGS(name));
    struct suggestion near = suggest_for(name);
    for (const char *const *known = lint->source->globals; *known; known++) {
        const struct text member = text_of(*known);
        if (text_equal(member, whole) && !at->written)
            return;
        if (!text_equal(head_of(*known), library) || library.size == member.size)
            continue;
        has_members = true;
        suggest_offer(&near, text_part(member, library.size + 1, member.size));
    }
    if (at->written)
        lint_tell(lint, at->spot, "put the function into a local of your own",
                  "%.*s is assigned, and libraries do not change", TEXT_ARGS(whole));
    else if (has_members)
        lint_tell(lint, at->spot, "use what the sandbox has", "%.*s does not exist here%s",
                  TEXT_ARGS(whole), suggest_hint(&near, lint->arena));
}

static bool is_global(const struct expression *at)
{
    return at->kind == EXPRESSION_NAME && !at->variable && !at->other_environment;
}

static void index_check(struct lint *lint, const struct expression *at)
{
    if (!is_global(at->left) || at->right->kind != EXPRESSION_STRING)
        return;
    if (text_is(at->left->text, "_ENV"))
        name_check(lint, at, at->right->text, at->written);
    else if (is_known(lint, at->left->text))
        member_check(lint, at, at->left->text);
}

void find_unknown_global(struct lint *lint)
{
    for (size_t i = 0; i < lint->syntax.expressions.count; i++) {
        const struct expression *at = lint->syntax.expressions.at[i];
        if (at->kind == EXPRESSION_INDEX)
            index_check(lint, at);
        else if (is_global(at) && (at->written || !text_is(at->text, "_ENV")))
            name_check(lint, at, at->text, at->written);
    }
}
