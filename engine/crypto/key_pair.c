#include "base/file.h"
#include "crypto/evp.h"
#include "crypto/key_openssh.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

/* scrypt's cost, and the salt in front of it; see key.h. */
enum { SCRYPT_N = 16384, SCRYPT_R = 8, SCRYPT_P = 5, SALT_SIZE = 16, OTHERS = 077, OWNER = 0600 };

static const struct text pem_closed = {"-----BEGIN ENCRYPTED PRIVATE KEY-----", 37};
static const struct text pem_open = {"-----BEGIN PRIVATE KEY-----", 27};

static void sealed_release(X509_SIG **sealed)
{
    X509_SIG_free(*sealed);
}

static void info_release(PKCS8_PRIV_KEY_INFO **info)
{
    PKCS8_PRIV_KEY_INFO_free(*info);
}

#define SEALED_FREED CLEANUP(sealed_release) X509_SIG
#define INFO_FREED   CLEANUP(info_release) PKCS8_PRIV_KEY_INFO

static void pair_release(void *object)
{
    struct key_pair *pair = object;
    EVP_PKEY_free(pair->pkey);
    pair->pkey = NULL;
}

static bool key_pair_failed(struct error *err, const char *crypto_what)
{
    ERR_clear_error();
    return error_set(err, ERROR_BUG, "OpenSSL cannot %s", crypto_what);
}

/* Takes `pkey`. */
static bool pair_of(EVP_PKEY *pkey, struct arena *arena, struct key_pair **out, struct error *err)
{
    struct key_pair *pair = ARENA_NEW(arena, struct key_pair);
    pair->pkey = pkey;
    arena_defer(arena, pair_release, pair);
    if (!EVP_PKEY_is_a(pkey, "ED25519"))
        return error_set(err, ERROR_REFUSED, "the private key is not Ed25519");
    if (!evp_key_of(pkey, &pair->key, err))
        return false;
    *out = pair;
    return true;
}

const struct key *key_pair_public(const struct key_pair *pair)
{
    return &pair->key;
}

bool key_pair_generate(struct arena *arena, struct key_pair **out, struct error *err)
{
    evp_ready();
    EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    return pkey ? pair_of(pkey, arena, out, err) : key_pair_failed(err, "make a key");
}

/* PEM holds the private key: written to `pem_path` from OpenSSL's memory, which zeroes it. */
static bool pem_write(BIO *pem, const char *pem_path, struct error *err)
{
    char *pem_at = NULL;
    const long size = BIO_get_mem_data(pem, &pem_at);
    if (size <= 0)
        return key_pair_failed(err, "write a key");
    return file_create(pem_path, (struct text){pem_at, (size_t)size}, OWNER, err);
}

/* The private key under scrypt. PKCS8_encrypt cannot be told how much of it, hence the two steps.
 */
static X509_SIG *seal(PKCS8_PRIV_KEY_INFO *info, struct text passphrase)
{
    uint8_t salt[SALT_SIZE];
    if (RAND_bytes(salt, sizeof salt) != 1)
        return NULL;
    X509_ALGOR *scrypt = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), salt, sizeof salt, NULL, SCRYPT_N,
                                               SCRYPT_R, SCRYPT_P);
    X509_SIG *sealed =
        scrypt ? PKCS8_set0_pbe(passphrase.at, (int)passphrase.size, info, scrypt) : NULL;
    if (!sealed)
        X509_ALGOR_free(scrypt);
    return sealed;
}

bool key_pair_write(const struct key_pair *pair, const char *path, struct text passphrase,
                    struct error *err)
{
    if (passphrase.size == 0)
        return error_set(err, ERROR_REFUSED, "a private key needs a passphrase");
    if (passphrase.size > LIMIT_PASSPHRASE_SIZE)
        return error_set(err, ERROR_REFUSED, "the passphrase is longer than %d bytes",
                         LIMIT_PASSPHRASE_SIZE);
    INFO_FREED *info = EVP_PKEY2PKCS8(pair->pkey);
    SEALED_FREED *sealed = info ? seal(info, passphrase) : NULL;
    EVP_BIO_FREED *pem = BIO_new(BIO_s_mem());
    if (!sealed || !pem || PEM_write_bio_PKCS8(pem, sealed) != 1)
        return key_pair_failed(err, "close a key with a passphrase");
    return pem_write(pem, path, err);
}

bool key_pair_write_open(const struct key_pair *pair, const char *path, struct error *err)
{
    EVP_BIO_FREED *pem = BIO_new(BIO_s_mem());
    INFO_FREED *info = EVP_PKEY2PKCS8(pair->pkey);
    if (!pem || !info || PEM_write_bio_PKCS8_PRIV_KEY_INFO(pem, info) != 1)
        return key_pair_failed(err, "write a key");
    return pem_write(pem, path, err);
}

static bool scrypt_bounded(const ASN1_TYPE *parameter)
{
    SCRYPT_PARAMS *scrypt = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), parameter);
    uint64_t n = 0, r = 0, p = 0;
    const bool scrypt_read = scrypt && ASN1_INTEGER_get_uint64(&n, scrypt->costParameter) == 1 &&
                             ASN1_INTEGER_get_uint64(&r, scrypt->blockSize) == 1 &&
                             ASN1_INTEGER_get_uint64(&p, scrypt->parallelizationParameter) == 1;
    SCRYPT_PARAMS_free(scrypt);
    const uint64_t scrypt_most = LIMIT_SCRYPT_WORK;
    return scrypt_read && n && r && p && n <= scrypt_most && r <= scrypt_most / n &&
           p <= scrypt_most / n / r;
}

static bool pbkdf2_bounded(const ASN1_TYPE *parameter)
{
    PBKDF2PARAM *pbkdf2 = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), parameter);
    uint64_t rounds = 0;
    const bool read = pbkdf2 && ASN1_INTEGER_get_uint64(&rounds, pbkdf2->iter) == 1;
    PBKDF2PARAM_free(pbkdf2);
    return read && rounds && rounds <= LIMIT_PBKDF2_ROUNDS;
}

/* A stranger's key may ask for years of work before the passphrase turns out wrong. */
static bool sealed_bounded(const X509_SIG *sealed)
{
    const X509_ALGOR *algorithm;
    X509_SIG_get0(sealed, &algorithm, NULL);
    if (OBJ_obj2nid(algorithm->algorithm) != NID_pbes2)
        return false;
    PBE2PARAM *pbes2 = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter);
    bool bounded = false;
    if (pbes2 && OBJ_obj2nid(pbes2->keyfunc->algorithm) == NID_id_scrypt)
        bounded = scrypt_bounded(pbes2->keyfunc->parameter);
    else if (pbes2 && OBJ_obj2nid(pbes2->keyfunc->algorithm) == NID_id_pbkdf2)
        bounded = pbkdf2_bounded(pbes2->keyfunc->parameter);
    PBE2PARAM_free(pbes2);
    return bounded;
}

static PKCS8_PRIV_KEY_INFO *unseal(BIO *pem, struct text passphrase, struct error *err)
{
    SEALED_FREED *sealed = PEM_read_bio_PKCS8(pem, NULL, NULL, NULL);
    if (!sealed || !sealed_bounded(sealed)) {
        error_set(err, ERROR_REFUSED,
                  "the private key is not closed by scrypt or PBKDF2 within their limits");
        return NULL;
    }
    if (passphrase.size == 0 || passphrase.size > LIMIT_PASSPHRASE_SIZE) {
        error_set(err, ERROR_REFUSED, "the private key needs its passphrase");
        return NULL;
    }
    PKCS8_PRIV_KEY_INFO *info = PKCS8_decrypt(sealed, passphrase.at, (int)passphrase.size);
    if (!info)
        error_set(err, ERROR_REFUSED, "the passphrase does not open the private key");
    return info;
}

/* The seed of an Ed25519 key as PKCS#8 has it (RFC 8410): OpenSSL's decoders, which know every kind
 * of key, take a millisecond to be made ready. NULL where it is another kind. */
static EVP_PKEY *seed_open(const PKCS8_PRIV_KEY_INFO *info)
{
    enum { SEED_SIZE = 32, SEED_HEAD = 2 };
    const ASN1_OBJECT *kind;
    const X509_ALGOR *algorithm;
    const uint8_t *octets;
    int octet_count, parameter_kind;
    if (PKCS8_pkey_get0(&kind, &octets, &octet_count, &algorithm, info) != 1 ||
        OBJ_obj2nid(kind) != NID_ED25519 || octet_count != SEED_HEAD + SEED_SIZE ||
        octets[0] != V_ASN1_OCTET_STRING || octets[1] != SEED_SIZE)
        return NULL;
    X509_ALGOR_get0(NULL, &parameter_kind, NULL, algorithm);
    return parameter_kind == V_ASN1_UNDEF
               ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, octets + SEED_HEAD, SEED_SIZE)
               : NULL;
}

static EVP_PKEY *private_open(const PKCS8_PRIV_KEY_INFO *info)
{
    EVP_PKEY *pkey = seed_open(info);
    return pkey ? pkey : EVP_PKCS82PKEY(info);
}

static bool pair_read(struct text pem, struct text passphrase, struct arena *arena,
                      struct key_pair **out, struct error *err)
{
    const bool closed = text_starts(pem, pem_closed);
    if (key_openssh_is(pem)) {
        EVP_PKEY *pkey = key_openssh_read(pem, err);
        return pkey && pair_of(pkey, arena, out, err);
    }
    if (pem.size > LIMIT_KEY_FILE || (!closed && !text_starts(pem, pem_open)))
        return error_set(err, ERROR_REFUSED, "is no private key in PKCS#8 PEM");
    evp_ready();
    EVP_BIO_FREED *bio = BIO_new_mem_buf(pem.at, (int)pem.size);
    if (!bio)
        return key_pair_failed(err, "read a key");
    INFO_FREED *info = closed ? unseal(bio, passphrase, err)
                              : PEM_read_bio_PKCS8_PRIV_KEY_INFO(bio, NULL, NULL, NULL);
    EVP_PKEY *pkey = info ? private_open(info) : NULL;
    ERR_clear_error();
    if (!pkey)
        return error_set(err, ERROR_REFUSED, "the private key does not parse");
    return pair_of(pkey, arena, out, err);
}

bool key_pair_read_text(const char *file, struct text pem, struct text passphrase,
                        struct arena *arena, struct key_pair **out, struct error *err)
{
    struct error key_fault = {0};
    if (pair_read(pem, passphrase, arena, out, &key_fault))
        return true;
    return error_at(err, key_fault.code, (struct place){.file = file}, "%s", key_fault.message);
}

static bool pem_load(const char *pem_path, int pem_fd, char *pem, size_t *size, struct error *err)
{
    const struct place pem_place = {.file = pem_path};
    struct stat pem_stat;
    if (fstat(pem_fd, &pem_stat) != 0)
        return error_at(err, ERROR_REFUSED, pem_place, "cannot be looked at: %s", strerror(errno));
    if (pem_stat.st_mode & OTHERS)
        return error_at(err, ERROR_REFUSED, pem_place,
                        "a private key that others may read or write is not used: chmod 600");
    *size = 0;
    while (*size <= LIMIT_KEY_FILE) {
        const ssize_t pem_count = read(pem_fd, pem + *size, LIMIT_KEY_FILE + 1 - *size);
        if (pem_count < 0 && errno != EINTR)
            return error_at(err, ERROR_REFUSED, pem_place, "cannot be read: %s", strerror(errno));
        if (pem_count == 0)
            return true;
        *size += pem_count > 0 ? (size_t)pem_count : 0;
    }
    return error_at(err, ERROR_REFUSED, pem_place, "is larger than %d bytes", LIMIT_KEY_FILE);
}

bool key_pair_closed(const char *path, bool *closed, struct error *err)
{
    char pem[LIMIT_KEY_FILE + 1];
    size_t size = 0;
    int fd;
    if (!file_open(path, &fd, err))
        return false;
    const bool done = pem_load(path, fd, pem, &size, err);
    (void)close(fd);
    if (done)
        *closed = text_starts((struct text){pem, size}, pem_closed);
    OPENSSL_cleanse(pem, sizeof pem);
    return done;
}

bool key_pair_read(const char *path, struct text passphrase, struct arena *arena,
                   struct key_pair **out, struct error *err)
{
    char pem[LIMIT_KEY_FILE + 1];
    size_t size = 0;
    int fd;
    if (!file_open(path, &fd, err))
        return false;
    const bool done =
        pem_load(path, fd, pem, &size, err) &&
        key_pair_read_text(path, (struct text){pem, size}, passphrase, arena, out, err);
    close(fd);
    OPENSSL_cleanse(pem, sizeof pem);
    return done;
}
