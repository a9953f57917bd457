#include "crypto/hmac.h"

#include "crypto/evp.h"

#include <limits.h>
#include <openssl/hmac.h>

bool hmac_of(struct text secret, struct text message, struct digest *out, struct error *err)
{
    struct digest made;
    unsigned made_size = 0;
    evp_ready();
    if (secret.size == 0 || secret.size > INT_MAX ||
        !HMAC(EVP_sha256(), secret.at, (int)secret.size, (const unsigned char *)message.at,
              message.size, made.bytes, &made_size) ||
        made_size != sizeof made.bytes)
        return error_set(err, ERROR_BUG, "HMAC-SHA-256 is not available");
    *out = made;
    return true;
}
