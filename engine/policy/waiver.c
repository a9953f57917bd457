#include "policy/waiver.h"

#include "base/limits.h"
#include "policy/recorded.h"

static struct text waiver_says(const struct value *waiver, const char *what)
{
    const struct value *said = value_present(waiver, text_of(what));
    return said ? value_text(said) : TEXT_NONE;
}

static bool waiver_whole(const struct value *waiver)
{
    return waiver_says(waiver, "policy").size && waiver_says(waiver, "until").size &&
           waiver_says(waiver, "by").size;
}

/* Can anybody take it upon themselves? Only where the rule was judged and is no must. */
static bool finding_waivable(const struct finding *finding)
{
    return finding->level == LEVEL_OVERRIDABLE &&
           (finding->outcome == OUTCOME_FAIL || finding->outcome == OUTCOME_MISSING ||
            finding->outcome == OUTCOME_INSUFFICIENT);
}

static void finding_waive(struct finding *finding, const struct value *waiver, struct arena *arena)
{
    const struct text by = waiver_says(waiver, "by"), until = waiver_says(waiver, "until");
    const struct text message =
        text_format(arena, "%.*s (%s, waived by %.*s until %.*s)", TEXT_ARGS(finding->message),
                    outcome_name(finding->outcome), TEXT_ARGS(by), TEXT_ARGS(until));
    finding->message = recorded_clip(message, LIMIT_MESSAGE_SIZE, arena);
    finding->outcome = OUTCOME_WAIVED;
    finding->written = NULL; /* what was written of it says something else now */
    finding->canonical = TEXT_NONE;
}

/* How many findings the waiver covers; they are waived. */
static size_t waiver_apply(struct findings *findings, const struct value *waiver,
                           struct arena *arena)
{
    size_t covered = 0;
    const struct text policy = waiver_says(waiver, "policy");
    for (size_t i = 0; i < findings->count; i++)
        if (finding_waivable(&findings->at[i]) && text_equal(findings->at[i].policy, policy)) {
            finding_waive(&findings->at[i], waiver, arena);
            covered++;
        }
    return covered;
}

void waivers_apply(struct findings *findings, const struct value *waivers, struct arena *arena,
                   struct value *used)
{
    struct values applied = {0};
    for (size_t i = 0; i < value_count(waivers); i++) {
        const struct value *waiver = value_at(waivers, i);
        if (waiver && waiver_whole(waiver) && waiver_apply(findings, waiver, arena))
            *LIST_ADD(arena, &applied) = *waiver;
    }
    *used = value_of_list(arena, applied.at, applied.count);
}
