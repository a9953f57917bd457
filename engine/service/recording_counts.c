/* What a decision counted is asked for once more when it is recorded, and when it lets a version
 * move: waivers and answers of whoever was revoked meanwhile count no more. */
#include "service/recording.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/said.h"

static struct judged decision_judged(const struct value *decision)
{
    return (struct judged){
        .subject = said_part(decision, "subject"),
        .artifact = said_part(decision, "artifact"),
        .evidence = said_part(decision, "evidence"),
        .transition = said_part(decision, "transition"),
        .policies = said_text(said_part(decision, "policies"), "digest"),
    };
}

/* The first that was seen and is not in force; NULL where all are. More than were seen are no harm.
 */
static const struct value *seen_gone(const struct value *seen, const struct value *in_force)
{
    for (size_t i = 0; i < value_count(seen); i++) {
        bool counts = false;
        for (size_t other = 0; other < value_count(in_force) && !counts; other++)
            counts = value_equal(value_at(seen, i), value_at(in_force, other));
        if (!counts)
            return value_at(seen, i);
    }
    return NULL;
}

static bool counts_no_more(const struct binding *binding, struct text what, struct text whose,
                           struct error *err)
{
    return error_set(err, ERROR_GUARD,
                     "conflict: the %.*s of %.*s, which was counted, counts no more, since "
                     "%.*s@%.*s was judged; the same command may be given again",
                     TEXT_ARGS(what), TEXT_ARGS(whose), TEXT_ARGS(binding->name),
                     TEXT_ARGS(binding->version));
}

/* What was young enough, or had waited long enough, was so at the moment that was judged for. */
static bool moment_current(const struct binding *binding, const struct value *decision,
                           int64_t log_time, int64_t *judged_for, struct error *err)
{
    if (!clock_read(said_text(decision, "now"), judged_for))
        return error_set(err, ERROR_BUG, "a decision has no moment");
    return log_time - *judged_for <= LIMIT_RECORD_BACK ||
           text_is(said_text(decision, "verdict"), "deny") ||
           error_set(err, ERROR_GUARD,
                     "conflict: %.*s@%.*s was judged for %.*s, which is more than %d minutes ago; "
                     "the same command may be given again",
                     TEXT_ARGS(binding->name), TEXT_ARGS(binding->version),
                     TEXT_ARGS(said_text(decision, "now")), LIMIT_RECORD_BACK / 60);
}

bool recording_counts(struct acting *acting, const struct keepsake *kept, int64_t log_time,
                      struct error *err)
{
    int64_t judged_for;
    struct settling settling;
    struct standing standing;
    const struct value *waivers, *request;
    const struct value *decision = &kept->judgement.decision;
    const struct judged judged = decision_judged(decision);
    const struct inquiry inquiry = {&acting->rows, log_time, acting->arena};
    if (!settling_of(&judged, acting->arena, &settling, err) ||
        !moment_current(&settling.binding, decision, log_time, &judged_for, err))
        return false;
    const struct binding *binding = &settling.binding;
    const struct passage passage = {binding->from, binding->to, settling.tier};
    if (!registry_waivers(&acting->rows, binding, judged_for > log_time ? judged_for : log_time,
                          acting->arena, &waivers, err) ||
        !registry_open_request(&acting->rows, binding, acting->arena, &request, err) ||
        !registry_standing(&inquiry, request, passage, &standing, err))
        return false;
    const struct value answers = recording_answers(&standing, acting->arena);
    const struct value *waiver = seen_gone(&kept->waivers, waivers),
                       *answer = seen_gone(&kept->approvals, &answers);
    if (waiver)
        return counts_no_more(binding, TEXT("waiver"), said_text(waiver, "by"), err);
    return !answer || counts_no_more(binding, TEXT("signature"), said_text(answer, "by"), err);
}
