/* Comments that silence a rule: `-- lint: allow RULE (reason)`. */
#include "lint/rule.h"

#include "base/suggest.h"

static const char form_fix[] = "write -- lint: allow RULE (reason)";

/* What such a comment says. */
struct allowance {
    struct text rule;
    struct text reason;
};

static struct text comment_trimmed(struct text comment)
{
    size_t comment_first = 0, comment_end = comment.size;
    while (comment_first < comment_end &&
           (comment.at[comment_first] == ' ' || comment.at[comment_first] == '\t'))
        comment_first++;
    while (comment_end > comment_first &&
           (comment.at[comment_end - 1] == ' ' || comment.at[comment_end - 1] == '\t'))
        comment_end--;
    return text_part(comment, comment_first, comment_end - comment_first);
}

/* The text after `prefix`, trimmed; false where it does not begin so. */
static bool comment_after(struct text comment, struct text prefix, struct text *rest)
{
    if (!text_starts(comment, prefix))
        return false;
    *rest = comment_trimmed(text_part(comment, prefix.size, comment.size));
    return true;
}

/* allow RULE (reason); a reason that is missing is empty. */
static bool allowance_read(struct text comment, struct allowance *allowance)
{
    struct text rest;
    if (!comment_after(comment, TEXT("allow "), &rest))
        return false;
    const size_t paren = text_find(rest, '(');
    allowance->rule = comment_trimmed(text_part(rest, 0, paren));
    allowance->reason = TEXT_NONE;
    const struct text reason = text_part(rest, paren, rest.size);
    if (reason.size > 2 && text_ends(reason, TEXT(")")))
        allowance->reason = comment_trimmed(text_part(reason, 1, reason.size - 2));
    return true;
}

static const struct lint_rule *rule_named(struct text rule_name, struct suggestion *near_rule)
{
    for (const struct lint_rule *rule = lint_rules; rule->name; rule++) {
        if (text_is(rule_name, rule->name))
            return rule;
        suggest_offer(near_rule, text_of(rule->name));
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
static bool line_allowed(struct lint *lint, const struct lint_rule *rule, unsigned line)
{
    bool silenced = false;
    for (size_t found_index = 0; found_index < lint->found.count; found_index++) {
        struct lint_finding *finding = &lint->found.at[found_index];
        if (finding->place.line != line || finding->rule != rule->name)
            continue;
        finding->allowed = silenced = true;
    }
    return silenced;
}

static void allowance_unclear(struct lint *lint, struct spot spot, const char *fix,
                              const char *what)
{
    struct suggestion no_rule_near = suggest_for(TEXT_NONE);
    lint->rule = rule_named(TEXT("unclear-allow"), &no_rule_near);
    lint_tell(lint, spot, fix, "%s", what);
}

static void comment_apply(struct lint *lint, size_t index, struct text comment)
{
    struct allowance allowance;
    const struct spot spot = lint->syntax.comments.at[index].spot;
    if (!allowance_read(comment, &allowance)) {
        allowance_unclear(lint, spot, form_fix, "the comment does not say what it allows");
        return;
    }
    struct suggestion near_rule = suggest_for(allowance.rule);
    const struct lint_rule *rule = rule_named(allowance.rule, &near_rule);
    if (!rule) {
        allowance_unclear(lint, spot, form_fix,
                          text_format(lint->arena, "there is no rule %.*s%s",
                                      TEXT_ARGS(allowance.rule),
                                      suggest_hint(&near_rule, lint->arena))
                              .at);
        return;
    }
    if (!allowance.reason.size) {
        allowance_unclear(lint, spot, "add the reason in parentheses",
                          "the comment gives no reason, so it allows nothing");
        return;
    }
    if (line_allowed(lint, rule, line_meant(&lint->syntax.comments, index)))
        return;
    lint->rule = rule_named(TEXT("idle-allow"), &near_rule);
    lint_tell(lint, spot, "remove the comment, or put it on the line above",
              "there is no %s here to be allowed", rule->name);
}

void comments_apply(struct lint *lint)
{
    const struct comments *comments = &lint->syntax.comments;
    for (size_t index = 0; index < comments->count; index++) {
        struct text comment;
        if (comment_after(comment_trimmed(comments->at[index].text), TEXT("lint:"), &comment))
            comment_apply(lint, index, comment);
    }
}
