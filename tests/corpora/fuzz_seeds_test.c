/* What a fuzzer found worth keeping: whatever it is, it is read or refused, and where Python is
 * installed, Python says which. */
#include "support.h"
#include "value/canonical.h"
#include "value/json.h"

#include <ftw.h>
#include <glob.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { NOT_FOUND = 127, OPEN_FOLDERS = 16, FILES_LEAST = 1000, ROOM = 1 << 24 };

static struct arena arena;

/* The exit status of a program that is found by its name. */
static int run(const char *program, const char *const *arguments)
{
    pid_t child;
    int status = 0;
    if (posix_spawnp(&child, program, NULL, NULL, (char *const *)(uintptr_t)arguments, environ))
        return NOT_FOUND;
    ck_assert(waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int entry_remove(const char *path, const struct stat *found, int kind, struct FTW *walk)
{
    (void)found, (void)kind, (void)walk;
    return remove(path);
}

/* A new folder with the seeds in its folder `corpus`. */
static const char *seeds_unpack(void)
{
    const char *archive = support_corpus(&arena, "fuzz-seeds/go-fuzz-json.tar.xz");
    const char *root = getenv("TMPDIR");
    char *folder =
        (char *)(uintptr_t)text_format(&arena, "%s/obstat-seeds-XXXXXX", root ? root : "/tmp").at;
    ck_assert_ptr_nonnull(mkdtemp(folder));
    const char *const tar[] = {"tar", "-xJf", archive, "-C", folder, NULL};
    ck_assert_int_eq(run("tar", tar), 0);
    return folder;
}

/* What is accepted can be written, and what is written is read again and written as the same. */
static void check_round_trip(const char *name, const struct value *value)
{
    struct error err = {0};
    struct value again;
    struct buffer once = buffer_in(&arena, ROOM), twice = buffer_in(&arena, ROOM);
    if (!canonical_write(value, &once, &err)) {
        ck_assert_msg(strstr(err.message, "too large to be written"), "%s: %s", name, err.message);
        return;
    }
    const struct text bytes = buffer_text(&once);
    ck_assert_msg(json_read(name, bytes, (struct json_options){0}, &arena, &again, &err), "%s: %s",
                  name, err.message);
    ck_assert_msg(canonical_write(&again, &twice, &err), "%s: %s", name, err.message);
    ck_assert_msg(text_equal(bytes, buffer_text(&twice)), "%s", name);
}

static bool is_accepted(const char *path)
{
    struct error err = {0};
    struct value value;
    const struct text source = support_read(&arena, path);
    if (json_read(path, source, (struct json_options){0}, &arena, &value, &err)) {
        check_round_trip(path, &value);
        return true;
    }
    ck_assert_msg(err.code == ERROR_REFUSED && err.message[0], "%s", path);
    return false;
}

/* One line for each file, as json_oracle.py prints them. */
static struct text verdicts(const char *folder)
{
    glob_t found;
    struct buffer out = buffer_in(&arena, ROOM);
    ck_assert_int_eq(glob(text_format(&arena, "%s/corpus/*", folder).at, 0, NULL, &found), 0);
    ck_assert_uint_ge(found.gl_pathc, FILES_LEAST);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        buffer_format(&out, "%s %s\n", strrchr(path, '/') + 1, is_accepted(path) ? "yes" : "no");
    }
    globfree(&found);
    return buffer_text(&out);
}

static struct text line_take(struct text *rest)
{
    const struct text line = text_part(*rest, 0, text_find(*rest, '\n'));
    *rest = text_part(*rest, line.size + 1, rest->size);
    return line;
}

static void compare(struct text ours, struct text theirs)
{
    while (ours.size) {
        const struct text our = line_take(&ours), their = line_take(&theirs);
        ck_assert_msg(text_equal(our, their), "we say %.*s, Python says %.*s", TEXT_ARGS(our),
                      TEXT_ARGS(their));
    }
    ck_assert_uint_eq(theirs.size, 0);
}

START_TEST(test_fuzz_seeds__are_read_or_refused_as_python_does)
{
    const char *folder = seeds_unpack();
    const struct text ours = verdicts(folder);
    const char *command =
        text_format(&arena, "python3 '%s/tests/corpora/json_oracle.py' '%s/corpus' > '%s/theirs'",
                    OBSTAT_SOURCE, folder, folder)
            .at;
    const char *const shell[] = {"sh", "-c", command, NULL};
    const int status = run("sh", shell);
    if (status == NOT_FOUND)
        (void)printf("no python3 here: only that nothing crashes was seen\n");
    else
        ck_assert_int_eq(status, 0);
    if (status == 0)
        compare(ours, support_read(&arena, text_format(&arena, "%s/theirs", folder).at));
    ck_assert_int_eq(nftw(folder, entry_remove, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS), 0);
    arena_free(&arena);
}
END_TEST

TESTS("corpora/fuzz-seeds", test_fuzz_seeds__are_read_or_refused_as_python_does)
