/* A version that stands where it is to go, by a promotion that was made before: found so, for who
 * could have promoted it, with the inputs by which it was. */
#include "service/promoting.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "service/errand.h"
#include "service/project.h"
#include "service/said.h"

/* ---- what the rows say ---- */

bool promoting_stands(const struct promoting *promoting, const struct moving *moving)
{
    const struct value *moved = value_present(moving->row, TEXT("moved"));
    return promoting->move == MOVE_PROMOTE && moving->from == moving->to &&
           !transition_find(promoting->lifecycle, MOVE_PROMOTE, moving->from, moving->to) &&
           text_is(said_text(moved, "change"), move_name(MOVE_PROMOTE)) &&
           value_integer(value_get(moved, TEXT("index"))) ==
               value_integer(value_get(moving->row, TEXT("head")));
}

/* Is the entry that moved it under the signed root yet? */
static bool is_settled(const struct acting *acting, const struct moving *moving)
{
    const int64_t head = value_integer(value_get(moving->row, TEXT("head")));
    return head >= 0 && (uint64_t)head < log_head(acting->log)->size;
}

/* May who repeats the promotion make it? What is shown may follow a public half alone. */
static bool repeater_may(const struct promoting *promoting, struct acting *acting,
                         const struct moving *moving, struct error *err)
{
    const struct transition *way;
    enum stage moved_from = STAGE_NONE;
    struct error unfit = {0};
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    const unsigned every_role = (1U << ROLE_COUNT) - 1;
    if (!registry_may(&inquiry, acting->id, &acting->signer.key, every_role, err))
        return false;
    if (!said_stage(value_present(moving->row, TEXT("moved")), "from", &moved_from))
        return error_set(err, ERROR_INTEGRITY, "the log does not say from where %.*s came",
                         TEXT_ARGS(moving->key));
    way = transition_find(promoting->lifecycle, MOVE_PROMOTE, moved_from, moving->to);
    return (way && registry_may(&inquiry, acting->id, &acting->signer.key, way->who, &unfit)) ||
           error_set(err, ERROR_GUARD, "%s", way ? unfit.message : "no promotion led there");
}

/* A version that gets no passport any more does not stand there as it was promoted. */
static bool standing_holds(struct acting *acting, const struct moving *moving, struct error *err)
{
    const struct value *owed = value_present(moving->row, TEXT("owed"));
    const struct text ends = said_text(moving->row, "expires");
    int64_t over = CLOCK_FIRST;
    if (ends.size && (!clock_read(ends, &over) || over <= session_moment(acting->session)))
        return error_set(err, ERROR_GUARD,
                         "%.*s stands in %s, and its time to live was over at %.*s; a new version "
                         "takes its place",
                         TEXT_ARGS(moving->key), stage_name(moving->to), TEXT_ARGS(ends));
    for (size_t debt = 0; debt < value_count(owed); debt++) {
        const struct text due = said_text(value_at(owed, debt), "due");
        if (!clock_read(due, &over) || over <= session_moment(acting->session))
            return error_set(err, ERROR_GUARD,
                             "%.*s stands in %s, and the review that its %.*s owes was due at %.*s",
                             TEXT_ARGS(moving->key), stage_name(moving->to),
                             TEXT_ARGS(said_text(value_at(owed, debt), "what")), TEXT_ARGS(due));
    }
    return true;
}

/* By which inputs it came: as it was registered, or as it was last decided upon. */
static bool inputs_take(struct promoting *promoting, struct acting *acting,
                        const struct moving *moving, struct error *err)
{
    const struct value *decision = NULL;
    struct arena *arena = promoting->session->arena;
    const struct text passed = said_text(moving->row, "passed");
    if (passed.size &&
        !registry_row(&acting->rows, "decision", passed, acting->arena, &decision, err))
        return false;
    promoting->inputs = (struct standing_inputs){
        .registered = text_copy(arena, said_text(moving->row, "manifest")),
        .decided = text_copy(arena, said_text(decision, "manifest")),
        .artifact = text_copy(arena, said_text(moving->row, "artifact")),
        .listing = text_copy(arena, said_text(moving->row, "listing")),
    };
    return true;
}

static void standing_tell(struct promoting *promoting, struct acting *acting,
                          const struct moving *moving)
{
    static const char *const kept_members[] = {"change", "from", "by", "index", "time"};
    struct arena *arena = promoting->session->arena;
    struct record told = record_in(acting->arena);
    const struct value *moved = value_present(moving->row, TEXT("moved"));
    record_text(&told, "obstat", TEXT("move/v1"));
    record_text(&told, "log", acting->origin);
    record_text(&told, "name", moving->asked.name);
    record_text(&told, "version", moving->asked.version);
    record_text(&told, "to", text_of(stage_name(moving->to)));
    record_boolean(&told, "repeated", true);
    for (size_t i = 0; i < COUNT(kept_members); i++)
        record_maybe(&told, kept_members[i], value_get(moved, text_of(kept_members[i])));
    const struct value document = record_map(&told);
    promoting->stands = true;
    promoting->document = value_copy(arena, &document);
    promoting->told = text_format(
        arena, "%.*s stands in %s already, since entry %lld by %.*s; nothing is to be done\n",
        TEXT_ARGS(moving->key), stage_name(moving->to),
        (long long)value_integer(value_get(moved, TEXT("index"))),
        TEXT_ARGS(said_text(moved, "by")));
}

bool promoting_repeat(struct promoting *promoting, struct acting *acting,
                      const struct moving *moving, struct error *err)
{
    if (!is_settled(acting, moving))
        return error_set(err, ERROR_GUARD,
                         "conflict: %.*s is moved to %s at this moment; the same command may be "
                         "given again",
                         TEXT_ARGS(moving->key), stage_name(moving->to));
    if (!repeater_may(promoting, acting, moving, err) || !standing_holds(acting, moving, err) ||
        !inputs_take(promoting, acting, moving, err))
        return false;
    standing_tell(promoting, acting, moving);
    return true;
}

/* ---- what is handed in ---- */

static void artifact_progress(void *context, uint64_t done, uint64_t of)
{
    errand_progress(context, done, of);
}

/* In a process apart: {"name", "version", "manifest", "artifact", "listing"}. */
static bool brought_tell(void *context, struct errand_work *work, struct arena *arena,
                         struct value *told, struct error *err)
{
    struct text bytes;
    struct digest digest;
    struct project project;
    struct manifest manifest;
    struct artifact artifact;
    const char *manifest_path = context;
    struct schemas *schemas = schemas_new(arena);
    const struct artifact_watch watch = {.context = work, .progress = artifact_progress};
    if (!file_read(manifest_path, LIMIT_MANIFEST_SIZE, arena, &bytes, err) ||
        !digest_text(bytes, &digest, err) ||
        !project_read(manifest_path, schemas, arena, &project, err) ||
        !manifest_read(manifest_path, bytes, schemas, arena, &manifest, err))
        return false;
    manifest.root = project.root;
    manifest.inside = project.inside;
    if (!artifact_read_watched(&manifest, &watch, arena, &artifact, err))
        return false;
    const bool digested = artifact.kind != ARTIFACT_NONE && artifact.kind != ARTIFACT_SERVICE;
    struct record brought = record_in(arena);
    record_text(&brought, "name", manifest.name);
    record_text(&brought, "version", manifest.version);
    record_digest(&brought, "manifest", &digest);
    record_text(&brought, "artifact", digested ? digest_print(&artifact.digest, arena) : TEXT_NONE);
    record_text(&brought, "listing", artifact.listing);
    *told = record_map(&brought);
    return true;
}

static bool brought_compare(const struct promoting *promoting, const char *manifest_path,
                            const struct value *brought, struct error *err)
{
    const struct asked_version *asked = &promoting->asked;
    const struct standing_inputs *inputs = &promoting->inputs;
    const struct text name = said_text(brought, "name"), version = said_text(brought, "version"),
                      manifest = said_text(brought, "manifest"),
                      artifact = said_text(brought, "artifact");
    if (!text_equal(name, asked->name) || !text_equal(version, asked->version))
        return error_set(err, ERROR_USAGE,
                         "%s is the manifest of %.*s@%.*s; --manifest names that of %.*s@%.*s",
                         manifest_path, TEXT_ARGS(name), TEXT_ARGS(version), TEXT_ARGS(asked->name),
                         TEXT_ARGS(asked->version));
    if (!text_equal(manifest, inputs->registered) &&
        !(inputs->decided.size && text_equal(manifest, inputs->decided)))
        return error_set(err, ERROR_INTEGRITY,
                         "%s is not the manifest by which %.*s@%.*s came to %s; a changed model is "
                         "a new version",
                         manifest_path, TEXT_ARGS(name), TEXT_ARGS(version),
                         stage_name(promoting->to));
    if (!text_equal(artifact, inputs->artifact))
        return error_set(
            err, ERROR_INTEGRITY, "the artifact is %.*s; %.*s@%.*s was registered with %.*s",
            TEXT_ARGS(artifact.size ? artifact : TEXT("none")), TEXT_ARGS(name), TEXT_ARGS(version),
            TEXT_ARGS(inputs->artifact.size ? inputs->artifact : TEXT("none")));
    return registry_listing_holds(
        text_format(promoting->session->arena, "%.*s@%.*s", TEXT_ARGS(name), TEXT_ARGS(version)),
        inputs->listing, said_text(brought, "listing"), err);
}

bool promoting_brought(struct promoting *promoting, struct error *err)
{
    enum file_kind kind;
    const struct value *brought;
    const char *manifest_path = promoting->manifest ? promoting->manifest : "model.yaml";
    const struct errand errand = {.context = (void *)(uintptr_t)manifest_path,
                                  .time_ms = LIMIT_READ_TIME_MS,
                                  .tell_along = brought_tell};
    if (!promoting->manifest && (promoting->undecided || !file_kind_of(manifest_path, &kind)))
        return true;
    return errand_run(promoting->session, &errand, &brought, err) &&
           brought_compare(promoting, manifest_path, brought, err);
}
