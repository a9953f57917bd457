/* Dumps of fairlearn's MetricFrame, which has no file format of its own: `by_group.to_json()` in
 * either orientation, or an envelope that says what the groups are made by:
 *
 *     {"selection_rate": {"Female": 0.11, "Male": 0.31}, "count": {"Female": 421, "Male": 833}}
 *     {"Female": {"selection_rate": 0.11, "count": 421}, "Male": {...}}
 *     {"kind": "fairness.v1", "attribute": "sex", "by_group": ..., "overall": {"accuracy": 0.9}}
 *
 * A frame without its name is of "sensitive_feature_0", as fairlearn calls it. Each figure becomes
 * a result of its group and of the group's own metrics; `count` is the group's n. Counts of
 * outcomes come only from metrics named tp, fp, tn and fn: a rate alone says nothing of how many.
 */
#include "evidence/format.h"

static const char unnamed_feature[] = "sensitive_feature_0";

/* What only MetricFrames have: accuracy by name of a split would be any tree of figures. */
static const char *const frame_metrics[] = {
    "selection_rate",     "true_positive_rate",  "false_positive_rate",
    "true_negative_rate", "false_negative_rate", "mean_prediction",
};

enum orientation { NO_FRAME, BY_METRIC, BY_GROUP };

static bool is_frame_metric(struct text key)
{
    for (size_t metric = 0; metric < COUNT(frame_metrics); metric++)
        if (text_is(key, frame_metrics[metric]))
            return true;
    return false;
}

static bool has_frame_metric(const struct value *map)
{
    for (size_t metric = 0; metric < value_count(map); metric++)
        if (is_frame_metric(member_key(map, metric)))
            return true;
    return false;
}

static bool is_figure(const struct value *value)
{
    return value_is_number(value) || value_kind(value) == VALUE_NAN ||
           value_kind(value) == VALUE_NULL;
}

static bool is_row_of_figures(const struct value *map)
{
    for (size_t figure = 0; figure < value_count(map); figure++)
        if (!is_figure(member_value(map, figure)))
            return false;
    return value_kind(map) == VALUE_MAP && value_count(map) > 0;
}

/* Do both maps have the same keys? */
static bool same_keys(const struct value *row, const struct value *other)
{
    bool same = value_count(row) == value_count(other);
    for (size_t key = 0; same && key < value_count(row); key++)
        same = text_equal(member_key(row, key), member_key(other, key));
    return same;
}

/* A frame is a rectangle: maps of figures, each with the same keys. */
static enum orientation frame_orientation(const struct value *frame)
{
    if (value_kind(frame) != VALUE_MAP || value_count(frame) == 0)
        return NO_FRAME;
    const struct value *first_metric = member_value(frame, 0);
    for (size_t row = 0; row < value_count(frame); row++)
        if (!is_row_of_figures(member_value(frame, row)) ||
            !same_keys(first_metric, member_value(frame, row)))
            return NO_FRAME;
    if (has_frame_metric(frame))
        return BY_METRIC;
    return has_frame_metric(first_metric) ? BY_GROUP : NO_FRAME;
}

static bool is_envelope(const struct value *document)
{
    const struct value *kind = value_get(document, TEXT("kind"));
    return kind && text_is(value_text(kind), "fairness.v1");
}

static bool is_fairlearn(const struct value *document)
{
    return is_envelope(document) || frame_orientation(document) != NO_FRAME;
}

/* One MetricFrame being read. */
struct frame {
    struct evidence *evidence;
    struct text attribute;
    const struct value *by_group, *counts;
    enum orientation orientation;
    struct arena *arena;
    struct error *err;
};

static size_t frame_groups(const struct frame *frame)
{
    return value_count(frame->orientation == BY_GROUP ? frame->by_group
                                                      : member_value(frame->by_group, 0));
}

static struct text frame_group_name(const struct frame *frame, size_t group)
{
    return member_key(
        frame->orientation == BY_GROUP ? frame->by_group : member_value(frame->by_group, 0), group);
}

/* The figure of a metric for a group; NULL where the frame has no such metric. */
static const struct value *frame_figure(const struct frame *frame, struct text metric,
                                        struct text group)
{
    return frame->orientation == BY_GROUP
               ? value_present(value_get(frame->by_group, group), metric)
               : value_present(value_get(frame->by_group, metric), group);
}

/* A count of outcomes: from `counts` of the envelope, else a metric of the frame. */
static bool frame_count(const struct frame *frame, const char *name, struct text group,
                        const struct value **group_count)
{
    const struct value *count = value_present(value_get(frame->counts, group), text_of(name));
    if (!count)
        count = frame_figure(frame, text_of(name), group);
    *group_count = count;
    return !count || (value_is_number(count) && value_number(count) >= 0) ||
           error_at(frame->err, ERROR_REFUSED, value_place(count), "%s is no count of people",
                    name);
}

static bool frame_result_add(const struct frame *frame, struct text metric, struct text group,
                             struct members *metrics)
{
    struct members setting_group = {0};
    const struct value *figure = frame_figure(frame, metric, group);
    if (!figure)
        return true;
    members_add(frame->arena, metrics, metric, *figure);
    members_add(frame->arena, &setting_group, frame->attribute, value_of_text(group));
    const struct setting setting = {
        .group = value_beside(value_of_map(frame->arena, &setting_group), figure, frame->arena)};
    return result_add(frame->evidence, &(struct result){.metric = metric, .value = figure},
                      &setting, NULL, frame->arena, frame->err);
}

static bool frame_group_read(const struct frame *frame, size_t index)
{
    const struct text name = frame_group_name(frame, index);
    const bool by_group = frame->orientation == BY_GROUP;
    const struct value *names = by_group ? member_value(frame->by_group, 0) : frame->by_group;
    const struct value *place = by_group ? member_value(frame->by_group, index) : frame->by_group;
    const struct value *n = NULL;
    struct members metrics = {0}, node = {0};
    struct group group = {.attribute = frame->attribute,
                          .value = value_beside(value_of_text(name), place, frame->arena)};
    for (size_t metric = 0; metric < value_count(names); metric++)
        if (!frame_result_add(frame, member_key(names, metric), name, &metrics))
            return false;
    if (!frame_count(frame, "tp", name, &group.tp) || !frame_count(frame, "fp", name, &group.fp) ||
        !frame_count(frame, "tn", name, &group.tn) || !frame_count(frame, "fn", name, &group.fn) ||
        !frame_count(frame, "count", name, &n))
        return false;
    if (n)
        members_add(frame->arena, &node, TEXT("n"), *n);
    members_add(frame->arena, &node, TEXT("metrics"), value_of_map(frame->arena, &metrics));
    group.node = value_beside(value_of_map(frame->arena, &node), place, frame->arena);
    *LIST_ADD(frame->arena, &frame->evidence->groups) = group;
    return true;
}

static bool overall_read(const struct frame *frame, const struct value *overall)
{
    for (size_t metric = 0; metric < value_count(overall); metric++)
        if (!result_add(frame->evidence,
                        &(struct result){.metric = member_key(overall, metric),
                                         .value = member_value(overall, metric)},
                        NULL, NULL, frame->arena, frame->err))
            return false;
    return true;
}

static bool frame_read(struct frame *frame)
{
    frame->orientation = frame_orientation(frame->by_group);
    if (frame->orientation == NO_FRAME)
        return error_at(frame->err, ERROR_REFUSED, value_place(frame->by_group),
                        "by_group is no frame: each metric needs a figure for each group");
    for (size_t group = 0; group < frame_groups(frame); group++)
        if (!frame_group_read(frame, group))
            return false;
    return true;
}

static bool fairlearn_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *document = evidence->document, *overall = NULL;
    struct frame frame = {.evidence = evidence,
                          .attribute = text_of(unnamed_feature),
                          .by_group = document,
                          .arena = arena,
                          .err = err};
    if (!is_envelope(document))
        return frame_read(&frame);
    struct text attribute;
    if (!field_text(document, TEXT("attribute"), &attribute, err) ||
        !field_of_kind(document, TEXT("by_group"), VALUE_MAP, &frame.by_group, err) ||
        !field_of_kind(document, TEXT("counts"), VALUE_MAP, &frame.counts, err) ||
        !field_of_kind(document, TEXT("overall"), VALUE_MAP, &overall, err))
        return false;
    if (!frame.by_group)
        return error_at(err, ERROR_REFUSED, value_place(document),
                        "by_group is absent here, and needed");
    if (attribute.size)
        frame.attribute = attribute;
    return frame_read(&frame) && overall_read(&frame, overall);
}

const struct format format_fairlearn = {
    .name = "fairlearn",
    .summary = "A MetricFrame of fairlearn as JSON: figures by group",
    .carrier = CARRIER_TREE,
    .is = is_fairlearn,
    .read = fairlearn_read,
};
