/* SSHSIG: what is signed is read back and holds for one key, one namespace and one message. */
#include "crypto/sshsig.h"

#include "base/base64.h"
#include "base/buffer.h"
#include "crypto/blob.h"
#include "crypto/digest.h"
#include "support.h"

static struct arena arena;
static struct error err;

static const struct text place_of_use = {"approval@example.org", 20};
static const struct text message = {"a message", 9};

static struct text signed_by(struct key_pair **pair)
{
    struct text armored;
    ck_assert(key_pair_generate(&arena, pair, &err));
    ck_assert(sshsig_sign(*pair, place_of_use, message, &arena, &armored, &err));
    return armored;
}

START_TEST(test_sshsig__holds_for_its_key_namespace_and_message_alone)
{
    struct key_pair *pair, *other;
    struct sshsig sshsig;
    const struct text armored = signed_by(&pair);
    const struct key *key = key_pair_public(pair);
    ck_assert(sshsig_read("a.sig", armored, &arena, &sshsig, &err));
    ck_assert(sshsig_verify(&sshsig, key, place_of_use, message, &err));
    ck_assert(!sshsig_present(&sshsig));
    ck_assert(key_pair_generate(&arena, &other, &err));
    struct error a = {0}, b = {0}, c = {0};
    ck_assert(!sshsig_verify(&sshsig, key_pair_public(other), place_of_use, message, &a));
    ck_assert(!sshsig_verify(&sshsig, key, TEXT("export@example.org"), message, &b));
    ck_assert(!sshsig_verify(&sshsig, key, place_of_use, TEXT("a messagf"), &c));
    ck_assert_int_eq(a.code, ERROR_INTEGRITY);
    ck_assert_int_eq(b.code, ERROR_INTEGRITY);
    ck_assert_int_eq(c.code, ERROR_INTEGRITY);
}
END_TEST

START_TEST(test_sshsig__no_byte_may_change_and_none_be_missing)
{
    struct key_pair *pair;
    const struct text armored = signed_by(&pair);
    char bytes[1024];
    ck_assert_uint_lt(armored.size, sizeof bytes);
    for (size_t i = 0; i < armored.size; i++) {
        struct error refusal = {0};
        struct sshsig sshsig;
        memcpy(bytes, armored.at, armored.size);
        bytes[i] = (char)(bytes[i] ^ 1);
        const struct text changed = {bytes, armored.size};
        ck_assert_msg(
            !sshsig_read("a.sig", changed, &arena, &sshsig, &refusal) ||
                !sshsig_verify(&sshsig, key_pair_public(pair), place_of_use, message, &refusal),
            "byte %zu", i);
        struct error shorter = {0};
        if (i + 1 < armored.size) /* the last line end may be missing */
            ck_assert_msg(
                !sshsig_read("a.sig", text_part(armored, 0, i), &arena, &sshsig, &shorter),
                "%zu bytes", i);
    }
}
END_TEST

/* A signature as a security key makes it, from a key whose private half we hold. */
static struct text touched(const struct key_pair *pair, struct key *key, uint8_t flags,
                           struct text reserved)
{
    struct digest application, blob_digest, message_digest;
    uint8_t signature[SIGNATURE_SIZE];
    *key = *key_pair_public(pair);
    key->kind = KEY_SECURITY;
    key->application_size = 4;
    memcpy(key->application, "ssh:", 4);
    ck_assert(digest_text(message, &message_digest, &err));
    struct buffer blob = buffer_in(&arena, 4096), inner = blob, sig = blob, file = blob;
    buffer_string(&blob, "SSHSIG");
    blob_add_string(&blob, place_of_use);
    blob_add_string(&blob, TEXT_NONE);
    blob_add_string(&blob, TEXT("sha256"));
    blob_add_string(&blob, (struct text){(char *)message_digest.bytes, 32});
    ck_assert(digest_text(TEXT("ssh:"), &application, &err));
    ck_assert(digest_text(buffer_text(&blob), &blob_digest, &err));
    buffer_add(&inner, (struct text){(char *)application.bytes, 32});
    buffer_byte(&inner, (char)flags);
    blob_add_number(&inner, 7);
    buffer_add(&inner, (struct text){(char *)blob_digest.bytes, 32});
    ck_assert(signature_make(pair, buffer_text(&inner), signature, &err));
    blob_add_string(&sig, TEXT("sk-ssh-ed25519@openssh.com"));
    blob_add_string(&sig, (struct text){(char *)signature, SIGNATURE_SIZE});
    buffer_byte(&sig, (char)flags);
    blob_add_number(&sig, 7);
    buffer_string(&file, "SSHSIG");
    blob_add_number(&file, 1);
    blob_add_string(&file, key_blob(key, &arena));
    blob_add_string(&file, place_of_use);
    blob_add_string(&file, reserved);
    blob_add_string(&file, TEXT("sha256"));
    blob_add_string(&file, buffer_text(&sig));
    const struct text letters = base64_print(buffer_text(&file), &arena);
    return text_format(&arena, "-----BEGIN SSH SIGNATURE-----\n%.*s\n-----END SSH SIGNATURE-----\n",
                       TEXT_ARGS(letters));
}

START_TEST(test_sshsig__a_security_key_says_who_was_there)
{
    struct key_pair *pair;
    struct key key;
    struct sshsig sshsig;
    ck_assert(key_pair_generate(&arena, &pair, &err));
    const struct text armored = touched(pair, &key, 0x05, TEXT_NONE);
    ck_assert_msg(sshsig_read("a.sig", armored, &arena, &sshsig, &err), "%s", support_error(&err));
    ck_assert(sshsig_verify(&sshsig, &key, place_of_use, message, &err));
    ck_assert(sshsig_present(&sshsig) && sshsig_proven(&sshsig));
    ck_assert_uint_eq(sshsig.counter, 7);
    struct error changed = {0}, plain = {0};
    sshsig.flags = 0x01; /* the flags are signed over */
    ck_assert(!sshsig_verify(&sshsig, &key, place_of_use, message, &changed));
    ck_assert(!sshsig_verify(&sshsig, key_pair_public(pair), place_of_use, message, &plain));
}
END_TEST

START_TEST(test_sshsig__what_is_not_signed_over_is_empty)
{
    struct key_pair *pair;
    struct key key;
    struct sshsig sshsig;
    struct error why = {0};
    ck_assert(key_pair_generate(&arena, &pair, &err));
    ck_assert(!sshsig_read("s", touched(pair, &key, 0x05, TEXT("x")), &arena, &sshsig, &why));
    ck_assert_int_eq(why.code, ERROR_REFUSED);
}
END_TEST

START_TEST(test_sshsig__nothing_stands_before_or_behind_it)
{
    struct key_pair *pair;
    struct sshsig sshsig;
    struct error a = {0}, b = {0}, c = {0};
    const struct text armored = signed_by(&pair);
    const int size = (int)armored.size;
    ck_assert(
        !sshsig_read("s", text_format(&arena, " %.*s", size, armored.at), &arena, &sshsig, &a));
    ck_assert(
        !sshsig_read("s", text_format(&arena, "%.*sx", size, armored.at), &arena, &sshsig, &b));
    ck_assert(!sshsig_sign(pair, TEXT_NONE, message, &arena, &(struct text){0}, &c));
    ck_assert_int_eq(c.code, ERROR_REFUSED);
}
END_TEST

TESTS("crypto/sshsig", test_sshsig__holds_for_its_key_namespace_and_message_alone,
      test_sshsig__no_byte_may_change_and_none_be_missing,
      test_sshsig__a_security_key_says_who_was_there, test_sshsig__what_is_not_signed_over_is_empty,
      test_sshsig__nothing_stands_before_or_behind_it)
