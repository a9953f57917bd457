#include "fetch/address.h"
#include "support.h"

static const struct asked {
    const char *written;
    bool plain_allowed, taken;
} addresses[] = {
    {"https://hooks.example/x?token=1", false, true},
    {"https://127.0.0.1:8443/", false, true},
    {"HTTPS://hooks.example/", false, true},
    {"http://127.0.0.1:9000/", true, true},
    {"http://127.1:9000/", true, true}, /* the same by its short number */
    {"http://[::1]:9000/", true, true},
    {"http://127.0.0.1:9000/", false, false},
    {"http://localhost:9000/", true, false},
    {"http://127.evil.example/", true, false},
    {"http://127.0.0.1.evil.example/", true, false},
    {"http://10.0.0.1/", true, false},
    {"http://hooks.example/", true, false},
    {"https://user@hooks.example/", false, false},
    {"https://user:pw@hooks.example/", false, false},
    {"https://hooks.example/#part", false, false},
    {"ftp://hooks.example/", false, false},
    {"file:///etc/passwd", true, false},
    {"gopher://hooks.example/", true, false},
    {"hooks.example/x", false, false},
    {"https://hooks.example/a b", false, false},
    {"https://hooks.example/a\r\nX: y", false, false},
    {"https://hooks.example:99999/", false, false},
    {"https://", false, false},
    {"", false, false},
};

START_TEST(test_address__is_https_and_says_nothing_else)
{
    for (size_t i = 0; i < COUNT(addresses); i++) {
        struct arena arena = {0};
        struct error err = {0};
        struct address address;
        const bool taken = address_read(text_of(addresses[i].written), addresses[i].plain_allowed,
                                        &arena, &address, &err);
        ck_assert_msg(taken == addresses[i].taken, "%s: %s", addresses[i].written, err.message);
        ck_assert(taken || err.code == ERROR_REFUSED);
        ck_assert_ptr_null(strstr(err.message, "pw"));
        arena_free(&arena);
    }
}
END_TEST

START_TEST(test_address__a_very_long_one_is_none)
{
    char written[4096] = "https://hooks.example/";
    struct arena arena = {0};
    struct error err = {0};
    struct address address;
    memset(written + strlen(written), 'x', sizeof written - 1 - strlen(written));
    ck_assert(
        !address_read((struct text){written, sizeof written - 1}, false, &arena, &address, &err));
    arena_free(&arena);
}
END_TEST

TESTS("fetch/address", test_address__is_https_and_says_nothing_else,
      test_address__a_very_long_one_is_none)
