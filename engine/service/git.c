/* git is asked by its own program: it alone knows when a work tree is clean. A repository's
 * settings can name programs to be run (hooks, monitors, filters); git runs inside the worker's
 * confinement and can start none of them. */
#include "base/file.h"
#include "base/limits.h"
#include "service/inputs.h"
#include "service/record.h"
#include "worker/program.h"

#include <sys/stat.h>

static const struct text oid_line = {"# branch.oid ", 13};

/* The folder with a .git, here or above; NULL where there is none. Only this one is asked about: a
 * repository that lies inside the work tree as ordinary files is not taken for it. */
static const char *work_tree_of(const char *git_folder, struct arena *arena)
{
    enum file_kind kind;
    struct stat git_here, above;
    for (size_t i = 0; i < LIMIT_DIRECTORY_DEPTH; i++) {
        const char *git_parent = path_join(arena, git_folder, "..");
        if (file_kind_of(path_join(arena, git_folder, ".git"), &kind))
            return git_folder;
        if (stat(git_folder, &git_here) != 0 || stat(git_parent, &above) != 0 ||
            (git_here.st_ino == above.st_ino && git_here.st_dev == above.st_dev))
            return NULL;
        git_folder = git_parent;
    }
    return NULL;
}

/* Where git is: PATH is the caller's, and a judged repository may have a word in it. */
static const char *git_program(void)
{
    static const char *const git_paths[] = {"/usr/bin/git", "/usr/local/bin/git", "/bin/git"};
    enum file_kind kind;
    for (size_t i = 0; i < COUNT(git_paths); i++)
        if (file_kind_of(git_paths[i], &kind) && kind == FILE_REGULAR)
            return git_paths[i];
    return git_paths[0];
}

static struct value observation_failed(const char *why, struct arena *arena)
{
    struct record record = record_in(arena);
    record_text(&record, "error", text_copy(arena, text_of(why)));
    return record_map(&record);
}

/* The output is lines ended by NUL: headers that begin with "# ", then one for each change. */
static struct value status_read(struct text git_output, struct arena *arena)
{
    bool clean = true;
    struct text git_head = TEXT_NONE;
    for (size_t from = 0; from < git_output.size;) {
        const struct text rest = text_part(git_output, from, git_output.size);
        const struct text git_line = text_part(rest, 0, text_find(rest, '\0'));
        if (text_starts(git_line, oid_line))
            git_head = text_part(git_line, oid_line.size, git_line.size);
        else if (!text_starts(git_line, TEXT("# ")))
            clean = false;
        from += git_line.size + 1;
    }
    if (git_head.size == 0 || git_head.at[0] == '(') /* "(initial)": no commit yet */
        return observation_failed("the work tree has no commit", arena);
    struct record record = record_in(arena);
    record_text(&record, "head", git_head);
    record_boolean(&record, "clean", clean);
    return record_map(&record);
}

bool git_observe(const char *folder, struct arena *arena, struct value *out)
{
    struct text git_output;
    struct error err = {0};
    int git_status = 0;
    const char *tree = work_tree_of(folder, arena);
    if (!tree)
        return false;
    const char *git_dir = text_format(arena, "--git-dir=%s/.git", tree).at;
    const char *work_tree = text_format(arena, "--work-tree=%s", tree).at;
    const char *const git_arguments[] = {git_program(),
                                         git_dir,
                                         work_tree,
                                         "--no-optional-locks",
                                         "-c",
                                         "core.fsmonitor=false",
                                         "-c",
                                         "core.hooksPath=/dev/null",
                                         "-c",
                                         "core.preloadIndex=false",
                                         "-c",
                                         "safe.directory=*",
                                         "status",
                                         "--porcelain=v2",
                                         "--branch",
                                         "-z",
                                         "--untracked-files=no",
                                         "--ignore-submodules=all",
                                         NULL};
    const char *const git_environment[] = {
        "LC_ALL=C",          "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
        "HOME=/nonexistent", "PATH=/nonexistent",     NULL};
    const struct program git = {
        git_arguments, git_environment, LIMIT_GIT_OUTPUT, LIMIT_GIT_TIME_MS, NULL, false};
    if (!program_run(&git, arena, &git_output, &git_status, &err))
        *out = observation_failed(err.message, arena);
    else if (git_status != 0)
        *out = observation_failed("git does not read the work tree", arena);
    else
        *out = status_read(git_output, arena);
    return true;
}
