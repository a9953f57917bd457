/* webhook list, deliver, test, dead, retry: telling others what was recorded. */
#include "service/webhook.h"

#include "base/clock.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/columns.h"
#include "service/operations.h"
#include "service/record.h"

#include <unistd.h>

/* ---- what the commands share ---- */

static struct text moment_text(int64_t moment, struct arena *arena)
{
    char written[CLOCK_TEXT_SIZE];
    clock_write(moment, written);
    return text_copy(arena, text_of(written));
}

static void page_print(struct session *session, const struct buffer *page)
{
    session->print(session->context, buffer_text(page));
}

/* How it stands, in words: "entry 7 is tried again at ..., after 2 of 8 attempts: answers 500". */
static void delivery_tell(const struct delivery *delivery, struct buffer *page)
{
    if (delivery->stopped)
        buffer_string(page, "stopped");
    else if (delivery->attempts > 0)
        buffer_format(page, "entry %llu is tried again from %.*s on, after %llu of %d attempts",
                      (unsigned long long)delivery->next,
                      TEXT_ARGS(moment_text(delivery->next_try, page->arena)),
                      (unsigned long long)delivery->attempts, DELIVERY_ATTEMPTS);
    if (delivery->last_error.size > 0 && (delivery->stopped || delivery->attempts > 0)) {
        buffer_string(page, ": ");
        text_escape(delivery->last_error, page);
    }
}

/* One ledger's receivers; those of a run that keeps what it did are served by this process alone.
 */
struct webhook_run {
    struct acting acting;
    struct webhooks webhooks;
    struct serving serving;
    int lock;
};

static void run_close(struct webhook_run *run)
{
    net_close(run->serving.net);
    if (run->lock >= 0)
        (void)close(run->lock);
    acting_close(&run->acting);
}

static bool turn_take_alone(struct webhook_run *run, struct error *err)
{
    bool taken;
    if (!serving_turn(&run->acting, &taken, &run->lock, err))
        return false;
    return taken || error_set(err, ERROR_UNAVAILABLE,
                              "another obstat serves the webhooks of this ledger; it delivers what "
                              "is due");
}

static bool run_prepare(struct webhook_run *run, const struct value *request, struct error *err)
{
    int64_t now = run->acting.session->now;
    const char *now_given = request_text(request, "now");
    if (now_given && !clock_read(text_of(now_given), &now))
        return error_set(err, ERROR_USAGE, "--now %s is not a time as RFC 3339 has it", now_given);
    return webhooks_read(run->acting.session, run->acting.folder, &run->webhooks, err) &&
           serving_open(&run->acting, &run->webhooks, NULL, now, &run->serving, err);
}

static bool run_open(struct session *session, const struct value *request, enum store_mode mode,
                     struct webhook_run *run, struct error *err)
{
    *run = (struct webhook_run){.lock = -1};
    if (!acting_open_unsigned(session, request, mode, &run->acting, err))
        return false;
    if ((mode == STORE_READ || turn_take_alone(run, err)) && run_prepare(run, request, err))
        return true;
    run_close(run);
    return false;
}

static bool run_served(struct webhook_run *run, const char *name, struct served **out,
                       struct error *err)
{
    const struct webhook *webhook;
    if (!webhook_find(&run->webhooks, name, run->acting.session, &webhook, err))
        return false;
    *out = &run->serving.at[webhook - run->webhooks.at];
    return true;
}

/* ---- deliver ---- */

static void served_print(const struct served *served, struct buffer *page)
{
    const struct delivery *delivery = &served->delivery;
    buffer_format(page, "%-16.*s %llu delivered", TEXT_ARGS(served->webhook->name),
                  (unsigned long long)served->taken);
    if (served->died > 0)
        buffer_format(page, ", %llu given up", (unsigned long long)served->died);
    if (delivery->dead.count > 0)
        buffer_format(page, ", %zu dead letters", delivery->dead.count);
    if (delivery->stopped || delivery->attempts > 0)
        buffer_string(page, "; ");
    delivery_tell(delivery, page);
    buffer_byte(page, '\n');
}

static int deliver_status(const struct serving *serving)
{
    for (size_t i = 0; i < serving->count; i++)
        if (serving->at[i].unreached)
            return STATUS_UNAVAILABLE;
    return STATUS_ALLOWED;
}

static int deliver_run(struct session *session, const struct value *request, struct error *err)
{
    struct webhook_run run;
    if (!run_open(session, request, STORE_WRITE, &run, err))
        return operation_failed(err);
    struct buffer page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    const bool delivered = serving_run(&run.serving, err);
    for (size_t i = 0; i < run.serving.count; i++)
        served_print(&run.serving.at[i], &page);
    if (run.serving.count == 0)
        buffer_string(&page, webhooks_none);
    page_print(session, &page);
    const int status = deliver_status(&run.serving);
    run_close(&run);
    return delivered ? status : operation_failed(err);
}

static const struct parameter deliver_parameters[] = {
    {"now", 0, PARAMETER_OPTION, 0, "TIME", "what is due then; else what is due now", NULL},
    PARAMETER_DIR,
    {0},
};

const struct operation webhook_deliver_operation = {
    .name = "webhook deliver",
    .summary = "send what was recorded to those who want to be told",
    .details =
        "For a timer that runs every minute. Each receiver is sent, in the order of the log, what\n"
        "it has not taken yet; one that fails is tried again after 5 s, 5 min, 30 min, 2 h, 5 h,\n"
        "10 h and 10 h, and then the event is a dead letter and the next one's turn comes. None\n"
        "waits for another. A receiver that answers 410 is not asked again until webhook retry.\n"
        "Status 0: all that was due was delivered; 6: some receiver was not reached.\n",
    .examples = "obstat webhook deliver\nobstat webhook deliver --dir /srv/ledger\n",
    .parameters = deliver_parameters,
    .run = deliver_run,
};

/* ---- test ---- */

static bool test_send(struct webhook_run *run, const char *name, struct webhook_answer *answer,
                      struct error *err)
{
    struct served *served;
    struct webhook_event event;
    struct session *session = run->acting.session;
    if (!run_served(run, name, &served, err) ||
        !webhook_test_event(session, run->acting.origin, &event, err))
        return false;
    if (!served->secret_known)
        return error_set(err, ERROR_USAGE, "%s, which has the secret of %s, is not set",
                         served->webhook->secret_setting, name);
    return webhook_ask(&run->serving, served, &event, session->arena, answer, err);
}

static int test_run(struct session *session, const struct value *request, struct error *err)
{
    struct webhook_run run;
    struct webhook_answer answer;
    const char *name = request_text(request, "name");
    struct buffer page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (!run_open(session, request, STORE_READ, &run, err))
        return operation_failed(err);
    const bool sent = test_send(&run, name, &answer, err);
    run_close(&run);
    if (!sent)
        return operation_failed(err);
    buffer_format(&page, "%s: the test event %s", name,
                  answer.taken ? "was taken" : "was not taken: ");
    if (!answer.taken)
        text_escape(answer.why, &page);
    buffer_byte(&page, '\n');
    page_print(session, &page);
    return answer.taken ? STATUS_ALLOWED : STATUS_UNAVAILABLE;
}

static const struct parameter test_parameters[] = {
    {"name", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME", "of the webhook", NULL},
    PARAMETER_DIR,
    {0},
};

const struct operation webhook_test_operation = {
    .name = "webhook test",
    .summary = "send one receiver an event that means nothing",
    .details =
        "The event is of type webhook.test, signed like every other. Nothing is kept of it.\n"
        "Status 0: it was taken; 6: it was not.\n",
    .examples = "obstat webhook test pager\n",
    .parameters = test_parameters,
    .run = test_run,
};

/* ---- retry ---- */

static int retry_run(struct session *session, const struct value *request, struct error *err)
{
    struct served *served;
    struct webhook_run run;
    if (!run_open(session, request, STORE_WRITE, &run, err))
        return operation_failed(err);
    struct buffer page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    const bool retried = run_served(&run, request_text(request, "name"), &served, err) &&
                         serving_retry(&run.serving, served, err);
    if (retried)
        served_print(served, &page);
    page_print(session, &page);
    const int status = retried && served->unreached ? STATUS_UNAVAILABLE : STATUS_ALLOWED;
    run_close(&run);
    return retried ? status : operation_failed(err);
}

const struct operation webhook_retry_operation = {
    .name = "webhook retry",
    .summary = "send one receiver its dead letters again, and go on with it",
    .details =
        "Each is sent once, in the order of the log; what is taken is a dead letter no\n"
        "longer. A receiver that was stopped, or that waits for its next attempt, is served\n"
        "again by the next webhook deliver.\n"
        "Status 0: all were taken; 6: some were not.\n",
    .examples = "obstat webhook retry pager\n",
    .parameters = test_parameters,
    .run = retry_run,
};
