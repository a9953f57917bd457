/* git is asked by its own program: it alone knows when a work tree is clean. It runs without
 * hooks, without a file system monitor and without locks, inside the worker's confinement. */
#include "base/file.h"
#include "base/limits.h"
#include "service/inputs.h"
#include "service/record.h"
#include "worker/program.h"

#include <sys/stat.h>

static const struct text oid_line = {"# branch.oid ", 13};

/* Is there a .git here or in a folder above? */
static bool in_work_tree(const char *folder, struct arena *arena)
{
    enum file_kind kind;
    struct stat here, above;
    for (size_t i = 0; i < LIMIT_DIRECTORY_DEPTH; i++) {
        const char *parent = path_join(arena, folder, "..");
        if (file_kind_of(path_join(arena, folder, ".git"), &kind))
            return true;
        if (stat(folder, &here) != 0 || stat(parent, &above) != 0 ||
            (here.st_ino == above.st_ino && here.st_dev == above.st_dev))
            return false;
        folder = parent;
    }
    return false;
}

static struct value observation_failed(const char *why, struct arena *arena)
{
    struct record record = record_in(arena);
    record_text(&record, "error", text_copy(arena, text_of(why)));
    return record_map(&record);
}

/* The output is lines ended by NUL: headers that begin with "# ", then one for each change. */
static struct value status_read(struct text output, struct arena *arena)
{
    bool clean = true;
    struct text head = TEXT_NONE;
    for (size_t from = 0; from < output.size;) {
        const struct text rest = text_part(output, from, output.size);
        const struct text line = text_part(rest, 0, text_find(rest, '\0'));
        if (text_starts(line, oid_line))
            head = text_part(line, oid_line.size, line.size);
        else if (!text_starts(line, TEXT("# ")))
            clean = false;
        from += line.size + 1;
    }
    if (head.size == 0 || head.at[0] == '(') /* "(initial)": no commit yet */
        return observation_failed("the work tree has no commit", arena);
    struct record record = record_in(arena);
    record_text(&record, "head", head);
    record_boolean(&record, "clean", clean);
    return record_map(&record);
}

bool git_observe(const char *folder, struct arena *arena, struct value *out)
{
    struct text output;
    struct error err = {0};
    int status = 0;
    if (!in_work_tree(folder, arena))
        return false;
    const char *const arguments[] = {"git", "-C", folder, "--no-optional-locks",
                                     "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
                                     "-c", "safe.directory=*", "status", "--porcelain=v2",
                                     "--branch", "--untracked-files=no", "-z", NULL};
    const char *const environment[] = {"LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
                                       "HOME=/nonexistent", "PATH=/usr/local/bin:/usr/bin:/bin",
                                       NULL};
    const struct program git = {arguments, environment, LIMIT_GIT_OUTPUT, LIMIT_GIT_TIME_MS};
    if (!program_run(&git, arena, &output, &status, &err))
        *out = observation_failed(err.message, arena);
    else if (status != 0)
        *out = observation_failed("git does not read the work tree", arena);
    else
        *out = status_read(output, arena);
    return true;
}
