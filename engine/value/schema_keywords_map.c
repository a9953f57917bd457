/* Keywords about the members of a map. */
#include "value/schema_internal.h"

static bool schema_is_false(const struct schema_node *node)
{
    return value_kind(node->source) == VALUE_BOOLEAN && !value_boolean(node->source);
}

/* Both maps are sorted by key: walk them side by side. */
SCHEMA_CHECK(check_properties)
{
    const struct value *map = frame->instance;
    const size_t instance_members = value_count(map);
    bool fits = schema_spend(run, frame, (instance_members + rule->count) / SCHEMA_PARTS);
    for (size_t member = 0, property = 0;
         member < instance_members && property < rule->count && (fits || schema_asked(run));) {
        const int order = text_compare(member_key(map, member), member_key(rule->value, property));
        if (order == 0) {
            schema_mark(frame, member);
            fits =
                schema_apply_part(run, frame, rule->nodes[property], STEP_MEMBER, member) && fits;
        }
        member += order <= 0;
        property += order >= 0;
    }
    return fits;
}

SCHEMA_COMPILE(compile_patterns)
{
    (void)node;
    rule->patterns = ARENA_ARRAY(compiler->arena, struct pattern *, rule->count + 1);
    for (size_t pattern = 0; pattern < rule->count; pattern++) {
        struct error pattern_broken = {0};
        if (!pattern_compile(member_key(rule->value, pattern), compiler->arena,
                             &rule->patterns[pattern], &pattern_broken))
            return error_at(err, ERROR_REFUSED, member_place(rule->value, pattern), "%s",
                            pattern_broken.message);
    }
    return true;
}

SCHEMA_CHECK(check_patterns)
{
    bool fits = true;
    const struct value *map = frame->instance;
    for (size_t member = 0; member < value_count(map) && !run->stopped; member++)
        for (size_t pattern = 0; pattern < rule->count && (fits || schema_asked(run)); pattern++)
            if (schema_matches(run, frame, rule->patterns[pattern], member_key(map, member))) {
                schema_mark(frame, member);
                fits = schema_apply_part(run, frame, rule->nodes[pattern], STEP_MEMBER, member) &&
                       fits;
            }
    return fits;
}

SCHEMA_COMPILE(compile_additional)
{
    (void)compiler, (void)err;
    rule->names = schema_sibling(node, "properties");
    rule->neighbour = schema_sibling_rule(node, "patternProperties");
    return true;
}

static bool is_additional(const struct schema_rule *rule, const struct schema_frame *frame,
                          struct schema_run *run, size_t index)
{
    const struct text key = member_key(frame->instance, index);
    if (rule->names && value_get(rule->names, key))
        return false;
    const size_t patterns = rule->neighbour ? rule->neighbour->count : 0;
    for (size_t pattern = 0; pattern < patterns; pattern++)
        if (schema_matches(run, frame, rule->neighbour->patterns[pattern], key))
            return false;
    return true;
}

static bool member_apply(const struct schema_rule *rule, const struct schema_frame *frame,
                         struct schema_run *run, size_t index)
{
    schema_mark(frame, index);
    if (schema_is_false(rule->nodes[0]))
        return schema_fail_unknown(run, frame, rule, index);
    return schema_apply_part(run, frame, rule->nodes[0], STEP_MEMBER, index);
}

SCHEMA_CHECK(check_additional)
{
    const size_t instance_members = value_count(frame->instance);
    bool fits = schema_spend(run, frame, instance_members / SCHEMA_PARTS);
    for (size_t member = 0;
         member < instance_members && !run->stopped && (fits || schema_asked(run)); member++)
        if (is_additional(rule, frame, run, member) && !run->stopped)
            fits = member_apply(rule, frame, run, member) && fits;
    return fits;
}

SCHEMA_CHECK(check_unevaluated_properties)
{
    const size_t instance_members = value_count(frame->instance);
    bool fits = schema_spend(run, frame, instance_members / SCHEMA_PARTS);
    for (size_t member = 0; member < instance_members && (fits || schema_asked(run)); member++)
        if (!schema_marked(frame, member))
            fits = member_apply(rule, frame, run, member) && fits;
    return fits;
}

SCHEMA_CHECK(check_property_names)
{
    bool fits = true;
    for (size_t member = 0; member < value_count(frame->instance) && (fits || schema_asked(run));
         member++)
        fits = schema_apply_part(run, frame, rule->nodes[0], STEP_KEY, member) && fits;
    return fits;
}

SCHEMA_CHECK(check_max_properties)
{
    const size_t instance_members = value_count(frame->instance);
    return instance_members <= rule->least ||
           schema_fail(run, frame, rule, "has %s; at most %zu %s allowed",
                       schema_count_words(instance_members, "member", run->arena), rule->least,
                       rule->least == 1 ? "is" : "are");
}

SCHEMA_CHECK(check_min_properties)
{
    const size_t instance_members = value_count(frame->instance);
    return instance_members >= rule->least ||
           schema_fail(run, frame, rule, "has %s; at least %zu %s needed",
                       schema_count_words(instance_members, "member", run->arena), rule->least,
                       rule->least == 1 ? "is" : "are");
}

/* ---- keywords: which members are needed ---- */

static bool names_compile(const char *keyword, const struct value *required_names,
                          struct error *err)
{
    if (value_kind(required_names) != VALUE_LIST)
        return schema_refuse(keyword, required_names, "a list of strings", err);
    for (size_t required_name = 0; required_name < value_count(required_names); required_name++)
        if (value_kind(value_at(required_names, required_name)) != VALUE_STRING)
            return schema_refuse(keyword, value_at(required_names, required_name),
                                 "a list of strings", err);
    return true;
}

SCHEMA_COMPILE(compile_names)
{
    (void)compiler, (void)node;
    return names_compile(rule->keyword->name, rule->value, err);
}

SCHEMA_COMPILE(compile_name_lists)
{
    (void)compiler, (void)node;
    if (value_kind(rule->value) != VALUE_MAP)
        return schema_refuse(rule->keyword->name, rule->value, "a map of lists of strings", err);
    for (size_t member = 0; member < value_count(rule->value); member++)
        if (!names_compile(rule->keyword->name, member_value(rule->value, member), err))
            return false;
    return true;
}

SCHEMA_CHECK(check_required)
{
    const size_t required_count = value_count(rule->value);
    bool fits = schema_spend(run, frame, required_count / SCHEMA_PARTS);
    for (size_t required = 0;
         required < required_count && !run->stopped && (fits || schema_asked(run)); required++) {
        const struct text property = value_text(value_at(rule->value, required));
        if (!value_get(frame->instance, property))
            fits = schema_fail(run, frame, rule, "has no member %s, which is required",
                               run->founds ? schema_text_words(property, run->arena) : "");
    }
    return fits;
}

static bool dependents_check(const struct schema_rule *rule, const struct schema_frame *frame,
                             struct schema_run *run, size_t index)
{
    bool fits = true;
    const struct value *required_names = member_value(rule->value, index);
    if (!value_get(frame->instance, member_key(rule->value, index)))
        return true;
    if (!schema_spend(run, frame, value_count(required_names) / SCHEMA_PARTS))
        return false;
    for (size_t dependent = 0;
         dependent < value_count(required_names) && (fits || schema_asked(run)); dependent++) {
        const struct text property = value_text(value_at(required_names, dependent));
        if (!value_get(frame->instance, property))
            fits = schema_fail(
                run, frame, rule, "has no member %s, which %s requires",
                run->founds ? schema_text_words(property, run->arena) : "",
                run->founds ? schema_text_words(member_key(rule->value, index), run->arena) : "");
    }
    return fits;
}

SCHEMA_CHECK(check_dependent_required)
{
    bool fits = schema_spend(run, frame, value_count(rule->value) / SCHEMA_PARTS);
    for (size_t member = 0; member < value_count(rule->value) && (fits || schema_asked(run));
         member++)
        fits = dependents_check(rule, frame, run, member) && fits;
    return fits;
}
