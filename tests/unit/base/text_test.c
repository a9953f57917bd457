#include "support.h"

#include <stdint.h>

START_TEST(test_text__equal_means_the_same_bytes)
{
    static const struct {
        struct text a, b;
        bool equal;
    } cases[] = {
        {{"abc", 3}, {"abc", 3}, true},    {{"abc", 3}, {"abd", 3}, false},
        {{"abc", 3}, {"abcd", 4}, false},  {{NULL, 0}, {"", 0}, true},
        {{NULL, 0}, {NULL, 0}, true},      {{"a\0b", 3}, {"a\0b", 3}, true},
        {{"a\0b", 3}, {"a\0c", 3}, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(text_equal(cases[i].a, cases[i].b) == cases[i].equal, "case %zu", i);
    ck_assert(text_is(TEXT("abc"), "abc"));
    ck_assert(!text_is(TEXT("a\0b"), "a"));
    ck_assert(text_is(TEXT_NONE, NULL));
}
END_TEST

START_TEST(test_text__trimmed_it_has_no_blanks_at_its_ends)
{
    static const struct {
        struct text whole, trimmed;
    } cases[] = {
        {{" \t42\r\n", 6}, {"42", 2}}, {{"a b", 3}, {"a b", 3}},   {{" \n", 2}, {"", 0}},
        {{NULL, 0}, {"", 0}},          {{" a\0 ", 4}, {"a\0", 2}},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        ck_assert_msg(text_equal(text_trimmed(cases[i].whole), cases[i].trimmed), "case %zu", i);
}
END_TEST

START_TEST(test_text__it_starts_and_ends_with_its_parts)
{
    ck_assert(text_starts(TEXT("accuracy"), TEXT("acc")));
    ck_assert(text_ends(TEXT("accuracy"), TEXT("acy")));
    ck_assert(text_starts(TEXT("acc"), TEXT("acc")) && text_ends(TEXT("acc"), TEXT("acc")));
    ck_assert(text_starts(TEXT("acc"), TEXT_NONE) && text_ends(TEXT_NONE, TEXT("")));
    ck_assert(!text_starts(TEXT("ac"), TEXT("acc")));
    ck_assert(!text_ends(TEXT("cy"), TEXT("acy")));
    ck_assert(!text_starts(TEXT("accuracy"), TEXT("acy")));
}
END_TEST

START_TEST(test_text__order_is_by_unsigned_bytes_and_a_prefix_comes_first)
{
    static const struct text sorted[] = {
        {NULL, 0}, {"\0", 1}, {"A", 1}, {"a", 1}, {"a\0", 2}, {"ab", 2}, {"b", 1}, {"\xC3\xA9", 2},
    };
    for (size_t i = 0; i < COUNT(sorted); i++)
        for (size_t j = 0; j < COUNT(sorted); j++) {
            const int order = text_compare(sorted[i], sorted[j]);
            ck_assert_int_eq((order > 0) - (order < 0), (i > j) - (i < j));
        }
}
END_TEST

START_TEST(test_text__a_part_is_clipped_to_what_is_there)
{
    const struct text word = TEXT("accuracy");
    ck_assert(text_is(text_part(word, 2, 4), "cura"));
    ck_assert(text_is(text_part(word, 5, SIZE_MAX), "acy"));
    ck_assert_uint_eq(text_part(word, 8, 1).size, 0);
    ck_assert_uint_eq(text_part(word, SIZE_MAX, SIZE_MAX).size, 0);
    ck_assert_uint_eq(text_part(TEXT_NONE, 1, 1).size, 0);
}
END_TEST

START_TEST(test_text__a_byte_is_found_at_its_first_place)
{
    ck_assert_uint_eq(text_find(TEXT("accuracy"), 'c'), 1);
    ck_assert_uint_eq(text_find(TEXT("accuracy"), 'z'), 8);
    ck_assert_uint_eq(text_find(TEXT("a\0b"), 'b'), 2);
    ck_assert_uint_eq(text_find(TEXT_NONE, 'a'), 0);
}
END_TEST

START_TEST(test_text__copies_are_their_own_and_terminated)
{
    struct arena arena = {0};
    char bytes[] = {'a', '\0', 'b', 'X'};
    const struct text copy = text_copy(&arena, (struct text){bytes, 3});
    const char *string = text_string(&arena, (struct text){bytes, 1});
    bytes[0] = 'Y';
    ck_assert(text_equal(copy, TEXT("a\0b")));
    ck_assert_int_eq(copy.at[3], '\0');
    ck_assert_str_eq(string, "a");
    ck_assert_str_eq(text_string(&arena, TEXT_NONE), "");
    arena_free(&arena);
}
END_TEST

START_TEST(test_text__formats_whatever_the_length)
{
    struct arena arena = {0};
    const struct text made = text_format(&arena, "%0*d|%.*s", 3000, 7, TEXT_ARGS(TEXT("end")));
    ck_assert_uint_eq(made.size, 3004);
    ck_assert(text_ends(made, TEXT("07|end")));
    ck_assert_int_eq(made.at[made.size], '\0');
    ck_assert_uint_eq(text_format(&arena, "%.*s", TEXT_ARGS(TEXT_NONE)).size, 0);
    arena_free(&arena);
}
END_TEST

TESTS("base/text", test_text__equal_means_the_same_bytes,
      test_text__trimmed_it_has_no_blanks_at_its_ends, test_text__it_starts_and_ends_with_its_parts,
      test_text__order_is_by_unsigned_bytes_and_a_prefix_comes_first,
      test_text__a_part_is_clipped_to_what_is_there, test_text__a_byte_is_found_at_its_first_place,
      test_text__copies_are_their_own_and_terminated, test_text__formats_whatever_the_length)
