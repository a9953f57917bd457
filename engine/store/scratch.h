/* store/scratch.h: rows that are kept for as long as they are needed, and no longer.
 *
 * A log that is folded anew makes as many rows as the ledger has, which may be more than memory
 * holds. A scratch has them in a file without a name: it is gone with the process, however that
 * ends, and nothing of it is ever flushed to the disk on purpose. What was put last is at hand in
 * memory, within SCRATCH_MEMORY.
 */
#ifndef STORE_SCRATCH_H
#define STORE_SCRATCH_H

#include "ledger/row.h"

struct scratch;

/* An empty one; its file lies in `folder`. */
NODISCARD bool scratch_open(const char *folder, struct arena *arena, struct scratch **out,
                            struct error *err);
void scratch_close(struct scratch *scratch);

/* The port over it, with the order and the prefixes that a store's rows have. What is put while a
 * walk is under way may be seen or not. */
struct rows scratch_rows(struct scratch *scratch);

/* The same rows one after another, in order: *found false past the last. What is seen is borrowed
 * until the next one; nothing is put meanwhile. */
void scratch_rewind(struct scratch *scratch);
NODISCARD bool scratch_next(struct scratch *scratch, bool *found, struct row_name *row_named,
                            struct text *document, struct error *err);

#endif
