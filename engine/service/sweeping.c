#include "service/sweeping.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/annotating.h"
#include "service/record.h"
#include "service/said.h"

enum { DAY_SECONDS = 24 * 60 * 60 };

static bool moment_of(const struct value *row, const char *name, int64_t *out)
{
    return clock_read(said_text(row, name), out);
}

/* ---- which versions end ---- */

/* Who uses it still: an endpoint, or a consumer who has not said that they are gone. */
static struct text use_left(const struct value *version, struct arena *arena)
{
    const struct value *endpoints = value_present(version, TEXT("endpoints"));
    const struct value *consumers = value_present(version, TEXT("consumers"));
    if (value_count(endpoints))
        return text_format(arena, "endpoint %.*s serves it",
                           TEXT_ARGS(said_text(value_at(endpoints, 0), "endpoint")));
    for (size_t i = 0; i < value_count(consumers); i++)
        if (!value_present(value_at(consumers, i), TEXT("acknowledged")))
            return text_format(arena, "consumer %.*s has not acknowledged its end",
                               TEXT_ARGS(said_text(value_at(consumers, i), "id")));
    return TEXT_NONE;
}

static bool lifecycle_of(struct acting *acting, enum lifecycle *out, struct error *err)
{
    const struct value *origin;
    return registry_row(&acting->rows, "log", TEXT("origin"), acting->arena, &origin, err) &&
           (lifecycle_read(said_text(origin, "lifecycle"), out) ||
            error_set(err, ERROR_INTEGRITY, "the origin of the log pins no lifecycle"));
}

/* What the table lets expire is tried in its order; the guard of the log decides. */
static const struct transition *end_of(enum lifecycle lifecycle, enum stage from)
{
    for (size_t i = 0; i < transition_count; i++)
        if (transitions[i].move == MOVE_EXPIRE && transitions[i].from == from &&
            transitions[i].lifecycles & 1U << lifecycle)
            return &transitions[i];
    return NULL;
}

struct ending_search {
    struct sweeping *sweeping;
    enum lifecycle lifecycle;
};

static bool ending_see(void *context, const struct value *version, struct error *err)
{
    int64_t end;
    enum stage from;
    struct ending_search *search = context;
    struct sweeping *sweeping = search->sweeping;
    struct arena *arena = sweeping->acting->arena;
    if (!said_stage(version, "stage", &from))
        return error_set(err, ERROR_INTEGRITY, "%.*s@%.*s stands in a stage that there is none",
                         TEXT_ARGS(said_text(version, "name")),
                         TEXT_ARGS(said_text(version, "version")));
    const struct transition *row = end_of(search->lifecycle, from);
    if (!row || !moment_of(version, from == STAGE_DEPRECATED ? "sunset" : "expires", &end) ||
        sweeping->moment <= end)
        return true;
    *LIST_ADD(arena, &sweeping->endings) = (struct ending){
        .name = text_copy(arena, said_text(version, "name")),
        .version = text_copy(arena, said_text(version, "version")),
        .from = from,
        .to = row->to,
        .since = end,
        .use = row->guards & 1U << GUARD_IDLE ? use_left(version, arena) : TEXT_NONE,
    };
    return true;
}

/* ---- which notices are due ---- */

/* As keys of rows have it: what would end it is written %2F and %25. */
static struct text what_escaped(struct text what, struct arena *arena)
{
    const struct text key = registry_source_key("", what, arena);
    return text_part(key, 1, key.size - 2);
}

static bool notice_given(const struct sweeping *sweeping, const struct obligation *obligation,
                         enum notice notice, bool *given, struct error *err)
{
    const struct value *row;
    struct acting *acting = sweeping->acting;
    const struct text key = text_format(
        acting->arena, "%.*s@%.*s/%.*s/%.*s", TEXT_ARGS(obligation->name),
        TEXT_ARGS(obligation->version), TEXT_ARGS(what_escaped(obligation->what, acting->arena)),
        TEXT_ARGS(notice_words(obligation->due, notice, acting->arena)));
    if (!registry_row(&acting->rows, "notice", key, acting->arena, &row, err))
        return false;
    *given = row != NULL;
    return true;
}

static bool notices_find(struct sweeping *sweeping, struct error *err)
{
    for (size_t i = 0; i < sweeping->obligations.count; i++) {
        bool given = true;
        const struct obligation *obligation = &sweeping->obligations.at[i];
        const enum notice notice = obligation_notice(obligation, sweeping->moment);
        if (notice == NOTICE_NONE)
            continue;
        if (!notice_given(sweeping, obligation, notice, &given, err))
            return false;
        if (!given)
            *LIST_ADD(sweeping->acting->arena, &sweeping->notices) =
                (struct due_notice){obligation, notice};
    }
    return true;
}

bool sweeping_plan(struct sweeping *sweeping, struct error *err)
{
    struct ending_search search = {.sweeping = sweeping};
    sweeping->endings = (struct endings){0};
    sweeping->notices = (struct due_notices){0};
    return lifecycle_of(sweeping->acting, &search.lifecycle, err) &&
           obligations_find(sweeping->acting, (struct obliged_visit){ending_see, &search},
                            &sweeping->obligations, err) &&
           notices_find(sweeping, err);
}

/* ---- doing it ---- */

/* What the log does not let is told, and the sweep goes on: one version must not keep the others.
 * Anything else ends it. */
static bool step_failed(struct sweeping *sweeping, const struct error *failure, struct error *err)
{
    struct session *session = sweeping->acting->session;
    if (!refusal_due(failure)) {
        *err = *failure;
        return false;
    }
    session->complain(session->context, failure);
    if (sweeping->refused++ == 0)
        sweeping->refusal = *failure;
    return true;
}

static void time_record(struct record *told, const char *name, int64_t moment)
{
    char moment_written[CLOCK_TEXT_SIZE];
    clock_write(moment, moment_written);
    record_text(told, name, text_copy(told->arena, text_of(moment_written)));
}

static struct record step_told(const struct sweeping *sweeping, const char *what, struct text name,
                               struct text version)
{
    struct record told = record_in(sweeping->acting->arena);
    record_text(&told, "did", text_of(what));
    record_text(
        &told, "version",
        text_format(sweeping->acting->arena, "%.*s@%.*s", TEXT_ARGS(name), TEXT_ARGS(version)));
    return told;
}

static int64_t sunset_from(const struct sweeping *sweeping, const struct moving *moving)
{
    const struct text tier = said_text(moving->row, "tier");
    const bool high =
        !text_is(tier, tier_name(TIER_LIMITED)) && !text_is(tier, tier_name(TIER_MINIMAL));
    return sweeping->moment +
           (int64_t)(high ? LIMIT_NOTICE_DAYS_HIGH : LIMIT_NOTICE_DAYS) * DAY_SECONDS;
}

static bool version_end(struct sweeping *sweeping, const struct ending *ending, struct error *err)
{
    struct moving moving;
    struct recorded recorded;
    struct error failure = {0};
    struct acting *acting = sweeping->acting;
    const char *key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(ending->name), TEXT_ARGS(ending->version))
            .at;
    if (!moving_begin(acting, key, MOVE_EXPIRE, &moving, err))
        return false;
    moving.to = ending->to;
    moving.unasked = true;
    moving.moment = sweeping->ahead ? sweeping->moment : 0;
    moving.sunset = ending->to == STAGE_DEPRECATED ? sunset_from(sweeping, &moving) : 0;
    if (!moving_record(acting, &moving, &recorded, &failure))
        return step_failed(sweeping, &failure, err);
    struct record told = step_told(sweeping, "expire", ending->name, ending->version);
    record_text(&told, "from", text_of(stage_name(ending->from)));
    record_text(&told, "to", text_of(stage_name(ending->to)));
    time_record(&told, "due", ending->since);
    record_integer(&told, "index", (int64_t)recorded.index);
    *LIST_ADD(acting->arena, &sweeping->told) = record_map(&told);
    return true;
}

static bool notice_give(struct sweeping *sweeping, const struct due_notice *due, struct error *err)
{
    struct recorded recorded;
    struct error failure = {0};
    struct acting *acting = sweeping->acting;
    const struct obligation *obligation = due->obligation;
    const struct annotation annotation = {
        .change = "notice",
        .asked = {obligation->name, obligation->version},
        .key = obligation->what,
        .value = notice_words(obligation->due, due->notice, acting->arena),
    };
    if (!annotation_record(acting, &annotation, "sweep", &recorded, &failure))
        return step_failed(sweeping, &failure, err);
    struct record told = step_told(sweeping, "notice", obligation->name, obligation->version);
    record_text(&told, "what", obligation->what);
    record_text(&told, "told", obligation->told);
    time_record(&told, "due", obligation->due);
    record_integer(&told, "days", notice_days(due->notice));
    record_integer(&told, "index", (int64_t)recorded.index);
    *LIST_ADD(acting->arena, &sweeping->told) = record_map(&told);
    return true;
}

bool sweeping_do(struct sweeping *sweeping, struct error *err)
{
    const struct endings endings = sweeping->endings;
    for (size_t i = 0; i < endings.count; i++)
        if (!endings.at[i].use.size && !version_end(sweeping, &endings.at[i], err))
            return false;
    if (endings.count && !sweeping_plan(sweeping, err))
        return false;
    for (size_t i = 0; i < sweeping->notices.count; i++)
        if (!notice_give(sweeping, &sweeping->notices.at[i], err))
            return false;
    return true;
}
