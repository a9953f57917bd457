/* request: an approval written out, for signing where the ledger is not. */
#include "service/answer.h"
#include "service/detached.h"
#include "service/operations.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "report/escape.h"

static const struct parameter request_parameters[] = {
    {"model", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "NAME@VERSION", "the version", NULL},
    {"to", 0, PARAMETER_OPTION, 0, "STAGE", "which transition; production where it is not said",
     NULL},
    {"output", 'o', PARAMETER_OPTION, PARAMETER_REQUIRED, "FILE", "where to write what is signed",
     NULL},
    {"reason", 0, PARAMETER_OPTION, 0, "TEXT", "why; left out, it is not part of what is signed",
     NULL},
    PARAMETER_REQUEST,
    PARAMETER_MEANING,
    PARAMETER_ROLE,
    PARAMETER_CONDITION,
    PARAMETER_DUE,
    PARAMETER_EXPIRES,
    PARAMETER_DIR,
    {"as", 0, PARAMETER_OPTION, 0, "ID", "who will sign; left out, whoever's key it is", NULL},
    {0},
};

/* What a person reads who signs: the sentence, and the words that it only commits to. */
static struct text request_words(struct acting *acting, const struct draft *draft,
                                 const struct answer *answer)
{
    struct buffer request_page = buffer_in(acting->arena, LIMIT_MARKDOWN_SIZE);
    buffer_string(&request_page, "What is signed:\n\n    ");
    text_escape(draft->sentence, &request_page);
    buffer_string(&request_page, "\n");
    if (answer->reason.size) {
        buffer_string(&request_page, "\nReason:\n\n    ");
        text_escape(answer->reason, &request_page);
        buffer_string(&request_page, "\n");
    }
    for (size_t i = 0; i < value_count(answer->conditions); i++) {
        buffer_string(&request_page, i ? "" : "\nConditions:\n\n");
        buffer_string(&request_page, "    ");
        text_escape(value_text(value_at(answer->conditions, i)), &request_page);
        buffer_string(&request_page, "; due ");
        text_escape(value_text(value_at(answer->dues, i)), &request_page);
        buffer_string(&request_page, "\n");
    }
    return buffer_text(&request_page);
}

/* The reason and the conditions are kept beside the log, for when the signature comes back. */
static bool openings_keep(struct acting *acting, struct error *err)
{
    int64_t time;
    if (!acting->committed.count)
        return true;
    if (!log_begin(acting->log, session_moment(acting->session), &time, err))
        return false;
    if (!acting_openings_put(acting, &acting->rows, err)) {
        log_abort(acting->log);
        return false;
    }
    return log_commit(acting->log, err);
}

static bool request_write(struct acting *acting, const struct value *request, struct error *err)
{
    struct answer answer;
    struct asked_request asked;
    const struct value *asked_for;
    struct draft draft;
    const char *request_file = request_text(request, "output");
    const struct text by = text_of(request_text(request, "as"));
    if (!asked_request_read(request, &asked, err) ||
        !answer_read(request, "approve", acting->session->now, &answer, err) ||
        !answer_request_meant(acting, &asked, "request", &asked_for, err) ||
        !answer_counts(acting, asked_for, by, err) ||
        !answer_draft(acting, asked_for, &answer, by, &draft, err))
        return false;
    const struct act act = {.kind = ACT_APPROVAL,
                            .log = acting->origin,
                            .by = by,
                            .at = acting->session->now,
                            .subject = draft.subject};
    if (!openings_keep(acting, err) ||
        !detached_write(request_file, &act, &draft.members, request_words(acting, &draft, &answer),
                        acting->arena, err))
        return false;
    detached_tell(acting, request_file, act_name_space(&act, acting->arena), "approve",
                  " --reason TEXT");
    return true;
}

static int request_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    const bool has_words = request_text(request, "reason") || request_count(request, "condition");
    if (has_words && !request_text(request, "as"))
        return error_set(err, ERROR_USAGE,
                         "--reason and --condition are words of who signs: say who with --as ID"),
               operation_failed(err);
    const bool opened = has_words
                            ? acting_open_unsigned(session, request, STORE_WRITE, &acting, err)
                            : acting_open_sealed(session, request, &acting, err);
    if (!opened)
        return operation_failed(err);
    const bool written = request_write(&acting, request, err);
    acting_close(&acting);
    return written ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation request_operation = {
    .name = "request",
    .summary = "write out an approval for signing elsewhere, by obstat or plain ssh-keygen",
    .details =
        "FILE holds the very bytes that are signed, and FILE.txt says in words what they bind.\n"
        "Whoever signs needs neither obstat nor the ledger. The signature comes back through\n"
        "obstat approve FILE --signature FILE.sig.\n",
    .examples = "obstat request credit-default@2.3.0 --to production -o vera.request --as vera\n"
                "ssh-keygen -Y sign -n approve@gov.example/models -f KEY vera.request\n",
    .parameters = request_parameters,
    .run = request_run,
};
