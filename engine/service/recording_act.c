/* From a judgement to an entry: the vault first, then the log. */
#include "service/recording.h"

#include "base/clock.h"
#include "base/limits.h"
#include "service/provenance.h"
#include "service/said.h"
#include "store/vault.h"
#include "value/canonical.h"

/* ---- the vault ---- */

static bool document_keep(const char *vault, const struct value *document,
                          struct digest *kept_digest, struct error *err)
{
    struct arena kept_scratch = {0};
    struct buffer kept_bytes = buffer_in(&kept_scratch, LIMIT_REPORT_SIZE);
    const bool kept = canonical_write(document, &kept_bytes, err) &&
                      (!buffer_full(&kept_bytes) ||
                       error_set(err, ERROR_REFUSED, "the document is larger than %llu bytes",
                                 LIMIT_REPORT_SIZE)) &&
                      vault_lay(vault, buffer_text(&kept_bytes), kept_digest, err);
    arena_free(&kept_scratch);
    return kept;
}

/* The decision without its id: what the id is the digest of. */
static bool decision_keep(const char *vault, const struct value *decision, struct arena *arena,
                          struct error *err)
{
    struct members kept_members = {0};
    struct digest kept;
    const struct text id = value_text(value_get(decision, TEXT("id")));
    for (size_t i = 0; i < value_count(decision); i++)
        if (!text_is(member_key(decision, i), "id"))
            members_add(arena, &kept_members, member_key(decision, i), *member_value(decision, i));
    const struct value document = value_of_map(arena, &kept_members);
    return document_keep(vault, &document, &kept, err) &&
           (text_equal(digest_print(&kept, arena), id) ||
            error_set(err, ERROR_BUG, "the decision is not what its id says"));
}

bool recording_keep(const char *vault, const struct judgement *judgement, struct arena *arena,
                    struct digest *docket, struct error *err)
{
    struct digest kept;
    const struct held_files *files = &judgement->held->whole;
    if (!schemas_check(schemas_new(arena), TEXT("case"), &judgement->docket, arena, err) ||
        !docket_covered(&judgement->docket, judgement->held, arena, err))
        return false;
    for (size_t i = 0; i < files->count; i++)
        if (!vault_lay(vault, files->at[i], &kept, err))
            return false;
    return document_keep(vault, &judgement->docket, docket, err) &&
           decision_keep(vault, &judgement->decision, arena, err) && vault_settle(vault, err);
}

/* ---- the act ---- */

static struct value model_value(const struct value *decided_subject, struct arena *arena)
{
    static const char *const model_named[] = {"name", "version", "tier"};
    struct record model = record_in(arena);
    for (size_t i = 0; i < COUNT(model_named); i++)
        record_maybe(&model, model_named[i], said_part(decided_subject, model_named[i]));
    return record_map(&model);
}

static struct value evidence_digests(const struct value *evidence, struct arena *arena)
{
    struct values recorded_digests = {0};
    for (size_t i = 0; i < value_count(evidence); i++) {
        const struct value *digest = said_part(value_at(evidence, i), "digest");
        *LIST_ADD(arena, &recorded_digests) = digest ? *digest : value_of_null();
    }
    return value_of_list(arena, recorded_digests.at, recorded_digests.count);
}

static void members_take(const struct keepsake *kept, struct arena *arena, struct members *out)
{
    const struct value *decision = &kept->judgement.decision;
    const struct value *subject = said_part(decision, "subject");
    struct record act = record_in(arena);
    record_value(&act, "model", model_value(subject, arena));
    record_maybe(&act, "transition", said_part(decision, "transition"));
    record_maybe(&act, "decision", said_part(decision, "id"));
    record_digest(&act, "case", &kept->docket);
    record_maybe(&act, "verdict", said_part(decision, "verdict"));
    record_maybe(&act, "status", said_part(decision, "status"));
    record_maybe(&act, "policies", said_part(said_part(decision, "policies"), "digest"));
    record_maybe(&act, "manifest", said_part(subject, "manifest"));
    record_maybe(&act, "artifact", said_part(said_part(decision, "artifact"), "digest"));
    record_maybe(&act, "listing", said_part(said_part(decision, "artifact"), "listing"));
    record_value(&act, "evidence", evidence_digests(said_part(decision, "evidence"), arena));
    record_text(&act, "request", kept->request);
    *out = act.members;
}

/* A machine's key signs in silence; whoever signs by an agent is shown what. */
static void sentence_take(const struct acting *acting, const struct value *decision,
                          struct draft *draft)
{
    const struct value *decided_subject = said_part(decision, "subject");
    const struct text recorded_version = value_text(said_part(decided_subject, "version"));
    if (acting->pair)
        return;
    draft->word = recorded_version;
    draft->sentence = text_format(
        acting->arena, "I record the decision %.*s on %.*s %.*s to %.*s: %.*s",
        TEXT_ARGS(value_text(said_part(decision, "id"))),
        TEXT_ARGS(value_text(said_part(decided_subject, "name"))), TEXT_ARGS(recorded_version),
        TEXT_ARGS(value_text(said_part(said_part(decision, "transition"), "to"))),
        TEXT_ARGS(value_text(said_part(decision, "verdict"))));
}

/* The same decision is in the log once. */
static bool decision_recorded(struct acting *acting, struct keepsake *kept, bool *recorded,
                              struct error *err)
{
    const struct value *row;
    const struct text id = value_text(said_part(&kept->judgement.decision, "id"));
    if (!registry_row(&acting->rows, "decision", id, acting->arena, &row, err))
        return false;
    *recorded = row != NULL;
    if (row)
        kept->recorded = text_format(acting->arena, "was recorded before, as entry %lld of %.*s",
                                     (long long)value_integer(said_part(row, "index")),
                                     TEXT_ARGS(acting->origin));
    return true;
}

/* At a moment to come everything is older than it is, and what has to wait has waited. */
static bool moment_come(const struct acting *acting, const struct value *decision,
                        struct error *err)
{
    int64_t judged_for;
    return text_is(value_text(said_part(decision, "verdict")), "deny") ||
           (clock_read(value_text(said_part(decision, "now")), &judged_for) &&
            judged_for <= acting->session->now + LIMIT_CLOCK_SKEW) ||
           error_set(err, ERROR_USAGE,
                     "--record with --now: for a moment to come only a denial is recorded");
}

/* ---- a version that is new to the log ---- */

static struct value registered_model(const struct value *subject, const struct known *known,
                                     struct arena *arena)
{
    const struct value model = model_value(subject, arena);
    struct record whole = record_in(arena);
    for (size_t i = 0; i < value_count(&model); i++)
        record_value(&whole, text_string(arena, member_key(&model, i)), *member_value(&model, i));
    record_text(&whole, "owner", known->owner);
    record_value(&whole, "authors",
                 known->authors ? *known->authors : value_of_list(arena, NULL, 0));
    return record_map(&whole);
}

static bool registration_write(struct acting *acting, const struct known *known,
                               const struct value *decision, struct error *err)
{
    struct recorded place;
    struct record act = record_in(acting->arena);
    struct draft draft = {.kind = ACT_REGISTRATION};
    const struct value *subject = said_part(decision, "subject");
    record_value(&act, "model", registered_model(subject, known, acting->arena));
    record_maybe(&act, "manifest", said_part(subject, "manifest"));
    record_maybe(&act, "artifact", said_part(said_part(decision, "artifact"), "digest"));
    record_maybe(&act, "listing", said_part(said_part(decision, "artifact"), "listing"));
    provenance_copy(known->provenance, known->from, &act);
    draft.members = act.members;
    const struct value members = value_of_map(acting->arena, &draft.members);
    return act_subject(ACT_REGISTRATION, acting->origin, &members, acting->arena, &draft.subject,
                       err) &&
           acting_record(acting, &draft, &place, err);
}

/* Who records a decision on a version that the log does not know enters it as well. */
static bool version_entered(struct acting *acting, const struct known *known,
                            const struct value *decision, struct error *err)
{
    const struct value *version, *subject = said_part(decision, "subject");
    const struct text key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(value_text(said_part(subject, "name"))),
                    TEXT_ARGS(value_text(said_part(subject, "version"))));
    if (!registry_row(&acting->rows, "version", key, acting->arena, &version, err))
        return false;
    if (!version)
        return registration_write(acting, known, decision, err);
    const struct value none = value_of_list(acting->arena, NULL, 0);
    const struct value *authors = said_part(version, "authors");
    return (text_equal(value_text(said_part(version, "owner")), known->owner) &&
            value_equal(authors ? authors : &none, known->authors ? known->authors : &none)) ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s is registered with another owner or other authors than the manifest "
                     "names now; who made a version does not change",
                     TEXT_ARGS(key));
}

bool recording_write(struct acting *acting, const struct known *known, struct keepsake *kept,
                     struct error *err)
{
    bool recorded = false;
    struct recorded place;
    const struct resting resting = {known, kept};
    struct draft draft = {
        .kind = ACT_DECISION, .plain = true, .premise = {recording_unmoved, &resting}};
    const struct value *decision = &kept->judgement.decision;
    if (!decision_recorded(acting, kept, &recorded, err))
        return false;
    if (recorded)
        return true;
    if (!moment_come(acting, decision, err) || !version_entered(acting, known, decision, err))
        return false;
    members_take(kept, acting->arena, &draft.members);
    sentence_take(acting, decision, &draft);
    const struct value members = value_of_map(acting->arena, &draft.members);
    if (!act_subject(ACT_DECISION, acting->origin, &members, acting->arena, &draft.subject, err) ||
        !acting_record(acting, &draft, &place, err))
        return false;
    kept->recorded = text_format(acting->arena, "recorded as entry %llu of %.*s, by %.*s",
                                 (unsigned long long)place.index, TEXT_ARGS(acting->origin),
                                 TEXT_ARGS(acting->id));
    return true;
}
