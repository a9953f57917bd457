/* Keywords about the items of a list. */
#include "value/schema_internal.h"

SCHEMA_CHECK(check_prefix_items)
{
    bool fits = true;
    const size_t items = value_count(frame->instance);
    for (size_t item = 0; item < items && item < rule->count && (fits || schema_asked(run));
         item++) {
        schema_mark(frame, item);
        fits = schema_apply_part(run, frame, rule->nodes[item], STEP_ITEM, item) && fits;
    }
    return fits;
}

SCHEMA_COMPILE(compile_items)
{
    const struct value *prefix = schema_sibling(node, "prefixItems");
    (void)compiler, (void)err;
    rule->least = prefix ? value_count(prefix) : 0;
    return true;
}

SCHEMA_CHECK(check_items)
{
    bool fits = true;
    const size_t items = value_count(frame->instance);
    for (size_t item = rule->least; item < items && !run->stopped && (fits || schema_asked(run));
         item++) {
        schema_mark(frame, item);
        fits = schema_apply_part(run, frame, rule->nodes[0], STEP_ITEM, item) && fits;
    }
    return fits;
}

SCHEMA_CHECK(check_unevaluated_items)
{
    bool fits = true;
    const size_t items = value_count(frame->instance);
    for (size_t item = 0; item < items && !run->stopped && (fits || schema_asked(run)); item++)
        if (!schema_marked(frame, item)) {
            schema_mark(frame, item);
            fits = schema_apply_part(run, frame, rule->nodes[0], STEP_ITEM, item) && fits;
        }
    return fits;
}

SCHEMA_COMPILE(compile_contains)
{
    const struct value *least = schema_sibling(node, "minContains");
    const struct value *most = schema_sibling(node, "maxContains");
    (void)compiler;
    rule->least = 1;
    rule->most = SIZE_MAX;
    return (!least || schema_count_read("minContains", least, &rule->least, err)) &&
           (!most || schema_count_read("maxContains", most, &rule->most, err));
}

SCHEMA_CHECK(check_contains)
{
    size_t contained = 0;
    const size_t items = value_count(frame->instance);
    for (size_t item = 0; item < items && !run->stopped; item++)
        if (schema_part_fits(run, frame, rule->nodes[0], STEP_ITEM, item)) {
            schema_mark(frame, item);
            contained++;
        }
    if (contained < rule->least)
        return schema_fail(run, frame, rule,
                           "has %s that the schema looks for; at least %zu %s needed",
                           schema_count_words(contained, "item", run->arena), rule->least,
                           rule->least == 1 ? "is" : "are");
    return contained <= rule->most ||
           schema_fail(run, frame, rule, "has %s that the schema looks for; at most %zu %s allowed",
                       schema_count_words(contained, "item", run->arena), rule->most,
                       rule->most == 1 ? "is" : "are");
}

SCHEMA_CHECK(check_max_items)
{
    const size_t items = value_count(frame->instance);
    return items <= rule->least || schema_fail(run, frame, rule, "has %s; at most %zu %s allowed",
                                               schema_count_words(items, "item", run->arena),
                                               rule->least, rule->least == 1 ? "is" : "are");
}

SCHEMA_CHECK(check_min_items)
{
    const size_t items = value_count(frame->instance);
    return items >= rule->least || schema_fail(run, frame, rule, "has %s; at least %zu %s needed",
                                               schema_count_words(items, "item", run->arena),
                                               rule->least, rule->least == 1 ? "is" : "are");
}

SCHEMA_CHECK(check_unique_items)
{
    const struct value *list = frame->instance;
    size_t twin = 0, item = 0;
    if (!value_boolean(rule->value) || value_count(list) < 2)
        return true;
    if (!schema_spend(run, frame, value_count(list) + schema_weight(list) / SCHEMA_PARTS))
        return false;
    if (!schema_twins_find(list, run->arena, &twin, &item))
        return true;
    return schema_fail_part(run, frame, rule, item,
                            "is equal to item %zu of the list; all items must differ", twin + 1);
}
