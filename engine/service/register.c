/* register: a model version enters the ledger, with its manifest and its artifact's digest. */
#include "service/acting.h"
#include "service/errand.h"
#include "service/operations.h"

#include "base/file.h"
#include "base/limits.h"
#include "policy/outcome.h"
#include "service/project.h"
#include "service/record.h"
#include "store/vault.h"

static const struct parameter register_parameters[] = {
    {"manifest", 0, PARAMETER_ARGUMENT, 0, "MANIFEST", "what to register; model.yaml", NULL},
    PARAMETER_DIR,
    PARAMETER_AS,
    PARAMETER_SIGN,
    {0},
};

/* What is read in the process apart: bytes that the parent has read, and will keep. */
struct registering {
    const char *path;
    struct text bytes;
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

/* The `model` of a registration, and the artifact's digest or null. */
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
    *told = record_map(&whole);
    return true;
}

/* What the worker told, looked at anew: members of a shape are checked when the act is written. */
static bool registration_draft(struct acting *acting, const struct value *errand_told,
                               const struct digest *manifest, struct draft *out, struct error *err)
{
    struct record members = record_in(acting->arena);
    const struct value *model = value_get(errand_told, TEXT("model"));
    const struct text artifact = value_text(value_get(errand_told, TEXT("artifact")));
    const struct text name = value_text(value_get(model, TEXT("name")));
    const struct text version = value_text(value_get(model, TEXT("version")));
    struct draft draft = {.kind = ACT_REGISTRATION, .word = version};
    draft.subject.digest = *manifest;
    if (value_kind(model) != VALUE_MAP ||
        (artifact.size && !digest_read(artifact, &draft.subject.digest)))
        return error_set(err, ERROR_REFUSED, "what was read of the manifest makes no sense");
    record_value(&members, "model", *model);
    record_digest(&members, "manifest", manifest);
    record_text(&members, "artifact", artifact);
    draft.members = members.members;
    draft.subject.name =
        text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(name), TEXT_ARGS(version));
    *out = draft;
    return true;
}

/* The same contents again, as a pipeline that runs again has them: told, and not recorded. */
static bool registered_before(struct acting *acting, const struct draft *draft, bool *is_there,
                              struct error *err)
{
    static const char *const contents[] = {"manifest", "artifact"};
    const struct value *version;
    const struct value members = value_of_map(acting->arena, &draft->members);
    if (!registry_row(&acting->rows, "version", draft->subject.name, acting->arena, &version, err))
        return false;
    *is_there = version != NULL;
    for (size_t i = 0; i < COUNT(contents); i++)
        *is_there = *is_there && value_equal(value_get(version, text_of(contents[i])),
                                             value_get(&members, text_of(contents[i])));
    if (*is_there)
        acting->session->print(
            acting->session->context,
            text_format(acting->arena, "%.*s is registered, at entry %lld\n",
                        TEXT_ARGS(draft->subject.name),
                        (long long)value_integer(value_get(version, TEXT("index")))));
    return true;
}

static bool version_register(struct acting *acting, const struct registering *registering,
                             const struct value *errand_told, struct error *err)
{
    struct draft draft;
    struct digest manifest;
    struct recorded recorded;
    if (!vault_put(acting->vault, registering->bytes, &manifest, err) ||
        !registration_draft(acting, errand_told, &manifest, &draft, err))
        return false;
    bool is_there = false;
    if (!registered_before(acting, &draft, &is_there, err) || is_there)
        return is_there;
    draft.sentence = text_format(
        acting->arena, "I, %.*s, register %.*s with the %s %.*s in the log %.*s.",
        TEXT_ARGS(acting->id), TEXT_ARGS(draft.subject.name),
        digest_equal(&manifest, &draft.subject.digest) ? "manifest" : "artifact",
        TEXT_ARGS(digest_print(&draft.subject.digest, acting->arena)), TEXT_ARGS(acting->origin));
    if (!acting_record(acting, &draft, &recorded, err))
        return false;
    acting_tell(acting,
                text_format(acting->arena, "%.*s is registered", TEXT_ARGS(draft.subject.name)),
                &recorded);
    return true;
}

static int register_run(struct session *session, const struct value *request, struct error *err)
{
    struct acting acting;
    const struct value *errand_told;
    const char *named = request_text(request, "manifest");
    struct registering registering = {.path = named ? named : "model.yaml"};
    const struct errand errand = {
        .context = &registering, .time_ms = LIMIT_READ_TIME_MS, .tell_along = manifest_tell};
    if (!file_read(registering.path, LIMIT_MANIFEST_SIZE, session->arena, &registering.bytes,
                   err) ||
        !errand_run(session, &errand, &errand_told, err) ||
        !acting_open(session, request, STORE_WRITE, &acting, err))
        return operation_failed(err);
    const bool registered = version_register(&acting, &registering, errand_told, err);
    acting_close(&acting);
    return registered ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation register_operation = {
    .name = "register",
    .summary = "enter a model version into the ledger",
    .details =
        "Records name, version, tier, owner and authors of the manifest with its digest and the\n"
        "artifact's. The manifest is kept beside the log. A version is registered once: other\n"
        "contents are another version. Whoever registers a version is one of its authors, and\n"
        "cannot approve it.\n",
    .examples = "obstat register --sign ssh-agent:ada@example.org\n"
                "obstat register models/credit/model.yaml --as ci --sign ci.key\n",
    .parameters = register_parameters,
    .run = register_run,
};
