/* Measures checking a whole log of tiles, from memory, and making one proof from its tiles:
 *
 *     bench-tiles SIZE        a million entries of SIZE bytes each
 *
 * Prints lines "NAME min A median B max C": leaves a second, and microseconds a proof, of processor
 * time: it works on one core, and what others do at the same time does not count.
 */
#include "base/limits.h"
#include "ledger/decimal_text.h"
#include "ledger/tile_log.h"
#include "ledger/tile_shelf.h"
#include "ledger/tile_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ENTRIES = 1000000, ROUNDS = 5, PROOFS = 1000, ROWS = 4, STRIDE = 7919 };

/* The files by row and number, the bundles in the last row. */
struct shelves {
    struct arena arena;
    struct text at[ROWS][ENTRIES / TILE_WIDTH + 1];
};

static struct shelves shelves;

static struct text *shelf_of(struct text path)
{
    struct tile tile;
    struct error err = {0};
    if (!tile_path_read(path, &tile, &err))
        abort();
    return &shelves.at[tile.entries ? ROWS - 1 : tile.level][tile.number];
}

static bool put(void *holder, struct text path, struct text bytes, struct error *err)
{
    (void)holder;
    (void)err;
    *shelf_of(path) = text_copy(&shelves.arena, bytes);
    return true;
}

static bool get(void *holder, struct text path, size_t max, struct arena *arena, struct text *out,
                struct error *err)
{
    (void)holder;
    (void)err;
    *out = text_copy(arena, *shelf_of(path));
    return out->size <= max;
}

static double now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &moment);
    return (double)moment.tv_sec + (double)moment.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void told(const char *name, double figures[ROUNDS])
{
    qsort(figures, ROUNDS, sizeof *figures, by_size);
    (void)printf("%s min %.0f median %.0f max %.0f\n", name, figures[0], figures[ROUNDS / 2],
                 figures[ROUNDS - 1]);
}

static bool log_make(size_t size, struct tree_head *head, struct error *err)
{
    const struct tile_sink sink = {put, NULL};
    struct tile_writer *writer = tile_writer_make(&sink, &shelves.arena);
    char *entry = arena_array(&shelves.arena, size + sizeof(int), 1);
    for (int index = 0; index < ENTRIES; index++) {
        memcpy(entry, &index, sizeof index);
        if (!tile_writer_add(writer, (struct text){entry, size}, err))
            return false;
    }
    return tile_writer_end(writer, head, err);
}

static bool checks_measure(const struct tile_log *log, struct error *err)
{
    double rates[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        struct tile_log_sum sum;
        const double start = now();
        if (!tile_log_check(log, &sum, err))
            return false;
        rates[round] = ENTRIES / (now() - start);
    }
    told("leaves-a-second", rates);
    return true;
}

static bool proofs_measure(const struct tile_log *log, struct error *err)
{
    double times[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        const double start = now();
        for (uint64_t nth = 0; nth < PROOFS; nth++) {
            struct arena arena = {0};
            struct path path;
            const struct leaf_place place = {nth * STRIDE % ENTRIES, ENTRIES};
            const struct grove grove =
                tile_shelf_grove(tile_shelf_make(log->source, ENTRIES, &arena));
            if (!inclusion_make(&grove, place, &path, err))
                return false;
            arena_free(&arena);
        }
        times[round] = (now() - start) / PROOFS * 1e6;
    }
    told("microseconds-a-proof", times);
    return true;
}

int main(int count, char **words)
{
    uint64_t size = 0;
    struct error err = {0};
    const struct tile_source source = {get, NULL};
    struct tile_log log = {.source = &source};
    if (count != 2 || !decimal_text_read(text_of(words[1]), LIMIT_ENTRY_SIZE, &size) || size < 4)
        return 2;
    const bool measured = log_make((size_t)size, &log.head, &err) && checks_measure(&log, &err) &&
                          proofs_measure(&log, &err);
    if (!measured)
        (void)fprintf(stderr, "bench-tiles: %s\n", err.message);
    arena_free(&shelves.arena);
    return !measured;
}
