/* Waiting for people: the log is looked at now and then, and is open no longer than that. */
#include "service/promoting.h"

#include "base/clock.h"
#include "base/limits.h"

#include <time.h>

/* The request that is waited for, and the log when it was looked at last. */
struct waiting {
    const struct promoting *promoting;
    struct text request_id;
    uint64_t size;
    bool told;      /* who lacks was said             */
    size_t lacking; /* how many signatures, at first  */
    enum waited waited;
};

static void wait_pause(int64_t left_ms)
{
    const int64_t pause_ms = left_ms < LIMIT_WAIT_LOOK_MS ? left_ms : LIMIT_WAIT_LOOK_MS;
    const struct timespec pause = {pause_ms / 1000, pause_ms % 1000 * 1000000L};
    (void)nanosleep(&pause, NULL);
}

static struct text lacks_words(const struct standing *standing, struct arena *arena)
{
    struct buffer words = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    for (size_t i = 0; i < standing->lacks.count; i++)
        buffer_format(&words, "%s%.*s", i ? "; " : "", TEXT_ARGS(standing->lacks.at[i]));
    return buffer_text(&words);
}

/* On a terminal all the time, else once: a pipeline keeps what it prints. */
static void lacks_tell(struct waiting *waiting, const struct standing *standing,
                       struct arena *arena)
{
    struct error words = {0};
    const struct session *session = waiting->promoting->session;
    const struct text lacks = lacks_words(standing, arena);
    const char *shown =
        text_string(arena, text_format(arena, "signatures; lacking: %.*s", TEXT_ARGS(lacks)));
    session->progress(session->context, shown, standing->needed - standing->lacking,
                      standing->needed);
    if (waiting->told)
        return;
    waiting->told = true;
    (void)error_set(&words, ERROR_PENDING, "%.*s@%.*s waits for %.*s",
                    TEXT_ARGS(waiting->promoting->asked.name),
                    TEXT_ARGS(waiting->promoting->asked.version), TEXT_ARGS(lacks));
    session->complain(session->context, &words);
}

/* Rejected, superseded, or the version went elsewhere: nobody will sign it any more. */
static bool request_look(struct waiting *waiting, struct acting *acting, struct error *err)
{
    const struct value *request;
    struct standing standing;
    const struct promoting *promoting = waiting->promoting;
    if (!promoting_held(promoting, acting, err) ||
        !registry_row(&acting->rows, "request", waiting->request_id, acting->arena, &request,
                      err) ||
        !answer_standing(acting, request, &standing, err))
        return false;
    if (standing.closed)
        return error_set(
            err, ERROR_GUARD,
            "the request that was waited for is closed: %.*s; obstat history %.*s@%.*s "
            "says why",
            TEXT_ARGS(standing.closed_how), TEXT_ARGS(promoting->asked.name),
            TEXT_ARGS(promoting->asked.version));
    waiting->lacking = waiting->told ? waiting->lacking : standing.lacking;
    waiting->waited = standing.lacking == 0                  ? WAITED_COMPLETE
                      : standing.lacking != waiting->lacking ? WAITED_CHANGED
                                                             : WAITED_IN_VAIN;
    if (waiting->waited != WAITED_COMPLETE)
        lacks_tell(waiting, &standing, acting->arena);
    return true;
}

/* Where the log has not grown, nobody has signed. */
static bool log_look(struct waiting *waiting, struct error *err)
{
    struct arena looked = {0};
    struct acting acting = {0};
    struct session session = session_present(waiting->promoting->session);
    session.arena = &looked;
    bool looks =
        acting_open_unsigned(&session, waiting->promoting->request, STORE_READ, &acting, err);
    if (looks) {
        const uint64_t size = log_head(acting.log)->size;
        if (size != waiting->size)
            looks = request_look(waiting, &acting, err);
        waiting->size = size;
    }
    acting_close(&acting);
    arena_free(&looked);
    return looks;
}

bool promoting_wait(struct promoting *promoting, enum waited *out, struct error *err)
{
    const int64_t until_ms = promoting->began_ms + promoting->wait * 1000;
    const struct keepsake *kept = promoting->kept;
    struct waiting waiting = {.promoting = promoting, .request_id = kept->request};
    if (!waiting.request_id.size)
        waiting.request_id = value_text(value_get(&kept->judgement.decision, TEXT("id")));
    for (;;) {
        if (!log_look(&waiting, err))
            return false;
        *out = waiting.waited;
        const int64_t left_ms = until_ms - clock_milliseconds();
        if (waiting.waited == WAITED_COMPLETE || left_ms <= 0)
            return true;
        wait_pause(left_ms);
    }
}
