/* admit: whether an artifact may be deployed here, by its passport alone. */
#include "service/audit_files.h"
#include "service/operations.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "evidence/manifest.h"
#include "policy/outcome.h"
#include "registry/passport.h"
#include "service/judge_request.h"

#include <errno.h>
#include <stdlib.h>

static const char *const door_stages[] = {"validated", "staging",    "shadow",
                                          "canary",    "production", NULL};

static const struct parameter admit_parameters[] = {
    {"passport", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "PASSPORT",
     "the file that obstat promote or obstat passport wrote", NULL},
    {"artifact", 0, PARAMETER_OPTION, 0, "PATH",
     "the file or folder that is about to be deployed: it is digested", NULL},
    {"ignore", 0, PARAMETER_OPTIONS, 0, "NAME",
     "what artifact.ignore and artifact.signature leave out of that folder", NULL},
    {"digest", 0, PARAMETER_OPTION, 0, "DIGEST", "its digest, sha256:..., instead", NULL},
    {"stage", 0, PARAMETER_OPTION, PARAMETER_REQUIRED, "STAGE", "what this place is", door_stages},
    {"model", 0, PARAMETER_OPTION, 0, "NAME[@VERSION]",
     "the model that this place serves; every door should say so", NULL},
    {"tier", 0, PARAMETER_OPTION, 0, "TIER",
     "the lowest tier that is admitted; any, where it is not said", tier_words},
    {"key", 0, PARAMETER_OPTION, PARAMETER_REQUIRED, "VKEY|FILE",
     "the log's key, as its owner told it", NULL},
    {"since", 0, PARAMETER_OPTION, 0, "CHECKPOINT",
     "a file of obstat audit checkpoint: no older passport passes", NULL},
    {"now", 0, PARAMETER_OPTION, 0, "TIME", "judge as of this moment", NULL},
    {0},
};

/* ---- what is about to be deployed ---- */

/* A manifest that names nothing but this artifact, as the path says where it really lies. */
static struct value artifact_node(const struct value *request, const char *named,
                                  struct arena *arena)
{
    struct members artifact = {0}, manifest = {0};
    const struct value *ignore = value_get(request, TEXT("ignore"));
    members_add(arena, &artifact, TEXT("path"), value_of_text(text_of(named)));
    if (ignore)
        members_add(arena, &artifact, TEXT("ignore"), *ignore);
    members_add(arena, &manifest, TEXT("artifact"), value_of_map(arena, &artifact));
    return value_of_map(arena, &manifest);
}

static bool artifact_digest(const struct value *request, const char *path, struct arena *arena,
                            struct door *door, struct error *err)
{
    enum file_kind kind;
    struct artifact artifact;
    char *real = realpath(path, NULL);
    if (!real)
        return error_set(err, ERROR_REFUSED, "%s: %s", path, strerror(errno));
    const char *found = text_string(arena, text_of(real));
    free(real);
    const bool folder = file_kind_of(found, &kind) && kind == FILE_FOLDER;
    const struct value document =
        artifact_node(request, folder ? "." : strrchr(found, '/') + 1, arena);
    const struct manifest manifest = {
        .path = path,
        .root = folder ? found : path_folder(arena, found),
        .folder = folder ? found : path_folder(arena, found),
        .inside = "",
        .document = &document,
    };
    if (!artifact_read(&manifest, arena, &artifact, err))
        return false;
    door->artifact = artifact.digest;
    door->kind = artifact.kind;
    door->listing = artifact.listing;
    return true;
}

static bool brought_digest(const struct value *request, struct arena *arena, struct door *door,
                           struct error *err)
{
    const char *path = request_text(request, "artifact"), *digest = request_text(request, "digest");
    if (path)
        return artifact_digest(request, path, arena, door, err);
    return digest_read(text_of(digest), &door->artifact) ||
           error_set(err, ERROR_USAGE, "--digest %s is none: sha256: and 64 digits in lower case",
                     digest);
}

/* ---- the door ---- */

static bool checkpoint_known(const char *path, const struct note_key *log, struct arena *arena,
                             const struct checkpoint **out, struct error *err)
{
    struct text published;
    struct error trouble = {0};
    struct checkpoint *known = ARENA_NEW(arena, struct checkpoint);
    if (!path)
        return true;
    if (!file_read(path, LIMIT_NOTE_SIZE, arena, &published, err))
        return false;
    if (!checkpoint_open(published, log, arena, known, &trouble))
        return error_set(err, ERROR_INTEGRITY, "--since %s is no checkpoint of this log: %s", path,
                         trouble.message);
    *out = known;
    return true;
}

/* Which model, and of which tier: the same bytes may have been let through as something else. */
static bool door_model(const struct value *request, struct door *door, struct error *err)
{
    struct suggestion near = {0};
    const char *model = request_text(request, "model"), *tier = request_text(request, "tier");
    door->lowest = TIER_MINIMAL;
    if (model && !door_serves(door, text_of(model)))
        return error_set(err, ERROR_USAGE, "--model %s is no model: NAME or NAME@VERSION", model);
    return !tier || tier_read(text_of(tier), &door->lowest, &near) ||
           error_set(err, ERROR_USAGE, "--tier %s is no tier", tier);
}

static bool door_open(struct session *session, const struct value *request,
                      const struct note_key *log, struct door *out, struct error *err)
{
    struct suggestion near = {0};
    struct door door = {.now = session->now};
    const char *now = request_text(request, "now");
    if (!request_text(request, "artifact") == !request_text(request, "digest"))
        return error_set(err, ERROR_USAGE,
                         "say what is to be deployed: --artifact PATH, or --digest sha256:...");
    if (now && !clock_read(text_of(now), &door.now))
        return error_set(err, ERROR_USAGE, "--now %s is no moment, such as 2026-11-20T09:00:00Z",
                         now);
    if (!stage_read(text_of(request_text(request, "stage")), &door.stage, &near))
        return error_set(err, ERROR_USAGE, "--stage %s is no stage",
                         request_text(request, "stage"));
    if (!door_model(request, &door, err) ||
        !checkpoint_known(request_text(request, "since"), log, session->arena, &door.newest, err))
        return false;
    *out = door;
    return true;
}

static void admitted_tell(struct session *session, const struct passport *passport,
                          const struct door *door)
{
    char until[CLOCK_TEXT_SIZE];
    clock_write(passport->until, until);
    session->print(session->context,
                   text_format(session->arena,
                               "admitted: %.*s@%.*s to %s, until %s, at tier %s, by entry %llu of "
                               "the log %.*s\n",
                               TEXT_ARGS(passport->name), TEXT_ARGS(passport->version),
                               stage_name(passport->stage), until, tier_name(passport->tier),
                               (unsigned long long)passport->index, TEXT_ARGS(passport->origin)));
    if (!door->model.size)
        session->print(session->context,
                       text_format(session->arena,
                                   "note: no model was asked for; with --model %.*s this door "
                                   "admits no other's passport\n",
                                   TEXT_ARGS(passport->name)));
}

static bool passport_judge(struct session *session, const struct value *request, struct error *err)
{
    struct door door;
    struct note_key log;
    struct text document;
    struct passport passport;
    struct arena *arena = session->arena;
    if (!audit_key_named(request_text(request, "key"), arena, &log, err) ||
        !door_open(session, request, &log, &door, err) ||
        !file_read(request_text(request, "passport"), LIMIT_PASSPORT_SIZE, arena, &document, err) ||
        !passport_read(document, &log, arena, &passport, err) ||
        !passport_timely(&passport, &door, err) || !brought_digest(request, arena, &door, err) ||
        !passport_admits(&passport, &door, err))
        return false;
    admitted_tell(session, &passport, &door);
    return true;
}

static int admit_run(struct session *session, const struct value *request, struct error *err)
{
    return passport_judge(session, request, err) ? STATUS_ALLOWED : operation_failed(err);
}

const struct operation admit_operation = {
    .name = "admit",
    .summary = "whether an artifact may be deployed here, by its passport, offline",
    .details =
        "Needs neither ledger nor network: the passport is verified with the log's key alone, and\n"
        "compared with the artifact, this stage and the time. Ends with 0 where it is admitted, 1\n"
        "where the passport is for another model, stage or artifact or is stale, 4 where anything\n"
        "in it does not verify. Whatever cannot be read is not admitted (3). A door admits on 0\n"
        "alone. Without --model, every model's passport for these bytes does, also one of a model\n"
        "that somebody registered at a lower tier: a door says which it serves.\n"
        "With --since, a passport that is older than that checkpoint does not pass: this is how a\n"
        "suspension reaches a door at once, and not only when the passport has become stale.\n",
    .examples =
        "obstat admit credit.passport --artifact /models/credit --model credit --tier high \\\n"
        "    --stage production --key log.vkey\n"
        "obstat admit p.json --model credit@2.3.0 --digest sha256:... --stage staging --key "
        "log.vkey --since "
        "newest.checkpoint\n",
    .parameters = admit_parameters,
    .run = admit_run,
};
