/* lint/lint.h: what a policy's text would let pass in silence, found without running it.
 *
 * The room's door. A text is parsed as Lua 5.4 and looked at by rules, each a row of lint_rules:
 *
 *     if (case.model.card.age or 0) < 30 then ...     a missing age would count as 0
 *     case:metric("auc")                              nothing is compared
 *     if auc < 0.8 then case:fail("low") end          not a number is not below, and passes
 *
 * A finding is a problem or, where its rule only advises, a remark. `-- lint: allow RULE (reason)`
 * silences a rule on the comment's own line, or on the line below where the comment stands alone;
 * what was silenced is still in the list, marked so, to be counted. Without a reason nothing is
 * silenced.
 *
 * The rules know Lua and the names of cases, subjects and comparators; they follow a local to the
 * expression that it is declared with where nothing else is assigned to it, and no further. What
 * they cannot see they do not tell.
 */
#ifndef LINT_LINT_H
#define LINT_LINT_H

#include "base/error.h"
#include "base/list.h"
#include "base/text.h"

struct lint_source {
    const char *path;           /* of the linted policy, as the user will see it            */
    struct text source;         /* what is linted, at most LIMIT_POLICY_SIZE                */
    const char *const *globals; /* what the sandbox has: "assert", "string.find"; NULL last */
    bool untested;              /* no test stands beside the linted policy                  */
};

struct lint_finding {
    const char *rule;    /* "unknown-global"                            */
    bool advice;         /* a remark, which leaves the file clean       */
    bool allowed;        /* silenced by a comment that gives a reason   */
    struct place place;  /* of the problem: line and column are never 0 */
    struct text message; /* what problem it is; one line                */
    struct text fix;     /* what to do about the problem; one line      */
};

struct lint_findings LIST(struct lint_finding);

struct lint;

struct lint_rule {
    const char *name;
    const char *summary; /* one line */
    bool advice;
    void (*find)(struct lint *lint); /* NULL where the door itself finds it */
};

/* Every rule of lint, ended by a row without a name. */
extern const struct lint_rule lint_rules[];

/* Add what is found in one file to `problems`, by line and column. ERROR_POLICY with the place
 * where the text is no Lua; nothing is added then. Findings borrow path and source. */
NODISCARD bool lint_check(const struct lint_source *source, struct arena *arena,
                          struct lint_findings *problems, struct error *err);

#endif
