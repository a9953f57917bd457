/* The files that files.py makes, each of which says in its name how it has to end. */
#include "scanning.h"

#include "base/file.h"

#include <fcntl.h>
#include <sys/wait.h>

enum { SKIPPED = 77, NO_PYTHON = 127, FILES_LEAST = 180 };

/* The folder that the script filled. */
static const char *folder_made(struct arena *arena)
{
    char *folder = arena_alloc(arena, 64);
    int status = 0;
    (void)snprintf(folder, 64, "/tmp/obstat-scan-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    const pid_t child = fork();
    if (child == 0) {
        (void)execlp("python3", "python3", "-B", OBSTAT_SOURCE "/tests/unit/scan/files.py", folder,
                     (char *)NULL);
        _exit(NO_PYTHON);
    }
    ck_assert(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_PYTHON) {
        (void)rmdir(folder);
        (void)printf("skipped: no python3\n");
        (void)fflush(stdout);
        _exit(getenv("CI") ? 1 : SKIPPED);
    }
    ck_assert_int_eq(WEXITSTATUS(status), 0);
    return folder;
}

static bool ends_as_named(const char *folder, const char *name)
{
    struct arena arena = {0};
    struct scan scan;
    struct error err = {0};
    const char *path = path_join(&arena, folder, name);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    ck_assert_int_ge(file, 0);
    ck_assert_msg(scan_file(proven(file, &arena), text_of(name), &arena, &scan, &err), "%s",
                  support_error(&err));
    const char *verdict = scan_verdict_name(scan.verdict);
    const bool held = strncmp(name, verdict, strlen(verdict)) == 0 && name[strlen(verdict)] == '-';
    if (!held)
        (void)printf("%s is %s\n", name, verdict);
    for (size_t i = 0; !held && i < scan.findings.count; i++)
        (void)printf("    %s: %s\n", scan.findings.at[i].what.at, scan.findings.at[i].why);
    (void)close(file);
    (void)unlink(path);
    arena_free(&arena);
    return held;
}

START_TEST(test_scan__every_file_ends_as_its_name_says)
{
    struct arena arena = {0};
    struct error err = {0};
    struct file_entries files = {0};
    size_t wrong = 0;
    const char *folder = folder_made(&arena);
    ck_assert(file_list(folder, 5000, &arena, &files, &err));
    for (size_t i = 0; i < files.count; i++)
        wrong += !ends_as_named(folder, files.at[i].path);
    (void)rmdir(folder);
    ck_assert_uint_ge(files.count, FILES_LEAST);
    ck_assert_msg(wrong == 0, "%zu of %zu files end otherwise", wrong, files.count);
    arena_free(&arena);
}
END_TEST

static void format_check(const char *name, struct text bytes, enum scan_format format)
{
    struct arena arena = {0};
    const struct scan scan = scanned(&arena, name, bytes);
    ck_assert_msg(scan.format == format, "%s: %s", name, scan_format_name(scan.format));
    arena_free(&arena);
}

START_TEST(test_scan__a_format_is_told_by_content)
{
    static const struct {
        const char *name;
        struct text bytes;
        enum scan_format format;
    } cases[] = {
        {"weights", BYTES("\x80\4N."), SCAN_PICKLE},
        {"weights", BYTES("\x93NUMPY\1"), SCAN_NPY},
        {"weights", BYTES("GGUF\3\0\0\0"), SCAN_GGUF},
        {"weights", BYTES("\x89HDF\r\n\x1a\n"), SCAN_HDF5},
        {"weights", BYTES("\2\0\0\0\0\0\0\0{}"), SCAN_SAFETENSORS},
        {"weights", BYTES("7z\xbc\xaf\x27\x1c"), SCAN_ARCHIVE},
        {"weights", BYTES("hello"), SCAN_TEXT},
        {"weights", BYTES("[1]"), SCAN_JSON},
        {"weights.pkl", BYTES("hello"), SCAN_PICKLE},
        {"a.yaml", BYTES("a: 1"), SCAN_YAML},
        {"a.yaml", BYTES(""), SCAN_EMPTY},
        {"variables.data-00000-of-00001", BYTES("\xff\xff"), SCAN_TENSORS},
        {"weights", BYTES("\xff\xff"), SCAN_OTHER},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        format_check(cases[i].name, cases[i].bytes, cases[i].format);
}
END_TEST

START_TEST(test_scan__of_many_findings_the_gravest_are_kept)
{
    struct arena arena = {0};
    struct text pickle = TEXT_NONE;
    for (int i = 0; i < 300; i++)
        pickle = text_format(&arena, "%.*scacme\nclass%d\n0", TEXT_ARGS(pickle), i);
    pickle = text_format(&arena, "%.*scos\nsystem\n.", TEXT_ARGS(pickle));
    const struct scan scan = scanned(&arena, "model.pkl", pickle);
    bool told = false;
    for (size_t i = 0; i < scan.findings.count; i++)
        told |= text_is(scan.findings.at[i].what, "os.system");
    ck_assert_int_eq(scan.verdict, SCAN_DANGEROUS);
    ck_assert_uint_eq(scan.findings.count + scan.more, 301);
    ck_assert(told);
    arena_free(&arena);
}
END_TEST

TESTS("scan/files", test_scan__every_file_ends_as_its_name_says,
      test_scan__a_format_is_told_by_content, test_scan__of_many_findings_the_gravest_are_kept)
