#include "crypto/evp.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>

enum { CURVE_NAME_SIZE = 32, UNCOMPRESSED = 0x04 };

void evp_ready(void)
{
    if (!OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL))
        error_bug("OpenSSL does not start");
}

static EVP_PKEY *curve_pkey(const struct key *key, const char *curve)
{
    char name[CURVE_NAME_SIZE];
    uint8_t point[KEY_POINT_MAX];
    EVP_PKEY *pkey = NULL;
    snprintf(name, sizeof name, "%s", curve);
    memcpy(point, key->point, sizeof point);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, key->size),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (!context || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1)
        pkey = NULL;
    EVP_PKEY_CTX_free(context);
    return pkey;
}

EVP_PKEY *evp_pkey_of(const struct key *key)
{
    evp_ready();
    switch (key->kind) {
    case KEY_ED25519:
    case KEY_SECURITY:
        return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->point, key->size);
    case KEY_P256:
        return key->point[0] == UNCOMPRESSED ? curve_pkey(key, "prime256v1") : NULL;
    case KEY_P384:
        return key->point[0] == UNCOMPRESSED ? curve_pkey(key, "secp384r1") : NULL;
    }
    return NULL;
}

static bool curve_find(const EVP_PKEY *pkey, enum key_kind *kind)
{
    char name[CURVE_NAME_SIZE] = "";
    if (!EVP_PKEY_is_a(pkey, "EC") || EVP_PKEY_get_group_name(pkey, name, sizeof name, NULL) != 1)
        return false;
    *kind = strcmp(name, "prime256v1") == 0 ? KEY_P256 : KEY_P384;
    return *kind == KEY_P256 || strcmp(name, "secp384r1") == 0;
}

bool evp_key_of(const EVP_PKEY *pkey, struct key *out, struct error *err)
{
    struct key key = {.kind = KEY_ED25519, .size = ED25519_POINT_SIZE};
    bool taken = false;
    if (EVP_PKEY_is_a(pkey, "ED25519"))
        taken = EVP_PKEY_get_raw_public_key(pkey, key.point, &key.size) == 1;
    else if (curve_find(pkey, &key.kind))
        taken = EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, key.point,
                                                sizeof key.point, &key.size) == 1;
    if (!taken)
        return error_set(err, ERROR_REFUSED, "the key is neither Ed25519 nor ECDSA P-256 or P-384");
    if (!key_check(&key, err))
        return false;
    *out = key;
    return true;
}
