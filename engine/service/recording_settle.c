/* What the ledger says of a decision, once it is known what was judged. */
#include "service/recording.h"

#include "registry/lifecycle.h"
#include "service/record.h"
#include "service/said.h"

static struct value digests_of(const struct value *evidence, struct arena *arena)
{
    struct values settled_digests = {0};
    for (size_t i = 0; i < value_count(evidence); i++)
        *LIST_ADD(arena, &settled_digests) =
            value_of_text(said_text(value_at(evidence, i), "digest"));
    return value_of_list(arena, settled_digests.at, settled_digests.count);
}

/* A word that the worker sent; it was written from our own tables. */
static bool stage_said(const struct value *transition, const char *name, enum stage *out)
{
    const struct text stage_word = said_text(transition, name);
    struct suggestion near_stage = suggest_for(stage_word);
    *out = STAGE_NONE;
    return stage_word.size == 0 || stage_read(stage_word, out, &near_stage);
}

bool settling_of(const struct judged *judged, struct arena *arena, struct settling *out,
                 struct error *err)
{
    const struct text tier_word = said_text(judged->subject, "tier");
    struct suggestion near_tier = suggest_for(tier_word);
    struct value *evidence = ARENA_NEW(arena, struct value);
    *evidence = digests_of(judged->evidence, arena);
    out->evidence = judged->evidence;
    out->binding = (struct binding){
        .name = said_text(judged->subject, "name"),
        .version = said_text(judged->subject, "version"),
        .artifact = said_text(judged->artifact, "digest"),
        .listing = said_text(judged->artifact, "listing"),
        .manifest = said_text(judged->subject, "manifest"),
        .policies = judged->policies,
        .evidence = evidence,
    };
    return (stage_said(judged->transition, "from", &out->binding.from) &&
            stage_said(judged->transition, "to", &out->binding.to) &&
            tier_read(tier_word, &out->tier, &near_tier)) ||
           error_set(err, ERROR_BUG, "what was judged has no stage or tier");
}

static struct value words_list(const struct texts *said_words, struct arena *arena)
{
    struct values words_listed = {0};
    for (size_t i = 0; i < said_words->count; i++)
        *LIST_ADD(arena, &words_listed) = value_of_text(text_copy(arena, said_words->at[i]));
    return value_of_list(arena, words_listed.at, words_listed.count);
}

/* ---- what the decision will not speak of ---- */

/* What is suspended goes back to where it was, but not into a place that is taken. */
static bool has_resume(enum lifecycle lifecycle, const struct known *known, const struct value *row,
                       const struct value *model)
{
    const enum stage back = said_text(model, "production").size &&
                                    text_is(said_text(row, "before"), stage_name(STAGE_PRODUCTION))
                                ? STAGE_STAGING
                                : known->to;
    return transition_find(lifecycle, MOVE_RESUME, known->from, known->to) && back == known->to &&
           (back == STAGE_STAGING || text_is(said_text(row, "before"), stage_name(back)));
}

/* Is there a way for it, of those that a decision opens? */
static bool way_find(struct acting *acting, const struct known *known, enum lifecycle *lifecycle,
                     bool *has_way, struct error *err)
{
    const struct value *origin, *row, *model;
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(known->name), TEXT_ARGS(known->version));
    if (!registry_row(&acting->rows, "log", TEXT("origin"), acting->arena, &origin, err) ||
        !registry_row(&acting->rows, "model", known->name, acting->arena, &model, err) ||
        !registry_row(&acting->rows, "version", version_key, acting->arena, &row, err))
        return false;
    if (!lifecycle_read(said_text(origin, "lifecycle"), lifecycle))
        return error_set(err, ERROR_INTEGRITY, "the origin of the log pins no lifecycle");
    *has_way = transition_find(*lifecycle, MOVE_PROMOTE, known->from, known->to) ||
               transition_find(*lifecycle, MOVE_REGISTER, known->from, known->to) ||
               has_resume(*lifecycle, known, row, model);
    return true;
}

static bool unchecked_say(struct acting *acting, const struct known *known, struct arena *arena,
                          struct value *out, struct error *err)
{
    bool has_way = false;
    enum lifecycle lifecycle;
    struct values unchecked = {0};
    if (!way_find(acting, known, &lifecycle, &has_way, err))
        return false;
    for (size_t i = 0; i < value_count(&known->unchecked); i++)
        *LIST_ADD(arena, &unchecked) = *value_at(&known->unchecked, i);
    if (!has_way && !unchecked.count)
        *LIST_ADD(arena, &unchecked) = value_of_text(
            text_format(arena, "the transition: the lifecycle %s has no way from %s to %s",
                        lifecycle_name(lifecycle), stage_name(known->from), stage_name(known->to)));
    if (known->recorded.size)
        *LIST_ADD(arena, &unchecked) = value_of_text(text_format(
            arena,
            "the artifact and the files of evidence: they stand as they were seen for the recorded "
            "case %.*s",
            TEXT_ARGS(known->recorded)));
    *out = value_of_list(arena, unchecked.at, unchecked.count);
    return true;
}

/* Waivers end with the moment that is judged for, or with today, whichever is later. */
static bool ledger_says(struct acting *acting, const struct recording *recording,
                        const struct settling *settling, struct arena *arena, struct settled *out,
                        struct error *err)
{
    const struct value *request;
    struct standing standing;
    const int64_t now = recording->session->now, judged_for = recording->judging.now;
    const struct binding *binding = &settling->binding;
    const struct inquiry inquiry = {&acting->rows, now, arena};
    const struct passage passage = {binding->from, binding->to, settling->tier};
    if (!registry_waivers(&acting->rows, binding, judged_for > now ? judged_for : now, arena,
                          &out->waivers, err) ||
        !registry_open_request(&acting->rows, binding, arena, &request, err) ||
        !recording_read_alike(acting, request, settling->evidence, err) ||
        !registry_standing(&inquiry, request, passage, &standing, err))
        return false;
    out->lacking_count = standing.lacking;
    out->lacking = words_list(&standing.lacks, arena);
    out->approvals = recording_answers(&standing, arena);
    out->request = said_text(request, "id");
    return unchecked_say(acting, settling->known, arena, &out->unchecked, err) &&
           (!recording->demand || recording_demanded(acting, settling->known, binding, arena, err));
}

/* Owner, authors, lineage and the gate's word were read of one manifest: no other is judged under
 * them. What comes out of the vault is what it was. */
static bool inputs_same(const struct known *known, const struct binding *judged, struct error *err)
{
    const bool manifest = known->recorded.size || text_equal(known->manifest, judged->manifest);
    if (manifest && (!known->gated || (text_equal(known->gated_artifact, judged->artifact) &&
                                       text_equal(known->gated_listing, judged->listing))))
        return true;
    return error_set(err, ERROR_INTEGRITY,
                     "the %s of %.*s@%.*s changed while it was judged; nothing is recorded",
                     manifest ? "artifact" : "manifest", TEXT_ARGS(known->name),
                     TEXT_ARGS(known->version));
}

bool recording_settle(void *context, const struct judged *judged, struct arena *arena,
                      struct settled *out, struct error *err)
{
    struct settling settling = {.tier = TIER_HIGH};
    struct arena settled_scratch = {0}; /* of the open log: there is one for each decision */
    struct acting acting = {0};
    struct settled settled = {0};
    struct recording *recording = context;
    struct session session = *recording->session;
    session.arena = &settled_scratch;
    const size_t place = recording->places[judged->manifest];
    struct known *known = &recording->known[place];
    settling.known = known;
    const bool says = settling_of(judged, arena, &settling, err) &&
                      inputs_same(known, &settling.binding, err) &&
                      acting_open_sealed(&session, recording->words, &acting, err) &&
                      ledger_says(&acting, recording, &settling, arena, &settled, err);
    acting_close(&acting);
    arena_free(&settled_scratch);
    if (!says)
        return false;
    recording->anew[place] = !value_equal(&settled.approvals, &known->approvals);
    if (recording->anew[place])
        known->approvals = value_copy(recording->session->arena, &settled.approvals);
    *out = settled;
    return true;
}
