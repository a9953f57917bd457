#include "value/yaml_reader.h"

#include "base/limits.h"

/* libyaml looks through all open levels at every token: a value counts for more the deeper it is.
 */
enum { STACK_FIRST = 4096, LEVELS_PER_STEP = 64 };

static bool node_read(struct yaml_reader *reader, const yaml_event_t *event,
                      struct yaml_node *node);

static struct place event_place(const struct yaml_reader *reader, const yaml_event_t *event)
{
    return (struct place){reader->file, (unsigned)event->start_mark.line + 1,
                          (unsigned)event->start_mark.column + 1};
}

static bool event_next(struct yaml_reader *reader, yaml_event_t *event)
{
    if (!yaml_parser_parse(&reader->parser, event))
        return yaml_parser_refuse(reader);
    if (reader->hidden && event->type == YAML_SCALAR_EVENT)
        event->data.scalar.length =
            yaml_source_restore((char *)event->data.scalar.value, event->data.scalar.length);
    return true;
}

/* ---- the stack ---- */

static void *yaml_stack_push(struct yaml_reader *reader, size_t size)
{
    if (reader->capacity - reader->used < size) {
        reader->capacity += reader->capacity / 2 + STACK_FIRST;
        reader->stack = realloc(reader->stack, reader->capacity);
        if (!reader->stack)
            arena_exhausted();
    }
    reader->used += size;
    return reader->stack + reader->used - size;
}

/* What lies above `opened`, moved to the arena. */
static void *yaml_stack_pop(struct yaml_reader *reader, size_t opened)
{
    const size_t size = reader->used - opened;
    void *children = arena_alloc(reader->arena, size);
    if (size)
        memcpy(children, reader->stack + opened, size);
    reader->used = opened;
    return children;
}

/* ---- scalars ---- */

static bool scalar_read(struct yaml_reader *reader, const yaml_event_t *event,
                        struct yaml_node *node)
{
    size_t serial = 0;
    struct yaml_scalar scalar = {
        {(const char *)event->data.scalar.value, event->data.scalar.length},
        (const char *)event->data.scalar.anchor,
        (const char *)event->data.scalar.tag,
        event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
        event_place(reader, event),
    };
    if (scalar.plain && scalar.anchor && scalar.text.size &&
        !yaml_anchor_amend(reader, event, &scalar))
        return false;
    if (!yaml_anchor_open(reader, scalar.anchor, scalar.place, &serial))
        return false;
    *node = (struct yaml_node){.nodes = 1, .bytes = scalar.text.size};
    if (!yaml_scalar_read(&scalar, reader->arena, &node->value, reader->err))
        return false;
    yaml_anchor_close(reader, scalar.anchor, serial, node);
    return true;
}

/* ---- lists and maps ---- */

static void yaml_node_add(struct yaml_node *collection, const struct yaml_node *part)
{
    collection->nodes += part->nodes;
    collection->bytes += part->bytes;
    if (collection->height <= part->height)
        collection->height = part->height + 1;
}

/* The text of [?text], which was read as a map; {?text} is a map. */
static struct value question_text(const struct value *map)
{
    const struct member *only_member = &map->as.members[0];
    if (map->size != 1 || only_member->key_line != map->line ||
        only_member->key_column != map->column)
        return *map;
    return value_placed(value_of_text((struct text){only_member->key, only_member->key_size}),
                        value_place(map));
}

static bool list_read(struct yaml_reader *reader, struct yaml_node *node)
{
    const size_t opened = reader->used;
    for (;;) {
        struct yaml_node item;
        CLEANUP(yaml_event_delete) yaml_event_t event = {0};
        if (!event_next(reader, &event))
            return false;
        if (event.type == YAML_SEQUENCE_END_EVENT)
            break;
        if (!node_read(reader, &event, &item))
            return false;
        *(struct value *)yaml_stack_push(reader, sizeof item.value) =
            item.question ? question_text(&item.value) : item.value;
        yaml_node_add(node, &item);
    }
    node->value.size = (uint32_t)((reader->used - opened) / sizeof(struct value));
    node->value.as.items = yaml_stack_pop(reader, opened);
    return true;
}

static bool refuse_key(const struct yaml_reader *reader, const yaml_event_t *event,
                       const struct value *key)
{
    char shown[YAML_SHOWN_SIZE];
    const char *key_kind = value_kind_name(value_kind(key));
    if (event->type != YAML_SCALAR_EVENT)
        return error_at(reader->err, ERROR_REFUSED, event_place(reader, event),
                        "this key stands for a value of kind %s; a key is a text", key_kind);
    const struct text scalar = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (scalar.size == 0)
        return error_at(reader->err, ERROR_REFUSED, event_place(reader, event),
                        "no key stands here; the empty one is written \"\"");
    return error_at(reader->err, ERROR_REFUSED, event_place(reader, event),
                    "the key %s is read as %s, and a key is a text; put it in quotes",
                    yaml_shown(scalar, shown), key_kind);
}

static bool key_value_read(struct yaml_reader *reader, const yaml_event_t *event,
                           struct value *key_node)
{
    struct yaml_node key;
    const struct place place = event_place(reader, event);
    if (yaml_question_before(reader, event))
        return yaml_question_read(reader, event, key_node);
    if (event->type == YAML_SEQUENCE_START_EVENT || event->type == YAML_MAPPING_START_EVENT)
        return error_at(reader->err, ERROR_REFUSED, place,
                        "a %s cannot be a key; put a text that begins with a bracket in quotes",
                        event->type == YAML_SEQUENCE_START_EVENT ? "list" : "map");
    if (!node_read(reader, event, &key))
        return false;
    if (value_kind(&key.value) != VALUE_STRING)
        return refuse_key(reader, event, &key.value);
    *key_node = value_placed(key.value, place);
    return true;
}

static bool key_read(struct yaml_reader *reader, const yaml_event_t *event, struct member *member,
                     struct yaml_node *map_node)
{
    struct value key;
    if (!key_value_read(reader, event, &key))
        return false;
    if (key.size > LIMIT_KEY_SIZE)
        return error_at(reader->err, ERROR_REFUSED, value_place(&key),
                        "a key is longer than %d bytes", LIMIT_KEY_SIZE);
    member->key = key.as.text;
    member->key_size = key.size;
    member->key_line = key.line;
    member->key_column = key.column;
    map_node->bytes += key.size;
    return true;
}

/* `<<` merges maps in YAML 1.1. It is a key like any other here, unless it could not even merge. */
static bool merge_check(const struct yaml_reader *reader, const yaml_event_t *key,
                        const struct value *value)
{
    bool merged_maps = value_kind(value) == VALUE_MAP || value_kind(value) == VALUE_LIST;
    if (key->type != YAML_SCALAR_EVENT || key->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
        strcmp((const char *)key->data.scalar.value, "<<") != 0)
        return true;
    for (size_t merged = 0; merged < value_count(value) && value_kind(value) == VALUE_LIST;
         merged++)
        merged_maps = merged_maps && value_kind(value_at(value, merged)) == VALUE_MAP;
    return merged_maps ||
           error_at(reader->err, ERROR_REFUSED, event_place(reader, key),
                    "<< takes a map or a list of maps; put the key in quotes if it is one");
}

/* One key and its node, or the event that ends the map. */
static bool member_read(struct yaml_reader *reader, struct yaml_node *map_node, bool *closed)
{
    struct member member;
    struct yaml_node node;
    CLEANUP(yaml_event_delete) yaml_event_t key = {0};
    CLEANUP(yaml_event_delete) yaml_event_t value = {0};
    if (!event_next(reader, &key))
        return false;
    *closed = key.type == YAML_MAPPING_END_EVENT;
    if (*closed)
        return true;
    if (!key_read(reader, &key, &member, map_node) || !event_next(reader, &value))
        return false;
    map_node->question =
        member.key_size && member.key[0] == '?' && !yaml_colon_between(reader, &key, &value);
    if (!node_read(reader, &value, &node) || !merge_check(reader, &key, &node.value))
        return false;
    member.value = node.value;
    *(struct member *)yaml_stack_push(reader, sizeof member) = member;
    yaml_node_add(map_node, &node);
    return true;
}

static bool map_read(struct yaml_reader *reader, struct yaml_node *node)
{
    bool closed = false;
    size_t duplicate = 0;
    char shown[YAML_SHOWN_SIZE];
    const size_t opened = reader->used;
    while (!closed)
        if (!member_read(reader, node, &closed))
            return false;
    const size_t keys = (reader->used - opened) / sizeof(struct member);
    struct member *members = yaml_stack_pop(reader, opened);
    node->value.size = (uint32_t)keys;
    node->value.as.members = members;
    if (members_sort(members, keys, &duplicate))
        return true;
    const struct member *again = &members[duplicate];
    return error_at(reader->err, ERROR_REFUSED,
                    (struct place){reader->file, again->key_line, again->key_column},
                    "the key \"%s\" is given twice",
                    yaml_shown((struct text){again->key, again->key_size}, shown));
}

/* The anchor and the tag of a list or a map, with which its first event comes. */
struct properties {
    const char *anchor;
    const char *tag;
};

static struct properties properties_of(const yaml_event_t *event)
{
    if (event->type == YAML_SEQUENCE_START_EVENT)
        return (struct properties){(const char *)event->data.sequence_start.anchor,
                                   (const char *)event->data.sequence_start.tag};
    return (struct properties){(const char *)event->data.mapping_start.anchor,
                               (const char *)event->data.mapping_start.tag};
}

static bool nested_read(struct yaml_reader *reader, const yaml_event_t *event,
                        struct yaml_node *node)
{
    size_t serial = 0;
    const struct properties properties = properties_of(event);
    const struct place place = event_place(reader, event);
    const bool list = event->type == YAML_SEQUENCE_START_EVENT;
    if (reader->depth == LIMIT_DEPTH)
        return error_at(reader->err, ERROR_REFUSED, place,
                        "lists and maps nest deeper than %d levels", LIMIT_DEPTH);
    if (!yaml_tag_check(properties.tag, list ? VALUE_LIST : VALUE_MAP, place, reader->err) ||
        !yaml_anchor_open(reader, properties.anchor, place, &serial))
        return false;
    *node = (struct yaml_node){.nodes = 1, .height = 1};
    node->value =
        value_placed((struct value){.kind = (uint8_t)(list ? VALUE_LIST : VALUE_MAP)}, place);
    reader->depth++;
    if (!(list ? list_read(reader, node) : map_read(reader, node)))
        return false;
    reader->depth--;
    yaml_anchor_close(reader, properties.anchor, serial, node);
    return true;
}

static bool node_read(struct yaml_reader *reader, const yaml_event_t *event, struct yaml_node *node)
{
    const struct place place = event_place(reader, event);
    reader->work += 1 + reader->depth / LEVELS_PER_STEP;
    if (reader->work > LIMIT_YAML_NODES)
        return error_at(reader->err, ERROR_REFUSED, place,
                        "more than %d values in one YAML file; JSON may hold more",
                        LIMIT_YAML_NODES);
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return yaml_alias_read(reader, (const char *)event->data.alias.anchor, place, node);
    case YAML_SCALAR_EVENT:
        return scalar_read(reader, event, node);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return nested_read(reader, event, node);
    default:
        return error_at(reader->err, ERROR_BUG, place, "an event of kind %d begins no value",
                        (int)event->type);
    }
}

/* ---- the stream ---- */

/* The next event is of that kind; it holds nothing that is wanted. */
static bool event_skip(struct yaml_reader *reader, yaml_event_type_t type)
{
    CLEANUP(yaml_event_delete) yaml_event_t event = {0};
    if (!event_next(reader, &event))
        return false;
    if (event.type == type)
        return true;
    if (event.type == YAML_DOCUMENT_START_EVENT)
        return error_at(reader->err, ERROR_REFUSED, event_place(reader, &event),
                        "a second document begins here; a file holds one");
    return error_at(reader->err, ERROR_BUG, event_place(reader, &event),
                    "an event of kind %d where one of kind %d belongs", (int)event.type, (int)type);
}

static bool stream_read(struct yaml_reader *reader, struct value *document)
{
    struct yaml_node root;
    CLEANUP(yaml_event_delete) yaml_event_t start = {0};
    CLEANUP(yaml_event_delete) yaml_event_t first = {0};
    if (!event_skip(reader, YAML_STREAM_START_EVENT) || !event_next(reader, &start))
        return false;
    if (start.type == YAML_STREAM_END_EVENT) {
        *document = value_placed(value_of_null(), (struct place){reader->file, 1, 1});
        return true;
    }
    if (!event_next(reader, &first) || !node_read(reader, &first, &root) ||
        !event_skip(reader, YAML_DOCUMENT_END_EVENT) || !event_skip(reader, YAML_STREAM_END_EVENT))
        return false;
    *document = root.value;
    return true;
}

bool yaml_read(const char *file, struct text source, struct arena *arena, struct value *document,
               struct error *err)
{
    struct yaml_reader reader = {.source = source, .file = file, .arena = arena, .err = err};
    if (!yaml_source_check(file, &reader.source, &reader.hidden, arena, err))
        return false;
    if (!yaml_parser_initialize(&reader.parser))
        arena_exhausted();
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)reader.source.at,
                                 reader.source.size);
    const bool read = stream_read(&reader, document);
    yaml_parser_delete(&reader.parser);
    free(reader.stack);
    return read;
}
