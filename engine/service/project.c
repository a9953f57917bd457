#include "service/project.h"

#include "base/file.h"
#include "base/limits.h"

#include <limits.h>
#include <sys/stat.h>

static const char *project_folder_above(struct arena *arena, const char *folder)
{
    const struct text here = text_of(folder);
    if (text_is(here, "."))
        return "..";
    if (text_is(here, "..") || text_ends(here, TEXT("/..")))
        return text_format(arena, "%s/..", folder).at;
    return path_folder(arena, folder);
}

/* The same folder under two names: the root, whose parent is itself. */
static bool project_folder_same(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/* obstat.yaml in `folder` or above; NULL where there is none. */
static const char *project_find(struct arena *arena, const char *folder)
{
    enum file_kind kind;
    for (size_t i = 0; i < LIMIT_DIRECTORY_DEPTH; i++) {
        const char *path = path_join(arena, folder, "obstat.yaml");
        if (file_kind_of(path, &kind))
            return path;
        const char *above = project_folder_above(arena, folder);
        if (project_folder_same(above, folder))
            return NULL;
        folder = above;
    }
    return NULL;
}

/* `folder` as seen from `root`, both existing: what follows root's real path in folder's. */
static bool project_folder_inside(struct arena *arena, const char *root, const char *folder,
                                  const char **out, struct error *err)
{
    char outer[PATH_MAX], inner[PATH_MAX];
    if (!realpath(root, outer) || !realpath(folder, inner))
        return error_at(err, ERROR_REFUSED, (struct place){folder, 0, 0}, "no such folder");
    const struct text above = text_of(outer), below = text_of(inner);
    const size_t shared = text_is(above, "/") ? 0 : above.size;
    if (!text_starts(below, (struct text){outer, shared}) ||
        (below.size > shared && below.at[shared] != '/')) /* "a/pro" is not above "a/project" */
        return error_at(err, ERROR_REFUSED, (struct place){folder, 0, 0},
                        "the folder lies outside the project's root %s", root);
    const struct text rest = text_part(below, shared + 1, below.size);
    *out = text_string(arena, rest);
    return true;
}

const char *project_root(const char *manifest, struct arena *arena)
{
    const char *folder = path_folder(arena, manifest);
    const char *path = project_find(arena, folder);
    return path ? path_folder(arena, path) : folder;
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
    const char *path = project_find(arena, folder);
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
