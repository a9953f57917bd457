/* Signatures of others: who vouches for a file or a model, by pinned keys alone. */
#include "attest/model_signature.h"

#include "attest/envelope.h"
#include "base/base64.h"
#include "base/buffer.h"
#include "crypto/blob.h"
#include "crypto/dsse.h"
#include "crypto/sshsig.h"
#include "support.h"
#include "value/canonical.h"

static struct arena arena;
static struct error err;
static struct key_pair *pair, *other;
static struct pinned_keys pinned, nobody;

static const struct text evidence = {"{\"accuracy\": 0.9}", 17};

static void keys_make(void)
{
    if (pair)
        return;
    ck_assert(key_pair_generate(&arena, &pair, &err) && key_pair_generate(&arena, &other, &err));
    ck_assert(pinned_keys_read("keys", key_line(key_pair_public(pair), TEXT("ci"), &arena), &arena,
                               &pinned, &err));
}

static const char *hex_of(struct text bytes)
{
    struct digest digest;
    ck_assert(digest_text(bytes, &digest, &err));
    return digest_print(&digest, &arena).at + 7;
}

static struct text spelled(const struct value *document)
{
    struct buffer written = buffer_in(&arena, 1 << 20);
    ck_assert(canonical_write(document, &written, &err));
    return buffer_text(&written);
}

/* An envelope over the payload, by the key, with a keyid. */
static struct text enveloped(const struct key_pair *by, struct text type, struct text payload,
                             struct text key_id)
{
    uint8_t *signature = arena_alloc(&arena, SIGNATURE_SIZE);
    struct envelope envelope = {.type = type, .payload = payload};
    ck_assert(signature_make(by, dsse_pae(type, payload, &arena), signature, &err));
    *LIST_ADD(&arena, &envelope.signatures) =
        (struct envelope_signature){key_id, {(char *)signature, SIGNATURE_SIZE}};
    const struct value document = envelope_value(&envelope, &arena);
    return spelled(&document);
}

static struct text stated(const char *digits, const char *type, const char *predicate)
{
    return text_format(&arena,
                       "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"%s\","
                       "\"subject\":[{\"digest\":{\"sha256\":\"%s\"}}],\"predicate\":%s}",
                       type, digits, predicate);
}

static struct text statement_of(struct text bytes)
{
    return stated(hex_of(bytes), "https://in-toto.io/attestation/test-result/v0.1", "{}");
}

static struct text bundled(struct text envelope, const char *media_type, const char *material)
{
    return text_format(&arena,
                       "{\"mediaType\":\"%s\",\"verificationMaterial\":{%s},\"dsseEnvelope\":%.*s}",
                       media_type, material, TEXT_ARGS(envelope));
}

#define BUNDLE_0_3 "application/vnd.dev.sigstore.bundle.v0.3+json"

static enum attestation file_kind(struct text signature, struct text bytes,
                                  const struct pinned_keys *keys)
{
    struct attested attested;
    struct error why = {0};
    const bool done = attested_file((struct signature_file){"e.sig", signature}, bytes, keys,
                                    &arena, &attested, &why);
    ck_assert_msg(done, "%s", support_error(&why));
    ck_assert((attested.kind == ATTESTED) == (attested.by != NULL));
    return attested.kind;
}

static const char *file_refusal(struct text signature, struct text bytes)
{
    static struct error why;
    struct attested attested;
    why = (struct error){0};
    ck_assert(!attested_file((struct signature_file){"e.sig", signature}, bytes, &pinned, &arena,
                             &attested, &why));
    ck_assert_msg(why.code == ERROR_INTEGRITY, "%s", support_error(&why));
    ck_assert_str_eq(why.file, "e.sig");
    return why.message;
}

/* ---- SSH ---- */

static struct text ssh_signed(const struct key_pair *by, const char *name_space)
{
    struct text armored;
    ck_assert(sshsig_sign(by, text_of(name_space), evidence, &arena, &armored, &err));
    return armored;
}

START_TEST(test_attested__an_ssh_signature_by_a_pinned_key)
{
    keys_make();
    ck_assert_int_eq(file_kind(ssh_signed(pair, "file"), evidence, &pinned), ATTESTED);
    ck_assert_int_eq(file_kind(ssh_signed(pair, "evidence@gov.example"), evidence, &pinned),
                     ATTESTED);
    ck_assert_int_eq(file_kind(ssh_signed(other, "file"), evidence, &pinned), ATTESTED_UNPINNED);
    ck_assert_int_eq(file_kind(ssh_signed(pair, "file"), evidence, &nobody), ATTESTED_UNPINNED);
}
END_TEST

START_TEST(test_attested__an_ssh_signature_is_refused_where_it_does_not_hold)
{
    keys_make();
    ck_assert(strstr(file_refusal(ssh_signed(pair, "git"), evidence), "is for \"git\""));
    ck_assert(strstr(file_refusal(ssh_signed(pair, "file"), TEXT("{}")), "does not hold"));
    ck_assert(strstr(file_refusal(ssh_signed(other, "file"), TEXT("{}")), "does not hold"));
    (void)file_refusal(text_part(ssh_signed(pair, "file"), 0, 100), evidence);
}
END_TEST

/* As a security key signs, whose private half we hold: over its application, its flags, its counter
 * and the message. */
static struct text touched(struct key *key, uint8_t flags)
{
    struct digest application, hashed;
    uint8_t signature[SIGNATURE_SIZE];
    struct text bytes;
    struct buffer sealed = buffer_in(&arena, 4096), inner = sealed;
    *key = *key_pair_public(pair);
    key->kind = KEY_SECURITY;
    key->application_size = 4;
    memcpy(key->application, "ssh:", 4);
    ck_assert(sshsig_signed_bytes(TEXT("file"), evidence, &arena, &bytes, &err));
    ck_assert(digest_text(TEXT("ssh:"), &application, &err) && digest_text(bytes, &hashed, &err));
    buffer_add(&sealed, (struct text){(char *)application.bytes, sizeof application.bytes});
    buffer_byte(&sealed, (char)flags);
    blob_add_number(&sealed, 1);
    buffer_add(&sealed, (struct text){(char *)hashed.bytes, sizeof hashed.bytes});
    ck_assert(signature_make(pair, buffer_text(&sealed), signature, &err));
    blob_add_string(&inner, TEXT("sk-ssh-ed25519@openssh.com"));
    blob_add_string(&inner, (struct text){(char *)signature, sizeof signature});
    buffer_byte(&inner, (char)flags);
    blob_add_number(&inner, 1);
    return sshsig_armor(sshsig_around(key, TEXT("file"), buffer_text(&inner), &arena), &arena);
}

START_TEST(test_attested__a_security_key_was_touched)
{
    struct key key;
    struct pinned_keys keys = {0};
    keys_make();
    const struct text good = touched(&key, 1), absent = touched(&key, 0);
    ck_assert(pinned_keys_read("k", key_line(&key, TEXT_NONE, &arena), &arena, &keys, &err));
    ck_assert_int_eq(file_kind(good, evidence, &keys), ATTESTED);
    ck_assert_int_eq(file_kind(good, evidence, &pinned), ATTESTED_UNPINNED);
    ck_assert(strstr(file_refusal(absent, evidence), "touched"));
}
END_TEST

/* ---- envelopes ---- */

START_TEST(test_attested__an_envelope_by_a_pinned_key)
{
    keys_make();
    const struct text good = statement_of(evidence);
    ck_assert_int_eq(file_kind(enveloped(pair, STATEMENT_TYPE, good, TEXT_NONE), evidence, &pinned),
                     ATTESTED);
    ck_assert_int_eq(
        file_kind(enveloped(other, STATEMENT_TYPE, good, TEXT_NONE), evidence, &pinned),
        ATTESTED_UNPINNED);
    ck_assert_int_eq(
        file_kind(enveloped(other, STATEMENT_TYPE, good, TEXT("x")), evidence, &pinned),
        ATTESTED_UNPINNED);
    ck_assert_int_eq(file_kind(enveloped(pair, STATEMENT_TYPE, good, TEXT_NONE), evidence, &nobody),
                     ATTESTED_UNPINNED);
}
END_TEST

START_TEST(test_attested__an_envelope_that_names_a_pinned_key_is_by_it_or_refused)
{
    char id[KEY_ID_SIZE];
    struct text named;
    keys_make();
    const struct text good = statement_of(evidence);
    ck_assert(key_id(key_pair_public(pair), id, &err));
    ck_assert(envelope_key_id(key_pair_public(pair), &arena, &named, &err));
    ck_assert(strstr(file_refusal(enveloped(other, STATEMENT_TYPE, good, text_of(id)), evidence),
                     "not hold"));
    ck_assert(
        strstr(file_refusal(enveloped(other, STATEMENT_TYPE, good, named), evidence), "not hold"));
}
END_TEST

START_TEST(test_attested__an_envelope_is_about_these_bytes_or_refused)
{
    keys_make();
    const struct text good = statement_of(evidence);
    ck_assert(
        strstr(file_refusal(enveloped(pair, STATEMENT_TYPE, statement_of(TEXT("{}")), TEXT_NONE),
                            evidence),
               "another file"));
    ck_assert(
        strstr(file_refusal(enveloped(other, STATEMENT_TYPE, statement_of(TEXT("{}")), TEXT_NONE),
                            evidence),
               "another file"));
    ck_assert(strstr(file_refusal(enveloped(pair, TEXT("text/plain"), good, TEXT_NONE), evidence),
                     "text/plain"));
    (void)file_refusal(enveloped(pair, STATEMENT_TYPE, TEXT("{}"), TEXT_NONE), evidence);
    (void)file_refusal(enveloped(pair, STATEMENT_TYPE, TEXT("not JSON"), TEXT_NONE), evidence);
}
END_TEST

START_TEST(test_attested__what_is_no_signature_is_refused)
{
    static const char *const others[] = {
        "",
        "{}",
        "[]",
        "null",
        "\"mediaType\"",
        "-----BEGIN PGP SIGNATURE-----\n",
        "accuracy: 1",
        "{\"mediaType\":1}",
        "{\"mediaType\":\"text/plain\"}",
        "{\"payloadType\":1}",
        "{\"mediaType\":\"" BUNDLE_0_3 "\"}",
        "{\"mediaType\":\"" BUNDLE_0_3 "\",\"verificationMaterial\":{}}",
        "{\"mediaType\":\"" BUNDLE_0_3 "\",\"verificationMaterial\":{\"publicKey\":{}}}",
        "{\"mediaType\":\"" BUNDLE_0_3 "\",\"verificationMaterial\":{\"publicKey\":{\"rawBytes\":"
        "\"?\"}}}",
        "{\"mediaType\":\"" BUNDLE_0_3
        "\",\"verificationMaterial\":{\"publicKey\":{}},\"messageSignature\":{}}",
        "{\"mediaType\":\"" BUNDLE_0_3 "\",\"verificationMaterial\":{\"publicKey\":{}},"
        "\"messageSignature\":{\"signature\":\"\"}}",
        "{\"mediaType\":\"" BUNDLE_0_3 "\",\"verificationMaterial\":{\"publicKey\":{}},"
        "\"messageSignature\":{\"signature\":\"YQ==\"},\"dsseEnvelope\":{}}",
    };
    keys_make();
    for (size_t i = 0; i < COUNT(others); i++) {
        struct attested attested;
        struct error why = {0};
        ck_assert_msg(!attested_file((struct signature_file){"e.sig", text_of(others[i])}, evidence,
                                     &pinned, &arena, &attested, &why),
                      "%s", others[i]);
        ck_assert_msg(why.code == ERROR_INTEGRITY, "%s: %s", others[i], why.message);
    }
}
END_TEST

/* ---- bundles ---- */

START_TEST(test_attested__a_bundle_in_each_version_that_is_read)
{
    static const struct {
        const char *type;
        enum attestation kind;
    } versions[] = {
        {"application/vnd.dev.sigstore.bundle+json;version=0.1", ATTESTED},
        {"application/vnd.dev.sigstore.bundle+json;version=0.2", ATTESTED},
        {"application/vnd.dev.sigstore.bundle+json;version=0.3", ATTESTED},
        {BUNDLE_0_3, ATTESTED},
        {"application/vnd.dev.sigstore.bundle.v0.4+json", ATTESTED_UNSUPPORTED},
        {"application/vnd.dev.sigstore.bundle.v1+json", ATTESTED_UNSUPPORTED},
    };
    keys_make();
    const struct text envelope = enveloped(pair, STATEMENT_TYPE, statement_of(evidence), TEXT_NONE);
    for (size_t i = 0; i < COUNT(versions); i++)
        ck_assert_msg(file_kind(bundled(envelope, versions[i].type,
                                        "\"publicKey\":{\"hint\":\"\"},\"tlogEntries\":[]"),
                                evidence, &pinned) == versions[i].kind,
                      "%s", versions[i].type);
}
END_TEST

START_TEST(test_attested__a_certificate_is_never_taken_for_a_pinned_key)
{
    keys_make();
    const struct text envelope = enveloped(pair, STATEMENT_TYPE, statement_of(evidence), TEXT_NONE);
    static const char *const materials[] = {
        "\"certificate\":{\"rawBytes\":\"YQ==\"}",
        "\"x509CertificateChain\":{\"certificates\":[]}",
        "\"certificate\":{\"rawBytes\":\"YQ==\"},\"publicKey\":{\"hint\":\"\"}",
    };
    for (size_t i = 0; i < COUNT(materials); i++)
        ck_assert_int_eq(file_kind(bundled(envelope, BUNDLE_0_3, materials[i]), evidence, &pinned),
                         ATTESTED_UNSUPPORTED);
    const struct text elsewhere =
        enveloped(pair, STATEMENT_TYPE, statement_of(TEXT("{}")), TEXT_NONE);
    ck_assert(
        strstr(file_refusal(bundled(elsewhere, BUNDLE_0_3, materials[0]), evidence), "another"));
}
END_TEST

START_TEST(test_attested__a_bundle_has_one_signature)
{
    struct envelope envelope = {.type = STATEMENT_TYPE, .payload = statement_of(evidence)};
    keys_make();
    for (int i = 0; i < 2; i++)
        LIST_ADD(&arena, &envelope.signatures)->bytes = TEXT("a signature");
    const struct value document = envelope_value(&envelope, &arena);
    ck_assert(
        strstr(file_refusal(bundled(spelled(&document), BUNDLE_0_3, "\"publicKey\":{}"), evidence),
               "one signature"));
}
END_TEST

/* A signature over the bytes themselves, as `cosign sign-blob` makes it. */
static struct text blob_signed(const struct key_pair *by, struct text bytes, const char *claimed)
{
    uint8_t signature[SIGNATURE_SIZE];
    ck_assert(signature_make(by, bytes, signature, &err));
    const struct text letters =
        base64_print((struct text){(char *)signature, SIGNATURE_SIZE}, &arena);
    return text_format(&arena,
                       "{\"mediaType\":\"" BUNDLE_0_3 "\",\"verificationMaterial\":{\"publicKey\":"
                       "{}},\"messageSignature\":{\"signature\":\"%.*s\"%s}}",
                       TEXT_ARGS(letters), claimed);
}

START_TEST(test_attested__a_signature_over_the_bytes_themselves)
{
    struct digest digest;
    keys_make();
    ck_assert(digest_text(evidence, &digest, &err));
    const struct text claimed =
        base64_print((struct text){(char *)digest.bytes, sizeof digest.bytes}, &arena);
    const struct text own =
        text_format(&arena, ",\"messageDigest\":{\"algorithm\":\"SHA2_256\",\"digest\":\"%.*s\"}",
                    TEXT_ARGS(claimed));
    ck_assert_int_eq(file_kind(blob_signed(pair, evidence, ""), evidence, &pinned), ATTESTED);
    ck_assert_int_eq(file_kind(blob_signed(pair, evidence, own.at), evidence, &pinned), ATTESTED);
    ck_assert_int_eq(file_kind(blob_signed(other, evidence, own.at), evidence, &pinned),
                     ATTESTED_UNPINNED);
    ck_assert(strstr(file_refusal(blob_signed(pair, evidence, own.at), TEXT("{}")), "another"));
    ck_assert_int_eq(file_kind(blob_signed(pair, TEXT("{}"), ""), evidence, &pinned),
                     ATTESTED_UNPINNED);
}
END_TEST

/* ---- models ---- */

static const struct text weights = {"weights", 7}, words = {"tokens", 6};

static struct model_files model_of(struct text a, struct text b)
{
    struct model_files files = {0};
    ck_assert(digest_text(a, &LIST_ADD(&arena, &files)->digest, &err));
    files.at[0].name = TEXT("a/weights.bin");
    ck_assert(digest_text(b, &LIST_ADD(&arena, &files)->digest, &err));
    files.at[1].name = TEXT("tokens.txt");
    return files;
}

static const char *root_of(const char *const *digits, size_t count)
{
    struct buffer raw = buffer_in(&arena, 4096);
    for (size_t i = 0; i < count; i++) {
        struct digest digest;
        ck_assert(digest_read(text_format(&arena, "sha256:%s", digits[i]), &digest));
        buffer_add(&raw, (struct text){(char *)digest.bytes, sizeof digest.bytes});
    }
    return hex_of(buffer_text(&raw));
}

#define RESOURCE   "{\"name\":\"%s\",\"digest\":\"%s\",\"algorithm\":\"sha256\"}"
#define SERIALIZED "\"serialization\":{\"method\":\"files\",\"hash_type\":\"sha256\"}"

/* What signers of models sign, for two files. */
static struct text oms_of(const char *first, struct text a, const char *second, struct text b)
{
    const char *const digits[] = {hex_of(a), hex_of(b)};
    return stated(root_of(digits, 2), "https://model_signing/signature/v1.0",
                  text_format(&arena, "{" SERIALIZED ",\"resources\":[" RESOURCE "," RESOURCE "]}",
                              first, digits[0], second, digits[1])
                      .at);
}

static struct text oms_bundle(const struct key_pair *by, struct text statement)
{
    return bundled(enveloped(by, STATEMENT_TYPE, statement, TEXT_NONE), BUNDLE_0_3,
                   "\"publicKey\":{\"hint\":\"\"},\"tlogEntries\":[]");
}

static enum attestation model_kind(struct text signature, const struct model_files *files)
{
    struct attested attested;
    struct error why = {0};
    ck_assert_msg(attested_model((struct signature_file){"m.sig", signature}, files, &pinned,
                                 &arena, &attested, &why),
                  "%s", support_error(&why));
    return attested.kind;
}

static const char *model_refusal(struct text signature, const struct model_files *files)
{
    static struct error why;
    struct attested attested;
    why = (struct error){0};
    ck_assert(!attested_model((struct signature_file){"m.sig", signature}, files, &pinned, &arena,
                              &attested, &why));
    ck_assert_msg(why.code == ERROR_INTEGRITY, "%s", support_error(&why));
    return why.message;
}

START_TEST(test_attested__a_model_with_every_file_covered)
{
    keys_make();
    const struct model_files files = model_of(weights, words);
    const struct text good = oms_of("a/weights.bin", weights, "tokens.txt", words);
    ck_assert_int_eq(model_kind(oms_bundle(pair, good), &files), ATTESTED);
    ck_assert_int_eq(model_kind(oms_bundle(other, good), &files), ATTESTED_UNPINNED);
    ck_assert_int_eq(
        model_kind(oms_bundle(pair, oms_of("tokens.txt", words, "a/weights.bin", weights)), &files),
        ATTESTED); /* in whatever order they are listed */
}
END_TEST

START_TEST(test_attested__a_model_that_lacks_changed_or_gained_a_file_is_refused_by_its_name)
{
    keys_make();
    const struct text good =
        oms_bundle(pair, oms_of("a/weights.bin", weights, "tokens.txt", words));
    struct model_files files = model_of(weights, TEXT("other tokens"));
    ck_assert(strstr(model_refusal(good, &files), "tokens.txt is not the file"));
    files = model_of(weights, words);
    files.count = 1;
    ck_assert(strstr(model_refusal(good, &files), "tokens.txt was signed and is missing"));
    files = model_of(weights, words);
    *LIST_ADD(&arena, &files) = (struct model_file){.name = TEXT("z.py")};
    ck_assert(strstr(model_refusal(good, &files), "z.py is not covered"));
    files = model_of(weights, words);
    files.at[0].name = TEXT("A/weights.bin");
    ck_assert(strstr(model_refusal(good, &files), "A/weights.bin is not covered"));
}
END_TEST

START_TEST(test_attested__what_a_model_signature_lists_adds_up_or_is_refused)
{
    keys_make();
    const struct model_files files = model_of(weights, words);
    const char *const digits[] = {hex_of(weights), hex_of(words)};
    const char *type = "https://model_signing/signature/v1.0";
    const struct text listed =
        text_format(&arena, "{" SERIALIZED ",\"resources\":[" RESOURCE "," RESOURCE "]}",
                    "a/weights.bin", digits[0], "tokens.txt", digits[1]);
    ck_assert(strstr(model_refusal(oms_bundle(pair, stated(digits[0], type, listed.at)), &files),
                     "not about the files"));
    ck_assert(strstr(
        model_refusal(oms_bundle(pair, oms_of("tokens.txt", weights, "tokens.txt", words)), &files),
        "twice"));
    ck_assert(strstr(
        model_refusal(
            oms_bundle(pair, stated(digits[0], type, "{" SERIALIZED ",\"resources\":[]}")), &files),
        "1 to"));
    static const char *const off[] = {
        "{" SERIALIZED "}",
        "{" SERIALIZED ",\"resources\":{}}",
        "{" SERIALIZED ",\"resources\":[{\"name\":\"a\",\"digest\":\"00\",\"algorithm\":"
        "\"sha256\"}]}",
        "{" SERIALIZED ",\"resources\":[{\"name\":1,\"digest\":\"00\",\"algorithm\":\"sha256\"}]}",
    };
    for (size_t i = 0; i < COUNT(off); i++)
        (void)model_refusal(oms_bundle(pair, stated(digits[0], type, off[i])), &files);
}
END_TEST

START_TEST(test_attested__digests_that_nobody_computed_are_unsupported)
{
    static const char *const predicates[] = {
        "{}",
        "{\"serialization\":{\"method\":\"shards\",\"hash_type\":\"sha256\"},\"resources\":[]}",
        "{\"serialization\":{\"method\":\"files\",\"hash_type\":\"blake3\"},\"resources\":[]}",
        "{" SERIALIZED ",\"resources\":[{\"name\":\"a\",\"digest\":\"00\",\"algorithm\":"
        "\"blake2b\"}]}",
        "{" SERIALIZED ",\"resources\":[1]}",
    };
    keys_make();
    const struct model_files files = model_of(weights, words);
    for (size_t i = 0; i < COUNT(predicates); i++)
        ck_assert_int_eq(model_kind(oms_bundle(pair, stated(hex_of(weights),
                                                            "https://model_signing/signature/v1.0",
                                                            predicates[i])),
                                    &files),
                         ATTESTED_UNSUPPORTED);
}
END_TEST

START_TEST(test_attested__a_model_of_one_file_has_no_name)
{
    struct model_files file = {0};
    keys_make();
    ck_assert(digest_text(weights, &LIST_ADD(&arena, &file)->digest, &err));
    file.at[0].name = TEXT(".");
    const char *const digits[] = {hex_of(weights)};
    const struct text listed =
        text_format(&arena, "{" SERIALIZED ",\"resources\":[" RESOURCE "]}", ".", digits[0]);
    const struct text good = oms_bundle(
        pair, stated(root_of(digits, 1), "https://model_signing/signature/v1.0", listed.at));
    ck_assert_int_eq(model_kind(good, &file), ATTESTED);
    ck_assert(digest_text(words, &file.at[0].digest, &err));
    ck_assert(strstr(model_refusal(good, &file), "not the file"));
}
END_TEST

START_TEST(test_attested__another_statement_is_about_the_model_as_a_whole)
{
    keys_make();
    const struct model_files files = model_of(weights, words);
    const char *const digits[] = {hex_of(weights), hex_of(words)};
    const char *type = "https://slsa.dev/provenance/v1";
    ck_assert_int_eq(model_kind(oms_bundle(pair, stated(root_of(digits, 2), type, "{}")), &files),
                     ATTESTED);
    ck_assert(strstr(model_refusal(oms_bundle(pair, stated(digits[0], type, "{}")), &files),
                     "another model"));
}
END_TEST

START_TEST(test_attested__a_signature_over_the_bytes_says_nothing_of_a_model)
{
    keys_make();
    const struct model_files files = model_of(weights, words);
    ck_assert_int_eq(model_kind(ssh_signed(pair, "file"), &files), ATTESTED_UNSUPPORTED);
    ck_assert_int_eq(model_kind(blob_signed(pair, weights, ""), &files), ATTESTED_UNSUPPORTED);
}
END_TEST

TESTS("attest/model_signature", test_attested__an_ssh_signature_by_a_pinned_key,
      test_attested__an_ssh_signature_is_refused_where_it_does_not_hold,
      test_attested__a_security_key_was_touched, test_attested__an_envelope_by_a_pinned_key,
      test_attested__an_envelope_that_names_a_pinned_key_is_by_it_or_refused,
      test_attested__an_envelope_is_about_these_bytes_or_refused,
      test_attested__what_is_no_signature_is_refused,
      test_attested__a_bundle_in_each_version_that_is_read,
      test_attested__a_certificate_is_never_taken_for_a_pinned_key,
      test_attested__a_bundle_has_one_signature,
      test_attested__a_signature_over_the_bytes_themselves,
      test_attested__a_model_with_every_file_covered,
      test_attested__a_model_that_lacks_changed_or_gained_a_file_is_refused_by_its_name,
      test_attested__what_a_model_signature_lists_adds_up_or_is_refused,
      test_attested__digests_that_nobody_computed_are_unsupported,
      test_attested__a_model_of_one_file_has_no_name,
      test_attested__another_statement_is_about_the_model_as_a_whole,
      test_attested__a_signature_over_the_bytes_says_nothing_of_a_model)
