/* What others signed and stated: the model signatures of sigstore's own tests, statements out of
 * the in-toto specification, DSSE's example. */
#include "attest/model_signature.h"
#include "attest/statement.h"

#include "attest/envelope.h"
#include "base/file.h"
#include "support.h"
#include "value/json.h"

enum { EXAMPLES = 23, EXAMPLES_READ = 2 };

static struct arena arena;
static struct error err;

static const char *in_corpus(const char *folder, const char *name)
{
    return text_format(&arena, "%s/%s", support_corpus(&arena, folder), name).at;
}

static struct pinned_keys signing_key(void)
{
    struct pinned_keys pinned = {0};
    const char *path =
        in_corpus("sigstore-model-signing", "scripts/tests/keys/certificate/signing-key-pub.pem");
    /* gnutls writes the key in words in front of the PEM */
    const struct text written = support_read(&arena, path);
    const char *pem = strstr(written.at, "-----BEGIN PUBLIC KEY-----");
    ck_assert_ptr_nonnull(pem);
    ck_assert_msg(pinned_keys_read(path, text_of(pem), &arena, &pinned, &err), "%s",
                  support_error(&err));
    return pinned;
}

static const struct value *example(struct value *document)
{
    const char *path = in_corpus("note-vectors", "dsse-protocol-vector.json");
    ck_assert(json_read(path, support_read(&arena, path), (struct json_options){0}, &arena,
                        document, &err));
    return value_get(document, TEXT("envelope"));
}

/* A decimal coordinate, big end first. */
static void coordinate_read(struct text decimal, uint8_t out[32])
{
    memset(out, 0, 32);
    for (size_t i = 0; i < decimal.size; i++) {
        unsigned carry = (unsigned)(decimal.at[i] - '0');
        for (size_t at = 32; at-- > 0; carry >>= 8) {
            carry += out[at] * 10U;
            out[at] = (uint8_t)carry;
        }
    }
}

START_TEST(test_attestation__the_example_of_dsse_holds_for_its_key)
{
    struct value document;
    struct envelope envelope;
    struct error changed = {0};
    struct key key = {.kind = KEY_P256, .size = 65, .point = {4}};
    ck_assert(envelope_read(example(&document), &arena, &envelope, &err));
    const struct value *point = value_get(&document, TEXT("key"));
    const struct text x = value_text(value_get(point, TEXT("X"))),
                      y = value_text(value_get(point, TEXT("Y")));
    coordinate_read(x, key.point + 1);
    coordinate_read(y, key.point + 33);
    ck_assert_msg(envelope_verify(&envelope, &key, &arena, &err), "%s", support_error(&err));
    envelope.payload = TEXT("hello worle");
    ck_assert(!envelope_verify(&envelope, &key, &arena, &changed));
    ck_assert_int_eq(changed.code, ERROR_INTEGRITY);
}
END_TEST

/* The files of a signed model; of one file alone, where the signer named none. */
static struct model_files model_at(const char *folder, bool single)
{
    struct file_entries entries = {0};
    struct model_files files = {0};
    ck_assert(file_list(folder, 100, &arena, &entries, &err));
    for (size_t i = 0; i < entries.count; i++) {
        if (strcmp(entries.at[i].path, "model.sig") == 0)
            continue;
        const struct text bytes =
            support_read(&arena, text_format(&arena, "%s/%s", folder, entries.at[i].path).at);
        struct model_file *file = LIST_ADD(&arena, &files);
        file->name = single ? TEXT(".") : text_of(entries.at[i].path);
        ck_assert(digest_text(bytes, &file->digest, &err));
    }
    return files;
}

static const struct {
    const char *folder;
    bool single;
    enum attestation kind;
    const char *form;
} models[] = {
    {"v0.3.1-elliptic-key", true, ATTESTED, "oms"},
    {"v1.0.0-elliptic-key", true, ATTESTED, "oms"},
    {"v0.3.1-certificate", false, ATTESTED_UNSUPPORTED, "oms"},
    {"v1.0.0-certificate", false, ATTESTED_UNSUPPORTED, "oms"},
    {"v0.3.1-sigstore", false, ATTESTED_UNSUPPORTED, "oms"},
    {"v1.0.0-sigstore", false, ATTESTED_UNSUPPORTED, "oms"},
};

static struct text signature_in(const char *folder)
{
    return support_read(&arena, text_format(&arena, "%s/model.sig", folder).at);
}

START_TEST(test_attestation__signed_models_are_as_their_names_say)
{
    const struct pinned_keys pinned = signing_key(), nobody = {0};
    for (size_t i = 0; i < COUNT(models); i++) {
        struct attested attested;
        const char *folder = in_corpus(
            "sigstore-model-signing", text_format(&arena, "scripts/tests/%s", models[i].folder).at);
        const struct model_files files = model_at(folder, models[i].single);
        ck_assert_msg(attested_model((struct signature_file){"model.sig", signature_in(folder)},
                                     &files, &pinned, &arena, &attested, &err),
                      "%s: %s", models[i].folder, support_error(&err));
        ck_assert_msg(attested.kind == models[i].kind, "%s: %d", models[i].folder, attested.kind);
        ck_assert(text_is(attested.form, models[i].form));
        ck_assert(attested_model((struct signature_file){"model.sig", signature_in(folder)}, &files,
                                 &nobody, &arena, &attested, &err));
        ck_assert_int_ne(attested.kind, ATTESTED);
    }
}
END_TEST

START_TEST(test_attestation__a_changed_model_is_refused_whoever_signed_it)
{
    const struct pinned_keys pinned = signing_key();
    for (size_t i = 0; i < COUNT(models); i++) {
        struct attested attested;
        struct error changed = {0}, more = {0}, fewer = {0};
        const char *folder = in_corpus(
            "sigstore-model-signing", text_format(&arena, "scripts/tests/%s", models[i].folder).at);
        const struct text signature = signature_in(folder);
        struct model_files files = model_at(folder, models[i].single);
        files.at[0].digest.bytes[0] ^= 1;
        ck_assert(!attested_model((struct signature_file){"m", signature}, &files, &pinned, &arena,
                                  &attested, &changed));
        files.at[0].digest.bytes[0] ^= 1;
        *LIST_ADD(&arena, &files) = (struct model_file){.name = TEXT("signme-3")};
        ck_assert(!attested_model((struct signature_file){"m", signature}, &files, &pinned, &arena,
                                  &attested, &more));
        files.count = 0;
        ck_assert(!attested_model((struct signature_file){"m", signature}, &files, &pinned, &arena,
                                  &attested, &fewer));
        ck_assert_int_eq(changed.code, ERROR_INTEGRITY);
        ck_assert_int_eq(more.code, ERROR_INTEGRITY);
        ck_assert_int_eq(fewer.code, ERROR_INTEGRITY);
    }
}
END_TEST

/* No byte of a signature file can be another and give more than the original did. */
START_TEST(test_attestation__no_changed_byte_of_a_signature_is_attested)
{
    const struct pinned_keys pinned = signing_key();
    const char *folder = in_corpus("sigstore-model-signing", "scripts/tests/v1.0.0-elliptic-key");
    const struct model_files files = model_at(folder, true);
    const struct text signature = signature_in(folder);
    const char *envelope = strstr(signature.at, "\"payload\"");
    char *changed = arena_alloc(&arena, signature.size + 1);
    memcpy(changed, signature.at, signature.size + 1);
    for (size_t i = (size_t)(envelope - signature.at); i < signature.size; i++) {
        struct arena scratch = {0};
        struct attested attested = {0};
        struct error why = {0};
        changed[i] = (char)(changed[i] ^ 1);
        const bool taken =
            attested_model((struct signature_file){"m", (struct text){changed, signature.size}},
                           &files, &pinned, &scratch, &attested, &why);
        /* a name that nobody needs, or blanks, may differ */
        const bool idle = strstr(signature.at, "\"keyid\"") <= signature.at + i;
        ck_assert_msg(!taken || attested.kind != ATTESTED || idle, "byte %zu: %c", i,
                      signature.at[i]);
        changed[i] = signature.at[i];
        arena_free(&scratch);
    }
}
END_TEST

START_TEST(test_attestation__examples_of_in_toto_are_read_or_refused_by_name)
{
    const char *folder = support_corpus(&arena, "attestation-examples");
    struct file_entries entries = {0};
    size_t statements = 0, read = 0;
    ck_assert(file_list(folder, 1000, &arena, &entries, &err));
    for (size_t i = 0; i < entries.count; i++) {
        struct statement statement;
        struct error why = {0};
        if (!text_ends(text_of(entries.at[i].path), TEXT(".json")))
            continue;
        const struct text written =
            support_read(&arena, text_format(&arena, "%s/%s", folder, entries.at[i].path).at);
        statements++;
        if (statement_read(entries.at[i].path, written, &arena, &statement, &why)) {
            read++;
            ck_assert_ptr_nonnull(strstr(written.at, "https://in-toto.io/Statement/v1"));
            ck_assert_uint_gt(statement.subjects.count, 0);
        } else {
            ck_assert_int_eq(why.code, ERROR_REFUSED);
            ck_assert_str_eq(why.file, entries.at[i].path);
        }
    }
    printf("%zu examples, %zu of them statements that are read\n", statements, read);
    ck_assert_uint_eq(statements, EXAMPLES);
    ck_assert_uint_eq(read, EXAMPLES_READ);
}
END_TEST

TESTS("corpora/attestation", test_attestation__the_example_of_dsse_holds_for_its_key,
      test_attestation__signed_models_are_as_their_names_say,
      test_attestation__a_changed_model_is_refused_whoever_signed_it,
      test_attestation__no_changed_byte_of_a_signature_is_attested,
      test_attestation__examples_of_in_toto_are_read_or_refused_by_name)
