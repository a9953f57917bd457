#include "service/version_status.h"

#include "report/escape.h"
#include "service/said.h"
#include "service/version_life.h"

static void status_field(struct buffer *status_page, const char *status_name,
                         struct text status_words)
{
    if (status_words.size == 0)
        return;
    buffer_format(status_page, "  %-11s ", status_name);
    text_escape(status_words, status_page);
    buffer_byte(status_page, '\n');
}

/* "2026-11-21T15:00:00Z by Ada Lovelace (ada), entry 4" */
static struct text signed_words(const struct value *of, struct arena *arena)
{
    const struct text signed_by = said_text(of, "by"), signed_name = said_text(of, "name");
    const bool signed_named = signed_name.size && !text_equal(signed_name, signed_by);
    return text_format(arena, "%.*s by %.*s%s%.*s%s, entry %lld", TEXT_ARGS(said_text(of, "time")),
                       TEXT_ARGS(signed_named ? signed_name : signed_by), signed_named ? " (" : "",
                       TEXT_ARGS(signed_named ? signed_by : TEXT_NONE), signed_named ? ")" : "",
                       (long long)said_integer(of, "index"));
}

static struct text list_words(const struct value *status_list, const char *between,
                              struct arena *arena)
{
    struct text status_joined = TEXT_NONE;
    for (size_t i = 0; i < value_count(status_list); i++)
        status_joined = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(status_joined), i ? between : "",
                                    TEXT_ARGS(value_text(value_at(status_list, i))));
    return status_joined;
}

struct text version_lacks(const struct value *standing, struct arena *arena)
{
    struct text lacks = TEXT_NONE;
    const struct value *requests = value_get(standing, TEXT("requests"));
    for (size_t i = 0; i < value_count(requests); i++) {
        const struct text words =
            list_words(value_get(value_at(requests, i), TEXT("lacks")), "; ", arena);
        if (words.size)
            lacks = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(lacks), lacks.size ? "; " : "",
                                TEXT_ARGS(words));
    }
    return value_count(requests) && lacks.size == 0 ? TEXT("nothing: approved") : lacks;
}

struct text version_decided(const struct value *standing, struct arena *arena)
{
    const struct value *decision = value_present(standing, TEXT("decision"));
    if (!decision)
        return TEXT_NONE;
    const struct text standing_how = said_text(value_get(decision, TEXT("closed")), "how");
    return text_format(arena, "%.*s -> %.*s %.*s%s%.*s", TEXT_ARGS(said_text(decision, "verdict")),
                       TEXT_ARGS(said_text(decision, "to")), TEXT_ARGS(said_text(decision, "time")),
                       standing_how.size ? ", " : "", TEXT_ARGS(standing_how));
}

static void answer_print(const struct value *answer, struct buffer *status_page)
{
    const struct text expires = said_text(answer, "expires");
    const struct value *conditions = value_get(answer, TEXT("conditions"));
    status_field(status_page, "",
                 text_format(status_page->arena, "%.*s as %.*s, meaning %.*s: %.*s%s%.*s",
                             TEXT_ARGS(said_text(answer, "answer")),
                             TEXT_ARGS(said_text(answer, "role")),
                             TEXT_ARGS(said_text(answer, "meaning")),
                             TEXT_ARGS(signed_words(answer, status_page->arena)),
                             expires.size ? ", counts until " : "", TEXT_ARGS(expires)));
    if (said_text(answer, "void_since").size)
        status_field(status_page, "",
                     text_format(status_page->arena,
                                 "  void: the key is revoked as compromised since %.*s",
                                 TEXT_ARGS(said_text(answer, "void_since"))));
    if (said_text(answer, "reason").size)
        status_field(status_page, "",
                     text_format(status_page->arena, "  reason: %.*s",
                                 TEXT_ARGS(said_text(answer, "reason"))));
    if (said_text(answer, "remark").size)
        status_field(status_page, "",
                     text_format(status_page->arena, "  remark: %.*s",
                                 TEXT_ARGS(said_text(answer, "remark"))));
    for (size_t i = 0; i < value_count(conditions); i++) {
        const struct text due = said_text(value_at(conditions, i), "due");
        status_field(status_page, "",
                     text_format(status_page->arena, "  condition: %.*s%s%.*s",
                                 TEXT_ARGS(said_text(value_at(conditions, i), "text")),
                                 due.size ? ", due " : "", TEXT_ARGS(due)));
    }
}

static void request_print(const struct value *request, struct buffer *page)
{
    const struct value *answers = value_get(request, TEXT("answers"));
    const struct text lacks = list_words(value_get(request, TEXT("lacks")), "; ", page->arena);
    status_field(page, "request",
                 text_format(page->arena, "-> %.*s   %.*s", TEXT_ARGS(said_text(request, "to")),
                             TEXT_ARGS(said_text(request, "id"))));
    const struct text stuck = said_text(request, "stuck");
    status_field(page, stuck.size ? "  stuck" : "  lacks",
                 stuck.size   ? stuck
                 : lacks.size ? lacks
                              : TEXT("nothing: approved"));
    for (size_t i = 0; i < value_count(answers); i++)
        answer_print(value_at(answers, i), page);
}

static void waiver_print(const struct value *waiver, struct buffer *status_page)
{
    status_field(status_page, "waiver",
                 text_format(status_page->arena, "%.*s for %.*s until %.*s: %.*s",
                             TEXT_ARGS(said_text(waiver, "policy")),
                             TEXT_ARGS(said_text(waiver, "stage")),
                             TEXT_ARGS(said_text(waiver, "until")),
                             TEXT_ARGS(signed_words(waiver, status_page->arena))));
    if (said_text(waiver, "reason").size)
        status_field(status_page, "",
                     text_format(status_page->arena, "  reason: %.*s",
                                 TEXT_ARGS(said_text(waiver, "reason"))));
}

static void decision_print(const struct value *decision, struct buffer *page)
{
    const struct value *closed = value_present(decision, TEXT("closed"));
    status_field(
        page, "decision",
        text_format(page->arena, "%.*s -> %.*s   %.*s", TEXT_ARGS(said_text(decision, "verdict")),
                    TEXT_ARGS(said_text(decision, "to")), TEXT_ARGS(said_text(decision, "id"))));
    status_field(page, "", signed_words(decision, page->arena));
    if (closed)
        status_field(page, "",
                     text_format(page->arena, "%.*s %.*s", TEXT_ARGS(said_text(closed, "how")),
                                 TEXT_ARGS(signed_words(closed, page->arena))));
}

void version_status_print(const struct value *standing, struct buffer *status_page)
{
    const struct value *decision = value_present(standing, TEXT("decision"));
    const struct value *requests = value_get(standing, TEXT("requests"));
    const struct value *waivers = value_get(standing, TEXT("waivers"));
    const struct value *cosigned = value_get(standing, TEXT("cosigned"));
    text_escape(text_format(status_page->arena, "%.*s %.*s   stage %.*s   tier %.*s",
                            TEXT_ARGS(said_text(standing, "name")),
                            TEXT_ARGS(said_text(standing, "version")),
                            TEXT_ARGS(said_text(standing, "stage")),
                            TEXT_ARGS(said_text(standing, "tier"))),
                status_page);
    buffer_byte(status_page, '\n');
    status_field(status_page, "owner", said_text(standing, "owner"));
    status_field(status_page, "authors",
                 list_words(value_get(standing, TEXT("authors")), ", ", status_page->arena));
    status_field(status_page, "recorders",
                 list_words(value_get(standing, TEXT("recorders")), ", ", status_page->arena));
    status_field(status_page, "artifact", said_text(standing, "artifact"));
    status_field(status_page, "manifest", said_text(standing, "manifest"));
    status_field(status_page, "registered",
                 signed_words(value_get(standing, TEXT("registered")), status_page->arena));
    version_life_print(standing, status_page);
    if (decision)
        decision_print(decision, status_page);
    for (size_t i = 0; i < value_count(requests); i++)
        request_print(value_at(requests, i), status_page);
    for (size_t i = 0; i < value_count(cosigned); i++)
        status_field(status_page, said_text(value_at(cosigned, i), "change").at,
                     said_text(value_at(cosigned, i), "words"));
    for (size_t i = 0; i < value_count(waivers); i++)
        waiver_print(value_at(waivers, i), status_page);
}
