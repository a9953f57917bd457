#include "service/version_status.h"

#include "service/answer.h"
#include "service/cosigned.h"
#include "service/record.h"
#include "service/said.h"
#include "service/version_life.h"

#include "base/clock.h"

/* by, name, time and index of whoever signed the row. */
static bool signer_record(struct acting *acting, const struct value *row, struct record *out,
                          struct error *err)
{
    struct text name;
    const struct text by = said_text(row, "by");
    if (!acting_name(acting, by, &name, err))
        return false;
    record_text(out, "by", by);
    record_text(out, "name", name);
    record_text(out, "time", said_text(row, "time"));
    record_maybe(out, "index", value_get(row, TEXT("index")));
    return true;
}

static bool words_record(struct acting *acting, const struct value *row, const char *name,
                         struct record *out, struct error *err)
{
    struct text words;
    if (!acting_words(acting, said_text(row, name), &words, err))
        return false;
    record_text(out, name, words);
    return true;
}

/* ---- answers and requests ---- */

static bool conditions_value(struct acting *acting, const struct value *conditions,
                             struct value *out, struct error *err)
{
    struct values told = {0};
    for (size_t i = 0; i < value_count(conditions); i++) {
        struct record condition = record_in(acting->arena);
        if (!words_record(acting, value_at(conditions, i), "text", &condition, err))
            return false;
        record_text(&condition, "due", said_text(value_at(conditions, i), "due"));
        *LIST_ADD(acting->arena, &told) = record_map(&condition);
    }
    *out = value_of_list(acting->arena, told.at, told.count);
    return true;
}

static bool answer_value(struct acting *acting, const struct value *answer, struct value *out,
                         struct error *err)
{
    static const char *const kept_members[] = {"answer", "role", "meaning", "expires"};
    int64_t given;
    struct text remark, void_since;
    struct value conditions;
    struct record told = record_in(acting->arena);
    const int64_t index = said_integer(answer, "index");
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    if (!clock_read(said_text(answer, "time"), &given))
        given = CLOCK_LAST;
    for (size_t i = 0; i < COUNT(kept_members); i++)
        record_text(&told, kept_members[i], said_text(answer, kept_members[i]));
    if (!signer_record(acting, answer, &told, err) ||
        !registry_void(&inquiry, said_text(answer, "by"), given, &void_since, err) ||
        !words_record(acting, answer, "reason", &told, err) ||
        !acting_remark(acting, (uint64_t)index, &remark, err) ||
        !conditions_value(acting, value_get(answer, TEXT("conditions")), &conditions, err))
        return false;
    record_text(&told, "remark", remark);
    record_text(&told, "void_since", void_since);
    record_value(&told, "conditions", conditions);
    *out = record_map(&told);
    return true;
}

static bool request_value(struct acting *acting, struct text id, struct value *out,
                          struct error *err)
{
    bool has_way;
    const struct value *request;
    struct standing standing;
    struct values answers = {0}, lacks = {0};
    struct record told = record_in(acting->arena);
    if (!registry_row(&acting->rows, "request", id, acting->arena, &request, err) ||
        !answer_standing(acting, request, &standing, err))
        return false;
    const struct value *transition = value_get(request, TEXT("transition"));
    const struct value *given_answers = value_get(request, TEXT("answers"));
    for (size_t i = 0; i < value_count(given_answers); i++)
        if (!answer_value(acting, value_at(given_answers, i), LIST_ADD(acting->arena, &answers),
                          err))
            return false;
    for (size_t i = 0; i < standing.lacks.count; i++)
        *LIST_ADD(acting->arena, &lacks) = value_of_text(standing.lacks.at[i]);
    if (!answer_way(acting, request, &has_way, err))
        return false;
    record_text(&told, "id", id);
    record_text(&told, "stuck", has_way ? TEXT_NONE : answer_wayless(request, acting->arena));
    record_text(&told, "from", said_text(transition, "from"));
    record_text(&told, "to", said_text(transition, "to"));
    record_integer(&told, "needed", (int64_t)standing.needed);
    record_integer(&told, "lacking", (int64_t)standing.lacking);
    record_value(&told, "lacks", value_of_list(acting->arena, lacks.at, lacks.count));
    record_value(&told, "answers", value_of_list(acting->arena, answers.at, answers.count));
    *out = record_map(&told);
    return true;
}

static bool requests_value(struct acting *acting, const struct value *open_requests,
                           struct value *out, struct error *err)
{
    struct values requests = {0};
    for (size_t i = 0; i < value_count(open_requests); i++)
        if (!request_value(acting, value_text(value_at(open_requests, i)),
                           LIST_ADD(acting->arena, &requests), err))
            return false;
    *out = value_of_list(acting->arena, requests.at, requests.count);
    return true;
}

/* ---- the last decision, and waivers ---- */

/* How the request that the decision opened or joined was closed; NULL where it is open, or where
 * there was none. */
static bool closing_find(struct acting *acting, const struct value *decision,
                         const struct value **out, struct error *err)
{
    const struct value *request;
    const struct text joined = said_text(decision, "request");
    if (!registry_row(&acting->rows, "request", joined.size ? joined : said_text(decision, "id"),
                      acting->arena, &request, err))
        return false;
    *out = value_present(request, TEXT("closed"));
    return true;
}

static bool closing_value(struct acting *acting, const struct value *decision, struct value *out,
                          struct error *err)
{
    const struct value *closed;
    struct record told = record_in(acting->arena);
    if (!closing_find(acting, decision, &closed, err))
        return false;
    *out = value_of_null();
    if (!closed)
        return true;
    record_text(&told, "how", said_text(closed, "how"));
    if (!signer_record(acting, closed, &told, err))
        return false;
    *out = record_map(&told);
    return true;
}

static bool decision_value(struct acting *acting, struct text id, struct value *out,
                           struct error *err)
{
    struct value closed;
    const struct value *decision = NULL;
    *out = value_of_null();
    if (id.size == 0)
        return true;
    struct record told = record_in(acting->arena);
    if (!registry_row(&acting->rows, "decision", id, acting->arena, &decision, err) ||
        !signer_record(acting, decision, &told, err) ||
        !closing_value(acting, decision, &closed, err))
        return false;
    const struct value *transition = value_get(decision, TEXT("transition"));
    record_text(&told, "id", id);
    record_text(&told, "verdict", said_text(decision, "verdict"));
    record_maybe(&told, "status", value_get(decision, TEXT("status")));
    record_text(&told, "from", said_text(transition, "from"));
    record_text(&told, "to", said_text(transition, "to"));
    record_value(&told, "closed", closed);
    *out = record_map(&told);
    return true;
}

struct waivers_seen {
    struct acting *acting;
    struct values waivers;
};

static bool waiver_see(void *context, struct row_name waiver_named, struct text waiver_document,
                       struct error *err)
{
    static const char *const kept[] = {"policy", "stage", "until"};
    struct waivers_seen *seen = context;
    struct acting *acting = seen->acting;
    const struct value *waiver;
    struct record told = record_in(acting->arena);
    (void)waiver_document;
    if (!registry_row(&acting->rows, "waiver", text_copy(acting->arena, waiver_named.key),
                      acting->arena, &waiver, err))
        return false;
    for (size_t i = 0; i < COUNT(kept); i++)
        record_text(&told, kept[i], said_text(waiver, kept[i]));
    if (!signer_record(acting, waiver, &told, err) ||
        !words_record(acting, waiver, "reason", &told, err))
        return false;
    *LIST_ADD(acting->arena, &seen->waivers) = record_map(&told);
    return true;
}

static bool waivers_value(struct acting *acting, const struct value *version, struct value *out,
                          struct error *err)
{
    struct waivers_seen seen = {.acting = acting};
    const struct row_name waiver_prefix = {TEXT("waiver"),
                                           text_format(acting->arena, "%.*s@%.*s/",
                                                       TEXT_ARGS(said_text(version, "name")),
                                                       TEXT_ARGS(said_text(version, "version")))};
    if (!acting->rows.walk(acting->rows.keeper, waiver_prefix,
                           (struct row_visit){waiver_see, &seen}, err))
        return false;
    *out = value_of_list(acting->arena, seen.waivers.at, seen.waivers.count);
    return true;
}

/* ---- in a line ---- */

static bool lacks_value(struct acting *acting, struct text id, struct value *out, struct error *err)
{
    bool has_way;
    const struct value *request;
    struct standing standing;
    struct values lacks = {0};
    struct record told = record_in(acting->arena);
    if (!registry_row(&acting->rows, "request", id, acting->arena, &request, err) ||
        !answer_standing(acting, request, &standing, err) ||
        !answer_way(acting, request, &has_way, err))
        return false;
    for (size_t i = 0; i < standing.lacks.count && has_way; i++)
        *LIST_ADD(acting->arena, &lacks) = value_of_text(standing.lacks.at[i]);
    if (!has_way)
        *LIST_ADD(acting->arena, &lacks) = value_of_text(
            text_format(acting->arena, "nothing that would help: it cannot move from %.*s",
                        TEXT_ARGS(said_text(value_get(request, TEXT("transition")), "from"))));
    record_value(&told, "lacks", value_of_list(acting->arena, lacks.at, lacks.count));
    *out = record_map(&told);
    return true;
}

static bool decision_brief(struct acting *acting, struct text id, struct value *out,
                           struct error *err)
{
    const struct value *closed, *decision;
    struct record told = record_in(acting->arena);
    *out = value_of_null();
    if (id.size == 0)
        return true;
    if (!registry_row(&acting->rows, "decision", id, acting->arena, &decision, err) ||
        !closing_find(acting, decision, &closed, err))
        return false;
    record_text(&told, "verdict", said_text(decision, "verdict"));
    record_text(&told, "to", said_text(value_get(decision, TEXT("transition")), "to"));
    record_text(&told, "time", said_text(decision, "time"));
    if (closed) {
        struct record closing = record_in(acting->arena);
        record_text(&closing, "how", said_text(closed, "how"));
        record_value(&told, "closed", record_map(&closing));
    }
    *out = record_map(&told);
    return true;
}

bool version_brief(struct acting *acting, const struct value *version, struct value *out,
                   struct error *err)
{
    static const char *const kept[] = {"name", "version", "stage", "tier", "owner"};
    struct value decision;
    struct values requests = {0};
    struct record told = record_in(acting->arena);
    const struct value *open_requests = value_get(version, TEXT("open"));
    for (size_t i = 0; i < COUNT(kept); i++)
        record_text(&told, kept[i], said_text(version, kept[i]));
    for (size_t i = 0; i < value_count(open_requests); i++)
        if (!lacks_value(acting, value_text(value_at(open_requests, i)),
                         LIST_ADD(acting->arena, &requests), err))
            return false;
    if (!decision_brief(acting, said_text(version, "decision"), &decision, err))
        return false;
    record_value(&told, "decision", decision);
    record_value(&told, "requests", value_of_list(acting->arena, requests.at, requests.count));
    *out = record_map(&told);
    return true;
}

/* ---- whole ---- */

bool version_status(struct acting *acting, const struct value *version, struct value *out,
                    struct error *err)
{
    static const char *const kept[] = {"name",  "version",  "stage",   "tier",
                                       "owner", "artifact", "listing", "manifest"};
    struct value decision, requests, waivers, cosigned;
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(said_text(version, "name")),
                    TEXT_ARGS(said_text(version, "version")));
    struct record told = record_in(acting->arena), registered = record_in(acting->arena);
    for (size_t i = 0; i < COUNT(kept); i++)
        record_text(&told, kept[i], said_text(version, kept[i]));
    if (!signer_record(acting, version, &registered, err) ||
        !decision_value(acting, said_text(version, "decision"), &decision, err) ||
        !requests_value(acting, value_get(version, TEXT("open")), &requests, err) ||
        !waivers_value(acting, version, &waivers, err) ||
        !cosigned_find(acting, version_key, &cosigned, err) ||
        !version_life_record(acting, version, &told, err))
        return false;
    record_maybe(&told, "authors", value_get(version, TEXT("authors")));
    record_maybe(&told, "recorders", value_get(version, TEXT("recorders")));
    record_value(&told, "registered", record_map(&registered));
    record_value(&told, "decision", decision);
    record_value(&told, "requests", requests);
    record_value(&told, "cosigned", cosigned);
    record_value(&told, "waivers", waivers);
    *out = record_map(&told);
    return true;
}
