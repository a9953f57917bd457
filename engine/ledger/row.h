/* ledger/row.h: documents that follow from the log, by kind and key.
 *
 * The log is the truth; what is asked often is kept beside it as rows ("identity" "alice" -> a JSON
 * document), which can be derived from the entries again, byte for byte. Whoever keeps rows
 * implements this port: a store within a transaction, or memory while a log is audited.
 */
#ifndef LEDGER_ROW_H
#define LEDGER_ROW_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

/* Both are bytes without NUL. */
struct row_name {
    struct text kind, key;
};

/* Sees rows in order of kind and key; false ends the walk, with err set or not. */
struct row_visit {
    bool (*see)(void *context, struct row_name name, struct text document, struct error *err);
    void *context;
};

struct rows {
    /* A document, in the arena; empty where there is none. */
    bool (*get)(void *keeper, struct row_name name, struct arena *arena, struct text *out,
                struct error *err);
    /* An empty document takes the row away. */
    bool (*put)(void *keeper, struct row_name name, struct text document, struct error *err);
    /* All rows of a kind whose keys begin so. */
    bool (*walk)(void *keeper, struct row_name prefix, struct row_visit visit, struct error *err);
    void *keeper;
};

#endif
