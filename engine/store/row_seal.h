/* store/row_seal.h: that the rows of a ledger are as its log left them.
 *
 *     size 8 | root 32 | rows 4 | digest of the inventory's top 32 | HMAC-SHA-256 of these, 32
 *
 * Size and root are those of the log's tree: the rows follow from exactly these entries. So a seal
 * vouches for entries too that were committed and not yet signed by a checkpoint.
 *
 * Numbers have their largest byte first. The secret is made from a signature by the log's key, over
 * words that nothing else which it signs begins with, and that nobody is ever shown: Ed25519 signs
 * the same words in the same way, so whoever has the key has the secret, and nobody else. A seal is
 * for the log's own programs; to others the entries prove what the rows say.
 */
#ifndef STORE_ROW_SEAL_H
#define STORE_ROW_SEAL_H

#include "crypto/key.h"
#include "ledger/tree.h"
#include "store/inventory.h"

enum { ROW_SEAL_SIZE = 108 };

struct row_seal {
    uint8_t bytes[ROW_SEAL_SIZE];
};

/* Rows that follow from the entries below `head`. */
struct sealed_rows {
    struct tree_head head;
    struct inventory_part top;
};

/* The secret of the log's seals; cleansed by whoever asked for it. */
NODISCARD bool row_seal_secret(const struct key_pair *log_pair, struct text origin,
                               struct arena *arena, struct digest *out, struct error *err);

NODISCARD bool row_seal_make(const struct digest *secret, const struct sealed_rows *rows,
                             struct row_seal *out, struct error *err);

/* A mark over other words; it is no seal, whatever they are. */
NODISCARD bool row_seal_mark(const struct digest *secret, struct text words, struct digest *out,
                             struct error *err);

/* What the seal says; ERROR_INTEGRITY where it was not made with the secret. */
NODISCARD bool row_seal_open(const struct digest *secret, const struct row_seal *seal,
                             struct sealed_rows *out, struct error *err);

/* The same without asking who made it. */
struct sealed_rows row_seal_read(const struct row_seal *seal);

#endif
