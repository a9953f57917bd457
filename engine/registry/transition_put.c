#include "registry/transition.h"

#include "base/limits.h"
#include "registry/emergency.h"
#include "registry/owed.h"
#include "registry/place.h"
#include "registry/production.h"
#include "registry/request.h"
#include "registry/told.h"

enum { DAY = 24 * 60 * 60, YEAR = 365 * DAY, MONTHS_OF_YEAR = 12 };

/* A move while its rows are drawn up. */
struct moving {
    struct applying *applying;
    const struct motion *motion;
    struct deed version, other, model;
    bool consumes; /* the request's answers: else they are still to come */
};

static struct text member_moved(const struct moving *moving, const char *member)
{
    return told_text(moving->motion->act_members, member);
}

static struct text version_moving(const struct moving *moving)
{
    return told_text(moving->motion->registered, "version");
}

static void member_keep(struct moving *moving, const char *member)
{
    deed_keep(&moving->version, member, told(moving->motion->act_members, member));
}

/* The day that was named, or as late as the notice that is due, by the tier of who ends. */
static void sunset_set(const struct moving *moving, struct deed *version)
{
    const struct motion *motion = moving->motion;
    const struct value version_row = deed_value(version);
    const bool high = text_is(told_text(&version_row, "tier"), tier_name(TIER_HIGH));
    const int64_t notice = (int64_t)(high ? LIMIT_NOTICE_DAYS_HIGH : LIMIT_NOTICE_DAYS) * DAY;
    deed_time(version, "sunset", told_time(motion->act_members, "sunset", motion->judged + notice));
}

/* ---- each move ---- */

static bool register_draw(struct moving *moving, struct error *err)
{
    (void)err;
    version_live(moving->applying, moving->motion->registered, &moving->version);
    return true;
}

/* Models that can do less harm are looked at less often. */
static void review_set(struct moving *moving)
{
    const int64_t years =
        (int64_t)LIMIT_REVIEW_MONTHS / MONTHS_OF_YEAR * (moving->motion->situation.tier + 1);
    deed_time(&moving->version, "review_due", moving->applying->entry->time + years * YEAR);
}

static void other_displace(struct moving *moving)
{
    if (!moving->motion->other)
        return;
    deed_keep(&moving->other, "successor", told(moving->motion->registered, "version"));
    if (text_is(told_text(told(moving->motion->act_members, "other"), "to"),
                stage_name(STAGE_DEPRECATED)))
        sunset_set(moving, &moving->other);
}

static bool emergency_owe(struct moving *moving, struct error *err)
{
    int64_t due;
    if (!moving->motion->situation.emergency)
        return true;
    if (!owed_due(moving->applying, OWED_EMERGENCY, &due, err))
        return false;
    owed_add(moving->applying, OWED_EMERGENCY, due,
             moving->consumes ? TEXT_NONE : member_moved(moving, "request"), &moving->version);
    emergency_begin(moving->applying, version_moving(moving), &moving->model);
    return true;
}

static bool promote_draw(struct moving *moving, struct error *err)
{
    const struct situation *situation = &moving->motion->situation;
    member_keep(moving, "step");
    if (situation->from != situation->to) {
        version_live(moving->applying, moving->motion->registered, &moving->version);
        review_set(moving);
    }
    if (situation->to == STAGE_PRODUCTION) {
        production_promote(&moving->model, moving->motion->registered);
        other_displace(moving);
    } else if (stage_meets_people(situation->to))
        tier_rise(&moving->model, moving->motion->registered);
    return emergency_owe(moving, err);
}

static bool suspend_draw(struct moving *moving, struct error *err)
{
    int64_t due;
    struct deed suspended = deed_of(NULL, moving->applying->arena);
    if (!owed_due(moving->applying, OWED_SUSPENSION, &due, err))
        return false;
    applying_stamp(moving->applying, &suspended);
    deed_text(&suspended, "incident", member_moved(moving, "incident"));
    deed_put(&moving->version, "suspended", deed_value(&suspended));
    deed_text(&moving->version, "before", member_moved(moving, "from"));
    production_leave(&moving->model, version_moving(moving));
    owed_add(moving->applying, OWED_SUSPENSION, due, TEXT_NONE, &moving->version);
    return true;
}

/* Those who signed have reviewed the suspension: by answers, or by the same command. */
static bool suspension_pay(struct moving *moving, struct error *err)
{
    size_t paid;
    struct arena *arena = moving->applying->arena;
    const struct value *signers = told(moving->motion->proposed, "signers");
    struct values payers = {0};
    struct deed mover = deed_of(NULL, arena);
    for (size_t i = 0; i < moving->motion->standing.counted.count; i++)
        *LIST_ADD(arena, &payers) = moving->motion->standing.counted.at[i];
    for (size_t i = 0; i < value_count(signers); i++)
        *LIST_ADD(arena, &payers) = *value_at(signers, i);
    applying_stamp(moving->applying, &mover);
    if (signers)
        *LIST_ADD(arena, &payers) = deed_value(&mover);
    const struct payment payment = {OWED_SUSPENSION, TEXT_NONE, TEXT_NONE, &payers};
    return owed_pay(moving->applying, &payment, &moving->version, &paid, err);
}

static bool resume_draw(struct moving *moving, struct error *err)
{
    if (!suspension_pay(moving, err))
        return false;
    deed_put(&moving->version, "suspended", value_of_null());
    deed_put(&moving->version, "before", value_of_null());
    if (moving->motion->situation.to == STAGE_PRODUCTION)
        production_enter(&moving->model, moving->motion->registered);
    else {
        production_forget(&moving->model, version_moving(moving));
        if (stage_meets_people(moving->motion->situation.to))
            tier_rise(&moving->model, moving->motion->registered);
    }
    return true;
}

static bool rollback_draw(struct moving *moving, struct error *err)
{
    int64_t due;
    if (!owed_due(moving->applying, OWED_ROLLBACK, &due, err))
        return false;
    owed_add(moving->applying, OWED_ROLLBACK, due, TEXT_NONE, &moving->version);
    owed_add(moving->applying, OWED_ROLLBACK, due, TEXT_NONE, &moving->other);
    if (moving->motion->situation.from == STAGE_SUSPENDED)
        deed_text(&moving->version, "before", text_of(stage_name(STAGE_STAGING)));
    production_return(&moving->model, version_moving(moving), moving->motion->other);
    deed_put(&moving->other, "sunset", value_of_null());
    deed_put(&moving->other, "steps", value_of_list(moving->applying->arena, NULL, 0));
    deed_put(&moving->other, "successor", value_of_null());
    return true;
}

static bool deprecate_draw(struct moving *moving, struct error *err)
{
    (void)err;
    production_leave(&moving->model, version_moving(moving));
    sunset_set(moving, &moving->version);
    member_keep(moving, "steps");
    member_keep(moving, "successor");
    return true;
}

/* What is suspended and ends is suspended no more, but it stays told that it was. */
static bool end_draw(struct moving *moving, struct error *err)
{
    (void)err;
    deed_put(&moving->version, "before", value_of_null());
    production_leave(&moving->model, version_moving(moving));
    return true;
}

static bool archive_draw(struct moving *moving, struct error *err)
{
    member_keep(moving, "retention");
    member_keep(moving, "stored");
    return end_draw(moving, err);
}

static bool hold_draw(struct moving *moving, struct error *err)
{
    (void)err;
    member_keep(moving, "retention");
    return true;
}

static bool expire_draw(struct moving *moving, struct error *err)
{
    if (moving->motion->situation.to == STAGE_DEPRECATED)
        sunset_set(moving, &moving->version);
    return end_draw(moving, err);
}

static bool change_draw(struct moving *moving, struct error *err)
{
    static bool (*const moves[MOVE_COUNT])(struct moving *, struct error *) = {
        [MOVE_REGISTER] = register_draw,   [MOVE_PROMOTE] = promote_draw,
        [MOVE_REJECT] = end_draw,          [MOVE_SUSPEND] = suspend_draw,
        [MOVE_RESUME] = resume_draw,       [MOVE_ROLLBACK] = rollback_draw,
        [MOVE_DEPRECATE] = deprecate_draw, [MOVE_RETIRE] = end_draw,
        [MOVE_ARCHIVE] = archive_draw,     [MOVE_HOLD] = hold_draw,
        [MOVE_EXPIRE] = expire_draw,
    };
    return moves[moving->motion->situation.move](moving, err);
}

/* ---- what was asked before it ---- */

static bool decision_consume(const struct moving *moving, struct error *err)
{
    struct applying *applying = moving->applying;
    const struct value *decided = moving->motion->decided;
    struct deed decision = deed_of(decided, applying->arena);
    struct deed consumed = deed_of(NULL, applying->arena);
    if (!decided)
        return true;
    applying_stamp(applying, &consumed);
    deed_put(&decision, "consumed", deed_value(&consumed));
    return applying_put(applying, "decision", told_text(decided, "id"), &decision, err);
}

/* The promotion went ahead of its answers, which are still to come. */
static void emergency_tell(const struct moving *moving, struct deed *request)
{
    struct deed emergency = deed_of(NULL, moving->applying->arena);
    applying_stamp(moving->applying, &emergency);
    deed_keep(&emergency, "due", told(moving->motion->act_members, "review_by"));
    deed_put(request, "emergency", deed_value(&emergency));
}

/* Nobody is served by it again. */
static bool ends(const struct deed *version)
{
    const struct value version_row = deed_value(version);
    return version_ended(&version_row);
}

static bool request_settle(const struct moving *moving, struct text request_id,
                           struct deed *version, struct error *err)
{
    const struct value *request;
    struct applying *applying = moving->applying;
    const bool named = text_equal(request_id, member_moved(moving, "request"));
    if (!applying_row(applying, "request", request_id, &request, err))
        return false;
    struct deed deed = deed_of(request, applying->arena);
    if (named && !moving->consumes)
        emergency_tell(moving, &deed);
    else if (!named && told(request, "emergency") && !ends(version))
        return true;
    else
        request_close(applying, &deed, version, request_id, named ? "consumed" : "superseded");
    return applying_put(applying, "request", request_id, &deed, err);
}

/* What was asked about a version where it stood is moot where it stands now: its answers do not
 * count for another move from there, should it ever come back. */
static bool requests_settle(const struct moving *moving, const struct value *version_row,
                            struct deed *version, struct error *err)
{
    const struct value *open_requests = told(version_row, "open");
    const struct situation *situation = &moving->motion->situation;
    for (size_t i = 0; i < value_count(open_requests); i++) {
        const struct text request_id = value_text(value_at(open_requests, i));
        if (situation->from == situation->to &&
            !text_equal(request_id, member_moved(moving, "request")))
            continue;
        if (!request_settle(moving, request_id, version, err))
            return false;
    }
    return true;
}

static bool proposal_drop(void *context, struct row_name row_named, struct text row_document,
                          struct error *err)
{
    (void)row_document;
    (void)err;
    applying_drop(context, "proposal", row_named.key);
    return true;
}

static bool proposals_drop(struct applying *applying, struct text version_key, struct error *err)
{
    const struct row_name proposals = {
        TEXT("proposal"), text_format(applying->arena, "move/%.*s/", TEXT_ARGS(version_key))};
    return applying->rows->walk(applying->rows->keeper, proposals,
                                (struct row_visit){proposal_drop, applying}, err);
}

/* ---- rows ---- */

/* Since which entry people were answered by it, or their requests came to it. */
static void served_note(const struct applying *applying, struct deed *version)
{
    enum stage stage;
    const struct value version_row = deed_value(version);
    const struct text stage_word = told_text(&version_row, "stage");
    struct suggestion near_stage = suggest_for(stage_word);
    if (!told(&version_row, "served") && stage_read(stage_word, &stage, &near_stage) &&
        stage_meets_people(stage))
        deed_count(version, "served", applying->entry->index);
}

/* One of the versions that move: where it stands, since when, and what is moot. */
static bool mover_put(const struct moving *moving, const struct value *moved_from, struct text to,
                      struct deed *version, struct error *err)
{
    struct applying *applying = moving->applying;
    const struct text key = told_version(moved_from, applying->arena);
    deed_text(version, "stage", to);
    served_note(applying, version);
    if (ends(version))
        owed_end(version);
    version_moved(applying, move_name(moving->motion->situation.move),
                  told_text(moved_from, "stage"), version);
    return requests_settle(moving, moved_from, version, err) &&
           place_put(applying, moved_from, version, err) && proposals_drop(applying, key, err) &&
           applying_history(applying, key, member_moved(moving, "change"), err);
}

static bool other_put(struct moving *moving, struct error *err)
{
    const struct value *named = told(moving->motion->act_members, "other");
    return !named ||
           mover_put(moving, moving->motion->other, told_text(named, "to"), &moving->other, err);
}

bool transition_put(struct applying *applying, const struct motion *motion, struct error *err)
{
    struct moving moving = {
        .applying = applying,
        .motion = motion,
        .version = deed_of(motion->registered, applying->arena),
        .other = deed_of(motion->other, applying->arena),
        .model = deed_of(motion->model, applying->arena),
        .consumes = motion->answered && !motion->standing.lacking,
    };
    if (motion->decided) /* what later versions are compared with */
        deed_keep(&moving.version, "passed", told(motion->decided, "id"));
    return change_draw(&moving, err) &&
           mover_put(&moving, motion->registered, member_moved(&moving, "to"), &moving.version,
                     err) &&
           other_put(&moving, err) && decision_consume(&moving, err) &&
           applying_put(applying, "model", told_text(motion->registered, "name"), &moving.model,
                        err);
}
