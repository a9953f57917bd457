#include "registry/identity.h"
#include "registry/quorum.h"
#include "registry/request.h"
#include "registry/situation.h"
#include "registry/told.h"

/* One person's answer that counts, and whether a seat was found for it. */
struct voice {
    struct text by;
    unsigned role;
    bool seated;
};

struct voices LIST(struct voice);

struct hearing {
    const struct rows *rows;
    struct arena *arena;
    const struct value *registered;
    struct text suspender, hurrier; /* who went ahead of the answers: none of theirs counts */
    int64_t now;
    struct voices voices;
    struct values answers_counted;
};

static bool is_heard(const struct voices *voices, struct text id)
{
    for (size_t i = 0; i < voices->count; i++)
        if (text_equal(voices->at[i].by, id))
            return true;
    return false;
}

static bool answer_hear(struct hearing *hearing, const struct value *answer, struct error *err)
{
    enum role role;
    const struct value *voice_identity;
    const struct text id = told_text(answer, "by");
    const bool counts = text_is(told_text(answer, "answer"), "approve") &&
                        meaning_counts(told_text(answer, "meaning")) &&
                        role_read(told_text(answer, "role"), &role) &&
                        hearing->now <= told_time(answer, "expires", INT64_MIN) &&
                        !version_has_author(hearing->registered, id) &&
                        !text_equal(id, hearing->suspender) && !text_equal(id, hearing->hurrier) &&
                        !is_heard(&hearing->voices, id);
    if (!counts)
        return true;
    if (!identity_find(hearing->rows, id, hearing->arena, &voice_identity, err))
        return false;
    if (!identity_void(voice_identity, told_time(answer, "time", INT64_MAX))) {
        *LIST_ADD(hearing->arena, &hearing->voices) = (struct voice){id, 1U << role, false};
        *LIST_ADD(hearing->arena, &hearing->answers_counted) = *answer;
    }
    return true;
}

/* The first who fits takes the seat. */
static bool seat_fill(struct voices *voices, unsigned seat)
{
    for (size_t i = 0; i < voices->count; i++)
        if (!voices->at[i].seated && voices->at[i].role & seat)
            return voices->at[i].seated = true;
    return false;
}

static void seats_fill(struct hearing *hearing, struct quorum quorum, struct standing *standing)
{
    for (size_t i = 0; i < QUORUM_SEATS && quorum.seats[i]; i++) {
        standing->needed++;
        if (seat_fill(&hearing->voices, quorum.seats[i]))
            continue;
        standing->lacking++;
        const struct text who =
            roles_phrase(quorum.seats[i], i ? "one more of" : "one of", hearing->arena);
        *LIST_ADD(hearing->arena, &standing->lacks) =
            hearing->suspender.size ? text_format(hearing->arena, "%.*s, and not %.*s",
                                                  TEXT_ARGS(who), TEXT_ARGS(hearing->suspender))
                                    : who;
    }
}

static void closing_tell(const struct value *request, struct arena *arena,
                         struct standing *standing)
{
    const struct value *request_closed = told(request, "closed");
    if (!request_closed)
        return;
    standing->closed = true;
    standing->closed_how = text_format(arena, "%.*s by %.*s at entry %llu",
                                       TEXT_ARGS(told_text(request_closed, "how")),
                                       TEXT_ARGS(told_text(request_closed, "by")),
                                       (unsigned long long)told_count(request_closed, "index"));
}

bool registry_standing(const struct inquiry *inquiry, const struct value *request,
                       struct passage passage, struct standing *out, struct error *err)
{
    struct arena *arena = inquiry->arena;
    struct standing standing = {0};
    struct hearing hearing = {.rows = inquiry->rows, .arena = arena, .now = inquiry->now};
    const struct value *given_answers = told(request, "answers");
    enum lifecycle lifecycle;
    if (!lifecycle_pinned(inquiry->rows, arena, &lifecycle, err))
        return false;
    if (request &&
        !registry_row(inquiry->rows, "version", told_version(told(request, "model"), arena), arena,
                      &hearing.registered, err))
        return false;
    if (passage.from == STAGE_SUSPENDED)
        hearing.suspender = told_text(told(hearing.registered, "suspended"), "by");
    hearing.hurrier = told_text(told(request, "emergency"), "by");
    for (size_t i = 0; i < value_count(given_answers); i++)
        if (!answer_hear(&hearing, value_at(given_answers, i), err))
            return false;
    seats_fill(&hearing, lifecycle_seats(lifecycle, passage.from, passage.to, passage.tier),
               &standing);
    closing_tell(request, arena, &standing);
    standing.counted = hearing.answers_counted;
    *out = standing;
    return true;
}
