#include "value/pointer.h"

#include "base/limits.h"
#include "base/suggest.h"

enum { INDEX_DIGITS = 9 }; /* more items than that no document has */

/* ---- going one step ---- */

static void arrive(struct pointer_result *result, const struct value *value, struct text reached)
{
    result->value = value;
    result->last = value;
    result->reached = reached;
}

static void stop(struct pointer_result *result, struct text absent)
{
    result->value = NULL;
    result->absent = absent;
}

/* The keys that lead on, the asked one not among them: it may be there with nothing in it. */
static const char *hint_for(const struct pointer_result *result, struct arena *arena)
{
    struct suggestion best = suggest_for(result->absent);
    if (result->value || value_kind(result->last) != VALUE_MAP)
        return "";
    for (size_t i = 0; i < value_count(result->last); i++) {
        const struct text key = member_key(result->last, i);
        if (!text_equal(key, result->absent))
            suggest_offer(&best, key);
    }
    return suggest_hint(&best, arena);
}

static bool is_digits(struct text token)
{
    for (size_t i = 0; i < token.size; i++)
        if (token.at[i] < '0' || token.at[i] > '9')
            return false;
    return token.size > 0;
}

/* The number that digits spell; SIZE_MAX, where no item stands, for more digits than make sense. */
static size_t index_of(struct text digits)
{
    size_t index = 0;
    if (digits.size > INDEX_DIGITS)
        return SIZE_MAX;
    for (size_t i = 0; i < digits.size; i++)
        index = index * 10 + (size_t)(digits.at[i] - '0');
    return index;
}

/* ---- JSON Pointer ---- */

static bool token_decode(struct text token, struct arena *arena, struct text *out)
{
    if (text_find(token, '~') == token.size) {
        *out = token;
        return true;
    }
    char *decoded = arena_alloc(arena, token.size);
    size_t size = 0;
    for (size_t i = 0; i < token.size; i++) {
        char byte = token.at[i];
        if (byte == '~') {
            const char code = ++i < token.size ? token.at[i] : '\0';
            if (code != '0' && code != '1')
                return false;
            byte = code == '0' ? '~' : '/';
        }
        decoded[size++] = byte;
    }
    *out = (struct text){decoded, size};
    return true;
}

/* RFC 6901, section 4: an index has no leading zero. "-" is behind the last item. */
static const struct value *token_follow(const struct value *value, struct text token)
{
    if (value_kind(value) != VALUE_LIST)
        return value_get(value, token);
    if (!is_digits(token) || (token.size > 1 && token.at[0] == '0'))
        return NULL;
    return value_at(value, index_of(token));
}

bool pointer_follow(const struct value *root, struct text pointer, struct arena *arena,
                    struct pointer_result *out, struct error *err)
{
    struct pointer_result result = {.hint = ""};
    arrive(&result, root, text_part(pointer, 0, 0));
    if (pointer.size && pointer.at[0] != '/')
        return error_set(err, ERROR_USAGE, "the pointer %.*s does not begin with a slash",
                         TEXT_ARGS(pointer));
    for (size_t from = 0, to; from < pointer.size; from = to) {
        const struct text rest = text_part(pointer, from + 1, pointer.size);
        struct text token;
        to = from + 1 + text_find(rest, '/');
        if (!token_decode(text_part(pointer, from + 1, to - from - 1), arena, &token))
            return error_set(err, ERROR_USAGE,
                             "the pointer %.*s has a ~ that neither 0 nor 1 follows",
                             TEXT_ARGS(pointer));
        if (!result.value)
            continue;
        const struct value *next = token_follow(result.value, token);
        if (next)
            arrive(&result, next, text_part(pointer, 0, to));
        else
            stop(&result, token);
    }
    result.hint = hint_for(&result, arena);
    *out = result;
    return true;
}

void pointer_add(struct buffer *out, struct text token)
{
    size_t from = 0;
    buffer_byte(out, '/');
    for (size_t i = 0; i < token.size; i++) {
        if (token.at[i] != '~' && token.at[i] != '/')
            continue;
        buffer_add(out, text_part(token, from, i - from));
        buffer_string(out, token.at[i] == '~' ? "~0" : "~1");
        from = i + 1;
    }
    buffer_add(out, text_part(token, from, token.size));
}

/* ---- dotted paths ---- */

/* One part of a path: a name, ["a key"] or [3]. */
struct part {
    struct text name; /* as it stands for an index: "[3]" */
    size_t index;     /* from 1; 0 where it is a name     */
};

static bool path_refuse(struct error *err, struct text path, const char *why)
{
    return error_set(err, ERROR_USAGE, "the path %.*s %s", TEXT_ARGS(path), why);
}

/* A key in quotes, from the byte behind the first; a backslash keeps the next byte as it is.
 * False where the quotes do not end. */
static bool quoted_read(struct text path, size_t *at, struct arena *arena, struct text *out)
{
    char *key = arena_alloc(arena, path.size);
    size_t size = 0, i = *at;
    for (; i < path.size && path.at[i] != '"'; i++) {
        i += path.at[i] == '\\';
        if (i < path.size)
            key[size++] = path.at[i];
    }
    if (i >= path.size)
        return false;
    *at = i + 1;
    *out = (struct text){key, size};
    return true;
}

/* From the byte behind the bracket to the byte behind the other. */
static bool bracket_read(struct text path, size_t *at, struct arena *arena, struct part *out,
                         struct error *err)
{
    const size_t from = *at;
    if (from < path.size && path.at[from] == '"') {
        *at = from + 1;
        if (!quoted_read(path, at, arena, &out->name))
            return path_refuse(err, path, "has a quote that does not end");
    } else {
        const struct text rest = text_part(path, from, path.size);
        const struct text digits = text_part(rest, 0, text_find(rest, ']'));
        out->name = text_part(path, from - 1, digits.size + 2);
        out->index = index_of(digits);
        *at = from + digits.size;
        if (!is_digits(digits) || digits.at[0] == '0')
            return path_refuse(err, path,
                               "needs a number from 1 or a key in double quotes between [ and ]");
    }
    if (*at >= path.size || path.at[*at] != ']')
        return path_refuse(err, path, "has a [ without its ]");
    (*at)++;
    return true;
}

static bool name_read(struct text path, size_t *at, struct part *out, struct error *err)
{
    const size_t from = *at;
    while (*at < path.size && !memchr(".[]\"", path.at[*at], 4))
        (*at)++;
    out->name = text_part(path, from, *at - from);
    if (out->name.size == 0)
        return path_refuse(err, path, "has a name missing");
    return true;
}

/* The next part: [ at once, a name at the beginning or behind a dot. */
static bool part_read(struct text path, size_t *at, struct arena *arena, struct part *out,
                      struct error *err)
{
    *out = (struct part){0};
    if (path.at[*at] == '[') {
        (*at)++;
        return bracket_read(path, at, arena, out, err);
    }
    if (*at) {
        if (path.at[*at] != '.')
            return path_refuse(err, path, "needs a dot or [ between its parts");
        (*at)++;
    }
    return name_read(path, at, out, err);
}

static const struct value *part_follow(const struct value *value, const struct part *part)
{
    const struct value *next =
        part->index ? value_at(value, part->index - 1) : value_get(value, part->name);
    return next && value_kind(next) != VALUE_NULL ? next : NULL;
}

bool path_follow(const struct value *root, struct text path, struct arena *arena,
                 struct pointer_result *out, struct error *err)
{
    struct pointer_result result = {.hint = ""};
    arrive(&result, root, text_part(path, 0, 0));
    if (path.size == 0)
        return error_set(err, ERROR_USAGE, "the path is empty");
    for (size_t at = 0; at < path.size;) {
        struct part part;
        if (!part_read(path, &at, arena, &part, err))
            return false;
        if (!result.value)
            continue;
        const struct value *next = part_follow(result.value, &part);
        if (next)
            arrive(&result, next, text_part(path, 0, at));
        else
            stop(&result, part.name);
    }
    result.hint = hint_for(&result, arena);
    *out = result;
    return true;
}

/* ---- from a value to its pointer ---- */

struct search {
    const struct value *node;
    size_t steps[LIMIT_DEPTH + 1];
};

static const struct value *child_at(const struct value *value, size_t index)
{
    return value_kind(value) == VALUE_MAP ? member_value(value, index) : value_at(value, index);
}

/* The index of a child of its own, which its address tells; the number of children for any other
 * value. Documents of a million members are searched for each finding. */
static size_t child_index(const struct value *value, const struct value *node)
{
    const size_t count = value_count(value);
    const size_t size =
        value_kind(value) == VALUE_MAP ? sizeof(struct member) : sizeof(struct value);
    if (count == 0 || (uintptr_t)node < (uintptr_t)child_at(value, 0))
        return count;
    const size_t apart = (uintptr_t)node - (uintptr_t)child_at(value, 0);
    return apart % size == 0 && apart / size < count ? apart / size : count;
}

static bool begins_before(const struct value *a, const struct value *b)
{
    return a->line != b->line ? a->line < b->line : a->column <= b->column;
}

/* Items stand in the order of their places, where they have some. */
static size_t likely_item(const struct value *list, const struct value *node)
{
    size_t low = 0, high = value_count(list);
    while (low < high) { /* the first that begins behind the node */
        const size_t middle = low + (high - low) / 2;
        if (begins_before(value_at(list, middle), node))
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : value_count(list);
}

/* The child that stands last of those that begin before the node: the node is in it, unless an
 * alias has put it elsewhere. The number of children where places do not tell. */
static size_t likely_child(const struct value *value, const struct value *node)
{
    size_t best = value_count(value);
    if (!node->line)
        return best;
    if (value_kind(value) == VALUE_LIST)
        return likely_item(value, node);
    for (size_t i = 0; i < value_count(value); i++) {
        const struct value *child = child_at(value, i);
        if (child->line && child->file == node->file && begins_before(child, node) &&
            (best == value_count(value) || begins_before(child_at(value, best), child)))
            best = i;
    }
    return best;
}

/* The number of steps to the node, 0 where it is not below `value`. */
static size_t search_below(struct search *search, const struct value *value, size_t depth)
{
    const size_t count = value_count(value);
    if (depth > LIMIT_DEPTH)
        return 0;
    const size_t own = child_index(value, search->node);
    if (own < count) {
        search->steps[depth] = own;
        return depth + 1;
    }
    const size_t likely = likely_child(value, search->node);
    for (size_t i = 0; i <= count; i++) {
        const size_t index = i ? i - 1 : likely;
        if (index == count || (i && index == likely))
            continue;
        search->steps[depth] = index;
        const size_t found = search_below(search, child_at(value, index), depth + 1);
        if (found)
            return found;
    }
    return 0;
}

struct text pointer_to(const struct value *root, const struct value *node, struct arena *arena)
{
    struct search search = {.node = node};
    struct buffer out = buffer_in(arena, LIMIT_EVIDENCE_SIZE);
    if (root == node)
        return TEXT("");
    const size_t depth = search_below(&search, root, 0);
    for (size_t i = 0; i < depth; i++) {
        char digits[INDEX_DIGITS + 2];
        const size_t index = search.steps[i];
        (void)snprintf(digits, sizeof digits, "%u", (unsigned)index);
        pointer_add(&out,
                    value_kind(root) == VALUE_MAP ? member_key(root, index) : text_of(digits));
        root = child_at(root, index);
    }
    return depth ? buffer_text(&out) : TEXT_NONE;
}
