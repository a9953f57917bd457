#include "base/encode.h"
#include "crypto/hmac.h"
#include "support.h"

/* RFC 4231, section 4. A digest of 16 bytes is of the case that shows how to cut one. */
static const struct vector {
    const char *name, *secret, *message, *mac;
} vectors[] = {
    {"4.2, a secret of 20 bytes", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"4.3, a secret shorter than the digest", "4a656665",
     "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"4.4, together longer than a block", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
     "dddddddddddddddddddddddddddddddd",
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {"4.5, another secret", "0102030405060708090a0b0c0d0e0f10111213141516171819",
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
     "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
    {"4.6, cut to 128 bits", "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c",
     "546573742057697468205472756e636174696f6e", "a3b6167473100ee06e0c796c2955552b"},
};

/* The secret of 131 bytes, longer than a block, of sections 4.7 and 4.8. */
static const struct vector long_vectors[] = {
    {"4.7", NULL, "Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {"4.8", NULL,
     "This is a test using a larger than block-size key and a larger than block-size data. The key "
     "needs to be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

static struct text from_hex(struct arena *arena, const char *hex)
{
    const size_t size = strlen(hex) / 2;
    uint8_t *bytes = arena_alloc(arena, size);
    ck_assert(hex_read(text_of(hex), bytes, size));
    return (struct text){(const char *)bytes, size};
}

static void expect(const struct vector *vector, struct text secret, struct text message)
{
    struct error err = {0};
    struct digest made;
    char hex[2 * sizeof made.bytes + 1];
    ck_assert(hmac_of(secret, message, &made, &err));
    hex_write(made.bytes, sizeof made.bytes, hex);
    ck_assert_msg(strncmp(hex, vector->mac, strlen(vector->mac)) == 0, "%s: %s", vector->name, hex);
}

START_TEST(test_hmac__is_that_of_rfc_4231)
{
    struct arena arena = {0};
    for (size_t i = 0; i < COUNT(vectors); i++)
        expect(&vectors[i], from_hex(&arena, vectors[i].secret),
               from_hex(&arena, vectors[i].message));
    arena_free(&arena);
}
END_TEST

START_TEST(test_hmac__a_secret_longer_than_a_block_is_digested_first)
{
    char secret[131];
    memset(secret, 0xaa, sizeof secret);
    for (size_t i = 0; i < COUNT(long_vectors); i++)
        expect(&long_vectors[i], (struct text){secret, sizeof secret},
               text_of(long_vectors[i].message));
}
END_TEST

START_TEST(test_hmac__an_empty_secret_is_none)
{
    struct error err = {0};
    struct digest made;
    ck_assert(!hmac_of(TEXT_NONE, TEXT("message"), &made, &err));
    ck_assert_int_eq(err.code, ERROR_BUG);
}
END_TEST

TESTS("crypto/hmac", test_hmac__is_that_of_rfc_4231,
      test_hmac__a_secret_longer_than_a_block_is_digested_first, test_hmac__an_empty_secret_is_none)
