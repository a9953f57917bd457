/* Any bytes are read or refused; what is read has canonical bytes, and those are read and
 * written as themselves; what is refused has a message and a place. */
#include "fuzz.h"
#include "value/canonical.h"
#include "value/json.h"

enum { ROOM = 1 << 24 };

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void check(struct text source, struct json_options options, struct arena *arena)
{
    struct error err = {0};
    struct value value, again;
    if (!json_read("input", source, options, arena, &value, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0] && err.line && err.column);
        return;
    }
    struct buffer once = buffer_in(arena, ROOM), twice = buffer_in(arena, ROOM);
    if (!canonical_write(&value, &once, &err) || buffer_full(&once))
        return;
    demand(
        json_read("canonical", buffer_text(&once), (struct json_options){0}, arena, &again, &err));
    demand(canonical_write(&again, &twice, &err));
    demand(text_equal(buffer_text(&once), buffer_text(&twice)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const struct text input = {(const char *)data, size};
    const struct text source = {text_string(&arena, input), size};
    check(source, (struct json_options){0}, &arena);
    check(source, (struct json_options){.bare_nan = true, .bare_huge = true}, &arena);
    arena_free(&arena);
    return 0;
}
