/* Keys that an organisation pins: lines and PEM in one file, and the names that signers give them.
 */
#include "attest/model_signature.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "support.h"

static struct arena arena;
static struct error err;
static struct key_pair *pair;

static void keys_make(void)
{
    if (!pair)
        ck_assert(key_pair_generate(&arena, &pair, &err));
}

static const char *hex_of(const char *bytes)
{
    struct digest digest;
    ck_assert(digest_text(text_of(bytes), &digest, &err));
    return digest_print(&digest, &arena).at + 7;
}

START_TEST(test_pinned__lines_pem_and_remarks)
{
    struct pinned_keys keys = {0};
    static const char *const pem = "-----BEGIN PUBLIC KEY-----\n"
                                   "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                   "-----END PUBLIC KEY-----\n";
    keys_make();
    const struct text line = key_line(key_pair_public(pair), TEXT("the CI of ours"), &arena);
    const struct text written =
        text_format(&arena, "# keys\n\n%s\n  %.*s  \r\n# end", pem, TEXT_ARGS(line));
    ck_assert_msg(pinned_keys_read("k", written, &arena, &keys, &err), "%s", support_error(&err));
    ck_assert_uint_eq(keys.count, 2);
    ck_assert(pinned_key_called(
        &keys.at[0], TEXT("74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916")));
    ck_assert(
        pinned_key_called(&keys.at[0], TEXT("SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8")));
    ck_assert(pinned_key_called(&keys.at[0], text_of(hex_of(pem))));
    ck_assert(!pinned_key_called(&keys.at[0], TEXT_NONE));
    ck_assert(!pinned_key_called(&keys.at[1], keys.at[0].id));
    ck_assert(text_is(keys.at[1].comment, "the CI of ours"));
    ck_assert(pinned_keys_read("k", line, &arena, &keys, &err)); /* one file after another */
    ck_assert_uint_eq(keys.count, 3);
}
END_TEST

START_TEST(test_pinned__what_is_no_key_is_refused_with_its_line)
{
    static const struct {
        const char *written;
        unsigned line;
    } others[] = {
        {"", 0},
        {"# nothing\n", 0},
        {"# a key\nssh-rsa AAAA\n", 2},
        {"-----BEGIN PUBLIC KEY-----\nMCow\n", 1},
        {"\n\n-----BEGIN PRIVATE KEY-----\nMCow\n-----END PRIVATE KEY-----\n", 3},
        {"alice ssh-ed25519 AAAA\n", 1},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        struct pinned_keys keys = {0};
        struct error why = {0};
        ck_assert_msg(!pinned_keys_read("k", text_of(others[i].written), &arena, &keys, &why), "%s",
                      others[i].written);
        ck_assert_int_eq(why.code, ERROR_REFUSED);
        ck_assert_msg(why.line == others[i].line, "%s: %s", others[i].written, support_error(&why));
    }
}
END_TEST

START_TEST(test_pinned__there_is_a_bounded_number)
{
    struct pinned_keys keys = {0};
    struct error why = {0};
    keys_make();
    const struct text line = key_line(key_pair_public(pair), TEXT_NONE, &arena);
    struct buffer many = buffer_in(&arena, 1 << 20);
    for (int i = 0; i <= LIMIT_PINNED_KEYS; i++)
        buffer_format(&many, "%.*s\n", TEXT_ARGS(line));
    ck_assert(!pinned_keys_read("k", buffer_text(&many), &arena, &keys, &why));
    ck_assert_ptr_nonnull(strstr(why.message, "1000"));
    ck_assert_uint_eq(keys.count, 0);
}
END_TEST

TESTS("attest/pinned", test_pinned__lines_pem_and_remarks,
      test_pinned__what_is_no_key_is_refused_with_its_line, test_pinned__there_is_a_bounded_number)
