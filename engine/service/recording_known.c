#include "service/recording.h"

#include "base/file.h"
#include "base/limits.h"
#include "service/errand.h"
#include "service/provenance.h"
#include "service/said.h"

/* ---- names and versions, in a process apart ---- */

static struct value manifest_part(const struct manifest *manifest, const char *name)
{
    const struct value *part = value_present(manifest->document, text_of(name));
    return part ? *part : value_of_null();
}

static struct value manifest_tell(const struct judge_request *judging, const char *path,
                                  struct schemas *schemas, struct arena *arena)
{
    struct text bytes;
    struct digest digest;
    struct manifest manifest;
    struct error unread = {0}; /* judging says it again, and better */
    if (!file_read(path, LIMIT_MANIFEST_SIZE, arena, &bytes, &unread) ||
        !digest_text(bytes, &digest, &unread) ||
        !manifest_read(path, bytes, schemas, arena, &manifest, &unread))
        return value_of_null();
    struct record told = record_in(arena);
    record_digest(&told, "manifest", &digest);
    record_text(&told, "name", manifest.name);
    record_text(&told, "version", manifest.version);
    record_value(&told, "owner", manifest_part(&manifest, "owner"));
    record_value(&told, "authors", manifest_part(&manifest, "authors"));
    record_text(&told, "to", text_of(stage_name(judge_target(judging, &manifest))));
    /* Where it cannot be told, a version that is known is judged, and a new one not registered. */
    (void)!provenance_tell(&manifest, &told, &unread);
    return record_map(&told);
}

static bool manifests_tell(void *context, struct arena *arena, struct value *told,
                           struct error *err)
{
    const struct judge_request *judging = context;
    struct values all = {0};
    struct schemas *schemas = schemas_new(arena);
    (void)err;
    for (size_t i = 0; i < judging->manifests.count; i++) {
        struct arena known_scratch = {0};
        const struct value one =
            manifest_tell(judging, judging->manifests.at[i], schemas, &known_scratch);
        *LIST_ADD(arena, &all) = value_copy(arena, &one);
        arena_free(&known_scratch);
    }
    *told = value_of_list(arena, all.at, all.count);
    return true;
}

/* ---- what the rows say ---- */

/* The policy set in force for the stage. */
static bool adoption_known(struct acting *acting, struct known *known, struct error *err)
{
    const struct value *adoption;
    const char *stage = stage_name(known->to);
    if (!registry_row(&acting->rows, "adoption", text_of(stage), acting->arena, &adoption, err))
        return false;
    if (!adoption)
        return error_set(err, ERROR_REFUSED,
                         "no policy set is adopted for %s; obstat policy adopt -p DIR --to %s does "
                         "that",
                         stage, stage);
    known->set = said_text(adoption, "set");
    known->sources = said_text(adoption, "sources");
    known->trust = value_present(adoption, TEXT("trust"));
    return true;
}

/* Where none is in production, as the last one was suspended: the newest that was, but for this. */
static struct text champion_last(const struct value *model, const struct known *known)
{
    const struct value *previous = value_present(model, TEXT("previous"));
    for (size_t i = value_count(previous); i-- > 0;)
        if (!text_equal(value_text(value_at(previous, i)), known->version))
            return value_text(value_at(previous, i));
    return TEXT_NONE;
}

/* The case of the version that is in production, or was, unless that is the one to be judged. */
static bool champion_known(struct acting *acting, struct known *known, struct error *err)
{
    const struct value *model, *known_version;
    if (!registry_row(&acting->rows, "model", known->name, acting->arena, &model, err))
        return false;
    const struct text in_production = said_text(model, "production"),
                      production = in_production.size ? in_production : champion_last(model, known);
    if (production.size == 0 || text_equal(production, known->version))
        return true;
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(known->name), TEXT_ARGS(production));
    return registry_row(&acting->rows, "version", version_key, acting->arena, &known_version,
                        err) &&
           recording_case_of(acting, known_version, &known->champion, err);
}

static bool trust_same(const struct value *trust, const struct value *other)
{
    return trust && other ? value_equal(trust, other) : trust == other;
}

bool recording_unmoved(const void *context, struct acting *acting, int64_t log_time,
                       struct error *err)
{
    const struct resting *resting = context;
    const struct known *known = resting->known;
    struct known since = {.name = known->name, .version = known->version, .to = known->to};
    if (!adoption_known(acting, &since, err) || !champion_known(acting, &since, err))
        return false;
    const bool adopted = !text_equal(since.set, known->set) ||
                         !text_equal(since.sources, known->sources) ||
                         !trust_same(since.trust, known->trust);
    if (!adopted && text_equal(since.champion, known->champion))
        return recording_counts(acting, resting->kept, log_time, err);
    return error_set(err, ERROR_GUARD,
                     "conflict: %s while %.*s@%.*s was judged; the same command may be given again",
                     adopted ? "another policy set was adopted"
                             : "another version entered production, or left it,",
                     TEXT_ARGS(known->name), TEXT_ARGS(known->version));
}

struct value recording_answers(const struct standing *standing, struct arena *arena)
{
    static const char *const shown_members[] = {"by", "role", "meaning", "time"};
    struct values answers = {0};
    for (size_t i = 0; i < standing->counted.count; i++) {
        struct record answer = record_in(arena);
        for (size_t member = 0; member < COUNT(shown_members); member++)
            record_text(&answer, shown_members[member],
                        said_text(&standing->counted.at[i], shown_members[member]));
        record_boolean(&answer, "present",
                       value_boolean(value_get(&standing->counted.at[i], TEXT("present"))));
        record_boolean(&answer, "proven",
                       value_boolean(value_get(&standing->counted.at[i], TEXT("proven"))));
        *LIST_ADD(arena, &answers) = record_map(&answer);
    }
    return value_of_list(arena, answers.at, answers.count);
}

/* The last open request of the version for that stage: most likely the one that this will join.
 * Which it is says settling, when it is known what was judged. */
static bool answers_known(struct acting *acting, struct known *known, int64_t now,
                          struct error *err)
{
    const struct value *known_version;
    struct standing standing;
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(known->name), TEXT_ARGS(known->version));
    known->approvals = value_of_list(acting->arena, NULL, 0);
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &known_version, err))
        return false;
    const struct value *open_requests = value_present(known_version, TEXT("open"));
    for (size_t i = 0; i < value_count(open_requests); i++) {
        const struct value *request;
        if (!registry_row(&acting->rows, "request", value_text(value_at(open_requests, i)),
                          acting->arena, &request, err))
            return false;
        const struct value *way = value_get(request, TEXT("transition"));
        if (!text_is(said_text(way, "to"), stage_name(known->to)) ||
            !text_is(said_text(way, "from"), stage_name(known->from)))
            continue;
        const struct inquiry inquiry = {&acting->rows, now, acting->arena};
        const struct passage passage = {known->from, known->to, TIER_HIGH};
        if (!registry_standing(&inquiry, request, passage, &standing, err))
            return false;
        known->approvals = recording_answers(&standing, acting->arena);
    }
    return true;
}

/* ---- where it stands ---- */

/* A version that nobody has registered enters with its first decision. */
static bool stage_known(struct recording *recording, struct acting *acting, struct known *known,
                        struct error *err)
{
    const struct value *version;
    const enum stage expected = recording->judging.from;
    const struct text version_key =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(known->name), TEXT_ARGS(known->version));
    struct suggestion near_stage = suggest_for(TEXT_NONE);
    if (!registry_row(&acting->rows, "version", version_key, acting->arena, &version, err))
        return false;
    known->registered = version != NULL;
    known->artifact = said_text(version, "artifact");
    known->listing = said_text(version, "listing");
    if (!version && !provenance_stage(acting, &known->from, err))
        return false;
    if (version && !stage_read(said_text(version, "stage"), &known->from, &near_stage))
        return error_set(err, ERROR_INTEGRITY, "%.*s stands in no stage that is known",
                         TEXT_ARGS(version_key));
    return expected == STAGE_NONE || expected == known->from ||
           error_set(err, ERROR_USAGE, "--from %s: %.*s stands in %s, as the log has it",
                     stage_name(expected), TEXT_ARGS(version_key), stage_name(known->from));
}

/* A promotion was planned from where the version stood then. */
static bool from_demanded(const struct recording *recording, const struct known *known,
                          struct error *err)
{
    return !recording->demand || known->from == recording->demand->from ||
           error_set(err, ERROR_GUARD,
                     "conflict: %.*s@%.*s was moved from %s to %s, before it was judged; the same "
                     "command may be given again",
                     TEXT_ARGS(known->name), TEXT_ARGS(known->version),
                     stage_name(recording->demand->from), stage_name(known->from));
}

/* What follows from name, version and stage to enter. */
static bool ledger_known(struct recording *recording, struct acting *acting, struct known *known,
                         struct error *err)
{
    return adoption_known(acting, known, err) && stage_known(recording, acting, known, err) &&
           from_demanded(recording, known, err) && champion_known(acting, known, err) &&
           answers_known(acting, known, recording->session->now, err);
}

/* A promotion is of one version, and of no other. */
static bool demand_known(const struct recording *recording, const struct known *known,
                         struct error *err)
{
    const struct demand *demand = recording->demand;
    return !demand ||
           (text_equal(known->name, demand->name) && text_equal(known->version, demand->version)) ||
           error_set(err, ERROR_USAGE,
                     "%s is the manifest of %.*s@%.*s; --manifest names that of %.*s@%.*s",
                     recording->judging.manifests.at[0], TEXT_ARGS(known->name),
                     TEXT_ARGS(known->version), TEXT_ARGS(demand->name),
                     TEXT_ARGS(demand->version));
}

static bool known_take(struct recording *recording, struct acting *acting, const struct value *told,
                       struct known *known, struct error *err)
{
    struct suggestion near_stage = suggest_for(TEXT_NONE);
    if (value_kind(told) == VALUE_NULL)
        return true; /* judging will say why it cannot be read */
    known->manifest = said_text(told, "manifest");
    known->name = said_text(told, "name");
    known->version = said_text(told, "version");
    known->owner = said_text(told, "owner");
    known->authors = value_present(told, TEXT("authors"));
    known->provenance = told;
    if (!stage_read(said_text(told, "to"), &known->to, &near_stage))
        return error_set(err, ERROR_BUG, "a manifest has no stage to enter");
    return demand_known(recording, known, err) && ledger_known(recording, acting, known, err);
}

/* Who is judged: as their manifests say, which are read in a process apart. */
static bool manifests_known(struct recording *recording, const struct value **told,
                            struct error *err)
{
    const struct errand errand = {
        .tell = manifests_tell, .context = &recording->judging, .time_ms = LIMIT_READ_TIME_MS};
    *told = NULL;
    if (recording->demand && recording->demand->recorded)
        return true;
    return errand_run(recording->session, &errand, told, err) &&
           (value_count(*told) == recording->judging.manifests.count ||
            error_set(err, ERROR_BUG, "not every manifest was looked at"));
}

bool recording_known(struct recording *recording, struct error *err)
{
    struct acting acting = {0};
    const struct value *told;
    const size_t count = recording->judging.manifests.count;
    if (!manifests_known(recording, &told, err))
        return false;
    recording->known = ARENA_ARRAY(recording->session->arena, struct known, count);
    if (!acting_open_sealed(recording->session, recording->words, &acting, err))
        return false;
    recording->ledger.vault = acting.vault;
    bool known = true;
    for (size_t i = 0; known && i < count; i++)
        known = told ? known_take(recording, &acting, value_at(told, i), &recording->known[i], err)
                     : recording_recorded(&acting, recording->demand, &recording->known[i], err) &&
                           ledger_known(recording, &acting, &recording->known[i], err);
    acting_close(&acting);
    return known;
}
