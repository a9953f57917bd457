/* Base64: RFC 4648's own examples, and what is no spelling of any bytes. */
#include "base/base64.h"

#include "support.h"

static struct arena arena;

static const struct {
    const char *bytes;
    const char *letters;
} examples[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
    {"\xff\xfb", "//s="},
};

START_TEST(test_base64__the_examples_go_both_ways)
{
    for (size_t i = 0; i < COUNT(examples); i++) {
        struct text bytes;
        ck_assert(text_is(base64_print(text_of(examples[i].bytes), &arena), examples[i].letters));
        ck_assert(base64_read(text_of(examples[i].letters), &arena, &bytes));
        ck_assert(text_is(bytes, examples[i].bytes));
    }
}
END_TEST

START_TEST(test_base64__a_second_spelling_is_refused)
{
    static const char *const others[] = {
        "Zh==", "Zm9=", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", " Zm9", "Zm-_", "Zg=a"};
    for (size_t i = 0; i < COUNT(others); i++) {
        struct text bytes;
        ck_assert_msg(!base64_read(text_of(others[i]), &arena, &bytes), "%s", others[i]);
    }
    ck_assert(!base64_read((struct text){"Zm9\0", 4}, &arena, &(struct text){0}));
}
END_TEST

TESTS("base/base64", test_base64__the_examples_go_both_ways,
      test_base64__a_second_spelling_is_refused)
