#include "crypto/signature.h"

#include "crypto/evp.h"

#include <openssl/ec.h>
#include <openssl/err.h>

enum { HALF = 32, P256_HALF = 32, P384_HALF = 48, DER_MAX = 160 };

/* The order of the base point, 2^252 + 27742317777372353535851937790883648493, least byte first. */
static const uint8_t curve_order[HALF] = {
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

static bool invalid(struct error *err)
{
    ERR_clear_error();
    return error_set(err, ERROR_INTEGRITY, "the signature does not hold for this key and message");
}

static bool scalar_sound(const uint8_t scalar[HALF])
{
    size_t i = HALF - 1;
    while (i > 0 && scalar[i] == curve_order[i])
        i--;
    return scalar[i] < curve_order[i];
}

static bool ed25519_sound(struct text signature)
{
    const uint8_t *bytes = (const uint8_t *)signature.at;
    return signature.size == SIGNATURE_SIZE && key_point_sound(bytes) && scalar_sound(bytes + HALF);
}

bool signature_make(const struct key_pair *pair, struct text message,
                    uint8_t signature[SIGNATURE_SIZE], struct error *err)
{
    uint8_t signature_bytes[SIGNATURE_SIZE];
    size_t signature_size = sizeof signature_bytes;
    EVP_CONTEXT_FREED *context = EVP_MD_CTX_new();
    if (!context || EVP_DigestSignInit(context, NULL, NULL, NULL, pair->pkey) != 1 ||
        EVP_DigestSign(context, signature_bytes, &signature_size, (const uint8_t *)message.at,
                       message.size) != 1 ||
        signature_size != sizeof signature_bytes) {
        ERR_clear_error();
        return error_set(err, ERROR_BUG, "OpenSSL cannot sign");
    }
    memcpy(signature, signature_bytes, sizeof signature_bytes);
    return true;
}

static const EVP_MD *hash_of(enum key_kind kind)
{
    if (kind == KEY_P256)
        return EVP_sha256();
    return kind == KEY_P384 ? EVP_sha384() : NULL; /* Ed25519 hashes by itself */
}

bool signature_verify(const struct key *key, struct text message, struct text signature,
                      struct error *err)
{
    if (key->kind == KEY_SECURITY)
        return error_set(err, ERROR_REFUSED, "a security key signs through SSHSIG alone");
    if (!key_check(key, err))
        return false;
    if (key->kind == KEY_ED25519 && !ed25519_sound(signature))
        return invalid(err);
    EVP_PKEY_FREED *pkey = evp_pkey_of(key);
    EVP_CONTEXT_FREED *context = EVP_MD_CTX_new();
    /* 1 alone is yes: 0 is a signature that does not hold, and less than 0 is a failure. */
    if (!pkey || !context ||
        EVP_DigestVerifyInit(context, NULL, hash_of(key->kind), NULL, pkey) != 1 ||
        EVP_DigestVerify(context, (const uint8_t *)signature.at, signature.size,
                         (const uint8_t *)message.at, message.size) != 1)
        return invalid(err);
    return true;
}

/* r and s in DER; 0 where OpenSSL cannot. */
static size_t der_write(struct text signature, uint8_t der[DER_MAX])
{
    const int half = (int)(signature.size / 2);
    const uint8_t *bytes = (const uint8_t *)signature.at;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(bytes, half, NULL), *s = BN_bin2bn(bytes + half, half, NULL);
    int size = 0;
    if (pair && r && s && ECDSA_SIG_set0(pair, r, s) == 1) {
        r = s = NULL; /* the pair has taken them */
        size = i2d_ECDSA_SIG(pair, NULL) <= DER_MAX ? i2d_ECDSA_SIG(pair, &der) : 0;
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(pair);
    return size > 0 ? (size_t)size : 0;
}

bool signature_verify_raw(const struct key *key, struct text message, struct text signature,
                          struct error *err)
{
    uint8_t der[DER_MAX];
    if (key->kind != KEY_P256 && key->kind != KEY_P384)
        return signature_verify(key, message, signature, err);
    if (signature.size != 2 * (size_t)(key->kind == KEY_P256 ? P256_HALF : P384_HALF))
        return invalid(err);
    const struct text encoded = {(const char *)der, der_write(signature, der)};
    return encoded.size ? signature_verify(key, message, encoded, err) : invalid(err);
}
