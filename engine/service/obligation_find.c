#include "service/obligation.h"

#include "base/clock.h"
#include "service/record.h"

static struct text said(const struct value *said_row, const char *said_name)
{
    return value_text(value_present(said_row, text_of(said_name)));
}

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

/* NAME@VERSION of everything that stands in these places: STAGE/TIER/NAME@VERSION. */
static bool obliged_keys(struct acting *acting, struct keys_seen *seen, struct error *err)
{
    static const enum stage looked_at[] = {STAGE_STAGING,    STAGE_SHADOW,     STAGE_CANARY,
                                           STAGE_PRODUCTION, STAGE_DEPRECATED, STAGE_SUSPENDED};
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

static void obligation_add(struct finding_due *finding, struct text due, struct text what,
                           struct text told)
{
    int64_t moment;
    struct arena *arena = finding->acting->arena;
    if (due.size && clock_read(due, &moment))
        *LIST_ADD(arena, finding->obligations) =
            (struct obligation){.name = text_copy(arena, said(finding->version, "name")),
                                .version = text_copy(arena, said(finding->version, "version")),
                                .what = text_copy(arena, what),
                                .told = text_copy(arena, told),
                                .due = moment};
}

static void debts_find(struct finding_due *finding)
{
    struct arena *arena = finding->scratch;
    const struct value *owed = value_present(finding->version, TEXT("owed"));
    for (size_t i = 0; i < value_count(owed); i++) {
        const struct value *debt = value_at(owed, i);
        const struct text what = said(debt, "what");
        obligation_add(finding, said(debt, "due"), what,
                       text_format(arena, "a review of the %.*s of entry %lld is owed",
                                   TEXT_ARGS(what),
                                   (long long)value_integer(value_get(debt, TEXT("index")))));
    }
}

static void times_find(struct finding_due *finding)
{
    const struct value *version = finding->version;
    const struct text stage = said(version, "stage");
    if (text_is(stage, stage_name(STAGE_DEPRECATED))) {
        obligation_add(finding, said(version, "sunset"), TEXT("sunset"), TEXT("it is to end"));
        return;
    }
    obligation_add(finding, said(version, "expires"), TEXT("ttl"), TEXT("its time to live ends"));
    if (text_is(stage, stage_name(STAGE_PRODUCTION)))
        obligation_add(finding, said(version, "review_due"), TEXT("review"),
                       TEXT("the review that its tier asks for is due"));
}

/* ---- the conditions of those who let it in ---- */

static bool condition_find(struct finding_due *finding, const struct value *answer, size_t nth,
                           struct error *err)
{
    struct text words;
    struct arena *arena = finding->scratch;
    const long long index = (long long)value_integer(value_get(answer, TEXT("index")));
    const struct value *condition = value_at(value_get(answer, TEXT("conditions")), nth);
    if (!acting_words(finding->acting, said(condition, "text"), &words, err))
        return false;
    obligation_add(finding, said(condition, "due"),
                   text_format(arena, "condition %lld.%zu", index, nth + 1),
                   text_format(arena, "%.*s signed on condition: %.*s",
                               TEXT_ARGS(said(answer, "by")), TEXT_ARGS(words)));
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
        for (size_t nth = 0; text_is(said(answer, "answer"), "approve") && nth < conditions; nth++)
            if (!condition_find(finding, answer, nth, err))
                return false;
    }
    return true;
}

static bool conditions_find(struct finding_due *finding, struct error *err)
{
    struct keys_seen events = {.arena = finding->scratch};
    const struct text prefix =
        text_format(finding->scratch, "%.*s@%.*s/", TEXT_ARGS(said(finding->version, "name")),
                    TEXT_ARGS(said(finding->version, "version")));
    if (!keys_find(finding->acting, "history", prefix, &events, err))
        return false;
    for (size_t i = 0; i < events.keys.count; i++) {
        const struct value *event;
        if (!registry_row(&finding->acting->rows, "history", events.keys.at[i], finding->scratch,
                          &event, err) ||
            (text_is(said(event, "kind"), act_kind_name(ACT_APPROVAL)) &&
             !request_look(finding, said(event, "id"), err)))
            return false;
    }
    return true;
}

/* ---- waivers, of whichever version ---- */

static bool version_at_end(const struct value *version)
{
    static const enum stage ends[] = {STAGE_RETIRED, STAGE_ARCHIVED, STAGE_REJECTED};
    for (size_t i = 0; i < COUNT(ends); i++)
        if (text_is(said(version, "stage"), stage_name(ends[i])))
            return true;
    return version == NULL;
}

static bool waiver_find(struct finding_due *finding, struct text waiver_key, struct error *err)
{
    const struct value *waiver;
    const struct rows *rows = &finding->acting->rows;
    if (!registry_row(rows, "waiver", waiver_key, finding->scratch, &waiver, err))
        return false;
    const struct text policy = said(waiver, "policy"), stage = said(waiver, "stage");
    const size_t behind = policy.size + stage.size + 2;
    if (waiver_key.size <= behind)
        return error_set(err, ERROR_INTEGRITY, "a waiver has no key that is one");
    if (!registry_row(rows, "version", text_part(waiver_key, 0, waiver_key.size - behind),
                      finding->scratch, &finding->version, err))
        return false;
    if (!version_at_end(finding->version))
        obligation_add(
            finding, said(waiver, "until"),
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
    return (text_is(said(finding->version, "stage"), stage_name(STAGE_DEPRECATED)) ||
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
    looked = looked && waivers_find(&finding, err);
    arena_free(&scratch);
    if (looked)
        *out = found;
    return looked;
}
