/* Wycheproof and ed25519-speccheck: what verifies and what must not; DSSE's own example. */
#include "base/base64.h"
#include "base/encode.h"
#include "crypto/dsse.h"
#include "crypto/signature.h"
#include "support.h"
#include "value/json.h"

enum { VECTOR_MAX = 4096, ONLY_SOUND = 3 };

static struct arena arena;
static struct error err;

static struct value document(const char *folder, const char *file)
{
    struct value value;
    const char *path = text_format(&arena, "%s/%s", support_corpus(&arena, folder), file).at;
    ck_assert_msg(
        json_read(path, support_read(&arena, path), (struct json_options){0}, &arena, &value, &err),
        "%s", support_error(&err));
    return value;
}

static struct text word(const struct value *map, const char *name)
{
    const struct value *member = value_get(map, text_of(name));
    ck_assert_ptr_nonnull(member);
    return (struct text){member->as.text, member->size};
}

static struct text bytes(struct text hex)
{
    uint8_t *decoded = arena_array(&arena, hex.size / 2 + 1, 1);
    ck_assert(hex_read(hex, decoded, hex.size / 2));
    return (struct text){(char *)decoded, hex.size / 2};
}

static bool verifies(struct text point, struct text message, struct text signature)
{
    struct error why = {0};
    struct key key = {.kind = KEY_ED25519, .size = point.size};
    ck_assert_uint_eq(point.size, ED25519_POINT_SIZE);
    memcpy(key.point, point.at, point.size);
    return signature_verify(&key, message, signature, &why);
}

START_TEST(test_signature__wycheproof_holds_vector_by_vector)
{
    const struct value root = document("wycheproof-ed25519", "testvectors_v1/ed25519_test.json");
    const struct value *groups = value_get(&root, TEXT("testGroups"));
    size_t judged = 0;
    for (size_t i = 0; i < groups->size; i++) {
        const struct value *group = value_at(groups, i);
        const struct value *tests = value_get(group, TEXT("tests"));
        const struct text point = bytes(word(value_get(group, TEXT("publicKey")), "pk"));
        for (size_t j = 0; j < tests->size; j++, judged++) {
            const struct value *test = value_at(tests, j);
            ck_assert_msg(verifies(point, bytes(word(test, "msg")), bytes(word(test, "sig"))) ==
                              text_is(word(test, "result"), "valid"),
                          "group %zu, test %zu", i, j);
        }
    }
    ck_assert_uint_eq(judged, 151);
}
END_TEST

START_TEST(test_signature__of_speccheck_one_vector_is_sound)
{
    const struct value cases = document("ed25519-speccheck", "cases.json");
    ck_assert_uint_eq(cases.size, 12);
    for (size_t i = 0; i < cases.size; i++) {
        const struct value *vector = value_at(&cases, i);
        ck_assert_msg(verifies(bytes(word(vector, "pub_key")), bytes(word(vector, "message")),
                               bytes(word(vector, "signature"))) == (i == ONLY_SOUND),
                      "vector %zu", i);
    }
}
END_TEST

/* The example's key: X and Y, in hexadecimal. */
static const char point_of_example[] =
    "04"
    "67cd390f77aa359cb08c2235f652270493a9ed832b0abcc01f70954c0390d238"
    "0c782bd54e269125a44f4433aff1432ce94e12bca73aa67ac80cea12608ddf74";

START_TEST(test_signature__the_example_of_dsse_holds)
{
    const struct value root = document("note-vectors", "dsse-protocol-vector.json");
    const struct value *pae = value_get(&root, TEXT("pae"));
    const struct text built = dsse_pae(word(pae, "payloadType"), word(pae, "payload"), &arena);
    ck_assert(text_equal(built, word(pae, "pae")));
    const struct value *signatures =
        value_get(value_get(&root, TEXT("envelope")), TEXT("signatures"));
    struct text signature;
    ck_assert(base64_read(word(value_at(signatures, 0), "sig"), &arena, &signature));
    struct key key = {.kind = KEY_P256, .size = 65};
    ck_assert(hex_read(text_of(point_of_example), key.point, key.size));
    ck_assert_msg(signature_verify_raw(&key, built, signature, &err), "%s", support_error(&err));
    struct error why = {0};
    ck_assert(!signature_verify_raw(&key, TEXT("another"), signature, &why));
    ck_assert_int_eq(why.code, ERROR_INTEGRITY);
}
END_TEST

TESTS("corpora/signature", test_signature__wycheproof_holds_vector_by_vector,
      test_signature__of_speccheck_one_vector_is_sound, test_signature__the_example_of_dsse_holds)
