#include "crypto/random.h"

#include "crypto/evp.h"

#include <limits.h>
#include <openssl/rand.h>

bool random_bytes(uint8_t *out, size_t size, struct error *err)
{
    evp_ready();
    if (size > INT_MAX || RAND_bytes(out, (int)size) != 1)
        return error_set(err, ERROR_UNAVAILABLE, "there are no random numbers to be had");
    return true;
}
