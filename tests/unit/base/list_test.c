#include "support.h"

#include "base/list.h"

struct pair {
    size_t number;
    const char *name;
};

struct pairs LIST(struct pair);

START_TEST(test_list__one_of_zeros_is_empty)
{
    const struct pairs pairs = {0};
    ck_assert_uint_eq(pairs.count, 0);
    ck_assert_ptr_null(pairs.at);
}
END_TEST

START_TEST(test_list__keeps_every_element_while_it_grows)
{
    struct arena arena = {0};
    struct pairs pairs = {0};
    for (size_t i = 0; i < 1000; i++)
        *LIST_ADD(&arena, &pairs) = (struct pair){.number = i, .name = "n"};
    ck_assert_uint_eq(pairs.count, 1000);
    ck_assert_uint_ge(pairs.capacity, 1000);
    for (size_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(pairs.at[i].number, i);
    arena_free(&arena);
}
END_TEST

START_TEST(test_list__a_new_element_is_zeroed_even_where_one_was_taken_off)
{
    struct arena arena = {0};
    struct pairs pairs = {0};
    for (size_t i = 0; i < 20; i++)
        LIST_ADD(&arena, &pairs)->number = 7;
    pairs.count = 3;
    for (size_t i = 0; i < 17; i++) {
        const struct pair *added = LIST_ADD(&arena, &pairs);
        ck_assert_uint_eq(added->number, 0);
        ck_assert_ptr_null(added->name);
    }
    ck_assert_uint_eq(pairs.at[2].number, 7);
    arena_free(&arena);
}
END_TEST

TESTS("base/list", test_list__one_of_zeros_is_empty, test_list__keeps_every_element_while_it_grows,
      test_list__a_new_element_is_zeroed_even_where_one_was_taken_off)
