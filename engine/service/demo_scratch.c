#include "service/demo.h"

#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PLAIN_MODE = 0644, CLEAR_FILES = 16 };

/* A version of the demo: its number, and which of the two evaluations it has. */
struct scratch_version {
    const char *version, *groups;
};

static const struct scratch_version scratch_versions[] = {
    {"2.2.0", "groups-fair"},
    {"2.3.0", "groups-unfair"},
    {"2.4.0", "groups-fair"},
    {"2.5.0", "groups-fair"},
};

static struct text file_bytes(const char *name)
{
    for (const struct demo_file *file = demo_files; file->name; file++)
        if (strcmp(file->name, name) == 0)
            return file->bytes;
    return TEXT_NONE;
}

/* The bytes with @VERSION@ said. */
static struct text file_versioned(const char *name, const char *version, struct arena *arena)
{
    static const char blank[] = "@VERSION@";
    struct text rest = file_bytes(name);
    struct buffer written = buffer_in(arena, LIMIT_MANIFEST_SIZE);
    while (rest.size) {
        const size_t mark = text_find(rest, '@');
        const struct text tail = text_part(rest, mark, rest.size);
        const bool said = text_starts(tail, text_of(blank));
        buffer_add(&written, text_part(rest, 0, mark));
        buffer_string(&written, said ? version : tail.size ? "@" : "");
        rest = text_part(tail, said ? sizeof blank - 1 : 1, tail.size);
    }
    return buffer_text(&written);
}

static bool version_write(const struct scratch_version *made, struct arena *arena,
                          struct error *err)
{
    const char *folder = made->version;
    return folder_make(folder, err) && folder_make(path_join(arena, folder, "model"), err) &&
           folder_make(path_join(arena, folder, "eval"), err) &&
           file_write(path_join(arena, folder, "model.yaml"),
                      file_versioned("manifest", made->version, arena), PLAIN_MODE, err) &&
           file_write(path_join(arena, folder, "eval/groups.yaml"),
                      file_versioned(made->groups, made->version, arena), PLAIN_MODE, err) &&
           file_write(
               path_join(arena, folder, "model/scorer.txt"),
               text_format(arena, "score = 0.1 * priors - 0.05 * age   # %s\n", made->version),
               PLAIN_MODE, err);
}

static bool policy_write(const char *folder, const char *name, struct arena *arena,
                         struct error *err)
{
    return folder_make(folder, err) &&
           file_write(path_join(arena, folder, text_format(arena, "%s.lua", name).at),
                      file_bytes(name), PLAIN_MODE, err);
}

static bool files_write(struct demo *demo, struct error *err)
{
    for (size_t i = 0; i < COUNT(scratch_versions); i++)
        if (!version_write(&scratch_versions[i], demo->arena, err))
            return false;
    return folder_make("keys", err) && folder_make("state", err) &&
           policy_write("policies", "accuracy-floor", demo->arena, err) &&
           policy_write("policies", "four-fifths", demo->arena, err) &&
           policy_write("misspelt", "misspelt", demo->arena, err);
}

static bool folder_named(const char *named, struct arena *arena, const char **folder,
                         struct error *err)
{
    char real[PATH_MAX];
    enum file_kind kind;
    if (file_kind_of(named, &kind))
        return error_set(err, ERROR_REFUSED, "%s is there already", named);
    if (!folder_make(named, err))
        return false;
    *folder = text_string(arena, text_of(realpath(named, real)));
    return true;
}

static bool folder_temporary(struct demo *demo, const char **folder, struct error *err)
{
    const char *temporary = demo->session->setting(demo->session->context, "TMPDIR");
    const struct text wanted =
        text_format(demo->arena, "%s/obstat-demo-XXXXXX", temporary ? temporary : "/tmp");
    char *made = (char *)(uintptr_t)wanted.at;
    if (!mkdtemp(made))
        return error_set(err, ERROR_UNAVAILABLE, "no folder can be made as %s: %s", wanted.at,
                         strerror(errno));
    *folder = made;
    return true;
}

bool demo_scratch_make(struct demo *demo, const char *named, struct error *err)
{
    char before[PATH_MAX];
    if (!getcwd(before, sizeof before))
        return error_set(err, ERROR_UNAVAILABLE, "the working folder is gone");
    if (named ? !folder_named(named, demo->arena, &demo->folder, err)
              : !folder_temporary(demo, &demo->folder, err))
        return false;
    demo->home = text_string(demo->arena, text_of(before));
    if (chdir(demo->folder) != 0)
        return error_set(err, ERROR_UNAVAILABLE, "%s: %s", demo->folder, strerror(errno));
    return files_write(demo, err);
}

static int scratch_remove(const char *path, const struct stat *found, int kind, struct FTW *walk)
{
    (void)found;
    (void)kind;
    (void)walk;
    (void)remove(path);
    return 0;
}

void demo_scratch_leave(struct demo *demo, bool clear)
{
    if (demo->home && chdir(demo->home) == 0 && clear)
        (void)nftw(demo->folder, scratch_remove, CLEAR_FILES, FTW_DEPTH | FTW_PHYS);
}

bool demo_copy(const char *from, const char *to, struct arena *arena, struct error *err)
{
    struct text bytes;
    return file_read(from, LIMIT_EVIDENCE_SIZE, arena, &bytes, err) &&
           file_write(to, bytes, PLAIN_MODE, err);
}
