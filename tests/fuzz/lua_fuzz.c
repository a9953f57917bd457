/* Any bytes are linted or refused: a finding has a line and a column inside the text, a message and
 * what to do; a refusal has a message and a line. */
#include "fuzz.h"
#include "lint/lint.h"

static void demand(bool promise)
{
    if (!promise)
        abort();
}

static unsigned lines_in(struct text source)
{
    unsigned lines = 1;
    for (size_t i = 0; i < source.size; i++)
        lines += source.at[i] == '\n' || source.at[i] == '\r';
    return lines;
}

static void check(struct text source, struct arena *arena)
{
    static const char *const globals[] = {"assert", "error", "string.find", NULL};
    struct error err = {0};
    struct lint_findings found = {0};
    const struct lint_source of = {"input", source, globals, true};
    if (!lint_check(&of, arena, &found, &err)) {
        demand(err.code == ERROR_POLICY && err.message[0] && err.line && found.count == 0);
        return;
    }
    for (size_t i = 0; i < found.count; i++) {
        const struct lint_finding *finding = &found.at[i];
        demand(finding->place.line && finding->place.line <= lines_in(source));
        demand(finding->place.column && finding->message.size && finding->fix.size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    check((struct text){(const char *)data, size}, &arena);
    arena_free(&arena);
    return 0;
}
