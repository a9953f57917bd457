#include "base/base64.h"
#include "crypto/evp.h"

#include <openssl/err.h>
#include <openssl/pem.h>

static const struct text pem_public = {"-----BEGIN PUBLIC KEY-----", 26};
static const struct text pem_public_end = {"-----END PUBLIC KEY-----\n", 25};

static struct place whole(const char *file)
{
    return (struct place){.file = file};
}

/* Say where, once: the words are those of the check that failed. */
static bool blame(const char *file, const struct error *why, struct error *err)
{
    return error_at(err, why->code, whole(file), "%s", why->message);
}

static bool key_read_pem(const char *file, struct text pem, struct key *out, struct error *err)
{
    struct error why = {0};
    if (!text_ends(pem, pem_public_end))
        return error_at(err, ERROR_REFUSED, whole(file), "something stands behind the key's end");
    evp_ready();
    EVP_BIO_FREED *bio = BIO_new_mem_buf(pem.at, (int)pem.size);
    EVP_PKEY_FREED *pkey = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) : NULL;
    ERR_clear_error();
    if (!pkey || BIO_pending(bio) > 0)
        return error_at(err, ERROR_REFUSED, whole(file), "is no single PEM public key");
    return evp_key_of(pkey, out, &why) ? true : blame(file, &why, err);
}

static bool key_read_line(const char *file, struct text line, struct key *out, struct error *err)
{
    struct arena arena = {0};
    struct error why = {0};
    struct text blob;
    const size_t space = text_find(line, ' ');
    const struct text rest = text_part(line, space + 1, line.size);
    const struct text letters = text_part(rest, 0, text_find(rest, ' '));
    struct key key;
    bool done = false;
    if (space == line.size || !base64_read(letters, &arena, &blob))
        error_at(err, ERROR_REFUSED, whole(file),
                 "is no public key: a line such as \"ssh-ed25519 AAAA... name\" or PEM is");
    else if (!key_read_blob(blob, &key, &why))
        blame(file, &why, err);
    else if (!text_starts(key_line(&key, TEXT_NONE, &arena), text_part(line, 0, space + 1)))
        error_at(err, ERROR_REFUSED, whole(file), "the key is of another type than its line says");
    else
        done = true;
    if (done)
        *out = key;
    arena_free(&arena);
    return done;
}

bool key_read(const char *file, struct text written, struct key *out, struct error *err)
{
    if (written.size > LIMIT_KEY_FILE)
        return error_at(err, ERROR_REFUSED, whole(file), "is larger than %d bytes", LIMIT_KEY_FILE);
    if (text_starts(written, pem_public))
        return key_read_pem(file, written, out, err);
    if (text_starts(written, TEXT("-----BEGIN ")))
        return error_at(err, ERROR_REFUSED, whole(file), "is PEM, but no public key");
    size_t size = text_find(written, '\n');
    if (size + 1 < written.size)
        return error_at(err, ERROR_REFUSED, whole(file), "has more than one line");
    if (size && written.at[size - 1] == '\r')
        size--;
    return key_read_line(file, text_part(written, 0, size), out, err);
}
