/* Figures that stand in a file as texts. */
#include "evidence/result.h"

#include "support.h"

START_TEST(test_result__a_text_with_one_sign_is_a_figure)
{
    struct arena arena = {0};
    const struct value spelled[] = {value_of_text(TEXT("+5")), value_of_text(TEXT("-5"))};
    ck_assert_int_eq(value_integer(figure_of_text(&spelled[0], &arena)), 5);
    ck_assert_int_eq(value_integer(figure_of_text(&spelled[1], &arena)), -5);
    arena_free(&arena);
}
END_TEST

START_TEST(test_result__a_text_with_two_signs_is_no_figure)
{
    struct arena arena = {0};
    const struct text spellings[] = {TEXT("+-5"), TEXT("++5"), TEXT("-+5"), TEXT("+-nan")};
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const struct value spelled = value_of_text(spellings[i]);
        ck_assert_ptr_eq(figure_of_text(&spelled, &arena), &spelled);
    }
    arena_free(&arena);
}
END_TEST

TESTS("evidence/result", test_result__a_text_with_one_sign_is_a_figure,
      test_result__a_text_with_two_signs_is_no_figure)
