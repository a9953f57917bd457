/* no-outcome: a way through the check on which nothing is judged. It ends as an error when it is
 * taken, which may be the first time the policy matters.
 *
 * A loop is taken to run: whether a list is empty is not to be seen here. What is handed the case,
 * or anything made of it, is taken to judge, unless it is a local function that does not. */
#include "lint/rule.h"

static const char fix[] = "give every way an outcome, e.g. case:not_applicable(reason)";

enum {
    STEPS_MAX = 1000000, /* calls looked at inside the functions that are called            */
    DEPTH_MAX = 100,     /* calls inside one another: a function that calls itself has no end */
};

/* How far calls may still be followed; past either limit a call seems to judge. */
struct search {
    unsigned steps, depth; /* of the walk over the ways through a check */
};

struct walk {
    struct lint *lint;
    struct spot gate; /* the last condition that an outcome depends on; line 0 where none */
    struct search search;
};

/* Whether some way leads here, and one on which nothing was judged. */
struct way {
    bool live, bare;
};

/* ---- what judges ---- */

/* Is the expression the case, or a subject made of it? */
static bool carries_case(const struct lint *lint, const struct expression *expression)
{
    const struct expression *carrier = meant_by(expression);
    while (carrier->kind == EXPRESSION_METHOD)
        carrier = meant_by(carrier->left);
    return carrier->kind == EXPRESSION_NAME && carrier->variable &&
           carrier->variable->kind == VARIABLE_PARAMETER && !is_params(lint, carrier->variable);
}

static bool hands_over(const struct lint *lint, const struct expression *call,
                       struct search *search);

static bool function_judges(const struct lint *lint, const struct function *function,
                            struct search *search)
{
    const struct call_range range = calls_within(lint, function->from, function->to);
    bool judges = false;
    if (search->depth == 0)
        return true;
    search->depth--;
    for (size_t call = range.first; call < range.end && !judges; call++)
        judges =
            call_judges(lint->calls.at[call]) || hands_over(lint, lint->calls.at[call], search);
    search->depth++;
    return judges;
}

/* Does the call give the case to something that may judge it? */
static bool hands_over(const struct lint *lint, const struct expression *call,
                       struct search *search)
{
    if (search->steps == 0)
        return true;
    search->steps--;
    if (call->kind == EXPRESSION_METHOD && carries_case(lint, call->left))
        return false; /* a method of the case: metric, groups, note */
    if (call->kind == EXPRESSION_CALL) {
        const struct expression *callee = meant_by(call->left);
        if (global_called(lint, call).size)
            return false;
        if (callee->kind == EXPRESSION_FUNCTION)
            return function_judges(lint, callee->function, search);
    }
    for (size_t argument = 0; argument < call->items.count; argument++)
        if (carries_case(lint, call->items.at[argument].value))
            return true;
    return false;
}

/* Does a call within [from, to) judge? What stands in a function that is only defined there is
 * asked for with `nested`. */
static bool part_judges(struct walk *walk, size_t from, size_t to, bool nested)
{
    const struct lint *lint = walk->lint;
    const struct call_range range = calls_within(lint, from, to);
    for (size_t i = range.first; i < range.end; i++) {
        const struct expression *call = lint->calls.at[i];
        if (!nested && call->owner != lint->check)
            continue;
        if (call_judges(call) || hands_over(lint, call, &walk->search))
            return true;
    }
    return false;
}

static bool expression_judges(struct walk *walk, const struct expression *expression)
{
    return part_judges(walk, expression->from, expression->to, false);
}

static bool block_judges(struct walk *walk, const struct block *block)
{
    return part_judges(walk, block->from, block->to, true);
}

/* ---- ways ---- */

static struct way block_walk(struct walk *walk, const struct block *block, struct way way);

static struct way ways_joined(struct way a, struct way b)
{
    return (struct way){a.live || b.live, (a.live && a.bare) || (b.live && b.bare)};
}

static struct way if_walk(struct walk *walk, const struct statement *statement, struct way way)
{
    bool depends = false;
    struct way ways = {false, false};
    for (size_t i = 0; i < statement->arms.count; i++) {
        const struct arm *arm = &statement->arms.at[i];
        const enum truth truth = arm->condition ? truth_of(arm->condition) : TRUTH_YES;
        if (arm->condition && expression_judges(walk, arm->condition))
            way.bare = false;
        if (truth == TRUTH_NO)
            continue;
        ways = ways_joined(ways, block_walk(walk, arm->block, way));
        depends = depends || block_judges(walk, arm->block);
        if (truth == TRUTH_YES)
            return ways;
    }
    if (depends && way.bare)
        walk->gate = statement->spot;
    return ways_joined(ways, way);
}

/* A loop's body that is judged only under one condition, without an else: where it holds for
 * nothing, nothing is judged. */
static const struct statement *only_gate(struct walk *walk, const struct block *body)
{
    const struct statement *gate = NULL;
    for (size_t i = 0; i < body->statements.count; i++) {
        const struct statement *statement = body->statements.at[i];
        if (!part_judges(walk, statement->from, statement->to, true))
            continue;
        if (gate || statement->kind != STATEMENT_IF || statement->arms.count != 1 ||
            truth_of(statement->arms.at[0].condition) == TRUTH_YES ||
            expression_judges(walk, statement->arms.at[0].condition))
            return NULL;
        gate = statement;
    }
    return gate;
}

static struct way loop_walk(struct walk *walk, const struct statement *statement,
                            const struct block *body, struct way way)
{
    (void)block_walk(walk, body, way);
    if (!way.bare || !part_judges(walk, statement->from, statement->to, true))
        return way;
    const struct statement *gate = only_gate(walk, body);
    if (gate)
        walk->gate = gate->spot;
    return (struct way){true, gate};
}

static struct way simple_walk(struct walk *walk, const struct statement *statement, struct way way)
{
    const bool runs = statement->kind == STATEMENT_CALL || statement->kind == STATEMENT_RETURN;
    if (part_judges(walk, statement->from, statement->to, runs))
        way.bare = false;
    if (statement->kind == STATEMENT_CALL)
        way.live = !call_ends(walk->lint, statement->values.at[0]);
    if (statement->kind == STATEMENT_RETURN && way.bare)
        lint_tell(walk->lint, statement->spot, fix, "the check ends here without an outcome");
    if (statement->kind == STATEMENT_RETURN)
        way.live = false;
    return way;
}

static struct way statement_walk(struct walk *walk, const struct statement *statement,
                                 struct way way)
{
    switch (statement->kind) {
    case STATEMENT_IF:
        return if_walk(walk, statement, way);
    case STATEMENT_DO:
        return block_walk(walk, statement->body, way);
    case STATEMENT_WHILE:
        return loop_walk(walk, statement, statement->arms.at[0].block, way);
    case STATEMENT_REPEAT:
        return loop_walk(walk, statement, statement->arms.at[0].block, way);
    case STATEMENT_FOR_COUNT:
    case STATEMENT_FOR_EACH:
        return loop_walk(walk, statement, statement->body, way);
    case STATEMENT_BREAK:
    case STATEMENT_GOTO:
        return (struct way){false, false};
    case STATEMENT_FUNCTION:
    case STATEMENT_LOCAL_FUNCTION:
    case STATEMENT_LABEL:
        return way;
    case STATEMENT_ASSIGN:
    case STATEMENT_CALL:
    case STATEMENT_LOCAL:
    case STATEMENT_RETURN:
        break;
    }
    return simple_walk(walk, statement, way);
}

static struct way block_walk(struct walk *walk, const struct block *block, struct way way)
{
    for (size_t i = 0; i < block->statements.count; i++) {
        const struct statement *statement = block->statements.at[i];
        if (!way.live && statement->kind == STATEMENT_LABEL && statement->reached)
            way = (struct way){true, false}; /* what was judged on the way is not followed */
        if (way.live)
            way = statement_walk(walk, statement, way);
    }
    return way;
}

void find_no_outcome(struct lint *lint)
{
    struct walk walk = {lint, {0, 0}, {STEPS_MAX, DEPTH_MAX}};
    if (!lint->check)
        return;
    const struct way way = block_walk(&walk, lint->check->body, (struct way){true, true});
    if (!way.live || !way.bare)
        return;
    if (walk.gate.line)
        lint_tell(lint, walk.gate, fix,
                  "where the condition does not hold the check ends without an outcome, which is "
                  "an error");
    else
        lint_tell(lint, lint->check->spot, fix,
                  "the check ends without an outcome, which is an error");
}
