/* The whole of a promotion: plan, rounds, reports. */
#include "service/promoting.h"

#include "base/clock.h"
#include "policy/outcome.h"

/* ---- where others sign by giving the same command ---- */

static bool proposal_record(struct promoting *promoting, struct acting *acting, int *status,
                            struct error *err)
{
    struct draft draft;
    struct moving moving;
    struct recorded recorded;
    struct error objection = {0};
    if (!moving_begin(acting, request_text(promoting->request, "version"), promoting->move, &moving,
                      err) ||
        !promoting_draw(promoting, acting, &moving, err) ||
        !moving_draft(acting, &moving, &draft, err))
        return false;
    const struct value members = value_of_map(acting->arena, &draft.members);
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    const struct refused refused = {.command = move_name(promoting->move),
                                    .asked = &moving.asked,
                                    .from = moving.from,
                                    .to = moving.to,
                                    .why = err};
    if (!registry_permits(&inquiry, &members, acting->id, &objection) &&
        objection.code != ERROR_PENDING) {
        *err = objection;
        return moving_refused(acting, &refused);
    }
    return acting_record(acting, &draft, &recorded, err)
               ? moving_told(acting, &moving, &recorded, status, err)
               : moving_refused(acting, &refused);
}

static int proposal_run(struct promoting *promoting, struct error *err)
{
    int status = STATUS_ALLOWED;
    struct acting acting;
    if (!moving_open(promoting->session, promoting->request, move_name(promoting->move), &acting,
                     err))
        return operation_failed(err);
    const bool proposed = proposal_record(promoting, &acting, &status, err);
    acting_close(&acting);
    return proposed ? status : operation_failed(err);
}

/* ---- rounds ---- */

static bool is_pending(const struct promoting *promoting)
{
    const struct judgement *judgement = &promoting->kept->judgement;
    return !judgement->refused && !promoting->moved &&
           judgement->conclusion.status == STATUS_PENDING;
}

/* A round, and where signatures lack and somebody waits for them, another when they are there; when
 * the time is over as well, if somebody has signed, so that what is reported is so. */
static bool rounds_go(struct promoting *promoting, struct error *err)
{
    enum waited waited = promoting->wait ? WAITED_COMPLETE : WAITED_IN_VAIN;
    if (!promoting_round(promoting, err))
        return false;
    while (waited == WAITED_COMPLETE && is_pending(promoting))
        if (!promoting_wait(promoting, &waited, err) ||
            (waited != WAITED_IN_VAIN && !promoting_round(promoting, err)))
            return false;
    return true;
}

/* ---- reports ---- */

/* Only what is in the log, or never came so far. */
static bool promoting_report(struct promoting *promoting, struct reporting *reporting,
                             struct error *err)
{
    const struct judgement *judgement = promoting->kept ? &promoting->kept->judgement : NULL;
    if (!judgement || (!judgement->refused && !judgement->recorded))
        return true;
    if (promoting->moved && promoting->emergency && reporting_shown(reporting))
        promoting->session->print(
            promoting->session->context,
            TEXT("EMERGENCY  it moves now; whose signature lacks below signs afterwards\n"));
    reporting_see(reporting, judgement);
    if (promoting->moved) {
        reporting->status = error_status(promoting->failed.code);
        if (!reporting_add(reporting, promoting->told, &promoting->document, err))
            return false;
    }
    return reporting_end(reporting, err);
}

static bool brought_match(struct promoting *promoting, struct error *err)
{
    struct error brought_other = {0}, unkept = {0};
    if (promoting_brought(promoting, &brought_other))
        return true;
    promoting->present = session_present(promoting->session);
    (void)!promoting_refuse(promoting, &brought_other, &unkept);
    *err = brought_other;
    return false;
}

int promoting_run(struct promoting *promoting, struct error *err)
{
    struct error unreported = {0};
    struct session *session = promoting->session;
    struct reporting reporting = {
        .options = {.colour = session->colour,
                    .verbose = request_flag(promoting->request, "verbose")},
        .policies_given = true}; /* they are the adopted set's */
    promoting->began_ms = clock_milliseconds();
    if (!reporting_begin(session, promoting->request, &reporting, err) ||
        !promoting_plan(promoting, err))
        return operation_failed(err);
    if (promoting->stands)
        return brought_match(promoting, err) &&
                       reporting_add(&reporting, promoting->told, &promoting->document, err) &&
                       reporting_end(&reporting, err)
                   ? STATUS_ALLOWED
                   : operation_failed(err);
    if (promoting->undecided)
        return proposal_run(promoting, err);
    const bool went = rounds_go(promoting, err);
    if (!promoting_report(promoting, &reporting, &unreported) && went)
        *err = unreported;
    if (err->code != ERROR_NONE)
        return operation_failed(err);
    if (promoting->failed.code != ERROR_NONE)
        session->complain(session->context, &promoting->failed);
    return reporting.status;
}
