/* Plain metric trees: what a training script dumps when nobody told it a format.
 *
 *     {"auc": 0.83, "slices": {"a": {"auc": 0.79, "note": "small"}}, "curve": [0, 0.5, 1]}
 *
 *     auc 0.83    slices.a.auc 0.79    slices.a.note "small"
 *
 * Lists are curves and labels, not figures. The tree is walked twice, first to measure, so that
 * results and names take one piece of memory each, of the right size. */
#include "evidence/format.h"

#include "base/limits.h"

struct walk {
    const struct value *root;
    struct results *results; /* NULL while measuring                                  */
    char *metric_names;      /* where the next name goes                              */
    size_t count, size;      /* figures, and bytes of names that are not a root's key */
    char *metric_name;       /* the keys down to here, LIMIT_KEY_SIZE bytes at most   */
    struct error *err;
};

static bool has_number(const struct value *map)
{
    for (size_t i = 0; i < value_count(map); i++) {
        const struct value *figure = member_value(map, i);
        if (value_is_number(figure) || value_kind(figure) == VALUE_NAN ||
            (value_kind(figure) == VALUE_MAP && has_number(figure)))
            return true;
    }
    return false;
}

static bool is_metrics(const struct value *document)
{
    return value_kind(document) == VALUE_MAP && !value_get(document, TEXT("obstat")) &&
           has_number(document);
}

/* Join a key to the `above` bytes of the metric's name; `size` gets the bytes of the whole. */
static bool name_join(struct walk *walk, const struct value *map, size_t i, size_t above,
                      size_t *size)
{
    const struct text key = member_key(map, i);
    const bool dotted = map != walk->root;
    if (above + dotted + key.size > LIMIT_KEY_SIZE)
        return error_at(walk->err, ERROR_REFUSED, member_place(map, i),
                        "the name of this metric, keys joined with dots, is longer than %d bytes",
                        LIMIT_KEY_SIZE);
    if (dotted)
        walk->metric_name[above] = '.';
    if (key.size)
        memcpy(walk->metric_name + above + dotted, key.at, key.size);
    *size = above + dotted + key.size;
    return true;
}

static void figure_add(struct walk *walk, const struct value *map, size_t i, size_t size)
{
    struct text metric_name = member_key(map, i);
    walk->count++;
    if (map != walk->root) {
        walk->size += size;
        metric_name = (struct text){walk->metric_names, size};
    }
    if (!walk->results)
        return;
    if (map != walk->root) {
        memcpy(walk->metric_names, walk->metric_name, size);
        walk->metric_names += size;
    }
    walk->results->at[walk->results->count++] =
        (struct result){metric_name, member_value(map, i), &setting_none, &details_none};
}

static bool walk_map(struct walk *walk, const struct value *map, size_t above)
{
    for (size_t i = 0; i < value_count(map); i++) {
        const struct value *figure = member_value(map, i);
        const enum value_kind kind = value_kind(figure);
        size_t size = 0;
        if (kind == VALUE_NULL || kind == VALUE_LIST)
            continue;
        if (!name_join(walk, map, i, above, &size))
            return false;
        if (kind != VALUE_MAP && size == 0)
            return error_at(walk->err, ERROR_REFUSED, member_place(map, i), "a metric has no name");
        if (kind != VALUE_MAP)
            figure_add(walk, map, i, size);
        else if (!walk_map(walk, figure, size))
            return false;
    }
    return true;
}

static bool metrics_read(struct evidence *evidence, struct arena *arena, struct error *err)
{
    const struct value *root = evidence->document;
    char *metric_name = arena_alloc(arena, LIMIT_KEY_SIZE);
    struct walk metrics_measure = {.root = root, .metric_name = metric_name, .err = err};
    if (!walk_map(&metrics_measure, root, 0) ||
        !results_reserve(&evidence->results, metrics_measure.count, value_place(root), arena, err))
        return false;
    if (metrics_measure.size > LIMIT_EVIDENCE_SIZE)
        return error_at(err, ERROR_REFUSED, value_place(root),
                        "the names of its metrics have more than %llu bytes, keys joined with dots",
                        LIMIT_EVIDENCE_SIZE);
    struct walk metrics_fill = {.root = root,
                                .results = &evidence->results,
                                .metric_names = arena_alloc(arena, metrics_measure.size),
                                .metric_name = metric_name,
                                .err = err};
    return walk_map(&metrics_fill, root, 0);
}

const struct format format_metrics = {
    .name = "metrics",
    .summary = "A plain tree of figures, as training scripts write it in JSON or YAML",
    .is = is_metrics,
    .read = metrics_read,
};
