/* registry/opening.h: personal words, committed to in the log and kept beside it.
 *
 * A name or a reason enters a statement as the digest of itself, whose it is, and a random salt.
 * The three are kept beside the log, where they can be erased when the law asks for it; the
 * commitment stays, no proof breaks, and nobody can guess the words from it. The bytes that are
 * digested:
 *
 *     {"by":"ada","salt":"32 hexadecimal digits","text":"Ada Lovelace"}        (RFC 8785)
 *
 * Commitments stand in the log for all to read, so anybody can write one into what they sign. `by`
 * is what keeps it from being theirs: words are shown, and erased, as those of who gave them.
 */
#ifndef REGISTRY_OPENING_H
#define REGISTRY_OPENING_H

#include "crypto/digest.h"
#include "value/value.h"

enum { OPENING_SALT_SIZE = 16 };

struct opening {
    struct text by;   /* whose words they are: an id; empty where nobody signed them (null) */
    struct text salt; /* 32 hexadecimal digits */
    struct text text; /* UTF-8; control characters and bidirectional marks are refused */
};

/* Commit to somebody's text with 16 random bytes from the caller. ERROR_REFUSED where it is empty,
 * too long (LIMIT_OPENING_SIZE), has characters that could deceive on a screen, or is by what can
 * be no id. */
NODISCARD bool opening_make(struct opening *opening, const uint8_t salt[OPENING_SALT_SIZE],
                            struct arena *arena, struct digest *commitment, struct error *err);

NODISCARD bool opening_commitment(const struct opening *opening, struct digest *out,
                                  struct error *err);

/* {"by", "salt", "text"}, and back; the commitment must fit: ERROR_INTEGRITY. */
NODISCARD bool opening_write(const struct opening *opening, struct arena *arena, struct text *out,
                             struct error *err);
NODISCARD bool opening_read(struct text opening_document, const struct digest *commitment,
                            struct arena *arena, struct opening *out, struct error *err);

#endif
