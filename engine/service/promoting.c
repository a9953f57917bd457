#include "service/promoting.h"
#include "service/said.h"

#include "base/file.h"
#include "policy/outcome.h"
#include "service/signing.h"

/* ---- the plan ---- */

/* A version that was suspended goes back to where it was, but not into a place that is taken. */
static bool target_seen(struct promoting *promoting, const struct moving *moving,
                        const struct value *model, struct error *err)
{
    struct suggestion near_stage = suggest_for(TEXT_NONE);
    if (promoting->move != MOVE_RESUME)
        return true;
    if (!stage_read(said_text(moving->row, "before"), &promoting->to, &near_stage))
        return error_set(err, ERROR_GUARD, "%.*s is not suspended; it stands in %s",
                         TEXT_ARGS(moving->key), stage_name(moving->from));
    if (promoting->to == STAGE_PRODUCTION && said_text(model, "production").size)
        promoting->to = STAGE_STAGING;
    return true;
}

/* Is there no set that could be asked, and none that has to be? Then it is as other moves are. */
static bool undecided_seen(struct promoting *promoting, struct acting *acting, struct error *err)
{
    const struct value *adoption;
    const struct transition *way =
        transition_find(promoting->lifecycle, promoting->move, promoting->from, promoting->to);
    if (!registry_row(&acting->rows, "adoption", text_of(stage_name(promoting->to)), acting->arena,
                      &adoption, err))
        return false;
    promoting->undecided = !adoption && way && way->adopted & 1U << GUARD_DECISION;
    return true;
}

static bool rows_seen(struct promoting *promoting, struct acting *acting,
                      const struct moving *moving, struct error *err)
{
    const struct value *model;
    struct arena *arena = promoting->session->arena;
    if (!registry_row(&acting->rows, "model", moving->asked.name, acting->arena, &model, err) ||
        !moving_lifecycle(acting, &promoting->lifecycle, err) ||
        !target_seen(promoting, moving, model, err))
        return false;
    promoting->from = moving->from;
    promoting->head = value_integer(value_get(moving->row, TEXT("head")));
    promoting->champion = text_copy(arena, said_text(model, "production"));
    promoting->asked = (struct asked_version){text_copy(arena, moving->asked.name),
                                              text_copy(arena, moving->asked.version)};
    return undecided_seen(promoting, acting, err);
}

/* The guards that are asked after the decision speak for themselves: whoever plans has none yet. */
static bool guard_explain(const struct moving *moving, enum guard objection, struct error *err)
{
    if (objection == GUARD_UNEXPIRED)
        return error_set(err, ERROR_GUARD,
                         "the time to live of %.*s was over at %.*s; a new version takes its place",
                         TEXT_ARGS(moving->key), TEXT_ARGS(said_text(moving->row, "expires")));
    return error_set(err, ERROR_GUARD, "%.*s may not move from %s to %s: %s does not hold",
                     TEXT_ARGS(moving->key), stage_name(moving->from), stage_name(moving->to),
                     guard_name(objection));
}

/* What a judgement and the signatures that follow it cannot change. */
static bool plan_permits(const struct promoting *promoting, struct acting *acting,
                         struct moving *moving, struct error *err)
{
    struct draft draft;
    struct situation situation;
    struct error objection = {0};
    if (!promoting_draw(promoting, acting, moving, err) ||
        !moving_draft(acting, moving, &draft, err))
        return false;
    const struct value members = value_of_map(acting->arena, &draft.members);
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    if (!registry_situation(&inquiry, &members, acting->id, &situation, err))
        return false;
    situation.facts |= 1U << GUARD_DECISION;
    situation.lacking = 0;
    const struct plan plan = registry_plan(&situation);
    if (plan.verdict != PLAN_REFUSED)
        return true;
    if (plan.objection == GUARD_REVIEWED && !registry_reviewed(&inquiry, &members, acting->id, err))
        return false;
    if (plan.objection > GUARD_DECISION ||
        registry_permits(&inquiry, &members, acting->id, &objection))
        return guard_explain(moving, plan.objection, err);
    return error_set(err, objection.code, "%s%s", plan.objection == GUARD_HEAD ? "conflict: " : "",
                     objection.message);
}

static bool move_plan(struct promoting *promoting, struct acting *acting, struct moving *moving,
                      struct error *err)
{
    if (!rows_seen(promoting, acting, moving, err))
        return false;
    moving->to = promoting->to;
    if (promoting_stands(promoting, moving))
        return promoting_repeat(promoting, acting, moving, err);
    return promoting->undecided || plan_permits(promoting, acting, moving, err);
}

static bool version_plan(struct promoting *promoting, struct acting *acting, struct error *err)
{
    struct moving moving = {0};
    struct refused refused = {.command = move_name(promoting->move),
                              .asked = &moving.asked,
                              .from = STAGE_NONE,
                              .to = promoting->to,
                              .why = err};
    if (!moving_begin(acting, request_text(promoting->request, "version"), promoting->move, &moving,
                      err))
        return false;
    refused.from = moving.from;
    if (move_plan(promoting, acting, &moving, err))
        return true;
    refused.to = promoting->to;
    return !promoting->claimed.size && moving_refused(acting, &refused);
}

/* Whose key it is that was claimed. */
static bool claimed_find(struct promoting *promoting, struct acting *acting, const struct key *key,
                         struct error *err)
{
    struct text holder;
    const char *given = request_text(promoting->request, "as");
    struct session *session = acting->session;
    acting->signer.key = *key;
    if (!registry_holder(&acting->rows, &acting->signer.key, acting->arena, &holder, err))
        return false;
    given = given ? given : session->setting(session->context, "OBSTAT_AS");
    promoting->claimed = text_copy(promoting->session->arena, holder);
    acting->id = promoting->claimed;
    return !given || text_is(holder, given);
}

/* Who types a passphrase types it once, when something is to be signed: who judges before that
 * has no part in the key. Nothing is written here: what is refused is planned anew by who has
 * proven who they are. */
static bool plan_claimed(struct promoting *promoting, struct session *session)
{
    struct key key;
    struct acting acting = {0};
    struct error unproven = {0};
    const bool plans =
        signing_key_claimed(session, request_text(promoting->request, "sign"), &key) &&
        acting_open_sealed(session, promoting->request, &acting, &unproven) &&
        claimed_find(promoting, &acting, &key, &unproven) &&
        version_plan(promoting, &acting, &unproven);
    acting_close(&acting);
    if (!plans)
        promoting->claimed = TEXT_NONE;
    return plans;
}

/* In an arena of its own, which ends with the key: who judges next has no part in it. */
bool promoting_plan(struct promoting *promoting, struct error *err)
{
    struct acting acting;
    struct arena planned = {0};
    struct session session = *promoting->session;
    session.arena = &planned;
    bool plans = plan_claimed(promoting, &session);
    if (!plans &&
        moving_open(&session, promoting->request, move_name(promoting->move), &acting, err)) {
        plans = version_plan(promoting, &acting, err);
        acting_close(&acting);
    }
    arena_free(&planned);
    return plans;
}

/* ---- a round ---- */

/* --manifest, else model.yaml if there is one here. */
static void inputs_choose(const struct promoting *promoting, struct demand *demand,
                          struct judge_request *judging)
{
    enum file_kind kind;
    const char *manifest = promoting->manifest ? promoting->manifest : "model.yaml";
    demand->recorded = !promoting->manifest && !file_kind_of(manifest, &kind);
    *LIST_ADD(promoting->session->arena, &judging->manifests) = manifest;
}

bool promoting_refuse(struct promoting *promoting, const struct error *why, struct error *err)
{
    struct acting acting;
    const struct refused refused = {.command = move_name(promoting->move),
                                    .asked = &promoting->asked,
                                    .from = promoting->from,
                                    .to = promoting->to,
                                    .why = why};
    if (!refusal_due(why))
        return true;
    if (!moving_open(&promoting->present, promoting->request, move_name(promoting->move), &acting,
                     err))
        return false;
    (void)moving_refused(&acting, &refused);
    acting_close(&acting);
    return true;
}

static bool round_judge(struct promoting *promoting, struct recording *recording, struct error *err)
{
    struct error why = {0}, unkept = {0};
    if (recording_judge(recording, &why))
        return true;
    (void)!promoting_refuse(promoting, &why, &unkept);
    *err = why;
    return false;
}

/* The decision, and the move that it opens. */
static bool decision_follow(struct promoting *promoting, struct acting *acting,
                            const struct known *known, struct error *err)
{
    struct keepsake *kept = promoting->kept;
    const struct refused refused = {.command = move_name(promoting->move),
                                    .asked = &promoting->asked,
                                    .from = promoting->from,
                                    .to = promoting->to,
                                    .why = err};
    if (promoting->claimed.size && !text_equal(promoting->claimed, acting->id))
        return error_set(err, ERROR_INTEGRITY,
                         "the key is that of %.*s, and the public half beside it says %.*s",
                         TEXT_ARGS(acting->id), TEXT_ARGS(promoting->claimed)),
               moving_refused(acting, &refused);
    if (!promoting_held(promoting, acting, err))
        return moving_refused(acting, &refused);
    promoting->resting = (struct resting){known, kept};
    if (!recording_write(acting, known, kept, err))
        return promoting_conflict(promoting, acting, err), moving_refused(acting, &refused);
    kept->judgement.recorded = text_string(promoting->session->arena, kept->recorded);
    const int status = kept->judgement.conclusion.status;
    if (status != STATUS_ALLOWED && !(status == STATUS_PENDING && promoting->emergency))
        return true;
    return promoting_move(promoting, acting, err);
}

bool promoting_round(struct promoting *promoting, struct error *err)
{
    struct acting acting;
    struct session *session = promoting->session;
    struct demand demand = {promoting->asked.name, promoting->asked.version, promoting->from,
                            promoting->to, false};
    promoting->present = session_present(session);
    struct recording recording = {
        .session = &promoting->present,
        .words = promoting->request,
        .demand = &demand,
        .judging = {.now = promoting->present.now, .data = session->data, .to = promoting->to}};
    inputs_choose(promoting, &demand, &recording.judging);
    if (!round_judge(promoting, &recording, err))
        return false;
    promoting->kept = &recording.kept.at[0];
    if (promoting->kept->judgement.refused)
        return promoting_refuse(promoting, &promoting->kept->judgement.error, err);
    if (!moving_open(&promoting->present, promoting->request, move_name(promoting->move), &acting,
                     err))
        return false;
    const bool followed = decision_follow(promoting, &acting, &recording.known[0], err);
    acting_close(&acting);
    return followed;
}
