#include "base/base64.h"
#include "crypto/evp.h"

#include <openssl/err.h>
#include <openssl/pem.h>

static const struct text pem_public = {"-----BEGIN PUBLIC KEY-----", 26};
static const struct text pem_public_end = {"-----END PUBLIC KEY-----\n", 25};

static struct place key_file_place(const char *file)
{
    return (struct place){.file = file};
}

/* Say where, once: the words are those of the check that failed. */
static bool key_blame(const char *file, const struct error *key_fault, struct error *err)
{
    return error_at(err, key_fault->code, key_file_place(file), "%s", key_fault->message);
}

static bool key_read_pem(const char *file, struct text pem, struct key *out, struct error *err)
{
    struct error key_fault = {0};
    if (!text_ends(pem, pem_public_end))
        return error_at(err, ERROR_REFUSED, key_file_place(file),
                        "something stands behind the key's end");
    evp_ready();
    EVP_BIO_FREED *bio = BIO_new_mem_buf(pem.at, (int)pem.size);
    EVP_PKEY_FREED *pkey = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL) : NULL;
    ERR_clear_error();
    if (!pkey || BIO_pending(bio) > 0)
        return error_at(err, ERROR_REFUSED, key_file_place(file), "is no single PEM public key");
    return evp_key_of(pkey, out, &key_fault) ? true : key_blame(file, &key_fault, err);
}

static bool key_read_line(const char *file, struct text line_of_key, struct key *out,
                          struct error *err)
{
    struct arena arena = {0};
    struct error key_fault = {0};
    struct text blob;
    const size_t key_space = text_find(line_of_key, ' ');
    const struct text key_rest = text_part(line_of_key, key_space + 1, line_of_key.size);
    const struct text key_letters = text_part(key_rest, 0, text_find(key_rest, ' '));
    struct key key;
    bool done = false;
    if (key_space == line_of_key.size || !base64_read(key_letters, &arena, &blob))
        error_at(err, ERROR_REFUSED, key_file_place(file),
                 "is no public key: a line such as \"ssh-ed25519 AAAA... name\" or PEM is");
    else if (!key_read_blob(blob, &key, &key_fault))
        key_blame(file, &key_fault, err);
    else if (!text_starts(key_line(&key, TEXT_NONE, &arena),
                          text_part(line_of_key, 0, key_space + 1)))
        error_at(err, ERROR_REFUSED, key_file_place(file),
                 "the key is of another type than its line says");
    else
        done = true;
    if (done)
        *out = key;
    arena_free(&arena);
    return done;
}

bool key_read(const char *file, struct text key_text, struct key *out, struct error *err)
{
    if (key_text.size > LIMIT_KEY_FILE)
        return error_at(err, ERROR_REFUSED, key_file_place(file), "is larger than %d bytes",
                        LIMIT_KEY_FILE);
    if (text_starts(key_text, pem_public))
        return key_read_pem(file, key_text, out, err);
    if (text_starts(key_text, TEXT("-----BEGIN ")))
        return error_at(err, ERROR_REFUSED, key_file_place(file), "is PEM, but no public key");
    size_t key_size = text_find(key_text, '\n');
    if (key_size + 1 < key_text.size)
        return error_at(err, ERROR_REFUSED, key_file_place(file), "has more than one line");
    if (key_size && key_text.at[key_size - 1] == '\r')
        key_size--;
    return key_read_line(file, text_part(key_text, 0, key_size), out, err);
}
