/* ledger/proof.h: a receipt for one entry, to be kept beside it (C2SP tlog-proof).
 *
 *     c2sp.org/tlog-proof@v1
 *     extra aGVsbG8=                   may be missing; nobody vouches for it
 *     index 1
 *     G7l9zCFjXUfiZj79/QoXRo...        the path, from the leaf to the root: 0 to 63 hashes
 *                                      an empty line
 *     gov.example/log1 ...             the checkpoint with its signatures, as it was published
 *
 * With the entry and the log's key it shows, offline, that the entry was logged.
 */
#ifndef LEDGER_PROOF_H
#define LEDGER_PROOF_H

#include "ledger/checkpoint.h"

enum { PROOF_HASHES_MAX = 63 };

struct proof {
    bool has_extra;
    struct text extra; /* decoded, in the arena */
    uint64_t index;
    struct path path;
    struct text note; /* the signed checkpoint, unread */
};

/* Read a receipt; anything malformed is ERROR_REFUSED. Nothing is verified: read the note
 * (note_read, note_verify, checkpoint_read), then ask inclusion_verify. */
NODISCARD bool proof_read(struct text receipt, struct arena *arena, struct proof *out,
                          struct error *err);

/* Write what proof_read reads; ERROR_REFUSED where the path is too long or the buffer full. */
NODISCARD bool proof_write(const struct proof *proof, struct buffer *receipt, struct error *err);

#endif
