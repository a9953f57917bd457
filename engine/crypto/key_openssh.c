#include "crypto/key_openssh.h"

#include "base/base64.h"
#include "base/limits.h"
#include "crypto/blob.h"
#include "crypto/evp.h"

enum { SEED_SIZE = 32, BOTH_SIZE = SEED_SIZE + ED25519_POINT_SIZE, PAD_MAX = 7 };

static const struct text openssh_begin = {"-----BEGIN OPENSSH PRIVATE KEY-----\n", 36};
static const struct text openssh_end = {"-----END OPENSSH PRIVATE KEY-----\n", 34};
static const struct text openssh_magic = {"openssh-key-v1\0", 15};

bool key_openssh_is(struct text pem)
{
    return text_starts(pem, openssh_begin);
}

static EVP_PKEY *openssh_malformed(struct error *err)
{
    error_set(err, ERROR_REFUSED, "the OpenSSH private key is damaged");
    return NULL;
}

/* The letters between the two lines, in the arena, which is the caller's to zero. */
static bool pem_decode(struct text pem, struct arena *arena, struct text *openssh_blob)
{
    size_t letter_count = 0;
    if (pem.size > LIMIT_KEY_FILE || !text_ends(pem, openssh_end))
        return false;
    const struct text pem_between =
        text_part(pem, openssh_begin.size, pem.size - openssh_begin.size - openssh_end.size);
    char *pem_letters = arena_alloc(arena, pem_between.size); /* in one place, to be zeroed there */
    for (size_t i = 0; i < pem_between.size; i++)
        if (pem_between.at[i] != '\n')
            pem_letters[letter_count++] = pem_between.at[i];
    const bool pem_decoded =
        base64_read((struct text){pem_letters, letter_count}, arena, openssh_blob);
    OPENSSL_cleanse(pem_letters, letter_count);
    return pem_decoded;
}

/* What fills up to eight bytes counts from 1. */
static bool pads_count(struct text blob_pads)
{
    for (size_t i = 0; i < blob_pads.size; i++)
        if ((size_t)(uint8_t)blob_pads.at[i] != i + 1)
            return false;
    return blob_pads.size <= PAD_MAX;
}

static EVP_PKEY *private_read(struct blob *blob, const struct key *public, struct error *err)
{
    const uint32_t check_number = blob_number(blob);
    const bool blob_checked = check_number == blob_number(blob);
    const struct text key_type = blob_string(blob), point = blob_string(blob),
                      seed_and_point = blob_string(blob);
    (void)blob_string(blob); /* the comment */
    if (blob->broken || !blob_checked || !pads_count(blob->rest) ||
        !text_is(key_type, "ssh-ed25519") || seed_and_point.size != BOTH_SIZE ||
        !text_equal(point, text_part(seed_and_point, SEED_SIZE, BOTH_SIZE)) ||
        !text_equal(point, (struct text){(const char *)public->point, public->size}))
        return openssh_malformed(err);
    EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
                                                  (const uint8_t *)seed_and_point.at, SEED_SIZE);
    struct key key_made;
    if (pkey && evp_key_of(pkey, &key_made, err) && key_equal(&key_made, public))
        return pkey; /* the seed is that of the point */
    EVP_PKEY_free(pkey);
    return openssh_malformed(err);
}

static EVP_PKEY *file_read_blob(struct text openssh_blob, struct error *err)
{
    struct key public;
    struct blob blob = {.rest = openssh_blob};
    const bool magic_known = text_equal(blob_bytes(&blob, openssh_magic.size), openssh_magic);
    const struct text cipher = blob_string(&blob), kdf = blob_string(&blob);
    (void)blob_string(&blob); /* options of the kdf */
    const uint32_t key_count = blob_number(&blob);
    const struct text public_blob = blob_string(&blob), private_blob = blob_string(&blob);
    if (!magic_known || !blob_ended(&blob) || key_count != 1)
        return openssh_malformed(err);
    if (!text_is(cipher, "none") || !text_is(kdf, "none")) {
        error_set(err, ERROR_REFUSED,
                  "is an OpenSSH key with a passphrase: add it to ssh-agent and name it as "
                  "ssh-agent:COMMENT");
        return NULL;
    }
    if (!key_read_blob(public_blob, &public, err))
        return NULL;
    if (public.kind != KEY_ED25519) {
        error_set(err, ERROR_REFUSED, "the private key is not Ed25519");
        return NULL;
    }
    return private_read(&(struct blob){.rest = private_blob}, &public, err);
}

EVP_PKEY *key_openssh_read(struct text pem, struct error *err)
{
    struct arena pem_scratch = {0};
    struct text openssh_blob = TEXT_NONE;
    evp_ready();
    EVP_PKEY *pkey = pem_decode(pem, &pem_scratch, &openssh_blob)
                         ? file_read_blob(openssh_blob, err)
                         : openssh_malformed(err);
    if (openssh_blob.size) /* a copy of the seed */
        OPENSSL_cleanse((void *)(uintptr_t)openssh_blob.at, openssh_blob.size);
    arena_free(&pem_scratch);
    return pkey;
}
