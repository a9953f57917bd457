#include "base/file.h"
#include "base/limits.h"
#include "service/archiving.h"
#include "service/errand.h"
#include "service/project.h"
#include "service/record.h"
#include "service/said.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- in the worker ---- */

/* What the manifest says of the artifact, seen from the artifact's own folder: a signature that
 * lies in it is left out, as it was when the artifact was registered. */
static struct value node_here(const struct value *artifact, const char *named, struct arena *arena)
{
    struct members here = {0}, manifest = {0};
    const struct value *ignore = value_present(artifact, TEXT("ignore"));
    const struct text signature = said_text(artifact, "signature");
    struct text folder = said_text(artifact, "path");
    while (folder.size > 1 && folder.at[folder.size - 1] == '/')
        folder.size--;
    members_add(arena, &here, TEXT("path"), value_of_text(text_of(named)));
    if (ignore)
        members_add(arena, &here, TEXT("ignore"), *ignore);
    if (text_starts(signature, folder) && signature.size > folder.size + 1 &&
        signature.at[folder.size] == '/')
        members_add(arena, &here, TEXT("signature"),
                    value_of_text(text_part(signature, folder.size + 1, signature.size)));
    members_add(arena, &manifest, TEXT("artifact"), value_of_map(arena, &here));
    return value_of_map(arena, &manifest);
}

/* Beside the manifest, as its project sees it; NULL where the manifest names no path. */
static bool path_beside(const struct seeking *seeking, const struct value *artifact,
                        struct schemas *schemas, struct arena *arena, const char **out,
                        struct error *err)
{
    struct project project;
    const struct value *path = value_present(artifact, TEXT("path"));
    *out = NULL;
    if (!path)
        return true;
    if (!project_read(seeking->manifest, schemas, arena, &project, err))
        return false;
    const char *inside = path_join(arena, project.inside, text_string(arena, value_text(path)));
    *out = path_join(arena, project.root, path_settle(arena, inside));
    return true;
}

static struct value parts_value(const struct artifact_parts *parts, struct arena *arena)
{
    struct values told = {0};
    for (size_t i = 0; i < parts->count; i++) {
        struct record part = record_in(arena);
        record_text(&part, "path", text_of(parts->at[i].path));
        record_digest(&part, "digest", &parts->at[i].digest);
        *LIST_ADD(arena, &told) = record_map(&part);
    }
    return value_of_list(arena, told.at, told.count);
}

static void sought_progress(void *context, uint64_t done, uint64_t of)
{
    errand_progress(context, done, of);
}

static bool sought_digest(const char *path, const struct value *artifact, struct errand_work *work,
                          struct arena *arena, struct value *told, struct error *err)
{
    enum file_kind kind;
    struct artifact sought;
    struct record found = record_in(arena);
    char *real = realpath(path, NULL);
    if (!real)
        return error_set(err, ERROR_REFUSED, "%s: %s", path, strerror(errno));
    const char *at = text_string(arena, text_of(real));
    free(real);
    const bool folder = file_kind_of(at, &kind) && kind == FILE_FOLDER;
    const char *root = folder ? at : path_folder(arena, at);
    const struct value document = node_here(artifact, folder ? "." : strrchr(at, '/') + 1, arena);
    const struct manifest manifest = {
        .path = path, .root = root, .folder = root, .inside = "", .document = &document};
    const struct artifact_watch watch = {
        .context = work, .progress = sought_progress, .parts = true};
    if (!artifact_read_watched(&manifest, &watch, arena, &sought, err))
        return false;
    record_boolean(&found, "folder", folder);
    record_text(&found, "at", text_of(at));
    record_digest(&found, "digest", &sought.digest);
    record_text(&found, "listing", sought.listing);
    record_integer(&found, "size", (int64_t)sought.size);
    record_value(&found, "parts", parts_value(&sought.parts, arena));
    *told = record_map(&found);
    return true;
}

static bool artifact_seek(void *context, struct errand_work *work, struct arena *arena,
                          struct value *told, struct error *err)
{
    struct manifest manifest;
    const struct value *artifact = NULL;
    const struct seeking *seeking = context;
    const char *path = seeking->path;
    struct schemas *schemas = schemas_new(arena);
    if (seeking->bytes.size) {
        if (!manifest_read(seeking->manifest, seeking->bytes, schemas, arena, &manifest, err))
            return false;
        artifact = value_present(manifest.document, TEXT("artifact"));
    }
    if (!path && !path_beside(seeking, artifact, schemas, arena, &path, err))
        return false;
    *told = value_of_null();
    return !path || sought_digest(path, artifact, work, arena, told, err);
}

/* ---- from outside ---- */

bool seeking_run(struct session *session, const struct seeking *seeking, const struct value **told,
                 struct error *err)
{
    struct seeking asked = *seeking;
    const struct errand errand = {
        .context = &asked, .time_ms = LIMIT_READ_TIME_MS, .tell_along = artifact_seek};
    return errand_run(session, &errand, told, err);
}
