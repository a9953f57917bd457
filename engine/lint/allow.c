/* Comments that silence a rule: `-- lint: allow RULE (reason)`. */
#include "lint/rule.h"

#include "base/suggest.h"

static const char form_fix[] = "write -- lint: allow RULE (reason)";

/* What such a comment says. */
struct allowance {
    struct text rule;
    struct text reason;
};

static struct text trimmed(struct text text)
{
    size_t from = 0, to = text.size;
    while (from < to && (text.at[from] == ' ' || text.at[from] == '\t'))
        from++;
    while (to > from && (text.at[to - 1] == ' ' || text.at[to - 1] == '\t'))
        to--;
    return text_part(text, from, to - from);
}

/* The text after `prefix`, trimmed; false where it does not begin so. */
static bool after(struct text text, struct text prefix, struct text *out)
{
    if (!text_starts(text, prefix))
        return false;
    *out = trimmed(text_part(text, prefix.size, text.size));
    return true;
}

/* allow RULE (reason); a reason that is missing is empty. */
static bool allowance_read(struct text text, struct allowance *out)
{
    struct text rest;
    if (!after(text, TEXT("allow "), &rest))
        return false;
    const size_t open = text_find(rest, '(');
    out->rule = trimmed(text_part(rest, 0, open));
    out->reason = TEXT_NONE;
    const struct text behind = text_part(rest, open, rest.size);
    if (behind.size > 2 && text_ends(behind, TEXT(")")))
        out->reason = trimmed(text_part(behind, 1, behind.size - 2));
    return true;
}

static const struct lint_rule *rule_named(struct text name, struct suggestion *near)
{
    for (const struct lint_rule *rule = lint_rules; rule->name; rule++) {
        if (text_is(name, rule->name))
            return rule;
        suggest_offer(near, text_of(rule->name));
    }
    return NULL;
}

/* The line that comment `index` speaks of: its own, or where it stands alone the next, with other
 * such comments between. 0 where none. */
static unsigned line_meant(const struct comments *comments, size_t index)
{
    const struct comment *comment = &comments->at[index];
    while (comment->alone && comment->below != comment->spot.line + 1) {
        if (++index == comments->count || !comments->at[index].alone ||
            comments->at[index].spot.line != comment->spot.line + 1)
            return 0;
        comment = &comments->at[index];
    }
    return comment->alone ? comment->below : comment->spot.line;
}

/* Mark the findings of the rule on that line; says whether there were any. */
static bool allowed(struct lint *lint, const struct lint_rule *rule, unsigned line)
{
    bool any = false;
    for (size_t i = 0; i < lint->found.count; i++) {
        struct lint_finding *finding = &lint->found.at[i];
        if (finding->place.line != line || finding->rule != rule->name)
            continue;
        finding->allowed = any = true;
    }
    return any;
}

static void unclear(struct lint *lint, struct spot spot, const char *fix, const char *what)
{
    struct suggestion none = suggest_for(TEXT_NONE);
    lint->rule = rule_named(TEXT("unclear-allow"), &none);
    lint_tell(lint, spot, fix, "%s", what);
}

static void comment_apply(struct lint *lint, size_t index, struct text text)
{
    struct allowance said;
    const struct spot spot = lint->syntax.comments.at[index].spot;
    if (!allowance_read(text, &said)) {
        unclear(lint, spot, form_fix, "the comment does not say what it allows");
        return;
    }
    struct suggestion near = suggest_for(said.rule);
    const struct lint_rule *rule = rule_named(said.rule, &near);
    if (!rule) {
        unclear(lint, spot, form_fix,
                text_format(lint->arena, "there is no rule %.*s%s", TEXT_ARGS(said.rule),
                            suggest_hint(&near, lint->arena))
                    .at);
        return;
    }
    if (!said.reason.size) {
        unclear(lint, spot, "add the reason in parentheses",
                "the comment gives no reason, so it allows nothing");
        return;
    }
    if (allowed(lint, rule, line_meant(&lint->syntax.comments, index)))
        return;
    lint->rule = rule_named(TEXT("idle-allow"), &near);
    lint_tell(lint, spot, "remove the comment, or put it on the line above",
              "there is no %s here to be allowed", rule->name);
}

void comments_apply(struct lint *lint)
{
    const struct comments *comments = &lint->syntax.comments;
    for (size_t i = 0; i < comments->count; i++) {
        struct text text;
        if (after(trimmed(comments->at[i].text), TEXT("lint:"), &text))
            comment_apply(lint, i, text);
    }
}
