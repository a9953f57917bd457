#include "store/sqlite.h"

#include <stdio.h>

/* The start of log.db-shm, which SQLite calls the index of the journal, as its documentation of the
 * format draws it; numbers are in this machine's order. */
enum {
    INDEX_VERSION = 3007000,
    INDEX_REGION = 32768,
    INDEX_FRAMES = 4,  /* words: frames that count                      */
    INDEX_SALTS = 8,   /* the two salts, as each frame has them         */
    INDEX_HEADER = 12, /* words of the header, which is there twice     */
    INDEX_COPIED = 24, /* frames whose pages are in the database as well */
    INDEX_WORDS = 25,
    FRAME_SALTS = 8,    /* where a frame's header has them               */
    JOURNAL_SALTS = 16, /* and the journal's                             */
    SALTS_SIZE = 8,
    CHAIN_OF_FRAME = 16,
    CHAIN_OF_JOURNAL = 24,
    TRIES = 100,
};

/* One look at every page. */
struct sweep {
    struct sqlite *sqlite;
    sqlite3_file *database, *journal;
    struct arena scratch;
    uint64_t pages;
    uint8_t *newer; /* a bit for each page: the database has it, perhaps, only in part yet */
    uint32_t index[INDEX_WORDS];
};

static bool pages_count(struct sqlite *sqlite, uint64_t *pages, struct error *err)
{
    sqlite3_stmt *count = NULL;
    bool found = false;
    if (!sqlite_take(sqlite, SQLITE_SQL_PAGES, &count, err) ||
        !sqlite_step(sqlite, count, &found, err))
        return false;
    *pages = found ? (uint64_t)sqlite3_column_int64(count, 0) : 0;
    (void)sqlite3_reset(count);
    return true;
}

static bool swept_file(struct sqlite *sqlite, int pointer, sqlite3_file **out)
{
    return sqlite3_file_control(sqlite->database, "main", pointer, (void *)out) == SQLITE_OK &&
           *out && (*out)->pMethods;
}

/* Another process may be writing the index: both its halves are alike when it is not. */
static bool index_read(struct sweep *sweep)
{
    volatile void *region = NULL;
    sqlite3_file *database = sweep->database;
    if (database->pMethods->xShmMap(database, 0, INDEX_REGION, 0, &region) != SQLITE_OK || !region)
        return false;
    for (unsigned try = 0; try < TRIES; try++) {
        const volatile uint32_t *words = region;
        for (size_t nth = 0; nth < INDEX_WORDS; nth++)
            sweep->index[nth] = words[nth];
        if (memcmp(sweep->index, sweep->index + INDEX_HEADER, INDEX_HEADER * sizeof *words) == 0)
            return sweep->index[0] == INDEX_VERSION;
        database->pMethods->xShmBarrier(database);
    }
    return false;
}

static bool frame_damaged(struct sweep *sweep, uint32_t frame, struct error *err)
{
    return sqlite_damaged(sweep->sqlite, err,
                          "its journal was changed: frame %u of %u is not as it was written", frame,
                          sweep->index[INDEX_FRAMES]);
}

static void newer_forget(struct sweep *sweep)
{
    memset(sweep->newer, 0, (size_t)(sweep->pages / 8 + 1));
}

static bool frame_newer(struct sweep *sweep, uint32_t frame, uint32_t page_number)
{
    if (frame >= sweep->index[INDEX_COPIED] && page_number <= sweep->pages)
        sweep->newer[page_number / 8] |= (uint8_t)(1U << page_number % 8);
    return page_number > 0;
}

static bool frame_sweep(struct sweep *sweep, uint32_t frame, struct chain *chain)
{
    uint8_t swept[FRAME_SIZE];
    sqlite3_file *journal = sweep->journal;
    if (journal->pMethods->xRead(journal, swept, FRAME_SIZE, frame_place(frame)) != SQLITE_OK)
        return false;
    *chain = chain_after(*chain, swept, swept + FRAME_HEADER);
    const struct chain written = chain_read(swept + CHAIN_OF_FRAME);
    return memcmp(chain, &written, sizeof written) == 0 &&
           memcmp(swept + FRAME_SALTS, sweep->index + INDEX_SALTS, SALTS_SIZE) == 0 &&
           page_whole(frame_number(swept), swept + FRAME_HEADER) &&
           frame_newer(sweep, frame, frame_number(swept));
}

static bool journal_header_sweep(struct sweep *sweep, struct chain *chain)
{
    uint8_t header[JOURNAL_HEADER];
    sqlite3_file *journal = sweep->journal;
    if (journal->pMethods->xRead(journal, header, JOURNAL_HEADER, 0) != SQLITE_OK)
        return false;
    *chain = chain_after((struct chain){0}, header, NULL);
    const struct chain written = chain_read(header + CHAIN_OF_JOURNAL);
    return memcmp(chain, &written, sizeof written) == 0 &&
           memcmp(header + JOURNAL_SALTS, sweep->index + INDEX_SALTS, SALTS_SIZE) == 0;
}

/* The frames that count. Where others began the journal anew meanwhile, its pages had all been
 * copied, and it is looked at again. */
static bool journal_sweep(struct sweep *sweep, struct error *err)
{
    struct chain chain;
    uint32_t before[INDEX_WORDS];
    for (unsigned try = 0; try < TRIES; try++) {
        if (!index_read(sweep) || sweep->index[INDEX_FRAMES] == 0)
            return true;
        uint32_t swept = 0;
        memcpy(before, sweep->index, sizeof before);
        newer_forget(sweep);
        if (journal_header_sweep(sweep, &chain))
            while (swept < before[INDEX_FRAMES] && frame_sweep(sweep, swept, &chain))
                swept++;
        if (swept == before[INDEX_FRAMES])
            return true;
        if (index_read(sweep) &&
            memcmp(before + INDEX_SALTS, sweep->index + INDEX_SALTS, SALTS_SIZE) == 0)
            return frame_damaged(sweep, swept, err);
    }
    return sqlite_damaged(sweep->sqlite, err, "its journal is never at rest");
}

static bool page_sweep(struct sweep *sweep, uint64_t page_number, struct error *err)
{
    uint8_t swept[PAGE_BYTES];
    sqlite3_file *database = sweep->database;
    const sqlite3_int64 at = (sqlite3_int64)(page_number - 1) * PAGE_BYTES;
    if (sweep->newer[page_number / 8] & 1U << page_number % 8)
        return true;
    const int result = database->pMethods->xRead(database, swept, PAGE_BYTES, at);
    return result == SQLITE_OK || sqlite_refuse(sweep->sqlite, result, err);
}

/* Nothing is ever taken off the end, so a file that is longer was made so. */
static bool database_sweep(struct sweep *sweep, struct error *err)
{
    sqlite3_int64 bytes = 0;
    sqlite3_file *database = sweep->database;
    const int result = database->pMethods->xFileSize(database, &bytes);
    if (result != SQLITE_OK)
        return sqlite_refuse(sweep->sqlite, result, err);
    if ((uint64_t)bytes > sweep->pages * PAGE_BYTES)
        return sqlite_damaged(sweep->sqlite, err, "it has %jd bytes, and its %ju pages need %ju",
                              (intmax_t)bytes, (uintmax_t)sweep->pages,
                              (uintmax_t)sweep->pages * PAGE_BYTES);
    for (uint64_t page_number = 1; page_number <= sweep->pages; page_number++)
        if (!page_sweep(sweep, page_number, err))
            return false;
    return true;
}

/* With a moment in hand nobody copies into the database what that moment does not know of. */
static bool moment_sweep(struct sweep *sweep, struct error *err)
{
    struct sqlite *sqlite = sweep->sqlite;
    uint64_t size;
    if (!sqlite_size(&sqlite->store, &size, err) || !pages_count(sqlite, &sweep->pages, err))
        return false;
    if (!swept_file(sqlite, SQLITE_FCNTL_FILE_POINTER, &sweep->database))
        return error_set(err, ERROR_BUG, "SQLite does not say which file it has open");
    sweep->newer = arena_alloc(&sweep->scratch, (size_t)(sweep->pages / 8 + 1));
    newer_forget(sweep);
    const bool has_journal = swept_file(sqlite, SQLITE_FCNTL_JOURNAL_POINTER, &sweep->journal);
    return (!has_journal || journal_sweep(sweep, err)) && database_sweep(sweep, err);
}

bool sqlite_sweep(struct sqlite *sqlite, struct error *err)
{
    struct sweep sweep = {.sqlite = sqlite};
    if (sqlite->writing)
        return true; /* what this write changes is not on the disk */
    const bool begins = sqlite3_get_autocommit(sqlite->database) != 0;
    bool swept =
        (!begins || sqlite_pragma(sqlite, "BEGIN", NULL, err)) && moment_sweep(&sweep, err);
    if (begins && !sqlite3_get_autocommit(sqlite->database))
        swept = sqlite_pragma(sqlite, "COMMIT", NULL, err) && swept;
    arena_free(&sweep.scratch);
    return swept;
}
