/* Keywords that apply schemas to the same value: references, alternatives, conditions. */
#include "value/schema_internal.h"

enum { TYPES_DEPTH = 8 }; /* references that are followed to see a schema's types */

/* ---- references ---- */

SCHEMA_COMPILE(compile_reference)
{
    const struct schema_node *target;
    if (value_kind(rule->value) != VALUE_STRING)
        return schema_refuse(rule->keyword->name, rule->value, "a string", err);
    if (!schema_reference_follow(compiler, node, rule->value, &target, &rule->anchor, err))
        return false;
    rule->nodes = ARENA_ARRAY(compiler->arena, const struct schema_node *, 1);
    rule->nodes[0] = target;
    rule->count = 1;
    return true;
}

SCHEMA_COMPILE(compile_dynamic_reference)
{
    return compile_reference(compiler, node, rule, err);
}

SCHEMA_CHECK(check_reference)
{
    return schema_apply(run, frame, rule->nodes[0]);
}

/* The outermost schema in force that has the dynamic anchor. */
SCHEMA_CHECK(check_dynamic_reference)
{
    const struct schema_node *target = rule->nodes[0];
    for (const struct schema_scope *scope = rule->anchor.size ? frame->scope : NULL; scope;
         scope = scope->outer) {
        const struct schema_node *anchored = schema_catalog_find(
            &run->schema->compiler->catalog, schema_dynamic_key(scope->resource, rule->anchor));
        target = anchored ? anchored : target;
        if (!schema_spend(run, frame, 1))
            return false;
    }
    return schema_apply(run, frame, target);
}

/* ---- alternatives ---- */

SCHEMA_CHECK(check_all_of)
{
    bool fits = true;
    for (size_t branch = 0; branch < rule->count && (fits || schema_asked(run)); branch++)
        fits = schema_apply(run, frame, rule->nodes[branch]) && fits;
    return fits;
}

static unsigned types_within(struct schema_run *run, const struct schema_node *node, unsigned depth)
{
    unsigned types = SCHEMA_ANY;
    if (value_kind(node->source) == VALUE_BOOLEAN)
        return value_boolean(node->source) ? SCHEMA_ANY : 0;
    if (!schema_node_ready(run, node))
        return 0;
    for (size_t keyword = 0; keyword < node->count; keyword++) {
        const struct schema_rule *rule = &node->rules[keyword];
        const struct text keyword_name = text_of(rule->keyword->name);
        if (text_is(keyword_name, "type"))
            types &= rule->types;
        else if (text_is(keyword_name, "const"))
            types &= schema_types_of(rule->value);
        else if (text_is(keyword_name, "$ref") && depth < TYPES_DEPTH)
            types &= types_within(run, rule->nodes[0], depth + 1);
    }
    return types;
}

unsigned schema_types_admitted(struct schema_run *run, const struct schema_node *node)
{
    return types_within(run, node, 0);
}

/* The errors of one branch, and how near to fitting they show it to be. */
struct branch {
    size_t index;
    unsigned level; /* of the shallowest error: the deeper, the more of the value fits */
    struct schema_founds founds;
};

static struct branch branch_try(const struct schema_rule *rule, const struct schema_frame *frame,
                                struct schema_run *run, size_t index)
{
    struct branch branch = {.index = index, .level = UINT32_MAX};
    struct schema_founds *founds = run->founds;
    run->founds = &branch.founds;
    (void)schema_apply(run, frame, rule->nodes[index]);
    run->founds = founds;
    for (size_t found = 0; found < branch.founds.count; found++)
        if (branch.founds.at[found].level < branch.level)
            branch.level = branch.founds.at[found].level;
    return branch;
}

static bool branch_is_nearer(const struct branch *branch, const struct branch *than)
{
    if (branch->founds.count == 0 || than->founds.count == 0)
        return than->founds.count == 0;
    if (branch->level != than->level)
        return branch->level > than->level;
    return branch->founds.count < than->founds.count;
}

/* The nearest of the branches that admit the type; `admitting` counts them. */
static struct branch branches_try(const struct schema_rule *rule, const struct schema_frame *frame,
                                  struct schema_run *run, size_t *admitting)
{
    struct branch nearest = {0};
    const unsigned instance_types = schema_types_of(frame->instance);
    for (size_t alternative = 0; alternative < rule->count && !run->stopped; alternative++) {
        if (!(schema_types_admitted(run, rule->nodes[alternative]) & instance_types))
            continue;
        const struct branch branch = branch_try(rule, frame, run, alternative);
        if (branch_is_nearer(&branch, &nearest))
            nearest = branch;
        ++*admitting;
    }
    return nearest;
}

/* No branch fits. Where none admits the type, say which types would do; else tell of the branch
 * that came nearest, and, where there was a choice, that it was one. */
static bool branches_explain(const struct schema_rule *rule, const struct schema_frame *frame,
                             struct schema_run *run)
{
    unsigned admitted_types = 0;
    size_t admitting = 0;
    if (!schema_asked(run))
        return false;
    for (size_t alternative = 0; alternative < rule->count; alternative++)
        admitted_types |= schema_types_admitted(run, rule->nodes[alternative]);
    if (!(admitted_types & schema_types_of(frame->instance)))
        return schema_fail_type(run, frame, rule, admitted_types);
    const struct branch nearest = branches_try(rule, frame, run, &admitting);
    if (admitting > 1)
        (void)schema_fail_alternatives(run, frame, rule, nearest.index);
    schema_founds_append(run, &nearest.founds);
    return false;
}

SCHEMA_CHECK(check_any_of)
{
    bool fits = false;
    for (size_t alternative = 0; alternative < rule->count && !(fits && !frame->marks);
         alternative++)
        fits = schema_fits(run, frame, rule->nodes[alternative]) || fits;
    return fits || branches_explain(rule, frame, run);
}

SCHEMA_CHECK(check_one_of)
{
    size_t fitting[2], fitting_count = 0;
    for (size_t alternative = 0; alternative < rule->count && fitting_count < COUNT(fitting);
         alternative++)
        if (schema_fits(run, frame, rule->nodes[alternative]))
            fitting[fitting_count++] = alternative;
    if (fitting_count == 0)
        return branches_explain(rule, frame, run);
    return fitting_count == 1 ||
           schema_fail(run, frame, rule,
                       "fits alternatives %zu and %zu; exactly one of %zu is needed",
                       fitting[0] + 1, fitting[1] + 1, rule->count);
}

SCHEMA_CHECK(check_not)
{
    if (!schema_fits(run, frame, rule->nodes[0]))
        return !run->stopped;
    return schema_fail(run, frame, rule, "is what the schema rules out");
}

/* ---- conditions ---- */

SCHEMA_COMPILE(compile_condition)
{
    const struct schema_node *condition = rule->nodes[0];
    rule->nodes = ARENA_ARRAY(compiler->arena, const struct schema_node *, 2);
    rule->nodes[0] = condition;
    rule->nodes[1] = schema_sibling_node(compiler, node, "then");
    rule->otherwise = schema_sibling_node(compiler, node, "else");
    rule->count = rule->nodes[1] ? 2 : 1;
    (void)err;
    return true;
}

SCHEMA_CHECK(check_condition)
{
    const struct schema_node *branch_node =
        schema_fits(run, frame, rule->nodes[0]) ? rule->nodes[1] : rule->otherwise;
    return !run->stopped && (!branch_node || schema_apply(run, frame, branch_node));
}

SCHEMA_CHECK(check_dependent_schemas)
{
    bool fits = schema_spend(run, frame, rule->count / SCHEMA_PARTS);
    for (size_t member = 0; member < rule->count && (fits || schema_asked(run)); member++)
        if (value_get(frame->instance, member_key(rule->value, member)))
            fits = schema_apply(run, frame, rule->nodes[member]) && fits;
    return fits;
}
