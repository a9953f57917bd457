/* status: where the versions stand: stage, tier, last decision, what lacks. */
#include "service/columns.h"
#include "service/operations.h"
#include "service/version_status.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "service/record.h"
#include "service/where.h"

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
    const struct where *where;
    struct values standings;
    struct suggestion near;
};

static bool version_wanted(const struct looking *looking, struct text key)
{
    if (looking->wanted.size == 0 || text_equal(key, looking->wanted))
        return true;
    return !looking->one && text_starts(key, looking->wanted) &&
           key.at[looking->wanted.size] == '@';
}

static bool version_see(void *context, struct row_name name, struct text document,
                        struct error *err)
{
    struct looking *looking = context;
    struct acting *acting = looking->acting;
    const struct text key = text_copy(acting->arena, name.key);
    const struct value *version;
    struct value standing;
    (void)document;
    suggest_offer(&looking->near, looking->one ? key : text_part(key, 0, text_find(key, '@')));
    if (!version_wanted(looking, key))
        return true;
    if (!registry_row(&acting->rows, "version", key, acting->arena, &version, err) ||
        !version_status(acting, version, &standing, err))
        return false;
    if (where_holds(looking->where, &standing))
        *LIST_ADD(acting->arena, &looking->standings) = standing;
    return true;
}

static struct text standing_text(const struct value *standing, const char *name)
{
    return value_text(value_get(standing, text_of(name)));
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
        columns_cell(&table, text_format(page->arena, "%.*s@%.*s",
                                         TEXT_ARGS(standing_text(standing, "name")),
                                         TEXT_ARGS(standing_text(standing, "version"))));
        columns_cell(&table, standing_text(standing, "stage"));
        columns_cell(&table, standing_text(standing, "tier"));
        columns_cell(&table, standing_text(standing, "owner"));
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
    else
        standings_table(looking, &status_page);
    session->print(session->context, buffer_text(&status_page));
}

/* Nothing was found: is the name off, or is there just nothing yet? */
static bool nothing_found(const struct looking *looking, struct error *err)
{
    if (looking->wanted.size == 0 || looking->where->count)
        return true;
    return error_set(err, ERROR_USAGE, "%.*s is not registered%s", TEXT_ARGS(looking->wanted),
                     suggest_hint(&looking->near, looking->acting->arena));
}

static bool versions_look(struct looking *looking, struct error *err)
{
    const struct rows *rows = &looking->acting->rows;
    const struct row_name version_rows = {TEXT("version"), TEXT_NONE};
    return rows->walk(rows->keeper, version_rows, (struct row_visit){version_see, looking}, err) &&
           (looking->standings.count || nothing_found(looking, err));
}

static int status_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    struct where where = {0};
    const char *format = request_text(request, "output");
    struct looking looking = {.acting = &acting, .where = &where};
    looking.wanted = text_of(request_text(request, "version"));
    looking.one = text_find(looking.wanted, '@') < looking.wanted.size;
    looking.near = suggest_for(looking.wanted);
    if (!where_read(request_text(request, "where"), session->arena, &where, err) ||
        !acting_open(session, request, STORE_READ, &acting, err))
        return operation_failed(err);
    const bool looked = versions_look(&looking, err);
    if (looked)
        standings_print(&looking, format && strcmp(format, "json") == 0);
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
        "meaning.\n",
    .examples = "obstat status\nobstat status credit-default@2.3.0\n"
                "obstat status --where \"tier = 'high' and stage = 'production'\" -o json\n",
    .parameters = status_parameters,
    .run = status_run,
};
