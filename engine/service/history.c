/* history: everything that was signed about a version, in the order of the log. */
#include "service/acting.h"
#include "service/operations.h"

#include "base/clock.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/record.h"

static const char *const history_formats[] = {"text", "json", NULL};

static const struct parameter history_parameters[] = {
    {"version", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME@VERSION", "the version", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", history_formats},
    PARAMETER_DIR,
    {0},
};

struct telling {
    struct acting *acting;
    struct text version;
    struct values events;
    struct suggestion near;
};

static struct text member_text(const struct value *told_map, const char *told_name)
{
    return value_text(value_get(told_map, text_of(told_name)));
}

/* ---- one entry ---- */

static struct text transition_words(const struct act *act, struct arena *arena)
{
    const struct value *transition = value_get(act->predicate, TEXT("transition"));
    return text_format(arena, "-> %.*s", TEXT_ARGS(member_text(transition, "to")));
}

/* What was done, in words: its role and meaning where it is an answer. */
static struct text act_words(const struct act *act, struct arena *arena)
{
    const struct value *told = act->predicate;
    const struct text to = transition_words(act, arena);
    switch (act->kind) {
    case ACT_REGISTRATION:
        return text_format(arena, "registered, tier %.*s",
                           TEXT_ARGS(member_text(value_get(told, TEXT("model")), "tier")));
    case ACT_DECISION:
        return text_format(arena, "decision %.*s %.*s", TEXT_ARGS(member_text(told, "verdict")),
                           TEXT_ARGS(to));
    case ACT_APPROVAL:
        return text_format(arena, "%.*s %.*s as %.*s, meaning %.*s, counts until %.*s",
                           TEXT_ARGS(member_text(told, "answer")), TEXT_ARGS(to),
                           TEXT_ARGS(member_text(told, "role")),
                           TEXT_ARGS(member_text(told, "meaning")),
                           TEXT_ARGS(member_text(told, "expires")));
    case ACT_WAIVER:
        return text_format(
            arena, "waiver of %.*s for %.*s until %.*s", TEXT_ARGS(member_text(told, "policy")),
            TEXT_ARGS(member_text(told, "stage")), TEXT_ARGS(member_text(told, "until")));
    case ACT_ORIGIN:
    case ACT_IDENTITY:
    case ACT_ADOPTION:
    case ACT_RESTORE:
    case ACT_ERASURE:
    case ACT_KINDS:
        break;
    }
    return text_of(act_kind_name(act->kind));
}

/* Who signed: what the act says, else whose key it is. */
static bool signer_find(struct acting *acting, const struct entry *entry, const struct act *act,
                        struct text *out, struct error *err)
{
    struct key key;
    *out = act->by;
    return act->by.size || !act_claimed_key(&entry->envelope, acting->arena, &key) ||
           registry_holder(&acting->rows, &key, acting->arena, out, err);
}

static bool event_value(struct acting *acting, uint64_t index, struct value *out, struct error *err)
{
    struct act act;
    struct entry event_entry;
    struct text by, name, reason, remark;
    char event_time[CLOCK_TEXT_SIZE];
    struct record event = record_in(acting->arena);
    if (!acting_entry(acting, index, &event_entry, err) ||
        !act_read("the log", event_entry.envelope.payload, acting->arena, &act, err) ||
        !signer_find(acting, &event_entry, &act, &by, err) ||
        !acting_name(acting, by, &name, err) ||
        !acting_words(acting, member_text(act.predicate, "reason"), &reason, err) ||
        !acting_remark(acting, index, &remark, err))
        return false;
    clock_write(event_entry.time, event_time);
    record_integer(&event, "index", (int64_t)index);
    record_text(&event, "time", text_copy(acting->arena, text_of(event_time)));
    record_text(&event, "by", by);
    record_text(&event, "name", name);
    record_text(&event, "kind", text_of(act_kind_name(act.kind)));
    record_text(&event, "what", act_words(&act, acting->arena));
    record_text(&event, "reason", reason);
    record_text(&event, "remark", remark);
    record_maybe(&event, "predicate", act.predicate);
    *out = record_map(&event);
    return true;
}

/* ---- all of them ---- */

static bool history_see(void *context, struct row_name name, struct text document,
                        struct error *err)
{
    const struct value *history_row;
    struct telling *telling = context;
    struct acting *acting = telling->acting;
    (void)document;
    if (!registry_row(&acting->rows, "history", text_copy(acting->arena, name.key), acting->arena,
                      &history_row, err))
        return false;
    const int64_t index = value_integer(value_get(history_row, TEXT("index")));
    return event_value(acting, (uint64_t)index, LIST_ADD(acting->arena, &telling->events), err);
}

static bool version_see(void *context, struct row_name name, struct text document,
                        struct error *err)
{
    struct telling *telling = context;
    (void)document;
    (void)err;
    suggest_offer(&telling->near, text_copy(telling->acting->arena, name.key));
    return true;
}

static bool history_read(struct telling *telling, struct error *err)
{
    const struct rows *rows = &telling->acting->rows;
    const struct row_name version_rows = {TEXT("version"), TEXT_NONE};
    const struct row_name mine = {
        TEXT("history"), text_format(telling->acting->arena, "%.*s/", TEXT_ARGS(telling->version))};
    if (!rows->walk(rows->keeper, mine, (struct row_visit){history_see, telling}, err))
        return false;
    if (telling->events.count)
        return true;
    if (!rows->walk(rows->keeper, version_rows, (struct row_visit){version_see, telling}, err))
        return false;
    return error_set(err, ERROR_USAGE, "%.*s is not registered%s", TEXT_ARGS(telling->version),
                     suggest_hint(&telling->near, telling->acting->arena));
}

static void event_print(const struct value *event, struct buffer *history_page)
{
    const struct text event_by = member_text(event, "by"), event_name = member_text(event, "name");
    const struct text event_reason = member_text(event, "reason"),
                      event_remark = member_text(event, "remark");
    const bool event_named = !text_equal(event_by, event_name);
    buffer_format(history_page, "%6lld  %.*s  ",
                  (long long)value_integer(value_get(event, TEXT("index"))),
                  TEXT_ARGS(member_text(event, "time")));
    text_escape(member_text(event, "what"), history_page);
    buffer_string(history_page, "\n        by ");
    text_escape(event_named ? event_name : event_by, history_page);
    if (event_named) {
        buffer_string(history_page, " (");
        text_escape(event_by, history_page);
        buffer_byte(history_page, ')');
    }
    if (event_reason.size) {
        buffer_string(history_page, ": ");
        text_escape(event_reason, history_page);
    }
    if (event_remark.size) {
        buffer_string(history_page, ": ");
        text_escape(event_remark, history_page);
    }
    buffer_byte(history_page, '\n');
}

static void history_print(const struct telling *telling, bool json)
{
    struct session *session = telling->acting->session;
    struct buffer history_page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (json) {
        struct record document = record_in(session->arena);
        record_text(&document, "obstat", TEXT("history/v1"));
        record_text(&document, "log", telling->acting->origin);
        record_text(&document, "version", telling->version);
        record_value(&document, "events",
                     value_of_list(session->arena, telling->events.at, telling->events.count));
        buffer_add(&history_page, record_bytes(&document));
        buffer_byte(&history_page, '\n');
    } else
        for (size_t i = 0; i < telling->events.count; i++)
            event_print(&telling->events.at[i], &history_page);
    session->print(session->context, buffer_text(&history_page));
}

static int history_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    const char *format = request_text(request, "output");
    struct telling telling = {.acting = &acting};
    telling.version = text_of(request_text(request, "version"));
    telling.near = suggest_for(telling.version);
    if (text_find(telling.version, '@') == telling.version.size) {
        (void)error_set(err, ERROR_USAGE, "%.*s is not NAME@VERSION", TEXT_ARGS(telling.version));
        return operation_failed(err);
    }
    if (!acting_open(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    const bool told = history_read(&telling, err);
    if (told)
        history_print(&telling, format && strcmp(format, "json") == 0);
    acting_close(&acting);
    return told ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation history_operation = {
    .name = "history",
    .summary = "everything that was signed about a version, in order",
    .details =
        "Registration, decisions, answers and waivers as the log has them: entry, time in UTC,\n"
        "who, what it meant, and why. JSON has what was signed whole.\n",
    .examples =
        "obstat history credit-default@2.3.0\nobstat history credit-default@2.3.0 -o json\n",
    .parameters = history_parameters,
    .run = history_run,
};
