/* Any bytes are evidence of some format or refused. What is read has a normal form that the schema
 * of evidence takes, whatever format it came in; what is refused has a message. */
#include "fuzz.h"

#include "base/buffer.h"
#include "evidence/evidence.h"
#include "evidence/manifest.h"
#include "value/canonical.h"

enum { ROOM = 1 << 24 };

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static void check(struct text source, struct arena *arena)
{
    struct error err = {0};
    struct evidence evidence;
    struct buffer canonical = buffer_in(arena, ROOM);
    if (!evidence_read("report", source, TEXT_NONE, arena, &evidence, &err)) {
        demand(err.code == ERROR_REFUSED && err.message[0]);
        return;
    }
    for (size_t i = 0; i < evidence.results.count; i++)
        demand(evidence.results.at[i].value && value_place(evidence.results.at[i].value).line);
    const struct value normal = evidence_value(&evidence, arena);
    demand(canonical_write(&normal, &canonical, &err));
    demand(schemas_check(schemas_new(arena), TEXT("evidence"), &normal, arena, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    const struct text input = {(const char *)data, size};
    check((struct text){text_string(&arena, input), size}, &arena);
    arena_free(&arena);
    return 0;
}
