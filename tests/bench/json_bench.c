/* How fast json_read is beside jansson, on the files of a folder.
 *
 *     bench-json FOLDER
 *
 * Every *.json below FOLDER is read into memory first. A round reads all of them with one reader,
 * each file into an arena of its own that is freed again, then with the other; who begins
 * alternates. Printed are megabytes (10^6 bytes) a second, least, median and most over the rounds,
 * and the ratio of each round. This measures; it never judges.
 */
#include "base/list.h"
#include "value/json.h"

#include <ftw.h>
#include <jansson.h>
#include <sys/stat.h>
#include <time.h>

enum { ROUNDS = 15, PASS_BYTES = 20000000, OPEN_FOLDERS = 16 };

struct files LIST(struct text);

static struct arena arena;
static struct files files;
static size_t total;

static int file_load(const char *path, const struct stat *found, int kind, struct FTW *walk)
{
    (void)walk;
    if (kind != FTW_F || found->st_size == 0 || !text_ends(text_of(path), TEXT(".json")))
        return 0;
    const size_t size = (size_t)found->st_size;
    char *bytes = arena_alloc(&arena, size + 1);
    FILE *file = fopen(path, "rb");
    if (!file || fread(bytes, 1, size, file) != size)
        return 1;
    (void)fclose(file);
    bytes[size] = '\0';
    *LIST_ADD(&arena, &files) = (struct text){bytes, size};
    total += size;
    return 0;
}

static bool read_ours(struct text source)
{
    struct arena own = {0};
    struct error err = {0};
    struct value value;
    const bool accepted = json_read("bench", source, (struct json_options){0}, &own, &value, &err);
    arena_free(&own);
    return accepted;
}

static bool read_jansson(struct text source)
{
    json_t *value =
        json_loadb(source.at, source.size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    json_decref(value);
    return value != NULL;
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Megabytes a second over all files, read again and again until it took long enough to measure. */
static double speed_of(bool (*read)(struct text source))
{
    const size_t passes = total < PASS_BYTES ? PASS_BYTES / total : 1;
    size_t refused = 0;
    const double begun = seconds();
    for (size_t pass = 0; pass < passes; pass++)
        for (size_t i = 0; i < files.count; i++)
            refused += !read(files.at[i]);
    const double taken = seconds() - begun;
    if (refused)
        (void)printf("  %zu of %zu refused\n", refused / passes, files.count);
    return (double)(total * passes) / taken / 1e6;
}

static int double_order(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void print_spread(const char *name, double *speeds, size_t count, const char *unit)
{
    qsort(speeds, count, sizeof *speeds, double_order);
    (void)printf("%-10s min %8.1f   median %8.1f   max %8.1f %s\n", name, speeds[0],
                 speeds[count / 2], speeds[count - 1], unit);
}

int main(int argc, char **argv)
{
    double ours[ROUNDS], theirs[ROUNDS], ratios[ROUNDS];
    if (argc != 2 || nftw(argv[1], file_load, OPEN_FOLDERS, FTW_PHYS) != 0 || !files.count) {
        (void)fprintf(stderr, "usage: bench-json FOLDER (with *.json files below it)\n");
        return 2;
    }
    (void)printf("%zu files, %zu bytes, %d rounds\n", files.count, total, ROUNDS);
    for (size_t round = 0; round < ROUNDS; round++) {
        const bool ours_first = round % 2 == 0;
        if (ours_first)
            ours[round] = speed_of(read_ours);
        theirs[round] = speed_of(read_jansson);
        if (!ours_first)
            ours[round] = speed_of(read_ours);
        ratios[round] = ours[round] / theirs[round];
    }
    print_spread("json_read", ours, ROUNDS, "MB/s");
    print_spread("jansson", theirs, ROUNDS, "MB/s");
    print_spread("ratio", ratios, ROUNDS, "times");
    arena_free(&arena);
    return 0;
}
