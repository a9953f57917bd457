/* Any bytes are read or refused; what is read is no deeper than the limit and has canonical bytes,
 * which JSON reads as a value of the same bytes, and so does YAML or it refuses them (libyaml has a
 * limit for the length of keys); what is refused has a message and a place. */
#include "fuzz.h"
#include "value/canonical.h"
#include "value/json.h"
#include "value/yaml.h"

#include "base/limits.h"

enum { ROOM = 1 << 24 };

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void check_depth(const struct value *value, size_t depth)
{
    demand(depth <= LIMIT_DEPTH);
    const bool map = value_kind(value) == VALUE_MAP;
    for (size_t i = 0; i < value_count(value); i++)
        check_depth(map ? member_value(value, i) : value_at(value, i), depth + 1);
}

/* The same bytes again: 1e17 comes back as an integer, which is written the same. */
static void check_bytes(const struct value *again, struct text canonical, struct arena *arena)
{
    struct error err = {0};
    struct buffer bytes = buffer_in(arena, ROOM);
    demand(canonical_write(again, &bytes, &err));
    demand(text_equal(buffer_text(&bytes), canonical));
}

static void check(struct text source, struct arena *arena)
{
    struct error err = {0}, refusal = {0};
    struct value value, again;
    if (!yaml_read("input", source, arena, &value, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0] && err.line && err.column);
        return;
    }
    check_depth(&value, 0);
    struct buffer canonical = buffer_in(arena, ROOM);
    if (!canonical_write(&value, &canonical, &err) || buffer_full(&canonical))
        return;
    const struct text bytes = buffer_text(&canonical);
    demand(json_read("json", bytes, (struct json_options){0}, arena, &again, &err));
    check_bytes(&again, bytes, arena);
    if (yaml_read("yaml", bytes, arena, &again, &refusal))
        check_bytes(&again, bytes, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    check((struct text){(const char *)data, size}, &arena);
    arena_free(&arena);
    return 0;
}
