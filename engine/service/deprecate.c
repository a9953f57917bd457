/* deprecate: notice is given that a version ends, and on which day. */
#include "service/moving.h"
#include "service/operations.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/record.h"
#include "service/said.h"

#include <stdlib.h>
#include <string.h>

enum { WHOLE_PERCENT = 100 };

/* ---- steps ---- */

static bool step_read(const char *step, struct arena *arena, struct value *out, struct error *err)
{
    char *end = NULL;
    int64_t moment;
    char moment_written[CLOCK_TEXT_SIZE];
    struct record phase = record_in(arena);
    const long percent = strtol(step, &end, 10);
    if (end == step || *end != '=' || percent < 0 || percent > WHOLE_PERCENT ||
        !clock_read(text_of(end + 1), &moment))
        return error_set(err, ERROR_USAGE,
                         "--step %s: PERCENT=DATE is wanted, as 50=2027-01-31: what share of the "
                         "traffic it may have from then on",
                         step);
    clock_write(moment, moment_written);
    record_integer(&phase, "percent", percent);
    record_text(&phase, "at", text_copy(arena, text_of(moment_written)));
    *out = record_map(&phase);
    return true;
}

static bool steps_read(const struct value *request, struct arena *arena, const struct value **out,
                       struct error *err)
{
    struct values steps = {0};
    for (size_t i = 0; i < request_count(request, "step"); i++)
        if (!step_read(request_at(request, "step", i), arena, LIST_ADD(arena, &steps), err))
            return false;
    struct value *read = arena_alloc(arena, sizeof *read);
    *read = value_of_list(arena, steps.at, steps.count);
    *out = read;
    return true;
}

/* ---- the day on which it ends ---- */

static int64_t sunset_usual(const struct acting *acting, const struct moving *moving)
{
    enum { DAY_SECONDS = 24 * 60 * 60 };
    enum tier tier = TIER_HIGH;
    const struct text tier_word = said_text(moving->row, "tier");
    struct suggestion near_tier = suggest_for(tier_word);
    if (!tier_read(tier_word, &tier, &near_tier))
        tier = TIER_HIGH;
    const int notice = tier == TIER_HIGH ? LIMIT_NOTICE_DAYS_HIGH : LIMIT_NOTICE_DAYS;
    return acting->session->now + (int64_t)notice * DAY_SECONDS;
}

static struct text notice_words(const struct value *request, struct arena *arena)
{
    const struct text reason = text_of(request_text(request, "reason")),
                      notice = text_of(request_text(request, "notice"));
    if (reason.size && notice.size)
        return text_format(arena, "%.*s; notice: %.*s", TEXT_ARGS(reason), TEXT_ARGS(notice));
    return reason.size ? reason : notice;
}

/* The notice that was signed is not lost to a reason of one's own. */
static bool notice_keep(struct acting *acting, const struct value *request, struct moving *moving,
                        struct error *err)
{
    struct text agreed;
    if (!moving->reason.size || request_text(request, "notice"))
        return true;
    if (!moving_agreed_reason(acting, moving, &agreed, err))
        return false;
    if (agreed.size && !text_equal(agreed, moving->reason))
        moving->reason = text_format(acting->arena, "%.*s; as signed before: %.*s",
                                     TEXT_ARGS(moving->reason), TEXT_ARGS(agreed));
    return true;
}

/* Who signs after others signs what they signed, unless they say another thing. */
static bool agreed_take(struct moving *moving, struct error *err)
{
    const struct value *agreed = moving->agreed;
    const struct value *sunset = value_present(agreed, TEXT("sunset"));
    moving->steps = value_present(agreed, TEXT("steps"));
    moving->successor = said_text(agreed, "successor");
    return !sunset || clock_read(value_text(sunset), &moving->sunset) ||
           error_set(err, ERROR_INTEGRITY, "what others signed ends on no day");
}

static bool deprecation_prepare(struct acting *acting, const struct value *request,
                                struct moving *moving, struct error *err)
{
    int64_t sunset;
    const bool plain = !request_text(request, "sunset") && !request_text(request, "successor") &&
                       !request_count(request, "step");
    moving->reason = notice_words(request, acting->arena);
    if (!moving_reasoned(acting, moving, plain, "--reason TEXT or --notice TEXT", err))
        return false;
    if (plain && moving->agreed)
        return notice_keep(acting, request, moving, err) && agreed_take(moving, err);
    if (!moving_day(request, "sunset", &sunset, err) ||
        !steps_read(request, acting->arena, &moving->steps, err))
        return false;
    moving->sunset = sunset ? sunset : sunset_usual(acting, moving);
    moving->successor = text_of(request_text(request, "successor"));
    return !text_equal(moving->successor, moving->asked.version) ||
           error_set(err, ERROR_USAGE, "--successor %.*s: a version does not replace itself",
                     TEXT_ARGS(moving->successor));
}

static int deprecate_run(struct session *session, const struct value *request, struct error *err)
{
    static const struct move_command command = {MOVE_DEPRECATE, deprecation_prepare};
    return moving_run(session, request, &command, err);
}

static const struct parameter deprecate_parameters[] = {
    PARAMETER_VERSION,
    {"sunset", 0, PARAMETER_OPTION, 0, "DATE",
     "the day on which it ends; else the shortest notice from now: 30 days, 90 for high risk",
     NULL},
    {"notice", 0, PARAMETER_OPTION, 0, "TEXT", "what its consumers are told", NULL},
    {"successor", 0, PARAMETER_OPTION, 0, "VERSION", "which version takes its place", NULL},
    {"step", 0, PARAMETER_OPTIONS, 0, "PERCENT=DATE",
     "the share of the traffic that it may have from a day on; repeatable", NULL},
    PARAMETER_REASON,
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation deprecate_operation = {
    .name = "deprecate",
    .summary = "give notice that a version ends, and on which day",
    .details =
        "The version serves on until its sunset, in steps where --step says so; then it can be\n"
        "retired. Where the tier asks for the signature of another person, they give the same\n"
        "command, which without options repeats what was signed; until then the status is 7.\n"
        "The notice is kept beside the log, and only its commitment in it.\n",
    .examples = "obstat deprecate credit-default@2.3.0 --sunset 2027-03-31 --successor 2.4.0 \\\n"
                "    --notice 'moves to 2.4.0, same interface' --step 50=2027-02-28\n",
    .parameters = deprecate_parameters,
    .run = deprecate_run,
};
