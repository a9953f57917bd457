/* register: a model version enters the ledger, with its manifest and its artifact's digest. */
#include "service/answer.h"
#include "service/errand.h"
#include "service/gate.h"
#include "service/moving.h"
#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "service/project.h"
#include "service/provenance.h"
#include "service/said.h"
#include "store/vault.h"

static const struct parameter register_parameters[] = {
    {"manifest", 0, PARAMETER_ARGUMENT, 0, "MANIFEST", "what to register; model.yaml", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

/* A version on its way in. Its bytes are what the parent has read, and will keep. */
struct registering {
    const char *path;
    struct text bytes;
    const struct value *told;  /* of the manifest, by the process apart         */
    struct text key;           /* NAME@VERSION                                  */
    bool adopted;              /* a set is adopted for `registered`             */
    bool entered;              /* the log knows the version ...                 */
    bool experimental;         /* ... and has not let it in                     */
    const struct value *index; /* of its registration                           */
    struct gated gated;        /* what the gate says                            */
};

static struct value authors_value(const struct manifest *manifest, struct arena *arena)
{
    const struct value *authors = value_present(manifest->document, TEXT("authors"));
    return authors ? *authors : value_of_list(arena, NULL, 0);
}

static void artifact_progress(void *context, uint64_t done, uint64_t of)
{
    errand_progress(context, done, of);
}

/* The `model` of a registration, and the artifact's digest and listing or null. */
static bool manifest_tell(void *context, struct errand_work *work, struct arena *arena,
                          struct value *told, struct error *err)
{
    struct project project;
    struct manifest manifest;
    struct artifact registered_artifact;
    struct schemas *schemas = schemas_new(arena);
    const struct registering *registering = context;
    if (!project_read(registering->path, schemas, arena, &project, err) ||
        !manifest_read(registering->path, registering->bytes, schemas, arena, &manifest, err))
        return false;
    manifest.root = project.root;
    manifest.inside = project.inside;
    const struct artifact_watch register_watch = {.context = work, .progress = artifact_progress};
    if (!artifact_read_watched(&manifest, &register_watch, arena, &registered_artifact, err))
        return false;
    const bool registered_digested = registered_artifact.kind == ARTIFACT_FILE ||
                                     registered_artifact.kind == ARTIFACT_FOLDER ||
                                     registered_artifact.kind == ARTIFACT_DECLARED;
    const struct value *registered_owner = value_present(manifest.document, TEXT("owner"));
    struct record model = record_in(arena), whole = record_in(arena);
    record_text(&model, "name", manifest.name);
    record_text(&model, "version", manifest.version);
    record_text(&model, "tier", text_of(tier_name(manifest.tier)));
    record_text(&model, "owner", registered_owner ? value_text(registered_owner) : TEXT_NONE);
    record_value(&model, "authors", authors_value(&manifest, arena));
    record_value(&whole, "model", record_map(&model));
    record_text(&whole, "artifact",
                registered_digested ? digest_print(&registered_artifact.digest, arena) : TEXT_NONE);
    record_text(&whole, "listing", registered_artifact.listing);
    if (!provenance_tell(&manifest, &whole, err))
        return false;
    *told = record_map(&whole);
    return true;
}

/* What the worker told, looked at anew: members of a shape are checked when the act is written. */
static bool registration_draft(struct acting *acting, const struct registering *registering,
                               const struct digest *manifest, struct draft *out, struct error *err)
{
    struct record members = record_in(acting->arena);
    const struct value *model = value_get(registering->told, TEXT("model"));
    const struct text artifact = said_text(registering->told, "artifact");
    struct draft draft = {.kind = ACT_REGISTRATION, .word = said_text(model, "version")};
    draft.subject = (struct statement_subject){registering->key, *manifest};
    if (artifact.size && !digest_read(artifact, &draft.subject.digest))
        return error_set(err, ERROR_REFUSED, "what was read of the manifest makes no sense");
    record_value(&members, "model", *model);
    record_digest(&members, "manifest", manifest);
    record_text(&members, "artifact", artifact);
    record_text(&members, "listing", said_text(registering->told, "listing"));
    provenance_copy(registering->told, STAGE_REGISTERED, &members);
    draft.members = members.members;
    draft.sentence = text_format(
        acting->arena, "I, %.*s, register %.*s with the %s %.*s in the log %.*s.",
        TEXT_ARGS(acting->id), TEXT_ARGS(draft.subject.name),
        artifact.size ? "artifact" : "manifest",
        TEXT_ARGS(digest_print(&draft.subject.digest, acting->arena)), TEXT_ARGS(acting->origin));
    *out = draft;
    return true;
}

static void registered_tell(const struct acting *acting, const struct registering *registering,
                            const struct recorded *recorded)
{
    acting_tell(acting,
                text_format(acting->arena, "%.*s is registered", TEXT_ARGS(registering->key)),
                recorded);
    acting->session->print(acting->session->context,
                           text_format(acting->arena, "next  obstat check --record %s --to STAGE\n",
                                       registering->path));
}

/* The attempt is recorded; always false. */
static bool registration_refused(struct acting *acting, const struct registering *registering,
                                 struct error *err)
{
    struct asked_version asked;
    struct error unread = {0};
    const bool named =
        asked_version_read(text_string(acting->arena, registering->key), &asked, &unread);
    const struct refused refused = {
        .command = "register", .asked = named ? &asked : NULL, .why = err};
    return refusal_known(acting, &refused);
}

/* A version that the log does not know. */
static bool version_enter(struct acting *acting, const struct registering *registering,
                          struct error *err)
{
    struct draft draft;
    struct digest manifest;
    struct recorded recorded;
    if (!vault_put(acting->vault, registering->bytes, &manifest, err) ||
        !registration_draft(acting, registering, &manifest, &draft, err) ||
        !acting_record(acting, &draft, &recorded, err))
        return registration_refused(acting, registering, err);
    registered_tell(acting, registering, &recorded);
    return true;
}

/* One that stands in the log as experimental. */
static bool version_let_in(struct acting *acting, const struct registering *registering,
                           struct error *err)
{
    struct moving moving;
    struct recorded recorded;
    if (!moving_begin(acting, text_string(acting->arena, registering->key), MOVE_REGISTER, &moving,
                      err))
        return false;
    moving.decision = registering->gated.decision;
    if (!moving_record(acting, &moving, &recorded, err))
        return false;
    registered_tell(acting, registering, &recorded);
    return true;
}

/* ---- the gate ---- */

/* The same contents again, as a pipeline that runs again has them; others are another version. */
static bool contents_known(const struct registering *registering, const struct value *version,
                           struct error *err)
{
    struct digest manifest;
    char manifest_text[DIGEST_TEXT_SIZE];
    if (!digest_text(registering->bytes, &manifest, err))
        return false;
    digest_write(&manifest, manifest_text);
    const bool known_artifact =
        text_equal(said_text(version, "artifact"), said_text(registering->told, "artifact"));
    const bool known_manifest = text_is(said_text(version, "manifest"), manifest_text);
    if (!known_artifact || !known_manifest)
        return error_set(err, ERROR_INTEGRITY,
                         "%.*s is registered with another %s, at entry %lld; a version never "
                         "changes: give what is new a new version",
                         TEXT_ARGS(registering->key), known_artifact ? "manifest" : "artifact",
                         (long long)said_integer(version, "index"));
    return registry_listing_holds(registering->key, said_text(version, "listing"),
                                  said_text(registering->told, "listing"), err);
}

/* Other contents under a name that is taken: whoever tried is on record, where they are somebody.
 * Always false. */
static bool swap_refused(struct session *session, const struct value *request,
                         const struct registering *registering, struct error *err)
{
    struct acting acting;
    struct error unopened = {0};
    if (!acting_open(session, request, STORE_WRITE, &acting, &unopened))
        return false;
    (void)registration_refused(&acting, registering, err);
    acting_close(&acting);
    return false;
}

/* Whether the log knows the version, and who judges it: the ledger is closed again before a worker
 * is started. */
static bool ledger_look(struct session *session, const struct value *request,
                        struct registering *registering, struct error *err)
{
    struct acting acting = {0};
    const struct value *version = NULL;
    enum stage highest = STAGE_EXPERIMENTAL;
    const bool looked =
        acting_open_sealed(session, request, &acting, err) &&
        registry_row(&acting.rows, "version", registering->key, session->arena, &version, err) &&
        provenance_stage(&acting, &highest, err);
    acting_close(&acting);
    if (!looked)
        return false;
    if (version && !contents_known(registering, version, err))
        return swap_refused(session, request, registering, err);
    registering->adopted = highest == STAGE_EXPERIMENTAL;
    registering->entered = version != NULL;
    registering->experimental =
        version && text_is(said_text(version, "stage"), stage_name(STAGE_EXPERIMENTAL));
    registering->index = version ? value_get(version, TEXT("index")) : NULL;
    return true;
}

/* What it was shown has to be what was read, and will be registered. */
static bool gate_ask(struct session *session, const struct value *request,
                     struct registering *registering, struct error *err)
{
    struct digest manifest;
    struct gated *gated = &registering->gated;
    const bool asked = registering->adopted
                           ? gate_record(session, request, registering->path, gated, err)
                           : gate_judge(session, registering->path, false, gated, err);
    if (registering->adopted)
        registering->experimental = true; /* it enters with its decision, if it has not before */
    return asked && digest_text(registering->bytes, &manifest, err) &&
           gate_saw(gated, digest_print(&manifest, session->arena),
                    said_text(registering->told, "artifact"),
                    said_text(registering->told, "listing"), err);
}

/* Who is not let in leaves a trace, as everybody who is refused. */
static bool gate_refuse(struct acting *acting, const struct registering *registering,
                        struct error *err)
{
    const int gate_status = registering->gated.gate_status;
    struct asked_version asked;
    struct recorded recorded;
    struct error why = {0};
    (void)error_set(&why, ERROR_GUARD, "the gate of the registry does not let it in: %s",
                    gate_status == STATUS_DENIED ? "it is denied" : "it could not be judged");
    const struct refused refused = {.command = "register",
                                    .asked = &asked,
                                    .from = STAGE_EXPERIMENTAL,
                                    .to = STAGE_REGISTERED,
                                    .decision = registering->gated.decision,
                                    .status = gate_status,
                                    .why = &why};
    if (!asked_version_read(text_string(acting->arena, registering->key), &asked, err) ||
        !refusal_record(acting, &refused, &recorded, err))
        return false;
    acting_tell(acting,
                text_format(acting->arena, "%.*s is not let in", TEXT_ARGS(registering->key)),
                &recorded);
    return true;
}

static int version_register(struct session *session, const struct value *request,
                            struct registering *registering, struct error *err)
{
    struct acting acting;
    if (!gate_ask(session, request, registering, err) ||
        !acting_open(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const int gate_status = registering->gated.gate_status;
    const bool done = gate_status != STATUS_ALLOWED ? gate_refuse(&acting, registering, err)
                      : registering->experimental   ? version_let_in(&acting, registering, err)
                                                    : version_enter(&acting, registering, err);
    acting_close(&acting);
    return done ? gate_status : operation_failed(err);
}

static bool registering_read(struct session *session, struct registering *registering,
                             struct error *err)
{
    const struct errand errand = {
        .context = registering, .time_ms = LIMIT_READ_TIME_MS, .tell_along = manifest_tell};
    if (!file_read(registering->path, LIMIT_MANIFEST_SIZE, session->arena, &registering->bytes,
                   err) ||
        !errand_run(session, &errand, &registering->told, err))
        return false;
    const struct value *model = value_get(registering->told, TEXT("model"));
    if (value_kind(model) != VALUE_MAP)
        return error_set(err, ERROR_REFUSED, "what was read of the manifest makes no sense");
    registering->key = text_format(session->arena, "%.*s@%.*s", TEXT_ARGS(said_text(model, "name")),
                                   TEXT_ARGS(said_text(model, "version")));
    return true;
}

static int register_run(struct session *session, const struct value *request, struct error *err)
{
    const char *named = request_text(request, "manifest");
    struct registering registering = {.path = named ? named : "model.yaml"};
    if (!registering_read(session, &registering, err) ||
        !ledger_look(session, request, &registering, err))
        return operation_failed(err);
    if (!registering.entered || registering.experimental)
        return version_register(session, request, &registering, err);
    session->print(session->context,
                   text_format(session->arena, "%.*s is registered, at entry %lld\n",
                               TEXT_ARGS(registering.key),
                               (long long)value_integer(registering.index)));
    return STATUS_ALLOWED;
}

const struct operation register_operation = {
    .name = "register",
    .summary = "enter a model version into the ledger",
    .details =
        "Records name, version, tier, owner, authors and lineage of the manifest with its digest\n"
        "and the artifact's. The manifest is kept beside the log. A version is registered once:\n"
        "other contents are another version. Whoever registers a version is one of its authors,\n"
        "and cannot approve it.\n"
        "A gate comes first: the policy set adopted for `registered`, else the packs core-repro\n"
        "and registration as they ship. What it does not let in is refused with its report, and\n"
        "the attempt is recorded. OBSTAT_CLAMD names the socket of a ClamAV daemon, which then\n"
        "sees the artifact's files.\n",
    .examples = "obstat register --sign ssh-agent:ada@example.org\n"
                "obstat register models/credit/model.yaml --as ci --sign ci.key\n",
    .parameters = register_parameters,
    .run = register_run,
};
