/* Keywords about the members of a map. */
#include "value/schema_internal.h"

static bool is_false(const struct schema_node *node)
{
    return value_kind(node->source) == VALUE_BOOLEAN && !value_boolean(node->source);
}

/* Both maps are sorted by key: walk them side by side. */
SCHEMA_CHECK(check_properties)
{
    const struct value *map = frame->instance;
    const size_t members = value_count(map);
    bool fits = schema_spend(run, frame, (members + rule->count) / SCHEMA_PARTS);
    for (size_t i = 0, j = 0; i < members && j < rule->count && (fits || schema_asked(run));) {
        const int order = text_compare(member_key(map, i), member_key(rule->value, j));
        if (order == 0) {
            schema_mark(frame, i);
            fits = schema_apply_part(run, frame, rule->nodes[j], STEP_MEMBER, i) && fits;
        }
        i += order <= 0;
        j += order >= 0;
    }
    return fits;
}

SCHEMA_COMPILE(compile_patterns)
{
    (void)node;
    rule->patterns = ARENA_ARRAY(compiler->arena, struct pattern *, rule->count + 1);
    for (size_t i = 0; i < rule->count; i++) {
        struct error failure = {0};
        if (!pattern_compile(member_key(rule->value, i), compiler->arena, &rule->patterns[i],
                             &failure))
            return error_at(err, ERROR_REFUSED, member_place(rule->value, i), "%s",
                            failure.message);
    }
    return true;
}

SCHEMA_CHECK(check_patterns)
{
    bool fits = true;
    const struct value *map = frame->instance;
    for (size_t i = 0; i < value_count(map) && !run->stopped; i++)
        for (size_t j = 0; j < rule->count && (fits || schema_asked(run)); j++)
            if (schema_matches(run, frame, rule->patterns[j], member_key(map, i))) {
                schema_mark(frame, i);
                fits = schema_apply_part(run, frame, rule->nodes[j], STEP_MEMBER, i) && fits;
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
    for (size_t i = 0; i < patterns; i++)
        if (schema_matches(run, frame, rule->neighbour->patterns[i], key))
            return false;
    return true;
}

static bool member_apply(const struct schema_rule *rule, const struct schema_frame *frame,
                         struct schema_run *run, size_t index)
{
    schema_mark(frame, index);
    if (is_false(rule->nodes[0]))
        return schema_fail_unknown(run, frame, rule, index);
    return schema_apply_part(run, frame, rule->nodes[0], STEP_MEMBER, index);
}

SCHEMA_CHECK(check_additional)
{
    const size_t members = value_count(frame->instance);
    bool fits = schema_spend(run, frame, members / SCHEMA_PARTS);
    for (size_t i = 0; i < members && !run->stopped && (fits || schema_asked(run)); i++)
        if (is_additional(rule, frame, run, i) && !run->stopped)
            fits = member_apply(rule, frame, run, i) && fits;
    return fits;
}

SCHEMA_CHECK(check_unevaluated_properties)
{
    const size_t members = value_count(frame->instance);
    bool fits = schema_spend(run, frame, members / SCHEMA_PARTS);
    for (size_t i = 0; i < members && (fits || schema_asked(run)); i++)
        if (!schema_marked(frame, i))
            fits = member_apply(rule, frame, run, i) && fits;
    return fits;
}

SCHEMA_CHECK(check_property_names)
{
    bool fits = true;
    for (size_t i = 0; i < value_count(frame->instance) && (fits || schema_asked(run)); i++)
        fits = schema_apply_part(run, frame, rule->nodes[0], STEP_KEY, i) && fits;
    return fits;
}

SCHEMA_CHECK(check_max_properties)
{
    const size_t count = value_count(frame->instance);
    return count <= rule->least || schema_fail(run, frame, rule, "has %s; at most %zu %s allowed",
                                               schema_count_words(count, "member", run->arena),
                                               rule->least, rule->least == 1 ? "is" : "are");
}

SCHEMA_CHECK(check_min_properties)
{
    const size_t count = value_count(frame->instance);
    return count >= rule->least || schema_fail(run, frame, rule, "has %s; at least %zu %s needed",
                                               schema_count_words(count, "member", run->arena),
                                               rule->least, rule->least == 1 ? "is" : "are");
}

/* ---- which members are needed ---- */

static bool names_compile(const char *keyword, const struct value *list, struct error *err)
{
    if (value_kind(list) != VALUE_LIST)
        return schema_refuse(keyword, list, "a list of strings", err);
    for (size_t i = 0; i < value_count(list); i++)
        if (value_kind(value_at(list, i)) != VALUE_STRING)
            return schema_refuse(keyword, value_at(list, i), "a list of strings", err);
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
    for (size_t i = 0; i < value_count(rule->value); i++)
        if (!names_compile(rule->keyword->name, member_value(rule->value, i), err))
            return false;
    return true;
}

SCHEMA_CHECK(check_required)
{
    const size_t names = value_count(rule->value);
    bool fits = schema_spend(run, frame, names / SCHEMA_PARTS);
    for (size_t i = 0; i < names && !run->stopped && (fits || schema_asked(run)); i++) {
        const struct text name = value_text(value_at(rule->value, i));
        if (!value_get(frame->instance, name))
            fits = schema_fail(run, frame, rule, "has no member %s, which is required",
                               run->founds ? schema_text_words(name, run->arena) : "");
    }
    return fits;
}

static bool dependents_check(const struct schema_rule *rule, const struct schema_frame *frame,
                             struct schema_run *run, size_t index)
{
    bool fits = true;
    const struct value *names = member_value(rule->value, index);
    if (!value_get(frame->instance, member_key(rule->value, index)))
        return true;
    if (!schema_spend(run, frame, value_count(names) / SCHEMA_PARTS))
        return false;
    for (size_t i = 0; i < value_count(names) && (fits || schema_asked(run)); i++) {
        const struct text name = value_text(value_at(names, i));
        if (!value_get(frame->instance, name))
            fits = schema_fail(
                run, frame, rule, "has no member %s, which %s requires",
                run->founds ? schema_text_words(name, run->arena) : "",
                run->founds ? schema_text_words(member_key(rule->value, index), run->arena) : "");
    }
    return fits;
}

SCHEMA_CHECK(check_dependent_required)
{
    bool fits = schema_spend(run, frame, value_count(rule->value) / SCHEMA_PARTS);
    for (size_t i = 0; i < value_count(rule->value) && (fits || schema_asked(run)); i++)
        fits = dependents_check(rule, frame, run, i) && fits;
    return fits;
}
