#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

enum { SKIPPED = 77, LARGEST = 512 << 20 };

int support_run(const char *suite, const TTest *const *tests, size_t count)
{
    Suite *all = suite_create(suite);
    for (size_t i = 0; i < count; i++) {
        TCase *one = tcase_create(tests[i]->name);
        _tcase_add_test(one, tests[i], 0, 0, 0, 1);
        suite_add_tcase(all, one);
    }
    SRunner *runner = srunner_create(all);
    srunner_set_fork_status(runner, CK_NOFORK); /* ctest bounds the time, the sanitizers see all */
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

const char *support_error(const struct error *err)
{
    static char line[ERROR_MESSAGE_SIZE + ERROR_FILE_SIZE + 64];
    (void)snprintf(line, sizeof line, "%s:%u:%u: %s: %s", err->file, err->line, err->column,
                   error_name(err->code), err->message);
    return line;
}

struct text support_read(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "cannot open %s", path);
    struct stat found;
    ck_assert(fstat(fileno(file), &found) == 0 && found.st_size <= LARGEST);
    const size_t size = (size_t)found.st_size;
    char *bytes = arena_alloc(arena, size + 1);
    ck_assert_uint_eq(fread(bytes, 1, size, file), size);
    bytes[size] = '\0';
    (void)fclose(file);
    return (struct text){bytes, size};
}

const char *support_corpus(struct arena *arena, const char *folder)
{
    const char *root = getenv("OBSTAT_CORPORA");
    const char *path =
        root ? text_format(arena, "%s/%s", root, folder).at
             : text_format(arena, "%s/../shared/corpora/%s", OBSTAT_SOURCE, folder).at;
    struct stat found;
    if (stat(path, &found) == 0)
        return path;
    (void)printf("skipped: no corpora (%s)\n", folder);
    (void)fflush(stdout);
    _exit(getenv("CI") ? 1 : SKIPPED);
}
