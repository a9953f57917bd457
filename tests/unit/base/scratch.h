/* tests/unit/base/scratch.h: a folder of its own for a test, and what is put into it.
 *
 *     scratch_open();                       an empty folder, and an empty arena
 *     scratch_file("a/b.json", "{}");       with the folders it needs
 *     file_read(scratch("a/b.json"), ...);
 *     scratch_close();                      both are gone
 */
#ifndef SCRATCH_H
#define SCRATCH_H

#include "support.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HELD = 0, BROKEN = 1, NOT_POSSIBLE_HERE = 2, NOBODY = 65534 };

static struct arena arena;
static char scratch_root[64];

static inline int scratch_remove(const char *path, const struct stat *found, int kind,
                                 struct FTW *walk)
{
    (void)found, (void)kind, (void)walk;
    return remove(path);
}

static inline void scratch_open(void)
{
    (void)snprintf(scratch_root, sizeof scratch_root, "/tmp/obstat-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scratch_root));
    ck_assert_int_eq(chmod(scratch_root, 0777), 0);
}

static inline void scratch_close(void)
{
    ck_assert_int_eq(nftw(scratch_root, scratch_remove, 8, FTW_DEPTH | FTW_PHYS), 0);
    arena_free(&arena);
}

static inline const char *scratch(const char *name)
{
    return text_format(&arena, "%s/%s", scratch_root, name).at;
}

static inline void scratch_folder(const char *name)
{
    const char *path = scratch(name);
    for (size_t i = strlen(scratch_root) + 1; path[i]; i++)
        if (path[i] == '/')
            (void)mkdir(text_string(&arena, (struct text){path, i}), 0777);
    ck_assert(mkdir(path, 0777) == 0 || errno == EEXIST);
}

static inline void scratch_bytes(const char *name, struct text bytes)
{
    if (strchr(name, '/'))
        scratch_folder(path_folder(&arena, name));
    FILE *file = fopen(scratch(name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes.at, 1, bytes.size, file), bytes.size);
    ck_assert_int_eq(fclose(file), 0);
}

static inline void scratch_file(const char *name, const char *contents)
{
    scratch_bytes(name, text_of(contents));
}

static inline void scratch_link(const char *target, const char *name)
{
    ck_assert_int_eq(symlink(target, scratch(name)), 0);
}

/* What `act` answers in a process of its own, where it may give up rights for good. */
static inline int in_child(int (*act)(void))
{
    (void)fflush(NULL);
    const pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(act());
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

/* The superuser is refused nothing, so that a refusal is seen only without its rights. */
static inline bool rights_drop(void)
{
    return getuid() != 0 || (setgid(NOBODY) == 0 && setuid(NOBODY) == 0);
}

#define ck_assert_refused(call, err, words)                                                        \
    do {                                                                                           \
        ck_assert(!(call));                                                                        \
        ck_assert_msg(strcmp((err).message, (words)) == 0, "%s", support_error(&(err)));           \
        ck_assert_int_eq((err).code, ERROR_REFUSED);                                               \
    } while (0)

#endif
