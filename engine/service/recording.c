#include "service/recording.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/moving.h"
#include "service/said.h"

/* ---- what a recorded decision may not be asked ---- */

/* The adopted set judges, with its own parameters, and at a moment that is not over. */
static bool request_recordable(const struct session *session, const struct judge_request *judging,
                               struct error *err)
{
    if (judging->policies.count)
        return error_set(err, ERROR_USAGE,
                         "--record judges by the adopted policies; -p cannot name others");
    if (judging->overrides.count)
        return error_set(err, ERROR_USAGE,
                         "--record judges with the adopted parameters; --param cannot set others");
    if (judging->trust.count)
        return error_set(err, ERROR_USAGE,
                         "--record trusts the keys of the adopted set; --trust cannot name others");
    return judging->now >= session->now - LIMIT_RECORD_BACK ||
           error_set(err, ERROR_USAGE,
                     "--record with --now: a decision is recorded within %d minutes of the moment "
                     "that it is judged for",
                     LIMIT_RECORD_BACK / 60);
}

/* ---- what came of each, until it is in the log ---- */

/* The copy outlives the worker and the arena that the judgement came from. */
static struct keepsake *judgement_copy(struct recording *recording,
                                       const struct judgement *judgement)
{
    struct arena *arena = recording->session->arena;
    struct keepsake *kept = LIST_ADD(arena, &recording->kept);
    kept->judgement = *judgement;
    kept->judgement.decision = value_copy(arena, &judgement->decision);
    kept->judgement.docket = value_of_null();
    kept->judgement.settled = NULL;
    kept->judgement.held = NULL;
    kept->waivers = kept->approvals = value_of_list(arena, NULL, 0);
    if (!judgement->settled)
        return kept;
    kept->request = text_copy(arena, judgement->settled->request);
    kept->waivers = value_copy(arena, judgement->settled->waivers);
    kept->approvals = value_copy(arena, &judgement->settled->approvals);
    return kept;
}

static void judgement_keep(void *context, const struct judgement *judgement)
{
    struct arena kept_scratch = {0};
    struct recording *recording = context;
    struct keepsake *kept = judgement_copy(recording, judgement);
    struct error unkept = {0};
    const size_t place = recording->places[recording->kept.count - 1];
    if (!judgement->refused && !recording->anew[place] &&
        !recording_keep(recording->ledger.vault, judgement, &kept_scratch, &kept->docket,
                        &unkept)) {
        kept->judgement.refused = true;
        kept->judgement.error = unkept;
    }
    arena_free(&kept_scratch);
}

/* ---- rounds ---- */

/* Judge those manifests whose numbers are the places. */
static bool round_judge(struct recording *recording, size_t round_count, struct error *err)
{
    struct arena *arena = recording->session->arena;
    struct judge_request round = recording->judging;
    struct known *round_known = ARENA_ARRAY(arena, struct known, round_count);
    round.manifests = (struct names){0};
    recording->kept = (struct keepsakes){0};
    for (size_t i = 0; i < round_count; i++) {
        round_known[i] = recording->known[recording->places[i]];
        *LIST_ADD(arena, &round.manifests) = recording->judging.manifests.at[recording->places[i]];
    }
    recording->ledger.known = round_known;
    round.ledger = &recording->ledger;
    return judge(&round, recording->session, judgement_keep, recording, err);
}

/* Whose answers were others than were known; the places of them. */
static size_t places_anew(struct recording *recording, size_t count)
{
    size_t again = 0;
    for (size_t i = 0; i < count; i++)
        if (recording->anew[recording->places[i]])
            recording->places[again++] = recording->places[i];
    return again;
}

/* Policies saw the answers that were known before; where those of the request that the judgement
 * binds are others, they see these. What changes a second time is not waited for. */
static bool rounds_judge(struct recording *recording, struct error *err)
{
    const size_t round_count = recording->judging.manifests.count;
    struct arena *arena = recording->session->arena;
    recording->anew = ARENA_ARRAY(arena, bool, round_count);
    recording->places = ARENA_ARRAY(arena, size_t, round_count);
    for (size_t i = 0; i < round_count; i++)
        recording->places[i] = i;
    if (!round_judge(recording, round_count, err))
        return false;
    const struct keepsakes round_first = recording->kept;
    const size_t judged_again = places_anew(recording, round_count);
    if (judged_again == 0)
        return true;
    if (!round_judge(recording, judged_again, err))
        return false;
    for (size_t i = 0; i < judged_again; i++) {
        if (recording->anew[recording->places[i]] && !recording->kept.at[i].judgement.refused)
            return error_set(err, ERROR_UNAVAILABLE,
                             "approvals came in while it was judged; try again");
        round_first.at[recording->places[i]] = recording->kept.at[i];
    }
    recording->kept = round_first;
    return true;
}

/* ---- the log ---- */

static bool is_to_be_recorded(const struct recording *recording)
{
    for (size_t i = 0; i < recording->kept.count; i++)
        if (!recording->kept.at[i].judgement.refused)
            return true;
    return false;
}

/* Who tried to record it is on record; always false. */
static bool decision_refused(struct acting *acting, const struct keepsake *kept, struct error *err)
{
    const struct value *subject = value_present(&kept->judgement.decision, TEXT("subject"));
    const struct asked_version asked = {.name = said_text(subject, "name"),
                                        .version = said_text(subject, "version")};
    const struct refused refused = {
        .command = "check", .asked = asked.name.size ? &asked : NULL, .why = err};
    return refusal_known(acting, &refused);
}

/* One after another; each is seen when it is recorded, and none that is not. */
static bool keepsakes_record(struct recording *recording, struct acting *acting,
                             void (*visit)(void *context, const struct judgement *judgement),
                             void *context, struct error *err)
{
    for (size_t i = 0; i < recording->kept.count; i++) {
        struct keepsake *kept = &recording->kept.at[i];
        if (!kept->judgement.refused) {
            if (!recording_write(acting, &recording->known[i], kept, err))
                return decision_refused(acting, kept, err);
            kept->judgement.recorded = text_string(acting->arena, kept->recorded);
        }
        visit(context, &kept->judgement);
    }
    return true;
}

bool recording_judge(struct recording *out, struct error *err)
{
    out->ledger.settle = recording_settle;
    out->ledger.context = out;
    return request_recordable(out->session, &out->judging, err) && recording_known(out, err) &&
           recording_enter(out, err) && rounds_judge(out, err);
}

bool recording_run(struct session *session, const struct value *words,
                   const struct judge_request *judging,
                   void (*visit)(void *context, const struct judgement *judgement), void *context,
                   struct error *err)
{
    struct acting acting = {.session = session, .arena = session->arena};
    struct recording recording = {.session = session, .words = words, .judging = *judging};
    if (!recording_judge(&recording, err))
        return false;
    if (is_to_be_recorded(&recording) && !acting_open(session, words, STORE_WRITE, &acting, err))
        return false;
    const bool recorded = keepsakes_record(&recording, &acting, visit, context, err);
    acting_close(&acting);
    return recorded;
}
