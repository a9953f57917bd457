/* Which request an answer is to: the one that was named, else the one that is open. */
#include "service/answer.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/moving.h"
#include "service/said.h"

#include <string.h>

enum { DAY_SECONDS = 24 * 60 * 60, PREFIX_LEAST = 8, PREFIX_MOST = 64, PREFIX_SHOWN = 16 };

/* The version and its requests, as one command looks for the one that is meant. */
struct asking {
    struct acting *acting;
    const struct asked_request *asked;
    const struct value *version;
    struct text version_key;
    const char *command;               /* "approve" or "request", of who is going to sign         */
    const struct value *found;         /* that is meant                                           */
    const struct value *changed;       /* the last to the same stage that asked for other inputs  */
    const struct value *changed_other; /* the same, of those that somebody else had opened        */
    bool several;                      /* the prefix is that of more than one                     */
};

bool asked_request_read(const struct value *request, struct asked_request *out, struct error *err)
{
    const char *words = request_text(request, "request");
    struct asked_request asked = {.to = STAGE_PRODUCTION};
    if (!asked_version_read(request_text(request, "model"), &asked.version, err) ||
        !asked_stage(request, &asked.to, err))
        return false;
    const struct text id = text_of(words), mark = TEXT("sha256:");
    asked.prefix = text_starts(id, mark) ? text_part(id, mark.size, id.size) : id;
    if (words && (asked.prefix.size < PREFIX_LEAST || asked.prefix.size > PREFIX_MOST ||
                  strspn(asked.prefix.at, "0123456789abcdef") != asked.prefix.size))
        return error_set(err, ERROR_USAGE,
                         "--request %s: the id of a request is wanted, sha256:..., or its first %d "
                         "hex digits or more",
                         words, PREFIX_LEAST);
    *out = asked;
    return true;
}

static bool request_find(const struct asking *asking, struct text request_id,
                         const struct value **out, struct error *err)
{
    struct acting *acting = asking->acting;
    return registry_row(&acting->rows, "request", request_id, acting->arena, out, err);
}

/* ---- of those that are open ---- */

/* The one that has a way, before one that nobody's signature moves; of several the one from where
 * the version stands: what an emergency went ahead of stays open. */
static bool open_weigh(const struct asking *asking, const struct value *request, int *weight,
                       struct error *err)
{
    bool has_way;
    const struct value *way = value_get(request, TEXT("transition"));
    if (!answer_way(asking->acting, request, &has_way, err))
        return false;
    *weight =
        1 + 2 * has_way + text_equal(said_text(way, "from"), said_text(asking->version, "stage"));
    return true;
}

static bool open_find(struct asking *asking, struct error *err)
{
    const struct value *open_requests = value_get(asking->version, TEXT("open"));
    int found_weight = 0;
    for (size_t i = 0; i < value_count(open_requests); i++) {
        int weight;
        const struct value *request;
        if (!request_find(asking, value_text(value_at(open_requests, i)), &request, err) ||
            !open_weigh(asking, request, &weight, err))
            return false;
        const struct text to = said_text(value_get(request, TEXT("transition")), "to");
        if (!text_is(to, stage_name(asking->asked->to)) || weight < found_weight)
            continue;
        asking->found = request;
        found_weight = weight;
    }
    return true;
}

/* The request that the last decision on the version opened or joined. */
static bool last_find(struct asking *asking, struct error *err)
{
    const struct value *decision, *request = NULL;
    struct acting *acting = asking->acting;
    const struct text id = said_text(asking->version, "decision");
    if (asking->found || !id.size)
        return true;
    if (!registry_row(&acting->rows, "decision", id, acting->arena, &decision, err))
        return false;
    const struct text joined = said_text(decision, "request");
    if (!request_find(asking, joined.size ? joined : id, &request, err))
        return false;
    if (text_is(said_text(value_get(request, TEXT("transition")), "to"),
                stage_name(asking->asked->to)))
        asking->found = request;
    return true;
}

/* ---- of all that there were ---- */

struct asking_walk {
    struct asking *asking;
    bool (*visit)(struct asking *asking, const struct value *request, struct error *err);
};

/* A request has the id of the decision that opened it. */
static bool event_see(void *context, struct row_name name, struct text document, struct error *err)
{
    const struct asking_walk *walk = context;
    const struct value *event, *request = NULL;
    struct acting *acting = walk->asking->acting;
    (void)document;
    if (!registry_row(&acting->rows, "history", text_copy(acting->arena, name.key), acting->arena,
                      &event, err))
        return false;
    if (!text_is(said_text(event, "kind"), "decision"))
        return true;
    return request_find(walk->asking, said_text(event, "id"), &request, err) &&
           (!request || walk->visit(walk->asking, request, err));
}

static bool requests_walk(struct asking *asking,
                          bool (*visit)(struct asking *, const struct value *, struct error *),
                          struct error *err)
{
    struct acting *acting = asking->acting;
    struct asking_walk walk = {asking, visit};
    const struct row_name mine = {
        TEXT("history"), text_format(acting->arena, "%.*s/", TEXT_ARGS(asking->version_key))};
    return acting->rows.walk(acting->rows.keeper, mine, (struct row_visit){event_see, &walk}, err);
}

static bool named_see(struct asking *asking, const struct value *request, struct error *err)
{
    const struct text id = said_text(request, "id"), mark = TEXT("sha256:");
    (void)err;
    if (!text_starts(text_part(id, mark.size, id.size), asking->asked->prefix))
        return true;
    asking->several |= asking->found != NULL;
    asking->found = request;
    return true;
}

/* Closed ones count too: an id must not come to mean another request than it was read from. */
static bool named_find(struct asking *asking, struct error *err)
{
    const struct text prefix = asking->asked->prefix;
    if (!requests_walk(asking, named_see, err))
        return false;
    if (asking->several)
        return error_set(err, ERROR_USAGE,
                         "several requests on %.*s begin with %.*s: give the whole id",
                         TEXT_ARGS(asking->version_key), TEXT_ARGS(prefix));
    if (!asking->found)
        return error_set(err, ERROR_USAGE,
                         "there is no request %.*s on %.*s; obstat review shows "
                         "what waits",
                         TEXT_ARGS(prefix), TEXT_ARGS(asking->version_key));
    const struct text to = said_text(value_get(asking->found, TEXT("transition")), "to");
    return text_is(to, stage_name(asking->asked->to)) ||
           error_set(err, ERROR_USAGE, "the request %.*s is on %.*s -> %.*s, and not -> %s",
                     TEXT_ARGS(prefix), TEXT_ARGS(asking->version_key), TEXT_ARGS(to),
                     stage_name(asking->asked->to));
}

static bool asking_begin(struct acting *acting, const struct asked_request *asked,
                         struct asking *out, struct error *err)
{
    struct asked_version meant = asked->version;
    *out = (struct asking){.acting = acting, .asked = asked};
    if (!asked_version_resolve(acting, &meant, err))
        return false;
    out->version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(meant.name), TEXT_ARGS(meant.version));
    return registry_row(&acting->rows, "version", out->version_key, acting->arena, &out->version,
                        err) &&
           (out->version || version_unknown(acting, out->version_key, err));
}

static bool asking_end(struct asking *asking, struct error *err)
{
    if (asking->asked->prefix.size)
        return named_find(asking, err);
    if (!open_find(asking, err) || !last_find(asking, err))
        return false;
    return asking->found ||
           error_set(err, ERROR_REFUSED,
                     "nothing waits for a signature on %.*s -> %s; obstat status %.*s says why",
                     TEXT_ARGS(asking->version_key), stage_name(asking->asked->to),
                     TEXT_ARGS(asking->version_key));
}

bool answer_request(struct acting *acting, const struct asked_request *asked,
                    const struct value **request, struct error *err)
{
    struct asking asking;
    if (!asking_begin(acting, asked, &asking, err) || !asking_end(&asking, err))
        return false;
    *request = asking.found;
    return true;
}

/* ---- whose inputs they are ---- */

/* Moves of the version and answers close requests too; who decides anew takes the place of who
 * asked. */
static bool decision_closed(const struct asking *asking, const struct value *closed, bool *out,
                            struct error *err)
{
    const struct value *event;
    struct acting *acting = asking->acting;
    const struct text key =
        text_format(acting->arena, "%.*s/%016lld", TEXT_ARGS(asking->version_key),
                    (long long)said_integer(closed, "index"));
    if (!registry_row(&acting->rows, "history", key, acting->arena, &event, err))
        return false;
    *out = text_is(said_text(event, "kind"), "decision");
    return true;
}

/* The same inputs under the same set may be asked for from wherever the version stands. */
static bool asks_alike(const struct value *request, const struct value *found)
{
    static const struct text bound[] = {
        {"artifact", 8}, {"listing", 7}, {"manifest", 8}, {"evidence", 8}, {"policies", 8}};
    bool alike = true;
    for (size_t i = 0; i < COUNT(bound); i++) {
        const struct value *one = value_present(request, bound[i]),
                           *other = value_present(found, bound[i]);
        alike = alike && (one && other ? value_equal(one, other) : one == other);
    }
    return alike;
}

static bool changed_see(struct asking *asking, const struct value *request, struct error *err)
{
    bool by_decision;
    int64_t moment;
    const struct value *closed = value_present(request, TEXT("closed"));
    const struct text to = said_text(value_get(request, TEXT("transition")), "to");
    const int64_t since =
        asking->acting->session->now - (int64_t)LIMIT_SUPERSEDED_DAYS * DAY_SECONDS;
    if (!closed || !text_is(to, stage_name(asking->asked->to)) ||
        asks_alike(request, asking->found) || !clock_read(said_text(closed, "time"), &moment) ||
        moment < since)
        return true;
    if (!decision_closed(asking, closed, &by_decision, err))
        return false;
    asking->changed = request;
    const struct text opener = said_text(asking->found, "by");
    if (!text_equal(said_text(request, "by"), opener) ||
        (by_decision && !text_equal(said_text(closed, "by"), opener)))
        asking->changed_other = request;
    return true;
}

static struct text changed_words(const struct asking *asking, const struct value *changed)
{
    const struct value *closed = value_get(changed, TEXT("closed"));
    return text_format(
        asking->acting->arena,
        "the inputs of %.*s -> %s changed at entry %lld, by %.*s: the request of entry %lld, by "
        "%.*s, was %.*s",
        TEXT_ARGS(asking->version_key), stage_name(asking->asked->to),
        (long long)said_integer(closed, "index"), TEXT_ARGS(said_text(closed, "by")),
        (long long)said_integer(changed, "index"), TEXT_ARGS(said_text(changed, "by")),
        TEXT_ARGS(said_text(closed, "how")));
}

/* The command that names a request, but for its id. */
static struct text naming_words(const struct asking *asking)
{
    return text_format(asking->acting->arena, "obstat %s %.*s --to %s --request", asking->command,
                       TEXT_ARGS(asking->version_key), stage_name(asking->asked->to));
}

/* As much of the id as a sentence has room for: where that is another's too, it is refused. */
static struct text id_words(struct text request_id)
{
    const struct text mark = TEXT("sha256:");
    const struct text digits = text_part(request_id, mark.size, request_id.size);
    return text_part(digits, 0, digits.size < PREFIX_SHOWN ? digits.size : PREFIX_SHOWN);
}

/* Of open ones that differ in what they ask for, the one that weighs most may not be the one that
 * was looked at: an emergency's stays open while others are asked for. What nobody's signature
 * moves is mistaken for none. */
static bool only_one_open(const struct asking *asking, struct error *err)
{
    bool differ = false;
    struct text told = TEXT_NONE;
    const struct value *open_requests = value_get(asking->version, TEXT("open"));
    for (size_t i = 0; i < value_count(open_requests); i++) {
        bool has_way;
        const struct value *request;
        if (!request_find(asking, value_text(value_at(open_requests, i)), &request, err) ||
            !answer_way(asking->acting, request, &has_way, err))
            return false;
        const struct text to = said_text(value_get(request, TEXT("transition")), "to");
        if (!has_way || !text_is(to, stage_name(asking->asked->to)))
            continue;
        differ |= !asks_alike(request, asking->found);
        told = text_format(
            asking->acting->arena, "%.*s%s %.*s (entry %lld, by %.*s)", TEXT_ARGS(told),
            told.size ? " or --request" : "", TEXT_ARGS(id_words(said_text(request, "id"))),
            (long long)said_integer(request, "index"), TEXT_ARGS(said_text(request, "by")));
    }
    return !differ ||
           error_set(err, ERROR_GUARD,
                     "several requests of other inputs are open on %.*s -> %s; name the one that "
                     "you looked at: %.*s%.*s",
                     TEXT_ARGS(asking->version_key), stage_name(asking->asked->to),
                     TEXT_ARGS(naming_words(asking)), TEXT_ARGS(told));
}

bool answer_request_meant(struct acting *acting, const struct asked_request *asked,
                          const char *command, const struct value **request, struct error *err)
{
    struct asking asking;
    if (!asking_begin(acting, asked, &asking, err) ||
        !(asked->prefix.size || asked_version_firm(acting, &asked->version, err)) ||
        !asking_end(&asking, err))
        return false;
    asking.command = command;
    *request = asking.found;
    if (asked->prefix.size || value_present(asking.found, TEXT("closed")))
        return true;
    if (!only_one_open(&asking, err) || !requests_walk(&asking, changed_see, err))
        return false;
    if (asking.changed_other)
        return error_set(err, ERROR_GUARD,
                         "%.*s; look at what is open now (obstat review %.*s --to %s) and name it: "
                         "%.*s %.*s",
                         TEXT_ARGS(changed_words(&asking, asking.changed_other)),
                         TEXT_ARGS(asking.version_key), stage_name(asked->to),
                         TEXT_ARGS(naming_words(&asking)),
                         TEXT_ARGS(said_text(asking.found, "id")));
    if (asking.changed) {
        struct error told = {0};
        (void)!error_set(&told, ERROR_GUARD,
                         "%.*s; what is signed now is the request of entry %lld",
                         TEXT_ARGS(changed_words(&asking, asking.changed)),
                         (long long)said_integer(asking.found, "index"));
        acting->session->complain(acting->session->context, &told);
    }
    return true;
}
