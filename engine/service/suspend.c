/* suspend: the kill switch. One person takes a version out, at once, and answers for it later. */
#include "service/dependents.h"
#include "service/moving.h"
#include "service/operations.h"
#include "service/rebuild.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "service/record.h"

enum { HOUR_SECONDS = 60 * 60 };

static const char *const suspend_formats[] = {"text", "json", NULL};

static void next_write(const struct moving *moving, struct buffer *page)
{
    buffer_format(page,
                  "\nnext  obstat acknowledge %.*s suspension --reason TEXT, by somebody else "
                  "within %d hours\n"
                  "      obstat resume %.*s --reason TEXT, which two others sign for\n",
                  TEXT_ARGS(moving->key), LIMIT_SUSPENSION_HOURS, TEXT_ARGS(moving->key));
    if (moving->from == STAGE_PRODUCTION)
        buffer_format(page, "      obstat rollback %.*s --reason TEXT brings back the one before\n",
                      TEXT_ARGS(moving->asked.name));
}

/* What is told after it was done: who has to hear of it. */
static bool suspension_told(struct acting *acting, const struct moving *moving,
                            const struct recorded *recorded, bool json, struct error *err)
{
    struct value dependents;
    int status = STATUS_ALLOWED;
    struct session *session = acting->session;
    struct buffer page = buffer_in(acting->arena, LIMIT_REPORT_SIZE);
    if (!dependents_find(acting, moving->row, &dependents, err))
        return false;
    if (json) {
        struct record told = moving_document(acting, moving, recorded);
        record_value(&told, "dependents", dependents);
        buffer_add(&page, record_bytes(&told));
        buffer_byte(&page, '\n');
    } else {
        if (!moving_told(acting, moving, recorded, &status, err))
            return false;
        dependents_print(&dependents, &page);
        buffer_format(&page,
                      "\nA door refuses its passports at once where it is told of entry %llu:\n"
                      "  obstat audit checkpoint > newest.checkpoint\n"
                      "  obstat admit PASSPORT --since newest.checkpoint ...\n"
                      "Without, they are good until they end, 24 hours at most where nobody said "
                      "otherwise.\n",
                      (unsigned long long)recorded->index);
        next_write(moving, &page);
    }
    session->print(session->context, buffer_text(&page));
    return true;
}

static bool json_asked(const struct value *request)
{
    const char *format = request_text(request, "output");
    return format && text_is(text_of(format), "json");
}

static bool version_suspend(struct acting *acting, const struct value *request, struct text reason,
                            struct error *err)
{
    struct moving moving;
    struct recorded recorded;
    if (!moving_begin(acting, request_text(request, "version"), MOVE_SUSPEND, &moving, err))
        return false;
    moving.reason = reason;
    moving.incident = text_of(request_text(request, "incident"));
    moving.review_by = acting->session->now + (int64_t)LIMIT_SUSPENSION_HOURS * HOUR_SECONDS;
    return moving_record(acting, &moving, &recorded, err) &&
           suspension_told(acting, &moving, &recorded, json_asked(request), err);
}

static bool suspend_try(struct session *session, const struct value *request, struct text reason,
                        struct error *err)
{
    struct acting acting;
    if (!moving_open(session, request, "suspend", &acting, err))
        return false;
    const bool suspended = version_suspend(&acting, request, reason, err);
    acting_close(&acting);
    return suspended;
}

/* Beside a document it stands where warnings do: whoever reads the document reads nothing else. */
static void righted_tell(struct session *session, const struct rebuilt *rebuilt, bool json)
{
    struct error warning = {0};
    const char *what = rebuilt->gone ? "In the database stood entries that the log was not given"
                                     : "The rows of the ledger were not what its entries say";
    const char *done = rebuilt->gone ? "They were taken away, and the rows made anew"
                                     : "They were made anew from the log";
    (void)error_set(&warning, ERROR_INTEGRITY, "warning: %c%s: somebody edited the database; %c%s",
                    what[0] - 'A' + 'a', what + 1, done[0] - 'A' + 'a', done + 1);
    if (json)
        session->complain(session->context, &warning);
    else
        session->print(
            session->context,
            text_format(session->arena, "%s: somebody edited the database.\n%s.\n\n", what, done));
}

/* The rows of the ledger, put right where somebody edited them: true where that was so. */
static bool rows_righted(struct session *session, const struct value *request)
{
    struct acting acting;
    struct rebuilt rebuilt = {0};
    struct error unmended = {0};
    const bool opened = acting_open_cut(session, request, &rebuilt.gone, &acting, &unmended);
    const bool rebuilds = opened && rebuild(&acting, STORE_WRITE, &rebuilt, &unmended);
    const bool righted = rebuilds && (rebuilt.gone || rebuilt.differing || !rebuilt.sealed);
    if (righted)
        righted_tell(session, &rebuilt, json_asked(request));
    if (!rebuilds)
        rebuild_complain(session, &rebuilt);
    if (opened)
        acting_close(&acting);
    return righted;
}

/* An edited database must not keep a version in. */
static int suspend_run(struct session *session, const struct value *request, struct error *err)
{
    struct text reason;
    struct error first = {0};
    if (!moving_reason(request, "suspend", &reason, err))
        return operation_failed(err);
    bool suspended = suspend_try(session, request, reason, &first);
    if (!suspended && first.code == ERROR_INTEGRITY && rows_righted(session, request))
        suspended = suspend_try(session, request, reason, err);
    else if (!suspended)
        *err = first;
    return suspended ? STATUS_ALLOWED : operation_failed(err);
}

static const struct parameter suspend_parameters[] = {
    PARAMETER_VERSION,
    PARAMETER_REASON,
    PARAMETER_INCIDENT,
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", suspend_formats},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation suspend_operation = {
    .name = "suspend",
    .summary = "the kill switch: take a version out, at once and alone",
    .details =
        "One person is enough, and no policy is asked; the reason stays, and a review is owed\n"
        "within 72 hours. Says who depends on the version: consumers, endpoints that serve it,\n"
        "models that were built on it. It gets no new passport; a door that knows of the\n"
        "suspension (admit --since) refuses the old ones.\n"
        "\n"
        "The way back is resume, which two others have to sign, or rollback.\n",
    .examples = "obstat suspend credit-default@2.3.0 --reason 'denies everybody over 60' "
                "--incident INC-1042\n",
    .parameters = suspend_parameters,
    .run = suspend_run,
};
