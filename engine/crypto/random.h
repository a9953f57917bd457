/* crypto/random.h: bytes that nobody can guess, from OpenSSL's generator: salts, challenges.
 */
#ifndef CRYPTO_RANDOM_H
#define CRYPTO_RANDOM_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* `size` bytes. ERROR_UNAVAILABLE where the system gives OpenSSL no randomness; then nothing that
 * was written there may be used. */
NODISCARD bool random_bytes(uint8_t *out, size_t size, struct error *err);

#endif
