/* service/audit_fold.h: entries judged again, one after another, with nothing but themselves.
 * Private to the room.
 *
 * A fold keeps the rows that follow from the entries it has seen, in memory, and takes the next one
 * as the log took it: spelling, order, signature, role, rule, and that a log which somebody was
 * shown is this one as it was. What it refuses, the log should have.
 */
#ifndef SERVICE_AUDIT_FOLD_H
#define SERVICE_AUDIT_FOLD_H

#include "ledger/entry.h"
#include "ledger/row.h"

struct audit_fold;

/* An empty one; released with audit_fold_end. */
struct audit_fold *audit_fold_begin(void);
void audit_fold_end(struct audit_fold *fold);

/* The next entry. ERROR_INTEGRITY says why it may not stand there. */
NODISCARD bool audit_fold_entry(struct audit_fold *fold, uint64_t index, struct text leaf,
                                struct error *err);

/* The rows that follow from all it has seen; the last one, as read, and its leaf hash. */
const struct rows *audit_fold_rows(const struct audit_fold *fold);
const struct entry *audit_fold_last(const struct audit_fold *fold);
const struct digest *audit_fold_leaf(const struct audit_fold *fold);

#endif
