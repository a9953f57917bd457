/* webhook list and dead: how far each receiver was served. */
#include "service/webhook.h"

#include "base/clock.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "service/columns.h"
#include "service/operations.h"
#include "service/record.h"

static const char *const listing_formats[] = {"text", "json", NULL};

/* The receivers of a ledger, as they are shown. */
struct listing {
    struct acting acting;
    struct webhooks webhooks;
    struct delivery *deliveries; /* one for each */
};

static bool listing_read(struct listing *listing, struct error *err)
{
    struct acting *acting = &listing->acting;
    if (!webhooks_read(acting->session, acting->folder, &listing->webhooks, err))
        return false;
    listing->deliveries = ARENA_ARRAY(acting->arena, struct delivery, listing->webhooks.count);
    for (size_t i = 0; i < listing->webhooks.count; i++) {
        if (!delivery_read(acting, &listing->webhooks.at[i], &listing->deliveries[i], err))
            return false;
        delivery_complain(acting->session, &listing->deliveries[i]);
    }
    return true;
}

static bool listing_open(struct session *session, const struct value *request,
                         struct listing *listing, struct error *err)
{
    *listing = (struct listing){0};
    if (!acting_open_shown(session, request, &listing->acting, err))
        return false;
    if (listing_read(listing, err))
        return true;
    acting_close(&listing->acting);
    return false;
}

static struct text moment_text(int64_t moment, struct arena *arena)
{
    char written[CLOCK_TEXT_SIZE];
    if (moment == 0)
        return TEXT_NONE;
    clock_write(moment, written);
    return text_copy(arena, text_of(written));
}

/* Entries that were not looked at for it yet; not all of them are events that it asks for. */
static uint64_t entries_left(const struct listing *listing, const struct delivery *delivery)
{
    const uint64_t end = log_head(listing->acting.log)->size;
    return end > delivery->next ? end - delivery->next : 0;
}

static const char *state_word(const struct listing *listing, const struct delivery *delivery)
{
    if (delivery->edited)
        return "edited";
    if (delivery->stopped)
        return "stopped";
    if (delivery->attempts > 0)
        return "waiting";
    return entries_left(listing, delivery) > 0 ? "due" : "served";
}

/* ---- list ---- */

static struct value receiver_value(const struct listing *listing, size_t i)
{
    struct record receiver = record_in(listing->acting.arena);
    const struct webhook *webhook = &listing->webhooks.at[i];
    const struct delivery *delivery = &listing->deliveries[i];
    record_text(&receiver, "name", webhook->name);
    record_text(&receiver, "url", webhook_shown(webhook));
    record_maybe(&receiver, "events", webhook->events);
    record_text(&receiver, "state", text_of(state_word(listing, delivery)));
    record_integer(&receiver, "next", (int64_t)delivery->next);
    record_integer(&receiver, "entries_left", (int64_t)entries_left(listing, delivery));
    record_integer(&receiver, "attempts", (int64_t)delivery->attempts);
    record_text(&receiver, "next_try", moment_text(delivery->next_try, listing->acting.arena));
    record_text(&receiver, "last_error", delivery->last_error);
    record_integer(&receiver, "dead", (int64_t)delivery->dead.count);
    return record_map(&receiver);
}

static void listing_json(const struct listing *listing, struct buffer *page)
{
    struct values receivers = {0};
    struct arena *arena = listing->acting.arena;
    struct record document = record_in(arena);
    for (size_t i = 0; i < listing->webhooks.count; i++)
        *LIST_ADD(arena, &receivers) = receiver_value(listing, i);
    record_text(&document, "log", listing->acting.origin);
    record_value(&document, "webhooks", value_of_list(arena, receivers.at, receivers.count));
    buffer_add(page, record_bytes(&document));
    buffer_byte(page, '\n');
}

static void listing_table(const struct listing *listing, struct buffer *page)
{
    static const char *const heads[] = {"NAME",     "STATE", "ENTRIES LEFT", "ATTEMPTS",
                                        "NEXT TRY", "DEAD",  "LAST ERROR",   "ADDRESS"};
    struct arena *arena = listing->acting.arena;
    struct columns table = columns_in(arena, COUNT(heads));
    for (size_t i = 0; i < COUNT(heads); i++)
        columns_cell(&table, text_of(heads[i]));
    for (size_t i = 0; i < listing->webhooks.count; i++) {
        const struct delivery *delivery = &listing->deliveries[i];
        columns_cell(&table, listing->webhooks.at[i].name);
        columns_cell(&table, text_of(state_word(listing, delivery)));
        columns_cell(&table, text_format(arena, "%llu",
                                         (unsigned long long)entries_left(listing, delivery)));
        columns_cell(&table, text_format(arena, "%llu", (unsigned long long)delivery->attempts));
        columns_cell(&table, moment_text(delivery->next_try, arena));
        columns_cell(&table, text_format(arena, "%zu", delivery->dead.count));
        columns_cell(&table, delivery->last_error);
        columns_cell(&table, webhook_shown(&listing->webhooks.at[i]));
    }
    columns_write(&table, page);
}

static int list_run(struct session *session, const struct value *request, struct error *err)
{
    struct listing listing;
    const char *format = request_text(request, "output");
    struct buffer page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (!listing_open(session, request, &listing, err))
        return operation_failed(err);
    if (format && strcmp(format, "json") == 0)
        listing_json(&listing, &page);
    else if (listing.webhooks.count == 0)
        buffer_string(&page, webhooks_none);
    else
        listing_table(&listing, &page);
    session->print(session->context, buffer_text(&page));
    acting_close(&listing.acting);
    return STATUS_ALLOWED;
}

static const struct parameter list_parameters[] = {
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", listing_formats},
    PARAMETER_DIR,
    {0},
};

const struct operation webhook_list_operation = {
    .name = "webhook list",
    .summary = "who is told of what is recorded, and how far",
    .details =
        "The receivers of webhooks.yaml in the ledger's folder. ENTRIES LEFT are those of the\n"
        "log that were not looked at for a receiver yet. Of an address, what stands behind a\n"
        "? is not shown: it may be a token.\n",
    .examples = "obstat webhook list\nobstat webhook list -o json\n",
    .parameters = list_parameters,
    .run = list_run,
};

/* ---- dead ---- */

static void letters_add(const struct webhook *webhook, const struct delivery *delivery,
                        struct columns *table)
{
    for (size_t i = 0; i < delivery->dead.count; i++) {
        const struct dead_letter *letter = &delivery->dead.at[i];
        columns_cell(table, webhook->name);
        columns_cell(table, text_format(table->arena, "%llu", (unsigned long long)letter->index));
        columns_cell(table,
                     text_format(table->arena, "%llu", (unsigned long long)letter->attempts));
        columns_cell(table, letter->why);
    }
}

static int dead_run(struct session *session, const struct value *request, struct error *err)
{
    static const char *const heads[] = {"WEBHOOK", "ENTRY", "ATTEMPTS", "WHY"};
    struct listing listing;
    const struct webhook *only = NULL;
    const char *name = request_text(request, "name");
    struct buffer page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    struct columns table = columns_in(session->arena, COUNT(heads));
    if (!listing_open(session, request, &listing, err))
        return operation_failed(err);
    const bool named = !name || webhook_find(&listing.webhooks, name, session, &only, err);
    for (size_t i = 0; i < COUNT(heads); i++)
        columns_cell(&table, text_of(heads[i]));
    for (size_t i = 0; i < listing.webhooks.count; i++)
        if (!only || only == &listing.webhooks.at[i])
            letters_add(&listing.webhooks.at[i], &listing.deliveries[i], &table);
    acting_close(&listing.acting);
    if (!named)
        return operation_failed(err);
    if (table.cells.count == COUNT(heads))
        buffer_string(&page, "no event was given up\n");
    else
        columns_write(&table, &page);
    session->print(session->context, buffer_text(&page));
    return STATUS_ALLOWED;
}

static const struct parameter dead_parameters[] = {
    {"name", 0, PARAMETER_ARGUMENT, 0, "NAME", "of the webhook; all of them", NULL},
    PARAMETER_DIR,
    {0},
};

const struct operation webhook_dead_operation = {
    .name = "webhook dead",
    .summary = "events that were given up after their last attempt",
    .details = "webhook retry sends them again; audit show tells what an entry is.\n",
    .examples = "obstat webhook dead\nobstat webhook dead pager\n",
    .parameters = dead_parameters,
    .run = dead_run,
};
