#include "service/version_life.h"
#include "service/said.h"

#include "report/escape.h"

static const char *const life_members[] = {
    "release",   "ttl_days",  "created", "expires",   "review_due", "moved",
    "before",    "suspended", "sunset",  "successor", "steps",      "step",
    "retention", "stored",    "owed",    "tags",      "consumers",  "endpoints",
};

bool version_life_record(struct acting *acting, const struct value *version, struct record *out,
                         struct error *err)
{
    const struct value *model;
    struct stops stops;
    struct values aliases = {0}, twins_stopped = {0};
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    if (!registry_stops(&inquiry, version, &stops, err) ||
        !registry_row(&acting->rows, "model", said_text(version, "name"), acting->arena, &model,
                      err))
        return false;
    const struct value *leading = value_get(model, TEXT("aliases"));
    for (size_t i = 0; i < value_count(leading); i++)
        if (text_equal(value_text(member_value(leading, i)), said_text(version, "version")))
            *LIST_ADD(acting->arena, &aliases) = value_of_text(member_key(leading, i));
    for (size_t i = 0; i < COUNT(life_members); i++)
        record_maybe(out, life_members[i], value_get(version, text_of(life_members[i])));
    for (size_t i = 0; i < stops.others.count; i++)
        *LIST_ADD(acting->arena, &twins_stopped) = value_of_text(stops.others.at[i]);
    record_value(out, "stopped_alike",
                 value_of_list(acting->arena, twins_stopped.at, twins_stopped.count));
    record_text(out, "stopped_with", stops.by);
    record_value(out, "aliases", value_of_list(acting->arena, aliases.at, aliases.count));
    return true;
}

/* ---- for a person ---- */

static void life_field(struct buffer *life_page, const char *name, struct text words)
{
    if (words.size == 0)
        return;
    buffer_format(life_page, "  %-11s ", name);
    text_escape(words, life_page);
    buffer_byte(life_page, '\n');
}

static void moved_print(const struct value *moved, struct buffer *life_page)
{
    const struct text change = said_text(moved, "change"), from = said_text(moved, "from");
    if (!moved || text_is(change, "register"))
        return;
    life_field(life_page, "moved",
               text_format(life_page->arena, "%.*s from %.*s, %.*s by %.*s, entry %lld",
                           TEXT_ARGS(change), TEXT_ARGS(from), TEXT_ARGS(said_text(moved, "time")),
                           TEXT_ARGS(said_text(moved, "by")),
                           (long long)said_integer(moved, "index")));
}

static void suspended_print(const struct value *standing, struct buffer *life_page)
{
    const struct value *suspended = value_present(standing, TEXT("suspended"));
    const struct text incident = said_text(suspended, "incident");
    if (!suspended)
        return;
    life_field(life_page, "suspended",
               text_format(life_page->arena, "since %.*s by %.*s%s%.*s; it was in %.*s",
                           TEXT_ARGS(said_text(suspended, "time")),
                           TEXT_ARGS(said_text(suspended, "by")),
                           incident.size ? ", incident " : "", TEXT_ARGS(incident),
                           TEXT_ARGS(said_text(standing, "before"))));
}

/* Under another name its bytes were stopped: with it, or because nobody's word there is enough. */
static void stopped_print(const struct value *standing, struct buffer *life_page)
{
    const struct value *stopped = value_get(standing, TEXT("stopped_alike"));
    const bool with_it = said_text(standing, "stopped_with").size > 0;
    for (size_t i = 0; i < value_count(stopped); i++)
        life_field(life_page, i ? "" : "stopped",
                   text_format(life_page->arena, "%.*s, which has the same bytes%s",
                               TEXT_ARGS(value_text(value_at(stopped, i))),
                               with_it ? "" : "; that does not stop this one, which has served"));
}

static void owed_print(const struct value *owed, struct buffer *life_page)
{
    for (size_t i = 0; i < value_count(owed); i++)
        life_field(life_page, i ? "" : "owes",
                   text_format(life_page->arena, "a review of the %.*s by %.*s",
                               TEXT_ARGS(said_text(value_at(owed, i), "what")),
                               TEXT_ARGS(said_text(value_at(owed, i), "due"))));
}

static void tags_print(const struct value *tags, struct buffer *life_page)
{
    for (size_t i = 0; i < value_count(tags); i++)
        life_field(life_page, i ? "" : "tags",
                   text_format(life_page->arena, "%.*s = %.*s", TEXT_ARGS(member_key(tags, i)),
                               TEXT_ARGS(value_text(member_value(tags, i)))));
}

static void users_print(const struct value *users, const char *member, const char *name,
                        struct buffer *life_page)
{
    for (size_t i = 0; i < value_count(users); i++)
        life_field(life_page, i ? "" : name, said_text(value_at(users, i), member));
}

/* How long it is kept, and where the index of its copies lies, which is stored last. */
static void retention_print(const struct value *standing, struct buffer *life_page)
{
    const struct value *retention = value_present(standing, TEXT("retention"));
    const struct value *stored = value_get(standing, TEXT("stored"));
    const size_t count = value_count(stored);
    if (!retention)
        return;
    life_field(life_page, "kept",
               text_format(life_page->arena, "as %.*s until %.*s, %s",
                           TEXT_ARGS(said_text(retention, "class")),
                           TEXT_ARGS(said_text(retention, "until")),
                           said_integer(retention, "hold") ? "and longer: it is under a legal hold"
                                                           : "under no legal hold"));
    if (count)
        life_field(life_page, "stored",
                   text_format(life_page->arena, "%zu part%s at %.*s", count, count == 1 ? "" : "s",
                               TEXT_ARGS(said_text(value_at(stored, count - 1), "where"))));
}

void version_life_print(const struct value *standing, struct buffer *life_page)
{
    const struct value *aliases = value_get(standing, TEXT("aliases"));
    moved_print(value_present(standing, TEXT("moved")), life_page);
    suspended_print(standing, life_page);
    stopped_print(standing, life_page);
    life_field(life_page, "expires", said_text(standing, "expires"));
    life_field(life_page, "review due", said_text(standing, "review_due"));
    life_field(life_page, "ends", said_text(standing, "sunset"));
    life_field(life_page, "followed by", said_text(standing, "successor"));
    retention_print(standing, life_page);
    owed_print(value_get(standing, TEXT("owed")), life_page);
    for (size_t i = 0; i < value_count(aliases); i++)
        life_field(life_page, i ? "" : "aliases", value_text(value_at(aliases, i)));
    tags_print(value_get(standing, TEXT("tags")), life_page);
    users_print(value_get(standing, TEXT("consumers")), "id", "used by", life_page);
    users_print(value_get(standing, TEXT("endpoints")), "endpoint", "served at", life_page);
}
