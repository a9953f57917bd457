#include "evidence/stage.h"

#include "support.h"

START_TEST(test_stage__every_word_reads_back_as_its_stage)
{
    for (int i = STAGE_NONE + 1; i < STAGE_COUNT; i++) {
        enum stage stage = STAGE_NONE;
        struct suggestion near;
        ck_assert(stage_read(text_of(stage_name((enum stage)i)), &stage, &near));
        ck_assert_int_eq(stage, i);
    }
}
END_TEST

START_TEST(test_stage__other_words_are_refused_and_the_nearest_is_offered)
{
    static const struct {
        const char *word, *near;
    } cases[] = {
        {"prodution", "production"},
        {"Production", "production"},
        {"stagin", "staging"},
        {"none", NULL},
        {"", NULL},
        {"elsewhere", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum stage stage = STAGE_CANARY;
        struct suggestion near;
        ck_assert_msg(!stage_read(text_of(cases[i].word), &stage, &near), "%s", cases[i].word);
        ck_assert_int_eq(stage, STAGE_CANARY);
        ck_assert_msg(text_equal(near.word, text_of(cases[i].near)), "%s: %.*s", cases[i].word,
                      TEXT_ARGS(near.word));
    }
}
END_TEST

START_TEST(test_tier__every_word_reads_back_as_its_tier)
{
    for (int i = 0; i < TIER_COUNT; i++) {
        enum tier tier = TIER_HIGH;
        struct suggestion near;
        ck_assert(tier_read(text_of(tier_name((enum tier)i)), &tier, &near));
        ck_assert_int_eq(tier, i);
    }
}
END_TEST

START_TEST(test_tier__other_words_are_refused_and_the_nearest_is_offered)
{
    enum tier tier = TIER_MINIMAL;
    struct suggestion near;
    ck_assert(!tier_read(TEXT("limted"), &tier, &near));
    ck_assert(text_is(near.word, "limited"));
    ck_assert(!tier_read(TEXT("2"), &tier, &near));
    ck_assert_uint_eq(near.word.size, 0);
    ck_assert_int_eq(tier, TIER_MINIMAL);
}
END_TEST

START_TEST(test_stage__a_number_outside_the_table_has_no_word)
{
    ck_assert_str_eq(stage_name(STAGE_COUNT), "unknown");
    ck_assert_str_eq(stage_name(STAGE_NONE), "none");
    ck_assert_str_eq(tier_name(TIER_COUNT), "unknown");
}
END_TEST

TESTS("evidence/stage", test_stage__every_word_reads_back_as_its_stage,
      test_stage__other_words_are_refused_and_the_nearest_is_offered,
      test_tier__every_word_reads_back_as_its_tier,
      test_tier__other_words_are_refused_and_the_nearest_is_offered,
      test_stage__a_number_outside_the_table_has_no_word)
