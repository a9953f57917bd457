#include "value/pointer.h"

#include "base/limits.h"
#include "base/suggest.h"

enum { INDEX_DIGITS = 9 }; /* more items than that no document has */

/* ---- going one step ---- */

static void pointer_arrive(struct pointer_result *pointed, const struct value *node,
                           struct text reached)
{
    pointed->value = node;
    pointed->last = node;
    pointed->reached = reached;
}

static void pointer_stop(struct pointer_result *pointed, struct text absent)
{
    pointed->value = NULL;
    pointed->absent = absent;
}

/* The keys of the node that lead on, the asked one not among them: it may be there with nothing in
 * it. */
static const char *hint_for(const struct pointer_result *pointed, struct arena *arena)
{
    struct suggestion nearest_key = suggest_for(pointed->absent);
    if (pointed->value || value_kind(pointed->last) != VALUE_MAP)
        return "";
    for (size_t member = 0; member < value_count(pointed->last); member++) {
        const struct text member_key_known = member_key(pointed->last, member);
        if (!text_equal(member_key_known, pointed->absent))
            suggest_offer(&nearest_key, member_key_known);
    }
    return suggest_hint(&nearest_key, arena);
}

static bool is_digits(struct text reference_token)
{
    for (size_t digit = 0; digit < reference_token.size; digit++)
        if (reference_token.at[digit] < '0' || reference_token.at[digit] > '9')
            return false;
    return reference_token.size > 0;
}

/* The number that digits spell; SIZE_MAX, where no item stands, for more digits than make sense. */
static size_t index_of(struct text digits)
{
    size_t index = 0;
    if (digits.size > INDEX_DIGITS)
        return SIZE_MAX;
    for (size_t digit = 0; digit < digits.size; digit++)
        index = index * 10 + (size_t)(digits.at[digit] - '0');
    return index;
}

/* ---- JSON Pointer ---- */

static bool reference_token_decode(struct text reference_token, struct arena *arena,
                                   struct text *key)
{
    if (text_find(reference_token, '~') == reference_token.size) {
        *key = reference_token;
        return true;
    }
    char *decoded_token = arena_alloc(arena, reference_token.size);
    size_t token_size = 0;
    for (size_t at = 0; at < reference_token.size; at++) {
        char token_letter = reference_token.at[at];
        if (token_letter == '~') {
            const char token_code = ++at < reference_token.size ? reference_token.at[at] : '\0';
            if (token_code != '0' && token_code != '1')
                return false;
            token_letter = token_code == '0' ? '~' : '/';
        }
        decoded_token[token_size++] = token_letter;
    }
    *key = (struct text){decoded_token, token_size};
    return true;
}

/* RFC 6901, section 4: an index has no leading zero. "-" is behind the last item. */
static const struct value *reference_token_follow(const struct value *node,
                                                  struct text reference_token)
{
    if (value_kind(node) != VALUE_LIST)
        return value_get(node, reference_token);
    if (!is_digits(reference_token) || (reference_token.size > 1 && reference_token.at[0] == '0'))
        return NULL;
    return value_at(node, index_of(reference_token));
}

bool pointer_follow(const struct value *root, struct text pointer, struct arena *arena,
                    struct pointer_result *pointer_followed, struct error *err)
{
    struct pointer_result pointed = {.hint = ""};
    pointer_arrive(&pointed, root, text_part(pointer, 0, 0));
    if (pointer.size && pointer.at[0] != '/')
        return error_set(err, ERROR_USAGE, "the pointer %.*s does not begin with a slash",
                         TEXT_ARGS(pointer));
    for (size_t from = 0, to; from < pointer.size; from = to) {
        const struct text rest = text_part(pointer, from + 1, pointer.size);
        struct text reference_token;
        to = from + 1 + text_find(rest, '/');
        if (!reference_token_decode(text_part(pointer, from + 1, to - from - 1), arena,
                                    &reference_token))
            return error_set(err, ERROR_USAGE,
                             "the pointer %.*s has a ~ that neither 0 nor 1 follows",
                             TEXT_ARGS(pointer));
        if (!pointed.value)
            continue;
        const struct value *next = reference_token_follow(pointed.value, reference_token);
        if (next)
            pointer_arrive(&pointed, next, text_part(pointer, 0, to));
        else
            pointer_stop(&pointed, reference_token);
    }
    pointed.hint = hint_for(&pointed, arena);
    *pointer_followed = pointed;
    return true;
}

void pointer_add(struct buffer *pointer, struct text reference_token)
{
    size_t from = 0;
    buffer_byte(pointer, '/');
    for (size_t at = 0; at < reference_token.size; at++) {
        if (reference_token.at[at] != '~' && reference_token.at[at] != '/')
            continue;
        buffer_add(pointer, text_part(reference_token, from, at - from));
        buffer_string(pointer, reference_token.at[at] == '~' ? "~0" : "~1");
        from = at + 1;
    }
    buffer_add(pointer, text_part(reference_token, from, reference_token.size));
}

/* ---- dotted paths ---- */

/* One part of a dotted path: a name, ["a key"] or [3]. */
struct path_part {
    struct text name; /* of the path's part; as it stands for an index: "[3]" */
    size_t index;     /* of the path's part, from 1; 0 where it is a name     */
};

static bool path_refuse(struct error *err, struct text dotted_path, const char *why)
{
    return error_set(err, ERROR_USAGE, "the path %.*s %s", TEXT_ARGS(dotted_path), why);
}

/* A key in quotes, from the byte behind the first; a backslash keeps the next byte as it is.
 * False where the quotes do not end. */
static bool quoted_read(struct text dotted_path, size_t *at, struct arena *arena,
                        struct text *quoted)
{
    char *key = arena_alloc(arena, dotted_path.size);
    size_t key_size = 0, quoted_byte = *at;
    for (; quoted_byte < dotted_path.size && dotted_path.at[quoted_byte] != '"'; quoted_byte++) {
        quoted_byte += dotted_path.at[quoted_byte] == '\\';
        if (quoted_byte < dotted_path.size)
            key[key_size++] = dotted_path.at[quoted_byte];
    }
    if (quoted_byte >= dotted_path.size)
        return false;
    *at = quoted_byte + 1;
    *quoted = (struct text){key, key_size};
    return true;
}

/* A key or index of a dotted path, from behind its bracket to behind the other. */
static bool path_bracket_read(struct text dotted_path, size_t *at, struct arena *arena,
                              struct path_part *path_part, struct error *err)
{
    const size_t inside = *at;
    if (inside < dotted_path.size && dotted_path.at[inside] == '"') {
        *at = inside + 1;
        if (!quoted_read(dotted_path, at, arena, &path_part->name))
            return path_refuse(err, dotted_path, "has a quote that does not end");
    } else {
        const struct text path_rest = text_part(dotted_path, inside, dotted_path.size);
        const struct text digits = text_part(path_rest, 0, text_find(path_rest, ']'));
        path_part->name = text_part(dotted_path, inside - 1, digits.size + 2);
        path_part->index = index_of(digits);
        *at = inside + digits.size;
        if (!is_digits(digits) || digits.at[0] == '0')
            return path_refuse(err, dotted_path,
                               "needs a number from 1 or a key in double quotes between [ and ]");
    }
    if (*at >= dotted_path.size || dotted_path.at[*at] != ']')
        return path_refuse(err, dotted_path, "has a [ without its ]");
    (*at)++;
    return true;
}

static bool path_name_read(struct text dotted_path, size_t *at, struct path_part *path_part,
                           struct error *err)
{
    const size_t name_begin = *at;
    while (*at < dotted_path.size && !memchr(".[]\"", dotted_path.at[*at], 4))
        (*at)++;
    path_part->name = text_part(dotted_path, name_begin, *at - name_begin);
    if (path_part->name.size == 0)
        return path_refuse(err, dotted_path, "has a name missing");
    return true;
}

/* The next part of a dotted path: [ at once, a name at the beginning or behind a dot. */
static bool path_part_read(struct text dotted_path, size_t *at, struct arena *arena,
                           struct path_part *path_part, struct error *err)
{
    *path_part = (struct path_part){0};
    if (dotted_path.at[*at] == '[') {
        (*at)++;
        return path_bracket_read(dotted_path, at, arena, path_part, err);
    }
    if (*at) {
        if (dotted_path.at[*at] != '.')
            return path_refuse(err, dotted_path, "needs a dot or [ between its parts");
        (*at)++;
    }
    return path_name_read(dotted_path, at, path_part, err);
}

static const struct value *path_part_follow(const struct value *node,
                                            const struct path_part *path_part)
{
    const struct value *next_node =
        path_part->index ? value_at(node, path_part->index - 1) : value_get(node, path_part->name);
    return next_node && value_kind(next_node) != VALUE_NULL ? next_node : NULL;
}

bool path_follow(const struct value *root, struct text dotted_path, struct arena *arena,
                 struct pointer_result *pointer_followed, struct error *err)
{
    struct pointer_result pointed = {.hint = ""};
    pointer_arrive(&pointed, root, text_part(dotted_path, 0, 0));
    if (dotted_path.size == 0)
        return error_set(err, ERROR_USAGE, "the path is empty");
    for (size_t at = 0; at < dotted_path.size;) {
        struct path_part path_part;
        if (!path_part_read(dotted_path, &at, arena, &path_part, err))
            return false;
        if (!pointed.value)
            continue;
        const struct value *next = path_part_follow(pointed.value, &path_part);
        if (next)
            pointer_arrive(&pointed, next, text_part(dotted_path, 0, at));
        else
            pointer_stop(&pointed, path_part.name);
    }
    pointed.hint = hint_for(&pointed, arena);
    *pointer_followed = pointed;
    return true;
}

/* ---- from a value to its pointer ---- */

struct pointer_search {
    const struct value *node;
    size_t steps[LIMIT_DEPTH + 1];
};

static const struct value *child_at(const struct value *node, size_t index)
{
    return value_kind(node) == VALUE_MAP ? member_value(node, index) : value_at(node, index);
}

/* The index of a child of its own, which its address tells; the number of children for any other
 * value. Documents of a million members are searched for each finding. */
static size_t child_index(const struct value *node, const struct value *sought)
{
    const size_t child_count = value_count(node);
    const size_t child_size =
        value_kind(node) == VALUE_MAP ? sizeof(struct member) : sizeof(struct value);
    if (child_count == 0 || (uintptr_t)sought < (uintptr_t)child_at(node, 0))
        return child_count;
    const size_t bytes_apart = (uintptr_t)sought - (uintptr_t)child_at(node, 0);
    return bytes_apart % child_size == 0 && bytes_apart / child_size < child_count
               ? bytes_apart / child_size
               : child_count;
}

static bool begins_before(const struct value *node, const struct value *sought)
{
    return node->line != sought->line ? node->line < sought->line : node->column <= sought->column;
}

/* Items stand in the order of their places, where they have some. */
static size_t likely_item(const struct value *list, const struct value *sought)
{
    size_t first_item = 0, items_end = value_count(list);
    while (first_item < items_end) { /* the first that begins behind the node */
        const size_t middle_item = first_item + (items_end - first_item) / 2;
        if (begins_before(value_at(list, middle_item), sought))
            first_item = middle_item + 1;
        else
            items_end = middle_item;
    }
    return first_item ? first_item - 1 : value_count(list);
}

/* The child that stands last of those that begin before the node: the node is in it, unless an
 * alias has put it elsewhere. The number of children where places do not tell. */
static size_t likely_child(const struct value *node, const struct value *sought)
{
    size_t likely = value_count(node);
    if (!sought->line)
        return likely;
    if (value_kind(node) == VALUE_LIST)
        return likely_item(node, sought);
    for (size_t index = 0; index < value_count(node); index++) {
        const struct value *child = child_at(node, index);
        if (child->line && child->file == sought->file && begins_before(child, sought) &&
            (likely == value_count(node) || begins_before(child_at(node, likely), child)))
            likely = index;
    }
    return likely;
}

/* The number of steps to the node, 0 where it is not below `node`. */
static size_t search_below(struct pointer_search *pointer_search, const struct value *node,
                           size_t depth)
{
    const size_t child_count = value_count(node);
    if (depth > LIMIT_DEPTH)
        return 0;
    const size_t own = child_index(node, pointer_search->node);
    if (own < child_count) {
        pointer_search->steps[depth] = own;
        return depth + 1;
    }
    const size_t likely = likely_child(node, pointer_search->node);
    for (size_t attempt = 0; attempt <= child_count; attempt++) {
        const size_t index = attempt ? attempt - 1 : likely;
        if (index == child_count || (attempt && index == likely))
            continue;
        pointer_search->steps[depth] = index;
        const size_t steps = search_below(pointer_search, child_at(node, index), depth + 1);
        if (steps)
            return steps;
    }
    return 0;
}

struct text pointer_to(const struct value *root, const struct value *node, struct arena *arena)
{
    struct pointer_search pointer_search = {.node = node};
    struct buffer pointer = buffer_in(arena, LIMIT_EVIDENCE_SIZE);
    if (root == node)
        return TEXT("");
    const size_t depth = search_below(&pointer_search, root, 0);
    for (size_t step = 0; step < depth; step++) {
        char digits[INDEX_DIGITS + 2];
        const size_t index = pointer_search.steps[step];
        (void)snprintf(digits, sizeof digits, "%u", (unsigned)index);
        pointer_add(&pointer,
                    value_kind(root) == VALUE_MAP ? member_key(root, index) : text_of(digits));
        root = child_at(root, index);
    }
    return depth ? buffer_text(&pointer) : TEXT_NONE;
}
