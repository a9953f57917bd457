/* review: what waits for a signature, and the dossier of one request. */
#include "service/answer.h"
#include "service/cosigned.h"
#include "service/dossier.h"
#include "service/operations.h"

#include "base/limits.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/record.h"
#include "service/said.h"
#include "service/signing.h"
#include "value/canonical.h"

static const char *const review_formats[] = {"text", "json", NULL};

static const struct parameter review_parameters[] = {
    {"model", 0, PARAMETER_ARGUMENT, 0, "NAME@VERSION",
     "the dossier of this version; without it, the list of what waits", NULL},
    {"to", 0, PARAMETER_OPTION, 0, "STAGE", "which transition; production where it is not said",
     NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "text|json", "how to show it", review_formats},
    PARAMETER_REQUEST,
    PARAMETER_DIR,
    {"as", 0, PARAMETER_OPTION, 0, "ID",
     "without what they answered or are an author of; else $OBSTAT_AS, else all that waits", NULL},
    {0},
};

struct review {
    struct acting *acting;
    bool may_answer; /* by role, or nobody in particular asks */
    struct values waiting;
};

/* Has the person answered, or no say in it? */
static bool review_is_mine(const struct review *review, const struct value *request,
                           const struct value *version)
{
    const struct text id = review->acting->id;
    return !id.size || (!said_by(said_part(request, "answers"), id) &&
                        !said_among(said_part(version, "authors"), id) &&
                        !said_among(said_part(version, "recorders"), id) &&
                        !text_equal(said_text(version, "owner"), id));
}

static struct value waiting_value(const struct value *request, const struct standing *standing,
                                  bool has_way, struct arena *arena)
{
    static const char *const shown[] = {"model", "tier", "transition", "time", "id", "index"};
    struct values lacks = {0};
    struct record request_row = record_in(arena);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        const struct value *part = value_get(request, text_of(shown[i]));
        record_value(&request_row, shown[i], part ? *part : value_of_null());
    }
    for (size_t i = 0; i < standing->lacks.count; i++)
        *LIST_ADD(arena, &lacks) = value_of_text(standing->lacks.at[i]);
    record_value(&request_row, "lacks", value_of_list(arena, lacks.at, lacks.count));
    record_text(&request_row, "stuck", has_way ? TEXT_NONE : answer_wayless(request, arena));
    return record_map(&request_row);
}

/* An open request of a version that lacks a signature. */
static bool open_see(struct review *review, const struct value *version, struct text id,
                     struct error *err)
{
    bool has_way;
    struct standing standing;
    const struct value *request;
    struct acting *acting = review->acting;
    if (!registry_row(&acting->rows, "request", id, acting->arena, &request, err) ||
        !answer_standing(acting, request, &standing, err) ||
        !answer_way(acting, request, &has_way, err))
        return false;
    if (standing.lacking && review->may_answer && review_is_mine(review, request, version))
        *LIST_ADD(acting->arena, &review->waiting) =
            waiting_value(request, &standing, has_way, acting->arena);
    return true;
}

static bool version_see(void *context, struct row_name name, struct text document,
                        struct error *err)
{
    struct review *review = context;
    const struct value *version;
    (void)document;
    if (!registry_row(&review->acting->rows, "version", name.key, review->acting->arena, &version,
                      err))
        return false;
    const struct value *open = value_get(version, TEXT("open"));
    for (size_t i = 0; i < value_count(open); i++)
        if (!open_see(review, version, value_text(value_at(open, i)), err))
            return false;
    return true;
}

static void waiting_line(const struct value *request_row, struct buffer *review_page)
{
    const struct value *model = value_get(request_row, TEXT("model")),
                       *lacks = value_get(request_row, TEXT("lacks"));
    text_escape(said_text(request_row, "time"), review_page);
    buffer_string(review_page, "  ");
    text_escape(said_text(model, "name"), review_page);
    buffer_byte(review_page, '@');
    text_escape(said_text(model, "version"), review_page);
    buffer_string(review_page, " -> ");
    text_escape(said_text(value_get(request_row, TEXT("transition")), "to"), review_page);
    buffer_string(review_page, "  tier ");
    text_escape(said_text(request_row, "tier"), review_page);
    if (said_text(request_row, "stuck").size) {
        buffer_string(review_page, "  cannot move: ");
        text_escape(said_text(request_row, "stuck"), review_page);
    }
    for (size_t i = 0; i < value_count(lacks) && !said_text(request_row, "stuck").size; i++) {
        buffer_string(review_page, i ? "; " : "  waits for ");
        text_escape(value_text(value_at(lacks, i)), review_page);
    }
    buffer_byte(review_page, '\n');
}

static bool page_print(struct acting *acting, const struct value *shown, bool json,
                       void (*write)(const struct value *, struct buffer *), struct error *err)
{
    struct buffer review_page = buffer_in(acting->arena, LIMIT_REPORT_SIZE);
    if (json && !canonical_write(shown, &review_page, err))
        return false;
    if (json)
        buffer_byte(&review_page, '\n');
    else
        write(shown, &review_page);
    if (buffer_full(&review_page))
        return error_set(err, ERROR_REFUSED, "there is more to show than %llu bytes",
                         LIMIT_REPORT_SIZE);
    acting->session->print(acting->session->context, buffer_text(&review_page));
    return true;
}

/* What others sign by giving the same command. */
static void cosigned_line(const struct value *move, struct buffer *review_page)
{
    text_escape(said_text(move, "time"), review_page);
    buffer_string(review_page, "  ");
    text_escape(said_text(move, "version"), review_page);
    buffer_string(review_page, " -> ");
    text_escape(said_text(move, "to"), review_page);
    buffer_string(review_page, "  tier ");
    text_escape(said_text(move, "tier"), review_page);
    buffer_string(review_page, "  ");
    text_escape(said_text(move, "change"), review_page);
    buffer_string(review_page, " is ");
    text_escape(said_text(move, "words"), review_page);
    buffer_byte(review_page, '\n');
}

static void waiting_write(const struct value *waiting, struct buffer *review_page)
{
    for (size_t i = 0; i < value_count(waiting); i++)
        (value_get(value_at(waiting, i), TEXT("change")) ? cosigned_line : waiting_line)(
            value_at(waiting, i), review_page);
    if (!value_count(waiting))
        buffer_string(review_page, "nothing waits for a signature\n");
}

static bool cosigned_add(struct review *review, struct error *err)
{
    struct value moves;
    const struct text id = review->acting->id;
    if (!cosigned_find(review->acting, TEXT_NONE, &moves, err))
        return false;
    for (size_t i = 0; i < value_count(&moves); i++)
        if (!id.size ||
            (review->may_answer && !said_by(said_part(value_at(&moves, i), "signers"), id)))
            *LIST_ADD(review->acting->arena, &review->waiting) = *value_at(&moves, i);
    return true;
}

/* Is an answer of this person's one that is asked for at all? */
static bool review_role(struct review *review, struct error *err)
{
    static const enum role answering[] = {ROLE_RISK_OFFICER, ROLE_OWNER, ROLE_VALIDATOR};
    const struct value *identity;
    struct acting *acting = review->acting;
    review->may_answer = !acting->id.size;
    if (review->may_answer)
        return true;
    if (!registry_row(&acting->rows, "identity", acting->id, acting->arena, &identity, err))
        return false;
    if (!identity)
        return error_set(err, ERROR_USAGE, "nobody is called %.*s here; identity list shows who is",
                         TEXT_ARGS(acting->id));
    const struct value *roles = value_get(identity, TEXT("roles"));
    for (size_t i = 0; i < COUNT(answering); i++)
        review->may_answer |= said_among(roles, text_of(role_name(answering[i])));
    return true;
}

static bool waiting_review(struct acting *acting, bool json, struct error *err)
{
    struct review review = {.acting = acting};
    if (!review_role(&review, err))
        return false;
    const struct row_name all = {TEXT("version"), TEXT_NONE};
    const struct rows *rows = &acting->rows;
    if (!rows->walk(rows->keeper, all, (struct row_visit){version_see, &review}, err) ||
        !cosigned_add(&review, err))
        return false;
    const struct value waiting =
        value_of_list(acting->arena, review.waiting.at, review.waiting.count);
    return page_print(acting, &waiting, json, waiting_write, err);
}

static bool dossier_review(struct acting *acting, const struct value *request, bool json,
                           struct error *err)
{
    struct value dossier;
    struct asked_request asked;
    const struct value *found;
    return asked_request_read(request, &asked, err) &&
           answer_request(acting, &asked, &found, err) &&
           dossier_write(acting, found, &dossier, err) &&
           page_print(acting, &dossier, json, dossier_print, err);
}

static int review_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    const char *output = request_text(request, "output");
    const char *as = request_text(request, "as");
    const bool json = output && text_is(text_of(output), "json");
    const bool opened = request_text(request, "model")
                            ? acting_open_shown(session, request, &acting, err)
                            : acting_open_unsigned(session, request, STORE_READ, &acting, err);
    if (!opened)
        return operation_failed(err);
    acting.id = text_of(as ? as : session->setting(session->context, "OBSTAT_AS"));
    const bool shown = request_text(request, "model") ? dossier_review(&acting, request, json, err)
                                                      : waiting_review(&acting, json, err);
    acting_close(&acting);
    return shown ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation review_operation = {
    .name = "review",
    .summary = "what waits for a signature; with a version, all there is to know before signing",
    .details =
        "The list has requests, which are answered (obstat approve), and moves that some have\n"
        "signed and others sign by giving the same command: deprecate, retire, archive, hold.\n"
        "The dossier shows the sentence that would be signed, who has answered, the passes that\n"
        "were closest to failing, what changed since the version in production, earlier attempts,\n"
        "waivers and conditions. Nothing is judged anew.\n",
    .examples = "obstat review --as rita\nobstat review credit-default@2.3.0\n",
    .parameters = review_parameters,
    .run = review_run,
};
