/* DSSE envelopes: what is refused, what is passed over, and what a signature is over. */
#include "attest/envelope.h"

#include "base/limits.h"
#include "crypto/signature.h"
#include "support.h"
#include "value/canonical.h"
#include "value/json.h"

static struct arena arena;
static struct error err;

static struct value parsed(const char *json)
{
    struct value document;
    ck_assert_msg(
        json_read("e.json", text_of(json), (struct json_options){0}, &arena, &document, &err), "%s",
        support_error(&err));
    return document;
}

static const char hello[] =
    "{\"payload\":\"aGVsbG8gd29ybGQ=\",\"payloadType\":\"http://example.com/HelloWorld\","
    "\"signatures\":[{\"keyid\":\"74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916"
    "\",\"sig\":\"4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/"
    "SPHsl6Jg4boxsMb6KvuYABw==\"}]}";

static const char rfc8032_test_1[] =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

static struct envelope hello_read(struct key *key)
{
    struct envelope envelope;
    const struct value document = parsed(hello);
    ck_assert(key_read("k", text_of(rfc8032_test_1), key, &err));
    ck_assert_msg(envelope_read(&document, &arena, &envelope, &err), "%s", support_error(&err));
    return envelope;
}

START_TEST(test_envelope__what_others_accept_holds)
{
    struct key key;
    struct text key_id;
    const struct envelope envelope = hello_read(&key);
    ck_assert(text_is(envelope.payload, "hello world"));
    ck_assert(text_is(envelope_signed_bytes(&envelope, &arena),
                      "DSSEv1 29 http://example.com/HelloWorld 11 hello world"));
    ck_assert_msg(envelope_verify(&envelope, &key, &arena, &err), "%s", support_error(&err));
    ck_assert(envelope_key_id(&key, &arena, &key_id, &err));
    ck_assert(text_equal(key_id, envelope.signatures.at[0].key_id));
}
END_TEST

START_TEST(test_envelope__is_written_as_it_is_read)
{
    struct key key;
    const struct envelope envelope = hello_read(&key);
    const struct value written = envelope_value(&envelope, &arena);
    struct buffer canonical = buffer_in(&arena, 4096);
    ck_assert(canonical_write(&written, &canonical, &err));
    ck_assert(text_is(buffer_text(&canonical), hello));
}
END_TEST

START_TEST(test_envelope__holds_for_its_key_type_and_payload_alone)
{
    struct key key;
    struct key_pair *other;
    struct envelope envelope = hello_read(&key);
    struct error a = {0}, b = {0}, c = {0};
    ck_assert(key_pair_generate(&arena, &other, &err));
    ck_assert(!envelope_verify(&envelope, key_pair_public(other), &arena, &a));
    envelope.type = TEXT("http://example.com/HelloWorle");
    ck_assert(!envelope_verify(&envelope, &key, &arena, &b));
    envelope = hello_read(&key);
    envelope.payload = TEXT("hello worle");
    ck_assert(!envelope_verify(&envelope, &key, &arena, &c));
    ck_assert_int_eq(a.code, ERROR_INTEGRITY);
    ck_assert_int_eq(b.code, ERROR_INTEGRITY);
    ck_assert_int_eq(c.code, ERROR_INTEGRITY);
}
END_TEST

START_TEST(test_envelope__the_keyid_decides_nothing)
{
    struct key key;
    struct envelope envelope = hello_read(&key);
    envelope.signatures.at[0].key_id = TEXT("somebody else");
    ck_assert(envelope_verify(&envelope, &key, &arena, &err));
}
END_TEST

START_TEST(test_envelope__one_signature_of_several_is_enough_and_none_is_not)
{
    struct key key;
    struct envelope envelope = hello_read(&key);
    const struct envelope_signature good = envelope.signatures.at[0];
    struct error why = {0};
    envelope.signatures.at[0].bytes = TEXT("another scheme");
    ck_assert(!envelope_verify(&envelope, &key, &arena, &why));
    *LIST_ADD(&arena, &envelope.signatures) = good;
    ck_assert(envelope_verify(&envelope, &key, &arena, &err));
}
END_TEST

START_TEST(test_envelope__a_security_key_does_not_sign_it_plainly)
{
    struct key key;
    struct error why = {0};
    const struct envelope envelope = hello_read(&key);
    key.kind = KEY_SECURITY;
    ck_assert(!envelope_verify(&envelope, &key, &arena, &why));
    ck_assert_int_eq(why.code, ERROR_REFUSED);
}
END_TEST

#define WITH(payload, signatures)                                                                  \
    "{\"payload\":" payload ",\"payloadType\":\"t\",\"signatures\":" signatures "}"

static const struct {
    const char *name;
    const char *json;
    const char *says; /* in the refusal; NULL where it is read */
} cases[] = {
    {"is no map", "[]", "no DSSE envelope"},
    {"has no payload", "{\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"YQ==\"}]}",
     "`payload` is missing"},
    {"has no type", "{\"payload\":\"YQ==\",\"signatures\":[{\"sig\":\"YQ==\"}]}",
     "`payloadType` is missing"},
    {"has an empty type",
     "{\"payload\":\"YQ==\",\"payloadType\":\"\",\"signatures\":[{\"sig\":\"YQ==\"}]}",
     "`payloadType` is empty"},
    {"has no signatures", "{\"payload\":\"YQ==\",\"payloadType\":\"t\"}",
     "`signatures` is missing"},
    {"is not signed", WITH("\"YQ==\"", "[]"), "not signed"},
    {"has a signature that is empty", WITH("\"YQ==\"", "[{\"sig\":\"\"}]"), "empty"},
    {"has a signature that is no map", WITH("\"YQ==\"", "[1]"), "`sig` is missing"},
    {"has a signature that is no text", WITH("\"YQ==\"", "[{\"sig\":1}]"), "must be a string"},
    {"has a keyid that is no text", WITH("\"YQ==\"", "[{\"sig\":\"YQ==\",\"keyid\":1}]"),
     "`keyid` must be a string"},
    {"has signatures that are no list", WITH("\"YQ==\"", "{}"), "must be a list"},
    {"has a payload that is no base64", WITH("\"Y\"", "[{\"sig\":\"YQ==\"}]"), "not in base64"},
    {"has a payload with a blank", WITH("\"YQ ==\"", "[{\"sig\":\"YQ==\"}]"), "not in base64"},
    {"has a payload with bits too many", WITH("\"YR==\"", "[{\"sig\":\"YQ==\"}]"), "not in base64"},
    {"has a payload in both alphabets", WITH("\"-/-_\"", "[{\"sig\":\"YQ==\"}]"), "not in base64"},
    {"has a payload that is a number", WITH("1", "[{\"sig\":\"YQ==\"}]"), "must be a string"},
    {"has an empty payload", WITH("\"\"", "[{\"sig\":\"YQ==\"}]"), NULL},
    {"is URL-safe", WITH("\"-_-_\"", "[{\"sig\":\"YQ==\"}]"), NULL},
    {"is URL-safe and not padded", WITH("\"_w\"", "[{\"sig\":\"YQ\"}]"), NULL},
    {"has a keyid of null", WITH("\"YQ==\"", "[{\"sig\":\"YQ==\",\"keyid\":null}]"), NULL},
    {"has members nobody knows", WITH("\"YQ==\"", "[{\"sig\":\"YQ==\",\"x\":1}],\"y\":{}"), NULL},
};

START_TEST(test_envelope__is_refused_where_it_is_off_and_else_read)
{
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct value document = parsed(cases[i].json);
        struct envelope envelope;
        struct error why = {0};
        const bool taken = envelope_read(&document, &arena, &envelope, &why);
        ck_assert_msg(taken == !cases[i].says, "%s: %s", cases[i].name, support_error(&why));
        if (taken)
            continue;
        ck_assert_msg(strstr(why.message, cases[i].says), "%s: %s", cases[i].name, why.message);
        ck_assert_int_eq(why.code, ERROR_REFUSED);
    }
}
END_TEST

START_TEST(test_envelope__has_a_bounded_number_of_signatures)
{
    struct envelope envelope = {.type = TEXT("t"), .payload = TEXT("p")}, back;
    struct error why = {0};
    for (int i = 0; i < LIMIT_ENVELOPE_SIGNATURES; i++)
        LIST_ADD(&arena, &envelope.signatures)->bytes = TEXT("s");
    const struct value most = envelope_value(&envelope, &arena);
    ck_assert(envelope_read(&most, &arena, &back, &err));
    ck_assert_uint_eq(back.signatures.count, LIMIT_ENVELOPE_SIGNATURES);
    LIST_ADD(&arena, &envelope.signatures)->bytes = TEXT("s");
    const struct value more = envelope_value(&envelope, &arena);
    ck_assert(!envelope_read(&more, &arena, &back, &why));
    ck_assert_int_eq(why.code, ERROR_REFUSED);
}
END_TEST

TESTS("attest/envelope", test_envelope__what_others_accept_holds,
      test_envelope__is_written_as_it_is_read,
      test_envelope__holds_for_its_key_type_and_payload_alone,
      test_envelope__the_keyid_decides_nothing,
      test_envelope__one_signature_of_several_is_enough_and_none_is_not,
      test_envelope__a_security_key_does_not_sign_it_plainly,
      test_envelope__is_refused_where_it_is_off_and_else_read,
      test_envelope__has_a_bounded_number_of_signatures)
