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

START_TEST(test_base64__of_all_bytes_sixty_four_are_letters)
{
    size_t letters = 0;
    for (unsigned byte = 0; byte < 256; byte++) {
        struct text bytes;
        const char group[] = {(char)byte, 'A', 'A', 'A'};
        const struct text written = {group, sizeof group};
        if (!base64_read(written, &arena, &bytes))
            continue;
        ck_assert(text_equal(base64_print(bytes, &arena), written));
        letters++;
    }
    ck_assert_uint_eq(letters, 64);
}
END_TEST

START_TEST(test_base64__is_written_into_room_of_the_callers)
{
    char letters[BASE64_SIZE(4) + 1] = "---------";
    ck_assert_uint_eq(BASE64_SIZE(4), 8);
    base64_write(TEXT("foob"), letters);
    ck_assert_mem_eq(letters, "Zm9vYg==-", sizeof letters);
}
END_TEST

TESTS("base/base64", test_base64__of_all_bytes_sixty_four_are_letters,
      test_base64__is_written_into_room_of_the_callers, test_base64__the_examples_go_both_ways,
      test_base64__a_second_spelling_is_refused)
