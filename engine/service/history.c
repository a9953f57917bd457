/* history: everything that was signed about a version, and every attempt that was refused, in the
 * order of the log. */
#include "service/acting.h"
#include "service/answer.h"
#include "service/event_words.h"
#include "service/operations.h"

#include "base/clock.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "registry/semver.h"
#include "report/escape.h"
#include "service/record.h"
#include "service/said.h"

#include <stdlib.h>

static const char *const history_formats[] = {"text", "json", NULL};

static const struct parameter history_parameters[] = {
    {"version", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME[@VERSION]",
     "a version, or all versions of a model", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", history_formats},
    PARAMETER_DIR,
    {0},
};

/* One row of the history: which entry, and about which version. */
struct happening {
    struct text version;
    uint64_t index;
    struct text twin; /* whose entry it is, where that stopped the same bytes; else empty */
};

struct happenings LIST(struct happening);

struct telling {
    struct acting *acting;
    struct text wanted; /* NAME or NAME@VERSION */
    bool one;           /* it names one version */
    struct happenings happenings;
    struct values events;
};

/* ---- one entry ---- */

static struct text transition_words(const struct act *act, struct arena *arena)
{
    const struct value *transition = value_get(act->predicate, TEXT("transition"));
    return text_format(arena, "-> %.*s", TEXT_ARGS(said_text(transition, "to")));
}

/* What was done, in words: its role and meaning where it is an answer; empty where it is told by
 * event_words. */
static struct text act_words(const struct act *act, struct arena *arena)
{
    const struct value *told = act->predicate;
    const struct text to = transition_words(act, arena);
    switch (act->kind) {
    case ACT_REGISTRATION:
        return text_format(arena, "registered, tier %.*s",
                           TEXT_ARGS(said_text(value_get(told, TEXT("model")), "tier")));
    case ACT_DECISION:
        return text_format(arena, "decision %.*s %.*s", TEXT_ARGS(said_text(told, "verdict")),
                           TEXT_ARGS(to));
    case ACT_APPROVAL:
        return text_format(
            arena, "%.*s %.*s as %.*s, meaning %.*s, counts until %.*s",
            TEXT_ARGS(said_text(told, "answer")), TEXT_ARGS(to), TEXT_ARGS(said_text(told, "role")),
            TEXT_ARGS(said_text(told, "meaning")), TEXT_ARGS(said_text(told, "expires")));
    case ACT_WAIVER:
        return text_format(
            arena, "waiver of %.*s for %.*s until %.*s", TEXT_ARGS(said_text(told, "policy")),
            TEXT_ARGS(said_text(told, "stage")), TEXT_ARGS(said_text(told, "until")));
    case ACT_TRANSITION:
    case ACT_ANNOTATION:
    case ACT_REFUSAL:
        return TEXT_NONE;
    case ACT_IDENTITY:
        return text_format(arena,
                           "%.*s is revoked as compromised since %.*s: what that key reviewed is "
                           "owed again",
                           TEXT_ARGS(said_text(told, "id")),
                           TEXT_ARGS(said_text(told, "compromised_since")));
    case ACT_ORIGIN:
    case ACT_ADOPTION:
    case ACT_RESTORE:
    case ACT_ERASURE:
    case ACT_KINDS:
        break;
    }
    return text_of(act_kind_name(act->kind));
}

/* Who signed: what the act says, else whose key it is. The log itself signs that somebody was
 * refused; who that was is what the command knew of them. */
static bool signer_find(struct acting *acting, const struct entry *entry, const struct act *act,
                        struct text *out, struct error *err)
{
    struct key key;
    *out = act->kind == ACT_REFUSAL ? said_text(act->predicate, "who") : act->by;
    return out->size || act->kind == ACT_REFUSAL ||
           !act_claimed_key(&entry->envelope, acting->arena, &key) ||
           registry_holder(&acting->rows, &key, acting->arena, out, err);
}

/* Why, in the words that were committed to: a reason, or the note of an annotation. */
static bool reason_find(struct acting *acting, const struct act *act, struct text *out,
                        struct error *err)
{
    const struct text note = said_text(act->predicate, "note");
    return acting_words(acting, note.size ? note : said_text(act->predicate, "reason"), out, err);
}

/* Does the word of who signed it count no more? Moves that were made stay made. */
static bool void_find(struct acting *acting, const struct act *act, const struct entry *entry,
                      struct text by, struct text *since, struct error *err)
{
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    const bool may_be = act->kind == ACT_APPROVAL || act->kind == ACT_WAIVER ||
                        (act->kind == ACT_ANNOTATION &&
                         text_is(said_text(act->predicate, "change"), "acknowledge"));
    *since = TEXT_NONE;
    return !may_be || !by.size || registry_void(&inquiry, by, entry->time, since, err);
}

static struct text what_told(const struct happening *happening, struct text what, struct text since,
                             struct arena *arena)
{
    if (happening->twin.size)
        what = text_format(arena, "the same bytes, as %.*s: %.*s", TEXT_ARGS(happening->twin),
                           TEXT_ARGS(what));
    return since.size
               ? text_format(arena, "%.*s; void: the key is revoked as compromised since %.*s",
                             TEXT_ARGS(what), TEXT_ARGS(since))
               : what;
}

static bool event_value(struct acting *acting, const struct happening *happening, struct value *out,
                        struct error *err)
{
    const uint64_t index = happening->index;
    struct act act;
    struct entry event_entry;
    struct text by, name = TEXT_NONE, what, reason, remark, since;
    char event_time[CLOCK_TEXT_SIZE];
    struct record event = record_in(acting->arena);
    if (!acting_entry(acting, index, &event_entry, err) ||
        !act_read("the log", event_entry.envelope.payload, acting->arena, &act, err) ||
        !signer_find(acting, &event_entry, &act, &by, err) ||
        (by.size && !acting_name(acting, by, &name, err)) ||
        !event_words(acting, &act, index, acting->arena, &what, err) ||
        !reason_find(acting, &act, &reason, err) || !acting_remark(acting, index, &remark, err) ||
        !void_find(acting, &act, &event_entry, by, &since, err))
        return false;
    if (!what.size)
        what = act_words(&act, acting->arena);
    what = what_told(happening, what, since, acting->arena);
    clock_write(event_entry.time, event_time);
    record_integer(&event, "index", (int64_t)index);
    record_text(&event, "time", text_copy(acting->arena, text_of(event_time)));
    record_text(&event, "by", by);
    record_text(&event, "name", name);
    record_text(&event, "version", happening->version);
    record_text(&event, "kind", text_of(act_kind_name(act.kind)));
    record_text(&event, "what", what);
    record_text(&event, "reason", reason);
    record_text(&event, "remark", remark);
    record_maybe(&event, "predicate", act.predicate);
    *out = record_map(&event);
    return true;
}

/* ---- all of them ---- */

/* Keys are NAME@VERSION/N: what stands before the last slash is the version. */
static bool history_see(void *context, struct row_name named, struct text document,
                        struct error *err)
{
    const struct value *history_row;
    struct telling *telling = context;
    struct acting *acting = telling->acting;
    const struct text key = text_copy(acting->arena, named.key);
    size_t version_size = key.size;
    (void)document;
    while (version_size && key.at[version_size - 1] != '/')
        version_size--;
    if (!registry_row(&acting->rows, "history", key, acting->arena, &history_row, err))
        return false;
    *LIST_ADD(acting->arena, &telling->happenings) = (struct happening){
        .version = text_part(key, 0, version_size ? version_size - 1 : 0),
        .index = (uint64_t)said_integer(history_row, "index"),
    };
    return true;
}

/* The entry that stopped another version of the same bytes. */
static bool stop_add(struct telling *telling, struct text version_key, struct text twin,
                     struct error *err)
{
    const struct value *row;
    struct acting *acting = telling->acting;
    if (!registry_row(&acting->rows, "version", twin, acting->arena, &row, err))
        return false;
    const struct value *suspended = value_present(row, TEXT("suspended"));
    const struct value *stopped = suspended ? suspended : value_get(row, TEXT("moved"));
    *LIST_ADD(acting->arena, &telling->happenings) =
        (struct happening){version_key, (uint64_t)said_integer(stopped, "index"), twin};
    return true;
}

static bool stops_add(struct telling *telling, struct text version_key, struct error *err)
{
    const struct value *row;
    struct stops stops;
    struct acting *acting = telling->acting;
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &row, err) ||
        !registry_stops(&inquiry, row, &stops, err))
        return false;
    for (size_t i = 0; i < stops.others.count; i++)
        if (!stop_add(telling, version_key, stops.others.at[i], err))
            return false;
    return true;
}

/* What stops a version under another name is part of what happened to it. */
static bool stops_find(struct telling *telling, struct error *err)
{
    const size_t count = telling->happenings.count;
    for (size_t i = 0; i < count; i++) {
        const struct text version_key = telling->happenings.at[i].version;
        const bool first =
            i == 0 || !text_equal(telling->happenings.at[i - 1].version, version_key);
        if (first && !stops_add(telling, version_key, err))
            return false;
    }
    return true;
}

/* All are of one model: from its earliest version to its latest, each in the order of the log. */
static int happenings_order(const void *one, const void *other)
{
    const struct happening *a = one, *b = other;
    const int versions =
        version_compare(text_part(a->version, text_find(a->version, '@') + 1, a->version.size),
                        text_part(b->version, text_find(b->version, '@') + 1, b->version.size));
    return versions ? versions : (a->index > b->index) - (a->index < b->index);
}

static bool events_tell(struct telling *telling, struct error *err)
{
    struct happenings *happenings = &telling->happenings;
    struct acting *acting = telling->acting;
    qsort(happenings->at, happenings->count, sizeof *happenings->at, happenings_order);
    for (size_t i = 0; i < happenings->count; i++)
        if (!event_value(acting, &happenings->at[i], LIST_ADD(acting->arena, &telling->events),
                         err))
            return false;
    return true;
}

static bool history_read(struct telling *telling, struct error *err)
{
    const struct rows *rows = &telling->acting->rows;
    const struct row_name mine = {TEXT("history"), text_format(telling->acting->arena, "%.*s%s",
                                                               TEXT_ARGS(telling->wanted),
                                                               telling->one ? "/" : "@")};
    if (!rows->walk(rows->keeper, mine, (struct row_visit){history_see, telling}, err))
        return false;
    return telling->happenings.count ? stops_find(telling, err) && events_tell(telling, err)
                                     : version_unknown(telling->acting, telling->wanted, err);
}

static void event_print(const struct value *event, struct buffer *history_page)
{
    const struct text event_by = said_text(event, "by"), event_name = said_text(event, "name");
    const struct text event_reason = said_text(event, "reason"),
                      event_remark = said_text(event, "remark");
    const bool event_named = event_name.size && !text_equal(event_by, event_name);
    buffer_format(history_page, "%6lld  %.*s  ", (long long)said_integer(event, "index"),
                  TEXT_ARGS(said_text(event, "time")));
    text_escape(said_text(event, "what"), history_page);
    buffer_string(history_page, "\n        by ");
    text_escape(event_named ? event_name
                : event_by.size
                    ? event_by
                    : event_asker(value_get(event, TEXT("predicate")), history_page->arena),
                history_page);
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

/* Where several versions are told of, each has its heading. */
static void events_print(const struct telling *telling, struct buffer *history_page)
{
    struct text headed = TEXT_NONE;
    for (size_t i = 0; i < telling->events.count; i++) {
        const struct value *event = &telling->events.at[i];
        const struct text version = said_text(event, "version");
        if (!telling->one && !text_equal(version, headed)) {
            if (i)
                buffer_byte(history_page, '\n');
            text_escape(version, history_page);
            buffer_byte(history_page, '\n');
        }
        headed = version;
        event_print(event, history_page);
    }
}

static void history_print(const struct telling *telling, bool json)
{
    struct session *session = telling->acting->session;
    struct buffer history_page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (json) {
        struct record document = record_in(session->arena);
        record_text(&document, "obstat", TEXT("history/v1"));
        record_text(&document, "log", telling->acting->origin);
        record_text(&document, telling->one ? "version" : "model", telling->wanted);
        record_value(&document, "events",
                     value_of_list(session->arena, telling->events.at, telling->events.count));
        buffer_add(&history_page, record_bytes(&document));
        buffer_byte(&history_page, '\n');
    } else
        events_print(telling, &history_page);
    session->print(session->context, buffer_text(&history_page));
}

static int history_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    const char *format = request_text(request, "output");
    struct telling telling = {.acting = &acting};
    telling.wanted = text_of(request_text(request, "version"));
    telling.one = text_find(telling.wanted, '@') < telling.wanted.size;
    if (!acting_open(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    const bool told =
        asked_words_resolve(&acting, &telling.wanted, err) && history_read(&telling, err);
    if (told)
        history_print(&telling, format && strcmp(format, "json") == 0);
    acting_close(&acting);
    return told ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation history_operation = {
    .name = "history",
    .summary = "everything that was signed about a version, refused attempts too",
    .details =
        "Registration, decisions, answers, waivers, moves from stage to stage, tags and notes, "
        "and\n"
        "what was refused, as the log has them: entry, time in UTC, who, what it meant, and why.\n"
        "With a name alone, every version of the model, from the earliest to the latest. JSON has\n"
        "what was signed whole.\n",
    .examples = "obstat history credit-default@2.3.0\nobstat history credit-default -o json\n",
    .parameters = history_parameters,
    .run = history_run,
};
