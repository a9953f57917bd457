#include "base/limits.h"
#include "value/schema_internal.h"

enum { MARK_BITS = 64, PATTERN_STEPS = 10, WALK_STEPS = 8 };

bool schema_stop(struct schema_run *run, const struct schema_frame *frame, const char *why)
{
    run->stopped = true;
    return error_at(run->err, ERROR_REFUSED, value_place(frame->instance), "%s", why);
}

bool schema_spend(struct schema_run *run, const struct schema_frame *frame, size_t steps)
{
    if (run->stopped)
        return false;
    run->steps += steps;
    if (run->steps <= LIMIT_SCHEMA_STEPS)
        return true;
    return schema_stop(run, frame,
                       text_format(run->arena, "judging it by the schema takes more than %d steps",
                                   (int)LIMIT_SCHEMA_STEPS)
                           .at);
}

bool schema_matches(struct schema_run *run, const struct schema_frame *frame,
                    const struct pattern *pattern, struct text subject)
{
    bool matched = false;
    struct error pattern_failure = {0};
    if (!schema_spend(run, frame, PATTERN_STEPS + subject.size / SCHEMA_BYTES))
        return false;
    if (!pattern_find(pattern, subject, &matched, &pattern_failure))
        return schema_stop(run, frame, pattern_failure.message);
    return matched;
}

/* ---- what was evaluated ---- */

static size_t marks_words(const struct schema_marks *marks)
{
    return (marks->count + MARK_BITS - 1) / MARK_BITS;
}

static void marks_merge(struct schema_marks *into, const struct schema_marks *from)
{
    for (size_t word = 0; word < marks_words(into); word++)
        into->bits[word] |= from->bits[word];
}

void schema_mark(const struct schema_frame *frame, size_t index)
{
    if (frame->marks)
        frame->marks->bits[index / MARK_BITS] |= UINT64_C(1) << index % MARK_BITS;
}

bool schema_marked(const struct schema_frame *frame, size_t index)
{
    return frame->marks && (frame->marks->bits[index / MARK_BITS] >> index % MARK_BITS & 1);
}

/* ---- one schema, one value ---- */

/* The types for which keywords are chosen: one that is not a number meets those of numbers. */
static unsigned types_met(const struct value *instance)
{
    return value_kind(instance) == VALUE_NAN ? SCHEMA_NUMBER : schema_types_of(instance);
}

static bool rules_apply(struct schema_run *run, const struct schema_frame *frame)
{
    bool fits = true;
    const unsigned types = types_met(frame->instance);
    for (size_t keyword = 0; keyword < frame->node->count && (fits || schema_asked(run));
         keyword++) {
        const struct schema_rule *rule = &frame->node->rules[keyword];
        if (!(rule->keyword->applies & types))
            continue;
        if (!schema_spend(run, frame, 1))
            return false;
        fits = rule->keyword->check(rule, frame, run) && fits;
    }
    return fits && !run->stopped;
}

/* Judge the frame. What was evaluated goes to `wanted`: where it fits, as the draft says, and where
 * errors are collected always, since then nothing depends on it but how much is said. */
static bool frame_judge(struct schema_run *run, struct schema_frame *frame,
                        struct schema_marks *wanted)
{
    const struct schema_node *node = frame->node;
    struct schema_marks own = {0};
    if (!schema_spend(run, frame, 1))
        return false;
    if (value_kind(node->source) == VALUE_BOOLEAN)
        return value_boolean(node->source) || schema_fail_false(run, frame);
    if (!schema_node_ready(run, node))
        return false;
    own.count = value_count(frame->instance);
    if ((node->tracks || wanted) && own.count) {
        if (!schema_spend(run, frame, marks_words(&own)))
            return false;
        own.bits = ARENA_ARRAY(run->arena, uint64_t, marks_words(&own));
        frame->marks = &own;
    }
    const bool fits = rules_apply(run, frame);
    if (wanted && frame->marks && (fits || run->founds))
        marks_merge(wanted, &own);
    frame->marks = NULL;
    return fits;
}

/* The scope with `resource` in it; one without dynamic anchors would never be asked. */
static const struct schema_scope *scope_enter(const struct schema_scope *scope,
                                              const struct schema_resource *resource,
                                              struct schema_scope *scope_room)
{
    if (!resource->dynamic)
        return scope;
    for (const struct schema_scope *entered = scope; entered; entered = entered->outer)
        if (entered->resource == resource)
            return scope;
    *scope_room = (struct schema_scope){scope, resource};
    return scope_room;
}

static bool frame_enter(struct schema_run *run, struct schema_frame *frame,
                        struct schema_marks *wanted)
{
    struct schema_scope scope_room;
    if (frame->depth > LIMIT_SCHEMA_DEPTH)
        return schema_stop(run, frame,
                           text_format(run->arena, "schemas apply within schemas more than %d deep",
                                       (int)LIMIT_SCHEMA_DEPTH)
                               .at);
    frame->scope = scope_enter(frame->outer->scope, frame->node->resource, &scope_room);
    const bool fits = frame_judge(run, frame, wanted);
    frame->scope = NULL; /* it ends with `scope_room` */
    return fits;
}

/* The same schema is being applied to the same value already: it would never end. */
static bool frame_repeats(struct schema_run *run, const struct schema_frame *frame,
                          const struct schema_node *node)
{
    size_t walked = 0;
    bool repeats = frame->node == node;
    for (; frame->step == STEP_NONE && frame->outer && !repeats; walked++) {
        frame = frame->outer;
        repeats = frame->node == node;
    }
    if (!schema_spend(run, frame, walked / WALK_STEPS))
        return true;
    return repeats && !schema_stop(run, frame, "the schema refers to itself without end");
}

bool schema_apply(struct schema_run *run, const struct schema_frame *frame,
                  const struct schema_node *node)
{
    struct schema_frame inner = {.outer = frame,
                                 .node = node,
                                 .instance = frame->instance,
                                 .depth = frame->depth + 1,
                                 .level = frame->level};
    return !run->stopped && !frame_repeats(run, frame, node) &&
           frame_enter(run, &inner, frame->marks);
}

/* An instance's key as a text that stands where the key stands. */
static struct value key_value(const struct value *instance_map, size_t instance_key)
{
    return value_placed(value_of_text(member_key(instance_map, instance_key)),
                        member_place(instance_map, instance_key));
}

static bool key_apply(struct schema_run *run, struct schema_frame *inner)
{
    const struct value key = key_value(inner->outer->instance, inner->index);
    struct schema_founds *founds = run->founds;
    run->founds = NULL;
    inner->instance = &key;
    const bool fits = frame_enter(run, inner, NULL);
    run->founds = founds;
    inner->instance = NULL; /* the key ends here */
    if (fits || run->stopped || !founds)
        return fits;
    struct value *kept = ARENA_NEW(run->arena, struct value); /* errors point to it */
    *kept = key;
    inner->instance = kept;
    return frame_enter(run, inner, NULL);
}

bool schema_apply_part(struct schema_run *run, const struct schema_frame *frame,
                       const struct schema_node *node, enum schema_step step, size_t index)
{
    struct schema_frame inner = {.outer = frame,
                                 .node = node,
                                 .step = step,
                                 .index = index,
                                 .depth = frame->depth + 1,
                                 .level = frame->level + 1};
    if (run->stopped)
        return false;
    if (step == STEP_KEY)
        return key_apply(run, &inner);
    inner.instance =
        step == STEP_ITEM ? value_at(frame->instance, index) : member_value(frame->instance, index);
    return frame_enter(run, &inner, NULL);
}

bool schema_fits(struct schema_run *run, const struct schema_frame *frame,
                 const struct schema_node *node)
{
    struct schema_founds *founds = run->founds;
    run->founds = NULL;
    const bool fits = schema_apply(run, frame, node);
    run->founds = founds;
    return fits;
}

bool schema_part_fits(struct schema_run *run, const struct schema_frame *frame,
                      const struct schema_node *node, enum schema_step step, size_t index)
{
    struct schema_founds *founds = run->founds;
    run->founds = NULL;
    const bool fits = schema_apply_part(run, frame, node, step, index);
    run->founds = founds;
    return fits;
}
