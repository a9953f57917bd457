/* sweep: whatever time does to versions, done and told; for cron. */
#include "service/operations.h"
#include "service/sweeping.h"

#include "base/clock.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "report/escape.h"
#include "service/columns.h"
#include "service/record.h"
#include "service/said.h"

#include <stdlib.h>

enum {
    NEXT_SHOWN = 10,
    SWEEPERS = 1U << ROLE_OPERATOR | 1U << ROLE_CI | 1U << ROLE_OWNER | 1U << ROLE_RISK_OFFICER,
};

static const char *const sweep_formats[] = {"text", "json", NULL};

static struct text moment_words(int64_t moment, struct arena *arena)
{
    char moment_written[CLOCK_TEXT_SIZE];
    clock_write(moment, moment_written);
    return text_copy(arena, text_of(moment_written));
}

/* ---- what comes next ---- */

struct coming {
    const struct obligation *obligation;
    int64_t at; /* when it is told next */
};

struct comings LIST(struct coming);

static int coming_compare(const void *a, const void *b)
{
    const struct coming *one = a, *other = b;
    if (one->at != other->at)
        return one->at < other->at ? -1 : 1;
    const int names = text_compare(one->obligation->name, other->obligation->name);
    const int versions =
        names ? names : text_compare(one->obligation->version, other->obligation->version);
    return versions ? versions : text_compare(one->obligation->what, other->obligation->what);
}

static struct comings comings_of(const struct sweeping *sweeping)
{
    struct comings comings = {0};
    for (size_t i = 0; i < sweeping->obligations.count; i++) {
        const struct obligation *obligation = &sweeping->obligations.at[i];
        const int64_t at = notice_next(obligation->due, sweeping->moment);
        if (at < INT64_MAX)
            *LIST_ADD(sweeping->acting->arena, &comings) = (struct coming){obligation, at};
    }
    if (comings.count)
        qsort(comings.at, comings.count, sizeof *comings.at, coming_compare);
    return comings;
}

/* ---- told as a document ---- */

static struct value coming_value(const struct coming *coming, struct arena *arena)
{
    struct record told = record_in(arena);
    const struct obligation *obligation = coming->obligation;
    record_text(&told, "version",
                text_format(arena, "%.*s@%.*s", TEXT_ARGS(obligation->name),
                            TEXT_ARGS(obligation->version)));
    record_text(&told, "what", obligation->what);
    record_text(&told, "told", obligation->told);
    record_text(&told, "due", moment_words(obligation->due, arena));
    record_text(&told, "notice", moment_words(coming->at, arena));
    return record_map(&told);
}

static struct value kept_value(const struct ending *ending, struct arena *arena)
{
    struct record told = record_in(arena);
    record_text(
        &told, "version",
        text_format(arena, "%.*s@%.*s", TEXT_ARGS(ending->name), TEXT_ARGS(ending->version)));
    record_text(&told, "stage", text_of(stage_name(ending->from)));
    record_text(&told, "due", moment_words(ending->since, arena));
    record_text(&told, "because", ending->use);
    return record_map(&told);
}

static void sweep_json(const struct sweeping *sweeping, struct buffer *page)
{
    struct arena *arena = sweeping->acting->arena;
    struct values kept = {0}, next = {0};
    struct record told = record_in(arena);
    const struct comings comings = comings_of(sweeping);
    for (size_t i = 0; i < sweeping->endings.count; i++)
        if (sweeping->endings.at[i].use.size)
            *LIST_ADD(arena, &kept) = kept_value(&sweeping->endings.at[i], arena);
    for (size_t i = 0; i < comings.count; i++)
        *LIST_ADD(arena, &next) = coming_value(&comings.at[i], arena);
    record_text(&told, "obstat", TEXT("sweep/v1"));
    record_text(&told, "log", sweeping->acting->origin);
    record_text(&told, "moment", moment_words(sweeping->moment, arena));
    record_value(&told, "did", value_of_list(arena, sweeping->told.at, sweeping->told.count));
    record_value(&told, "kept", value_of_list(arena, kept.at, kept.count));
    record_value(&told, "next", value_of_list(arena, next.at, next.count));
    record_integer(&told, "refused", (int64_t)sweeping->refused);
    buffer_add(page, record_bytes(&told));
    buffer_byte(page, '\n');
}

/* ---- told to a person ---- */

static void step_print(const struct value *step, struct buffer *page)
{
    text_escape(said_text(step, "version"), page);
    if (text_is(said_text(step, "did"), "expire")) {
        buffer_format(page, ": %.*s -> %.*s, as it ended at %.*s",
                      TEXT_ARGS(said_text(step, "from")), TEXT_ARGS(said_text(step, "to")),
                      TEXT_ARGS(said_text(step, "due")));
    } else {
        const long long days = (long long)said_integer(step, "days");
        buffer_string(page, ": ");
        text_escape(said_text(step, "told"), page);
        buffer_format(page, ", %s %.*s", days ? "due" : "OVERDUE since",
                      TEXT_ARGS(said_text(step, "due")));
    }
    buffer_format(page, "   recorded: entry %lld\n", (long long)said_integer(step, "index"));
}

static void kept_print(const struct sweeping *sweeping, struct buffer *page)
{
    for (size_t i = 0; i < sweeping->endings.count; i++) {
        const struct ending *ending = &sweeping->endings.at[i];
        if (!ending->use.size)
            continue;
        buffer_format(page, "%.*s@%.*s: is past its end and stays %s: ", TEXT_ARGS(ending->name),
                      TEXT_ARGS(ending->version), stage_name(ending->from));
        text_escape(ending->use, page);
        buffer_byte(page, '\n');
    }
}

static void next_print(const struct sweeping *sweeping, struct buffer *page)
{
    struct arena *arena = sweeping->acting->arena;
    const struct comings comings = comings_of(sweeping);
    struct columns table = columns_in(arena, 4);
    if (!comings.count)
        return;
    buffer_string(page, "\nwhat is due next:\n");
    for (size_t i = 0; i < comings.count && i < NEXT_SHOWN; i++) {
        const struct obligation *obligation = comings.at[i].obligation;
        columns_cell(&table, moment_words(obligation->due, arena));
        columns_cell(&table, text_format(arena, "%.*s@%.*s", TEXT_ARGS(obligation->name),
                                         TEXT_ARGS(obligation->version)));
        columns_cell(&table, obligation->told);
        columns_cell(&table, text_format(arena, "told %.*s",
                                         TEXT_ARGS(moment_words(comings.at[i].at, arena))));
    }
    columns_write(&table, page);
    if (comings.count > NEXT_SHOWN)
        buffer_format(page, "and %zu more\n", comings.count - NEXT_SHOWN);
}

static void sweep_print(const struct sweeping *sweeping, struct buffer *page)
{
    for (size_t i = 0; i < sweeping->told.count; i++)
        step_print(&sweeping->told.at[i], page);
    kept_print(sweeping, page);
    if (!sweeping->told.count && !sweeping->refused)
        buffer_format(page, "nothing is to be done as of %.*s\n",
                      TEXT_ARGS(moment_words(sweeping->moment, sweeping->acting->arena)));
    next_print(sweeping, page);
}

/* ---- the command ---- */

static bool moment_read(struct sweeping *sweeping, const struct value *request, struct error *err)
{
    const char *now = request_text(request, "now");
    sweeping->moment = sweeping->acting->session->now;
    sweeping->ahead = now != NULL;
    if (now && !clock_read(text_of(now), &sweeping->moment))
        return error_set(err, ERROR_USAGE, "--now %s is no moment", now);
    return sweeping->moment >= sweeping->acting->session->now ||
           error_set(err, ERROR_USAGE, "--now %s is over: a sweep looks ahead, and never back",
                     now);
}

static bool sweep_asked(const struct sweeping *sweeping, struct error *err)
{
    size_t ends = 0;
    struct acting *acting = sweeping->acting;
    struct session *session = acting->session;
    for (size_t i = 0; i < sweeping->endings.count; i++)
        ends += !sweeping->endings.at[i].use.size;
    const struct refused refused = {.command = "sweep", .why = err};
    const struct inquiry inquiry = {&acting->rows, session->now, acting->arena};
    if (!ends && !sweeping->notices.count)
        return true;
    if (!registry_may(&inquiry, acting->id, &acting->signer.key, SWEEPERS, err))
        return moving_refused(acting, &refused);
    return session->confirm(
        session->context,
        text_format(
            acting->arena,
            "I, %.*s, sweep the log %.*s as of %.*s: %zu version%s reach%s the end, and %zu "
            "notice%s due",
            TEXT_ARGS(acting->id), TEXT_ARGS(acting->origin),
            TEXT_ARGS(moment_words(sweeping->moment, acting->arena)), ends, ends == 1 ? "" : "s",
            ends == 1 ? "es" : "", sweeping->notices.count,
            sweeping->notices.count == 1 ? " is" : "s are"),
        TEXT("sweep"), err);
}

static bool log_sweep(struct sweeping *sweeping, const struct value *request, struct error *err)
{
    const char *format = request_text(request, "output");
    struct acting *acting = sweeping->acting;
    struct buffer page = buffer_in(acting->arena, LIMIT_REPORT_SIZE);
    if (!moment_read(sweeping, request, err) || !sweeping_plan(sweeping, err) ||
        !sweep_asked(sweeping, err))
        return false;
    const bool done = sweeping_do(sweeping, err);
    if (format && text_is(text_of(format), "json"))
        sweep_json(sweeping, &page);
    else
        sweep_print(sweeping, &page);
    acting->session->print(acting->session->context, buffer_text(&page));
    return done;
}

static int sweep_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    struct sweeping sweeping = {.acting = &acting};
    if (!moving_open(session, request, "sweep", &acting, err))
        return operation_failed(err);
    const bool swept = log_sweep(&sweeping, request, err);
    acting_close(&acting);
    if (!swept)
        return operation_failed(err);
    return sweeping.refused ? error_status(sweeping.refusal.code) : STATUS_ALLOWED;
}

static const struct parameter sweep_parameters[] = {
    {"now", 0, PARAMETER_OPTION, 0, "TIME", "the moment to sweep for, now or later; now", NULL},
    {"output", 'o', PARAMETER_OPTION, 0, "FORMAT", "text or json", sweep_formats},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

const struct operation sweep_operation = {
    .name = "sweep",
    .summary = "do and tell what time does to versions: ends, reviews, waivers; for cron",
    .details =
        "A version in production whose time to live is over is deprecated, with notice; one whose\n"
        "sunset is over and that nobody uses is retired. Whatever falls due is told 30, 7 and 1\n"
        "days before and when it is overdue: ends, reviews, waivers, the conditions of approvals,\n"
        "approvals whose request still waits for others, and what emergencies, suspensions and\n"
        "rollbacks owe. Each notice is an entry of the log, so it is given once, and a webhook\n"
        "carries it on. A second run does nothing.\n"
        "\n"
        "With --now a sweep is made for a moment that is still to come; what is recorded names\n"
        "it. A machine (role ci) ends no life and gives no notice before its day: an owner, risk\n"
        "officer or operator sweeps ahead.\n"
        "\n"
        "Statuses: 0 done, 1 something was not let and is told; the rest was done.\n",
    .examples = "obstat sweep --as olga --sign olga.key\n"
                "17 * * * *  obstat sweep --dir /srv/models/.obstat --sign /etc/obstat/sweep.key\n",
    .parameters = sweep_parameters,
    .run = sweep_run,
};
