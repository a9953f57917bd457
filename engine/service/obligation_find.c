#include "service/obligation.h"

#include "base/clock.h"
#include "service/answer.h"
#include "service/said.h"

/* ---- which rows ---- */

/* Keys of rows, the part of each from `from` on. */
struct keys_seen {
    struct arena *arena;
    size_t from;
    struct texts keys;
};

static bool key_see(void *context, struct row_name name, struct text document, struct error *err)
{
    struct keys_seen *seen = context;
    (void)document;
    (void)err;
    *LIST_ADD(seen->arena, &seen->keys) =
        text_copy(seen->arena, text_part(name.key, seen->from, name.key.size));
    return true;
}

static bool keys_find(struct acting *acting, const char *row_kind, struct text prefix,
                      struct keys_seen *seen, struct error *err)
{
    const struct row_name rows_named = {text_of(row_kind), prefix};
    return acting->rows.walk(acting->rows.keeper, rows_named, (struct row_visit){key_see, seen},
                             err);
}

static const enum stage looked_at[] = {STAGE_STAGING,    STAGE_SHADOW,     STAGE_CANARY,
                                       STAGE_PRODUCTION, STAGE_DEPRECATED, STAGE_SUSPENDED};

/* NAME@VERSION of everything that stands in these places: STAGE/TIER/NAME@VERSION. */
static bool obliged_keys(struct acting *acting, struct keys_seen *seen, struct error *err)
{
    for (size_t i = 0; i < COUNT(looked_at); i++)
        for (size_t tier = 0; tier < TIER_COUNT; tier++) {
            const struct text place = text_format(acting->arena, "%s/%s/", stage_name(looked_at[i]),
                                                  tier_name((enum tier)tier));
            seen->from = place.size;
            if (!keys_find(acting, "place", place, seen, err))
                return false;
        }
    return true;
}

/* ---- what falls due about one ---- */

struct finding_due {
    struct acting *acting;
    struct arena *scratch; /* of the version in hand: there may be a hundred thousand */
    const struct value *version;
    struct obligations *obligations;
    struct texts requests; /* that were looked at */
};

static void obligation_since(struct finding_due *finding, struct text since, struct text due,
                             struct text what, struct text told)
{
    int64_t moment, made = INT64_MIN;
    struct arena *arena = finding->acting->arena;
    if (since.size && !clock_read(since, &made))
        made = INT64_MIN;
    if (due.size && clock_read(due, &moment))
        *LIST_ADD(arena, finding->obligations) =
            (struct obligation){.name = text_copy(arena, said_text(finding->version, "name")),
                                .version = text_copy(arena, said_text(finding->version, "version")),
                                .what = text_copy(arena, what),
                                .told = text_copy(arena, told),
                                .since = made,
                                .due = moment};
}

static void obligation_add(struct finding_due *finding, struct text due, struct text what,
                           struct text told)
{
    obligation_since(finding, TEXT_NONE, due, what, told);
}

static void debts_find(struct finding_due *finding)
{
    struct arena *arena = finding->scratch;
    const struct value *owed = value_present(finding->version, TEXT("owed"));
    for (size_t i = 0; i < value_count(owed); i++) {
        const struct value *debt = value_at(owed, i);
        const struct text what = said_text(debt, "what");
        obligation_add(finding, said_text(debt, "due"), what,
                       text_format(arena, "a review of the %.*s of entry %lld is owed",
                                   TEXT_ARGS(what), (long long)said_integer(debt, "index")));
    }
}

static void times_find(struct finding_due *finding)
{
    const struct value *version = finding->version;
    const struct text stage = said_text(version, "stage");
    if (text_is(stage, stage_name(STAGE_DEPRECATED))) {
        obligation_add(finding, said_text(version, "sunset"), TEXT("sunset"), TEXT("it is to end"));
        return;
    }
    obligation_add(finding, said_text(version, "expires"), TEXT("ttl"),
                   TEXT("its time to live ends"));
    if (text_is(stage, stage_name(STAGE_PRODUCTION)))
        obligation_add(finding, said_text(version, "review_due"), TEXT("review"),
                       TEXT("the review that its tier asks for is due"));
}

/* ---- the conditions of those who let it in ---- */

static bool condition_find(struct finding_due *finding, const struct value *answer, size_t nth,
                           struct error *err)
{
    struct text words;
    struct arena *arena = finding->scratch;
    const long long index = (long long)said_integer(answer, "index");
    const struct value *condition = value_at(value_get(answer, TEXT("conditions")), nth);
    if (!acting_words(finding->acting, said_text(condition, "text"), &words, err))
        return false;
    obligation_add(finding, said_text(condition, "due"),
                   text_format(arena, "condition %lld.%zu", index, nth + 1),
                   text_format(arena, "%.*s signed on condition: %.*s",
                               TEXT_ARGS(said_text(answer, "by")), TEXT_ARGS(words)));
    return true;
}

static bool request_look(struct finding_due *finding, struct text id, struct error *err)
{
    const struct value *request;
    for (size_t i = 0; i < finding->requests.count; i++)
        if (text_equal(finding->requests.at[i], id))
            return true;
    *LIST_ADD(finding->scratch, &finding->requests) = id;
    if (!registry_row(&finding->acting->rows, "request", id, finding->scratch, &request, err))
        return false;
    const struct value *answers = value_present(request, TEXT("answers"));
    for (size_t i = 0; i < value_count(answers); i++) {
        const struct value *answer = value_at(answers, i);
        const size_t conditions = value_count(value_present(answer, TEXT("conditions")));
        for (size_t nth = 0; text_is(said_text(answer, "answer"), "approve") && nth < conditions;
             nth++)
            if (!condition_find(finding, answer, nth, err))
                return false;
    }
    return true;
}

static bool conditions_find(struct finding_due *finding, struct error *err)
{
    struct keys_seen events = {.arena = finding->scratch};
    const struct text prefix =
        text_format(finding->scratch, "%.*s@%.*s/", TEXT_ARGS(said_text(finding->version, "name")),
                    TEXT_ARGS(said_text(finding->version, "version")));
    if (!keys_find(finding->acting, "history", prefix, &events, err))
        return false;
    for (size_t i = 0; i < events.keys.count; i++) {
        const struct value *event;
        if (!registry_row(&finding->acting->rows, "history", events.keys.at[i], finding->scratch,
                          &event, err) ||
            (text_is(said_text(event, "kind"), act_kind_name(ACT_APPROVAL)) &&
             !request_look(finding, said_text(event, "id"), err)))
            return false;
    }
    return true;
}

/* ---- what waits for signatures, whichever version it is about ---- */

static bool version_among(const struct value *version, const enum stage *stages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(said_text(version, "stage"), stage_name(stages[i])))
            return true;
    return false;
}

static bool version_at_end(const struct value *version)
{
    static const enum stage ends[] = {STAGE_RETIRED, STAGE_ARCHIVED, STAGE_REJECTED};
    return !version || version_among(version, ends, COUNT(ends));
}

/* Does it count until its very end, as far as is known today? Not where its signer answered anew.
 */
static bool approval_counts(struct acting *acting, const struct value *request, size_t nth,
                            bool *counts, struct error *err)
{
    int64_t end;
    struct standing standing;
    const struct value *answers = said_part(request, "answers"), *answer = value_at(answers, nth);
    *counts = false;
    for (size_t later = nth + 1; later < value_count(answers); later++)
        if (text_equal(said_text(value_at(answers, later), "by"), said_text(answer, "by")))
            return true;
    if (!clock_read(said_text(answer, "expires"), &end))
        return true;
    if (!answer_standing_at(acting, request, end, &standing, err))
        return false;
    for (size_t i = 0; i < standing.counted.count; i++)
        *counts |= said_integer(&standing.counted.at[i], "index") == said_integer(answer, "index");
    return true;
}

/* Of an open request that the lifecycle has a way for. */
static bool approvals_find(struct finding_due *finding, struct text id, bool *has_way,
                           struct error *err)
{
    bool counts;
    const struct value *request;
    struct arena *arena = finding->scratch;
    struct acting *acting = finding->acting;
    if (!registry_row(&acting->rows, "request", id, arena, &request, err) ||
        !answer_way(acting, request, has_way, err))
        return false;
    const struct value *answers = said_part(request, "answers");
    for (size_t i = 0; *has_way && i < value_count(answers); i++) {
        const struct value *answer = value_at(answers, i);
        if (!approval_counts(acting, request, i, &counts, err))
            return false;
        if (counts)
            obligation_since(
                finding, said_text(answer, "time"), said_text(answer, "expires"),
                text_format(arena, "approval %lld", (long long)said_integer(answer, "index")),
                text_format(arena, "the approval of %.*s for %.*s ends",
                            TEXT_ARGS(said_text(answer, "by")),
                            TEXT_ARGS(said_text(said_part(request, "transition"), "to"))));
    }
    return true;
}

/* A version that asks to be let in is of no use to anybody once its time to live is over. */
static bool waiting_look(struct finding_due *finding, struct text version_key, struct error *err)
{
    if (!registry_row(&finding->acting->rows, "version", version_key, finding->scratch,
                      &finding->version, err))
        return false;
    bool waits = false;
    const struct value *open = said_part(finding->version, "open");
    for (size_t i = 0; i < value_count(open) && !version_at_end(finding->version); i++) {
        bool has_way = false;
        if (!approvals_find(finding, value_text(value_at(open, i)), &has_way, err))
            return false;
        waits |= has_way;
    }
    if (waits && !version_among(finding->version, looked_at, COUNT(looked_at)))
        times_find(finding);
    return true;
}

static bool waiting_find(struct finding_due *finding, struct error *err)
{
    bool found = true;
    struct keys_seen versions = {.arena = finding->acting->arena};
    if (!keys_find(finding->acting, "version", TEXT_NONE, &versions, err))
        return false;
    for (size_t i = 0; found && i < versions.keys.count; i++) {
        found = waiting_look(finding, versions.keys.at[i], err);
        arena_clear(finding->scratch);
    }
    return found;
}

/* ---- waivers, of whichever version ---- */

static bool waiver_find(struct finding_due *finding, struct text waiver_key, struct error *err)
{
    const struct value *waiver;
    const struct rows *rows = &finding->acting->rows;
    if (!registry_row(rows, "waiver", waiver_key, finding->scratch, &waiver, err))
        return false;
    const struct text policy = said_text(waiver, "policy"), stage = said_text(waiver, "stage");
    const size_t behind = policy.size + stage.size + 2;
    if (waiver_key.size <= behind)
        return error_set(err, ERROR_INTEGRITY, "a waiver has no key that is one");
    if (!registry_row(rows, "version", text_part(waiver_key, 0, waiver_key.size - behind),
                      finding->scratch, &finding->version, err))
        return false;
    if (!version_at_end(finding->version))
        obligation_add(
            finding, said_text(waiver, "until"),
            text_format(finding->scratch, "waiver %.*s %.*s", TEXT_ARGS(stage), TEXT_ARGS(policy)),
            text_format(finding->scratch, "the waiver of %.*s in %.*s ends", TEXT_ARGS(policy),
                        TEXT_ARGS(stage)));
    return true;
}

static bool waivers_find(struct finding_due *finding, struct error *err)
{
    bool found = true;
    struct keys_seen waivers = {.arena = finding->acting->arena};
    if (!keys_find(finding->acting, "waiver", TEXT_NONE, &waivers, err))
        return false;
    for (size_t i = 0; found && i < waivers.keys.count; i++) {
        found = waiver_find(finding, waivers.keys.at[i], err);
        arena_free(finding->scratch);
    }
    return found;
}

/* ---- all of it ---- */

static bool version_look(struct finding_due *finding, struct text version_key,
                         struct obliged_visit visit, struct error *err)
{
    if (!registry_row(&finding->acting->rows, "version", version_key, finding->scratch,
                      &finding->version, err))
        return false;
    if (!finding->version)
        return error_set(err, ERROR_INTEGRITY, "%.*s stands somewhere and is not registered",
                         TEXT_ARGS(version_key));
    finding->requests = (struct texts){0};
    times_find(finding);
    debts_find(finding);
    return (text_is(said_text(finding->version, "stage"), stage_name(STAGE_DEPRECATED)) ||
            conditions_find(finding, err)) &&
           visit.see(visit.context, finding->version, err);
}

bool obligations_find(struct acting *acting, struct obliged_visit visit, struct obligations *out,
                      struct error *err)
{
    bool looked = true;
    struct arena scratch = {0};
    struct obligations found = {0};
    struct keys_seen versions = {.arena = acting->arena};
    struct finding_due finding = {.acting = acting, .scratch = &scratch, .obligations = &found};
    if (!obliged_keys(acting, &versions, err))
        return false;
    for (size_t i = 0; looked && i < versions.keys.count; i++) {
        looked = version_look(&finding, versions.keys.at[i], visit, err);
        arena_free(&scratch);
    }
    looked = looked && waiting_find(&finding, err) && waivers_find(&finding, err);
    arena_free(&scratch);
    if (looked)
        *out = found;
    return looked;
}
