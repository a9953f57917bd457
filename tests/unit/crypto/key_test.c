/* Keys: what is read, what is refused, and what a file of a private key keeps. */
#include "crypto/key.h"

#include "base/encode.h"
#include "base/file.h"
#include "crypto/signature.h"
#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "/tmp/key-test-XXXXXX"

static struct arena arena;
static struct error err;

/* The first key of RFC 8032, and its fingerprint by ssh-keygen. */
static const char line[] =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea tester";
static const char spki[] = "-----BEGIN PUBLIC KEY-----\n"
                           "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                           "-----END PUBLIC KEY-----\n";

/* Reference 4.4: every spelling of a point of small order. */
static const char *const weak[] = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
};

static struct key_pair *generated(void)
{
    struct key_pair *pair;
    ck_assert_msg(key_pair_generate(&arena, &pair, &err), "%s", support_error(&err));
    return pair;
}

static const char *in_folder(const char *name)
{
    char *folder = arena_array(&arena, 1, sizeof FOLDER);
    memcpy(folder, FOLDER, sizeof FOLDER);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    return path_join(&arena, folder, name);
}

static void remove_key(const char *path)
{
    unlink(path);
    rmdir(path_folder(&arena, path));
}

START_TEST(test_key__a_line_and_pem_are_the_same_key)
{
    struct key a, b;
    char id[KEY_ID_SIZE];
    ck_assert(key_read("a.pub", text_of(line), &a, &err));
    ck_assert(key_read("a.pem", text_of(spki), &b, &err));
    ck_assert(key_equal(&a, &b));
    ck_assert(key_id(&a, id, &err));
    ck_assert_str_eq(id, "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8");
    ck_assert(text_is(key_line(&a, TEXT("tester"), &arena), line));
}
END_TEST

START_TEST(test_key__fourteen_weak_keys_are_refused)
{
    for (size_t i = 0; i < COUNT(weak); i++) {
        struct error refusal = {0};
        struct key key = {.kind = KEY_ED25519, .size = ED25519_POINT_SIZE};
        uint8_t forged[SIGNATURE_SIZE] = {1};
        ck_assert(hex_read(text_of(weak[i]), key.point, key.size));
        ck_assert_msg(!key_check(&key, &refusal), "%s", weak[i]);
        ck_assert_int_eq(refusal.code, ERROR_REFUSED);
        ck_assert(!signature_verify(&key, TEXT("any"), (struct text){(char *)forged, sizeof forged},
                                    &refusal));
        struct key read;
        ck_assert(!key_read("w.pub", key_line(&key, TEXT_NONE, &arena), &read, &refusal));
    }
}
END_TEST

START_TEST(test_key__what_is_no_public_key_is_refused)
{
    static const char *const others[] = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQM= a",
        ("sk-ssh-ed25519@openssh.com "
         "AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"),
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Eb a\nb",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1EaAA==",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        struct error refusal = {0};
        struct key key;
        ck_assert_msg(!key_read("k.pub", text_of(others[i]), &key, &refusal), "%s", others[i]);
        ck_assert_int_eq(refusal.code, ERROR_REFUSED);
        ck_assert_str_eq(refusal.file, "k.pub");
    }
}
END_TEST

START_TEST(test_key__a_pair_comes_back_with_its_passphrase_alone)
{
    struct error refusal = {0}, missing = {0}, there = {0};
    struct key_pair *pair = generated(), *again;
    const char *path = in_folder("k.pem");
    struct stat stat_of;
    ck_assert(key_pair_write(pair, path, TEXT("correct horse"), &err));
    ck_assert_int_eq(stat(path, &stat_of), 0);
    ck_assert_int_eq(stat_of.st_mode & 0777, 0600);
    ck_assert(key_pair_read(path, TEXT("correct horse"), &arena, &again, &err));
    ck_assert(key_equal(key_pair_public(pair), key_pair_public(again)));
    ck_assert(!key_pair_read(path, TEXT("wrong"), &arena, &again, &refusal));
    ck_assert_str_eq(refusal.message, "the passphrase does not open the private key");
    ck_assert(!key_pair_read(path, TEXT_NONE, &arena, &again, &missing));
    ck_assert_str_eq(missing.message, "the private key needs its passphrase");
    ck_assert(!key_pair_write(pair, path, TEXT("other"), &there)); /* never replaced */
    ck_assert_int_eq(there.code, ERROR_REFUSED);
    remove_key(path);
}
END_TEST

START_TEST(test_key__a_private_key_that_others_may_read_is_not_used)
{
    struct error refusal = {0};
    struct key_pair *again;
    const char *path = in_folder("k.pem");
    ck_assert(key_pair_write_open(generated(), path, &err));
    ck_assert(key_pair_read(path, TEXT_NONE, &arena, &again, &err));
    ck_assert_int_eq(chmod(path, 0640), 0);
    ck_assert(!key_pair_read(path, TEXT_NONE, &arena, &again, &refusal));
    ck_assert_int_eq(refusal.code, ERROR_REFUSED);
    remove_key(path);
}
END_TEST

START_TEST(test_key__no_passphrase_is_refused_unless_said)
{
    struct error refusal = {0};
    ck_assert(!key_pair_write(generated(), "/nowhere/k.pem", TEXT_NONE, &refusal));
    ck_assert_str_eq(refusal.message, "a private key needs a passphrase");
}
END_TEST

/* RFC 8410, section 10.3, and its bytes made into what they must not be. */
START_TEST(test_key__a_private_key_of_the_standard_is_read_and_no_other)
{
    static const struct {
        const char *name, *letters;
        bool fits;
    } cases[] = {
        {"as it is", "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", true},
        {"of X25519", "MC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC", false},
        {"a byte short", "MC0CAQAwBQYDK2VwBCEEH9Tuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVg=", false},
        {"with parameters",
         "MDACAQAwBwYDK2VwBQAEIgQg1O5y2/kTWErVttjx92n4rTr+fCjL8dT74Jeoj0R1WEI=", false},
        {"of another tag", "MC4CAQAwBQYDK2VwBCIDINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC",
         false},
    };
    static const uint8_t public_start[] = {0x19, 0xbf, 0x44, 0x09, 0x69, 0x84, 0xcd, 0xfe};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error refusal = {0};
        struct key_pair *pair = NULL;
        const struct text pem =
            text_format(&arena, "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n",
                        cases[i].letters);
        const bool fits = key_pair_read_text("k", pem, TEXT_NONE, &arena, &pair, &refusal);
        ck_assert_msg(fits == cases[i].fits, "%s: %s", cases[i].name, refusal.message);
        if (fits)
            ck_assert_mem_eq(key_pair_public(pair)->point, public_start, sizeof public_start);
    }
}
END_TEST

TESTS("crypto/key", test_key__a_private_key_of_the_standard_is_read_and_no_other,
      test_key__a_line_and_pem_are_the_same_key, test_key__fourteen_weak_keys_are_refused,
      test_key__what_is_no_public_key_is_refused,
      test_key__a_pair_comes_back_with_its_passphrase_alone,
      test_key__a_private_key_that_others_may_read_is_not_used,
      test_key__no_passphrase_is_refused_unless_said)
