#include "crypto/sshsig.h"

#include "base/base64.h"
#include "base/buffer.h"
#include "crypto/blob.h"
#include "crypto/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

enum { VERSION = 1, LINE_SIZE = 70, FLAG_PRESENT = 0x01, FLAG_PROVEN = 0x04 };

static const struct text magic = {"SSHSIG", 6};
static const struct text armor_begin = {"-----BEGIN SSH SIGNATURE-----\n", 30};
static const struct text armor_end = {"-----END SSH SIGNATURE-----\n", 28};

static const char *const hashes[] = {[SSHSIG_SHA256] = "sha256", [SSHSIG_SHA512] = "sha512"};

static bool sshsig_malformed(struct error *err, const char *what)
{
    return error_set(err, ERROR_REFUSED, "the SSH signature %s", what);
}

/* What lies between the two lines, without line ends. */
static bool armor_read(struct text armored, struct arena *arena, struct text *armor_blob,
                       struct error *err)
{
    struct buffer armored_plain = buffer_in(arena, LIMIT_SSHSIG_SIZE),
                  armored_letters = armored_plain;
    if (armored.size > LIMIT_SSHSIG_SIZE)
        return error_set(err, ERROR_REFUSED, "the SSH signature is larger than %d bytes",
                         LIMIT_SSHSIG_SIZE);
    for (size_t i = 0; i < armored.size; i++)
        if (armored.at[i] != '\r' || i + 1 == armored.size || armored.at[i + 1] != '\n')
            buffer_byte(&armored_plain, armored.at[i]);
    struct text armored_text = buffer_text(&armored_plain);
    if (!text_ends(armored_text, TEXT("\n"))) {
        buffer_byte(&armored_plain, '\n');
        armored_text = buffer_text(&armored_plain);
    }
    if (armored_text.size < armor_begin.size + armor_end.size ||
        !text_starts(armored_text, armor_begin) || !text_ends(armored_text, armor_end))
        return sshsig_malformed(err, "does not stand between its BEGIN and END lines");
    const size_t end = armored_text.size - armor_end.size;
    for (size_t i = armor_begin.size; i < end; i++)
        if (armored_text.at[i] != '\n')
            buffer_byte(&armored_letters, armored_text.at[i]);
        else if (armored_text.at[i - 1] == '\n')
            return sshsig_malformed(err, "has an empty line");
    return base64_read(buffer_text(&armored_letters), arena, armor_blob)
               ? true
               : sshsig_malformed(err, "is not in base64");
}

static bool hash_find(struct text hash_name, enum sshsig_hash *out)
{
    for (size_t hash_kind = 0; hash_kind < COUNT(hashes); hash_kind++)
        if (text_is(hash_name, hashes[hash_kind])) {
            *out = (enum sshsig_hash)hash_kind;
            return true;
        }
    return false;
}

static bool namespace_check(struct text name_space, struct error *err)
{
    if (name_space.size == 0 || name_space.size > LIMIT_NAMESPACE_SIZE)
        return error_set(err, ERROR_REFUSED, "a namespace has 1 to %d bytes", LIMIT_NAMESPACE_SIZE);
    return true;
}

/* The innermost part: the algorithm's name, 64 bytes, and what a security key adds. */
static bool signature_read(struct text bytes, struct sshsig *sshsig, struct error *err)
{
    struct blob blob = {.rest = bytes};
    const bool security = sshsig->key.kind == KEY_SECURITY;
    const struct text type = blob_string(&blob), signature = blob_string(&blob);
    if (security) {
        sshsig->flags = blob_byte(&blob);
        sshsig->counter = blob_number(&blob);
    }
    if (!blob_ended(&blob) || signature.size != SIGNATURE_SIZE ||
        !text_is(type, security ? "sk-ssh-ed25519@openssh.com" : "ssh-ed25519"))
        return sshsig_malformed(err, "is of another kind than its key");
    memcpy(sshsig->signature, signature.at, SIGNATURE_SIZE);
    return true;
}

static bool sshsig_parse(struct text bytes, struct sshsig *out, struct error *err)
{
    struct sshsig sshsig = {0};
    struct blob blob = {.rest = bytes};
    if (!text_equal(blob_bytes(&blob, magic.size), magic) || blob_number(&blob) != VERSION)
        return sshsig_malformed(err, "is not of version 1");
    const struct text key = blob_string(&blob);
    sshsig.name_space = blob_string(&blob);
    const struct text reserved = blob_string(&blob), hash = blob_string(&blob),
                      signature = blob_string(&blob);
    if (!blob_ended(&blob) || reserved.size) /* what is reserved is not signed over */
        return sshsig_malformed(err, "has too few or too many bytes");
    if (!hash_find(hash, &sshsig.hash))
        return sshsig_malformed(err, "hashes with neither sha256 nor sha512");
    if (!namespace_check(sshsig.name_space, err) || !key_read_blob(key, &sshsig.key, err))
        return false;
    if (sshsig.key.kind != KEY_ED25519 && sshsig.key.kind != KEY_SECURITY)
        return sshsig_malformed(err, "is by a key that is not Ed25519");
    if (!signature_read(signature, &sshsig, err))
        return false;
    *out = sshsig;
    return true;
}

bool sshsig_read_blob(const char *file, struct text blob, struct sshsig *out, struct error *err)
{
    struct error sshsig_fault = {0};
    if (blob.size <= LIMIT_SSHSIG_SIZE ? sshsig_parse(blob, out, &sshsig_fault)
                                       : sshsig_malformed(&sshsig_fault, "has too many bytes"))
        return true;
    return error_at(err, sshsig_fault.code, (struct place){.file = file}, "%s",
                    sshsig_fault.message);
}

bool sshsig_unarmor(const char *file, struct text armored, struct arena *arena, struct text *blob,
                    struct error *err)
{
    struct error sshsig_fault = {0};
    return armor_read(armored, arena, blob, &sshsig_fault) ||
           error_at(err, sshsig_fault.code, (struct place){.file = file}, "%s",
                    sshsig_fault.message);
}

bool sshsig_read(const char *file, struct text armored, struct arena *arena, struct sshsig *out,
                 struct error *err)
{
    struct error sshsig_fault = {0};
    struct text bytes;
    if (armor_read(armored, arena, &bytes, &sshsig_fault) &&
        sshsig_parse(bytes, out, &sshsig_fault))
        return true;
    return error_at(err, sshsig_fault.code, (struct place){.file = file}, "%s",
                    sshsig_fault.message);
}

/* The bytes that the key signs. */
static struct text signed_blob(struct text name_space, enum sshsig_hash hash, struct text message,
                               struct arena *arena)
{
    uint8_t hashed[SHA512_DIGEST_LENGTH];
    struct buffer blob = buffer_in(arena, LIMIT_SSHSIG_SIZE);
    const bool wide = hash == SSHSIG_SHA512;
    if (wide)
        SHA512((const uint8_t *)message.at, message.size, hashed);
    else
        SHA256((const uint8_t *)message.at, message.size, hashed);
    const size_t size = wide ? SHA512_DIGEST_LENGTH : SHA256_DIGEST_LENGTH;
    buffer_add(&blob, magic);
    blob_add_string(&blob, name_space);
    blob_add_string(&blob, TEXT_NONE);
    blob_add_string(&blob, text_of(hashes[hash]));
    blob_add_string(&blob, (struct text){(const char *)hashed, size});
    return buffer_text(&blob);
}

/* What a security key signs in its place. */
static bool security_blob(const struct sshsig *sshsig, struct arena *arena, struct text *blob,
                          struct error *err)
{
    struct digest application, inner;
    const struct text name = {sshsig->key.application, sshsig->key.application_size};
    if (!digest_text(name, &application, err) || !digest_text(*blob, &inner, err))
        return false;
    struct buffer out = buffer_in(arena, LIMIT_SSHSIG_SIZE);
    buffer_add(&out, (struct text){(const char *)application.bytes, sizeof application.bytes});
    buffer_byte(&out, (char)sshsig->flags);
    blob_add_number(&out, sshsig->counter);
    buffer_add(&out, (struct text){(const char *)inner.bytes, sizeof inner.bytes});
    *blob = buffer_text(&out);
    return true;
}

bool sshsig_verify(const struct sshsig *sshsig, const struct key *key, struct text name_space,
                   struct text message, struct error *err)
{
    if (!key_equal(&sshsig->key, key))
        return error_set(err, ERROR_INTEGRITY, "the signature is by another key");
    if (!text_equal(sshsig->name_space, name_space))
        return error_set(err, ERROR_INTEGRITY, "the signature is for another namespace");
    struct arena arena = {0};
    struct text blob = signed_blob(name_space, sshsig->hash, message, &arena);
    struct key signer = sshsig->key;
    signer.kind = KEY_ED25519;
    const struct text signature = {(const char *)sshsig->signature, SIGNATURE_SIZE};
    const bool holds = (key->kind != KEY_SECURITY || security_blob(sshsig, &arena, &blob, err)) &&
                       signature_verify(&signer, blob, signature, err);
    arena_free(&arena);
    return holds;
}

bool sshsig_present(const struct sshsig *sshsig)
{
    return sshsig->key.kind == KEY_SECURITY && sshsig->flags & FLAG_PRESENT;
}

bool sshsig_proven(const struct sshsig *sshsig)
{
    return sshsig->key.kind == KEY_SECURITY && sshsig->flags & FLAG_PROVEN;
}

struct text sshsig_armor(struct text blob, struct arena *arena)
{
    const struct text armor_letters = base64_print(blob, arena);
    struct buffer armored =
        buffer_in(arena, armor_begin.size + 2 * armor_letters.size + 1 + armor_end.size);
    buffer_add(&armored, armor_begin);
    for (size_t armor_from = 0; armor_from < armor_letters.size; armor_from += LINE_SIZE) {
        buffer_add(&armored, text_part(armor_letters, armor_from, LINE_SIZE));
        buffer_byte(&armored, '\n');
    }
    buffer_add(&armored, armor_end);
    return buffer_text(&armored);
}

bool sshsig_signed_bytes(struct text name_space, struct text message, struct arena *arena,
                         struct text *signed_bytes, struct error *err)
{
    if (!namespace_check(name_space, err))
        return false;
    *signed_bytes = signed_blob(name_space, SSHSIG_SHA512, message, arena);
    return true;
}

struct text sshsig_around(const struct key *key, struct text name_space, struct text signature,
                          struct arena *arena)
{
    struct buffer blob = buffer_in(arena, LIMIT_SSHSIG_SIZE);
    buffer_add(&blob, magic);
    blob_add_number(&blob, VERSION);
    blob_add_string(&blob, key_blob(key, arena));
    blob_add_string(&blob, name_space);
    blob_add_string(&blob, TEXT_NONE);
    blob_add_string(&blob, text_of(hashes[SSHSIG_SHA512]));
    blob_add_string(&blob, signature);
    return buffer_text(&blob);
}

bool sshsig_sign_blob(const struct key_pair *pair, struct text name_space, struct text message,
                      struct arena *arena, struct text *out, struct error *err)
{
    uint8_t signature[SIGNATURE_SIZE];
    struct text blob;
    if (!sshsig_signed_bytes(name_space, message, arena, &blob, err) ||
        !signature_make(pair, blob, signature, err))
        return false;
    struct buffer inner = buffer_in(arena, LIMIT_SSHSIG_SIZE);
    blob_add_string(&inner, TEXT("ssh-ed25519"));
    blob_add_string(&inner, (struct text){(const char *)signature, SIGNATURE_SIZE});
    *out = sshsig_around(key_pair_public(pair), name_space, buffer_text(&inner), arena);
    return true;
}

bool sshsig_sign(const struct key_pair *pair, struct text name_space, struct text message,
                 struct arena *arena, struct text *out, struct error *err)
{
    struct text blob;
    if (!sshsig_sign_blob(pair, name_space, message, arena, &blob, err))
        return false;
    *out = sshsig_armor(blob, arena);
    return true;
}
