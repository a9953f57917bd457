/* policy/outcome.h: how a control can end, how much it binds, and what follows for the whole.
 *
 *     outcome         lets a binding set through   status where it does not
 *     pass            yes
 *     fail            no                           1  the model does not meet the rule
 *     missing         no                           3  the evidence is absent
 *     insufficient    no                           3  present, but not measurable
 *     not_applicable  yes, with a reason
 *     waived          yes, by a signed waiver
 *     error           no                           5  the policy crashed or overspent
 *
 * Advisory findings are shown and counted; they never block, an error among them included. A
 * policy file that does not load has no level and blocks.
 */
#ifndef POLICY_OUTCOME_H
#define POLICY_OUTCOME_H

#include "base/text.h"

enum outcome {
    OUTCOME_PASS,
    OUTCOME_FAIL,
    OUTCOME_MISSING,
    OUTCOME_INSUFFICIENT,
    OUTCOME_NOT_APPLICABLE,
    OUTCOME_WAIVED,
    OUTCOME_ERROR,
    OUTCOME_COUNT
};

enum level {
    LEVEL_NONE, /* the policy did not load: it binds and nothing can override it */
    LEVEL_MANDATORY,
    LEVEL_OVERRIDABLE,
    LEVEL_ADVISORY,
    LEVEL_COUNT
};

/* The status of a decision, gravest first: 4, 5, 3, 1, 7, 0. */
enum {
    STATUS_ALLOWED = 0,
    STATUS_DENIED = 1,
    STATUS_UNJUDGED = 3,
    STATUS_INTEGRITY = 4,
    STATUS_POLICY = 5,
    STATUS_PENDING = 7
};

/* Of commands, before or instead of a decision. */
enum { STATUS_USAGE = 2, STATUS_UNAVAILABLE = 6, STATUS_BUG = 70 };

/* The outcome itself, or OUTCOME_ERROR for anything outside the enum: safe as an index. */
enum outcome outcome_known(enum outcome outcome);

const char *outcome_name(enum outcome outcome); /* "error" for anything outside the enum */
NODISCARD bool outcome_read(struct text name, enum outcome *out);
const char *level_name(enum level level); /* NULL for LEVEL_NONE */
NODISCARD bool level_read(struct text name, enum level *out);

/* Does it bind: can it block? Anything outside the enum does. */
bool level_binds(enum level level);

/* The status that one finding asks for: 0 where it lets through or does not bind. An outcome
 * outside the enum is STATUS_POLICY. */
int outcome_status(enum outcome outcome, enum level level);

/* Was something binding judged by it: does it count against "nothing was judged"? True of pass,
 * fail, missing, insufficient and error of a binding level. */
bool outcome_judges(enum outcome outcome, enum level level);

/* The graver of two statuses of commands: 70, 2 and 6 before all, then 4, 5, 3, 1, 7, 0. Any other
 * number counts as 70. */
int status_graver(int a, int b);

#endif
