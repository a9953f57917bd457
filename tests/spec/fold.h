/* fold.h: logs in memory for fold.c: people, what they sign, and the registry over it.
 *
 * Entries are folded as a rebuild folds them: everything is judged but the mathematics of
 * signatures, which tests of their own have; so each person signs once, and never again. Logs are
 * kept by lifecycle and adopted stages, and begun anew when they have grown.
 */
#ifndef FOLD_H
#define FOLD_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/limits.h"
#include "crypto/signer.h"
#include "ledger/note.h"
#include "ledger/tree.h"
#include "registry/registry.h"
#include "registry/shelf.h"
#include "registry/told.h"
#include "value/canonical.h"
#include "value/json.h"

enum { LINE_SIZE = 4096, WORDS = 24, ENTRIES = 512, VERSIONS = 3, LOGS = 64, LOG_ENTRIES = 3000 };

struct line {
    const char *words[WORDS];
    size_t count, at;
};

/* An entry of this history that was taken. */
struct logged {
    unsigned long long index;
    struct digest leaf;
    char decided[32]; /* the word of the decision that it is, or nothing */
};

struct fold_log {
    char name[160]; /* lifecycle and stages */
    struct arena arena;
    struct shelf shelf;
    struct rows rows;
    unsigned long long count;
    struct digest leaf; /* of the last entry */
    int64_t time;
};

struct fold {
    struct arena arena, line_arena;
    struct key_pair *log_key;
    struct fold_log logs[LOGS];
    size_t log_count;
    struct fold_log *log;
    unsigned long long histories;
    struct logged entries[ENTRIES];
    size_t entry_count;
    const char *policies; /* the digest of the set that is adopted everywhere */
};

void must(bool holds, const struct error *err);
void people_begin(struct fold *fold);
void history_begin(struct fold *fold, const char *lifecycle, const char *stages);

/* The next entry of the log; false, and why, where the registry does not take it. */
NODISCARD bool fold_append(struct fold *fold, enum act_kind kind, const char *by,
                           struct text members, struct error *err);

/* The entry of the decision of that word; the first one where there is none. */
const struct logged *logged_find(const struct fold *fold, const char *decided);

#endif
