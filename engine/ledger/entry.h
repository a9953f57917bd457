/* ledger/entry.h: one leaf of the log: what was signed, when it was logged, at which place.
 *
 *     {"envelope": {...}, "index": 12, "obstat": "entry/v1", "time": "2026-11-21T15:00:00Z"}
 *
 * in the one spelling of RFC 8785, with "remark" as one more member where something was said when a
 * signature was handed in that its signer did not sign: the commitment to those words; the leaf's
 * bytes are these and no others. The envelope holds a statement and exactly one signature
 * (attest/envelope.h). Index and time are the log's, outside of what was signed. An entry is known
 * by its id, the SHA-256 of the statement's bytes: the signature is not part of it, because one
 * statement can be signed more than once.
 */
#ifndef LEDGER_ENTRY_H
#define LEDGER_ENTRY_H

#include "attest/envelope.h"
#include "crypto/digest.h"

struct entry {
    uint64_t index;
    int64_t time; /* seconds since 1970: the log's clock */
    struct envelope envelope;
    struct text remark; /* "sha256:..."; empty where there is none */
};

/* Read a leaf: ERROR_INTEGRITY where it is not in its one spelling, or is no entry. */
NODISCARD bool entry_read(struct text leaf, struct arena *arena, struct entry *out,
                          struct error *err);

/* The leaf of an entry. ERROR_REFUSED above LIMIT_ENTRY_SIZE, saying how much is too much. */
NODISCARD bool entry_write(const struct entry *entry, struct arena *arena, struct text *leaf,
                           struct error *err);

NODISCARD bool entry_id(const struct entry *entry, struct digest *leaf_id, struct error *err);

#endif
