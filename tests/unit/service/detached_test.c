#include "service/detached.h"

#include "base/file.h"
#include "base/scratch.h"
#include "crypto/dsse.h"

static const char payload[] = "{\"_type\":\"a statement\"}";

static struct text signed_bytes(void)
{
    return dsse_pae(STATEMENT_TYPE, text_of(payload), &arena);
}

START_TEST(test_detached__the_statement_comes_out_of_the_bytes_that_are_signed)
{
    scratch_open();
    struct text statement;
    struct error err = {0};
    ck_assert_msg(detached_statement("f", signed_bytes(), &arena, &statement, &err), "%s",
                  support_error(&err));
    ck_assert(text_is(statement, payload));
    scratch_close();
}
END_TEST

START_TEST(test_detached__bytes_that_are_no_pae_of_a_statement_are_refused)
{
    scratch_open();
    const struct text good = signed_bytes();
    const struct {
        const char *name;
        struct text bytes;
    } cases[] = {
        {"nothing", TEXT("")},
        {"another type", dsse_pae(TEXT("text/plain"), text_of(payload), &arena)},
        {"one byte less", text_part(good, 0, good.size - 1)},
        {"one byte more", text_format(&arena, "%.*s ", TEXT_ARGS(good))},
        {"no size", TEXT("DSSEv1 28 application/vnd.in-toto+json ")},
        {"another spelling of the size", TEXT("DSSEv1 28 application/vnd.in-toto+json 02 {}")},
        {"a size of words", TEXT("DSSEv1 28 application/vnd.in-toto+json two {}")},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct text statement;
        struct error err = {0};
        ck_assert_msg(!detached_statement("f", cases[i].bytes, &arena, &statement, &err), "%s",
                      cases[i].name);
        ck_assert_int_eq(err.code, ERROR_REFUSED);
    }
    scratch_close();
}
END_TEST

START_TEST(test_detached__a_file_and_its_signature_are_an_envelope_that_verifies)
{
    scratch_open();
    struct key_pair *pair;
    struct text armored, name_space = TEXT("enroll@gov.example/models");
    struct envelope envelope;
    struct sshsig sshsig;
    struct error err = {0};
    const struct text bytes = signed_bytes();
    ck_assert(key_pair_generate(&arena, &pair, &err));
    ck_assert(sshsig_sign(pair, name_space, bytes, &arena, &armored, &err));
    ck_assert(file_write(scratch("request"), bytes, 0600, &err));
    ck_assert(file_write(scratch("request.sig"), armored, 0600, &err));
    ck_assert_msg(
        detached_read(scratch("request"), scratch("request.sig"), &arena, &envelope, &err), "%s",
        support_error(&err));
    ck_assert(text_is(envelope.payload, payload));
    ck_assert_uint_eq(envelope.signatures.count, 1);
    ck_assert(sshsig_read_blob("s", envelope.signatures.at[0].bytes, &sshsig, &err));
    ck_assert(sshsig_verify(&sshsig, key_pair_public(pair), name_space,
                            envelope_signed_bytes(&envelope, &arena), &err));
    ck_assert(!detached_read(scratch("request"), scratch("request"), &arena, &envelope, &err));
    ck_assert_int_eq(err.code, ERROR_REFUSED);
    scratch_close();
}
END_TEST

TESTS("service/detached", test_detached__the_statement_comes_out_of_the_bytes_that_are_signed,
      test_detached__bytes_that_are_no_pae_of_a_statement_are_refused,
      test_detached__a_file_and_its_signature_are_an_envelope_that_verifies)
