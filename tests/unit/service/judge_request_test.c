#include "service/judge_request.h"

#include "support.h"

/* Every word of the list is the next of the vocabulary, and none of the vocabulary is missing. */
static void words_match(const char *const *words, unsigned first, unsigned count,
                        const char *(*name)(unsigned number))
{
    for (unsigned i = first; i < count; i++) {
        ck_assert_ptr_nonnull(words[i - first]);
        ck_assert_str_eq(words[i - first], name(i));
    }
    ck_assert_ptr_null(words[count - first]);
}

static const char *stage_numbered(unsigned number)
{
    return stage_name((enum stage)number);
}

static const char *tier_numbered(unsigned number)
{
    return tier_name((enum tier)number);
}

START_TEST(test_words__the_stages_of_the_command_are_those_of_the_documents)
{
    words_match(stage_words, STAGE_NONE + 1, STAGE_COUNT, stage_numbered);
}
END_TEST

START_TEST(test_words__the_tiers_of_the_command_are_those_of_the_documents)
{
    words_match(tier_words, 0, TIER_COUNT, tier_numbered);
}
END_TEST

TESTS("service/judge_request", test_words__the_stages_of_the_command_are_those_of_the_documents,
      test_words__the_tiers_of_the_command_are_those_of_the_documents)
