/* crypto/evp.h: how this room holds OpenSSL's objects; included by its .c files alone.
 *
 * Each object is let go at the end of its block: `EVP_FREED EVP_PKEY *pkey = ...`. evp_ready comes
 * before the first call that needs OpenSSL's tables: it keeps OpenSSL from reading the machine's
 * openssl.cnf, which could put another implementation in the place of a signature's check.
 */
#ifndef CRYPTO_EVP_H
#define CRYPTO_EVP_H

#include "crypto/key.h"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

void evp_ready(void);

static inline void evp_pkey_release(EVP_PKEY **pkey)
{
    EVP_PKEY_free(*pkey);
}

static inline void evp_context_release(EVP_MD_CTX **context)
{
    EVP_MD_CTX_free(*context);
}

static inline void evp_bio_release(BIO **bio)
{
    BIO_free(*bio);
}

#define EVP_PKEY_FREED    CLEANUP(evp_pkey_release) EVP_PKEY
#define EVP_CONTEXT_FREED CLEANUP(evp_context_release) EVP_MD_CTX
#define EVP_BIO_FREED     CLEANUP(evp_bio_release) BIO

/* The private half; `pkey` is freed, and with that zeroed, when the arena is. */
struct key_pair {
    struct key key;
    EVP_PKEY *pkey;
};

/* OpenSSL's form of a public key, NULL where it refuses the point; and ours of its form. A security
 * key is an Ed25519 key there. */
EVP_PKEY *evp_pkey_of(const struct key *key);
NODISCARD bool evp_key_of(const EVP_PKEY *pkey, struct key *out, struct error *err);

#endif
