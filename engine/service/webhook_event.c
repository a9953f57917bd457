#include "service/webhook.h"

#include "base/clock.h"
#include "base/encode.h"
#include "crypto/random.h"
#include "service/record.h"
#include "service/said.h"

enum { TEST_ID_BYTES = 16 };

/* ---- what an entry is told as ---- */

/* "transition.suspend": the kind, and where it has changes which one. */
static struct text event_type(const struct act *act, struct arena *arena)
{
    const char *kind = act_kind_name(act->kind);
    const struct text change = said_text(act->predicate, "change");
    return change.size ? text_format(arena, "%s.%.*s", kind, TEXT_ARGS(change)) : text_of(kind);
}

static struct value subject_value(const struct act *act, struct arena *arena)
{
    struct record subject = record_in(arena);
    record_text(&subject, "name", act->subject.name);
    record_digest(&subject, "digest", &act->subject.digest);
    return record_map(&subject);
}

static struct text event_body(struct text type, struct text time, struct value told,
                              struct arena *arena)
{
    struct record body = record_in(arena);
    record_text(&body, "type", type);
    record_text(&body, "timestamp", time);
    record_value(&body, "data", told);
    return record_bytes(&body);
}

static bool event_make(const struct entry *entry, const struct act *act, struct arena *arena,
                       struct webhook_event *out, struct error *err)
{
    struct digest id;
    char entry_time[CLOCK_TEXT_SIZE];
    struct record told = record_in(arena);
    if (!entry_id(entry, &id, err))
        return false;
    clock_write(entry->time, entry_time);
    const struct text time = text_copy(arena, text_of(entry_time));
    record_integer(&told, "index", (int64_t)entry->index);
    record_text(&told, "time", time);
    record_digest(&told, "id", &id);
    record_text(&told, "kind", text_of(act_kind_name(act->kind)));
    record_text(&told, "by", act->by);
    record_value(&told, "subject", subject_value(act, arena));
    record_maybe(&told, "predicate", act->predicate);
    const struct text type = event_type(act, arena);
    *out = (struct webhook_event){true, entry->index, digest_print(&id, arena), type,
                                  event_body(type, time, record_map(&told), arena)};
    return true;
}

bool webhook_test_event(struct session *session, struct text origin, struct webhook_event *out,
                        struct error *err)
{
    uint8_t chosen[TEST_ID_BYTES];
    char chosen_digits[2 * TEST_ID_BYTES + 1], test_time[CLOCK_TEXT_SIZE];
    struct arena *arena = session->arena;
    struct record told = record_in(arena);
    if (!random_bytes(chosen, sizeof chosen, err))
        return false;
    hex_write(chosen, sizeof chosen, chosen_digits);
    clock_write(session->now, test_time);
    record_text(&told, "log", origin);
    const struct text time = text_copy(arena, text_of(test_time));
    *out = (struct webhook_event){
        .id = text_format(arena, "test_%s", chosen_digits),
        .type = TEXT("webhook.test"),
        .body = event_body(TEXT("webhook.test"), time, record_map(&told), arena),
    };
    return true;
}

/* ---- looking for the next one ---- */

bool webhook_wants(const struct webhook *webhook, struct text type)
{
    const struct text kind = text_part(type, 0, text_find(type, '.'));
    for (size_t i = 0; i < value_count(webhook->events); i++) {
        const struct text wanted = value_text(value_at(webhook->events, i));
        if (text_equal(wanted, type) || text_equal(wanted, kind))
            return true;
    }
    return webhook->events == NULL;
}

struct event_search {
    const struct webhook *webhook;
    struct arena *arena;
    struct arena scratch; /* of one entry */
    bool found;
    struct webhook_event *out;
};

static bool event_see(void *context, uint64_t index, struct text leaf, struct error *err)
{
    struct act act;
    struct entry entry;
    struct event_search *search = context;
    (void)index;
    arena_clear(&search->scratch);
    if (!entry_read(text_copy(&search->scratch, leaf), &search->scratch, &entry, err) ||
        !act_read("the log", entry.envelope.payload, &search->scratch, &act, err))
        return false;
    if (!webhook_wants(search->webhook, event_type(&act, &search->scratch)))
        return true;
    search->found = event_make(&entry, &act, search->arena, search->out, err);
    return false;
}

bool webhook_next(struct acting *acting, const struct webhook *webhook, struct leaf_range range,
                  struct arena *arena, struct webhook_event *out, struct error *err)
{
    struct webhook_event event = {0};
    struct event_search search = {.webhook = webhook, .arena = arena, .out = &event};
    const bool walked =
        log_entries(acting->log, range, (struct entry_visit){event_see, &search}, err);
    arena_free(&search.scratch);
    if (!walked)
        return false;
    event.found = search.found;
    *out = event;
    return true;
}
