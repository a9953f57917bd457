/* crypto/hmac.h: HMAC-SHA-256 (RFC 2104, FIPS 198-1): a digest that only who knows the secret can
 * make, and check. Webhooks are signed with it; nothing in the log is, since whoever can check such
 * a digest could have made it.
 */
#ifndef CRYPTO_HMAC_H
#define CRYPTO_HMAC_H

#include "crypto/digest.h"

/* Of the message, under the secret, which may have any size but 0. Fails (ERROR_BUG) only where
 * OpenSSL does. */
NODISCARD bool hmac_of(struct text secret, struct text message, struct digest *out,
                       struct error *err);

#endif
