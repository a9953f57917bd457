/* crypto/digest.h: SHA-256, the one digest of the log, of evidence and of decisions.
 *
 * A digest is a value: copied, compared and stored whole, never pointed into. Sizes live in the
 * type, so a function cannot be handed too few bytes. Written, it is "sha256:" and 64 hexadecimal
 * digits in lower case.
 */
#ifndef CRYPTO_DIGEST_H
#define CRYPTO_DIGEST_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

#include <stdint.h>

struct digest {
    uint8_t bytes[32];
};

enum { DIGEST_TEXT_SIZE = 72 }; /* "sha256:", 64 digits, a NUL */

/* SHA-256 of the parts, one after another. Fails (ERROR_BUG) only where OpenSSL does. */
NODISCARD bool digest_of(const struct text *digested, size_t digested_count, struct digest *digest,
                         struct error *err);

/* SHA-256 of one text. */
NODISCARD bool digest_text(struct text digested, struct digest *digest, struct error *err);

/* SHA-256 of what comes piece by piece: start, add, finish; released with the arena. After a
 * failure the stream only fails again. */
struct digest_stream;
NODISCARD bool digest_start(struct arena *arena, struct digest_stream **started, struct error *err);
NODISCARD bool digest_add(struct digest_stream *stream, struct text piece, struct error *err);
NODISCARD bool digest_finish(struct digest_stream *stream, struct digest *digest,
                             struct error *err);

/* Equality in constant time: digests of secrets are compared here too. */
bool digest_equal(const struct digest *one_digest, const struct digest *other_digest);

void digest_write(const struct digest *digest, char written[DIGEST_TEXT_SIZE]);

/* "sha256:..." in the arena. */
struct text digest_print(const struct digest *digest, struct arena *arena);

/* Read what digest_write writes, and nothing else. */
NODISCARD bool digest_read(struct text digest_digits, struct digest *digest);

#endif
