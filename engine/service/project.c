#include "service/project.h"

#include "base/file.h"
#include "base/limits.h"

#include <limits.h>
#include <sys/stat.h>

static const char *project_folder_above(struct arena *arena, const char *project_folder)
{
    const struct text project_here = text_of(project_folder);
    if (text_is(project_here, "."))
        return "..";
    if (text_is(project_here, "..") || text_ends(project_here, TEXT("/..")))
        return text_format(arena, "%s/..", project_folder).at;
    return path_folder(arena, project_folder);
}

/* The same folder under two names: the root, whose parent is itself. */
static bool project_folder_same(const char *one_folder, const char *other_folder)
{
    struct stat one_project, other;
    return stat(one_folder, &one_project) == 0 && stat(other_folder, &other) == 0 &&
           one_project.st_dev == other.st_dev && one_project.st_ino == other.st_ino;
}

const char *project_seek(struct arena *arena, const char *folder, const char *name)
{
    enum file_kind kind;
    for (size_t i = 0; i < LIMIT_DIRECTORY_DEPTH; i++) {
        const char *path = path_join(arena, folder, name);
        if (file_kind_of(path, &kind))
            return path;
        const char *above = project_folder_above(arena, folder);
        if (project_folder_same(above, folder))
            return NULL;
        folder = above;
    }
    return NULL;
}

/* `project_folder` as seen from `root`, both existing: what follows root's real path in folder's.
 */
static bool project_folder_inside(struct arena *arena, const char *root, const char *project_folder,
                                  const char **out, struct error *err)
{
    char project_outer[PATH_MAX], inner[PATH_MAX];
    if (!realpath(root, project_outer) || !realpath(project_folder, inner))
        return error_at(err, ERROR_REFUSED, (struct place){project_folder, 0, 0}, "no such folder");
    const struct text project_above = text_of(project_outer), project_below = text_of(inner);
    const size_t project_shared = text_is(project_above, "/") ? 0 : project_above.size;
    if (!text_starts(project_below, (struct text){project_outer, project_shared}) ||
        (project_below.size > project_shared &&
         project_below.at[project_shared] != '/')) /* "a/pro" is not above "a/project" */
        return error_at(err, ERROR_REFUSED, (struct place){project_folder, 0, 0},
                        "the folder lies outside the project's root %s", root);
    const struct text project_rest =
        text_part(project_below, project_shared + 1, project_below.size);
    *out = text_string(arena, project_rest);
    return true;
}

const char *project_root(const char *manifest, struct arena *arena)
{
    const char *project_folder = path_folder(arena, manifest);
    const char *project_path = project_seek(arena, project_folder, "obstat.yaml");
    return project_path ? path_folder(arena, project_path) : project_folder;
}

static bool project_open(const char *path, struct schemas *schemas, struct arena *arena,
                         struct project *out, struct error *err)
{
    struct text project_bytes;
    struct value *project_document = ARENA_NEW(arena, struct value);
    if (!file_read(path, LIMIT_PROJECT_SIZE, arena, &project_bytes, err) ||
        !document_read(path, project_bytes, arena, project_document, err) ||
        !schemas_check(schemas, TEXT("project"), project_document, arena, err))
        return false;
    const struct value *ledger = value_present(project_document, TEXT("ledger"));
    out->policies = value_present(project_document, TEXT("policies"));
    out->params = value_present(project_document, TEXT("params"));
    out->ledger = ledger ? value_text(ledger) : TEXT_NONE;
    return true;
}

bool project_read(const char *manifest, struct schemas *schemas, struct arena *arena,
                  struct project *out, struct error *err)
{
    const char *folder = path_folder(arena, manifest);
    const char *path = project_seek(arena, folder, "obstat.yaml");
    struct project project = {.path = path, .root = folder, .inside = ""};
    if (path) {
        project.root = path_folder(arena, path);
        if (!project_folder_inside(arena, project.root, folder, &project.inside, err) ||
            !project_open(path, schemas, arena, &project, err))
            return false;
    }
    *out = project;
    return true;
}
