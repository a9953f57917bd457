#include "registry/emergency.h"

#include "base/limits.h"
#include "registry/identity.h"
#include "registry/owed.h"
#include "registry/quorum.h"
#include "registry/request.h"
#include "registry/situation.h"
#include "registry/told.h"

struct text emergency_unreviewed(const struct motion *motion)
{
    const struct text hurried = told_text(told(motion->model, "emergency"), "version");
    return hurried.size || !owed_in_emergency(motion->registered)
               ? hurried
               : told_text(motion->registered, "version");
}

bool emergency_own(const struct motion *motion)
{
    return motion->situation.emergency && version_has_maker(motion->registered, motion->by);
}

/* ---- who reviews it ---- */

/* Those who could: enrolled with a key that is proven, no authors, and not who hurries it. */
struct reviewers {
    const struct motion *motion;
    struct quorum quorum;         /* the seats of its request; where it has none, anybody's who may
                                     acknowledge it */
    size_t fitting[QUORUM_SEATS]; /* who could take the seat          */
    size_t either;                /* who could take any of the seats  */
};

static bool can_sign(const struct value *identity, int64_t now)
{
    const struct value *identity_keys = told(identity, "keys");
    for (size_t i = 0; i < value_count(identity_keys); i++) {
        struct error unheeded = {0};
        if (identity_valid(identity, told_text(value_at(identity_keys, i), "fingerprint"), now,
                           &unheeded))
            return true;
    }
    return false;
}

static bool reviewer_see(void *context, struct row_name row_named, struct text row_document,
                         struct error *err)
{
    struct reviewers *reviewers = context;
    const struct motion *motion = reviewers->motion;
    const struct value *identity;
    bool fits = false;
    (void)row_named;
    if (!row_read(row_document, motion->inquiry.arena, &identity, err))
        return false;
    const struct text id = told_text(identity, "id");
    if (!can_sign(identity, motion->inquiry.now) || text_equal(id, motion->by) ||
        version_has_author(motion->registered, id))
        return true;
    for (size_t seat = 0; seat < QUORUM_SEATS; seat++)
        if (identity_roles(identity) & reviewers->quorum.seats[seat]) {
            reviewers->fitting[seat]++;
            fits = true;
        }
    reviewers->either += fits;
    return true;
}

/* Each seat takes another person: of two, somebody for each, and two in all. */
static bool seats_fillable(const struct reviewers *reviewers)
{
    size_t taken = 0;
    for (size_t seat = 0; seat < QUORUM_SEATS && reviewers->quorum.seats[seat]; seat++) {
        taken++;
        if (!reviewers->fitting[seat])
            return false;
    }
    return reviewers->either >= taken;
}

static struct quorum quorum_reviewing(const struct motion *motion)
{
    const struct situation *situation = &motion->situation;
    const struct quorum seats =
        lifecycle_seats(situation->lifecycle, situation->from, situation->to, situation->tier);
    return seats.seats[0] ? seats : (struct quorum){{quorum_roles()}};
}

struct text emergency_reviewers(const struct motion *motion)
{
    struct text who = TEXT_NONE;
    struct arena *arena = motion->inquiry.arena;
    const struct quorum quorum = quorum_reviewing(motion);
    for (size_t seat = 0; seat < QUORUM_SEATS && quorum.seats[seat]; seat++)
        who = text_format(arena, "%.*s%s%.*s", TEXT_ARGS(who), seat ? ", and another as " : "",
                          TEXT_ARGS(roles_phrase(quorum.seats[seat], "one of", arena)));
    return who;
}

/* Of a decision that may be an hour old, those that were in force then count as well. */
static bool waiver_meet(struct motion *motion, struct error *err)
{
    const struct value *waivers, *registered = motion->registered;
    const struct binding binding = {.name = told_text(registered, "name"),
                                    .version = told_text(registered, "version"),
                                    .artifact = told_text(registered, "artifact"),
                                    .to = motion->situation.to};
    if (!registry_waivers(motion->inquiry.rows, &binding, motion->inquiry.now - LIMIT_DECISION_AGE,
                          motion->inquiry.arena, &waivers, err))
        return false;
    for (size_t i = 0; i < value_count(waivers); i++)
        if (text_equal(told_text(value_at(waivers, i), "by"), motion->by))
            motion->waived = true;
    return true;
}

bool emergency_meet(struct motion *motion, struct error *err)
{
    const struct rows *rows = motion->inquiry.rows;
    struct reviewers reviewers = {.motion = motion, .quorum = quorum_reviewing(motion)};
    if (!motion->situation.emergency)
        return true;
    if (!waiver_meet(motion, err) ||
        !rows->walk(rows->keeper, (struct row_name){TEXT("identity"), TEXT_NONE},
                    (struct row_visit){reviewer_see, &reviewers}, err))
        return false;
    motion->hopeless = !seats_fillable(&reviewers);
    return true;
}

/* ---- the model's row ---- */

/* Empty: none. The first has the others. */
static struct value emergencies_of(const struct values *emergencies, struct arena *arena)
{
    if (!emergencies->count)
        return value_of_null();
    struct deed first = deed_of(&emergencies->at[0], arena);
    deed_put(&first, "others", value_of_list(arena, emergencies->at + 1, emergencies->count - 1));
    return deed_value(&first);
}

static void emergency_list(const struct value *model, struct text but_of, struct arena *arena,
                           struct values *out)
{
    const struct value *first = told(model, "emergency"), *others = told(first, "others");
    if (first && !text_equal(told_text(first, "version"), but_of))
        *LIST_ADD(arena, out) = *first;
    for (size_t i = 0; i < value_count(others); i++)
        if (!text_equal(told_text(value_at(others, i), "version"), but_of))
            *LIST_ADD(arena, out) = *value_at(others, i);
}

static struct value emergency_of(struct text version, uint64_t index, struct arena *arena)
{
    struct deed emergency = deed_of(NULL, arena);
    deed_text(&emergency, "version", version);
    deed_count(&emergency, "index", index);
    return deed_value(&emergency);
}

void emergency_begin(const struct applying *applying, struct text version, struct deed *model)
{
    struct values emergencies = {0};
    *LIST_ADD(model->arena, &emergencies) =
        emergency_of(version, applying->entry->index, model->arena);
    deed_put(model, "emergency", emergencies_of(&emergencies, model->arena));
}

bool emergency_again(struct applying *applying, const struct value *version, uint64_t index,
                     struct error *err)
{
    const struct value *model;
    struct values emergencies = {0};
    const struct text name = told_text(version, "name"), number = told_text(version, "version");
    if (!applying_row_newest(applying, "model", name, &model, err))
        return false;
    emergency_list(model, number, applying->arena, &emergencies);
    *LIST_ADD(applying->arena, &emergencies) = emergency_of(number, index, applying->arena);
    struct deed deed = deed_of(model, applying->arena);
    deed_put(&deed, "emergency", emergencies_of(&emergencies, applying->arena));
    return applying_put(applying, "model", name, &deed, err);
}

bool emergency_settle(struct applying *applying, const struct deed *version, struct error *err)
{
    const struct value *model, version_row = deed_value(version);
    struct values emergencies = {0};
    const struct text name = told_text(&version_row, "name");
    if (owed_in_emergency(&version_row))
        return true;
    if (!applying_row(applying, "model", name, &model, err))
        return false;
    emergency_list(model, told_text(&version_row, "version"), applying->arena, &emergencies);
    const struct value *stood = told(model, "emergency");
    if (emergencies.count == (stood ? 1 + value_count(told(stood, "others")) : 0))
        return true;
    struct deed deed = deed_of(model, applying->arena);
    deed_put(&deed, "emergency", emergencies_of(&emergencies, applying->arena));
    return applying_put(applying, "model", name, &deed, err);
}
