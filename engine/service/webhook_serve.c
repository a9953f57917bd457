#include "service/webhook.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "service/record.h"
#include "service/said.h"
#include "store/turn.h"

#include <unistd.h>

enum {
    STATUS_TAKEN_FROM = 200,
    STATUS_TAKEN_TO = 299,
    STATUS_GONE = 410,
    ANSWER_GRACE_MS = 5000,
    MS_PER_S = 1000,
};

int64_t serving_now(const struct serving *serving)
{
    return serving->now + (clock_milliseconds() - serving->begun_ms) / MS_PER_S;
}

bool serving_turn(struct acting *acting, bool *taken, int *lock, struct error *err)
{
    const char *path = path_join(acting->arena, acting->folder, "webhooks.lock");
    if (!turn_open(path, lock, err))
        return false;
    *taken = turn_try(*lock);
    return true;
}

/* ---- asking ---- */

/* The name under which obstat-net finds the secret of a receiver. */
static const char *secret_name(const struct webhook *webhook, struct arena *arena)
{
    return text_format(arena, "WEBHOOK_%.*s", TEXT_ARGS(webhook->name)).at;
}

static struct text reply_words(const struct value *reply, struct arena *arena)
{
    const struct value *failed = value_present(reply, TEXT("failed"));
    return failed ? value_text(failed)
                  : text_format(arena, "answers %lld", (long long)said_integer(reply, "status"));
}

bool webhook_ask(struct serving *serving, const struct served *served,
                 const struct webhook_event *event, struct arena *arena, struct webhook_answer *out,
                 struct error *err)
{
    const struct value *reply;
    struct record request = record_in(arena);
    record_text(&request, "do", TEXT("deliver"));
    record_text(&request, "url", served->webhook->url);
    record_text(&request, "id", event->id);
    record_text(&request, "secret", text_of(secret_name(served->webhook, arena)));
    record_text(&request, "body", event->body);
    const struct net_question question = {record_map(&request), -1,
                                          LIMIT_DELIVERY_MS + ANSWER_GRACE_MS};
    if (!net_ask(serving->net, &question, arena, &reply, err))
        return false;
    const int64_t status = said_integer(reply, "status");
    *out = (struct webhook_answer){
        .taken = status >= STATUS_TAKEN_FROM && status <= STATUS_TAKEN_TO,
        .gone = status == STATUS_GONE,
        .why = reply_words(reply, arena),
    };
    return true;
}

/* ---- opening ---- */

static bool served_open(struct acting *acting, const struct webhook *webhook, struct served *served,
                        struct error *err)
{
    struct session *session = acting->session;
    *served =
        (struct served){.webhook = webhook, .called = text_string(session->arena, webhook->name)};
    served->secret_known = session->setting(session->context, webhook->secret_setting) != NULL;
    if (!delivery_read(acting, webhook, &served->delivery, err))
        return false;
    delivery_complain(session, &served->delivery);
    return true;
}

bool serving_open(struct acting *acting, const struct webhooks *webhooks, struct net *net,
                  int64_t now, struct serving *out, struct error *err)
{
    struct serving serving = {.acting = acting,
                              .net = net,
                              .now = now,
                              .begun_ms = clock_milliseconds(),
                              .at = ARENA_ARRAY(acting->arena, struct served, webhooks->count),
                              .count = webhooks->count};
    struct net_secret *secrets = ARENA_ARRAY(acting->arena, struct net_secret, webhooks->count);
    for (size_t i = 0; i < webhooks->count; i++) {
        const struct webhook *webhook = &webhooks->at[i];
        if (!served_open(acting, webhook, &serving.at[i], err))
            return false;
        secrets[i] =
            (struct net_secret){secret_name(webhook, acting->arena), webhook->secret_setting};
    }
    if (!net && !net_open(acting->session, secrets, webhooks->count, &serving.net, err))
        return false;
    *out = serving;
    return true;
}

/* ---- one receiver ---- */

/* It cannot be served, and that is not its doing: said once, and not counted as an attempt. */
static void served_complain(struct serving *serving, struct served *served,
                            const struct error *trouble)
{
    struct error told = {0};
    struct session *session = serving->acting->session;
    (void)error_set(&told, trouble->code, "webhook %.*s: %s", TEXT_ARGS(served->webhook->name),
                    trouble->message);
    session->complain(session->context, &told);
    served->unreached = true;
    served->over = true;
}

static bool attempt_keep(struct serving *serving, struct served *served,
                         const struct webhook_event *event, const struct webhook_answer *answer,
                         struct error *err)
{
    struct delivery *delivery = &served->delivery;
    const size_t dead_before = delivery->dead.count;
    if (answer->taken) {
        delivery_taken(delivery, event->index);
        served->taken++;
    } else {
        delivery_failed(delivery, event->index, answer->why, serving_now(serving),
                        serving->acting->arena);
        delivery->stopped |= answer->gone;
        served->unreached = true;
        served->died += delivery->dead.count - dead_before;
        served->over = delivery->attempts > 0 || delivery->stopped;
    }
    return delivery_write(serving->acting, delivery, err);
}

/* An attempt at the event. What obstat-net refuses is a mistake in the file or the setting. */
static bool event_attempt(struct serving *serving, struct served *served,
                          const struct webhook_event *event, struct arena *arena, struct error *err)
{
    struct webhook_answer answer;
    struct error trouble = {0};
    if (webhook_ask(serving, served, event, arena, &answer, &trouble))
        return attempt_keep(serving, served, event, &answer, err);
    if (trouble.code != ERROR_REFUSED)
        return error_set(err, trouble.code, "%s", trouble.message);
    served_complain(serving, served, &trouble);
    return true;
}

/* There is nothing more for it: what it did not ask for is not looked at again. */
static bool served_end(struct serving *serving, struct served *served, uint64_t end,
                       struct error *err)
{
    served->over = true;
    if (served->delivery.next >= end)
        return true;
    served->delivery.next = end;
    return delivery_write(serving->acting, &served->delivery, err);
}

/* The next event that it asks for, if there is one; its memory is given back at once. */
static bool served_step(struct serving *serving, struct served *served, struct error *err)
{
    struct webhook_event event;
    struct arena stepping = {0};
    struct session *session = serving->acting->session;
    const uint64_t end = log_head(serving->acting->log)->size;
    const struct leaf_range waiting = {served->delivery.next, end};
    bool stepped = webhook_next(serving->acting, served->webhook, waiting, &stepping, &event, err);
    if (stepped && event.found) {
        session->progress(session->context, served->called, event.index, end);
        stepped = event_attempt(serving, served, &event, &stepping, err);
    } else if (stepped)
        stepped = served_end(serving, served, end, err);
    arena_free(&stepping);
    return stepped;
}

/* Can anything be sent to it now? */
static bool served_ready(struct serving *serving, struct served *served)
{
    struct error trouble = {0};
    if (served->delivery.stopped ||
        (served->delivery.attempts > 0 && serving_now(serving) < served->delivery.next_try)) {
        served->over = true;
        return false;
    }
    if (served->secret_known)
        return true;
    (void)error_set(&trouble, ERROR_UNAVAILABLE, "%s, which has its secret, is not set",
                    served->webhook->secret_setting);
    served_complain(serving, served, &trouble);
    return false;
}

static bool served_turn(struct serving *serving, struct served *served, struct error *err)
{
    const int64_t turn_ends_ms = clock_milliseconds() + LIMIT_DELIVERY_TURN_MS;
    if (!served_ready(serving, served))
        return true;
    while (!served->over && clock_milliseconds() < turn_ends_ms)
        if (!served_step(serving, served, err))
            return false;
    return true;
}

bool serving_run(struct serving *serving, struct error *err)
{
    bool all_over = false;
    while (!all_over) {
        all_over = true;
        for (size_t i = 0; i < serving->count; i++) {
            struct served *served = &serving->at[i];
            if (!served->over && !served_turn(serving, served, err))
                return false;
            all_over &= served->over;
        }
    }
    return true;
}

/* ---- dead letters ---- */

/* What became of one: it leaves the list where it was taken, else it says why not. */
static bool letter_keep(struct serving *serving, struct served *served, size_t at,
                        const struct webhook_answer *answer, struct error *err)
{
    struct dead_letters *dead = &served->delivery.dead;
    if (answer->taken) {
        served->taken++;
        dead->count--;
        memmove(&dead->at[at], &dead->at[at + 1], (dead->count - at) * sizeof *dead->at);
    } else {
        dead->at[at].attempts++;
        dead->at[at].why =
            text_copy(serving->acting->arena, text_part(answer->why, 0, LIMIT_DELIVERY_REASON));
        served->unreached = true;
        served->over = answer->gone;
    }
    return delivery_write(serving->acting, &served->delivery, err);
}

static bool letter_retry(struct serving *serving, struct served *served, size_t at,
                         struct error *err)
{
    struct webhook_event event;
    struct webhook_answer answer;
    struct webhook any = *served->webhook;
    const uint64_t index = served->delivery.dead.at[at].index;
    any.events = NULL; /* it asked for it then */
    return webhook_next(serving->acting, &any, (struct leaf_range){index, index + 1},
                        serving->acting->arena, &event, err) &&
           (event.found || error_set(err, ERROR_INTEGRITY, "the log has no entry %llu",
                                     (unsigned long long)index)) &&
           webhook_ask(serving, served, &event, serving->acting->arena, &answer, err) &&
           letter_keep(serving, served, at, &answer, err);
}

bool serving_retry(struct serving *serving, struct served *served, struct error *err)
{
    struct delivery *delivery = &served->delivery;
    delivery->stopped = false;
    delivery->attempts = 0;
    delivery->next_try = 0;
    if (!served->secret_known)
        return error_set(err, ERROR_USAGE, "%s, which has the secret of %.*s, is not set",
                         served->webhook->secret_setting, TEXT_ARGS(served->webhook->name));
    if (!delivery_write(serving->acting, delivery, err))
        return false;
    for (size_t at = 0; at < delivery->dead.count && !served->over;) {
        const size_t dead_before = delivery->dead.count;
        if (!letter_retry(serving, served, at, err))
            return false;
        at += delivery->dead.count == dead_before;
    }
    return true;
}
