/* status: where the versions stand: stage, tier, last decision, what lacks. */
#include "service/answer.h"
#include "service/columns.h"
#include "service/operations.h"
#include "service/places.h"
#include "service/version_status.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "service/record.h"
#include "service/said.h"

static const char *const status_formats[] = {"text", "json", NULL};

static const struct parameter status_parameters[] = {
    {"version", 0, PARAMETER_ARGUMENT, 0, "NAME[@VERSION]", "a model or one version; all of them",
     NULL},
    {"where", 0, PARAMETER_OPTION, 0, "CONDITION",
     "only versions for which it holds: tier = 'high' and stage = 'production'", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", status_formats},
    PARAMETER_DIR,
    {0},
};

struct looking {
    struct acting *acting;
    struct text wanted; /* NAME, NAME@VERSION, or empty */
    bool one;           /* it names one version         */
    bool whole;         /* everything is told of each   */
    const struct query *query;
    struct values standings;
};

/* ---- looking ---- */

/* Is the name off, or is there just nothing yet? */
static bool nothing_found(struct looking *looking, struct error *err)
{
    return looking->wanted.size == 0 || (looking->query && !looking->one) ||
           version_unknown(looking->acting, looking->wanted, err);
}

/* One version by its key; false in *found where it is not registered. */
static bool version_add(struct looking *looking, struct text version_key, bool *found,
                        struct error *err)
{
    const struct value *version;
    struct acting *acting = looking->acting;
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &version, err))
        return false;
    *found = version != NULL;
    if (!version)
        return true;
    struct value *standing = LIST_ADD(acting->arena, &looking->standings);
    return looking->whole ? version_status(acting, version, standing, err)
                          : version_brief(acting, version, standing, err);
}

static bool versions_find(struct looking *looking, struct error *err)
{
    bool found;
    struct places_found places;
    struct arena *arena = looking->acting->arena;
    if (!places_find(looking->acting, looking->query, looking->wanted, &places, err))
        return false;
    for (size_t i = 0; i < places.count; i++)
        if (!version_add(looking,
                         text_format(arena, "%.*s@%.*s", TEXT_ARGS(places.at[i].name),
                                     TEXT_ARGS(places.at[i].version)),
                         &found, err))
            return false;
    return places.count || nothing_found(looking, err);
}

static bool version_find(struct looking *looking, struct error *err)
{
    bool found;
    return version_add(looking, looking->wanted, &found, err) &&
           (found || nothing_found(looking, err));
}

static void standings_table(const struct looking *looking, struct buffer *page)
{
    static const char *const heads[] = {"VERSION", "STAGE",         "TIER",
                                        "OWNER",   "LAST DECISION", "LACKS"};
    struct columns table = columns_in(page->arena, COUNT(heads));
    for (size_t i = 0; i < COUNT(heads); i++)
        columns_cell(&table, text_of(heads[i]));
    for (size_t i = 0; i < looking->standings.count; i++) {
        const struct value *standing = &looking->standings.at[i];
        columns_cell(&table,
                     text_format(page->arena, "%.*s@%.*s", TEXT_ARGS(said_text(standing, "name")),
                                 TEXT_ARGS(said_text(standing, "version"))));
        columns_cell(&table, said_text(standing, "stage"));
        columns_cell(&table, said_text(standing, "tier"));
        columns_cell(&table, said_text(standing, "owner"));
        columns_cell(&table, version_decided(standing, page->arena));
        columns_cell(&table, version_lacks(standing, page->arena));
    }
    columns_write(&table, page);
}

static void standings_print(const struct looking *looking, bool json)
{
    struct session *session = looking->acting->session;
    struct buffer status_page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (json) {
        struct record status_document = record_in(session->arena);
        record_text(&status_document, "obstat", TEXT("status/v1"));
        record_text(&status_document, "log", looking->acting->origin);
        record_value(
            &status_document, "versions",
            value_of_list(session->arena, looking->standings.at, looking->standings.count));
        buffer_add(&status_page, record_bytes(&status_document));
        buffer_byte(&status_page, '\n');
    } else if (looking->one && looking->standings.count == 1)
        version_status_print(&looking->standings.at[0], &status_page);
    else if (looking->standings.count == 0)
        buffer_string(&status_page,
                      looking->query ? "no version is like that\n" : "no version is registered\n");
    else
        standings_table(looking, &status_page);
    session->print(session->context, buffer_text(&status_page));
}

static int status_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    const char *condition = request_text(request, "where");
    const char *format = request_text(request, "output");
    const bool json = format && strcmp(format, "json") == 0;
    struct looking looking = {.acting = &acting};
    looking.wanted = text_of(request_text(request, "version"));
    looking.one = text_find(looking.wanted, '@') < looking.wanted.size;
    looking.whole = looking.one || json;
    if (looking.one && condition) {
        (void)error_set(err, ERROR_USAGE, "--where picks among versions, and %.*s is one",
                        TEXT_ARGS(looking.wanted));
        return operation_failed(err);
    }
    if (!query_read(condition, session->arena, &looking.query, err) ||
        !acting_open(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    const bool looked = asked_words_resolve(&acting, &looking.wanted, err) &&
                        (looking.one ? version_find(&looking, err) : versions_find(&looking, err));
    if (looked)
        standings_print(&looking, json);
    acting_close(&acting);
    return looked ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation status_operation = {
    .name = "status",
    .summary = "where the versions stand: stage, tier, last decision, what lacks",
    .details =
        "Without a version, a table of all; with NAME@VERSION, everything about one: who "
        "registered\n"
        "it, the last decision, open requests with the answers so far and the signatures they\n"
        "lack, waivers. Each signature is shown with the printed name, the time in UTC and its\n"
        "meaning.\n"
        "\n"
        "A condition compares name, version, stage, tier, owner, registered, expires, sunset,\n"
        "verdict, alias and tag.KEY with =, !=, <, <=, >, >=, in (...), like and ilike (% stands\n"
        "for any letters), joined by and, or, not and parentheses. Versions are compared as\n"
        "semantic versions, moments and days as such. Where stage and tier are given, or the "
        "name,\n"
        "it is answered by an index.\n",
    .examples = "obstat status\nobstat status credit-default@2.3.0\n"
                "obstat status --where \"tier = 'high' and stage = 'production'\" -o json\n"
                "obstat status --where \"stage in ('canary', 'production') and expires < "
                "2027-01-01\"\n"
                "obstat status credit-default --where \"version >= 2.0.0 and tag.team = 'risk'\"\n",
    .parameters = status_parameters,
    .run = status_run,
};
