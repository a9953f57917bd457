/* registry rebuild: the rows of the ledger made anew from the log alone. */
#include "service/operations.h"
#include "service/rebuild.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/record.h"

static const char *const rebuild_formats[] = {"text", "json", NULL};

static const struct parameter rebuild_parameters[] = {
    {"check", 0, PARAMETER_FLAG, 0, NULL, "compare only: rows that differ are status 4", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", rebuild_formats},
    PARAMETER_DIR,
    {0},
};

static void rebuilt_page(const struct acting *acting, const struct rebuilt *rebuilt,
                         struct buffer *page)
{
    buffer_format(page, "REBUILT  %.*s: %llu entries, %llu rows\n", TEXT_ARGS(acting->origin),
                  (unsigned long long)rebuilt->entries, (unsigned long long)rebuilt->rows);
    if (rebuilt->gone)
        buffer_format(page,
                      "%llu %s behind those that are signed %s taken away: the log was not given "
                      "%s, and nobody was told of %s\n",
                      (unsigned long long)rebuilt->gone, rebuilt->gone == 1 ? "entry" : "entries",
                      rebuilt->gone == 1 ? "was" : "were", rebuilt->gone == 1 ? "it" : "them",
                      rebuilt->gone == 1 ? "it" : "them");
    if (rebuilt->differing) {
        buffer_format(page, "%llu %s put right; the first: the row ",
                      (unsigned long long)rebuilt->differing,
                      rebuilt->differing == 1 ? "row was" : "rows were");
        text_escape(rebuilt->first, page);
        buffer_byte(page, '\n');
    } else
        buffer_string(page, rebuilt->sealed
                                ? "every row is what the entries say\n"
                                : "every row is what the entries say; their inventory, or the "
                                  "index of ids, was not, and was made anew\n");
    buffer_string(page, "The entries lead to the root that the log's key signed. Their own "
                        "signatures and the vault are what\nobstat audit verify looks at.\n");
}

static void rebuilt_record(const struct acting *acting, const struct rebuilt *rebuilt,
                           struct buffer *page)
{
    struct record document = record_in(page->arena);
    record_text(&document, "obstat", TEXT("rebuild/v1"));
    record_text(&document, "log", acting->origin);
    record_integer(&document, "entries", (int64_t)rebuilt->entries);
    record_integer(&document, "gone", (int64_t)rebuilt->gone);
    record_integer(&document, "rows", (int64_t)rebuilt->rows);
    record_integer(&document, "differing", (int64_t)rebuilt->differing);
    record_text(&document, "first", rebuilt->first);
    record_boolean(&document, "sealed", rebuilt->sealed);
    buffer_add(page, record_bytes(&document));
    buffer_byte(page, '\n');
}

static bool rebuilt_tell(const struct acting *acting, const struct value *request,
                         const struct rebuilt *rebuilt, struct error *err)
{
    struct session *session = acting->session;
    const char *format = request_text(request, "output");
    const bool json = format && strcmp(format, "json") == 0;
    const bool check = request_flag(request, "check");
    const bool unmended = check && rebuilt->differing, unsealed = check && !rebuilt->sealed;
    struct buffer page = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (json)
        rebuilt_record(acting, rebuilt, &page);
    else if (!unmended && !unsealed)
        rebuilt_page(acting, rebuilt, &page);
    session->print(session->context, buffer_text(&page));
    if (unsealed && !unmended)
        return error_set(err, ERROR_INTEGRITY,
                         "the inventory of the rows is not theirs; obstat registry rebuild makes "
                         "it anew");
    return !unmended || error_set(err, ERROR_INTEGRITY,
                                  "%llu of %llu rows are not what the entries say; the first: the "
                                  "row %.*s; obstat registry rebuild puts them right",
                                  (unsigned long long)rebuilt->differing,
                                  (unsigned long long)rebuilt->rows, TEXT_ARGS(rebuilt->first));
}

static int registry_rebuild_run(struct session *session, const struct value *request,
                                struct error *err)
{
    struct acting acting;
    struct rebuilt rebuilt = {0};
    const enum store_mode mode = request_flag(request, "check") ? STORE_READ : STORE_WRITE;
    const bool opened = mode == STORE_WRITE
                            ? acting_open_cut(session, request, &rebuilt.gone, &acting, err)
                            : acting_open_unsigned(session, request, mode, &acting, err);
    const bool told = opened && rebuild(&acting, mode, &rebuilt, err) &&
                      rebuilt_tell(&acting, request, &rebuilt, err);
    if (opened)
        acting_close(&acting);
    if (!told)
        rebuild_complain(session, &rebuilt);
    return told ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation registry_rebuild_operation = {
    .name = "registry rebuild",
    .summary = "make the rows of the ledger anew from its log, and put right what differs",
    .details =
        "What status, history and lineage read are rows that follow from the log. This makes all\n"
        "of them anew, in a file that is gone afterwards, compares them with those that are kept,\n"
        "and puts right what differs; with --check it only says so. Others go on\n"
        "recording meanwhile, and wait for the last moment of it.\n"
        "\n"
        "The log itself is checked first: its entries have to lead to the root that its key "
        "signed\n"
        "and that the anchor knows. Signatures of entries are not verified again; obstat audit\n"
        "verify does that. Entries behind the signed ones that the log was not given, and that "
        "somebody\n"
        "put into the database, are taken away, and it says how many: copy log.db before where\n"
        "you want to look at them.\n",
    .examples = "obstat registry rebuild --check\nobstat registry rebuild\n",
    .parameters = rebuild_parameters,
    .run = registry_rebuild_run,
};
