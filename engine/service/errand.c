#include "service/errand.h"

#include "base/clock.h"
#include "service/record.h"
#include "service/said.h"
#include "value/json.h"
#include "worker/worker.h"

enum { TOLD_EVERY_MS = 200, MEGABYTE = 1000000 };

/* ---- in the worker ---- */

struct errand_work {
    struct worker_port *port;
    int64_t told_ms; /* when progress was told last */
};

void errand_progress(struct errand_work *work, uint64_t done, uint64_t of)
{
    struct arena arena = {0};
    const int64_t now_ms = clock_milliseconds();
    if (now_ms - work->told_ms < TOLD_EVERY_MS)
        return;
    work->told_ms = now_ms;
    struct record message = record_in(&arena);
    record_integer(&message, "done", (int64_t)done);
    record_integer(&message, "of", (int64_t)of);
    worker_send(work->port, record_bytes(&message));
    arena_free(&arena);
}

static void errand_work(void *context, struct worker_port *port)
{
    struct arena arena = {0};
    struct error errand_failed = {0};
    struct value told = value_of_null();
    const struct errand *errand = context;
    struct errand_work work = {.port = port};
    const bool done =
        worker_confine(port, WORKER_READING, &errand_failed) &&
        (errand->tell_along
             ? errand->tell_along(errand->context, &work, &arena, &told, &errand_failed)
             : errand->tell(errand->context, &arena, &told, &errand_failed));
    struct record errand_message = record_in(&arena);
    if (done)
        record_value(&errand_message, "told", told);
    else
        record_error(&errand_message, "error", &errand_failed);
    worker_send(port, record_bytes(&errand_message));
}

/* ---- in the parent ---- */

/* One message: progress, or the end, as *over says. */
static bool message_open(struct session *session, struct text errand_message, bool *over,
                         const struct value **told, struct error *err)
{
    struct value *errand_document = ARENA_NEW(session->arena, struct value);
    if (!json_read("the worker", errand_message, (struct json_options){0}, session->arena,
                   errand_document, err))
        return false;
    const struct value *errand_failed = value_get(errand_document, TEXT("error"));
    const struct value *done = value_get(errand_document, TEXT("done"));
    *told = value_get(errand_document, TEXT("told"));
    *over = done == NULL;
    if (done)
        session->progress(session->context, "MB", (uint64_t)value_integer(done) / MEGABYTE,
                          (uint64_t)said_integer(errand_document, "of") / MEGABYTE);
    if (done || (!errand_failed && *told))
        return true;
    record_error_read(errand_failed, session->arena, err);
    return false;
}

static bool worker_over(const struct errand *errand, struct worker *worker,
                        enum worker_event errand_event, struct error *err)
{
    if (errand_event == WORKER_LATE)
        return error_set(err, ERROR_REFUSED, "reading took longer than %lld s and was ended",
                         (long long)(errand->time_ms / 1000));
    return error_set(err, ERROR_REFUSED, "the process that reads the inputs %s",
                     worker_fate(worker));
}

static bool errand_follow(struct session *session, const struct errand *errand,
                          struct worker *worker, const struct value **told, struct error *err)
{
    bool over = false;
    const int64_t errand_deadline_ms = clock_milliseconds() + errand->time_ms;
    while (!over) {
        struct text errand_message;
        const enum worker_event errand_event =
            worker_receive(worker, errand_deadline_ms, session->arena, &errand_message);
        if (errand_event != WORKER_MESSAGE)
            return worker_over(errand, worker, errand_event, err);
        if (!message_open(session, errand_message, &over, told, err))
            return false;
    }
    return true;
}

bool errand_run(struct session *session, const struct errand *errand, const struct value **told,
                struct error *err)
{
    struct worker *worker;
    if (!worker_start(errand_work, (void *)(uintptr_t)errand, session->arena, &worker, err))
        return false;
    const bool followed = errand_follow(session, errand, worker, told, err);
    worker_stop(worker);
    return followed;
}
