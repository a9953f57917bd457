/* Appends to a log with the code of the product, for the tests that kill it, starve it and take its
 * disk away. What it prints is what it would have told a person:
 *
 *     writer create FOLDER ANCHOR-FOLDER     "created"
 *     writer append FOLDER NAME...           "ack INDEX NAME" for each, one commit each
 *     writer batch FOLDER COUNT NAME         the same for COUNT entries in one commit
 *     writer erase FOLDER NAME               a row is taken away: "erased NAME"
 *     writer backup FOLDER FILE              "backup SIZE"
 *     writer verify FOLDER                   every byte is read: "entry INDEX NAME ...", "size
 * SIZE" writer anchored FOLDER                 "anchored SIZE", and the checkpoint is looked at no
 * more
 *
 * The status is that of obstat, with the sentence on standard error.
 */
#include "base/clock.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/limits.h"
#include "store/log.h"
#include "store/vault.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_TIME = 1764000000, STATUS_USAGE = 2 };

static struct arena arena;

static struct text entry_of(const char *name, uint64_t index, int64_t moment)
{
    char written[CLOCK_TEXT_SIZE];
    clock_write(moment, written);
    return text_format(&arena, "{\"envelope\":\"%s\",\"index\":%ju,\"time\":\"%s\"}", name,
                       (uintmax_t)index, written);
}

static bool id_of(const char *name, struct digest *id, struct error *err)
{
    return digest_text(text_of(name), id, err);
}

static bool first_make(void *context, const struct key_pair *log_key, struct arena *unused,
                       struct text *entry, struct digest *id, struct error *err)
{
    (void)context, (void)log_key, (void)unused;
    *entry = entry_of("origin", 0, FIRST_TIME);
    return id_of("origin", id, err);
}

static bool create(char **words, struct error *err)
{
    struct log *log;
    const struct log_founding founding = {
        .paths = {words[0], words[1]},
        .origin = TEXT("crash.example/log"),
        .now = FIRST_TIME,
        .entry_first = first_make,
    };
    if (!log_create(&founding, &arena, &log, err))
        return false;
    log_close(log);
    return puts("created") != EOF;
}

static bool opened(const char *folder, enum store_mode mode, struct log **log, struct error *err)
{
    return log_open((struct log_paths){folder, NULL}, mode, &arena, log, err);
}

/* An entry, a row of its own, and evidence in the vault. */
static bool put(struct log *log, const char *folder, const char *name, uint64_t *index,
                struct error *err)
{
    struct digest id, kept;
    bool repeated;
    const struct row_name row = {TEXT("name"), text_of(name)};
    return id_of(name, &id, err) &&
           vault_put(path_join(&arena, folder, "evidence"), text_of(name), &kept, err) &&
           log_add(log, entry_of(name, log_next(log), FIRST_TIME), &id, index, &repeated, err) &&
           (repeated || log_put_row(log, row, text_format(&arena, "%ju", (uintmax_t)*index), err));
}

static bool append_one(struct log *log, const char *folder, const char *name, struct error *err)
{
    int64_t moment;
    uint64_t index;
    if (!log_begin(log, FIRST_TIME, &moment, err))
        return false;
    if (!put(log, folder, name, &index, err)) {
        log_abort(log);
        return false;
    }
    if (!log_commit(log, err))
        return false;
    if (log_head(log)->size <= index)
        return error_set(err, ERROR_BUG, "entry %ju is told of before it is anchored",
                         (uintmax_t)index);
    (void)printf("ack %ju %s\n", (uintmax_t)index, name);
    return fflush(stdout) == 0 || error_set(err, ERROR_UNAVAILABLE, "nobody can be told");
}

static bool append(char **words, struct error *err)
{
    struct log *log;
    bool appended = opened(words[0], STORE_WRITE, &log, err);
    if (!appended)
        return false;
    for (size_t nth = 1; appended && words[nth]; nth++)
        appended = append_one(log, words[0], words[nth], err);
    log_close(log);
    return appended;
}

static bool batch_commit(struct log *log, const char *folder, long count, const char *name,
                         struct error *err)
{
    int64_t moment;
    if (!log_begin(log, FIRST_TIME, &moment, err))
        return false;
    uint64_t *places = ARENA_ARRAY(&arena, uint64_t, (size_t)count);
    for (long nth = 0; nth < count; nth++)
        if (!put(log, folder, text_format(&arena, "%s%ld", name, nth).at, &places[nth], err)) {
            log_abort(log);
            return false;
        }
    if (!log_commit(log, err))
        return false;
    for (long nth = 0; nth < count; nth++)
        (void)printf("ack %ju %s%ld\n", (uintmax_t)places[nth], name, nth);
    return true;
}

static bool batch(char **words, struct error *err)
{
    struct log *log;
    if (!opened(words[0], STORE_WRITE, &log, err))
        return false;
    const bool committed = batch_commit(log, words[0], strtol(words[1], NULL, 10), words[2], err);
    log_close(log);
    return committed;
}

static bool erase(char **words, struct error *err)
{
    struct log *log;
    int64_t moment;
    if (!opened(words[0], STORE_WRITE, &log, err))
        return false;
    bool erased = log_begin(log, FIRST_TIME, &moment, err);
    if (erased &&
        !log_put_row(log, (struct row_name){TEXT("name"), text_of(words[1])}, TEXT_NONE, err)) {
        log_abort(log);
        erased = false;
    }
    erased = erased && log_commit(log, err);
    log_close(log);
    return erased && printf("erased %s\n", words[1]) > 0;
}

static bool backup(char **words, struct error *err)
{
    struct log *log;
    if (!opened(words[0], STORE_READ, &log, err))
        return false;
    const bool copied = store_sqlite_backup(log_store(log), words[1], err);
    if (copied)
        (void)printf("backup %ju\n", (uintmax_t)log_head(log)->size);
    log_close(log);
    return copied;
}

struct reading {
    struct log *log;
    const char *vault;
    struct peaks peaks;
};

/* The entry's bytes make the leaf that its tile has, and its vault file is whole. */
static bool entry_verify(void *context, uint64_t index, struct text entry, struct error *err)
{
    struct reading *reading = context;
    struct store *store = log_store(reading->log);
    struct digest leaf, kept, digest;
    struct text bytes;
    const size_t begin = sizeof "{\"envelope\":\"" - 1;
    const struct text name =
        text_part(entry, begin, text_find(text_part(entry, begin, entry.size), '"'));
    if (!leaf_hash(entry, &leaf, err) || !store->is->hash(store, 0, index, &kept, err))
        return false;
    if (!digest_equal(&leaf, &kept))
        return error_set(err, ERROR_INTEGRITY, "entry %ju was changed", (uintmax_t)index);
    if (index > 0 && (!digest_text(name, &digest, err) ||
                      !vault_get(reading->vault, &digest, LIMIT_ENTRY_SIZE, &arena, &bytes, err)))
        return false;
    (void)printf("entry %ju %.*s\n", (uintmax_t)index, TEXT_ARGS(name));
    return peaks_append(&reading->peaks, &leaf, err);
}

static bool all_verify(struct log *log, const char *folder, struct error *err)
{
    struct store *store = log_store(log);
    const struct tree_head *head = log_head(log);
    struct reading reading = {log, path_join(&arena, folder, "evidence"), {0}};
    struct digest root;
    struct vault_digests kept;
    if (!store->is->entries(store, (struct leaf_range){0, head->size},
                            (struct entry_visit){entry_verify, &reading}, err) ||
        !peaks_root(&reading.peaks, &root, err) || !vault_list(reading.vault, &arena, &kept, err))
        return false;
    if (!digest_equal(&root, &head->root))
        return error_set(err, ERROR_INTEGRITY, "the entries do not have the signed root");
    return printf("size %ju\n", (uintmax_t)head->size) > 0;
}

static bool verify(char **words, struct error *err)
{
    struct log *log;
    if (!opened(words[0], STORE_READ, &log, err))
        return false;
    const bool verified = all_verify(log, words[0], err);
    log_close(log);
    return verified;
}

static bool anchored(char **words, struct error *err)
{
    struct log *log;
    if (!opened(words[0], STORE_READ, &log, err))
        return false;
    (void)printf("anchored %ju\n", (uintmax_t)log_head(log)->size);
    log_close(log);
    return true;
}

static const struct act {
    const char *word;
    int least; /* words that follow */
    bool (*run)(char **words, struct error *err);
} acts[] = {
    {"create", 2, create}, {"append", 2, append}, {"batch", 3, batch},       {"erase", 2, erase},
    {"backup", 2, backup}, {"verify", 1, verify}, {"anchored", 1, anchored},
};

int main(int count, char **words)
{
    struct error err = {0};
    (void)signal(SIGXFSZ, SIG_IGN);
    for (size_t nth = 0; count > 1 && nth < COUNT(acts); nth++)
        if (strcmp(words[1], acts[nth].word) == 0 && count - 2 >= acts[nth].least) {
            if (!acts[nth].run(words + 2, &err))
                (void)fprintf(stderr, "writer: %s%s%s\n", err.file, *err.file ? ": " : "",
                              err.message);
            arena_free(&arena);
            return error_status(err.code);
        }
    (void)fprintf(stderr, "usage: writer create|append|batch|erase|backup|verify|anchored ...\n");
    return STATUS_USAGE;
}
