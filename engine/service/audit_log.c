/* audit log, show, checkpoint, prove: what stands in the log, and receipts for it. */
#include "service/audit.h"
#include "service/operations.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "ledger/proof.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/columns.h"
#include "service/said.h"
#include "value/canonical.h"

#include <stdlib.h>

static const char *const audit_formats[] = {"text", "json", NULL};
static const char *const kind_words[] = {
    "origin",  "identity", "adoption",   "registration", "decision", "approval", "waiver",
    "restore", "erasure",  "transition", "annotation",   "refusal",  NULL};

/* ---- audit log ---- */

struct listing {
    struct acting *acting;
    struct columns table;
    struct buffer lines; /* of JSON */
    bool json;
    struct text kind, by, model; /* empty: any */
    int64_t since, until;
    uint64_t seen;
};

static bool is_version_wanted(const struct listing *audit_listing, struct text version)
{
    const struct text model = audit_listing->model;
    if (!model.size || text_equal(version, model))
        return true;
    return text_starts(version, model) && version.size > model.size &&
           version.at[model.size] == '@';
}

/* Of what the log refused, the one who asked for it. */
static bool is_by(const struct act *act, struct text wanted, struct text by)
{
    const struct text asked_by = value_text(value_get(act->predicate, TEXT("who")));
    return text_equal(wanted, act->kind == ACT_REFUSAL ? asked_by : by);
}

static bool is_wanted(const struct listing *audit_listing, const struct audited *audited,
                      struct text by, struct arena *arena)
{
    return (!audit_listing->kind.size ||
            text_is(audit_listing->kind, act_kind_name(audited->act.kind))) &&
           (!audit_listing->by.size || is_by(&audited->act, audit_listing->by, by)) &&
           is_version_wanted(audit_listing, audit_version(&audited->act, arena)) &&
           audited->entry.time >= audit_listing->since &&
           audited->entry.time <= audit_listing->until;
}

static bool entry_row(struct listing *audit_listing, const struct audited *audited, struct text by,
                      struct error *err)
{
    struct text name, phrase;
    char moment[CLOCK_TEXT_SIZE];
    struct arena *arena = audit_listing->acting->arena;
    clock_write(audited->entry.time, moment);
    if (!acting_name(audit_listing->acting, by, &name, err) ||
        !audit_phrase(audit_listing->acting, audited, arena, &phrase, err))
        return false;
    columns_cell(&audit_listing->table,
                 text_format(arena, "%llu", (unsigned long long)audited->entry.index));
    columns_cell(&audit_listing->table, text_copy(arena, text_of(moment)));
    columns_cell(&audit_listing->table, text_of(act_kind_name(audited->act.kind)));
    columns_cell(&audit_listing->table,
                 !by.size ? TEXT("the log")
                 : text_equal(by, name)
                     ? text_copy(arena, by)
                     : text_format(arena, "%.*s (%.*s)", TEXT_ARGS(name), TEXT_ARGS(by)));
    columns_cell(&audit_listing->table, text_copy(arena, phrase));
    return true;
}

static bool listing_see(void *context, const struct audited *audited, struct arena *arena,
                        struct error *err)
{
    struct text audited_by;
    struct value audit_record;
    struct listing *audit_listing = context;
    if (!audit_by(audit_listing->acting, audited, arena, &audited_by, err))
        return false;
    if (!is_wanted(audit_listing, audited, audited_by, arena))
        return true;
    audit_listing->seen++;
    if (!audit_listing->json)
        return entry_row(audit_listing, audited, audited_by, err);
    if (!audit_value(audit_listing->acting, audited, arena, &audit_record, err) ||
        !canonical_write(&audit_record, &audit_listing->lines, err))
        return false;
    buffer_byte(&audit_listing->lines, '\n');
    return true;
}

static bool moment_read(const struct value *request, const char *name, int64_t otherwise,
                        int64_t *out, struct error *err)
{
    const char *written = request_text(request, name);
    *out = otherwise;
    return !written || clock_read(text_of(written), out) ||
           error_set(err, ERROR_USAGE, "--%s %s is no moment, such as 2026-11-20T09:00:00Z", name,
                     written);
}

static bool count_read(const struct value *request, uint64_t otherwise, uint64_t *out,
                       struct error *err)
{
    char *end;
    const char *written = request_text(request, "last");
    *out = otherwise;
    if (!written)
        return true;
    *out = strtoull(written, &end, 10);
    return (end != written && !*end && *written != '-') ||
           error_set(err, ERROR_USAGE, "-n %s is no count", written);
}

static bool log_list(struct acting *acting, const struct value *request, struct error *err)
{
    uint64_t last;
    const uint64_t size = log_head(acting->log)->size;
    const char *output = request_text(request, "output");
    struct listing audit_listing = {
        .acting = acting,
        .table = columns_in(acting->arena, 5),
        .lines = buffer_in(acting->arena, LIMIT_REPORT_SIZE),
        .json = output && text_is(text_of(output), "json"),
        .kind = text_of(request_text(request, "kind")),
        .by = text_of(request_text(request, "by")),
        .model = text_of(request_text(request, "model")),
    };
    if (!count_read(request, size, &last, err) ||
        !moment_read(request, "since", CLOCK_FIRST, &audit_listing.since, err) ||
        !moment_read(request, "until", CLOCK_LAST, &audit_listing.until, err))
        return false;
    const struct leaf_range range = {size > last ? size - last : 0, size};
    if (!audit_walk(acting, range, (struct audit_visit){listing_see, &audit_listing}, err))
        return false;
    if (!audit_listing.json)
        columns_write(&audit_listing.table, &audit_listing.lines);
    if (buffer_full(&audit_listing.lines))
        return error_set(err, ERROR_REFUSED,
                         "so many entries have more than %llu bytes; look at fewer, with -n, "
                         "--since or --model",
                         LIMIT_REPORT_SIZE);
    acting->session->print(acting->session->context, buffer_text(&audit_listing.lines));
    return true;
}

static int log_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    if (!acting_open_shown(session, request, &acting, err))
        return operation_failed(err);
    const bool listed = log_list(&acting, request, err);
    acting_close(&acting);
    return listed ? STATUS_ALLOWED : operation_failed(err);
}

static const struct parameter log_parameters[] = {
    {"kind", 0, PARAMETER_OPTION, 0, "KIND", "only entries of this kind", kind_words},
    {"by", 0, PARAMETER_OPTION, 0, "ID", "only what this person or machine did", NULL},
    {"model", 0, PARAMETER_OPTION, 0, "NAME[@VERSION]", "only what is about this model", NULL},
    {"since", 0, PARAMETER_OPTION, 0, "TIME", "logged at this moment or later", NULL},
    {"until", 0, PARAMETER_OPTION, 0, "TIME", "logged at this moment or before", NULL},
    {"last", 'n', PARAMETER_OPTION, 0, "N", "look at the last N entries only", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "text|json", "how to show them; json: one a line",
     audit_formats},
    PARAMETER_DIR,
    {0},
};

const struct operation audit_log_operation = {
    .name = "audit log",
    .summary = "the entries of the log: when, who, what",
    .examples = "obstat audit log -n 20\nobstat audit log --kind approval --model credit-default\n",
    .parameters = log_parameters,
    .run = log_run,
};

/* ---- audit show ---- */

struct showing {
    struct acting *acting;
    struct value audit_record;
    struct text phrase;
};

static bool showing_see(void *context, const struct audited *audited, struct arena *arena,
                        struct error *err)
{
    struct text phrase;
    struct value audit_record;
    struct showing *showing = context;
    if (!audit_value(showing->acting, audited, arena, &audit_record, err) ||
        !audit_phrase(showing->acting, audited, arena, &phrase, err))
        return false;
    showing->audit_record = value_copy(showing->acting->arena, &audit_record);
    showing->phrase = text_copy(showing->acting->arena, phrase);
    return true;
}

static void show_line(struct buffer *audit_page, const char *name, struct text shown)
{
    if (!shown.size)
        return;
    buffer_format(audit_page, "%-10s ", name);
    text_escape(shown, audit_page);
    buffer_byte(audit_page, '\n');
}

static void show_members(const struct value *said, struct buffer *audit_page)
{
    struct error unwritten = {0};
    for (size_t i = 0; i < value_count(said); i++) {
        const struct value *part = member_value(said, i);
        struct buffer json = buffer_in(audit_page->arena, audit_page->max);
        buffer_string(audit_page, "  ");
        text_escape(member_key(said, i), audit_page);
        buffer_string(audit_page, ": ");
        if (value_kind(part) == VALUE_STRING)
            text_escape(value_text(part), audit_page);
        else if (canonical_write(part, &json, &unwritten))
            text_escape(buffer_text(&json), audit_page);
        buffer_byte(audit_page, '\n');
    }
}

/* What nobody signed is marked, beside what somebody did. */
static void show_words(const struct value *words, struct text remark, struct buffer *audit_page)
{
    for (size_t i = 0; i < value_count(words); i++) {
        const struct text commitment = member_key(words, i);
        const struct text stood_for = value_text(member_value(words, i));
        buffer_string(audit_page, "  ");
        text_escape(commitment, audit_page);
        buffer_string(audit_page, ": ");
        text_escape(text_equal(commitment, remark) ? acting_remarked(stood_for, audit_page->arena)
                                                   : stood_for,
                    audit_page);
        buffer_byte(audit_page, '\n');
    }
}

/* Printed name, moment and meaning come with every signature that is shown (21 CFR 11.50). */
static void show_write(const struct showing *showing, struct buffer *audit_page)
{
    const struct value *audit_record = &showing->audit_record;
    const struct value *said =
        value_get(value_get(audit_record, TEXT("statement")), TEXT("predicate"));
    const struct value *words = value_get(audit_record, TEXT("words"));
    buffer_format(audit_page, "entry %lld    ",
                  (long long)value_integer(value_get(audit_record, TEXT("index"))));
    text_escape(showing->phrase, audit_page);
    buffer_byte(audit_page, '\n');
    show_line(audit_page, "time", said_text(audit_record, "time"));
    show_line(audit_page, "by", said_text(audit_record, "by"));
    show_line(audit_page, "name", said_text(audit_record, "name"));
    show_line(audit_page, "meaning", said_text(said, "meaning"));
    show_line(audit_page, "sentence", said_text(said, "sentence"));
    show_line(audit_page, "id", said_text(audit_record, "id"));
    show_line(audit_page, "key", said_text(audit_record, "key"));
    show_line(audit_page, "namespace", said_text(audit_record, "namespace"));
    buffer_string(audit_page, "\nsaid\n");
    show_members(said, audit_page);
    if (value_count(words))
        buffer_string(audit_page, "\nwords behind commitments\n");
    show_words(words, said_text(audit_record, "remark"), audit_page);
}

static bool entry_show(struct acting *acting, const struct value *request, struct error *err)
{
    uint64_t index;
    struct showing showing = {.acting = acting};
    const char *output = request_text(request, "output");
    struct buffer audit_page = buffer_in(acting->arena, LIMIT_REPORT_SIZE);
    if (!audit_find(acting, request_text(request, "entry"), &index, err) ||
        !audit_walk(acting, (struct leaf_range){index, index + 1},
                    (struct audit_visit){showing_see, &showing}, err))
        return false;
    if (output && text_is(text_of(output), "json")) {
        if (!canonical_write(&showing.audit_record, &audit_page, err))
            return false;
        buffer_byte(&audit_page, '\n');
    } else
        show_write(&showing, &audit_page);
    acting->session->print(acting->session->context, buffer_text(&audit_page));
    return true;
}

static int show_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    if (!acting_open_shown(session, request, &acting, err))
        return operation_failed(err);
    const bool shown = entry_show(&acting, request, err);
    acting_close(&acting);
    return shown ? STATUS_ALLOWED : operation_failed(err);
}

static const struct parameter show_parameters[] = {
    {"entry", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "ID",
     "an index, or the whole id of an entry, decision or request", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "text|json", "how to show it", audit_formats},
    PARAMETER_DIR,
    {0},
};

const struct operation audit_show_operation = {
    .name = "audit show",
    .summary = "one entry in full: who, when, what was signed, in which words",
    .examples = "obstat audit show 12\nobstat audit show 12 -o json\n",
    .parameters = show_parameters,
    .run = show_run,
};
