#include "service/webhook.h"

#include "base/limits.h"
#include "service/record.h"
#include "service/said.h"

static const char delivery_kind[] = "delivery";

/* Seconds before each attempt after the first: Standard Webhooks' example of a schedule. */
static const int64_t delivery_pauses[DELIVERY_ATTEMPTS - 1] = {5,     300,   1800, 7200,
                                                               18000, 36000, 36000};

/* ---- the row ---- */

static uint64_t told_count(const struct value *told, const char *member)
{
    const int64_t count = said_integer(told, member);
    return count > 0 ? (uint64_t)count : 0;
}

static void dead_read(const struct value *told, struct arena *arena, struct dead_letters *dead)
{
    for (size_t i = 0; i < value_count(told) && i < LIMIT_WEBHOOK_DEAD; i++) {
        const struct value *letter = value_at(told, i);
        *LIST_ADD(arena, dead) = (struct dead_letter){
            told_count(letter, "index"), told_count(letter, "attempts"), said_text(letter, "why")};
    }
}

static struct value dead_value(const struct dead_letters *dead, struct arena *arena)
{
    struct values letters = {0};
    for (size_t i = 0; i < dead->count; i++) {
        struct record letter = record_in(arena);
        record_integer(&letter, "index", (int64_t)dead->at[i].index);
        record_integer(&letter, "attempts", (int64_t)dead->at[i].attempts);
        record_text(&letter, "why", dead->at[i].why);
        *LIST_ADD(arena, &letters) = record_map(&letter);
    }
    return value_of_list(arena, letters.at, letters.count);
}

static struct record delivery_record(const struct delivery *delivery, struct arena *arena)
{
    struct record row = record_in(arena);
    record_text(&row, "webhook", delivery->webhook);
    record_integer(&row, "next", (int64_t)delivery->next);
    record_integer(&row, "attempts", (int64_t)delivery->attempts);
    record_integer(&row, "next_try", delivery->next_try);
    record_text(&row, "last_error", delivery->last_error);
    record_boolean(&row, "stopped", delivery->stopped);
    record_value(&row, "dead", dead_value(&delivery->dead, arena));
    return row;
}

/* Its mark is over all the rest of it; empty where this process cannot make it. */
static bool delivery_mark(struct acting *acting, const struct delivery *delivery,
                          struct arena *arena, struct text *out, struct error *err)
{
    bool made;
    struct digest mark;
    const struct record row = delivery_record(delivery, arena);
    const struct text words =
        text_format(arena, "%s %.*s", delivery_kind, TEXT_ARGS(record_bytes(&row)));
    if (!log_mark(acting->log, words, &mark, &made, err))
        return false;
    *out = made ? digest_print(&mark, arena) : TEXT_NONE;
    return true;
}

static bool delivery_bytes(struct acting *acting, const struct delivery *delivery,
                           struct arena *arena, struct text *out, struct error *err)
{
    struct text mark;
    struct record row = delivery_record(delivery, arena);
    if (!delivery_mark(acting, delivery, arena, &mark, err))
        return false;
    record_text(&row, "mark", mark);
    *out = record_bytes(&row);
    return true;
}

static void delivery_take(const struct value *told, struct arena *arena, struct delivery *out)
{
    out->next = told_count(told, "next");
    out->attempts = told_count(told, "attempts");
    out->next_try = said_integer(told, "next_try");
    out->last_error = said_text(told, "last_error");
    out->stopped = value_boolean(value_get(told, TEXT("stopped")));
    dead_read(value_get(told, TEXT("dead")), arena, &out->dead);
}

bool delivery_read(struct acting *acting, const struct webhook *webhook, struct delivery *out,
                   struct error *err)
{
    struct text mark;
    const struct value *told;
    const struct delivery beginning = {.webhook = webhook->name, .next = webhook->from};
    struct delivery delivery = beginning;
    if (!registry_row(&acting->rows, delivery_kind, webhook->name, acting->arena, &told, err))
        return false;
    if (told) {
        delivery_take(told, acting->arena, &delivery);
        if (!delivery_mark(acting, &delivery, acting->arena, &mark, err))
            return false;
        if (mark.size && !text_equal(mark, said_text(told, "mark"))) {
            delivery = beginning;
            delivery.edited = true;
        }
    }
    *out = delivery;
    return true;
}

void delivery_complain(struct session *session, const struct delivery *delivery)
{
    struct error told = {0};
    if (!delivery->edited)
        return;
    (void)error_set(&told, ERROR_INTEGRITY,
                    "webhook %.*s: how far it was served is not what this log put down: somebody "
                    "edited the database; it is told of all again, from entry %llu on",
                    TEXT_ARGS(delivery->webhook), (unsigned long long)delivery->next);
    session->complain(session->context, &told);
}

bool delivery_write(struct acting *acting, const struct delivery *delivery, struct error *err)
{
    int64_t log_time;
    struct text bytes;
    struct arena drawing = {0};
    const struct row_name name = {text_of(delivery_kind), delivery->webhook};
    bool written = log_begin(acting->log, session_moment(acting->session), &log_time, err);
    if (written && !(delivery_bytes(acting, delivery, &drawing, &bytes, err) &&
                     log_put_row(acting->log, name, bytes, err))) {
        log_abort(acting->log);
        written = false;
    }
    arena_free(&drawing);
    return written && log_commit(acting->log, err);
}

/* ---- what an attempt comes to ---- */

void delivery_taken(struct delivery *delivery, uint64_t index)
{
    delivery->next = index + 1;
    delivery->attempts = 0;
    delivery->next_try = 0;
    delivery->last_error = TEXT_NONE;
}

void delivery_failed(struct delivery *delivery, uint64_t index, struct text why, int64_t now,
                     struct arena *arena)
{
    delivery->next = index;
    delivery->attempts++;
    delivery->last_error = text_copy(arena, text_part(why, 0, LIMIT_DELIVERY_REASON));
    if (delivery->attempts < DELIVERY_ATTEMPTS) {
        delivery->next_try = now + delivery_pauses[delivery->attempts - 1];
        return;
    }
    if (delivery->dead.count == LIMIT_WEBHOOK_DEAD) {
        delivery->stopped = true;
        return;
    }
    *LIST_ADD(arena, &delivery->dead) =
        (struct dead_letter){index, delivery->attempts, delivery->last_error};
    delivery->next = index + 1;
    delivery->attempts = 0;
    delivery->next_try = 0;
}
