/* One case of quorum.py a line on standard input, one answer a line on standard output: how many
 * signatures are needed and lacking.
 *
 *     {"request": {...}, "rows": {"identity ada": {...}, "version credit@1": {...},
 *                                 "log origin": {"lifecycle": "mrm"}},
 *      "from": "staging", "to": "production", "tier": "high", "now": "2026-11-21T15:00:00Z"}
 */
#include "base/clock.h"
#include "registry/registry.h"
#include "value/canonical.h"
#include "value/json.h"

enum { LINE_SIZE = 1 << 20 };

/* The case is ours, so what is wrong with it ends the program. */
static void must(bool holds, const struct error *err)
{
    if (holds)
        return;
    (void)fprintf(stderr, "%s\n", err->message);
    exit(1);
}

/* Rows of a case are a map of "KIND KEY" to documents. */
static bool case_row(void *keeper, struct row_name name, struct arena *arena, struct text *out,
                     struct error *err)
{
    struct buffer document = buffer_in(arena, LINE_SIZE);
    const struct text key =
        text_format(arena, "%.*s %.*s", TEXT_ARGS(name.kind), TEXT_ARGS(name.key));
    const struct value *row = value_get(keeper, key);
    if (row && !canonical_write(row, &document, err))
        return false;
    *out = row ? buffer_text(&document) : TEXT_NONE;
    return true;
}

static void case_answer(const struct value *asked, struct arena *arena)
{
    const struct error absent = {.message = "a case has no such stage, tier or time"};
    struct error err = {0};
    struct standing standing;
    struct passage passage = {.tier = TIER_HIGH};
    int64_t now = 0;
    struct suggestion near = suggest_for(TEXT_NONE);
    const struct value *kept = value_get(asked, TEXT("rows"));
    const struct rows rows = {.get = case_row, .keeper = (void *)(uintptr_t)kept};
    must(stage_read(value_text(value_get(asked, TEXT("from"))), &passage.from, &near) &&
             stage_read(value_text(value_get(asked, TEXT("to"))), &passage.to, &near) &&
             tier_read(value_text(value_get(asked, TEXT("tier"))), &passage.tier, &near) &&
             clock_read(value_text(value_get(asked, TEXT("now"))), &now),
         &absent);
    const struct inquiry inquiry = {&rows, now, arena};
    must(registry_standing(&inquiry, value_present(asked, TEXT("request")), passage, &standing,
                           &err),
         &err);
    (void)printf("%zu %zu\n", standing.needed, standing.lacking);
}

int main(void)
{
    static char line[LINE_SIZE];
    while (fgets(line, sizeof line, stdin)) {
        struct arena arena = {0};
        struct value asked;
        struct error err = {0};
        must(json_read("case", text_of(line), (struct json_options){0}, &arena, &asked, &err),
             &err);
        case_answer(&asked, &arena);
        arena_free(&arena);
    }
    return 0;
}
