#include "fetch/webhook.h"
#include "support.h"

/* The example that the specification's own libraries test themselves with, worked out by Python's
 * hmac. */
#define SECRET     "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define SIGNATURE  "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define NEW_SECRET "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"

static struct webhook_event event_of(const char *secrets)
{
    return (struct webhook_event){.id = TEXT("msg_p5jXN8AQM9LWM0D4loKWxJek"),
                                  .body = TEXT("{\"test\": 2432232314}"),
                                  .secrets = text_of(secrets),
                                  .now = 1614265330};
}

START_TEST(test_webhook__is_signed_as_the_specification_has_it)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text signature;
    const struct webhook_event event = event_of(SECRET);
    ck_assert_msg(webhook_sign(&event, &arena, &signature, &err), "%s", support_error(&err));
    ck_assert_msg(text_is(signature, SIGNATURE), "%.*s", TEXT_ARGS(signature));
    arena_free(&arena);
}
END_TEST

START_TEST(test_webhook__each_secret_gives_a_signature)
{
    struct arena arena = {0};
    struct error err = {0};
    struct text signature;
    const struct webhook_event event = event_of("  " NEW_SECRET "  " SECRET " ");
    ck_assert(webhook_sign(&event, &arena, &signature, &err));
    ck_assert(text_ends(signature, TEXT(" " SIGNATURE)));
    ck_assert(text_starts(signature, TEXT("v1,")));
    arena_free(&arena);
}
END_TEST

static const struct refusal {
    const char *name, *secrets;
} refusals[] = {
    {"none", ""},
    {"blanks", "   "},
    {"no prefix", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
    {"no base64", "whsec_!!!!"},
    {"23 bytes", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY="},
    {"one good and one bad", SECRET " hunter2"},
    {"nine of them", SECRET " " SECRET " " SECRET " " SECRET " " SECRET " " SECRET " " SECRET
                            " " SECRET " " SECRET},
};

START_TEST(test_webhook__what_is_no_secret_is_refused_and_not_told)
{
    struct arena arena = {0};
    struct text signature;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct error err = {0};
        const struct webhook_event event = event_of(refusals[i].secrets);
        ck_assert_msg(!webhook_sign(&event, &arena, &signature, &err), "%s", refusals[i].name);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
        ck_assert_ptr_null(strstr(err.message, "hunter2"));
        ck_assert_ptr_null(strstr(err.message, "MfKQ9"));
    }
    arena_free(&arena);
}
END_TEST

TESTS("fetch/webhook", test_webhook__is_signed_as_the_specification_has_it,
      test_webhook__each_secret_gives_a_signature,
      test_webhook__what_is_no_secret_is_refused_and_not_told)
