/* rollback: what is in production goes out, and what was there before comes back, in one record. */
#include "service/dependents.h"
#include "service/moving.h"
#include "service/operations.h"
#include "service/predecessor.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "service/record.h"
#include "service/said.h"

enum { HOUR_SECONDS = 60 * 60 };

/* What is rolled back: the version in production, or the one that was last in it and is suspended.
 */
static bool fallen_find(struct acting *acting, const char *name, struct text *version,
                        struct error *err)
{
    const struct value *model;
    if (!registry_row(&acting->rows, "model", text_of(name), acting->arena, &model, err))
        return false;
    const struct value *previous = value_present(model, TEXT("previous"));
    const size_t count = value_count(previous);
    *version = said_text(model, "production");
    if (!model)
        return version_unknown(acting, text_of(name), err);
    if (!version->size && count)
        *version = value_text(value_at(previous, count - 1));
    return version->size || error_set(err, ERROR_REFUSED, "%s was never in production", name);
}

static void warnings_print(struct acting *acting, const struct texts *warnings)
{
    for (size_t i = 0; i < warnings->count; i++) {
        struct error warning = {0};
        (void)error_set(&warning, ERROR_GUARD, "warning: %.*s", TEXT_ARGS(warnings->at[i]));
        acting->session->complain(acting->session->context, &warning);
    }
}

/* The one that returns is not judged anew, as there is no time for it; what would fail today is
 * told, and whoever rolls back takes it upon themselves until the review. */
static bool predecessor_take(struct acting *acting, struct moving *moving, struct error *err)
{
    const struct value *model, *predecessor;
    struct texts warnings = {0}, passed_over;
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    if (!registry_row(&acting->rows, "model", moving->asked.name, acting->arena, &model, err) ||
        !registry_predecessor(&inquiry, model, moving->asked.version, &predecessor, err) ||
        !registry_passed_over(&inquiry, model, moving->asked.version, &passed_over, err))
        return false;
    warnings_print(acting, &passed_over);
    if (!predecessor)
        return true; /* the guard says so, with what to do */
    if (!predecessor_doubts(acting, predecessor, &warnings, err) ||
        !moving_other(acting, moving, said_text(predecessor, "version"), STAGE_PRODUCTION,
                      &moving->other, err))
        return false;
    warnings_print(acting, &warnings);
    return true;
}

/* What came back, who uses what went, and what is left to do. */
static bool rollback_tell(struct acting *acting, const struct moving *moving,
                          const struct recorded *recorded, struct error *err)
{
    struct value dependents;
    struct buffer page = buffer_in(acting->arena, LIMIT_REPORT_SIZE);
    const struct text name = moving->asked.name, back = said_text(moving->other, "version");
    if (!dependents_find(acting, moving->row, &dependents, err))
        return false;
    buffer_format(&page, "%.*s@%.*s: %.*s -> production, in the same entry\n", TEXT_ARGS(name),
                  TEXT_ARGS(back), TEXT_ARGS(said_text(moving->other, "from")));
    dependents_print(&dependents, &page);
    buffer_format(&page,
                  "\nnext  obstat passport %.*s@%.*s for what deploys it\n"
                  "      obstat audit checkpoint > newest.checkpoint, so that doors (obstat admit "
                  "--since) know of entry %llu\n"
                  "      obstat acknowledge %.*s rollback --reason TEXT, and of %.*s@%.*s, by "
                  "somebody else within %d hours\n",
                  TEXT_ARGS(name), TEXT_ARGS(back), (unsigned long long)recorded->index,
                  TEXT_ARGS(moving->key), TEXT_ARGS(name), TEXT_ARGS(back), LIMIT_ROLLBACK_HOURS);
    acting->session->print(acting->session->context, buffer_text(&page));
    return true;
}

static bool model_roll_back(struct acting *acting, const struct value *request, struct text reason,
                            int *status, struct error *err)
{
    struct moving moving;
    struct text version;
    struct recorded recorded;
    const char *name = request_text(request, "model");
    if (!fallen_find(acting, name, &version, err))
        return false;
    const char *fallen = text_format(acting->arena, "%s@%.*s", name, TEXT_ARGS(version)).at;
    if (!moving_begin(acting, fallen, MOVE_ROLLBACK, &moving, err))
        return false;
    const struct refused refused = {.command = "rollback",
                                    .asked = &moving.asked,
                                    .from = moving.from,
                                    .to = moving.to,
                                    .why = err};
    if (!predecessor_take(acting, &moving, err))
        return moving_refused(acting, &refused);
    moving.reason = reason;
    moving.incident = text_of(request_text(request, "incident"));
    moving.review_by = acting->session->now + (int64_t)LIMIT_ROLLBACK_HOURS * HOUR_SECONDS;
    if (!moving_record(acting, &moving, &recorded, err) ||
        !moving_told(acting, &moving, &recorded, status, err))
        return false;
    return rollback_tell(acting, &moving, &recorded, err);
}

static int rollback_run(struct session *session, const struct value *request, struct error *err)
{
    int status = STATUS_ALLOWED;
    struct acting acting;
    struct text reason;
    if (!moving_reason(request, "rollback", &reason, err) ||
        !moving_open(session, request, "rollback", &acting, err))
        return operation_failed(err);
    const bool rolled = model_roll_back(&acting, request, reason, &status, err);
    acting_close(&acting);
    return rolled ? status : operation_failed(err);
}

static const struct parameter rollback_parameters[] = {
    {"model", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME", "which model", NULL},
    PARAMETER_REASON,
    PARAMETER_INCIDENT,
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation rollback_operation = {
    .name = "rollback",
    .summary = "take a version out of production and bring back the one before it",
    .details =
        "One person is enough. The version in production goes to staging (one that is suspended\n"
        "stays so), and the newest that was in production before it, and is fit to return, comes\n"
        "back: both in one entry. It is not judged anew; what would fail today is told as a\n"
        "warning. A review is owed within 24 hours, and until it is there the version gets no\n"
        "further.\n",
    .examples = "obstat rollback credit-default --reason 'scores drift since noon' "
                "--incident INC-1042\n",
    .parameters = rollback_parameters,
    .run = rollback_run,
};
