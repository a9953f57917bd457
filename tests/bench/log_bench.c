/* Measures durable, signed appends beside bare SQLite inserts of the same bytes with the same
 * durability (write-ahead log, synchronous=FULL), in turn; and processes that append together, each
 * entry with an Ed25519 signature to verify, beside what one core verifies:
 *
 *     bench-log one FOLDER          one entry to a commit
 *     bench-log batch FOLDER        64 entries to a commit
 *     bench-log writers FOLDER      32 processes, one entry to a commit
 *
 * FOLDER must be empty. Prints lines "NAME min A median B max C": entries a second, ratios, and
 * microseconds of processor time for each, which say more where the machine is shared.
 */
#include "base/clock.h"
#include "crypto/signature.h"
#include "store/log.h"

#include <sqlite3.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    ROUNDS = 9,
    COMMITS = 300, /* of a round, one entry each   */
    BATCHES = 40,  /* of a round, BATCH entries each */
    BATCH = 64,
    WRITERS = 32,
    VERIFICATIONS = 3000, /* of a round, by one core */
    WRITER_ENTRIES = 200, /* of each, in a round */
    WRITER_ROUNDS = 5,
    BODY_SIZE = 2000, /* an approval in its envelope */
    MOMENT = 1764000000,
};

static struct arena arena;
static struct error err;
static unsigned long entries_made;

static void need(bool held, const char *what)
{
    if (held)
        return;
    (void)fprintf(stderr, "bench-log: %s: %s\n", what, err.message);
    exit(1);
}

static double seconds(void)
{
    return (double)clock_microseconds() / 1e6;
}

/* Processor time so far, of this process or of the children that have ended. */
static double processor_seconds(int who)
{
    struct rusage used;
    need(getrusage(who, &used) == 0, "getrusage");
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static int by_size(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void print_spread(const char *name, double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_size);
    (void)printf("%s min %.2f median %.2f max %.2f\n", name, values[0], values[count / 2],
                 values[count - 1]);
}

/* A body of which no two are alike, that ends in its time. */
static struct text body_make(char body[BODY_SIZE], long writer)
{
    static const char end[] = "\"time\":\"2025-11-24T16:00:00Z\"}";
    memset(body, 'a', BODY_SIZE);
    const int begun = snprintf(body, BODY_SIZE, "{\"envelope\":\"%ld-%lu-", writer, ++entries_made);
    body[begun] = 'a';
    memcpy(body + BODY_SIZE - (sizeof end - 1), end, sizeof end - 1);
    return (struct text){body, BODY_SIZE};
}

/* ---- bare SQLite ---- */

struct bare {
    sqlite3 *database;
    sqlite3_stmt *begin, *insert, *commit;
};

static void bare_open(struct bare *bare, const char *folder)
{
    const char *path = text_format(&arena, "%s/bare.db", folder).at;
    need(sqlite3_open(path, &bare->database) == SQLITE_OK, "sqlite3_open");
    need(sqlite3_exec(bare->database,
                      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                      "CREATE TABLE entry (at INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
                      NULL, NULL, NULL) == SQLITE_OK,
         "sqlite3_exec");
    need(sqlite3_prepare_v2(bare->database, "BEGIN IMMEDIATE", -1, &bare->begin, NULL) == 0 &&
             sqlite3_prepare_v2(bare->database, "COMMIT", -1, &bare->commit, NULL) == 0 &&
             sqlite3_prepare_v2(bare->database, "INSERT INTO entry (body) VALUES (?)", -1,
                                &bare->insert, NULL) == 0,
         "sqlite3_prepare");
}

static void bare_step(sqlite3_stmt *statement)
{
    need(sqlite3_step(statement) == SQLITE_DONE, "sqlite3_step");
    (void)sqlite3_reset(statement);
}

static void bare_append(struct bare *bare, int count)
{
    char body[BODY_SIZE];
    bare_step(bare->begin);
    for (int nth = 0; nth < count; nth++) {
        const struct text made = body_make(body, 0);
        (void)sqlite3_bind_blob(bare->insert, 1, made.at, (int)made.size, SQLITE_STATIC);
        bare_step(bare->insert);
    }
    bare_step(bare->commit);
}

/* ---- the log ---- */

static bool first_make(void *context, const struct key_pair *log_key, struct arena *unused,
                       struct text *entry, struct digest *id, struct error *failure)
{
    static char body[BODY_SIZE];
    (void)context, (void)log_key, (void)unused;
    *entry = body_make(body, -1);
    return digest_text(*entry, id, failure);
}

static struct log_paths paths_of(const char *folder)
{
    return (struct log_paths){text_format(&arena, "%s/ledger", folder).at,
                              text_format(&arena, "%s/anchor", folder).at};
}

static struct log *ledger_create(const char *folder)
{
    struct log *log;
    const struct log_founding founding = {.paths = paths_of(folder),
                                          .origin = TEXT("bench.example/log"),
                                          .now = MOMENT,
                                          .entry_first = first_make};
    need(log_create(&founding, &arena, &log, &err), "log_create");
    return log;
}

static void ledger_add(struct log *log, long writer)
{
    char body[BODY_SIZE];
    uint64_t index;
    bool repeated;
    struct digest id;
    const struct text made = body_make(body, writer);
    need(digest_text(made, &id, &err) && log_add(log, made, &id, &index, &repeated, &err) &&
             !repeated,
         "log_add");
}

static void ledger_append(struct log *log, int count)
{
    int64_t moment;
    need(log_begin(log, MOMENT, &moment, &err), "log_begin");
    for (int nth = 0; nth < count; nth++)
        ledger_add(log, 0);
    need(log_commit(log, &err), "log_commit");
}

static void compare(const char *folder, int commits, int batch)
{
    struct bare bare;
    struct log *log = ledger_create(folder);
    double bare_rate[ROUNDS], log_rate[ROUNDS], ratio[ROUNDS];
    double bare_cost[ROUNDS], log_cost[ROUNDS];
    const double each = 1e6 / (commits * batch);
    bare_open(&bare, folder);
    for (int round = 0; round < ROUNDS; round++) {
        const double worked = processor_seconds(RUSAGE_SELF);
        const double begun = seconds();
        for (int nth = 0; nth < commits; nth++)
            bare_append(&bare, batch);
        const double turned = seconds();
        const double between = processor_seconds(RUSAGE_SELF);
        for (int nth = 0; nth < commits; nth++)
            ledger_append(log, batch);
        const double ended = seconds();
        bare_rate[round] = commits * batch / (turned - begun);
        log_rate[round] = commits * batch / (ended - turned);
        ratio[round] = log_rate[round] / bare_rate[round];
        bare_cost[round] = (between - worked) * each;
        log_cost[round] = (processor_seconds(RUSAGE_SELF) - between) * each;
    }
    print_spread("bare", bare_rate, ROUNDS);
    print_spread("log", log_rate, ROUNDS);
    print_spread("ratio", ratio, ROUNDS);
    print_spread("bare-cost", bare_cost, ROUNDS);
    print_spread("log-cost", log_cost, ROUNDS);
    log_close(log);
}

/* ---- many processes ---- */

struct signed_text {
    struct key key;
    struct text message;
    uint8_t signature[SIGNATURE_SIZE];
};

static void signed_text_make(struct signed_text *made)
{
    struct key_pair *pair;
    static char body[BODY_SIZE];
    made->message = body_make(body, -2);
    need(key_pair_generate(&arena, &pair, &err) &&
             signature_make(pair, made->message, made->signature, &err),
         "signature_make");
    made->key = *key_pair_public(pair);
}

static void signed_text_verify(const struct signed_text *made)
{
    const struct text signature = {(const char *)made->signature, SIGNATURE_SIZE};
    need(signature_verify(&made->key, made->message, signature, &err), "signature_verify");
}

/* What one core verifies, with nothing else to do. */
static double verify_rate(const struct signed_text *made)
{
    const double begun = seconds();
    for (int nth = 0; nth < VERIFICATIONS; nth++)
        signed_text_verify(made);
    return VERIFICATIONS / (seconds() - begun);
}

static void writer_run(const char *folder, long writer, const struct signed_text *made,
                       volatile int *started)
{
    struct log *log;
    int64_t moment;
    need(log_open(paths_of(folder), STORE_WRITE, &arena, &log, &err), "log_open");
    (void)__atomic_add_fetch(started, 1, __ATOMIC_SEQ_CST);
    while (*started <= WRITERS)
        (void)usleep(100);
    for (int nth = 0; nth < WRITER_ENTRIES; nth++) {
        signed_text_verify(made);
        need(log_begin(log, MOMENT, &moment, &err), "log_begin");
        ledger_add(log, writer);
        need(log_commit(log, &err), "log_commit");
    }
    log_close(log);
    _exit(0);
}

static double writers_rate(const char *folder, const struct signed_text *made, int round)
{
    volatile int *started =
        mmap(NULL, sizeof *started, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    need(started != MAP_FAILED, "mmap");
    for (long writer = 1; writer <= WRITERS; writer++)
        if (fork() == 0)
            writer_run(folder, round * 100 + writer, made, started);
    while (*started < WRITERS)
        (void)usleep(100);
    const double begun = seconds();
    (void)__atomic_add_fetch(started, 1, __ATOMIC_SEQ_CST);
    int status;
    while (wait(&status) > 0)
        need(status == 0, "a writer failed");
    return WRITERS * WRITER_ENTRIES / (seconds() - begun);
}

static void writers(const char *folder)
{
    struct signed_text made;
    double verify[WRITER_ROUNDS], append[WRITER_ROUNDS], ratio[WRITER_ROUNDS];
    double verify_cost[WRITER_ROUNDS], append_cost[WRITER_ROUNDS];
    log_close(ledger_create(folder));
    signed_text_make(&made);
    for (int round = 0; round < WRITER_ROUNDS; round++) {
        const double before = processor_seconds(RUSAGE_SELF);
        verify[round] = verify_rate(&made);
        verify_cost[round] = (processor_seconds(RUSAGE_SELF) - before) / VERIFICATIONS * 1e6;
        const double children = processor_seconds(RUSAGE_CHILDREN);
        append[round] = writers_rate(folder, &made, round);
        append_cost[round] =
            (processor_seconds(RUSAGE_CHILDREN) - children) / (WRITERS * WRITER_ENTRIES) * 1e6;
        ratio[round] = append[round] / verify[round];
    }
    print_spread("verify", verify, WRITER_ROUNDS);
    print_spread("append", append, WRITER_ROUNDS);
    print_spread("ratio", ratio, WRITER_ROUNDS);
    print_spread("verify-cost", verify_cost, WRITER_ROUNDS);
    print_spread("append-cost", append_cost, WRITER_ROUNDS);
}

int main(int count, char **words)
{
    if (count == 3 && strcmp(words[1], "one") == 0)
        compare(words[2], COMMITS, 1);
    else if (count == 3 && strcmp(words[1], "batch") == 0)
        compare(words[2], BATCHES, BATCH);
    else if (count == 3 && strcmp(words[1], "writers") == 0)
        writers(words[2]);
    else
        need(false, "usage: bench-log one|batch|writers FOLDER");
    arena_free(&arena);
    return 0;
}
