/* The vault: bytes by their digest. */
#include "base/scratch.h"

#include "store/vault.h"

static struct error err;

static struct digest kept(const char *bytes)
{
    struct digest digest;
    err = (struct error){0};
    ck_assert_msg(vault_put(scratch_root, text_of(bytes), &digest, &err), "%s",
                  support_error(&err));
    return digest;
}

static const char *place_of(const struct digest *digest)
{
    char written[DIGEST_TEXT_SIZE];
    digest_write(digest, written);
    return scratch(written + strlen("sha256:"));
}

#define ck_assert_lost(digest, max, words)                                                         \
    do {                                                                                           \
        struct error lost = {0};                                                                   \
        struct text unread;                                                                        \
        ck_assert(!vault_get(scratch_root, &(digest), (max), &arena, &unread, &lost));             \
        ck_assert_int_eq(lost.code, ERROR_INTEGRITY);                                              \
        ck_assert_str_eq(lost.message, (words));                                                   \
    } while (0)

START_TEST(test_vault__what_was_kept_is_given_back)
{
    scratch_open();
    const char *const contents[] = {"", "a", "a policy\n", "evidence"};
    for (size_t nth = 0; nth < COUNT(contents); nth++) {
        struct text bytes;
        const struct digest digest = kept(contents[nth]);
        ck_assert(vault_has(scratch_root, &digest));
        ck_assert(vault_get(scratch_root, &digest, 100, &arena, &bytes, &err));
        ck_assert(text_is(bytes, contents[nth]));
    }
    scratch_close();
}
END_TEST

START_TEST(test_vault__the_name_is_the_digest_alone)
{
    scratch_open();
    const struct digest digest = kept("abc");
    ck_assert_str_eq(place_of(&digest) + strlen(scratch_root) + 1,
                     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    scratch_close();
}
END_TEST

START_TEST(test_vault__the_same_bytes_are_kept_once)
{
    struct vault_digests digests;
    scratch_open();
    const struct digest first = kept("again"), second = kept("again");
    ck_assert(digest_equal(&first, &second));
    ck_assert(vault_list(scratch_root, &arena, &digests, &err));
    ck_assert_uint_eq(digests.count, 1);
    scratch_close();
}
END_TEST

START_TEST(test_vault__a_changed_or_missing_file_is_found_when_it_is_used)
{
    scratch_open();
    const struct digest changed = kept("evidence"), cut = kept("longer evidence"),
                        gone = kept("more"), large = kept("0123456789"), linked = kept("link");
    struct error refusal = {0};
    struct digest digest;
    scratch_bytes(place_of(&changed) + strlen(scratch_root) + 1, TEXT("evidencE"));
    ck_assert_lost(changed, 100,
                   "the stored file was changed: it no longer has the digest that is its name");
    ck_assert_int_eq(truncate(place_of(&cut), 3), 0);
    ck_assert_lost(cut, 100,
                   "the stored file was changed: it no longer has the digest that is its name");
    ck_assert(!vault_put(scratch_root, TEXT("longer evidence"), &digest, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_int_eq(unlink(place_of(&gone)), 0);
    ck_assert_lost(gone, 100, "the stored file is missing");
    ck_assert(!vault_has(scratch_root, &gone));
    ck_assert_lost(large, 9, "the stored file is larger than 9 bytes");
    ck_assert_int_eq(rename(place_of(&linked), scratch("elsewhere")), 0);
    ck_assert_int_eq(symlink("elsewhere", place_of(&linked)), 0);
    struct text bytes;
    refusal = (struct error){0};
    ck_assert(!vault_get(scratch_root, &linked, 100, &arena, &bytes, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    scratch_close();
}
END_TEST

START_TEST(test_vault__what_somebody_else_put_there_first_is_not_taken_for_kept)
{
    scratch_open();
    struct error refusal = {0};
    struct digest digest;
    ck_assert(digest_text(TEXT("accuracy 0.91"), &digest, &refusal));
    scratch_bytes(place_of(&digest) + strlen(scratch_root) + 1, TEXT("accuracy 0.11"));
    ck_assert(!vault_put(scratch_root, TEXT("accuracy 0.91"), &digest, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
    ck_assert_msg(strstr(refusal.message, "take it away"), "%s", refusal.message);
    scratch_bytes(place_of(&digest) + strlen(scratch_root) + 1, TEXT("accuracy 0.91"));
    (void)kept("accuracy 0.91");
    scratch_close();
}
END_TEST

START_TEST(test_vault__it_lists_digests_in_order_and_refuses_what_is_none)
{
    struct vault_digests digests = {0};
    const char *const strangers[] = {
        "notes.txt", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a", "a/b"};
    scratch_open();
    for (int nth = 0; nth < 20; nth++)
        (void)kept(text_format(&arena, "number %d", nth).at);
    ck_assert(vault_list(scratch_root, &arena, &digests, &err));
    ck_assert_uint_eq(digests.count, 20);
    for (size_t nth = 1; nth < digests.count; nth++)
        ck_assert_int_lt(memcmp(digests.at[nth - 1].bytes, digests.at[nth].bytes, 32), 0);
    for (size_t nth = 0; nth < COUNT(strangers); nth++) {
        struct error refusal = {0};
        scratch_file(strangers[nth], "x");
        ck_assert_msg(!vault_list(scratch_root, &arena, &digests, &refusal), "%s", strangers[nth]);
        ck_assert_int_eq(refusal.code, ERROR_INTEGRITY);
        ck_assert_int_eq(unlink(scratch(strangers[nth])), 0);
    }
    scratch_close();
}
END_TEST

START_TEST(test_vault__what_a_killed_process_left_unfinished_is_passed_over)
{
    struct vault_digests digests = {0};
    scratch_open();
    (void)kept("whole");
    scratch_file(".obstat-4711-0", "half");
    ck_assert(vault_list(scratch_root, &arena, &digests, &err));
    ck_assert_uint_eq(digests.count, 1);
    scratch_close();
}
END_TEST

TESTS("store/vault", test_vault__what_was_kept_is_given_back,
      test_vault__the_name_is_the_digest_alone, test_vault__the_same_bytes_are_kept_once,
      test_vault__a_changed_or_missing_file_is_found_when_it_is_used,
      test_vault__what_somebody_else_put_there_first_is_not_taken_for_kept,
      test_vault__it_lists_digests_in_order_and_refuses_what_is_none,
      test_vault__what_a_killed_process_left_unfinished_is_passed_over)
