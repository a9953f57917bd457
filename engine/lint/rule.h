/* lint/rule.h: what the rules share: the parsed file, its policy, and where findings go. Private to
 * the room.
 *
 *     return {                         policy   the table that the file returns
 *       check = function(case, params) check    the function
 *         case:metric("auc")             a call whose method makes a subject
 *           :at_least(params.low)        a call whose method compares
 *       end }
 */
#ifndef LINT_RULE_H
#define LINT_RULE_H

#include "lint/lint.h"
#include "lint/syntax.h"

struct calls LIST(const struct expression *);

struct lint {
    const struct lint_source *source;
    struct arena *arena;
    struct syntax syntax;
    struct calls calls;              /* every CALL and METHOD, by their mark               */
    const struct expression *policy; /* the table; NULL where the file is a module         */
    const struct variable *returned; /* the local that holds it, or NULL                   */
    const struct function *check;    /* NULL where none can be seen                        */
    const struct lint_rule *rule;    /* that is looking now                                */
    struct lint_findings found;
};

/* Parse the file and find its policy. */
NODISCARD bool lint_open(struct lint *lint, const struct lint_source *source, struct arena *arena,
                         struct error *err);

/* A finding of the rule that is looking. `fix` is a literal. */
PRINTF_LIKE(4, 5)
void lint_tell(struct lint *lint, struct spot spot, const char *fix, const char *problem, ...);

/* The value of a field of the policy, from its table or from an assignment to the local that
 * holds it; NULL where none is seen. */
const struct expression *policy_field(const struct lint *lint, const char *name);

/* Is the variable the table of parameters that a check is given? */
bool is_params(const struct lint *lint, const struct variable *variable);

/* ---- calls ---- */

enum method_kind {
    METHOD_OTHER,
    METHOD_SUBJECT,  /* metric, expect, suite, rate, ...: something to compare */
    METHOD_COMPARES, /* at_least, ...                                          */
    METHOD_PASSES,   /* pass, not_applicable                                   */
    METHOD_REFUSES,  /* fail, insufficient                                     */
};

enum method_kind method_kind_of(const struct expression *call);

/* Is the call a control: does it give an outcome? */
bool call_judges(const struct expression *call);

/* The name of a global function that a call calls, "math.max" among them; TEXT_NONE else. */
struct text global_called(const struct lint *lint, const struct expression *call);

/* Does the call never come back: error(...), assert(false)? */
bool call_ends(const struct lint *lint, const struct expression *call);

/* The calls within [from, to): the first, and one past the last. */
struct call_range {
    size_t first, end;
};

struct call_range calls_within(const struct lint *lint, size_t from, size_t to);

/* Is there an outcome within [from, to), nested functions included? */
bool range_judges(const struct lint *lint, size_t from, size_t to);

/* ---- values ---- */

/* Without the parentheses around it. */
const struct expression *inner_of(const struct expression *expression);

/* The same, and a local that is never assigned again stands for what it is declared with. */
const struct expression *meant_by(const struct expression *expression);

enum truth { TRUTH_OPEN, TRUTH_YES, TRUTH_NO };

/* What the condition always is; TRUTH_OPEN where that depends. */
enum truth truth_of(const struct expression *condition);

/* The number that the expression writes out, a sign included. */
bool number_of(const struct expression *expression, double *number);

/* An expression that is a number, text, or boolean written out. */
bool is_constant(const struct expression *expression);

bool is_comparison(const struct expression *expression);

/* ---- the rules ---- */

void find_defaulted_comparison(struct lint *lint);
void find_unknown_global(struct lint *lint);
void find_unreachable_outcome(struct lint *lint);
void find_no_outcome(struct lint *lint);
void find_unused_subject(struct lint *lint);
void find_negated_comparison(struct lint *lint);
void find_unbounded_params(struct lint *lint);
void find_no_test(struct lint *lint);
void find_no_remedy(struct lint *lint);

/* Mark what comments allow, and add what is wrong with such comments. */
void comments_apply(struct lint *lint);

#endif
