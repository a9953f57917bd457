/* How fast evidence is read, on the files of a folder.
 *
 *     bench-evidence FOLDER SUFFIX COUNT
 *
 * Every file below FOLDER whose name ends in SUFFIX is read into memory first. A round imports
 * COUNT of them, beginning anew after the last, each into an arena of its own that is freed again.
 * Printed are megabytes (10^6 bytes) and files a second, least, median and most over the rounds,
 * and how many files were refused. Time is that of the processor. This measures; it never judges.
 */
#include "base/list.h"
#include "evidence/evidence.h"

#include <ftw.h>
#include <sys/stat.h>
#include <time.h>

enum { ROUNDS = 9, OPEN_FOLDERS = 16 };

struct bench_file {
    const char *path;
    struct text bytes;
};

struct bench_files LIST(struct bench_file);

static struct arena arena;
static struct bench_files files;
static struct text suffix;

static int file_load(const char *path, const struct stat *found, int kind, struct FTW *walk)
{
    (void)walk;
    if (kind != FTW_F || found->st_size == 0 || !text_ends(text_of(path), suffix))
        return 0;
    const size_t size = (size_t)found->st_size;
    char *bytes = arena_alloc(&arena, size + 1);
    FILE *file = fopen(path, "rb");
    if (!file || fread(bytes, 1, size, file) != size)
        return 1;
    (void)fclose(file);
    bytes[size] = '\0';
    *LIST_ADD(&arena, &files) =
        (struct bench_file){text_string(&arena, text_of(path)), {bytes, size}};
    return 0;
}

static bool import(const struct bench_file *file)
{
    struct arena own = {0};
    struct error err = {0};
    struct evidence evidence;
    const bool read = evidence_read(file->path, file->bytes, TEXT_NONE, &own, &evidence, &err);
    arena_free(&own);
    return read;
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int double_order(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void print_spread(const char *name, double *speeds)
{
    qsort(speeds, ROUNDS, sizeof *speeds, double_order);
    (void)printf("%-8s min %10.1f   median %10.1f   max %10.1f\n", name, speeds[0],
                 speeds[ROUNDS / 2], speeds[ROUNDS - 1]);
}

int main(int argc, char **argv)
{
    double bytes_speed[ROUNDS], files_speed[ROUNDS];
    const size_t count = argc == 4 ? strtoul(argv[3], NULL, 10) : 0;
    suffix = text_of(argc == 4 ? argv[2] : "");
    if (count == 0 || nftw(argv[1], file_load, OPEN_FOLDERS, FTW_PHYS) != 0 || !files.count) {
        (void)fprintf(stderr, "usage: bench-evidence FOLDER SUFFIX COUNT (with files below it)\n");
        return 2;
    }
    size_t bytes = 0, refused = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        bytes = refused = 0;
        const double begun = seconds();
        for (size_t i = 0; i < count; i++) {
            const struct bench_file *file = &files.at[i % files.count];
            bytes += file->bytes.size;
            refused += !import(file);
        }
        const double taken = seconds() - begun;
        bytes_speed[round] = (double)bytes / taken / 1e6;
        files_speed[round] = (double)count / taken;
    }
    (void)printf("%zu files, %zu bytes, %zu refused\n", count, bytes, refused);
    print_spread("MB/s", bytes_speed);
    print_spread("files/s", files_speed);
    arena_free(&arena);
    return 0;
}
