/* An artifact that is digested and scanned, and changed in between: by a shared mapping whose page
 * was written before already, so that neither of the file's times moves. */
#include "service/artifact_scan.h"

#include "base/file.h"
#include "base/limits.h"
#include "support.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NUMBERS = 300000 };

/* The same size: one runs a command, the other is a text that is dropped. */
static const char harmful[] = "\x80\x02"
                              "cposix\nsystem\n(S'id'\ntR0";
static const char harmless[] = "\x80\x02"
                               "U\x15xxxxxxxxxxxxxxxxxxxxx0";
_Static_assert(sizeof harmful == sizeof harmless, "the file is to keep its size");

static const char manifest_yaml[] = "obstat: model/v1\nname: a\nversion: '1'\nevidence: []\n"
                                    "artifact: {path: model.pkl}\n";

struct disturbed {
    char *mapped;
    bool flips;
};

/* Called when the last byte was digested, and before the first is scanned. */
static void flip(void *context, uint64_t done, uint64_t of)
{
    const struct disturbed *disturbed = context;
    if (disturbed->flips && done == of && done > 0)
        memcpy(disturbed->mapped, harmless, sizeof harmless - 1);
}

static void file_fill(const char *path, size_t numbers)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(harmful, 1, sizeof harmful - 1, file), sizeof harmful - 1);
    (void)fprintf(file, "B%c%c%c%c", (int)(numbers & 0xff), (int)(numbers >> 8 & 0xff),
                  (int)(numbers >> 16), 0);
    for (size_t i = 0; i < numbers; i++)
        (void)fputc('n', file);
    (void)fputc('.', file);
    ck_assert_int_eq(fclose(file), 0);
}

static char *file_map(const char *path)
{
    const int file = open(path, O_RDWR | O_CLOEXEC);
    char *mapped = mmap(NULL, sizeof harmful, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ck_assert(file >= 0 && mapped != MAP_FAILED);
    (void)close(file);
    memcpy(mapped, harmful, sizeof harmful - 1); /* the page is dirty from here on */
    return mapped;
}

/* The gravest verdict of model.pkl with so many bytes of numbers, or what is wrong with it. */
static const char *verdict(size_t numbers, bool flips, struct arena *arena, struct error *err)
{
    struct value observation;
    struct manifest manifest;
    struct artifact artifact;
    char folder[] = "/tmp/obstat-flipped-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    const char *path = path_join(arena, folder, "model.pkl");
    file_fill(path, numbers);
    ck_assert(manifest_read(path_join(arena, folder, "model.yaml"), text_of(manifest_yaml),
                            schemas_new(arena), arena, &manifest, err));
    struct disturbed disturbed = {file_map(path), flips};
    const struct reading_watch watch = {&disturbed, flip};
    const bool scanned = artifact_scan(&manifest, (struct artifact_eyes){.watch = &watch}, arena,
                                       &artifact, &observation, err);
    ck_assert(!flips || memcmp(disturbed.mapped, harmless, sizeof harmless - 1) == 0);
    (void)munmap(disturbed.mapped, sizeof harmful);
    (void)unlink(path);
    (void)rmdir(folder);
    return scanned ? text_string(arena, value_text(value_get(&observation, TEXT("worst")))) : NULL;
}

/* Held whole, and read through a window. */
static const size_t sizes[] = {100, NUMBERS};

START_TEST(test_artifact_scan__what_runs_a_command_is_dangerous)
{
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct arena arena = {0};
        struct error err = {0};
        ck_assert_str_eq(verdict(sizes[i], false, &arena, &err), "dangerous");
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_artifact_scan__bytes_that_change_after_the_digest_are_refused_whatever_the_times)
{
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct arena arena = {0};
        struct error err = {0};
        const char *worst = verdict(sizes[i], true, &arena, &err);
        ck_assert_msg(!worst, "it is %s", worst);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_str_eq(err.message, "model.pkl: changed while it was read");
        ck_assert_uint_eq(err.line, 5);
        arena_free(&arena);
    }
}
END_TEST

/* Before a byte of it is read: that would take ten minutes. */
START_TEST(test_artifact_scan__a_file_whose_sums_would_not_fit_is_refused)
{
    struct arena arena = {0};
    struct error err = {0};
    struct value observation;
    struct manifest manifest;
    struct artifact artifact;
    char folder[] = "/tmp/obstat-large-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    const char *path = path_join(&arena, folder, "model.pkl");
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ck_assert(file >= 0 && ftruncate(file, (off_t)LIMIT_BLOCKS * LIMIT_BLOCK_SIZE) == 0);
    ck_assert(manifest_read(path_join(&arena, folder, "model.yaml"), text_of(manifest_yaml),
                            schemas_new(&arena), &arena, &manifest, &err));
    ck_assert(!artifact_scan(&manifest, (struct artifact_eyes){0}, &arena, &artifact, &observation,
                             &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    ck_assert_ptr_nonnull(strstr(err.message, "model.pkl: has 1 TB or more"));
    (void)close(file);
    (void)unlink(path);
    (void)rmdir(folder);
    arena_free(&arena);
}
END_TEST

TESTS("service/artifact_scan", test_artifact_scan__what_runs_a_command_is_dangerous,
      test_artifact_scan__bytes_that_change_after_the_digest_are_refused_whatever_the_times,
      test_artifact_scan__a_file_whose_sums_would_not_fit_is_refused)
