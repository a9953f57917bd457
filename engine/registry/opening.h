/* registry/opening.h: personal words, committed to in the log and kept beside it.
 *
 * A name or a reason enters a statement as the digest of itself and a random salt. The two are kept
 * beside the log, where they can be erased when the law asks for it; the commitment stays, no proof
 * breaks, and nobody can guess the words from it. The bytes that are digested:
 *
 *     {"salt":"32 hexadecimal digits","text":"Ada Lovelace"}        (RFC 8785)
 */
#ifndef REGISTRY_OPENING_H
#define REGISTRY_OPENING_H

#include "crypto/digest.h"
#include "value/value.h"

enum { OPENING_SALT_SIZE = 16 };

struct opening {
    struct text salt; /* 32 hexadecimal digits */
    struct text text; /* UTF-8; control characters and bidirectional marks are refused */
};

/* Commit to a text with 16 random bytes from the caller. ERROR_REFUSED where it is empty, too long
 * (LIMIT_OPENING_SIZE), or has characters that could deceive on a screen. */
NODISCARD bool opening_make(struct text text, const uint8_t salt[OPENING_SALT_SIZE],
                            struct arena *arena, struct opening *out, struct digest *commitment,
                            struct error *err);

NODISCARD bool opening_commitment(const struct opening *opening, struct digest *out,
                                  struct error *err);

/* {"salt", "text"}, and back; the commitment must fit: ERROR_INTEGRITY. */
NODISCARD bool opening_write(const struct opening *opening, struct arena *arena, struct text *out,
                             struct error *err);
NODISCARD bool opening_read(struct text opening_document, const struct digest *commitment,
                            struct arena *arena, struct opening *out, struct error *err);

#endif
