#include "value/yaml_reader.h"

#include "base/limits.h"

/* The place of `name` among the anchors, or where it belongs. */
static size_t anchor_search(const struct yaml_anchors *anchors, struct text name, bool *found)
{
    size_t first = 0, end = anchors->count;
    *found = false;
    while (first < end && !*found) {
        const size_t middle = first + (end - first) / 2;
        const int order = text_compare(anchors->at[middle].name, name);
        *found = order == 0;
        if (order < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return *found ? end : first;
}

static struct yaml_anchor *anchor_add(struct yaml_reader *reader, size_t at, struct text name)
{
    (void)LIST_ADD(reader->arena, &reader->anchors);
    struct yaml_anchor *anchor = &reader->anchors.at[at];
    memmove(anchor + 1, anchor, (reader->anchors.count - 1 - at) * sizeof *anchor);
    *anchor = (struct yaml_anchor){.name = text_copy(reader->arena, name)};
    return anchor;
}

bool yaml_anchor_open(struct yaml_reader *reader, const char *name, struct place anchor_place,
                      size_t *serial)
{
    bool found = false;
    if (!name)
        return true;
    if (reader->anchors_seen == LIMIT_YAML_ALIASES)
        return error_at(reader->err, ERROR_REFUSED, anchor_place, "more than %d anchors (&name)",
                        LIMIT_YAML_ALIASES);
    const size_t at = anchor_search(&reader->anchors, text_of(name), &found);
    struct yaml_anchor *anchor =
        found ? &reader->anchors.at[at] : anchor_add(reader, at, text_of(name));
    anchor->open = true;
    anchor->serial = ++reader->anchors_seen;
    *serial = anchor->serial;
    return true;
}

void yaml_anchor_close(struct yaml_reader *reader, const char *name, size_t serial,
                       const struct yaml_node *node)
{
    bool found = false;
    if (!name)
        return;
    const size_t at = anchor_search(&reader->anchors, text_of(name), &found);
    struct yaml_anchor *anchor = &reader->anchors.at[at];
    if (!found || anchor->serial != serial) /* given anew inside its own value: that one counts */
        return;
    anchor->node = *node;
    anchor->open = false;
}

/* What the document would become if every alias were written out. */
static bool alias_charge(struct yaml_reader *reader, const struct yaml_node *node,
                         struct place alias_place)
{
    if (reader->depth + node->height > LIMIT_DEPTH)
        return error_at(reader->err, ERROR_REFUSED, alias_place,
                        "lists and maps nest deeper than %d levels once aliases are followed",
                        LIMIT_DEPTH);
    if (node->nodes > LIMIT_YAML_ALIASES - reader->alias_nodes)
        return error_at(reader->err, ERROR_REFUSED, alias_place,
                        "aliases (*name) repeat more than %d values; write the document out",
                        LIMIT_YAML_ALIASES);
    if (node->bytes > LIMIT_YAML_SIZE - reader->alias_bytes)
        return error_at(reader->err, ERROR_REFUSED, alias_place,
                        "aliases (*name) repeat more than %llu bytes of text", LIMIT_YAML_SIZE);
    reader->alias_nodes += node->nodes;
    reader->alias_bytes += node->bytes;
    return true;
}

bool yaml_alias_read(struct yaml_reader *reader, const char *name, struct place alias_place,
                     struct yaml_node *out)
{
    bool found = false;
    char shown[YAML_SHOWN_SIZE];
    const size_t at = anchor_search(&reader->anchors, text_of(name), &found);
    if (!found)
        return error_at(reader->err, ERROR_REFUSED, alias_place,
                        "the alias *%s has no anchor before it; name a value with &%s, or put the "
                        "text in quotes",
                        yaml_shown(text_of(name), shown), shown);
    const struct yaml_anchor *anchor = &reader->anchors.at[at];
    if (anchor->open)
        return error_at(reader->err, ERROR_REFUSED, alias_place,
                        "the alias *%s stands inside the value that it repeats",
                        yaml_shown(text_of(name), shown));
    if (!alias_charge(reader, &anchor->node, alias_place))
        return false;
    *out = anchor->node;
    return true;
}
